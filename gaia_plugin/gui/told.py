"""Short texts that the lower floors say in English, translated where they are known.

They fill ``{detail}`` in an error's sentence, or stand beside a footprint or a source. What a server says in
its own words is not in the list and stays as it is.
"""

from __future__ import annotations

import re
from functools import lru_cache

from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

_FIELD = re.compile(r"\{(\w+)\}")
_PARTS = re.compile(r"(\{\w+\})")
_LONGEST = 600
"""Signs: what is longer is somebody's abstract, and not looked through."""

# One literal a call and no trailing comma: pylupdate reads no other.
# fmt: off
TEXTS = (
    QT_TRANSLATE_NOOP("Told", "a file of another machine"),
    QT_TRANSLATE_NOOP("Told", "a header that cannot be sent"),
    QT_TRANSLATE_NOOP("Told", "a location cannot be read"),
    QT_TRANSLATE_NOOP("Told", "a part of the key is missing"),
    QT_TRANSLATE_NOOP("Told", "a point is not in degrees"),
    QT_TRANSLATE_NOOP("Told", "a polygon cannot be read"),
    QT_TRANSLATE_NOOP("Told", "a redirect from https to http"),
    QT_TRANSLATE_NOOP("Told", "a redirect to something that is not a web address"),
    QT_TRANSLATE_NOOP("Told", "a redirect where none may be"),
    QT_TRANSLATE_NOOP("Told", "a service without any layer"),
    QT_TRANSLATE_NOOP("Told", "a signed address of something else"),
    QT_TRANSLATE_NOOP("Told", "a signed address that has expired already"),
    QT_TRANSLATE_NOOP("Told", "a web page instead of JSON"),
    QT_TRANSLATE_NOOP("Told", "a web page instead of the file; it may ask you to sign in on the provider's site"),  # noqa: E501
    QT_TRANSLATE_NOOP("Told", "a web page instead of XML"),
    QT_TRANSLATE_NOOP("Told", "an answer that lacks what was asked for"),
    QT_TRANSLATE_NOOP("Told", "an empty answer"),
    QT_TRANSLATE_NOOP("Told", "an exception report"),
    QT_TRANSLATE_NOOP("Told", "an excluded area is not drawn"),
    QT_TRANSLATE_NOOP("Told", "an object store's address without bucket or key"),
    QT_TRANSLATE_NOOP("Told", "an unknown content coding"),
    QT_TRANSLATE_NOOP("Told", "another person"),
    QT_TRANSLATE_NOOP("Told", "another QGIS holds it"),
    QT_TRANSLATE_NOOP("Told", "broken JSON"),
    QT_TRANSLATE_NOOP("Told", "broken XML"),
    QT_TRANSLATE_NOOP("Told", "cannot be read"),
    QT_TRANSLATE_NOOP("Told", "compressed text that is broken"),
    QT_TRANSLATE_NOOP("Told", "coordinates are not in degrees"),
    QT_TRANSLATE_NOOP("Told", "coordinates in EPSG:{code} could not be read"),
    QT_TRANSLATE_NOOP("Told", "crosses the antimeridian"),
    QT_TRANSLATE_NOOP("Told", "Documents of this catalogue that could not be read: {count}."),
    QT_TRANSLATE_NOOP("Told", "expired"),
    QT_TRANSLATE_NOOP("Told", "it does not know PKCE"),
    QT_TRANSLATE_NOOP("Told", "it does not know the plugin's client identifier"),
    QT_TRANSLATE_NOOP("Told", "it does not open a browser"),
    QT_TRANSLATE_NOOP("Told", "it does not say where tokens are given"),
    QT_TRANSLATE_NOOP("Told", "it gives no codes"),
    QT_TRANSLATE_NOOP("Told", "it has no such way in"),
    QT_TRANSLATE_NOOP("Told", "it is damaged"),
    QT_TRANSLATE_NOOP("Told", "it is no ORCID iD: its last sign does not match"),
    QT_TRANSLATE_NOOP("Told", "it is not a Dataverse"),
    QT_TRANSLATE_NOOP("Told", "it is not a list of catalogues"),
    QT_TRANSLATE_NOOP("Told", "it is not a STAC catalogue"),
    QT_TRANSLATE_NOOP("Told", "it is of a later version"),
    QT_TRANSLATE_NOOP("Told", "it is too large for a list of catalogues"),
    QT_TRANSLATE_NOOP("Told", "its address holds a key, which the project would keep"),
    QT_TRANSLATE_NOOP("Told", "its address is not https"),
    QT_TRANSLATE_NOOP("Told", "its addresses are signed for a few hours"),
    QT_TRANSLATE_NOOP("Told", "no port of this computer is free"),
    QT_TRANSLATE_NOOP("Told", "its address is signed for a short time; download it instead"),
    QT_TRANSLATE_NOOP("Told", "its configuration did not sign in"),
    QT_TRANSLATE_NOOP("Told", "its description offers neither Atom nor GeoJSON"),
    QT_TRANSLATE_NOOP("Told", "Its own search did not answer: it was asked through CSW, which finds less."),
    QT_TRANSLATE_NOOP("Told", "Its records name places and give few coordinates: an area finds little of them."),  # noqa: E501
    QT_TRANSLATE_NOOP("Told", "Its search has no areas: each dataset found was asked for its own, which takes time."),  # noqa: E501
    QT_TRANSLATE_NOOP("Told", "its tiles are in an unknown CRS"),
    QT_TRANSLATE_NOOP("Told", "JSON instead of XML"),
    QT_TRANSLATE_NOOP("Told", "JSON nested too deep"),
    QT_TRANSLATE_NOOP("Told", "JSON that is no collection of features"),
    QT_TRANSLATE_NOOP("Told", "JSON that is no search answer"),
    QT_TRANSLATE_NOOP("Told", "JSON that is not an object"),
    QT_TRANSLATE_NOOP("Told", "JSON with NaN or Infinity"),
    QT_TRANSLATE_NOOP("Told", "JSON without a feed of entries"),
    QT_TRANSLATE_NOOP("Told", "JSON without a response and its documents"),
    QT_TRANSLATE_NOOP("Told", "JSON without a table and its rows"),
    QT_TRANSLATE_NOOP("Told", "no basket"),
    QT_TRANSLATE_NOOP("Told", "nothing is in this selection"),
    QT_TRANSLATE_NOOP("Told", "QGIS answers for each request there, which GDAL cannot"),
    QT_TRANSLATE_NOOP("Told", "QGIS no longer has this configuration"),
    QT_TRANSLATE_NOOP("Told", "the basket could not be packed"),
    QT_TRANSLATE_NOOP("Told", "the basket was cancelled on its website"),
    QT_TRANSLATE_NOOP("Told", "{kind} links are not streamed"),
    QT_TRANSLATE_NOOP("Told", "latitudes beyond a pole were cut"),
    QT_TRANSLATE_NOOP("Told", "longitudes and latitudes were exchanged"),
    QT_TRANSLATE_NOOP("Told", "longitudes beyond 180° were turned back"),
    QT_TRANSLATE_NOOP("Told", "Model output is global: records that name no place were kept whatever the area."),  # noqa: E501
    QT_TRANSLATE_NOOP("Told", "{name} holds no layer that QGIS can draw"),
    QT_TRANSLATE_NOOP("Told", "{name} instead of {kind} capabilities"),
    QT_TRANSLATE_NOOP("Told", "no access token in it"),
    QT_TRANSLATE_NOOP("Told", "no capabilities"),
    QT_TRANSLATE_NOOP("Told", "no catalogue of the kind '{kind}'"),
    QT_TRANSLATE_NOOP("Told", "no catalogue in it can be used"),
    QT_TRANSLATE_NOOP("Told", "no catalogue and no map service was recognised there"),
    QT_TRANSLATE_NOOP("Told", "no code in it"),
    QT_TRANSLATE_NOOP("Told", "no collection of records in it"),
    QT_TRANSLATE_NOOP("Told", "no collections"),
    QT_TRANSLATE_NOOP("Told", "no dataset in it"),
    QT_TRANSLATE_NOOP("Told", "no DOI in it"),
    QT_TRANSLATE_NOOP("Told", "no ERDDAP answers there"),
    QT_TRANSLATE_NOOP("Told", "no form of the request was accepted"),
    QT_TRANSLATE_NOOP("Told", "no form of the search was accepted"),
    QT_TRANSLATE_NOOP("Told", "no ID token"),
    QT_TRANSLATE_NOOP("Told", "no list of hits"),
    QT_TRANSLATE_NOOP("Told", "no list of keys"),
    QT_TRANSLATE_NOOP("Told", "no list of records ('{name}') in it"),
    QT_TRANSLATE_NOOP("Told", "no list of {member}"),
    QT_TRANSLATE_NOOP("Told", "no metadata in it"),
    QT_TRANSLATE_NOOP("Told", "no reason"),
    QT_TRANSLATE_NOOP("Told", "no reason given"),
    QT_TRANSLATE_NOOP("Told", "no record in it"),
    QT_TRANSLATE_NOOP("Told", "no search is offered"),
    QT_TRANSLATE_NOOP("Told", "no signed addresses"),
    QT_TRANSLATE_NOOP("Told", "not a catalogue's answer but {name}"),
    QT_TRANSLATE_NOOP("Told", "not a feed but {name}"),
    QT_TRANSLATE_NOOP("Told", "not a local file"),
    QT_TRANSLATE_NOOP("Told", "not a web address"),
    QT_TRANSLATE_NOOP("Told", "not an OpenSearch description"),
    QT_TRANSLATE_NOOP("Told", "not HTTP"),
    QT_TRANSLATE_NOOP("Told", "not JSON"),
    QT_TRANSLATE_NOOP("Told", "not XML"),
    QT_TRANSLATE_NOOP("Told", "Off line: it cannot be downloaded now, nor ordered from here."),
    QT_TRANSLATE_NOOP("Told", "Only its first {count} catalogues were read; the others are listed by their names."),  # noqa: E501
    QT_TRANSLATE_NOOP("Told", "Only the first {count} records were looked at: narrow the search."),
    QT_TRANSLATE_NOOP("Told", "QGIS cannot open “{name}”"),
    QT_TRANSLATE_NOOP("Told", "QGIS cannot read {name}"),
    QT_TRANSLATE_NOOP("Told", "Records without an area or a period were kept."),
    QT_TRANSLATE_NOOP("Told", "{scheme} addresses"),
    QT_TRANSLATE_NOOP("Told", "Some of its catalogues could not be read."),
    QT_TRANSLATE_NOOP("Told", "Some records could not be read in full: their area or period may be missing."),
    QT_TRANSLATE_NOOP("Told", "south was above north: exchanged"),
    QT_TRANSLATE_NOOP("Told", "text in an unknown encoding"),
    QT_TRANSLATE_NOOP("Told", "the box is all zeros"),
    QT_TRANSLATE_NOOP("Told", "the box is not in degrees"),
    QT_TRANSLATE_NOOP("Told", "the box lacks a number"),
    QT_TRANSLATE_NOOP("Told", "the catalogue names zones and gives no coordinates"),
    QT_TRANSLATE_NOOP("Told", "the catalogue's list gives no area"),
    QT_TRANSLATE_NOOP("Told", "The corners of the record's bounding box were in the wrong order."),
    QT_TRANSLATE_NOOP("Told", "The data cover the whole Earth, or the record does not say where."),
    QT_TRANSLATE_NOOP("Told", "the disk does not take files of that size"),
    QT_TRANSLATE_NOOP("Told", "the disk is full"),
    QT_TRANSLATE_NOOP("Told", "the disk is read-only"),
    QT_TRANSLATE_NOOP("Told", "the folder does not exist"),
    QT_TRANSLATE_NOOP("Told", "the geometry has no usable position"),
    QT_TRANSLATE_NOOP("Told", "the name is too long"),
    QT_TRANSLATE_NOOP("Told", "The next page lies at another host ({host}), which was not asked."),
    QT_TRANSLATE_NOOP("Told", "the plugin has no client identifier there yet"),
    QT_TRANSLATE_NOOP("Told", "the polygon cannot be read"),
    QT_TRANSLATE_NOOP("Told", "the record does not say which layer is meant"),
    QT_TRANSLATE_NOOP("Told", "the record gives no area"),
    QT_TRANSLATE_NOOP("Told", "The list is long: of {count} entries only those whose title holds the words were read."),  # noqa: E501
    QT_TRANSLATE_NOOP("Told", "The record gives no area."),
    QT_TRANSLATE_NOOP("Told", "the record gives no coordinates"),
    QT_TRANSLATE_NOOP("Told", "The record gives the whole world and no period, as catalogues do where nothing is known."),  # noqa: E501
    QT_TRANSLATE_NOOP("Told", "The record has no bounding box."),
    QT_TRANSLATE_NOOP("Told", "The record has no geometry."),
    QT_TRANSLATE_NOOP("Told", "the record has no OpenSearch link"),
    QT_TRANSLATE_NOOP("Told", "the record has no STAC link"),
    QT_TRANSLATE_NOOP("Told", "The record's bounding box cannot be read."),
    QT_TRANSLATE_NOOP("Told", "The record's geometry cannot be read."),
    QT_TRANSLATE_NOOP("Told", "The record's geometry cannot be read; its bounding box is shown."),
    QT_TRANSLATE_NOOP("Told", "The record's geometry is too large to draw; its bounding box is shown."),
    QT_TRANSLATE_NOOP("Told", "The server did not apply all filters; what it should have left out was left out here."),  # noqa: E501
    QT_TRANSLATE_NOOP("Told", "The server does not sort by {name}: what it gives is sorted here, page by page."),  # noqa: E501
    QT_TRANSLATE_NOOP("Told", "The server gave only empty pages; the search stopped there."),
    QT_TRANSLATE_NOOP("Told", "The server gave the same page again; the search stopped there."),
    QT_TRANSLATE_NOOP("Told", "The server gives no more than its first {count} records: narrow the search."),
    QT_TRANSLATE_NOOP("Told", "The server refused to filter by {parts}; that was done here."),
    QT_TRANSLATE_NOOP("Told", "The server searched only a part of its records: try again, or narrow the search."),  # noqa: E501
    QT_TRANSLATE_NOOP("Told", "the server searches titles only"),
    QT_TRANSLATE_NOOP("Told", "the tiles' address has no {x}, {y}, {z}"),
    QT_TRANSLATE_NOOP("Told", "there are no footprints to save"),
    QT_TRANSLATE_NOOP("Told", "There is no collection {name} here."),
    QT_TRANSLATE_NOOP("Told", "This catalogue is too large to walk: {count} of its documents were read."),
    QT_TRANSLATE_NOOP("Told", "this OpenSearch service wants {wanted}"),
    QT_TRANSLATE_NOOP("Told", "truncated JSON"),
    QT_TRANSLATE_NOOP("Told", "truncated XML"),
    QT_TRANSLATE_NOOP("Told", "unknown reason"),
    QT_TRANSLATE_NOOP("Told", "unreadable token"),
    QT_TRANSLATE_NOOP("Told", "west was beyond east: exchanged"),
    QT_TRANSLATE_NOOP("Told", "wrong access token"),
    QT_TRANSLATE_NOOP("Told", "wrong algorithm"),
    QT_TRANSLATE_NOOP("Told", "wrong audience"),
    QT_TRANSLATE_NOOP("Told", "wrong code"),
    QT_TRANSLATE_NOOP("Told", "wrong issuer"),
    QT_TRANSLATE_NOOP("Told", "wrong nonce"),
    QT_TRANSLATE_NOOP("Told", "wrong signature"),
    QT_TRANSLATE_NOOP("Told", "wrong state"),
    QT_TRANSLATE_NOOP("Told", "XML instead of JSON"),
    QT_TRANSLATE_NOOP("Told", "XML nested too deep"),
    QT_TRANSLATE_NOOP("Told", "XML that declares entities"),
    QT_TRANSLATE_NOOP("Told", "XML that is no THREDDS catalogue"),
    QT_TRANSLATE_NOOP("Told", "you are not signed in there"),
    QT_TRANSLATE_NOOP("Told", "you may not write there"),
    QT_TRANSLATE_NOOP("Told", "your disk quota is used up"),
    QT_TRANSLATE_NOOP("Told", "There are too many stations to draw: search a smaller area or a shorter period."),  # noqa: E501
    QT_TRANSLATE_NOOP("Told", "it has too many stations for one answer: search a smaller area or a shorter period"),  # noqa: E501
    QT_TRANSLATE_NOOP("Told", "the catalogue gave no station of it"),
    QT_TRANSLATE_NOOP("Told", "only some of its stations are drawn"),
    QT_TRANSLATE_NOOP("Told", "no text of networks and stations"),
    QT_TRANSLATE_NOOP("Told", "no StationXML"),
    QT_TRANSLATE_NOOP("Told", "no version of the service"),
    QT_TRANSLATE_NOOP("Told", "Datasets with one of the variables or in one of the categories were found, not only those with both."),  # noqa: E501
    QT_TRANSLATE_NOOP("Told", "no list of observations"),
    QT_TRANSLATE_NOOP("Told", "no facets in it"),
    QT_TRANSLATE_NOOP("Told", "it is too large for a file of corrections"),
    QT_TRANSLATE_NOOP("Told", "it is not a file of corrections"),
    QT_TRANSLATE_NOOP("Told", "its format is of a later version of the plugin"),
    QT_TRANSLATE_NOOP("Told", "it does not say its date as year-month-day"),
    QT_TRANSLATE_NOOP("Told", "{id} is in it twice"),
    QT_TRANSLATE_NOOP("Told", "{id} has a field that a correction cannot change: {name}"),
    QT_TRANSLATE_NOOP("Told", "{id} has no correction"),
    QT_TRANSLATE_NOOP("Told", "{id} is a part of the plugin"),
    QT_TRANSLATE_NOOP("Told", "the new address of {id} is not a plain https address"),
    QT_TRANSLATE_NOOP("Told", "the new address of {id} is in another domain than the one that its key or account is for"),  # noqa: E501
    QT_TRANSLATE_NOOP("Told", "the sentence about {id} is not a short text in English or French"),
    QT_TRANSLATE_NOOP("Told", "{id} cannot be closed like that"),
    QT_TRANSLATE_NOOP("Told", "it cannot be opened"),
    QT_TRANSLATE_NOOP("Told", "your .netrc file names no such host"),
    QT_TRANSLATE_NOOP("Told", "what was kept is damaged"),
    QT_TRANSLATE_NOOP("Told", "it is too long"),
    QT_TRANSLATE_NOOP("Told", "this computer has no keyring"),
    QT_TRANSLATE_NOOP("Told", "the keyring is locked"),
    QT_TRANSLATE_NOOP("Told", "the Python library keyring is not installed"),
    QT_TRANSLATE_NOOP("Told", "the keyring does not answer"),
    QT_TRANSLATE_NOOP("Told", "the master password of QGIS was not given"),
    QT_TRANSLATE_NOOP("Told", "it was not opened"),
    QT_TRANSLATE_NOOP("Told", "QGIS's authentication database is locked"),
    QT_TRANSLATE_NOOP("Told", "the keyring refused"),
    QT_TRANSLATE_NOOP("Told", "QGIS's authentication database is switched off"),
    QT_TRANSLATE_NOOP("Told", "QGIS's authentication database cannot be read"),
    QT_TRANSLATE_NOOP("Told", "QGIS's authentication database cannot be written"),
    QT_TRANSLATE_NOOP("Told", "GDAL is older than 3.7 here"),
    QT_TRANSLATE_NOOP("Told", "GDAL takes no sign-in to a WCS 2.0"),
    QT_TRANSLATE_NOOP("Told", "GDAL would hand the key on to where the server redirects"),
    QT_TRANSLATE_NOOP("Told", "QGIS's authentication database holds nothing yet"),
    QT_TRANSLATE_NOOP("Told", "a backslash in its path"),
    QT_TRANSLATE_NOOP("Told", "a device"),
    QT_TRANSLATE_NOOP("Told", "a file and a folder of that name"),
    QT_TRANSLATE_NOOP("Told", "a link"),
    QT_TRANSLATE_NOOP("Told", "a name that Windows cannot write"),
    QT_TRANSLATE_NOOP("Told", "a name that Windows keeps for devices"),
    QT_TRANSLATE_NOOP("Told", "a name that ends in a dot or a space"),
    QT_TRANSLATE_NOOP("Told", "a name that is not text"),
    QT_TRANSLATE_NOOP("Told", "a name that is too long"),
    QT_TRANSLATE_NOOP("Told", "a path that is too long"),
    QT_TRANSLATE_NOOP("Told", "a path that is too long for this computer"),
    QT_TRANSLATE_NOOP("Told", "a path that leads outside"),
    QT_TRANSLATE_NOOP("Told", "a path with a drive letter"),
    QT_TRANSLATE_NOOP("Told", "a second file of that name"),
    QT_TRANSLATE_NOOP("Told", "an absolute path"),
    QT_TRANSLATE_NOOP("Told", "an impossible size"),
    QT_TRANSLATE_NOOP("Told", "an unknown compression"),
    QT_TRANSLATE_NOOP("Told", "another part of the file than was asked for"),
    QT_TRANSLATE_NOOP("Told", "control characters in its name"),
    QT_TRANSLATE_NOOP("Told", "it cannot be read"),
    QT_TRANSLATE_NOOP("Told", "it ends too early"),
    QT_TRANSLATE_NOOP("Told", "it has no name"),
    QT_TRANSLATE_NOOP("Told", "it holds more than {count} files"),
    QT_TRANSLATE_NOOP("Told", "it holds no file"),
    QT_TRANSLATE_NOOP("Told", "it is encrypted"),
    QT_TRANSLATE_NOOP("Told", "it is neither a file nor a folder"),
    QT_TRANSLATE_NOOP("Told", "it is neither a zip nor a tar"),
    QT_TRANSLATE_NOOP("Told", "it shares its bytes with another file"),
    QT_TRANSLATE_NOOP("Told", "it takes {needed} MB and {free} MB are free"),
    QT_TRANSLATE_NOOP("Told", "it unpacks to more than {limit} GB"),
    QT_TRANSLATE_NOOP("Told", "it unpacks to more than {ratio} times its size"),
    QT_TRANSLATE_NOOP("Told", "its list of files is too large"),
    QT_TRANSLATE_NOOP("Told", "the disk is nearly full"),
    QT_TRANSLATE_NOOP("Told", "{member} cannot be read"),
    QT_TRANSLATE_NOOP("Told", "{member} does not match its checksum"),
    QT_TRANSLATE_NOOP("Told", "another file has that name"),
    QT_TRANSLATE_NOOP("Told", "it has more than {limit} MB"),
    QT_TRANSLATE_NOOP("Told", "it is no Metalink 4 document"),
    QT_TRANSLATE_NOOP("Told", "it is no STAC item collection"),
    QT_TRANSLATE_NOOP("Told", "it is no list of files to fetch"),
    QT_TRANSLATE_NOOP("Told", "it lists more than {count} files"),
    QT_TRANSLATE_NOOP("Told", "a list of parts that is none"),
    QT_TRANSLATE_NOOP("Told", "an object that is too large"),
    QT_TRANSLATE_NOOP("Told", "an object without a size"),
    QT_TRANSLATE_NOOP("Told", "an upload without an identifier"),
)
# fmt: on


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The texts with fields, as what they look like once filled; those that say most come first."""
    filled = sorted((text for text in TEXTS if "{" in text and "{x}" not in text), key=len, reverse=True)
    return tuple((re.compile(_FIELD.sub(r"(?P<\1>.+)", _literal(text)), re.DOTALL), text) for text in filled)


def _literal(text: str) -> str:
    return "".join(part if _FIELD.fullmatch(part) else re.escape(part) for part in _PARTS.split(text))


def told(text: str) -> str:
    """A text of the lower floors in the user's language; several are parted by semicolons."""
    if len(text) > _LONGEST:
        return text
    if text in TEXTS:
        return QCoreApplication.translate("Told", text)
    parts = text.split("; ")
    if len(parts) > 1 and all(_known(part) for part in parts):
        return "; ".join(told(part) for part in parts)
    for pattern, source in _patterns():
        match = pattern.fullmatch(text)
        if match:
            return QCoreApplication.translate("Told", source).format(**match.groupdict())
    return text


def _known(text: str) -> bool:
    return text in TEXTS or any(pattern.fullmatch(text) for pattern, _ in _patterns())
