"""STAC collections and items over the hub's files: sizes, checksums and footprints are those of the files.

Written at start, because assets point at ports chosen at start. Everything is synthetic.
"""

from __future__ import annotations

import functools
import hashlib
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.hub.hub import Hub

VERSION = "1.1.0"
COG = "image/tiff; application=geotiff; profile=cloud-optimized"
EO = "https://stac-extensions.github.io/eo/v1.1.0/schema.json"
FILE = "https://stac-extensions.github.io/file/v2.1.0/schema.json"
VIEW = "https://stac-extensions.github.io/view/v1.0.0/schema.json"
PROJ = "https://stac-extensions.github.io/projection/v2.0.0/schema.json"
WEB_MAPS = "https://stac-extensions.github.io/web-map-links/v1.2.0/schema.json"
MASSIF = [5.0, 44.5, 7.0, 46.0]
PROVIDERS = [{"name": "Test hub", "roles": ["producer", "host"], "url": "https://example.org"}]

# id: title, description, licence, box, interval, keywords
COLLECTIONS: dict[str, tuple[str, str, str, list[float], list[str | None], list[str]]] = {
    "optical-l2a": (
        "Optical scenes, surface reflectance (level 2A)",
        "Ortho-rectified surface reflectances of a synthetic satellite over a synthetic massif, with clouds flagged.",
        "etalab-2.0", MASSIF, ["2022-01-01T00:00:00Z", "2023-12-31T23:59:59Z"],
        ["THEIA", "reflectance", "optical", "surfaces continentales"]),
    "snow-monthly": (
        "Snow cover, monthly composite",
        "Presence of snow (enneigement) by month from optical scenes.",
        "CC-BY-4.0", MASSIF, ["2023-01-01T00:00:00Z", None], ["THEIA", "snow", "neige", "cryosphere"]),
    "landcover-annual": (
        "Land cover of the massif, yearly",
        "Occupation du sol: seven classes, one map a year.",
        "etalab-2.0", MASSIF, ["2018-01-01T00:00:00Z", "2023-12-31T23:59:59Z"], ["land cover", "occupation du sol"]),
    "elevation": (
        "Elevation model of the massif",
        "Ground elevation in metres above the ellipsoid, Lambert-93.",
        "etalab-2.0", MASSIF, ["2021-06-01T00:00:00Z", "2021-06-30T00:00:00Z"], ["elevation", "relief", "ForM@Ter"]),
    "sea-surface-temperature": (
        "Sea surface temperature, weekly",
        "Weekly fields, one of them on both sides of the antimeridian.",
        "CC-BY-4.0", [-180.0, -90.0, 180.0, 90.0], ["2023-01-01T00:00:00Z", None], ["ODATIS", "ocean", "SST"]),
    "arctic-sea-ice": (
        "Sea ice concentration around the North Pole",
        "Concentration in percent; footprints hold the pole.",
        "CC-BY-4.0", [-180.0, 62.0, 180.0, 90.0], ["2023-01-01T00:00:00Z", None], ["ODATIS", "sea ice", "cryosphere"]),
    "very-high-resolution": (
        "Very high resolution scenes, restricted",
        "Scenes for members only: the files answer 401 without a token.",
        "other", MASSIF, ["2023-01-01T00:00:00Z", "2023-12-31T23:59:59Z"], ["DINAMIS", "very high resolution"]),
}  # fmt: skip


def collections(hub: Hub) -> list[dict[str, Any]]:
    return [
        {
            "type": "Collection", "stac_version": VERSION, "stac_extensions": [], "id": identifier, "title": title,
            "description": text, "license": licence, "keywords": keywords, "providers": PROVIDERS,
            "extent": {"spatial": {"bbox": [box]}, "temporal": {"interval": [interval]}},
            "links": [{"rel": "license", "href": f"https://example.org/licences/{licence}", "type": "text/html"}],
            "assets": {"thumbnail": {"href": f"{hub.endpoints['files']}/landcover/landcover_2023.png",
                                     "type": "image/png", "roles": ["thumbnail"]}},
        }
        for identifier, (title, text, licence, box, interval, keywords) in COLLECTIONS.items()
    ]  # fmt: skip


@functools.cache
def _facts(path: Path) -> dict[str, Any]:
    """Size and checksum of a file as the file extension wants them: a multihash (0x12 sha2-256, 0x20 bytes)."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return {"file:size": path.stat().st_size, "file:checksum": f"1220{digest}"}


def _asset(
    hub: Hub, name: str, title: str, roles: list[str], door: str = "data", **more: object
) -> dict[str, Any]:
    kind = {".tif": COG, ".png": "image/png", ".gpkg": "application/geopackage+sqlite3"}[Path(name).suffix]
    return {
        "href": f"{hub.endpoints['nginx']}/{door}/{name}", "type": kind, "title": title, "roles": roles,
        **_facts(hub.data / "files" / name), **more,
    }  # fmt: skip


def _polygon(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def _item(
    collection: str, identifier: str, when: str, geometry: dict[str, Any], box: list[float], assets: dict[str, Any],
    links: tuple[dict[str, Any], ...] = (), extensions: tuple[str, ...] = (), **properties: object,
) -> dict[str, Any]:  # fmt: skip
    return {
        "type": "Feature", "stac_version": VERSION, "stac_extensions": [FILE, *extensions], "id": identifier,
        "collection": collection, "geometry": geometry, "bbox": box, "assets": assets, "links": list(links),
        "properties": {"datetime": when, "created": "2024-01-10T08:00:00Z", "updated": "2024-01-10T08:00:00Z",
                       "license": COLLECTIONS[collection][2], **properties},
    }  # fmt: skip


def items(hub: Hub) -> Iterator[dict[str, Any]]:
    """About 260 items; the same for the same ports."""
    rng = random.Random(2026)
    yield from _optical(hub, rng)
    massif = _polygon(*MASSIF)
    for month in range(1, 13):
        day = f"2023-{month:02d}-01"
        yield _item(
            "snow-monthly", f"snow-2023-{month:02d}", f"{day}T00:00:00Z", massif, MASSIF,
            {"data": _asset(hub, f"snow/snow_2023{month:02d}.tif", "Snow map", ["data"]),
             "thumbnail": _asset(hub, f"snow/snow_2023{month:02d}.png", "Preview", ["thumbnail"])},
            ({"rel": "wms", "href": hub.endpoints["wms_time"], "type": "image/png", "title": "Snow cover (WMS)",
              "wms:layers": ["snow"], "wms:styles": [""], "wms:dimensions": {"time": day}},),
            (WEB_MAPS,), title=f"Snow cover, {day[:7]}", start_datetime=f"{day}T00:00:00Z",
            end_datetime=f"2023-{month:02d}-28T23:59:59Z", gsd=20,
        )  # fmt: skip
    for year in range(2018, 2024):
        yield _item(
            "landcover-annual", f"landcover-{year}", f"{year}-07-01T00:00:00Z", massif, MASSIF,
            {"map": _asset(hub, f"landcover/landcover_{year}.tif", "Land cover", ["data"]),
             "thumbnail": _asset(hub, f"landcover/landcover_{year}.png", "Preview", ["thumbnail"]),
             "glaciers": _asset(hub, "vector/glaciers.gpkg", "Glacier outlines", ["data"])},
            ({"rel": "wms", "href": hub.endpoints["wms"], "type": "image/png", "title": "Land cover (WMS)",
              "wms:layers": ["landcover"], "wms:styles": ["default"]},
             {"rel": "wmts", "href": hub.endpoints["wmts"] + "?SERVICE=WMTS&REQUEST=GetCapabilities",
              "type": "image/png", "title": "Land cover (WMTS)", "wmts:layer": ["landcover"]}),
            (WEB_MAPS,), title=f"Land cover {year}", start_datetime=f"{year}-01-01T00:00:00Z",
            end_datetime=f"{year}-12-31T23:59:59Z", gsd=20,
        )  # fmt: skip
    yield _item(
        "elevation", "elevation-massif", "2021-06-15T00:00:00Z", massif, MASSIF,
        {"data": _asset(hub, "dem/massif.tif", "Elevation (Lambert-93)", ["data"], **{"proj:code": "EPSG:2154"}),
         "wgs84": _asset(hub, "dem/massif_wgs84.tif", "Elevation (WGS 84)", ["data"], **{"proj:code": "EPSG:4326"}),
         "thumbnail": _asset(hub, "dem/massif_wgs84.png", "Preview", ["thumbnail"])},
        extensions=(PROJ,), title="Elevation of the massif", gsd=30,
    )  # fmt: skip
    yield from _ocean(hub)
    for number in range(12):
        tile = f"T{number // 4}{number % 4}"
        box = _tile(tile)
        yield _item(
            "very-high-resolution", f"VHR_{tile}_2023{number + 1:02d}15", f"2023-{number + 1:02d}-15T10:40:00Z",
            _polygon(*box), box,
            {"image": _asset(hub, f"optical/{tile}_visual.tif", "Ortho-image", ["data"], door="auth"),
             "thumbnail": _asset(hub, f"optical/{tile}_visual.png", "Preview", ["thumbnail"])},
            title=f"Scene {tile}, restricted", gsd=0.5, platform="synthetic-vhr",
        )  # fmt: skip


def _tile(name: str) -> list[float]:
    row, column = int(name[1]), int(name[2])
    return [5.0 + column / 2, 45.5 - row / 2, 5.5 + column / 2, 46.0 - row / 2]


def _optical(hub: Hub, rng: random.Random) -> Iterator[dict[str, Any]]:
    for visit in range(16):
        year, month, day = 2022 + visit // 8, 1 + visit % 8 * 3 // 2, 1 + visit * 9 % 28
        for row in range(3):
            for column in range(4):
                tile = f"T{row}{column}"
                west, south, east, north = box = _tile(tile)
                # The swath's edge is oblique, as a real scene's is.
                lean = 0.06 + 0.01 * visit % 0.05
                ring = [
                    [west, south],
                    [east - lean, south],
                    [east, north],
                    [west + lean, north],
                    [west, south],
                ]
                minute = (visit * 5 + row * 4 + column) % 60
                yield _item(
                    "optical-l2a", f"SYN2A_{year}{month:02d}{day:02d}_L2A_{tile}",
                    f"{year}-{month:02d}-{day:02d}T10:{minute:02d}:00Z",
                    {"type": "Polygon", "coordinates": [ring]}, box,
                    {"visual": _asset(hub, f"optical/{tile}_visual.tif", "True colour", ["data", "visual"]),
                     "ndvi": _asset(hub, f"optical/{tile}_ndvi.tif", "Vegetation index", ["data"],
                                    bands=[{"name": "ndvi", "data_type": "int16", "scale": 0.0001}]),
                     "thumbnail": _asset(hub, f"optical/{tile}_visual.png", "Preview", ["thumbnail"])},
                    extensions=(EO, VIEW, PROJ), title=f"{tile}, {day:02d}/{month:02d}/{year}", gsd=10,
                    platform=f"synthetic-2{'ab'[visit % 2]}", constellation="synthetic-2", instruments=["msi"],
                    **{"eo:cloud_cover": round(rng.betavariate(0.6, 1.1) * 100, 1), "proj:code": "EPSG:4326",
                       "view:sun_elevation": round(rng.uniform(18, 65), 1), "view:off_nadir": 0,
                       "processing:level": "L2A", "grid:code": f"SYN-{tile}"},
                )  # fmt: skip


def _ocean(hub: Hub) -> Iterator[dict[str, Any]]:
    for week in range(1, 13):
        month, day = 1 + (week * 7 - 1) // 30, 1 + (week * 7 - 1) % 28
        when = f"2023-{month:02d}-{day:02d}T12:00:00Z"
        yield _item(
            "sea-surface-temperature", f"sst-global-2023w{week:02d}", when,
            _polygon(-180, -90, 180, 90), [-180, -90, 180, 90],
            {"sst": _asset(hub, "ocean/sst_global.tif", "Temperature", ["data"], unit="°C"),
             "thumbnail": _asset(hub, "ocean/sst_global.png", "Preview", ["thumbnail"])},
            title=f"Global temperature, week {week}",
        )  # fmt: skip
        # RFC 7946, section 3.1.9: a footprint across the antimeridian is cut in two; section 5.2: west > east.
        halves = [_polygon(170, -20, 180, -10)["coordinates"], _polygon(-180, -20, -170, -10)["coordinates"]]
        yield _item(
            "sea-surface-temperature", f"sst-fiji-2023w{week:02d}", when,
            {"type": "MultiPolygon", "coordinates": halves}, [170, -20, -170, -10],
            {"sst": _asset(hub, "ocean/sst_antimeridian.tif", "Temperature", ["data"], unit="°C")},
            title=f"Fiji basin temperature, week {week}",
        )  # fmt: skip
    for month in range(1, 13):
        yield _item(
            "arctic-sea-ice", f"ice-2023-{month:02d}", f"2023-{month:02d}-15T00:00:00Z",
            _polygon(-180, 62, 180, 90), [-180, 62, 180, 90],
            {"ice": _asset(hub, "ocean/sea_ice_arctic.tif", "Concentration", ["data"], **{"proj:code": "EPSG:3413"})},
            extensions=(PROJ,), title=f"Sea ice, 2023-{month:02d}",
        )  # fmt: skip
