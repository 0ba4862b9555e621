"""Servers behind a proxy that write their inner name, or http, into their links."""

from __future__ import annotations

import ipaddress
from urllib.parse import SplitResult, urlsplit, urlunsplit


def rebased(href: str, known: str, declared: str = "") -> str:
    """An address from a server's links, on the host where that server was reached.

    ``known`` is an address that worked. The scheme of the same host is kept; a host that only lives inside
    the provider's house (no dot in its name, a private address), or the one that the server gives for
    itself in ``declared``, is replaced by the known one. Any other host is left as it is.
    """
    if not href:
        return href
    try:
        link, base, own = urlsplit(href), urlsplit(known), urlsplit(declared or known)
        if link.scheme not in ("http", "https") or base.scheme not in ("http", "https"):
            return href
        if _place(link) == _place(base):
            return href
        same_host = link.hostname == base.hostname and _is_default(link) and _is_default(base)
        if same_host or (_place(link) == _place(own) and link.hostname != base.hostname):
            return urlunsplit(_moved(link, base, own))
        if _is_inner(link.hostname or "") and not _is_inner(base.hostname or ""):
            return urlunsplit(_moved(link, base, own))
    except ValueError:
        pass
    return href


def next_address(href: str, asked: str, known: str, declared: str = "") -> str:
    """The address of a next page: as ``rebased``, and where the path is the one just asked (or its end,
    behind a proxy that adds a prefix), the host that was asked."""
    href = rebased(href, known, declared)
    try:
        link, before = urlsplit(href), urlsplit(asked)
        if link.scheme not in ("http", "https") or before.scheme not in ("http", "https"):
            return href
        path, asked_path = link.path.rstrip("/"), before.path.rstrip("/")
        moved = _place(link) != _place(before)
        if path == asked_path and moved:
            return urlunsplit(link._replace(scheme=before.scheme, netloc=before.netloc))
        if path != asked_path and path and asked_path.endswith(path) and (moved or path == "/search"):
            return urlunsplit(link._replace(scheme=before.scheme, netloc=before.netloc, path=before.path))
    except ValueError:
        pass
    return href


def _place(parts: SplitResult) -> tuple[str, str, int | None]:
    return parts.scheme, parts.hostname or "", parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def _is_default(parts: SplitResult) -> bool:
    return parts.port in (None, 80, 443)


def _moved(link: SplitResult, base: SplitResult, own: SplitResult) -> SplitResult:
    """The link on the known host; a path prefix that the server does not know of is put before it."""
    path = link.path
    inner, outer = own.path.rstrip("/"), base.path.rstrip("/")
    if inner != outer and outer.endswith(inner) and (path + "/").startswith(inner + "/"):
        path = outer + path[len(inner) :]
    return link._replace(scheme=base.scheme, netloc=base.netloc, path=path)


def _is_inner(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host.endswith((".local", ".internal", ".svc", ".cluster.local"))
    return address.is_private or address.is_loopback
