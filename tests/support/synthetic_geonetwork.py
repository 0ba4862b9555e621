"""A synthetic GeoNetwork 4: its search, applied for real to the records that it is given.

It speaks as much of Elasticsearch's Query DSL as a GeoNetwork client sends, refuses what Elasticsearch
refuses (HTTP 400: unknown clauses, reserved signs that are not escaped, sorting by a field that is not
mapped, pages beyond the window), and misbehaves on demand.

    with FaultServer() as server:
        geonetwork = SyntheticGeoNetwork(records, faults={"ignore area"}).mount(server)
        GeoNetworkCatalog(CatalogEntry("x", "geonetwork", geonetwork.url), session)

Faults: "ignore text|area|period|children|parent|terms", "refuse area|period|text|sort|extras|page",
"refuse search_after", "total is the page", "total is a number", "total is huge", "no total", "same page",
"endless", "html", "missing", "forbidden", "not allowed", "error with 200", "refusals are 500",
"no sort values", "timed out".
"""

from __future__ import annotations

import fnmatch
import itertools
import re
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timezone
from typing import Any

from shapely.geometry import box, shape
from shapely.ops import unary_union

from .faultserver import FaultServer, Reply, Seen, as_html, as_json, as_xml

_KEYWORDS = ("uuid", "tag.", "th_", "cl_", "parentUuid", "resourceIdentifier", "isTemplate", "resourceType",
             "groupOwner", "Org")  # fmt: skip
_MAPPED = {"_score", "uuid", "changeDate", "revisionDateForResource", "publicationDateForResource",
           "creationDateForResource", "resourceTitleObject.default.keyword", "popularity"}  # fmt: skip


class Refused(Exception):
    """What Elasticsearch answers with HTTP 400."""


def synthetic_record(number: int = 1, **fields: Any) -> dict[str, Any]:
    """A record of the index with what every record has; ``box`` is (west, south, east, north) and ``period``
    (first, last day), None for none or an open end."""
    west, south, east, north = fields.pop("box", (0.0, 40.0, 10.0, 50.0)) or (None,) * 4
    start, end = fields.pop("period", ("2010-01-01", "2012-12-31"))
    title, abstract = (
        fields.pop("title", f"Synthetic record {number}"),
        fields.pop("abstract", "Made for tests."),
    )
    days = {"gte": start and f"{start}T00:00:00.000Z", "lte": end and f"{end}T00:00:00.000Z"}
    found: dict[str, Any] = {
        "uuid": f"{number:08d}-0000-4000-8000-000000000000",
        "isTemplate": "n",
        "resourceType": ["dataset"],
        "resourceTitleObject": title if isinstance(title, dict) else {"default": title},
        "resourceAbstractObject": {"default": abstract},
        "changeDate": f"2020-01-01T00:{number // 60 % 60:02d}:{number % 60:02d}.000Z",
        "geom": None if west is None else _ring(west, south, east, north),
        "resourceTemporalExtentDateRange": [{k: v for k, v in days.items() if v}] if start or end else None,
        **fields,
    }
    return {name: value for name, value in found.items() if value is not None}


def _ring(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


class SyntheticGeoNetwork:
    """The server; ``bodies`` are the requests that it was sent, ``window`` how far pages go."""

    def __init__(
        self, records: Sequence[dict[str, Any]], *, faults: Collection[str] = (), window: int = 10_000
    ):
        self.records = list(records)
        self.faults = set(faults)
        self.window = window
        self.bodies: list[dict[str, Any]] = []
        self.url = ""
        self._serial = itertools.count()

    def mount(
        self, server: FaultServer, portal: str = "srv", xml: dict[str, str] | None = None
    ) -> SyntheticGeoNetwork:
        """Answer on a server; ``xml`` are the native records by identifier."""
        self.url = server.add(f"/geonetwork/{portal}/api/search/records/_search", self.answer)
        site = {"system/site/name": "Synthetic catalogue", "system/platform/version": "4.2.8"}
        server.add(f"/geonetwork/{portal}/api/site", as_json(site))
        for key, record in (xml or {}).items():
            server.add(f"/geonetwork/{portal}/api/records/{key}", as_xml(record))
        return self

    def answer(self, seen: Seen) -> Reply:
        if "html" in self.faults:
            return as_html()
        if "missing" in self.faults:
            return Reply(404)
        if "forbidden" in self.faults:
            return Reply(403)
        if "not allowed" in self.faults or seen.method != "POST":
            return Reply(405)
        body = seen.json()
        self.bodies.append(body)
        try:
            return as_json(self._search(body))
        except Refused as refusal:
            cause = {"type": "query_shard_exception", "reason": str(refusal)}
            said = {
                "error": {"root_cause": [cause], "type": "search_phase_execution_exception"},
                "status": 400,
            }
            if "error with 200" in self.faults:
                return as_json(said)
            return as_json(said, 500 if "refusals are 500" in self.faults else 400)

    def _search(self, body: dict[str, Any]) -> dict[str, Any]:
        extras = {"track_total_hits", "_source", "aggregations"} & set(body)
        if "refuse extras" in self.faults and extras:
            raise Refused(f"unknown key {sorted(extras)}")
        start, size, after = body.get("from", 0), body.get("size", 10), body.get("search_after")
        if start + size > self.window:
            raise Refused(
                f"Result window is too large, from + size must be less than or equal to {self.window}"
            )
        if after and start:
            raise Refused("`from` parameter must be set to 0 when `search_after` is used.")
        if "refuse page" in self.faults and start:
            raise Refused("no pages here")
        if "refuse search_after" in self.faults and after:
            raise Refused("no search_after here")
        keys = list(self._sort_keys(body.get("sort", [{"_score": "desc"}])))
        found = []
        for record in self.records:
            score = self._score(body.get("query", {"match_all": {}}), record)
            if score is not None:
                found.append((record, [_sort_value(record, name, score) for name, _ in keys]))
        for at in reversed(range(len(keys))):
            found.sort(key=lambda pair: _comparable(pair[1][at]), reverse=keys[at][1])
        matched = len(found)
        if after:
            found = [pair for pair in found if _is_after(pair[1], after, [down for _, down in keys])]
        page = found[:size] if "same page" in self.faults else found[start : start + size]
        hits = [self._hit(body, record, values) for record, values in page]
        if "endless" in self.faults:
            hits = [self._invented() for _ in range(size)]
        answer = {
            "took": 1,
            "timed_out": "timed out" in self.faults,
            "_shards": {"total": 1, "successful": 1, "skipped": 0, "failed": 0},
            "hits": {"total": self._total(body, matched, len(hits)), "max_score": 1, "hits": hits},
        }
        if "aggregations" in body:
            answer["aggregations"] = {k: self._group(v, found) for k, v in body["aggregations"].items()}
        return answer

    def _hit(self, body: dict[str, Any], record: dict[str, Any], values: list[Any]) -> dict[str, Any]:
        left_out = body.get("_source", {}).get("excludes", [])
        source = {k: v for k, v in record.items() if not any(fnmatch.fnmatch(k, p) for p in left_out)}
        hit = {"_index": "gn-records", "_id": record["uuid"], "_score": 1, "_source": source, "edit": False}
        return hit if "no sort values" in self.faults else {**hit, "sort": values}

    def _invented(self) -> dict[str, Any]:
        number = next(self._serial) + 1_000_000
        return {"_id": str(number), "_source": synthetic_record(number), "sort": [1, number]}

    def _total(self, body: dict[str, Any], matched: int, given: int) -> Any:
        if "no total" in self.faults:
            return None
        if "total is the page" in self.faults:
            return {"value": given, "relation": "eq"}
        if "total is huge" in self.faults:
            return {"value": matched + 1000, "relation": "eq"}
        if "total is a number" in self.faults:
            return matched
        if not body.get("track_total_hits") and matched > self.window:
            return {"value": self.window, "relation": "gte"}
        return {"value": matched, "relation": "eq"}

    def _group(self, asked: dict[str, Any], found: list[tuple[dict[str, Any], Any]]) -> dict[str, Any]:
        if "global" in asked:
            pairs = [(record, None) for record in self.records]
            return {
                "doc_count": len(pairs),
                **{k: self._group(v, pairs) for k, v in asked["aggregations"].items()},
            }
        counts: dict[str, int] = {}
        for record, _ in found:
            for value in set(_values(record, asked["terms"]["field"])):
                counts[str(value)] = counts.get(str(value), 0) + 1
        rows = sorted(counts.items(), key=lambda pair: -pair[1])[: asked["terms"]["size"]]
        return {"buckets": [{"key": key, "doc_count": count} for key, count in rows]}

    def _sort_keys(self, sort: list[Any]) -> Iterator[tuple[str, bool]]:
        for one in sort:
            ((name, how),) = one.items()
            said = how if isinstance(how, dict) else {"order": how}
            if "refuse sort" in self.faults and name not in ("_score", "uuid"):
                raise Refused(f"cannot sort on [{name}]")
            if name not in _MAPPED and "unmapped_type" not in said:
                raise Refused(f"No mapping found for [{name}] in order to sort on")
            yield name, said["order"] == "desc"

    # The Query DSL; None where a record does not match, else its score

    def _score(self, clause: dict[str, Any], record: dict[str, Any]) -> float | None:
        ((name, said),) = clause.items()
        if name == "match_all":
            return 1.0
        if name == "bool":
            return self._bool(said, record)
        if name == "query_string":
            return self._query_string(said, record)
        if name == "exists":
            ignored = "ignore children" in self.faults and said["field"] == "parentUuid"
            return 1.0 if _values(record, said["field"]) and not ignored else None
        if name in ("term", "terms"):
            ((field, wanted),) = said.items()
            if "ignore parent" in self.faults and field == "parentUuid":
                return 1.0
            if "ignore terms" in self.faults and field.startswith("th_"):
                return 1.0
            options = wanted if name == "terms" else [wanted]
            return 1.0 if set(map(str, options)) & set(map(str, _values(record, field))) else None
        if name == "range":
            return self._range(said, record)
        if name == "geo_shape":
            return self._geo_shape(said, record)
        raise Refused(f"unknown query [{name}]")

    def _bool(self, said: dict[str, Any], record: dict[str, Any]) -> float | None:
        if set(said) - {"must", "filter", "must_not", "should", "minimum_should_match"}:
            raise Refused(f"[bool] query does not support {sorted(said)}")
        scores = [self._score(clause, record) for clause in said.get("must", [])]
        filters = [self._score(clause, record) for clause in said.get("filter", [])]
        excluded = [self._score(clause, record) for clause in said.get("must_not", [])]
        options = [self._score(clause, record) for clause in said.get("should", [])]
        if None in scores or None in filters or any(one is not None for one in excluded):
            return None
        if sum(one is not None for one in options) < said.get("minimum_should_match", 0):
            return None
        return sum(one or 0.0 for one in (*scores, *options))

    def _query_string(self, said: dict[str, Any], record: dict[str, Any]) -> float | None:
        if "refuse text" in self.faults:
            raise Refused("field expansion matches too many fields")
        words = _parse(said["query"])
        if "ignore text" in self.faults:
            return 1.0
        best = None
        for pattern in said["fields"]:
            field, _, boost = pattern.partition("^")
            for path, text in _texts(record):
                if fnmatch.fnmatch(path, "*" if field == "any.*" else field) and _holds(
                    path, text, words, field
                ):
                    best = max(best or 0.0, float(boost or 1))
        return best

    def _range(self, said: dict[str, Any], record: dict[str, Any]) -> float | None:
        ((field, asked),) = said.items()
        if "refuse period" in self.faults:
            raise Refused(f"failed to create query on [{field}]")
        if set(asked) - {"gte", "lte", "gt", "lt", "relation"}:
            raise Refused(f"[range] query does not support {sorted(asked)}")
        if "ignore period" in self.faults:
            return 1.0
        low, high = _instant(asked.get("gte"), False), _instant(asked.get("lte"), True)
        for value in _values(record, field):
            first, last = _instant(value.get("gte"), False), _instant(value.get("lte"), True)
            if first <= high and low <= last:
                return 1.0
        return None

    def _geo_shape(self, said: dict[str, Any], record: dict[str, Any]) -> float | None:
        ((field, asked),) = said.items()
        if "refuse area" in self.faults:
            raise Refused(f"failed to parse shape of [{field}]")
        if asked["relation"] != "intersects":
            raise Refused("unknown relation")
        if "ignore area" in self.faults:
            return 1.0
        own = [_geometry(value) for value in _values(record, field)]
        return 1.0 if any(one.intersects(_geometry(asked["shape"])) for one in own) else None


def _parse(query: str) -> list[str]:
    """The words of a query_string without operators. Refuses a reserved sign that is not escaped."""
    inner = query[1:-1] if query.startswith('"') and query.endswith('"') and len(query) > 1 else query
    if re.search(r'(?<!\\)(?:\\\\)*[+\-=&|!(){}\[\]^"~*?:/<>]', inner) or re.search(
        r"(?:^|[^\\])(?:\\\\)*\\$", inner
    ):
        raise Refused(f"Failed to parse query [{query}]")
    words = re.sub(r"\\(.)", r"\1", inner)
    if set(words.split()) & {"AND", "OR", "NOT"}:
        raise Refused(f"Failed to parse query [{query}]")
    return re.findall(r"\w+", words.lower())


def _holds(path: str, text: str, words: list[str], field: str) -> bool:
    if path.startswith(_KEYWORDS) and field != "any.*":
        return text.lower() == " ".join(words) or text == "-".join(words)
    return bool(words) and set(words) <= set(re.findall(r"\w+", text.lower()))


def _texts(node: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(node, str):
        yield path, node
    elif isinstance(node, list):
        for one in node:
            yield from _texts(one, path)
    elif isinstance(node, dict):
        for name, one in node.items():
            yield from _texts(one, f"{path}.{name}" if path else name)


def _values(node: Any, path: str) -> list[Any]:
    """The values at a dotted path, lists opened; names may have dots of their own."""
    if isinstance(node, list):
        return [value for one in node for value in _values(one, path)]
    if not path:
        return [] if node is None else [node]
    if not isinstance(node, dict):
        return []
    found = _values(node[path], "") if path in node else []
    head, _, rest = path.partition(".")
    return found or (_values(node[head], rest) if rest and head in node else [])


def _sort_value(record: dict[str, Any], name: str, score: float) -> Any:
    if name == "_score":
        return score
    values = _values(record, name.removesuffix(".keyword"))
    return values[0] if values else None


def _comparable(value: Any) -> tuple[int, Any]:
    return (0, 0) if value is None else (1, value)


def _is_after(values: list[Any], after: list[Any], descending: list[bool]) -> bool:
    for value, other, down in zip(values, after, descending):
        if value != other:
            return (_comparable(value) > _comparable(other)) != down
    return False


def _instant(text: str | None, upper: bool) -> datetime:
    if not text:
        edge = datetime.max if upper else datetime.min
        return edge.replace(tzinfo=timezone.utc)
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def _geometry(value: dict[str, Any]) -> Any:
    if value["type"] == "envelope":
        (west, north), (east, south) = value["coordinates"]
        if west <= east:
            return box(west, south, east, north)
        return unary_union([box(west, south, 180, north), box(-180, south, east, north)])
    if value["type"] == "Polygon" and len(value["coordinates"][0]) == 5:
        (west, south), (east, _), (_, north), *_ = value["coordinates"][0]
        if west > east:  # a record across the antimeridian, as GeoNetwork writes it
            return unary_union([box(west, south, 180, north), box(-180, south, east, north)])
    return shape(
        {**value, "type": {"point": "Point", "linestring": "LineString"}.get(value["type"], value["type"])}
    )
