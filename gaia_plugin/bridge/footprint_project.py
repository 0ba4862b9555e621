"""The footprint layer is a view of a search: it has no place in a saved project, where it would be empty."""

from __future__ import annotations

from qgis.core import QgsMapLayer, QgsProject
from qgis.PyQt.QtXml import QDomDocument, QDomElement


def keep_out_of_project(document: QDomDocument, layer_id: str) -> None:
    """Take a layer out of a project document that is being saved: its definition, and every place in the
    layer tree, the drawing order and the legend that names it."""
    doomed: list[QDomElement] = []
    for tag in ("layer-tree-layer", "layer", "legendlayerfile", "individual-layer-settings", "layer-setting"):
        nodes = document.elementsByTagName(tag)
        for index in range(nodes.count()):
            element = nodes.at(index).toElement()
            if layer_id in (element.attribute("id"), element.attribute("layerid")):
                doomed.append(element)
    nodes = document.elementsByTagName("maplayer")
    for index in range(nodes.count()):
        element = nodes.at(index).toElement()
        if element.firstChildElement("id").text() == layer_id:
            doomed.append(element)
    items = document.elementsByTagName("custom-order")
    for index in range(items.count()):
        item = items.at(index).firstChildElement("item")
        while not item.isNull():
            if item.text() == layer_id:
                doomed.append(item)
            item = item.nextSiblingElement("item")
    for element in doomed:
        parent = element.parentNode()
        if not parent.isNull():
            parent.removeChild(element)


def remove_leftovers(project: QgsProject, role: str, keep: QgsMapLayer | None = None) -> None:
    """Remove footprint layers that came with a project (saved while the plugin was off, or by an older one):
    they are empty. The project does not become dirty by it."""
    dirty = project.isDirty()
    stale = [
        layer.id()
        for layer in project.mapLayers().values()
        if layer is not keep
        and layer.customProperty(role) == "footprints"
        and layer.dataProvider() is not None
        and layer.dataProvider().name() == "memory"
    ]
    if stale:
        project.removeMapLayers(stale)
        project.setDirty(dirty)
