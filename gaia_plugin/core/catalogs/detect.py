"""Finding out what an address speaks, and opening it."""

from __future__ import annotations

from dataclasses import replace
from os import PathLike
from urllib.parse import unquote, urlsplit

from ..errors import BadAnswer, Cancelled, GaiaError, host_of
from ..model import Query
from ..net import Cancel, Credential, Session
from ..net.credentials import without_userinfo
from .addresses import capabilities_url
from .base import Catalog, CatalogEntry
from .finder import NOTHING, REASONS, Found, find
from .places import address_of, inside_api, name_of
from .recognise import recognise
from .registry import make_catalog

__all__ = [
    "NOTHING",
    "REASONS",
    "Found",
    "capabilities_url",
    "detect_kind",
    "find",
    "kind_of",
    "open_catalog",
    "survey",
]


def open_catalog(
    url: str | PathLike[str],
    kind: str | None = None,
    session: Session | None = None,
    *,
    id: str = "",
    title: str = "",
    dialect: str = "",
    cancel: Cancel | None = None,
) -> Catalog:
    """The catalogue at an address or in a file; ``kind=None`` asks the address what it is. The address of a
    collection of a STAC API opens the API with that collection alone.

    Kinds are those of ``registry.ADAPTERS``. Raises BadAnswer where the address is none of them, and the
    typed errors of the network.
    """
    session = session or Session()
    url, collection = _without_password(address_of(url), session), ""
    if not kind:
        inside = inside_api(url)
        found = _supported(find(url, session, cancel))
        kind, url = found.kind, found.url
        collection = inside[1] if inside and kind == "stac" else ""
    key = id or name_of(url, collection)
    options = {"collections": (collection,)} if collection else {}
    entry = CatalogEntry(
        id=key, kind=kind.lower(), url=url, titles={"en": title or key}, dialect=dialect, options=options
    )
    return make_catalog(entry, session)


def _without_password(url: str, session: Session) -> str:
    """The address without ``user:password@``, which becomes a credential of its host alone."""
    plain = without_userinfo(url)
    if plain != url:
        parts = urlsplit(url)
        pair = unquote(parts.username or ""), unquote(parts.password or "")
        here = (parts.hostname or "") in ("localhost", "127.0.0.1", "::1")
        session.credentials.add(Credential([urlsplit(plain).netloc], basic=pair, allow_http=here))
    return plain


def detect_kind(url: str, session: Session, cancel: Cancel | None = None) -> str:
    """What an address speaks: the kind of its adapter. Raises as ``open_catalog``."""
    return _supported(find(url, session, cancel)).kind


def kind_of(content: bytes) -> str:
    """What an answer shows: a kind as in ``recognise``, or "" for none of them."""
    return recognise(content).kind


def survey(found: Found, session: Session, cancel: Cancel | None = None) -> Found:
    """The same with the catalogue's own title, the filters of its server and its number of datasets: one or
    two requests. Raises the typed errors of ``core.errors`` where it does not say what it is."""
    if found.entry is None:
        return found
    catalog = make_catalog(found.entry, session)
    said = catalog.describe(cancel)
    title = said.title if said.title and said.title != found.entry.id else found.title
    found = replace(found, title=title or found.title, filters=said.filters)
    if found.kind == "stac-static":  # counting would read every document
        return found
    try:
        for page in catalog.search(Query(limit=1, page_size=1), cancel):
            return replace(found, total=page.total, total_is_lower_bound=page.total_is_lower_bound)
    except Cancelled:
        raise
    except GaiaError as error:
        return replace(found, problem=error)
    return found


def _supported(found: Found) -> Found:
    if found.entry is None:
        raise BadAnswer(host=host_of(found.url), detail=found.reason or NOTHING)
    return found
