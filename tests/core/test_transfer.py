"""Files that arrive whole, from servers that do their best to prevent it."""

from __future__ import annotations

import hashlib
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gaia_plugin.core.errors import (
    AuthenticationRequired,
    BadAnswer,
    Cancelled,
    ChecksumMismatch,
    ConnectionLost,
    NotFound,
    SizeMismatch,
    TransferIncomplete,
)
from gaia_plugin.core.model import Checksum
from gaia_plugin.core.net import Cancel, Retry, Session, Timeouts
from gaia_plugin.core.transfer import fetch, file_name
from gaia_plugin.core.transfer import fetch as fetch_function
from gaia_plugin.core.transfer.note import Note
from tests.core.transfer_cases import left, link
from tests.core.transfer_cases import sha256 as checksum_of
from tests.support.faultserver import FaultServer, Reply, Seen, as_html, as_json, as_xml
from tests.support.ranged import Ranged

fetch_module = __import__(fetch_function.__module__, fromlist=["PAUSE"])
BODY = b"II*\0" + hashlib.shake_128(b"synthetic").digest(1_500_000)


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    monkeypatch.setattr(fetch_module, "PAUSE", 0.01)
    monkeypatch.setattr("gaia_plugin.core.transfer.upkeep._EVERY", 0.0)
    one = Session(
        retry=Retry(times=1, first=0.01, longest=0.02, patience=0.1), timeouts=Timeouts(1.0, 1.0, 20.0)
    )
    yield one
    one.close()


def served(body: bytes = BODY, etag: str = '"v1"', cuts: tuple[int, ...] = (), **headers: str) -> Ranged:
    return Ranged(body, etag, cuts, **headers)


def sha256(body: bytes = BODY) -> Checksum:
    return checksum_of(body)


def keep_part(session: Session, url: str, target: Path, after: int = 400_000) -> None:
    """What a cancel leaves: the beginning of the file and its note."""
    cancel = Cancel()
    with pytest.raises(Cancelled):
        fetch(
            session,
            link(url),
            target,
            cancel=cancel,
            on_progress=lambda received, _: cancel.cancel() if received >= after else None,
        )


def grow(part: Path, body: bytes) -> None:
    """A part that holds so much of a file whose length is not known."""
    part.write_bytes(body)
    note = part.with_name(part.name + ".json")
    known = Note.read(note)
    assert known is not None
    note.write_text(replace(known, total=None, written=((0, len(body)),)).text())


# -- the right file ------------------------------------------------------------------------------------------


def test_a_file_arrives_whole(server: FaultServer, session: Session, tmp_path: Path) -> None:
    url = server.add("/a.tif", served())
    told: list[tuple[int, int | None]] = []
    done = fetch(
        session, link(url, size=len(BODY), checksum=sha256()), tmp_path / "deep" / "a.tif",
        on_progress=lambda *progress: told.append(progress),
    )  # fmt: skip
    assert done.path.read_bytes() == BODY
    assert (done.size, done.checksum_verified, done.etag) == (len(BODY), True, '"v1"')
    assert left(done.path.parent) == ["a.tif"]
    assert told[-1] == (len(BODY), len(BODY))


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha256", "sha512", "SHA-256"])
def test_checksums_of_every_announced_kind(
    server: FaultServer, session: Session, tmp_path: Path, algorithm: str
) -> None:
    digest = hashlib.new(algorithm.lower().replace("-", ""), BODY, usedforsecurity=False).hexdigest()
    url = server.add("/a.tif", served())
    assert fetch(
        session, link(url, checksum=Checksum(algorithm, digest.upper())), tmp_path / "a"
    ).checksum_verified
    with pytest.raises(ChecksumMismatch):
        fetch(session, link(url, checksum=Checksum(algorithm, "0" * len(digest))), tmp_path / "b")


def test_cut_twice_goes_on_where_it_stopped(server: FaultServer, session: Session, tmp_path: Path) -> None:
    url = server.add("/a.tif", served(cuts=(len(BODY) // 2, len(BODY) // 4)))
    done = fetch(session, link(url, checksum=sha256()), tmp_path / "a.tif")
    assert done.path.read_bytes() == BODY
    asked = [seen.headers.get("range") for seen in server.seen]
    assert asked == [None, f"bytes={len(BODY) // 2}-", f"bytes={len(BODY) // 2 + len(BODY) // 4}-"]
    assert all(seen.headers["if-range"] == '"v1"' for seen in server.seen[1:])


def test_a_cancel_keeps_the_part_and_the_next_call_goes_on(
    server: FaultServer, session: Session, tmp_path: Path
) -> None:
    url = server.add("/a.tif", served())
    keep_part(session, url + "?signature=one", tmp_path / "a.tif")
    assert left(tmp_path) == ["a.tif.part", "a.tif.part.json"]
    kept = (tmp_path / "a.tif.part").stat().st_size
    done = fetch(session, link(url + "?signature=two", checksum=sha256()), tmp_path / "a.tif")
    assert done.path.read_bytes() == BODY
    assert server.seen[-1].headers["range"] == f"bytes={kept}-"
    assert left(tmp_path) == ["a.tif"]


def test_a_cancel_is_heard_within_a_second(server: FaultServer, session: Session, tmp_path: Path) -> None:
    url = server.add("/a.tif", Reply(body=BODY, stall=100_000))
    cancel = Cancel()
    threading.Timer(0.2, cancel.cancel).start()
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        fetch(Session(timeouts=Timeouts(1.0, 30.0, None)), link(url), tmp_path / "a.tif", cancel=cancel)
    assert time.monotonic() - begun < 1.2


def test_a_changed_file_starts_again(server: FaultServer, session: Session, tmp_path: Path) -> None:
    keep_part(session, server.add("/a.tif", served()), tmp_path / "a.tif")
    other = b"MM\0*" + BODY[::-1]
    done = fetch(session, link(server.add("/a.tif", served(other, '"v2"'))), tmp_path / "a.tif")
    assert done.path.read_bytes() == other


def test_ranges_of_a_server_that_ignores_if_range_are_not_glued_to_another_file(
    server: FaultServer, session: Session, tmp_path: Path
) -> None:
    keep_part(session, server.add("/a.tif", served()), tmp_path / "a.tif")
    other = b"MM\0*" + BODY[::-1]

    def careless(seen: Seen) -> Reply:
        wanted = re.match(r"bytes=(\d+)-", seen.headers.get("range", ""))
        if not wanted:
            return Reply(200, other, {"ETag": '"v2"'})
        span = f"bytes {wanted[1]}-{len(other) - 1}/{len(other)}"
        return Reply(206, other[int(wanted[1]) :], {"ETag": '"v2"', "Content-Range": span})

    done = fetch(session, link(server.add("/a.tif", careless)), tmp_path / "a.tif")
    assert done.path.read_bytes() == other


def test_a_rest_under_the_same_validator_that_does_not_fit_is_found_by_the_checksum(
    server: FaultServer, session: Session, tmp_path: Path
) -> None:
    keep_part(session, server.add("/a.tif", served(BODY[::-1])), tmp_path / "a.tif")
    done = fetch(session, link(server.add("/a.tif", served()), checksum=sha256()), tmp_path / "a.tif")
    assert done.path.read_bytes() == BODY


@pytest.mark.parametrize("span", ["bytes 0-9/{size}", "bytes 5-{last}/{size}", "nonsense", ""])
def test_a_wrong_content_range_starts_again(
    server: FaultServer, session: Session, tmp_path: Path, span: str
) -> None:
    keep_part(session, server.add("/a.tif", served()), tmp_path / "a.tif")
    header = span.format(size=len(BODY), last=len(BODY) - 1)

    def wrong(seen: Seen) -> Reply:
        if "range" in seen.headers:
            return Reply(206, BODY[:10], {"ETag": '"v1"', "Content-Range": header} if header else {})
        return Reply(200, BODY, {"ETag": '"v1"'})

    done = fetch(session, link(server.add("/a.tif", wrong)), tmp_path / "a.tif")
    assert done.path.read_bytes() == BODY


def test_416_on_a_whole_part_means_done(server: FaultServer, session: Session, tmp_path: Path) -> None:
    url = server.add("/a.tif", served())
    keep_part(session, url, tmp_path / "a.tif")
    grow(tmp_path / "a.tif.part", BODY)
    done = fetch(session, link(url, checksum=sha256()), tmp_path / "a.tif")
    assert done.path.read_bytes() == BODY
    assert server.seen[-1].headers["range"] == f"bytes={len(BODY)}-"


def test_416_on_a_part_that_is_too_long_starts_again(
    server: FaultServer, session: Session, tmp_path: Path
) -> None:
    url = server.add("/a.tif", served())
    keep_part(session, url, tmp_path / "a.tif")
    grow(tmp_path / "a.tif.part", BODY + b"more")
    assert fetch(session, link(url), tmp_path / "a.tif").path.read_bytes() == BODY


def test_without_validator_nothing_is_resumed(server: FaultServer, session: Session, tmp_path: Path) -> None:
    url = server.add("/a.tif", served(etag="", cuts=(500_000,)))
    assert fetch(session, link(url), tmp_path / "a.tif").path.read_bytes() == BODY
    assert all("range" not in seen.headers for seen in server.seen)


def test_a_weak_etag_is_no_validator_but_the_date_is(
    server: FaultServer, session: Session, tmp_path: Path
) -> None:
    date = "Wed, 01 Jan 2025 00:00:00 GMT"
    ranged = served(etag="", cuts=(500_000,), ETag='W/"weak"', **{"Last-Modified": date})
    ranged.etag = ""

    def serve(seen: Seen) -> Reply:
        return ranged(Seen(seen.method, seen.target, {**seen.headers, "if-range": ""}, seen.body))

    fetch(session, link(server.add("/a.tif", serve)), tmp_path / "a.tif")
    assert server.seen[-1].headers["if-range"] == date


def test_a_part_of_another_source_is_not_gone_on_with(
    server: FaultServer, session: Session, tmp_path: Path
) -> None:
    keep_part(session, server.add("/one/a.tif", served()), tmp_path / "a.tif")
    url = server.add("/two/a.tif", served(BODY[::-1]))
    assert fetch(session, link(url), tmp_path / "a.tif").path.read_bytes() == BODY[::-1]
    assert "range" not in server.seen[-1].headers


def test_compressed_on_the_way_is_decompressed_on_disk(
    server: FaultServer, session: Session, tmp_path: Path
) -> None:
    url = server.add("/a.tif", Reply(body=BODY, gzip=True, headers={"ETag": '"v1"'}))
    assert fetch(session, link(url, checksum=sha256()), tmp_path / "a.tif").path.read_bytes() == BODY


def test_an_answer_of_unknown_length(server: FaultServer, session: Session, tmp_path: Path) -> None:
    url = server.add("/a.tif", Reply(body=BODY, chunked=True))
    assert fetch(session, link(url), tmp_path / "a.tif").size == len(BODY)


# -- files that are there already ----------------------------------------------------------------------------


def test_the_same_file_is_not_fetched_again(server: FaultServer, session: Session, tmp_path: Path) -> None:
    url = server.add("/a.tif", served())
    (tmp_path / "a.tif").write_bytes(BODY)
    done = fetch(session, link(url, checksum=sha256()), tmp_path / "a.tif")
    assert done.already_there and done.checksum_verified and server.seen == []


def test_another_file_of_that_name_stays(server: FaultServer, session: Session, tmp_path: Path) -> None:
    url = server.add("/a.tif", served())
    (tmp_path / "a.tif").write_bytes(b"the user's own")
    first = fetch(session, link(url, checksum=sha256()), tmp_path / "a.tif")
    second = fetch(session, link(url), tmp_path / "a.tif")
    assert (tmp_path / "a.tif").read_bytes() == b"the user's own"
    assert [first.path.name, second.path.name] == ["a (2).tif", "a (3).tif"]


# -- what must not become a file -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (as_html(), "web page"),
        (Reply(200, b"  \n<HTML><body>login</body></HTML>", {"Content-Type": "image/tiff"}), "web page"),
        (as_json({"detail": "quota used up"}), "quota used up"),
        (as_xml("<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>"), "AccessDenied"),
        (
            as_xml(
                "<ServiceExceptionReport><ServiceException>no such layer</ServiceException>"
                "</ServiceExceptionReport>"
            ),
            "no such layer",
        ),
    ],
)
def test_an_error_page_with_status_200_is_refused(
    server: FaultServer, session: Session, tmp_path: Path, reply: Reply, words: str
) -> None:
    with pytest.raises(BadAnswer, match=words):
        fetch(session, link(server.add("/a.tif", reply), media_type="image/tiff"), tmp_path / "a.tif")
    assert left(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "reply"),
    [
        ("page.html", as_html()),
        ("areas.geojson", as_json({"type": "FeatureCollection", "features": []})),
        ("record.xml", as_xml("<?xml version='1.0'?><a/>")),
        ("station", as_json({"type": "FeatureCollection", "features": []})),
    ],
)
def test_text_that_was_announced_is_taken(
    server: FaultServer, session: Session, tmp_path: Path, name: str, reply: Reply
) -> None:
    assert fetch(session, link(server.add(f"/{name}", reply)), tmp_path / name).size == len(reply.body)  # type: ignore[arg-type]


def test_a_wrong_checksum_leaves_nothing(server: FaultServer, session: Session, tmp_path: Path) -> None:
    url = server.add("/a.tif", served())
    with pytest.raises(ChecksumMismatch, match=r"a\.tif from 127\.0\.0\.1:\d+ is not what"):
        fetch(session, link(url, checksum=sha256(b"other")), tmp_path / "a.tif")
    assert left(tmp_path) == []


def test_a_wrong_size_is_seen_at_once(server: FaultServer, session: Session, tmp_path: Path) -> None:
    url = server.add("/a.tif", served())
    with pytest.raises(SizeMismatch, match=f"{len(BODY)} bytes and not the 12"):
        fetch(session, link(url, size=12), tmp_path / "a.tif")
    with pytest.raises(SizeMismatch):
        fetch(
            session, link(server.add("/b.tif", Reply(body=BODY, chunked=True)), size=12), tmp_path / "b.tif"
        )
    assert left(tmp_path) == []


def test_the_rounded_size_of_an_iso_record_is_not_held_against_the_file(
    server: FaultServer, session: Session, tmp_path: Path
) -> None:
    url = server.add("/a.tif", served())
    assert fetch(session, link(url, size=2_000_000, group=0), tmp_path / "a.tif").size == len(BODY)


def test_a_connection_that_is_always_lost_keeps_what_came(
    server: FaultServer, session: Session, tmp_path: Path
) -> None:
    ranged = served(cuts=(600_000,) + (0,) * 30)
    with pytest.raises(TransferIncomplete, match=f"600000 of {len(BODY)}"):
        fetch(session, link(server.add("/a.tif", ranged)), tmp_path / "a.tif")
    assert (tmp_path / "a.tif.part").stat().st_size == 600_000
    ranged.cuts = []
    assert fetch(session, link(server.url("/a.tif")), tmp_path / "a.tif").path.read_bytes() == BODY


def test_a_server_that_never_answers_is_a_lost_connection(
    server: FaultServer, session: Session, tmp_path: Path
) -> None:
    with pytest.raises(ConnectionLost):
        fetch(session, link(server.add("/a.tif", Reply(reset=True))), tmp_path / "a.tif")


@pytest.mark.parametrize(("status", "kind"), [(404, NotFound), (401, AuthenticationRequired)])
def test_refusals_are_told_apart(
    server: FaultServer, session: Session, tmp_path: Path, status: int, kind: type[Exception]
) -> None:
    with pytest.raises(kind):
        fetch(session, link(server.add("/a.tif", Reply(status))), tmp_path / "a.tif")


def test_the_signature_is_written_nowhere(server: FaultServer, session: Session, tmp_path: Path) -> None:
    url = server.add("/a.tif", served(cuts=(10_000,) + (0,) * 30)) + "?X-Amz-Signature=confidential"
    target = tmp_path / file_name(link(url))
    with pytest.raises(TransferIncomplete) as caught:
        fetch(session, link(url), target)
    written = "".join(path.name + path.read_bytes().decode("latin-1") for path in tmp_path.glob("*.json"))
    assert "confidential" not in str(caught.value) + repr(caught.value.fields) + written + target.name
