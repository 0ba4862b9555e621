"""Build the embedded demonstration catalogue, ``resources/demo``, from nothing.

Run it with QGIS's Python, which has numpy, GDAL and PyYAML: ``/usr/bin/python3 tools/make_demo.py [folder]``.
The same inputs give the same bytes with the same GDAL, so that a build that changes nothing leaves the
repository clean. Texts and places are in ``demo/datasets.yml``, values in ``demo/recipes.py``.

SPDX-License-Identifier: GPL-2.0-or-later
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import numpy as np
import yaml
from demo import dates, stac, vectors
from demo.files import thumbnail, write_cog, write_qml
from demo.footprint import Grid, footprint, points_footprint
from demo.recipes import RASTERS
from osgeo import ogr

HERE = Path(__file__).resolve().parent


def _times(moment: dates.Moment) -> dict:
    return {"start": dates.iso(moment.start), "end": dates.iso(moment.end or moment.start)}


def _titled(spec: dict, label: dict[str, str]) -> dict[str, str]:
    return {lang: spec["item"][lang].format(date=label[lang]) for lang in stac.LANGUAGES}


def _style(folder: Path, name: str, spec: dict) -> dict:
    """Return the style asset: beside the data, with its name, where QGIS looks without the plugin too."""
    return {"style": (f"{name}.qml", write_qml(folder / f"{name}.qml", spec))}


def _gsd(grid: Grid) -> float:
    """Return the pixel in metres, from degrees at the equator where the grid is geographic."""
    return round(grid.pixel * 111_320, 1) if grid.epsg == 4326 else grid.pixel


def raster_items(spec: dict, folder: Path) -> list[dict]:
    """Write the rasters of a series and return what its granules are."""
    series = spec["dates"]
    moments = dates.series(series["every"], series["from"], series["count"], series.get("step", 1))
    grid = Grid.centred(spec["crs"], spec["grid"]["centre"], spec["grid"]["pixel"], spec["grid"]["size"])
    geometry, bbox = footprint(grid.outline())
    items = []
    for index, moment in enumerate(moments):
        t = index / (len(moments) if spec.get("cyclic") else max(1, len(moments) - 1))
        values = RASTERS[spec["recipe"]]((grid.rows, grid.columns), t)
        values = values if values.dtype == np.uint8 else values.astype(np.float32)
        name = f"{spec['id']}-{moment.tag}"
        data = write_cog(folder / f"{name}.tif", values, grid, spec)
        more: dict = {"extensions": [], "properties": {"gsd": _gsd(grid)}}
        if values.ndim == 3:
            data["bands"] = [{"name": one, "eo:common_name": one} for one in ("red", "green", "blue")]
            more["extensions"].append("eo/v2.0.0")
            more["properties"]["eo:cloud_cover"] = round(100 * float((values.min(axis=0) > 200).mean()), 1)
        if "classes" in spec:
            data["classification:classes"] = [
                {
                    "value": one["value"],
                    "name": one["name"],
                    "description": one["en"],
                    "color_hint": one["colour"][1:],
                }
                for one in spec["classes"]
            ]
            more["extensions"].append("classification/v2.0.0")
        files = {"data": (f"{name}.tif", data)}
        files.update(_style(folder, name, spec))
        files["thumbnail"] = (f"{name}.png", thumbnail(folder / f"{name}.png", values, spec))
        items.append(
            {
                "id": name,
                "title": _titled(spec, moment.label),
                "geometry": geometry,
                "bbox": bbox,
                "files": files,
                **_times(moment),
                **more,
            }
        )
    return items


def reef_items(spec: dict, folder: Path) -> list[dict]:
    """Write the GeoPackage of reef habitats and return its only granule."""
    (moment,) = dates.series(spec["dates"]["every"], spec["dates"]["from"], 1)
    records, ring, classes = vectors.reef(spec)
    name = f"{spec['id']}-{moment.tag}"
    files = {
        "data": (
            f"{name}.gpkg",
            vectors.write_vector(folder / f"{name}.gpkg", spec, records, ogr.wkbMultiPolygon),
        )
    }
    files.update(_style(folder, name, spec))
    files["thumbnail"] = (f"{name}.png", thumbnail(folder / f"{name}.png", classes, spec))
    geometry, bbox = footprint(ring)
    return [
        {
            "id": name,
            "title": _titled(spec, moment.label),
            "geometry": geometry,
            "bbox": bbox,
            "files": files,
            **_times(moment),
        }
    ]


def plot_items(spec: dict, folder: Path) -> list[dict]:
    """Write the GeoJSON of each visit to the plots and return the granules."""
    series = spec["dates"]
    kinds = [one["value"] for one in spec["classes"]]
    items = []
    for moment in dates.series(series["every"], series["from"], series["count"], series["step"]):
        records, positions = vectors.plots(spec, moment.start.year)
        name = f"{spec['id']}-{moment.tag}"
        file, image = f"{name}.geojson", f"{name}.png"
        files = {"data": (file, vectors.write_vector(folder / file, spec, records, ogr.wkbPoint))}
        files.update(_style(folder, name, spec))
        places = [kinds.index(attributes["class"]) for _, attributes in records]
        colours = [one["colour"] for one in spec["classes"]]
        files["thumbnail"] = (image, vectors.points_thumbnail(folder / image, positions, places, colours))
        ring = [
            (min(x for x, _ in positions), min(y for _, y in positions)),
            (max(x for x, _ in positions), max(y for _, y in positions)),
        ]
        (west, south), (east, north) = ring
        geometry, bbox = footprint(
            [(west, south), (east, south), (east, north), (west, north), (west, south)]
        )
        items.append(
            {
                "id": name,
                "title": _titled(spec, moment.label),
                "geometry": geometry,
                "bbox": bbox,
                "files": files,
                **_times(moment),
            }
        )
    return items


def station_items(spec: dict, folder: Path) -> list[dict]:
    """Write the network's point layer and each station's series, and return the granules."""
    times = {"start": spec["start"], "end": "2024-12-31T23:59:59Z"}
    positions = [(one["lon"], one["lat"]) for one in spec["stations"]]
    name = f"{spec['id']}-network"
    layer = vectors.write_vector(folder / f"{name}.fgb", spec, vectors.gnss_network(spec), ogr.wkbPoint)
    picture = vectors.points_thumbnail(folder / f"{name}.png", positions, [0] * len(positions), ["#3f6fb5"])
    geometry, bbox = points_footprint(positions)
    both = {"en": "Velocities of the GNSS stations of the Alps", "fr": "Vitesses des stations GNSS des Alpes"}
    items = [
        {
            "id": name,
            "title": both,
            "geometry": geometry,
            "bbox": bbox,
            **times,
            "files": {"data": (f"{name}.fgb", layer), "thumbnail": (f"{name}.png", picture)},
        }
    ]
    for number, station in enumerate(spec["stations"], 1):
        name = f"{spec['id']}-{station['code'].lower()}"
        geometry, bbox = points_footprint([positions[number - 1]])
        label = f"{station['code']}, {station['name']}"
        series = vectors.write_gnss_csv(folder / f"{name}.csv", station, number)
        picture = vectors.gnss_thumbnail(folder / f"{name}.png", number)
        items.append(
            {
                "id": name,
                "title": _titled(spec, dict.fromkeys(stac.LANGUAGES, label)),
                "geometry": geometry,
                "bbox": bbox,
                **times,
                "files": {"data": (f"{name}.csv", series), "thumbnail": (f"{name}.png", picture)},
            }
        )
    return items


SPECIAL = {"reef": reef_items, "plots": plot_items, "gnss": station_items}


def build(target: Path) -> int:
    """Build the catalogue in the folder ``target``, replacing it, and return its size in bytes."""
    texts = yaml.safe_load((HERE / "demo" / "datasets.yml").read_text(encoding="utf-8"))
    shutil.rmtree(target, ignore_errors=True)
    for spec in texts["collections"]:
        folder = target / spec["id"]
        folder.mkdir(parents=True)
        items = SPECIAL.get(spec["recipe"], raster_items)(spec, folder)
        name, fields = items[len(items) // 2 if spec["recipe"] != "gnss" else 0]["files"]["thumbnail"]
        for lang in stac.LANGUAGES:
            shared = spec, texts["warning"], texts["lineage"]
            document = stac.collection(*shared, items, {"name": name, "fields": fields}, lang)
            stac.write_json(target / stac.place(lang, spec["id"], "collection.json"), document)
            for one in items:
                stac.write_json(
                    target / stac.place(lang, spec["id"], f"{one['id']}.json"), stac.item(*shared, one, lang)
                )
    for lang in stac.LANGUAGES:
        document = stac.catalog(texts["catalog"], texts["collections"], lang)
        stac.write_json(target / stac.place(lang, "catalog.json"), document)
    return sum(path.stat().st_size for path in target.rglob("*") if path.is_file())


def main() -> None:
    """Build into the folder given on the command line, ``resources/demo`` by default."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent / "resources" / "demo"
    print(f"{target}: {build(target) / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
