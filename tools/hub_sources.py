"""``hub_sources.py ENDPOINTS TARGET``: the hub's catalogues as a registry file, for the profile of a QGIS."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import NamedTuple


class Row(NamedTuple):
    """What the registry says of an endpoint of the hub; ``more`` are further fields of its row."""

    kind: str
    en: str
    fr: str
    compartments: tuple[str, ...]
    offers: tuple[str, ...] = ("datasets",)
    more: dict[str, object] = {}


_BOTH = ("datasets", "granules")
_KEY = {
    "sign_in": "api-key",
    "note": {
        "en": "Answers with the key of-the-hub only.",
        "fr": "Ne répond qu'avec la clé of-the-hub.",
    },
}
CATALOGS = {
    "stac": Row("stac", "STAC (pgstac)", "STAC (pgstac)", ("land", "ocean"), _BOTH),
    "csw": Row("csw", "CSW (pycsw 3)", "CSW (pycsw 3)", ("multi",)),
    "csw2": Row("csw", "CSW (pycsw 2.6)", "CSW (pycsw 2.6)", ("multi",)),
    "records": Row("records", "OGC API Records (pycsw 3)", "OGC API Records (pycsw 3)", ("multi",)),
    "pygeoapi": Row("records", "OGC API Records (pygeoapi)", "OGC API Records (pygeoapi)", ("multi",)),
    "opensearch": Row("opensearch", "OpenSearch (pycsw 3)", "OpenSearch (pycsw 3)", ("multi",)),
    "wms": Row("wms", "WMS (QGIS Server)", "WMS (QGIS Server)", ("land",)),
    "wms_time": Row("wms", "WMS with time (MapServer)", "WMS temporel (MapServer)", ("land",)),
    "wmts": Row("wmts", "WMTS (QGIS Server)", "WMTS (QGIS Server)", ("land",)),
    "wfs": Row("wfs", "WFS (QGIS Server)", "WFS (QGIS Server)", ("land",)),
    "wfs2": Row("wfs", "WFS 2.0 (MapServer)", "WFS 2.0 (MapServer)", ("land",)),
    "wcs": Row("wcs", "WCS (MapServer)", "WCS (MapServer)", ("land",)),
    "features": Row(
        "features", "OGC API Features (QGIS Server)", "OGC API Features (QGIS Server)", ("land",)
    ),
    "emulated_geodes": Row(
        "stac",
        "GEODES (emulated)",
        "GEODES (émulé)",
        ("land",),
        _BOTH,
        {"dialect": "geodes", "sign_in": "api-key"},
    ),
    "emulated_hydroweb": Row(
        "stac",
        "Hydroweb.next (emulated)",
        "Hydroweb.next (émulé)",
        ("land",),
        _BOTH,
        {"dialect": "hydroweb", **_KEY},
    ),
    "emulated_esgf": Row(
        "esgf", "ESGF (emulated)", "ESGF (émulé)", ("climate",), _BOTH, {"options": {"project": "CMIP6"}}
    ),
    "emulated_geonetwork": Row(
        "geonetwork", "GeoNetwork 4 (emulated)", "GeoNetwork 4 (émulé)", ("ocean", "solid-earth")
    ),
    "emulated_dataverse": Row("dataverse", "Dataverse (emulated)", "Dataverse (émulé)", ("multi",)),
    "emulated_datacite": Row("datacite", "DataCite (emulated)", "DataCite (émulé)", ("multi",)),
    "emulated_gbif": Row("gbif", "GBIF (emulated)", "GBIF (émulé)", ("biodiversity",), _BOTH),
    "emulated_dataone": Row("dataone", "DataONE (emulated)", "DataONE (émulé)", ("biodiversity",)),
    "emulated_odata": Row(
        "odata",
        "Copernicus OData (emulated)",
        "OData de Copernicus (émulé)",
        ("land",),
        _BOTH,
        {
            "options": {
                "collections": {"SENTINEL-2": {"en": "Sentinel-2", "fr": "Sentinel-2", "from": "2015-06-23"}}
            }
        },
    ),
    "emulated_fdsn": Row(
        "fdsn", "FDSN stations (emulated)", "Stations FDSN (émulé)", ("solid-earth",), _BOTH
    ),
    "emulated_ozcar": Row(
        "ozcar", "Theia/OZCAR portal (emulated)", "Portail Theia/OZCAR (émulé)", ("land",), _BOTH
    ),
    "emulated_erddap": Row("erddap", "ERDDAP (emulated)", "ERDDAP (émulé)", ("ocean",)),
    "thredds": Row("thredds", "THREDDS (pydap)", "THREDDS (pydap)", ("multi",), _BOTH),
    "emulated_datagouv": Row("data-gouv", "data.gouv.fr (emulated)", "data.gouv.fr (émulé)", ("multi",)),
}


def rows(endpoints: dict[str, str]) -> list[dict[str, object]]:
    """One row of the registry for each catalogue and service of the hub that runs."""
    return [
        {
            "id": f"hub-{name}",
            "kind": row.kind,
            "url": endpoints[name],
            "title": {"en": f"Hub: {row.en}", "fr": f"Hub\u00a0: {row.fr}"},
            "provider": "Hub",
            "compartments": list(row.compartments),
            "languages": ["en", "fr"],
            "offers": list(row.offers),
            **row.more,
        }
        for name, row in CATALOGS.items()
        if name in endpoints
    ]


if __name__ == "__main__":
    source, target = (Path(text) for text in sys.argv[1:])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(rows(json.loads(source.read_text("utf-8"))), indent=1), "utf-8")
