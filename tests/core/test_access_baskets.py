"""Hydroweb.next: single files, and baskets that are packed, held back, lost, refused, and found again."""

from __future__ import annotations

import base64
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from io import BytesIO
from typing import Any

import pytest

from gaia_plugin.core.access import Access
from gaia_plugin.core.access.basket import Selection, basket_link, basket_of
from gaia_plugin.core.access.desk import ROWS
from gaia_plugin.core.auth.providers import read_provider
from gaia_plugin.core.catalogs.baskets import basket_for, packs
from gaia_plugin.core.catalogs.registry import load_registry
from gaia_plugin.core.errors import (
    BadAnswer,
    BeingPrepared,
    ConnectionLost,
    GaiaError,
    HeldBack,
    KeyRefused,
    KeyRequired,
    NotOnline,
    RequestRefused,
    SelectionTooLarge,
    ServiceUnavailable,
)
from gaia_plugin.core.model import Area, Link, LinkKind, Period, Query
from gaia_plugin.core.net import Credential, Retry, Session
from gaia_plugin.core.transfer import fetch
from tests.support.faultserver import FaultServer, Reply, Seen, as_html, as_json, redirect
from tests.support.synthetic_hydroweb import KEY, ROOT, SyntheticBaskets

HOLDINGS = {
    "LAKES": {"L_leman.txt": b"372.1\n" * 50, "L_annecy.txt": b"446.9\n"},
    "RIVERS": {"R_rhone.txt": b"1.25\n" * 9},
}


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


@pytest.fixture
def service(server: FaultServer) -> SyntheticBaskets:
    return SyntheticBaskets(HOLDINGS).mount(server)


class Clock:
    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


def desk(server: FaultServer, key: str | None = KEY, clock: Callable[[], float] | None = None) -> Any:
    """A person's session and the way to the files; a new one is a QGIS that was started again."""
    host = f"127.0.0.1:{server.port}"
    held = [Credential([host], headers={"X-API-Key": key}, allow_http=True)] if key else []
    session = Session(credentials=held, retry=Retry(times=1, first=0.01))
    row = {"kind": "hydroweb", "service": "hydroweb.next", "hosts": [host], "workflows": server.url(ROOT)}
    way = {"kind": "header", "headers": {"X-API-Key": "{key}"}, "fields": ["key"], "hosts": [host]}
    provider = read_provider({"id": "hydroweb", "title": {"en": "hydroweb.next"}, "ways": [way]})
    return session, Access(session, [row], [provider], clock or Clock())


def basket(server: FaultServer, *collections: str) -> Link:
    wanted = [Selection(one, {"bbox": [5, 45, 7, 47]}) for one in collections or ("LAKES",)]
    return basket_link(server.url(ROOT), wanted)


def waited(access: Access, link: Link, clock: Clock) -> list[GaiaError]:
    """What is told until the archive is there, each look as late as it is asked to be."""
    told: list[GaiaError] = []
    for _ in range(20):
        try:
            access.fetchable(link)
            return told
        except NotOnline as error:
            told.append(error)
            clock.now += error.retry_after
    raise TimeoutError


# -- the link -----------------------------------------------------------------------------------


def test_a_basket_is_one_link_that_holds_what_is_wanted():
    area = {"type": "Polygon", "coordinates": [[[5, 45], [7, 45], [7, 47], [5, 45]]]}
    made = basket_link(
        "https://h.example/api/download/workflows",
        [Selection("A", {"intersects": area}), Selection("B", {"query": {"x": {"eq": 1}}}), Selection("A")],
    )
    address, said = basket_of(made.href)
    assert address == "https://h.example/api/download/workflows" and made.downloadable and made.restricted
    assert made.name == said["workflowName"] + ".zip" and made.title == "A, B"
    assert [(one["collectionId"], one["correlationId"], one["folder"]) for one in said["collections"]] == [
        ("A", "A", "A/A"), ("B", "B", "B"), ("A", "A_2", "A/A_2"),
    ]  # fmt: skip
    assert said["collections"][0]["filters"] == {
        "bbox": None, "intersects": area, "intersectsRefs": None, "datetime": None, "query": None,
    }  # fmt: skip
    assert basket_of(basket_link("https://h.example/w", [Selection("A")]).href)[1] != said
    with pytest.raises(ValueError):
        basket_link("https://h.example/w", [])


def packed(value: Any) -> str:
    return base64.urlsafe_b64encode(zlib.compress(json.dumps(value).encode())).decode()


@pytest.mark.parametrize(
    "href",
    [
        "https://h.example/w",
        "https://h.example/w#basket=",
        "https://h.example/w#basket=é",
        "https://h.example/w#basket=AAAA",
        "https://h.example/w#basket=" + packed([]),
        "https://h.example/w#basket=" + packed({"workflowName": 3}),
        "https://h.example/w#basket=" + packed({"workflowName": "x" * (2 << 20)}),
        "https://h.example/w#other=" + packed({"workflowName": "x"}),
        "#basket=" + packed({"workflowName": "x"}),
    ],
)
def test_a_link_that_is_no_basket_is_none(href):
    assert basket_of(href) is None


# -- a basket's life ----------------------------------------------------------------------------


def test_a_basket_is_made_followed_fetched_and_cleared_away(server, service, tmp_path):
    clock = Clock()
    session, access = desk(server, clock=clock)
    service.plan = ["CREATED", "RUNNING", "RUNNING", "COMPLETED"]
    link = basket(server, "LAKES", "RIVERS")
    told = waited(access, link, clock)
    assert [type(one) for one in told] == [BeingPrepared] * 3
    assert [one.fields["percent"] for one in told] == [0, 33, 66]
    assert {one.retry_after for one in told} == {10.0} and "66 %" in str(told[-1])
    got = fetch(session, link, tmp_path / link.name, access=access)
    with zipfile.ZipFile(got.path) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    assert held["LAKES/L_leman.txt"] == HOLDINGS["LAKES"]["L_leman.txt"] and "RIVERS/R_rhone.txt" in held
    assert service.made == 1 and service.baskets == {} and service.deleted == ["w0001"]
    (request,) = [seen.json() for seen in server.seen if seen.method == "POST"]
    assert request == basket_of(link.href)[1]


def test_a_basket_that_is_held_back_waits_and_goes_on(server, service):
    clock = Clock()
    _, access = desk(server, clock=clock)
    service.plan = ["BLOCKED", "BLOCKED", "RUNNING", "COMPLETED"]
    told = waited(access, basket(server), clock)
    assert [type(one) for one in told] == [HeldBack, HeldBack, BeingPrepared] and service.made == 1
    assert told[0].retry_after == 60 and "1 min" in str(told[0])


def test_whoever_starts_again_goes_on_with_the_same_basket(server, service):
    link = basket(server)
    for _ in range(2):
        with pytest.raises(BeingPrepared):
            desk(server)[1].fetchable(link)
    assert desk(server)[1].fetchable(link).url.endswith("/w0001/zip") and service.made == 1
    asked = [seen.target for seen in server.seen if seen.path == ROOT and seen.method == "GET"]
    assert set(asked) == {f"{ROOT}?sort=lastUpdate,DESC&unpaged=true"}


def test_two_baskets_are_not_mixed_up(server, service):
    _, access = desk(server)
    first, second = basket(server), basket(server, "RIVERS")
    for link in (first, second, first, second):
        with pytest.raises(BeingPrepared):
            access.fetchable(link)
    assert access.fetchable(first).url.endswith("w0001/zip")
    assert access.fetchable(second).url.endswith("w0002/zip")


def test_a_list_without_names_costs_another_basket_at_the_next_start_only(server):
    service = SyntheticBaskets(HOLDINGS, names=False).mount(server)
    clock = Clock()
    _, access = desk(server, clock=clock)
    link = basket(server)
    waited(access, link, clock)
    assert service.made == 1
    waited(desk(server, clock=clock)[1], link, clock)
    assert service.made == 2


@pytest.mark.parametrize("lost", ["EXPIRED", "EXPIRED_NOT_PURGED", "DELETED"])
def test_a_basket_that_the_service_cleared_away_is_made_anew(server, service, lost):
    clock = Clock()
    _, access = desk(server, clock=clock)
    link = basket(server)
    with pytest.raises(BeingPrepared):
        access.fetchable(link)
    service.baskets["w0001"].plan = [lost]
    told = waited(access, link, clock)
    assert service.made == 2 and {type(one) for one in told} == {BeingPrepared}
    assert access.fetchable(link).url.endswith("w0002/zip") and service.deleted == ["w0001"]


def test_a_basket_that_is_gone_is_made_anew(server, service):
    clock = Clock()
    _, access = desk(server, clock=clock)
    link = basket(server)
    with pytest.raises(BeingPrepared):
        access.fetchable(link)
    service.baskets.clear()
    waited(access, link, clock)
    assert service.made == 2


def test_an_archive_that_expired_before_it_was_fetched_is_packed_again(server, service, tmp_path):
    clock = Clock()
    session, access = desk(server, clock=clock)
    link = basket(server)
    waited(access, link, clock)
    service.baskets.clear()
    with pytest.raises(GaiaError):
        fetch(session, link, tmp_path / "a.zip", access=access)
    waited(access, link, clock)
    assert fetch(session, link, tmp_path / "a.zip", access=access).size and service.made == 2


@pytest.mark.parametrize(
    ("message", "reason", "words"),
    [
        ("WHOLE_QUOTA_EXCEEDED", SelectionTooLarge, "smaller area"),
        ("EMPTY_SELECTION", RequestRefused, "nothing is in this selection"),
        ("BLOCKED_WORKFLOWS_LIMIT_REACHED", HeldBack, "in 10 min"),
        ("UNEXPECTED_ERROR: <b>no disk</b>", RequestRefused, "no disk"),
        ("", RequestRefused, "could not be packed"),
    ],
)
def test_a_basket_that_failed_says_why_and_the_next_attempt_is_a_new_one(
    server, service, message, reason, words
):
    clock = Clock()
    _, access = desk(server, clock=clock)
    service.plan, service.message = ["CREATED", "FAILED"], message
    link = basket(server)
    with pytest.raises(BeingPrepared):
        access.fetchable(link)
    with pytest.raises(reason) as caught:
        access.fetchable(link)
    assert words in str(caught.value) and not service.baskets
    service.plan = ["COMPLETED"]
    waited(access, link, clock)
    assert service.made == 2


def test_a_basket_that_was_cancelled_on_the_website_says_so(server, service):
    _, access = desk(server)
    service.plan = ["CANCELLED"]
    with pytest.raises(RequestRefused) as caught:
        access.fetchable(basket(server))
    assert "cancelled on its website" in str(caught.value)


def test_what_cannot_be_cleared_away_is_no_failure(server, service):
    clock = Clock()
    _, access = desk(server, clock=clock)
    link = basket(server)
    waited(access, link, clock)
    service.baskets["w0001"].plan = ["RUNNING"]
    access.finished(link)
    access.finished(Link("https://example.org/a.tif", LinkKind.DOWNLOAD))
    assert service.deleted == []


# -- wrong answers ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "reply",
    [
        as_html(), as_json([]), as_json({}), as_json({"status": "PERHAPS"}), as_json({"status": 3}),
        as_json({"status": ["RUNNING"]}), Reply(200, b'{"status": ', {"Content-Type": "application/json"}),
    ],
)  # fmt: skip
def test_a_status_that_is_none_is_a_bad_answer(server, service, reply):
    server.add(f"{ROOT}/w0001/status", reply)
    with pytest.raises(BadAnswer):
        desk(server)[1].fetchable(basket(server))


@pytest.mark.parametrize(
    "said",
    [None, 3, [], {}, {"workflowId": None}, {"workflowId": "../../admin"}, {"workflowId": "a/b"},
     {"workflowId": ""}, {"workflowId": ["a"]}, {"workflowId": True}],
)  # fmt: skip
def test_an_identifier_that_is_none_stands_in_no_address(server, said):
    server.add(ROOT, lambda seen: as_json(said if seen.method == "POST" else {"content": []}))
    with pytest.raises(BadAnswer):
        desk(server)[1].fetchable(basket(server))
    assert {seen.path for seen in server.seen} == {ROOT}


@pytest.mark.parametrize("said", [[], {"content": 3}, {"content": [3, {}, {"workflowName": "x"}]}, {}])
def test_a_list_that_is_none_is_no_reason_not_to_ask(server, service, said):
    make = server._routes[ROOT]
    server.add(ROOT, lambda seen: make(seen) if seen.method == "POST" else as_json(said))
    with pytest.raises(BeingPrepared):
        desk(server)[1].fetchable(basket(server))


@pytest.mark.parametrize("progress", ["a lot", -3, 400, True, None, float("1e300")])
def test_a_progress_that_is_none_is_nought(server, service, progress):
    server.add(f"{ROOT}/w0001/status", as_json({"status": "RUNNING", "progress": progress}))
    with pytest.raises(BeingPrepared) as caught:
        desk(server)[1].fetchable(basket(server))
    assert caught.value.fields["percent"] == 0


def test_a_basket_whose_answer_was_lost_is_not_made_twice(server, service):
    make = server._routes[ROOT]
    lost = [True]

    def once(seen: Seen) -> Reply:
        reply = make(seen)
        if seen.method == "POST" and lost:
            lost.clear()
            return Reply(reset=True)
        return reply

    server.add(ROOT, once)
    _, access = desk(server)
    link = basket(server)
    with pytest.raises(ConnectionLost):
        access.fetchable(link)
    with pytest.raises(BeingPrepared):
        access.fetchable(link)
    assert service.made == 1


def test_a_list_that_does_not_come_makes_no_second_basket(server, service):
    link = basket(server)
    with pytest.raises(BeingPrepared):
        desk(server)[1].fetchable(link)
    make = server._routes[ROOT]
    server.add(ROOT, lambda seen: make(seen) if seen.method == "POST" else Reply(500))
    with pytest.raises(ServiceUnavailable):
        desk(server)[1].fetchable(link)
    assert service.made == 1


# -- keys ---------------------------------------------------------------------------------------


def test_without_a_key_nothing_is_asked(server, service):
    _, access = desk(server, key=None)
    for link in (
        basket(server),
        Link(server.url("/api/v1/rs-catalog/downloads/U/files/a"), LinkKind.DOWNLOAD),
    ):
        with pytest.raises(KeyRequired) as caught:
            access.fetchable(link)
        assert "hydroweb.next" in str(caught.value)
    assert not server.seen


def test_a_wrong_key_is_refused_in_words(server, service):
    with pytest.raises(KeyRefused) as caught:
        desk(server, key="wrong-5ig")[1].fetchable(basket(server))
    assert "hydroweb.next" in str(caught.value) and "5ig" not in f"{caught.value} {caught.value.fields}"


def test_the_key_stays_with_its_host_wherever_an_archive_lies(server, service, tmp_path):
    clock = Clock()
    session, access = desk(server, clock=clock)
    link = basket(server)
    waited(access, link, clock)
    content = service.archive(service.baskets["w0001"])
    with FaultServer() as store:
        store.add("/elsewhere.zip", Reply(200, content, {"Content-Type": "application/zip"}))
        server.add(f"{ROOT}/w0001/zip", redirect(store.url("/elsewhere.zip")))
        got = fetch(session, link, tmp_path / "a.zip", access=access)
        assert got.path.read_bytes() == content
        assert [("x-api-key" in seen.headers) for seen in store.seen] == [False]
    assert BytesIO(content).read(2) == b"PK"


def test_whoever_signs_out_leaves_no_basket_to_the_next(server, service):
    clock = Clock()
    session, access = desk(server, clock=clock)
    link = basket(server)
    waited(access, link, clock)
    (held,) = session.credentials._items
    session.credentials.remove(held)
    with pytest.raises(KeyRequired):
        access.fetchable(link)


def test_a_basket_of_another_address_is_not_followed(server, service):
    _, access = desk(server)
    link = basket_link("https://evil.example/api/download/workflows", [Selection("LAKES")])
    assert access.fetchable(link).url == link.href and not server.seen
    other = basket_link(server.url("/api/admin"), [Selection("LAKES")])
    assert access.fetchable(other).url == other.href and not server.seen


def test_a_single_file_is_fetched_with_its_urn_in_one_part(server, tmp_path):
    seen: list[Seen] = []
    path = "/api/v1/rs-catalog/downloads"
    server.add(f"{path}/*", lambda one: seen.append(one) or Reply(200, b"372.1\n"))
    session, access = desk(server)
    link = Link(server.url(f"{path}/URN:FEATURE:DATA:hw:1:V1/files/ab?token=public"), LinkKind.DOWNLOAD)
    got = fetch(session, link, tmp_path / "a.txt", access=access)
    assert got.path.read_bytes() == b"372.1\n"
    assert seen[0].target == f"{path}/URN%3AFEATURE%3ADATA%3Ahw%3A1%3AV1/files/ab?token=public"
    assert seen[0].headers["x-api-key"] == KEY


# -- a search as a basket -----------------------------------------------------------------------


def test_a_search_becomes_a_basket_of_the_table_s_address():
    entry = next(one for one in load_registry() if one.id == "hydroweb")
    query = Query(
        text="leman",
        area=Area.bbox(5, 45, 7, 47),
        period=Period(datetime(2020, 1, 1, tzinfo=timezone.utc), datetime(2021, 1, 1, tzinfo=timezone.utc)),
    )
    made = basket_for(entry, ["LAKES", "RIVERS", "LAKES"], query, "Lakes")
    row = next(one for one in json.loads(ROWS.read_text("utf-8")) if one["id"] == "hydroweb")
    address, said = basket_of(made.href)
    assert address == row["workflows"] and made.title == "Lakes"
    assert [one["collectionId"] for one in said["collections"]] == ["LAKES", "RIVERS"]
    filters = said["collections"][0]["filters"]
    assert filters["bbox"] == [5.0, 45.0, 7.0, 47.0] and filters["intersects"] is None
    assert filters["query"]["end_datetime"] == {"gte": "2020-01-01T00:00:00Z"}
    assert "start_datetime" in filters["query"]
    with pytest.raises(KeyRequired):
        Access(Session()).fetchable(made)


def test_a_catalogue_that_packs_nothing_gives_no_basket():
    entries = load_registry()
    assert [one.id for one in entries if packs(one)] == ["hydroweb"]
    with pytest.raises(ValueError):
        basket_for(next(one for one in entries if one.id == "geodes"), ["A"], Query())
