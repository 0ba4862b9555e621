"""GAIA Data: the QGIS plugin's entry point.

QGIS loads this folder as a package and calls :func:`classFactory`. Nothing else is imported here, so that
reading the list of plugins costs nothing.

SPDX-License-Identifier: GPL-2.0-or-later
"""

from __future__ import annotations


def classFactory(iface):
    """Return the plugin for ``iface`` (``qgis.gui.QgisInterface``); the import waits until QGIS asks."""
    from .gaia_plugin.plugin import GaiaPlugin

    return GaiaPlugin(iface)
