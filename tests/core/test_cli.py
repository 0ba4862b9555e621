"""The terminal: what a person reads there, first when it works, then when it fails."""

from __future__ import annotations

import json

import pytest

from gaia_plugin.cli import main
from gaia_plugin.core.catalogs.registry import load_registry
from gaia_plugin.core.transfer import manifest
from tests.support.faultserver import FaultServer, Reply, as_json

LANDING = {
    "type": "Catalog",
    "stac_version": "1.0.0",
    "id": "s",
    "conformsTo": ["https://api.stacspec.org/v1.0.0/core"],
}


@pytest.fixture
def stac():
    """A synthetic STAC that says nothing of how many collections it has, and filters nothing."""
    with FaultServer() as server:
        link = {"rel": "data", "href": server.url("/collections")}
        server.add("/", as_json({**LANDING, "links": [link]}))
        found = [
            {
                "type": "Collection",
                "id": f"snow-{n}",
                "title": f"Snow {n}",
                "description": "",
                "license": "x",
                "links": [],
            }
            for n in range(5)
        ]
        server.add("/collections", as_json({"collections": found, "links": []}))
        yield server.url("/")


def test_the_rows_are_listed(capsys):
    assert main(["sources"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert [line.split("\t")[0] for line in said] == [row.id for row in load_registry()]


def test_records_are_lines_and_the_state_stands_beside_them(capsys, stac):
    assert main(["search", "snow", "--url", stac, "--limit", "3"]) == 0
    said = capsys.readouterr()
    assert [json.loads(line)["id"] for line in said.out.splitlines()] == ["snow-0", "snow-1", "snow-2"]
    assert said.err.strip().endswith("3 of at least 3; filtered here: text")


def test_a_closed_service_says_where_its_data_went(capsys):
    assert main(["search", "Sentinel", "--source", "peps"]) == 0
    said = capsys.readouterr()
    assert not said.out and "0 of 0; PEPS is closed. Its Sentinel products are in GEODES" in said.err


def test_failures_are_one_sentence(capsys):
    assert main(["search", "--source", "nowhere"]) == 2
    assert capsys.readouterr().err == "No such source: nowhere\n"
    with FaultServer() as server:
        server.add("/", Reply(200, b"<html><body>Maintenance</body></html>"))
        assert main(["search", "--url", server.url("/")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert main(["search", "--since", "yesterday"]) == 2
    assert "yesterday" in capsys.readouterr().err


ITEM = {
    "type": "Feature",
    "stac_version": "1.0.0",
    "id": "scene",
    "collection": "snow",
    "geometry": {"type": "Point", "coordinates": [1, 2]},
    "bbox": [1, 2, 1, 2],
    "properties": {"datetime": "2020-01-01T00:00:00Z"},
    "links": [],
    "assets": {"data": {"href": "https://data.example.org/a.tif?v=1&token=canary", "type": "image/tiff"}},
}
CONFORMS = ["https://api.stacspec.org/v1.0.0/core", "https://api.stacspec.org/v1.0.0/item-search"]


@pytest.mark.parametrize("name", ["out.json", "out.meta4", "out.txt"])
def test_granules_that_are_found_are_saved_for_fetch(capsys, tmp_path, name):
    with FaultServer() as server:
        link = {"rel": "search", "href": server.url("/search"), "type": "application/geo+json"}
        server.add("/", as_json({**LANDING, "conformsTo": CONFORMS, "links": [link]}))
        server.add("/search", as_json({"type": "FeatureCollection", "features": [ITEM], "links": []}))
        words = [
            "search",
            "--collection",
            "snow",
            "--url",
            server.url("/"),
            "--manifest",
            str(tmp_path / name),
        ]
        assert main(words) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["id"] == "scene" and said.err.strip().endswith(": 1")
    (job,) = manifest.read(tmp_path / name, tmp_path).jobs
    assert (job.link.href, job.target) == ("https://data.example.org/a.tif?v=1", tmp_path / "a.tif")
    assert "canary" not in (tmp_path / name).read_text("utf-8")


def test_a_search_for_datasets_is_saved_with_what_it_found(capsys, stac, tmp_path):
    path = tmp_path / "found.json"
    assert main(["search", "snow", "--url", stac, "--limit", "3", "--manifest", str(path)]) == 0
    assert [one["id"] for one in json.loads(path.read_text("utf-8"))["features"]] == [
        "snow-0",
        "snow-1",
        "snow-2",
    ]


def test_granules_that_cannot_be_asked_for_are_a_failure(capsys):
    with FaultServer() as server:
        link = {"rel": "search", "href": server.url("/search"), "type": "application/geo+json"}
        server.add("/", as_json({**LANDING, "conformsTo": CONFORMS, "links": [link]}))
        server.add("/search", Reply(403))
        assert main(["search", "--collection", "snow", "--url", server.url("/")]) == 1
    assert "does not give you access" in capsys.readouterr().err
