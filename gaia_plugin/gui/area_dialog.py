"""Coordinates typed by hand: west, south, east, north in degrees."""

from __future__ import annotations

import re

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox

from ..core.model import Area
from . import formats
from .ui import load_ui, speak

_NUMBER = r"[-+]?\d+(?:[.,]\d+)?"
# Four numbers pasted at once; with decimal commas they must be parted by spaces or semicolons.
_FOUR = re.compile(
    rf"^\s*\[?\s*(?:({_NUMBER})[\s;]+({_NUMBER})[\s;]+({_NUMBER})[\s;]+({_NUMBER})"
    r"|([-+]?[\d.]+)\s*,\s*([-+]?[\d.]+)\s*,\s*([-+]?[\d.]+)\s*,\s*([-+]?[\d.]+))\s*\]?\s*$"
)


def degrees(text: str) -> float:
    """A number of degrees, with a point or a comma; a degree sign and a letter N, S, E, W or O are read too.

    Raises ValueError for anything else.
    """
    text = text.strip().replace("\u2212", "-").replace("°", " ").replace(",", ".").upper()
    match = re.fullmatch(r"([-+]?\d+(?:\.\d+)?)\s*([NSEWO]?)", text)
    if not match:
        raise ValueError("not a number of degrees")
    value = float(match.group(1))
    return -abs(value) if match.group(2) in ("S", "W", "O") else value


class AreaDialog(QDialog):
    """Asks for a box; OK stays off, and a sentence says why, until it makes one."""

    def __init__(self, parent=None, bounds: tuple[float, float, float, float] | None = None):
        super().__init__(parent)
        load_ui("area_dialog", self)
        speak(self.buttons)
        self._fields = (self.west, self.south, self.east, self.north)
        if bounds is not None:
            for field, value in zip(self._fields, bounds):
                field.setText(f"{value:.6f}".rstrip("0").rstrip("."))
        for field in self._fields:
            field.textChanged.connect(self._read)
        self.area: Area | None = None
        self._read()
        self.west.setFocus()
        self.west.selectAll()

    def _read(self, text: str = "") -> None:
        four = _FOUR.match(text)
        if four:
            values = [value for value in four.groups() if value is not None]
            for field, value in zip(self._fields, values):
                blocked = field.blockSignals(True)
                field.setText(value.replace(",", "."))
                field.blockSignals(blocked)
        self.area, sentence = self._parse()
        self.message.setText(sentence)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(self.area is not None)

    def _parse(self) -> tuple[Area | None, str]:
        if not all(field.text().strip() for field in self._fields):
            return None, self.tr(
                "Degrees of longitude and latitude (WGS 84). Four numbers can be pasted at once."
            )
        try:
            west, south, east, north = (degrees(field.text()) for field in self._fields)
        except ValueError:
            return None, self.tr("Each of the four must be a number of degrees, such as 5.25 or -4.5.")
        if not (-360 <= west <= 360 and -360 <= east <= 360):
            return None, self.tr("Longitudes go from -180 to 180.")
        if not (-90 <= south <= 90 and -90 <= north <= 90):
            return None, self.tr("Latitudes go from -90 to 90.")
        if south >= north:
            return None, self.tr("The south must be below the north.")
        if west == east:
            return None, self.tr("West and east must differ.")
        area = Area.bbox(west, south, east, north)
        text = formats.area(area)
        if area.bounds[0] > area.bounds[2]:
            crossing = QCoreApplication.translate("AreaDialog", "{box}: the area crosses the antimeridian.")
            return area, crossing.format(box=text)
        return area, text
