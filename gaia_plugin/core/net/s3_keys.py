"""Keys of an object store: what they open is signed, request by request, and the keys themselves stay here.

Signature Version 4 in the query of an address (Amazon S3 API Reference, "Authenticating Requests: Using Query
Parameters"), which Ceph, MinIO, SeaweedFS and the object store of Copernicus check in the same way. The
signature is for GET, in parts too, and for the host that it names.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timezone
from urllib.parse import parse_qs, parse_qsl, quote, unquote, urlsplit

from .credentials import Credential, origin, without_parameters

LIFE = 900
"""Seconds that a signature is good for: each request is signed for itself, and S3 takes a clock that is a
quarter of an hour off at most."""
SIGNATURE = (
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Expires",
    "X-Amz-SignedHeaders",
    "X-Amz-Signature",
    "X-Amz-Security-Token",
)
_UNRESERVED = "-_.~"
_REGION = re.compile(
    r"(?:^|\.)s3[.-](?:dualstack\.)?(?!amazonaws)([a-z0-9-]+)\."
    r"(?:amazonaws\.com(?:\.cn)?|scw\.cloud|io\.cloud\.ovh\.net|wasabisys\.com)$"
)


class S3Keys(Credential):
    """An access key with its secret key, for the object stores ``hosts`` (as ``Credential`` names them).

    A request to one of them carries a signature, never the secret; an address that somebody else has signed
    is left as it is.
    """

    __slots__ = ("_access", "_clock", "_secret")

    def __init__(
        self,
        hosts: Iterable[str],
        access: str,
        secret: str,
        *,
        allow_http: bool = False,
        clock: Callable[[], float] = time.time,
    ):
        super().__init__(hosts, allow_http=allow_http)
        self._access, self._secret, self._clock = access, secret, clock

    def add_to(self, url: str) -> str:
        if not self.matches(url) or "X-Amz-Signature" in parse_qs(urlsplit(url).query):
            return url
        moment = datetime.fromtimestamp(self._clock(), timezone.utc)
        return presigned(url, self._access, self._secret, moment)

    def remove_from(self, url: str) -> str:
        """The address without a signature of these keys: a store repeats it where it redirects."""
        said = parse_qs(urlsplit(url).query).get("X-Amz-Credential", [""])[0]
        ours = said.partition("/")[0] == self._access
        return without_parameters(url, SIGNATURE) if ours else url

    def secrets(self) -> list[str]:
        return [self._secret, self._access]


def presigned(
    url: str,
    access: str,
    secret: str,
    moment: datetime,
    life: int = LIFE,
    region: str = "",
    method: str = "GET",
) -> str:
    """The address with a signature that is good from ``moment`` (of UTC) on, for ``life`` seconds; ``region``
    is that of the host where it names one. What the address has in its query already is signed too."""
    parts = urlsplit(url)
    netloc = _host(url)
    path = quote(unquote(parts.path) or "/", safe="/" + _UNRESERVED)
    stamp = moment.strftime("%Y%m%dT%H%M%SZ")
    scope = f"{stamp[:8]}/{region or region_of(netloc)}/s3/aws4_request"
    said = [
        *parse_qsl(parts.query, keep_blank_values=True),
        ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
        ("X-Amz-Credential", f"{access}/{scope}"),
        ("X-Amz-Date", stamp),
        ("X-Amz-Expires", str(life)),
        ("X-Amz-SignedHeaders", "host"),
    ]
    pairs = sorted((quote(name, safe=_UNRESERVED), quote(value, safe=_UNRESERVED)) for name, value in said)
    query = "&".join(f"{name}={value}" for name, value in pairs)
    request = "\n".join([method, path, query, f"host:{netloc}", "", "host", "UNSIGNED-PAYLOAD"])
    digest = hashlib.sha256(request.encode("utf-8")).hexdigest()
    key = ("AWS4" + secret).encode("utf-8")
    for part in scope.split("/"):
        key = hmac.new(key, part.encode("utf-8"), hashlib.sha256).digest()
    text = "\n".join(["AWS4-HMAC-SHA256", stamp, scope, digest])
    signature = hmac.new(key, text.encode("utf-8"), hashlib.sha256).hexdigest()
    return f"{parts.scheme}://{netloc}{path}?{query}&X-Amz-Signature={signature}"


def region_of(host: str) -> str:
    """The region that the name of a host tells ("s3.eu-west-3.amazonaws.com"); "us-east-1" where it tells
    none, which stores of one region take."""
    found = _REGION.search(host.partition(":")[0].lower())
    return found[1] if found else "us-east-1"


def _host(url: str) -> str:
    """The Host header of a request: no port that goes without saying."""
    scheme, host, port = origin(url)
    shown = f"[{host}]" if ":" in host else host
    return shown if port in (None, {"http": 80, "https": 443}.get(scheme)) else f"{shown}:{port}"
