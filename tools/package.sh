#!/usr/bin/env bash
# The package that QGIS installs, and the scans that plugins.qgis.org runs on it.
. "$(dirname "$0")/env.sh"
cd "$ROOT"
package=$("$PYTHON" tools/package.py)
say "$package"
unpacked=$BUILD/package
rm -rf "$unpacked"
mkdir -p "$unpacked"
"$PYTHON" -m zipfile -e "$package" "$unpacked"
"$PYTHON" -m compileall -q -f "$unpacked/gaia_data" >&2
find "$unpacked" -name __pycache__ -prune -exec rm -rf {} +
tools/scan.sh "$unpacked/gaia_data"
echo "$package"
