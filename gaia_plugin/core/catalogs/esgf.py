"""ESGF's classic search (ESGF Search RESTful API), and the "1.5 bridge" that speaks the same parameters.

Datasets, then their files. Most fields are facets, and come as lists. Model output covers the whole Earth on
grids of its own: only a box that is plainly regional becomes a footprint.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from ..errors import BadAnswer, host_of
from ..metadata.boxes import mend_box, number
from ..metadata.hrefs import without_secrets
from ..metadata.identifiers import doi_in
from ..model import (
    Checksum,
    Contact,
    Dataset,
    Geometry,
    Granule,
    Keyword,
    Link,
    LinkKind,
    Page,
    Query,
    Source,
    box_polygon,
    rfc3339,
)
from ..net import Cancel, Session
from .base import Catalog, CatalogEntry, Description, Queryable
from .paged import Batch, Checker, pages
from .stac.times import period as period_between

GLOBAL = "The data cover the whole Earth, or the record does not say where."
PLACELESS = "Model output is global: records that name no place were kept whatever the area."
FACETS = (
    "project", "activity_id", "institution_id", "source_id", "experiment_id", "variant_label", "table_id",
    "frequency", "realm", "variable_id", "cf_standard_name", "grid_label", "nominal_resolution", "data_node",
)  # fmt: skip
_JSON = {"Accept": "application/solr+json, application/json;q=0.9"}
_MOST = 1000
_REGIONAL = 350.0
"""Degrees of longitude from which a box is taken for the whole Earth."""
_SERVICES = {
    "httpserver": LinkKind.DOWNLOAD,
    "opendap": LinkKind.OPENDAP,
    "thredds": LinkKind.OPENDAP,
    "wms": LinkKind.WMS,
    "las": LinkKind.INFO,
    "gridftp": LinkKind.UNREACHABLE,
    "globus": LinkKind.UNREACHABLE,
    "citation": LinkKind.METADATA,
    "pid": LinkKind.INFO,
    "tech": LinkKind.INFO,
}
_ALGORITHMS = {"sha256": ("sha256", 64), "md5": ("md5", 32), "sha1": ("sha1", 40), "sha512": ("sha512", 128)}
_UNREADABLE = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError)
_MANY = 300


class EsgfCatalog(Catalog):
    """An ESGF search at ``entry.url`` (".../esg-search/search", or the bridge's); ``entry.options`` may give
    "project" (a facet value that every search has) and "facets" (names to offer as queryables)."""

    def __init__(self, entry: CatalogEntry, session: Session):
        super().__init__(entry, session)
        self._lock = threading.Lock()
        self._queryables: tuple[Queryable, ...] | None = None

    def describe(self, cancel: Cancel | None = None) -> Description:
        """What an ESGF index can filter; nothing is asked of it."""
        filters = {"text", "period", *self._facets()}
        return Description(title=self.entry.title(), url=self.entry.url, filters=frozenset(filters))

    def queryables(
        self, dataset: Dataset | None = None, cancel: Cancel | None = None
    ) -> tuple[Queryable, ...]:
        """The facets with their values as the index counts them; asked for once. Files have none."""
        if dataset is not None:
            return ()
        with self._lock:
            if self._queryables is not None:
                return self._queryables
        params = {**self._fixed(), "limit": "0", "facets": ",".join(self._facets())}
        document = self._get(params, cancel, cache=True)
        counts = document.get("facet_counts")
        fields = counts.get("facet_fields") if isinstance(counts, Mapping) else None
        known = fields if isinstance(fields, Mapping) else {}
        found = tuple(
            Queryable(name, name.replace("_", " "), values=_values(known.get(name)))
            for name in self._facets()
        )
        with self._lock:
            self._queryables = found
        return found

    def search(self, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        """Datasets that match, the latest versions, no replicas. Raises the typed errors of the network."""
        params, asked = parameters(query)
        return self._pages(query, {**self._fixed(), **params}, asked, None, cancel)

    def granules(self, dataset: Dataset, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        """The files of a dataset whose period meets the query's. Text, area and facets were meant for the
        dataset, and are its files' too: they are not applied again."""
        source = next((one for one in dataset.sources if one.catalog == self.entry.id), None)
        key = source.id if source else dataset.id
        asked = query.but(text="", area=None, filters=(), collections=())
        if dataset.period is None:
            asked = asked.but(period=None)  # fixed fields (land masks, orography) have no time
        params = {"format": "application/solr+json", "type": "File", "dataset_id": key}
        return self._pages(asked, params, frozenset(), key, cancel)

    def _facets(self) -> tuple[str, ...]:
        said = self.entry.options.get("facets")
        chosen = tuple(one for one in said if isinstance(one, str)) if isinstance(said, (list, tuple)) else ()
        return chosen or FACETS

    def _fixed(self) -> dict[str, str]:
        fixed = {
            "format": "application/solr+json",
            "type": "Dataset",
            "latest": "true",
            "replica": "false",
            "distrib": "true",
        }
        project = self.entry.options.get("project")
        return {**fixed, "project": project} if isinstance(project, str) and project else fixed

    def _get(
        self, params: Mapping[str, str], cancel: Cancel | None, cache: bool = False
    ) -> Mapping[str, Any]:
        answer = self.session.get(
            _address(self.entry.url), params=params, headers=_JSON, cancel=cancel, cache=cache
        )
        document = answer.json()
        inner = document.get("esg_search_response") if isinstance(document, Mapping) else None
        found = inner if isinstance(inner, Mapping) else document
        if not isinstance(found, Mapping):
            raise BadAnswer(host=host_of(self.entry.url), detail="JSON that is no search answer")
        return found

    def _pages(
        self,
        query: Query,
        params: Mapping[str, str],
        asked: frozenset[str],
        dataset: str | None,
        cancel: Cancel | None,
    ) -> Iterator[Page]:
        size = min(query.page_size, _MOST)
        if query.limit is not None and query.parts <= asked:
            size = min(size, query.limit)

        def ask(offset: int) -> Batch:
            document = self._get({**params, "offset": str(offset), "limit": str(size)}, cancel)
            docs, total = _docs(document, self.entry.url)
            records: list[Dataset | Granule] = []
            skipped = 0
            for doc in docs:
                try:
                    records.append(
                        read_dataset(doc, catalog=self.entry.id, url=self.entry.url)
                        if dataset is None
                        else read_file(doc, catalog=self.entry.id, url=self.entry.url, dataset=dataset)
                    )
                except _UNREADABLE:
                    skipped += 1
            done = offset + len(docs)
            more = bool(docs) and (done < total if total is not None else len(docs) >= size)
            return Batch(tuple(records), total, done if more else None, skipped)

        notes = [PLACELESS] if query.area else []
        return pages(query, Checker(query, asked, placeless=True), self.entry.id, ask, [0], notes)


def parameters(query: Query) -> tuple[dict[str, str], frozenset[str]]:
    """(request parameters, the parts of the query that they stand for). A comma in a facet's value means
    "or"; "!=" excludes."""
    params: dict[str, str] = {}
    asked: set[str] = set()
    if query.text:
        params["query"] = query.text
        asked.add("text")
    if query.period:
        asked.add("period")
        for name, moment in (("start", query.period.start), ("end", query.period.end)):
            if moment is not None:
                params[name] = rfc3339(moment.replace(microsecond=0))
    for condition in query.filters:
        several = condition.value if isinstance(condition.value, tuple) else (condition.value,)
        values = [str(value) for value in several]
        sign = {"=": "", "in": "", "<>": "!"}.get(condition.comparison)
        key = f"{condition.name}{sign}"
        if sign is None or key in params or any("," in value for value in values):
            continue
        if condition.name.isidentifier():
            params[key] = ",".join(values)
            asked.add(condition.name)
    return params, frozenset(asked)


def read_dataset(doc: Any, *, catalog: str, url: str) -> Dataset:
    """The Dataset of a document of type Dataset. Raises ValueError for what is none."""
    said, key, title = _identity(doc)
    footprint, note = _place(said)
    links = _links(said, None)
    period = period_between(_one(said, "datetime_start"), _one(said, "datetime_stop"))
    keywords = [
        Keyword(text, kind=kind)
        for name, kind in (
            ("variable_long_name", "theme"),
            ("cf_standard_name", "theme"),
            ("variable_id", "theme"),
            ("realm", "theme"),
            ("frequency", "temporal"),
            ("experiment_id", "experiment"),
            ("source_id", "model"),
        )
        for text in _texts(said.get(name))
    ]
    institution = _one(said, "institution_id") or _one(said, "institute")
    return Dataset(
        id=key,
        title=title,
        catalog=catalog,
        abstract=_one(said, "description") or _about(said),
        provider=institution,
        footprint=footprint,
        footprint_note=note,
        period=period,
        periods=(period,) if period else (),
        keywords=tuple(dict.fromkeys(keywords)),
        compartments=("climate",),
        license=_one(said, "license"),
        doi=next((doi for link in links if (doi := doi_in(link.href))), ""),
        identifiers=tuple(
            dict.fromkeys(
                text for name in ("instance_id", "master_id", "pid") for text in _texts(said.get(name))
            )
        ),
        contacts=(Contact(organisation=institution, role="author"),) if institution else (),
        links=tuple(links),
        updated=_one(said, "_timestamp") or _one(said, "timestamp"),
        properties=_properties(said),
        sources=(Source(catalog, key, url),),
        has_granules=True,
        raw=doc,
    )


def read_file(doc: Any, *, catalog: str, url: str, dataset: str = "") -> Granule:
    """The Granule of a document of type File. Raises ValueError for what is none."""
    said, key, title = _identity(doc)
    footprint, note = _place(said)
    size = said.get("size")
    links = _links(said, _checksum(said), size if isinstance(size, int) and size > 0 else None)
    return Granule(
        id=key,
        title=title,
        catalog=catalog,
        collection=dataset or _one(said, "dataset_id"),
        footprint=footprint,
        footprint_note=note,
        period=period_between(_one(said, "datetime_start"), _one(said, "datetime_stop")) or _named(title),
        properties=_properties(said),
        links=tuple(links),
        provider=_one(said, "institution_id"),
        sources=(Source(catalog, key, url),),
        raw=doc,
    )


def _address(url: str) -> str:
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    if path.endswith("/esg-search"):
        path += "/search"
    return urlunsplit(parts._replace(path=path or "/", fragment=""))


def _docs(document: Mapping[str, Any], url: str) -> tuple[list[Any], int | None]:
    response = document.get("response")
    docs = response.get("docs") if isinstance(response, Mapping) else None
    if not isinstance(response, Mapping) or not isinstance(docs, list):
        raise BadAnswer(host=host_of(url), detail="JSON without a response and its documents")
    found = response.get("numFound")
    known = isinstance(found, int) and not isinstance(found, bool) and found >= 0
    return docs, found if known else None


def _identity(doc: Any) -> tuple[Mapping[str, Any], str, str]:
    if not isinstance(doc, Mapping):
        raise ValueError("not a document")
    key = _one(doc, "id")
    title = _one(doc, "title") or key
    if not title:
        raise ValueError("the document has neither identifier nor title")
    return doc, key or title, title


def _about(said: Mapping[str, Any]) -> str:
    """What the dataset is, in a sentence made of its own words: the index holds no abstract."""
    parts = [
        ", ".join(_texts(said.get("variable_long_name"))) or ", ".join(_texts(said.get("variable"))),
        _one(said, "experiment_title") or _one(said, "experiment_id") or _one(said, "experiment"),
        _one(said, "source_id") or _one(said, "model"),
        _one(said, "grid"),
    ]
    return " – ".join(part for part in parts if part)


def _place(said: Mapping[str, Any]) -> tuple[Geometry | None, str]:
    """A footprint for a region, none for a grid of the whole Earth (0…360°, or no longitudes at all)."""
    west, east, south, north = (
        number(_one(said, f"{side}_degrees")) for side in ("west", "east", "south", "north")
    )
    if west is None or east is None or south is None or north is None or abs(east - west) >= _REGIONAL:
        return None, GLOBAL
    box, note = mend_box(west, south, east, north)
    return (box_polygon(*box), note) if box else (None, note)


def _links(said: Mapping[str, Any], checksum: Checksum | None, size: int | None = None) -> list[Link]:
    """ "address|media type|service" of ``url``, "address|title|what it is" of ``xlink``."""
    found = []
    for name in ("url", "xlink"):
        for entry in _texts(said.get(name)):
            href, _, rest = entry.partition("|")
            second, _, service = rest.partition("|")
            href, had_secret = without_secrets(href)
            kind = _SERVICES.get(service.strip().lower(), LinkKind.INFO)
            if not href.lower().startswith(("http://", "https://")):
                kind = LinkKind.UNREACHABLE
            if kind is LinkKind.OPENDAP and href.endswith(".html"):
                href = href[: -len(".html")]  # the form for people; data are at the address without it
            file = kind is LinkKind.DOWNLOAD
            found.append(
                Link(
                    href=href,
                    kind=kind,
                    title=second if name == "xlink" else service,
                    media_type=second if name == "url" else "",
                    protocol=service if name == "url" else "",
                    key=service,
                    size=size if file else None,
                    checksum=checksum if file else None,
                    restricted=had_secret,
                )
            )
    for name in ("further_info_url", "citation_url"):
        known = {link.href for link in found}
        for text in _texts(said.get(name)):
            href, _ = without_secrets(text)
            if href.startswith(("http://", "https://")) and href not in known:
                kind = LinkKind.METADATA if name == "citation_url" else LinkKind.INFO
                found.append(Link(href, kind, title=name.removesuffix("_url").replace("_", " ")))
    return found


def _checksum(said: Mapping[str, Any]) -> Checksum | None:
    known = _ALGORITHMS.get(_one(said, "checksum_type").lower().replace("-", ""))
    digest = _one(said, "checksum").lower()
    if known is None or len(digest) != known[1] or set(digest) - set("0123456789abcdef"):
        return None
    return Checksum(known[0], digest)


def _named(title: str) -> Any:
    """The period in a file's name, "…_185001-201412.nc" (CMIP6 file names), where no field says it."""
    stem = title.rsplit(".", 1)[0].rpartition("_")[2]
    first, mark, last = stem.partition("-")
    if not mark or not (first.isdecimal() and last.isdecimal()) or min(len(first), len(last)) < 4:
        return None
    return period_between(_day(first), _day(last))


def _day(digits: str) -> str:
    """ "185001" as "1850-01". Model calendars have days that no other has: such a day becomes its month."""
    parts = [digits[:4], digits[4:6], digits[6:8]]
    text = "-".join(part for part in parts if len(part) in (2, 4))
    return text if period_between(text, text) else "-".join(parts[:2])


def _properties(said: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as they are; a list of one is its member. Templates for machines are left in ``raw``."""
    found: dict[str, Any] = {}
    for name, value in said.items():
        if name in ("id", "title", "url", "xlink") or str(name).endswith("_template_"):
            continue
        found[str(name)] = value[0] if isinstance(value, list) and len(value) == 1 else value
    return found


def _values(counts: Any) -> tuple[str, ...]:
    """The values of a facet, which alternate with their counts."""
    listed = counts if isinstance(counts, list) else []
    return tuple(value for value in listed[::2] if isinstance(value, str))


def _one(said: Mapping[str, Any], name: str) -> str:
    return next(iter(_texts(said.get(name))), "")


def _texts(value: Any) -> list[str]:
    found = []
    for one in value[:_MANY] if isinstance(value, list) else [value]:
        if isinstance(one, (int, float)) and not isinstance(one, bool):
            found.append(str(one))
        elif isinstance(one, str) and one.strip():
            found.append(one.strip())
    return found
