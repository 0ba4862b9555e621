"""Links sorted by what they do, as the Access tab shows them and the buttons choose among them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qgis.PyQt.QtCore import QCoreApplication

from ..core.model import SEARCHABLE, Link, LinkKind, Record

MAP, FILES, SEARCH, ORDER, SERVICES, READ = "map", "download", "search", "order", "services", "read"
GROUPS = (MAP, FILES, SEARCH, ORDER, SERVICES, READ)

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
        return FILES
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
            found[FILES].append(link)
    return {name: by_layer(members) for name, members in found.items() if members}


def by_layer(links: Sequence[Link]) -> list[Link]:
    """Links of one layer (``Link.group``) together, in the record's order of layers."""
    order: dict[int | None, int] = {}
    for place, link in enumerate(links):
        order.setdefault(link.group, place)
    return sorted(links, key=lambda link: order[link.group] if link.group is not None else links.index(link))


def on_map(record: Record) -> list[Link]:
    """The links that "Add to map" can open, the best first: the record's main data, then by kind."""
    links = [link for link in record.links if link.streamable]

    def rank(link: Link) -> tuple[bool, bool, int]:
        side = bool({"thumbnail", "overview", "metadata"} & set(link.roles))
        return side, link.restricted, _ON_MAP.index(link.kind)

    return sorted(links, key=rank)


def downloads(record: Record) -> list[Link]:
    """The files of a record, its data before the rest."""
    files = [link for link in record.links if link.downloadable]
    return sorted(files, key=lambda link: "data" not in link.roles and link.kind is not LinkKind.COG)


def title(name: str) -> str:
    """The name of a group, as a heading."""
    titles = {
        MAP: QCoreApplication.translate("Links", "See on the map"),
        FILES: QCoreApplication.translate("Links", "Download"),
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
        SEARCH: QCoreApplication.translate("Links", "Granules"),
        ORDER: QCoreApplication.translate("Links", "Open"),
        SERVICES: QCoreApplication.translate("Links", "Copy"),
        READ: QCoreApplication.translate("Links", "Open"),
    }
    return verbs[name]
