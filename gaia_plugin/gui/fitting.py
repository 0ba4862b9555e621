"""A row of buttons in a dock as narrow as a person makes it: the less important ones give up their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qgis.PyQt.QtCore import QEvent, QObject
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAbstractButton, QWidget

from .ui import tip

_GAP = 6
_ICON_WIDTH = 34


class Fitting(QObject):
    """Watches the widget that holds a row. Where the words of all have no room, the buttons of ``giving``
    become icons one after the other, with their words as tool tips; more room brings the words back. The
    primary button (``make_primary``) keeps its own."""

    def __init__(
        self, holder: QWidget, row: Sequence[QAbstractButton], giving: Mapping[QAbstractButton, QIcon]
    ):
        super().__init__(holder)
        self._holder, self._row, self._giving = holder, list(row), dict(giving)
        self._words: dict[QAbstractButton, tuple[str, QIcon, str]] = {}
        holder.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self.fit()
        return False

    def restore(self) -> None:
        """All words are back: to be called before the buttons change."""
        for button, (words, icon, told) in self._words.items():
            button.setText(words)
            button.setIcon(icon)
            button.setToolTip(told)
            button.setMaximumWidth(16777215)
        self._words.clear()

    def fit(self) -> None:
        """As many words as there is room for: to be called after the buttons changed."""
        self.restore()
        room = self._holder.contentsRect().width()
        for button, icon in self._giving.items():
            if self._wanted() <= room:
                return
            if not button.isHidden() and not button.minimumWidth():
                self._shorten(button, icon)

    def _wanted(self) -> int:
        shown = [button for button in self._row if not button.isHidden()]
        widths = [
            _ICON_WIDTH if one in self._words else max(one.sizeHint().width(), one.minimumWidth())
            for one in shown
        ]
        return sum(widths) + _GAP * (len(shown) + 1)

    def _shorten(self, button: QAbstractButton, icon: QIcon) -> None:
        words = button.text()
        self._words[button] = words, button.icon(), button.toolTip()
        plain = words.replace("&", "")
        button.setAccessibleName(plain)
        button.setToolTip(button.toolTip() or tip(plain))
        button.setText("")
        button.setIcon(icon)
        button.setMaximumWidth(_ICON_WIDTH)
