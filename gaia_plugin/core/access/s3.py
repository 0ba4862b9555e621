"""Object stores: ``s3://bucket/key`` becomes an address of the web.

A bucket of the table lies at its own endpoint (path style); any other is one of Amazon's, by its own host
(Amazon S3 User Guide, "Virtual hosting of general purpose buckets"), whose region need not be known, or below
the common host where its name has a dot, which a certificate does not cover. Where the person has keys for
the host, the session signs each request (``core.net.s3_keys``).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from ..errors import AccessDenied, GaiaError, KeyRefused, KeyRequired, RequesterPays, UnsupportedLink, host_of
from ..model import Link
from ..net import Cancel, Session
from ..net.credentials import origin
from ..net.s3_keys import S3Keys
from .fetchable import Fetchable
from .resolver import Resolver

AMAZON = "amazonaws.com"
_BAD_KEYS = ("access key", "accesskey", "signature", "invalidaccesskeyid", "signaturedoesnotmatch")


class S3(Resolver):
    """``row``: ``stores``, each with ``buckets`` and either ``endpoint`` (``service`` is its name for people;
    ``keys``: it opens nothing without them) or ``payer`` (whoever downloads pays)."""

    def __init__(
        self, session: Session, row: Mapping[str, Any], clock: Callable[[], float] = time.time
    ) -> None:
        super().__init__(session, row, clock)
        self._stores = {bucket: store for store in row["stores"] for bucket in store["buckets"]}
        self._closed = {
            (origin(store["endpoint"]), bucket): store
            for bucket, store in self._stores.items()
            if store.get("keys")
        }

    def covers(self, url: str) -> bool:
        """``s3://``, what lies in a bucket that is not open to all, and what the person has keys for."""
        if url[:5].lower() == "s3://" or isinstance(self.session.credentials.for_url(url), S3Keys):
            return True
        return self._closed_of(url) is not None or bool(self._paying(url))

    def fetchable(self, link: Link, cancel: Cancel | None, refused: Fetchable | None) -> Fetchable:
        """Raises RequesterPays, KeyRequired, UnsupportedLink (no bucket, or no key)."""
        bucket, url = self._paying(link.href), link.href
        if url[:5].lower() == "s3://":
            bucket, url = self._address(link.href)
        if self._stores.get(bucket, {}).get("payer"):
            raise RequesterPays(host=host_of(url), status=None, bucket=bucket)
        closed = self._closed_of(url)
        if closed and self.session.credentials.for_url(url) is None:
            raise KeyRequired(host=host_of(url), service=self._service(closed))
        return Fetchable(url)

    def understood(self, error: GaiaError, link: Link) -> GaiaError:
        """What S3 says of keys (S3 API Reference, "Error responses")."""
        detail = str(error.fields.get("detail") or "").lower()
        if isinstance(error, AccessDenied) and any(words in detail for words in _BAD_KEYS):
            url = self._address(link.href)[1] if link.href[:5].lower() == "s3://" else link.href
            service = self._service(self._closed_of(url) or {})
            return KeyRefused(**{**error.fields, "service": service})
        return error

    def _address(self, href: str) -> tuple[str, str]:
        """The bucket of ``s3://bucket/key``, and its address on the web."""
        parts = urlsplit(href)
        bucket, key = parts.netloc, unquote(parts.path[1:])
        if not bucket or not key or not set(bucket.lower()) <= _OF_BUCKETS:
            raise UnsupportedLink(detail="an object store's address without bucket or key")
        path = quote(key, safe="/-_.~")
        endpoint = self._stores.get(bucket, {}).get("endpoint")
        if endpoint:
            return bucket, f"{endpoint.rstrip('/')}/{bucket}/{path}"
        if "." in bucket or "_" in bucket or bucket != bucket.lower():
            return bucket, f"https://s3.{AMAZON}/{bucket}/{path}"
        return bucket, f"https://{bucket}.s3.{AMAZON}/{path}"

    def _closed_of(self, url: str) -> Mapping[str, Any] | None:
        """The store of the table that an address of the web is of, where it opens nothing without keys."""
        return self._closed.get((origin(url), unquote(urlsplit(url).path)[1:].partition("/")[0]))

    def _paying(self, url: str) -> str:
        """The bucket of an address of the web, where whoever downloads from it pays."""
        return next(self._payers(url), "")

    def _payers(self, url: str) -> Iterator[str]:
        host, path = origin(url)[1], urlsplit(url).path
        if host.endswith("." + AMAZON):
            for bucket, store in self._stores.items():
                if store.get("payer") and (
                    host.startswith((f"{bucket}.s3.", f"{bucket}.s3-"))
                    or (host.startswith(("s3.", "s3-")) and path.startswith(f"/{bucket}/"))
                ):
                    yield bucket

    def _service(self, store: Mapping[str, Any]) -> str:
        return str(store.get("service") or self.service)


_OF_BUCKETS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.-_")
