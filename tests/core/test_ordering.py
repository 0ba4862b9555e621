"""The order that a query asks for: a server that keeps it is believed, any other is put right here."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest

from gaia_plugin.core.catalogs.checker import Checker
from gaia_plugin.core.catalogs.notes import SORTED_HERE
from gaia_plugin.core.catalogs.ordering import Order
from gaia_plugin.core.catalogs.pager import Batch, pages
from gaia_plugin.core.model import Dataset, Page, Period, Query, Sort

NOTE = SORTED_HERE.format(name="datetime")


def on(*days: int | None) -> Page:
    return Page(
        items=tuple(
            Dataset(id=f"{day}-{n}", title="", period=None if day is None else Period(moment(day), None))
            for n, day in enumerate(days)
        )
    )


def moment(day: int) -> datetime:
    return datetime(2020, 1, day, tzinfo=timezone.utc)


def days(page: Page) -> list[int | None]:
    return [one.period.start.day if one.period and one.period.start else None for one in page.items]


def named(*values: Any) -> Page:
    return Page(
        items=tuple(Dataset(id=str(n), title=str(v), properties={"p": v}) for n, v in enumerate(values))
    )


def test_a_server_that_sorts_is_left_alone() -> None:
    order = Order(Sort("datetime", False))
    for page in (on(1, 2, 2), on(None, 3), on(), on(3, 9)):
        assert order(page) is page
    order = Order(Sort("datetime", True))
    assert order(on(9, 5)).notes == () and order(on(5, 1)).notes == ()
    assert Order(None)(on(3, 1)).notes == ()


def test_one_that_does_not_is_sorted_page_by_page_and_told_of() -> None:
    order = Order(Sort("datetime", False))
    page = order(on(5, None, 1, 3))
    assert days(page) == [1, 3, 5, None] and page.notes == (NOTE,)
    assert order(on(1, 2)).notes == (NOTE,)  # in order by itself, and yet not after the page before


def test_an_order_that_breaks_between_pages_is_seen() -> None:
    order = Order(Sort("datetime", False))
    assert order(on(1, 5)).notes == ()
    page = order(on(4, 6))
    assert page.notes == (NOTE,) and days(page) == [4, 6]


@pytest.mark.parametrize(
    "titles",
    [["B", "a"], ["a", "B"], ["Eau", "Écume", "eté"], ["Eau", "eté", "Écume"], ["eau", "été", "foin"]],
)
def test_servers_order_texts_each_in_their_way(titles: list[str]) -> None:
    assert Order(Sort("title", False))(named(*titles)).notes == ()


def test_texts_in_no_order() -> None:
    page = Order(Sort("title", False))(named("foin", "été", "Eau"))
    assert [one.title for one in page.items] == ["Eau", "été", "foin"] and page.notes


@pytest.mark.parametrize("values", [[3, "x", 1.5, None, "a"], [[1], {"a": 1}, 2, 1]])
def test_values_of_several_types_are_not_an_error(values: list[Any]) -> None:
    page = Order(Sort("p", False))(named(*values))
    assert len(page.items) == len(values) and page.notes


def test_the_pager_tells_of_a_server_that_does_not_sort() -> None:
    batches = {0: on(1, 2).items, 1: on(9, 7, 8).items}

    def ask(token: Any) -> Batch:
        return Batch(batches[token], 5, 1 if token == 0 else None)

    query = Query(sort=Sort("datetime", False))
    found = list(pages(query, Checker(query, frozenset()), "x", ask, [0]))
    assert [page.notes for page in found] == [(), (NOTE,)] and days(found[1]) == [7, 8, 9]
