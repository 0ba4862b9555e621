"""Which of a record's styles belongs to which of its files."""

from __future__ import annotations

from typing import Any

from gaia_plugin.bridge.layer_styles import style_link
from gaia_plugin.core.metadata import read_records
from gaia_plugin.core.model import Dataset, Link, LinkKind


def record(*files: tuple[str, int | None]) -> dict[str, Link]:
    return {
        name: Link(
            f"https://h.example/files/{name}",
            LinkKind.STYLE if name.endswith((".qml", ".sld")) else LinkKind.DOWNLOAD,
            group=group,
        )
        for name, group in files
    }


def styled(links: dict[str, Link]) -> dict[str, str]:
    """{file: its style} of those that have one."""
    whole = Dataset("d", "d", catalog="c", links=tuple(links.values()))
    found = {name: style_link(whole, link) for name, link in links.items()}
    return {name: style.href.rpartition("/")[2] for name, style in found.items() if style}


def test_files_of_one_group_have_the_style_of_their_name() -> None:
    """EaSy Data puts all files of a dataset into one group: the style of one is not that of all."""
    names = ("fold-axis.gpkg", "foliation.gpkg", "foliation.qml", "readme.txt")
    assert styled(record(*((name, 0) for name in names))) == {"foliation.gpkg": "foliation.qml"}


def test_a_layer_of_its_own_group_has_the_style_of_the_group() -> None:
    files = record(("a.zip", 0), ("classes.qml", 0), ("b.zip", 1), ("ramp.sld", 1))
    assert styled(files) == {"a.zip": "classes.qml", "b.zip": "ramp.sld"}


def test_the_only_style_beside_the_only_data() -> None:
    assert styled(record(("a.tif", None), ("style.qml", None))) == {"a.tif": "style.qml"}
    assert styled(record(("a.tif", None), ("b.tif", None), ("style.qml", None))) == {}


def test_the_recorded_files_of_easydata_with_styles_beside_them(recorded: Any) -> None:
    """A dataset of four GeoPackages, as its catalogue groups them, with a style beside two."""
    found = read_records(recorded.bytes("easydata/csw_getrecords.xml"))
    files = next(one for one in found if one.id.startswith("f80a3061")).links_of(LinkKind.DOWNLOAD)
    links = {link.name: link for link in files if link.name.endswith(".gpkg")}
    assert len(links) >= 4 and {link.group for link in links.values()} == {0}
    names = list(links)[:2]
    styles = record(*((name.replace(".gpkg", ".qml"), 0) for name in names))
    assert styled({**links, **styles}) == {name: name.replace(".gpkg", ".qml") for name in names}
