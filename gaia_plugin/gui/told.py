"""Short texts that the lower floors say in English, translated where they are known.

They fill ``{detail}`` in an error's sentence, or stand beside a footprint or a source. What a server says in
its own words is not in the list and stays as it is.
"""

from __future__ import annotations

from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

# One literal a call and no trailing comma: pylupdate reads no other.
# fmt: off
TEXTS = (
    QT_TRANSLATE_NOOP("Told", "a file of another machine"),
    QT_TRANSLATE_NOOP("Told", "a redirect from https to http"),
    QT_TRANSLATE_NOOP("Told", "a redirect to something that is not a web address"),
    QT_TRANSLATE_NOOP("Told", "a service without any layer"),
    QT_TRANSLATE_NOOP("Told", "a web page instead of JSON"),
    QT_TRANSLATE_NOOP("Told", "a web page instead of the file; it may ask you to sign in on the provider's site"),  # noqa: E501
    QT_TRANSLATE_NOOP("Told", "a web page instead of XML"),
    QT_TRANSLATE_NOOP("Told", "an empty answer"),
    QT_TRANSLATE_NOOP("Told", "an excluded area is not drawn"),
    QT_TRANSLATE_NOOP("Told", "an unknown content coding"),
    QT_TRANSLATE_NOOP("Told", "broken JSON"),
    QT_TRANSLATE_NOOP("Told", "broken XML"),
    QT_TRANSLATE_NOOP("Told", "compressed text that is broken"),
    QT_TRANSLATE_NOOP("Told", "coordinates are not in degrees"),
    QT_TRANSLATE_NOOP("Told", "crosses the antimeridian"),
    QT_TRANSLATE_NOOP("Told", "it is neither a STAC catalogue nor a CSW service"),
    QT_TRANSLATE_NOOP("Told", "it is not a Dataverse"),
    QT_TRANSLATE_NOOP("Told", "it is not a list of catalogues"),
    QT_TRANSLATE_NOOP("Told", "it is not a STAC catalogue"),
    QT_TRANSLATE_NOOP("Told", "its address is signed for a short time; download it instead"),
    QT_TRANSLATE_NOOP("Told", "its granules are behind an OpenSearch service"),
    QT_TRANSLATE_NOOP("Told", "its tiles are in an unknown CRS"),
    QT_TRANSLATE_NOOP("Told", "JSON instead of XML"),
    QT_TRANSLATE_NOOP("Told", "JSON nested too deep"),
    QT_TRANSLATE_NOOP("Told", "JSON that is no collection of features"),
    QT_TRANSLATE_NOOP("Told", "JSON that is not an object"),
    QT_TRANSLATE_NOOP("Told", "JSON with NaN or Infinity"),
    QT_TRANSLATE_NOOP("Told", "latitudes beyond a pole were cut"),
    QT_TRANSLATE_NOOP("Told", "longitudes and latitudes were exchanged"),
    QT_TRANSLATE_NOOP("Told", "no capabilities"),
    QT_TRANSLATE_NOOP("Told", "no collections"),
    QT_TRANSLATE_NOOP("Told", "no dataset in it"),
    QT_TRANSLATE_NOOP("Told", "no DOI in it"),
    QT_TRANSLATE_NOOP("Told", "no form of the request was accepted"),
    QT_TRANSLATE_NOOP("Told", "no form of the search was accepted"),
    QT_TRANSLATE_NOOP("Told", "no list of hits"),
    QT_TRANSLATE_NOOP("Told", "no metadata in it"),
    QT_TRANSLATE_NOOP("Told", "no record in it"),
    QT_TRANSLATE_NOOP("Told", "no search is offered"),
    QT_TRANSLATE_NOOP("Told", "not a local file"),
    QT_TRANSLATE_NOOP("Told", "not a web address"),
    QT_TRANSLATE_NOOP("Told", "not an OpenSearch description"),
    QT_TRANSLATE_NOOP("Told", "not HTTP"),
    QT_TRANSLATE_NOOP("Told", "not JSON"),
    QT_TRANSLATE_NOOP("Told", "not XML"),
    QT_TRANSLATE_NOOP("Told", "south was above north: exchanged"),
    QT_TRANSLATE_NOOP("Told", "text in an unknown encoding"),
    QT_TRANSLATE_NOOP("Told", "the record does not say which layer is meant"),
    QT_TRANSLATE_NOOP("Told", "the record gives no area"),
    QT_TRANSLATE_NOOP("Told", "the record has no STAC link"),
    QT_TRANSLATE_NOOP("Told", "the server searches titles only"),
    QT_TRANSLATE_NOOP("Told", "the tiles' address has no {x}, {y}, {z}"),
    QT_TRANSLATE_NOOP("Told", "there are no footprints to save"),
    QT_TRANSLATE_NOOP("Told", "truncated JSON"),
    QT_TRANSLATE_NOOP("Told", "truncated XML"),
    QT_TRANSLATE_NOOP("Told", "XML instead of JSON"),
    QT_TRANSLATE_NOOP("Told", "XML nested too deep"),
    QT_TRANSLATE_NOOP("Told", "XML that declares entities"),
)
# fmt: on


def told(text: str) -> str:
    """A text of the lower floors in the user's language; several are parted by semicolons."""
    if text in TEXTS:
        return QCoreApplication.translate("Told", text)
    parts = text.split("; ")
    if len(parts) > 1 and all(part in TEXTS for part in parts):
        return "; ".join(QCoreApplication.translate("Told", part) for part in parts)
    return text
