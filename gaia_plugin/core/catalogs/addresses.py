"""Addresses as people paste them, and the addresses that a kind of service has beside them."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from ..errors import BadAnswer, host_of
from ..net.credentials import without_userinfo
from ..net.files import is_local, local_path

_BROWSER = re.compile(r"#/external/(.+)$")
_OGC = ("csw", "wmts", "wms", "wfs", "wcs")
_HOST = re.compile(r"^[\w-]+(\.[\w-]+)+(:\d+)?(/|$|\?)|^localhost(:\d+)?(/|$)")


def clean_address(text: str) -> str:
    """The address in a pasted text: without quotes, brackets, user and password; with a scheme; the catalogue
    inside a STAC Browser's address; a path of this computer as a ``file://`` URL. Raises BadAnswer."""
    text = text.strip().strip("<>\"'\u00ab\u00bb\u201c\u201d").strip()
    shown = _BROWSER.search(text)
    if shown:
        text = unquote(shown.group(1))
        text = text if "://" in text else f"https://{text.lstrip('/')}"
    if is_local(text):
        return local_path(text).as_uri()
    if "://" not in text and _HOST.match(text):
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme.lower() not in ("http", "https") or re.search(r"[\x00-\x20\\]", text):
        raise BadAnswer(host=host_of(text)[:80], detail="not a web address")
    return without_userinfo(urlunsplit(parts._replace(fragment="")))


def capabilities_url(url: str) -> str:
    """The address of a CSW's capabilities, other parameters kept."""
    parts = urlsplit(url)
    asked = {"service": "CSW", "version": "2.0.2", "request": "GetCapabilities"}
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name.lower() not in asked]
    return urlunsplit(parts._replace(query=urlencode([*kept, *asked.items()])))


def hinted_services(url: str) -> list[str]:
    """The OGC services that an address looks like ("csw", "wms", …), the likeliest first: what its query
    says, then words of its path."""
    parts = urlsplit(url.lower())
    said = [value for name, value in parse_qsl(parts.query) if name == "service"]
    words = re.split(r"[^a-z]+", parts.path)
    return [kind for kind in _OGC if kind in said] or [kind for kind in _OGC if kind in words]


def up_to(url: str, word: str) -> str:
    """The address up to and with a segment of its path ("…/erddap" of "…/erddap/griddap/x.html"); "" where it
    has none."""
    parts = urlsplit(url)
    segments = parts.path.split("/")
    at = next((place for place, one in enumerate(segments) if one.lower() == word), -1)
    if at < 0:
        return ""
    return urlunsplit(parts._replace(path="/".join(segments[: at + 1]), query="", fragment=""))


def root_of(url: str) -> str:
    """The address of the host alone."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, "", "", ""))


def identifier_from(*texts: str) -> str:
    """An identifier made from the first text that gives one: small letters, digits, hyphens, at most 40."""
    for text in texts:
        plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
        made = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-")
        if made:
            return made
    return "catalogue"
