"""How to cite a dataset: the record's own citation, or one made of its parts."""

from __future__ import annotations

from qgis.PyQt.QtWidgets import QApplication, QWidget

from ..core.metadata.citation import compose
from ..core.model import Dataset, Record
from .ui import load_ui


class CiteTab(QWidget):
    """The citation, ready to copy."""

    def __init__(self, parent=None):
        super().__init__(parent)
        load_ui("cite_tab", self)
        self._doi = ""
        self.copy.clicked.connect(lambda: QApplication.clipboard().setText(self.text.toPlainText()))
        self.copyDoi.clicked.connect(lambda: QApplication.clipboard().setText(f"https://doi.org/{self._doi}"))

    def show_record(self, record: Record) -> None:
        """Show how to cite a record."""
        own = record.citation.strip() if isinstance(record, Dataset) else ""
        self.text.setPlainText(own or compose(record))
        self._doi = record.doi
        self.copyDoi.setVisible(bool(record.doi))
        if own:
            self.origin.setText(self.tr("The provider's own words."))
        elif record.doi:
            self.origin.setText(self.tr("Made from the record, which gives no citation."))
        else:
            self.origin.setText(
                self.tr(
                    "Made from the record, which has no citation nor DOI: ask its contacts before publishing."
                )
            )
