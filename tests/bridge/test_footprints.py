from __future__ import annotations

from gaia_plugin.bridge.footprints import FootprintLayer
from gaia_plugin.bridge.results_model import ResultsModel
from gaia_plugin.bridge.selection import Selection
from gaia_plugin.core.model import Dataset, Period, box_polygon


def synthetic(index: int, footprint=None, **fields):
    fields = {"title": f"Dataset {index}", "catalog": "demo", "period": Period("2018", "2020"), **fields}
    return Dataset(id=str(index), footprint=footprint, **fields)


def test_one_layer_holds_every_footprint_and_none_for_records_without(project):
    footprints = FootprintLayer(Selection(), project)
    footprints.append(
        [synthetic(1, box_polygon(0, 40, 10, 50)), synthetic(2), synthetic(3, box_polygon(3, 44, 3, 44))]
    )
    layer = footprints.layer
    assert layer.featureCount() == 2
    assert [layer] == list(project.mapLayers().values())
    row = next(layer.getFeatures())
    assert (row["title"], row["catalog"], row["period"], row["shape"]) == (
        "Dataset 1",
        "demo",
        "2018–2020",
        "polygon",
    )
    footprints.remove()
    assert not project.mapLayers()


def test_model_lists(project):
    model = ResultsModel()
    model.append([synthetic(1), synthetic(2, box_polygon(0, 0, 1, 1))])
    assert model.rowCount() == 2
    assert model.data(model.index(0), model.Role.TITLE) == "Dataset 1"
