"""All that is known of one granule: its properties and its files, in a window beside the list."""

from __future__ import annotations

from qgis.PyQt.QtCore import QPoint, QSize, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QDialog

from ..core.model import Record
from .gui_settings import language
from .ui import load_ui


class GranuleCard(QDialog):
    """Stays open while other granules are looked at. ``linkWanted`` carries the group, record and link."""

    linkWanted = pyqtSignal(str, object, object)

    def __init__(self, parent=None):
        super().__init__(parent, Qt.WindowType.Tool)
        load_ui("granule_card", self)
        self.record: Record | None = None
        self.access.wanted.connect(lambda group, link: self.linkWanted.emit(group, self.record, link))

    def show_record(self, record: Record, catalogs: dict[str, str]) -> None:
        """Show a granule. ``catalogs`` gives titles by identifier."""
        if self.record is record:
            return
        self.record = record
        self.setWindowTitle(" ".join((record.text("title", language()) or record.id).split())[:120])
        self.overview.show_record(record, language(), catalogs)
        self.access.show_record(record)

    def open_beside(self, widget) -> None:
        """Appear left of a widget of the dock, or right of it where there is no room, on its screen."""
        screen = widget.screen().availableGeometry()
        size = self.size()
        corner = widget.mapToGlobal(QPoint(-size.width() - 16, 0))
        if corner.x() < screen.left():
            corner.setX(widget.mapToGlobal(QPoint(widget.width() + 16, 0)).x())
        corner.setX(max(screen.left(), min(corner.x(), screen.right() - size.width())))
        corner.setY(max(screen.top() + 30, min(corner.y(), screen.bottom() - size.height() - 20)))
        self.move(corner)
        self.show()
        self.raise_()

    def sizeHint(self) -> QSize:
        return QSize(400, 360)
