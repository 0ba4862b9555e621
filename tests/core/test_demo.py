"""The embedded demonstration catalogue: it opens offline, and says of its files what the files are."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "resources" / "demo"
LANGUAGES = {"en": DEMO / "catalog.json", "fr": DEMO / "fr" / "catalog.json"}
COMPARTMENTS = {"atmosphere", "ocean", "land", "solid-earth", "biodiversity", "climate"}
LIMIT = 4_000_000  # bytes: it travels in every copy of the plugin


def load(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def documents(lang: str, kind: str) -> list[tuple[Path, dict[str, Any]]]:
    """Follow the links from the root, as a client does; ``kind`` is "Collection" or "Feature"."""
    root = LANGUAGES[lang]
    collections = [root.parent / link["href"] for link in load(root)["links"] if link["rel"] == "child"]
    if kind == "Collection":
        return [(path, load(path)) for path in collections]
    items = [
        path.parent / link["href"]
        for path in collections
        for link in load(path)["links"]
        if link["rel"] == "item"
    ]
    return [(path, load(path)) for path in items]


def points(geometry: dict[str, Any]) -> list[list[float]]:
    found: list[list[float]] = []

    def walk(part: Any) -> None:
        if isinstance(part[0], (int, float)):
            found.append(part)
        else:
            for inner in part:
                walk(inner)

    walk(geometry["coordinates"])
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pystac_opens_and_validates_it_without_network(lang: str) -> None:
    pystac = pytest.importorskip("pystac", reason="the STAC oracle is not installed")
    catalog = pystac.Catalog.from_file(str(LANGUAGES[lang]))
    everything = [catalog, *catalog.get_children(), *catalog.get_items(recursive=True)]
    assert len(everything) > 60
    for one in everything:
        assert one.stac_extensions, one.id
        one.stac_extensions = []  # their schemas are on the web; the core's come with pystac
        one.validate()


@pytest.mark.filterwarnings("ignore::UserWarning")  # it says that a static catalogue is no API
def test_pystac_client_opens_it() -> None:
    client = pytest.importorskip("pystac_client", reason="the STAC oracle is not installed")
    catalog = client.Client.open(str(LANGUAGES["en"]))
    assert {one.id for one in catalog.get_collections()} == {
        one["id"] for _, one in documents("en", "Collection")
    }
    granules = catalog.get_collection("camargue-land-cover").get_items()
    assert [one.assets["data"].get_absolute_href().endswith(".tif") for one in granules] == [True] * 3


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_file_is_left_out_of_the_links(lang: str) -> None:
    reached = {path.resolve() for kind in ("Collection", "Feature") for path, _ in documents(lang, kind)}
    top = LANGUAGES[lang].parent
    there = {
        path.resolve() for path in top.rglob("*.json") if lang == "fr" or DEMO / "fr" not in path.parents
    }
    assert there == reached | {LANGUAGES[lang].resolve()}


def test_a_dozen_datasets_over_every_compartment() -> None:
    collections = [document for _, document in documents("en", "Collection")]
    assert len(collections) >= 12
    assert {name for one in collections for name in one["gaia:compartments"]} == COMPARTMENTS
    ends = [one["extent"]["temporal"]["interval"][0][1] for one in collections]
    assert None in ends and any(ends)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_dataset_says_that_it_is_a_demonstration(lang: str) -> None:
    word, warning = {"en": ("demonstration", "synthetic"), "fr": ("démonstration", "synthétiques")}[lang]
    for _, one in [(LANGUAGES[lang], load(LANGUAGES[lang])), *documents(lang, "Collection")]:
        assert word in one["title"].lower() and one["gaia:demo"] is True
        assert warning in one["title"] + one["description"]
    for _, one in documents(lang, "Collection"):
        assert word in one["keywords"] and one["license"] and one["providers"] and one["contacts"]
        assert one["providers"][0]["processing:lineage"] and one["sci:citation"]
        assert not {"sci:doi", "doi"} & set(one) and "doi.org" not in json.dumps(one), (
            "a demonstration has none"
        )
    for _, one in documents(lang, "Feature"):
        assert word in one["properties"]["title"] and one["properties"]["gaia:demo"] is True


@pytest.mark.parametrize("kind", ["Collection", "Feature"])
def test_each_document_points_to_its_other_language(kind: str) -> None:
    for lang, other in (("en", "fr"), ("fr", "en")):
        for path, one in documents(lang, kind):
            (link,) = (link for link in one["links"] if link["rel"] == "alternate")
            twin = load(path.parent / link["href"])
            fields = (one, twin) if kind == "Collection" else (one["properties"], twin["properties"])
            assert link["hreflang"] == fields[1]["language"]["code"] == other != fields[0]["language"]["code"]
            assert twin["id"] == one["id"] and fields[0]["title"] != fields[1]["title"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_asset_is_there_with_its_size_and_checksum(lang: str) -> None:
    seen = set()
    for kind in ("Collection", "Feature"):
        for path, one in documents(lang, kind):
            for asset in one["assets"].values():
                content = (path.parent / asset["href"]).read_bytes()
                assert asset["file:size"] == len(content)
                # multihash: function 0x12 (SHA2-256), length 0x20, digest
                assert asset["file:checksum"] == "1220" + hashlib.sha256(content).hexdigest()
                seen.add((path.parent / asset["href"]).resolve())
    # GDAL and SQLite may leave notes of their own where somebody opened a file
    others = (".json", ".aux.xml", "-wal", "-shm", "-journal")
    assert seen == {
        path.resolve() for path in DEMO.rglob("*") if path.is_file() and not path.name.endswith(others)
    }


def test_it_is_small() -> None:
    kinds = {".json", ".tif", ".png", ".qml", ".gpkg", ".fgb", ".geojson", ".csv"}
    assert sum(path.stat().st_size for path in DEMO.rglob("*") if path.suffix in kinds) < LIMIT


def test_each_raster_is_a_cog_that_agrees_with_its_item() -> None:
    gdal = pytest.importorskip("osgeo.gdal", reason="GDAL's Python bindings are not installed")
    validator = pytest.importorskip("osgeo_utils.samples.validate_cloud_optimized_geotiff")
    kinds = set()
    for path, one in documents("en", "Feature"):
        asset = one["assets"]["data"]
        if not asset["href"].endswith(".tif"):
            continue
        file = str(path.parent / asset["href"])
        warnings, errors, _ = validator.validate(file, full_check=True)
        assert not errors and not warnings, file
        raster = gdal.Open(file)
        band = raster.GetRasterBand(1)
        assert band.GetOverviewCount() >= 1
        assert [raster.RasterYSize, raster.RasterXSize] == asset["proj:shape"]
        left, width, _, top, _, height = raster.GetGeoTransform()
        assert [width, 0, left, 0, height, top] == pytest.approx(asset["proj:transform"])
        assert raster.GetSpatialRef().GetAuthorityCode(None) == asset["proj:code"].split(":")[1]
        assert band.GetNoDataValue() == asset.get("nodata")
        if "statistics" in asset:
            low, high = band.ComputeRasterMinMax(False)
            assert (low, high) == pytest.approx(
                (asset["statistics"]["minimum"], asset["statistics"]["maximum"]), rel=1e-3
            )
        kinds.add((asset["data_type"], raster.RasterCount))
    assert {("uint8", 1), ("uint8", 3), ("float32", 1)} <= kinds


def test_styles_stand_beside_their_data_with_its_name() -> None:
    from lxml import etree

    suffixes = set()
    for path, one in documents("en", "Feature"):
        if "style" not in one["assets"]:
            continue
        data, style = (Path(one["assets"][key]["href"]) for key in ("data", "style"))
        assert (
            style.stem == data.stem
            and style.suffix == ".qml"
            and one["assets"]["style"]["roles"] == ["style"]
        )
        assert etree.parse(str(path.parent / style)).getroot().tag == "qgis"
        suffixes.add(data.suffix)
    assert {".tif", ".gpkg", ".geojson"} <= suffixes


def test_boxes_contain_their_geometries() -> None:
    for _, one in documents("en", "Feature"):
        west, south, east, north = one["bbox"]
        for lon, lat in points(one["geometry"]):
            assert -180 <= lon <= 180 and -90 <= lat <= 90 and south <= lat <= north
            assert (lon >= west or lon <= east) if west > east else west <= lon <= east


def test_the_pacific_granules_cross_the_antimeridian_as_rfc_7946_says() -> None:
    crossing = [one for _, one in documents("en", "Feature") if one["bbox"][0] > one["bbox"][2]]
    assert crossing and {one["collection"] for one in crossing} == {"wallis-fiji-chlorophyll"}
    for one in crossing:
        geometry = one["geometry"]  # section 3.1.9: cut in two, so that neither part crosses
        assert geometry["type"] == "MultiPolygon" and len(geometry["coordinates"]) == 2
        west, east = (sorted({lon for lon, _ in part[0]}) for part in geometry["coordinates"])
        assert west[0] == one["bbox"][0] and west[-1] == 180.0  # section 5.2: the box runs from west to east
        assert east[0] == -180.0 and east[-1] == one["bbox"][2]
    (collection,) = (
        one for _, one in documents("en", "Collection") if one["id"] == "wallis-fiji-chlorophyll"
    )
    assert collection["extent"]["spatial"]["bbox"][0] == crossing[0]["bbox"]


def test_the_ozone_granules_contain_the_pole() -> None:
    ozone = [one for _, one in documents("en", "Feature") if one["collection"] == "antarctic-ozone-column"]
    assert ozone
    for one in ozone:
        assert one["bbox"][:3] == [-180.0, -90.0, 180.0]
        assert {(-180.0, -90.0), (180.0, -90.0)} <= {tuple(point) for point in points(one["geometry"])}


def test_rings_turn_the_right_way() -> None:
    for _, one in documents("en", "Feature"):  # RFC 7946 section 3.1.6: exterior rings are counter-clockwise
        geometry = one["geometry"]
        parts = {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}
        for ring, *_ in parts.get(geometry["type"], []):
            assert ring[0] == ring[-1]
            assert sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, ring[1:])) > 0, one["id"]


def test_dates_differ_so_that_the_temporal_controller_plays_them() -> None:
    dates: dict[str, set[str]] = {}
    for _, one in documents("en", "Feature"):
        times = one["properties"]
        dates.setdefault(one["collection"], set()).add(times["datetime"] or times["start_datetime"])
        assert times["datetime"] or times["start_datetime"] < times["end_datetime"]
    assert sum(len(starts) >= 3 for starts in dates.values()) >= 10


def test_a_new_build_gives_the_documents_that_are_committed(tmp_path: Path) -> None:
    """The texts are what ``tools/make_demo.py`` writes; sizes and sums may differ with another GDAL."""
    pytest.importorskip("numpy")
    pytest.importorskip("osgeo.gdal", reason="GDAL's Python bindings are not installed")
    target = tmp_path / "demo"
    command = [sys.executable, str(ROOT / "tools" / "make_demo.py"), str(target)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr

    def texts(folder: Path) -> dict[str, Any]:
        return {str(path.relative_to(folder)): plain(load(path)) for path in sorted(folder.rglob("*.json"))}

    def plain(part: Any) -> Any:
        if isinstance(part, dict):
            return {
                key: plain(value)
                for key, value in part.items()
                if not key.startswith(("file:", "statistics"))
            }
        if isinstance(part, list):
            return [plain(value) for value in part]
        return round(part, 3) if isinstance(part, float) else part

    assert texts(target) == texts(DEMO)
