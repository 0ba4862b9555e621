"""The style that a provider ships with its data, applied to a layer.

A style file may also carry actions, form code and map tips, which are programs written by a stranger: only
what draws is taken from it.
"""

from __future__ import annotations

import os
import tempfile

from qgis.core import QgsMapLayer
from qgis.PyQt.QtXml import QDomDocument

from ..core.access import Access
from ..core.errors import GaiaError
from ..core.model import Link
from ..core.model.styles import style_link
from ..core.net import Cancel, Session
from ..core.net.parse import parse_xml
from .layer_groups import PRODUCT

__all__ = ["apply_style", "read_style", "style_link"]

MOST_BYTES = 4 * 1024 * 1024
_DRAWING = ("Symbology", "Symbology3D", "Labeling", "Rendering", "Diagrams", "Legend", "Elevation")


def read_style(session: Session, link: Link | None, cancel: Cancel) -> bytes:
    """The style's bytes; b"" where it cannot be had: data without style are better than none."""
    if link is None:
        return b""
    try:
        content = Access.of(session).read(link, cancel, MOST_BYTES).content
        parse_xml(content, "?")  # refuses entities before Qt's parser sees them
        return content
    except GaiaError:
        cancel.check()
        return b""


def apply_style(layer: QgsMapLayer, content: bytes) -> bool:
    """Apply QML or SLD. A style that does not fit the layer leaves it as it was, and so does one for a layer
    of several that a product has: which of them it is for, nobody says."""
    document = QDomDocument()
    if not content or layer.customProperty(PRODUCT) or not _parsed(document, content):
        return False
    if document.documentElement().tagName().endswith("StyledLayerDescriptor"):
        return _apply_sld(layer, content)
    flags = None
    for name in _DRAWING:
        flag = getattr(QgsMapLayer.StyleCategory, name, None) or getattr(QgsMapLayer, name, None)
        if flag is not None:
            flags = flag if flags is None else flags | flag
    done, _ = layer.importNamedStyle(document, flags)
    if done:
        layer.triggerRepaint()
    return bool(done)


def _parsed(document: QDomDocument, content: bytes) -> bool:
    result = document.setContent(content)
    return bool(result[0] if isinstance(result, tuple) else result)


def _apply_sld(layer: QgsMapLayer, content: bytes) -> bool:
    handle, path = tempfile.mkstemp(suffix=".sld")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
        _, done = layer.loadSldStyle(path)
    finally:
        os.unlink(path)
    return bool(done)
