"""What is said of a catalogue in the sources: what it offers, in which language, and who may ask."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication

from ..core.catalogs.base import CatalogEntry
from . import messages
from .gui_settings import language


def sign(entry: CatalogEntry) -> str:
    """What a row says beside its title before a search: that it is closed, or wants a key; else ""."""
    if entry.closed:
        return QCoreApplication.translate("Sources", "closed")
    words = {
        "api-key": QCoreApplication.translate("Sources", "key"),
        "account": QCoreApplication.translate("Sources", "account"),
    }
    return words.get(entry.sign_in, "")


def note(entry: CatalogEntry, spoken: str = "") -> str:
    """The sentence about a catalogue, and its facts below it; ``spoken`` is QGIS's language, where many are
    described at once."""
    spoken = spoken or language()
    return "\n".join(line for line in (entry.note(spoken), facts(entry, spoken)) if line)


def facts(entry: CatalogEntry, spoken: str = "") -> str:
    """ "AERIS / Data Terra · atmosphere · English, French · datasets · downloads may ask for an account"."""
    parts = [entry.provider if entry.provider != entry.title(spoken or language()) else ""]
    parts.append(", ".join(messages.compartment(code) for code in entry.compartments))
    parts.append(_languages(entry))
    if not entry.closed:
        parts += [_offers(entry), _sign_in(entry)]
    return " · ".join(part for part in parts if part)


def _languages(entry: CatalogEntry) -> str:
    names = {
        "en": QCoreApplication.translate("Sources", "English"),
        "fr": QCoreApplication.translate("Sources", "French"),
    }
    return ", ".join(names.get(code, code) for code in entry.languages)


def _offers(entry: CatalogEntry) -> str:
    if "granules" in entry.offers:
        return QCoreApplication.translate("Sources", "datasets and their granules")
    return QCoreApplication.translate("Sources", "datasets")


def _sign_in(entry: CatalogEntry) -> str:
    words = {
        "api-key": QCoreApplication.translate("Sources", "API key"),
        "account": QCoreApplication.translate("Sources", "account for some files"),
    }
    return words.get(entry.sign_in, QCoreApplication.translate("Sources", "no account"))
