"""A bucket of an object store to write to (Amazon S3 API Reference; Ceph, MinIO and SeaweedFS speak it too).

Keys and endpoint are those of the environment that other S3 programs read: ``AWS_ACCESS_KEY_ID``,
``AWS_SECRET_ACCESS_KEY``, ``AWS_SESSION_TOKEN``, ``AWS_REGION``, ``AWS_ENDPOINT_URL_S3`` or
``AWS_ENDPOINT_URL`` (AWS SDKs and Tools Reference Guide).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import datetime, timezone
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from ..errors import (
    AccessDenied,
    BadAnswer,
    ConnectionLost,
    GaiaError,
    NotFound,
    RequestRefused,
    ServiceUnavailable,
    TimedOut,
    TooManyRequests,
    host_of,
)
from ..net.credentials import origin
from ..net.parse import parse_xml
from ..net.s3_keys import presigned

SCHEME = "s3://"
_TIMEOUT = 60.0
_TRIES = 4
_LARGEST = 8 << 20  # bytes of an answer that is read whole
_CHUNK = 1 << 20


class BucketUnavailable(ValueError):
    """Why nothing can be written to a bucket, in a sentence for the terminal."""


class Bucket:
    """``s3://bucket/prefix``. Safe from any thread. Calls raise the typed errors of ``core.errors``."""

    def __init__(self, url: str, environment: Mapping[str, str] | None = None) -> None:
        said = os.environ if environment is None else environment
        parts = urlsplit(url)
        if not url.lower().startswith(SCHEME) or not parts.netloc or "@" in parts.netloc:
            raise BucketUnavailable(f"{url!r} is no bucket: s3://bucket/prefix")
        self.name, self.prefix = parts.netloc, parts.path.strip("/")
        self._access = said.get("AWS_ACCESS_KEY_ID", "")
        self._secret = said.get("AWS_SECRET_ACCESS_KEY", "")
        self._token = said.get("AWS_SESSION_TOKEN", "")
        self._region = said.get("AWS_REGION") or said.get("AWS_DEFAULT_REGION") or "us-east-1"
        if not (self._access and self._secret):
            raise BucketUnavailable("Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to write to a bucket.")
        own = said.get("AWS_ENDPOINT_URL_S3") or said.get("AWS_ENDPOINT_URL") or ""
        self._endpoint = (own or f"https://s3.{self._region}.amazonaws.com").rstrip("/")
        scheme, host, _ = origin(self._endpoint)
        if scheme not in ("http", "https") or not host:
            raise BucketUnavailable(f"{self._endpoint!r} is no address of an object store.")
        self.host = host_of(self._endpoint)
        self._line: Any = None

    def __repr__(self) -> str:
        return f"<Bucket {self.name} at {self.host}>"

    def key_of(self, place: str) -> str:
        """The key of a file below the prefix."""
        return f"{self.prefix}/{place}" if self.prefix else place

    # -- objects -------------------------------------------------------------------------------

    def size(self, key: str) -> int | None:
        """Bytes of an object; None where there is none."""
        try:
            return int(self._ask("HEAD", key).headers["Content-Length"])
        except NotFound:
            return None
        except (KeyError, ValueError) as error:
            raise BadAnswer(host=self.host, detail="an object without a size") from error

    def read(self, key: str) -> bytes | None:
        """A small object; None where there is none."""
        try:
            found = self._ask("GET", key)
        except NotFound:
            return None
        if len(found.content) > _LARGEST:
            raise BadAnswer(host=self.host, detail="an object that is too large")
        return bytes(found.content)

    def stream(self, key: str) -> Iterator[bytes]:
        """An object's bytes."""
        answer = self._ask("GET", key, stream=True)
        try:
            yield from answer.iter_content(_CHUNK)
        except OSError as error:  # requests' own errors are of this kind
            raise ConnectionLost(host=self.host) from error
        finally:
            answer.close()

    def write(self, key: str, content: bytes) -> None:
        """An object, whole."""
        self._ask("PUT", key, body=content)

    def delete(self, key: str) -> None:
        """Take an object away; one that is not there is no error."""
        try:
            self._ask("DELETE", key)
        except NotFound:
            return

    # -- objects in parts (S3 User Guide, "Uploading and copying objects using multipart upload") --------

    def begin(self, key: str) -> str:
        """Begin an object that comes in parts; its upload's identifier."""
        found = self._xml(self._ask("POST", key, {"uploads": ""})).findtext("{*}UploadId")
        if not found:
            raise BadAnswer(host=self.host, detail="an upload without an identifier")
        return str(found)

    def parts(self, key: str, upload: str) -> dict[int, tuple[str, int]] | None:
        """The ETag and size of each part that is there; None where the upload is over."""
        found: dict[int, tuple[str, int]] = {}
        marker = "0"
        while True:
            try:
                answer = self._ask("GET", key, {"uploadId": upload, "part-number-marker": marker})
            except NotFound:
                return None
            root = self._xml(answer)
            try:
                for one in root.iterfind("{*}Part"):
                    number, size = int(one.findtext("{*}PartNumber")), int(one.findtext("{*}Size"))
                    found[number] = str(one.findtext("{*}ETag")), size
            except (TypeError, ValueError) as error:
                raise BadAnswer(host=self.host, detail="a list of parts that is none") from error
            following = root.findtext("{*}NextPartNumberMarker")
            if root.findtext("{*}IsTruncated") != "true" or following in (None, marker):
                return found
            marker = str(following)

    def write_part(self, key: str, upload: str, number: int, content: bytes) -> str:
        """One part, from 1; its ETag."""
        said = self._ask("PUT", key, {"partNumber": str(number), "uploadId": upload}, content)
        return str(said.headers.get("ETag", ""))

    def complete(self, key: str, upload: str, etags: Mapping[int, str]) -> None:
        """All parts are there: the object gets its name."""
        from xml.sax.saxutils import escape  # nosec: only writes

        parts = "".join(
            f"<Part><PartNumber>{number}</PartNumber><ETag>{escape(etags[number])}</ETag></Part>"
            for number in sorted(etags)
        )
        body = f"<CompleteMultipartUpload>{parts}</CompleteMultipartUpload>".encode()
        root = self._xml(self._ask("POST", key, {"uploadId": upload}, body))
        if root.tag.rpartition("}")[2] == "Error":  # it may fail after it said 200
            raise ServiceUnavailable(host=self.host, status=200)

    def abort(self, key: str, upload: str) -> None:
        """Give an upload up, with its parts."""
        try:
            self._ask("DELETE", key, {"uploadId": upload})
        except NotFound:
            return

    # -- requests ------------------------------------------------------------------------------

    def _xml(self, answer: Any) -> Any:
        return parse_xml(answer.content[:_LARGEST], self.host)

    def _ask(
        self,
        method: str,
        key: str,
        query: Mapping[str, str] | None = None,
        body: bytes | None = None,
        stream: bool = False,
    ) -> Any:
        """One request, repeated where the store was busy: each of them may be made twice."""
        import requests

        if self._line is None:
            self._line = requests.Session()
            self._line.trust_env = True
        failed: GaiaError = ConnectionLost(host=self.host)
        for attempt in range(_TRIES):
            if attempt:
                _pause(attempt)
            try:
                answer = self._line.request(
                    method, self._signed(method, key, query or {}), data=body, timeout=_TIMEOUT,
                    stream=stream, allow_redirects=False, auth=_no_netrc,
                )  # fmt: skip
            except requests.Timeout:
                failed = TimedOut(host=self.host, seconds=_TIMEOUT)
                continue
            except (requests.RequestException, OSError):
                failed = ConnectionLost(host=self.host)
                continue
            if answer.status_code < 300:
                return answer
            failed = self._failure(answer)
            if not failed.retryable:
                break
        raise failed

    def _failure(self, answer: Any) -> GaiaError:
        status = answer.status_code
        known = {401: AccessDenied, 403: AccessDenied, 404: NotFound, 429: TooManyRequests}
        if status in known:
            return known[status](host=self.host, status=status)
        if status >= 500:
            return ServiceUnavailable(host=self.host, status=status)
        code = ""
        try:
            code = str(self._xml(answer).findtext("{*}Code") or self._xml(answer).findtext("Code") or "")
        except GaiaError:
            pass
        return RequestRefused(host=self.host, status=status, detail=code[:80] or f"HTTP {status}")

    def _signed(self, method: str, key: str, query: Mapping[str, str]) -> str:
        said = {**query, **({"X-Amz-Security-Token": self._token} if self._token else {})}
        path = quote(f"/{self.name}/{key}", safe="/-_.~")
        url = f"{self._endpoint}{path}" + (f"?{urlencode(said, quote_via=quote)}" if said else "")
        now = datetime.now(timezone.utc)
        return presigned(url, self._access, self._secret, now, region=self._region, method=method)


def _no_netrc(request: Any) -> Any:
    """The signature is in the address: requests must not look for another sign-in."""
    return request


def _pause(attempt: int) -> None:
    import time

    time.sleep(0.5 * 2 ** (attempt - 1))
