# ruff: noqa: E501 (the table is read across)
"""One table of all that outside servers answer: for each parser the recorded answers and the synthetic ones, and
the question that makes its adapter read them. No server is needed: a session gives the answers.

A new adapter is one line in ``CASES``; tests/core/test_mutated_answers.py fails while it has none.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import yaml

from tests.core.synthetic_stac import CORE, ITEM_SEARCH
from tests.core.test_rest_records import dataverse_version
from tests.support import synthetic_aeris, synthetic_fdsn, synthetic_ozcar
from tests.support.cases import (
    HERE,
    RECORDED,
    Case,
    Cassette,
    about,
    as_bytes,
    complete,
    granules,
    items,
    record,
    search,
    thredds_files,
)
from tests.support.synthetic_answers import (
    CSW,
    ERDDAP,
    LANDING,
    OSDD,
    RECORDS,
    STAC,
    SYNTHETIC_CSW,
    SYNTHETIC_DESCRIPTION,
    SYNTHETIC_FEED,
    THREDDS,
    WFS,
    synthetic_cmr,
    synthetic_datagouv_page,
    synthetic_dataverse_page,
    synthetic_dois,
    synthetic_esgf,
    synthetic_features,
    synthetic_hits,
    synthetic_items,
    synthetic_occurrences,
    synthetic_queryables,
    synthetic_records,
    synthetic_solr,
    synthetic_static,
)
from tests.support.synthetic_rest import synthetic_gbif

__all__ = ["CASES", "Case"]


def _body(name: str, index: int = 0) -> Callable[[], bytes]:
    """The body of a recorded exchange (VCR's cassettes)."""

    def read() -> bytes:
        said = yaml.load(
            (RECORDED / name).read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        )
        key = "http_interactions" if "http_interactions" in said else "interactions"
        found = said[key][index]["response"]["body"]["string"]
        return base64.b64decode(found) if key == "http_interactions" else as_bytes(found)

    return lru_cache(maxsize=1)(read)


def _collections() -> Any:
    return {
        "collections": [json.loads((RECORDED / "geodes/collection_peps_s1_l1.json").read_bytes())],
        "links": [],
    }


def _classic_part() -> Any:
    """The bridge's answer without Globus's own, which nothing reads, and with few of its facets' values."""
    said = json.loads((RECORDED / "esgf/search_dataset.json").read_bytes())["esg_search_response"]
    fields = said["facet_counts"]["facet_fields"]
    said["facet_counts"]["facet_fields"] = {name: values[:10] for name, values in fields.items()}
    return {"esg_search_response": said}


_CMR_HEADERS = {"CMR-Hits": "4", "CMR-Search-After": "[1]"}
_BLOCKS = {"status": "OK", "data": {"id": 1, "latestVersion": dataverse_version()}}

_FDSN = synthetic_fdsn.answers("c")
_OZCAR = synthetic_ozcar.answers()

CASES: tuple[Case, ...] = (
    Case("stac items, Earth Search", "stac", "stac/earth_search_page.json", "", items, STAC),
    Case("stac items, Planetary Computer", "stac", Cassette("stac/planetary_computer_paging_cassette.yml", _body("stac/planetary_computer_paging_cassette.yml")), "", items, STAC),
    Case("stac items, GEODES", "stac", "geodes/search_peps_s2_l1c.json", "", items, STAC, "geodes"),
    Case("stac items, Theia", "stac", "theia-mtd/items_page_1.json", "", items, STAC, "theia"),
    Case("stac items, Theia, page 2", "stac", "theia-mtd/items_page_2.json", "", items, STAC, "theia"),
    Case("stac items, synthetic", "stac", synthetic_items, "", items, STAC),
    Case("stac items, synthetic, Hydroweb", "stac", synthetic_items, "", items, STAC, "geodes"),
    Case("stac collections, GEODES", "stac", Cassette("geodes/collection_peps_s1_l1.json", _collections), "/collections", search, STAC, "geodes"),
    Case("stac collections, synthetic", "stac", lambda: {"collections": [synthetic_static()]}, "/collections", search, STAC),
    Case("stac landing, FedEO", "stac", "fedeo/stac_landing.json", HERE, about),
    Case("stac landing, synthetic", "stac", lambda: LANDING, HERE, search, {"/collections": {"collections": []}, "/search": {"type": "FeatureCollection", "features": []}}),
    Case("stac queryables, synthetic", "stac", synthetic_queryables, "queryables", about, {"": {**LANDING, "conformsTo": [CORE, ITEM_SEARCH, "http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2"]}}),
    Case("static stac collections, synthetic", "stac-static", synthetic_static),
    Case("static stac items, synthetic", "stac-static", synthetic_static, "", granules),
    Case("csw, EaSy Data", "csw", "easydata/csw_getrecords.xml", "", search, CSW),
    Case("csw, GeoNetwork", "csw", "csw/geonetwork_page_1.xml", "", search, CSW),
    Case("csw, Sextant 19115-3", "csw", "sextant/iso19115-3_dataset.xml", "", record, CSW),
    Case("csw, IGN", "csw", "ign/csw_record_rpg.xml", "", record, CSW),
    Case("csw, EMODnet", "csw", "emodnet/iso19139.xml", "", record, CSW),
    Case("csw, OZCAR", "csw", "ozcar/geonetwork_record.xml", "", record, CSW),
    Case("csw, Copernicus Marine", "csw", "copernicus-marine/iso19139.xml", "", record, CSW),
    Case("csw, SEANOE oai_dc", "csw", "seanoe/oai_record.xml", "", record, CSW),
    Case("csw, synthetic Dublin Core", "csw", lambda: SYNTHETIC_CSW, "", search, CSW),
    Case("csw capabilities", "csw", "csw/capabilities.xml", "GetCapabilities", about),
    Case("csw exception report", "csw", "csw/exception_report.xml", "", search, CSW),
    Case("csw exception, misshapen", "csw", "csw/bad_error.xml", "", search, CSW),
    Case("geonetwork hits, Sextant", "geonetwork", "sextant/geonetwork_es_search.json"),
    Case("geonetwork hits, synthetic", "geonetwork", synthetic_hits, options={"hide_children": False}),
    Case("geonetwork record", "geonetwork", "ozcar/geonetwork_record.xml", "", record),
    Case("opensearch collections, FedEO", "opensearch", "fedeo/collection_entry.xml", "", search, OSDD),
    Case("opensearch granules, FedEO", "opensearch", "fedeo/granules.xml", "", granules, OSDD),
    Case("opensearch collections, CMR", "opensearch", "cmr/osdd.xml", "", search, OSDD),
    Case("opensearch granules, CMR", "opensearch", "cmr/granules.xml", "", granules, OSDD),
    Case("opensearch, GeoDAB", "opensearch", "seanoe/geodab_atom.xml", "", search, dialect="geodab"),
    Case("opensearch GeoJSON, SARA", "opensearch", "resto/sara_search.json", "", granules, OSDD),
    Case("opensearch, synthetic", "opensearch", lambda: SYNTHETIC_FEED, "", search, OSDD),
    Case("opensearch description, synthetic", "opensearch", lambda: SYNTHETIC_DESCRIPTION, "", about),
    Case("opensearch description in a search, synthetic", "opensearch", lambda: SYNTHETIC_DESCRIPTION, HERE, search, {"": SYNTHETIC_FEED}),
    Case("cmr collections, synthetic", "cmr", synthetic_cmr, headers=_CMR_HEADERS),
    Case("cmr granules, synthetic", "cmr", synthetic_cmr, "", granules, headers=_CMR_HEADERS),
    Case("esgf datasets", "esgf", Cassette("esgf/search_dataset.json", _classic_part)),
    Case("esgf datasets, synthetic", "esgf", synthetic_esgf),
    Case("esgf files, synthetic", "esgf", synthetic_esgf, "", granules),
    Case("esgf facets, synthetic", "esgf", synthetic_esgf, "", about),
    Case("odata, Copernicus Data Space", "odata", "cdse/odata_products.json", "", granules),
    Case("records, synthetic", "records", synthetic_records, "/collections/c/items", search, RECORDS),
    Case("records collections, synthetic", "records", lambda: RECORDS["/collections"], "/collections", about, RECORDS),
    Case("records landing, synthetic", "records", lambda: RECORDS[HERE], HERE, about, RECORDS),
    Case("erddap search, synthetic", "erddap", lambda: ERDDAP["/search/"], "/search/", search, ERDDAP),
    Case("erddap boxes, synthetic", "erddap", lambda: ERDDAP["/tabledap/"], "/tabledap/", search, ERDDAP),
    Case("erddap dataset, synthetic", "erddap", lambda: ERDDAP["/info/synthetic_sst_1/"], "/info/synthetic_sst_1/", search, ERDDAP),
    Case("thredds catalogue, synthetic", "thredds", lambda: THREDDS["/thredds/catalog.xml"], HERE, search, THREDDS),
    Case("thredds datasets, synthetic", "thredds", lambda: THREDDS["/thredds/snow/catalog.xml"], "/thredds/snow/catalog.xml", search, {**THREDDS, HERE: THREDDS["/thredds/catalog.xml"]}),
    Case("thredds files, synthetic", "thredds", lambda: THREDDS["/thredds/snow/2020/01/catalog.xml"], "", thredds_files),
    Case("dataone, synthetic", "dataone", synthetic_solr),
    Case("dataone EML", "dataone", "dataone/eml.xml", "", complete),
    Case("datacite", "datacite", Cassette("datacite/dois_cassette.yml", _body("datacite/dois_cassette.yml"))),
    Case("datacite, synthetic", "datacite", synthetic_dois),
    Case("dataverse hits, synthetic", "dataverse", synthetic_dataverse_page, "/api/search", search, {"/api/datasets/": _BLOCKS}),
    Case("dataverse dataset, synthetic", "dataverse", lambda: _BLOCKS, "/api/datasets/", complete),
    Case("gbif occurrences", "gbif", "gbif/dataset_search.json", "", granules),
    Case("gbif occurrences, synthetic", "gbif", synthetic_occurrences, "", granules),
    Case("gbif datasets, synthetic", "gbif", lambda: {"endOfRecords": False, "count": 5, "results": [synthetic_gbif(n)["hit"] for n in (1, 2)]}, "search"),
    Case("gbif dataset, synthetic", "gbif", lambda: {**synthetic_gbif(1)["hit"], **synthetic_gbif(1)["dataset"]}, "", complete),
    Case("fdsn networks, synthetic", "fdsn", lambda: _FDSN["level=network&format=xml"], "level=network", search, _FDSN),
    Case("fdsn stations, synthetic", "fdsn", lambda: _FDSN["level=station&format=text"], "level=station", search, _FDSN),
    Case("ozcar datasets, synthetic", "ozcar", lambda: _OZCAR["changeDatasetPage"], "changeDatasetPage", search, _OZCAR),
    Case("ozcar facets, synthetic", "ozcar", lambda: _OZCAR["initFacets"], "initFacets", about, _OZCAR),
    Case("ozcar dataset, synthetic", "ozcar", lambda: _OZCAR["showDatasetDetailed"], "showDatasetDetailed", complete),
    Case("ozcar stations, synthetic", "ozcar", lambda: _OZCAR["getObservationsOfADataset"], "getObservationsOfADataset", granules),
    Case("aeris record, synthetic", "aeris", synthetic_aeris.synthetic_record, "/metadata/", complete),
    Case("aeris files, synthetic", "aeris", lambda: {"entries": synthetic_aeris.ENTRIES}, "/request", granules, {"/metadata/": synthetic_aeris.synthetic_record()}),
    Case("data.gouv.fr, synthetic", "data-gouv", synthetic_datagouv_page),
    Case("wms, NCCS", "wms", "ogc/wms_130_nccs.xml"),
    Case("wfs, Eaufrance", "wfs", "ogc/wms_eaufrance.xml"),
    Case("wmts, EOSDIS", "wmts", "ogc/wmts_eosdis.xml"),
    Case("wcs, NSIDC", "wcs", "ogc/wcs_nsidc.xml"),
    Case("wfs, synthetic", "wfs", lambda: WFS),
    Case("features, synthetic", "features", synthetic_features),
)  # fmt: skip
