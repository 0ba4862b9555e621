"""Synthetic DataCite, Dataverse and GBIF, written from their documentation: they apply the filters that they
are sent, page as theirs do, and misbehave on demand (``faults``). ``synthetic_datagouv`` is one more.

Faults: "same page", "huge total", "small total", "no total", "capped" (5 records a page at most), "ignore"
(no filter applied), "endless" (invents records for ever), "refuse circle", "refuse blocks", "no blocks",
"junk" (entries that are no records among those that are), "hits fail" (a record's own page is gone).
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from tests.support.faultserver import FaultServer, Reply, Seen, as_json
from tests.support.synthetic_lucene import lucene, strings

JUNK: tuple[Any, ...] = (None, 3, "x", [], {}, {"id": None}, {"attributes": 3}, {"key": {}})


class SyntheticApi:
    """What they have in common; ``asked`` are the queries that came, oldest first."""

    def __init__(self, records: Sequence[dict[str, Any]], faults: Iterable[str] = ()):
        self.records = list(records)
        self.faults = set(faults)
        self.asked: list[dict[str, list[str]]] = []
        self.details = 0
        self.url = ""
        self._serial = itertools.count(1_000_000)

    def one(self, seen: Seen, name: str, default: str = "") -> str:
        return (seen.query.get(name) or [default])[0]

    def cap(self, size: int) -> int:
        return min(size, 5) if "capped" in self.faults else size

    def slice(self, found: list[Any], start: int, size: int, invent: Callable[[int], Any]) -> list[Any]:
        if "endless" in self.faults:
            return [invent(next(self._serial)) for _ in range(size)]
        return found[:size] if "same page" in self.faults else found[start : start + size]

    def spoiled(self, found: list[Any]) -> list[Any]:
        """What was found, with entries among it that are no records."""
        return [*found[:3], *JUNK, *found[3:]] if "junk" in self.faults else found

    def total(self, matched: int, given: int) -> int | None:
        if "no total" in self.faults or "endless" in self.faults:
            return None
        if "huge total" in self.faults:
            return matched + 1000
        return given if "small total" in self.faults else matched


# DataCite


def synthetic_doi(number: int, **changes: Any) -> dict[str, Any]:
    """A data[] object; ``box`` is (west, south, east, north)."""
    box = changes.pop("box", (5.0, 44.0, 8.0, 46.0))
    places = (
        []
        if box is None
        else [
            {
                "geoLocationBox": dict(
                    zip(
                        (
                            "westBoundLongitude",
                            "southBoundLatitude",
                            "eastBoundLongitude",
                            "northBoundLatitude",
                        ),
                        box,
                    )
                )
            }
        ]
    )
    attributes = {
        "doi": f"10.57932/{number:04d}",
        "titles": [{"title": f"Record {number}"}],
        "descriptions": [],
        "dates": [{"date": "2001-01-01/2005-12-31", "dateType": "Collected"}],
        "geoLocations": places,
        "types": {"resourceTypeGeneral": "Dataset"},
        "url": f"https://example.org/{number}",
        **changes,
    }
    return {"id": attributes["doi"], "type": "dois", "attributes": attributes}


class SyntheticDataCite(SyntheticApi):
    window = 10_000

    def mount(self, server: FaultServer) -> SyntheticDataCite:
        self.url = server.add("/dois", self._answer)
        return self

    def _answer(self, seen: Seen) -> Reply:
        self.asked.append(seen.query)
        query = self.one(seen, "query")
        found = self.records
        if query and "ignore" not in self.faults:
            matches = lucene(query)
            found = [one for one in found if matches(one["attributes"])]
        prefixes = [one for one in self.one(seen, "prefix").split(",") if one]
        found = [one for one in found if not prefixes or one["id"].split("/")[0] in prefixes]
        found = self.spoiled(found)
        size = self.cap(int(self.one(seen, "page[size]", "25")))
        cursor = self.one(seen, "page[cursor]")
        if cursor:
            start = 0 if cursor == "1" else int(cursor.removeprefix("c"))
            following = {"page[cursor]": f"c{start + size}", "page[size]": size}
            found = list(reversed(found))
        else:
            number = int(self.one(seen, "page[number]", "1"))
            start, following = (number - 1) * size, {"page[number]": number + 1, "page[size]": size}
            if start + size > self.window:
                return as_json({"errors": [{"status": "400", "title": "too far"}]}, 400)
        page = self.slice(found, start, size, synthetic_doi)
        links = {"self": self.url}
        if start + size < len(found) or {"endless", "same page"} & self.faults:
            links["next"] = f"https://elsewhere.invalid/dois?{urlencode(following)}"
        return as_json({"data": page, "meta": {"total": self.total(len(found), len(page))}, "links": links})


# Dataverse


def synthetic_field(name: str, value: Any) -> dict[str, Any]:
    """A field of a metadata block; a mapping, or a list of them, makes a compound one."""
    compound = [value] if isinstance(value, dict) else value
    if isinstance(compound, list) and compound and isinstance(compound[0], dict):
        value = [
            {key: {"typeName": key, "multiple": False, "typeClass": "primitive", "value": said}
             for key, said in one.items()}
            for one in compound
        ]  # fmt: skip
        return {"typeName": name, "multiple": True, "typeClass": "compound", "value": value}
    return {"typeName": name, "multiple": isinstance(value, list), "typeClass": "primitive", "value": value}


def synthetic_dataverse(number: int, **changes: Any) -> dict[str, Any]:
    """{"hit": …, "blocks": …, "dataset": …} of one dataset; ``box`` is (west, south, east, north)."""
    box = changes.pop("box", (5.0, 44.0, 8.0, 46.0))
    period = changes.pop("period", ("2001-01-01", "2005-12-31"))
    title = changes.pop("title", f"Record {number}")
    old = changes.pop("old", False)
    pid = f"doi:10.57745/S{number:04d}"
    citation = [
        synthetic_field("title", title),
        synthetic_field("dsDescription", [{"dsDescriptionValue": f"<p>About {title}</p>"}]),
        synthetic_field("subject", ["Earth and Environmental Sciences"]),
    ]
    if period:
        dates = {"timePeriodCoveredStart": period[0], "timePeriodCoveredEnd": period[1]}
        citation.append(synthetic_field("timePeriodCovered", [{k: v for k, v in dates.items() if v}]))
    geospatial = []
    if box:
        north, south = ("northLongitude", "southLongitude") if old else ("northLatitude", "southLatitude")
        sides = dict(zip(("westLongitude", south, "eastLongitude", north), map(str, box)))
        geospatial.append(synthetic_field("geographicBoundingBox", [sides]))
    blocks = {"citation": {"fields": citation}, "geospatial": {"fields": geospatial}}
    hit = {
        "name": title,
        "type": "dataset",
        "url": f"https://doi.org/{pid[4:]}",
        "global_id": pid,
        "description": f"About {title}",
        "published_at": "2022-03-04T05:06:07Z",
        "publisher": "Synthetic repository",
        "name_of_dataverse": "Synthetic repository",
        "citation": f"{title}, 2022",
        "subjects": ["Earth and Environmental Sciences"],
        "authors": ["Doe, Jane"],
        "fileCount": 1,
        **changes,
    }
    version = {
        "datasetPersistentId": pid,
        "license": {"name": "etalab 2.0", "uri": "https://spdx.org/licenses/etalab-2.0.html"},
        "metadataBlocks": blocks,
        "files": [{"label": "a.csv", "restricted": False, "dataFile": {"id": number, "filename": "a.csv"}}],
    }
    return {"hit": hit, "blocks": blocks, "dataset": {"id": number, "latestVersion": version}, "box": box}


class SyntheticDataverse(SyntheticApi):
    def mount(self, server: FaultServer) -> SyntheticDataverse:
        server.add("/api/info/version", as_json({"status": "OK", "data": {"version": "6.2", "build": "1"}}))
        for version in ("", "/v1"):
            server.add(f"/api{version}/datasets/:persistentId/", self._detail)
        self.url = server.add("/api/search", self._answer)
        return self

    def _detail(self, seen: Seen) -> Reply:
        self.details += 1
        wanted = self.one(seen, "persistentId")
        for one in self.records:
            if one["hit"]["global_id"] == wanted and "hits fail" not in self.faults:
                return as_json({"status": "OK", "data": one["dataset"]})
        return as_json({"status": "ERROR", "message": "no such dataset"}, 404)

    def _answer(self, seen: Seen) -> Reply:
        self.asked.append(seen.query)
        if not self.one(seen, "q"):
            return as_json({"status": "ERROR", "message": "q parameter is missing"}, 400)
        fields = seen.query.get("metadata_fields", [])
        if "refuse blocks" in self.faults and fields:
            return as_json({"status": "ERROR", "message": "metadata_fields?"}, 400)
        point = self.one(seen, "geo_point")
        if "refuse circle" in self.faults and point:
            return as_json({"status": "ERROR", "message": "geo_point?"}, 400)
        found = self.records
        query = self.one(seen, "q")
        if query != "*" and "ignore" not in self.faults:
            matches = lucene(query)
            found = [one for one in found if matches(one["hit"])]
        if point and "ignore" not in self.faults:
            y, x = map(float, point.split(","))
            reach = float(self.one(seen, "geo_radius"))
            found = [one for one in found if one["box"] and _kilometres(x, y, one["box"]) <= reach]
        found = self.spoiled(found)
        start, size = int(self.one(seen, "start", "0")), self.cap(int(self.one(seen, "per_page", "10")))
        page = self.slice(found, start, size, synthetic_dataverse)
        items = [
            self._hit(one, bool(fields)) if isinstance(one, dict) and "hit" in one else one for one in page
        ]
        data = {"q": query, "total_count": self.total(len(found), len(page)), "start": start, "items": items}
        return as_json({"status": "OK", "data": {**data, "count_in_response": len(items)}})

    def _hit(self, one: dict[str, Any], with_blocks: bool) -> dict[str, Any]:
        if with_blocks and not {"no blocks", "refuse blocks"} & self.faults:
            return {**one["hit"], "metadataBlocks": one["blocks"]}
        return dict(one["hit"])


def _kilometres(x: float, y: float, box: Sequence[float]) -> float:
    """From a position to the nearest point of a box, sampled."""
    west, south, east, north = box
    width = east - west if west <= east else east - west + 360
    best = math.inf
    for i, j in itertools.product(range(41), repeat=2):
        other_x, other_y = west + width * i / 40, south + (north - south) * j / 40
        cosine = math.sin(math.radians(y)) * math.sin(math.radians(other_y))
        cosine += (
            math.cos(math.radians(y)) * math.cos(math.radians(other_y)) * math.cos(math.radians(other_x - x))
        )
        best = min(best, 6371.0088 * math.acos(max(-1.0, min(1.0, cosine))))
    return best


# GBIF


def synthetic_gbif(number: int, **changes: Any) -> dict[str, Any]:
    """{"hit": …, "dataset": …} of one dataset of the registry."""
    box = changes.pop("box", (5.0, 44.0, 8.0, 46.0))
    key = f"{number:08d}-0000-4000-8000-000000000000"
    hit = {
        "key": key,
        "title": f"Record {number}",
        "description": "<p>Birds &amp; bats</p>",
        "type": "OCCURRENCE",
        "publishingOrganizationTitle": "Synthetic museum",
        "hostingOrganizationTitle": "Synthetic host",
        "publishingCountry": "FR",
        "license": "http://creativecommons.org/licenses/by/4.0/legalcode",
        "keywords": ["birds"],
        "decades": [1970, 1990],
        "recordCount": 12,
        **changes,
    }
    names = ("minLongitude", "minLatitude", "maxLongitude", "maxLatitude")
    coverage = {
        "description": "The Alps",
        "boundingBox": {**dict(zip(names, box or ())), "globalCoverage": False},
    }
    dataset = {
        "key": key,
        "title": hit["title"],
        "doi": f"10.15468/s{number:05d}",
        "type": "OCCURRENCE",
        "license": hit["license"],
        "geographicCoverages": [coverage] if box else [],
        "temporalCoverages": [
            {"start": "2001-01-01T00:00:00.000+00:00", "end": "2005-12-31T00:00:00.000+00:00"}
        ],
        "endpoints": [
            {"type": "DWC_ARCHIVE", "url": f"https://example.org/archive?r={number}"},
            {"type": "EML", "url": f"https://example.org/eml?r={number}"},
        ],
        "contacts": [
            {"type": "ORIGINATOR", "firstName": "Jane", "lastName": "Doe", "organization": "Synthetic museum",
             "email": ["jane@example.org"], "userId": ["http://orcid.org/0000-0002-1825-0097"]}
        ],
        "citation": {"text": "Doe J (2022) Record."},
        "created": "2020-01-02T03:04:05.000+00:00",
        "modified": "2021-01-02T03:04:05.000+00:00",
    }  # fmt: skip
    return {"hit": hit, "dataset": dataset}


class SyntheticGbif(SyntheticApi):
    def __init__(
        self, records: Sequence[dict[str, Any]], faults: Iterable[str] = (), occurrences: Sequence[Any] = ()
    ):
        super().__init__(records, faults)
        self.occurrences = list(occurrences)

    def mount(self, server: FaultServer) -> SyntheticGbif:
        for one in self.records:
            server.add(f"/v1/dataset/{one['dataset']['key']}", self._detail)
        server.add("/v1/occurrence/search", self._occurrences)
        self.url = server.add("/v1/dataset/search", self._answer)
        return self

    def _detail(self, seen: Seen) -> Reply:
        self.details += 1
        if "hits fail" in self.faults:
            return Reply(404)
        return as_json(
            next(one["dataset"] for one in self.records if seen.path.endswith(one["dataset"]["key"]))
        )

    def _answer(self, seen: Seen) -> Reply:
        words = re.findall(r"\w+", self.one(seen, "q").lower())
        found = [one["hit"] for one in self.records]
        if "ignore" not in self.faults:
            said = [" ".join(strings(one)).lower() for one in found]
            found = [one for one, text in zip(found, said) if all(word in text for word in words)]
        return self._page(seen, found, lambda number: synthetic_gbif(number)["hit"])

    def _occurrences(self, seen: Seen) -> Reply:
        found = [one for one in self.occurrences if one["datasetKey"] == self.one(seen, "datasetKey")]
        boxes = [_box_of(text) for text in seen.query.get("geometry", [])]
        if boxes and "ignore" not in self.faults:
            found = [one for one in found if any(_in_box(one, box) for box in boxes)]
        start, _, end = self.one(seen, "eventDate").partition(",")
        if start and "ignore" not in self.faults:
            found = [one for one in found if one.get("eventDate")
                     and (start == "*" or one["eventDate"][:10] >= start)
                     and (end == "*" or one["eventDate"][:10] <= end)]  # fmt: skip
        return self._page(seen, found, synthetic_occurrence)

    def _page(self, seen: Seen, found: list[Any], invent: Callable[[int], Any]) -> Reply:
        self.asked.append(seen.query)
        found = self.spoiled(found)
        offset, size = int(self.one(seen, "offset", "0")), self.cap(int(self.one(seen, "limit", "20")))
        page = self.slice(found, offset, size, invent)
        over = offset + size >= len(found) and not {"endless", "same page"} & self.faults
        said = {"offset": offset, "limit": size, "endOfRecords": over, "results": page}
        return as_json({**said, "count": self.total(len(found), len(page)), "facets": []})


def synthetic_occurrence(number: int, **changes: Any) -> dict[str, Any]:
    return {"key": number, "datasetKey": "d", "scientificName": "Capra ibex", **changes}


def _box_of(wkt: str) -> tuple[float, float, float, float]:
    corners = [
        tuple(map(float, pair.split()))
        for pair in wkt.removeprefix("POLYGON((").removesuffix("))").split(",")
    ]
    turn = sum((b[0] - a[0]) * (b[1] + a[1]) for a, b in zip(corners, corners[1:]))
    if turn >= 0 or corners[0] != corners[-1]:
        raise AssertionError("the corners must go counter-clockwise, and close")
    xs, ys = zip(*corners)
    return min(xs), min(ys), max(xs), max(ys)


def _in_box(one: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    x, y = one.get("decimalLongitude"), one.get("decimalLatitude")
    return x is not None and box[0] <= x <= box[2] and box[1] <= y <= box[3]
