"""QGIS closes while transfers are on their way: asked once, and they go on the next time."""

from __future__ import annotations

from typing import Any, Callable

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QMessageBox

from . import formats


def guard_exit(iface: Any, may_close: Callable[[], bool]) -> Callable[[], None]:
    """Have QGIS ask ``may_close`` before it closes; returns what takes that back."""
    register = getattr(iface, "registerApplicationExitBlocker", None)
    if register is None:
        return lambda: None
    from qgis.gui import QgsApplicationExitBlockerInterface

    class Blocker(QgsApplicationExitBlockerInterface):
        def allowExit(self) -> bool:
            return may_close()

    blocker = Blocker()
    register(blocker)
    return lambda: iface.unregisterApplicationExitBlocker(blocker)


def ask(window: Any, going: int) -> bool:
    """Whether the person wants to close QGIS though so many transfers are on their way."""
    if not going:
        return True
    box = question(window, going)
    box.exec()
    closes = box.clickedButton() is box.closing
    box.deleteLater()
    return closes


def question(window: Any, going: int) -> QMessageBox:
    """The question; ``closing`` is its button that closes."""
    box = QMessageBox(window)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle("GAIA Data")
    one = QCoreApplication.translate(
        "Transfers", "A transfer is running: it goes on the next time QGIS is open."
    )
    many = QCoreApplication.translate(
        "Transfers", "{n} transfers are running: they go on the next time QGIS is open."
    )
    box.setText(one if going == 1 else many.format(n=formats.number(going)))
    role = QMessageBox.ButtonRole
    box.closing = box.addButton(QCoreApplication.translate("Transfers", "&Close QGIS"), role.AcceptRole)
    staying = box.addButton(QCoreApplication.translate("Transfers", "&Stay"), role.RejectRole)
    box.setDefaultButton(box.closing)
    box.setEscapeButton(staying)
    return box
