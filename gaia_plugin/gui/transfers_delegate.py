"""How one transfer is drawn: state, name, what it belongs to or why it failed, a bar, figures, a button."""

from __future__ import annotations

import time
from typing import Callable

from qgis.PyQt.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QFont, QFontMetrics, QIcon, QPainter, QPalette, QTextLayout, QTextOption
from qgis.PyQt.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ..bridge.downloads_model import DownloadsModel
from ..bridge.downloads_row import Download
from ..core.transfer.jobs import State
from . import transfers_actions as acts
from . import transfers_texts as texts
from .icons import plugin_icon, tinted
from .results_delegate import mixed
from .telling import elided, neighbours

_PAD, _GAP, _ICON, _BUTTON, _BAR = 6, 6, 18, 24, 6
_BAD, _GOOD = QColor("#d04a3f"), QColor("#3f9a6b")
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine)
_SIGNS = {
    State.WAITING: "waiting",
    State.LATER: "waiting",
    State.RUNNING: "download",
    State.PAUSED: "pause",
    State.DONE: "ok",
    State.FAILED: "warning",
    State.CANCELLED: "cancel",
}


class TransfersDelegate(QStyledItemDelegate):
    """All rows have the same height, so that a view of 100,000 needs no layout. ``acted`` carries what the
    button under the mouse does (``transfers_actions``)."""

    acted = pyqtSignal(object, str)

    def __init__(self, parent=None):
        super().__init__(parent)
        self.hovered_row = -1
        self.reason: Callable[[Download], str] = texts.reason
        self.way_in: Callable[[Download], str] = lambda one: ""
        """What the error of one asks of the person: see ``accounts_texts.way_in``."""
        self._tinted: dict[tuple[str, int], QIcon] = {}
        self._icons = {state: plugin_icon(name) for state, name in _SIGNS.items()}

    def sizeHint(self, option: QStyleOptionViewItem, index) -> QSize:
        return QSize(200, 3 * QFontMetrics(option.font).lineSpacing() + _BAR + 4 + 2 * _PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index) -> None:
        one = index.data(DownloadsModel.Role.DOWNLOAD)
        if one is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        style = option.widget.style() if option.widget else QApplication.style()
        self.initStyleOption(option, index)
        option.text, option.icon = "", type(option.icon)()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        text, back = self._colors(option, selected)
        hovered = index.row() == self.hovered_row
        if hovered and not selected:
            highlight = option.palette.color(QPalette.ColorRole.Highlight)
            painter.fillRect(option.rect, mixed(highlight, back, 0.14))
        faint = text if selected else mixed(text, back, 0.68)
        rect, metrics = option.rect, QFontMetrics(option.font)
        painter.setPen(mixed(text, back, 0.13))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        line, top = metrics.lineSpacing(), rect.top() + _PAD
        why = self.reason(one)
        state = (
            State.FAILED if why and one.state is State.DONE else one.state
        )  # the file is there, and no more
        sign = self._on_ground(_SIGNS[state], self._icons[state], text, selected)
        sign.paint(painter, rect.left() + _GAP, top + (line - _ICON) // 2, _ICON, _ICON)
        left, right = rect.left() + _ICON + 2 * _GAP, rect.right() - _GAP
        right_of_name = right
        for what, place, words in self._buttons(option, one, hovered or selected):
            self._button(painter, option, what, place, words, text, back, selected)
            right_of_name = min(right_of_name, place.left() - _GAP)
        bold = QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(text if one.state is not State.CANCELLED else faint)
        name = elided(one.path.name, neighbours(index), QFontMetrics(bold), right_of_name - left)
        painter.drawText(QRect(left, top, right_of_name - left, line), _LEFT, name)
        painter.setFont(option.font)
        room = QRect(left, top + line + 2, right - left, rect.bottom() - _PAD - top - line)
        if why:
            painter.setPen(text if selected or one.state is not State.FAILED else mixed(_BAD, text, 0.8))
            self._two_lines(painter, option.font, room, why, texts.where(one), faint)
        else:
            self._facts(painter, metrics, room, one, faint, text, back, selected)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(option.palette.color(QPalette.ColorRole.Highlight) if not selected else text)
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        painter.restore()

    def _colors(self, option: QStyleOptionViewItem, selected: bool) -> tuple[QColor, QColor]:
        active = option.state & QStyle.StateFlag.State_Active
        group = QPalette.ColorGroup.Active if active else QPalette.ColorGroup.Inactive
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        ground = QPalette.ColorRole.Highlight if selected else QPalette.ColorRole.Base
        return option.palette.color(group, role), option.palette.color(group, ground)

    def _facts(
        self, painter: QPainter, metrics: QFontMetrics, room: QRect, one: Download,
        faint: QColor, text: QColor, back: QColor, selected: bool,
    ) -> None:  # fmt: skip
        """What it belongs to, the bar while it is on its way, and the figures."""
        line = QRect(room.left(), room.top(), room.width(), metrics.lineSpacing())
        painter.setPen(faint)
        elide = Qt.TextElideMode.ElideRight
        whole = texts.where(one) or str(one.path.parent)
        painter.drawText(line, _LEFT, metrics.elidedText(whole, elide, line.width()))
        line.translate(0, line.height())
        if one.state in (State.RUNNING, State.PAUSED) or (one.state is State.WAITING and one.received):
            bar = QRect(line.left(), line.top() + 2, line.width(), _BAR)
            going = one.state is State.RUNNING
            full = text if selected else mixed(_GOOD, text, 0.85) if going else mixed(text, back, 0.4)
            self._bar(painter, bar, one, full, mixed(text, back, 0.15))
            line.translate(0, _BAR + 4)
            painter.setPen(faint)
        figures = texts.figures(one)
        if metrics.horizontalAdvance(figures) > line.width():
            figures = texts.short_figures(one)
        figures = metrics.elidedText(figures, elide, line.width())
        painter.drawText(line, _LEFT, figures)

    def _bar(self, painter: QPainter, place: QRect, one: Download, full: QColor, empty: QColor) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(empty)
        painter.drawRoundedRect(QRectF(place), 3, 3)
        painter.setBrush(full)
        if one.total or one.unpacked is not None:
            part = min(1.0, one.received / one.total) if one.unpacked is None else one.unpacked
            width = place.width() * part
            painter.drawRoundedRect(QRectF(place.left(), place.top(), max(width, 3.0), _BAR), 3, 3)
        elif one.received:  # its size is not known: something moves as long as bytes come
            width = place.width() * 0.25
            at = (time.monotonic() * 0.4 % 1.0) * (place.width() - width)
            painter.drawRoundedRect(QRectF(place.left() + at, place.top(), width, _BAR), 3, 3)

    def _two_lines(
        self, painter: QPainter, font: QFont, room: QRect, said: str, beside: str, faint: QColor
    ) -> None:
        """A sentence on two lines at most; where one does, what it is ``beside`` on the other."""
        layout, wrap = QTextLayout(said, font), QTextOption()
        wrap.setWrapMode(
            QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
        )  # names of granules have no spaces
        layout.setTextOption(wrap)
        layout.beginLayout()
        first = layout.createLine()
        first.setLineWidth(room.width())
        first.setPosition(QPointF(0, 0))
        layout.endLayout()
        metrics, cut = QFontMetrics(font), first.textLength()
        line = QRect(room.left(), room.top(), room.width(), metrics.lineSpacing())
        rest = said[cut:].strip()
        painter.drawText(line, _LEFT, said[:cut].rstrip())
        if not rest:
            rest = beside
            painter.setPen(faint)
        if rest:
            line.translate(0, line.height())
            elided = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(line, _LEFT, elided)

    # -- buttons -----------------------------------------------------------------------------------------

    def _buttons(
        self, option: QStyleOptionViewItem, one: Download, shown: bool
    ) -> list[tuple[str, QRect, str]]:
        """What can be done with a click on the row, from the right: where, and with which words instead of an
        icon. The second button is there only while the row is looked at."""
        found, right = [], option.rect.right() - _GAP + 2
        way_in = self.way_in(one)
        first = acts.primary(one, way_in)
        words = acts.label(first, way_in) if first in acts.WITH_WORDS else ""
        width = QFontMetrics(option.font).horizontalAdvance(words) + 16 if words else _BUTTON
        if width > option.rect.width() * 0.55:
            width, words = _BUTTON, ""
        line = QFontMetrics(option.font).lineSpacing()
        height = line + 4
        top = option.rect.top() + _PAD - 3
        second = acts.secondary(one)
        if shown and second:
            found.append((second, QRect(right - _BUTTON, top, _BUTTON, height), ""))
            right -= _BUTTON
        found.append((first, QRect(right - width, top, width, height), words))
        return found

    def _button(
        self, painter: QPainter, option: QStyleOptionViewItem, what: str, place: QRect, words: str,
        text: QColor, back: QColor, selected: bool,
    ) -> None:  # fmt: skip
        if words:
            painter.setPen(mixed(text, back, 0.45))
            painter.setBrush(mixed(text, back, 0.08))
            painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
            painter.setPen(text)
            painter.setFont(option.font)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), words)
            return
        icon = self._on_ground(what, acts.icon(what), text, selected)
        side = min(_ICON, place.height())
        square = QRect(0, 0, side, side)
        square.moveCenter(place.center())
        icon.paint(painter, square)

    def _on_ground(self, name: str, icon: QIcon, text: QColor, selected: bool) -> QIcon:
        """An icon's own colours are hard to see on a selected row: it has the text's there."""
        if not selected:
            return icon
        key = (name, text.rgba())
        if key not in self._tinted:
            self._tinted[key] = tinted(icon, text, 64)
        return self._tinted[key]

    def action_at(self, option: QStyleOptionViewItem, one: Download, place) -> str:
        """What a click there does, "" where it only chooses the row."""
        for what, button, _ in self._buttons(option, one, True):
            if button.adjusted(-1, -3, 1, 3).contains(place):
                return what
        return ""

    def editorEvent(self, event, model, option: QStyleOptionViewItem, index) -> bool:
        released = event.type() == QEvent.Type.MouseButtonRelease
        if released and event.button() == Qt.MouseButton.LeftButton:
            one = index.data(DownloadsModel.Role.DOWNLOAD)
            what = self.action_at(option, one, event.pos()) if one is not None else ""
            if what and not event.modifiers():
                self.acted.emit(one, what)
                return True
        return super().editorEvent(event, model, option, index)
