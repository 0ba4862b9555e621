"""How much of what the catalogues say reaches the model, and what reading it costs, by parser.

A parser reads an answer of the table in tests/support/answers.py, recorded where there is a recording, with
its adapter. ``model`` is the share of its records' leaves (non-empty texts, numbers, truth values) that are
found in the fields of the records, ``raw`` the share that is in the untouched raw record only; together they
are the row's value. Of title, abstract, box, period, licence, DOI and links none may be missing in its own
field.

``parse_ms_per_record`` is what reading an answer takes the processor that is there already, every field of
every record looked at, beside a peer that reads the same, or else beside the bare parse of the same bytes.
"""

from __future__ import annotations

import dataclasses
import gc
import json
import time
import warnings
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree

from gaia_plugin.core.metadata.hrefs import without_secrets
from gaia_plugin.core.model import Query, Record
from tests.bench.completeness_fields import NAMED, Format, Source, format_of, is_kept, named, sources
from tests.bench.completeness_peers import peer_of
from tests.support.answers import CASES, Case
from tests.support.haystack import Haystack, Leaf, json_leaves, squeeze, xml_leaves

SHOWN = 8  # lost leaves that a row names
LIMIT = 60.0  # times the bare parse of the same bytes: only a fault of kind, not of degree, costs as much
SEARCH = (
    3.0  # milliseconds for a search itself, its session, its pager, its threads, which small answers show
)
ROUNDS, SECONDS = 9, 0.25
QUERY = Query(page_size=200)


def records_of(case: Case, content: bytes, count: int | None = None) -> list[Record]:
    """The records of an answer as the adapter's search gives them, each once; ``count`` ends the search."""
    found: dict[tuple[str, str], Record] = {}
    for page in case.pages(content, QUERY.but(limit=count)):
        for record in page.items:
            found.setdefault(record.key, record)
    return list(found.values())


class Raw:
    """What is in the untouched record."""

    def __init__(self, record: Record, form: Format) -> None:
        raw = record.raw
        if isinstance(raw, bytes):
            leaves = xml_leaves(etree.fromstring(raw, etree.XMLParser(recover=True, remove_comments=True)))
        else:
            leaves = json_leaves(form.shape(dict(raw) if isinstance(raw, Mapping) else raw))
        self.values = {(leaf.name, plain(leaf.value)) for leaf in leaves}

    def holds(self, leaf: Leaf) -> bool:
        return (leaf.name, plain(leaf.value)) in self.values


def plain(value: Any) -> Any:
    """A value for comparing: texts without secrets, as the raw record has them."""
    return squeeze(without_secrets(value)[0]) if isinstance(value, str) else (type(value).__name__, value)


@dataclasses.dataclass
class Tally:
    """What was counted over the records of an answer."""

    leaves: int = 0
    model: int = 0
    raw: int = 0
    lost: Counter[str] = dataclasses.field(default_factory=Counter)
    said: Counter[str] = dataclasses.field(default_factory=Counter)
    kept: Counter[str] = dataclasses.field(default_factory=Counter)
    missing: list[str] = dataclasses.field(default_factory=list)

    def count(self, source: Source, record: Record, form: Format) -> None:
        hay, raw = Haystack(record), Raw(record, form)
        for leaf in source.leaves:
            self.leaves += 1
            if hay.holds(leaf):
                self.model += 1
            elif raw.holds(leaf):
                self.raw += 1
            else:
                self.lost[leaf.path] += 1
        for name, leaf in named(source, form):
            self.said[name] += 1
            if is_kept(name, leaf, record, hay):
                self.kept[name] += 1
            else:
                self.missing.append(f"{name}: {leaf.path} = {squeeze(str(leaf.value))[:80]}")


def tallied(case: Case, form: Format) -> Tally:
    """The counts of one answer. Raises RuntimeError where records were lost whole."""
    content = case.answer()
    said, found = sources(content, form), records_of(case, content)
    if len(said) != len(found) or not said:
        raise RuntimeError(f"{case.name}: {len(found)} records of {len(said)}")
    tally = Tally()
    for source, record in zip(said, found):
        tally.count(source, record, form)
    return tally


def completeness(case: Case, form: Format) -> list[dict[str, Any]]:
    """The two rows of an answer."""
    tally = tallied(case, form)
    kind = "synthetic" if "synthetic" in case.name else "recorded"
    reached = percent(tally.model + tally.raw, tally.leaves)
    fields = percent(sum(tally.kept.values()), sum(tally.said.values()))
    return [
        {
            **at_least(f"completeness: {case.name}", reached, 100.0),
            "model": percent(tally.model, tally.leaves),
            "raw": percent(tally.raw, tally.leaves),
            "leaves": tally.leaves,
            "lost": [f"{path} ({count})" for path, count in tally.lost.most_common(SHOWN)],
            "source": kind,
        },
        {
            **at_least(f"named fields: {case.name}", fields, 100.0),
            **{name: percent(tally.kept[name], tally.said[name]) for name in NAMED if tally.said[name]},
            "values": sum(tally.said.values()),
            "lost": tally.missing[:SHOWN],
            "source": kind,
        },
    ]


def percent(part: int, whole: int) -> float:
    """Rounded down, so that 100 is all."""
    return int(10_000 * part / whole) / 100 if whole else 100.0


def at_least(name: str, value: float, limit: float) -> dict[str, Any]:
    """A row whose value must not be below its limit."""
    ratio = limit / value if value else float("inf")
    return {
        "name": name,
        "value": value,
        "unit": "%",
        "limit_value": limit,
        "ratio_to_limit": ratio if ratio != float("inf") else 1e9,
    }


def best(work: Callable[[], object]) -> float:
    """Processor seconds of the best round: what else the machine does must not count."""
    shortest, begun = float("inf"), time.process_time()
    gc.collect()
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        shortest = min(shortest, time.process_time() - start)
        if time.process_time() - begun > SECONDS:
            break
    return shortest


def read_whole(case: Case, content: bytes, count: int) -> list[Record]:
    """Every field of every record, those too that are read when they are looked at."""
    found = records_of(case, content, count)
    for record in found:
        for spec in dataclasses.fields(record):
            value = getattr(record, spec.name)
            if spec.name == "links":
                len(value)
            elif spec.name == "properties":
                dict(value)
    return found


def bare(content: bytes) -> object:
    """The parse that nobody can do without."""
    if content.lstrip()[:1] in (b"{", b"["):
        return json.loads(content)
    return etree.fromstring(content, etree.XMLParser(recover=True))


def parse_time(case: Case) -> dict[str, Any]:
    """The row of what reading an answer costs for each of its records."""
    content = case.answer()
    count = len(records_of(case, content))
    peer = peer_of(case, content)
    spent, parse = best(lambda: read_whole(case, content, count)), best(lambda: bare(content))
    theirs = best(peer.work) / count * 1e3 if peer else parse / count * 1e3
    value = spent / count * 1e3
    limit = (LIMIT * parse * 1e3 + SEARCH) / count
    return {
        "name": f"parse_ms_per_record: {case.name}",
        "value": value,
        "unit": "ms",
        "peer": peer.name if peer else "json.loads or lxml alone",
        "peer_value": theirs,
        "limit_value": limit,
        "ratio_to_peer": value / theirs,
        "ratio_to_limit": value / limit,
        "records": count,
        "times_bare_parse": round(spent / parse, 1),
    }


def rows(context: Any = None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for case in CASES:
            form = format_of(case.name)
            if case.is_here and form is not None:
                found += completeness(case, form)
        found += [parse_time(case) for case in CASES if case.is_here and is_measured(case)]
    return found


def is_measured(case: Case) -> bool:
    """Answers that hold records; of two pages of one server the first."""
    return not case.holds_none and "exception" not in case.name and not case.name.endswith("page 2")


if __name__ == "__main__":
    for row in rows():
        print(row)
