"""Whether what came is what was announced."""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePosixPath

from ..model import Checksum, Link
from .names import path_of

_TEXT_SUFFIXES = re.compile(
    r"\.(html?|xhtml|xml|gml|kml|qml|sld|json|geojson|topojson|jsonld|[ct]sv|txt|md|svg|vrt|asc|prj|cat|ya?ml|rst|log)$"
)
_HTML = re.compile(rb"^(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b", re.I | re.S)
_KINDS = {
    ".tif": "TIFF image", ".tiff": "TIFF image", ".jp2": "JPEG 2000 image", ".zip": "zip archive",
    ".nc": "NetCDF file", ".nc4": "NetCDF file", ".h5": "HDF5 file", ".hdf5": "HDF5 file",
    ".png": "PNG image", ".jpg": "JPEG image", ".jpeg": "JPEG image", ".gpkg": "GeoPackage",
}  # fmt: skip
_TYPES = {
    "image/tiff": ".tif", "image/jp2": ".jp2", "application/zip": ".zip",
    "application/x-zip-compressed": ".zip", "application/netcdf": ".nc", "application/x-netcdf": ".nc",
    "application/x-hdf5": ".h5", "application/x-hdf": ".h5", "image/png": ".png", "image/jpeg": ".jpg",
    "application/geopackage+sqlite3": ".gpkg",
}  # fmt: skip
_MAY_BEGIN_WITH_TEXT = ("NetCDF file", "HDF5 file")  # the user block of HDF5
_NOT_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_TAG = re.compile(rb"<[^>]{0,400}>")


def hasher(checksum: Checksum | None) -> hashlib._Hash | None:
    """The running digest for a checksum; None where there is none or Python does not know its algorithm."""
    if checksum is None:
        return None
    try:
        return hashlib.new(checksum.algorithm.lower().replace("-", ""), usedforsecurity=False)
    except (ValueError, TypeError):
        return None


def digest_of(running: hashlib._Hash, checksum: Checksum) -> str:
    """The hexadecimal digest, of the announced length for algorithms of any length (SHAKE)."""
    if running.digest_size:
        return running.hexdigest()
    shake: str = running.hexdigest(len(checksum.digest) // 2)  # type: ignore[call-arg]
    return shake


def announces_text(link: Link, name: str = "") -> bool:
    """Whether the link promises a file that a web page, JSON or XML may be."""
    kind = link.media_type.split(";")[0].strip().lower()
    if kind.startswith("text/") or kind.endswith(("json", "xml", "+xml", "csv", "yaml")):
        return True
    for text in (name, path_of(link.href), link.name):
        suffix = PurePosixPath(text).suffix.lower()
        if suffix:
            return bool(_TEXT_SUFFIXES.match(suffix))
    return not kind


def impostor(start: bytes, content_type: str, link: Link, name: str = "") -> str:
    """Why the first bytes of an answer cannot be the file that the link announces; "" where they may be.

    Servers send sign-in pages and error reports with status 200. A web page is refused unless HTML was
    announced; JSON and XML are refused where a binary file was, any other text and nothing at all where an
    image, an archive, a NetCDF, HDF5 or GeoPackage file was. Binary formats are not told apart: a record that
    calls a zip file a TIFF still gives the user the file. ``start`` is all of a body of less than 512 bytes.
    """
    body = start.lstrip(b"\xef\xbb\xbf \t\r\n")
    kind = content_type.split(";")[0].strip().lower()
    suffix = PurePosixPath(name or path_of(link.href)).suffix.lower()
    wants_html = suffix in (".html", ".htm", ".xhtml") or "html" in link.media_type.lower()
    if not wants_html and (_HTML.match(body[:2000]) or (kind == "text/html" and body[:1] == b"<")):
        return "a web page instead of the file; it may ask you to sign in on the provider's site"
    if body[:1] == b"<" and re.search(rb"<([\w-]+:)?(ServiceException|ExceptionReport|Error>)", body[:2000]):
        return f"an error report instead of the file: {_words(body)}"
    if announces_text(link, name):
        return ""
    looks_json = body[:1] in (b"{", b"[") and (kind.endswith("json") or re.match(rb'^[\[{]\s*["{\]}]', body))
    if looks_json or body.startswith(b"<?xml"):
        return f"a message instead of the file: {_words(body)}"
    announced = _KINDS.get(suffix) or _KINDS.get(
        _TYPES.get(link.media_type.split(";")[0].strip().lower(), "")
    )
    if announced and not start:
        return f"nothing at all instead of the {announced}"
    if announced and _is_text(start) and (len(start) < 512 or announced not in _MAY_BEGIN_WITH_TEXT):
        return f"a text instead of the {announced}: {_words(body)}"
    return ""


def _is_text(start: bytes) -> bool:
    """Whether these bytes can be read by people: every binary format that is announced has others at once."""
    if _NOT_TEXT.search(start[:512]):
        return False
    try:
        start[:512].decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > len(start[:512]) - 4  # a letter that is cut in two
    return True


def _words(body: bytes) -> str:
    """The first words of an error answer, without markup and without anything that looks like an address."""
    text = _TAG.sub(b" ", body[:2000]).decode("utf-8", "replace")
    text = re.sub(r"\b\w+://\S+", "…", text)
    text = re.sub(r'[{}\[\]"]+', " ", text)
    return " ".join(text.split())[:120]
