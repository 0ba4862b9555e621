"""Redirects, hop by hop, by the rules of RFC 9110 section 15.4.

requests forwards a custom key header to the host of a redirect; this does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin, urlsplit

from ..errors import BadAnswer, RedirectLoop, host_of
from .credentials import origin, without_userinfo

REDIRECTS = frozenset({301, 302, 303, 307, 308})
MAX_HOPS = 10
# What says nothing about the person, and is needed at the new place too.
_HARMLESS = frozenset({"accept", "accept-language", "content-type", "range", "if-range"})


@dataclass(frozen=True)
class Call:
    """One request, without its credential: the URL as it may be shown, and the caller's own headers.

    ``downgraded`` says that a redirect led from https to http: no credential goes further.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    downgraded: bool = False


def next_call(call: Call, status: int, location: str, seen: set[str]) -> Call:
    """The request that a redirect asks for. ``seen`` holds ``step_key`` of the calls made so far.

    303 becomes a GET. 301 and 302 keep a POST where only scheme, host or the final slash change (the
    endpoint moved: a GET would lose the search's filters and answer everything), else become a GET as
    everywhere; 307 and 308 keep the method. Raises BadAnswer and RedirectLoop.
    """
    host = host_of(call.url)
    try:
        url = without_userinfo(urljoin(call.url, location.strip()))
    except ValueError:
        url = ""
    scheme, target, _ = origin(url)
    if scheme not in ("http", "https") or not target:
        raise BadAnswer(host=host, status=status, detail="a redirect to something that is not a web address")
    old_fragment, parts = urlsplit(call.url).fragment, urlsplit(url)
    if old_fragment and not parts.fragment:
        url = parts._replace(fragment=old_fragment).geturl()
    keeps = call.method == "GET" or status in (307, 308) or (status != 303 and _moved(call.url, url))
    downgrade = origin(call.url)[0] == "https" and scheme == "http"
    if downgrade and keeps and call.body is not None:
        raise BadAnswer(host=host, status=status, detail="a redirect from https to http")
    headers = call.headers if origin(url) == origin(call.url) else harmless(call.headers)
    if not keeps:
        headers = {name: value for name, value in headers.items() if name.lower() != "content-type"}
    following = replace(
        call,
        method=call.method if keeps else "GET",
        url=url,
        headers=headers,
        body=call.body if keeps else None,
        downgraded=call.downgraded or downgrade,
    )
    key = step_key(following)
    if key in seen or len(seen) > MAX_HOPS:
        raise RedirectLoop(host=host, status=status, limit_mb=0, detail="")
    seen.add(key)
    return following


def step_key(call: Call) -> str:
    return f"{call.method} {call.url}"


def harmless(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers that may follow to another host."""
    return {name: value for name, value in headers.items() if name.lower() in _HARMLESS}


def _moved(old: str, new: str) -> bool:
    """Whether the same endpoint is meant at another scheme, host or with a final slash."""
    return urlsplit(old).path.rstrip("/") == urlsplit(new).path.rstrip("/")
