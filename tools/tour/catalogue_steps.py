"""The steps of the tour that are about the catalogues themselves: which there are, how each fares, adding
one, a Study with its Datasets."""

from __future__ import annotations

import json
from typing import Any

from qgis.PyQt.QtWidgets import QApplication

from .acts import Walk, drawn, search, show
from .driver import Step, Tour

DOWN = "tour-down"
SYNTHETIC: dict[str, Any] = {
    "format": 1,
    "date": "2026-11-21",
    "rows": [
        {"id": "sextant", "url": "https://moved.example.org/geonetwork/srv/api/search/records/_search"},
        {
            "id": "shom",
            "closed": True,
            "moved_to": "odatis",
            "note": {"en": "Closed, as an example.", "fr": "Fermé, pour l'exemple."},
        },
    ],
}


def source_steps() -> list[tuple[str, Step]]:
    """Those that need no server."""
    return [("the sources", sources), ("a catalogue's form", correct_one), ("no network", offline)]


def catalogue_steps() -> list[tuple[str, Step]]:
    """Those that ask the hub, after its search."""
    return [
        ("hub: one fails", one_fails),
        ("hub: add a catalogue", add_one),
        ("hub: a Study with its Datasets", study),
        ("hub: filters and card of granules", card),
    ]


def sources(tour: Tour) -> Walk:
    """All rows with what they are; a closed one leads to the one that has its data."""
    button = tour.facts["dock"].controller.panel.search.sources
    popup = button.popup
    before = popup.checked()
    popup.check([key for key in popup._rows if key != "demo"])
    button._open()
    popup.tree.setCurrentItem(popup._rows["formater"])
    yield 0.3
    pictures = [tour.grab(popup, "sources")]
    popup.filter.setText("peps")
    popup.tree.setCurrentItem(popup._rows["peps"])
    yield 0.3
    pictures.append(tour.grab(popup, "sources-closed"))
    if not popup.instead.isVisible() or "peps" in popup.checked():
        raise RuntimeError("the closed service does not lead to the one that has its data")
    popup.filter.clear()
    popup.check(before)
    popup.close()
    return {"rows": len(popup._rows), "pictures": pictures}


def correct_one(tour: Tour) -> Walk:
    """The form of a catalogue of the plugin, and the one for corrections."""
    controller = tour.facts["dock"].controller
    controller.sources.open()
    dialog = controller.sources.dialog
    dialog.edit(controller.entries["aeris"])
    yield 0.3
    pictures = [tour.grab(dialog, "catalogue-form")]
    dialog.edit(controller.entries["peps"])
    yield 0.2
    pictures.append(tour.grab(dialog, "catalogue-closed"))
    dialog.exchange.open_updates()
    updates = dialog.exchange.updates
    path = tour.folder / "synthetic-corrections.json"
    path.write_text(json.dumps(SYNTHETIC), encoding="utf-8")
    updates.open_file(path)
    yield 0.3
    pictures.append(tour.grab(updates, "corrections"))
    if updates.tree.topLevelItemCount() != len(SYNTHETIC["rows"]):
        raise RuntimeError(updates.message.text())
    updates.close()
    dialog.close()
    return {"pictures": pictures}


def offline(tour: Tour) -> Walk:
    """All sources ticked on a computer without a network: nothing outside is asked, one sentence says so."""
    from gaia_data.gaia_plugin.gui import controller as module

    controller = tour.facts["dock"].controller
    popup = controller.panel.search.sources.popup
    real, before = module.has_network, popup.checked()
    module.has_network = lambda: False
    try:
        popup.check([key for key in popup._rows if not key.startswith("hub-")])
        found = yield from search(tour, "")
        controller.panel.status.setChecked(True)
        yield from drawn(tour)
        picture = tour.picture("no-network")
        asked = list(controller.search.statuses)
    finally:
        module.has_network = real
        controller.panel.status.setChecked(False)
        popup.check(before)
    if asked != ["demo"] or not found["results"]:
        raise RuntimeError(f"without a network these were asked: {asked}")
    return {**found, "said": controller.panel.status.said, "picture": picture}


def one_fails(tour: Tour) -> Walk:
    """A search of all that the hub has, while one catalogue is down."""
    from gaia_data.gaia_plugin.bridge.user_catalogs import UserCatalogs
    from gaia_data.gaia_plugin.core.catalogs.base import CatalogEntry

    controller = tour.facts["dock"].controller
    url = tour.facts["hub"]["refused"] + "/csw"
    UserCatalogs().save(
        CatalogEntry(DOWN, "csw", url, {"en": "One that is down", "fr": "Un qui est en panne"})
    )
    controller.sources.reload([DOWN])
    show(tour, 3, 43, 12, 49)
    found = yield from search(tour, "neige" if controller.query.language == "fr" else "snow")
    controller.panel.status.setChecked(True)
    yield from drawn(tour)
    picture = tour.picture("one-fails")
    statuses = controller.search.statuses
    controller.panel.status.setChecked(False)
    if statuses[DOWN].state.value != "failed" or not found["results"]:
        raise RuntimeError("the one that is down did not fail by itself")
    UserCatalogs().remove(DOWN)
    controller.sources.reload([])
    return {**found, "sources": len(statuses), "picture": picture}


def add_one(tour: Tour) -> Walk:
    """The dialog: empty, with what was found, with nothing there."""
    controller = tour.facts["dock"].controller
    controller.sources.open()
    dialog = controller.sources.dialog
    dialog.filter.setText("hub" if dialog.tree.topLevelItem(0).childCount() > 3 else "")
    yield 0.3
    pictures = [tour.grab(dialog, "add-empty")]
    said: dict[str, str] = {}
    for name, address in _addresses(tour.facts["hub"]).items():
        dialog.new()
        dialog.url.setText(address)
        dialog.run_test()
        QApplication.processEvents()
        if name == "found":
            pictures.append(tour.grab(dialog, "add-testing"))
        yield lambda: dialog._job is None
        yield 0.2
        pictures.append(tour.grab(dialog, f"add-{name}"))
        said[name] = dialog.message.text().splitlines()[0]
    dialog.close()
    return {"said": said, "pictures": pictures}


def _addresses(hub: dict[str, str]) -> dict[str, str]:
    found = {
        "found": hub["stac"],
        "several": hub["mapserver"],
        "nothing": hub["files"],
        "down": hub["refused"],
    }
    if "emulated_hydroweb" in hub:
        found["key"] = hub["emulated_hydroweb"]
    return found


def study(tour: Tour) -> Walk:
    """A Study whose Datasets the catalogue has, and from one of these back to it."""
    controller = tour.facts["dock"].controller
    controller.panel.search.sources.popup.check(["hub-csw"])
    yield from search(tour, "")
    records = controller.model.records()
    above = {record.parent for record in records if getattr(record, "parent", "")}
    whole = next((one for one in records if one.id in above and one.kind == "study"), None)
    if whole is None:
        return {"not shown": "the hub has no Study: its recorded records are not on this machine"}
    details = controller.panel.details
    controller.selection.select([whole.key], None)
    details.tabs.setCurrentIndex(0)
    yield lambda: details._kin is not None and details._kin.children
    yield from drawn(tour)
    pictures = [tour.picture("study")]
    part = details._kin.children[0]
    controller.go_to(part)
    yield lambda: details._kin is not None and details._kin.parent is not None
    yield 0.3
    pictures.append(tour.picture("study-dataset"))
    if details.record.key != part.key or details._kin.parent.key != whole.key:
        raise RuntimeError("the Dataset does not lead back to its Study")
    return {"study": whole.title, "dataset": part.title, "pictures": pictures}


def card(tour: Tour) -> Walk:
    """The filters of the granules, and the card of one of them."""
    controller = tour.facts["dock"].controller
    controller.panel.search.sources.popup.check(["hub-stac"])
    yield from search(tour, "")
    record: Any = next(one for one in controller.model.records() if one.id == "snow-monthly")
    controller.selection.select([record.key], None)
    details = controller.panel.details
    details.open_granules()
    tab = details.granules
    yield lambda: not controller.granules.search.running and tab.model.rowCount() > 0
    yield lambda: tab.filters.isVisible()
    tab.filters.click()
    yield 0.3
    pictures = [tour.grab(tab.filters.popup, "filters")]
    tab.filters.popup.close()
    tab.table.setCurrentIndex(tab.model.index(0, 0))
    yield 0.3
    pictures.append(tour.picture("granules-chosen"))
    tab.card.click()
    yield 0.4
    pictures.append(tour.grab(controller.granules._card, "granule-card"))
    controller.granules._card.close()
    return {"granules": tab.model.rowCount(), "pictures": pictures}
