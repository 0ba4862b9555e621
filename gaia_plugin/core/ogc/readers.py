"""One reader a service: OWSLib's objects to offers. What OWSLib loses (order of CRS, inherited time
dimensions, WMTS dimensions) is read from the tree beside it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .capabilities import Offer, TimeExtent, children, local, text_of, times_of

_Read = "tuple[str, tuple[Offer, ...]]"


def _unique(values: Iterable[Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(value).strip() for value in values if value and str(value).strip()))


def _bounds(box: Any) -> tuple[float, float, float, float] | None:
    try:
        west, south, east, north = (float(value) for value in box[:4])
    except (TypeError, ValueError):
        return None
    return west, south, east, north


def _line(text: Any) -> str:
    return " ".join(str(text or "").split())


def wms(xml: bytes, root: Any, version: str) -> tuple[str, tuple[Offer, ...]]:
    """WMS 1.1.1 and 1.3.0; older ones are read as 1.1.1."""
    from owslib.wms import WebMapService

    service = WebMapService("http://localhost/", version="1.3.0" if version >= "1.3" else "1.1.1", xml=xml)
    formats: tuple[str, ...] = ()
    for operation in service.operations:
        if operation.name == "GetMap":
            formats = _unique(operation.formatOptions or ())
    inherited = dict(_wms_inherited(root, (), ""))
    offers = []
    for name, layer in service.contents.items():
        crs, times, default = inherited.get(name, ((), "", ""))
        styles = _unique(layer.styles)
        offers.append(
            Offer(
                name,
                _line(layer.title),
                _line(layer.abstract),
                crs,
                formats,
                styles,
                "",
                _bounds(getattr(layer, "boundingBoxWGS84", None)),
                times_of(times, default),
            )
        )
    return _line(service.identification.title), tuple(offers)


def _wms_inherited(
    element: Any, crs: tuple[str, ...], times: str, default: str = ""
) -> Iterable[tuple[str, tuple[tuple[str, ...], str, str]]]:
    """For each named layer its CRS in the document's order and its time dimension, both inherited from the
    groups above (WMS 1.3.0, table 6). In 1.1.1 the values are in Extent, in 1.3.0 in Dimension."""
    for layer in (part for part in element.iter() if local(part) == "Layer" and _is_top(part, element)):
        codes = [code for part in children(layer, "CRS", "SRS") for code in (part.text or "").split()]
        own_crs = _unique((*codes, *crs))
        own_times, own_default = times, default
        for part in children(layer, "Dimension", "Extent"):
            if str(part.get("name", "")).lower() == "time" and (part.text or "").strip():
                own_times, own_default = str(part.text), str(part.get("default") or "")
        name = text_of(layer, "Name")
        if name:
            yield name, (own_crs, own_times, own_default)
        yield from _wms_inherited(layer, own_crs, own_times, own_default)


def _is_top(layer: Any, element: Any) -> bool:
    """Whether no other Layer lies between the two."""
    above = layer.getparent()
    while above is not None and above is not element:
        if local(above) == "Layer":
            return False
        above = above.getparent()
    return layer is not element


def wmts(xml: bytes, root: Any, version: str) -> tuple[str, tuple[Offer, ...]]:
    """WMTS 1.0.0."""
    from owslib.wmts import WebMapTileService

    service = WebMapTileService("http://localhost/", xml=xml)
    dimensions = {
        text_of(layer, "Identifier"): tuple(
            (text_of(part, "Identifier"), text_of(part, "Default") or text_of(part, "Value"))
            for part in children(layer, "Dimension")
        )
        for contents in children(root, "Contents")
        for layer in children(contents, "Layer")
    }
    moments = {
        text_of(layer, "Identifier"): _moments(layer)
        for contents in children(root, "Contents")
        for layer in children(contents, "Layer")
    }
    offers = []
    for name, layer in service.contents.items():
        styles = _unique(layer.styles)
        default = next((key for key, value in layer.styles.items() if value.get("isDefault")), "")
        links = layer.tilematrixsetlinks or {}
        sets = [
            (key, service.tilematrixsets[key].crs or "") for key in links if key in service.tilematrixsets
        ]
        offers.append(
            Offer(
                name,
                _line(layer.title),
                _line(layer.abstract),
                _unique(crs for _, crs in sets),
                _unique(layer.formats),
                styles,
                default or (styles[0] if styles else ""),
                _bounds(getattr(layer, "boundingBoxWGS84", None)),
                None,
                tuple(sets),
                dimensions.get(name, ()),
                moments=moments.get(name),
            )
        )
    title = service.identification.title if getattr(service, "identification", None) else ""
    return _line(title), tuple(offers)


def _moments(layer: Any) -> TimeExtent | None:
    """The moments of a WMTS layer's dimension "Time" (WMTS 1.0.0, table 12)."""
    for part in children(layer, "Dimension"):
        if text_of(part, "Identifier").lower() == "time":
            values = [" ".join("".join(value.itertext()).split()) for value in children(part, "Value")]
            return times_of(",".join(values), text_of(part, "Default"))
    return None


def wfs(xml: bytes, root: Any, version: str) -> tuple[str, tuple[Offer, ...]]:
    """WFS 1.0.0, 1.1.0 and 2.0.x."""
    from owslib.wfs import WebFeatureService

    asked = "2.0.0" if version >= "2" else "1.1.0" if version >= "1.1" else "1.0.0"
    service = WebFeatureService("http://localhost/", version=asked, xml=xml)
    codes = {
        text_of(kind, "Name"): _unique(
            code
            for part in children(kind, "DefaultCRS", "DefaultSRS", "SRS", "OtherCRS", "OtherSRS")
            for code in (part.text or "").split()
        )
        for part in children(root, "FeatureTypeList")
        for kind in children(part, "FeatureType")
    }
    offers = tuple(
        Offer(
            name,
            _line(kind.title),
            _line(kind.abstract),
            codes.get(name, ()),
            _unique(getattr(kind, "outputFormats", None) or ()),
            bounds=_bounds(getattr(kind, "boundingBoxWGS84", None)),
        )
        for name, kind in service.contents.items()
    )
    return _line(service.identification.title), offers


def wcs(xml: bytes, root: Any, version: str) -> tuple[str, tuple[Offer, ...]]:
    """WCS 1.0.0, 1.1.x and 2.0.x. CRS and formats are in DescribeCoverage, except in 1.1."""
    from owslib.wcs import WebCoverageService

    known = {"1.0": "1.0.0", "1.1": "1.1.0", "2.0": "2.0.1"}.get(version[:3])
    if known is None:
        raise ValueError(version)
    service = WebCoverageService("http://localhost/", version=known, xml=xml)
    offers = []
    for name, coverage in service.contents.items():
        box = getattr(coverage, "boundingBoxWGS84", None)
        is_1_1 = known.startswith("1.1")
        offers.append(
            Offer(
                name,
                _line(coverage.title),
                _line(getattr(coverage, "abstract", "")),
                _unique(getattr(code, "id", code) for code in coverage.supportedCRS) if is_1_1 else (),
                _unique(coverage.supportedFormats) if is_1_1 else (),
                bounds=_bounds(box),
            )
        )
    return _line(getattr(service.identification, "title", "")), tuple(offers)
