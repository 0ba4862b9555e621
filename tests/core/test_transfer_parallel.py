"""Several connections for one file, and servers that bear fewer of them, or none but one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gaia_plugin.core.errors import Cancelled
from gaia_plugin.core.model import Checksum
from gaia_plugin.core.net import Cancel, Credential, Retry, Session, Timeouts
from gaia_plugin.core.transfer import crew, fetch, part, plan
from gaia_plugin.core.transfer.limits import Limits
from tests.core.transfer_cases import LARGE, left, link, sha256
from tests.support.faultserver import FaultServer, Reply, Seen, redirect
from tests.support.ranged import Ranged

SLOW = (1 << 14, 0.002)


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """Files of some megabytes are large enough, whatever their server's speed."""
    monkeypatch.setattr("gaia_plugin.core.transfer.fetch.PAUSE", 0.01, raising=False)
    monkeypatch.setattr(crew, "BIG", 1 << 18)
    monkeypatch.setattr(crew, "_SETTLE", 0.0)
    monkeypatch.setattr(crew, "_TICK", 0.01)
    monkeypatch.setattr(plan, "LEAST", 1 << 16)
    monkeypatch.setattr(plan, "LONG", 0.0)
    monkeypatch.setattr(plan, "WORTH", 0.0)
    one = Session(retry=Retry(times=1, first=0.01, longest=0.02, patience=0.1), timeouts=Timeouts(5, 5, 30))
    yield one
    one.close()


def ranges(server: FaultServer) -> list[Seen]:
    return [seen for seen in list(server.seen) if "range" in seen.headers]


def test_a_large_file_comes_over_several_connections(
    server: FaultServer, session: Session, tmp_path: Path
) -> None:
    ranged = Ranged(LARGE, drip=SLOW)
    url = server.add("/a.tif", ranged)
    done = fetch(session, link(url, checksum=sha256(LARGE)), tmp_path / "a.tif", limits=Limits(per_file=8))
    assert done.path.read_bytes() == LARGE and done.checksum_verified
    assert done.connections == 8 and server.most_at_once > 2
    assert ranged.plain == 1 and "range" not in server.seen[0].headers
    assert all(seen.headers["if-range"] == '"v1"' for seen in ranges(server))
    assert left(tmp_path) == ["a.tif"]


def test_who_is_done_takes_from_who_is_slow(server: FaultServer, session: Session, tmp_path: Path) -> None:
    ranged = Ranged(LARGE)

    def first_is_slow(seen: Seen) -> Reply:
        return replace(ranged(seen), drip=None if "range" in seen.headers else (1 << 12, 0.01))

    done = fetch(
        session, link(server.add("/a.tif", first_is_slow)), tmp_path / "a.tif", limits=Limits(per_file=2)
    )
    assert done.path.read_bytes() == LARGE and done.connections == 2
    assert len(ranges(server)) > 2  # its half, then half of what was left, and so on


@pytest.mark.parametrize("answer", [Reply(429), Reply(503), Reply(403), Reply(reset=True)])
def test_a_server_that_bears_four_connections_is_asked_by_four(
    server: FaultServer, session: Session, tmp_path: Path, answer: Reply
) -> None:
    ranged = Ranged(
        LARGE, drip=SLOW, server=server, refuse=lambda _, at_once: answer if at_once > 4 else None
    )
    url = server.add("/a.tif", ranged)
    done = fetch(session, link(url, checksum=sha256(LARGE)), tmp_path / "a.tif", limits=Limits(per_file=8))
    assert done.path.read_bytes() == LARGE and ranged.plain == 1


def test_a_server_that_ignores_ranges_is_asked_once(
    server: FaultServer, session: Session, tmp_path: Path
) -> None:
    url = server.add("/a.tif", lambda _: Reply(200, LARGE, {"ETag": '"1"'}, drip=SLOW))
    done = fetch(session, link(url), tmp_path / "a.tif")
    assert done.path.read_bytes() == LARGE
    assert len(ranges(server)) == len(server.seen) - 1 == 1  # one try, beside the stream that goes on


def test_one_that_only_says_that_it_gives_ranges_loses_nothing(
    server: FaultServer, session: Session, tmp_path: Path
) -> None:
    headers = {"ETag": '"1"', "Accept-Ranges": "bytes"}
    url = server.add("/a.tif", lambda _: Reply(200, LARGE, headers, drip=SLOW))
    done = fetch(session, link(url, checksum=sha256(LARGE)), tmp_path / "a.tif")
    assert done.path.read_bytes() == LARGE
    assert len([seen for seen in server.seen if "range" not in seen.headers]) == 1


def test_ranges_that_are_late_are_brought_by_the_stream_itself(
    server: FaultServer, session: Session, tmp_path: Path
) -> None:
    """It reaches bytes that another connection asked for, and does not know yet whether they will come."""
    whole = Ranged(LARGE, drip=SLOW)

    def late(seen: Seen) -> Reply:
        if "range" in seen.headers:
            return Reply(200, LARGE, {"ETag": '"v1"'}, delay=3.0)
        return whole(seen)

    done = fetch(session, link(server.add("/a.tif", late)), tmp_path / "a.tif", limits=Limits(per_file=3))
    assert done.path.read_bytes() == LARGE and whole.plain == 1


def test_what_says_that_it_has_no_ranges_is_not_asked_for_any(
    server: FaultServer, session: Session, tmp_path: Path
) -> None:
    url = server.add("/a.tif", Ranged(LARGE, drip=SLOW, **{"Accept-Ranges": "none"}))
    assert fetch(session, link(url), tmp_path / "a.tif").connections == 1
    assert len(server.seen) == 1


def test_ranges_need_a_validator_or_a_checksum(server: FaultServer, session: Session, tmp_path: Path) -> None:
    url = server.add("/a.tif", Ranged(LARGE, etag="", drip=SLOW))
    assert fetch(session, link(url), tmp_path / "a.tif").connections == 1
    done = fetch(session, link(url, checksum=sha256(LARGE)), tmp_path / "b.tif")
    assert done.connections > 1 and done.path.read_bytes() == LARGE


def test_unknown_checksums_are_no_reason(server: FaultServer, session: Session, tmp_path: Path) -> None:
    url = server.add("/a.tif", Ranged(LARGE, etag="", drip=SLOW))
    done = fetch(session, link(url, checksum=Checksum("blake3", "00" * 32)), tmp_path / "a.tif")
    assert done.connections == 1 and not done.checksum_verified


def test_ranges_of_another_version_are_not_taken(
    server: FaultServer, session: Session, tmp_path: Path
) -> None:
    """A store whose nodes disagree: the ranges are of another file than the stream."""
    right, other = Ranged(LARGE, drip=SLOW), Ranged(LARGE[::-1], '"v2"')

    def torn(seen: Seen) -> Reply:
        if "range" in seen.headers:
            return other(Seen(seen.method, seen.target, {**seen.headers, "if-range": '"v2"'}, b""))
        return right(seen)

    done = fetch(session, link(server.add("/a.tif", torn)), tmp_path / "a.tif")
    assert done.path.read_bytes() == LARGE and right.plain == 1


def test_pieces_that_do_not_belong_together_are_found_by_the_checksum(
    server: FaultServer, session: Session, tmp_path: Path
) -> None:
    right, other = Ranged(LARGE, drip=SLOW), Ranged(LARGE[::-1], drip=SLOW)
    url = server.add("/a.tif", lambda seen: (other if "range" in seen.headers else right)(seen))
    done = fetch(session, link(url, checksum=sha256(LARGE)), tmp_path / "a.tif")
    assert done.path.read_bytes() == LARGE and right.plain == 2


@pytest.mark.parametrize("cuts", [(200_000,), (None, 100_000, 50_000), (None,) + (0,) * 5, (0, 0)])
def test_connections_that_are_lost_are_made_again(
    server: FaultServer, session: Session, tmp_path: Path, cuts: tuple[int, ...]
) -> None:
    url = server.add("/a.tif", Ranged(LARGE, cuts=cuts, drip=SLOW))
    done = fetch(session, link(url, checksum=sha256(LARGE)), tmp_path / "a.tif")
    assert done.path.read_bytes() == LARGE


def test_a_connection_that_stalls_holds_nobody_up(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch, session: Session, tmp_path: Path
) -> None:
    monkeypatch.setattr(crew, "STALL", 0.2)
    ranged, stalled = Ranged(LARGE, drip=SLOW), threading.Event()

    def serve(seen: Seen) -> Reply:
        reply = ranged(seen)
        if "range" in seen.headers and not stalled.is_set():
            stalled.set()
            return replace(reply, drip=None, stall=10_000)
        return reply

    patient = session.with_timeouts(read=600)
    done = fetch(patient, link(server.add("/a.tif", serve)), tmp_path / "a.tif", limits=Limits(per_file=3))
    assert stalled.is_set() and done.path.read_bytes() == LARGE


def test_the_limits_hold(server: FaultServer, session: Session, tmp_path: Path) -> None:
    url = server.add("/a.tif", Ranged(LARGE, drip=SLOW))
    host = f"127.0.0.1:{server.port}"
    one = fetch(session, link(url), tmp_path / "a.tif", limits=Limits(per_file=8, hosts={host: 1}))
    two = fetch(session, link(url), tmp_path / "b.tif", limits=Limits(per_file=8, hosts={"127.0.0.1": 2}))
    three = fetch(session, link(url), tmp_path / "c.tif", limits=Limits(per_file=3))
    assert [one.connections, two.connections, three.connections] == [1, 2, 3]


def test_a_file_with_several_connections_gives_one_to_a_file_that_has_none(
    server: FaultServer, session: Session, tmp_path: Path
) -> None:
    host, limits = f"127.0.0.1:{server.port}", Limits(per_file=4, per_host=4)
    hold, let_go = threading.Event(), threading.Event()
    ranged = Ranged(LARGE, drip=(1 << 12, 0.02))
    large, small = server.add("/a.tif", ranged), server.add("/b.tif", Ranged(LARGE[:1000]))
    cancel = Cancel()
    problem: list[BaseException] = []

    def background() -> None:
        try:
            fetch(session, link(large), tmp_path / "a.tif", limits=limits, cancel=cancel)
        except BaseException as error:
            problem.append(error)

    thread = threading.Thread(target=background)
    thread.start()
    while limits.room(host):
        hold.wait(0.01)
    assert fetch(session, link(small), tmp_path / "b.tif", limits=limits).size == 1000
    cancel.cancel()
    thread.join(20)
    let_go.set()
    assert isinstance(problem[0], Cancelled) and limits.room(host) == 4


def test_a_cancel_ends_every_connection_and_keeps_every_byte(
    server: FaultServer, session: Session, tmp_path: Path
) -> None:
    url = server.add("/a.tif", Ranged(LARGE, drip=SLOW))
    cancel, limits = Cancel(), Limits(per_file=4)
    received = 0

    def stop(now: int, _: int | None) -> None:
        nonlocal received
        if now > 1_500_000:
            received = now
            cancel.cancel()

    with pytest.raises(Cancelled):
        fetch(session, link(url), tmp_path / "a.tif", cancel=cancel, on_progress=stop, limits=limits)
    assert limits.room(f"127.0.0.1:{server.port}") == 8
    again, late = Ranged(LARGE), Ranged(LARGE)  # what was asked for in the last moment is answered too
    server.add("/a.tif", lambda seen: (again if "again" in seen.query else late)(seen))
    done = fetch(session, link(url + "?again=1"), tmp_path / "a.tif", limits=Limits(per_file=1))
    assert done.path.read_bytes() == LARGE and again.plain == 0
    assert sum(end - start for start, end in again.asked) <= len(LARGE) - received


def test_the_credential_is_seen_by_its_host_only(
    server: FaultServer, session: Session, tmp_path: Path
) -> None:
    session.credentials.add(Credential(["127.0.0.1"], headers={"X-API-Key": "canary"}, allow_http=True))
    server.add("/real.tif", Ranged(LARGE, drip=SLOW))
    url = server.add("/a.tif", redirect(server.url("/real.tif", "localhost")))
    done = fetch(session, link(url), tmp_path / "a.tif", limits=Limits(per_file=4))
    assert done.path.read_bytes() == LARGE and done.connections == 4
    keys = {(seen.path, seen.headers.get("x-api-key")) for seen in server.seen}
    assert keys == {("/a.tif", "canary"), ("/real.tif", None)}


def test_where_there_is_no_positional_write_it_is_sought(
    server: FaultServer, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(part, "_DIRECT", False)
    url = server.add("/a.tif", Ranged(LARGE, drip=SLOW))
    done = fetch(session, link(url, checksum=sha256(LARGE)), tmp_path / "a.tif")
    assert done.path.read_bytes() == LARGE and done.connections > 1


def test_a_checksum_of_a_file_that_comes_in_order_is_computed_while_it_comes(
    server: FaultServer, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(part.Part, "read", lambda *_: b"")  # nothing is read again
    url = server.add("/a.tif", Ranged(LARGE))
    done = fetch(session, link(url, checksum=sha256(LARGE)), tmp_path / "a.tif", limits=Limits(per_file=1))
    assert done.checksum_verified
