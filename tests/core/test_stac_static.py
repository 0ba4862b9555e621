"""Static catalogues: files on this machine and documents on the web, walked without asking a server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gaia_plugin.core import Area, Cancel, Dataset, Period, Query, Session, open_catalog
from gaia_plugin.core.catalogs.stac import StacCatalog, StaticStacCatalog
from gaia_plugin.core.errors import BadAnswer, Cancelled, GaiaError
from gaia_plugin.core.model import LinkKind
from tests.core.synthetic_stac import Server, item, synthetic_server


@pytest.fixture
def session() -> Iterator[Session]:
    opened = Session()
    yield opened
    opened.close()


def catalog_document(key: str, *links: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "Catalog",
        "stac_version": "1.0.0",
        "id": key,
        "description": key,
        "links": list(links),
        **more,
    }


def collection(key: str, bbox: list[float], *links: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "Collection",
        "stac_version": "1.0.0",
        "id": key,
        "title": f"Title of {key}",
        "description": "Words",
        "license": "CC0-1.0",
        "links": list(links),
        "extent": {
            "spatial": {"bbox": [bbox]},
            "temporal": {"interval": [["2020-01-01T00:00:00Z", "2020-12-31T00:00:00Z"]]},
        },
        **more,
    }


def child(href: str) -> dict[str, Any]:
    return {"rel": "child", "href": href}


def member(href: str) -> dict[str, Any]:
    return {"rel": "item", "href": href}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """catalog → (alps → (snow: items 1…30), sea, lost, and back to the root)."""
    documents: dict[str, Any] = {
        "catalog.json": catalog_document(
            "root", child("./alps/catalog.json"), child("sea/collection.json"), child("./lost.json")
        ),
        "alps/catalog.json": catalog_document(
            "alps", child("./snow/collection.json"), child("../catalog.json"), child("./catalog.json")
        ),
        "alps/snow/collection.json": collection(
            "snow",
            [0, 0, 31, 1],
            *[member(f"./{n}.json") for n in range(1, 31)],
            member("./broken.json"),
            keywords=["neige"],
            assets={"thumbnail": {"href": "./t.png", "type": "image/png", "roles": ["thumbnail"]}},
        ),
        "sea/collection.json": collection("sea", [170, -10, -170, 10]),
    }
    for number in range(1, 31):
        assets = {
            "data": {
                "href": f"./{number}.tif",
                "type": "image/tiff; application=geotiff; profile=cloud-optimized",
            },
            "secret": {"href": "https://{}:{}@example.org/x.zip".format("user", "word")},
        }
        documents[f"alps/snow/{number}.json"] = item(number, assets=assets, collection="snow")
    for name, document in documents.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(document), "utf-8")
    (tmp_path / "alps/snow/broken.json").write_text('{"type": "Feature", "id":', "utf-8")
    return tmp_path


def opened(folder: Path, session: Session) -> StaticStacCatalog:
    catalog = open_catalog((folder / "catalog.json").as_uri(), session=session, id="local")
    assert isinstance(catalog, StaticStacCatalog)
    return catalog


def datasets(catalog: Any, **query: Any) -> list[Dataset]:
    return [record for page in catalog.search(Query(**query)) for record in page.items]


def test_collections_are_found_whatever_the_links_do(folder: Path, session: Session) -> None:
    pages = list(opened(folder, session).search(Query()))
    assert [dataset.id for page in pages for dataset in page.items] == ["sea", "snow"]
    assert pages[-1].total == 2 and not pages[-1].total_is_lower_bound
    assert any("could not be read: 1" in note for note in pages[-1].notes)  # lost.json
    snow = next(record for page in pages for record in page.items if record.id == "snow")
    assert isinstance(snow, Dataset) and snow.has_granules
    assert snow.thumbnail == (folder / "alps/snow/t.png").as_uri()
    assert not next(record for page in pages for record in page.items if record.id == "sea").has_granules


def test_datasets_are_filtered_here(folder: Path, session: Session) -> None:
    catalog = opened(folder, session)
    assert [one.id for one in datasets(catalog, text="Néige")] == ["snow"]
    assert datasets(catalog, text="neige absente") == []
    assert [one.id for one in datasets(catalog, area=Area.bbox(175, -1, -175, 1))] == ["sea"]
    assert datasets(catalog, period=Period("2021-06-01", None)) == []
    assert [one.id for one in datasets(catalog, period=Period(None, "2020-02"))] == ["sea", "snow"]
    assert [one.id for one in datasets(catalog, limit=1)] == ["sea"]
    page = next(iter(catalog.search(Query(text="neige", area=Area.bbox(1, 0, 2, 1)))))
    assert page.filtered_by_client == {"text", "area"} and not page.filtered_by_server


def test_items_are_granules(folder: Path, session: Session) -> None:
    catalog = opened(folder, session)
    snow = datasets(catalog, text="neige")[0]
    pages = list(catalog.granules(snow, Query(text="neige", page_size=8)))
    assert [granule.id for page in pages for granule in page.items] == [f"item-{n}" for n in range(1, 31)]
    assert any("could not be read: 1" in note for note in pages[-1].notes)  # broken.json
    first = pages[0].items[0]
    links = {link.key: link for link in first.links if link.key}
    assert links["data"].kind is LinkKind.COG and links["data"].href == (folder / "alps/snow/1.tif").as_uri()
    assert links["secret"].href == "https://example.org/x.zip"
    limited = [g for page in catalog.granules(snow, Query(limit=5)) for g in page.items]
    assert len(limited) == 5
    some = [
        g.id for page in catalog.granules(snow, Query(area=Area.bbox(3.2, 0, 5.5, 1))) for g in page.items
    ]
    assert some == ["item-3", "item-4", "item-5"]
    some = [g.id for p in catalog.granules(snow, Query(period=Period("2020-01-28", None))) for g in p.items]
    assert some == ["item-27"]


def test_a_dataset_without_its_address_is_looked_for(folder: Path, session: Session) -> None:
    pages = list(
        opened(folder, session).granules(Dataset(id="snow", title="", catalog="local"), Query(limit=3))
    )
    assert sum(len(page.items) for page in pages) == 3
    nowhere = list(opened(folder, session).granules(Dataset(id="none", title="", catalog="local"), Query()))
    assert nowhere[0].items == () and nowhere[0].notes


def test_items_of_a_catalogue_without_collections(folder: Path, session: Session) -> None:
    alone = catalog_document("alone", *[member(f"alps/snow/{n}.json") for n in range(1, 6)])
    (folder / "alone.json").write_text(json.dumps(alone), "utf-8")
    catalog = open_catalog((folder / "alone.json").as_uri(), session=session, id="local")
    assert [one.id for one in datasets(catalog)] == [f"item-{n}" for n in range(1, 6)]


def test_the_users_language_is_taken_where_the_catalogue_has_it(folder: Path, session: Session) -> None:
    english = catalog_document(
        "root",
        child("alps/snow/collection.json"),
        {"rel": "alternate", "href": "fr.json", "hreflang": "fr", "type": "application/json"},
        language={"code": "en"},
    )
    french = catalog_document("root", child("neige.json"), language={"code": "fr"})
    (folder / "en.json").write_text(json.dumps(english), "utf-8")
    (folder / "fr.json").write_text(json.dumps(french), "utf-8")
    (folder / "neige.json").write_text(json.dumps(collection("snow", [0, 0, 1, 1], title="Neige")), "utf-8")
    catalog = open_catalog((folder / "en.json").as_uri(), session=session, id="local")
    assert [one.title for one in datasets(catalog, language="fr")] == ["Neige"]
    assert [one.title for one in datasets(catalog, language="en")] == ["Title of snow"]


def test_the_embedded_demonstration(session: Session) -> None:
    from gaia_plugin.core import load_registry, make_catalog

    entry = next(row for row in load_registry() if row.kind == "stac-static" and row.id == "demo")
    catalog = make_catalog(entry, session)
    found = datasets(catalog)
    assert len(found) >= 10
    for dataset in found:
        assert dataset.footprint and dataset.period and dataset.license and dataset.lineage, dataset.id
        assert dataset.has_granules and dataset.compartments and dataset.contacts and dataset.abstract
        granules = [g for page in catalog.granules(dataset, Query()) for g in page.items]
        assert granules, dataset.id
        for granule in granules:
            assert granule.footprint and granule.period and not granule.footprint_note
            files = [link for link in granule.links if link.downloadable]
            assert files and all(link.checksum and link.size for link in files)
    french = datasets(catalog, language="fr")
    assert {one.id for one in french} == {one.id for one in found}
    assert any("Démonstration" in one.title for one in french) and {one.language for one in french} == {"fr"}


@pytest.fixture
def server() -> Iterator[Server]:
    with synthetic_server() as running:
        yield running


def web(server: Server, session: Session, **documents: Any) -> StacCatalog:
    for name, document in documents.items():
        server.routes["/" + name.replace("__", "/")] = document
    server.routes["/"] = documents["root"]
    catalog = open_catalog(server.url + "/", kind="stac", session=session, id="local")
    assert isinstance(catalog, StacCatalog)
    return catalog


def test_an_api_address_that_is_a_static_catalogue(server: Server, session: Session) -> None:
    catalog = web(
        server,
        session,
        root=catalog_document(
            "root", child("one"), child("two"), child("file:///etc/hostname"), child("three")
        ),
        one=collection("one", [0, 0, 1, 1], member("item1")),
        item1=item(1),
        three=(500, {"detail": "out of order"}),
    )
    server.routes["/two"] = b"<html>Not here</html>"
    pages = list(catalog.search(Query()))
    assert [record.id for page in pages for record in page.items] == ["one"]
    assert any("could not be read: 2" in note for note in pages[-1].notes)
    granules = [g.id for p in catalog.granules(pages[0].items[0], Query()) for g in p.items]  # type: ignore[arg-type]
    assert granules == ["item-1"]


def test_a_search_for_datasets_reads_no_item(server: Server, session: Session) -> None:
    big = collection("big", [0, 0, 1, 1], *[member(f"items/{n}") for n in range(500)])
    catalog = web(server, session, root=catalog_document("root", child("big")), big=big)
    assert [one.id for one in datasets(catalog)] == ["big"]
    assert [ask.path for ask in server.asked] == ["/", "/big"]


def test_collections_standing_in_one_document(server: Server, session: Session) -> None:
    both = [collection("a", [0, 0, 1, 1]), collection("b", [5, 5, 6, 6]), None, 3]
    catalog = web(
        server, session, root=catalog_document("root", child("all")), all={"collections": both, "links": []}
    )
    assert [one.id for one in datasets(catalog)] == ["a", "b"]
    assert [one.id for one in datasets(catalog, area=Area.bbox(5, 5, 6, 6))] == ["b"]


def test_items_standing_in_one_document(server: Server, session: Session) -> None:
    items = {"type": "FeatureCollection", "features": [item(n) for n in range(20)], "links": []}
    one = collection("one", [0, 0, 99, 1], {"rel": "items", "href": "items"})
    catalog = web(server, session, root=catalog_document("root", child("one")), one=one, items=items)
    granules = [
        g.id
        for p in catalog.granules(datasets(catalog)[0], Query(period=Period(None, "2020-01-03")))
        for g in p.items
    ]
    assert granules == ["item-0", "item-1", "item-2"]


def test_children_that_cannot_match_are_not_entered(server: Server, session: Session) -> None:
    top = collection("top", [0, 0, 60, 1], child("near"), child("far"))
    near = collection("near", [0, 0, 10, 1], member("item1"))
    far = collection("far", [50, 0, 60, 1], member("item50"))
    catalog = web(
        server,
        session,
        root=catalog_document("root", child("top")),
        top=top,
        near=near,
        far=far,
        item1=item(1),
    )
    found = datasets(catalog)
    assert [(one.id, one.parent) for one in found] == [("top", ""), ("near", "top"), ("far", "top")]
    pages = list(catalog.granules(found[0], Query(area=Area.bbox(0, 0, 5, 1))))
    assert [g.id for page in pages for g in page.items] == ["item-1"]
    assert "/item50" not in [ask.path for ask in server.asked]


def test_a_server_that_gives_one_document_for_all_addresses(server: Server, session: Session) -> None:
    same = catalog_document("root", child("a/"), child("b/"))

    class Anything(dict):  # type: ignore[type-arg]
        def get(self, key: str, default: Any = None) -> Any:
            return same

    server.routes = Anything()
    catalog = open_catalog(server.url + "/", kind="stac", session=session, id="local")
    assert datasets(catalog) == [] and len(server.asked) < 20


def test_cancel_ends_the_walk(server: Server, session: Session) -> None:
    cancel = Cancel()
    links = [child(f"c{n}") for n in range(300)]

    def answer(number: int) -> Any:
        def one(ask: Any) -> Any:
            if number == 20:
                cancel.cancel()
            return collection(f"c{number}", [0, 0, 1, 1])

        return one

    catalog = web(
        server, session, root=catalog_document("root", *links), **{f"c{n}": answer(n) for n in range(300)}
    )
    with pytest.raises(Cancelled):
        list(catalog.search(Query(), cancel))
    assert len(server.asked) < 60


def test_a_root_that_cannot_be_read_is_an_error(server: Server, session: Session) -> None:
    server.routes["/"] = b"<html>"
    with pytest.raises(BadAnswer):
        list(open_catalog(server.url + "/", kind="stac-static", session=session).search(Query()))
    server.routes["/"] = (404, {})
    with pytest.raises(GaiaError):
        list(open_catalog(server.url + "/x", kind="stac-static", session=session).search(Query()))
