# Shared by the install scripts: sourced, never run. Needs bash.
# ROOT is the checkout, PYTHON the interpreter that QGIS's bindings were built for: never the first
# python3 on PATH, which may be a pyenv or conda one that cannot see QGIS.
set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
PYTHON=/usr/bin/python3
BUILD=$ROOT/build
mkdir -p "$BUILD"

say() { printf '%s\n' "-- $*" >&2; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# need_packages NAME|OTHER-NAME …: installs the Debian packages that are missing. Of names joined
# with "|" one is enough: package names carry versions that change with the release of Debian.
need_packages() {
    command -v dpkg-query >/dev/null || { say "not Debian: install by hand: $*"; return 0; }
    local installed wanted name found missing=()
    installed=" $(dpkg-query -W -f '${Package} ${db:Status-Status}\n' 2>/dev/null |
        awk '$2 == "installed" {printf "%s ", $1}') "
    for wanted in "$@"; do
        found=
        for name in ${wanted//|/ }; do [[ $installed == *" $name "* ]] && found=$name; done
        [ -n "$found" ] || missing+=("$wanted")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    say "Debian packages to install: ${missing[*]}"
    as_root apt-get update -q >/dev/null || say "apt-get update failed; trying with the lists at hand"
    local chosen=()
    for wanted in "${missing[@]}"; do
        found=
        for name in ${wanted//|/ }; do
            if [ -z "$found" ] && [ -n "$(apt-cache madison "$name" 2>/dev/null)" ]; then found=$name; fi
        done
        if [ -n "$found" ]; then chosen+=("$found"); else say "no such package in this release: $wanted"; fi
    done
    [ ${#chosen[@]} -gt 0 ] || return 0
    # A server package starts its daemon when installed; the hub starts its own, on loopback only.
    local policy=/usr/sbin/policy-rc.d ours=
    if [ ! -e $policy ]; then
        printf '#!/bin/sh\nexit 101\n' | as_root tee $policy >/dev/null
        as_root chmod 755 $policy
        ours=1
        trap 'as_root rm -f /usr/sbin/policy-rc.d' EXIT
    fi
    local status=0
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
        -o DPkg::Lock::Timeout=300 "${chosen[@]}" >"$BUILD/apt.log" 2>&1 || status=$?
    if [ -n "$ours" ]; then as_root rm -f $policy; trap - EXIT; fi
    [ $status = 0 ] || { tail -n 20 "$BUILD/apt.log" >&2; return $status; }
}

# need_venv DIR REQUIREMENTS [venv options]: a virtual environment that holds exactly what the pinned
# file lists; a stamp (the file's digest and the interpreter's version) makes the second call instant.
need_venv() {
    local dir=$1 file=$2 stamp
    shift 2
    stamp="$("$PYTHON" -c 'import sys; print(sys.version)' | tr -d '\n') $* $(sha256sum <"$file")"
    if [ -x "$dir/bin/python" ] && [ "$(cat "$dir/.stamp" 2>/dev/null)" = "$stamp" ]; then return 0; fi
    say "virtual environment ${dir#"$ROOT"/}"
    rm -rf "$dir"
    "$PYTHON" -m venv "$@" "$dir"
    "$dir/bin/python" -m pip install -q --disable-pip-version-check --no-deps -r "$file" 2>"$dir.log" ||
        { tail -n 20 "$dir.log" >&2; return 1; }
    printf '%s' "$stamp" >"$dir/.stamp"
}
