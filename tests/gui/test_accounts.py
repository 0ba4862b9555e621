"""The accounts page, and what it does for a search, a layer and a download that were refused."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

import pytest
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QDialogButtonBox, QMessageBox, QPushButton

from gaia_plugin.bridge import sign_in as sign_in_module
from gaia_plugin.bridge import user_providers, vaults, vaults_authdb
from gaia_plugin.bridge.user_providers import UserProviders
from gaia_plugin.bridge.vaults import Vaults
from gaia_plugin.core.auth.device_flow import DeviceCode
from gaia_plugin.core.auth.providers import read_provider
from gaia_plugin.core.catalogs.base import CatalogEntry
from gaia_plugin.core.errors import (
    AccessDenied,
    AuthenticationRequired,
    CannotStream,
    KeyRefused,
    KeyRequired,
    LicenceNotAccepted,
    MembershipMissing,
    ProfileNotValidated,
    QuotaExceededUntil,
    ServiceUnavailable,
    SignInEnded,
    VaultUnavailable,
)
from gaia_plugin.core.model import Dataset, Link, LinkKind, Query
from gaia_plugin.gui import accounts_rights, accounts_texts, messages
from gaia_plugin.gui.accounts_add import AddProviderDialog
from gaia_plugin.gui.accounts_code import DeviceCodePanel
from tests.support.faultserver import FaultServer, Reply, as_json
from tests.support.scripted_browser import ScriptedBrowser

KEY = "synthetic-key-of-a-person"


@pytest.fixture(autouse=True)
def _profile_of_its_own(tmp_path, monkeypatch):
    """No keyring and no master password is asked for, and no provider is written into the profile."""

    def none(*_):
        raise VaultUnavailable(detail="this computer has no keyring")

    monkeypatch.setattr(sign_in_module, "Vaults", lambda: Vaults(tmp_path / "locks", none))
    monkeypatch.setattr(vaults_authdb, "open_by_asking", none)
    monkeypatch.setattr(user_providers, "user_providers_file", lambda: tmp_path / "providers.json")
    vaults.Choice().kind = ""
    yield
    vaults.Choice().kind = ""


@pytest.fixture
def server():
    with FaultServer() as running:
        yield running


@pytest.fixture
def accounts(controller):
    return controller.accounts


def show(accounts, key):
    accounts.open()
    tree = accounts.dialog.tree
    rows = [tree.topLevelItem(at) for at in range(tree.topLevelItemCount())]
    tree.setCurrentItem(next(row for row in rows if row.data(0, Qt.ItemDataRole.UserRole) == key))
    return accounts.dialog


def row_of(dialog, key):
    rows = [dialog.tree.topLevelItem(at) for at in range(dialog.tree.topLevelItemCount())]
    return next(row for row in rows if row.data(0, Qt.ItemDataRole.UserRole) == key)


def provider_at(server, accounts, **more):
    host = urlsplit(server.url("/")).netloc
    way = {"kind": "header", "headers": {"X-API-Key": "{key}"}, "fields": ["key"], "hosts": [host]}
    row = read_provider({"id": "here", "title": {"en": "Here"}, "ways": [way], "opens": ["here"], **more})
    accounts.sign_in.accounts.providers["here"] = row
    return row


def guarded(answer):
    """An answer for those who have the key."""
    return lambda seen: answer if seen.headers.get("x-api-key") == KEY else Reply(401, b"{}")


def closed(server):
    """A STAC API of one collection, for those who have the key."""
    root = {
        "type": "Catalog", "id": "synthetic", "stac_version": "1.0.0", "description": "",
        "conformsTo": ["https://api.stacspec.org/v1.0.0/core", "https://api.stacspec.org/v1.0.0/collections"],
        "links": [{"rel": "data", "href": server.url("/collections"), "type": "application/json"}],
    }  # fmt: skip
    one = {
        "type": "Collection", "id": "synthetic-one", "stac_version": "1.0.0", "title": "Synthetic snow",
        "description": "", "license": "CC0-1.0", "links": [],
        "extent": {"spatial": {"bbox": [[0, 40, 5, 45]]}, "temporal": {"interval": [[None, None]]}},
    }  # fmt: skip

    server.add("/collections", guarded(as_json({"collections": [one], "links": []})))
    return server.add("/", guarded(as_json(root)))


def test_a_row_for_each_provider_and_how_one_gets_in(accounts, panel):
    panel.accounts.trigger()
    dialog = accounts.dialog
    states = {row_of(dialog, one.provider.id).text(1) for one in accounts.sign_in.states()}
    assert dialog.tree.topLevelItemCount() == len(accounts.sign_in.states()) >= 10
    assert states == {"not signed in", "not set up yet"}
    assert row_of(dialog, "data-terra").text(1) == "not set up yet"
    assert {"orcid", "edugain", "browser", "code", "client"} <= set(dialog.panel.ways.buttons)
    assert not dialog.panel.ways.buttons["orcid"].isEnabled()
    show(accounts, "geodes")
    ways = accounts.dialog.panel.ways
    assert list(ways.fields) == [("header", "key")]
    assert "geodes-portal.cnes.fr" in accounts.dialog.panel.scope.text()
    assert ways.fields["header", "key"].echoMode() == ways.fields["header", "key"].EchoMode.Password
    assert not ways.buttons["header"].isEnabled()
    room = accounts.dialog.size()
    assert room.width() <= 1366 and room.height() <= 740


def test_each_panel_fits_its_width(accounts):
    accounts.open()
    for one in accounts.sign_in.states():
        dialog = show(accounts, one.provider.id)
        QApplication.processEvents()
        needs, has = dialog.panel.inner.minimumSizeHint().width(), dialog.panel.scroll.viewport().width()
        assert needs <= has, one.provider.id


def test_the_client_identifier_is_entered_and_the_letter_copied(accounts):
    dialog = show(accounts, "data-terra")
    dialog.panel.ways.buttons["ask"].click()
    letter = QApplication.clipboard().text()
    assert "https://sso.earth-data.fr/realms/gaia-data" in letter and "RFC 8252" in letter
    ways = dialog.panel.ways
    QTest.keyClicks(ways.fields["openid", "client"], "synthetic-client")
    QTest.keyClick(ways.fields["openid", "client"], Qt.Key.Key_Return)
    assert row_of(dialog, "data-terra").text(1) == "not signed in"
    assert ways.buttons["orcid"].isEnabled() and "client" not in ways.buttons
    assert {one.id: one for one in UserProviders().providers()}["data-terra"].ways[0].client_id == (
        "synthetic-client"
    )


def test_a_key_is_typed_tested_and_taken_out_again(accounts, server, wait_for):
    server.add("/", lambda seen: as_json({}) if seen.headers.get("x-api-key") == KEY else Reply(401, b"{}"))
    provider_at(server, accounts)
    dialog = show(accounts, "here")
    field = dialog.panel.ways.fields["header", "key"]
    QTest.keyClicks(field, KEY)
    QTest.keyClick(field, Qt.Key.Key_Return)
    wait_for(lambda: row_of(dialog, "here").text(1) == "a key is kept", 30)
    assert field.text() == "" and "Memory" in dialog.vault.currentText()
    assert "this computer has no keyring" in dialog.why.text()
    assert not dialog.panel.ways.isVisible() and "you sign out" in dialog.panel.facts.text()
    dialog.panel.test.click()
    wait_for(lambda: "the service takes it" in dialog.panel.facts.text(), 30)
    dialog.panel.out.click()
    wait_for(lambda: row_of(dialog, "here").text(1) == "not signed in", 30)


def test_a_wrong_key_says_so(accounts, server, wait_for):
    server.add("/", Reply(401, b"{}"))
    provider_at(server, accounts)
    dialog = show(accounts, "here")
    QTest.keyClicks(dialog.panel.ways.fields["header", "key"], "synthetic-wrong")
    dialog.panel.ways.buttons["header"].click()
    wait_for(lambda: row_of(dialog, "here").text(1) == "a key is kept", 30)
    dialog.panel.test.click()
    wait_for(lambda: row_of(dialog, "here").text(1) == "refused when tested", 30)
    assert "refused your key of Here" in dialog.panel.failure.text()


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


def test_what_a_button_beside_an_error_leads_to(accounts):
    host = "signing.stac.teledetection.fr"
    assert accounts.way_in(KeyRequired(host=host, service="x")) == accounts_texts.SIGN_IN
    assert accounts.way_in(SignInEnded(host=host)) == accounts_texts.SIGN_IN
    assert accounts.way_in(AccessDenied(host=host, status=403)) == accounts_texts.RIGHTS
    assert accounts.way_in(ServiceUnavailable(host=host, status=503)) == ""
    assert accounts.way_in(None) == ""
    assert accounts.provider(KeyRequired(host="evil-" + host, service="x")) is None


def test_each_lack_of_a_right_has_its_own_way_forward(accounts):
    host = "signing.stac.teledetection.fr"
    provider = accounts.sign_in.provider_for(host)
    lacks = [
        MembershipMissing(host=host, status=403, service="DINAMIS"),
        LicenceNotAccepted(host=host, status=403),
        ProfileNotValidated(host=host, status=403),
        QuotaExceededUntil(host=host, status=403, until=datetime(2026, 11, 21, 18, 30)),
        AccessDenied(host=host, status=403),
    ]
    said = [messages.sentence(one) for one in lacks]
    done = [accounts_rights.rights(one, provider) for one in lacks]
    assert len(set(said)) == len(set(done)) == len(lacks) and all(done)
    assert "2026-11-21 18:30" in said[3]
    assert done[0].count("<a ") == 3 and "référent" in done[0] and "eligible-users" in done[0]
    assert provider.account in done[1] and provider.account in done[2] and "<a " not in done[3]
    accounts.go_in(lacks[0], lambda: None)
    assert "référent" in accounts.dialog.panel.rights.text()
    assert "open to members of DINAMIS" in accounts.dialog.panel.failure.text()


def test_a_code_is_large_counted_down_and_copied(accounts, qgis_app):
    shown = DeviceCodePanel()
    code = DeviceCode("ABCD-EFGH", "https://example.org/device", "", time.monotonic() + 119.5, 5, "secret")
    shown.show_code(code)
    assert shown.code.text() == "ABCD-EFGH" and "https://example.org/device" in shown.address.text()
    assert shown.left.text().startswith("The code lasts another ")
    assert not shown.picture.pixmap().isNull()
    shown.copy.click()
    assert QApplication.clipboard().text() == "ABCD-EFGH"
    shown.clear()
    shown.show_code(replace(code, expires=time.monotonic() - 1))
    assert shown.left.text() == "The code has expired."
    shown.deleteLater()


def test_any_header_or_issuer_can_be_added_and_removed(accounts):
    accounts.open()
    rows = accounts.rows
    form = AddProviderDialog(rows, accounts.sign_in.accounts.providers)
    save = form.buttons.button(QDialogButtonBox.StandardButton.Save)
    assert not save.isEnabled()
    form.name.setText("My lab")
    assert "which hosts" in form.problem.text()
    form.hosts.setText("fr")
    form.header.setText("bad header")
    assert "header" in form.problem.text()
    form.header.setText("X-Key")
    form.hosts.setText("https://data.example.org/stac tiles.example.org")
    assert save.isEnabled() and form.problem.text() == ""
    save.click()
    found = {one.id: one for one in rows.providers()}[form.key]
    assert found.ways[0].hosts == ("data.example.org", "tiles.example.org")
    assert dict(found.ways[0].headers) == {"X-Key": "{key}"}
    accounts.dialog.reload(form.key)
    assert accounts.dialog.current() == form.key and accounts.dialog.remove.isEnabled()
    accounts.dialog.remove.click()
    assert form.key not in {one.id for one in rows.providers()}
    assert accounts.dialog.current() != form.key
    form.kind.setCurrentIndex(form.kind.findData("openid"))
    form.issuer.setText("http://plain.example.org")
    assert "https://" in form.problem.text() and not save.isEnabled()
    form.issuer.setText("https://issuer.example.org/realms/x/")
    assert save.isEnabled()
    form.deleteLater()


def test_what_qgis_knows_is_taken_over(accounts, monkeypatch, wait_for):
    """QGIS's own authentication database is in memory here: the test fakes its two answers."""
    from gaia_plugin.bridge import qgis_authentication as known

    one = known.Configuration("abc1234", "Tiles of the lab", "APIHeader")
    taken = known.Taken("header", {"X-Lab": "{X-Lab}"}, {"X-Lab": KEY})
    monkeypatch.setattr(known, "configurations", lambda: [one])
    monkeypatch.setattr(known, "take", lambda config: taken if config == one.id else None)
    accounts.open()

    def fill():
        form = QApplication.activeModalWidget()
        form.kind.setCurrentIndex(form.kind.findData("qgis"))
        form.name.setText("Lab")
        form.hosts.setText("tiles.example.org")
        form.buttons.button(QDialogButtonBox.StandardButton.Save).click()

    QTimer.singleShot(0, fill)
    accounts.dialog.add.click()
    key = accounts.dialog.current()
    wait_for(lambda: accounts.sign_in.accounts.account(key), 30)
    credential = accounts.sign_in._session.credentials.for_url("https://tiles.example.org/1")
    assert credential.headers() == {"X-Lab": KEY}
    assert KEY not in accounts.rows.path.read_text("utf-8")


def test_forget_everything_asks_once(accounts, server, wait_for):
    provider_at(server, accounts)
    accounts.sign_in.start("here", "header", {"key": KEY})
    wait_for(lambda: accounts.sign_in.accounts.account("here"), 30)
    accounts.open()

    def answer(text):
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        next(push for push in box.findChildren(QPushButton) if push.text() == text).click()

    QTimer.singleShot(0, lambda: answer("Keep them"))
    accounts.dialog.forget.click()
    assert accounts.sign_in.accounts.account("here")
    QTimer.singleShot(0, lambda: answer("Forget everything"))
    accounts.dialog.forget.click()
    wait_for(lambda: not accounts.sign_in.accounts.account("here"), 30)


@pytest.mark.hub
@pytest.mark.parametrize("way", ["browser", "code"])
def test_signing_in_at_a_real_provider(accounts, hub, wait_for, way):
    """From the button to the name on the page, and out again; the browser fills the provider's own forms."""
    issuer = hub.get("oidc") or pytest.skip("the hub that is up was started without its OpenID provider")
    about = {
        "kind": "openid", "issuer": issuer, "client_id": "gaia-qgis",
        "scopes": ["openid", "profile"], "hosts": [urlsplit(issuer).netloc],
    }  # fmt: skip
    row = read_provider({"id": "hub", "title": {"en": "Hub"}, "ways": [about]})
    accounts.sign_in.accounts.providers["hub"] = row

    def browse(url):
        threading.Thread(target=ScriptedBrowser().open, args=(url,), daemon=True).start()
        return True

    accounts.sign_in._open_url = browse
    dialog = show(accounts, "hub")
    if way == "code":
        accounts.sign_in.deviceCode.connect(lambda *_: browse(accounts.sign_in.code.address_with_code))
    dialog.panel.ways.buttons[way].click()
    if way == "code":
        wait_for(lambda: dialog.panel.code.isVisible(), 30)
        assert len(dialog.panel.code.code.text()) >= 8 and dialog.panel.cancel.isVisible()
    wait_for(lambda: "Alice Martin" in row_of(dialog, "hub").text(1), 60)
    assert "Alice Martin" in dialog.panel.facts.text() and not dialog.panel.code.isVisible()
    dialog.panel.out.click()
    wait_for(lambda: row_of(dialog, "hub").text(1) == "not signed in", 30)


def test_a_refused_download_goes_on_from_its_row(accounts, controller, panel, server, wait_for, tmp_path):
    controller.settings.download_folder = str(tmp_path / "files")
    link = Link(server.add("/table.csv", guarded(Reply(200, b"a,b\n1,2\n"))), LinkKind.DOWNLOAD)
    provider_at(server, accounts)
    controller.actions.download([Dataset("one", "One", "here", links=(link,))], link)
    wait_for(lambda: [row for row in panel.transfers._rows.values() if row.state == "failed"], 30)
    (row,) = panel.transfers._rows.values()
    assert row.action.text() == "Sign in and go on" and "Here" in row.error.text()
    row.action.click()
    QTest.keyClicks(accounts.dialog.panel.ways.fields["header", "key"], KEY)
    accounts.dialog.panel.ways.buttons["header"].click()
    wait_for(lambda: row.state == "done", 30)
    assert accounts.dialog is None and row.action.text() != "Sign in and go on"
    assert [path.read_bytes() for path in (tmp_path / "files").rglob("*.csv")] == [b"a,b\n1,2\n"]


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


def test_an_orcid_id_is_a_link_and_a_mistyped_one_is_refused(accounts, wait_for):
    dialog = show(accounts, "orcid")
    field = dialog.panel.ways.fields["orcid", "orcid"]
    QTest.keyClicks(field, "0000-0002-1825-0098")
    QTest.keyClick(field, Qt.Key.Key_Return)
    wait_for(lambda: "its last sign does not match" in dialog.panel.failure.text(), 30)
    QTest.keyClicks(field, "0000-0002-1825-0097")
    QTest.keyClick(field, Qt.Key.Key_Return)
    wait_for(lambda: row_of(dialog, "orcid").text(1) == "0000-0002-1825-0097", 30)
    assert 'href="https://orcid.org/0000-0002-1825-0097"' in dialog.panel.facts.text()


def test_tab_goes_through_the_ways_in(accounts):
    dialog = show(accounts, "dinamis")
    dialog.activateWindow()
    QApplication.processEvents()
    dialog.tree.setFocus()
    reached = []
    for _ in range(12):
        QTest.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Tab)
        reached.append(dialog.focusWidget())
    ways = dialog.panel.ways
    wanted = [
        ways.buttons["code"],
        ways.fields["header", "access"],
        ways.fields["header", "secret"],
        dialog.vault,
    ]
    places = [reached.index(one) for one in wanted]
    assert places == sorted(places)


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
    link = Link(server.add("/a.tif", Reply(403, b"{}")), LinkKind.DOWNLOAD)
    provider_at(server, accounts, membership="DINAMIS")
    accounts.sign_in.start("here", "header", {"key": KEY})
    wait_for(lambda: accounts.sign_in.accounts.account("here"), 30)
    controller.actions.download([Dataset("one", "One", "here", links=(link,))], link)
    wait_for(lambda: [row for row in panel.transfers._rows.values() if row.state == "failed"], 30)
    (row,) = panel.transfers._rows.values()
    assert row.action.text() == "What to do…" and "open to members of DINAMIS" in row.error.text()
    row.action.click()
    assert "référent" in accounts.dialog.panel.rights.text()
    server.add("/a.tif", Reply(200, b"data"))
    accounts.dialog.again.click()
    wait_for(lambda: row.state == "done", 30)
