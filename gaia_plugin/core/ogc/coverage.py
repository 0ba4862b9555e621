"""DescribeCoverage: the CRS and formats that WCS 1.0 and 1.1 leave out of their capabilities."""

from __future__ import annotations

from dataclasses import replace

from ..model import LinkKind
from .addresses import service_url, with_parameters
from .capabilities import Offer, local, read_root

_CRS = ("requestResponseCRSs", "responseCRSs", "nativeCRSs", "requestCRSs", "SupportedCRS")
_FORMATS = ("formats", "SupportedFormat")


def coverage_url(href: str, name: str, version: str) -> str:
    """The DescribeCoverage address (WCS 1.0.0 03-065r6 section 8; 1.1 07-067r5 section 9; 2.0 09-147r3)."""
    key = (
        "COVERAGE"
        if version.startswith("1.0")
        else "IDENTIFIERS"
        if version.startswith("1")
        else "COVERAGEID"
    )
    return with_parameters(
        service_url(href, LinkKind.WCS),
        {"SERVICE": "WCS", "VERSION": version, "REQUEST": "DescribeCoverage", key: name},
    )


def read_coverage(content: bytes, url: str, offer: Offer) -> Offer:
    """The offer with what a description adds. Raises RequestRefused and BadAnswer."""
    root = read_root(content, url)
    codes: list[str] = []
    formats: list[str] = []
    for element in root.iter():
        if local(element) in _CRS:
            codes += (element.text or "").split()
        elif local(element) in _FORMATS and element.text:
            formats.append(element.text.strip())
    return replace(
        offer,
        crs=tuple(dict.fromkeys(codes)) or offer.crs,
        formats=tuple(dict.fromkeys(filter(None, formats))) or offer.formats,
    )
