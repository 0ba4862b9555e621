"""All that matches as one archive: asked for in the window, packed by a service, waited for in the dock."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

from gaia_plugin.core.access import Access
from gaia_plugin.core.catalogs.base import CatalogEntry
from gaia_plugin.core.errors import BeingPrepared, HeldBack, KeyRequired
from gaia_plugin.core.model import Area, Dataset, Link, LinkKind, Period, Query, Source
from gaia_plugin.core.net import Credential
from gaia_plugin.core.transfer.jobs import State
from gaia_plugin.gui import transfers_actions as acts
from gaia_plugin.gui.record_menu import record_menu
from tests.support.faultserver import FaultServer, as_json
from tests.support.synthetic_hydroweb import KEY, ROOT, SyntheticBaskets

OFFER = "Everything that matches, as one archive"
YEARS = Period(datetime(2020, 1, 1, tzinfo=timezone.utc), datetime(2021, 12, 31, tzinfo=timezone.utc))
ALPS = Area.bbox(5, 44, 8, 46)


@pytest.fixture(name="server")
def _server():
    with FaultServer() as running:
        running.add("/api/v1/rs-catalog/stac/*", as_json({"type": "FeatureCollection", "features": []}))
        yield running


@pytest.fixture
def service(server, controller, tmp_path):
    """A service that packs, of which the catalogue "packing" tells."""
    made = SyntheticBaskets({"LAKES": {"L_leman.txt": b"372.1\n"}, "RIVERS": {"R.txt": b"1\n"}}).mount(server)
    made.plan = ["BLOCKED", "RUNNING", "COMPLETED"]
    entry = CatalogEntry(
        "packing", "stac", server.url("/api/v1/rs-catalog/stac"), {"en": "Packing"}, "hydroweb",
        offers=("datasets", "granules"),
    )  # fmt: skip
    controller.entries["packing"] = entry
    controller.settings.download_folder = str(tmp_path)
    row = {
        "kind": "hydroweb", "service": "hydroweb.next", "hosts": [f"127.0.0.1:{server.port}"],
        "workflows": server.url(ROOT), "look_again": 1,
    }  # fmt: skip
    Access(controller.session, [row], []).use()
    return made


@pytest.fixture
def key(service, server, controller):
    host = f"127.0.0.1:{server.port}"
    controller.session.credentials.add(Credential([host], headers={"X-API-Key": KEY}, allow_http=True))


def dataset(name="LAKES", catalog="packing", **more):
    return Dataset(name, f"Synthetic {name.lower()}", catalog, **more)


def words(controller, panel, records):
    menu = record_menu(records, controller.actions, print, panel)
    return {action.text().replace("&", ""): action for action in menu.actions()}


def test_it_is_offered_where_a_service_packs(controller, panel, service):
    packer = controller.actions.baskets.packer
    assert packer([dataset(), dataset("RIVERS")])[1] == ["LAKES", "RIVERS"]
    merged = Dataset("doi", "Lakes", "demo", sources=(Source("demo", "doi"), Source("packing", "LAKES")))
    assert packer([merged, dataset("RIVERS")])[1] == ["LAKES", "RIVERS"]
    assert packer([dataset(), dataset(catalog="demo")]) is None and packer([]) is None
    assert OFFER in words(controller, panel, [dataset()])
    assert OFFER not in words(controller, panel, [dataset(catalog="demo")])


def test_from_the_menu_to_the_files(controller, panel, service, key, iface, wait_for, tmp_path):
    controller.query = Query("lakes", area=ALPS, period=YEARS)
    transfers = controller.actions.transfers
    words(controller, panel, [dataset(), dataset("RIVERS")])[OFFER].trigger()
    assert "Packing packs your archive" in iface.said() and "5° E – 8° E" in iface.said()
    assert "Jan 2020 – Dec 2021" in iface.said()
    rows = transfers.downloads.model.downloads
    wait_for(lambda: rows() and rows()[0].state is State.LATER, 30)
    (one,) = rows()
    assert isinstance(one.error, HeldBack) and "keeps your selection waiting" in transfers._told(one)[0]
    assert acts.primary(one) == acts.PAUSE
    transfers.do([one], acts.RETRY)
    wait_for(lambda: isinstance(one.error, BeingPrepared) and one.state is State.LATER, 30)
    assert "is preparing your files (50 %)" in transfers._told(one)[0]
    (asked,) = service.baskets.values()
    first = asked.request["collections"][0]
    assert [each["collectionId"] for each in asked.request["collections"]] == ["LAKES", "RIVERS"]
    assert first["filters"]["bbox"] == [5, 44, 8, 46] and "end_datetime" in first["filters"]["query"]
    wait_for(lambda: one.state is State.DONE, 30)
    assert one.path.name.startswith("Synthetic lakes, Synthetic rivers"), "a name that says what it is"
    assert [path.read_bytes() for path in tmp_path.rglob("L_leman.txt")] == [b"372.1\n"]
    wait_for(lambda: service.deleted == ["w0001"], 30)


def test_the_same_wish_is_not_packed_twice(controller, service, iface, wait_for, key):
    controller.query = Query(area=ALPS)
    service.plan = ["BLOCKED"]
    ask = controller.actions.baskets.ask
    ask([dataset()])
    rows = controller.actions.downloads.model.downloads
    wait_for(lambda: rows() and rows()[0].state is State.LATER, 30)
    ask([dataset()])
    assert "on its way already" in iface.said() and len(rows()) == 1
    ask([dataset("RIVERS")])
    wait_for(lambda: len(rows()) == 2, 30)


@pytest.mark.parametrize("answer", ["Pack everything", "Cancel", "Escape"])
def test_a_whole_dataset_is_asked_about_first(controller, service, wait_for, answer):
    asked = []

    def press():
        box = QApplication.activeModalWidget()
        if box is None:
            QTimer.singleShot(50, press)
            return
        asked.append((box.text(), box.textFormat(), box.defaultButton().text().replace("&", "")))
        buttons = {button.text().replace("&", ""): button for button in box.buttons()}
        if answer == "Escape":
            QTest.keyClick(box, Qt.Key.Key_Escape)
        else:
            buttons[answer].click()

    QTimer.singleShot(50, press)
    controller.query = Query("lakes")
    controller.actions.baskets.ask([dataset()])
    ((text, form, default),) = asked
    assert "Packing would pack all there is of Synthetic lakes" in text
    assert form == Qt.TextFormat.PlainText and default == "Cancel"
    rows = controller.actions.downloads.model.downloads
    if answer == "Pack everything":
        wait_for(lambda: rows() and rows()[0].state is State.FAILED, 30)
        assert isinstance(rows()[0].error, KeyRequired), "and its row leads to the sign-in"
        way = controller.actions.transfers._told(rows()[0])[1]
        assert acts.primary(rows()[0], way) == acts.SIGN_IN
    else:
        assert not rows()


def test_the_granules_tab_packs_what_it_searches(controller, panel, service, key, wait_for):
    controller.query = Query(area=ALPS, period=YEARS)
    tab = panel.details.granules
    link = Link("https://h.example/stac", LinkKind.STAC)
    panel.details.show_record(dataset(catalog="demo", has_granules=True, links=(link,)))
    panel.details.open_granules()
    assert tab.packed.isHidden()
    panel.details.show_record(dataset(has_granules=True, links=(link,)))
    panel.details.open_granules()
    wait_for(lambda: not controller.granules.search.running, 30)
    assert not tab.packed.isHidden() and tab.packed.text() == OFFER
    QTest.mouseClick(tab.packed, Qt.MouseButton.LeftButton)
    wait_for(lambda: service.baskets, 30)
    filters = next(iter(service.baskets.values())).request["collections"][0]["filters"]
    assert filters["bbox"] == [5, 44, 8, 46] and filters["query"]


@pytest.mark.parametrize("width", [420, 300, 250])
def test_its_button_makes_no_dock_wider(controller, panel, width, qgis_app):
    tab = panel.details.granules
    tab.within.setText("Search")  # else the widest of all
    before = tab.minimumSizeHint().width()
    tab.offer_archive(True)
    tab.packed.setText("Tout ce qui correspond, en une archive")
    assert tab.minimumSizeHint().width() == before
    tab.setParent(None)
    tab.show()
    for size in (900, width):
        tab.resize(size, 400)
        QApplication.processEvents()
        wide = tab.packed.fontMetrics().horizontalAdvance(tab.packed.text())
        assert tab.packed.width() >= wide and (tab.packed.text() or not tab.packed.icon().isNull())
