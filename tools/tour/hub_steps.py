"""The steps of the tour that go through the hub's real servers."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsDateTimeRange, QgsProject
from qgis.PyQt.QtCore import QDate, QDateTime, QTime
from qgis.PyQt.QtGui import QImage

from .acts import Walk, added, drawn, new_layers, search, show
from .driver import Step, Tour

BROKEN, TEMPORAL = "hub-broken-links", "hub-snow-2023"
LOCKED = "hub-emulated_hydroweb"
"""The catalogue that answers nobody without a key, which the tour has not."""


def hub_steps() -> list[tuple[str, Step]]:
    """All of them, in order."""
    return [
        ("hub: search", hub_search),
        ("hub: stream WMS", hub_layer("wms")),
        ("hub: stream WFS", hub_layer("wfs")),
        ("hub: stream WCS", hub_layer("wcs")),
        ("hub: stream WMTS", hub_layer("wmts")),
        ("hub: play a temporal WMS", hub_play),
        ("hub: a broken service", hub_broken),
        ("hub: granules over HTTP", hub_granules),
    ]


def hub_search(tour: Tour) -> Walk:
    """The hub's catalogues and the demonstration together; one of them wants a key."""
    controller = tour.facts["dock"].controller
    sources = controller.panel.search.sources
    hub = [key for key in controller.entries if key.startswith("hub-")]
    if not hub:
        raise RuntimeError("the hub's catalogues are not among the sources")
    sources.popup.check(["demo", *hub])
    show(tour, 3, 43, 12, 49)
    found = yield from search(tour, "")
    controller.panel.status.setChecked(True)
    yield from drawn(tour)
    picture = tour.picture("hub-results")
    controller.panel.status.setChecked(False)
    statuses = controller.search.statuses.values()
    silent = {status.catalog for status in statuses if status.state.value not in ("done", "paused")}
    if silent != {LOCKED}:
        raise RuntimeError(f"not all answered: {[(s.catalog, str(s.error)) for s in statuses]}")
    return {
        **found,
        "by source": {status.catalog: status.received for status in statuses},
        "picture": picture,
    }


def hub_layer(kind: str) -> Step:
    """Streams the first result that offers a service of this kind."""

    def walk(tour: Tour) -> Walk:
        controller = tour.facts["dock"].controller
        model = controller.model
        pairs = (
            (record, link)
            for record in (model.record(row) for row in range(model.rowCount()))
            if record.catalog != "demo" and record.id != BROKEN
            for link in record.links
            if link.kind.value == kind and link.name and "127.0.0.1" in link.href
        )
        record, link = next(pairs)
        controller.selection.select([record.key], None)
        (layer,) = yield from added(tour, lambda: controller.actions.add(record, link))
        tour.iface.setActiveLayer(layer)
        tour.iface.zoomToActiveLayer()
        yield from drawn(tour)
        return {
            "record": record.title,
            "layer": layer.name(),
            "provider": layer.dataProvider().name(),
            "valid": layer.isValid(),
            "picture": tour.picture(f"hub-{kind}"),
        }

    return walk


def hub_play(tour: Tour) -> Walk:
    """A WMS with a time dimension shows another month when the temporal controller moves."""
    controller = tour.facts["dock"].controller
    model, canvas = controller.model, tour.iface.mapCanvas()
    record = next(one for one in map(model.record, range(model.rowCount())) if one.id == TEMPORAL)
    link = next(link for link in record.links if link.kind.value == "wms")
    (layer,) = yield from added(tour, lambda: controller.actions.add(record, link))
    tour.iface.setActiveLayer(layer)
    tour.iface.zoomToActiveLayer()
    whole, seen = canvas.temporalRange(), []
    for month in (1, 7):
        start = QDateTime(QDate(2023, month, 1), QTime(0, 0))
        canvas.setTemporalRange(QgsDateTimeRange(start, start.addDays(1)))
        yield from drawn(tour)
        seen.append(tour.picture(f"hub-time-{month:02d}"))
    images = [QImage(str(tour.folder / name)) for name in seen]
    canvas.setTemporalRange(whole)
    if not layer.temporalProperties().isActive() or images[0] == images[1]:
        raise RuntimeError("the layer does not follow the temporal controller")
    return {"layer": layer.name(), "valid": layer.isValid(), "pictures": seen}


def hub_broken(tour: Tour) -> Walk:
    """A record whose map service is not working: one sentence, and nothing added."""
    controller = tour.facts["dock"].controller
    model = controller.model
    record = next(one for one in map(model.record, range(model.rowCount())) if one.id == BROKEN)
    controller.selection.select([record.key], None)
    before = set(QgsProject.instance().mapLayers())
    said: list[Any] = []
    controller.actions.layers.failed.connect(lambda _link, error: said.append(error))
    controller.actions.add(record, next(link for link in record.links if link.kind.value == "wms"))
    yield lambda: bool(said)
    yield 0.5
    if new_layers(before):
        raise RuntimeError("a layer was added all the same")
    return {"sentence": str(said[0]), "picture": tour.picture("hub-broken")}


def hub_granules(tour: Tour) -> Walk:
    """Granules of a STAC API, one of them read over HTTP by ranges."""
    controller = tour.facts["dock"].controller
    model = controller.model
    records = (model.record(row) for row in range(model.rowCount()))
    record = next(one for one in records if one.catalog == "hub-stac" and one.id == "snow-monthly")
    controller.selection.select([record.key], None)
    yield lambda: controller.panel.details.record.key == record.key
    tab = controller.panel.details.granules
    controller.panel.details.open_granules()
    yield lambda: not controller.granules.search.running and tab.model.rowCount() > 0
    tab.table.setCurrentIndex(tab.model.index(0, 0))
    (layer,) = yield from added(tour, tab.add.click)
    yield from drawn(tour)
    if not layer.source().startswith("/vsicurl"):
        raise RuntimeError(f"the layer is not read over HTTP: {layer.source()}")
    return {
        "granules": tab.model.rowCount(),
        "valid": layer.isValid(),
        "picture": tour.picture("hub-granules"),
    }
