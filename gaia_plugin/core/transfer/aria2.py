"""The input file of aria2 (aria2c(1), "Input File"): an address a line, its options on the lines below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from ..errors import BadAnswer
from ..model import Link, LinkKind
from ..net.parse import decoded
from .asked import Asked, Wanted
from .coding import link_to_json
from .jobs import Job
from .metalink import HASHES, checksum_of

_PRINTABLE = "".join(chr(code) for code in range(33, 127))


def dumps(named: Iterable[tuple[str, Job]]) -> str:
    """Jobs with their relative names, for ``aria2c --input-file=… --dir=…``."""
    lines = []
    for name, job in named:
        lines.append(quote(link_to_json(job.link)["href"], safe=_PRINTABLE))
        lines.append(f"  out={name}")
        checksum = job.link.checksum
        hashed = HASHES.get(checksum.algorithm.lower().replace("-", "")) if checksum else None
        if checksum and hashed:
            lines.append(f"  checksum={hashed}={checksum.digest.lower()}")
    return "\n".join([*lines, ""])


def loads(content: bytes, source: str) -> Iterator[Wanted]:
    """What such a file asks for: of the addresses of one line the first. Of the options ``out`` and
    ``checksum`` are understood. Raises BadAnswer for what is no text, or holds no address."""
    try:
        lines = decoded(content).splitlines()
    except UnicodeDecodeError as error:
        raise BadAnswer(host=source, detail="text in an unknown encoding") from error
    href, options, found = "", dict[str, str](), False
    for line in [*lines, "end"]:
        if not line.strip() or line.startswith("#"):
            continue
        if line[0] in " \t":
            name, _, value = line.strip().partition("=")
            options[name] = value
            continue
        if href:
            yield _asked(href, options)
        href, options = line.split("\t")[0].strip(), {}
        found = found or "://" in href
    if not found:
        raise BadAnswer(host=source, detail="it is no list of files to fetch")


def _asked(href: str, options: dict[str, str]) -> Asked:
    kind, _, digest = options.get("checksum", "").partition("=")
    link = Link(href, LinkKind.DOWNLOAD, checksum=checksum_of({kind.lower(): digest.lower()}))
    return Asked(link, options.get("out", ""))
