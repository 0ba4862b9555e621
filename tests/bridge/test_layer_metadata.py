"""What the record says is in the layer's own metadata, and nothing that must not be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gaia_plugin.bridge.layer_metadata import describe
from gaia_plugin.core.model import (
    Contact,
    Dataset,
    Granule,
    Keyword,
    Link,
    LinkKind,
    Period,
    Source,
    box_polygon,
)

LINK = Link("https://someone@h.example/ows?map=a&key=confidential", LinkKind.WMS, title="Snow", name="snow")
DATASET = Dataset(
    "snow-id", "Snow cover", catalog="hub", abstract="By month.", provider="Centre", kind="series",
    footprint=box_polygon(5.0, 44.5, 7.0, 46.0), period=Period("2023-01-01", "2023-12-31"),
    keywords=(
        Keyword("neige", thesaurus="GEMET"), Keyword("montagne", thesaurus="GEMET"),
        Keyword("Alpes", kind="place"), Keyword("free"),
    ),
    compartments=("land",), license="CC-BY-4.0", license_url="https://creativecommons.org/licenses/by/4.0/",
    constraints=("Cite it.", "Not for navigation."), lineage="From optical images.", doi="10.5072/synthetic",
    contacts=(Contact("A. Person", "Centre", "author"), Contact(organisation="Centre")),
    links=(LINK, Link("https://h.example/page?token=confidential", LinkKind.INFO, title="Page")),
    parent="mountains", language="fr", citation="Person A. (2023). Snow cover.",
    sources=(Source("hub", "snow-id"), Source("other", "s")),
)  # fmt: skip


def layer(project: Any) -> Any:
    from qgis.core import QgsVectorLayer

    return QgsVectorLayer("Point?crs=EPSG:2154", "synthetic", "memory")


def test_a_dataset(project: Any) -> None:
    made = layer(project)
    describe(made, DATASET, LINK)
    found = made.metadata()
    assert (found.title(), found.abstract(), found.language()) == ("Snow cover", "By month.", "fr")
    assert (found.identifier(), found.parentIdentifier()) == (
        "https://doi.org/10.5072/synthetic",
        "mountains",
    )
    assert found.keywords("GEMET") == ["neige", "montagne"]
    assert found.keywords("keywords:place") == ["Alpes"] and found.keywords("keywords") == ["free"]
    assert found.keywords("gaia:compartment") == ["land"]
    assert found.licenses() == ["CC-BY-4.0 (https://creativecommons.org/licenses/by/4.0/)"]
    assert [one.constraint for one in found.constraints()] == ["Cite it.", "Not for navigation."]
    assert found.rights() == ["Person A. (2023). Snow cover."]
    assert found.history() == ["From optical images.", "Found in hub: snow-id", "Found in other: s"]
    assert [(one.name, one.organization, one.role) for one in found.contacts()] == [
        ("A. Person", "Centre", "author"),
        ("Centre", "Centre", ""),
    ]
    assert found.crs().authid() == "EPSG:2154"
    (spatial,) = found.extent().spatialExtents()
    box = spatial.bounds
    assert (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()) == (5.0, 44.5, 7.0, 46.0)
    assert spatial.extentCrs.authid() == "EPSG:4326"
    (period,) = found.extent().temporalExtents()
    assert period.begin().toUTC().date().toString("yyyy-MM-dd") == "2023-01-01"
    assert period.end().toUTC().date().toString("yyyy-MM-dd") == "2023-12-31"
    server = made.serverProperties()
    shown = server if hasattr(server, "attribution") else made  # QGIS 3.38 moved it
    assert shown.attribution() == "Person A. (2023). Snow cover. (CC-BY-4.0)"


def test_links_without_their_queries(project: Any) -> None:
    made = layer(project)
    describe(made, DATASET, LINK)
    links = [(one.name, one.type, one.url) for one in made.metadata().links()]
    assert links == [
        ("Snow", "OGC:WMS", "https://h.example/ows"),
        ("Page", "WWW:LINK", "https://h.example/page"),
        ("DOI", "WWW:LINK", "https://doi.org/10.5072/synthetic"),
    ]


def test_a_granule(project: Any) -> None:
    made = layer(project)
    granule = Granule(
        "g", "Scene", catalog="hub", collection="snow-id", license="etalab-2.0", provider="Centre",
        footprint=box_polygon(170.0, -20.0, -170.0, -10.0), period=Period("2023-01-01T10:00:00Z", None),
    )  # fmt: skip
    describe(made, granule, Link("/home/synthetic/scene.tif", LinkKind.COG))
    found = made.metadata()
    assert (found.identifier(), found.parentIdentifier(), found.licenses()) == (
        "g",
        "snow-id",
        ["etalab-2.0"],
    )
    assert [one.organization for one in found.contacts()] == ["Centre"] and found.links() == []
    box = found.extent().spatialExtents()[0].bounds
    assert (box.xMinimum(), box.xMaximum()) == (-180.0, 180.0), "no box of QGIS crosses the antimeridian"
    (period,) = found.extent().temporalExtents()
    assert period.begin().isValid() and not period.end().isValid()


def test_the_metadata_are_in_the_project_file(project: Any, tmp_path: Path) -> None:
    made = layer(project)
    describe(made, DATASET, LINK)
    project.addMapLayer(made)
    path = tmp_path / "synthetic.qgs"
    assert project.write(str(path))
    text = path.read_text("utf-8")
    assert "Not for navigation." in text and "From optical images." in text and "confidential" not in text


def test_a_record_that_says_little(project: Any) -> None:
    made = layer(project)
    describe(made, Dataset("only-an-id", ""), Link("https://h.example/a", LinkKind.DOWNLOAD))
    assert made.metadata().title() == "only-an-id"
    assert made.metadata().extent().spatialExtents() == []
