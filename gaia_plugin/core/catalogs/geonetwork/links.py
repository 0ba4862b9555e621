"""The online resources of a hit, typed and grouped."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ...metadata.hrefs import without_secrets
from ...metadata.online import typed_link
from ...model import Link, LinkKind
from .texts import field, objects, plain, said_in

# ForM@Ter tells in a description who may do what: "search=free;view=PROJECT_V;download=PROJECT_D".
_ROLES = re.compile(r"\b(?:view|download)=(?!free\b)\w+", re.IGNORECASE)
_SHORT = 120
_MIME = re.compile(r"^[a-z]+/[a-z0-9.+-]+$", re.IGNORECASE)


def read_links(source: Mapping[str, Any], language: str, said: Mapping[str, Any]) -> tuple[Link, ...]:
    """Every link of the record in its order, in the user's language where an address or a name has several.

    ``group`` is the index of the ``transferOptions`` block: one layer's WMS, WFS and download share it. What
    lies inside the provider's house (COPYFILE) or was withheld is UNREACHABLE. ``said`` is the source before
    credentials were taken off: a link that had some is restricted.
    """
    found = []
    for one, before in zip(objects(source.get("link")), objects(said.get("link"))):
        link = _read(one, language)
        found.append(link if one == before else replace(link, restricted=True))
    return (*found, *overviews(source, language))


def _read(one: dict[str, Any], language: str) -> Link:
    protocol, group = plain(one.get("protocol")), one.get("group")
    description, media_type = field(one, "description", language), plain(one.get("mimeType"))
    link = typed_link(
        field(one, "url", language),
        protocol,
        plain(one.get("function")),
        field(one, "name", language),
        description,
        media_type or (protocol if _MIME.match(protocol) else ""),
        group if isinstance(group, int) and not isinstance(group, bool) else _index(group),
        None,
        "",
        False,
    )
    if not link.title and "\n" not in description and 0 < len(description) <= _SHORT:
        link = replace(link, title=description)
    if _ROLES.search(description) or _ROLES.search(plain(one.get("applicationProfile"))):
        return replace(link, restricted=True)
    return link


def _index(group: Any) -> int | None:
    text = plain(group)
    return int(text) if text.isdecimal() and len(text) < 9 else None


def overviews(source: Mapping[str, Any], language: str) -> list[Link]:
    """The record's pictures; those that are only inside the provider's house are UNREACHABLE."""
    found = []
    for one in objects(source.get("overview")):
        address, _ = without_secrets(plain(one.get("url")))
        if address:
            web = address.lower().startswith(("http://", "https://"))
            title = field(one, "name", language) or said_in(one.get("text"), language)
            found.append(Link(address, LinkKind.THUMBNAIL if web else LinkKind.UNREACHABLE, title=title))
    return found


def application_profiles(source: Mapping[str, Any], language: str) -> list[dict[str, Any]]:
    """What the links' application profiles hold (Sextant: JSON with the facets of a WFS, the inputs of a
    WPS), each with the group, protocol and name of its link."""
    found = []
    for one in objects(source.get("link")):
        text = plain(one.get("applicationProfile"))
        if text:
            found.append(
                {
                    "group": one.get("group"),
                    "protocol": plain(one.get("protocol")),
                    "name": field(one, "name", language),
                    "profile": _decoded(text),
                }
            )
    return found


def _decoded(text: str) -> Any:
    if text[0] not in "{[":
        return text
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
