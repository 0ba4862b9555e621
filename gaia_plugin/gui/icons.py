"""Icons: QGIS's own for what QGIS users know, ours for the plugin. No compiled resources."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt.QtGui import QColor, QIcon, QPainter

_FOLDER = Path(__file__).resolve().parent.parent.parent / "resources" / "icons"


def theme_icon(*names: str) -> QIcon:
    """The first of QGIS's theme icons that exists ("mActionZoomToLayer"); an empty icon where none does."""
    for name in names:
        icon = QgsApplication.getThemeIcon(f"/{name}.svg")
        if not icon.isNull():
            return icon
    return QIcon()


def plugin_icon(name: str = "gaia_data") -> QIcon:
    """One of the plugin's icons, SVG first."""
    for suffix in (".svg", ".png"):
        path = _FOLDER / f"{name}{suffix}"
        if path.exists():
            return QIcon(str(path))
    return QIcon()


def tinted(icon: QIcon, color: QColor, side: int = 32) -> QIcon:
    """An icon in one colour, for a coloured background; ``side`` in pixels."""
    picture = icon.pixmap(side, side)
    if picture.isNull():
        return icon
    painter = QPainter(picture)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(picture.rect(), color)
    painter.end()
    return QIcon(picture)
