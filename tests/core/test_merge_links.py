"""A record that several catalogues have, with what each says of its links."""

from __future__ import annotations

from gaia_plugin.core.catalogs.merge import Merger
from gaia_plugin.core.model import Dataset, Link, LinkKind

MAPS, FILE, PAGE = "https://example.org/wms", "https://example.org/a.tif", "https://example.org/"


def merged(first: tuple[Link, ...], second: tuple[Link, ...]) -> list[tuple[str, str]]:
    """The links, as address and name, of a record that two catalogues tell."""
    merger = Merger()
    for catalog, links in (("a", first), ("b", second)):
        new, updated = merger.add([Dataset(id="x", title="X", catalog=catalog, doi="10.1234/x", links=links)])
    assert not new
    return [(link.href, link.name) for link in updated[0].links]


def wms(name: str) -> Link:
    return Link(MAPS, LinkKind.WMS, name=name)


def test_the_name_of_a_layer_is_not_lost_to_who_answered_first() -> None:
    file, page = Link(FILE, LinkKind.DOWNLOAD, name="a.tif"), Link(PAGE, LinkKind.INFO)
    assert merged((wms(""), file), (wms("snow"), page)) == [(MAPS, "snow"), (FILE, "a.tif"), (PAGE, "")]
    assert merged((wms("snow"), file), (wms(""), page)) == [(MAPS, "snow"), (FILE, "a.tif"), (PAGE, "")]


def test_layers_of_one_service_stay_apart_and_files_do_not_double() -> None:
    other = Link(FILE, LinkKind.DOWNLOAD, name="The same file")
    assert merged((wms("snow"),), (wms("snow"), wms("ice"))) == [(MAPS, "snow"), (MAPS, "ice")]
    assert merged((Link(FILE, LinkKind.DOWNLOAD, name="a.tif"),), (other,)) == [(FILE, "a.tif")]
    assert merged((wms(""),), (wms("snow"), wms("ice"))) == [(MAPS, "snow"), (MAPS, "ice")]
    assert merged((wms("snow"),), (Link(MAPS, LinkKind.WFS, name="snow"),)) == [(MAPS, "snow")] * 2
