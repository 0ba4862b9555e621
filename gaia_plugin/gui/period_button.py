"""When: a period whose ends may be open."""

from __future__ import annotations

from datetime import date

from qgis.PyQt.QtCore import QDate, QPoint, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QPushButton

from ..core.model import Period
from . import formats
from .elided_button import ElidedButton
from .icons import plugin_icon
from .popup import Popup
from .ui import load_ui


def presets(today: date) -> list[tuple[str, date | None, date | None]]:
    """(code, first day, last day) of the quick choices, for a given day."""
    month_end = today.replace(day=1).toordinal() - 1
    last_month = date.fromordinal(month_end)
    return [
        ("any", None, None),
        ("month", last_month.replace(day=1), last_month),
        ("year", date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
        ("2020", date(2020, 1, 1), None),
        ("2010–2020", date(2010, 1, 1), date(2020, 12, 31)),
        ("2000–2010", date(2000, 1, 1), date(2010, 12, 31)),
    ]


class PeriodPopup(Popup):
    """Two dates, each of which may be open, and quick choices."""

    changed = pyqtSignal()

    def __init__(self, parent=None):
        super().__init__(parent)
        load_ui("period_popup", self)
        for edit in (self.since, self.until):
            edit.setDateRange(QDate(1, 1, 1), QDate(2300, 12, 31))
            edit.setDate(QDate.currentDate())
            edit.dateChanged.connect(self._edited)
        for box, edit in ((self.sinceOpen, self.since), (self.untilOpen, self.until)):
            box.setChecked(True)
            box.toggled.connect(edit.setDisabled)
            box.toggled.connect(self._edited)
            edit.setDisabled(True)
        self.done.clicked.connect(self.close)
        names = {
            "any": self.tr("Any time"),
            "month": self.tr("Last month"),
            "year": self.tr("Last year"),
            "2020": self.tr("Since 2020"),
        }
        for index, (code, first, last) in enumerate(presets(date.today())):
            button = QPushButton(names.get(code, code))
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, first=first, last=last: self._choose(first, last))
            self.presets.addWidget(button, index // 3, index % 3)
        self._edited()

    def period(self) -> Period | None:
        """What is chosen; None for any time. Raises ValueError where the ends are the wrong way round."""
        first = None if self.sinceOpen.isChecked() else self.since.date().toString(Qt.DateFormat.ISODate)
        last = None if self.untilOpen.isChecked() else self.until.date().toString(Qt.DateFormat.ISODate)
        return Period(first, last) if first or last else None

    def set_ends(self, first: date | None, last: date | None) -> None:
        """Fill both ends; None opens one."""
        blocked = self.blockSignals(True)
        for value, edit, box in ((first, self.since, self.sinceOpen), (last, self.until, self.untilOpen)):
            box.setChecked(value is None)
            if value is not None:
                edit.setDate(QDate(value.year, value.month, value.day))
        self.blockSignals(blocked)
        self._edited()

    def _choose(self, first: date | None, last: date | None) -> None:
        self.set_ends(first, last)
        self.close()

    def _edited(self, *_) -> None:
        try:
            self.period()
        except ValueError:
            self.message.setText(self.tr("The period ends before it starts."))
            self.message.show()
            return
        self.message.hide()
        self.changed.emit()


class PeriodButton(ElidedButton):
    """``period()`` is what to search now: None for any time."""

    changed = pyqtSignal()

    def __init__(self, parent=None):
        super().__init__(parent)
        self._period: Period | None = None
        self._popup: PeriodPopup | None = None
        self.setIcon(plugin_icon("calendar"))
        self.opened.connect(self._open)
        self._tell()

    def period(self) -> Period | None:
        """The period to search; None for any time."""
        return self._period

    def set_period(self, first: date | None, last: date | None) -> None:
        """Search there from now on; None opens an end."""
        self.popup().set_ends(first, last)

    def popup(self) -> PeriodPopup:
        """The popup, made when it is first needed."""
        if self._popup is None:
            self._popup = PeriodPopup(self)
            self._popup.changed.connect(self._take)
        return self._popup

    def _open(self) -> None:
        popup = self.popup()
        popup.adjustSize()
        popup.move(self.mapToGlobal(QPoint(0, self.height())))
        popup.show()
        popup.sinceOpen.setFocus()

    def _take(self) -> None:
        self._period = self._popup.period()
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        self.set_texts(self.tr("When:"), formats.period(self._period) or self.tr("any time"))
