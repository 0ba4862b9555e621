"""Contacts of a hit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...metadata.hrefs import without_secrets
from ...metadata.identifiers import person_uri
from ...model import Contact
from .texts import field, objects, own, plain, said_in

_HOLDERS = (
    ("contactForResource", "resource"),
    ("contactForDistribution", "distribution"),
    ("contact", "metadata"),
)


def read_contacts(source: Mapping[str, Any], language: str) -> tuple[Contact, ...]:
    """Every contact, those of the resource first."""
    found = [_read(one, where, language) for name, where in _HOLDERS for one in objects(source.get(name))]
    return tuple(dict.fromkeys(contact for contact in found if contact))


def _read(one: dict[str, Any], where: str, language: str) -> Contact | None:
    url, _ = without_secrets(plain(one.get("website")))
    said = {
        "name": own(one.get("individual"), language),
        "organisation": field(one, "organisation", language),
        "email": plain(one.get("email")),
        "url": url,
        "position": said_in(one.get("position"), language),
        "phone": plain(one.get("phone")),
        "address": said_in(one.get("address"), language),
    }
    if not any(said.values()):
        return None
    named = objects(one.get("identifiers")) + objects(one.get("partyIdentifiers"))
    texts = [plain(holder.get(key)) for holder in named for key in ("link", "code")]
    texts += [plain(one.get("identifier")), url]
    identifier = next((uri for uri in map(person_uri, texts) if uri), "")
    return Contact(role=plain(one.get("role")), identifier=identifier, where=where, **said)
