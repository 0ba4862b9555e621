"""Recorded Atom of FedEO, CMR, CWIC and GeoDAB, field by field."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from datetime import datetime, timezone
from typing import Any

import pytest

from gaia_plugin.core.catalogs.opensearch.entry import read_dataset, read_granule
from gaia_plugin.core.catalogs.opensearch.feed import read_feed
from gaia_plugin.core.catalogs.opensearch.geojson import read_feature
from gaia_plugin.core.model import Checksum, LinkKind, parse_moment
from tests.support.synthetic_opensearch import synthetic_entry, synthetic_feed

URL = "https://example.org/feed"
WORLD = [[[-180.0, -90.0], [180.0, -90.0], [180.0, 90.0], [-180.0, 90.0], [-180.0, -90.0]]]


def utc(*parts):
    return datetime(*parts, tzinfo=timezone.utc)


@pytest.fixture(scope="module")
def feed(recorded):
    return lambda name: read_feed(recorded.bytes(name), URL)


def test_a_collection_of_fedeo(feed):
    (entry,) = feed("fedeo/collection_entry.xml").entries
    found = read_dataset(entry, catalog="fedeo", url=URL)
    assert found.id == "EOP:SSARA:ALOS" and found.catalog == "fedeo" and found.kind == "series"
    assert found.title == "Seamless SAR Archive (SSARA) Provided Collections for ALOS platform"
    assert found.abstract.startswith("This collection represents the ALOS\ncollections provided by the SSARA")
    assert found.footprint == {"type": "Polygon", "coordinates": WORLD}
    assert (found.period.start, found.period.end.date().isoformat()) == (utc(2006, 1, 1), "2011-12-31")
    assert found.updated == "2018-12-12T16:07:09Z" and found.provider == "UNAVCO" and found.language == "en"
    assert found.dates == (("creation", "2006-01-01"),)
    (who,) = found.contacts
    assert (who.organisation, who.email, who.role) == ("UNAVCO", "archive-sar@unavco.org", "pointOfContact")
    texts = {keyword.text: keyword for keyword in found.keywords}
    assert {"ALOS", "FedEO", "SSARA", "PALSAR"} <= set(texts)
    radar = texts["Science Keywords > Earth Science > Spectral/Engineering > Radar > Radar Imagery"]
    assert radar.uri == "http://gcmdservices.gsfc.nasa.gov/kms/concept/53f69037-ff05-4b09-a95d-e65ff42da595"
    assert any("data-policy" in text for text in found.constraints)
    kinds = Counter(link.kind for link in found.links)
    assert (
        kinds[LinkKind.OPENSEARCH] == 1 and kinds[LinkKind.METADATA] == 10 and kinds[LinkKind.THUMBNAIL] == 1
    )
    (search,) = found.links_of(LinkKind.OPENSEARCH)
    assert search.href.startswith(
        "https://fedeo.ceos.org:443/opensearch/description.xml?parentIdentifier=EOP:SSARA"
    )
    assert found.has_granules and found.thumbnail == "http://131.176.197.12/opensearch/images/unavco.png"
    assert found.properties["Type"] == "Collection"
    assert isinstance(found.raw, bytes) and b"EOP:SSARA:ALOS" in found.raw


def test_granules_of_fedeo_come_without_a_total_and_without_places(feed):
    page = feed("fedeo/granules.xml")
    assert (page.total, page.start, page.per_page, page.following) == (None, 1, 10, "")
    granules = [
        read_granule(entry, catalog="fedeo", url=URL, collection="EOP:SSARA") for entry in page.entries
    ]
    assert len(granules) == 19 and len({one.key for one in granules}) == 19
    assert all(one.footprint is None and one.footprint_note for one in granules)
    first, last = granules[0], granules[-1]
    assert first.title == "UAVSAR - UA_SanAnd_08523_15003-008_18083-002_1408d_s01_L090_01"
    assert (first.period.start, first.period.end) == (
        utc(2015, 1, 8, 22, 57, 31),
        utc(2018, 11, 16, 2, 9, 46),
    )
    assert first.collection == "EOP:SSARA" and first.thumbnail.endswith("L090HH_01.cor.png")
    (file,) = first.links_of(LinkKind.DOWNLOAD)
    assert (
        file.href.startswith("https://datapool.asf.alaska.edu/DEM_TIFF/UA/SanAnd_08523")
        and file.title == "Download"
    )
    assert first.properties["platform"] == "UAVSAR" and first.properties["processing:level"] == "DEM_TIFF"
    assert len(first.links_of(LinkKind.METADATA)) == 6
    assert last.properties["platform"] == "ERS-2" and last.properties["sat:orbit_state"] == "DESCENDING"
    assert (last.period.start, last.period.end) == (
        utc(2001, 9, 18, 18, 54, 39),
        utc(2001, 9, 18, 18, 54, 55),
    )


def test_a_collection_of_cmr(feed):
    page = feed("cmr/osdd.xml")
    assert (page.total, page.start, page.per_page, page.following) == (1, 1, 10, "")
    found = read_dataset(page.entries[0], catalog="cmr", url=URL)
    assert found.id == "C1214587974-SCIOPS"
    assert found.title == "(U-Th)/He ages from the Kukri Hills of southern Victoria Land"
    assert found.abstract.startswith("The data set consists of (U-Th)/He ages collected")
    assert found.footprint == {"type": "Point", "coordinates": [162.7, -77.7]}
    assert (found.period.start, found.period.end) == (utc(1970, 1, 1), None)
    assert found.provider == "SYRACUSE/ES/TGIGRG"
    assert found.properties["shortName"] == "KUKRI_He" and found.properties["dataCenter"] == "SCIOPS"
    assert [link.kind for link in found.links] == [LinkKind.INFO, LinkKind.INFO, LinkKind.METADATA]
    assert not found.has_granules


def test_granules_of_cwic(feed):
    page = feed("cmr/granules.xml")
    assert (page.total, page.start, page.per_page) == (10, 1, 5)
    assert page.following.endswith("datasetId=C179003487-ORNL_DAAC&count=5&startIndex=6")
    granules = [read_granule(entry, catalog="cmr", url=URL) for entry in page.entries]
    first = granules[0]
    assert len(granules) == 5 and first.title == "ISLSCPII_GPCC_PRECIP.gpcc_numgauges_1deg.zip"
    assert first.id.endswith("uid=C179003487-ORNL_DAAC:G1422884702-ORNL_DAAC")
    assert first.footprint == {"type": "Polygon", "coordinates": WORLD}
    assert (first.period.start, first.period.end) == (utc(1986, 1, 1), utc(1995, 12, 31))
    assert first.abstract == "Granule metadata for ISLSCPII_GPCC_PRECIP.gpcc_numgauges_1deg.zip"
    (file,) = first.links_of(LinkKind.DOWNLOAD)
    assert file.href.endswith("gpcc_numgauges_1deg.zip") and first.thumbnail.endswith("995_21.png")
    assert [link.kind for link in first.links][3:5] == [LinkKind.UNREACHABLE] * 2  # "https:/…", as recorded


def test_seanoe_through_geodab(feed):
    page = feed("seanoe/geodab_atom.xml")
    assert (page.total, page.start, page.per_page, page.following) == (23, 1, 30, "")
    found = [read_dataset(entry, catalog="geodab", url=URL) for entry in page.entries]
    assert len(found) == 23 and len({one.id for one in found}) == 23
    assert sum(one.footprint is not None for one in found) == 22
    assert all(one.doi.startswith("10.17882/") and one.abstract and one.contacts for one in found)
    first = found[0]
    assert first.id == "d8b88e70-3a93-4937-85fd-040718ca3ae6" and first.kind == "dataset"
    assert first.title == "Autonomous temperature probes data from the EMSO-Azores observatory, 2022-2023"
    assert first.doi == "10.17882/96616"
    west, south = first.footprint["coordinates"][0][0]
    assert (west, south) == (-32.28217, 37.28825)
    assert len(first.keywords) == 21 and first.keywords[0].text == "Mid-Atlantic Ridge"
    (who,) = first.contacts
    assert (who.name, who.organisation, who.role) == ("Cannat, Mathilde", "CNRS, IPGP, France", "originator")
    (link,) = first.links
    assert link.href == "https://doi.org/10.17882/96616" and link.kind is LinkKind.INFO
    assert first.properties["sourceTitle"].endswith("(SEANOE)")


def test_resto_of_sara(feed):
    """resto has names of its own for the dates, the file and the pictures of a product."""
    page = feed("resto/sara_search.json")
    assert page.total == 47
    found = [read_feature(one, catalog="sara", url=URL, granule=True) for one in page.entries]
    first = found[0]
    assert first.title == "S2A_MSIL1C_20200815T005251_N0209_R002_T55PDR_20200815T023440"
    when = parse_moment("2020-08-15T00:52:51.024Z")
    assert (first.period.start, first.period.end) == (when, when)
    assert first.cloud_cover == pytest.approx(20.5218) and first.provider == "ESA"
    file, layer, picture = first.links[:3]
    assert file.kind is LinkKind.DOWNLOAD and file.href.endswith("/download")
    assert file.size == 781865648 and file.media_type == "application/zip"
    assert file.checksum == Checksum("md5", "64ffca4b9cd13d094ed05554e010db5a")
    assert layer.kind is LinkKind.WMS and layer.href.startswith(
        "https://copernicus.nci.org.au/cgi-bin/mapserver?"
    )
    assert picture.kind is LinkKind.THUMBNAIL and first.thumbnail == picture.href
    assert first.thumbnail.endswith("_quicklook.jpg")


def test_an_interval_that_is_open_after_a_doubled_z():
    text = synthetic_feed([synthetic_entry("k", date="2000-01-01T00:00:00ZZ/")])
    (entry,) = read_feed(text.encode(), URL).entries
    found = read_granule(entry, catalog="c", url=URL)
    assert found.period.start == utc(2000, 1, 1) and found.period.end is None


def test_passwords_in_a_feature_are_gone_and_close_the_link(recorded: Any) -> None:
    feature = recorded.json("resto/sara_search.json")["features"][0]
    pair = "somebody:of-a-test"
    feature["properties"]["links"] = [{"rel": "enclosure", "href": f"https://{pair}@h.org/a.zip"}]
    feature["properties"]["description"] = f"From ftp://{pair}@h.org"
    found = read_feature(feature, catalog="x", url="https://h.org", granule=True)
    assert [link.restricted for link in found.links if link.href == "https://h.org/a.zip"] == [True]
    everything = repr([getattr(found, one.name) for one in fields(found)])
    assert "of-a-test" not in everything and found.raw["geometry"] == feature["geometry"]
