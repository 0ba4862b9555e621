"""DINAMIS and Theia: files of the Maison de la Télédétection, whose addresses are signed for eight hours.

The signing service (its client is ``teledetection`` 1.13, sdk/signing.py and sdk/http.py) takes
``POST {gateway}sign_urls`` with ``{"urls": [at most 64]}``, an access key with its secret key or a bearer
token, and gives ``{"expiry": …, "hrefs": {address: signed address}}``. Signed addresses are those of S3
(Signature Version 4 in the query): good for GET, in parts too, not for HEAD.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timezone
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from ..errors import BadAnswer, GaiaError, SignInRequired, host_of
from ..model import Link
from ..net import Cancel, Response, Session
from ..net.credentials import without_parameters
from ..net.s3_keys import SIGNATURE
from .batches import Answer, Batches
from .fetchable import Fetchable
from .moments import moment, server_time
from .resolver import Resolver, may_follow

MOST_AT_ONCE = 64
MARGIN = 1800.0
"""Seconds before its end when an address is signed anew for the next file; less for one that is
short-lived."""
_LONGEST = 7 * 86400.0  # the most that Signature Version 4 allows
_UNKNOWN = 60.0  # seconds, where nothing says how long an address lives
_SHORTEST_MARGIN = 0.25  # of an address's life
_READ_TIMEOUT = 30.0


class Teledetection(Resolver):
    """``row``: ``gateway``, the signing service's address; ``margin`` in seconds where it is another."""

    signs = True

    def __init__(
        self, session: Session, row: Mapping[str, Any], clock: Callable[[], float] = time.time
    ) -> None:
        super().__init__(session, row, clock)
        self.gateway = str(row["gateway"]).rstrip("/") + "/"
        self.margin = float(row.get("margin", MARGIN))
        self._signed = Batches(self._sign, MOST_AT_ONCE, host_of(self.gateway), clock)

    def expect(self, links: Iterable[Link]) -> None:
        self._signed.expect(unsigned(link.href) for link in links if self.covers(link.href))

    def forget(self) -> None:
        self._signed.forget()

    def fetchable(self, link: Link, cancel: Cancel | None, refused: Fetchable | None) -> Fetchable:
        """Raises SignInRequired, AccessDenied (of a person whose organisation is no member), QuotaExceeded,
        TooManyRequests, ServiceUnavailable, BadAnswer."""
        if self.session.credentials.for_url(self.gateway) is None:
            raise SignInRequired(host=host_of(self.gateway), service=self.service)
        return self._signed.get(unsigned(link.href), cancel, refused)

    def _sign(self, urls: list[str], cancel: Cancel | None) -> dict[str, Answer[Fetchable]]:
        answer = self._post({"urls": urls}, cancel)
        said = answer.json()
        hrefs = said.get("hrefs") if isinstance(said, dict) else None
        if not isinstance(hrefs, dict):
            raise BadAnswer(host=host_of(self.gateway), detail="no signed addresses")
        found = {}
        for url in urls:
            signed = hrefs.get(url)
            if isinstance(signed, str):
                found[url] = self._read(url, signed, said.get("expiry"), answer)
        return found

    def _post(self, body: Any, cancel: Cancel | None) -> Response:
        """A signature may be asked for twice: what the session does not repeat (500) is repeated here."""
        session, count = self.session.with_timeouts(read=_READ_TIMEOUT), 0
        while True:
            try:
                return session.post(
                    f"{self.gateway}sign_urls",
                    json=body,
                    headers={"Accept": "application/json"},
                    cancel=cancel,
                )
            except GaiaError as error:
                count += 1
                if error.status != 500 or count > session.retry.times:
                    raise
                wait = session.retry.pause(count, error)
                if wait is None:
                    raise
            (cancel or Cancel()).wait(wait)

    def _read(self, url: str, signed: str, expiry: Any, answer: Response) -> Answer[Fetchable]:
        host = host_of(self.gateway)
        if not may_follow(signed, self.gateway) or _name(signed) != _name(url):
            raise BadAnswer(host=host, detail="a signed address of something else")
        now, ends = self.clock(), _ends(signed, expiry)
        left = _UNKNOWN if ends is None else min(ends - (server_time(answer) or now), _LONGEST)
        if left <= 0:
            raise BadAnswer(host=host, detail="a signed address that has expired already")
        margin = min(self.margin, left * _SHORTEST_MARGIN)
        return Answer(Fetchable(signed, expires=now + left), now + left - margin)


def unsigned(url: str) -> str:
    """The address without a signature that it came with: what names the file tomorrow too."""
    return without_parameters(url, (*SIGNATURE, "x-id")) if "x-amz-" in url.lower() else url


def _name(url: str) -> str:
    return unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2]


def _ends(signed: str, expiry: Any) -> float | None:
    """When an address ends, by the service's clock, in seconds since 1970: by its own parameters (S3 API
    Reference, "Authenticating Requests: Using Query Parameters"), by the answer, whichever is sooner."""
    said = {name.lower(): values[0] for name, values in parse_qs(urlsplit(signed).query).items()}
    moments = [moment(expiry)]
    try:
        begun = datetime.strptime(said["x-amz-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc)
        moments.append(begun.timestamp() + int(said["x-amz-expires"]))
    except (KeyError, ValueError, OverflowError):
        pass
    return min((one for one in moments if one is not None), default=None)
