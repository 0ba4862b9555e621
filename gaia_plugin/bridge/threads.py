"""Which thread this is, and objects that Qt makes and deletes in another than the main one.

PyQt hears of the end of every QObject that Qt made and Python has seen, so that Python's wrapper says "has
been deleted" from then on. It listens in the main thread: of one that ends in another thread it hears some
time later, and then takes whatever lies at that address by now for it, which is often a network reply (one in
ten, measured with ``QThread.currentThread()`` in threads that end). So no such object is shown to Python, or
PyQt is told to listen no more.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import Any

from qgis.PyQt.QtCore import QCoreApplication


def on_main_thread() -> bool:
    """Whether this is the thread of the window; False where there is no QGIS. ``QThread.currentThread()``
    would say so too, and show Python an object that ends with its thread."""
    return QCoreApplication.instance() is not None and threading.current_thread() is threading.main_thread()


def ends_elsewhere(made_by_qt: Any) -> None:
    """For a QObject of Qt's that a thread got and that is deleted there: nobody listens for its end."""
    with suppress(TypeError):  # nobody did
        made_by_qt.destroyed.disconnect()
