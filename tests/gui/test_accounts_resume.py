"""What was refused for want of a sign-in goes on after it: searches, granules, layers, downloads."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QDialogButtonBox, QPushButton

from gaia_plugin.core.auth.kept import Kept, name_of
from gaia_plugin.core.catalogs.base import CatalogEntry
from gaia_plugin.core.errors import (
    AccessDenied,
    AuthenticationRequired,
    CannotStream,
    KeyRefused,
    KeyRequired,
    MembershipMissing,
    ServiceUnavailable,
    SignInEnded,
)
from gaia_plugin.core.model import Dataset, Link, LinkKind, Query
from gaia_plugin.core.transfer.jobs import State
from gaia_plugin.gui import accounts_texts
from gaia_plugin.gui import transfers_actions as acts
from gaia_plugin.gui.accounts_add import AddProviderDialog
from tests.gui.accounts_desk import (  # noqa: F401 (fixtures)
    KEY,
    _accounts,
    _profile_of_its_own,
    _server,
    closed,
    guarded,
    provider_at,
)
from tests.support.faultserver import Reply, as_json, stall


def test_a_refused_search_signs_in_and_goes_on(accounts, controller, panel, server, wait_for):
    controller.entries["here"] = CatalogEntry("here", "stac", closed(server), {"en": "Here"})
    provider_at(server, accounts)
    controller.search.start(Query(), controller.catalogs(["here"]))
    wait_for(lambda: not controller.search.running, 30)
    row = panel.sourcesState._rows["here"]
    assert row.action.text() == "Sign in and go on" and not row.action.isHidden()
    assert "needs an API key of Here" in row.error.text()
    row.action.click()
    dialog = accounts.dialog
    assert dialog.only == "here" and dialog.tree.isHidden() and dialog.vaultBar.isHidden()
    assert "needs an API key of Here" in dialog.panel.failure.text()
    QTest.keyClicks(dialog.panel.ways.fields["header", "key"], KEY)
    dialog.panel.ways.buttons["header"].click()
    wait_for(lambda: controller.model.rowCount() == 1 and not controller.search.running, 30)
    assert accounts.dialog is None
    assert controller.model.record(0).title == "Synthetic snow" and row.action.isHidden()


def test_signing_in_on_the_accounts_page_goes_on_with_what_was_refused(
    accounts, controller, server, wait_for
):
    controller.entries["here"] = CatalogEntry("here", "stac", closed(server), {"en": "Here"})
    provider_at(server, accounts)
    controller.search.start(Query(), controller.catalogs(["here"]))
    wait_for(lambda: not controller.search.running, 30)
    assert controller.model.rowCount() == 0
    accounts.open()
    accounts.sign_in.start("here", "header", {"key": KEY})
    wait_for(lambda: controller.model.rowCount() == 1 and not controller.search.running, 30)
    assert accounts.dialog is not None  # the person is still at work there


def test_closing_the_page_goes_on_with_nothing(accounts, controller, server, wait_for):
    provider_at(server, accounts)
    resumed = []
    error = KeyRequired(host=urlsplit(server.url("/")).netloc, service="Here")
    accounts.go_in(error, lambda: resumed.append(1))
    accounts.dialog.closing.click()
    assert accounts.dialog is None
    accounts.sign_in.start("here", "header", {"key": KEY})
    wait_for(lambda: accounts.sign_in.accounts.account("here"), 30)
    QApplication.processEvents()
    assert resumed == []


def test_closing_the_page_gives_up_what_was_begun_there(accounts, server, wait_for):
    provider_at(server, accounts)
    server.add("/", stall())
    accounts.sign_in.start("here", "header", {"key": KEY})
    wait_for(lambda: accounts.sign_in.accounts.account("here"), 30)
    accounts.open()
    accounts.sign_in.test("here")
    wait_for(lambda: server.seen, 30)
    accounts.dialog.closing.click()
    wait_for(lambda: not any(one.busy for one in accounts.sign_in.states()), 30)
    assert accounts.sign_in.states()[-1].error is None


def test_a_sign_in_elsewhere_goes_on_with_nothing_here(accounts, server, wait_for):
    provider_at(server, accounts)
    resumed = []
    accounts.go_in(
        KeyRequired(host=urlsplit(server.url("/")).netloc, service="Here"), lambda: resumed.append(1)
    )
    accounts.sign_in.start("geodes", "header", {"key": KEY})
    wait_for(lambda: accounts.sign_in.accounts.account("geodes"), 30)
    wait_for(lambda: not any(one.busy for one in accounts.sign_in.states()), 30)
    assert resumed == [] and accounts.dialog is not None


def test_what_a_button_beside_an_error_leads_to(accounts):
    host = "signing.stac.teledetection.fr"
    assert accounts.way_in(KeyRequired(host=host, service="x")) == accounts_texts.SIGN_IN
    assert accounts.way_in(SignInEnded(host=host)) == accounts_texts.SIGN_IN
    assert accounts.way_in(AccessDenied(host=host, status=403)) == accounts_texts.RIGHTS
    assert accounts.way_in(ServiceUnavailable(host=host, status=503)) == ""
    assert accounts.way_in(None) == ""
    assert accounts.provider(KeyRequired(host="evil-" + host, service="x")) is None


def failed(transfers, wait_for):
    """The one transfer, once it has failed."""
    rows = transfers.downloads.model.downloads
    wait_for(lambda: [one for one in rows() if one.state is State.FAILED], 30)
    (one,) = rows()
    return one


def test_a_download_goes_on_after_a_sign_in_on_the_page_itself(
    accounts, controller, panel, server, wait_for, tmp_path
):
    controller.settings.download_folder = str(tmp_path / "files")
    links = [
        Link(server.add(f"/{name}.csv", guarded(Reply(200, b"a,b\n1,2\n"))), LinkKind.DOWNLOAD)
        for name in ("one", "two")
    ]
    gone = Link(server.add("/gone.csv", Reply(404)), LinkKind.DOWNLOAD)
    provider_at(server, accounts)
    for link in (*links, gone):
        controller.actions.download([Dataset("one", "One", "here", links=(link,))], link)
    rows = controller.actions.transfers.downloads.model.downloads
    wait_for(lambda: sum(one.state is State.FAILED for one in rows()) == 3, 30)
    accounts.sign_in.start("here", "header", {"key": KEY})
    wait_for(lambda: sum(one.state is State.DONE for one in rows()) == 2, 30)
    assert [one.path.name for one in rows() if one.state is State.FAILED] == ["gone.csv"]
    assert accounts.dialog is None


def test_a_refused_download_goes_on_from_its_row(accounts, controller, panel, server, wait_for, tmp_path):
    controller.settings.download_folder = str(tmp_path / "files")
    link = Link(server.add("/table.csv", guarded(Reply(200, b"a,b\n1,2\n"))), LinkKind.DOWNLOAD)
    provider_at(server, accounts)
    controller.actions.download([Dataset("one", "One", "here", links=(link,))], link)
    transfers = controller.actions.transfers
    one = failed(transfers, wait_for)
    assert acts.primary(one, transfers._told(one)[1]) == acts.SIGN_IN
    assert acts.label(acts.SIGN_IN, transfers._told(one)[1]) == "Sign in and go on"
    assert "Here" in transfers._told(one)[0]
    transfers.panel.list.activated.emit(transfers.downloads.model.index(0))
    QTest.keyClicks(accounts.dialog.panel.ways.fields["header", "key"], KEY)
    accounts.dialog.panel.ways.buttons["header"].click()
    wait_for(lambda: one.state is State.DONE, 30)
    assert accounts.dialog is None and acts.primary(one, transfers._told(one)[1]) == acts.FOLDER
    assert [path.read_bytes() for path in (tmp_path / "files").rglob("*.csv")] == [b"a,b\n1,2\n"]


@pytest.mark.parametrize("first", ["download", "timer"])
def test_downloads_whose_sign_in_has_ended_go_on_after_another(
    accounts, controller, server, wait_for, tmp_path, first
):
    """The sign-in of yesterday, ended when it is first renewed. Where a download asks for it, the refusal is
    its issuer's, whose host no way of the provider's opens; else the service's own."""
    pytest.importorskip("cryptography", reason="the synthetic issuer signs with it")
    from tests.support.synthetic_issuer import CLIENT, SyntheticIssuer

    controller.settings.download_folder = str(tmp_path / "files")
    host, actions = urlsplit(server.url("/")).netloc, controller.actions
    with SyntheticIssuer() as issuer:
        issuer.answer("/token", as_json({"error": "invalid_grant"}, 400))
        key = {"kind": "header", "headers": {"X-API-Key": "{key}"}, "fields": ["key"], "hosts": [host]}
        openid = {"kind": "openid", "issuer": issuer.url, "client_id": CLIENT, "hosts": [host]}
        provider_at(server, accounts, ways=[openid, key])
        inner = accounts.sign_in.accounts
        of_yesterday = Kept("openid", 1.0, issuer=issuer.url, client_id=CLIENT, refresh="synthetic-refresh")
        inner.vault.put(name_of("here"), of_yesterday.text())
        accounts.sign_in._renewal.stop()  # it could come between
        inner.restore()
        if first == "timer":
            inner.keep_alive()
            assert inner.account("here").ended
        for name in ("one", "two"):
            link = Link(server.add(f"/{name}.csv", guarded(Reply(200, b"a,b\n1,2\n"))), LinkKind.DOWNLOAD)
            actions.download([Dataset(name, name, "here", links=(link,))], link)
        accounts._added = lambda host: ""  # the form of a new row, which would wait for a person
        transfers = actions.transfers
        rows = transfers.downloads.model.downloads
        wait_for(lambda: [one.state for one in rows()] == [State.FAILED] * 2, 30)
        ended = [at for at, one in enumerate(rows()) if isinstance(one.error, SignInEnded)]
        assert bool(ended) == (first == "download")
        transfers.panel.list.activated.emit(transfers.downloads.model.index(ended[0] if ended else 0))
        said = "has ended" if ended else "asks you to sign in"
        assert accounts.dialog.only == "here" and said in accounts.dialog.panel.failure.text()
        QTest.keyClicks(accounts.dialog.panel.ways.fields["header", "key"], KEY)
        accounts.dialog.panel.ways.buttons["header"].click()
        wait_for(lambda: [one.state for one in rows()] == [State.DONE] * 2, 30)


def test_a_refused_layer_goes_on_from_its_message(accounts, controller, iface, server, wait_for):
    capabilities = (
        '<WMS_Capabilities version="1.3.0" xmlns="http://www.opengis.net/wms"><Service><Name>WMS</Name>'
        "<Title>Synthetic</Title></Service><Capability><Request><GetMap><Format>image/png</Format></GetMap>"
        "</Request><Layer queryable='0'><Name>snow</Name><Title>Snow</Title><CRS>EPSG:4326</CRS>"
        "</Layer></Capability></WMS_Capabilities>"
    )
    xml = {"Content-Type": "text/xml"}
    there = guarded(Reply(200, capabilities.encode(), xml))
    link = Link(server.add("/wms", there), LinkKind.WMS, key="snow")
    provider_at(server, accounts)
    asked = []
    add = controller.actions.add
    controller.actions.add = lambda *given: asked.append(given) or add(*given)
    record = Dataset("one", "One", "here", links=(link,))
    controller.actions.add(record, link)
    wait_for(lambda: iface.messageBar().currentItem() is not None, 30)
    push = iface.messageBar().currentItem().findChild(QPushButton)
    assert push.text() == "Sign in and go on" and "Here" in iface.said()
    push.click()
    QTest.keyClicks(accounts.dialog.panel.ways.fields["header", "key"], KEY)
    accounts.dialog.panel.ways.buttons["header"].click()
    wait_for(lambda: any(seen.headers.get("x-api-key") == KEY for seen in server.seen), 30)
    assert asked == [(record, link), (record, link, None)] and accounts.dialog is None
    wait_for(lambda: controller.actions._adding.pending == 0, 30)


def test_a_key_that_is_refused_is_replaced_and_what_failed_tried_again(accounts, server, wait_for):
    provider_at(server, accounts)
    accounts.sign_in.start("here", "header", {"key": "synthetic-old"})
    wait_for(lambda: not any(one.busy for one in accounts.sign_in.states()), 30)
    resumed = []
    error = KeyRefused(host=urlsplit(server.url("/")).netloc, service="Here", status=401)
    accounts.go_in(error, lambda: resumed.append(1))
    assert accounts.dialog.panel.ways.isVisible() and accounts.dialog.again.isVisible()
    accounts.dialog.again.click()
    assert resumed == [1] and accounts.dialog is None
    accounts.go_in(error, lambda: resumed.append(2))
    QTest.keyClicks(accounts.dialog.panel.ways.fields["header", "key"], KEY)
    accounts.dialog.panel.ways.buttons["header"].click()
    wait_for(lambda: resumed == [1, 2], 30)


def test_a_missing_right_can_be_tried_again(accounts):
    resumed = []
    error = MembershipMissing(host="signing.stac.teledetection.fr", status=403, service="DINAMIS")
    accounts.go_in(error, lambda: resumed.append(1))
    accounts.dialog.again.click()
    assert resumed == [1] and accounts.dialog is None


def test_a_host_that_nobody_of_the_list_opens_takes_a_key_too(accounts, server, wait_for):
    host, resumed = urlsplit(server.url("/")).netloc, []
    assert accounts.way_in(AccessDenied(host=host, status=403)) == ""

    def fill():
        form = QApplication.activeModalWidget()
        assert isinstance(form, AddProviderDialog) and form.hosts.text() == host
        form.name.setText("Mine")
        form.buttons.button(QDialogButtonBox.StandardButton.Save).click()

    QTimer.singleShot(0, fill)
    accounts.go_in(AuthenticationRequired(host=host, status=401), lambda: resumed.append(1))
    QTest.keyClicks(accounts.dialog.panel.ways.fields["header", "key"], KEY)
    accounts.dialog.panel.ways.buttons["header"].click()
    wait_for(lambda: resumed == [1], 30)
    assert accounts.sign_in._session.credentials.for_url(server.url("/")).headers() == {"X-API-Key": KEY}


def test_granules_that_are_refused_go_on_too(accounts, controller, panel, server, wait_for):
    closed(server)
    item = {
        "type": "Feature", "stac_version": "1.0.0", "id": "synthetic-scene", "collection": "synthetic-one",
        "properties": {"datetime": "2024-01-01T00:00:00Z"}, "links": [], "assets": {}, "bbox": [0, 40, 5, 45],
        "geometry": {"type": "Polygon", "coordinates": [[[0, 40], [5, 40], [5, 45], [0, 45], [0, 40]]]},
    }  # fmt: skip
    found = guarded(as_json({"type": "FeatureCollection", "features": [item], "links": []}))
    for path in ("/search", "/collections/synthetic-one/items"):
        server.add(path, found)
    controller.entries["here"] = CatalogEntry(
        "here", "stac", server.url("/"), {"en": "Here"}, offers=("datasets", "granules")
    )
    provider_at(server, accounts)
    tab = panel.details.granules
    panel.details.show_record(Dataset("synthetic-one", "Synthetic snow", "here", has_granules=True))
    panel.details.open_granules()
    wait_for(lambda: not tab.retry.isHidden(), 30)
    assert tab.retry.text() == "Sign in and go on" and "Here" in tab.status.text()
    tab.retry.click()
    QTest.keyClicks(accounts.dialog.panel.ways.fields["header", "key"], KEY)
    accounts.dialog.panel.ways.buttons["header"].click()
    wait_for(lambda: tab.model.rowCount() == 1, 30)
    assert tab.retry.isHidden()


def test_what_cannot_be_streamed_is_offered_to_download(accounts, controller, iface, monkeypatch):
    """GDAL's refusal itself is held elsewhere: here, what its message leads to."""
    link = Link("https://files.example.org/a.tif", LinkKind.COG)
    record = Dataset("one", "One", "here", links=(link,))
    asked = []
    monkeypatch.setattr(controller.actions, "download", lambda *given: asked.append(given))
    controller.actions._adding.expect()
    controller.actions._asked[link] = (record, None)
    controller.actions._not_added(
        link, CannotStream(host="files.example.org", detail="GDAL is older than 3.7 here")
    )
    push = iface.messageBar().currentItem().findChild(QPushButton)
    assert push.text() == "Download" and "download the file instead" in iface.said()
    push.click()
    assert asked == [([record], link, None)]


def test_a_member_of_no_organisation_is_told_so_where_a_download_is_refused(
    accounts, controller, panel, server, wait_for, tmp_path
):
    controller.settings.download_folder = str(tmp_path / "files")
    link = Link(server.add("/a.bin", Reply(403, b"{}")), LinkKind.DOWNLOAD)
    provider_at(server, accounts, membership="DINAMIS")
    accounts.sign_in.start("here", "header", {"key": KEY})
    wait_for(lambda: accounts.sign_in.accounts.account("here"), 30)
    controller.actions.download([Dataset("one", "One", "here", links=(link,))], link)
    transfers = controller.actions.transfers
    one = failed(transfers, wait_for)
    why, way_in = transfers._told(one)
    assert acts.label(acts.SIGN_IN, way_in) == "What to do…" and "open to members of DINAMIS" in why
    transfers.do([one], acts.SIGN_IN)
    assert "référent" in accounts.dialog.panel.rights.text()
    server.add("/a.bin", Reply(200, b"data"))
    accounts.dialog.again.click()
    wait_for(lambda: one.state is State.DONE, 30)
