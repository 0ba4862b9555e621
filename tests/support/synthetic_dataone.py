"""A synthetic member node of DataONE (Metacat): its Solr index, applied for real to the documents given.

Faults, words of one text: "same" (the same page for ever), "total" (a million found), "ignore" (no filter).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from .faultserver import FaultServer, Reply, Seen, as_json, as_xml
from .synthetic_lucene import lucene


def synthetic_doc(number: int = 1, **changes: Any) -> dict[str, Any]:
    """A document of the index."""
    return {
        "id": f"doi:10.1234/{number}",
        "identifier": f"doi:10.1234/{number}",
        "title": f"Frogs of pond {number}",
        "abstract": "Counts of frogs.",
        "keywords": ["Rana", "pond"],
        "northBoundCoord": 46.0,
        "southBoundCoord": 44.0,
        "eastBoundCoord": 7.0,
        "westBoundCoord": 5.0,
        "beginDate": "2001-01-01T00:00:00Z",
        "endDate": "2005-12-31T00:00:00Z",
        "origin": ["Ada Lovelace"],
        "datePublished": "2020-02-03T00:00:00Z",
        "documents": [f"doi:10.1234/{number}", "urn:uuid:a b"],
        "formatId": "https://eml.ecoinformatics.org/eml-2.2.0",
        "formatType": "METADATA",
        **changes,
    }


class SyntheticDataOne:
    """The node; ``asked`` are what its index was sent, ``objects`` the records by identifier."""

    def __init__(self, docs: Sequence[Any], objects: Mapping[str, str] | None = None, faults: str = ""):
        self.docs = list(docs)
        self.objects = dict(objects or {})
        self.faults = faults
        self.asked: list[dict[str, str]] = []
        self.url = ""

    def mount(self, server: FaultServer, root: str = "/d1/mn") -> SyntheticDataOne:
        self._root = f"{root}/v2/object/"
        server.add(f"{root}/v2/query/solr/", self._answer)
        server.add(f"{self._root}*", self._object)
        self.url = server.url(root)
        return self

    def _answer(self, seen: Seen) -> Reply:
        one = {name: values[0] for name, values in seen.query.items()}
        self.asked.append(one)
        matches = lucene(one["q"])
        found = self.docs if "ignore" in self.faults else [doc for doc in self.docs if matches(doc)]
        start = 0 if "same" in self.faults else int(one["start"])
        given = found[start : start + int(one["rows"])]
        names = set(one.get("fl", "*").split(","))
        if not ({"*"} & names or self.faults):
            given = [{name: value for name, value in doc.items() if name in names} for doc in given]
        total = 10**6 if "total" in self.faults else len(found)
        return as_json({"response": {"numFound": total, "start": start, "docs": given}})

    def _object(self, seen: Seen) -> Reply:
        record = self.objects.get(unquote(seen.path.removeprefix(self._root)))
        return as_xml(record) if record else Reply(404)
