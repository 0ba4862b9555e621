#!/usr/bin/env bash
# scan.sh FOLDER | scan.sh (tracked files): bandit on the shipped Python, detect-secrets on everything.
# The digits of published checksums look like secrets and are not.
. "$(dirname "$0")/env.sh"
venv=$BUILD/venv/bin
secrets=("$venv/detect-secrets-hook" --exclude-lines 'file:checksum|sha256|1220[0-9a-f]{64}' --exclude-files '(^|/)(package-lock\.json|.*\.svg)$')
status=0
if [ $# = 1 ]; then
    cd "$1"
    "$venv/bandit" -q -r . 2>/dev/null || status=1
    find . -type f ! -name '*.tif' ! -name '*.png' ! -name '*.gpkg' ! -name '*.qm' -print0 | xargs -0 "${secrets[@]}" || status=1
else
    cd "$ROOT"
    "$venv/bandit" -q -r __init__.py gaia_plugin 2>/dev/null || status=1
    git ls-files -z | xargs -0 "${secrets[@]}" || status=1
fi
exit $status
