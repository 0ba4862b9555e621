"""Twins of one catalogue that misbehave differently, in every protocol that pages.

No paging, counts that lie, filters that are ignored, pages that repeat, next links that loop: what is found
is right, once each, and finite. Synthetic: a family says how its protocol asks for a page and how an answer
is written; a fault is the same for all of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest

from gaia_plugin.core.catalogs.base import Catalog, CatalogEntry
from gaia_plugin.core.catalogs.notes import REPEATED, WINDOW_END
from gaia_plugin.core.catalogs.registry import make_catalog
from gaia_plugin.core.model import Area, Dataset, Page, Query
from gaia_plugin.core.net import Retry, Session, Timeouts
from tests.core import test_csw as csw
from tests.core.synthetic_stac import CORE, ITEM_SEARCH
from tests.support.faultserver import FaultServer, Reply, Seen, as_json
from tests.support.synthetic_datagouv import synthetic_datagouv
from tests.support.synthetic_dataone import synthetic_doc
from tests.support.synthetic_esgf import synthetic_dataset as esgf_dataset
from tests.support.synthetic_geonetwork import synthetic_record
from tests.support.synthetic_odata import FIRST, product
from tests.support.synthetic_opensearch import atom, synthetic_description, synthetic_entry, synthetic_feed
from tests.support.synthetic_rest import (
    synthetic_dataverse,
    synthetic_doi,
    synthetic_gbif,
)

COUNT, SIZE = 47, 10
EAST = Area.bbox(20.1, 0.1, 30.5, 0.9)
"""Meets the records 20 to 30: each stands a degree further east than the one before."""
IN_THE_EAST = set(range(20, 31))
Number = int


@dataclass(frozen=True)
class Asked:
    """A request as its family reads it: from which record on, how many, whether an area was asked for."""

    start: int
    size: int
    area: bool = False


@dataclass(frozen=True)
class Given:
    """What a server answers: numbers of records, what it says of their count, where the next page is."""

    numbers: Sequence[Number]
    total: Any = None
    following: int | None = None


@dataclass
class Fault:
    """``answer`` is the server; ``found`` what there is to be found of it (None: all), ``most`` how many
    requests may be spent on it."""

    answer: Callable[[list[Number], Asked], Given]
    found: Callable[[int], int] | None = None
    most: int = 14
    says_repeated: bool = False
    ignores: bool = False


def well(numbers: list[Number], asked: Asked, **but: Any) -> Given:
    page = numbers[asked.start : asked.start + asked.size]
    after = asked.start + len(page)
    said = {"total": len(numbers), "following": after if after < len(numbers) else None, **but}
    return Given(page, **said)


def sized(numbers: list[Number], asked: Asked, size: int) -> Given:
    return well(numbers, Asked(asked.start, size, asked.area))


def past_the_end(numbers: list[Number], asked: Asked) -> Given:
    return well(numbers, asked, following=asked.start + asked.size)


def overlapping(numbers: list[Number], asked: Asked) -> Given:
    start = max(0, asked.start - 3)
    page = numbers[start : start + asked.size + 3]
    after = asked.start + asked.size
    return Given(page, len(numbers), after if after < len(numbers) else None)


def back_to_the_start(numbers: list[Number], asked: Asked) -> Given:
    one = well(numbers, asked)
    return one if one.following is not None else Given(one.numbers, one.total, 0)


FAULTS: dict[str, Fault] = {
    "none": Fault(well),
    "no paging": Fault(lambda all_, asked: Given(all_, len(all_))),
    "no paging, no count": Fault(lambda all_, asked: Given(all_)),
    "no paging, and a next page": Fault(lambda all_, asked: Given(all_, len(all_), len(all_))),
    "the first page for ever": Fault(
        lambda all_, asked: Given(all_[: asked.size], len(all_), asked.start + asked.size),
        found=lambda size: size,
        most=4,
        says_repeated=True,
    ),
    "a next page that is this one": Fault(
        lambda all_, asked: Given(all_[: asked.size], len(all_), asked.start),
        found=lambda size: size,
        most=4,
        says_repeated=True,
    ),
    "the last page leads to the first": Fault(back_to_the_start),
    "empty pages after the end": Fault(past_the_end, most=16),
    "pages that overlap": Fault(overlapping),
    "smaller pages than asked": Fault(lambda all_, asked: sized(all_, asked, min(asked.size, 4)), most=20),
    "larger pages than asked": Fault(lambda all_, asked: sized(all_, asked, asked.size * 2)),
    "a count that is too high": Fault(lambda all_, asked: well(all_, asked, total=len(all_) + 1000)),
    "a count that is too low": Fault(lambda all_, asked: well(all_, asked, total=13)),
    "the page's count": Fault(
        lambda all_, asked: well(all_, asked, total=len(all_[asked.start : asked.start + asked.size]))
    ),
    "no count": Fault(lambda all_, asked: well(all_, asked, total=None)),
    "a count that is none": Fault(lambda all_, asked: well(all_, asked, total="many")),
    "a count below nothing": Fault(lambda all_, asked: well(all_, asked, total=-5)),
    "no filters": Fault(well, ignores=True),
    "no filters, no paging": Fault(lambda all_, asked: Given(all_, len(all_)), ignores=True),
}


# --- the families


@dataclass
class Family:
    """How a protocol asks and is answered: ``mount`` puts the server up and returns its address, ``granules``
    tells that the records are found in the second step."""

    kind: str
    mount: Callable[[FaultServer, Callable[[Asked], Given]], str]
    granules: bool = False
    lacks: tuple[str, ...] = ()
    """Faults that the protocol cannot have."""
    placed: bool = True
    """Whether its records have footprints."""


def one(seen: Seen, name: str, default: str = "") -> str:
    return (seen.query.get(name) or [default])[0]


def ring(number: Number) -> list[list[float]]:
    west, east = number + 0.2, number + 0.8
    return [[west, 0.2], [east, 0.2], [east, 0.8], [west, 0.8], [west, 0.2]]


def stac(post: bool) -> Callable[[FaultServer, Callable[[Asked], Given]], str]:
    def mount(server: FaultServer, answer: Callable[[Asked], Given]) -> str:
        search, method = server.url("/search"), "POST" if post else "GET"

        def found(seen: Seen) -> Reply:
            body = seen.json() if seen.body else {name: values[0] for name, values in seen.query.items()}
            if "limit" not in body:  # a request that was cut while it was sent
                return Reply(reset=True)
            start = int(body.get("token") or 0)
            given = answer(Asked(start, int(body["limit"]), "bbox" in body or "intersects" in body))
            items = [
                {
                    "type": "Feature",
                    "stac_version": "1.0.0",
                    "id": f"r{n}",
                    "collection": "c",
                    "geometry": {"type": "Polygon", "coordinates": [ring(n)]},
                    "properties": {"datetime": f"2020-01-01T00:00:{n % 60:02d}Z"},
                    "links": [],
                    "assets": {},
                }
                for n in given.numbers
            ]
            said: dict[str, Any] = {"type": "FeatureCollection", "features": items, "links": []}
            if given.total is not None:
                said["numberMatched"] = given.total
            if given.following is not None:
                link = {"rel": "next", "href": search, "method": method}
                if post:
                    link["body"] = {**body, "token": str(given.following)}
                else:
                    asked = {**body, "token": str(given.following)}
                    link["href"] += "?" + "&".join(f"{name}={value}" for name, value in asked.items())
                said["links"] = [link]
            return as_json(said)

        server.add("/search", found)
        links = [
            {"rel": "data", "href": server.url("/collections")},
            {"rel": "search", "href": search, "type": "application/geo+json", "method": method},
        ]
        landing = {"type": "Catalog", "stac_version": "1.0.0", "id": "s", "conformsTo": [CORE, ITEM_SEARCH]}
        return server.add("/", as_json({**landing, "links": links}))

    return mount


def geonetwork(server: FaultServer, answer: Callable[[Asked], Given]) -> str:
    def found(seen: Seen) -> Reply:
        body = seen.json()
        after = body.get("search_after")
        start = int(after[-1]) if after else int(body.get("from", 0))
        given = answer(Asked(start, int(body["size"]), "geo_shape" in json.dumps(body["query"])))
        hits = [
            {
                "_id": str(n),
                "sort": [1, start + place + 1],
                "_source": synthetic_record(n, box=(n + 0.2, 0.2, n + 0.8, 0.8), title=f"Record {n}"),
            }
            for place, n in enumerate(given.numbers)
        ]
        total = {} if given.total is None else {"total": {"value": given.total, "relation": "eq"}}
        return as_json({"hits": {**total, "hits": hits}, "timed_out": False})

    server.add("/geonetwork/srv/api/site", as_json({"system/platform/version": "4.2.8"}))
    return server.add("/geonetwork/srv/api/search/records/_search", found)


def opensearch(links: bool) -> Callable[[FaultServer, Callable[[Asked], Given]], str]:
    def mount(server: FaultServer, answer: Callable[[Asked], Given]) -> str:
        feed = server.url("/feed")

        def found(seen: Seen) -> Reply:
            start = int(one(seen, "startIndex", "1")) - 1
            size = int(one(seen, "count", str(SIZE)))
            given = answer(Asked(start, size, bool(one(seen, "bbox"))))
            entries = [synthetic_entry(f"r{n}", f"Record {n}", f"0.2 {n}.2 0.8 {n}.8") for n in given.numbers]
            following = ""
            if links and given.following is not None:
                asked = {**{k: v[0] for k, v in seen.query.items()}, "startIndex": given.following + 1}
                following = f"{feed}?" + "&".join(f"{name}={value}" for name, value in asked.items())
            return atom(synthetic_feed(entries, given.total, following))

        server.add("/feed", found)
        template = f"{feed}?bbox={{geo:box?}}&startIndex={{startIndex?}}&count={{count?}}"
        text = synthetic_description(template).encode()
        return server.add("/osdd.xml", Reply(200, text, {"Content-Type": "application/xml"}))

    return mount


def cmr(server: FaultServer, answer: Callable[[Asked], Given]) -> str:
    def found(seen: Seen) -> Reply:
        start = int(seen.headers.get("cmr-search-after") or 0)
        given = answer(Asked(start, int(one(seen, "page_size")), bool(one(seen, "bounding_box[]"))))
        entries = [
            {"id": f"C{n}", "title": f"Record {n}", "boxes": [f"0.2 {n}.2 0.8 {n}.8"]} for n in given.numbers
        ]
        headers = {} if given.total is None else {"CMR-Hits": str(given.total)}
        if given.following is not None:
            headers["CMR-Search-After"] = str(given.following)
        return as_json({"feed": {"entry": entries}}, headers=headers)

    server.add("/search/collections.json", found)
    return server.url("/search")


def odata(server: FaultServer, answer: Callable[[Asked], Given]) -> str:
    def found(seen: Seen) -> Reply:
        start, size = int(one(seen, "$skip", "0")), int(one(seen, "$top"))
        given = answer(Asked(start, size, "Intersects" in one(seen, "$filter")))
        items = [
            product(n, FIRST, GeoFootprint={"type": "Polygon", "coordinates": [ring(n)]})
            for n in given.numbers
        ]
        said: dict[str, Any] = {"value": items}
        if given.total is not None:
            said["@odata.count"] = given.total
        if given.following is not None:
            said["@odata.nextLink"] = server.url(f"/odata/v1/Products?$skip={given.following}")
        return as_json(said)

    server.add("/odata/v1/Products", found)
    return server.url("/odata/v1/")


def gbif(server: FaultServer, answer: Callable[[Asked], Given]) -> str:
    def found(seen: Seen) -> Reply:
        given = answer(Asked(int(one(seen, "offset")), int(one(seen, "limit"))))
        results = [synthetic_gbif(n)["hit"] for n in given.numbers]
        said = {"results": results, "count": given.total, "endOfRecords": given.following is None}
        return as_json({**said, "offset": int(one(seen, "offset")), "limit": int(one(seen, "limit"))})

    for n in range(COUNT):
        detail = synthetic_gbif(n, box=(n + 0.2, 0.2, n + 0.8, 0.8))["dataset"]
        server.add(f"/v1/dataset/{detail['key']}", as_json(detail))
    return server.add("/v1/dataset/search", found)


def datacite(server: FaultServer, answer: Callable[[Asked], Given]) -> str:
    def found(seen: Seen) -> Reply:
        size, cursor = int(one(seen, "page[size]")), one(seen, "page[cursor]")
        start = (int(one(seen, "page[number]", "1")) - 1) * size
        if cursor:
            start = 0 if cursor == "1" else int(cursor)
        given = answer(Asked(start, size, "geoLocation" in one(seen, "query")))
        data = [synthetic_doi(n, box=(n + 0.2, 0.2, n + 0.8, 0.8)) for n in given.numbers]
        said: dict[str, Any] = {"data": data, "meta": {"total": given.total}, "links": {}}
        if given.following is not None:
            following = f"page[cursor]={given.following}" if cursor else f"page[number]={start // size + 2}"
            said["links"]["next"] = server.url(f"/dois?{following}&page[size]={size}")
        return as_json(said)

    return server.add("/dois", found)


def dataverse(server: FaultServer, answer: Callable[[Asked], Given]) -> str:
    def found(seen: Seen) -> Reply:
        start, size = int(one(seen, "start", "0")), int(one(seen, "per_page", "10"))
        given = answer(Asked(start, size, bool(one(seen, "geo_point"))))
        made = [synthetic_dataverse(n, box=(n + 0.2, 0.2, n + 0.8, 0.8)) for n in given.numbers]
        items = [{**record["hit"], "metadataBlocks": record["blocks"]} for record in made]
        data = {"q": "*", "total_count": given.total, "start": start, "items": items}
        return as_json({"status": "OK", "data": {**data, "count_in_response": len(items)}})

    server.add("/api/info/version", as_json({"status": "OK", "data": {"version": "6.2", "build": "1"}}))
    return server.add("/api/search", found)


def datagouv(server: FaultServer, answer: Callable[[Asked], Given]) -> str:
    def found(seen: Seen) -> Reply:
        number, size = int(one(seen, "page")), int(one(seen, "page_size"))
        given = answer(Asked((number - 1) * size, size))
        following = None if given.following is None else "https://elsewhere.invalid/next"
        data = [synthetic_datagouv(n) for n in given.numbers]
        return as_json({"data": data, "total": given.total, "next_page": following, "page": number})

    return server.add("/api/1/datasets/", found)


def solr(given: Given, records: list[dict[str, Any]]) -> Reply:
    counted = {} if given.total is None else {"numFound": given.total}
    return as_json({"response": {**counted, "docs": records}})


def place(n: Number, names: Sequence[str]) -> dict[str, float]:
    return dict(zip(names, (n + 0.2, 0.2, n + 0.8, 0.8)))


def esgf(server: FaultServer, answer: Callable[[Asked], Given]) -> str:
    sides = ("west_degrees", "south_degrees", "east_degrees", "north_degrees")

    def found(seen: Seen) -> Reply:
        given = answer(Asked(int(one(seen, "offset")), int(one(seen, "limit")), bool(one(seen, "bbox"))))
        named = lambda n: f"CMIP6.x.{n}"  # noqa: E731
        return solr(
            given, [esgf_dataset(n, id=named(n), title=named(n), **place(n, sides)) for n in given.numbers]
        )

    return server.add("/esg-search/search", found)


def dataone(server: FaultServer, answer: Callable[[Asked], Given]) -> str:
    sides = ("westBoundCoord", "southBoundCoord", "eastBoundCoord", "northBoundCoord")

    def found(seen: Seen) -> Reply:
        given = answer(Asked(int(one(seen, "start")), int(one(seen, "rows")), "Coord" in one(seen, "q")))
        return solr(given, [synthetic_doc(n, **place(n, sides)) for n in given.numbers])

    server.add("/d1/mn/v2/query/solr/", found)
    return server.url("/d1/mn")


_BY_NUMBER = ("smaller pages than asked",)
"""Pages by number start where the size that was asked for says."""
FAMILIES: dict[str, Family] = {
    "stac, GET": Family("stac", stac(False), granules=True),
    "stac, POST": Family("stac", stac(True), granules=True),
    "geonetwork": Family("geonetwork", geonetwork),
    "opensearch, by index": Family("opensearch", opensearch(False)),
    "opensearch, by links": Family("opensearch", opensearch(True)),
    "cmr": Family("cmr", cmr),
    "odata": Family("odata", odata, granules=True),
    "gbif": Family("gbif", gbif),
    "datacite": Family("datacite", datacite, lacks=_BY_NUMBER),
    "dataverse": Family("dataverse", dataverse),
    "data.gouv.fr": Family("data-gouv", datagouv, lacks=_BY_NUMBER, placed=False),
    "esgf": Family("esgf", esgf),
    "dataone": Family("dataone", dataone),
}
CASES = [
    (family, fault)
    for family in [*FAMILIES, "csw"]
    for fault in FAULTS
    if family == "csw" or fault not in FAMILIES[family].lacks
]
PLACED = [(family, fault) for family, fault in CASES if family == "csw" or FAMILIES[family].placed]


class Twin:
    """A server of a family with a fault, its catalogue, and how often it was asked."""

    def __init__(self, family: str, fault: Fault, stack: ExitStack):
        self.fault, self.asked = fault, 0
        self.records = list(range(COUNT))
        session = stack.enter_context(Session(retry=Retry(times=0), timeouts=Timeouts(30, 60)))
        self.granules = family != "csw" and FAMILIES[family].granules
        self.entry: CatalogEntry
        if family == "csw":
            running = stack.enter_context(csw.Server(self.csw))
            self.entry = CatalogEntry("x", "csw", running.url)
        else:
            server = stack.enter_context(FaultServer())
            self.entry = CatalogEntry("x", FAMILIES[family].kind, FAMILIES[family].mount(server, self.answer))
        self.catalog: Catalog = make_catalog(self.entry, session)

    def answer(self, asked: Asked) -> Given:
        self.asked += 1
        there = self.records
        if asked.area and not self.fault.ignores:
            there = [n for n in there if n in IN_THE_EAST]
        return self.fault.answer(there, asked)

    def csw(self, asked: csw.Asked) -> tuple[int, bytes]:
        given = self.answer(Asked(asked.start - 1, asked.count, bool(asked.envelopes)))
        following = 0 if given.following is None else given.following + 1
        return 200, csw.page([csw.record(n) for n in given.numbers], given.total, following)

    def pages(self, query: Query) -> list[Page]:
        if self.granules:
            return list(self.catalog.granules(Dataset(id="c", title="", catalog="x"), query))
        return list(self.catalog.search(query))


def numbers(pages: list[Page]) -> list[Number]:
    """The records' numbers: the digits that end the title in every family."""
    return [int(re.findall(r"\d+", one.title)[-1]) for page in pages for one in page.items]


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


def honest(pages: list[Page], there: int) -> None:
    """The last word on the total, and that no page promises what there is not."""
    last, given = pages[-1], sum(len(page.items) for page in pages)
    assert not last.has_more and last.total is not None
    if WINDOW_END.format(count=given) in last.notes:
        assert last.total > given  # it says that there are more, and does not give them: both are told
    elif last.total_is_lower_bound:
        assert given <= last.total <= there
    else:
        assert last.total == given
    assert all(page.has_more for page in pages[:-1])


@pytest.mark.parametrize(("family", "name"), CASES, ids=lambda value: str(value).replace(" ", "-"))
def test_all_once_each_and_in_the_end_an_honest_total(family: str, name: str, stack: ExitStack) -> None:
    fault = FAULTS[name]
    twin = Twin(family, fault, stack)
    pages = twin.pages(Query(limit=None, page_size=SIZE))
    found = numbers(pages)
    there = COUNT if fault.found is None else fault.found(SIZE)
    assert len(found) == len(set(found)) == there and set(found) <= set(range(COUNT))
    assert twin.asked <= fault.most
    honest(pages, COUNT)
    assert sum(page.skipped for page in pages) == 0


@pytest.mark.parametrize(("family", "name"), PLACED, ids=lambda value: str(value).replace(" ", "-"))
def test_what_is_not_in_the_area_is_not_given(family: str, name: str, stack: ExitStack) -> None:
    twin = Twin(family, FAULTS[name], stack)
    pages = twin.pages(Query(limit=None, page_size=SIZE, area=EAST))
    found = numbers(pages)
    assert len(found) == len(set(found)) and set(found) <= IN_THE_EAST
    if FAULTS[name].found is None:
        assert set(found) == IN_THE_EAST
    honest(pages, len(IN_THE_EAST))
    assert pages[-1].filtered_by_client | pages[-1].filtered_by_server >= {"area"}
    if FAULTS[name].ignores:
        assert "area" in pages[-1].filtered_by_client
    assert twin.asked <= FAULTS[name].most


@pytest.mark.parametrize("family", [*FAMILIES, "csw"])
@pytest.mark.parametrize("name", [name for name in FAULTS if not FAULTS[name].found])
def test_a_limit_is_kept_whatever_the_server_does(family: str, name: str, stack: ExitStack) -> None:
    twin = Twin(family, FAULTS[name], stack)
    pages = twin.pages(Query(limit=15, page_size=SIZE))
    found = numbers(pages)
    assert len(found) == len(set(found)) == 15 and not pages[-1].has_more
    assert twin.asked <= 5
    total = pages[-1].total
    assert total is not None and total >= 15
    assert not pages[-1].total_is_lower_bound or total <= COUNT


@pytest.mark.parametrize("family", [*FAMILIES, "csw"])
def test_a_page_that_repeats_is_told_of(family: str, stack: ExitStack) -> None:
    twin = Twin(family, FAULTS["the first page for ever"], stack)
    pages = twin.pages(Query(limit=None, page_size=SIZE))
    assert REPEATED in pages[-1].notes


@pytest.mark.parametrize("family", [*FAMILIES, "csw"])
def test_a_server_that_invents_records_for_ever_is_left_at_the_limit(family: str, stack: ExitStack) -> None:
    endless = Fault(
        lambda all_, asked: Given(
            range(asked.start, asked.start + asked.size), None, asked.start + asked.size
        )
    )
    twin = Twin(family, endless, stack)
    pages = twin.pages(Query(limit=35, page_size=SIZE))
    found = numbers(pages)
    assert len(found) == len(set(found)) == 35 and twin.asked <= 5
    assert pages[-1].total_is_lower_bound and pages[-1].total == 35
