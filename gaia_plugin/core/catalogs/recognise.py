"""What one answer shows of the service that sent it. Pure: bytes in, a kind out, nothing is asked."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from ..errors import GaiaError

_ROOTS = {
    "OpenSearchDescription": "opensearch",
    "WMS_Capabilities": "wms",
    "WMT_MS_Capabilities": "wms",
    "WFS_Capabilities": "wfs",
    "WCS_Capabilities": "wcs",
    "GetRecordsResponse": "csw",
    "GetRecordByIdResponse": "csw",
    "OAI-PMH": "oai-pmh",
    "MD_Metadata": "record",
    "MI_Metadata": "record",
    "FDSNStationXML": "fdsn",
}
_WORDS = re.compile(r"\s+")


@dataclass(frozen=True)
class Seen:
    """``kind`` is an adapter's, or "oai-pmh", "record", "arcgis" for what has none; "" where nothing was
    recognised. ``leads_to`` is an address that the answer gives for the catalogue that it is a part of,
    ``conformance`` one that says more."""

    kind: str = ""
    title: str = ""
    leads_to: str = ""
    conformance: str = ""


def recognise(content: bytes, url: str = "") -> Seen:
    """What an answer shows. ``url`` is where it came from, for relative links. Never raises."""
    start = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith((b"{", b"[")):
        try:
            document = json.loads(content)
        except (ValueError, RecursionError):
            return Seen()
        return _of_json(document, url) if isinstance(document, dict) else Seen()
    if b"<html" in start.lower() or start[:14].lower() == b"<!doctype html":
        return _of_page(content, url)
    if start.startswith(b"<"):
        return _of_xml(content, url)
    if start.startswith(b"ERDDAP_version"):
        return Seen("erddap")
    if re.match(rb"#\s*network\s*\|", start, re.IGNORECASE):
        return Seen("fdsn")
    return Seen()


def conformance_kind(document: Any) -> str:
    """The kind that a conformance declaration or a landing page announces (OGC API Common, section 7.4)."""
    declared = document.get("conformsTo") if isinstance(document, Mapping) else None
    uris = [uri for uri in declared if isinstance(uri, str)] if isinstance(declared, list) else []
    if any("stacspec.org" in uri for uri in uris):
        return "stac"
    if any("ogcapi-records" in uri for uri in uris):
        return "records"
    return "features" if any("ogcapi-features" in uri for uri in uris) else ""


def _of_json(document: dict[str, Any], url: str) -> Seen:
    title = _text(document.get("title")) or _text(document.get("id"))
    links = document.get("links")
    hrefs: dict[str, str] = {}
    for link in links if isinstance(links, list) else ():
        if isinstance(link, dict) and isinstance(link.get("href"), str):
            hrefs.setdefault(str(link.get("rel")), _joined(url, link["href"]))
    declared = conformance_kind(document)
    is_stac = "stac_version" in document
    if declared == "stac" or (is_stac and "search" in hrefs):
        return Seen("stac", title)
    if is_stac:
        return _of_stac_document(document, title, hrefs)
    if declared:
        return Seen(declared, title, conformance=hrefs.get("conformance", ""))
    if "conformance" in hrefs or "http://www.opengis.net/def/rel/ogc/1.0/conformance" in hrefs:
        more = hrefs.get("conformance") or hrefs["http://www.opengis.net/def/rel/ogc/1.0/conformance"]
        return Seen("", title, conformance=more)
    return Seen(_other_json(document), title)


def _of_stac_document(document: dict[str, Any], title: str, hrefs: Mapping[str, str]) -> Seen:
    kind = document.get("type")
    if kind in ("Feature", "FeatureCollection"):  # items are no catalogue: the one that holds them is
        above = hrefs.get("collection") or hrefs.get("parent") or hrefs.get("root", "")
        return Seen("", title, leads_to=hrefs.get("root", "") or above)
    if "data" in hrefs:
        return Seen("stac", title)
    if kind == "Collection" and ("items" in hrefs and "root" in hrefs):
        return Seen("stac-static", title, leads_to=hrefs["root"])  # a collection of an API names its items
    return Seen("stac-static", title) if kind in ("Catalog", "Collection", None) else Seen()


def _other_json(document: Mapping[str, Any]) -> str:
    data = document.get("data") if document.get("status") == "OK" else None
    if isinstance(data, dict) and ("total_count" in data or isinstance(data.get("version"), str)):
        return "dataverse"
    if "system/site/name" in document:
        return "geonetwork"
    table = document.get("table")
    if isinstance(table, dict) and "griddap" in str(table.get("columnNames")):
        return "erddap"
    if "theiaCategoryTree" in document and "theiaVariables" in document:
        return "ozcar"
    if "resourceTitle" in document and document.get("type") == "COLLECTION":
        return "record"  # the native one of AERIS
    arcgis = "currentVersion" in document and ("folders" in document or "services" in document)
    return "arcgis" if arcgis else ""


def _of_xml(content: bytes, url: str) -> Seen:
    from ..metadata.xmltree import attribute, each, local
    from ..net.parse import parse_xml

    try:
        root = parse_xml(content, "?")
    except GaiaError:
        return Seen()
    name, space = local(root), str(root.tag).partition("}")[0].lstrip("{")
    if name == "Capabilities":
        kinds = {"/cat/csw": "csw", "/wmts/": "wmts", "/wcs/": "wcs"}
        kind = next((kind for part, kind in kinds.items() if part in space), "")
        return Seen(kind, _title(root))
    if name == "catalog" and "InvCatalog" in space:
        return Seen("thredds", _text(root.get("name")))
    if name == "feed":  # Atom results of an OpenSearch service name their description
        for link in each(root, "link"):
            if attribute(link, "rel") == "search" and "opensearchdescription" in attribute(link, "type"):
                return Seen("", _title(root), leads_to=_joined(url, attribute(link, "href")))
        return Seen()
    return Seen(_ROOTS.get(name, ""), _title(root))


def _title(root: Any) -> str:
    """The service's own title: of capabilities, of a description, of a feed."""
    from ..metadata.xmltree import local

    inside = [root, *(one for one in root if local(one) in ("ServiceIdentification", "Service"))]
    for wanted in ("LongName", "Title", "title", "ShortName"):
        for block in inside:
            for one in block:
                if local(one) == wanted and _text(one.text):
                    return _text(one.text)
    return ""


def _of_page(content: bytes, url: str) -> Seen:
    """A web page: it may name its OpenSearch description, and some applications tell their name."""
    head = content[:65536].decode("utf-8", "replace")
    for tag in re.findall(r"<link\b[^>]{1,600}>", head, re.IGNORECASE):
        href = re.search(r"href\s*=\s*[\"']([^\"']{1,500})[\"']", tag, re.IGNORECASE)
        if href and "opensearchdescription+xml" in tag.lower():
            return Seen("", _page_title(head), leads_to=_joined(url, href.group(1).replace("&amp;", "&")))
    if re.search(r"<title>[^<]{0,100}ERDDAP", head, re.IGNORECASE):
        return Seen("erddap", _page_title(head))
    if re.search(r"<title>[^<]{0,100}THREDDS", head, re.IGNORECASE):
        return Seen("thredds", _page_title(head))
    return Seen()


def _page_title(head: str) -> str:
    found = re.search(r"<title>([^<]{1,200})</title>", head, re.IGNORECASE)
    return _text(found.group(1)) if found else ""


def _text(value: Any) -> str:
    return _WORDS.sub(" ", value).strip()[:200] if isinstance(value, str) else ""


def _joined(url: str, href: str) -> str:
    try:
        return urljoin(url, href.strip())
    except ValueError:
        return ""
