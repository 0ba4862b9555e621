"""Assets to links: what can be done with each file of an item or collection.

Sources: STAC common metadata and best practices (media types, asset roles), file extension v2, alternate
assets extension, projection extension.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from ...model import Link, LinkKind
from .checksums import read_checksum
from .hrefs import is_web, resolved, text, texts
from .services import ogc_link

PICTURES = ("image/png", "image/jpeg", "image/jpg", "image/webp", "image/gif")
_PICTURE_NAMES = (".png", ".jpg", ".jpeg", ".webp", ".gif")
_STYLE_NAMES = (".qml", ".sld", ".qlr", ".lyr", ".lyrx")
_STYLE_TYPES = ("vnd.ogc.sld", "vnd.qgis.qml", "x-qgis-layer-settings", "vnd.mapbox.style")
_SERVICES = {"wms", "wmts", "wfs", "wcs"}
_SUFFIX = re.compile(r"\.[a-z][a-z0-9]{0,7}$")
_COG_NAME = re.compile(r"(?:[._-]cog\.tiff?|\.cog)$", re.IGNORECASE)


def asset_links(record: Mapping[str, Any], base: str) -> Iterator[Link]:
    """The links of a record's assets, in its order; ``base`` is the record's own address."""
    assets = record.get("assets")
    if not isinstance(assets, Mapping):
        return
    properties = record.get("properties")
    crs = crs_of(properties) if isinstance(properties, Mapping) else ""
    for key, asset in assets.items():
        if isinstance(asset, Mapping):
            link = asset_link(str(key), asset, base, crs)
            yield link
            own = text(asset.get("href"))
            if own.startswith("s3:") and own != link.href:  # kept beside its address on the web
                yield replace(link, href=own, kind=LinkKind.UNREACHABLE, protocol="S3", restricted=True)


def asset_link(key: str, asset: Mapping[str, Any], base: str, crs: str = "") -> Link:
    """One asset as a link."""
    chosen = chosen_address(asset, base)
    href = resolved(base, chosen.get("href"))
    roles = texts(asset.get("roles"))
    media_type = text(chosen.get("type")) or text(asset.get("type"))
    service = _service_of(key, href, roles, media_type)
    if service is not None:
        return ogc_link(service, href, key=key, roles=roles, asset=asset)
    size = asset.get("file:size")
    kind = kind_of(href, media_type, roles, key, text(asset.get("title")))
    return Link(
        href=href or str(asset.get("href") or ""),
        kind=kind,
        title=text(asset.get("title")),
        description=text(asset.get("description")),
        media_type=media_type,
        protocol="S3" if href.startswith("s3:") else "",
        key=key,
        roles=roles,
        size=size if isinstance(size, int) and not isinstance(size, bool) and size >= 0 else None,
        checksum=read_checksum(asset.get("file:checksum") or asset.get("checksum:multihash")),
        crs=crs_of(asset) or crs,
        restricted=bool(chosen.get("auth:refs")) or href.startswith("s3:"),
    )


def chosen_address(asset: Mapping[str, Any], base: str = "") -> Mapping[str, Any]:
    """The asset itself, or its alternate on the web where its own address is not (``s3://``…)."""
    if is_web(resolved(base, asset.get("href"))):
        return asset
    alternates = asset.get("alternate")
    if isinstance(alternates, Mapping):
        for alternate in alternates.values():
            if isinstance(alternate, Mapping) and is_web(resolved(base, alternate.get("href"))):
                return alternate
    return asset


def kind_of(href: str, media_type: str, roles: tuple[str, ...], key: str = "", title: str = "") -> LinkKind:
    """What an asset is good for, from its media type, roles, key, title and file name.

    A plain GeoTIFF is a download: only a profile, a role or a name promises that ranges can be read.
    """
    if not href:
        return LinkKind.UNREACHABLE
    kind, name = media_type.lower().replace(" ", ""), urlsplit(href).path.lower()
    picture = kind.startswith(PICTURES) or (not kind and name.endswith(_PICTURE_NAMES))
    if picture and (
        "thumbnail" in roles or "overview" in roles or key in ("thumbnail", "preview", "quicklook")
    ):
        return LinkKind.THUMBNAIL
    if (
        "style" in roles
        or "styles" in roles
        or name.endswith(_STYLE_NAMES)
        or any(s in kind for s in _STYLE_TYPES)
    ):
        return LinkKind.STYLE
    if _is_cog(kind, roles, name, title):
        return LinkKind.COG if is_web(href) else LinkKind.DOWNLOAD
    if "opendap" in roles or "/dodsc/" in name:
        return LinkKind.OPENDAP
    if _is_folder(kind, name, key):
        return LinkKind.INFO
    if kind.startswith("text/html") or "documentation" in roles:
        return LinkKind.INFO
    if "tilejson" in name or "tilejson" in kind or ("tiles" in roles and "json" in kind):
        return LinkKind.INFO
    if "metadata" in roles and "data" not in roles:
        return LinkKind.METADATA
    return LinkKind.DOWNLOAD


def _is_folder(kind: str, name: str, key: str) -> bool:
    """A folder on an object store, which is no file that could be fetched: Zarr, and the "native" files of
    Copernicus Marine."""
    if name.endswith(".zip"):
        return False
    return (
        "zarr" in kind or name.endswith((".zarr", ".zarr/")) or (key == "native" and not _SUFFIX.search(name))
    )


def _is_cog(kind: str, roles: tuple[str, ...], name: str, title: str) -> bool:
    if "cloud-optimized" in kind or "profile=cog" in kind:
        return "tiff" in kind or "geotiff" in kind
    tiff = "tiff" in kind or (not kind and name.endswith((".tif", ".tiff")))
    if not tiff:
        return False
    promised = {"cog", "cloud-optimized"} & {role.lower() for role in roles}
    return bool(
        promised or _COG_NAME.search(name) or "cloud-optimi" in title.lower() or re.search(r"\bCOG\b", title)
    )


def _service_of(key: str, href: str, roles: tuple[str, ...], media_type: str) -> str | None:
    if not href:
        return None
    kind = media_type.lower()
    for name in ("wmts", "wms", "wfs", "wcs"):
        if f"ogc.{name}" in kind or f"ogc:{name}" in kind or name in {role.lower() for role in roles}:
            return name
    if key.lower() in _SERVICES and not kind.startswith(("image/", "text/html")):
        return key.lower()
    found = re.search(r"[?&]service=(wms|wmts|wfs|wcs)\b", href, re.IGNORECASE)
    return found.group(1).lower() if found else None


def crs_of(fields: Mapping[str, Any]) -> str:
    """``EPSG:2154`` from ``proj:code`` (projection v2) or ``proj:epsg`` (v1); empty where neither is."""
    code = fields.get("proj:code")
    if isinstance(code, str) and code:
        return code
    epsg = fields.get("proj:epsg")
    return f"EPSG:{epsg}" if isinstance(epsg, int) and not isinstance(epsg, bool) and epsg > 0 else ""


def thumbnail_of(record: Mapping[str, Any], base: str = "") -> str:
    """The address of the best small picture: an asset with the role thumbnail, then overview, then a link.

    Only what a browser shows and the web serves; empty where there is none.
    """
    assets = record.get("assets")
    if isinstance(assets, Mapping):
        best, best_rank = "", 9
        for key, asset in assets.items():
            if not isinstance(asset, Mapping):
                continue
            rank = _picture_rank(key, asset)
            if rank < best_rank:
                href = resolved(base, chosen_address(asset, base).get("href"))
                if is_web(href):
                    best, best_rank = href, rank
                    if rank == 0:
                        break
        if best:
            return best
    links = record.get("links")
    if isinstance(links, list):
        for link in links:
            if not isinstance(link, Mapping) or link.get("rel") not in ("thumbnail", "preview", "icon"):
                continue
            href, kind = resolved(base, link.get("href")), text(link.get("type"))
            picture = kind.startswith(PICTURES) or (not kind and link.get("rel") == "thumbnail")
            if is_web(href) and picture:
                return href
    return ""


def _picture_rank(key: Any, asset: Mapping[str, Any]) -> int:
    """0 for the picture to show first; 9 for what is no picture to show."""
    roles, kind = asset.get("roles"), asset.get("type")
    if not isinstance(roles, list):
        roles = ()
    if "thumbnail" in roles:
        rank = 0
    elif "overview" in roles:
        rank = 2
    elif key in ("thumbnail", "preview", "quicklook"):
        rank = 1
    else:
        return 9
    if isinstance(kind, str) and kind:
        return rank if kind.startswith(PICTURES) else 9
    href = asset.get("href")
    named = isinstance(href, str) and urlsplit_path(href).endswith(_PICTURE_NAMES)
    return rank if named or rank < 2 else 9


def urlsplit_path(href: str) -> str:
    """The path of an address in lower case, without raising."""
    return href.split("?", 1)[0].split("#", 1)[0].lower()
