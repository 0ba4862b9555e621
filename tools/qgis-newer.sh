#!/usr/bin/env bash
# qgis-newer.sh VERSION: another QGIS beside the system's, from the backports of this Debian, without
# installing it: downloaded with an apt configuration of our own and unpacked into build/qgis-VERSION.
# Writes build/qgis-VERSION/run, a wrapper that runs a command with that QGIS, and prints its path.
. "$(dirname "$0")/env.sh"
version=$1
target=$BUILD/qgis-$version
wrapper=$target/run
if [ -x "$wrapper" ]; then echo "$wrapper"; exit 0; fi
rm -rf "$target"
mkdir -p "$target"
system=$(dpkg-query -W -f '${Version}' qgis 2>/dev/null || true)
if [[ $system == "$version".* ]]; then
    say "the system's QGIS is $system already"
    printf '#!/bin/sh\nexec "$@"\n' >"$wrapper"
    chmod +x "$wrapper"
    echo "$wrapper"
    exit 0
fi
# shellcheck source=/dev/null
codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' "Codename: $codename" | awk '!/security/ && !seen++')
apt=$BUILD/apt-$codename-backports
mkdir -p "$apt/state/lists/partial" "$apt/cache/archives/partial" "$target/debs"
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
[ -r "$keyring" ] && signed="[signed-by=$keyring]" || signed=
printf 'deb %s %s %s main\n' "$signed" "$mirror" "$codename" "$signed" "$mirror" "$codename-backports" >"$apt/sources.list"
cat >"$apt/apt.conf" <<EOF
Dir::State "$apt/state";
Dir::State::status "/var/lib/dpkg/status";
Dir::Cache "$apt/cache";
Dir::Etc::sourcelist "$apt/sources.list";
Dir::Etc::sourceparts "-";
APT::Sandbox::User "root";
EOF
export APT_CONFIG=$apt/apt.conf
say "QGIS $version from $codename-backports"
apt-get update -q >"$apt/log" 2>&1 || { tail "$apt/log" >&2; exit 1; }
# What installing it would bring, told by a simulation: those packages are fetched, the rest is the system's.
mapfile -t packages < <(apt-get -s -q --no-install-recommends -t "$codename-backports" install \
    qgis python3-qgis qgis-providers | sed -nE 's/^Inst ([^ ]+) (\[[^]]*\] )?\(([^ ]+) .*/\1=\3/p')
[[ " ${packages[*]}" =~ " qgis="([0-9]+:)?"$version." ]] ||
    { say "$codename-backports has no QGIS $version"; exit 1; }
(cd "$target/debs" && apt-get download -q "${packages[@]}" >>"$apt/log" 2>&1) || { tail "$apt/log" >&2; exit 1; }
for deb in "$target"/debs/*.deb; do dpkg -x "$deb" "$target/unpacked"; done
rm -rf "$target/debs"
libraries=$(dpkg-architecture -qDEB_HOST_MULTIARCH 2>/dev/null || echo "$(uname -m)-linux-gnu")
cat >"$wrapper.part" <<EOF
#!/bin/sh
# Runs a command with the QGIS unpacked here instead of the system's.
prefix=\$(cd "\$(dirname "\$0")" && pwd)/unpacked/usr
multiarch=\$prefix/lib/$libraries
export LD_LIBRARY_PATH=\$prefix/lib:\$multiarch:\$multiarch/pulseaudio\${LD_LIBRARY_PATH:+:\$LD_LIBRARY_PATH}
export QGIS_PREFIX_PATH=\$prefix
export PYTHONPATH=\$prefix/share/qgis/python:\$prefix/lib/python3/dist-packages\${PYTHONPATH:+:\$PYTHONPATH}
export PATH=\$prefix/bin:\$PATH
exec "\$@"
EOF
chmod +x "$wrapper.part"
# What installing does: without the table of reference systems a WMS has no extent where it gives degrees alone.
resources=$target/unpacked/usr/share/qgis/resources
cp "$resources/srs-template.db" "$resources/srs.db"
QT_QPA_PLATFORM=offscreen "$wrapper.part" "$target/unpacked/usr/lib/qgis/crssync" >>"$apt/log" 2>&1 ||
    { tail "$apt/log" >&2; exit 1; }
mv "$wrapper.part" "$wrapper"
echo "$wrapper"
