"""Licence and conditions of use, from the legal fields of the index."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ...metadata.constraints import Legal, licence_id
from .texts import listed, plain, said_in

# The index copies all the other constraints of a licence's block into licenseObject, those on access too.
_ACCESS = re.compile(
    r"LimitationsOnPublicAccess|INSPIRE|public access|acc[eè]s public|conditions? unknown", re.I
)
_URL = re.compile(r"https?://[^\s\"'<>]+")
_CODES = re.compile(r"^cl_(accessConstraints|useConstraints|classification)$")
_SENTENCES = re.compile(r"^MD_\w*Constraints\w*Object$")


def read_rights(source: Mapping[str, Any], language: str) -> Legal:
    """The licence (its SPDX identifier, else its text), its address, and every other sentence."""
    license_ = license_url = ""
    sentences = [
        f"{match.group(1)}: {plain(one.get('key')) or said_in(one, language)}"
        for name, value in source.items()
        if (match := _CODES.match(name))
        for one in listed(value)
        if isinstance(one, dict)
    ]
    texts = list(_texts(source, language))
    for _, text, url in texts:
        if spdx := licence_id(url) or licence_id(text):
            license_, license_url = spdx, url or _address(text)
            break
    else:
        for name, text, url in texts:
            if name == "licenseObject" and not _ACCESS.search(f"{text} {url}"):
                license_, license_url = text or url, url or _address(text)
                break
    for _, text, url in texts:
        shown = text if not url or url in (text, license_url) else f"{text} ({url})".strip()
        sentences.append(shown)
    kept = dict.fromkeys(one for one in sentences if one and one not in (license_, license_url))
    return Legal(license_, license_url, tuple(kept))


def _texts(source: Mapping[str, Any], language: str) -> Iterator[tuple[str, str, str]]:
    """(field, text, URL) of every sentence, the licence's first."""
    names = ["licenseObject", *sorted(name for name in source if _SENTENCES.match(name))]
    for name in names:
        for one in listed(source.get(name)):
            text = said_in(one, language)
            url = plain(one.get("link")) if isinstance(one, dict) else ""
            if text or url:
                yield name, text, url


def _address(text: str) -> str:
    found = _URL.search(text)
    return found.group(0).rstrip(".,;)") if found else ""
