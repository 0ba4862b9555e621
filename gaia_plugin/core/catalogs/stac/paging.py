"""The request for the next page, in every way that servers announce it.

Sources: STAC API 1.0.0, item search, "Pagination" (GET and POST, body, headers, merge); STAC API before 1.0
(``search:metadata``, ``context`` with a token).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .hosts import next_address
from .hrefs import links_of, resolved, text
from .request import Request, with_parameters
from .service import Service

_RESTRICTIONS = frozenset(
    ["collections", "bbox", "datetime", "intersects", "ids", "query", "filter", "filter-lang", "q", "limit"]
)
_FORBIDDEN = frozenset(
    ["authorization", "cookie", "host", "content-length", "content-type", "transfer-encoding", "connection"]
)


def next_request(answer: Mapping[str, Any], asked: Request, url: str, service: Service) -> Request | None:
    """The request for the page after ``answer``, or None where it is the last one.

    ``url`` is where the answer came from, after redirects.
    """
    for link in links_of(answer):
        if text(link.get("rel")).lower() == "next":
            return _follow(link, asked, url, service)
    return _by_token(answer, asked)


def _follow(link: Mapping[str, Any], asked: Request, url: str, service: Service) -> Request | None:
    href = resolved(url, link.get("href")) or (asked.url if asked.method == "POST" else "")
    if not href:
        return None
    href = next_address(href, asked.url, service.url or asked.url, service.declared_url)
    headers = {**asked.headers, **_headers(link.get("headers"))}
    body = link.get("body")
    method = text(link.get("method")).upper() or ("POST" if isinstance(body, Mapping) else "GET")
    if method != "POST":
        return Request("GET", href, None, headers)
    before = dict(asked.body or {})
    body = dict(body) if isinstance(body, Mapping) else {}
    if link.get("merge") is not True:
        # "merge" forgotten is common; a page without the restrictions would belong to another search.
        before = {name: value for name, value in before.items() if name in _RESTRICTIONS or not body}
    return Request("POST", href, {**before, **body}, headers)


def _headers(headers: Any) -> dict[str, str]:
    if not isinstance(headers, Mapping):
        return {}
    return {
        str(name): value[0] if isinstance(value, list) and value and isinstance(value[0], str) else str(value)
        for name, value in headers.items()
        if isinstance(value, (str, int, list)) and str(name).lower() not in _FORBIDDEN
    }


def _by_token(answer: Mapping[str, Any], asked: Request) -> Request | None:
    for name in ("search:metadata", "context"):
        said = answer.get(name)
        following = said.get("next") if isinstance(said, Mapping) else None
        if isinstance(following, (str, int)) and not isinstance(following, bool) and following != "":
            if asked.method == "POST":
                return Request("POST", asked.url, {**(asked.body or {}), "next": following}, asked.headers)
            return Request("GET", with_parameters(asked.url, {"next": str(following)}), None, asked.headers)
    return None


def total_of(answer: Mapping[str, Any]) -> int | None:
    """How many records the server says there are: ``numberMatched``, or the older ``context.matched``."""
    candidates = [answer.get("numberMatched"), answer.get("numMatched")]
    for name in ("context", "search:metadata"):
        said = answer.get(name)
        if isinstance(said, Mapping):
            candidates.append(said.get("matched"))
    for value in candidates:
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
    return None
