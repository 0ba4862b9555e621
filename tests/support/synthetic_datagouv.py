"""A synthetic data.gouv.fr, written from its documentation; it misbehaves as ``synthetic_rest`` says."""

from __future__ import annotations

import re
from typing import Any

from tests.support.faultserver import FaultServer, Reply, Seen, as_json
from tests.support.synthetic_lucene import strings
from tests.support.synthetic_rest import SyntheticApi


def synthetic_datagouv(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"{number:024x}",
        "slug": f"record-{number}",
        "title": f"Record {number}",
        "description": "Une **description**",
        "tags": ["neige"],
        "license": "lov2",
        "organization": {"id": "o", "name": "Synthetic ministry", "page": "https://example.org/o"},
        "temporal_coverage": {"start": "2001-01-01", "end": "2005-12-31"},
        "spatial": {"geom": None, "zones": ["fr:region:84"], "granularity": "fr:commune"},
        "resources": [],
        "page": f"https://example.org/datasets/record-{number}/",
        "created_at": "2020-01-02T03:04:05+00:00",
        "last_modified": "2021-01-02T03:04:05+00:00",
        **changes,
    }


class SyntheticDataGouv(SyntheticApi):
    def mount(self, server: FaultServer) -> SyntheticDataGouv:
        self.url = server.add("/api/1/datasets/", self._answer)
        return self

    def _answer(self, seen: Seen) -> Reply:
        self.asked.append(seen.query)
        words = re.findall(r"\w+", self.one(seen, "q").lower())
        found = self.records
        if "ignore" not in self.faults:
            found = [one for one in found if all(word in " ".join(strings(one)).lower() for word in words)]
        found = self.spoiled(found)
        page, size = int(self.one(seen, "page", "1")), self.cap(int(self.one(seen, "page_size", "20")))
        given = self.slice(found, (page - 1) * size, size, synthetic_datagouv)
        more = page * size < len(found) or bool({"endless", "same page"} & self.faults)
        following = "https://elsewhere.invalid/next" if more else None
        said = {"data": given, "page": page, "page_size": size, "next_page": following, "previous_page": None}
        return as_json({**said, "total": self.total(len(found), len(given))})
