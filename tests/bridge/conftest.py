"""A real QGIS for the tests that need one; tests/gui uses the same fixtures."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest

pytest.importorskip("qgis.core", reason="QGIS's Python bindings are not on this machine")

_kept: dict[str, Any] = {}


def start_qgis() -> Any:
    """The one QgsApplication of this process, with settings of its own in a temporary folder."""
    from osgeo import gdal
    from qgis.core import QgsApplication
    from qgis.PyQt.QtCore import QCoreApplication, QSettings

    if QgsApplication.instance() is None:
        folder = _kept["folder"] = tempfile.TemporaryDirectory(
            prefix="gaia-qgis-", ignore_cleanup_errors=True
        )
        # QGIS keeps answers on disk by address: one of another run, whose server had the same port, must not
        # be found.
        os.environ["XDG_CACHE_HOME"] = os.path.join(folder.name, "cache")
        gdal.SetConfigOption("HOME", folder.name)  # so does GDAL, of coverages
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder.name)
        QCoreApplication.setOrganizationName("gaia-tests")
        QCoreApplication.setApplicationName("gaia-tests")
        QSettings.setDefaultFormat(QSettings.Format.IniFormat)
        # Newer QGIS forget the folder that they are given when they are initialised: their tests would read
        # and write the home of whoever runs them.
        os.environ["QGIS_CUSTOM_CONFIG_PATH"] = folder.name
        _kept["app"] = QgsApplication([], True, folder.name)
        _kept["app"].initQgis()
        del os.environ["QGIS_CUSTOM_CONFIG_PATH"]  # not of the QGIS that a test starts
    return QgsApplication.instance()


@pytest.fixture(scope="session")
def qgis_app() -> Iterator[Any]:
    """QGIS, started once for the whole run. It is left running: ending it while Python still holds its
    objects crashes, and the process ends anyway."""
    yield start_qgis()


@pytest.fixture(autouse=True)
def _needs_qgis(qgis_app: Any) -> None:
    """Every test of this folder has QGIS."""


@pytest.fixture
def project(qgis_app: Any) -> Iterator[Any]:
    """An empty QgsProject, the application's own, emptied again afterwards."""
    from qgis.core import QgsProject

    instance = QgsProject.instance()
    instance.clear()
    yield instance
    instance.clear()


@pytest.fixture
def wait_for(qgis_app: Any) -> Callable[..., None]:
    """``wait_for(condition, seconds=5)`` runs the event loop until the condition is true, else fails."""
    from qgis.PyQt.QtCore import QCoreApplication

    def wait(condition: Callable[[], Any], seconds: float = 5.0) -> None:
        until = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > until:
                pytest.fail(f"waited {seconds} s for what did not come")
            QCoreApplication.processEvents()
            time.sleep(0.002)

    return wait


@pytest.fixture(autouse=True)
def _exceptions_in_slots() -> Iterator[list[Any]]:
    """An exception in a slot would abort the process (PyQt's default hook): it fails the test instead."""
    seen: list[Any] = []
    before = sys.excepthook
    sys.excepthook = lambda kind, value, trace: seen.append(value)
    yield seen
    sys.excepthook = before
    if seen:
        raise seen[0]
