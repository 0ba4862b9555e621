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
    [ "${ts%.ts}.qm" -nt "$ts" ] || "$lrelease" -silent "$ts" -qm "${ts%.ts}.qm"
done
