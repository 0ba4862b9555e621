"""The one way out to the network."""

from __future__ import annotations

import json as json_module
import threading
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Callable, TypeVar
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from ..errors import BadAnswer, Cancelled, GaiaError, host_of
from . import files
from .answers import Response, Stream, decoder, too_large
from .cache import AnswerCache
from .cancel import Cancel
from .credentials import Credential, Credentials, blotted_of, origin, without_userinfo
from .limits import HostLimits
from .redirects import REDIRECTS, Call, next_call, step_key
from .retry import Retry
from .statuses import from_status

if TYPE_CHECKING:  # it imports requests, which takes longer than the plugin may take to load
    from .exchange import Exchange, Transport

MAX_ANSWER = 64 * 1024 * 1024
CONTACT = "https://www.data-terra.org"
PRODUCT = "GAIA-Data-QGIS"
_READ = 1 << 17
_ERROR_BODY = 16 * 1024
_SUCCESS = range(200, 300)
_T = TypeVar("_T")


@dataclass(frozen=True)
class Timeouts:
    """Seconds to connect, between two reads, and for a whole answer that is read into memory (a server that
    drips never reaches the second)."""

    connect: float = 10.0
    read: float = 60.0
    total: float | None = 300.0


class Session:
    """Connection reuse, retries, time-outs, size cap, credentials scoped to hosts, typed errors.

    May be shared by threads. ``adapter`` is a ``requests`` transport adapter: in QGIS, the bridge's
    ``QgisAdapter``, so that the proxy, certificates and log of QGIS apply; else requests' own.
    ``max_bytes`` bounds the decoded body of one answer. At most ``connections_per_host`` requests go to one
    host at once (downloads are counted apart).
    """

    def __init__(
        self,
        *,
        adapter: Any = None,
        credentials: Credentials | Collection[Credential] | None = None,
        timeouts: Timeouts | None = None,
        max_bytes: int = MAX_ANSWER,
        user_agent: str = "",
        connections_per_host: int = 2,
        retry: Retry | None = None,
        cache: AnswerCache | None = None,
    ):
        self.timeouts = timeouts or Timeouts()
        self.max_bytes = max_bytes
        self.user_agent = user_agent or default_user_agent()
        self.credentials = (
            credentials if isinstance(credentials, Credentials) else Credentials(credentials or ())
        )
        self.retry = retry or Retry()
        self.cache = cache if cache is not None else AnswerCache()
        self._limits = HostLimits(connections_per_host)
        self._line = _Line(adapter)

    def limit_host(self, host: str, count: int, by: str = "") -> None:
        """Allow a host its own number of requests at once (``host`` as in a URL, with its port). ``by`` tells
        catalogues that share a host apart; the lowest of their numbers holds."""
        self._limits.set(host, count, by)

    def with_timeouts(self, connect: float | None = None, read: float | None = None) -> Session:
        """This session, for a service that needs other time-outs (seconds; None: as they are): connections,
        limits, credentials and cached answers are shared, and ``close`` is of both."""
        other = copy(self)
        other.timeouts = replace(
            self.timeouts,
            connect=self.timeouts.connect if connect is None else connect,
            read=self.timeouts.read if read is None else read,
        )
        return other

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the idle connections and forget the cached answers."""
        self._line.close()
        self.cache.clear()

    def get(
        self,
        url: str,
        *,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        cancel: Cancel | None = None,
        max_bytes: int | None = None,
        cache: bool = False,
    ) -> Response:
        """The answer to a GET, read whole. ``params`` are added to the URL's query (None is left out, a list
        is repeated). With ``cache``, an answer of the last minutes is used again, then revalidated. A
        ``file://`` URL or an absolute path reads the file.

        Raises the typed errors of ``core.errors``; Cancelled within a second of ``cancel``.
        """
        limit = self.max_bytes if max_bytes is None else max_bytes
        if cancel:
            cancel.check()
        if files.is_local(url):
            return files.read(url, limit)
        call = Call("GET", _with_params(url, params), dict(headers or {}))
        if not cache:
            return self._whole(call, limit, cancel)
        key = (call.url, tuple(sorted(call.headers.items())), self.credentials.revision)
        kept = self.cache.find(key)
        if kept and kept.is_fresh:
            return _from_cache(kept.response)
        asked = kept.validators() if kept else {}
        accepted = (*_SUCCESS, 304) if asked else _SUCCESS
        response = self._whole(replace(call, headers={**call.headers, **asked}), limit, cancel, accepted)
        if response.status == 304 and kept:
            self.cache.keep(key, kept.response)
            return _from_cache(kept.response)
        self.cache.keep(key, response)
        return response

    def post(
        self,
        url: str,
        *,
        json: Any = None,
        data: bytes | Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        cancel: Cancel | None = None,
        max_bytes: int | None = None,
        accept_statuses: Collection[int] = _SUCCESS,
        once: bool = False,
    ) -> Response:
        """The answer to a POST, read whole: a search, which may be repeated when the connection is lost;
        with ``once`` it is something that must not be.

        ``json`` is written as JSON, a mapping as a form, bytes as they are. A status of ``accept_statuses``
        comes back as it is, a redirect too, which is then not followed. Raises as ``get``.
        """
        sent = dict(headers or {})
        kind, body = "application/octet-stream", b""
        if json is not None:
            kind, body = "application/json", json_module.dumps(json, allow_nan=False).encode("utf-8")
        elif isinstance(data, Mapping):
            kind, body = "application/x-www-form-urlencoded", urlencode(data).encode("ascii")
        elif data is not None:
            body = data
        if not any(name.lower() == "content-type" for name in sent):
            sent["Content-Type"] = kind
        limit = self.max_bytes if max_bytes is None else max_bytes
        return self._whole(Call("POST", url, sent, body), limit, cancel, accept_statuses, once)

    def delete(self, url: str, *, cancel: Cancel | None = None) -> None:
        """Have a resource deleted (RFC 9110 section 9.3.5); it may be asked for twice. Raises as ``get``."""
        self._whole(Call("DELETE", url), self.max_bytes, cancel)

    @contextmanager
    def stream(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        cancel: Cancel | None = None,
        accept_statuses: Collection[int] = (200, 206),
        counted: bool = True,
        again: bool = True,
    ) -> Iterator[Stream]:
        """A download: the body is read in chunks inside the ``with``, without bound and without content
        coding. Only ``accept_statuses`` come back (416 may be one), any other is a typed error.

        Not ``counted``: the caller sees to it that the host gets no more connections than it bears. Not
        ``again``: a failure is raised at once, however soon it may be over. Raises as ``get``; reading raises
        ConnectionLost where the body is shorter than announced.
        """
        call = Call("GET", url, dict(headers or {}))

        def begin() -> Exchange:
            return self._open(call, "bulk" if counted else "", cancel, accept_statuses, identity=True)

        exchange = self._retried(begin, cancel) if again else begin()
        try:
            yield Stream(exchange.status, exchange.url, exchange.headers, exchange.length, exchange.read_some)
        finally:
            exchange.close()

    def _whole(
        self,
        call: Call,
        limit: int,
        cancel: Cancel | None,
        accepted: Collection[int] = _SUCCESS,
        once: bool = False,
    ) -> Response:
        def attempt() -> Response:
            exchange = self._open(call, "ask", cancel, accepted)
            try:
                content = self._blotted(exchange.url, _body(exchange, limit))
                return Response(exchange.status, exchange.url, exchange.headers, content)
            finally:
                exchange.close()

        return attempt() if once else self._retried(attempt, cancel)

    def _retried(self, attempt: Callable[[], _T], cancel: Cancel | None) -> _T:
        count = 0
        while True:
            try:
                return attempt()
            except GaiaError as error:
                count += 1
                wait = self.retry.wait_before(count, error)
                if wait is None:
                    raise
            (cancel or Cancel()).wait(wait)

    def _open(
        self,
        call: Call,
        lane: str,
        cancel: Cancel | None,
        accepted: Collection[int],
        identity: bool = False,
    ) -> Exchange:
        """The exchange whose status is accepted, after redirects; the caller closes it."""
        call = replace(call, url=self.credentials.clean(_checked(call.url)))
        seen = {step_key(call)}
        while True:
            exchange = self._hop(call, lane, cancel, identity)
            try:
                if exchange.status in accepted:
                    return exchange
                location = exchange.headers.get("Location", "")
                if exchange.status not in REDIRECTS or not location:
                    said = blotted_of(call.url, self._blotted(call.url, _beginning(exchange)))
                    raise from_status(call.url, exchange.status, exchange.headers, said)
                _beginning(exchange)  # so that the connection can be used again
            except BaseException:
                exchange.close()
                raise
            exchange.close()
            call = next_call(call, exchange.status, self.credentials.clean(location), seen)

    def _blotted(self, url: str, content: bytes) -> bytes:
        credential = self.credentials.for_url(url)
        return credential.blotted(content) if credential else content

    def _hop(self, call: Call, lane: str, cancel: Cancel | None, identity: bool) -> Exchange:
        """One request and the head of its answer, with the credential of this very URL."""
        headers = {
            "User-Agent": self.user_agent,
            "Accept": "*/*",
            **{name: value for name, value in call.headers.items() if name.lower() != "accept-encoding"},
            "Accept-Encoding": "identity" if identity else "gzip, deflate",
        }
        url = call.url
        credential = None if call.downgraded else self.credentials.for_url(url)
        if credential:
            headers.update(credential.headers(cancel))
            url = credential.add_to(url)
        exchange = self._sent(call, url, headers, lane, cancel)
        if exchange.status == 401 and credential:
            # A token may be taken back early. What was refused for it was not done (RFC 9110 section 15.5.2).
            try:
                again = credential.refused(headers, cancel)
            except BaseException:
                exchange.close()
                raise
            if again:
                exchange.close()
                return self._sent(call, url, {**headers, **credential.headers(cancel)}, lane, cancel)
        return exchange

    def _sent(
        self, call: Call, url: str, headers: Mapping[str, str], lane: str, cancel: Cancel | None
    ) -> Exchange:
        host = host_of(call.url)
        if lane:
            self._limits.acquire(host, lane, cancel)
        return self._line.transport().open(
            call.method,
            url,
            headers,
            call.body,
            shown_url=call.url,
            timeouts=(self.timeouts.connect, self.timeouts.read),
            total=self.timeouts.total if lane == "ask" else None,
            cancel=cancel,
            release=lambda: self._limits.release(host, lane) if lane else None,
        )


class _Line:
    """The transport, made when it is first needed."""

    def __init__(self, adapter: Any) -> None:
        self._adapter = adapter
        self._made: Transport | None = None
        self._making = threading.Lock()

    def transport(self) -> Transport:
        if self._made is None:
            from .exchange import Transport

            with self._making:
                self._made = self._made or Transport(self._adapter)
        return self._made

    def close(self) -> None:
        if self._made is not None:
            self._made.close()
        elif self._adapter is not None:
            self._adapter.close()


def default_user_agent() -> str:
    """``GAIA-Data-QGIS/<version> (+<contact>)``."""
    from ... import __version__

    return f"{PRODUCT}/{__version__} (+{CONTACT})"


def _body(exchange: Exchange, limit: int) -> bytes:
    """The whole body, decoded, at most ``limit`` bytes."""
    if exchange.length is not None and exchange.length > limit:
        raise too_large(exchange.url, limit)
    decode = decoder(exchange.headers.get("Content-Encoding", ""), exchange.url, limit)
    pieces: list[bytes] = []
    while True:
        piece = exchange.read(_READ)
        if not piece:
            return b"".join(pieces)
        pieces.append(decode(piece))


def _beginning(exchange: Exchange) -> bytes:
    """The beginning of an error's body, or nothing where it can't be read."""
    try:
        decode = decoder(exchange.headers.get("Content-Encoding", ""), exchange.url, 1 << 20)
        content = b""
        while len(content) < _ERROR_BODY:
            piece = exchange.read(_ERROR_BODY)
            if not piece:
                break
            content += decode(piece)
        return content[: 4 * _ERROR_BODY]
    except Cancelled:
        raise
    except GaiaError:
        return b""


def _checked(url: str) -> str:
    """The URL, where it is one of the web. Raises BadAnswer."""
    if origin(url)[0] not in ("http", "https") or not origin(url)[1]:
        raise BadAnswer(host=host_of(url), detail="not a web address")
    return without_userinfo(url)


def _with_params(url: str, params: Mapping[str, Any] | None) -> str:
    kept = {name: value for name, value in (params or {}).items() if value is not None}
    if not kept:
        return url
    parts = urlsplit(url)
    added = urlencode(kept, doseq=True, quote_via=quote)
    return urlunsplit(parts._replace(query="&".join(filter(None, [parts.query, added]))))


def _from_cache(response: Response) -> Response:
    return Response(response.status, response.url, response.headers, response.content, from_cache=True)
