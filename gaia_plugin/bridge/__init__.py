"""The bridge: what needs QGIS but no widget."""
