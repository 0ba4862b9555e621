"""Whether a server did what it was asked: its records are looked at, not its word taken."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..model import Area, PropertyFilter, Query, Record
from .clientside import fold, haystack, satisfies, tests_of

SAMPLE = 20
"""How many records of a page are looked at for words, which costs more than other parts."""
_FEW = 5
"""Fewer records than these prove nothing of how a server's index understood words."""

Test = Callable[[Any], "bool | None"]
"""Whether a record satisfies a part of the query; None where the record does not say."""


@dataclass(frozen=True)
class Rule:
    """How the answer to one part of a query is checked.

    Of the first ``sample`` records of a page (all where None), those that say something by ``test`` must pass
    it in the share ``least``, or the server ignored the part; fewer than ``few`` prove nothing, and a page on
    which none says anything is ``silent`` proof. ``fine`` leaves out the few that a believed server's
    coarser index lets through; ``here`` filters in the server's place (None: as ``clientside`` does).
    """

    test: Test | None = None
    least: float = 1.0
    few: int = 1
    sample: int | None = None
    silent: bool = False
    fine: Test | None = None
    here: Test | None = None

    def ignored(self, records: Sequence[Record]) -> bool:
        """Whether a page shows that the server did not apply the part."""
        if self.test is None or len(records) < self.few:
            return False
        said = [one for one in map(self.test, records[: self.sample]) if one is not None]
        return sum(said) < self.least * len(said) if said else self.silent


class Checker:
    """Applies what the server was not asked, and what it was asked and plainly did not do.

    ``server`` and ``client`` share out the parts of the query, as ``Page`` tells them. ``asked`` are those
    that the server was asked to filter; of these, ``rough`` ones were asked in a wider form (a box for a
    polygon) and are filtered here as well. Parts without a rule are believed where asked.
    """

    def __init__(
        self,
        query: Query,
        asked: frozenset[str],
        rules: Mapping[str, Rule] | None = None,
        *,
        rough: frozenset[str] = frozenset(),
    ):
        rules = strict(query) if rules is None else rules
        self._asked = asked & query.parts
        self._rules = {part: rules.get(part, Rule()) for part in query.parts}
        self._tests = {part: self._rules[part].here or plain_test(query, part) for part in query.parts}
        self._here = set((query.parts - asked) | (rough & query.parts))
        self._refined: set[str] = set()
        self.ignored = False
        """Whether the server left something undone that it was asked for."""

    @property
    def server(self) -> frozenset[str]:
        """What the server alone filtered."""
        return self._asked - self.client

    @property
    def client(self) -> frozenset[str]:
        """What was filtered here."""
        return frozenset(self._here | self._refined)

    @property
    def scans(self) -> bool:
        """Whether the server gives records that were not asked for, so that many may be thrown away."""
        return bool(self._here)

    def keep(self, records: Sequence[Record]) -> list[Record]:
        """The records of a page that match the query."""
        for part, rule in self._rules.items():
            if part not in self._here and rule.ignored(records):
                self._here.add(part)
                self.ignored = True
        tests = [self._tests[part] for part in self._here]
        kept = [one for one in records if all(test(one) for test in tests)]
        for part, rule in self._rules.items():
            if rule.fine is not None and part not in self._here:
                before = len(kept)
                kept = [one for one in kept if rule.fine(one) is not False]
                if len(kept) < before:
                    self._refined.add(part)
        return kept


def strict(query: Query, *, whole: bool = False) -> dict[str, Rule]:
    """Rules for servers that filter on what their records say: one record that fails shows a part ignored.

    ``whole``: a record holds all the text that its server searches, so that its reading of words, which most
    records must hold, can be doubted.
    """
    rules = {part: Rule(test=plain_test(query, part)) for part in query.parts - {"text"}}
    if whole and query.text:
        rules["text"] = Rule(test=words_test(query.text), least=0.5, sample=SAMPLE)
    return rules


def tolerant(query: Query, *, placeless: bool = False) -> dict[str, Rule]:
    """Rules for indexes that know more, or coarser, than their records say: most of a page must match.

    ``placeless``: records without footprint are not for an area to judge (model output of the whole Earth has
    none).
    """
    rules = {name: _condition(query, name) for name in {one.name for one in query.filters}}
    if query.area:
        meets = area_test(query.area)
        rules["area"] = Rule(
            test=box_test(query.area),
            least=0.5,
            fine=meets,
            here=(lambda one: meets(one) is not False) if placeless else None,
        )
    if query.period:
        period = query.period
        within: Test = lambda one: None if one.period is None else period.intersects(one.period)  # noqa: E731
        rules["period"] = Rule(test=within, least=0.5, fine=within)
    if query.text:
        # A server searches more than it shows, and knows other forms of a word.
        rules["text"] = Rule(test=words_test(query.text, every=False), least=0.2, few=_FEW, sample=SAMPLE)
    return rules


def _condition(query: Query, name: str) -> Rule:
    return Rule(
        fine=condition_test(
            query,
            name,
            lambda one, each: None if one.properties.get(name) is None else satisfies(one.properties, each),
        )
    )


def plain_test(query: Query, part: str) -> Test:
    """The test of one part as ``clientside`` filters it."""
    tests = tests_of(query, frozenset({part}))
    return lambda one: all(test(one) for test in tests)


def condition_test(query: Query, name: str, satisfied: Callable[[Any, PropertyFilter], bool | None]) -> Test:
    """The test of all conditions on a property by ``satisfied``; None where one of them cannot be told."""
    conditions = [one for one in query.filters if one.name == name]

    def test(record: Any) -> bool | None:
        said = [satisfied(record, each) for each in conditions]
        return False if False in said else None if None in said else True

    return test


def box_test(area: Area) -> Test:
    """Whether a footprint meets an area's box: indexes know shapes roughly."""
    return area_test(Area.bbox(*area.bounds))


def area_test(area: Area) -> Test:
    """Whether a footprint meets an area."""
    return lambda one: None if one.footprint is None else area.intersects(one.footprint)


def words_test(text: str, *, every: bool = True) -> Test:
    """Whether a record, with all that its server said of it, holds every word of a text (or one at least),
    whatever its ending: "neiges" finds "neige"."""
    stems = [word[: max(4, len(word) - 3)] for word in re.findall(r"[^\W_]+", fold(text))]
    enough = all if every else any
    return lambda one: not stems or any(enough(stem in said for stem in stems) for said in _texts(one))


def _texts(record: Record) -> Iterator[str]:
    """What a record says: first as it stands, which most often will do; then folded."""
    if isinstance(record.raw, bytes):
        said = record.raw.decode("utf-8", "replace").casefold()
    else:
        said = "\n".join([haystack(record), *_strings(record.raw)]).casefold()
    yield said
    yield fold(said)


def _strings(value: Any) -> Iterator[str]:
    stack = [value]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            yield node
        elif isinstance(node, dict):
            stack.extend(node.values())
        elif isinstance(node, (list, tuple)):
            stack.extend(node)
