"""Where a GeoNetwork keeps what, from any of its addresses that a person may have at hand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit, urlunsplit

_LANGUAGE = re.compile(r"^[a-z]{3}$")
_PORTAL = re.compile(r"^[A-Za-z0-9_.-]+$")


@dataclass(frozen=True)
class Addresses:
    """``root`` ends with the application ("…/geonetwork"); ``portal`` is "srv" or a sub-portal's name, which
    GeoNetwork 4 puts in the path ("…/geonetwork/ODATIS/api/…")."""

    root: str
    portal: str = "srv"

    @classmethod
    def of(cls, url: str) -> Addresses:
        """The addresses of the GeoNetwork that an address belongs to: its root, a portal, a page, the API,
        or the search itself. Raises ValueError for what is no address."""
        parts = urlsplit(url.strip())
        segments = [segment for segment in parts.path.split("/") if segment]
        head, portal = _split(segments)
        path = "/" + "/".join(head) if head else ""
        return cls(urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], path, "", "")), portal)

    @property
    def api(self) -> str:
        """The root of the REST API."""
        return f"{self.root}/{self.portal}/api"

    @property
    def search(self) -> str:
        """The Elasticsearch search of records, asked by POST."""
        return f"{self.api}/search/records/_search"

    @property
    def site(self) -> str:
        """What the site says of itself."""
        return f"{self.api}/site"

    @property
    def csw(self) -> str:
        """The portal's CSW."""
        return f"{self.root}/{self.portal}/eng/csw"

    def record(self, identifier: str) -> str:
        """One record: its XML or a page, as the client accepts."""
        return f"{self.api}/records/{quote(identifier, safe='')}"


def _split(segments: list[str]) -> tuple[list[str], str]:
    """(segments of the root, portal)."""
    lowered = [segment.lower() for segment in segments]
    if "geonetwork" in lowered:
        at = lowered.index("geonetwork") + 1
        return segments[:at], _portal(segments[at:])
    if "srv" in lowered:
        return segments[: lowered.index("srv")], "srv"
    if "api" in lowered[1:]:
        at = lowered.index("api", 1)
        return segments[: at - 1], segments[at - 1]
    return segments, "srv"


def _portal(rest: list[str]) -> str:
    if not rest or rest[0].lower() in ("srv", "api") or not _PORTAL.match(rest[0]):
        return "srv"
    follows = rest[1].lower() if len(rest) > 1 else "api"
    return rest[0] if follows == "api" or _LANGUAGE.match(follows) else "srv"
