"""The download of the Copernicus Data Space, emulated: three hosts that pass it on to each other, a token
that is over before the file is, four downloads at once.

    with SyntheticCopernicus(CONTENT) as service:
        service.taken = {"synthetic-access-1"}      # the tokens that are good now
        service.url("a"); service.url("zipped")     # a file with ranges; a folder, zipped as it goes

Codes are those that the service answers with: DAT-ZIP-100, 109, 604.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlsplit

from tests.support.faultserver import FaultServer, Reply, Seen, as_json, redirect

HOSTS = ("catalogue", "download", "zipper")
MOST = 4


class SyntheticCopernicus:
    """``change`` may replace an answer that holds bytes (cut it, say); ``served`` are the requests for which
    there was one; ``busy`` is how many downloads others of the same person have open."""

    def __init__(self, content: bytes):
        self.content = content
        self.taken: set[str] = set()
        self.served: list[Seen] = []
        self.most_at_once = 0
        self.busy = 0
        self.pause = 0.0
        self.offline = False
        self.change: Callable[[Seen, Reply], Reply] = lambda seen, reply: reply
        self._lock = threading.Lock()
        self._open = 0
        self._stack = ExitStack()

    def __enter__(self) -> SyntheticCopernicus:
        self.servers = {name: self._stack.enter_context(FaultServer()) for name in HOSTS}
        for name, following in zip(HOSTS, HOSTS[1:]):
            self.servers[name].add("/odata/v1/*", self._led(following))
        self.servers["zipper"].add("/odata/v1/*", self._answer)
        return self

    def __exit__(self, *error: Any) -> None:
        self._stack.close()

    @property
    def hosts(self) -> list[str]:
        return [urlsplit(server.url("")).netloc for server in self.servers.values()]

    @property
    def seen(self) -> list[Seen]:
        return [seen for server in self.servers.values() for seen in server.seen]

    def url(self, key: str) -> str:
        return self.servers["catalogue"].url(f"/odata/v1/Products({key})/$value")

    def _led(self, following: str) -> Any:
        return lambda seen: redirect(self.servers[following].url(seen.target), 301)

    def _answer(self, seen: Seen) -> Reply:
        token = seen.headers.get("authorization", "").removeprefix("Bearer ")
        if not token:
            return as_json({"code": "DAT-ZIP-604", "message": "Token not found"}, 401)
        if token not in self.taken:
            return as_json({"code": "DAT-ZIP-109", "message": "Token is expired"}, 401)
        if self.offline:
            return as_json({"detail": {"message": "Product is not online"}}, 422)
        with self._lock:
            self._open += 1
            self.most_at_once = max(self.most_at_once, self._open)
            crowded = self._open + self.busy > MOST
        try:
            if crowded:
                return as_json(
                    {"code": "DAT-ZIP-100", "message": f"Max session number {MOST} exceeded."}, 429
                )
            if self.pause:
                threading.Event().wait(self.pause)
            self.served.append(seen)
            return self.change(seen, self._bytes(seen))
        finally:
            with self._lock:
                self._open -= 1

    def _bytes(self, seen: Seen) -> Reply:
        """A folder is zipped as it goes, and has neither length nor parts."""
        kind = {"Content-Type": "application/zip"}
        if "zipped" in seen.path:
            return Reply(200, self.content, kind, chunked=True)
        headers = {**kind, "ETag": '"1"', "Accept-Ranges": "bytes"}
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", seen.headers.get("range", ""))
        if not asked:
            return Reply(200, self.content, headers)
        size = len(self.content)
        first, last = int(asked[1]), min(int(asked[2] or size), size - 1)
        headers["Content-Range"] = f"bytes {first}-{last}/{size}"
        return Reply(206, self.content[first : last + 1], headers)
