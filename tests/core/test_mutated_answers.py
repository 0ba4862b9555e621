"""Ten thousand mutated answers over every parser: records or a typed error, and always an end.

Each answer of the table in tests/support/answers.py, recorded or synthetic, is damaged by the recipes of
tests/support/mutations.py and read through its adapter as a search reads it; what comes is then used as the
plugin uses it.
"""

from __future__ import annotations

import dataclasses
import faulthandler
import math
import os
import re
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from types import FrameType

import pytest
from hypothesis import HealthCheck, given, settings

from gaia_plugin.core.catalogs.merge import fingerprints
from gaia_plugin.core.catalogs.recognise import Seen, recognise
from gaia_plugin.core.catalogs.registry import ADAPTERS
from gaia_plugin.core.errors import GaiaError
from gaia_plugin.core.model import (
    Area,
    Dataset,
    LinkKind,
    Period,
    PropertyFilter,
    Query,
    Record,
    bounds,
    positions,
)
from tests.support.answers import CASES, Case
from tests.support.mutations import Document, Recipe, recipes

TOTAL = 10_000
MANY = 5  # places in each answer where something is nested
CPU = 30.0  # seconds of this process's own work for one example of a few milliseconds
STUCK = 900  # seconds of the clock for one that never comes back to Python
SCRUBBED = frozenset({"csw", "geonetwork", "opensearch", "datacite", "dataverse", "gbif", "data-gouv"})
"""Kinds whose raw records are kept without the credentials that their addresses carry."""
UNREAD = {"closed": "nothing is asked of a service that was closed"}
"""Kinds of ADAPTERS without an answer to mutate, and why."""

HERE = tuple(case for case in CASES if case.is_here)
EXAMPLES = math.ceil(1.01 * TOTAL / max(1, len(HERE))) * (20 if os.environ.get("GAIA_FUZZ") else 1)
AREA = Area.bbox(-10, 40, 10, 50)
PLAIN = Query(page_size=5, language="fr")
FULL = Query(
    text="snow",
    area=Area.bbox(170, -60, -170, 60),
    period=Period("1990", None),
    filters=(PropertyFilter("eo:cloud_cover", "<=", 20), PropertyFilter("variable_id", "=", "tas")),
    page_size=2,
)
done: Counter[str] = Counter()


class Hung(BaseException):
    """An example that does not end: nothing may catch it."""


@contextmanager
def watched() -> Iterator[None]:
    """An example that burns its time is stopped with a traceback, one that is stuck in C ends the run; the
    suite's own limit sees to one that sleeps."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise Hung(f"more than {CPU:.0f} s of work for one answer")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, CPU)
    faulthandler.dump_traceback_later(STUCK, exit=True)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@lru_cache(maxsize=2)
def document(case: Case) -> Document:
    return Document(case.answer())


def look_at(record: Record, kind: str) -> None:
    """Use a record as the plugin does: every field, also those that are read when they are looked at."""
    for spec in dataclasses.fields(record):
        getattr(record, spec.name)
    assert record.id and record.title and isinstance(record.id, str) and isinstance(record.title, str)
    hash(record.key)
    for link in record.links:
        assert isinstance(link.kind, LinkKind) and link.label is not None
        assert link.size is None or link.size >= 0
        assert "://u:p@" not in link.href
    if kind in SCRUBBED:
        assert not re.search(r"[a-zA-Z]://u:p@", repr((record, record.raw)))
    if record.footprint:
        west, south, east, north = bounds(record.footprint)
        assert -180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90
        assert all(math.isfinite(x) and math.isfinite(y) for x, y, *_ in positions(record.footprint))
    AREA.intersects(record.footprint)
    if record.period and record.period.start and record.period.end:
        assert record.period.start <= record.period.end
    fingerprints(record)
    dict(record.properties)
    if isinstance(record, Dataset):
        hash(record.keywords)
        assert all(isinstance(text, str) for text in (record.license, record.doi, record.abstract))
        assert record.text("title", "fr") and record.text("abstract", "en") is not None
    else:
        assert record.cloud_cover is None or 0 <= record.cloud_cover <= 100


def use(case: Case, content: bytes, query: Query) -> None:
    """A search that is given the answer, and all that it finds."""
    try:
        for page in case.pages(content, query):
            assert page.total is None or page.total >= len(page.items)
            for record in page.items:
                look_at(record, case.kind)
    except GaiaError as error:
        assert "\n" not in str(error) and "u:p@" not in str(error)


@pytest.mark.timeout(180 if EXAMPLES < 1000 else 3600)
@pytest.mark.parametrize("case", HERE, ids=lambda case: case.name)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(recipe=recipes())
def test_mutated_answers_are_records_or_a_typed_error(case: Case, recipe: Recipe) -> None:
    content = document(case).mutated(recipe)
    with watched():
        use(case, content, FULL if recipe.where % 4 == 0 else PLAIN)
        assert isinstance(recognise(content, "https://example.org/api"), Seen)
    done[case.name] += 1


@pytest.mark.parametrize("depth", [45, 240, 900])
@pytest.mark.parametrize("case", HERE, ids=lambda case: case.name)
def test_what_is_nested_deeper_than_anyone_reads(case: Case, depth: int) -> None:
    for content in document(case).nested(depth, MANY):
        with watched():
            use(case, content, PLAIN)


@pytest.mark.parametrize("case", HERE, ids=lambda case: case.name)
def test_an_answer_that_is_whole_is_read(case: Case) -> None:
    """What is mutated is what the parser reads: it gives records, unless it holds none."""
    try:
        pages = list(case.pages(case.answer(), PLAIN))
    except GaiaError:
        assert "exception" in case.name
        return
    records = [record for page in pages for record in page.items]
    for record in records:
        look_at(record, case.kind)
    assert records or case.holds_none


def test_every_adapter_reads_mutated_answers() -> None:
    missing = set(ADAPTERS) - {case.kind for case in CASES} - set(UNREAD)
    assert not missing, f"no line in tests/support/answers.py for {sorted(missing)}"
    assert set(UNREAD) <= set(ADAPTERS)


def test_there_were_ten_thousand(capsys: pytest.CaptureFixture[str]) -> None:
    if len(done) < len(HERE):
        pytest.skip("only some of the parsers were run")
    with capsys.disabled():
        print(f"\n{sum(done.values())} mutated answers over {len(done)} parsers and answers")
    assert sum(done.values()) >= TOTAL
