"""What only the widgets remember, beside the settings of the bridge."""

from __future__ import annotations

from ..bridge.settings import Setting, Settings


class GuiSettings(Settings):
    """``history`` are the last texts searched, newest first; ``dock_visible`` whether the dock was open;
    ``last_manifest_folder`` where a manifest was last saved or read."""

    history = Setting("history", ())
    dock_visible = Setting("dock_visible", False)
    last_manifest_folder = Setting("last_manifest_folder", "")


def language() -> str:
    """QGIS's language as two letters: the language asked of catalogues and shown of records."""
    code = str(Settings().language)
    return code if len(code) == 2 else "en"
