"""One property to filter granules by, and the widget that fits it."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import QCoreApplication, QLocale, Qt
from qgis.PyQt.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QSlider, QWidget

from ..core.catalogs.base import Queryable
from ..core.model import PropertyFilter
from . import messages
from .gui_settings import language

MOST = 12  # rows: a popup that fits a laptop's screen
_NUMBERS = ("number", "integer")
_FIRST = ("eo:cloud_cover", "eo:snow_cover", "platform", "instruments", "sat:orbit_state", "processing:level")


class FilterRow(QWidget):
    """``conditions`` are what it asks for: none where it is left as it was."""

    def __init__(self, queryable: Queryable, parent: QWidget | None = None):
        super().__init__(parent)
        self.queryable = queryable
        self.name = messages.property_name(queryable.name, queryable.title)
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(0, 0, 0, 0)

    def conditions(self) -> list[PropertyFilter]:
        """The filters of this row."""
        raise NotImplementedError

    def clear(self) -> None:
        """Ask for nothing."""
        raise NotImplementedError

    def _filter(self, comparison: str, value: object) -> PropertyFilter:
        return PropertyFilter(self.queryable.name, comparison, value)  # type: ignore[arg-type]


class AtMostRow(FilterRow):
    """A share in percent that less of is better: a slider, whose end is no limit."""

    def __init__(self, queryable: Queryable, parent: QWidget | None = None):
        super().__init__(queryable, parent)
        self.slider, self.says = QSlider(Qt.Orientation.Horizontal), QLabel()
        self.slider.setRange(0, 100)
        self.slider.setPageStep(10)
        self.slider.setAccessibleName(self.name)
        self.says.setMinimumWidth(self.says.fontMetrics().horizontalAdvance("≤ 100 %") + 4)
        self.slider.valueChanged.connect(self._tell)
        self.line.addWidget(self.slider, 1)
        self.line.addWidget(self.says)
        self.clear()

    def _tell(self, value: int) -> None:
        self.says.setText(_any() if value == 100 else f"≤ {value} %")

    def conditions(self) -> list[PropertyFilter]:
        value = self.slider.value()
        return [] if value == 100 else [self._filter("<=", value)]

    def clear(self) -> None:
        self.slider.setValue(100)
        self._tell(100)


class RangeRow(FilterRow):
    """A number between two limits, each of which may be left open."""

    def __init__(self, queryable: Queryable, parent: QWidget | None = None):
        super().__init__(queryable, parent)
        self.least, self.most = QLineEdit(), QLineEdit()
        from_, to = QCoreApplication.translate("Filters", "from"), QCoreApplication.translate("Filters", "to")
        for edit, word, bound in (
            (self.least, from_, queryable.minimum),
            (self.most, to, queryable.maximum),
        ):
            hint = word if bound is None else f"{word} {QLocale(language()).toString(bound, 'g', 6)}"
            edit.setPlaceholderText(hint)
            edit.setAccessibleName(f"{self.name}, {word}")
            self.line.addWidget(edit, 1)
        if queryable.unit:
            self.line.addWidget(QLabel(queryable.unit[:12]))

    def conditions(self) -> list[PropertyFilter]:
        low, high = _number(self.least.text()), _number(self.most.text())
        found = [] if low is None else [self._filter(">=", low)]
        return found if high is None else [*found, self._filter("<=", high)]

    def clear(self) -> None:
        self.least.clear()
        self.most.clear()


class ChoiceRow(FilterRow):
    """One of some values."""

    def __init__(self, queryable: Queryable, parent: QWidget | None = None):
        super().__init__(queryable, parent)
        self.choice = QComboBox()
        self.choice.setAccessibleName(self.name)
        self.choice.addItem(_any(), None)
        for text, value in _choices(queryable):
            self.choice.addItem(text, value)
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.line.addWidget(self.choice, 1)

    def conditions(self) -> list[PropertyFilter]:
        value = self.choice.currentData()
        return [] if value is None else [self._filter("=", value)]

    def clear(self) -> None:
        self.choice.setCurrentIndex(0)


class TextRow(FilterRow):
    """A text; ``*`` in it stands for any letters."""

    def __init__(self, queryable: Queryable, parent: QWidget | None = None):
        super().__init__(queryable, parent)
        self.text = QLineEdit()
        self.text.setAccessibleName(self.name)
        self.text.setPlaceholderText(_any())
        self.text.setToolTip(QCoreApplication.translate("Filters", "A whole word; * stands for any letters"))
        self.line.addWidget(self.text, 1)

    def conditions(self) -> list[PropertyFilter]:
        text = self.text.text().strip()
        if not text:
            return []
        return [self._filter("like", text.replace("*", "%")) if "*" in text else self._filter("=", text)]

    def clear(self) -> None:
        self.text.clear()


def rows_for(queryables: Sequence[Queryable]) -> list[FilterRow]:
    """The rows that are worth showing, the best known first: a property with one value sifts nothing, and
    lists and objects are not compared in one way that all servers share."""
    order = {name: place for place, name in enumerate(_FIRST)}
    useful = [
        one
        for one in queryables
        if one.kind in (*_NUMBERS, "string", "boolean") and len(set(one.values)) != 1
    ]
    useful.sort(key=lambda one: (order.get(one.name, len(order)), not one.values))
    return [_row_for(one) for one in useful[:MOST]]


def _row_for(queryable: Queryable) -> FilterRow:
    if queryable.values or queryable.kind == "boolean":
        return ChoiceRow(queryable)
    if queryable.kind in _NUMBERS:
        percent = (queryable.minimum, queryable.maximum) == (0.0, 100.0)
        return AtMostRow(queryable) if percent and queryable.name.endswith("cover") else RangeRow(queryable)
    return TextRow(queryable)


def _choices(queryable: Queryable) -> list[tuple[str, object]]:
    if queryable.kind == "boolean":
        yes, no = QCoreApplication.translate("Filters", "yes"), QCoreApplication.translate("Filters", "no")
        return [(yes, True), (no, False)]
    found: list[tuple[str, object]] = []
    for text in queryable.values:
        value = _number(text) if queryable.kind in _NUMBERS else text
        if value is not None:
            found.append((text[:80], value))
    return found


def _any() -> str:
    return QCoreApplication.translate("Filters", "any")


def _number(text: str) -> float | None:
    """A number as people type it, with a point or a comma; None for anything else."""
    try:
        value = float(text.strip().replace(",", ".").replace("\u202f", "").replace("\u2212", "-"))
    except ValueError:
        return None
    return value if abs(value) < 1e300 else None
