"""OGC API Records once more: pygeoapi 0.21 on TinyDB, whose records are GeoJSON as they are.

It takes several words as one phrase, has no CQL2, compares ``datetime`` with the day a record was made, and
answers an area with HTTP 500 as long as one of its records has no geometry, as the last one here.
"""

from __future__ import annotations

import json
from typing import Any

import yaml

from tests.hub.data import iso_records
from tests.hub.hub import Hub, fetch

PACKAGES = ("python3-venv",)
PORTS = ("http",)
PLACELESS = "hub-placeless"


def endpoints(ports: dict[str, int]) -> dict[str, str]:
    base = f"http://127.0.0.1:{ports['http']}"
    return {"pygeoapi": base, "pygeoapi_placeless": f"{base}/collections/placeless"}


def fill(hub: Hub) -> None:
    folder = hub.dir("pygeoapi")
    led = [feature(one) for one in iso_records.records(hub)]
    bare = {**feature(iso_records.records(hub)[0]), "id": PLACELESS, "geometry": None}
    bare["properties"] = {**bare["properties"], "externalId": PLACELESS}
    for name, found in (("records", led), ("placeless", [*led, bare])):
        table = {"_default": {str(number): one for number, one in enumerate(found, 1)}}
        (folder / f"{name}.db").write_text(json.dumps(table), "utf-8")
    config = {
        "server": {
            "bind": {"host": "127.0.0.1", "port": hub.ports["pygeoapi.http"]}, "url": hub.endpoints["pygeoapi"],
            "mimetype": "application/json; charset=UTF-8", "encoding": "utf-8", "languages": ["en-US"],
            "limits": {"default_items": 5, "max_items": 7}, "map": {"url": "http://127.0.0.1/", "attribution": "-"},
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": {"title": "Records of the test hub", "description": "Records in TinyDB",
                               "keywords": ["records"], "keywords_type": "theme", "terms_of_service": "-",
                               "url": "https://example.org"},
            "license": {"name": "CC-BY-4.0", "url": "https://example.org/license"},
            "provider": {"name": "Test hub", "url": "https://example.org"},
            "contact": {"name": "Doe, Jane", "email": "hub@example.org", "url": "https://example.org"},
        },
        "resources": {name: resource(str(folder / f"{name}.db")) for name in ("records", "placeless")},
    }  # fmt: skip
    (folder / "config.yml").write_text(yaml.safe_dump(config), "utf-8")
    api = {"openapi": "3.0.2", "info": {"title": "-", "version": "1"}, "paths": {}}
    (folder / "openapi.json").write_text(json.dumps(api), "utf-8")


def resource(database: str) -> dict[str, Any]:
    """A collection of records."""
    extents = {"spatial": {"bbox": [-180, -90, 180, 90]}}
    provider = {"type": "record", "name": "TinyDBCatalogue", "data": database, "id_field": "externalId",
                "time_field": "recordCreated", "title_field": "title"}  # fmt: skip
    return {"type": "collection", "title": "Records", "description": "Records", "keywords": ["records"],
            "links": [], "extents": extents, "providers": [provider]}  # fmt: skip


def feature(record: iso_records.Record) -> dict[str, Any]:
    """A record as the standard's GeoJSON; a box across the antimeridian is two polygons (RFC 7946)."""
    west, south, east, north = record.box
    sides = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
    rings = [[[[w, south], [e, south], [e, north], [w, north], [w, south]]] for w, e in sides]
    shape = {"type": "Polygon", "coordinates": rings[0]}
    properties = {
        "type": "dataset", "title": record.title, "description": record.abstract, "language": record.language,
        "keywords": record.keywords, "license": record.licence, "externalId": record.id,
        "recordCreated": "2024-01-10", "recordUpdated": "2024-01-11",
        "contacts": [{"organization": record.organisation, "roles": ["pointOfContact"]}],
        "themes": [{"concepts": [{"id": word} for word in record.keywords], "scheme": "https://example.org/words"}],
        "_metadata-anytext": " ".join([record.title, record.abstract, *record.keywords]),
    }  # fmt: skip
    return {
        "id": record.id,
        "type": "Feature",
        "geometry": shape if len(rings) == 1 else {"type": "MultiPolygon", "coordinates": rings},
        "time": {"interval": [record.period[0], record.period[1] or ".."]},
        "properties": properties,
        "links": [
            {"href": one.url, "rel": one.function, "protocol": one.protocol, "name": one.name,
             "title": one.description}
            for one in record.online
        ],
    }  # fmt: skip


def start(hub: Hub) -> None:
    folder = hub.dir("pygeoapi")
    command = [str(hub.venv("pygeoapi") / "bin" / "python"), "-W", "ignore", "-m", "flask", "--app",
               "pygeoapi.flask_app:APP", "run", "-h", "127.0.0.1", "-p", str(hub.ports["pygeoapi.http"])]  # fmt: skip
    files = {"PYGEOAPI_CONFIG": folder / "config.yml", "PYGEOAPI_OPENAPI": folder / "openapi.json"}
    hub.spawn("pygeoapi", command, {name: str(path) for name, path in files.items()})


def check(hub: Hub) -> str:
    found = json.loads(fetch(hub.endpoints["pygeoapi"] + "/collections/records/items?f=json&limit=1"))
    return "" if found["numberMatched"] > 10 else f"only {found['numberMatched']} records"
