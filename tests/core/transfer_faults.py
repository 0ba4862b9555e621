"""The table of what can go wrong with a transfer: each fault, and what it ends in.

A fault prepares its server or disk and gives what ``fetch`` is called with. The same table is in the
developer guide; a test holds the two equal.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from gaia_plugin.core.access import Fetchable
from gaia_plugin.core.errors import GaiaError
from gaia_plugin.core.model import Link
from gaia_plugin.core.net import Cancel, Session
from gaia_plugin.core.transfer import crew, fetch
from gaia_plugin.core.transfer.limits import Limits
from tests.core.transfer_cases import LARGE, link, sha256
from tests.support.faultserver import FaultServer, Reply, Seen, as_html, as_json, as_xml, redirect
from tests.support.ranged import Ranged

FILE = "the file"
SLOW = (1 << 14, 0.002)
TAGGED = {"ETag": '"v1"', "Content-Type": "image/tiff"}


@dataclass
class Scene:
    """Where a fault happens, and what fetch is called with besides."""

    server: FaultServer
    session: Session
    folder: Path
    patch: pytest.MonkeyPatch
    more: dict[str, Any] = field(default_factory=dict)
    body: bytes = LARGE

    def at(self, route: Any, **about: Any) -> Link:
        return link(self.server.add("/a.tif", route), **about)

    @property
    def target(self) -> Path:
        return self.folder / "a.tif"

    def stop_half_way(self, made: Link) -> None:
        """An earlier attempt that was cancelled."""
        cancel = Cancel()
        try:
            fetch(
                self.session, made, self.target, cancel=cancel, limits=Limits(per_file=1),
                on_progress=lambda received, _: cancel.cancel() if received > 1_000_000 else None,
            )  # fmt: skip
        except GaiaError:
            return
        raise ValueError("it was not stopped")


Fault = Callable[[Scene], Link]
FAULTS: dict[str, tuple[str, Fault]] = {}


def fault(words: str, ends: str = FILE) -> Callable[[Fault], Fault]:
    def add(prepare: Fault) -> Fault:
        FAULTS[words] = (ends, prepare)
        return prepare

    return add


def always(words: str, ends: str, route: Any, **about: Any) -> None:
    """A fault that is nothing but an answer."""
    FAULTS[words] = (ends, lambda scene: scene.at(route, **about))


# -- the connection ------------------------------------------------------------------------------------------

always("the connection is cut half-way", FILE, lambda seen: _CUT_ONCE(seen))
always("cut, and the server gave neither ETag nor date", FILE, lambda seen: _CUT_BARE(seen))
always("closed before the first answer, once", FILE, [Reply(reset=True), Reply(200, LARGE, TAGGED)])
always("closed before the answer, always", "ConnectionLost", Reply(reset=True))


class _Again(Ranged):
    """Each scene begins with the cuts anew."""

    def __call__(self, seen: Seen) -> Reply:
        if "range" not in seen.headers and not self.plain:
            self.cuts = list(self._first)
        return super().__call__(seen)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._first = tuple(self.cuts)


_CUT_ONCE = _Again(LARGE, cuts=(1_000_000,))
_CUT_BARE = _Again(LARGE, etag="", cuts=(1_000_000,))


@fault("always cut at the same byte", "TransferIncomplete")
def _(scene: Scene) -> Link:
    return scene.at(Ranged(LARGE, cuts=(1_000_000,) + (0,) * 40))


@fault("no more bytes come half-way, the connection stays open")
def _(scene: Scene) -> Link:
    ranged = Ranged(LARGE)
    answers = iter([Reply(200, LARGE, TAGGED, stall=1_000_000)])
    scene.session = scene.session.with_timeouts(read=0.5)
    return scene.at(lambda seen: next(answers, None) or ranged(seen))


@fault("one connection of several stalls")
def _(scene: Scene) -> Link:
    scene.patch.setattr(crew, "STALL", 0.2)
    ranged, stalls = Ranged(LARGE, drip=SLOW), iter([True])
    return scene.at(
        lambda seen: (
            replace(ranged(seen), drip=None, stall=1000)
            if "range" in seen.headers and next(stalls, False)
            else ranged(seen)
        )
    )


@fault("one connection of several is cut, again and again")
def _(scene: Scene) -> Link:
    ranged = Ranged(LARGE, drip=SLOW)
    return scene.at(lambda seen: replace(ranged(seen), cut=70_000 if "range" in seen.headers else None))


@fault("bytes come in drops")
def _(scene: Scene) -> Link:
    scene.body = LARGE[:2000]
    return scene.at(Reply(200, scene.body, TAGGED, drip=(50, 0.001)))


@fault("nobody listens", "ConnectionRefused")
def _(scene: Scene) -> Link:
    with FaultServer() as gone:
        url = gone.url("/a.tif")
    return link(url)


@fault("the certificate is not trusted", "TlsError")
def _(scene: Scene) -> Link:
    folder = scene.folder.parent / "tls"
    folder.mkdir()
    server = FaultServer(tls=folder)
    server.__enter__()
    scene.more["also"] = server
    return link(server.add("/a.tif", Reply(200, LARGE)))


# -- refusals ------------------------------------------------------------------------------------------------

always(
    "503 once, with Retry-After", FILE, [Reply(503, headers={"Retry-After": "0"}), Reply(200, LARGE, TAGGED)]
)
always("503, always", "ServiceUnavailable", Reply(503))
always("429 with an hour's Retry-After", "TooManyRequests", Reply(429, headers={"Retry-After": "3600"}))
always("401", "AuthenticationRequired", Reply(401))
always("403", "AccessDenied", Reply(403))
always(
    "403 that names a licence",
    "LicenceNotAccepted",
    as_json({"detail": "accept the licence first"}, status=403),
)
always("403 that names a quota", "QuotaExceeded", as_json({"detail": "download quota exceeded"}, status=403))
always("404", "NotFound", Reply(404))
always("410", "NotFound", Reply(410))
always("202: on tape", "NotOnlineYet", Reply(202, headers={"Retry-After": "600"}))
always("an endless redirect", "RedirectLoop", lambda seen: redirect("/a.tif"))
always("a redirect to what is no web address", "BadAnswer", redirect("ftp://127.0.0.1/a.tif"))


@fault("429 to more than two connections")
def _(scene: Scene) -> Link:
    refuse = lambda _, at_once: Reply(429) if at_once > 2 else None  # noqa: E731
    return scene.at(Ranged(LARGE, drip=SLOW, server=scene.server, refuse=refuse))


@fault("503 to more than one connection")
def _(scene: Scene) -> Link:
    refuse = lambda _, at_once: Reply(503) if at_once > 1 else None  # noqa: E731
    return scene.at(Ranged(LARGE, drip=SLOW, server=scene.server, refuse=refuse))


@fault("a redirect to another host")
def _(scene: Scene) -> Link:
    scene.server.add("/real.tif", Ranged(LARGE, drip=SLOW))
    return scene.at(redirect(scene.server.url("/real.tif", "localhost")))


class _Signer:
    """Gives addresses that open the file a few times."""

    def __init__(self, server: FaultServer, endless: bool = True) -> None:
        self.server, self.count, self.endless = server, 1, endless

    def fetchable(self, _: Link, cancel: Cancel | None = None, refused: Fetchable | None = None) -> Fetchable:
        url = f"{self.server.url('/a.tif')}?n={self.count}"
        if refused is not None and refused.url == url and self.endless:
            self.count += 1
        return Fetchable(f"{self.server.url('/a.tif')}?n={self.count}", expires=4e9)

    def explained(self, error: GaiaError, _: Link | None = None) -> GaiaError:
        return error

    def finished(self, _: Link, cancel: Cancel | None = None) -> None:
        pass


@fault("a signature ends while its file is on the way")
def _(scene: Scene) -> Link:
    signer = scene.more["access"] = _Signer(scene.server)
    ranged = Ranged(LARGE, drip=SLOW)

    def serve(seen: Seen) -> Reply:
        if seen.query["n"] != [str(signer.count)]:
            return Reply(403)
        if len(ranged.asked) == 2 and signer.count == 1:  # from now on the first is over
            signer.count = 2
            return Reply(403)
        return replace(ranged(seen), cut=600_000)

    return scene.at(serve)


@fault("a signature that is refused for good", "AccessDenied")
def _(scene: Scene) -> Link:
    scene.more["access"] = _Signer(scene.server)
    return scene.at(Reply(403))


# -- what is not the file ------------------------------------------------------------------------------------

always("a sign-in page with status 200", "BadAnswer", as_html())
always("an error as JSON with status 200", "BadAnswer", as_json({"detail": "down"}), media_type="image/tiff")
always(
    "an OGC exception with status 200", "BadAnswer",
    as_xml("<ServiceExceptionReport><ServiceException>no</ServiceException></ServiceExceptionReport>"),
)  # fmt: skip
always("a plain text with status 200", "BadAnswer", Reply(200, b"Too many users, come back later"))
always("nothing at all with status 200", "BadAnswer", Reply(200, b""))
always("an unknown content coding", "BadAnswer", Reply(200, LARGE, {"Content-Encoding": "br"}))
always("compressed, and broken", "BadAnswer", Reply(200, b"\x1f\x8b" + LARGE, {"Content-Encoding": "gzip"}))
always("compressed on the way", FILE, Reply(200, LARGE, TAGGED, gzip=True))
always(
    "compressed on the way by a server that gives ranges of it", FILE,
    Ranged(gzip.compress(LARGE), **{"Content-Encoding": "gzip"}),
)  # fmt: skip
always("another checksum than announced", "ChecksumMismatch", Ranged(LARGE), checksum=sha256(b"other"))
always("another size than announced", "SizeMismatch", Ranged(LARGE), size=12)
always(
    "another size than announced, of unknown length", "SizeMismatch", Reply(200, LARGE, chunked=True), size=12
)

# -- lengths and ranges --------------------------------------------------------------------------------------

always("no Content-Length", FILE, Reply(200, LARGE, TAGGED, chunked=True))
always(
    "a Content-Length that is too long",
    "TransferIncomplete",
    Reply(200, LARGE, TAGGED, length=len(LARGE) + 9),
)
always(
    "a Content-Length that is too short, and a checksum", "ChecksumMismatch",
    Reply(200, LARGE, TAGGED, length=1_000_000), checksum=sha256(LARGE),
)  # fmt: skip


@fault("no Content-Length, and cut")
def _(scene: Scene) -> Link:
    ranged, first = Ranged(LARGE), iter([Reply(200, LARGE, TAGGED, chunked=True, cut=1_000_000)])
    return scene.at(lambda seen: next(first, None) or ranged(seen))


@fault("a Content-Length that is too long, and ranges that tell")
def _(scene: Scene) -> Link:
    ranged, first = Ranged(LARGE), iter([Reply(200, LARGE, TAGGED, length=len(LARGE) + 9)])
    return scene.at(lambda seen: next(first, None) or ranged(seen))


@fault("200 to the request for the rest")
def _(scene: Scene) -> Link:
    scene.stop_half_way(scene.at(Ranged(LARGE, drip=SLOW)))
    return scene.at(Reply(200, LARGE, TAGGED))


@fault("416 to the request for the rest")
def _(scene: Scene) -> Link:
    scene.stop_half_way(scene.at(Ranged(LARGE, drip=SLOW)))
    return scene.at(lambda seen: Reply(416) if "range" in seen.headers else Reply(200, LARGE, TAGGED))


@fault("another range than the one that was asked for")
def _(scene: Scene) -> Link:
    scene.stop_half_way(scene.at(Ranged(LARGE, drip=SLOW)))
    wrong = {**TAGGED, "Content-Range": f"bytes 0-9/{len(LARGE)}"}
    return scene.at(
        lambda seen: Reply(206, LARGE[:10], wrong) if "range" in seen.headers else Reply(200, LARGE, TAGGED)
    )


@fault("a range without Content-Range")
def _(scene: Scene) -> Link:
    scene.stop_half_way(scene.at(Ranged(LARGE, drip=SLOW)))
    return scene.at(
        lambda seen: Reply(206, LARGE, TAGGED) if "range" in seen.headers else Reply(200, LARGE, TAGGED)
    )


@fault("a range of another length than the file's")
def _(scene: Scene) -> Link:
    scene.stop_half_way(scene.at(Ranged(LARGE, drip=SLOW)))
    scene.body = LARGE + b"more"
    return scene.at(Ranged(scene.body))


@fault("ranges are promised and not given")
def _(scene: Scene) -> Link:
    return scene.at(Reply(200, LARGE, {**TAGGED, "Accept-Ranges": "bytes"}, drip=SLOW))


@fault("the server's file changed since the first attempt")
def _(scene: Scene) -> Link:
    scene.stop_half_way(scene.at(Ranged(LARGE, drip=SLOW)))
    scene.body = b"MM\0*" + LARGE[::-1]
    return scene.at(Ranged(scene.body, '"v2"'))


@fault("the server's file changes while its ranges are on the way")
def _(scene: Scene) -> Link:
    scene.body = b"MM\0*" + LARGE[::-1]
    old, new = Ranged(LARGE, cuts=(1_000_000,) * 9, drip=SLOW), Ranged(scene.body, '"v2"')
    return scene.at(lambda seen: (old if old.plain == 0 or len(old.asked) < 3 else new)(seen))


@fault("the file changed under the same ETag, and a checksum")
def _(scene: Scene) -> Link:
    scene.stop_half_way(scene.at(Ranged(LARGE[::-1], drip=SLOW)))
    return scene.at(Ranged(LARGE), checksum=sha256(LARGE))


@fault("nodes of a store that hold different versions")
def _(scene: Scene) -> Link:
    right, other = Ranged(LARGE, drip=SLOW), Ranged(LARGE[::-1], '"v2"')
    return scene.at(lambda seen: (other if "range" in seen.headers else right)(seen))
