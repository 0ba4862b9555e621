"""A STAC API in a process of its own that gives the same pages again and again: what the benches read from.

Its items are synthetic, of the size and shape of Sentinel-2 items of public STAC APIs (11 kB each). Pages
are rendered before the first request, so that the server costs its clients nothing but the wire.

    python -m tests.bench.stac_server [items] [items a page]      prints its port
"""

from __future__ import annotations

import json
import math
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

ROOT = Path(__file__).resolve().parents[2]
COLLECTION = "sentinel-2-l2a"
BANDS = (
    ("coastal", "B01", 0.443, 60),
    ("blue", "B02", 0.49, 10),
    ("green", "B03", 0.56, 10),
    ("red", "B04", 0.665, 10),
    ("rededge1", "B05", 0.704, 20),
    ("rededge2", "B06", 0.74, 20),
    ("rededge3", "B07", 0.783, 20),
    ("nir", "B08", 0.842, 10),
    ("nir08", "B8A", 0.865, 20),
    ("nir09", "B09", 0.945, 60),
    ("swir16", "B11", 1.61, 20),
    ("swir22", "B12", 2.19, 20),
)
CONFORMANCE = [
    "https://api.stacspec.org/v1.0.0/core",
    "https://api.stacspec.org/v1.0.0/collections",
    "https://api.stacspec.org/v1.0.0/ogcapi-features",
    "https://api.stacspec.org/v1.0.0/item-search",
]


def item(number: int, base: str) -> dict:
    """One synthetic item; the same number gives the same item."""
    chance = random.Random(number)
    square = "".join(chance.choice(letters) for letters in ("CDEFGHJKLMNPQRSTUVWX", "ABCDEFGH", "JKLMNPQR"))
    tile = f"{chance.randrange(1, 61):02d}{square}"
    moment = datetime(2023, 1, 1, 10, 30) + timedelta(minutes=7 * number, seconds=chance.randrange(60))
    stamp = f"{moment:%Y%m%dT%H%M%S}"
    key = f"S2{chance.choice('AB')}_{tile}_{moment:%Y%m%d}_{number}_L2A"
    folder_base = "https://data.example.org/sentinel-2"
    lon, lat = chance.uniform(-170, 168), chance.uniform(-70, 70)
    corners = [
        [round(lon + dx + chance.uniform(0, 0.02), 14), round(lat + dy + chance.uniform(0, 0.02), 14)]
        for dx, dy in ((0, 0), (1.3, 0.02), (1.34, 0.99), (0.02, 1.0))
    ]
    folder = f"{folder_base}/{tile[:2]}/{tile[2]}/{tile[3:]}/{moment:%Y/%m}/{key}"
    epsg = (32600 if lat >= 0 else 32700) + 1 + math.floor((lon + 180) / 6)
    assets: dict[str, dict] = {}
    for name, band, wavelength, gsd in BANDS:
        size = 10980 * 10 // gsd
        assets[name] = {
            "href": f"{folder}/{band}.tif",
            "type": "image/tiff; application=geotiff; profile=cloud-optimized",
            "title": f"{name} - {gsd}m",
            "eo:bands": [
                {
                    "name": name,
                    "common_name": name,
                    "center_wavelength": wavelength,
                    "full_width_half_max": 0.098,
                }
            ],
            "gsd": gsd,
            "proj:shape": [size, size],
            "proj:transform": [gsd, 0, 499980, 0, -gsd, 4900020],
            "raster:bands": [
                {
                    "nodata": 0,
                    "data_type": "uint16",
                    "bits_per_sample": 15,
                    "spatial_resolution": gsd,
                    "scale": 0.0001,
                    "offset": -0.1,
                }
            ],
            "roles": ["data", "reflectance"],
        }
    assets["visual"] = {
        **assets["red"],
        "href": f"{folder}/TCI.tif",
        "title": "True color image",
        "roles": ["visual"],
    }
    assets["scl"] = {
        **assets["nir08"],
        "href": f"{folder}/SCL.tif",
        "title": "Scene classification",
        "roles": ["data"],
    }
    for name, file, kind, role in (
        ("granule_metadata", "metadata.xml", "application/xml", "metadata"),
        ("tileinfo_metadata", "tileInfo.json", "application/json", "metadata"),
        ("thumbnail", "L2A_PVI.jpg", "image/jpeg", "thumbnail"),
    ):
        assets[name] = {"href": f"{folder}/{file}", "type": kind, "title": name, "roles": [role]}
    own = f"{base}/collections/{COLLECTION}"
    xs, ys = [c[0] for c in corners], [c[1] for c in corners]
    return {
        "type": "Feature",
        "stac_version": "1.0.0",
        "id": key,
        "collection": COLLECTION,
        "properties": {
            "created": f"{moment:%Y-%m-%dT%H:%M:%S}.000Z",
            "updated": f"{moment:%Y-%m-%dT%H:%M:%S}.000Z",
            "datetime": f"{moment:%Y-%m-%dT%H:%M:%S}.{chance.randrange(1000000):06d}Z",
            "platform": "sentinel-2a",
            "constellation": "sentinel-2",
            "instruments": ["msi"],
            "eo:cloud_cover": round(chance.uniform(0, 100), 6),
            "proj:epsg": epsg,
            "grid:code": f"MGRS-{tile}",
            "mgrs:utm_zone": int(tile[:2]),
            "mgrs:latitude_band": tile[2],
            "mgrs:grid_square": tile[3:],
            "view:sun_azimuth": chance.uniform(0, 360),
            "view:sun_elevation": chance.uniform(0, 90),
            "s2:degraded_msi_data_percentage": 0.0178,
            "s2:nodata_pixel_percentage": chance.uniform(0, 100),
            "s2:vegetation_percentage": chance.uniform(0, 100),
            "s2:water_percentage": chance.uniform(0, 100),
            "s2:unclassified_percentage": 0.5,
            "s2:snow_ice_percentage": 0,
            "s2:product_type": "S2MSI2A",
            "s2:processing_baseline": "05.09",
            "s2:reflectance_conversion_factor": 1.02982763156509,
            "s2:product_uri": f"S2A_MSIL2A_{stamp}_N0509_R081_T{tile}_{stamp}.SAFE",
            "s2:datatake_id": f"GS2A_{moment:%Y%m%dT%H%M%S}_036143_N05.09",
            "s2:datatake_type": "INS-NOBS",
            "s2:granule_id": f"S2A_OPER_MSI_L2A_TL_2APS_{stamp}_A036143_T{tile}_N05.09",
            "processing:software": {"sentinel2-to-stac": "0.1.1"},
            "s2:sequence": "0",
        },
        "geometry": {"type": "Polygon", "coordinates": [[*corners, corners[0]]]},
        "bbox": [min(xs), min(ys), max(xs), max(ys)],
        "links": [
            {"rel": "self", "type": "application/geo+json", "href": f"{own}/items/{key}"},
            {"rel": "canonical", "type": "application/json", "href": f"{folder}/{key}.json"},
            {"rel": "license", "href": f"{base}/licence.html"},
            {"rel": "parent", "type": "application/json", "href": own},
            {"rel": "collection", "type": "application/json", "href": own},
            {"rel": "root", "type": "application/json", "href": base},
            {"rel": "thumbnail", "href": f"{own}/items/{key}/thumbnail"},
        ],
        "assets": assets,
        "stac_extensions": [
            f"https://stac-extensions.github.io/{name}/schema.json"
            for name in ("view/v1.0.0", "mgrs/v1.0.0", "eo/v1.1.0", "projection/v1.1.0", "raster/v1.1.0")
        ],
    }


def documents(base: str, count: int, size: int) -> dict[str, bytes]:
    """What the server answers, by path and page."""
    kind = "application/json"
    landing = {
        "type": "Catalog",
        "stac_version": "1.0.0",
        "id": "bench",
        "title": "Synthetic items",
        "description": "For benches.",
        "conformsTo": CONFORMANCE,
        "links": [
            {"rel": "self", "href": base + "/", "type": kind},
            {"rel": "root", "href": base + "/", "type": kind},
            {"rel": "data", "href": base + "/collections", "type": kind},
            {"rel": "search", "href": base + "/search", "type": "application/geo+json", "method": "GET"},
        ],
    }
    collection = {
        "type": "Collection",
        "stac_version": "1.0.0",
        "id": COLLECTION,
        "title": "Synthetic Sentinel-2 items",
        "description": "Generated for benches.",
        "license": "other",
        "extent": {
            "spatial": {"bbox": [[-180, -90, 180, 90]]},
            "temporal": {"interval": [["2023-01-01T00:00:00Z", None]]},
        },
        "links": [
            {"rel": "items", "href": f"{base}/collections/{COLLECTION}/items", "type": "application/geo+json"}
        ],
    }
    found = {"/": landing, "/collections": {"collections": [collection], "links": []}}
    found[f"/collections/{COLLECTION}"] = collection
    pages = math.ceil(count / size)
    for page in range(pages):
        links = [{"rel": "root", "href": base + "/", "type": kind}]
        if page + 1 < pages:
            href = f"{base}/search?limit={size}&collections={COLLECTION}&token=next:{page + 1}"
            links.append({"rel": "next", "href": href, "method": "GET", "type": "application/geo+json"})
        features = [item(number, base) for number in range(page * size, min(count, (page + 1) * size))]
        found[f"/search {page}"] = {
            "type": "FeatureCollection",
            "features": features,
            "links": links,
            "numberMatched": count,
            "numberReturned": len(features),
        }
    return {path: json.dumps(document).encode() for path, document in found.items()}


def serve(count: int, size: int) -> None:
    """Serve until the standard input is closed, which is when the parent ends."""
    answers: dict[str, bytes] = {}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            path = parts.path if parts.path == "/" else parts.path.rstrip("/")
            if path == "/search":
                token = parse_qs(parts.query).get("token", ["next:0"])[0]
                path = f"/search {token.rpartition(':')[2]}"
            body = answers.get(path)
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "application/geo+json" if " " in path else "application/json")
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")
            self.wfile.flush()

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    base = f"http://127.0.0.1:{server.server_port}"
    answers.update(documents(base, count, size))
    print(server.server_port, flush=True)
    import threading

    threading.Thread(target=lambda: (sys.stdin.read(), server.shutdown()), daemon=True).start()
    server.serve_forever()


@contextmanager
def stac_server(count: int = 5000, size: int = 250) -> Iterator[str]:
    """The address of a server with ``count`` items, ``size`` a page, for as long as the ``with`` lasts."""
    command = [sys.executable, "-m", "tests.bench.stac_server", str(count), str(size)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            if not line.strip():
                raise RuntimeError("the bench's STAC server did not start")
            yield f"http://127.0.0.1:{int(line)}"
        finally:
            process.terminate()


if __name__ == "__main__":
    serve(int(sys.argv[1]) if len(sys.argv) > 1 else 5000, int(sys.argv[2]) if len(sys.argv) > 2 else 250)
