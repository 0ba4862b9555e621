"""What a CSW says it can do (OGC 07-006r1, 10.4), read with mistrust."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

from ..metadata.boxes import number
from ..metadata.texts import plain
from ..metadata.xmltree import Element, attribute, dig, each, local

GMD = "http://www.isotc211.org/2005/gmd"
MDB = "http://standards.iso.org/iso/19115/-3/mdb/2.0"
DUBLIN_CORE = "http://www.opengis.net/cat/csw/2.0.2"
_PREFERRED = (GMD, MDB, "http://standards.iso.org/iso/19115/-3/mdb/1.0", DUBLIN_CORE)


@dataclass(frozen=True)
class Capabilities:
    """A server's own account. Empty sets mean that it says nothing, not that it has nothing.

    ``queryables`` goes from names without prefix in lower case ("tempextent_begin") to the server's own
    spelling ("apiso:TempExtent_begin"); ``languages`` of constraints and ``operators`` are in lower case.
    """

    title: str = ""
    abstract: str = ""
    version: str = ""
    get_url: str = ""
    post_url: str = ""
    schemas: tuple[str, ...] = ()
    type_names: tuple[str, ...] = ()
    languages: frozenset[str] = frozenset()
    queryables: Mapping[str, str] = field(default_factory=dict)
    operators: frozenset[str] = frozenset()
    max_records: int | None = None

    @property
    def schema(self) -> str:
        """The richest output schema that we read: ISO 19139, ISO 19115-3, else Dublin Core."""
        if not self.schemas:
            return GMD
        return next((schema for schema in _PREFERRED if schema in self.schemas), DUBLIN_CORE)

    def can_query(self, name: str) -> bool:
        """Whether a queryable may be used in a filter: it is listed, or no list is given."""
        return not self.queryables or name.lower() in self.queryables

    def spell(self, name: str) -> str:
        """A queryable of the ISO profile as the server lists it, else with the profile's own prefix."""
        name = name.rpartition(":")[2]
        return self.queryables.get(name.lower()) or f"apiso:{name}"

    @property
    def speaks_cql(self) -> bool:
        """Whether constraints may be written in CQL text."""
        return not self.languages or any(name.startswith("cql") for name in self.languages)

    @property
    def speaks_fes(self) -> bool:
        """Whether constraints may be written as filter documents."""
        return not self.languages or any(name.startswith("filter") for name in self.languages)


def read_capabilities(root: Element, url: str) -> Capabilities:
    """The capabilities in a parsed document; ``url`` is where it came from, which has the last word on the
    host: services behind a proxy announce addresses that only they can reach."""
    operations = {attribute(node, "name"): node for node in each(root, "Operation")}
    get_records = operations.get("GetRecords")
    get_url, post_url = _endpoints(get_records, url)
    parameters: dict[str, tuple[str, ...]] = {}
    queryables: dict[str, str] = {}
    if get_records is not None:
        for node in get_records:
            values = tuple(plain(value) for value in each(node, "Value") if plain(value))
            if local(node) == "Parameter":
                parameters[attribute(node, "name").lower()] = values
            elif local(node) == "Constraint" and "queryables" in attribute(node, "name").lower():
                for value in values:
                    key = value.rpartition(":")[2].lower()
                    if key not in queryables or value.startswith("apiso:"):
                        queryables[key] = value
    operators = {
        (attribute(node, "name") or plain(node)).lower()
        for name in ("SpatialOperator", "ComparisonOperator")
        for node in each(root, name)
    }
    return Capabilities(
        title=plain(title) if (title := dig(root, "ServiceIdentification", "Title")) is not None else "",
        abstract=plain(said) if (said := dig(root, "ServiceIdentification", "Abstract")) is not None else "",
        version=attribute(root, "version"),
        get_url=get_url,
        post_url=post_url,
        schemas=parameters.get("outputschema", ()),
        type_names=parameters.get("typenames", ()) or parameters.get("typename", ()),
        languages=frozenset(name.lower() for name in parameters.get("constraintlanguage", ())),
        queryables=queryables,
        operators=frozenset(operators),
        max_records=_max_records(root),
    )


def _max_records(root: Element) -> int | None:
    for node in each(root, "Constraint"):
        if attribute(node, "name").lower() in ("maxrecorddefault", "maxrecords", "maximumrecords"):
            for value in each(node, "Value"):
                found = number(plain(value))
                if found and found >= 1:
                    return int(found)
    return None


def _endpoints(operation: Element | None, url: str) -> tuple[str, str]:
    get_url = post_url = ""
    for node in each(operation, "Get") if operation is not None else ():
        get_url = get_url or attribute(node, "href")
    posts = each(operation, "Post") if operation is not None else []
    # A server may have one address for XML and another for SOAP (07-006r1, 10.3.4: PostEncoding).
    plain_posts = [node for node in posts if "SOAP" not in "".join(node.itertext()).upper()]
    mixed_posts = [node for node in posts if "XML" in "".join(node.itertext()).upper()]
    for node in (*plain_posts, *mixed_posts):
        post_url = post_url or attribute(node, "href")
    return _trusted(get_url, url), _trusted(post_url, url)


def _trusted(said: str, asked: str) -> str:
    """The announced address where it is on the host that was asked (in the scheme that was asked), else the
    address that is known to answer."""
    base = base_url(asked)
    try:
        there, here = urlsplit(said.strip()), urlsplit(base)
        same = bool(there.hostname) and there.hostname == here.hostname
    except ValueError:
        return base
    if not same:
        return base
    netloc = there.netloc.rpartition("@")[2] if there.scheme == here.scheme else here.netloc
    return urlunsplit((here.scheme, netloc, there.path, there.query, "")).rstrip("?&")


def base_url(url: str) -> str:
    """An address without the parameters of an OGC request, which people paste along."""
    parts = urlsplit(url.strip())
    asked = {"service", "request", "version", "acceptversions", "sections"}
    kept = "&".join(p for p in parts.query.split("&") if p and p.partition("=")[0].lower() not in asked)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, kept, ""))
