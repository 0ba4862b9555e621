# ruff: noqa: E501 (tables are read across)
"""Products become layers: the image in its colours, its masks beside it, with the values that GDAL reads."""

from __future__ import annotations

import shutil
import threading
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import (
    QgsApplication,
    QgsMultiBandColorRenderer,
    QgsPalettedRasterRenderer,
    QgsPointXY,
    QgsProject,
    QgsRasterLayer,
    QgsSingleBandGrayRenderer,
    QgsSingleBandPseudoColorRenderer,
)

from gaia_plugin.bridge import product_layers, product_vrt
from gaia_plugin.bridge.layer_groups import place
from gaia_plugin.bridge.layer_plan import LayerPlan
from gaia_plugin.bridge.layer_styles import apply_style
from gaia_plugin.bridge.layer_tasks import construct
from gaia_plugin.bridge.local_files import MOST_LAYERS, local_plans
from gaia_plugin.bridge.product_values import Spread
from gaia_plugin.core.errors import Cancelled, NotFound, UnsupportedLink
from gaia_plugin.core.model import Dataset, Link, LinkKind
from gaia_plugin.core.net import Cancel
from gaia_plugin.core.products import Image, recognise
from tests.support import synthetic_products as synthetic

LINK = Link("https://h.example/product.zip", LinkKind.DOWNLOAD, title="product")
RECORD = Dataset("d", "A dataset", catalog="c")
WEST, NORTH = synthetic.WEST, synthetic.NORTH


def opened(folder: Path) -> list[tuple[LayerPlan, Any]]:
    """The layers of a folder, made in another thread, as a download makes them."""
    found: list[Any] = []

    def work() -> None:
        try:
            found.extend((plan, construct(plan)) for plan in local_plans(folder, LINK, RECORD))
        except Exception as error:
            found.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    if found and isinstance(found[-1], Exception):
        raise found[-1]
    assert all(layer is not None for _, layer in found)
    return found


def at(layer: Any, column: int, row: int, pixel: float = 10.0, band: int = 1) -> Any:
    """The value in the middle of a pixel of a synthetic product; None for no data."""
    point = QgsPointXY(WEST + (column + 0.5) * pixel, NORTH - (row + 0.5) * pixel)
    value, known = layer.dataProvider().sample(point, band)
    return value if known else None


def read(path: Path | str, band: int = 1) -> Any:
    dataset = gdal.Open(str(path))  # held: a band outlives its dataset badly
    return dataset.GetRasterBand(band).ReadAsArray()


def labels(layer: Any) -> dict[float, str]:
    return {one.value: one.label for one in layer.renderer().classes()}


def test_maja_is_one_image_and_its_masks(tmp_path: Path) -> None:
    home = synthetic.maja(tmp_path)
    files = sorted(home.rglob("*"))
    assert len(files) > 25
    layers = opened(home)
    assert {path.suffix for path in home.rglob("*") if path not in files} == {".vrt"}  # and no statistics
    assert [plan.layer for plan, _ in layers] == [
        "Surface reflectance, slopes corrected", "Water vapour and aerosols", "Clouds", "Geophysical mask", "Edge of the image",
    ]  # fmt: skip
    plan, image = layers[0]
    assert image.crs().authid() == "EPSG:32631" and (image.width(), image.height()) == (60, 60)
    assert image.bandCount() == 10 and image.bandName(3) == "Band 03: B4 (red, 665 nm)"
    for band, code in ((1, "B2"), (3, "B4"), (9, "B11")):
        step = synthetic.MAJA_BANDS[code] // 10
        wanted = read(home / f"{synthetic.MAJA}_FRE_{code}.tif")[40 // step, 30 // step] / 10000
        assert at(image, 30, 40, band=band) == pytest.approx(wanted)
    assert at(image, 0, 0) is None and at(image, 3, 0) is not None  # -10000 is no data
    renderer = image.renderer()
    assert isinstance(renderer, QgsMultiBandColorRenderer)
    assert (renderer.redBand(), renderer.greenBand(), renderer.blueBand()) == (3, 2, 1)
    stretches = (renderer.redContrastEnhancement(), renderer.blueContrastEnhancement())
    colours = {code: read(home / f"{synthetic.MAJA}_FRE_{code}.tif") / 10000 for code in ("B4", "B2")}
    low = np.percentile(colours["B2"][colours["B2"] > -1], 2)
    high = np.percentile(colours["B4"][colours["B4"] > -1], 98)
    assert [one.minimumValue() for one in stretches] == pytest.approx([low, low], abs=0.002)
    assert [one.maximumValue() for one in stretches] == pytest.approx([high, high], abs=0.002)
    assert sorted(image.styleManager().styles()) == ["Infrared", "True colour"]
    assert image.styleManager().currentStyle() == "True colour"
    image.styleManager().setCurrentStyle("Infrared")
    assert image.renderer().redBand() == 7
    assert plan.name == "Surface reflectance, slopes corrected · Sentinel-2A · 2020-01-19"


def reflectance(*spreads: tuple[float, float, float]) -> list[tuple[float, float]]:
    """The ranges of an image in natural colours whose bands have these percentiles."""
    image = Image("", (), scale=0.0001, natural=(0, 1, 2))
    return list(product_layers._stretch(image, [Spread(*one) for one in spreads], True))


def test_clouds_do_not_darken_the_land() -> None:
    """A tenth of the image is cloud: the 98th percentile is theirs."""
    clear = reflectance((0.02, 0.05, 0.17), (0.03, 0.07, 0.14), (0.02, 0.04, 0.1))
    cloudy = reflectance((0.02, 0.05, 0.72), (0.03, 0.07, 0.71), (0.02, 0.04, 0.7))
    assert clear == [(0.02, 0.17)] * 3 and cloudy == [(0.02, 0.25)] * 3


def test_snow_keeps_its_own_brightness() -> None:
    assert reflectance((0.1, 0.7, 0.95), (0.1, 0.7, 0.95), (0.1, 0.7, 0.95)) == [(0.1, 0.95)] * 3


def test_what_the_air_adds_is_taken_away() -> None:
    """At the top of the atmosphere blue begins higher than red."""
    found = reflectance((0.03, 0.08, 0.2), (0.06, 0.1, 0.2), (0.09, 0.11, 0.18))
    assert [low for low, _ in found] == [0.03, 0.06, 0.09]


def test_counts_are_stretched_band_by_band() -> None:
    """Without a calibration the bands have no scale in common."""
    image = Image("", (), natural=(0, 1, 2))
    known = [Spread(100, 200, 400), Spread(150, 250, 2000), None]
    assert product_layers._stretch(image, known, True) == ((100, 400), (150, 750), (0.0, 1.0))


def test_masks_say_what_their_bits_mean(tmp_path: Path) -> None:
    masks = {plan.layer: layer for plan, layer in opened(synthetic.maja(tmp_path)) if plan.is_mask}
    assert labels(masks["Clouds"]) == {
        3: "All clouds but the thinnest + Clouds and shadows but the thinnest",
        33: "Clouds and shadows but the thinnest + Shadow of a cloud in the image",
    }
    assert labels(masks["Geophysical mask"]) == {1: "Water", 2: "Cloud"}
    assert labels(masks["Edge of the image"]) == {1: "Edge of the image"}
    assert at(masks["Clouds"], 7, 22) == 33


def test_water_vapour_and_aerosols_in_their_units(tmp_path: Path) -> None:
    air = opened(synthetic.maja(tmp_path))[1][1]
    assert (at(air, 20, 20), at(air, 20, 20, band=2)) == (pytest.approx(2.0), pytest.approx(0.2))


def test_the_virtual_raster_moves_with_its_product(tmp_path: Path) -> None:
    home = synthetic.maja(tmp_path / "here")
    plan, image = opened(home)[0]
    virtual = Path(plan.uri)
    assert virtual.parent == home and not list(home.glob("*.part"))
    assert str(tmp_path) not in virtual.read_text()
    before = at(image, 30, 40)
    del image
    shutil.move(str(home), str(tmp_path / "there"))
    again = QgsRasterLayer(str(tmp_path / "there" / virtual.name), "again", "gdal")
    assert again.isValid() and at(again, 30, 40) == before


def test_loading_twice_gives_the_same(tmp_path: Path) -> None:
    home = synthetic.maja(tmp_path)
    first, files = opened(home), sorted(home.rglob("*"))
    second = opened(home)
    assert [plan for plan, _ in first] == [plan for plan, _ in second]
    assert sorted(home.rglob("*")) == files


def test_a_product_lies_in_a_group_of_its_own(tmp_path: Path, project: QgsProject) -> None:
    for _, layer in opened(synthetic.maja(tmp_path)):
        place(project, layer, RECORD, LINK)
    (group,) = project.layerTreeRoot().children()
    (within,) = group.children()
    assert (group.name(), within.name()) == ("A dataset", synthetic.MAJA)
    told = [(node.name().split(" ·")[0], node.itemVisibilityChecked()) for node in within.children()]
    assert told == [
        ("Clouds", False), ("Geophysical mask", False), ("Edge of the image", False),
        ("Surface reflectance, slopes corrected", True), ("Water vapour and aerosols", False),
    ]  # fmt: skip


def test_two_products_have_two_groups(tmp_path: Path, project: QgsProject) -> None:
    for folder in (synthetic.maja(tmp_path), synthetic.dimap2(tmp_path)):
        for _, layer in opened(folder):
            place(project, layer, RECORD, LINK)
    (group,) = project.layerTreeRoot().children()
    assert [node.name() for node in group.children()] == ["SYNTHETIC_PHR1B_BUNDLE", synthetic.MAJA]


def test_sentinel2_agrees_with_gdals_driver(tmp_path: Path) -> None:
    """GDAL's SENTINEL2 gives a dataset for each pixel size, and knows of no offset."""
    home = synthetic.safe2(tmp_path)
    layers = opened(home)
    image = layers[0][1]
    assert image.bandCount() == 12 and (image.width(), image.height()) == (120, 120)
    ours = [image.bandName(index).split(": ")[1].split(" ")[0] for index in range(1, 13)]
    for size in (10, 20, 60):
        uri = f"SENTINEL2_L2A:{home}/MTD_MSIL2A.xml:{size}m:EPSG_32631"
        oracle = gdal.Open(uri)
        assert oracle.GetGeoTransform() == (WEST, size, 0, NORTH, 0, -size)
        for index in range(1, oracle.RasterCount + 1):
            band = oracle.GetRasterBand(index)
            name = band.GetMetadataItem("BANDNAME")
            if name is None or not name.startswith("B"):
                continue
            code = name if name in ours else name.replace("B", "B0")
            step = size // 10
            raw = band.ReadAsArray()[60 // step, 30 // step]
            assert at(image, 30, 60, band=ours.index(code) + 1) == pytest.approx(raw / 10000 - 0.1)
    assert at(image, 0, 0, band=ours.index("B04") + 1) is None
    renderer = image.renderer()
    assert [ours[band - 1] for band in (renderer.redBand(), renderer.greenBand(), renderer.blueBand())] == [
        "B04",
        "B03",
        "B02",
    ]
    assert renderer.redContrastEnhancement().maximumValue() < 0.35
    masks = {plan.layer: layer for plan, layer in layers if plan.is_mask}
    assert labels(masks["Scene classification"])[9] == "Cloud of high probability"
    assert isinstance(masks["Cloud probability"].renderer(), QgsSingleBandPseudoColorRenderer)


def test_a_real_sentinel2_band_with_its_real_metadata(tmp_path: Path, recorded: Any) -> None:
    """One band of the thirteen that the metadata name is here: what is here is shown."""
    name = "T31TDH_20180101T105441_B01.jp2"
    home = tmp_path / "S2A_MSIL1C_20180101T105441_N0206_R051_T31TDH_20180101T124911.SAFE"
    images = home / "GRANULE" / "L1C_T31TDH_A013204_20180101T105435" / "IMG_DATA"
    images.mkdir(parents=True)
    (images / name).write_bytes(recorded.bytes(f"products/{name}"))
    (home / "MTD_MSIL1C.xml").write_bytes(recorded.bytes("products/MTD_MSIL1C.xml"))
    ((_, image),) = opened(home)
    oracle = gdal.Open(str(images / name))
    assert (image.width(), image.height()) == (oracle.RasterXSize, oracle.RasterYSize) == (1830, 1830)
    assert image.crs().authid() == "EPSG:32631" and image.bandName(1) == "Band 1: B01 (coastal, 443.9 nm)"
    west, pixel, _, north, _, _ = oracle.GetGeoTransform()
    raw = oracle.GetRasterBand(1).ReadAsArray(900, 900, 1, 1)[0, 0]
    value, known = image.dataProvider().sample(QgsPointXY(west + 900.5 * pixel, north - 900.5 * pixel), 1)
    assert known and value == pytest.approx(raw / 10000)
    grey = image.renderer()
    assert isinstance(grey, QgsSingleBandGrayRenderer)
    assert 0 < grey.contrastEnhancement().minimumValue() < grey.contrastEnhancement().maximumValue() < 1.5


def test_a_bundle_of_tiles_agrees_with_gdals_driver(tmp_path: Path) -> None:
    home = synthetic.dimap2(tmp_path)
    (colour_plan, colours), (grey_plan, grey) = opened(home)
    assert (colour_plan.shown, grey_plan.shown) == (True, False)
    assert colour_plan.name == "Colour image · Pléiades 1B · 2019-06-17"
    for layer, pattern in ((colours, "DIM_*_MS_*.XML"), (grey, "DIM_*_P_*.XML")):
        (path,) = home.rglob(pattern)
        oracle = gdal.Open(str(path))
        assert oracle.GetDriver().ShortName == "DIMAP"
        assert (layer.width(), layer.height(), layer.bandCount()) == (
            oracle.RasterXSize,
            oracle.RasterYSize,
            oracle.RasterCount,
        )
        west, pixel, _, north, _, _ = oracle.GetGeoTransform()
        extent = layer.extent()
        assert (extent.xMinimum(), extent.yMaximum()) == (west, north)
        assert layer.crs().authid() == "EPSG:32631"
        for band in range(1, oracle.RasterCount + 1):
            values = oracle.GetRasterBand(band).ReadAsArray()
            for column, row in (
                (0, 0),
                (19, 19),
                (20, 20),
                (39, 1),
                (2, 38),
            ):  # both sides of the tiles' edges
                assert at(layer, column, row, pixel, band) == pytest.approx(values[row, column] / 10000)
    renderer = colours.renderer()
    assert (renderer.redBand(), renderer.greenBand(), renderer.blueBand()) == (1, 2, 3)
    assert isinstance(grey.renderer(), QgsSingleBandGrayRenderer)


def test_pleiades_neo_in_the_order_of_gdals_driver(tmp_path: Path) -> None:
    home = synthetic.pleiades_neo(tmp_path)
    ((_, image),) = opened(home)
    (path,) = home.glob("DIM_*.XML")
    oracle = gdal.Open(str(path))
    names = [image.bandName(band).split(": ")[1].split(" ")[0] for band in range(1, 7)]
    assert names == ["R", "G", "B", "NIR", "RE", "DB"] and oracle.RasterCount == 6
    for band in range(1, 7):
        value = oracle.GetRasterBand(band).ReadAsArray()[5, 5]
        assert value == 100 * band and at(image, 5, 5, 2.0, band) == pytest.approx(value / 10000)


def test_a_project_can_be_moved_with_its_product(tmp_path: Path, project: QgsProject) -> None:
    """Image, masks, styles and groups are there again, from relative paths."""
    place_of = tmp_path / "before"
    for folder in (synthetic.maja(place_of), synthetic.dimap1(place_of)):
        for _, layer in opened(folder):
            place(project, layer, RECORD, LINK)
    assert project.write(str(place_of / "project.qgs"))
    project.clear()
    shutil.move(str(place_of), str(tmp_path / "after"))
    assert project.read(str(tmp_path / "after" / "project.qgs"))
    layers = list(project.mapLayers().values())
    assert len(layers) == 6 and all(layer.isValid() for layer in layers)
    assert not any(str(place_of) in layer.source() for layer in layers)
    (image,) = [layer for layer in layers if layer.name().startswith("Surface reflectance")]
    image.styleManager().setCurrentStyle("Infrared")
    assert image.renderer().redBand() == 7
    # What is loaded now goes to the same group.
    for _, layer in opened(tmp_path / "after" / synthetic.MAJA):
        place(project, layer, RECORD, LINK)
    groups = [node for node in project.layerTreeRoot().findGroups(True) if node.name() == synthetic.MAJA]
    assert len(groups) == 1 and len(groups[0].children()) == 10


def test_a_scene_in_the_satellites_geometry_lies_where_its_points_say(tmp_path: Path) -> None:
    home = synthetic.dimap1(tmp_path)
    ((plan, image),) = opened(home)
    assert "SPOT 5" not in plan.name and "SCENE 5" in plan.name  # one layer: no group, its own name
    assert image.crs().authid() == "EPSG:4326" and image.bandCount() == 4
    assert image.bandName(1).endswith("XS3 (nir, 835 nm)")
    oracle = gdal.Open(str(home / "METADATA.DIM"))
    transform = gdal.GCPsToGeoTransform(oracle.GetGCPs())
    values = oracle.GetRasterBand(2).ReadAsArray()
    for column, row in ((20, 40), (45, 10)):
        lon, lat = gdal.ApplyGeoTransform(transform, column + 0.5, row + 0.5)
        value, known = image.dataProvider().sample(QgsPointXY(lon, lat), 2)
        assert known and abs(value - values[row, column]) <= 1  # a neighbour's, where pixels turn
    renderer = image.renderer()
    assert (renderer.redBand(), renderer.greenBand(), renderer.blueBand()) == (1, 2, 3)
    corner = image.extent()
    value, known = image.dataProvider().sample(
        QgsPointXY(corner.xMaximum() - 1e-5, corner.yMaximum() - 1e-5), 1
    )
    assert not known  # outside the turned image there is nothing, and not black


def test_a_camera_model_is_used(tmp_path: Path) -> None:
    """Pléiades at level SENSOR: rational polynomials and no points."""
    ((_, image),) = opened(synthetic.dimap2_sensor(tmp_path))
    (lon, lat), half = synthetic.CENTRE, synthetic.HALF
    extent = image.extent()
    assert extent.center().x() == pytest.approx(lon, abs=half / 20)
    assert extent.width() == pytest.approx(2 * half, rel=0.1)
    tiles = sorted((tmp_path / "SYNTHETIC_PHR1A_SEN").rglob("IMG_*.TIF"))
    assert len(tiles) == 4
    north_west, _ = image.dataProvider().sample(QgsPointXY(lon - 0.9 * half, lat + 0.9 * half), 1)
    south_east, _ = image.dataProvider().sample(QgsPointXY(lon + 0.9 * half, lat - 0.9 * half), 1)
    assert north_west == pytest.approx(read(tiles[0])[2, 2], abs=30)
    assert south_east == pytest.approx(read(tiles[3])[17, 17], abs=30)


def test_radar_is_laid_on_the_map(tmp_path: Path) -> None:
    layers = opened(synthetic.safe1(tmp_path))
    assert [(plan.layer, plan.shown) for plan, _ in layers] == [("IW VV", True), ("IW VH", False)]
    image = layers[0][1]
    assert image.crs().authid() == "EPSG:4326" and image.extent().contains(QgsPointXY(3.03, 43.985))
    value, known = image.dataProvider().sample(QgsPointXY(3.03, 43.985), 1)
    assert known and 150 < value < 250


def test_complex_radar_is_shown_by_its_amplitude(tmp_path: Path) -> None:
    image = opened(synthetic.safe1(tmp_path, complex_=True))[0][1]
    value, known = image.dataProvider().sample(QgsPointXY(3.03, 43.985), 1)
    (measured,) = tmp_path.rglob("*-vv-*.tiff")
    middle = abs(read(measured)[25, 25])
    assert known and value == pytest.approx(middle, rel=0.05)


def test_snow_in_its_classes(tmp_path: Path) -> None:
    ((plan, image),) = opened(synthetic.snow(tmp_path))
    assert not plan.product and isinstance(image.renderer(), QgsPalettedRasterRenderer)
    assert labels(image) == {0: "No snow", 100: "Snow", 205: "Cloud or cloud shadow"}
    assert at(image, 10, 10, 20) == 100 and not list((tmp_path).rglob("*.vrt"))


def test_fraction_of_snow(tmp_path: Path) -> None:
    (_, image), (flags_plan, flags) = opened(synthetic.snow_fraction(tmp_path))
    renderer = image.renderer()
    assert isinstance(renderer, QgsSingleBandPseudoColorRenderer)
    function = renderer.shader().rasterShaderFunction()
    drawn = {value: function.shade(value) for value in (0, 50, 100, 205, 255)}
    assert [value for value, (known, *_) in drawn.items() if not known] == [255]  # no data is not drawn
    assert drawn[205][1:4] == (255, 255, 255)
    assert labels(flags) == {20: "Water + Snow seen under thin cloud"} and not flags_plan.shown


def test_land_cover_has_its_legend(tmp_path: Path) -> None:
    ((_, image),) = opened(synthetic.land_cover(tmp_path))
    classes = image.renderer().classes()
    assert len(classes) == 23 and image.crs().authid() == "EPSG:2154"
    assert (classes[22].label, classes[22].color.name()) == ("Water", "#0000ff")
    picture = image.dataProvider().block(1, image.extent(), 46, 46)
    assert picture.value(3, 45) == 23


def test_land_cover_shapes_are_drawn_by_class(tmp_path: Path) -> None:
    ((_, layer),) = opened(synthetic.land_cover_shapes(tmp_path))
    renderer = layer.renderer()
    assert renderer.classAttribute() == "Classe" and len(renderer.categories()) == 23
    colours = {one.label(): one.symbol().color().name() for one in renderer.categories()}
    assert colours["Vineyards"] == "#550000" and layer.featureCount() == 3


def test_a_folder_that_cannot_be_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disc, or a share of others: the virtual raster goes into the layer itself."""
    home = synthetic.maja(tmp_path)

    def refused(*_: Any) -> None:
        raise PermissionError(13, "refused")

    monkeypatch.setattr(product_vrt.os, "replace", refused)
    plan, image = opened(home)[0]
    assert plan.uri.startswith("<VRTDataset") and image.isValid() and at(image, 30, 40, band=3) is not None
    assert not list(home.glob("*.vrt")) and not list(home.glob("*.part"))


def test_an_archive_is_read_in_place(tmp_path: Path) -> None:
    home = synthetic.maja(tmp_path / "made")
    with zipfile.ZipFile(tmp_path / "product.zip", "w") as packed:
        for path in sorted(home.rglob("*")):
            if path.is_file():
                packed.write(path, path.relative_to(home.parent))
    plan, image = opened(tmp_path / "product.zip")[0]
    assert len(opened(tmp_path / "product.zip")) == 5
    assert Path(plan.uri).parent == tmp_path and at(image, 30, 40, band=3) == pytest.approx(
        read(home / f"{synthetic.MAJA}_FRE_B4.tif")[40, 30] / 10000
    )


def test_a_style_of_the_record_is_for_a_single_layer(tmp_path: Path) -> None:
    """A product's image and its masks keep their looks; a land cover may have its producer's."""
    style = b"<qgis><pipe><rasterrenderer type='singlebandgray' grayBand='1' opacity='1'/></pipe></qgis>"
    image = opened(synthetic.maja(tmp_path))[0][1]
    assert not apply_style(image, style) and isinstance(image.renderer(), QgsMultiBandColorRenderer)
    ((_, land),) = opened(synthetic.land_cover(tmp_path))
    assert apply_style(land, style) and isinstance(land.renderer(), QgsSingleBandGrayRenderer)


def test_forty_files_of_nobody_knows_what(tmp_path: Path) -> None:
    """The main ones are loaded, the largest first, and not forty layers by surprise."""
    for number in range(40):
        size = 60 if number in (7, 33) else 20
        synthetic.raster(tmp_path / f"file_{number:02}.tif", [synthetic.ramp(size, 0, 100, "uint8")])
    (tmp_path / "readme.txt").write_text("read me")
    plans = local_plans(tmp_path, LINK, RECORD)
    assert len(plans) == MOST_LAYERS
    assert [Path(plan.uri).name for plan in plans[:2]] == ["file_07.tif", "file_33.tif"]


def test_what_is_recognised_and_cannot_be_drawn(tmp_path: Path) -> None:
    """Empty files with the right names: a product, none of whose images opens."""
    for code in ("B2", "B3", "B4"):
        (tmp_path / f"{synthetic.MAJA}_FRE_{code}.tif").touch()
    assert recognise(tmp_path) is not None
    with pytest.raises(UnsupportedLink):
        local_plans(tmp_path, LINK, RECORD)
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".tif"] * 3


def test_a_band_that_is_damaged_costs_no_more_than_itself(tmp_path: Path) -> None:
    home = synthetic.maja(tmp_path)
    (home / f"{synthetic.MAJA}_FRE_B11.tif").write_bytes(b"II*\0")
    plan, image = opened(home)[0]
    assert plan.layer == "Surface reflectance, slopes corrected" and image.bandCount() == 9
    assert at(image, 30, 40, band=3) == pytest.approx(
        read(home / f"{synthetic.MAJA}_FRE_B4.tif")[40, 30] / 10000
    )


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        local_plans(tmp_path / "missing", LINK, RECORD)
    with pytest.raises(UnsupportedLink):
        local_plans(tmp_path, LINK, RECORD)


def test_it_stops_when_asked(tmp_path: Path) -> None:
    cancel = Cancel()
    cancel.cancel()
    with pytest.raises(Cancelled):
        local_plans(synthetic.maja(tmp_path), LINK, RECORD, cancel)


def test_layers_live_on_the_main_thread(tmp_path: Path) -> None:
    main = QgsApplication.instance().thread()
    for _, layer in opened(synthetic.maja(tmp_path)):
        manager = layer.styleManager()
        assert layer.thread() is main and (manager.parent() is layer or manager.thread() is main)


def test_gdals_exceptions_may_be_on(tmp_path: Path) -> None:
    """Another plugin decides that for the whole process."""
    before = gdal.GetUseExceptions()
    for switch in (gdal.UseExceptions, gdal.DontUseExceptions):
        switch()
        try:
            (tmp_path / "empty").mkdir(exist_ok=True)
            (tmp_path / "empty" / f"{synthetic.MAJA}_FRE_B2.tif").touch()
            (tmp_path / "empty" / f"{synthetic.MAJA}_FRE_B3.tif").touch()
            with pytest.raises(UnsupportedLink):
                local_plans(tmp_path / "empty", LINK, RECORD)
        finally:
            (gdal.UseExceptions if before else gdal.DontUseExceptions)()
