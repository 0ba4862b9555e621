"""``hub_sources.py ENDPOINTS TARGET``: the hub's catalogues as a registry file, for the profile of a QGIS."""

from __future__ import annotations

import json
import sys
from pathlib import Path

# endpoint: kind, title, compartments
CATALOGS = {
    "stac": ("stac", "Hub: STAC (pgstac)", ["land", "ocean"]),
    "csw": ("csw", "Hub: CSW (pycsw 3)", ["multi"]),
    "csw2": ("csw", "Hub: CSW (pycsw 2.6)", ["multi"]),
}


def rows(endpoints: dict[str, str]) -> list[dict[str, object]]:
    """One row of the registry for each catalogue of the hub that runs."""
    return [
        {
            "id": f"hub-{name}",
            "kind": kind,
            "url": endpoints[name],
            "title": title,
            "provider": "Hub",
            "compartments": compartments,
            "languages": ["en", "fr"],
            "offers": ["datasets", "granules"] if kind == "stac" else ["datasets"],
        }
        for name, (kind, title, compartments) in CATALOGS.items()
        if name in endpoints
    ]


if __name__ == "__main__":
    source, target = (Path(text) for text in sys.argv[1:])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(rows(json.loads(source.read_text("utf-8"))), indent=1), "utf-8")
