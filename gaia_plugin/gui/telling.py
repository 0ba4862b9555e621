"""Long names that differ in a few places, shortened so that these are seen: of a hundred granules of one
dataset the date and the tile, and not the hundred times same beginning and end."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from qgis.PyQt.QtCore import QModelIndex, Qt
from qgis.PyQt.QtGui import QFontMetrics
from qgis.PyQt.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

_PIECE = re.compile(r"[\W_]*[^\W_]*")
_DOTS = "…"
_REACH = 4
"""How many rows above and below one are compared with it."""
_SAME = 3
"""Names of so many equal signs at their beginning, and of as many pieces, are of one kind."""


@lru_cache(maxsize=4096)
def _pieces(name: str) -> tuple[str, ...]:
    """Its words, each with the signs in front of it."""
    return tuple(piece for piece in _PIECE.findall(name) if piece)


@lru_cache(maxsize=1024)
def forms(name: str, others: tuple[str, ...]) -> tuple[str, ...]:
    """Ever shorter forms of a name: whole, without the pieces that its like begin with, then without more and
    more of those that they have in common. What is left out shows as "…"."""
    pieces = _pieces(name)
    near = (_pieces(one) for one in others if one != name and one[:_SAME] == name[:_SAME])
    alike = [one for one in near if len(one) == len(pieces)]
    tells = [any(one[place] != piece for one in alike) for place, piece in enumerate(pieces)]
    if True not in tells:
        return (name,)
    shown = [place >= tells.index(True) for place in range(len(pieces))]
    found = [name, _joined(pieces, shown)]
    for place in reversed(range(len(pieces))):
        if shown[place] and not tells[place]:
            shown[place] = False
            found.append(_joined(pieces, shown))
    return tuple(found)


def _joined(pieces: Sequence[str], shown: Sequence[bool]) -> str:
    text = ""
    for piece, seen in zip(pieces, shown):
        if seen:
            text += piece.lstrip("_-. ") if text.endswith(_DOTS) else piece
        elif not text.endswith(_DOTS):
            text += _DOTS
    return text


def shortened(name: str, others: Sequence[str], fits: Callable[[str], bool]) -> str:
    """The longest form that fits; the shortest where none does."""
    if fits(name):
        return name
    found = forms(name, tuple(others))
    return next((form for form in found if fits(form)), found[-1])


def elided(name: str, others: Sequence[str], metrics: QFontMetrics, width: int) -> str:
    """A name in so many pixels, among the names it stands with."""
    shorter = shortened(name, others, lambda form: metrics.horizontalAdvance(form) <= width)
    how = Qt.TextElideMode.ElideMiddle if shorter == name else Qt.TextElideMode.ElideRight
    return metrics.elidedText(shorter, how, max(0, width))


def neighbours(index: QModelIndex) -> list[str]:
    """The texts of the rows around one, in its column."""
    rows = range(max(0, index.row() - _REACH), index.row() + _REACH + 1)
    near = (index.sibling(row, index.column()) for row in rows if row != index.row())
    return [str(one.data()) for one in near if one.isValid()]


class Telling(QStyledItemDelegate):
    """For a column of such names."""

    _BESIDE = 34  # pixels of a tick box and of margins

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        super().initStyleOption(option, index)
        width = option.rect.width() - self._BESIDE
        if width > 0:
            option.text = elided(option.text, neighbours(index), option.fontMetrics, width)
