# ruff: noqa: E501 (tables are read across)
"""Records that were damaged in any way give datasets or a typed error, never anything else."""

from __future__ import annotations

import copy
import dataclasses
import os
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from gaia_plugin.core.catalogs.csw_answer import read_answer
from gaia_plugin.core.catalogs.csw_capabilities import read_capabilities
from gaia_plugin.core.errors import GaiaError
from gaia_plugin.core.metadata import classify, read_records
from gaia_plugin.core.metadata.hrefs import clean_href, hints, without_secrets
from gaia_plugin.core.metadata.xmltree import parse_xml
from gaia_plugin.core.model import Dataset, LinkKind, positions

ROOT = Path(__file__).resolve().parents[2]
RECORDED = Path(os.environ.get("GAIA_RECORDED") or ROOT.parent / "shared" / "data")
NAMES = (
    "sextant/iso19115-3_dataset.xml", "csw/geonetwork_page_1.xml", "ign/csw_record_rpg.xml", "emodnet/iso19139.xml",
    "ozcar/geonetwork_record.xml", "seanoe/oai_record.xml", "copernicus-marine/iso19139.xml",
)  # fmt: skip
OWN = b"""<csw:GetRecordsResponse xmlns:csw="http://www.opengis.net/cat/csw/2.0.2" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:dct="http://purl.org/dc/terms/" xmlns:ows="http://www.opengis.net/ows"><csw:SearchResults numberOfRecordsMatched="2"
 nextRecord="0"><csw:Record><dc:identifier>a</dc:identifier><dc:title>T</dc:title><dc:subject>s</dc:subject>
<dct:temporal>start=2001; end=2002-03-04;</dct:temporal><dc:URI protocol="OGC:WMS">https://h.org/wms?layers=a</dc:URI>
<ows:BoundingBox crs="urn:x-ogc:def:crs:EPSG:6.11:4326"><ows:LowerCorner>44 5</ows:LowerCorner><ows:UpperCorner>46 8
</ows:UpperCorner></ows:BoundingBox></csw:Record></csw:SearchResults></csw:GetRecordsResponse>"""
SOURCES = [OWN, *((RECORDED / name).read_bytes() for name in NAMES if (RECORDED / name).exists())]
NASTY = (
    "", " ", "nan", "inf", "1e999", "-", "0", "99999999999999999999", "..", "/", "2018-13-45", "0000", "-0001-01-01",
    "http://[::1/x", "https://h.org:port/", "javascript:alert(1)", "10." + "9" * 50, "\u202e", "é" * 50, "%", "%zz", "a b c",
    "1,2 3,4", "https://doi.org/10.1234/(((", "#", "urn:ogc:def:crs:EPSG::99999", "now", "P1Y", "true",
)  # fmt: skip

relaxed = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))


def look_at_everything(datasets: list[Dataset]) -> None:
    """Every field of every dataset, and what others count on."""
    for dataset in datasets:
        for spec in dataclasses.fields(dataset):
            getattr(dataset, spec.name)
        assert dataset.id and dataset.title and isinstance(dataset.raw, bytes)
        for link in dataset.links:
            assert isinstance(link.kind, LinkKind) and link.label is not None
        if dataset.footprint:
            for longitude, latitude, *_ in positions(dataset.footprint):
                assert -360 <= longitude <= 360 and -90 <= latitude <= 90
        if dataset.period and dataset.period.start and dataset.period.end:
            assert dataset.period.start <= dataset.period.end
        assert dataset == dataclasses.replace(dataset)


def read(data: bytes) -> None:
    try:
        look_at_everything(read_records(data))
    except GaiaError as error:
        assert "\n" not in str(error)
    try:
        look_at_everything(
            list(read_answer(data, "https://h.org/csw", catalog="c", language="fr").reading.datasets)
        )
    except GaiaError as error:
        assert "\n" not in str(error)


@relaxed
@given(st.integers(0, len(SOURCES) - 1), st.integers(0, 2**32), st.integers(1, 12))
def test_trees_with_nodes_deleted_doubled_moved_and_rewritten(which, seed, count):
    chance = random.Random(seed)
    root = copy.deepcopy(etree.fromstring(SOURCES[which]))
    for _ in range(count):
        nodes = [node for node in root.iter(etree.Element) if node is not root]
        if not nodes:
            break
        node = chance.choice(nodes)
        parent = node.getparent()
        action = chance.randrange(7)
        if action == 0:
            parent.remove(node)
        elif action == 1:
            parent.append(copy.deepcopy(node))
        elif action == 2:
            node.text = chance.choice(NASTY)
        elif action == 3:
            for key in node.attrib:
                node.set(key, chance.choice(NASTY))
        elif action == 4:
            node.tag = etree.QName(chance.choice(nodes)).text
        elif action == 5:
            target = chance.choice(nodes)
            if target not in node.iter() and node not in target.iter():
                target.append(node)
        else:
            for child in list(node):
                node.remove(child)
    read(etree.tostring(root))


@relaxed
@given(st.integers(0, len(SOURCES) - 1), st.floats(0, 1), st.floats(0, 1), st.binary(max_size=6))
def test_bytes_cut_and_overwritten(which, start, end, inserted):
    data = SOURCES[which]
    a, b = sorted((int(start * len(data)), int(end * len(data))))
    read(data[:a] + inserted + data[b:])
    read(data[:b])


@relaxed
@given(st.text(max_size=80), st.text(max_size=30), st.text(max_size=20), st.text(max_size=20))
def test_links_of_any_text(href, protocol, function, name):
    for text in (href, "https://" + href, "https://h.org/?" + href):
        kind = classify(text, protocol, function, name)
        assert isinstance(kind, LinkKind)
        clean, _ = without_secrets(text)
        assert without_secrets(clean) == (clean, False)
        clean_href(text, kind)
        hints(text, protocol)


@relaxed
@given(st.integers(0, 2**32))
def test_capabilities_of_any_shape(seed):
    path = RECORDED / "csw/capabilities.xml"
    if not path.exists():
        pytest.skip("recorded answers are not on this machine: csw/capabilities.xml")
    chance = random.Random(seed)
    root = etree.fromstring(path.read_bytes())
    for _ in range(20):
        nodes = [n for n in root.iter(etree.Element) if n is not root]
        if not nodes:
            break
        node = chance.choice(nodes)
        if chance.random() < 0.5:
            node.getparent().remove(node)
        else:
            node.text = chance.choice(NASTY)
            for key in node.attrib:
                node.set(key, chance.choice(NASTY))
    found = read_capabilities(parse_xml(etree.tostring(root)), "https://h.org/csw")
    assert found.get_url.startswith("https://") and found.schema
