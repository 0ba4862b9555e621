"""The pager that all adapters but STAC share, with batches made here."""

from __future__ import annotations

from typing import Any

from gaia_plugin.core.catalogs.checker import Checker
from gaia_plugin.core.catalogs.notes import EMPTY
from gaia_plugin.core.catalogs.pager import MAX_BARREN, Batch, pages
from gaia_plugin.core.model import Query


def test_a_server_whose_pages_hold_nothing_readable_is_left_soon() -> None:
    asked: list[Any] = []

    def ask(token: Any) -> Batch:
        asked.append(token)
        return Batch(items=[None] * 10, total=1_000_000, following=token + 1)

    query = Query()
    found = list(pages(query, Checker(query, frozenset()), "x", ask, [0], read=lambda item: None))
    assert len(asked) == MAX_BARREN
    assert not any(page.items for page in found) and EMPTY in found[-1].notes
    assert sum(page.skipped for page in found) == 10 * MAX_BARREN
