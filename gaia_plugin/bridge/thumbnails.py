"""Thumbnails: fetched, checked and scaled in worker threads."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any

from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QImage, QImageReader

from ..core.access import Access
from ..core.errors import GaiaError
from ..core.model import Link, LinkKind
from ..core.net import Cancel, Session
from .footprint_features import safe_image_url

MAX_BYTES = 4 * 1024 * 1024
MAX_PIXELS = 24_000_000
SIDE = 256  # pixels, the longest side of what is kept
KEPT = 256  # images
THREADS = 3
# No SVG nor PDF: they are programs more than pictures, and may name other files.
FORMATS = frozenset({b"png", b"jpg", b"jpeg", b"gif", b"webp", b"bmp", b"tif", b"tiff"})


def decode(content: bytes, side: int = SIDE) -> QImage:
    """A picture no larger than ``side`` pixels, its proportions kept; a null one where the content is none,
    is of a kind that is refused, is truncated, or would need too much memory. Safe from any thread."""
    if not content or len(content) > MAX_BYTES:
        return QImage()
    data = QByteArray(content)
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    if bytes(reader.format()) not in FORMATS:
        return QImage()
    size = reader.size()
    if (
        not size.isValid()
        or size.width() * size.height() > MAX_PIXELS
        or not size.width()
        or not size.height()
    ):
        return QImage()
    if max(size.width(), size.height()) > side:
        scaled = size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(scaled.expandedTo(QSize(1, 1)))
    return reader.read()


class ThumbnailLoader(QObject):
    """Loads thumbnails, the last wanted first, and keeps the last ones. Failures are silent: a thumbnail is
    an ornament. ``loaded`` comes on the main thread, with the key that was given to ``request``."""

    loaded = pyqtSignal(object, QImage)
    _arrived = pyqtSignal(object, QImage)

    def __init__(self, session: Session, parent: QObject | None = None):
        super().__init__(parent)
        self._session = session
        self._wanted: OrderedDict[str, list[Any]] = OrderedDict()
        self._current: dict[str, list[Any]] = {}
        self._images: OrderedDict[str, QImage] = OrderedDict()
        self._failed: set[str] = set()
        self._change = threading.Condition()
        self._threads: list[threading.Thread] = []
        self._cancel = Cancel()
        self._arrived.connect(self._deliver)

    def request(self, key: Any, url: str) -> None:
        """Load the image at ``url`` for ``key``; returns at once."""
        if self._cancel.is_set or not safe_image_url(url):
            return
        with self._change:
            image = self._images.get(url)
            if image is not None:
                self._images.move_to_end(url)
            elif url in self._failed:
                return
            elif url in self._current:
                self._current[url].append(key)
                return
            else:
                self._wanted.setdefault(url, []).append(key)
                self._wanted.move_to_end(url)
                self._change.notify()
        if image is not None:
            self._arrived.emit([key], image)
        elif len(self._threads) < THREADS:
            thread = threading.Thread(target=self._work, name="gaia-thumbnail", daemon=True)
            self._threads.append(thread)
            thread.start()

    def forget_waiting(self) -> None:
        """Drop what is wanted and not begun: a new search makes it useless."""
        with self._change:
            self._wanted.clear()

    def stop(self, timeout: float = 1.0) -> None:
        """Stop the threads, waiting for them ``timeout`` seconds in all. Nothing is loaded after it."""
        self._cancel.cancel()
        with self._change:
            self._wanted.clear()
            self._change.notify_all()
        for thread in self._threads:
            thread.join(timeout / THREADS)

    def _work(self) -> None:
        while True:
            with self._change:
                while not self._wanted and not self._cancel.is_set:
                    self._change.wait()
                if self._cancel.is_set:
                    return
                url, keys = self._wanted.popitem(last=True)
                self._current[url] = keys
            image = self._load(url)
            with self._change:
                keys = self._current.pop(url)
                if image.isNull():
                    self._failed.add(url)
                else:
                    self._images[url] = image
                    while len(self._images) > KEPT:
                        self._images.popitem(last=False)
            if not image.isNull() and not self._cancel.is_set:
                self._arrived.emit(keys, image)

    def _load(self, url: str) -> QImage:
        try:
            link = Link(url, LinkKind.THUMBNAIL)
            return decode(Access.of(self._session).read(link, self._cancel, MAX_BYTES).content)
        except GaiaError:
            return QImage()

    def _deliver(self, keys: list[Any], image: QImage) -> None:
        if not self._cancel.is_set:
            for key in keys:
                self.loaded.emit(key, image)
