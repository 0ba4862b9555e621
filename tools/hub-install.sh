#!/usr/bin/env bash
# The hub of real servers that the tests use: Debian packages, pinned virtual environments, data.
. "$(dirname "$0")/env.sh"
cd "$ROOT"
mapfile -t packages < <("$PYTHON" -m tests.hub packages)
need_packages "${packages[@]}"
"$PYTHON" -m tests.hub install
