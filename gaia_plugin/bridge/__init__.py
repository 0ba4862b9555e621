"""Between the core and QGIS: everything that needs qgis.core, nothing that needs a widget."""
