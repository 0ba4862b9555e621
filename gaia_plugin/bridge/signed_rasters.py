"""Rasters whose addresses are signed for a few hours, streamed.

The layer's source is a small VRT in GDAL's memory, which leads to a door of this computer
(``core.access.relay``) and from there to the signed address: no layer, project, style, log nor message of
GDAL holds it. What the project writes down is the address that names the file for ever, and what it reads is
turned into the VRT again.

A project written so opens elsewhere too: without the plugin the store refuses the plain address, as it
should.
"""

from __future__ import annotations

import hashlib
import os
import re
import threading
import time
from datetime import datetime, timezone
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from qgis.core import QgsPathResolver

from ..core.access import Access, Fetchable
from ..core.access.relay import ADDRESS, Relay
from ..core.errors import BadAnswer, CannotStream, GaiaError, host_of
from ..core.model import Link, LinkKind
from ..core.net import Cancel, Session
from ..core.net.credentials import public_url
from ..core.transfer import file_name
from ..core.transfer.checks import impostor

PLACE = "/vsimem/gaia_data/signed/"


class SignedRasters:
    """The rasters of one session that need signatures. Safe from any thread; ``of`` gives the one of a
    session's credentials, which all have in common."""

    def __init__(self, session: Session):
        self._session = session
        self._access = Access.of(session)
        self._relay = Relay(self._access)
        self._known: dict[str, str] = {}
        self._guard = threading.Lock()
        self._hooks: tuple[str, str] | None = None

    @classmethod
    def of(cls, session: Session) -> SignedRasters:
        with _making:
            found = session.credentials.companions.get(cls)
            if not isinstance(found, cls):
                found = session.credentials.companions[cls] = cls(session)
            return found

    # -- what QGIS calls when it writes and reads projects ---------------------------------------

    def install(self) -> None:
        """From now on projects hold the addresses that stay. Main thread."""
        if self._hooks is None:
            self._hooks = (
                QgsPathResolver.setPathWriter(self.written),
                QgsPathResolver.setPathPreprocessor(self.read),
            )

    def remove(self) -> None:
        """Take the hooks out, and the VRTs; nothing of them opens any more. Main thread."""
        if self._hooks is not None:
            QgsPathResolver.removePathWriter(self._hooks[0])
            QgsPathResolver.removePathPreprocessor(self._hooks[1])
            self._hooks = None
        from osgeo import gdal

        with self._guard:
            for source in self._known:
                gdal.Unlink(source)
            self._known.clear()
        self._relay.close()
        self._relay = Relay(self._access)

    def written(self, path: str) -> str:
        """What a project keeps for a source."""
        with self._guard:
            href = self._known.get(path)
        return address(href) if href else path

    def read(self, path: str) -> str:
        """The source of what a project kept. Asks nobody: the layer is not valid until ``prepare`` was there.

        An address that another tool signed, and left in the project, is taken over once its time has passed.
        """
        href = web_address(path)
        if not href or not self._access.signs(Link(href, LinkKind.COG)):
            return path
        if public_url(href) != href and not _is_over(href):
            return path
        return self.source_of(href)

    # -- opening ---------------------------------------------------------------------------------

    def source_of(self, href: str) -> str:
        """The name under which GDAL finds the raster, the same for ever; it is there after ``prepare``."""
        plain = public_url(href)
        digest = hashlib.sha256(plain.encode()).hexdigest()[:16]
        source = f"{PLACE}{digest}/{file_name(Link(plain, LinkKind.COG))}.vrt"
        with self._guard:
            self._known[source] = plain
        return source

    def holds(self, source: str) -> bool:
        """Whether a layer's source is one of these."""
        return source in self._known

    def prepare(self, href: str, cancel: Cancel) -> str:
        """Have GDAL find the raster under the name that is returned. In a worker thread: what the file's head
        says is in GDAL's cache then, and opening the layer waits for nothing.

        Raises the typed reasons of ``Access.fetchable``, CannotStream for what is no address of the web, and
        BadAnswer where GDAL cannot read the file."""
        if not href.startswith(("https://", "http://")):
            raise CannotStream(host=host_of(href), detail="its addresses are signed for a few hours")
        source = self.source_of(href)
        link = Link(self._known[source], LinkKind.COG)
        got = self._access.fetchable(link, cancel)  # its refusals have words; those of GDAL have none
        try:
            text = _described(self._relay.address_of(link))
        except OSError:
            raise CannotStream(host=host_of(href), detail="no port of this computer is free") from None
        if not text:
            self._ask(got, link, cancel)
            raise BadAnswer(host=host_of(href), detail=f"QGIS cannot open “{file_name(link)}”")
        _write(source, text)
        return source

    def prepare_again(self, source: str, cancel: Cancel) -> str:
        """``prepare`` for a source that is known."""
        return self.prepare(self._known[source], cancel)

    def _ask(self, got: Fetchable, link: Link, cancel: Cancel) -> None:
        """Why GDAL could not open it: the store is asked once more, for its own words."""
        headers = {**got.headers, "Range": "bytes=0-511"}
        try:
            with self._session.stream(got.url, headers=headers, cancel=cancel) as stream:
                start = next(stream.chunks(512), b"")
        except GaiaError as error:
            raise self._access.explained(error, link) from error
        reason = impostor(start, stream.headers.get("Content-Type", ""), link)
        if reason:
            raise BadAnswer(host=host_of(link.href), detail=reason)

    def __repr__(self) -> str:
        return f"<SignedRasters: {len(self._known)}>"


_making = threading.Lock()


def address(href: str) -> str:
    """How a project names a raster of the web (GDAL's /vsicurl/, without looking for sidecar files)."""
    return "/vsicurl?empty_dir=yes&url=" + quote(href, safe="")


def web_address(path: str) -> str:
    """The address in a file name of GDAL's /vsicurl; "" where it is another."""
    if path.startswith("/vsicurl/http"):
        return path[len("/vsicurl/") :]
    if path.startswith("/vsicurl?"):
        return parse_qs(path[len("/vsicurl?") :]).get("url", [""])[0]
    return ""


def _is_over(href: str) -> bool:
    """Whether a signature's own time has passed (S3 API Reference, "Authenticating Requests: Using Query
    Parameters")."""
    said = {name.lower(): values[0] for name, values in parse_qs(urlsplit(href).query).items()}
    try:
        begun = datetime.strptime(said["x-amz-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc)
        return begun.timestamp() + int(said["x-amz-expires"]) < time.time()
    except (KeyError, ValueError, OverflowError):
        return False


def _described(url: str) -> str:
    """A VRT of the whole file; "" where GDAL cannot read it. HEAD is not asked: a signature is for GET."""
    from osgeo import gdal

    name = "/vsicurl?use_head=no&empty_dir=yes&url=" + quote(url, safe="")
    _past_the_proxy(gdal)
    with _quiet(gdal):
        try:
            raster = gdal.Open(name)
            copy: Any = gdal.GetDriverByName("VRT").CreateCopy("", raster) if raster is not None else None
            said = (copy.GetMetadata("xml:VRT") or [""]) if copy is not None else [""]
        except RuntimeError:  # where another plugin has switched GDAL's exceptions on
            return ""
    return str(said[0])


def _past_the_proxy(gdal: Any) -> None:
    """The door is on this computer, where a proxy of the house cannot come in. GDAL 3.6 has no such setting
    of its own; libcurl looks at the environment, whoever chose the proxy."""
    chosen = gdal.GetConfigOption("GDAL_HTTP_PROXY") or os.environ.get("http_proxy")
    name = next((one for one in ("no_proxy", "NO_PROXY") if os.environ.get(one)), "no_proxy")
    spared = os.environ.get(name, "")
    if chosen and spared != "*" and ADDRESS not in re.split(r"[\s,]+", spared):
        os.environ[name] = ",".join(filter(None, (spared, ADDRESS)))


def _write(source: str, text: str) -> None:
    from osgeo import gdal

    with _quiet(gdal):
        gdal.FileFromMemBuffer(source, text.encode("utf-8"))


class _quiet:
    """What cannot be opened is said in our words, not printed in GDAL's."""

    def __init__(self, gdal: Any):
        self._gdal = gdal

    def __enter__(self) -> None:
        self._gdal.PushErrorHandler("CPLQuietErrorHandler")

    def __exit__(self, *_: object) -> None:
        self._gdal.PopErrorHandler()
