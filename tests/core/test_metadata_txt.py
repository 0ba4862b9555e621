"""``metadata.txt``: what QGIS and plugins.qgis.org read, and what the repository must agree with."""

from __future__ import annotations

import configparser
import re
import struct
from pathlib import Path

import pytest

import gaia_plugin

ROOT = Path(__file__).resolve().parents[2]
# Without one of these plugins.qgis.org refuses the package, or QGIS its installation.
REQUIRED = (
    *(
        "name",
        "description",
        "version",
        "qgisMinimumVersion",
        "qgisMaximumVersion",
        "author",
        "email",
        "about",
    ),
    *("tracker", "repository", "homepage", "icon", "category", "tags", "experimental", "deprecated"),
    *("hasProcessingProvider", "changelog"),
)
ICONS = {
    *("search", "area-extent", "area-rectangle", "area-polygon", "area-selection", "area-layer"),
    *(
        "area-coordinates",
        "calendar",
        "sources",
        "download",
        "add-to-map",
        "zoom",
        "save",
        "cancel",
        "refresh",
    ),
    *("warning", "ok", "wms", "cog", "order", "cite", "info", "star", "link", "copy"),
}


@pytest.fixture(scope="module")
def general() -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # the site's keys are case-sensitive
    parser.read(ROOT / "metadata.txt", encoding="utf-8")
    return parser["general"]


@pytest.mark.parametrize("key", REQUIRED)
def test_a_required_field_is_filled(general: configparser.SectionProxy, key: str) -> None:
    assert general.get(key, "").strip()


def test_the_version_is_written_once(general: configparser.SectionProxy) -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", general["version"])
    assert gaia_plugin.__version__ == general["version"]
    assert f"## [{general['version']}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert general["changelog"].startswith(general["version"])


def test_it_loads_from_qgis_3_22_to_4(general: configparser.SectionProxy) -> None:
    assert (general["qgisMinimumVersion"], general["qgisMaximumVersion"]) == ("3.22", "4.99")
    assert "supportsQt6" not in general  # no longer recognised, and the site warns about it


def test_the_texts_pass_the_sites_rules(general: configparser.SectionProxy) -> None:
    assert "plugin" not in general["name"].lower() and len(general["description"]) <= 100
    about = general["about"].lower()
    assert all(word in about for word in ("account", "dependencies", "api key"))
    for key in ("description", "about", "tags"):
        assert general[f"{key}[fr]"] != general[key]
    assert "%" not in (ROOT / "metadata.txt").read_text(encoding="utf-8")  # QGIS's parser interpolates


def test_addresses_are_https(general: configparser.SectionProxy) -> None:
    for key in ("homepage", "tracker", "repository"):
        assert general[key].startswith("https://")


def test_the_icon_is_a_square_png_beside_its_drawing(general: configparser.SectionProxy) -> None:
    content = (ROOT / general["icon"]).read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", content[16:24])
    assert width == height >= 64
    assert (ROOT / general["icon"]).with_suffix(".svg").exists()


def test_the_licence_is_the_gpl(general: configparser.SectionProxy) -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "GNU GENERAL PUBLIC LICENSE" in text and "Version 2, June 1991" in text
    assert general["license"] == "GPL-2.0-or-later"


def test_qgis_finds_its_door() -> None:
    text = (ROOT / "__init__.py").read_text(encoding="utf-8")
    top, _, body = text.partition("def classFactory(iface)")
    assert body and "from .gaia_plugin.plugin import GaiaPlugin" in body
    assert "import" not in top.replace("from __future__ import annotations", "").split('"""')[2]


def test_every_action_icon_is_drawn_without_scripts_or_outside_files() -> None:
    from lxml import etree

    names = {path.stem for path in (ROOT / "resources" / "icons").glob("*.svg")}
    assert names >= ICONS
    for name in names:
        root = etree.parse(str(ROOT / "resources" / "icons" / f"{name}.svg")).getroot()
        assert root.get("viewBox") and {etree.QName(one).localname for one in root.iter()} <= {
            *("svg", "title", "g", "path", "rect", "circle", "ellipse")
        }
