"""A CSW record that announces STAC opens its granules, on real servers; one of their files is checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from gaia_plugin.core import LinkKind, Query, Session, open_catalog
from gaia_plugin.core.transfer import fetch

pytestmark = pytest.mark.hub


def test_from_a_csw_record_to_a_checked_file(hub: dict[str, str], tmp_path: Path) -> None:
    session = Session()
    catalog = open_catalog(hub["csw"], session=session)
    records = [item for page in catalog.search(Query(text="snow", limit=50)) for item in page.items]
    record = next(one for one in records if one.links_of(LinkKind.STAC))
    assert record.has_granules
    found = [item for page in catalog.granules(record, Query(limit=20)) for item in page.items]
    assert found and all(item.footprint and item.period for item in found)
    link = next(link for item in found for link in item.links_of(LinkKind.COG) if link.checksum)
    fetched = fetch(session, link, tmp_path / "granule.tif")
    assert fetched.checksum_verified and fetched.size == link.size == fetched.path.stat().st_size


def test_addresses_are_recognised(hub: dict[str, str]) -> None:
    session = Session()
    for name, kind in (("stac", "stac"), ("csw", "csw"), ("csw2", "csw")):
        assert open_catalog(hub[name], session=session).entry.kind == kind, name
