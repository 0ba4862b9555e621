"""The one way out to the network.

CONTRACT (being filled in): the names and signatures below stay.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Iterator, Mapping

from .cancel import Cancel

MAX_ANSWER = 64 * 1024 * 1024


@dataclass(frozen=True)
class Timeouts:
    """Seconds to connect, and between two reads."""

    connect: float = 10.0
    read: float = 60.0


class Response:
    """An answer with status 2xx whose body was read whole. ``url`` is the final one, after redirects."""

    status: int
    url: str
    headers: Mapping[str, str]
    content: bytes
    from_cache: bool

    def json(self) -> Any: ...  # raises BadAnswer (HTML instead of JSON, truncated, wrong encoding)

    def xml(self) -> Any: ...  # lxml element, safe parser; raises BadAnswer


class Stream:
    """An answer with status 2xx (200 or 206) whose body is read in chunks."""

    status: int
    url: str
    headers: Mapping[str, str]

    def chunks(self, size: int = 1 << 18) -> Iterator[bytes]: ...


class Session:
    """Connection reuse, retries, time-outs, size cap, credentials scoped to hosts, typed errors.

    May be shared by threads. ``adapter`` is a ``requests`` transport adapter: in QGIS,
    ``bridge.network.QgisAdapter``, so that the proxy, certificates and log of QGIS apply; else requests' own.
    """

    def __init__(
        self,
        *,
        adapter: Any = None,
        credentials: Any = None,
        timeouts: Timeouts = Timeouts(),
        max_bytes: int = MAX_ANSWER,
        user_agent: str = "",
        connections_per_host: int = 2,
    ): ...

    def get(
        self,
        url: str,
        *,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        cancel: Cancel | None = None,
        max_bytes: int | None = None,
        cache: bool = False,
    ) -> Response: ...

    def post(
        self,
        url: str,
        *,
        json: Any = None,
        data: bytes | Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        cancel: Cancel | None = None,
        max_bytes: int | None = None,
    ) -> Response: ...

    @contextmanager
    def stream(
        self, url: str, *, headers: Mapping[str, str] | None = None, cancel: Cancel | None = None
    ) -> Iterator[Stream]: ...
