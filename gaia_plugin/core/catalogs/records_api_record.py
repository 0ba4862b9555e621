"""A record of an OGC API Records service as a Dataset (OGC 20-004r1, requirements class "Record core").

Older drafts and the servers that grew with them write some members otherwise; both are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from ..errors import host_of
from ..metadata.constraints import Legal
from ..metadata.identifiers import doi_in, person_uri
from ..metadata.jsontexts import inside, left, listed, objects, period_of, scrubbed, text, texts, without_html
from ..metadata.online import typed_link
from ..metadata.shared import shared_fields
from ..model import Contact, Dataset, Keyword, Link, LinkKind, Period, Source
from .stac.footprint import item_footprint
from .stac.hrefs import links_of, resolved

_READ = frozenset({"description", "themes", "contacts", "providers"})
_STRUCTURE = frozenset(
    [
        "collection",
        "root",
        "parent",
        "next",
        "prev",
        "previous",
        "first",
        "last",
        "items",
        "queryables",
        "conformance",
    ]
)
_THUMBNAILS = frozenset({"preview", "icon", "thumbnail", "overview"})
_METADATA = frozenset({"self", "canonical", "describedby"})
_OPEN = frozenset({"", ".."})
_MOMENTS = ("timestamp", "date", "date-time")


def read_record(
    record: Any, *, catalog: str, address: str, url: str, lone_dates_open: bool = False
) -> Dataset:
    """The Dataset of a record. ``address`` is its collection's, ``url`` that of the answer it stands in.

    ``lone_dates_open``: a single date begins a period, unless it is the record's own (pycsw writes both so).
    Raises ValueError for what is no record.
    """
    if not isinstance(record, Mapping) or not isinstance(record.get("properties"), Mapping):
        raise ValueError("not a record")
    record = scrubbed(record)
    said: dict[str, Any] = inside(record.get("properties"))
    key = text(record.get("id")) or text(said.get("identifier")) or text(said.get("externalId"))
    title = text(said.get("title")) or key
    if not title:
        raise ValueError("the record has neither identifier nor title")
    footprint, note = item_footprint(record.get("geometry"), record.get("bbox"))
    if footprint is None:
        footprint, note = _older_box(said, note)
    periods = _periods(record, said, lone_dates_open)
    links = list(_links(record, url))
    identifiers = _identifiers(said)
    contacts = tuple(_contacts(said))
    own = next((resolved(url, one.get("href")) for one in links_of(record) if one.get("rel") == "self"), "")
    return Dataset(
        id=key or title,
        title=title,
        catalog=catalog,
        abstract=without_html(text(said.get("description"))),
        provider=next((one.organisation for one in contacts if one.organisation), ""),
        kind=text(said.get("type")).rpartition("/")[2] or "dataset",
        **shared_fields((footprint, note), periods, _keywords(said), _legal(said, record)),
        doi=_doi(key, identifiers, links),
        identifiers=identifiers,
        contacts=contacts,
        links=tuple(links),
        thumbnail=next((one.href for one in links if one.kind is LinkKind.THUMBNAIL), ""),
        language=_language(said.get("language")),
        dates=(("creation", text(said["created"])),) if text(said.get("created")) else (),
        updated=text(said.get("updated")),
        properties=left(dict(said), _READ),
        sources=(Source(catalog, key or title, _item_address(own, address, key)),),
        raw=record,
    )  # fmt: skip


def _item_address(own: str, address: str, key: str) -> str:
    """Where the record is read by itself: on the server that was asked, whatever it calls itself."""
    if not key:
        return own if host_of(own) == host_of(address) else ""
    return f"{address}/items/{quote(key, safe='')}"


def _periods(record: Mapping[str, Any], said: Mapping[str, Any], lone_dates_open: bool) -> tuple[Period, ...]:
    """``time`` ("date", "timestamp", "interval"; in drafts the interval alone, or the extent's)."""
    time = record.get("time")
    found: list[Period | None] = []
    if isinstance(time, Mapping):
        interval = time.get("interval")
        if isinstance(interval, list) and interval:
            found.append(_interval(interval))
        else:
            lone = next(
                (text(time[name]) for name in ("timestamp", "date", "date-time") if text(time.get(name))), ""
            )
            if lone_dates_open:
                own = {text(said.get(name))[:10] for name in ("updated", "created")}
                found.append(None if lone[:10] in own else period_of(lone, "", f"{lone}/.."))
            else:
                found.append(period_of(lone, lone, lone))
    elif isinstance(time, list) and time:
        found.append(_interval(time))
    elif text(time):
        start, _, end = text(time).partition("/")
        found.append(_interval([start, end or start]))
    temporal = inside(inside(said.get("extent")).get("temporal"))
    found += [_interval(one) for one in listed(temporal.get("interval")) if isinstance(one, list)]
    return tuple(dict.fromkeys(one for one in found if one is not None))


def _interval(ends: list[Any]) -> Period | None:
    first, last = (text(ends[0]), text(ends[-1]))
    first, last = ("" if end in _OPEN else end for end in (first, last))
    return period_of(first, last)


def _older_box(said: Mapping[str, Any], note: str) -> tuple[Any, str]:
    boxes = listed(inside(inside(said.get("extent")).get("spatial")).get("bbox"))
    box = boxes[0] if boxes and isinstance(boxes[0], list) else boxes
    if not box:
        return None, note
    return item_footprint(None, box)


def _keywords(said: Mapping[str, Any]) -> Iterator[Keyword]:
    """The concepts of themes with their scheme, then the keywords that no theme has."""
    known: set[str] = set()
    for theme in objects(said.get("themes")):
        scheme = text(theme.get("scheme"))
        title = text(theme.get("schemeTitle")) or scheme
        for concept in listed(theme.get("concepts")):
            one = concept if isinstance(concept, dict) else {"id": concept}
            word = text(one.get("title")) or text(one.get("id"))
            uri = next((value for value in (text(one.get("url")), text(one.get("id"))) if "://" in value), "")
            if word and word not in known:
                known.add(word)
                is_uri = scheme.startswith(("http://", "https://"))
                yield Keyword(word, uri, title, scheme if is_uri else "", kind="theme")
    for one in listed(said.get("keywords")):
        word = text(one.get("keyword") or one.get("value")) if isinstance(one, dict) else text(one)
        if word and word not in known:
            known.add(word)
            yield Keyword(word)


def _contacts(said: Mapping[str, Any]) -> Iterator[Contact]:
    for one in objects(said.get("contacts")) or objects(said.get("providers")):
        links = [text(link.get("href")) for link in objects(one.get("links"))]
        name, organisation = text(one.get("name")), text(one.get("organization"))
        emails, phones = _values(one.get("emails")), _values(one.get("phones"))
        roles = texts(one.get("roles")) or texts(one.get("role"))
        if not (name or organisation or emails):
            continue
        yield Contact(
            name=name,
            organisation=organisation,
            role=roles[0] if roles else "",
            email=emails[0] if emails else "",
            phone=phones[0] if phones else "",
            url=next((link for link in links if link), ""),
            identifier=person_uri(text(one.get("identifier"))),
            position=text(one.get("position")),
            address=", ".join(_address(one)),
        )  # fmt: skip


def _values(said: Any) -> list[str]:
    """The texts of a list whose members are texts or objects with a "value"."""
    found = (text(one.get("value")) if isinstance(one, dict) else text(one) for one in listed(said))
    return [one for one in found if one]


def _address(contact: Mapping[str, Any]) -> list[str]:
    found: list[str] = []
    for one in objects(contact.get("addresses"))[:1]:
        found += texts(one.get("deliveryPoint"))
        found += [text(one.get(name)) for name in ("postalCode", "city", "administrativeArea", "country")]
    return [part for part in found if part]


def _identifiers(said: Mapping[str, Any]) -> tuple[str, ...]:
    found = [
        text(one.get("value") or one.get("id")) if isinstance(one, dict) else text(one)
        for name in ("externalIds", "externalId", "identifiers")
        for one in listed(said.get(name))
    ]
    return tuple(dict.fromkeys(filter(None, found)))


def _doi(key: str, identifiers: tuple[str, ...], links: list[Link]) -> str:
    cited = [link.href for link in links if link.function == "cite-as"]
    found = next((doi for one in (*cited, *identifiers, key) if (doi := doi_in(one))), "")
    if found:
        return found
    linked = {
        doi.lower(): doi for link in links if link.protocol.lower() == "doi" and (doi := doi_in(link.href))
    }
    return next(iter(linked.values())) if len(linked) == 1 else ""  # fmt: skip


def _legal(said: Mapping[str, Any], record: Mapping[str, Any]) -> Legal:
    conditions = tuple(texts(said.get("rights")) + texts(said.get("accessrights")))
    own = text(said.get("license"))
    linked = [one for one in links_of(record) if one.get("rel") == "license"]
    url = next((text(one.get("href")) for one in linked if text(one.get("href"))), "")
    title = next((text(one.get("title")) for one in linked if text(one.get("title"))), "")
    if own.startswith(("http://", "https://")):
        return Legal(title or own, own, conditions)
    return Legal(own or title, url, conditions)


def _language(value: Any) -> str:
    return text(value.get("code")) if isinstance(value, dict) else text(value)


def _links(record: Mapping[str, Any], url: str) -> Iterator[Link]:
    """What the record's links lead to, the API's own structure left out; templates (``linkTemplates``) too,
    where they are of a map service, whose request is not needed."""
    templates = [{**one, "href": one.get("uriTemplate")} for one in objects(record.get("linkTemplates"))]
    for link in [*links_of(record), *templates]:
        rel = text(link.get("rel")).lower()
        if rel.rpartition("/")[2] in _STRUCTURE or rel == "license":
            continue
        said = text(link.get("href"))
        href = resolved(url, said) if "://" not in said or said.lower().startswith("http") else said
        if not said or (rel == "alternate" and "html" in text(link.get("type"))):
            continue
        found = typed_link(
            href or said, text(link.get("protocol")), rel, text(link.get("name")),
            text(link.get("description")) or text(link.get("title")), text(link.get("type")),
            None, None, "", False,
        )  # fmt: skip
        known = _by_rel(found, rel, text(link.get("title")), link.get("length"))
        if known is not None:
            yield known


def _by_rel(link: Link, rel: str, title: str, length: Any) -> Link | None:
    """The link with what its relation says of it, where nothing surer was said; None for a template whose
    gaps cannot be filled."""
    kind = link.kind
    if rel in _THUMBNAILS and kind in (LinkKind.INFO, LinkKind.DOWNLOAD):
        kind = LinkKind.THUMBNAIL
    elif rel in _METADATA or rel == "alternate" or (rel == "related" and "/items/" in link.href):
        kind = LinkKind.METADATA if kind in (LinkKind.INFO, LinkKind.DOWNLOAD, LinkKind.FEATURES) else kind
    elif rel in ("enclosure", "data") and kind is LinkKind.INFO:
        kind = LinkKind.DOWNLOAD
    if "{" in link.href and kind is not LinkKind.TILES:
        return None
    size = length if isinstance(length, int) and not isinstance(length, bool) and length > 0 else None
    return replace(link, kind=kind, title=title or link.title, size=size)
