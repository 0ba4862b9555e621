"""A synthetic hit for a native ISO 19115-3 record: what GeoNetwork's indexing (``index-fields/index.xsl`` of
its schema plugins) writes of it, made from the XML by ways of its own, to be read beside the record."""

from __future__ import annotations

from typing import Any

from lxml import etree

_SIDES = ("westBoundLongitude", "southBoundLatitude", "eastBoundLongitude", "northBoundLatitude")
_LANGUAGES = {"#FR": "langfre", "#EN": "langeng"}


def synthetic_hit(xml: bytes) -> dict[str, Any]:
    """The hit of a record."""
    root = etree.fromstring(xml)
    uuid = _text(root, "{*}metadataIdentifier//{*}code")
    about = root.find(".//{*}MD_DataIdentification")
    source: dict[str, Any] = {
        "uuid": uuid,
        "isTemplate": "n",
        "mainLanguage": root.find("{*}defaultLocale//{*}LanguageCode").get("codeListValue"),
        "resourceType": [root.find("{*}metadataScope//{*}MD_ScopeCode").get("codeListValue")],
        "resourceTitleObject": _object(about.find("{*}citation/*/{*}title")),
        "resourceAbstractObject": _object(about.find("{*}abstract")),
        "lineageObject": _object(root.find(".//{*}LI_Lineage/{*}statement")),
        "geom": _ring([float(_text(about, f".//{{*}}{side}")) for side in _SIDES]),
        "resourceTemporalExtentDateRange": [
            {
                "gte": f"{_text(about, './/{*}beginPosition')}-01T00:00:00.000Z",
                "lte": f"{_text(about, './/{*}endPosition')}-01T00:00:00.000Z",
            }
        ],
        "allKeywords": _keywords(about),
        "contactForResource": _contacts(about.findall("{*}pointOfContact")),
        "contact": _contacts(root.findall("{*}contact")),
        "resourceDate": [
            {
                "type": one.find(".//{*}CI_DateTypeCode").get("codeListValue"),
                "date": f"{_text(one, './/{*}Date')}T00:00:00.000Z",
            }
            for one in about.findall("{*}citation/*/{*}date")
        ],
        "link": _links(root),
        "overview": [
            {"url": _text(one, ".//{*}fileName"), "text": {"default": _text(one, ".//{*}fileDescription")}}
            for one in about.findall("{*}graphicOverview")
            if len(one)
        ],
    }
    return {"_index": "gn-records", "_id": uuid, "_source": {k: v for k, v in source.items() if v}}


def _text(node: Any, path: str) -> str:
    found = node.find(path)
    return " ".join("".join(found.itertext()).split()) if found is not None else ""


def _object(node: Any) -> dict[str, str]:
    if node is None:
        return {}
    said = {}
    for text in node.iter("{*}LocalisedCharacterString"):
        said[_LANGUAGES[text.get("locale")]] = (text.text or "").strip()
    for text in node.iter("{*}CharacterString", "{*}Anchor"):
        said["default"] = (text.text or "").strip()
        link = text.get("{http://www.w3.org/1999/xlink}href")
        if link:
            said["link"] = link
        break
    return {name: text for name, text in said.items() if text}


def _ring(box: list[float]) -> dict[str, Any]:
    west, south, east, north = box
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def _keywords(about: Any) -> dict[str, Any]:
    found = {}
    for at, block in enumerate(about.findall(".//{*}MD_Keywords")):
        title = block.find("{*}thesaurusName//{*}title")
        kind = block.find("{*}type/*")
        found[f"th_{at}"] = {
            "id": _text(block, "{*}thesaurusName//{*}code"),
            "title": _object(title).get("default") if title is not None else None,
            "link": _object(title).get("link") if title is not None else None,
            "theme": kind.get("codeListValue") if kind is not None else None,
            "keywords": [said for one in block.findall("{*}keyword") if (said := _object(one))],
        }
    return found


def _contacts(holders: list[Any]) -> list[dict[str, Any]]:
    return [
        {
            "organisation": _text(one, ".//{*}CI_Organisation/{*}name"),
            "role": one.find(".//{*}CI_RoleCode").get("codeListValue"),
            "email": _text(one, ".//{*}electronicMailAddress"),
            "individual": _text(one, ".//{*}CI_Individual/{*}name"),
            "website": "",
        }
        for one in holders
        if len(one)
    ]


def _links(root: Any) -> list[dict[str, Any]]:
    found = []
    for group, block in enumerate(root.findall(".//{*}MD_DigitalTransferOptions")):
        for one in block.findall("{*}onLine/*"):
            code = one.find("{*}function/*")
            found.append(
                {
                    "protocol": _text(one, "{*}protocol"),
                    "urlObject": _object(one.find("{*}linkage")),
                    "nameObject": _object(one.find("{*}name")),
                    "descriptionObject": _object(one.find("{*}description")),
                    "function": code.get("codeListValue") if code is not None else "",
                    "applicationProfile": "",
                    "group": group,
                }
            )
    return found
