"""A synthetic GEODES (CNES, software REGARDS): its dialect of STAC, applied for real to the items given.

What it does as the real one is known to: search by POST only, 80 items a page at most, a ``next`` link that
names another page than the next, the total in ``context.matched``, a ``datetime`` that is the day of
publication, sizes and MD5 in the descriptions of files, quicklooks only with ``scope=gdh``, downloads with
``X-API-Key`` (a wrong one is sent round in a circle) and in parts, availability. With ``search_key`` it is
Hydroweb.next, which answers nothing without a key. HTTP 400: an operator that its software has not for such a
value, a moment that is none, a geometry that is no polygon.

    with FaultServer() as server:
        geodes = SyntheticGeodes([synthetic_geodes_item(n) for n in range(100)]).mount(server)
        StacCatalog(CatalogEntry("x", "stac", geodes.url, dialect="geodes"), session)

Faults: "search is gone" (only the newer address ``/items``), "ignores sort", "quota".
"""

from __future__ import annotations

import json
import operator
import re
import uuid
from collections.abc import Collection, Mapping, Sequence
from hashlib import md5
from typing import Any
from urllib.parse import unquote

from shapely.geometry import box, shape
from shapely.ops import unary_union

from .faultserver import FaultServer, Reply, Seen, as_json, redirect

COLLECTION = "THEIA_REFLECTANCE_SENTINEL2_L2A"
KEY = "of-the-hub"
HERE = "https://geodes.invalid"
"""Stands in addresses of items for the server's own, which is put there when it is mounted."""
_BETA = "1.0.0-beta.2"
_COMPARED = {
    "eq": operator.eq,
    "neq": operator.ne,
    "in": lambda own, said: own in said,
    "gt": operator.gt,
    "lt": operator.lt,
    "gte": operator.ge,
    "lte": operator.le,
}
_OF_TEXTS = {
    **{name: _COMPARED[name] for name in ("eq", "neq", "in")},
    "startsWith": str.startswith,
    "endsWith": str.endswith,
    "contains": operator.contains,
}


class Refused(Exception):
    """What it answers with HTTP 400."""


def synthetic_geodes_file(
    urn: str, name: str, content: bytes, kind: str, online: bool = True
) -> dict[str, Any]:
    """An asset in its words; ``kind`` is RAWDATA or QUICKLOOK_SD."""
    digest, raw = md5(content, usedforsecurity=False).hexdigest(), kind == "RAWDATA"
    return {
        "href": f"{HERE}/api/{'download' if raw else 'quicklook'}/{urn}/files/{digest}",
        "title": name,
        "description": f"File size: {len(content)} bytes\n\nIs reference: false\n\n"
        f"Is online: {str(online).lower()}\n\nDatatype: {kind}\n\nChecksum MD5: {digest}",
        "type": "application/zip" if raw else "image/jpeg",
        "roles": ["data" if raw else "overview"],
    }


def synthetic_geodes_item(
    number: int,
    *,
    name: str = "",
    content: bytes = b"PK\5\6" + bytes(18),
    preview: bytes = b"\xff\xd8",
    **changes: Any,
) -> dict[str, Any]:
    """An item; ``box`` or ``geometry``, ``start`` and ``end``, and "properties" to change."""
    west, south, east, north = changes.pop("box", (number % 100, 0.0, number % 100 + 1, 1.0))
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    geometry = changes.pop("geometry", {"type": "Polygon", "coordinates": [ring]})
    start = changes.pop("start", f"2020-01-{number % 28 + 1:02d}T10:00:00.000Z")
    collection = changes.pop("collection", COLLECTION)
    name = name or f"SENTINEL2A_{start[:10].replace('-', '')}-{number:06d}_L2A_T31TCJ_C_V1-0"
    urn = f"URN:FEATURE:DATA:gdh:{uuid.uuid5(uuid.NAMESPACE_URL, name)}:V1"
    online = changes.pop("online", True)
    quicklook = f"{name}_QKL_ALL.jpg"
    return {
        "stac_version": _BETA,
        "stac_extensions": ["https://stac-extensions.github.io/eo/v2.0.0/schema.json"],
        "id": urn,
        "type": "Feature",
        "collection": collection,
        "geometry": geometry,
        "bbox": [west, south, east, north],
        "centroid": {"lon": (west + east) / 2, "lat": (south + north) / 2},
        "properties": {
            "identifier": name,
            "dataset": collection,
            "endpoint_url": f"https://s3.datalake.invalid/{name}.zip",
            "start_datetime": start,
            "end_datetime": changes.pop("end", start),
            "datetime": "2024-01-01T00:00:00.000Z",  # of publication
            "eo:cloud_cover": float(number % 100),
            "grid:code": "T31TCJ",
            "platform": "S2A",
            "instrument": "MSI",
            "product:type": "REFLECTANCE",
            "processing:level": "L2A",
            "sat:relative_orbit": 51,
            "sci:doi": "[]",
            "proj:bbox": f"{west},{north},{east},{south}",
            "license": "Apache-2.0",
            **changes.pop("properties", {}),
        },
        "links": [
            {"href": f"{HERE}/api/stac", "rel": "root", "type": "application/json"},
            {"href": f"{HERE}/api/stac/collections/{collection}", "rel": "collection",
             "type": "application/json"},
            {"href": f"{HERE}/api/stac/collections/{collection}/items/{urn}", "rel": "self",
             "type": "application/geo+json"},
            {"href": "https://spdx.org/licenses/Apache-2.0.html", "rel": "license"},
        ],
        "assets": {
            f"2020/{quicklook}": synthetic_geodes_file(urn, quicklook, preview, "QUICKLOOK_SD"),
            f"{name}.zip": synthetic_geodes_file(urn, f"{name}.zip", content, "RAWDATA", online),
        },
        **changes,
    }  # fmt: skip


def synthetic_geodes_collection(key: str = COLLECTION, **changes: Any) -> dict[str, Any]:
    return {
        "type": "Collection",
        "id": key,
        "stac_version": "1.0.0-beta.1",
        "title": key.replace("_", " ").title(),
        "description": "Synthetic reflectances, as this service describes a collection.",
        "license": "Apache-2.0",
        "keywords": ["reflectance"],
        "extent": {
            "spatial": {"bbox": [[-180.0, -90.0, 180.0, 90.0]]},
            "temporal": {"interval": [["2015-01-01T00:00:00Z", None]]},
        },
        "links": [{"href": "https://spdx.org/licenses/Apache-2.0.html", "rel": "license"}],
        "summaries": {"total_items": 1},
        **changes,
    }


class SyntheticGeodes:
    """The server; ``bodies`` are the searches that it was sent."""

    def __init__(
        self,
        items: Sequence[dict[str, Any]],
        collections: Sequence[dict[str, Any]] = (),
        files: Mapping[str, bytes] | None = None,
        *,
        search_key: str = "",
        largest_page: int = 80,
        faults: Collection[str] = (),
    ):
        self.items = list(items)
        self.collections = list(collections) or [synthetic_geodes_collection()]
        self.files = dict(files or {})
        self.search_key = search_key
        self.largest_page = largest_page
        self.faults = set(faults)
        self.bodies: list[dict[str, Any]] = []
        self.url = self.search_url = ""

    def mount(self, server: FaultServer, root: str = "/api/stac") -> SyntheticGeodes:
        """Answer on a server, its STAC at ``root``; ``files`` are contents by MD5."""
        base = server.url("").rstrip("/")
        self.items, self.collections = (
            json.loads(json.dumps(each).replace(HERE, base)) for each in (self.items, self.collections)
        )
        self._root = root
        self.url = server.add(root, self._guarded(self._landing))
        server.add(f"{root}/collections", self._guarded(self._collections))
        server.add(f"{root}/collections/*", self._guarded(self._one))
        for name in ("items",) if "search is gone" in self.faults else ("search", "items"):
            self.search_url = server.add(f"{root}/{name}", self._guarded(self._search))
        server.add("/api/download/*", self._download)
        server.add("/api/quicklook/*", self._quicklook)
        server.add("/fastavailability", self._availability)
        server.add("/availability/*", self._availability_of_one)
        return self

    def _guarded(self, answer: Any) -> Any:
        def guard(seen: Seen) -> Reply:
            if self.search_key and seen.headers.get("x-api-key") != self.search_key:
                return as_json({"detail": "Unauthorized"}, 401)
            return answer(seen)

        return guard

    def _landing(self, seen: Seen) -> Reply:
        return as_json({
            "type": "Catalog", "stac_version": "1.0.0-beta.1", "id": "gdh", "title": "Synthetic GEODES",
            "description": "Synthetic.",
            "links": [{"rel": "root", "href": self.url, "type": "application/json"},
                      {"rel": "data", "href": f"{self.url}/collections", "type": "application/json"}],
        })  # fmt: skip

    def _collections(self, seen: Seen) -> Reply:
        """GET, or POST with a limit, as its clients ask."""
        count = len(self.collections)
        context = {"returned": count, "limit": 10000, "matched": count}
        return as_json({"collections": self.collections, "links": [], "context": context})

    def _one(self, seen: Seen) -> Reply:
        key, _, rest = unquote(seen.path).removeprefix(f"{self._root}/collections/").partition("/")
        where, wanted = (self.items, rest.partition("/")[2]) if rest else (self.collections, key)
        found = next((one for one in where if one["id"] == wanted), None)
        return as_json(found) if found else as_json({"detail": "not found"}, 404)

    def _search(self, seen: Seen) -> Reply:
        if seen.method != "POST":
            return Reply(405)
        body = {name: value for name, value in seen.json().items() if value is not None}
        self.bodies.append(body)
        try:
            found = [one for one in self.items if self._matches(one, body)]
        except (Refused, TypeError, ValueError) as refusal:
            return as_json({"detail": str(refusal)}, 400)
        for key in reversed(body.get("sortBy", [])):
            if "ignores sort" not in self.faults:
                # Whatever is not "asc" is downwards, in REGARDS: CNES's client writes "desc", eodag "dsc".
                found.sort(
                    key=lambda one: one["properties"].get(key["field"], ""),
                    reverse=key["direction"] != "asc",
                )
        limit = max(1, min(int(body.get("limit", 10)), self.largest_page))
        number = int(body.get("page", 1))
        given = found[(number - 1) * limit : number * limit]
        href = f"{self.url}/collections/{COLLECTION}/items"
        return as_json({
            "stac_version": "1.0.0-beta.1", "stac_extensions": [], "type": "FeatureCollection",
            "features": given,
            "links": [{"href": f"{href}?limit={limit}&page={number}", "rel": "self"},
                      {"href": f"{href}?limit={limit + 1}&page={number + 1}", "rel": "next"}],
            "context": {"returned": len(given), "limit": limit, "matched": len(found)},
        })  # fmt: skip

    def _matches(self, item: dict[str, Any], body: dict[str, Any]) -> bool:
        if body.get("collections") and item["collection"] not in body["collections"]:
            return False
        if body.get("ids") and item["id"] not in body["ids"]:
            return False
        if "bbox" in body and not shape(item["geometry"]).intersects(_box(body["bbox"])):
            return False
        if "intersects" in body:
            if body["intersects"]["type"] not in ("Polygon", "MultiPolygon"):
                raise Refused("only Polygon and MultiPolygon")
            if not shape(item["geometry"]).intersects(shape(body["intersects"])):
                return False
        if "datetime" in body:
            first, _, last = body["datetime"].partition("/")
            own = item["properties"]["datetime"]
            if (first not in ("", "..") and own < first) or (
                (last or first) not in ("", "..") and own > (last or first)
            ):
                return False
        return all(self._holds(item, name, said) for name, said in body.get("query", {}).items())  # fmt: skip

    @staticmethod
    def _holds(item: dict[str, Any], name: str, conditions: dict[str, Any]) -> bool:
        """Moments and numbers have other operators than texts; what a value is decides, as in REGARDS."""
        own = item["properties"].get(name)
        first = next(iter(conditions.values()))
        moments = name.endswith("datetime")
        operators = _OF_TEXTS if isinstance(first, str) and not moments else _COMPARED
        for how, said in conditions.items():
            if how not in operators:
                raise Refused(f"no criterion for {name}: {how}")
            mine, value = (_moment(own), _moment(said)) if moments else (own, said)
            if mine is None or not operators[how](mine, value):
                return False
        return True

    def _download(self, seen: Seen) -> Reply:
        if "quota" in self.faults:
            return Reply(403, b"Download exceeds quota limit", {"Content-Type": "text/plain"})
        key = seen.headers.get("x-api-key")
        if not key:
            return as_json({"detail": "Unauthorized"}, 401)
        return redirect(seen.target) if key != KEY else self._file(seen)

    def _quicklook(self, seen: Seen) -> Reply:
        return self._file(seen) if seen.query.get("scope") == ["gdh"] else Reply(404)

    def _file(self, seen: Seen) -> Reply:
        """A file, or the part of it that is asked for."""
        content = self.files.get(seen.path.rpartition("/")[2])
        if content is None:
            return Reply(404)
        kind = "application/zip" if "/download/" in seen.path else "image/jpeg"
        headers = {"Content-Type": kind, "Accept-Ranges": "bytes"}
        asked = re.fullmatch(r"bytes=(\d*)-(\d*)", seen.headers.get("range", ""))
        if not asked or asked[0] == "bytes=-":
            return Reply(200, content, headers)
        size = len(content)
        first = int(asked[1]) if asked[1] else max(0, size - int(asked[2]))
        last = min(int(asked[2]), size - 1) if asked[1] and asked[2] else size - 1
        if first > last:
            return Reply(416, b"", {"Content-Range": f"bytes */{size}"})
        headers["Content-Range"] = f"bytes {first}-{last}/{size}"
        return Reply(206, content[first : last + 1], headers)

    def _availability(self, seen: Seen) -> Reply:
        """Of each file that is asked for by its address."""
        products = []
        for one in seen.json()["availability"]:
            urn, _, digest = one["href"].rpartition("/api/download/")[2].partition("/files/")
            item = next((each for each in self.items if each["id"] == unquote(urn)), None)
            if item:
                files = [file for file in _files(item) if file["checksum"] == digest]
                products.append({"id": item["id"], "files": files})
        return as_json({"products": products})

    def _availability_of_one(self, seen: Seen) -> Reply:
        """The older way: all files of a product, by its name."""
        name = unquote(seen.path.rpartition("/")[2])
        item = next((each for each in self.items if each["properties"]["identifier"] == name), None)
        return as_json({"id": item["id"], "files": _files(item)}) if item else Reply(404)


def _files(item: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"checksum": each["href"].partition("?")[0].rpartition("/")[2],
         "available": "Is online: true" in each["description"]}
        for each in item["assets"].values()
    ]  # fmt: skip


def _box(sides: Sequence[float]) -> Any:
    west, south, east, north = sides
    if west <= east:
        return box(west, south, east, north)
    return unary_union([box(west, south, 180, north), box(-180, south, east, north)])


def _moment(text: Any) -> str:
    """A moment of ISO 8601 in UTC, comparable as text: with or without fractions and time of day."""
    if not isinstance(text, str) or not text[:4].isdigit():
        raise Refused(f"not a moment: {text}")
    whole = text.rstrip("Z").replace("+00:00", "")
    day, _, rest = whole.partition("T")
    clock, _, fraction = rest.partition(".")
    return f"{day}T{clock or '00:00:00'}.{fraction:0<6}"
