"""Contacts: CI_ResponsibleParty (ISO 19115:2003) and CI_Responsibility (ISO 19115-1:2014)."""

from __future__ import annotations

from ..model import Contact
from .hrefs import without_secrets
from .identifiers import person_uri
from .texts import code, href, value
from .xmltree import NAMES, Element, Kids, attribute, inner, kids

_ADDRESS = ("deliveryPoint", "postalCode", "city", "administrativeArea", "country")
_PREFERRED = ("publisher", "distributor", "owner", "custodian", "resourceProvider", "principalInvestigator")

# What this module reads of a party; the rest (hours, instructions) goes to the record's properties.
READ = frozenset(
    {"role", "individualName", "organisationName", "positionName", "name", "electronicMailAddress", "voice",
     "facsimile", "number", "numberType", "linkage", "partyIdentifier", *_ADDRESS}
)  # fmt: skip


def read_party(holder: Element, where: str) -> list[Contact]:
    """The contacts that a property holds: one, or one for each person of an organisation."""
    node = inner(holder)
    if node is None:
        reference, title = href(holder), attribute(holder, "title")
        return (
            [Contact(name=title, url=without_secrets(reference)[0], where=where)]
            if reference or title
            else []
        )
    inside = kids(node)
    role = code(inside["role"][0]) if "role" in inside else ""
    if "party" in inside:
        found: list[Contact] = []
        for party in inside["party"]:
            for one in party:
                found.extend(_read_19115_1(one, role, where))
        return found
    contact = _contact(inside, role, where)
    return [contact] if contact else []


def _read_19115_1(node: Element, role: str, where: str) -> list[Contact]:
    inside = kids(node)
    if NAMES[node.tag] != "CI_Organisation":
        person = _contact(inside, role, where, person=True)
        return [person] if person else []
    organisation = _contact(inside, role, where)
    people = [
        _contact(kids(one), role, where, person=True)
        for holder in inside.get("individual", ())
        for one in holder
    ]
    named = [person for person in people if person]
    if not named:
        return [organisation] if organisation else []
    if organisation is None:
        return named
    whole = organisation
    joined = [
        Contact(
            name=person.name,
            organisation=whole.organisation,
            role=role,
            email=person.email or whole.email,
            url=person.url or whole.url,
            identifier=person.identifier or whole.identifier,
            where=where,
            position=person.position,
            phone=person.phone or whole.phone,
            address=person.address or whole.address,
        )
        for person in named
    ]
    # What the first person's own contact details would hide, the organisation keeps as a contact of its own.
    hidden = any(
        getattr(whole, part) and getattr(joined[0], part) != getattr(whole, part)
        for part in ("email", "url", "phone", "address", "identifier")
    )
    return [*joined, whole] if hidden else joined


def _contact(inside: Kids, role: str, where: str, person: bool = False) -> Contact | None:
    name = _first(inside, "individualName")
    organisation = _first(inside, "organisationName")
    own = _first(inside, "name")
    if person:
        name = name or own
    else:
        organisation = organisation or own
    emails: list[str] = []
    phones: list[str] = []
    address: list[str] = []
    urls: list[str] = []
    for holder in inside.get("contactInfo", ()):
        for info in holder:
            _read_info(kids(info), emails, phones, address, urls)
    named = [*inside.get("individualName", ()), *inside.get("organisationName", ()), *inside.get("name", ())]
    identifier = _identifier(inside, named, urls)
    contact = Contact(
        name=name,
        organisation=organisation,
        role=role,
        email="; ".join(dict.fromkeys(emails)),
        url=next(iter(urls), ""),
        identifier=identifier,
        where=where,
        position=_first(inside, "positionName"),
        phone="; ".join(dict.fromkeys(phones)),
        address=", ".join(address),
    )
    said = (contact.name, contact.organisation, contact.email, contact.url, contact.position)
    return contact if any(said) or contact.phone or contact.address else None


def _read_info(info: Kids, emails: list[str], phones: list[str], address: list[str], urls: list[str]) -> None:
    for holder in info.get("phone", ()):
        for phone in holder:
            details = kids(phone)
            fax = "fax" in code(details["numberType"][0]).lower() if "numberType" in details else False
            for name in ("voice", "number", "facsimile"):
                for one in details.get(name, ()):
                    text = value(one)
                    if text:
                        phones.append(f"fax {text}" if fax or name == "facsimile" else text)
    for holder in info.get("address", ()):
        for place in holder:
            details = kids(place)
            for name in _ADDRESS:
                address.extend(text for text in map(value, details.get(name, ())) if text)
            emails.extend(text for text in map(value, details.get("electronicMailAddress", ())) if text)
    for holder in info.get("onlineResource", ()):
        for resource in holder:
            linkage = kids(resource).get("linkage")
            text = value(linkage[0]) if linkage else ""
            if text:
                urls.append(without_secrets(text)[0])


def _identifier(inside: Kids, named: list[Element], urls: list[str]) -> str:
    candidates = [text for element in named for text in (href(element), value(element))]
    for holder in inside.get("partyIdentifier", ()):
        for identifier in holder:
            details = kids(identifier)
            code_ = details.get("code", [None])[0]
            space = value(details.get("codeSpace", [None])[0])
            candidates += [href(code_), f"{space}/{value(code_)}", value(code_)]
    for text in (*candidates, *urls):
        found = person_uri(text)
        if found:
            return found
    return next((text for text in map(href, named) if text), "")


def _first(inside: Kids, name: str) -> str:
    return next((text for text in map(value, inside.get(name, ())) if text), "")


def provider_of(contacts: list[Contact]) -> str:
    """The organisation to show beside a title: who publishes the resource rather than who can be asked."""
    for where in ("resource", "distribution", "metadata"):
        here = [contact for contact in contacts if contact.where == where and contact.organisation]
        for role in _PREFERRED:
            for contact in here:
                if contact.role == role:
                    return contact.organisation
        if here:
            return here[0].organisation
    return ""
