"""Metalink 4 (RFC 5854): files with sizes, digests and addresses, for any downloader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ... import __version__
from ..errors import BadAnswer
from ..model import Checksum, Granule, Link, LinkKind
from ..net.parse import parse_xml
from .asked import Asked, Wanted
from .coding import link_to_json, xml_text
from .items import item_of, record_of
from .jobs import Job

NAMESPACE = "urn:ietf:params:xml:ns:metalink"
MEDIA_TYPE = "application/metalink4+xml"
HASHES = {
    "sha512": "sha-512",
    "sha384": "sha-384",
    "sha256": "sha-256",
    "sha224": "sha-224",
    "sha1": "sha-1",
    "md5": "md5",
}
"""hashlib's names to those of the IANA registry of hash function textual names; the strongest first."""
_LENGTHS = {"sha512": 128, "sha384": 96, "sha256": 64, "sha224": 56, "sha1": 40, "md5": 32}


def dumps(named: Iterable[tuple[str, Job]]) -> str:
    """Jobs with their relative names as a Metalink document."""
    from lxml import etree

    root = etree.Element(f"{{{NAMESPACE}}}metalink", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    _add(root, "generator", f"GAIA Data for QGIS {__version__}")
    for name, job in named:
        file = _add(root, "file", name=name)
        said = _said(job.record)
        _add(file, "identity", said.get("identity", ""))
        _add(file, "description", said.get("title", ""))
        if said.get("publisher"):
            _add(file, "publisher", name=xml_text(said["publisher"]))
        _add(file, "copyright", said.get("license", ""))
        link = job.link
        if link.size is not None and link.group is None:  # that of an ISO record is rounded
            _add(file, "size", str(link.size))
        hashed = HASHES.get(link.checksum.algorithm.lower().replace("-", "")) if link.checksum else None
        if link.checksum and hashed:
            _add(file, "hash", link.checksum.digest.lower(), type=hashed)
        _add(file, "url", link_to_json(link)["href"])
    return str(etree.tostring(root, encoding="unicode", pretty_print=True))


def loads(content: bytes, source: str) -> Iterator[Wanted]:
    """What a Metalink document asks for. Raises BadAnswer for what is none, or declares entities."""
    root = parse_xml(content, source)
    if root.tag != f"{{{NAMESPACE}}}metalink":
        raise BadAnswer(host=source, detail="it is no Metalink 4 document")
    for file in root.iterfind(_tag("file")):
        addresses = sorted(file.iterfind(_tag("url")), key=_priority)
        href = next((text for text in map(_text, addresses) if text), "")
        if not href:
            yield None  # of BitTorrent only, or of nothing
            continue
        size = _text(file.find(_tag("size")))
        digests = {
            str(one.get("type", "")).lower(): _text(one).lower() for one in file.iterfind(_tag("hash"))
        }
        link = Link(
            href,
            LinkKind.DOWNLOAD,
            description=_text(file.find(_tag("description"))),
            size=int(size) if size.isascii() and size.isdigit() and len(size) < 19 else None,
            checksum=checksum_of(digests),
        )
        yield Asked(link, str(file.get("name", "")), _record(file, link))


def _record(file: Any, link: Link) -> Any:
    publisher = file.find(_tag("publisher"))
    identity = _text(file.find(_tag("identity")))
    record = Granule(
        identity or str(file.get("name") or link.label),
        link.description or identity or link.label,
        provider=str(publisher.get("name", "")) if publisher is not None else "",
        license=_text(file.find(_tag("copyright"))),
        links=(link,),
    )
    return item_of(record)


def _said(item: Mapping[str, Any]) -> Mapping[str, str]:
    try:
        record = record_of(item)
    except ValueError:
        return {}
    return {
        "identity": record.id,
        "title": record.title,
        "publisher": record.provider,
        "license": record.license,
    }


def checksum_of(digests: Mapping[str, str]) -> Checksum | None:
    for ours, theirs in HASHES.items():
        digest = digests.get(theirs, "")
        if len(digest) == _LENGTHS[ours] and all(sign in "0123456789abcdef" for sign in digest):
            return Checksum(ours, digest)
    return None


def _priority(url: Any) -> int:
    """1 is the best; an address without a priority comes last (RFC 5854, section 4.2.16.1)."""
    text = str(url.get("priority", ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 999_999


def _add(above: Any, tag: str, text: str = "", **attributes: str) -> Any:
    """An element; one that would hold nothing at all is not made."""
    from lxml import etree

    if not text and not attributes:
        return None
    one = etree.SubElement(above, _tag(tag), {key: xml_text(value) for key, value in attributes.items()})
    one.text = xml_text(text) or None
    return one


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _text(element: Any) -> str:
    return (element.text or "").strip() if element is not None else ""
