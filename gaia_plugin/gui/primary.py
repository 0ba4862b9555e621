"""The one button of a panel that most people want next."""

from __future__ import annotations

from qgis.PyQt.QtGui import QIcon, QPalette
from qgis.PyQt.QtWidgets import QPushButton

from .icons import tinted

# The palette's own colours: right in every theme. A disabled one looks like its neighbours.
_STYLE = """
QPushButton:enabled {
    background-color: palette(highlight); color: palette(highlighted-text);
    border: 1px solid palette(highlight); border-radius: 3px; padding: 3px 7px;
}
QPushButton:enabled:hover { border-color: palette(highlighted-text); }
QPushButton:enabled:focus { border: 2px solid palette(window-text); padding: 2px 6px; }
"""


def make_primary(button: QPushButton, primary: bool = True, icon: QIcon | None = None) -> None:
    """Let a button stand out, or no more. ``icon`` is its usual one."""
    style = _STYLE if primary else ""
    if button.styleSheet() == style and (icon is None or not button.icon().isNull()):
        return
    button.setStyleSheet(style)
    # Qt measures the button as it is now, maybe disabled and so without the padding above.
    text = button.fontMetrics().horizontalAdvance(button.text().replace("&", ""))
    button.setMinimumWidth(text + 20 + (0 if icon is None else 22) if primary else 0)
    if icon is not None:
        color = button.palette().color(QPalette.ColorRole.HighlightedText)
        button.setIcon(tinted(icon, color) if primary and button.isEnabled() else icon)
