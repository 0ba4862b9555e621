"""Loading of the Qt Designer files."""

from __future__ import annotations

import html
from pathlib import Path

from qgis.PyQt import uic
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QDialogButtonBox, QWidget

_FOLDER = Path(__file__).resolve().parent.parent.parent / "ui"


def load_ui(name: str, widget: QWidget) -> None:
    """Fill a widget from ``ui/<name>.ui``; its children become attributes, named as in the file."""
    uic.loadUi(str(_FOLDER / f"{name}.ui"), widget, package=__package__)


def tip(text: str) -> str:
    """A text from outside as a tool tip: Qt would read "<b>" in it as HTML, and load what it names."""
    return f"<p>{html.escape(text)}</p>".replace("\n", "<br>") if text else ""


def speak(buttons: QDialogButtonBox) -> None:
    """Translate Cancel ourselves: Qt's own translations are not installed beside every QGIS."""
    cancel = buttons.button(QDialogButtonBox.StandardButton.Cancel)
    if cancel is not None:
        cancel.setText(QCoreApplication.translate("Dialogs", "&Cancel"))
