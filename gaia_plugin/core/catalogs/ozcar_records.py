"""Datasets and stations of the Theia/OZCAR in situ portal (its pivot model,
https://github.com/theia-ozcar-is/json-schema) to the model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..metadata.constraints import licence_id
from ..metadata.identifiers import doi_in, person_uri
from ..metadata.jsontexts import inside, left, objects, period_of, scrubbed, text, texts
from ..metadata.online import typed_link
from ..model import Contact, Dataset, Geometry, Granule, Keyword, Link, LinkKind, Period, Source, hull
from .ozcar_filters import CATEGORY, VARIABLE, by_language, label
from .stac.footprint import item_footprint

PREFIX = "TheiaOZCAR."
"""Stands before a dataset's identifier in the catalogue of records (CSW) of the same portal."""

_READ = frozenset(
    {
        "title",
        "description",
        "objective",
        "datasetLineage",
        "contacts",
        "keywords",
        "topicCategories",
        "inspireTheme",
        "onlineResource",
        "dataConstraint",
        "spatialExtent",
        "temporalExtent",
        "datasetId",
        "producerName",
        "producerId",
    }
)
_MEASURED = "variables"


def read_dataset(record: Any, *, catalog: str, url: str, page: str = "", csw: str = "") -> Dataset:
    """A dataset from a line of the search or from a whole document, which says more. ``page`` and ``csw`` are
    where the portal shows and gives its record. Raises ValueError for one without identifier."""
    record = _without_people(scrubbed(record))
    whole = inside(record.get("dataset"))
    said = inside(whole.get("metadata")) or record
    producer = inside(record.get("producer"))
    key = text(whole.get("datasetId")) or text(record.get("datasetId"))
    if not key:
        raise ValueError("the dataset has no identifier")
    footprint, note = _where(said.get("spatialExtent"))
    period = _when(said.get("temporalExtent"))
    constraint, online = inside(said.get("dataConstraint")), inside(said.get("onlineResource"))
    licence = inside(constraint.get("licence"))
    titles, abstracts = by_language(said.get("title")), _abstracts(said)
    return Dataset(
        id=key,
        title=label(said.get("title")) or key,
        catalog=catalog,
        abstract=abstracts.get("en") or next(iter(abstracts.values()), ""),
        provider=label(producer.get("name")) or label(record.get("producerName")),
        footprint=footprint,
        footprint_note=note,
        period=period,
        periods=(period,) if period else (),
        keywords=tuple(dict.fromkeys(_keywords(said))),
        compartments=("land",),
        license=licence_id(text(licence.get("url")))
        or licence_id(text(licence.get("title")))
        or text(licence.get("title")),
        license_url=text(licence.get("url")),
        constraints=tuple(dict.fromkeys(_constraints(constraint))),
        lineage=label(said.get("datasetLineage")),
        doi=doi_in(text(online.get("doi"))),
        identifiers=(key, f"{PREFIX}{key}"),
        contacts=tuple(dict.fromkeys(_contacts(said, producer))),
        links=tuple(dict.fromkeys(_links(key, online, inside(producer.get("onlineResource")), page, csw))),
        language="en" if "en" in titles or not titles else next(iter(titles)),
        texts={
            language: {"title": titles.get(language, ""), "abstract": abstracts.get(language, "")}
            for language in sorted({*titles, *abstracts} - {"en"})
        },
        properties={
            **left(said, _READ),
            **({"producer": label(producer.get("description"))} if producer.get("description") else {}),
            **({"producerId": record["producerId"]} if text(record.get("producerId")) else {}),
        },
        sources=(Source(catalog, key, url),),
        has_granules=True,
        raw=record,
    )


def _without_people(record: Any) -> dict[str, Any]:
    """Without the addresses of those to whom an embargo does not apply."""
    plain = inside(record)
    constraint = inside(inside(inside(plain.get("dataset")).get("metadata")).get("dataConstraint"))
    inside(constraint.get("embargo")).pop("priviledgedUsers", None)
    return plain


def _abstracts(said: dict[str, Any]) -> dict[str, str]:
    """Description and objective, by language."""
    found: dict[str, str] = {}
    for name in ("description", "objective"):
        for language, one in by_language(said.get(name)).items():
            found[language] = f"{found[language]}\n\n{one}" if language in found else one
    return found


def _where(extent: Any) -> tuple[Geometry | None, str]:
    """A GeoJSON feature or geometry."""
    geometry = inside(extent).get("geometry") or extent
    if not geometry:
        return None, "the record gives no area"
    return item_footprint(geometry, None)


def _when(extent: Any) -> Period | None:
    said = inside(extent)
    return period_of(said.get("dateBeg"), said.get("dateEnd"))


def _keywords(said: dict[str, Any]) -> Iterator[Keyword]:
    for one in objects(said.get("keywords")):
        if word := label(one.get("keyword")):
            yield Keyword(word, text(one.get("uri")))
    for word in texts(said.get("topicCategories")):
        yield Keyword(word, kind="topicCategory")
    if theme := text(said.get("inspireTheme")):
        yield Keyword(theme, thesaurus="GEMET - INSPIRE themes", kind="theme")
    criteria = inside(said.get("portalSearchCriteria"))
    for kind in ("climates", "geologies"):
        for word in texts(criteria.get(kind)):
            yield Keyword(word, kind=kind)


def _constraints(constraint: dict[str, Any]) -> Iterator[str]:
    yield from by_language(constraint.get("accessUseConstraint")).values()
    yield from by_language(constraint.get("urlDataPolicy")).values()
    days = inside(constraint.get("embargo")).get("duration")
    if isinstance(days, int) and days > 0:
        yield f"embargo: {days} days"


def _contacts(said: dict[str, Any], producer: dict[str, Any]) -> Iterator[Contact]:
    if producer:
        sites = by_language(inside(producer.get("onlineResource")).get("urlInfo"))
        yield Contact(
            organisation=label(producer.get("title")) or label(producer.get("name")),
            role="publisher",
            email=text(producer.get("email")),
            url=sites.get("en", ""),
        )
    for one in objects(said.get("contacts")):
        organisation = inside(one.get("organisation"))
        yield Contact(
            f"{text(one.get('firstName'))} {text(one.get('lastName'))}".strip() or label(one.get("name")),
            label(organisation.get("name")),
            text(one.get("role")),
            text(one.get("email")),
            identifier=person_uri(f"orcid.org/{text(one.get('orcId'))}") if text(one.get("orcId")) else "",
        )
    for one in objects(producer.get("fundings")):
        yield Contact(organisation=label(one.get("name")), role="funder")


def _links(key: str, online: dict[str, Any], producer: dict[str, Any], page: str, csw: str) -> Iterator[Link]:
    doi = doi_in(text(online.get("doi")))
    if doi:
        yield Link(f"https://doi.org/{doi}", LinkKind.INFO, title=f"DOI {doi}", protocol="DOI")
    # What producers name a download is the page where one is asked for, more often than a file.
    for href in by_language(online.get("urlDownload")).values():
        link = typed_link(href, "", "", "", "", "", None, None, "", False)
        yield link if link.kind is not LinkKind.INFO else _order(href)
    for one in objects(online.get("webservices")):
        said = label(one.get("description"))
        for href in by_language(one.get("url")).values():
            yield typed_link(href, said if len(said) < 40 else "", "", "", said, "", None, None, "", False)
    for href in by_language(online.get("urlInfo")).values():
        yield typed_link(href, "", "information", "", "", "", None, None, "", False)
    for href in by_language(producer.get("urlInfo")).values():
        yield typed_link(href, "", "information", "", "", "", None, None, "", False)
    if page:
        yield Link(f"{page}{PREFIX}{key}", LinkKind.INFO, title="Theia/OZCAR")
    if csw:
        asked = f"service=CSW&version=2.0.2&request=GetRecordById&ElementSetName=full&id={PREFIX}{key}"
        schema = "http://www.isotc211.org/2005/gmd"
        yield Link(
            f"{csw}?{asked}&outputSchema={schema}", LinkKind.METADATA, title="ISO 19139", protocol="OGC:CSW"
        )


def _order(href: str) -> Link:
    return typed_link(href, "ORDER_LINK", "", "", "", "", None, None, "", False)


def stations(documents: Any) -> list[list[dict[str, Any]]]:
    """The observations of a dataset, those of one place together."""
    places: dict[str, list[dict[str, Any]]] = {}
    for document in objects(documents):
        for one in objects(document.get("observations")) or objects(document.get("observation")):
            feature = inside(inside(one.get("featureOfInterest")).get("samplingFeature"))
            place = f"{label(feature.get('name'))}|{inside(feature.get('geometry')).get('coordinates')}"
            places.setdefault(place, []).append(one)
    return list(places.values())


def read_station(
    observations: Sequence[dict[str, Any]],
    dataset: Dataset,
    links: Sequence[Link],
    *,
    catalog: str,
    url: str,
) -> Granule:
    """One place of a dataset with all that is measured there. Raises ValueError for one without a name and
    without a place."""
    first = inside(inside(observations[0].get("featureOfInterest")).get("samplingFeature"))
    footprint, note = _where(first.get("geometry"))
    name = label(first.get("name"))
    key = name or text(observations[0].get("observationId"))
    if not key:
        raise ValueError("the station has no name")
    if footprint and name:  # two places of a dataset may have one name
        key = f"{name} ({_short(footprint)})"
    measured = dict.fromkeys(filter(None, map(_variable, observations)))
    periods = tuple(dict.fromkeys(filter(None, (_when(one.get("temporalExtent")) for one in observations))))
    known = [inside(one.get("observedProperty")) for one in observations]
    named = [*variables(observations), *(text(inside(one.get("theiaVariable")).get("uri")) for one in known)]
    concepts = [uri for one in known for uri in texts(one.get("theiaCategories"))]
    return Granule(
        id=key,
        title=name or key,
        catalog=catalog,
        collection=dataset.id,
        footprint=footprint,
        footprint_note=note,
        period=hull(periods),
        properties={
            _MEASURED: list(measured),
            "observations": [text(one.get("observationId")) for one in observations],
            VARIABLE: list(dict.fromkeys(filter(None, named))),
            CATEGORY: list(dict.fromkeys(concepts)),
        },
        links=tuple(links),
        license=dataset.license,
        doi="",
        provider=dataset.provider,
        abstract="; ".join(measured),
        sources=(Source(catalog, key, url),),
        raw={"observations": list(observations)},
    )


def variables(observations: Sequence[dict[str, Any]]) -> list[str]:
    """What is measured, by the portal's name of it, else by its producer's."""
    return list(dict.fromkeys(filter(None, map(_name, observations))))


def _name(observation: dict[str, Any]) -> str:
    said = inside(observation.get("observedProperty"))
    known = inside(said.get("theiaVariable"))
    return label(known.get("simplifiedLabel")) or label(known.get("prefLabel")) or label(said.get("name"))


def _variable(observation: dict[str, Any]) -> str:
    """What is measured, with its unit: "Air temperature (°C)"."""
    name, unit = _name(observation), label(inside(observation.get("observedProperty")).get("unit"))
    return f"{name} ({unit})" if name and unit else name


def _short(footprint: Geometry) -> str:
    from ..model import positions

    first = next(iter(positions(footprint)))
    return f"{first[0]:.5f}, {first[1]:.5f}"
