"""Links sorted by what they do, as the Access tab shows them and the buttons choose among them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qgis.PyQt.QtCore import QCoreApplication

from ..core.model import SEARCHABLE, Link, LinkKind, Record
from .outside import is_outside

MAP, FILES, SEARCH, ORDER, SERVICES, READ = "map", "download", "search", "order", "services", "read"
OUTSIDE = "outside"
GROUPS = (MAP, FILES, OUTSIDE, SEARCH, ORDER, SERVICES, READ)

# What draws soonest and best on a map comes first: tiles, then pictures, then data.
_ON_MAP = (
    LinkKind.COG, LinkKind.WMTS, LinkKind.TILES, LinkKind.WMS, LinkKind.FEATURES, LinkKind.WFS, LinkKind.WCS,
)  # fmt: skip
_SERVICES = frozenset({LinkKind.ESRI, LinkKind.OPENDAP, LinkKind.SENSOR})
_READ = frozenset({LinkKind.INFO, LinkKind.METADATA})


def group_of(link: Link) -> str | None:
    """The group of a link by its first use; None for what is never shown."""
    if link.streamable:
        return MAP
    if link.downloadable and link.kind is not LinkKind.STYLE:
        return OUTSIDE if is_outside(link.href) else FILES
    if link.kind in _READ and is_outside(link.href):
        return OUTSIDE
    if link.kind in SEARCHABLE:
        return SEARCH
    if link.kind is LinkKind.ORDER:
        return ORDER
    if link.kind in _SERVICES:
        return SERVICES
    return READ if link.kind in _READ else None


def grouped(links: Iterable[Link]) -> dict[str, list[Link]]:
    """Links by group, in the order of ``GROUPS``; within one, links of the same layer stay together.

    A cloud-optimised file is both seen and downloaded, so it is in two groups.
    """
    found: dict[str, list[Link]] = {name: [] for name in GROUPS}
    for link in links:
        name = group_of(link)
        if name is not None:
            found[name].append(link)
        if name == MAP and link.downloadable:
            found[OUTSIDE if is_outside(link.href) else FILES].append(link)
    return {name: by_layer(members) for name, members in found.items() if members}


def by_layer(links: Sequence[Link]) -> list[Link]:
    """Links of one layer (``Link.group``) together, in the record's order of layers."""
    order: dict[int | None, int] = {}
    for place, link in enumerate(links):
        order.setdefault(link.group, place)
    return sorted(links, key=lambda link: order[link.group] if link.group is not None else links.index(link))


_BARE = frozenset(
    {"stac", "stac items", "self", "items", "alternate", "canonical", "via", "license", "about", "other",
     "proprietary", "various"}
)  # fmt: skip


def name_of(link: Link) -> str:
    """What a link is, for a person: its title; where the record gives none, or a bare word of the protocol,
    what such links are in words, with the asset's key or the layer's name where they say more."""
    if link.title and link.title.casefold() not in _BARE:
        if link.function == "license":
            return QCoreApplication.translate("Links", "Licence: {name}").format(name=link.title)
        return link.title
    words = _what(link)
    own = link.name or link.key
    if not words:
        return own or link.label
    if link.kind in _READ or link.kind in SEARCHABLE or not own:
        return words
    return f"{own} ({words})"


def _what(link: Link) -> str:
    """What links without a title are, by their relation, role or kind; "" where the kind says it already."""
    translate, rel = QCoreApplication.translate, link.function.lower()
    relations = {
        "license": translate("Links", "Licence"),
        "cite-as": translate("Links", "How to cite it"),
        "publication": translate("Links", "Publication"),
        "about": translate("Links", "About it"),
        "describedby": translate("Links", "Documentation"),
        "documentation": translate("Links", "Documentation"),
        "via": translate("Links", "Where it comes from"),
        "derived_from": translate("Links", "What it was made from"),
        "canonical": translate("Links", "The original record"),
        "alternate": translate("Links", "The record's page"),
        "self": translate("Links", "The record (STAC)"),
        "items": translate("Links", "Its granules (STAC)"),
    }
    if rel in relations:
        return relations[rel]
    roles = {
        "metadata": translate("Links", "Metadata"),
        "thumbnail": translate("Links", "Small picture"),
        "overview": translate("Links", "Overview picture"),
    }
    for role in link.roles:
        if role in roles:
            return roles[role]
    kinds = {
        LinkKind.METADATA: translate("Links", "Metadata"),
        LinkKind.INFO: translate("Links", "Page to read"),
        LinkKind.ORDER: translate("Links", "Order form"),
        LinkKind.STAC: translate("Links", "Its granules (STAC)"),
        LinkKind.OPENSEARCH: translate("Links", "Its granules (OpenSearch)"),
    }
    return kinds.get(link.kind, "")


def on_map(record: Record) -> list[Link]:
    """The links that "Add to map" can open, the best first: the record's main data, then by kind."""
    links = [link for link in record.links if link.streamable]

    def rank(link: Link) -> tuple[bool, bool, int]:
        side = bool({"thumbnail", "overview", "metadata"} & set(link.roles))
        return side, link.restricted, _ON_MAP.index(link.kind)

    return sorted(links, key=rank)


def downloads(record: Record) -> list[Link]:
    """The files of a record, its data before the rest."""
    files = [link for link in record.links if link.downloadable and not is_outside(link.href)]
    return sorted(files, key=lambda link: "data" not in link.roles and link.kind is not LinkKind.COG)


def no_file(record: Record) -> str:
    """Why a record gives nothing to download."""
    if any(link.downloadable for link in record.links):
        return QCoreApplication.translate("Links", "Its files are given by FTP: open them from Access.")
    return QCoreApplication.translate("Links", "This record gives no file to download.")


def title(name: str) -> str:
    """The name of a group, as a heading."""
    titles = {
        MAP: QCoreApplication.translate("Links", "See on the map"),
        FILES: QCoreApplication.translate("Links", "Download"),
        OUTSIDE: QCoreApplication.translate("Links", "Open with another program (FTP)"),
        SEARCH: QCoreApplication.translate("Links", "Search inside"),
        ORDER: QCoreApplication.translate("Links", "Order"),
        SERVICES: QCoreApplication.translate("Links", "Other services"),
        READ: QCoreApplication.translate("Links", "Read"),
    }
    return titles[name]


def verb(name: str) -> str:
    """What the button beside a link says."""
    verbs = {
        MAP: QCoreApplication.translate("Links", "Add"),
        FILES: QCoreApplication.translate("Links", "Download"),
        OUTSIDE: QCoreApplication.translate("Links", "Open"),
        SEARCH: QCoreApplication.translate("Links", "Granules"),
        ORDER: QCoreApplication.translate("Links", "Open"),
        SERVICES: QCoreApplication.translate("Links", "Copy"),
        READ: QCoreApplication.translate("Links", "Open"),
    }
    return verbs[name]
