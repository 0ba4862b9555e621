#!/usr/bin/env bash
# What running and testing the plugin takes on a fresh Debian: QGIS, a virtual screen, the Qt
# translation tools, and build/venv, which sees QGIS's own Python packages.
. "$(dirname "$0")/env.sh"
need_packages qgis python3-qgis qgis-providers xvfb xauth python3-venv python3-shapely python3-keyring \
    python3-pyproj python3-owslib python3-lxml python3-yaml python3-jinja2 python3-dateutil python3-requests \
    python3-cryptography python3-secretstorage gnome-keyring gir1.2-secret-1 dbus \
    fonts-open-sans gdal-bin python3-gdal pyqt5-dev-tools qttools5-dev-tools git ca-certificates \
    curl aria2 "nginx-light|nginx"
need_venv "$BUILD/venv" "$ROOT/tools/requirements-dev.txt" --system-site-packages
# Debian's pyproj looks for its database below sys.prefix, which a virtual environment moves.
if [ -d /usr/share/proj ] && [ ! -e "$BUILD/venv/share/proj" ]; then
    mkdir -p "$BUILD/venv/share"
    ln -s /usr/share/proj "$BUILD/venv/share/proj"
fi
