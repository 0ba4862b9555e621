"""The code to type on another screen: large, to copy, as a link, as a picture for a telephone."""

from __future__ import annotations

import math

from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtGui import QFontDatabase, QPixmap
from qgis.PyQt.QtWidgets import QApplication, QWidget

from ..core.auth.device_flow import DeviceCode
from . import accounts_texts
from .qr_code import qr_image
from .record_browser import open_safely
from .ui import load_ui

_SIDE = 170  # pixels of the picture


class DeviceCodePanel(QWidget):
    """Shows one code until ``clear``."""

    def __init__(self, parent=None):
        super().__init__(parent)
        load_ui("accounts_code", self)
        self._code: DeviceCode | None = None
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(self.font().pointSizeF() * 2.2)
        font.setBold(True)
        self.code.setFont(font)
        self.address.linkActivated.connect(open_safely)
        self.copy.clicked.connect(lambda: QApplication.clipboard().setText(self.code.text()))
        self.open.clicked.connect(self._open)
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._tick)
        self.hide()

    def show_code(self, code: DeviceCode) -> None:
        """Show a code, and how long it lasts."""
        if code is self._code:
            return
        self._code = code
        text = self.tr("On any screen, open {link} and type this code:")
        self.address.setText(text.format(link=accounts_texts.link(code.address, code.address)))
        self.code.setText(code.user_code)
        picture = _picture(code.address_with_code or code.address, self)
        self.picture.setVisible(picture is not None)
        if picture is not None:
            self.picture.setPixmap(picture)
        self._tick()
        self._timer.start()
        self.show()

    def clear(self) -> None:
        """No code any more."""
        self._timer.stop()
        self._code = None
        self.code.clear()
        self.picture.clear()
        self.hide()

    def _open(self) -> None:
        if self._code is not None:
            open_safely(self._code.address_with_code or self._code.address)

    def _tick(self) -> None:
        seconds = math.ceil(self._code.left) if self._code else 0
        if seconds > 0:
            text = self.tr("The code lasts another {minutes} min {seconds} s.")
            self.left.setText(text.format(minutes=seconds // 60, seconds=f"{seconds % 60:02d}"))
        else:
            self.left.setText(self.tr("The code has expired."))


def _picture(text: str, widget: QWidget) -> QPixmap | None:
    """The text as a QR code, large enough for a telephone; None where it does not fit into one."""
    sharp = widget.devicePixelRatioF()
    try:
        image = qr_image(text, round(_SIDE * sharp))
    except ValueError:
        return None
    picture = QPixmap.fromImage(image)
    picture.setDevicePixelRatio(sharp)
    return picture
