"""What is at a pasted address: the steps of finding out, the cheapest and surest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from urllib.parse import quote, urlsplit

from ..errors import (
    AuthenticationRequired,
    BadAnswer,
    Cancelled,
    ConnectionLost,
    ConnectionRefused,
    GaiaError,
    HostNotFound,
    NotFound,
    TimedOut,
    TlsError,
    TooManyRequests,
    host_of,
)
from ..model import LinkKind
from ..net import Cancel, Session
from .addresses import capabilities_url, clean_address, hinted_services, identifier_from, root_of, up_to
from .base import CatalogEntry
from .places import address_of, inside_api
from .recognise import Seen, conformance_kind, recognise
from .registry import ADAPTERS

NOTHING = "no catalogue and no map service was recognised there"
REASONS = {
    "oai-pmh": "This is an OAI-PMH service, which is made for harvesting and cannot be searched: ask its provider for a CSW or a STAC catalogue.",  # noqa: E501
    "record": "This is the metadata of one dataset and not a catalogue: paste the address of the catalogue that it comes from.",  # noqa: E501
    "arcgis": "This is an ArcGIS server and not a catalogue: add it with QGIS's Data Source Manager.",
    "opensearch-page": "This is an OpenSearch service whose answers are web pages: the plugin cannot read them.",  # noqa: E501
    "geonetwork": "This is a GeoNetwork whose search did not answer: paste the address of its CSW.",
}
_HOPELESS = (
    HostNotFound,
    ConnectionRefused,
    ConnectionLost,
    TlsError,
    TimedOut,
    AuthenticationRequired,
    TooManyRequests,
)
_DOWN = (502, 503, 504)
_MOST = 16 * 1024 * 1024
_ANY = {"Accept": "application/json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"}


@dataclass(frozen=True)
class Found:
    """What is at an address. ``entry`` is its row where an adapter speaks with it, else None and ``reason``
    says in a sentence what it is and what can be done. ``total`` is how many datasets it has where that was
    cheap to learn, ``filters`` the parts of a query that its server applies, ``problem`` what went wrong when
    it was searched (all three after ``survey``)."""

    kind: str
    title: str
    url: str
    entry: CatalogEntry | None = None
    reason: str = ""
    total: int | None = None
    total_is_lower_bound: bool = False
    filters: frozenset[str] = field(default_factory=frozenset)
    problem: GaiaError | None = field(default=None, compare=False)


def find(text: str, session: Session, cancel: Cancel | None = None) -> Found:
    """What is at a pasted address: one request where its answer tells, and at most eight.

    The address is read as it is; then what the answer leads to, what the address looks like, and the
    capabilities of OGC services are tried. Raises BadAnswer where nothing is recognised, and the network's
    typed errors where the host cannot be asked.
    """
    url = clean_address(address_of(text))
    finder = _Finder(url, session, cancel)
    for found in finder.steps():
        if found is not None:
            return found
    if finder.problem is not None:
        raise finder.problem
    raise BadAnswer(host=host_of(url), detail=NOTHING)


class _Finder:
    """The steps of one finding, and the first thing that went wrong."""

    def __init__(self, url: str, session: Session, cancel: Cancel | None):
        self.url, self.session, self.cancel = url, session, cancel
        self.problem: GaiaError | None = None
        self.seen, self.content = Seen(), b""
        self.landed = url
        """Where redirects ended: a portal's bare host often leads into the application that runs there."""

    def steps(self) -> Iterator[Found | None]:
        """Ways to find out, the cheapest and surest first; None where one shows nothing."""
        self.seen, self.content = self._look(self.url)
        answered = self.problem is None
        yield from self._ways()
        if answered:  # that nothing else is there says less than that this is nothing known
            self.problem = None

    def _ways(self) -> Iterator[Found | None]:
        from .geonetwork.probe import looks_like_geonetwork

        if self.seen.kind:
            yield self._recognised()
        inside = inside_api(self.url)
        if inside:
            yield self._api(*inside)
        if not self.url.startswith("http"):
            return
        if self.seen.conformance:
            yield self._by_conformance(self.seen, self.url)
        if self.seen.leads_to and not self._is_page:
            yield self._leads(self.seen.leads_to)
        if looks_like_geonetwork(self.url) or looks_like_geonetwork(self.landed):
            yield self._geonetwork()
        for step in chain(self._applications(), self._services()):
            yield step()
        if self.seen.leads_to and self._is_page:
            yield self._leads(self.seen.leads_to)
        if self.url.endswith("/"):  # a folder of files
            yield self._leads(f"{self.url}catalog.json", "stac-static")
            yield self._leads(f"{self.url}catalog.xml", "thredds")

    @property
    def _is_page(self) -> bool:
        return b"<html" in self.content[:4096].lower()

    def _look(self, url: str) -> tuple[Seen, bytes]:
        """What an address answers. A host that cannot be asked ends the finding."""
        try:
            answer = self.session.get(url, headers=_ANY, cancel=self.cancel, cache=True, max_bytes=_MOST)
            if url == self.url:
                self.landed = answer.url
            return recognise(answer.content, answer.url), answer.content
        except (Cancelled, *_HOPELESS):
            raise
        except GaiaError as error:
            if error.status in _DOWN:  # asked several times already
                raise
            self.problem = self.problem or error
            return Seen(), b""

    def _recognised(self) -> Found | None:
        kind, url = self.seen.kind, self.url
        if kind == "stac-static" and self.seen.leads_to:  # a collection of an API: its API
            return self._leads(self.seen.leads_to, "stac") or self._made(kind, self.seen.title, url)
        if kind == "geonetwork":
            return self._geonetwork() or self._unsupported("geonetwork")
        if kind == "opensearch":
            return self._opensearch(self.content, url)
        if kind in ("erddap", "thredds"):
            url = self.landed
        return self._made(kind, self.seen.title, url)

    def _made(self, kind: str, title: str, url: str) -> Found:
        """What was found, with its row where an adapter speaks the kind."""
        ogc = {one.value: one for one in (LinkKind.WMS, LinkKind.WMTS, LinkKind.WFS, LinkKind.WCS)}
        if kind in ogc:
            from ..ogc import service_url  # slow to import, and not needed at the plugin's start

            url = service_url(url, ogc[kind])
        elif kind == "csw":
            from .csw_capabilities import base_url

            url = base_url(url)
        elif kind == "dataverse":
            url = url.partition("/api/")[0].rstrip("/")
        elif kind == "erddap":
            from .erddap import root_of_erddap

            url = root_of_erddap(url)
            title = f"ERDDAP {host_of(url)}"  # its pages are all named alike
        elif kind == "thredds":
            from .thredds import document_address

            url = document_address(url)
        elif kind == "fdsn":
            url = f"{up_to(url, 'fdsnws') or root_of(url) + '/fdsnws'}/station/1"
            title = f"FDSN {host_of(url)}"
        elif kind == "ozcar":
            url = url.split("?")[0].removesuffix("/initFacets")
        if kind not in ADAPTERS:
            return self._unsupported(kind, title)
        key = identifier_from(title, host_of(url))
        entry = CatalogEntry(id=key, kind=kind, url=url, titles={"en": title or host_of(url)})
        return Found(kind, title or host_of(url), url, entry)

    def _unsupported(self, kind: str, title: str = "") -> Found:
        return Found(
            kind, title or self.seen.title or host_of(self.url), self.url, reason=REASONS.get(kind, NOTHING)
        )

    def _by_conformance(self, seen: Seen, url: str) -> Found | None:
        """What the declaration that a landing page leads to announces."""
        import json

        _, content = self._look(seen.conformance)
        try:
            kind = conformance_kind(json.loads(content)) if content else ""
        except (ValueError, RecursionError):
            return None
        return self._made(kind, seen.title, url) if kind else None

    def _api(self, root: str, collection: str) -> Found | None:
        """The API that an address lies inside; of records, the collection that the address names."""
        seen, _ = self._look(root)
        if seen.kind == "stac":
            return self._made("stac", seen.title, root)
        if not seen.kind and seen.conformance:
            found = self._by_conformance(seen, root)
        elif seen.kind in ("records", "features"):
            found = self._made(seen.kind, seen.title, root)
        else:
            return None
        if found is not None and found.kind == "records" and collection:
            return self._made("records", seen.title, f"{root.rstrip('/')}/collections/{quote(collection)}")
        return found if found is None or found.kind in ("stac", "records", "features") else None

    def _leads(self, url: str, wanted: str = "") -> Found | None:
        """What the catalogue is that the answer names; only on the web where the answer came from there."""
        if not url.startswith("http"):
            return None
        seen, content = self._look(url)
        if seen.kind == "opensearch":
            return self._opensearch(content, url)
        if not seen.kind or (wanted and seen.kind != wanted):
            return None
        return self._made(seen.kind, seen.title, url)

    def _opensearch(self, content: bytes, url: str) -> Found | None:
        from .opensearch.description import read_description

        try:
            description = read_description(content, url)
        except BadAnswer as error:
            self.problem = self.problem or error
            return None
        if description.template("collection", "results") is None:
            return self._unsupported("opensearch-page", description.title)
        return self._made("opensearch", description.title, url)

    def _geonetwork(self) -> Found | None:
        from .geonetwork.probe import is_geonetwork, looks_like_geonetwork

        url = self.url if looks_like_geonetwork(self.url) else self.landed
        if not is_geonetwork(url, self.session, self.cancel):
            return None
        return self._made("geonetwork", self.seen.title, url)

    def _applications(self) -> Iterator[Callable[[], Found | None]]:
        """Applications that the address or the page names."""
        page = self.content[:262144].lower()
        erddap, thredds = up_to(self.landed, "erddap"), up_to(self.landed, "thredds")
        if erddap:
            yield partial(self._asked, f"{erddap}/version", "erddap")
        if thredds:
            yield partial(self._asked, f"{thredds}/catalog.xml", "thredds")
        elif urlsplit(self.landed).path.endswith("/catalog.html"):  # not every server calls itself "thredds"
            yield partial(self._asked, f"{self.landed.split('?')[0][:-5]}.xml", "thredds")
        seismic = up_to(self.landed, "fdsnws")
        if seismic:
            yield partial(self._asked, f"{seismic}/station/1/query?level=network&format=text", "fdsn")
        if b"dataverse" in page or "dataverse" in self.landed.lower() or "/api/search" in self.url:
            yield partial(self._asked, f"{root_of(self.landed)}/api/info/version", "dataverse")

    def _services(self) -> Iterator[Callable[[], Found | None]]:
        """Capabilities: of what the address looks like, else of all where something answers there."""
        from ..ogc import capabilities_url as service_capabilities_url

        missing = isinstance(self.problem, NotFound)
        kinds = hinted_services(self.url) or (["csw"] if missing else ["csw", "wms", "wfs", "wmts", "wcs"])
        for kind in kinds:
            asked = (
                capabilities_url(self.url)
                if kind == "csw"
                else service_capabilities_url(self.url, LinkKind(kind))
            )
            yield partial(self._asked, asked, kind, self.url)

    def _asked(self, url: str, kind: str, own: str = "") -> Found | None:
        seen, content = self._look(url)
        if seen.kind == "opensearch":  # pycsw's "mode=opensearch" answers a request for capabilities with it
            return self._opensearch(content, url)
        return self._made(kind, seen.title, own or url) if seen.kind == kind else None
