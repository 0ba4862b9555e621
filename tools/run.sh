#!/usr/bin/env bash
# run.sh: QGIS with the plugin, in a profile of its own (build/profile) that leaves the user's alone.
#   with a display     opens QGIS
#   without            runs tools/tour.py in a real QGIS under Xvfb and checks build/tour/report.json
# HUB=1 starts the hub of real servers around it ($GAIA_HUB is the path of its endpoints);
# LOCALE=fr chooses the language; TOUR=1 takes the tour even where there is a display; QGIS=3.40 a newer QGIS;
# TOUR_LIMIT is the time that a tour may take, in seconds.
. "$(dirname "$0")/env.sh"
cd "$ROOT"

runner=()
[ -z "${QGIS:-}" ] || runner=("$("$ROOT/tools/qgis-newer.sh" "$QGIS")")

# profile FOLDER: a QGIS profile with the plugin linked in and enabled; the hub's catalogues where it runs. Of
# the sources only the demonstration is ticked: elsewhere, a first start ticks them all.
profile() {
    local settings=$1/profiles/default
    mkdir -p "$settings/python/plugins" "$settings/QGIS" "$settings/gaia_data"
    ln -sfn "$ROOT" "$settings/python/plugins/gaia_data"
    [ -e "$settings/QGIS/QGIS3.ini" ] ||
        printf '%s\n' '[PythonPlugins]' gaia_data=true processing=true '' '[qgis]' showTips=false '' \
            '[gaia_data]' catalogs=demo catalogs_chosen=true >"$settings/QGIS/QGIS3.ini"
    if [ -n "${GAIA_HUB:-}" ]; then
        "$PYTHON" "$ROOT/tools/hub_sources.py" "$GAIA_HUB" "$settings/gaia_data/catalogs.json"
    else
        rm -f "$settings/gaia_data/catalogs.json"
    fi
    arguments+=(--profiles-path "$1")
}

export LC_ALL=${LC_ALL:-C.UTF-8}
if [ -z "${XDG_RUNTIME_DIR:-}" ]; then
    export XDG_RUNTIME_DIR=$BUILD/runtime
    mkdir -p -m 700 "$XDG_RUNTIME_DIR"
fi

if [ -n "${HUB:-}" ]; then
    "$ROOT/tools/hub-install.sh"
    if ! "$PYTHON" -m tests.hub status >/dev/null; then
        "$PYTHON" -m tests.hub up >/dev/null
        trap '"$PYTHON" -m tests.hub down' EXIT
    fi
    export GAIA_HUB=$BUILD/hub/endpoints.json
fi

arguments=(--nologo --noversioncheck)
[ -z "${LOCALE:-}" ] || arguments+=(--lang "$LOCALE")

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && [ -z "${TOUR:-}" ]; then
    profile "$BUILD/profile"
    "${runner[@]}" qgis "${arguments[@]}"
    exit
fi

export GAIA_TOUR_DIR=${GAIA_TOUR_DIR:-$BUILD/tour} LIBGL_ALWAYS_SOFTWARE=1 NO_AT_BRIDGE=1
unset QT_QPA_PLATFORM WAYLAND_DISPLAY
# A tour begins as a first start does: nothing remembered from the last one.
rm -rf "$GAIA_TOUR_DIR" "$GAIA_TOUR_DIR-profile"
mkdir -p "$GAIA_TOUR_DIR"
export XDG_CACHE_HOME=$GAIA_TOUR_DIR-profile/cache
profile "$GAIA_TOUR_DIR-profile"
status=0
timeout -k 10 "${TOUR_LIMIT:-400}" xvfb-run -a -s "-screen 0 1366x768x24" \
    "${runner[@]}" qgis "${arguments[@]}" --code "$ROOT/tools/tour.py" >"$GAIA_TOUR_DIR/qgis.log" 2>&1 || status=$?
[ $status != 124 ] || say "the tour did not end in ${TOUR_LIMIT:-400} s"
if ! "$PYTHON" "$ROOT/tools/check_report.py" "$GAIA_TOUR_DIR/report.json"; then
    say "QGIS ended with $status; the end of ${GAIA_TOUR_DIR#"$ROOT"/}/qgis.log:"
    tail -n 30 "$GAIA_TOUR_DIR/qgis.log" >&2
    exit 1
fi
# QGIS may fall over while it closes, after the tour is written: said, since a user would see it too.
[ $status = 0 ] || { say "the tour is complete, but QGIS ended with $status"; exit 1; }
