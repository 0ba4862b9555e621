"""What shows that a CSW did what it was asked: footprints, dates and words of its records, and its order of
axes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..model import Area, Dataset, PropertyFilter, Query
from .checker import SAMPLE, Rule, area_test, box_test, condition_test, words_test
from .clientside import satisfies

_BELIEVED = 0.8
"""The share of records that must hold the words for a server to be believed: synonyms may bring others."""
# Queryables of the ISO application profile (OGC 07-045, 6.2) that a record can be checked for.
OFFERED = ("Type", "TopicCategory", "OrganisationName", "OrganizationName", "Language", "Subject")


def rules(query: Query, *, partial: bool = False) -> dict[str, Rule]:
    """Most records of a page must match; one that has no footprint may stay, for the server's index may know
    better, but one without any date may not. ``partial``: of the period, only the end was left to the server.
    """
    found = {
        name: Rule(here=condition_test(query, name, satisfies_named))
        for name in {one.name for one in query.filters}
    }
    if query.area:
        found["area"] = Rule(test=box_test(query.area), least=0.5, silent=True, fine=area_test(query.area))
    if query.period:
        period = query.period
        found["period"] = Rule(
            test=None
            if partial
            else lambda one: None if one.period is None else period.intersects(one.period),
            least=0.5,
            silent=True,
            fine=lambda one: period.intersects(one.period),
        )
    if query.text:
        found["text"] = Rule(test=words_test(query.text), least=_BELIEVED, sample=SAMPLE)
    return found


def proves_axis_order(datasets: Sequence[Dataset], area: Area) -> bool:
    """Whether footprints tell that the area's axes were read as meant: some meet it that would not meet the
    area turned round. Datasets of the whole world prove nothing."""
    box = Area.bbox(*area.bounds)
    turned = [Area.bbox(*sides) for sides in _turned(area)]
    known = [dataset.footprint for dataset in datasets if dataset.footprint]
    mine = [footprint for footprint in known if box.intersects(footprint)]
    telling = sum(not any(other.intersects(footprint) for other in turned) for footprint in mine)
    return telling > len(known) - len(mine)


def _turned(area: Area) -> list[tuple[float, float, float, float]]:
    """The area's boxes with longitude and latitude exchanged, where that is on Earth."""
    found = []
    for west, south, east, north in area.boxes:
        low, high = max(west, -90.0), min(east, 90.0)
        if low <= high:
            found.append((south, low, north, high))
    return found


def satisfies_named(dataset: Dataset, condition: PropertyFilter) -> bool:
    """Whether a dataset satisfies a condition on a queryable of the ISO profile, or on its own properties."""
    said = _named(dataset, condition.name.rpartition(":")[2].lower())
    if said is None:
        return satisfies(dataset.properties, condition)
    return satisfies({condition.name: said}, condition)


def _named(dataset: Dataset, name: str) -> Any:
    if name == "type":
        return [dataset.kind, *_listed(dataset.properties.get("hierarchyLevel"))]
    if name == "topiccategory":
        return [keyword.text for keyword in dataset.keywords if keyword.kind == "topicCategory"]
    if name in ("organisationname", "organizationname"):
        return [contact.organisation for contact in dataset.contacts if contact.organisation]
    if name == "subject":
        return [keyword.text for keyword in dataset.keywords]
    plain = {
        "language": dataset.language,
        "parentidentifier": dataset.parent,
        "identifier": dataset.id,
        "title": dataset.title,
    }
    return plain.get(name)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []
