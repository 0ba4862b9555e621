"""The links of a Dataverse's dataset: its files, its page, its DOI, its publications."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ..metadata.jsontexts import inside, objects, text, whole_number
from ..metadata.online import typed_link
from ..model import Checksum, Link, LinkKind

_ALGORITHMS = {"md5": "md5", "sha-1": "sha1", "sha1": "sha1", "sha-256": "sha256", "sha-512": "sha512"}


def read_links(
    record: Mapping[str, Any],
    version: Mapping[str, Any],
    hit: Mapping[str, Any],
    blocks: Mapping[str, Any],
    doi: str,
    root: str,
) -> Iterator[Link]:
    """Every link; ``blocks`` are the fields of its metadata, ``root`` is the installation's address."""
    for index, one in enumerate(objects(version.get("files"))):
        link = _file(one, root, index)
        if link:
            yield link
    landing = text(hit.get("url")) or text(record.get("persistentUrl"))
    if landing.startswith("http"):
        yield typed_link(landing, "", "information", "", "", "", None, None, "", False)
    if doi and not landing.lower().endswith(doi.lower()):
        yield Link(f"https://doi.org/{doi}", LinkKind.INFO, title=f"DOI {doi}", protocol="DOI")
    for one in objects(blocks.get("publication")):
        address, title = text(one.get("publicationURL")), text(one.get("publicationCitation"))
        if address.startswith("http"):
            yield typed_link(address, "", "information", title, "", "", None, None, "", False)


def _file(one: Mapping[str, Any], root: str, group: int) -> Link | None:
    """A file's download. A table that Dataverse ingested is asked for as it was deposited: its digest is that
    file's (guides, "Tabular Data File Ingest"), its size that of the table made from it."""
    data = inside(one.get("dataFile"))
    number = whole_number(data.get("id"))
    if number is None:
        return None
    ingested = bool(text(data.get("originalFileFormat")))
    name = text(data.get("originalFileName")) if ingested else ""
    name = name or text(data.get("filename")) or text(one.get("label")) or str(number)
    folder = text(one.get("directoryLabel"))
    said = inside(data.get("checksum"))
    algorithm = _ALGORITHMS.get(text(said.get("type")).lower(), "md5" if text(data.get("md5")) else "")
    digest = (text(said.get("value")) or text(data.get("md5"))).lower()
    link = Link(
        f"{root}/api/access/datafile/{number}" + ("?format=original" if ingested else ""),
        LinkKind.DOWNLOAD,
        title=f"{folder}/{name}" if folder else name,
        name=name,
        description=text(one.get("description")) or text(data.get("description")),
        media_type=text(data.get("originalFileFormat")) if ingested else text(data.get("contentType")),
        function="download",
        group=group,
        size=whole_number(data.get("originalFileSize") if ingested else data.get("filesize")),
        restricted=one.get("restricted") is True or bool(inside(data.get("embargo"))),
    )
    return replace(link, checksum=Checksum(algorithm, digest)) if algorithm and digest else link
