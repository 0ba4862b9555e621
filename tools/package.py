"""Writes ``build/gaia_data-VERSION.zip``, what QGIS installs, from the tracked files; prints its path.

In it: the plugin, its resources and compiled translations, LICENSE, README, CHANGELOG and metadata.txt.
Not in it: tests, tools, documents, the translations' sources, anything that git does not track.
"""

from __future__ import annotations

import configparser
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAME = "gaia_data"
FILES = ("__init__.py", "metadata.txt", "LICENSE", "README.md", "CHANGELOG.md")
FOLDERS = ("gaia_plugin/", "ui/", "resources/", "i18n/")
LIMIT = 20_000_000  # bytes; plugins.qgis.org refuses packages over 25 MB


def contents() -> list[Path]:
    """Paths of the package's files, relative to the root."""
    command = ["git", "ls-files", "-z", "--cached", "--", *FILES, *FOLDERS]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    tracked = [Path(name) for name in listed.split("\0") if name]
    compiled = [path.relative_to(ROOT) for path in (ROOT / "i18n").glob("*.qm")]
    return sorted(
        {
            path
            for path in [*tracked, *compiled]
            if path.suffix not in (".ts", ".pro") and (ROOT / path).is_file()
        }
    )


def forgotten() -> list[str]:
    """Modules in the plugin's folders that git does not track: a package without them would not load."""
    command = ["git", "ls-files", "-z", "--others", "--exclude-standard", "--", *FOLDERS]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [name for name in listed.split("\0") if name.endswith((".py", ".ui"))]


def main() -> int:
    metadata = configparser.ConfigParser(interpolation=None)
    metadata.read(ROOT / "metadata.txt", "utf-8")
    target = ROOT / "build" / f"{NAME}-{metadata['general']['version']}.zip"
    target.parent.mkdir(exist_ok=True)
    paths = contents()
    missing = [name for name in FILES if Path(name) not in paths]
    if missing:
        print(f"missing from the package: {', '.join(missing)}", file=sys.stderr)
        return 1
    if forgotten():
        print(f"not tracked by git, so not in the package: {', '.join(forgotten())}", file=sys.stderr)
        return 1
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for path in paths:
            # One date for all: the same sources give the same bytes.
            entry = zipfile.ZipInfo(f"{NAME}/{path.as_posix()}", (2020, 1, 1, 0, 0, 0))
            entry.external_attr, entry.compress_type = 0o644 << 16, zipfile.ZIP_DEFLATED
            package.writestr(entry, (ROOT / path).read_bytes())
    size = target.stat().st_size
    print(target.relative_to(ROOT))
    print(f"{len(paths)} files, {size / 1e6:.1f} MB", file=sys.stderr)
    if size > LIMIT:
        print(f"over {LIMIT / 1e6:.0f} MB: too large for plugins.qgis.org", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
