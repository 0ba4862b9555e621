"""How one result is drawn: colour of the catalogue, thumbnail, title on two lines, facts, badges."""

from __future__ import annotations

from qgis.PyQt.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPalette, QTextLayout, QTextOption
from qgis.PyQt.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ..bridge.results_model import ResultsModel

_BAR, _THUMB, _GAP, _PAD = 4, 48, 8, 6
_BADGES = 4
_DOT = " · "
_KEPT = 400  # thumbnails at the size of the list
_SIGNS = {"FILE": "⬇", "GRANULES": "▦", "ORDER": "✉"}


def mixed(one: QColor, other: QColor, part: float) -> QColor:
    """``part`` of one colour in another: what is readable on light and dark palettes alike."""
    rest = 1.0 - part
    return QColor(
        int(one.red() * part + other.red() * rest),
        int(one.green() * part + other.green() * rest),
        int(one.blue() * part + other.blue() * rest),
    )


def fitted(facts: str, period: str, metrics: QFontMetrics, room: int) -> str:
    """ "Provider · dates · licence" in the room there is: what follows the dates is left out first, then the
    provider's name is shortened, then left out; the dates tell two datasets of one series apart."""
    if metrics.horizontalAdvance(facts) <= room:
        return facts
    provider, found, _ = facts.partition(_DOT + period) if period else ("", "", "")
    if not found:
        return metrics.elidedText(facts, Qt.TextElideMode.ElideRight, room)
    left = room - metrics.horizontalAdvance(_DOT + period)
    if left < metrics.averageCharWidth() * 6:
        return metrics.elidedText(period, Qt.TextElideMode.ElideRight, room)
    return metrics.elidedText(provider, Qt.TextElideMode.ElideRight, left) + _DOT + period


class ResultsDelegate(QStyledItemDelegate):
    """All rows have the same height, so that a view of 50,000 needs no layout."""

    def __init__(self, parent=None):
        super().__init__(parent)
        self.hovered_row = -1
        self._cuts: dict[tuple[int, int], QImage] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index) -> QSize:
        metrics = QFontMetrics(option.font)
        return QSize(200, max(3 * metrics.lineSpacing() + 2, _THUMB) + 2 * _PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        style = option.widget.style() if option.widget else QApplication.style()
        self.initStyleOption(option, index)
        option.text, option.icon = "", type(option.icon)()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget)
        rect, palette = option.rect, option.palette
        group = (
            QPalette.ColorGroup.Active
            if option.state & QStyle.StateFlag.State_Active
            else QPalette.ColorGroup.Inactive
        )
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        back_role = QPalette.ColorRole.Highlight if selected else QPalette.ColorRole.Base
        text, back = palette.color(group, role), palette.color(group, back_role)
        if index.row() == self.hovered_row and not selected:
            painter.fillRect(rect, mixed(palette.color(QPalette.ColorRole.Highlight), back, 0.14))
        # A theme may paint the selection in a colour that its palette does not know: only text is safe there.
        faint = text if selected else mixed(text, back, 0.68)
        painter.setPen(mixed(text, back, 0.13))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        bar = QColor(str(index.data(ResultsModel.Role.COLOR) or "#777777"))
        painter.fillRect(QRect(rect.left(), rect.top() + 2, _BAR, rect.height() - 4), bar)
        thumb = QRect(
            rect.left() + _BAR + _GAP - 2, rect.top() + (rect.height() - _THUMB) // 2, _THUMB, _THUMB
        )
        self._thumbnail(painter, thumb, index, faint, back, bar)
        left = thumb.right() + 1 + _GAP
        room = QRect(left, rect.top() + _PAD, rect.right() - _GAP - left, rect.height() - 2 * _PAD)
        metrics = QFontMetrics(option.font)
        bold = QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setPen(text)
        facts = str(index.data(ResultsModel.Role.SUBTITLE) or "")
        period = str(index.data(ResultsModel.Role.PERIOD) or "")
        title = self._lines(bold, room.width(), str(index.data(ResultsModel.Role.TITLE) or ""))
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine)
        # A row has three lines: where the title takes one, the provider has one of its own.
        provider, rest = facts.partition(_DOT)[::2] if len(title) == 1 else ("", "")
        lines = len(title) + 1 + bool(rest)
        line = QRect(room.left(), room.top(), room.width(), metrics.lineSpacing())
        line.translate(0, max(0, room.height() - lines * metrics.lineSpacing()) // 2)
        painter.setFont(bold)
        for said in title:
            painter.drawText(line, flags, said)
            line.translate(0, metrics.lineSpacing())
        painter.setFont(option.font)
        painter.setPen(faint)
        if rest:
            whole = metrics.elidedText(provider, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(line, flags, whole)
            line.translate(0, metrics.lineSpacing())
            facts = rest
        used = self._badges(painter, line, option.font, index, text, back)
        painter.setFont(option.font)
        painter.setPen(faint)
        painter.drawText(line, flags, fitted(facts, period, metrics, max(0, line.width() - used)))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(palette.color(QPalette.ColorRole.Highlight) if not selected else text)
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        painter.restore()

    def _thumbnail(
        self, painter: QPainter, place: QRect, index, faint: QColor, back: QColor, bar: QColor
    ) -> None:
        image = index.data(ResultsModel.Role.THUMBNAIL)
        if isinstance(image, QImage) and not image.isNull():
            painter.drawImage(place, self._cut(image, place.size() * painter.device().devicePixelRatioF()))
            return
        # A quiet tile in the catalogue's colour stands for a picture, and says where there is no place.
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mixed(bar, back, 0.16))
        painter.drawRoundedRect(QRectF(place), 3, 3)
        painter.setPen(faint)
        font = QFont(painter.font())
        if index.data(ResultsModel.Role.HAS_FOOTPRINT):
            font.setPixelSize(20)
            font.setWeight(QFont.Weight.DemiBold)
            painter.setPen(mixed(bar, faint, 0.75))
            sign = next(
                (one for one in str(index.data(ResultsModel.Role.TITLE) or "") if one.isalnum()), "·"
            ).upper()
        else:
            font.setPixelSize(9)
            sign = self.tr("no\nfootprint")
        painter.setFont(font)
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), sign)

    def _cut(self, image: QImage, wanted: QSize) -> QImage:
        """The middle of an image at the size of the tile; kept, as scrolling asks again and again."""
        key = (image.cacheKey(), wanted.width())
        done = self._cuts.get(key)
        if done is None:
            if len(self._cuts) >= _KEPT:
                self._cuts.clear()
            whole = image.scaled(
                wanted,
                Qt.AspectRatioMode.KeepAspectRatioByExpanding,
                Qt.TransformationMode.SmoothTransformation,
            )
            cut = QRect(QPoint(0, 0), wanted)
            cut.moveCenter(whole.rect().center())
            done = self._cuts[key] = whole.copy(cut)
        return done

    def _lines(self, font: QFont, width: int, title: str) -> list[str]:
        """The title on two lines at most, the rest elided."""
        layout = QTextLayout(" ".join(title.split()), font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        first = layout.createLine()
        first.setLineWidth(width)
        first.setPosition(QPointF(0, 0))
        layout.endLayout()
        rest = layout.text()[first.textLength() :].strip()
        lines = [layout.text()[: first.textLength()]]
        if rest:
            lines.append(QFontMetrics(font).elidedText(rest, Qt.TextElideMode.ElideRight, width))
        return lines

    def _badges(self, painter: QPainter, foot: QRect, font: QFont, index, text: QColor, back: QColor) -> int:
        """Draw what can be done, from the right; returns the width used."""
        codes = list(index.data(ResultsModel.Role.BADGES) or ())
        # Where room is scarce the facts matter more than the last badge.
        most = _BADGES if foot.width() > 330 else 3
        labels = [_SIGNS.get(code, code) for code in codes]
        if len(labels) > most:
            labels = [*labels[: most - 1], f"+{len(labels) - most + 1}"]
        sources = len(index.data(ResultsModel.Role.SOURCES) or ())
        if sources > 1:
            labels.append(f"×{sources}")
        small = QFont(font)
        small.setPointSizeF(max(6.5, font.pointSizeF() * 0.8))
        painter.setFont(small)
        metrics = QFontMetrics(small)
        right = foot.right()
        for label in reversed(labels):
            width = metrics.horizontalAdvance(label) + 8
            box = QRectF(right - width, foot.top() + 1, width, foot.height() - 2)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(mixed(text, back, 0.12))
            painter.drawRoundedRect(box, 3, 3)
            painter.setPen(mixed(text, back, 0.85))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), label)
            right -= width + 3
        return foot.right() - right + 4
