"""What resto (PEPS, SARA, the older Copernicus hubs) says under names of its own in its GeoJSON.

Source: resto 2, "Product" in its GeoJSON answers (github.com/jjrom/resto, docs): ``startDate`` and
``completionDate``, ``quicklook`` and ``thumbnail``, ``services.download`` and ``services.browse.layer``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ...metadata.jsontexts import inside, text, whole_number
from ...metadata.online import typed_link
from ...model import Checksum, Link, LinkKind
from .links import link_of

_MD5 = re.compile(r"(?:md5=)?([0-9a-f]{32})", re.IGNORECASE)


def dates_of(properties: Mapping[str, Any]) -> tuple[str, str]:
    """(start, end) of the acquisition; empty where it has none."""
    return text(properties.get("startDate")), text(properties.get("completionDate"))


def service_links(properties: Mapping[str, Any], url: str) -> list[Link]:
    """The product's file with its size and digest, its layer on a map server, its pictures."""
    services = inside(properties.get("services"))
    found = [_download(inside(services.get("download")), url), _layer(inside(services.get("browse")))]
    for name in ("thumbnail", "quicklook"):
        address = text(properties.get(name))
        found.append(link_of(address, "icon", name.capitalize(), "", url) if address else None)
    return [link for link in found if link]


def _download(said: Mapping[str, Any], url: str) -> Link | None:
    address = text(said.get("url"))
    size = whole_number(said.get("size")) or None
    link = link_of(address, "enclosure", "", text(said.get("mimeType")), url, size) if address else None
    digest = _MD5.fullmatch(text(said.get("checksum")))
    if link is None or digest is None or link.kind is not LinkKind.DOWNLOAD:
        return link
    return replace(link, checksum=Checksum("md5", digest.group(1).lower()))


def _layer(said: Mapping[str, Any]) -> Link | None:
    layer = inside(said.get("layer"))
    address, kind, title = text(layer.get("url")), text(layer.get("type")).upper(), text(said.get("title"))
    if not address or kind not in ("WMS", "WMTS"):
        return None
    return typed_link(address, f"OGC:{kind}", "", text(layer.get("layers")), title, "", None, None, "", False)
