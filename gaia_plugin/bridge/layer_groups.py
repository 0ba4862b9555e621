"""Where a layer goes in the project: one group a dataset, found again by what it holds, not by its name."""

from __future__ import annotations

from qgis.core import QgsLayerTreeGroup, QgsMapLayer, QgsProject

from ..core.model import Dataset, Granule, Link, Record
from .layer_plan import LayerPlan

CATALOG, DATASET, GRANULE, ASSET = "gaia/catalog", "gaia/dataset", "gaia/granule", "gaia/asset"
PRODUCT, _PLACE = "gaia/product", "gaia/place"


def dataset_id(record: Record) -> str:
    """The identifier of the dataset that a record is or belongs to."""
    return record.collection if isinstance(record, Granule) else record.id


def mark(layer: QgsMapLayer, record: Record, link: Link, asset: str = "") -> None:
    """Write down where the layer comes from: what later sessions sign, refresh and cite it by."""
    layer.setCustomProperty(CATALOG, record.catalog)
    layer.setCustomProperty(DATASET, dataset_id(record))
    layer.setCustomProperty(GRANULE, record.id if isinstance(record, Granule) else "")
    layer.setCustomProperty(ASSET, asset or link.key or link.name or link.title)


def group_for(project: QgsProject, record: Record, dataset: Dataset | None = None) -> QgsLayerTreeGroup:
    """The dataset's group, made at the top of the layer tree the first time."""
    root = project.layerTreeRoot()
    identity = f"{record.catalog}/{dataset_id(record)}"
    for group in root.findGroups(True):
        if group.customProperty(DATASET) == identity:
            return group
    title = dataset.title if dataset else "" if isinstance(record, Granule) else record.title
    group = root.insertGroup(_top(root), title or dataset_id(record) or record.title or record.id)
    group.setCustomProperty(DATASET, identity)
    return group


def mark_product(layer: QgsMapLayer, plan: LayerPlan) -> None:
    """Write down which product a layer belongs to, and how it lies there, for ``place`` to read."""
    layer.setCustomProperty(PRODUCT, plan.product)
    layer.setCustomProperty(_PLACE, ("mask" if plan.is_mask else "image") + ("" if plan.shown else " hidden"))


def _place_in_product(group: QgsLayerTreeGroup, layer: QgsMapLayer) -> None:
    """Images in their order, masks above them, so that a mask that is checked is seen."""
    title, how = layer.customProperty(PRODUCT), layer.customProperty(_PLACE, "").split()
    layer.removeCustomProperty(_PLACE)
    within = next((one for one in group.findGroups() if one.customProperty(PRODUCT) == title), None)
    if within is None:
        within = group.insertGroup(0, title)
        within.setCustomProperty(PRODUCT, title)
    masks = [one for one in within.children() if one.customProperty(PRODUCT) == "mask"]
    node = within.insertLayer(len(masks) if "mask" in how else len(within.children()), layer)
    node.setCustomProperty(PRODUCT, "mask" if "mask" in how else "image")
    node.setItemVisibilityChecked("hidden" not in how)
    node.setExpanded("hidden" not in how)


def _top(root: QgsLayerTreeGroup) -> int:
    """Below a layer of search results that lies on top, so that footprints stay visible."""
    for index, node in enumerate(root.children()):
        layer = node.layer() if hasattr(node, "layer") else None
        if layer is None or not layer.customProperty("gaia/role"):
            return index
    return len(root.children())


def place(
    project: QgsProject,
    layer: QgsMapLayer,
    record: Record,
    link: Link,
    dataset: Dataset | None = None,
    asset: str = "",
) -> None:
    """Mark the layer and add it to the project, in its dataset's group. Main thread only."""
    mark(layer, record, link, asset)
    project.addMapLayer(layer, False)
    group = group_for(project, record, dataset)
    if layer.customProperty(PRODUCT):
        _place_in_product(group, layer)
    else:
        group.insertLayer(0, layer)


def layer_name(record: Record, link: Link, offered: str = "") -> str:
    """A name that reads well inside the dataset's group."""
    title = record.title or record.id
    part = offered or link.title or link.name or link.key
    if isinstance(record, Granule):
        return f"{title} · {part}" if part and part != title else title
    return part or title
