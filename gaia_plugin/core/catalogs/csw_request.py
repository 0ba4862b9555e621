"""GetRecords and GetRecordById as they go over the wire (OGC 07-006r1, 10.8 and 10.9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from .csw_capabilities import GMD, MDB
from .csw_filter import OGC, cql_text, filter_document

CSW = "http://www.opengis.net/cat/csw/2.0.2"
_NAMESPACES = {
    "csw": CSW,
    "ogc": OGC,
    "gmd": GMD,
    "apiso": "http://www.opengis.net/cat/csw/apiso/1.0",
    "ows": "http://www.opengis.net/ows",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dct": "http://purl.org/dc/terms/",
    "mdb": MDB,
}


@dataclass(frozen=True)
class GetRecords:
    """One request for a page. ``found`` are the conditions of ``csw_filter``; ``sort`` is (queryable,
    descending); ``start`` counts from 1."""

    schema: str
    type_name: str
    found: Sequence[tuple[Any, ...]]
    start: int
    count: int
    sort: tuple[str, bool] | None = None
    latitude_first: bool = True

    def document(self) -> bytes:
        """The request as an XML document, to be posted."""
        root = etree.Element(f"{{{CSW}}}GetRecords", nsmap=_NAMESPACES)
        for name, value in (
            ("service", "CSW"),
            ("version", "2.0.2"),
            ("resultType", "results"),
            ("outputFormat", "application/xml"),
            ("outputSchema", self.schema),
            ("startPosition", str(self.start)),
            ("maxRecords", str(self.count)),
        ):
            root.set(name, value)
        query = etree.SubElement(root, f"{{{CSW}}}Query", {"typeNames": self.type_name})
        etree.SubElement(query, f"{{{CSW}}}ElementSetName").text = "full"
        if self.found:
            constraint = etree.SubElement(query, f"{{{CSW}}}Constraint", {"version": "1.1.0"})
            constraint.append(filter_document(self.found, self.latitude_first))
        if self.sort:
            by = etree.SubElement(etree.SubElement(query, f"{{{OGC}}}SortBy"), f"{{{OGC}}}SortProperty")
            etree.SubElement(by, f"{{{OGC}}}PropertyName").text = self.sort[0]
            etree.SubElement(by, f"{{{OGC}}}SortOrder").text = "DESC" if self.sort[1] else "ASC"
        return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))

    def parameters(self) -> dict[str, str]:
        """The request as key-value pairs, to be sent by GET with a CQL constraint."""
        pairs = {
            "service": "CSW",
            "version": "2.0.2",
            "request": "GetRecords",
            "resultType": "results",
            "typeNames": self.type_name,
            "ElementSetName": "full",
            "outputFormat": "application/xml",
            "outputSchema": self.schema,
            "startPosition": str(self.start),
            "maxRecords": str(self.count),
        }
        prefix = self.type_name.partition(":")[0]
        if prefix in _NAMESPACES:
            pairs["namespace"] = f"xmlns({prefix}={_NAMESPACES[prefix]})"
        if self.found:
            pairs["constraintLanguage"] = "CQL_TEXT"
            pairs["constraint_language_version"] = "1.1.0"
            pairs["constraint"] = cql_text(self.found)
        if self.sort:
            pairs["sortBy"] = f"{self.sort[0]}:{'D' if self.sort[1] else 'A'}"
        return pairs


def record_by_id(identifier: str, schema: str) -> dict[str, str]:
    """GetRecordById as key-value pairs."""
    return {
        "service": "CSW",
        "version": "2.0.2",
        "request": "GetRecordById",
        "id": identifier,
        "ElementSetName": "full",
        "outputSchema": schema,
    }
