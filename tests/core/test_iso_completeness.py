# ruff: noqa: E501 (records and tables are read across)
"""Nothing that a real record says is lost: every text and attribute of its XML is somewhere in the Dataset."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from gaia_plugin.core.metadata import read_tree
from gaia_plugin.core.metadata.reader import record_elements
from gaia_plugin.core.metadata.xmltree import attribute, local, parse_xml
from gaia_plugin.core.model import Dataset
from tests.support.haystack import NO_ADDRESS, Haystack, squeeze, xml_leaves


def is_told_otherwise(path: str, text: str, dataset: Dataset) -> bool:
    """The few leaves that the model says in its own words."""
    if path.endswith("/@locale") or ("PT_Locale/" in path and path.endswith("@codeListValue")):
        return True  # "#EN", "fre": the keys of texts and translations, "en" and "fr"
    if path.endswith("LanguageCode/@codeListValue") or path.endswith("LanguageCode"):
        return bool(dataset.language)  # "fre" → "fr"
    if path.endswith("/language/CharacterString"):
        return bool(dataset.language)
    if path.endswith("extentTypeCode/Boolean"):
        return text.strip() in ("1", "true")  # the box is meant, as all are but those said not to be
    return False


def has_code(record: Any, path: str, text: str) -> bool:
    name = path.rsplit("/", 1)[-1]
    return all(e.get("codeListValue") for e in record.iter("{*}" + name) if e.text == text)


def missing(data: bytes) -> list[str]:
    root = parse_xml(data)
    records = list(record_elements(root))
    reading = read_tree(root)
    assert reading.skipped == 0 and len(reading.datasets) == len(records)
    lost = []
    for record, dataset in zip(records, reading.datasets):
        hay = Haystack(dataset)
        for path, text in ((leaf.path, leaf.value) for leaf in xml_leaves(record)):
            if path.endswith("Code") and has_code(record, path, text):
                continue  # the words beside a code ("Point of contact" beside pointOfContact)
            if not hay.has(text) and not is_told_otherwise(path, text, dataset):
                lost.append(f"{dataset.id}: {path} = {squeeze(text)[:100]}")
    return lost


@pytest.mark.parametrize(
    "name",
    [
        "easydata/csw_getrecords.xml",
        "sextant/iso19115-3_dataset.xml",
        "csw/geonetwork_page_1.xml",
        "ign/csw_record_rpg.xml",
        "emodnet/iso19139.xml",
        "ozcar/geonetwork_record.xml",
        "copernicus-marine/iso19139.xml",
    ],
)
def test_nothing_a_real_record_says_is_lost(recorded, name):
    assert missing(recorded.bytes(name)) == []


def test_every_link_keyword_and_contact_of_easydata_is_counted(recorded):
    root = parse_xml(recorded.bytes("easydata/csw_getrecords.xml"))
    for record, dataset in zip(record_elements(root), read_tree(root).datasets):
        distribution = record.find("{*}distributionInfo")
        addresses = [url.text for url in distribution.iter("{*}URL") if url.text and url.text.strip()]
        translated = {
            free.text.strip()
            for linkage in distribution.iter("{*}linkage")
            for free in linkage.iter("{*}LocalisedCharacterString")
            if free.text and free.text.strip() not in addresses
        }
        assert len(dataset.links) == len(addresses) + len(translated)
        told = [keyword for keyword in record.iter("{*}keyword") if "".join(keyword.itertext()).strip()]
        thematic = [k for k in dataset.keywords if k.kind not in ("place", "topicCategory")]
        assert len(thematic) == len({(k.text, k.uri, k.kind) for k in thematic}) <= len(told)
        anchors = {
            attribute(anchor, "href")
            for keyword in told
            for anchor in keyword.iter("{*}Anchor")
            if (anchor.text or "").strip() and not NO_ADDRESS.fullmatch(attribute(anchor, "href"))
        }
        assert anchors == {k.uri for k in thematic if k.uri}
        people = {e.text.strip() for e in record.iter("{*}individualName", "{*}CharacterString")
                  if e.getparent() is not None and local(e.getparent()) == "individualName" and e.text}  # fmt: skip
        assert people <= {contact.name for contact in dataset.contacts}


def test_a_text_that_is_dropped_would_be_seen(recorded):
    """The proof can fail: a haystack without lineage misses the lineage."""
    data = recorded.bytes("sextant/iso19115-3_dataset.xml")
    dataset = read_tree(parse_xml(data)).datasets[0]
    properties = {k: v for k, v in dataset.properties.items() if "ineage" not in k and k != "translations"}
    bare = dataclasses.replace(dataset, lineage="", properties=properties)
    assert Haystack(dataset).has(dataset.lineage)
    assert not Haystack(bare).has(dataset.lineage)
