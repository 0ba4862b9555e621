"""Parts of the dock by themselves: sources, period, status rows, the layer's name, many rows."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import date

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

from gaia_plugin.bridge.results_model import ResultsModel
from gaia_plugin.bridge.selection import Selection
from gaia_plugin.core import errors
from gaia_plugin.core.catalogs.base import CatalogEntry
from gaia_plugin.core.catalogs.federation import State, Status
from gaia_plugin.core.catalogs.registry import load_registry
from gaia_plugin.core.model import Dataset, Link, LinkKind, Period
from gaia_plugin.gui import link_groups
from gaia_plugin.gui.layer_dialog import LayerDialog
from gaia_plugin.gui.period_button import PeriodButton, presets
from gaia_plugin.gui.results_delegate import fitted
from gaia_plugin.gui.results_view import ResultsView
from gaia_plugin.gui.sources_popup import SourcesPopup
from gaia_plugin.gui.status_list import StatusList


@pytest.fixture
def popup(qgis_app):
    popup = SourcesPopup()
    popup.fill(load_registry(), ["demo"], lambda _key: "#0072b2")
    return popup


def test_sources_are_grouped_filtered_and_chosen(popup):
    groups = [popup.tree.topLevelItem(place).text(0) for place in range(popup.tree.topLevelItemCount())]
    assert groups[0] == "Demonstration" and "Ocean" in groups
    changes = []
    popup.changed.connect(lambda: changes.append(popup.checked()))
    popup.all.click()
    assert len(changes) == 1 and popup.checked() == [row.id for row in load_registry() if not row.closed]
    popup.demo.click()
    assert popup.checked() == ["demo"]
    popup.filter.setText("theia")
    shown = [row.text(0) for row in popup._rows.values() if not row.isHidden()]
    assert any("Theia" in title for title in shown) and len(shown) < len(popup._rows) // 2
    popup._rows["odatis"].setCheckState(0, Qt.CheckState.Checked)
    assert popup.checked() == ["demo", "odatis"] and len(changes) == 3


def test_a_closed_service_is_grey_and_leads_to_the_one_that_has_its_data(popup):
    popup.show()
    group = popup._rows["peps"].parent()
    assert group.text(0) == "Closed services" and group.data(0, Qt.ItemDataRole.CheckStateRole) is None
    assert popup._rows["peps"].data(0, Qt.ItemDataRole.CheckStateRole) is None
    assert popup._rows["peps"].text(1) == "closed" and popup._rows["hydroweb"].text(1) == "key"
    popup.filter.setText("muscate")
    popup.tree.setCurrentItem(popup._rows["theia-muscate"])
    assert "GEODES" in popup.note.text() and popup.instead.isVisible()
    assert popup.instead.text() == "Search GEODES (CNES) instead"
    popup.instead.click()
    assert popup.checked() == ["demo", "geodes"]
    assert popup.tree.currentItem() is popup._rows["geodes"] and not popup.instead.isVisible()
    assert "CNES" in popup.note.text() and "API key" in popup.note.text()
    popup.hide()


def test_a_row_says_what_the_source_is(popup):
    entry = CatalogEntry(
        "synthetic", "csw", "https://synthetic.example", {"en": "Synthetic"}, provider="Someone",
        compartments=("atmosphere",), languages=("en", "fr"), sign_in="account", notes={"en": "A sentence."},
    )  # fmt: skip
    popup.fill([entry], [], lambda _key: "#0072b2")
    popup.tree.setCurrentItem(popup._rows["synthetic"])
    assert popup._rows["synthetic"].text(1) == "account"
    facts = "Someone · Atmosphere · English, French · datasets · account for some files"
    assert popup.note.text().splitlines() == ["A sentence.", facts]


def test_a_group_ticks_its_members(popup):
    group = popup._rows["odatis"].parent()
    group.setCheckState(0, Qt.CheckState.Checked)
    members = [group.child(place).checkState(0) for place in range(group.childCount())]
    assert set(members) == {Qt.CheckState.Checked}


def test_sources_show_their_state(popup):
    popup.show_status(Status("odatis", "ODATIS", State.SEARCHING, received=120, total=1204))
    assert popup._rows["odatis"].text(1) == "120 of 1,204"
    failed = Status("odatis", "ODATIS", State.FAILED, error=errors.TimedOut(host="h.example", seconds=30))
    popup.show_status(failed)
    assert popup._rows["odatis"].text(1) == "failed" and not popup._rows["odatis"].icon(1).isNull()
    keyless = errors.KeyRequired(host="h.example", service="synthetic")
    popup.show_status(Status("hydroweb", "Hydroweb", State.FAILED, error=keyless))
    assert popup._rows["hydroweb"].text(1) == "needs a key" and popup._rows["hydroweb"].icon(1).isNull()
    assert "h.example" in popup._rows["odatis"].toolTip(1)
    assert popup.checked() == ["demo"]  # a status is not a choice


def test_a_failed_source_says_why_and_can_be_retried(qgis_app):
    states, wanted = StatusList(), []
    states.wanted.connect(lambda *what: wanted.append(what))
    states.show_status(Status("a", "A", State.DONE, 3))
    states.show_status(
        Status("b", "B", State.FAILED, error=errors.AuthenticationRequired(host="h.example", status=401))
    )
    assert states.rows.itemAt(0).widget() is states._rows["b"]
    row = states._rows["b"]
    assert "sign in" in row.error.text() and not row.action.isHidden()
    row.action.click()
    states.show_status(Status("a", "A", State.PAUSED, 100, 900, notes=("the server searches titles only",)))
    assert "titles" in states._rows["a"].detail.text()
    states._rows["a"].action.click()
    assert wanted == [("retry", "b"), ("more", "a")]


def test_period_with_open_ends(qgis_app):
    button = PeriodButton()
    changes = []
    button.changed.connect(lambda: changes.append(button.period()))
    assert button.period() is None
    button.set_period(date(2018, 1, 1), None)
    assert button.period() == Period("2018-01-01", None) and button.value == "since 2018"
    popup = button.popup()
    popup.untilOpen.setChecked(False)
    popup.until.setDate(date(2019, 12, 31))
    assert button.period() == Period("2018", "2019")
    popup.until.setDate(date(2017, 1, 1))
    assert not popup.message.isHidden()
    assert button.period() == Period("2018", "2019")  # the last good one
    popup.sinceOpen.setChecked(True)
    popup.untilOpen.setChecked(True)
    assert button.period() is None and button.value == "any time"


def test_quick_periods():
    found = {code: (first, last) for code, first, last in presets(date(2024, 3, 5))}
    assert found["month"] == (date(2024, 2, 1), date(2024, 2, 29))
    assert found["year"] == (date(2023, 1, 1), date(2023, 12, 31))
    assert presets(date(2024, 1, 31))[1][1:] == (date(2023, 12, 1), date(2023, 12, 31))


@dataclass
class Choice:
    name: str
    title: str = ""
    abstract: str = ""


def test_the_layer_is_asked_for_with_a_filter(qgis_app):
    dialog = LayerDialog(
        "Snow", [Choice("ws:a", "Altitude"), Choice("ws:n", "Neige", "snow"), Choice("ws:z")]
    )
    QTest.keyClicks(dialog.filter, "snow")
    assert dialog.name() == "ws:n"
    QTest.keyClick(dialog.filter, Qt.Key.Key_Return)
    assert dialog.result() == LayerDialog.DialogCode.Accepted
    dialog.filter.setText("nothing like it")
    assert dialog.name() == ""


def test_facts_fit_the_room(qgis_app):
    metrics = QApplication.fontMetrics()
    facts = "GAIA Data for QGIS contributors · Jan 2018 – Dec 2022 · CC-BY-4.0"
    period = "Jan 2018 – Dec 2022"
    assert fitted(facts, period, metrics, 10_000) == facts
    for room in range(40, 600, 20):
        assert metrics.horizontalAdvance(fitted(facts, period, metrics, room)) <= room
    middle = fitted(facts, period, metrics, metrics.horizontalAdvance(facts) - 1)
    assert middle == "GAIA Data for QGIS contributors · Jan 2018 – Dec 2022"
    narrow = fitted(facts, period, metrics, metrics.horizontalAdvance(middle) * 3 // 4)
    assert narrow.startswith("GAIA") and narrow.endswith("… · Jan 2018 – Dec 2022")
    assert fitted(facts, period, metrics, metrics.horizontalAdvance(period)) == period
    assert fitted(period, period, metrics, 10_000) == period


def test_links_without_a_title_are_named_by_what_they_are(qgis_app):
    def named(**changes):
        return link_groups.name_of(Link(**{"href": "http://h.example/x/1", "kind": LinkKind.INFO, **changes}))

    assert named(title="STAC", function="self", kind=LinkKind.METADATA) == "The record (STAC)"
    assert named(title="other", function="license") == "Licence"
    assert named(title="CC-BY-4.0", function="license") == "Licence: CC-BY-4.0"
    assert named(function="cite-as") == "How to cite it"
    assert named() == "Page to read"
    assert named(key="B04", kind=LinkKind.COG) == "B04"
    assert named(key="mtd", roles=("metadata",), kind=LinkKind.DOWNLOAD) == "mtd (Metadata)"
    assert named(title="Guide of use") == "Guide of use"
    assert named(kind=LinkKind.WMS, name="layer.x") == "layer.x"
    assert named(kind=LinkKind.DOWNLOAD) == "1"


def test_one_button_stands_out(panel):
    def styled():
        details = panel.details
        return [
            one.objectName() for one in (details.add, details.inside, details.download) if one.styleSheet()
        ]

    wms, file = Link("http://h.example/wms", LinkKind.WMS), Link("http://h.example/a.zip", LinkKind.DOWNLOAD)
    panel.details.show_record(Dataset(id="a", title="A", links=(wms, file)))
    assert styled() == ["add"]
    panel.details.show_record(Dataset(id="b", title="B", has_granules=True))
    assert styled() == ["inside"]
    panel.details.show_record(Dataset(id="c", title="C", links=(file,)))
    assert styled() == ["download"]


def test_a_quiet_source_takes_one_line(panel):
    status = Status(
        "a", "A source", State.DONE, received=14, total=14, filtered_by_server=frozenset({"text"})
    )
    panel.sourcesState.show_status(status)
    row = panel.sourcesState._rows["a"]
    assert row.detail.isHidden() and "words" in row.toolTip()
    panel.sourcesState.show_status(replace(status, filtered_by_client=frozenset({"area"})))
    assert "area" in row.detail.text() and not row.detail.isHidden()
    assert row.detail.sizeHint().height() < 2 * row.fontMetrics().lineSpacing()


def test_fifty_thousand_rows_need_no_layout_and_paint_what_is_seen(qgis_app):
    """Rows are counted, not timed: the view must ask for the rows it shows and no others."""
    model, view = ResultsModel(), ResultsView()
    view.bind(model, Selection())
    view.resize(360, 600)
    view.show()
    model.append([Dataset(id=str(n), title=f"Dataset {n}", catalog="demo") for n in range(50_000)])
    asked = set()
    title = model._read[ResultsModel.Role.TITLE]
    model._read[ResultsModel.Role.TITLE] = lambda record: asked.add(record.id) or title(record)
    until = time.monotonic() + 1
    while not asked and time.monotonic() < until:
        QApplication.processEvents()
    view.scrollTo(model.index(40_000))
    QApplication.processEvents()
    assert 0 < len(asked) < 60
    assert (
        view.sizeHintForIndex(model.index(0)).height() == view.sizeHintForIndex(model.index(49_999)).height()
    )


def test_the_chosen_row_stays_in_view_when_the_list_gets_shorter(qgis_app):
    model, view = ResultsModel(), ResultsView()
    view.bind(model, Selection())
    view.resize(300, 600)
    view.show()
    model.append([Dataset(str(n), f"Title {n}", "x") for n in range(30)])
    index = model.index(7)
    view.setCurrentIndex(index)
    QApplication.processEvents()
    assert 200 < view.visualRect(index).top() < 600
    view.resize(300, 150)
    QApplication.processEvents()
    assert 0 <= view.visualRect(index).top() < 150
    view.close()
