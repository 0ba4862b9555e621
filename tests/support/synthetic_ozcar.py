"""A synthetic Theia/OZCAR portal, written from its published code (theia-ozcar-is, "backend-springboot" and
"backend-springboot-metadata-portal"): it applies the filters that it is sent as its database would, in any of
the forms that the portal has had, and misbehaves on demand.

Faults: "old" and "oldest" (earlier forms of the body, others are HTTP 500), "same page", "huge total",
"small total", "no total", "capped" (2 a page), "ignore", "endless", "junk", "never last", "html".
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from tests.support.faultserver import FaultServer, Reply, Seen, as_html, as_json

ROOT = "/api-observation/observation"
SNOW = "https://w3id.org/ozcar-theia/variables/snowHeight"
RAIN = "https://w3id.org/ozcar-theia/variables/rainfall"


def i18n(en: str, fr: str = "") -> list[dict[str, str]]:
    return [{"lang": "en", "text": en}, *([{"lang": "fr", "text": fr}] if fr else [])]


def variable(uri: str, name: str) -> dict[str, Any]:
    return {"uri": uri, "prefLabel": i18n(f"{name} (long)"), "simplifiedLabel": i18n(name)}


def observation(number: int, **changes: Any) -> dict[str, Any]:
    """One series of one variable at one place."""
    return {
        "observationId": f"OBS_{number}",
        "timeSerie": True,
        "temporalExtent": {
            "dateBeg": changes.get("start", "2008-11-06T12:11:00Z"),
            "dateEnd": changes.get("end", "2020-04-06T12:04:00Z"),
        },
        "observedProperty": {
            "name": i18n(f"own name {number}"),
            "unit": i18n(changes.get("unit", "m")),
            "theiaVariable": changes.get("variable", variable(SNOW, "Snow height")),
            "theiaCategories": changes.get("categories", ["https://w3id.org/ozcar-theia/snow"]),
        },
        "featureOfInterest": {
            "climateFeature": changes.get("climate", "Mountain climate"),
            "samplingFeature": {
                "name": i18n(changes.get("station", "Col de Porte")),
                "type": "Feature",
                "properties": {},
                "geometry": {
                    "type": "Point",
                    "coordinates": list(changes.get("place", (5.7658, 45.295, 1325.0))),
                },
            },
        },
    }


def document(
    number: int, observations: Sequence[dict[str, Any]] | None = None, **changes: Any
) -> dict[str, Any]:
    """A dataset with its producer and observations."""
    observations = [observation(number)] if observations is None else list(observations)
    places = [one["featureOfInterest"]["samplingFeature"]["geometry"]["coordinates"] for one in observations]
    west, east = min(p[0] for p in places) - 0.01, max(p[0] for p in places) + 0.01
    south, north = min(p[1] for p in places) - 0.01, max(p[1] for p in places) + 0.01
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "producer": {
            "producerId": "CRYO",
            "email": "contact@cryobsclim.example",
            "name": i18n(changes.get("producer", "CRYOBS-CLIM")),
            "title": i18n("CRYosphere, an OBServatory of CLIMate"),
            "description": i18n("An observatory of ice and snow."),
            "fundings": [{"name": i18n(changes.get("funding", "CNRS")), "acronym": "CNRS", "type": "Other"}],
            "onlineResource": {"urlInfo": i18n("https://cryobsclim.example/")},
        },
        "dataset": {
            "datasetId": f"CRYO_DAT_{number}",
            "metadata": {
                "title": i18n(changes.get("title", f"Dataset {number}"), changes.get("titre", "")),
                "description": i18n(changes.get("description", "Measured."), changes.get("texte", "")),
                "objective": i18n("To know the climate."),
                "datasetLineage": i18n("Unmodified."),
                "keywords": [{"keyword": i18n("snow"), "uri": "https://example.org/snow"}],
                "topicCategories": ["Environment"],
                "inspireTheme": "Environmental monitoring facilities",
                "portalSearchCriteria": {"climates": ["Mountain climate"], "geologies": ["Plutonic rocks"]},
                "spatialExtent": {
                    "type": "Feature",
                    "properties": {},
                    "geometry": {"type": "Polygon", "coordinates": [ring]},
                },
                "temporalExtent": {
                    "dateBeg": min(one["temporalExtent"]["dateBeg"] for one in observations),
                    "dateEnd": max(one["temporalExtent"]["dateEnd"] for one in observations),
                },
                "contacts": [
                    {
                        "firstName": "Jane",
                        "lastName": "Doe",
                        "email": "jane@example.org",
                        "role": "Principal investigator",
                        "orcId": "0000-0001-7699-9568",
                        "organisation": {"name": i18n("IGE")},
                    }
                ],
                "dataConstraint": {
                    "licence": {"title": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
                    "accessUseConstraint": i18n("Please cite us."),
                    "urlDataPolicy": i18n("https://cryobsclim.example/policy.pdf"),
                    "embargo": {"duration": 30, "priviledgedUsers": ["friend@example.org"]},
                },
                "onlineResource": {
                    "doi": "doi:10.17178/CRYOBSCLIM.CLB.all",
                    "urlDownload": i18n("https://u:p@data.cryobsclim.example/download.jsf?id=3"),
                    "urlInfo": i18n("https://data.cryobsclim.example/main.jsf"),
                    "webservices": [
                        {
                            "description": i18n("OGC:WMS"),
                            "url": i18n(
                                "https://data.cryobsclim.example/wms?service=WMS&request=GetCapabilities"
                            ),
                        }
                    ],
                },
            },
        },
        "observations": observations,
    }


RAINS = {
    "variable": variable(RAIN, "Rainfall"),
    "categories": ["https://w3id.org/ozcar-theia/rain"],
    "unit": "mm",
}
DOCUMENTS = (
    document(
        1,
        [
            observation(1),
            observation(2, **RAINS, start="1961-01-01T00:00:00Z"),
            observation(3, station="Lac Blanc", place=(6.1118, 45.1277, 2720.0)),
        ],
        title="Snow at Col de Porte",
        titre="Neige au col de Porte",
        description="Snow height and temperature.",
        texte="Hauteur de neige et température.",
    ),
    document(2, [observation(4, **RAINS, station="Niamey", place=(2.1, 13.5), climate="Arid")],
             title="Rain of Niger", producer="AMMA-CATCH", funding="IRD"),
    document(3, [observation(5, station="Rotuma", place=(179.9, -12.5)),
                 observation(6, station="Futuna", place=(-178.1, -14.3))], title="Islands"),
    document(4, [observation(7, station="Old", place=(5.0, 45.0), start="1890-01-01T00:00:00Z",
                             end="1899-12-31T00:00:00Z")], title="Before the portal's first year"),
)  # fmt: skip


class SyntheticOzcar:
    """``asked`` are the bodies that came, oldest first."""

    def __init__(self, documents: Sequence[dict[str, Any]] = DOCUMENTS, faults: Iterable[str] = ()):
        self.documents, self.faults = list(documents), set(faults)
        self.asked: list[dict[str, Any]] = []
        self.url = ""
        self._serial = itertools.count(1000)

    def mount(self, server: FaultServer) -> SyntheticOzcar:
        self.url = server.add(f"{ROOT}/changeDatasetPage", self._search).removesuffix("/changeDatasetPage")
        server.add(f"{ROOT}/initFacets", lambda _: as_json(self.facets()))
        for one in self.documents:
            key = one["dataset"]["datasetId"]
            detail = {
                "documentId": "x",
                "version": "1.0",
                "producer": one["producer"],
                "dataset": one["dataset"],
            }
            server.add(f"{ROOT}/showDatasetDetailed/{key}", as_json(detail))
            lists = [{"_id": n, "observations": [each]} for n, each in enumerate(one["observations"])]
            server.add(f"{ROOT}/getObservationsOfADataset/{key}", as_json(lists))
        return self

    def facets(self) -> dict[str, Any]:
        observed = [one for each in self.documents for one in each["observations"]]
        names = {one["observedProperty"]["theiaVariable"]["uri"]: one["observedProperty"] for one in observed}
        leaves = [
            {"uri": uri, "simplifiedLabel": i18n(uri.rpartition("/")[2].title()), "narrowers": [], "count": 1}
            for uri in sorted({uri for one in observed for uri in one["observedProperty"]["theiaCategories"]})
        ]
        return {
            "theiaVariables": [names[uri]["theiaVariable"] for uri in sorted(names)],
            "theiaCategoryTree": [
                {"uri": "https://w3id.org/ozcar-theia/atmosphere", "simplifiedLabel": i18n("Atmosphere"),
                 "narrowers": leaves, "count": 9}
            ],
            "climatesFacet": [{"name": "Mountain climate", "count": 3}, {"_id": "Arid", "count": 1},
                              {"name": None, "count": 2}],
            "geologiesFacet": [{"name": "Plutonic rocks", "count": 4}],
            "producerNamesFacet": [{"name": "AMMA-CATCH", "count": 1}, {"name": "CRYOBS-CLIM", "count": 3}],
            "fundingNamesFacet": [{"type": "Other", "name": "CNRS", "acronym": "CNRS", "count": 3}],
            "totalCount": [{"count": len(observed)}],
        }  # fmt: skip

    def _search(self, seen: Seen) -> Reply:
        body = seen.json()
        self.asked.append(body)
        if "html" in self.faults:
            return as_html("<html><body>moved</body></html>")
        if not self._understood(body["filters"]):
            return as_json({"status": 500, "error": "Internal Server Error"}, 500)
        ignored = "ignore" in self.faults
        found = [
            one
            for one in self.documents
            if ignored or any(_matches(each, one, body["filters"]) for each in one["observations"])
        ]
        found = sorted(found, key=lambda one: one["dataset"]["metadata"]["title"][0]["text"])
        size = min(body["pageSize"], 2) if "capped" in self.faults else body["pageSize"]
        start = (body["pageSelected"] - 1) * body["pageSize"]
        part = found[:size] if "same page" in self.faults else found[start : start + size]
        lines = [_line(one) for one in part]
        if "endless" in self.faults:
            lines = [_line(document(next(self._serial))) for _ in range(size)]
        if "junk" in self.faults:
            lines += [None, 3, "x", [], {}, {"datasetId": None}]
        page: dict[str, Any] = {"content": lines, "number": body["pageSelected"] - 1, "size": size}
        if not {"no total", "endless"} & self.faults:
            total = len(found) + 100 * ("huge total" in self.faults)
            page["totalElements"] = len(part) if "small total" in self.faults else total
        if not {"never last", "same page", "huge total", "small total", "no total", "endless"} & self.faults:
            page["last"] = start + size >= len(found)
        return as_json(page)

    def _understood(self, filters: dict[str, Any]) -> bool:
        concepts = [*filters["theiaCategories"], *filters["theiaVariables"]]
        if "oldest" in self.faults:
            return not isinstance(filters["fullText"], list) and all(isinstance(one, str) for one in concepts)
        listed = isinstance(filters["fullText"], list)
        return listed and all(isinstance(one, str if "old" in self.faults else dict) for one in concepts)


def answers() -> dict[str, Any]:
    """What the portal answers, by the end of the address."""
    one = DOCUMENTS[0]
    return {
        "changeDatasetPage": {"content": [_line(each) for each in DOCUMENTS[:2]], "totalElements": 4},
        "initFacets": SyntheticOzcar().facets(),
        "showDatasetDetailed": {"producer": one["producer"], "dataset": one["dataset"]},
        "getObservationsOfADataset": [{"observations": one["observations"]}],
    }


def _line(one: dict[str, Any]) -> dict[str, Any]:
    """A dataset as the list of results has it."""
    said = one["dataset"]["metadata"]
    kept = ("title", "description", "objective", "temporalExtent", "spatialExtent", "keywords")
    return {
        "datasetId": one["dataset"]["datasetId"],
        "producerId": one["producer"]["producerId"],
        "producerName": one["producer"]["name"],
        **{name: said[name] for name in kept},
    }


def _matches(one: dict[str, Any], of: dict[str, Any], filters: dict[str, Any]) -> bool:
    feature, observed = one["featureOfInterest"], one["observedProperty"]
    said = str([of["dataset"]["metadata"], of["producer"]["name"], observed, feature]).lower()
    asked = (
        " ".join(filters["fullText"]) if isinstance(filters["fullText"], list) else filters["fullText"] or ""
    )
    phrases = asked.split('"')[1::2]
    if phrases and not all(phrase in said for phrase in phrases):
        return False
    if asked and not phrases and not any(word in said for word in asked.split()):
        return False
    for extent in filters["temporalExtents"]:
        start, end = _instant(extent["fromDate"] or "1900-01-01T01:00:00.000Z"), _instant(extent["toDate"])
        began, ended = (_instant(one["temporalExtent"][name]) for name in ("dateBeg", "dateEnd"))
        if began > end or ended < start:
            return False
    if filters["spatialExtent"] is not None:
        x, y = feature["samplingFeature"]["geometry"]["coordinates"][:2]
        rings = [each["geometry"]["coordinates"][0] for each in filters["spatialExtent"]["features"]]
        if not any(within(x, y, ring) for ring in rings):
            return False
    concepts = [each if isinstance(each, str) else each["uri"] for each in filters["theiaCategories"]]
    names = [
        each if isinstance(each, str) else each["simplifiedLabel"][0]["text"]
        for each in filters["theiaVariables"]
    ]
    known = observed["theiaVariable"]
    here = {*observed["theiaCategories"], known["uri"], known["simplifiedLabel"][0]["text"]}
    if (concepts or names) and not here & {*concepts, *names}:
        return False
    plain = {
        "climates": feature["climateFeature"],
        "geologies": of["dataset"]["metadata"]["portalSearchCriteria"]["geologies"][0],
        "producerNames": of["producer"]["name"][0]["text"],
        "fundingNames": of["producer"]["fundings"][0]["name"][0]["text"],
    }
    return all(not filters[name] or value in filters[name] for name, value in plain.items())


def _instant(said: str) -> datetime:
    return datetime.fromisoformat(said.replace("Z", "+00:00"))


def within(x: float, y: float, ring: Sequence[Sequence[float]]) -> bool:
    """Whether a place is in a polygon whose edges are great circles, the smaller side of it, as MongoDB takes
    polygons: the sum of the angles under which the corners are seen is a whole turn inside."""
    if len({tuple(corner) for corner in ring}) < 3 or ring[0] != ring[-1]:
        raise AssertionError("no polygon")
    xs = [corner[0] for corner in ring]
    if max(xs) - min(xs) > 180:
        raise AssertionError("a polygon wider than half of the Earth means the rest of it")
    here, corners = _vector(x, y), [_vector(*corner) for corner in ring]
    ys = [corner[1] for corner in ring]
    middle = _vector((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    if sum(a * b for a, b in zip(here, middle)) <= 0:
        return False  # on the other side of the Earth the corners are seen all round as well
    turned = 0.0
    for one, other in zip(corners, corners[1:]):
        a, b = _seen(here, one), _seen(here, other)
        if a is None or b is None:
            return True
        turned += math.remainder(b - a, 2 * math.pi)
    return abs(turned) > math.pi


def _vector(x: float, y: float) -> tuple[float, float, float]:
    lon, lat = math.radians(x), math.radians(y)
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def _seen(here: tuple[float, float, float], there: tuple[float, float, float]) -> float | None:
    """The direction of a place from another; None where they are the same."""
    lon = math.atan2(here[1], here[0])
    east = (-math.sin(lon), math.cos(lon), 0.0)
    north = (
        here[1] * east[2] - here[2] * east[1],
        here[2] * east[0] - here[0] * east[2],
        here[0] * east[1] - here[1] * east[0],
    )
    x = sum(a * b for a, b in zip(there, east))
    y = sum(a * b for a, b in zip(there, north))
    return math.atan2(y, x) if abs(x) > 1e-12 or abs(y) > 1e-12 else None
