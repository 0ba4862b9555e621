"""What the plugin keeps is in the profile of the QGIS that runs, and nowhere else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from qgis.core import QgsApplication

from gaia_plugin.bridge.downloads_left import journal_path
from gaia_plugin.bridge.user_catalogs import user_registry
from gaia_plugin.bridge.user_providers import user_providers_file

ROOT = Path(__file__).resolve().parents[2]
WITHOUT = """
import sys
sys.path.insert(0, sys.argv[1])
from gaia_plugin.bridge.downloads_left import journal_path
from gaia_plugin.bridge.user_catalogs import user_registry
from gaia_plugin.bridge.user_providers import user_providers_file
from gaia_plugin.bridge.vaults import Vaults
for make in (journal_path, user_registry, user_providers_file, Vaults):
    try:
        print("made", make())
    except RuntimeError as error:
        print(error)
"""


def test_files_of_the_plugin_are_in_the_profile():
    profile = Path(QgsApplication.qgisSettingsDirPath())
    assert profile.is_absolute()
    for path in (journal_path(), user_registry(), user_providers_file()):
        assert path.parent == profile / "gaia_data"


def test_without_a_qgis_there_is_no_profile_and_nothing_is_written_where_the_process_stands(tmp_path):
    command = [sys.executable, "-B", "-c", WITHOUT, str(ROOT)]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert ran.stdout.splitlines() == ["no QGIS was started, so there is no profile"] * 4, ran.stderr
    assert list(tmp_path.iterdir()) == []
