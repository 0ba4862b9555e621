"""A synthetic OGC API Records service, written from OGC 20-004r1, in two collections of records.

It reads ``q`` as the standard does (commas apart: alternatives; blanks: one phrase), boxes and times that
meet, conditions of the form "name = 'value'" in CQL2 text, and links to the next page.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from gaia_plugin.core.model import Area, Period
from tests.support.faultserver import FaultServer, Reply, Seen, as_json

CORE = "http://www.opengis.net/spec/ogcapi-records-1/1.0/conf/"
SITE = "https://example.org"
FULL = [
    f"{CORE}record-core", f"{CORE}json", f"{CORE}sorting",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
]  # fmt: skip


def synthetic_record(number: int = 1, **changes: Any) -> dict[str, Any]:
    """A record of snow in the Alps, every member of the standard's schema in it."""
    return {
        "id": f"snow-{number}",
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [[[5, 44], [8, 44], [8, 46], [5, 46], [5, 44]]]},
        "time": {"interval": ["2019-10-01", ".."], "resolution": "P1D"},
        "properties": {
            "type": "dataset",
            "title": f"Snow depth {number}",
            "description": "<p>Daily snow depth.</p><p>From stations &amp; satellites.</p>",
            "created": "2020-01-02T00:00:00Z",
            "updated": "2021-02-03T00:00:00Z",
            "language": {"code": "en", "name": "English"},
            "keywords": ["snow", "hydrology"],
            "themes": [
                {"concepts": [{"id": "https://example.org/snow", "title": "Snow cover"}, {"id": "ice"}],
                 "scheme": "https://example.org/scheme"}
            ],
            "license": "CC-BY-4.0",
            "rights": "Cite it.",
            "externalIds": [{"scheme": "doi", "value": "https://doi.org/10.57932/snow"}],
            "formats": [{"name": "NetCDF"}],
            "contacts": [
                {"name": "Doe, Jane", "organization": "Snow house", "position": "Head",
                 "roles": ["pointOfContact"],
                 "identifier": "https://orcid.org/0000-0002-1825-0097",
                 "emails": [{"value": "jane@example.org"}], "phones": [{"value": "+331"}],
                 "addresses": [{"deliveryPoint": ["1 street"], "city": "Grenoble", "postalCode": "38000"}],
                 "links": [{"href": "https://example.org/jane"}]}
            ],
        },
        "links": [
            {"rel": "self", "href": f"/collections/main/items/snow-{number}", "type": "application/geo+json"},
            {"rel": "collection", "href": "/collections/main"},
            {"rel": "license", "href": "https://example.org/licence", "title": "CC BY 4.0"},
            {"rel": "item", "href": f"{SITE}/wms?service=WMS&request=GetCapabilities", "title": "Map"},
            {"rel": "enclosure", "href": f"{SITE}/snow.nc", "type": "application/x-netcdf", "length": 42},
            {"rel": "preview", "href": "https://example.org/snow.png", "type": "image/png"},
            {"rel": "related", "href": "https://example.org/page", "title": "A page"},
            {"rel": "alternate", "href": "/x.html", "type": "text/html"},
        ],
        "linkTemplates": [
            {"rel": "item", "uriTemplate": SITE + "/maps?service=WMS&layers=snow&bbox={bbox}"},
            {"rel": "item", "uriTemplate": SITE + "/files/{day}.nc", "type": "application/x-netcdf"},
        ],
        **changes,
    }  # fmt: skip


class SyntheticRecords:
    """Records below the root. ``faults``, several at once: "loop" and "repeats" bend the next link,
    "foreign" leads it to another server, "inner" to another name of this one, "script" makes it no address,
    "unpaged" gives none; "miscounts" and "uncounted" are of the total; "ignores" is what is asked; "refuses"
    answers 400 to conditions, "refuses all" to everything; "bare" declares nothing."""

    def __init__(self, records: list[dict[str, Any]], faults: str = "", names: tuple[str, ...] = ("level",)):
        self.records, self.faults, self.names = records, faults, names
        self.collections = ["main", "other"]
        self.asked: list[dict[str, list[str]]] = []
        self._server: FaultServer | None = None

    def mount(self, server: FaultServer) -> str:
        """The address of the landing page, once the server answers there."""
        self._server = server
        server.add("/", as_json({"title": "Synthetic records", "description": "All of them.", "links": []}))
        if "bare" not in self.faults:
            server.add("/conformance", as_json({"conformsTo": FULL}))
            properties = {name: {"type": "string"} for name in ("title", "updated", *self.names)}
            server.add("/collections/main/queryables", as_json({"properties": properties}))
        listed = [{"id": name, "title": name, "itemType": "record"} for name in self.collections]
        listed += [{"id": "rivers", "itemType": "feature"}, {"title": "nameless"}, 3]
        server.add("/collections", as_json({"collections": listed}))
        for name in self.collections:
            server.add(f"/collections/{name}/items", self.items)
        for one in self.records:
            server.add(f"/collections/main/items/{one['id']}", as_json({**one, "more": "yes"}))
        return server.url("/")

    def items(self, seen: Seen) -> Reply:
        """A page of a collection's items; the other collection has the first record only."""
        asked = {name: values[0] for name, values in seen.query.items()}
        self.asked.append(seen.query)
        if "refuses all" in self.faults and set(asked) - {"limit"}:
            return as_json({"code": "InvalidParameterValue"}, 400)
        if "refuses" in self.faults and "filter" in asked:
            return as_json({"code": "InvalidParameterValue", "description": "no filter"}, 400)
        records = self.records[:1] if "/other/" in seen.path else self.records
        found = [one for one in records if "ignores" in self.faults or matches(one, asked)]
        if "sortby" in asked:
            name = asked["sortby"].lstrip("-")
            found.sort(key=lambda one: one["properties"].get(name, ""), reverse=asked["sortby"][0] == "-")
        start, limit = int(asked.get("offset", "0")), min(int(asked["limit"]), 50)
        given = found if "unpaged" in self.faults else found[start : start + limit]
        answer = {"type": "FeatureCollection", "features": given, "numberReturned": len(given),
                  "links": self.following(seen, asked, start, limit, len(found))}  # fmt: skip
        if "uncounted" not in self.faults:
            answer["numberMatched"] = 9999 if "miscounts" in self.faults else len(found)
        return as_json(answer)

    def following(self, seen: Seen, asked: dict[str, str], start: int, limit: int, count: int) -> list[Any]:
        """The next link, as it should be or bent."""
        after = start + limit
        if "unpaged" in self.faults or (after >= count and "loop" not in self.faults):
            return []
        if "loop" in self.faults:
            after = start
        if "repeats" in self.faults:
            after = 0
            asked = {**asked, "again": str(len(self.asked))}
        query = urlencode({**asked, "offset": after})
        host = "localhost" if "foreign" in self.faults or "inner" in self.faults else "127.0.0.1"
        path = "/elsewhere" if "foreign" in self.faults else seen.path
        href = self._server.url(f"{path}?{query}", host)
        if "script" in self.faults:
            return [{"rel": "next", "href": "javascript:alert(1)"}, {"rel": "next", "href": "file:///etc/passwd"},
                    {"rel": "next"}, None, {"rel": "next", "href": 3}]  # fmt: skip
        return [{"rel": "next", "href": href}]


def matches(one: dict[str, Any], asked: dict[str, str]) -> bool:
    """Whether the service finds the record."""
    said = repr(one).casefold()
    if "q" in asked and not any(phrase.strip().casefold() in said for phrase in asked["q"].split(",")):
        return False
    if "bbox" in asked:
        box = Area.bbox(*(float(side) for side in asked["bbox"].split(",")))
        if not box.intersects(one["geometry"]):
            return False
    if "datetime" in asked:
        ends = (one.get("time") or {}).get("interval")
        if ends is None or not Period(*asked["datetime"].split("/")).intersects(Period(*ends)):
            return False
    terms = re.findall(r"(\w+) = '((?:[^']|'')*)'", asked.get("filter", ""))
    return all(str(one["properties"].get(name)) == value.replace("''", "'") for name, value in terms)
