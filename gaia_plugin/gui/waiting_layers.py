"""Layers of a project that wait for a sign-in: said once, with the way in, and opened after it."""

from __future__ import annotations

from functools import partial

from qgis.core import Qgis, QgsProject
from qgis.PyQt.QtCore import QObject

from ..bridge.signed_layers import SignedLayers
from ..core.errors import GaiaError
from . import accounts_texts, messages, ways_on
from .record_browser import open_safely


class WaitingLayers(QObject):
    """Between the layers whose addresses are signed, the accounts and the message bar."""

    def __init__(self, session, accounts, notices, parent: QObject):
        super().__init__(parent)
        self._accounts, self._notices = accounts, notices
        self._closed: dict[str, list] = {}
        self.layers = SignedLayers(session, QgsProject.instance(), self)
        self.layers.refused.connect(self._refused)
        accounts.sign_in.changed.connect(self.layers.go_on)
        self.layers.open()

    def _refused(self, layers: list, error: GaiaError) -> None:
        error = self._accounts.explained(error)
        sentence = messages.sentence(error)
        names = self._closed.setdefault(sentence, [])
        names.extend(layer.name() for layer in layers)
        if self.layers.busy:
            return  # one message for the whole project
        closed, self._closed = self._closed, {}
        for sentence, names in closed.items():
            self._say(names, sentence, error)

    def _say(self, names: list[str], sentence: str, error: GaiaError) -> None:
        if len(names) == 1:
            text = self.tr("{name} could not be opened. {sentence}").format(name=names[0], sentence=sentence)
        else:
            count = messages.formats.number(len(names))
            text = self.tr("{n} layers could not be opened. {sentence}").format(n=count, sentence=sentence)
        way_in = self._accounts.way_in(error)
        if ways_on.way_on(error) == ways_on.LICENCE:
            button, slot = ways_on.button_text(ways_on.LICENCE), partial(self._read, error)
        elif way_in:
            button = accounts_texts.button_text(way_in)
            slot = partial(self._accounts.go_in, error, self.layers.open)
        else:
            button, slot = self.tr("Retry"), self.layers.open
        self._notices.say(text, Qgis.MessageLevel.Warning, button, slot, f"closed {sentence}")

    def _read(self, error: GaiaError) -> None:
        """The licence, in the browser; then they are opened."""
        if open_safely(ways_on.licence_page(error)):
            text, kind = ways_on.licence_is_open(), f"licence {error.host}"
            self._notices.say(text, Qgis.MessageLevel.Warning, self.tr("Retry"), self.layers.open, kind)

    def shut(self) -> None:
        """Leave QGIS as it was."""
        self._accounts.sign_in.changed.disconnect(self.layers.go_on)
        self.layers.stop()
