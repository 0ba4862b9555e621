"""The footprint layer is a view of a search: it has no place in a saved project, where it would be empty.

QGIS writes the definition of every layer, and reads whatever stands among the definitions, under any name: so
the definition stays, valid and unseen, and is removed when the project is read.
"""

from __future__ import annotations

from qgis.core import QgsMapLayer, QgsProject
from qgis.PyQt.QtXml import QDomDocument, QDomElement


def leave_no_place(document: QDomDocument, layer_id: str) -> None:
    """Take a layer's places (layer tree, drawing order, snapping) out of a project that is being saved: for
    ``QgsProject.writeProject``, which comes before the layers are written."""
    doomed: list[QDomElement] = []
    for tag in ("layer-tree-layer", "layer-setting", "legendlayerfile"):
        nodes = document.elementsByTagName(tag)
        for index in range(nodes.count()):
            element = nodes.at(index).toElement()
            if layer_id in (element.attribute("id"), element.attribute("layerid")):
                doomed.append(element)
    orders = document.elementsByTagName("custom-order")
    for index in range(orders.count()):
        item = orders.at(index).firstChildElement("item")
        while not item.isNull():
            if item.text() == layer_id:
                doomed.append(item)
            item = item.nextSiblingElement("item")
    for element in doomed:
        element.parentNode().removeChild(element)


def remove_leftovers(project: QgsProject, role: str, keep: QgsMapLayer | None = None) -> None:
    """Remove the footprint layers that came with a project: they are empty. The project does not
    become dirty by it."""
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
