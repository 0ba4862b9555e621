"""Credentials for what GDAL reads over the network: options of GDAL that hold below one host's addresses
only.

A global ``GDAL_HTTP_HEADERS`` would go to every host, and to those of other plugins. Options by path came
with GDAL 3.6 and reach HTTP headers from 3.7 on; where GDAL is older, what needs a sign-in is not streamed,
and the person is told why, and to download it.
"""

from __future__ import annotations

import threading
from urllib.parse import quote
from weakref import WeakKeyDictionary

from ..core.auth.live import TokenCredential
from ..core.errors import CannotStream, host_of
from ..core.net.credentials import Credential, Credentials, origin
from .preprocessor import headers_for

_OPTION = "GDAL_HTTP_HEADERS"
_OLDEST = 3070000


class GdalCredentials:
    """Puts the headers of ``credentials`` before GDAL, host by host, and takes them away again.

    A host is one that was asked for with ``allow`` (".example.org" of a credential is no beginning of an
    address). Safe from any thread. ``of`` gives the one of some credentials, which all have in common.
    """

    def __init__(self, credentials: Credentials):
        self._credentials = credentials
        self._origins: set[str] = set()
        self._set: dict[str, str] = {}
        self._guard = threading.Lock()

    @classmethod
    def of(cls, credentials: Credentials) -> GdalCredentials:
        with _making:
            if credentials not in _all:
                _all[credentials] = cls(credentials)
            return _all[credentials]

    def allow(self, url: str, name: str = "") -> CannotStream | None:
        """Before GDAL opens this address, by ``name`` where that is another: see that it gets its credential,
        where there is one. In a worker thread, as a token may be renewed first. Where GDAL cannot be told,
        the reason: to be raised when it turns out that the file does not open without."""
        credential = self._credentials.for_url(url)
        if credential is None:
            return None
        if name.startswith("WCS:"):  # it hears of no option by path, only of those for every host
            return CannotStream(host=host_of(url), detail="GDAL takes no sign-in to a WCS 2.0")
        headers_for(credential)  # what must be asked for is there then
        problem = problem_with(credential)
        if problem:
            return CannotStream(host=host_of(url), detail=problem)
        with self._guard:
            self._origins.add(root_of(url))
        self.refresh()
        return None

    def refresh(self) -> None:
        """Hand on what is true now: tokens that were renewed, credentials that came or went. Waits for
        nothing."""
        with self._guard:
            wanted = self._wanted()
            for path in [path for path in self._set if path not in wanted]:
                _put(path, None)
                del self._set[path]
            for path, value in wanted.items():
                if self._set.get(path) != value:
                    _put(path, value)
                    self._set[path] = value

    def clear(self) -> None:
        """GDAL knows none of them any more."""
        with self._guard:
            for path in self._set:
                _put(path, None)
            self._set.clear()
            self._origins.clear()

    def _wanted(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for root in self._origins:
            credential = self._credentials.for_url(root)
            if credential is None or problem_with(credential):
                continue
            now = getattr(credential, "headers_now", credential.headers)()
            text = "\r\n".join(f"{name}: {value}" for name, value in (now or {}).items())
            if text:
                found.update((path, text) for path in paths_of(root))
        return found

    def __repr__(self) -> str:
        return f"<GdalCredentials: {len(self._set)}>"


_making = threading.Lock()
_all: WeakKeyDictionary[Credentials, GdalCredentials] = WeakKeyDictionary()


def problem_with(credential: Credential) -> str:
    """Why this credential cannot be given to GDAL; "" where it can. Asks nobody."""
    from osgeo import gdal

    if int(gdal.VersionInfo()) < _OLDEST:
        return "GDAL is older than 3.7 here"
    if getattr(credential, "signs", False):
        return "QGIS answers for each request there, which GDAL cannot"
    if isinstance(credential, TokenCredential):
        return ""
    known = Credential.headers(credential)
    if known and {name.lower() for name in known} != {"authorization"}:
        # libcurl keeps Authorization at its host; any other header follows a redirect to another.
        return "GDAL would hand the key on to where the server redirects"
    return ""


def root_of(url: str) -> str:
    """Scheme, host and port, with the final slash: "https://h.example" begins "https://h.example.evil"
    too."""
    scheme, host, port = origin(url)
    usual = {"http": 80, "https": 443}.get(scheme)
    shown = f"[{host}]" if ":" in host else host
    return f"{scheme}://{shown}/" if port in (None, usual) else f"{scheme}://{shown}:{port}/"


def paths_of(root: str) -> list[str]:
    """How a file name of GDAL may begin whose address lies below ``root``."""
    return [f"/vsicurl/{root}", "/vsicurl?empty_dir=yes&url=" + quote(root, safe="")]


def _put(path: str, value: str | None) -> None:
    from osgeo import gdal

    gdal.SetPathSpecificOption(path, _OPTION, value)
    gdal.VSICurlPartialClearCache(path)  # a refusal of before is remembered
