"""Licence and other conditions (MD_LegalConstraints, MD_SecurityConstraints, MD_Constraints)."""

from __future__ import annotations

import re
from typing import NamedTuple

from .texts import code, href, value
from .xmltree import NAMES, Element, inner, kids

_CC = re.compile(
    r"\bCC[\s_-]*(?:licen[cs]e[\s_-]*)?(BY(?:[\s_-]*(?:NC|ND|SA))*)(?:[\s_-]*(?:v|version)?[\s_-]*(\d(?:\.\d)?))?\b",
    re.IGNORECASE,
)
_CC_URL = re.compile(r"creativecommons\.org/licenses/([a-z-]+)/(\d\.\d)", re.IGNORECASE)
_SPDX_URL = re.compile(r"spdx\.org/licenses/([A-Za-z0-9.+-]+?)(?:\.(?:html|json|txt))?/?$")
_KNOWN = (
    (re.compile(r"publicdomain/zero/1\.0|\bCC[\s-]?0\b|\bCC[\s-]?ZERO\b", re.I), "CC0-1.0"),
    (
        re.compile(
            r"(etalab|licen[cs]e ouverte|open licen[cs]e).{0,40}2\.0|etalab-2\.0|licence-ouverte-v?2", re.I
        ),
        "etalab-2.0",
    ),
    (re.compile(r"\bODbL\b|opendatacommons\.org/licenses/odbl", re.I), "ODbL-1.0"),
    (re.compile(r"opendatacommons\.org/licenses/by|\bODC-By\b", re.I), "ODC-By-1.0"),
)
_WRITTEN_OUT = (
    (re.compile(r"creative commons.*attribution", re.I), "CC-BY"),
    (re.compile(r"non[\s-]?commercial|pas d.utilisation commerciale", re.I), "NC"),
    (re.compile(r"no[\s-]?deriv|pas de modification", re.I), "ND"),
    (re.compile(r"share[\s-]?alike|partage dans les m", re.I), "SA"),
)
# Sentences of INSPIRE (art. 13.1) on access: never a licence, though they sit in the same block.
_ACCESS = re.compile(
    r"LimitationsOnPublicAccess|INSPIRE|\bL\.? ?124|public access|acc[eè]s public|"
    r"conditions? (unknown|inconnue)",
    re.I,
)
# Where the block announces a licence, or the sentence does, the limitation that speaks of it is the licence.
_SPEAKS_OF_LICENCE = re.compile(r"\blicen[cs]e", re.I)
_IS_LICENCE = re.compile(r"\s*(the )?(data )?licen[cs]e\b", re.I)
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_VERSION = re.compile(r"\b([1-4]\.0)\b")


class Legal(NamedTuple):
    """What a record says of use: SPDX identifier or text, its URL, every other sentence."""

    license: str = ""
    license_url: str = ""
    constraints: tuple[str, ...] = ()


def licence_id(text: str) -> str:
    """The SPDX identifier of the licence that a text or a URL names, or ""."""
    spdx = _SPDX_URL.search(text)
    if spdx:
        return spdx.group(1)
    url = _CC_URL.search(text)
    if url:
        return f"CC-{url.group(1).upper()}-{url.group(2)}"
    for pattern, name in _KNOWN:
        if pattern.search(text):
            return name
    match = _CC.search(text)
    if match:
        terms = "-".join(re.findall(r"BY|NC|ND|SA", match.group(1).upper()))
        version = match.group(2)
        if not version:
            return f"CC-{terms}"
        return f"CC-{terms}-{version if '.' in version else version + '.0'}"
    if _WRITTEN_OUT[0][0].search(text):
        found = [name for pattern, name in _WRITTEN_OUT if pattern.search(text)]
        version_said = _VERSION.search(text)
        return "-".join([*found, *([version_said.group(1)] if version_said else [])])
    return ""


def read_constraints(holders: list[Element]) -> Legal:
    """Licence and sentences of the ``resourceConstraints`` properties. A sentence that is exactly the
    licence's name is not repeated."""
    license_ = license_url = licence_text = limitation = ""
    sentences: list[str] = []
    for holder in holders:
        node = inner(holder)
        if node is None:
            continue
        about_licence = False
        spoken = ""
        for element in node:
            name = NAMES[element.tag]
            if name in ("accessConstraints", "useConstraints", "classification"):
                restriction = code(element)
                about_licence = about_licence or (
                    name == "useConstraints" and restriction in ("license", "licence")
                )
                if restriction:
                    sentences.append(f"{name}: {restriction}")
                continue
            for text, url in _sentences(element):
                spdx = licence_id(url) or licence_id(text)
                if spdx and (not license_ or license_ == spdx):
                    license_, license_url = (
                        spdx,
                        license_url or url or (text if text.startswith("http") else ""),
                    )
                    if text in (spdx, license_url) or not text:
                        continue
                elif (
                    about_licence
                    and name == "otherConstraints"
                    and not licence_text
                    and not _ACCESS.search(f"{text} {url}")
                ):
                    licence_text = text or url
                    if not license_ and url:
                        license_url = license_url or url
                        sentences.append(text)
                        continue
                shown = text if not url or url in (text, license_url) else f"{text} ({url})".strip()
                sentences.append(shown)
                if not spoken and _SPEAKS_OF_LICENCE.search(text) and not _ACCESS.search(text):
                    spoken = text
        if spoken and not limitation and (about_licence or _IS_LICENCE.match(spoken)):
            limitation = spoken
    if not license_:
        license_ = licence_text or limitation
        if not license_url and not licence_text and (said := _ADDRESS.search(limitation)):
            license_url = said.group().rstrip(".,;)")
    kept = dict.fromkeys(sentence for sentence in sentences if sentence and sentence != license_)
    return Legal(license_, license_url, tuple(kept))


def _sentences(element: Element) -> list[tuple[str, str]]:
    """(text, URL) of a constraint property; all its leaves where it holds more than a text."""
    text, url = value(element), href(element)
    first = inner(element)
    if (
        first is not None
        and len(first)
        and NAMES[first.tag] not in ("PT_FreeText", "CharacterString", "Anchor")
    ):
        return _leaves(first)
    return [(text, url)] if text or url else []


def _leaves(node: Element) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, elements in kids(node).items():
        for element in elements:
            nested = inner(element)
            if nested is not None and len(nested) and NAMES[nested.tag] not in ("CharacterString", "Anchor"):
                found.extend(_leaves(nested))
            elif name != "PT_FreeText":
                text, url = value(element), href(element)
                if text or url:
                    found.append((text, url))
    return found
