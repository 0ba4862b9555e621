"""THREDDS on a real server (pydap), with Siphon's client reading the same catalogues."""

from __future__ import annotations

import json
import subprocess

import pytest

from gaia_plugin.core.catalogs.base import CatalogEntry
from gaia_plugin.core.catalogs.finder import find
from gaia_plugin.core.catalogs.thredds import ThreddsCatalog
from gaia_plugin.core.model import LinkKind, Period, Query
from gaia_plugin.core.net import Session
from tests.hub.hub import BUILD
from tests.hub.services.thredds import FILES
from tests.support.faultserver import FaultServer
from tests.support.synthetic_thredds import SyntheticThredds, snow

pytestmark = pytest.mark.hub

# Siphon's names of services, and the kinds of links that they become.
KINDS = {
    "OPENDAP": LinkKind.OPENDAP,
    "HTTPSERVER": LinkKind.DOWNLOAD,
    "WMS": LinkKind.WMS,
    "ISO": LinkKind.METADATA,
}
WALK = """
import json, sys
from siphon.catalog import TDSCatalog
found, waiting, known = {}, [sys.argv[1]], set()
while waiting:
    url = waiting.pop()
    if url in known:
        continue
    known.add(url)
    one = TDSCatalog(url)
    for name, dataset in one.datasets.items():
        if dataset.access_urls:
            found[name.strip()] = {kind.upper(): href for kind, href in dataset.access_urls.items()}
    waiting += [reference.href for reference in one.catalog_refs.values()]
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def session():
    with Session() as made:
        yield made


@pytest.fixture
def siphon(hub, tmp_path):
    """What Siphon finds below a catalogue: the addresses of each file by service."""
    python = BUILD / "venv" / "thredds" / "bin" / "python"

    def walk(url):
        done = subprocess.run(
            [str(python), "-W", "ignore", "-c", WALK, url], capture_output=True, text=True, timeout=120,
            cwd=tmp_path, env={"HOME": str(tmp_path), "NO_PROXY": "*", "no_proxy": "*"},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-2000:]
        return json.loads(done.stdout)

    return walk


def everything(source):
    """Every file of a catalogue by its name: the links of granules, and of datasets that are files."""
    found = {}
    for page in source.search(Query(limit=None)):
        for dataset in page.items:
            if not dataset.has_granules:
                found[dataset.title] = dataset.links
            for granules in source.granules(dataset, Query(limit=None)):
                found.update({one.title: one.links for one in granules.items})
    return found


def accesses(links):
    kinds = {link.kind: link.href for link in links if link.kind in KINDS.values()}
    return {name: kinds[kind] for name, kind in KINDS.items() if kind in kinds}


def of_siphon(found):
    return {
        name: {kind: href.split("?")[0] for kind, href in one.items() if kind in KINDS}
        for name, one in found.items()
    }


def test_pydaps_files_are_what_siphon_finds(hub, session, siphon):
    source = ThreddsCatalog(CatalogEntry(id="t", kind="thredds", url=hub["thredds"]), session)
    mine = {name: accesses(links) for name, links in everything(source).items()}
    assert mine == of_siphon(siphon(hub["thredds"]))
    assert set(mine) == {path.rpartition("/")[2] for path in FILES}


def test_folders_of_dates_are_one_dataset(hub, session):
    source = ThreddsCatalog(CatalogEntry(id="t", kind="thredds", url=hub["thredds"]), session)
    pages = list(source.search(Query()))
    datasets = {one.title: one for page in pages for one in page.items}
    assert {"snow", "stations"} < set(datasets) and len(datasets) == 3
    february = list(source.granules(datasets["snow"], Query(period=Period("2021-02-01", None))))
    assert [one.title for page in february for one in page.items] == ["sd_20210201.csv", "sd_20210215.csv"]
    link = next(one for one in february[0].items[0].links if one.kind is LinkKind.DOWNLOAD)
    assert session.get(link.href).content.startswith(b'"index"')


def test_a_synthetic_server_is_read_as_siphon_reads_it(session, siphon):
    with FaultServer() as server:
        url = SyntheticThredds(snow()).mount(server)
        source = ThreddsCatalog(CatalogEntry(id="t", kind="thredds", url=url), session)
        mine = {name: accesses(links) for name, links in everything(source).items()}
        theirs = of_siphon(siphon(url))
        # Siphon knows one service a document; this dataset names another than the folder beside it.
        assert set(theirs.pop("Best of ice")) == {"HTTPSERVER"} and set(mine.pop("Best of ice")) == {
            "OPENDAP"
        }
        assert mine == theirs and len(mine) == 7


def test_its_address_leads_there(hub, session):
    for path in (hub["thredds"], hub["thredds"].removesuffix("catalog.xml")):
        found = find(path, session)
        assert found.kind == "thredds" and found.entry is not None, path
