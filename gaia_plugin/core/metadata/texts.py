"""The text of an ISO property, whatever wraps it, and its translations (ISO 19139, 7.4, PT_FreeText)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Callable

from .languages import two_letters
from .xmltree import NAMES, Element, attribute, kids

_TRANSLATED = "PT_FreeText"


def plain(element: Element) -> str:
    """The text of one leaf, stripped; of all its parts where it has children."""
    text = element.text if not len(element) else "".join(element.itertext())
    return str(text).strip() if text else ""


def localised(element: Element) -> Iterator[tuple[str, str]]:
    """(locale, text) of each non-empty translation of a property, as written ("#FR")."""
    for child in element:
        if NAMES[child.tag] != _TRANSLATED:
            continue
        for string in child.iter("{*}LocalisedCharacterString", "{*}LocalisedURL"):
            text = plain(string)
            if text:
                yield string.get("locale") or "", text


def value(element: Element | None) -> str:
    """The text of a property: CharacterString, Anchor, MimeFileType, URL, Date, a code, or bare text.

    Where only translations have text, the first of them.
    """
    if element is None:
        return ""
    translated = False
    for child in element:
        name = NAMES[child.tag]
        if name == _TRANSLATED:
            translated = True
        elif name:
            text = child.text if not len(child) else "".join(child.itertext())
            if text:
                text = text.strip()
                if text:
                    return str(text)
            code = child.get("codeListValue")
            if code and code.strip():
                return str(code).strip()
    text = (element.text or "").strip()
    if text:
        return str(text)
    if translated:
        for _, text in localised(element):
            return text
    return ""


def code(element: Element | None) -> str:
    """The code of a code list property: ``codeListValue``, which no translation changes, else its text."""
    if element is None:
        return ""
    for child in element:
        if NAMES[child.tag]:
            found = child.get("codeListValue")
            if found and found.strip():
                return str(found).strip()
    return value(element)


def href(element: Element | None) -> str:
    """The address of an Anchor or of an xlink on the property; "" for none and for placeholders ("1")."""
    if element is None:
        return ""
    for part in (*element, element):
        if NAMES[part.tag]:
            found = attribute(part, "href")
            if "/" in found or ":" in found:
                return found
    return ""


def best(element: Element | None, language: str, lang_of: Callable[[str], str]) -> str:
    """The text of a property as the record has it; where it has translations only, the one asked for."""
    if element is None:
        return ""
    for child in element:
        if NAMES[child.tag] != _TRANSLATED:
            return value(element)
    found = {lang_of(locale): text for locale, text in reversed(list(localised(element)))}
    return found.get(language) or value(element)


_SPOKEN = frozenset(
    {"keyword", "description", "fileDescription", "otherConstraints", "useLimitation", "statement",
     "otherCitationDetails"}
)  # fmt: skip
"""Properties for people; what machines read too (names of layers, organisations) stays as it is."""


def speak(record: Element, language: str, lang_of: Callable[[str], str]) -> bool:
    """Put the texts of a record that are for people into a language, where the record has it. Changes the
    tree; whether it did."""
    changed = False
    for free in record.iter("{*}PT_FreeText"):
        holder = free.getparent()
        if holder is None or NAMES[holder.tag] not in _SPOKEN:
            continue
        said = next((text for locale, text in localised(holder) if lang_of(locale) == language), "")
        if not said or said == value(holder):
            continue
        leaf = next((child for child in holder if NAMES[child.tag] not in ("", _TRANSLATED)), holder)
        for child in list(leaf) if leaf is not holder else ():
            leaf.remove(child)
        leaf.text, changed = said, True
    return changed


def locales(declared: list[Element]) -> Mapping[str, str]:
    """``PT_Locale/@id`` → ISO 639-1, from the record's locale declarations."""
    found: dict[str, str] = {}
    for element in declared:
        for locale in element:
            inside = kids(locale)
            spoken = inside.get("languageCode") or inside.get("language")
            identifier = attribute(locale, "id")
            if identifier and spoken:
                found[identifier] = two_letters(code(spoken[0]))
    return found
