"""What is said of a catalogue that was found: its protocol, what it offers, what can be done.

The sentences of ``core.catalogs.finder`` are repeated here as literals, because the translation tools read
literals only; a test holds the two lists equal.
"""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from ..bridge.user_catalogs import Imported
from ..core.catalogs.detect import Found
from ..core.errors import AuthenticationRequired, NotFound
from . import formats, messages

# One literal a call and no trailing comma: pylupdate reads no other.
# fmt: off
REASONS = (
    QT_TRANSLATE_NOOP("Found", "This is an OAI-PMH service, which is made for harvesting and cannot be searched: ask its provider for a CSW or a STAC catalogue."),  # noqa: E501
    QT_TRANSLATE_NOOP("Found", "This is the metadata of one dataset and not a catalogue: paste the address of the catalogue that it comes from."),  # noqa: E501
    QT_TRANSLATE_NOOP("Found", "This is an ArcGIS server and not a catalogue: add it with QGIS's Data Source Manager."),  # noqa: E501
    QT_TRANSLATE_NOOP("Found", "This is an OpenSearch service whose answers are web pages: the plugin cannot read them."),  # noqa: E501
    QT_TRANSLATE_NOOP("Found", "This is a GeoNetwork whose search did not answer: paste the address of its CSW."),  # noqa: E501
)
# fmt: on
CHOICES = (
    "stac",
    "stac-static",
    "csw",
    "geonetwork",
    "opensearch",
    "records",
    "dataverse",
    "erddap",
    "thredds",
    "fdsn",
    "wms",
    "wmts",
    "wfs",
    "features",
    "wcs",
)
"""The kinds that a person may choose, in the order of the list; others belong to one service only."""
_SERVICES = frozenset({"wms", "wmts", "wfs", "features", "wcs"})


def kind_name(kind: str) -> str:
    """A protocol's name for people."""
    names = {
        "closed": QCoreApplication.translate("Found", "none"),
        "stac": QCoreApplication.translate("Found", "STAC API"),
        "stac-static": QCoreApplication.translate("Found", "static STAC catalogue"),
        "geonetwork": "GeoNetwork 4",
        "opensearch": "OpenSearch",
        "records": "OGC API Records",
        "features": "OGC API Features",
        "dataverse": "Dataverse",
        "erddap": "ERDDAP",
        "thredds": "THREDDS",
        "odata": "OData",
        "ozcar": "Theia/OZCAR",
        "dataone": "DataONE",
        "datacite": "DataCite",
        "data-gouv": "data.gouv.fr",
    }
    return names.get(kind, kind.upper())


def recognised() -> str:
    """What an address may be, said while there is none."""
    text = QCoreApplication.translate("Found", "Recognised: {kinds}, or the map services {services}.")
    kinds = [kind_name(kind) for kind in CHOICES if kind not in _SERVICES]
    services = [kind_name(kind) for kind in CHOICES if kind in _SERVICES]
    return text.format(kinds=", ".join(kinds), services=", ".join(services))


def why(error: Exception) -> str:
    """Why nothing was found at an address."""
    if isinstance(error, NotFound):
        text = QCoreApplication.translate(
            "Found", "There is nothing at this address (HTTP {status}): check it."
        )
        return text.format(status=error.status)
    if isinstance(error, AuthenticationRequired) and error.status:
        text = QCoreApplication.translate("Found", "{host} wants a key or an account (HTTP {status}).")
        return text.format(host=error.host, status=error.status)
    return messages.sentence(error)


def describe(found: Found) -> str:
    """What an address is, in a few lines."""
    lines = []
    if found.entry is not None:
        text = QCoreApplication.translate("Found", "Found: {kind}, “{title}”.")
        lines.append(text.format(kind=kind_name(found.kind), title=found.title))
    if found.reason:
        lines.append(QCoreApplication.translate("Found", found.reason))
    if found.total is not None and found.total_is_lower_bound:
        text = QCoreApplication.translate("Found", "At least {datasets}.")
        lines.append(text.format(datasets=messages.datasets(found.total)))
    elif found.total is not None:
        lines.append(f"{messages.datasets(found.total)}.")
    if found.problem is not None:
        text = QCoreApplication.translate("Found", "But it could not be searched: {sentence}")
        lines.append(text.format(sentence=messages.sentence(found.problem)))
    elif found.entry is not None:
        lines.append(_filters(found.filters))
    return "\n".join(lines)


def also(kinds: Sequence[str]) -> str:
    """That other services answer at the same address; "" for none."""
    if not kinds:
        return ""
    text = QCoreApplication.translate("Found", "Also there: {kinds}. Choose one as the protocol to take it.")
    return text.format(kinds=", ".join(kind_name(kind) for kind in kinds))


def _filters(filters: frozenset[str]) -> str:
    names = {
        "text": QCoreApplication.translate("States", "words"),
        "area": QCoreApplication.translate("States", "area"),
        "period": QCoreApplication.translate("States", "period"),
        "properties": QCoreApplication.translate("Found", "properties such as cloud cover"),
    }
    known = [name for part, name in names.items() if part in filters and part != "properties"]
    if filters - {"text", "area", "period", "collections"}:
        known.append(names["properties"])
    if not known:
        return QCoreApplication.translate("Found", "Its server filters nothing: the plugin does.")
    return QCoreApplication.translate("Found", "Its server filters by {filters}.").format(
        filters=", ".join(known)
    )


def imported(result: Imported) -> str:
    """What came of a file."""
    text = QCoreApplication.translate("Found", "{added} added, {replaced} corrected.")
    said = text.format(added=formats.number(len(result.added)), replaced=formats.number(len(result.replaced)))
    if result.refused:
        refused = QCoreApplication.translate("Found", "{n} could not be used.")
        said = f"{said} {refused.format(n=formats.number(result.refused))}"
    return said
