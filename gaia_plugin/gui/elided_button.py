"""A button whose text never widens the dock: the prefix goes first, then letters."""

from __future__ import annotations

from qgis.PyQt.QtCore import QSize, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter

from .ui import tip

_ARROW = " ▾"
_ICON = 16
_LEAST = 112  # pixels: three buttons fit in a dock of 340


class ElidedButton(QPushButton):
    """Shows "Where: Map extent ▾", or "Map extent ▾", or "Map ex… ▾", as room allows.

    The full text is the tool tip and the accessible name. Down opens what a click opens.
    """

    opened = pyqtSignal()

    def __init__(self, parent=None):
        super().__init__(parent)
        self._prefix, self._value, self._mnemonic = "", "", ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.opened)

    def set_texts(self, prefix: str, value: str) -> None:
        """The two parts of the text. No mnemonic: in a dock it would fight with those of QGIS's menus."""
        self._prefix, self._value = prefix, value
        full = f"{self._prefix} {value}".strip()
        self.setText(f"{prefix} {value.replace('&', '&&')}".strip())
        self.setToolTip(tip(full))
        self.setAccessibleName(full)
        self.updateGeometry()
        self.update()

    @property
    def value(self) -> str:
        """What the button says, without its prefix."""
        return self._value

    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        icon = 0 if self.icon().isNull() else 21
        wide = metrics.horizontalAdvance(f"{self._value}{_ARROW}") + icon + 16
        return QSize(max(64, min(_LEAST, wide)), super().sizeHint().height())

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def keyPressEvent(self, event) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        icon = self.icon()
        option.text, option.icon = "", type(icon)()
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        room = self.rect().adjusted(7, 0, -7, 0)
        metrics = self.fontMetrics()
        arrow = metrics.horizontalAdvance(_ARROW)
        value = metrics.horizontalAdvance(self._value)
        # In a narrow dock words matter more than the icon.
        if not icon.isNull() and value <= room.width() - arrow - _ICON - 5:
            icon.paint(painter, room.left(), (self.height() - _ICON) // 2, _ICON, _ICON)
            room.setLeft(room.left() + _ICON + 5)
        full = f"{self._prefix} {self._value}".strip()
        text = full if metrics.horizontalAdvance(full) <= room.width() - arrow else self._value
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, room.width() - arrow))
        self.style().drawItemText(
            painter,
            room,
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            self.palette(),
            self.isEnabled(),
            text,
            self.foregroundRole(),
        )
        self.style().drawItemText(
            painter,
            room,
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
            self.palette(),
            self.isEnabled(),
            _ARROW.strip(),
            self.foregroundRole(),
        )
