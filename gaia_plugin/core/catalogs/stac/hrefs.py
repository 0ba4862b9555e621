"""Addresses inside STAC documents: made absolute, stripped of credentials, kept off the user's own disk."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

REMOTE = ("http", "https", "ftp", "ftps", "s3", "gs", "az", "abfs", "swift", "oss", "sftp")


def resolved(base: str, href: Any) -> str:
    """An href made absolute against the document it stands in, without user information.

    Empty for what is no address, for schemes that nothing here opens (``javascript:``), and for a file of
    this machine named by a document that is not a file of this machine.
    """
    if not isinstance(href, str) or not href.strip():
        return ""
    href = href.strip()
    try:
        scheme = urlsplit(href).scheme
        absolute: str = href if scheme in REMOTE or not base else urljoin(base, href)
        parts = urlsplit(absolute)
        if "@" in parts.netloc:
            absolute = urlunsplit(parts._replace(netloc=parts.netloc.rsplit("@", 1)[1]))
    except ValueError:
        return ""
    if parts.scheme in REMOTE and parts.netloc:
        return absolute
    if parts.scheme == "file" and base.startswith("file:") and parts.netloc in ("", "localhost"):
        return absolute
    return ""


def is_web(url: str) -> bool:
    """Whether requests can be sent there: http, https, or a file of the embedded catalogue."""
    return url[:5].lower() in ("http:", "https", "file:")


def self_of(document: Any, fallback: str = "") -> str:
    """The address on the web that a document gives for itself; else ``fallback``."""
    for link in links_of(document):
        href = link.get("href")
        if link.get("rel") == "self" and isinstance(href, str) and href.startswith(("http://", "https://")):
            return href
    return fallback


def links_of(document: Any) -> list[dict[str, Any]]:
    """The links of a document that are objects."""
    links = document.get("links") if isinstance(document, dict) else None
    return [link for link in links if isinstance(link, dict)] if isinstance(links, list) else []


def text(value: Any) -> str:
    """The value where it is a text, without blanks around it; else empty."""
    return value.strip() if isinstance(value, str) else ""


def texts(value: Any) -> tuple[str, ...]:
    """The texts of a list, or a text alone as a list of one."""
    if isinstance(value, str):
        value = [value]
    return (
        tuple(one.strip() for one in value if isinstance(one, str) and one.strip())
        if isinstance(value, list)
        else ()
    )
