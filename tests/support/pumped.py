"""Run a test in a worker thread while the main thread handles Qt's events, as QGIS does."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from typing import Any


def pumped(test: Callable[..., Any]) -> Callable[..., Any]:
    """The test, run in a thread of its own; what it raises is raised here."""

    @functools.wraps(test)
    def run(*args: Any, **kwargs: Any) -> Any:
        from qgis.PyQt.QtCore import QCoreApplication

        box: dict[str, Any] = {}

        def work() -> None:
            try:
                box["value"] = test(*args, **kwargs)
            except BaseException as error:
                box["error"] = error

        thread = threading.Thread(target=work, name="pumped-test", daemon=True)
        thread.start()
        while thread.is_alive():
            QCoreApplication.processEvents()
            thread.join(0.005)
        if "error" in box:
            raise box["error"]
        return box.get("value")

    return run
