#!/usr/bin/env bash
# i18n.sh          compiles i18n/*.ts to .qm
# i18n.sh update   first gathers the messages of the sources into i18n/gaia_fr.ts
. "$(dirname "$0")/env.sh"
cd "$ROOT"
if [ "${1:-}" = update ]; then
    mapfile -t sources < <(git ls-files -- 'gaia_plugin/*.py' 'ui/*.ui')
    pylupdate5 -noobsolete "${sources[@]}" -ts i18n/gaia_fr.ts
fi
lrelease=$(command -v lrelease || ls /usr/lib/qt5/bin/lrelease)
for ts in i18n/*.ts; do
    [ -e "$ts" ] || continue
    qm=${ts%.ts}.qm
    # In one move: a QGIS that runs has the old file mapped, and dies where it is written over.
    [ "$qm" -nt "$ts" ] || { "$lrelease" -silent "$ts" -qm "$qm.part" && mv "$qm.part" "$qm"; }
done
