"""The steps of the tour, in the order a person takes them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsDateTimeRange,
    QgsProject,
    QgsProjectBadLayerHandler,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDateTime, QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QDialog

from .accounts_steps import accounts_steps
from .acts import Walk, added, busy, drawn, is_ours, new_layers, search, show
from .catalogue_steps import catalogue_steps, source_steps
from .driver import Step, Tour
from .hub_steps import hub_steps
from .transfers_steps import transfers_steps

WORLD_MAP = "resources/data/world_map.gpkg"


def steps(hub: dict[str, str]) -> list[tuple[str, Step]]:
    """The demonstration's steps, the hub's where it runs, then the project saved and opened again."""
    walk: list[tuple[str, Step]] = [
        ("open the dock", open_dock),
        ("search all", search_all),
        ("search here and then", search_here),
        ("search words", search_words),
        ("select", select),
        ("granules", granules),
        ("stream", stream),
        ("play", play),
        ("download", download),
        *transfers_steps(),
    ]
    walk += source_steps()
    if hub:
        walk += hub_steps() + catalogue_steps()
    walk += accounts_steps(hub)
    return [*walk, ("save and reopen", save_and_reopen), ("citation", cite)]


def open_dock(tour: Tour) -> Walk:
    plugin = tour.facts["plugin"]
    if plugin is None:
        raise RuntimeError("the plugin gaia_data is not loaded")
    tour.facts["dock"] = plugin.dock
    project = QgsProject.instance()
    project.setCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    path = Path(QgsApplication.pkgDataPath()) / WORLD_MAP
    if path.exists():
        world = QgsVectorLayer(f"{path}|layername=countries", "World", "ogr")
        world.setOpacity(0.5)
        project.addMapLayer(world)
    show(tour, -20, -45, 175, 68)
    plugin.show(True)
    yield lambda: plugin.dock.widget() is not None
    panel = plugin.dock.panel
    yield 0.5
    yield from drawn(tour)
    return {
        "qgis": Qgis.QGIS_VERSION,
        "sources": len(panel.search.sources.checked()),
        "picture": tour.picture("first-start"),
    }


def search_all(tour: Tour) -> Walk:
    found = yield from search(tour, "")
    yield from drawn(tour)
    return {**found, "picture": tour.picture("footprints")}


def search_here(tour: Tour) -> Walk:
    """In a rectangle drawn with the mouse, since 2020; then anywhere, at any time again."""
    controller = tour.facts["dock"].controller
    bar, canvas = controller.panel.search, tour.iface.mapCanvas()
    show(tour, -12, 38, 18, 54)
    yield from drawn(tour)
    bar.area.draw_rectangle()
    view, middle = canvas.viewport(), canvas.rect().center()
    first, last = middle - QPoint(170, 150), middle + QPoint(170, 150)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, first)
    QTest.mouseMove(view, last)
    yield 0.1
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, last)
    bar.period.set_period(date(2020, 1, 1), None)
    area = bar.area.area()
    found = yield from search(tour, "")
    yield from drawn(tour)
    picture = tour.picture("here-and-then")
    records = [controller.model.record(row) for row in range(controller.model.rowCount())]
    if area is None or not 0 < len(records) < 14:
        raise RuntimeError(f"the area or the period did not restrict: {len(records)} results")
    if not all(area.intersects(record.footprint) for record in records):
        raise RuntimeError("a result lies elsewhere")
    bar.area.set_area(None)
    bar.period.set_period(None, None)
    return {**found, "area": [round(value, 2) for value in area.bounds], "picture": picture}


def search_words(tour: Tour) -> Walk:
    french = tour.facts["dock"].controller.query.language == "fr"
    found = yield from search(tour, "neige" if french else "snow")
    if not found["results"]:
        raise RuntimeError("the words found nothing")
    return found


def select(tour: Tour) -> Walk:
    controller = tour.facts["dock"].controller
    view = controller.panel.results
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Home)
    view.setCurrentIndex(controller.model.index(0, 0))
    yield lambda: controller.panel.details.record is not None
    layer = controller.footprints.layer
    QTest.keyClick(view, Qt.Key.Key_Return)  # zooms
    yield from drawn(tour)
    details = controller.panel.details
    return {
        "selected on the map": layer.selectedFeatureCount(),
        "title": details.record.title,
        "links": len(details.record.links),
        "picture": tour.picture("selected"),
    }


def granules(tour: Tour) -> Walk:
    controller = tour.facts["dock"].controller
    details = controller.panel.details
    details.open_granules()
    yield lambda: not controller.granules.search.running and details.granules.model.rowCount() > 0
    yield from drawn(tour)
    return {"granules": details.granules.model.rowCount(), "picture": tour.picture("granules")}


def stream(tour: Tour) -> Walk:
    """The first granule's data as a layer, through the tab's own button."""
    controller = tour.facts["dock"].controller
    tab = controller.panel.details.granules
    tab.table.setFocus()
    tab.table.selectAll()
    layers = yield from added(tour, tab.add.click, tab.model.rowCount())
    yield from drawn(tour)
    return {
        "layers": len(layers),
        "valid": sum(layer.isValid() for layer in layers),
        "names": [layer.name() for layer in layers],
        "groups": [group.name() for group in QgsProject.instance().layerTreeRoot().findGroups()],
        "picture": tour.picture("streamed"),
    }


def play(tour: Tour) -> Walk:
    """The temporal controller over the granules: as many frames as dates."""
    canvas = tour.iface.mapCanvas()
    layer = tour.facts["dock"].controller.granules.footprints.layer
    starts = sorted(feature["start"] for feature in layer.getFeatures() if feature["start"])
    whole = canvas.temporalRange()
    canvas.setTemporalRange(QgsDateTimeRange(starts[0], starts[0].addDays(1)))
    yield from drawn(tour)
    shown = tour.picture("one-date")
    canvas.setTemporalRange(whole)
    yield from drawn(tour)
    active = layer.temporalProperties().isActive()
    if not active or not isinstance(starts[0], QDateTime):
        raise RuntimeError("the footprints have no time")
    return {"dates": len({start.toString() for start in starts}), "picture": shown}


def download(tour: Tour) -> Walk:
    """One granule's files: the dialog that asks which, then the transfers, then the layers."""
    controller = tour.facts["dock"].controller
    tab = controller.panel.details.granules
    folder = tour.folder / "downloads"
    tab.table.selectionModel().clear()
    tab.table.setCurrentIndex(tab.model.index(0, 0))
    before = set(QgsProject.instance().mapLayers())
    controller.actions._settings.download_folder = str(folder)
    pictures: list[str] = []

    def accept() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog):
            dialog.folder.setText(str(folder))
            pictures.append(tour.grab(dialog, "files"))
            dialog.accept()
        else:
            tour.later(0.1, accept)

    tour.later(0.5, accept)
    tab.download.click()
    downloads = controller.actions.downloads
    rows = downloads.model.downloads
    yield lambda: bool(rows()) and not any(busy(one) for one in rows())
    yield lambda: bool(new_layers(before))
    yield from drawn(tour)
    layers = new_layers(before)
    files = [path for path in folder.rglob("*") if path.is_file()]
    metadata = layers[0].metadata()
    if any(path.suffix == ".part" for path in files) or not metadata.title():
        raise RuntimeError("the download left a part, or the layer has no metadata")
    return {
        "files": len(files),
        "bytes": sum(path.stat().st_size for path in files),
        "layers": len(layers),
        "valid": sum(layer.isValid() for layer in layers),
        "layer title": metadata.title(),
        "layer licences": metadata.licenses(),
        "picture": tour.picture("downloaded"),
    }


def save_and_reopen(tour: Tour) -> Walk:
    project = QgsProject.instance()
    path = tour.folder / "project.qgz"
    kept = {layer.name() for layer in project.mapLayers().values() if layer.isValid() and not is_ours(layer)}
    if not project.write(str(path)):
        raise RuntimeError("the project could not be saved")
    extent = tour.iface.mapCanvas().extent()
    tour.iface.newProject(False)
    yield 0.2
    # QGIS's own handler asks a person what to do with a layer that is not valid; the tour reports it.
    project.setBadLayerHandler(QgsProjectBadLayerHandler())
    if not project.read(str(path)):
        raise RuntimeError("the project could not be read")
    tour.iface.mapCanvas().setExtent(extent)
    yield from drawn(tour)
    layers = [layer for layer in project.mapLayers().values() if not is_ours(layer)]
    invalid = [layer.name() for layer in layers if not layer.isValid()]
    if invalid or {layer.name() for layer in layers} != kept:
        raise RuntimeError(
            f"after reopening, not valid: {invalid}; missing: {kept - {x.name() for x in layers}}"
        )
    return {
        "project layers": len(layers),
        "valid": len(layers) - len(invalid),
        "picture": tour.picture("reopened"),
    }


def cite(tour: Tour) -> Walk:
    controller = tour.facts["dock"].controller
    yield from search(tour, "")
    controller.selection.select([controller.model.record(0).key], None)
    yield lambda: controller.panel.details.record is not None
    tabs = controller.panel.details.tabs
    pictures = []
    for index, name in ((1, "access"), (tabs.count() - 1, "cite")):
        tabs.setCurrentIndex(index)
        yield 0.3
        pictures.append(tour.picture(name))
    return {"pictures": pictures}
