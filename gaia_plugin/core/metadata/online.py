"""Online resources: every address of a record, in the record's order, typed and grouped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Callable

from ..model import Link, LinkKind
from .boxes import number
from .hrefs import OGC_KINDS, clean_href, hints, without_secrets
from .links import classify
from .texts import best, code, href, localised, value
from .xmltree import NAMES, Element, Kids, attribute, inner, kids

READ = frozenset({"linkage", "protocol", "name", "description", "function"})
"""What of a transfer option is in the links; the rest (sizes, units, media) goes to the properties."""

_MEGABYTE = 1_000_000
_SHORT = 120
_NAMELESS = re.compile(r"^(getcapabilities|getmap|wms|wfs|wcs|wmts|lien|link)$", re.IGNORECASE)
_MIME = re.compile(r"^[a-z]+/[a-z0-9.+-]+$", re.IGNORECASE)


class LinkReader:
    """Reads online resources in a language; ``lang_of`` turns a locale ("#FR") into a language ("fr")."""

    def __init__(self, language: str, lang_of: Callable[[str], str]):
        self._language = language
        self._lang_of = lang_of

    def distribution(self, holders: list[Element]) -> Iterator[Link]:
        """The links of ``distributionInfo``: its own transfer options, then its distributors'; ``group`` is
        the index of the transfer options block over them all."""
        group = 0
        for holder in holders:
            for distribution in holder:
                for options in _transfers(distribution):
                    inside = kids(options)
                    size = _size(inside)
                    resources = [
                        resource for name in ("onLine", "onLineResource") for resource in inside.get(name, ())
                    ]
                    for resource in resources:
                        yield from self.resource(resource, group, size if len(resources) == 1 else None)
                    group += 1

    def service(self, inside: Kids) -> Iterator[Link]:
        """The connect points of a service's operations (srv:SV_ServiceIdentification)."""
        service_type = value(inside.get("serviceType", [None])[0])
        version = value(inside.get("serviceTypeVersion", [None])[0])
        layers = [
            value(name)
            for coupled in inside.get("coupledResource", ())
            for one in coupled
            for name in (*kids(one).get("scopedName", ()), *kids(one).get("ScopedName", ()))
        ]
        layer = layers[0] if len(set(layers)) == 1 else ""
        for holder in inside.get("containsOperations", ()):
            for operation in holder:
                details = kids(operation)
                name = value(details.get("operationName", [None])[0])
                for point in details.get("connectPoint", ()):
                    yield from self.resource(point, None, None, service_type, name, version, layer)

    def resource(
        self,
        holder: Element,
        group: int | None,
        size: int | None,
        service: str = "",
        operation: str = "",
        version: str = "",
        layer: str = "",
    ) -> Iterator[Link]:
        """The links of one CI_OnlineResource: one, or one for each language's address."""
        node = inner(holder)
        inside = kids(node) if node is not None else {}
        linkage = inside.get("linkage", [None])[0]
        protocol_element = inside.get("protocol", [None])[0]
        name = best(inside.get("name", [None])[0], self._language, self._lang_of)
        description = best(inside.get("description", [None])[0], self._language, self._lang_of)
        protocol = value(protocol_element) or _service_protocol(service, version)
        media_type = _media_type(protocol_element)
        function = code(inside.get("function", [None])[0])
        addresses = _addresses(linkage, self._language, self._lang_of)
        outside = href(holder)
        if outside and not addresses:
            addresses = [outside]
        withheld = linkage is not None and attribute(linkage, "nilReason") in (
            "withheld",
            "inapplicable",
            "missing",
        )
        if (
            not addresses
            and not (withheld and (protocol or name or description))
            and not (name or description)
        ):
            return
        for address in addresses or [""]:
            yield typed_link(
                address, protocol, function, name or layer, description, media_type, group, size, operation,
                _restricted(inside.get("description", [None])[0]),
            )  # fmt: skip


def _transfers(distribution: Element) -> Iterator[Element]:
    """The MD_DigitalTransferOptions of a MD_Distribution, in order, wherever they hang."""
    yield from distribution.iter("{*}MD_DigitalTransferOptions")


def _size(inside: Kids) -> int | None:
    """transferSize is in megabytes (ISO 19115, B.2.10.3)."""
    megabytes = number(value(inside["transferSize"][0])) if "transferSize" in inside else None
    return int(megabytes * _MEGABYTE) if megabytes and megabytes > 0 else None


def _addresses(linkage: Element | None, language: str, lang_of: Callable[[str], str]) -> list[str]:
    if linkage is None:
        return []
    first = inner(linkage)
    own = "" if first is not None and NAMES[first.tag] == "PT_FreeText" else value(linkage)
    others = [(lang_of(locale), text) for locale, text in localised(linkage)]
    others.sort(key=lambda pair: pair[0] != language)
    return list(dict.fromkeys(text for text in (own, *(text for _, text in others)) if text))


def _service_protocol(service: str, version: str) -> str:
    lowered = service.lower()
    for known in ("wmts", "wms", "wfs", "wcs", "csw", "sos"):
        if known in lowered:
            return (
                f"OGC:{known.upper()}-{version}"
                if version and version[:1].isdigit()
                else f"OGC:{known.upper()}"
            )
    return {"view": "OGC:WMS", "discovery": "OGC:CSW"}.get(lowered, "")


def _media_type(element: Element | None) -> str:
    node = inner(element) if element is not None else None
    if node is None:
        return ""
    said = attribute(node, "type") if NAMES[node.tag] == "MimeFileType" else ""
    text = value(element)
    return said or (text if _MIME.match(text) else "")


def _restricted(description: Element | None) -> bool:
    return "MD_RestrictionCode_restricted" in href(description)


def _tidy(address: str) -> str:
    lowered = address.lower()
    if lowered.startswith("doi:"):
        return f"https://doi.org/{address[4:].strip()}"
    if lowered.startswith("www."):
        return f"https://{address}"
    return address


def typed_link(
    address: str,
    protocol: str,
    function: str,
    name: str,
    description: str,
    media_type: str,
    group: int | None,
    size: int | None,
    operation: str,
    restricted: bool,
) -> Link:
    """A link from what a record says of it: credentials and the request stripped off the address, the layer
    named where that is known, the kind told by ``classify``. ``size`` is in bytes; ``operation`` is a
    service's, the title where there is no other."""
    address, had_secret = without_secrets(_tidy(address))
    inside_house = address.startswith("/") or address.lower().startswith("file:")
    kind = (
        LinkKind.UNREACHABLE
        if not address or inside_house
        else classify(address, protocol, function, name, description, media_type)
    )
    short = description if len(description) <= _SHORT and "\n" not in description else ""
    fields: dict[str, Any] = {"title": name or short or operation}
    if kind in OGC_KINDS:
        said = hints(address, protocol)
        layer = said.name or ("" if _NAMELESS.match(name) else name)
        fields = {
            "title": short or name or operation,
            "styles": said.styles,
            "times": said.times,
            "crs": said.crs,
        }
        name = layer
        address = clean_href(address, kind)
    return Link(
        href=address,
        kind=kind,
        name=name,
        description=description,
        media_type=media_type,
        protocol=protocol,
        function=function,
        group=group,
        size=size,
        restricted=restricted or had_secret,
        **fields,
    )
