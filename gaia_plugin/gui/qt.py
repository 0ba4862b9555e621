"""Classes that Qt 6 moved from QtWidgets to QtGui."""

from __future__ import annotations

try:
    from qgis.PyQt.QtGui import QAction, QActionGroup, QShortcut
except ImportError:
    from qgis.PyQt.QtWidgets import QAction, QActionGroup, QShortcut

__all__ = ["QAction", "QActionGroup", "QShortcut"]
