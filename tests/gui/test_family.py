"""A series with its parts in the detail panel: shown once asked for, and a click goes there and back."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from qgis.PyQt.QtCore import QUrl

from gaia_plugin.bridge import family, user_catalogs
from gaia_plugin.bridge.family import Kin, kin_of
from gaia_plugin.core.catalogs.base import Catalog, CatalogEntry, Description
from gaia_plugin.core.errors import Cancelled, NotFound
from gaia_plugin.core.model import Dataset, Page, Source
from gaia_plugin.core.net import Cancel, Session
from gaia_plugin.gui import family_html
from tests.support.faultserver import FaultServer
from tests.support.synthetic_geonetwork import SyntheticGeoNetwork, synthetic_record

PARENT = synthetic_record(1)["uuid"]
RECORDS = [
    synthetic_record(1, title="Synthetic series", resourceType=["series"], box=(0, 40, 10, 50)),
    synthetic_record(2, title="Northern part", parentUuid=PARENT, box=(0, 60, 10, 70)),
    synthetic_record(3, title="Southern <b>part</b>", parentUuid=PARENT, box=(0, -70, 10, -60)),
    synthetic_record(4, title="Something else", box=None),
]

NATIVE = f"""<gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd"
  xmlns:gco="http://www.isotc211.org/2005/gco">
 <gmd:fileIdentifier><gco:CharacterString>{PARENT}</gco:CharacterString></gmd:fileIdentifier>
 <gmd:identificationInfo><gmd:MD_DataIdentification><gmd:citation><gmd:CI_Citation>
  <gmd:title><gco:CharacterString>Synthetic series</gco:CharacterString></gmd:title>
 </gmd:CI_Citation></gmd:citation></gmd:MD_DataIdentification></gmd:identificationInfo></gmd:MD_Metadata>"""


@pytest.fixture
def server():
    with FaultServer() as running:
        yield running


@pytest.fixture
def registry(tmp_path, monkeypatch, server):
    path = tmp_path / "gaia_data" / "catalogs.json"
    monkeypatch.setattr(user_catalogs, "user_registry", lambda: path)
    url = SyntheticGeoNetwork(RECORDS).mount(server, xml={PARENT: NATIVE}).url
    path.parent.mkdir()
    path.write_text(json.dumps([{"id": "synthetic", "kind": "geonetwork", "url": url}]), "utf-8")


@pytest.fixture
def dock(registry, controller):
    controller.panel.search.sources.popup.check(["synthetic"])
    return controller


def click(dock: Any, address: str) -> None:
    dock.panel.details.overview.anchorClicked.emit(QUrl(address))


def test_the_parts_are_shown_and_a_click_goes_there_and_back(dock, found, wait_for):
    assert found("") == 2  # the parts wait for their series
    overview = dock.panel.details.overview
    series = next(one for one in dock.model.records() if one.id == PARENT)
    dock.selection.select([series.key], None)
    wait_for(lambda: "Its parts (2)" in overview.toPlainText(), 20)
    text = overview.toPlainText()
    assert "• Northern part" in text and "• Southern <b>part</b>" in text
    kin = dock.panel.details._kin
    place = next(n for n, one in enumerate(kin.children) if one.title == "Northern part")
    click(dock, f"gaia:{place}")
    record = dock.panel.details.record
    assert record.title == "Northern part" and dock.model.rowCount() == 3
    assert dock.selection.keys == [record.key] and dock.footprints.count == 2
    wait_for(lambda: "Synthetic series" in overview.toPlainText(), 20)
    click(dock, "gaia:parent")
    assert dock.panel.details.record.key == series.key and dock.model.rowCount() == 3
    assert "Its parts (2)" in overview.toPlainText()  # known, and not asked for again


def test_a_link_of_the_family_never_opens_a_browser(dock, found, monkeypatch):
    opened = []
    monkeypatch.setattr("gaia_plugin.gui.record_browser.open_safely", opened.append)
    found("")
    dock.selection.select([dock.model.record(0).key], None)
    before = dock.panel.details.record
    click(dock, "gaia:99")
    assert dock.panel.details.record is before and opened == ["gaia:99"]
    assert family_html.member(Kin(), "gaia:parent") is None and family_html.member(None, "gaia:0") is None
    assert family_html.member(Kin(children=(before,)), "gaia:٣") is None


class Relatives(Catalog):
    """A catalogue of which parts fail."""

    def __init__(self, parent: Any = None, children: Any = ()):
        super().__init__(CatalogEntry("x", "csw", "https://x.example"), Session())
        self._parent, self._children = parent, children

    def describe(self, cancel=None) -> Description:
        return Description()

    def search(self, query, cancel=None):
        return iter(())

    def parent(self, dataset, cancel=None):
        if isinstance(self._parent, Exception):
            raise self._parent
        return self._parent

    def children(self, dataset, query, cancel=None):
        for one in self._children:
            if isinstance(one, Exception):
                raise one
            yield one


STUDY = Dataset("s", "Study", "x", kind="study", parent="above")
PART = Dataset("p", "Part", "x")


def ask(catalog: Catalog, dataset: Dataset = STUDY) -> Kin:
    return kin_of(catalog, dataset, "en", Cancel())


def test_what_fails_is_left_out(qgis_app):
    gone = NotFound(host="x.example", status=404)
    page = Page(items=(PART, STUDY), total=7, has_more=True)
    assert ask(Relatives(gone, [page])) == Kin(None, (PART,), 7, True)
    assert ask(Relatives(PART, [gone])).parent == PART
    with pytest.raises(NotFound):
        ask(Relatives(gone, [gone]))
    with pytest.raises(Cancelled):
        ask(Relatives(Cancelled(), [page]))
    many = [Page(items=tuple(Dataset(str(n), "P", "x") for n in range(80)), total=200, has_more=True)] * 9
    kin = ask(Relatives(None, many))
    assert len(kin.children) == family.MOST and kin.total == 200 and kin.more


def test_who_has_a_family():
    assert family.has_family(STUDY) and family.has_family(Dataset("d", "D", parent="s"))
    assert family.has_family(Dataset("d", "D", properties={"children": 3}))
    assert not family.has_family(PART)


def test_a_study_speaks_of_its_datasets(qgis_app):
    html = "".join(family_html.family(STUDY, Kin(PART, (PART,), 12, True), "en"))
    assert "Datasets of this study (12)" in html and '<a href="gaia:0">Part</a>' in html
    assert '<a href="gaia:parent">Part</a>' in html and "others" in html
    unknown = "".join(family_html.family(STUDY, None, "en"))
    assert "above" in unknown and "<a" not in unknown


def test_records_without_a_footprint_can_be_seen_by_themselves(dock, found):
    assert found("") == 2 and dock.footprints.count == 1
    panel = dock.panel
    assert panel.status.said == "2 datasets · 1 without footprint" and panel.placeless.isEnabled()
    panel.placeless.setChecked(True)
    assert [one.title for one in dock.model.records()] == ["Something else"]
    series = ("synthetic", PARENT)
    dock.selection.select([series], dock.footprints)  # on the map: the list shows it again
    assert not panel.placeless.isChecked() and dock.model.rowCount() == 2
    assert dock.selection.keys == [series] and panel.details.record.key == series
    panel.placeless.setChecked(True)
    assert found("") == 2 and not panel.placeless.isChecked()
    panel.search.sources.popup.demo.click()
    found("snow")
    assert not panel.placeless.isEnabled() and "footprint" not in panel.status.said


def test_a_result_that_another_catalogue_gave_first_is_gone_to(dock, found):
    found("")
    first = dock.model.record(0)
    twice = replace(first, sources=(*first.sources, Source("elsewhere", "its name there")))
    dock.model.update_records([twice])
    dock.go_to(Dataset("its name there", "The same", "elsewhere"))
    assert dock.selection.keys == [first.key] and dock.model.rowCount() == 2
