"""Drives the running QGIS through the steps of a tour, as a user would, and writes down what each step saw.

A step is a generator function. It yields what it waits for: a number of seconds, or a function that is
asked until it answers true. What it returns is a dictionary of counts for the report. A step that raises or
waits too long is not ok; the tour goes on with the next one.
"""

from __future__ import annotations

import json
import sys
import time
import traceback
from collections.abc import Generator
from pathlib import Path
from typing import Any, Callable, Union

from qgis.PyQt.QtCore import QObject, QTimer
from qgis.utils import uninstallErrorHook

Wait = Union[float, int, Callable[[], Any]]
Step = Callable[["Tour"], Generator[Wait, None, Any]]

PATIENCE = 60.0
TICK_MS = 20


class Tour(QObject):
    """Runs the steps one after the other on the event loop; ``finished`` is called at the end."""

    def __init__(self, iface: Any, folder: Path, finished: Callable[[bool], None]):
        super().__init__()
        self.iface, self.folder, self.finished = iface, folder, finished
        self.steps: list[tuple[str, Step]] = []
        self.report: list[dict[str, Any]] = []
        self.facts: dict[str, Any] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._running: Generator[Wait, None, Any] | None = None
        self._wait: Wait | None = None
        self._pictures = 0
        self._busy = False
        self._errors: list[str] = []

    def start(self, steps: list[tuple[str, Step]]) -> None:
        """Begin; the folder is made and emptied of an earlier tour."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for old in (*self.folder.glob("*.png"), self.folder / "report.json"):
            old.unlink(missing_ok=True)
        self.steps = list(steps)
        # QGIS shows a Python error in a dialog that waits for a person; here it fails the step instead.
        uninstallErrorHook()
        sys.excepthook = self._python_error
        # There is no window manager under Xvfb: the window takes the screen itself.
        self.iface.mainWindow().setGeometry(self.iface.mainWindow().screen().geometry())
        self._timer.start()

    def picture(self, name: str) -> str:
        """Grab the main window, and the dialog in front of it where there is one; returns the file's name."""
        self._pictures += 1
        path = self.folder / f"{self._pictures:02d}-{name}.png"
        self.iface.mainWindow().grab().save(str(path))
        return path.name

    def grab(self, widget: Any, name: str) -> str:
        """Grab one widget."""
        self._pictures += 1
        path = self.folder / f"{self._pictures:02d}-{name}.png"
        widget.grab().save(str(path))
        return path.name

    def later(self, seconds: float, call: Callable[[], None]) -> None:
        """Call something while a step is held by a modal dialog."""
        QTimer.singleShot(int(seconds * 1000), call)

    def _python_error(self, kind: type[BaseException], error: BaseException, trace: Any) -> None:
        text = "".join(traceback.format_exception(kind, error, trace))
        print(text, file=sys.stderr, flush=True)
        self._errors.append(text[-1500:])

    def _tick(self) -> None:
        if self._busy:  # a step that opens a modal dialog runs an event loop inside its own turn
            return
        self._busy = True
        try:
            self._turn()
        finally:
            self._busy = False

    def _turn(self) -> None:
        try:
            if self._running is None:
                self._next()
            elif self._arrived():
                self._wait = next(self._running)
                self._waiting_since = time.monotonic()
        except StopIteration as stop:
            self._end(True, stop.value)
        except Exception as error:
            self._end(
                False, {"error": f"{type(error).__name__}: {error}", "trace": traceback.format_exc()[-1500:]}
            )

    def _next(self) -> None:
        if not self.steps:
            self._timer.stop()
            self._write()
            self.finished(all(row["ok"] for row in self.report))
            return
        self._name, step = self.steps.pop(0)
        self._began = self._waiting_since = time.monotonic()
        self._running, self._wait = step(self), 0

    def _arrived(self) -> bool:
        waited = time.monotonic() - self._waiting_since
        if callable(self._wait):
            if self._wait():
                return True
            if self._errors:
                raise RuntimeError("a Python error while waiting")
            if waited > PATIENCE:
                raise TimeoutError(f"waited {PATIENCE:g} s in the step {self._name!r}")
            return False
        return waited >= float(self._wait or 0)

    def _end(self, ok: bool, counts: Any) -> None:
        row = {
            "name": self._name,
            "ok": ok and not self._errors,
            "seconds": round(time.monotonic() - self._began, 2),
        }
        row.update(counts or {})
        if self._errors:
            row["python errors"], self._errors = self._errors, []
        self.report.append(row)
        print(json.dumps(row, ensure_ascii=False, default=str), flush=True)
        self._running, self._wait = None, None
        self._write()

    def _write(self) -> None:
        text = json.dumps({"steps": self.report}, indent=1, ensure_ascii=False, default=str)
        (self.folder / "report.json").write_text(text + "\n", encoding="utf-8")
