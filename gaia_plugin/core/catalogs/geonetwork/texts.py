"""Values of the index: one or a list of them, plain or by language.

GeoNetwork 4 writes a text that may be translated as ``{"default": …, "langfre": …, "langeng": …}`` under a
name that ends in "Object", and leaves a list away where there is one value.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from ...metadata.languages import two_letters

_PLAIN = ("default", "text", "#text", "key")


def listed(value: Any) -> list[Any]:
    """The values, whether the index has one, several or none."""
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else [value]


@lru_cache(maxsize=512)
def _language(name: str) -> str:
    """The language of a translation by its name in the index ("langfre")."""
    return two_letters(name[4:]) if name.startswith("lang") and len(name) > 4 else ""


def by_language(value: Any) -> dict[str, str]:
    """The translations of a text: {"fr": …}. The default one has no language here."""
    if not isinstance(value, dict):
        return {}
    return {
        language: text
        for name, said in value.items()
        if (language := _language(name)) and (text := plain(said))
    }


def plain(value: Any) -> str:
    """A text or a number as a text; "" for anything else."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return ""


def own(value: Any, language: str = "") -> str:
    """A text as the record has it; of translations alone, the language asked for."""
    if isinstance(value, list):
        return next((text for text in (own(one, language) for one in value) if text), "")
    if not isinstance(value, dict):
        return plain(value)
    for name in _PLAIN:
        if text := plain(value.get(name)):
            return text
    translated = by_language(value)
    return translated.get(language) or next(iter(translated.values()), "")


def said_in(value: Any, language: str) -> str:
    """A text in a language where it has it, else as the record has it."""
    if isinstance(value, list):
        return next((text for text in (said_in(one, language) for one in value) if text), "")
    if language and isinstance(value, dict):
        for name, said in value.items():
            if _language(name) == language and (text := plain(said)):
                return text
    return own(value, language)


def field(holder: dict[str, Any], name: str, language: str) -> str:
    """A text that may be written plainly (``name``) or by language (``nameObject``)."""
    return said_in(holder.get(f"{name}Object"), language) or said_in(holder.get(name), language)


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects of a value; what is none is left out."""
    return [one for one in listed(value) if isinstance(one, dict)]
