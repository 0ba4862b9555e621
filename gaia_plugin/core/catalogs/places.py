"""Where a catalogue is, as people and programs say it: a path, a folder, a host, a page inside an API."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from ..errors import host_of

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")
_HOST = re.compile(r"(?:localhost|[\w-]+(?:\.[\w-]+)+)(?::\d+)?(?=[/?]|$)")
_INSIDE_API = re.compile(r"(?P<root>.*?)/(?:collections(?:/(?P<id>[^/]+)(?:/items(?:/[^/]+)?)?)?|search)/?$")


def address_of(said: str | os.PathLike[str]) -> str:
    """A path of this machine as a ``file://`` URL, a folder as that of its ``catalog.json``; anything else
    as it was said."""
    text = os.fspath(said)
    if isinstance(said, str) and (_SCHEME.match(text) or not text.strip()):
        return text
    path = Path(text).expanduser()
    try:
        exists, folder = path.exists(), path.is_dir()
    except (OSError, ValueError):  # too long, or with a zero in it: no path
        return text
    if folder:
        path /= "catalog.json"
    elif isinstance(said, str) and not exists:
        is_host = not path.is_absolute() and _HOST.match(text)
        if is_host or path.suffix.lower() not in (".json", ".geojson", ".xml"):
            return text
    return path.resolve().as_uri()


def inside_api(url: str) -> tuple[str, str] | None:
    """(root, collection) where an address is one of those that a STAC API has below its root; the collection
    is empty where the address names none."""
    parts = urlsplit(url)
    inside = _INSIDE_API.match(parts.path)
    if inside is None or parts.scheme not in ("http", "https"):
        return None
    root = urlunsplit(parts._replace(path=inside["root"] or "/", query="", fragment=""))
    return root, unquote(inside["id"] or "")


def name_of(url: str, collection: str = "") -> str:
    """What tells two catalogues of one host apart: host, path, collection; of a file, its folder and name."""
    parts = urlsplit(url)
    path = unquote(parts.path).strip("/")
    if parts.scheme == "file":
        return "/".join(path.split("/")[-2:])
    return "/".join(part for part in (host_of(url), path, collection) if part)
