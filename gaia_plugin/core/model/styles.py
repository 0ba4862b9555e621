"""Which style belongs to which data of a record."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from .link import DOWNLOADABLE, Link, LinkKind
from .records import Record


def style_link(record: Record, link: Link) -> Link | None:
    """The style of a link's data: of the same file name, else the only one beside the only data of a group of
    the record, or of all of it. A record may have all its files in one group (EaSy Data)."""
    styles = record.links_of(LinkKind.STYLE)
    if not styles or link.kind is LinkKind.STYLE:
        return None
    same_name = [style for style in styles if _stem(style) == _stem(link)]
    if same_name:
        return next((style for style in same_name if style.group == link.group), same_name[0])
    data = [one for one in record.links if one.kind in DOWNLOADABLE and one.kind is not LinkKind.STYLE]
    if link.group is not None and any(style.group == link.group for style in styles):
        styles = tuple(style for style in styles if style.group == link.group)
        data = [one for one in data if one.group == link.group]
    return styles[0] if len(styles) == 1 and len(data) <= 1 else None


def _stem(link: Link) -> str:
    return PurePosixPath(unquote(urlsplit(link.href).path)).stem.lower()
