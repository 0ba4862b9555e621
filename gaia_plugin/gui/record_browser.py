"""A text browser for what strangers wrote: nothing is loaded, and only safe addresses open."""

from __future__ import annotations

from qgis.PyQt.QtCore import QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDesktopServices, QPalette
from qgis.PyQt.QtWidgets import QTextBrowser

from ..bridge.family import Kin
from ..core.model import Record
from .details_html import overview, safe_url
from .family_html import member
from .results_delegate import mixed


def open_safely(address: str) -> bool:
    """Open an http, https or mailto address outside QGIS; False for anything else."""
    safe = safe_url(address)
    return bool(safe) and QDesktopServices.openUrl(QUrl(safe))


class RecordBrowser(QTextBrowser):
    """Shows a record's overview; ``recordWanted`` asks for another of its family."""

    recordWanted = pyqtSignal(object)

    def __init__(self, parent=None):
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.anchorClicked.connect(self._follow)
        self._kin: Kin | None = None

    def _follow(self, url: QUrl) -> None:
        record = member(self._kin, url.toString())
        if record is not None:
            self.recordWanted.emit(record)
        else:
            open_safely(url.toString())

    def loadResource(self, kind: int, url: QUrl):
        """Nothing: an image in a record must not tell a stranger who reads it."""
        return None

    def show_record(
        self, record: Record, language: str, catalogs: dict[str, str], kin: Kin | None = None
    ) -> None:
        """Show a record from its top, with its family where that is known."""
        self._kin = kin
        palette = self.palette()
        faint = mixed(palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.Base), 0.62)
        link = palette.color(QPalette.ColorRole.Link)
        if palette.color(QPalette.ColorRole.Base).lightness() < 128 and link.lightness() < 140:
            link = mixed(link, palette.color(QPalette.ColorRole.Text), 0.45)
        self.document().setDefaultStyleSheet(
            f"a {{ color: {link.name()}; }} h3 {{ font-size: large; margin: 2px 0 6px 0; }}"
            " h4 { margin: 10px 0 2px 0; } p { margin: 6px 0; }"
        )
        self.setHtml(overview(record, language, catalogs, faint.name(), kin))
        self.verticalScrollBar().setValue(0)
