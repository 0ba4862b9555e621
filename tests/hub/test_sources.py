"""Every catalogue and service of the hub is a row of its registry, and is found something in."""

from __future__ import annotations

import importlib.util
from typing import Any

import pytest

from gaia_plugin.core import Query, Session
from gaia_plugin.core.catalogs.registry import ADAPTERS, make_catalog, read_entry
from gaia_plugin.core.errors import KeyRequired, host_of
from gaia_plugin.core.net import Credential
from tests.hub.hub import ROOT, names
from tests.support.synthetic_geodes import KEY

spec = importlib.util.spec_from_file_location("hub_sources", ROOT / "tools" / "hub_sources.py")
assert spec and spec.loader
hub_sources = importlib.util.module_from_spec(spec)
spec.loader.exec_module(hub_sources)
# Endpoints that are no catalogue: files, faults, sign-in, and second doors of what is a row already.
OTHERS = {
    "files", "nginx", "faults", "faults_tls", "refused", "mapserver", "wcs1", "oai", "oai2", "opensearch2",
    "pygeoapi_placeless", "object_store",
}  # fmt: skip
# What is found where nothing, or nothing in French, is about snow.
WORDS = {
    **dict.fromkeys(("stac", "wms", "wms_time", "thredds", "emulated_geodes", "emulated_hydroweb",
                     "emulated_esgf", "emulated_ozcar"), "snow"),
    **dict.fromkeys(("wfs", "features"), "stations"),
    **dict.fromkeys(("wmts", "wfs2", "wcs", "emulated_odata", "emulated_fdsn"), ""),
}  # fmt: skip


def test_no_endpoint_is_forgotten() -> None:
    seen = set(hub_sources.CATALOGS) | OTHERS
    rest = {name for name in names() - seen if not name.startswith(("oidc", "signing"))}
    assert not rest and set(hub_sources.CATALOGS) <= names()
    rows: list[Any] = hub_sources.rows(dict.fromkeys(names(), "http://127.0.0.1:1/"))
    assert all(row["kind"] in ADAPTERS and set(row["title"]) == {"en", "fr"} for row in rows)
    assert len({row["id"] for row in rows}) == len({row["title"]["fr"] for row in rows}) == len(rows)


@pytest.mark.hub
@pytest.mark.parametrize("name", hub_sources.CATALOGS)
def test_a_row_is_searched(hub: dict[str, str], name: str) -> None:
    entry = read_entry(next(row for row in hub_sources.rows(hub) if row["id"] == f"hub-{name}"), ROOT)
    assert entry is not None
    query = Query(text=WORDS.get(name, "neige"))
    with Session() as session:
        if name == "emulated_hydroweb":
            with pytest.raises(KeyRequired):
                list(make_catalog(entry, session).search(query))
            session.credentials.add(
                Credential([host_of(entry.url)], headers={"X-API-Key": KEY}, allow_http=True)
            )
        pages = list(make_catalog(entry, session).search(query))
    assert [one for page in pages for one in page.items]
