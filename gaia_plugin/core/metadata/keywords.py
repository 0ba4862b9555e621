"""Keywords with their kind, thesaurus and concept (MD_Keywords), and the compartments that they name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Callable

from ..model import Keyword
from .texts import best, code, href, value
from .xmltree import Element, dig, inner, kids

READ = frozenset({"keyword", "type"})
"""What of a MD_Keywords is in the model; the thesaurus's own citation also goes to the properties."""

# Poles of Data Terra and its partners, as the "dataPole" keywords and thesauri of their records name them.
_POLES = {
    "aeris": "atmosphere",
    "odatis": "ocean",
    "theia": "land",
    "formater": "solid-earth",
    "form@ter": "solid-earth",
    "pndb": "biodiversity",
    "climeri": "climate",
    "dinamis": "land",
}


def read_keywords(holders: list[Element], language: str, lang_of: Callable[[str], str]) -> list[Keyword]:
    """Every keyword of the ``descriptiveKeywords`` properties."""
    found: list[Keyword] = []
    for holder in holders:
        node = inner(holder)
        if node is None:
            continue
        inside = kids(node)
        kind = code(inside["type"][0]) if "type" in inside else ""
        thesaurus, thesaurus_uri = _thesaurus(inside.get("thesaurusName", [None])[0])
        for element in inside.get("keyword", ()):
            text = best(element, language, lang_of)
            if text:
                found.append(Keyword(text, href(element), thesaurus, thesaurus_uri, kind))
    return found


def _thesaurus(holder: Element | None) -> tuple[str, str]:
    """(title, URI) of a thesaurus citation."""
    if holder is None:
        return "", ""
    citation = inner(holder)
    if citation is None:
        return value(holder), href(holder)
    title = dig(citation, "title")
    identifier = dig(citation, "identifier")
    code_ = dig(inner(identifier), "code") if identifier is not None else None
    name = value(title) or value(code_)
    return name, href(title) or href(code_) or (value(code_) if value(code_) != name else "")


def compartments_of(keywords: Iterable[Keyword]) -> tuple[str, ...]:
    """The compartments of the Earth system that keywords name plainly: by a pole, or by a pole's thesaurus
    ("Centre de données ODATIS"); never by guess."""
    found: list[str] = []
    for keyword in keywords:
        words = keyword.text.lower().replace("pôle", "").replace("pole", "").replace("/", " ").split()
        plain = words if keyword.kind == "dataPole" or len(words) == 1 else []
        for word in (*plain, *keyword.thesaurus.lower().split()):
            if word in _POLES:
                found.append(_POLES[word])
    return tuple(dict.fromkeys(found))
