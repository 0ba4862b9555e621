"""What is said in QGIS's message bar: whole, once, and one message for all that one action did."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from qgis.core import Qgis
from qgis.PyQt.QtCore import QObject, QRect, Qt, QTimer
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from .ui import tip

_FURNITURE = 200  # pixels of the bar that its icon, counter and closing button take
_PATIENCE = 1500  # milliseconds that what is done waits for what is still going on
_SECONDS = 8


class Notices(QObject):
    """Messages by kind: a new one takes the place of the one before, so that none pile up."""

    def __init__(self, iface, parent: QObject):
        super().__init__(parent)
        self._iface = iface
        self._shown: dict[str, Any] = {}
        self._of: dict[str, set[Any]] = {}
        self._bar = iface.messageBar()
        self._bar.widgetRemoved.connect(self._removed)

    def say(
        self,
        text: str,
        level: Any,
        button: str = "",
        slot: Callable[[], Any] | None = None,
        kind: str = "",
        of: Iterable[Any] = (),
    ) -> None:
        """Say a plain text, with a button where there is something to do. Warnings stay until closed.

        ``kind`` names what the message is about; without one, only the same text is replaced.
        ``of`` is what it speaks of: once ``settle`` was told of all of that, the message goes.
        """
        kind = kind or text
        before = self._shown.pop(kind, None)
        if before is not None:
            self._bar.popWidget(before)
        push = QPushButton(button) if button and slot is not None else None
        item = self._bar.createMessage("")
        item.layout().addWidget(self._body(text, push))
        if push is not None:

            def act() -> None:
                self._bar.popWidget(item)
                slot()

            push.clicked.connect(act)
        self._shown[kind] = item
        self._of[kind] = set(of)
        self._bar.pushWidget(item, level, 0 if level == Qgis.MessageLevel.Warning else _SECONDS)

    def settle(self, things: Iterable[Any]) -> None:
        """These went well by now, or are tried again: what is said of nothing else is taken away."""
        gone = set(things)
        for kind, of in list(self._of.items()):
            if of and of <= gone and kind in self._shown:
                self._bar.popWidget(self._shown[kind])
            of -= gone

    def _body(self, text: str, push: QPushButton | None) -> QWidget:
        """The bar's own text is HTML, one line high: this one is neither."""
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        name, said = QLabel("GAIA Data"), QLabel(text)
        bold = name.font()
        bold.setBold(True)
        name.setFont(bold)
        said.setObjectName("said")
        said.setTextFormat(Qt.TextFormat.PlainText)
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        said.setWordWrap(True)
        taken = name.sizeHint().width() + (push.sizeHint().width() if push is not None else 0)
        # While it is hidden, the bar has no width of its own yet.
        whole = (
            self._bar
            if self._bar.isVisible() or self._bar.parentWidget() is None
            else self._bar.parentWidget()
        )
        room = max(160, whole.width() - _FURNITURE - taken)
        wrapped = said.fontMetrics().boundingRect(
            QRect(0, 0, room, 1000), int(Qt.TextFlag.TextWordWrap), text
        )
        # A label that wraps asks for a square of text, which the bar would grant it.
        said.setFixedHeight(wrapped.height() + 2)
        said.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        said.setToolTip(tip(text))
        for widget in (name, said, push):
            if widget is not None:
                row.addWidget(widget)
        return body

    def _removed(self, item: Any) -> None:
        self._shown = {kind: one for kind, one in self._shown.items() if one is not item}
        self._of = {kind: of for kind, of in self._of.items() if kind in self._shown}

    def shut(self) -> None:
        """Take away what is still said: its buttons lead nowhere any more."""
        for item in list(self._shown.values()):
            self._bar.popWidget(item)
        self._bar.widgetRemoved.disconnect(self._removed)


class Tally(QObject):
    """Counts what one action set going. ``tell(done, failed)`` comes when all is over, and before that when
    the slow ones are waited for too long: then with all that is known so far."""

    def __init__(self, tell: Callable[[list, list], None], parent: QObject):
        super().__init__(parent)
        self._tell = tell
        self._done: list[Any] = []
        self._failed: list[Any] = []
        self._told = (0, 0)
        self.pending = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PATIENCE)
        self._timer.timeout.connect(self._say)

    def expect(self, count: int = 1) -> None:
        """So many more were asked for; the first ones begin a new account."""
        if not self.pending:
            self._done, self._failed, self._told = [], [], (0, 0)
        self.pending += count

    def done(self, outcome: Any) -> None:
        """One went well."""
        self._done.append(outcome)
        self._one_less()

    def failed(self, outcome: Any) -> None:
        """One did not."""
        self._failed.append(outcome)
        self._one_less()

    def dropped(self) -> None:
        """One was given up, which needs no word."""
        self._one_less()

    def _one_less(self) -> None:
        self.pending = max(0, self.pending - 1)
        if not self.pending:
            self._timer.stop()
            self._say()
        elif not self._timer.isActive():
            self._timer.start()

    def _say(self) -> None:
        counts = len(self._done), len(self._failed)
        if counts != self._told:
            self._told = counts
            self._tell(self._done, self._failed)
