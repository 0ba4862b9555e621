"""Capabilities documents, read through OWSLib from bytes that the session brought."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..errors import BadAnswer, RequestRefused, host_of
from ..model import LinkKind
from ..net.detail import one_line
from ..net.parse import parse_xml
from .times import TimeExtent, read_times

__all__ = ["Capabilities", "Offer", "TimeExtent", "read_capabilities", "read_collections"]


@dataclass(frozen=True)
class Offer:
    """A layer, feature type, coverage or collection.

    ``crs`` are as the service writes them ("EPSG:4326", "urn:ogc:def:crs:EPSG::4326"), the default one
    first; ``bounds`` in degrees (west, south, east, north); ``tile_matrix_sets`` are (identifier, CRS);
    ``dimensions`` are (name, default value) of a WMTS layer's own dimensions; ``style`` is the default one.
    ``moments`` are those of a WMTS layer's time dimension, which its tiles are not asked by as a WMS is.
    """

    name: str
    title: str = ""
    abstract: str = ""
    crs: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    style: str = ""
    bounds: tuple[float, float, float, float] | None = None
    times: TimeExtent | None = None
    tile_matrix_sets: tuple[tuple[str, str], ...] = ()
    dimensions: tuple[tuple[str, str], ...] = ()
    keywords: tuple[str, ...] = ()
    moments: TimeExtent | None = None


@dataclass(frozen=True)
class Capabilities:
    """What a service offers. ``version`` is the one that the document states, ``map_url`` the address from
    which it says that maps come (WMS)."""

    kind: LinkKind
    version: str
    url: str
    title: str = ""
    offers: tuple[Offer, ...] = ()
    map_url: str = ""


def local(element: Any) -> str:
    """An element's name without namespace; "" for comments and the like."""
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def children(element: Any, *names: str) -> Iterator[Any]:
    """The children with one of these local names."""
    for child in element:
        if local(child) in names:
            yield child


def text_of(element: Any, *names: str) -> str:
    """The text of the first child with one of these local names."""
    for child in children(element, *names):
        return " ".join("".join(child.itertext()).split())
    return ""


def read_root(content: bytes, url: str) -> Any:
    """The root of an OGC answer. Raises RequestRefused with the server's words where it is an exception
    report (which many servers send with status 200), BadAnswer where it is not XML."""
    from lxml import etree

    root = parse_xml(content, host_of(url))
    if local(root) in ("ServiceExceptionReport", "ExceptionReport", "ServiceException"):
        parts = list(root.iter(etree.Element))
        words = [
            " ".join("".join(part.itertext()).split())
            for part in parts
            if local(part) in ("ServiceException", "ExceptionText")
        ]
        words += [str(part.get("exceptionCode") or part.get("code") or "") for part in parts]
        detail = one_line(next(filter(None, words), "an exception report"))
        raise RequestRefused(host=host_of(url), detail=detail)
    return root


def read_capabilities(content: bytes, kind: LinkKind, url: str) -> Capabilities:
    """What a WMS (1.1.1, 1.3.0), WMTS (1.0.0), WFS (1.0.0 to 2.0) or WCS (1.0.0 to 2.0.1) offers.

    ``url`` is the service's address, for messages. Raises RequestRefused for an exception report and
    BadAnswer for any other document.
    """
    from lxml import etree

    root = read_root(content, url)
    version = str(root.get("version") or "").strip()
    expected = {
        LinkKind.WMS: ("WMT_MS_Capabilities", "WMS_Capabilities"),
        LinkKind.WMTS: ("Capabilities",),
        LinkKind.WFS: ("WFS_Capabilities",),
        LinkKind.WCS: ("WCS_Capabilities", "Capabilities"),
    }[kind]
    if local(root) not in expected:
        raise BadAnswer(
            host=host_of(url), detail=f"{local(root)} instead of {kind.value.upper()} capabilities"
        )
    # Written again without its DOCTYPE: OWSLib's own parser resolves entities and may go to the network.
    clean = etree.tostring(root)
    from . import plain, readers

    reader: Callable[[bytes, Any, str], tuple[str, tuple[Offer, ...]]] = {
        LinkKind.WMS: readers.wms,
        LinkKind.WMTS: readers.wmts,
        LinkKind.WFS: readers.wfs,
        LinkKind.WCS: readers.wcs,
    }[kind]
    try:
        title, offers = reader(clean, root, version)
    except Exception:  # OWSLib lets AttributeError, KeyError, TypeError… through for unusual documents
        title, offers = plain.read(root)
    words = _keywords(root)
    offers = tuple(
        replace(offer, keywords=words[offer.name]) if offer.name in words else offer
        for offer in offers
        if offer.name  # what has none cannot be asked for
    )
    return Capabilities(kind, version, url, title, offers, _map_url(root) if kind is LinkKind.WMS else "")


def _keywords(root: Any) -> dict[str, tuple[str, ...]]:
    """The keywords of each named layer, which OWSLib reads for some services and versions only."""
    found: dict[str, tuple[str, ...]] = {}
    for element in root.iter():
        if local(element) in ("Layer", "FeatureType", "CoverageSummary", "CoverageOfferingBrief"):
            said = [
                " ".join("".join(word.itertext()).split())
                for part in children(element, "KeywordList", "Keywords", "keywords")
                for word in children(part, "Keyword", "keyword")
            ]
            name = text_of(element, "Name", "Identifier", "CoverageId", "name") if said else ""
            if name:
                found[name] = tuple(dict.fromkeys(word for word in said if word))
    return found


def _map_url(root: Any) -> str:
    for operation in (element for element in root.iter() if local(element) == "GetMap"):
        for resource in (element for element in operation.iter() if local(element) == "OnlineResource"):
            return str(resource.get("{http://www.w3.org/1999/xlink}href") or "").strip()
    return ""


def read_collections(answer: Any, url: str) -> Capabilities:
    """The feature collections of an OGC API (Features part 1, section 7.13), or the single one that was asked
    for. Raises BadAnswer."""
    if not isinstance(answer, Mapping):
        raise BadAnswer(host=host_of(url), detail="no collections")
    found = answer.get("collections")
    if found is None and "id" in answer:
        found = [answer]
    if not isinstance(found, list):
        raise BadAnswer(host=host_of(url), detail="no collections")
    offers = []
    for entry in found:
        if not isinstance(entry, Mapping) or not entry.get("id"):
            continue
        if str(entry.get("itemType") or "feature").lower() not in ("feature", "unknown"):
            continue
        crs = entry.get("crs")
        offers.append(
            Offer(
                str(entry["id"]),
                str(entry.get("title") or ""),
                str(entry.get("description") or ""),
                tuple(str(code) for code in crs if isinstance(code, str)) if isinstance(crs, list) else (),
                bounds=_first_box(entry.get("extent")),
            )
        )
    return Capabilities(LinkKind.FEATURES, "1.0", url, str(answer.get("title") or ""), tuple(offers))


def _first_box(extent: Any) -> tuple[float, float, float, float] | None:
    """The box of the whole, which comes first."""
    spatial = extent.get("spatial") if isinstance(extent, Mapping) else None
    boxes = spatial.get("bbox") if isinstance(spatial, Mapping) else None
    return _box(boxes[0]) if isinstance(boxes, list) and boxes else None


def _box(values: Any) -> tuple[float, float, float, float] | None:
    if not isinstance(values, list) or len(values) not in (4, 6):
        return None
    try:
        numbers = [float(value) for value in values]
    except (TypeError, ValueError):
        return None
    half = len(numbers) // 2
    return numbers[0], numbers[1], numbers[half], numbers[half + 1]


def times_of(text: str, default: str) -> TimeExtent | None:
    """The time extent of a layer, None where it has none that can be read."""
    return read_times(text, default) if text.strip() else None
