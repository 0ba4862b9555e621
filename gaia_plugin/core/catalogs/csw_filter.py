"""Constraints of a CSW request: FES 1.1.0 documents (OGC 04-095) and CQL text (OGC 07-006r1, 6.2.2)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Callable

from lxml import etree

from ..model import PropertyFilter, Query, rfc3339

OGC = "http://www.opengis.net/ogc"
GML = "http://www.opengis.net/gml"
LATITUDE_FIRST = "urn:ogc:def:crs:EPSG::4326"
LONGITUDE_FIRST = "EPSG:4326"

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SIGNS = {"=": "EqualTo", "<>": "NotEqualTo", "<": "LessThan", "<=": "LessThanOrEqualTo",
          ">": "GreaterThan", ">=": "GreaterThanOrEqualTo"}  # fmt: skip
Condition = "tuple[Any, ...]"


def words(text: str) -> list[str]:
    """The words of a search as typed; what stands in double quotes is one."""
    found = (phrase or single for phrase, single in re.findall(r'"([^"]+)"|(\S+)', _NOT_XML.sub(" ", text)))
    return [word for word in (part.strip(' ,;"') for part in found) if word]


def profile_name(name: str) -> str:
    """A queryable's name with the prefix of the ISO application profile."""
    return f"apiso:{name.rpartition(':')[2]}"


def conditions(
    query: Query, parts: frozenset[str], bound_end: bool = True, spell: Callable[[str], str] = profile_name
) -> list[tuple[Any, ...]]:
    """The parts of a query as a list of conditions that must all hold, for either language:
    ("like", property, word), ("box", boxes), ("compare", property, sign, value), ("not", property, sign,
    value), ("any", conditions). Without ``bound_end`` nothing is said of when a dataset ended;
    ``spell`` gives the server's spelling of a queryable."""
    found: list[tuple[Any, ...]] = []
    if "text" in parts:
        found += [("like", "csw:AnyText", word) for word in words(query.text)]
    if "title" in parts:
        found += [("like", "csw:title", word) for word in words(query.text)]
    if "area" in parts and query.area:
        found.append(("box", query.area.boxes))
    if "period" in parts and query.period:
        if query.period.end is not None:
            found.append(("compare", spell("TempExtent_begin"), "<=", moment(query.period.end)))
        if query.period.start is not None and bound_end:
            # "Not ended before", rather than "ended after": a dataset that goes on has no end in the index.
            found.append(("not", spell("TempExtent_end"), "<", moment(query.period.start)))
    for condition in query.filters:
        if condition.name in parts:
            found.append(_property(condition, spell(condition.name)))
    return found


def moment(at: datetime) -> str:
    """A moment for a text index: a day where it is a midnight, so that "2018-01-01" is not before it."""
    text = rfc3339(at.replace(microsecond=0))
    return text[:10] if text.endswith("T00:00:00Z") else text


def _property(condition: PropertyFilter, name: str) -> tuple[Any, ...]:
    if condition.comparison == "in":
        options = condition.value if isinstance(condition.value, tuple) else (condition.value,)
        return ("any", [("compare", name, "=", str(option)) for option in options])
    if condition.comparison == "like":
        return ("like", name, str(condition.value))
    return ("compare", name, condition.comparison, str(condition.value))


def filter_document(found: Sequence[tuple[Any, ...]], latitude_first: bool) -> Any:
    """An ``ogc:Filter`` element of conditions that must all hold."""
    root = etree.Element(f"{{{OGC}}}Filter", nsmap={"ogc": OGC, "gml": GML})
    parent = etree.SubElement(root, f"{{{OGC}}}And") if len(found) > 1 else root
    for condition in found:
        _append(parent, condition, latitude_first)
    return root


def _append(parent: Any, condition: tuple[Any, ...], latitude_first: bool) -> None:
    kind = condition[0]
    if kind == "like":
        _, name, word = condition
        like = etree.SubElement(
            parent,
            f"{{{OGC}}}PropertyIsLike",
            {"wildCard": "*", "singleChar": "?", "escapeChar": "\\", "matchCase": "false"},
        )
        _named(like, name, "*" + re.sub(r"([*?\\])", r"\\\1", word) + "*")
    elif kind == "compare":
        _, name, sign, value = condition
        _named(etree.SubElement(parent, f"{{{OGC}}}PropertyIs{_SIGNS[sign]}"), name, value)
    elif kind == "not":
        _append(etree.SubElement(parent, f"{{{OGC}}}Not"), ("compare", *condition[1:]), latitude_first)
    elif kind == "any":
        either = etree.SubElement(parent, f"{{{OGC}}}Or") if len(condition[1]) > 1 else parent
        for one in condition[1]:
            _append(either, one, latitude_first)
    elif kind == "box":
        either = etree.SubElement(parent, f"{{{OGC}}}Or") if len(condition[1]) > 1 else parent
        for box in condition[1]:
            _append_box(either, box, latitude_first)


def _named(parent: Any, name: str, literal: str) -> None:
    etree.SubElement(parent, f"{{{OGC}}}PropertyName").text = _NOT_XML.sub("", name)
    etree.SubElement(parent, f"{{{OGC}}}Literal").text = _NOT_XML.sub("", literal)


def _append_box(parent: Any, box: Sequence[float], latitude_first: bool) -> None:
    west, south, east, north = (f"{side:.10g}" for side in box)
    bbox = etree.SubElement(parent, f"{{{OGC}}}BBOX")
    etree.SubElement(bbox, f"{{{OGC}}}PropertyName").text = "ows:BoundingBox"
    envelope = etree.SubElement(bbox, f"{{{GML}}}Envelope")
    envelope.set("srsName", LATITUDE_FIRST if latitude_first else LONGITUDE_FIRST)
    lower, upper = (
        (f"{south} {west}", f"{north} {east}") if latitude_first else (f"{west} {south}", f"{east} {north}")
    )
    etree.SubElement(envelope, f"{{{GML}}}lowerCorner").text = lower
    etree.SubElement(envelope, f"{{{GML}}}upperCorner").text = upper


def cql_text(found: Sequence[tuple[Any, ...]]) -> str:
    """The same conditions as CQL text; boxes are west, south, east, north."""
    return " AND ".join(_cql(condition) for condition in found)


def _cql(condition: tuple[Any, ...]) -> str:
    kind = condition[0]
    if kind == "like":
        _, name, word = condition
        return f"{_cql_name(name)} LIKE '%{_quoted(word)}%'"
    if kind == "compare":
        _, name, sign, value = condition
        return f"{_cql_name(name)} {sign} '{_quoted(value)}'"
    if kind == "not":
        return f"NOT ({_cql(('compare', *condition[1:]))})"
    if kind == "any":
        return "(" + " OR ".join(_cql(one) for one in condition[1]) + ")"
    boxes = [f"BBOX(ows:BoundingBox, {', '.join(f'{side:.10g}' for side in box)})" for box in condition[1]]
    return boxes[0] if len(boxes) == 1 else "(" + " OR ".join(boxes) + ")"


def _quoted(text: str) -> str:
    return _NOT_XML.sub("", str(text)).replace("'", "''")


def _cql_name(name: str) -> str:
    return re.sub(r"[^\w:.-]", "", name)
