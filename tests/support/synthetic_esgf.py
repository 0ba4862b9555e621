"""A synthetic ESGF index: classic search (ESGF Search RESTful API), applied for real to the documents given.

Facets (a comma or a repeated parameter is "or", ``name!`` excludes), free text, ``start`` and ``end`` over
the period of the data, ``latest``, ``replica``, ``dataset_id``, datasets and files, pages, counts of facets,
the list of shards. A parameter that is none of these and no field of any document is HTTP 400, as there.

    with FaultServer() as server:
        esgf = SyntheticEsgf([synthetic_dataset(n) for n in range(5)], [synthetic_file(1)]).mount(server)

Faults, words of one text: "same" (the same page for ever), "total" (a million found).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .faultserver import FaultServer, Reply, Seen, as_json
from .synthetic_lucene import strings

SHA = "ab" * 32
_SYSTEM = {"query", "format", "type", "limit", "offset", "distrib", "start", "end", "from", "to", "facets",
           "fields", "shards", "bbox"}  # fmt: skip
_NO_FACETS = {"id", "title", "url", "size", "checksum", "datetime_start", "datetime_stop", "number_of_files",
              "type", "latest", "replica"}  # fmt: skip


def synthetic_dataset(number: int = 1, **changes: Any) -> dict[str, Any]:
    """A document of type Dataset of a global grid."""
    return {
        "id": f"CMIP6.x.v{number}|node",
        "title": f"CMIP6.x.v{number}",
        "project": ["CMIP6"],
        "variable_id": ["tas"],
        "variable_long_name": ["Near-Surface Air Temperature"],
        "experiment_title": ["historical"],
        "institution_id": ["IPSL"],
        "datetime_start": "1850-01-16T12:00:00Z",
        "datetime_stop": "2014-12-16T12:00:00Z",
        "west_degrees": 0.0,
        "east_degrees": 358.75,
        "south_degrees": -90.0,
        "north_degrees": 90.0,
        "type": "Dataset",
        "url": [f"https://example.org/thredds/catalog/{number}.xml#x|application/xml+thredds|THREDDS"],
        **changes,
    }


def synthetic_file(number: int = 1, **changes: Any) -> dict[str, Any]:
    """A document of type File: ten years."""
    return {
        "id": f"CMIP6.x.file{number}.nc|node",
        "title": f"tas_Amon_IPSL_historical_r1i1p1f1_gr_{1850 + 10 * number}01-{1859 + 10 * number}12.nc",
        "dataset_id": "CMIP6.x.v1|node",
        "size": 1234,
        "checksum": [SHA],
        "checksum_type": ["SHA256"],
        "type": "File",
        "url": [
            f"https://example.org/thredds/fileServer/{number}.nc|application/netcdf|HTTPServer",
            f"https://example.org/thredds/dodsC/{number}.nc.html|application/opendap-html|OPENDAP",
            f"gsiftp://example.org:2811//{number}.nc|application/gridftp|GridFTP",
            f"globus:abc/{number}.nc|Globus|Globus",
        ],
        **changes,
    }


class SyntheticEsgf:
    """The index; ``asked`` are the parameters that came (the first value of each), oldest first."""

    def __init__(self, datasets: Sequence[Any], files: Sequence[Any] = (), faults: str = ""):
        self.docs = {"Dataset": list(datasets), "File": list(files)}
        self.faults = faults
        self.asked: list[dict[str, str]] = []
        self.url = ""

    def mount(self, server: FaultServer, path: str = "/esg-search/search") -> SyntheticEsgf:
        self.url = server.add(path, self._answer)
        return self

    def _answer(self, seen: Seen) -> Reply:
        one = {name: values[0] for name, values in seen.query.items()}
        self.asked.append(one)
        if one.get("format") != "application/solr+json":
            return Reply(200, b"<response/>", {"Content-Type": "text/xml"})
        docs = self.docs[one.get("type", "Dataset")]
        known = _SYSTEM | {name for doc in docs for name in doc}
        unknown = [
            name for name in seen.query if docs and name.rstrip("!") not in known | {"latest", "replica"}
        ]
        if unknown:
            said = f"HTTP Status 400 - Invalid HTTP query parameter={unknown[0]}"
            return Reply(400, said.encode(), {"Content-Type": "text/html"})
        found = [doc for doc in docs if _matches(doc, seen.query)]
        start = 0 if "same" in self.faults else int(one.get("offset", "0"))
        given = found[start : start + int(one.get("limit", "10"))]
        number = 10**6 if "total" in self.faults else len(found)
        return as_json({
            "responseHeader": {"status": 0, "params": {"shards": "127.0.0.1/solr/datasets"}},
            "response": {"numFound": number, "start": start, "docs": given},
            "facet_counts": {"facet_fields": _counts(found, one.get("facets", ""))},
        })  # fmt: skip


def _matches(doc: dict[str, Any], query: dict[str, list[str]]) -> bool:
    for name, said in query.items():
        if name == "query":
            words = said[0].lower().split()
            text = " ".join(strings(doc)).lower()
            if not all(word.strip('"*') in text for word in words):
                return False
        elif name == "start":
            if str(doc.get("datetime_stop", "")) < said[0]:
                return False
        elif name == "end":
            if str(doc.get("datetime_start", "9999")) > said[0]:
                return False
        elif name in ("latest", "replica"):
            if str(doc.get(name, name == "latest")).lower() != said[0].lower():
                return False
        elif name not in _SYSTEM:
            wanted = {value for one in said for value in one.split(",")}
            own = doc.get(name.rstrip("!"))
            held = {str(value) for value in (own if isinstance(own, list) else [own])}
            if bool(held & wanted) == name.endswith("!"):
                return False
    return True


def _counts(found: list[dict[str, Any]], asked: str) -> dict[str, list[Any]]:
    """Values and their counts in turn, as Solr gives them."""
    every = {name for doc in found for name in doc} - _NO_FACETS
    names = every if asked == "*" else [name for name in asked.split(",") if name]
    counted: dict[str, list[Any]] = {}
    for name in sorted(names):
        counts: dict[str, int] = {}
        for doc in found:
            own = doc.get(name)
            for value in own if isinstance(own, list) else [own]:
                if isinstance(value, str):
                    counts[value] = counts.get(value, 0) + 1
        counted[name] = [each for pair in sorted(counts.items()) for each in pair]
    return counted
