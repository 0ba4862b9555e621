"""The one button of a panel that most people want next."""

from __future__ import annotations

from qgis.PyQt.QtWidgets import QPushButton

# The palette's own colours: right in every theme. A disabled one looks like its neighbours.
_STYLE = """
QPushButton:enabled {
    background-color: palette(highlight); color: palette(highlighted-text);
    border: 1px solid palette(highlight); border-radius: 3px; padding: 3px 10px;
}
QPushButton:enabled:hover { border-color: palette(highlighted-text); }
QPushButton:enabled:focus { border: 2px solid palette(window-text); padding: 2px 9px; }
"""


def make_primary(button: QPushButton, primary: bool = True) -> None:
    """Let a button stand out, or no more."""
    style = _STYLE if primary else ""
    if button.styleSheet() != style:
        button.setStyleSheet(style)
