"""One selection, shared by the list and the map."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from qgis.PyQt.QtCore import QObject, pyqtSignal


class Selection(QObject):
    """The records that are selected and the one under the mouse, by their keys.

    Whoever changes it passes itself as ``origin``; while ``changed`` or ``hovered`` is emitted, ``origin``
    tells the listeners who did, so that the author need not follow its own change.
    """

    # "list" would be made a QVariantList and a list again for each listener: 35 ms with 50,000 keys.
    changed = pyqtSignal(object)
    hovered = pyqtSignal(object)

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self._keys: list[Any] = []
        self._hovered: Any = None
        self.origin: object = None

    @property
    def keys(self) -> list[Any]:
        """The selected keys, without repetition, in the order of their selection."""
        return list(self._keys)

    @property
    def hovered_key(self) -> Any:
        """The key under the mouse, or None."""
        return self._hovered

    def select(self, keys: Iterable[Any], origin: object = None) -> None:
        """Replace the selection; emits ``changed`` only where it differs."""
        wanted = list(dict.fromkeys(keys))
        if wanted == self._keys or (len(wanted) == len(self._keys) and set(wanted) == set(self._keys)):
            return
        self._keys = wanted
        self._tell(self.changed, list(wanted), origin)

    def hover(self, key: Any, origin: object = None) -> None:
        """Set what is under the mouse (None: nothing); emits ``hovered`` only where it differs."""
        if key == self._hovered:
            return
        self._hovered = key
        self._tell(self.hovered, key, origin)

    def clear(self, origin: object = None) -> None:
        """Nothing selected, nothing hovered."""
        self.select((), origin)
        self.hover(None, origin)

    def _tell(self, signal: Any, value: Any, origin: object) -> None:
        before, self.origin = self.origin, origin
        try:
            signal.emit(value)
        finally:
            self.origin = before
