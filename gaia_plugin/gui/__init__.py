"""Widgets: the dock, its parts, its map tools. Imported by ``plugin`` only, and only when first shown."""
