"""The pager that all adapters but STAC share, with batches made here."""

from __future__ import annotations

from typing import Any

from gaia_plugin.core.catalogs.checker import Checker
from gaia_plugin.core.catalogs.notes import EMPTY, REPEATED
from gaia_plugin.core.catalogs.pager import MAX_BARREN, Batch, pages
from gaia_plugin.core.model import Dataset, Query


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


def record(name: str) -> Dataset:
    return Dataset(id=name, title=name, catalog="x")


def found_in(batches: dict[Any, Batch], firsts: list[Any]) -> tuple[list[str], tuple[str, ...]]:
    query = Query(limit=None)
    found = list(pages(query, Checker(query, frozenset()), "x", batches.__getitem__, firsts))
    return [one.id for page in found for one in page.items], found[-1].notes


def test_the_second_half_of_an_area_goes_on_where_its_first_page_is_known() -> None:
    world = [record("world 1"), record("world 2")]
    batches = {
        "east": Batch(items=world),
        "west": Batch(items=world, following="west 2"),
        "west 2": Batch(items=[record("fiji")]),
    }
    assert found_in(batches, ["east", "west"]) == (["world 1", "world 2", "fiji"], ())


def test_a_page_that_comes_again_ends_its_half_and_not_the_other() -> None:
    batches = {
        "east": Batch(items=[record("a")], following="east 2"),
        "east 2": Batch(items=[record("a")], following="east 3"),
        "west": Batch(items=[record("b")]),
    }
    assert found_in(batches, ["east", "west"]) == (["a", "b"], (REPEATED,))


def test_in_another_order_all_may_come_again_but_once() -> None:
    batches = {
        1: Batch(items=[record("a"), record("b")], following=2, replay=True),
        2: Batch(items=[record("b")], following=3),
        3: Batch(items=[record("a")], following=4),
        4: Batch(items=[record("c")], following=5),
        5: Batch(items=[record("b")], following=6),
    }
    assert found_in(batches, [1]) == (["a", "b", "c"], (REPEATED,))
