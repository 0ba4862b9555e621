"""The STAC 1.1.0 documents of the demonstration, in each language.

The STAC language extension (v1.0.0) says how: English at the root of the catalogue, French in ``fr/``, the
same ids, and an ``alternate`` link with ``hreflang`` from each document to the other language's. Assets are
shared.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

VERSION = "1.1.0"
EXTENSION = "https://stac-extensions.github.io/{}/schema.json"
LANGUAGES = {"en": ("English", "English"), "fr": ("Français", "French")}
PROJECT = "https://github.com/data-terra/gaia-data-qgis"
PEOPLE = "GAIA Data for QGIS contributors"
LICENSES = {
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "etalab-2.0": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
}
INSPIRE = {  # themes of the INSPIRE directive, annexes II and III
    "ac": {"en": "Atmospheric conditions", "fr": "Conditions atmosphériques"},
    "ef": {"en": "Environmental monitoring facilities", "fr": "Installations de suivi environnemental"},
    "hb": {"en": "Habitats and biotopes", "fr": "Habitats et biotopes"},
    "lc": {"en": "Land cover", "fr": "Occupation des terres"},
    "mf": {
        "en": "Meteorological geographical features",
        "fr": "Caractéristiques géographiques météorologiques",
    },
    "nz": {"en": "Natural risk zones", "fr": "Zones à risque naturel"},
    "of": {
        "en": "Oceanographic geographical features",
        "fr": "Caractéristiques géographiques océanographiques",
    },
    "oi": {"en": "Orthoimagery", "fr": "Ortho-imagerie"},
    "sd": {"en": "Species distribution", "fr": "Répartition des espèces"},
}
ASSET_TITLES = {
    "data": {"en": "Data (synthetic values)", "fr": "Données (valeurs synthétiques)"},
    "style": {"en": "QGIS style", "fr": "Style QGIS"},
    "thumbnail": {"en": "Thumbnail", "fr": "Vignette"},
}
SUFFIX = {"en": "demonstration", "fr": "démonstration"}
PREFIX = {"en": "Demonstration: ", "fr": "Démonstration : "}
NUMBERS = re.compile(r"\[\s*((?:-?[\d.e+-]+,\s*)*-?[\d.e+-]+)\s*\]")


def write_json(path: Path, document: dict) -> None:
    """Write ``document``, one key a line but lists of numbers on one line."""
    text = json.dumps(document, ensure_ascii=False, indent=1)
    text = NUMBERS.sub(lambda found: "[" + re.sub(r"\s+", " ", found.group(1)) + "]", text)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8")


def extensions(*names: str) -> list[str]:
    """Return the schema addresses of ``name/vX.Y.Z``."""
    return [EXTENSION.format(name) for name in names]


def _language(code: str) -> dict:
    name, alternate = LANGUAGES[code]
    return {"code": code, "name": name, "alternate": alternate}


def languages(lang: str) -> dict:
    """Return the language extension's fields for a document in ``lang``."""
    return {"language": _language(lang), "languages": [_language(code) for code in LANGUAGES if code != lang]}


def place(lang: str, *parts: str) -> str:
    """Return where the document ``parts`` of a language stands, from the root of the catalogue."""
    return "/".join(([] if lang == "en" else [lang]) + list(parts))


def _other(lang: str, *parts: str) -> dict:
    other = "fr" if lang == "en" else "en"
    depth = len(parts) - 1 + (lang != "en")
    href = "../" * depth + place(other, *parts)
    kind = "application/geo+json" if len(parts) == 2 and parts[1] != "collection.json" else "application/json"
    return {
        "rel": "alternate",
        "href": href if depth else "./" + href,
        "type": kind,
        "hreflang": other,
        "title": LANGUAGES[other][0],
    }


def _link(rel: str, href: str, kind: str = "application/json", **more: str) -> dict:
    return {"rel": rel, "href": href, "type": kind, **more}


def asset(key: str, name: str, fields: dict, lang: str, collection: str) -> dict:
    """Return the asset ``key`` for the file ``name`` of ``collection``, as a document in ``lang`` sees it."""
    href = f"./{name}" if lang == "en" else f"../../{collection}/{name}"
    return {"href": href, "title": ASSET_TITLES[key][lang], "roles": [key], **fields}


def catalog(texts: dict, collections: list[dict], lang: str) -> dict:
    """Return the root catalogue in ``lang``, with a link to each of ``collections`` (id, title)."""
    children = [
        _link("child", f"./{one['id']}/collection.json", title=title(one, lang)) for one in collections
    ]
    return {
        "type": "Catalog",
        "stac_version": VERSION,
        "stac_extensions": extensions("language/v1.0.0"),
        "id": texts["id"],
        "title": texts["title"][lang],
        "description": texts["description"][lang],
        "gaia:demo": True,
        **languages(lang),
        "links": [_link("root", "./catalog.json"), *children, _other(lang, "catalog.json")],
    }


def title(spec: dict, lang: str) -> str:
    """Return a dataset's title, marked as a demonstration."""
    return f"{PREFIX[lang]}{spec['title'][lang]}"


def collection(spec: dict, warning: dict, lineage: dict, items: list[dict], preview: dict, lang: str) -> dict:
    """Return the collection in ``lang``; ``items`` have id, bbox, start, end, title."""
    boxes = [one["bbox"] for one in items]
    crossing = any(box[0] > box[2] for box in boxes)
    pick = [min, min, max, max]
    bbox = boxes[0] if crossing else [pick[k](box[k] for box in boxes) for k in range(4)]
    start, end = min(one["start"] for one in items), max(one["end"] for one in items)
    words = list(dict.fromkeys([SUFFIX[lang], *spec["keywords"][lang]]))
    words += [word for code in LANGUAGES if code != lang for word in [SUFFIX[code], *spec["keywords"][code]]]
    concept = {
        "id": spec["theme"],
        "title": INSPIRE[spec["theme"]][lang],
        "url": f"http://inspire.ec.europa.eu/theme/{spec['theme']}",
    }
    names = [
        "language/v1.0.0",
        "processing/v1.2.0",
        "scientific/v1.0.0",
        "themes/v1.0.0",
        "contacts/v0.1.1",
        "file/v2.1.0",
    ]
    contact = {
        "name": PEOPLE,
        "roles": ["pointOfContact"],
        "emails": [{"value": "contact@data-terra.org"}],
        "links": [{"rel": "about", "href": PROJECT, "type": "text/html"}],
    }
    thumbnail = asset("thumbnail", preview["name"], preview["fields"], lang, spec["id"])
    children = [
        _link("item", f"./{one['id']}.json", "application/geo+json", title=one["title"][lang])
        for one in items
    ]
    return {
        "type": "Collection",
        "stac_version": VERSION,
        "stac_extensions": extensions(*names),
        "id": spec["id"],
        "title": title(spec, lang),
        "description": f"{spec['description'][lang]} {warning[lang]}",
        "keywords": list(dict.fromkeys(words)),
        "license": spec["license"],
        "providers": [
            {
                "name": PEOPLE,
                "roles": ["producer", "licensor", "processor", "host"],
                "url": PROJECT,
                "processing:lineage": lineage[lang].format(recipe=spec["recipe"]),
            }
        ],
        "extent": {
            "spatial": {"bbox": [bbox]},
            "temporal": {"interval": [[start, None if spec.get("open") else end]]},
        },
        **languages(lang),
        "gaia:demo": True,
        "gaia:compartments": spec["compartments"],
        "gaia:place": spec["place"][lang],
        "contacts": [contact],
        "themes": [{"scheme": "http://inspire.ec.europa.eu/theme", "concepts": [concept]}],
        "sci:citation": f"{PEOPLE} (2026). {title(spec, lang)}. {warning[lang]}",
        "summaries": {
            "processing:level": [spec["level"]],
            "processing:lineage": [lineage[lang].format(recipe=spec["recipe"])],
            "proj:code": [f"EPSG:{spec['crs']}"],
        },
        "assets": {"thumbnail": thumbnail},
        "item_assets": {
            key: {"title": ASSET_TITLES[key][lang], "type": fields["type"], "roles": [key]}
            for key, (_, fields) in items[0]["files"].items()
        },
        "links": [
            _link("root", "../catalog.json"),
            _link("parent", "../catalog.json"),
            *children,
            _link("license", LICENSES[spec["license"]], "text/html", title=spec["license"]),
            _link("about", PROJECT, "text/html", title="GAIA Data for QGIS"),
            _other(lang, spec["id"], "collection.json"),
        ],
    }


def item(spec: dict, warning: dict, lineage: dict, one: dict, lang: str) -> dict:
    """Return a granule in ``lang``; ``one`` has id, title, geometry, bbox, start, end, files."""
    names = [
        "language/v1.0.0",
        "processing/v1.2.0",
        "file/v2.1.0",
        "projection/v2.0.0",
        *one.get("extensions", []),
    ]
    instant = one["start"] == one["end"]
    times = {"datetime": one["start"] if instant else None}
    if not instant:
        times.update(start_datetime=one["start"], end_datetime=one["end"])
    assets = {key: asset(key, name, fields, lang, spec["id"]) for key, (name, fields) in one["files"].items()}
    return {
        "type": "Feature",
        "stac_version": VERSION,
        "stac_extensions": extensions(*names),
        "id": one["id"],
        "collection": spec["id"],
        "geometry": one["geometry"],
        "bbox": one["bbox"],
        "properties": {
            "title": f"{one['title'][lang]} ({SUFFIX[lang]})",
            "description": warning[lang],
            **times,
            "created": "2026-11-01T00:00:00Z",
            "updated": "2026-11-01T00:00:00Z",
            "license": spec["license"],
            **languages(lang),
            "gaia:demo": True,
            "processing:level": spec["level"],
            "processing:lineage": lineage[lang].format(recipe=spec["recipe"]),
            "proj:code": f"EPSG:{spec['crs']}",
            **one.get("properties", {}),
        },
        "links": [
            _link("root", "../catalog.json"),
            _link("parent", "./collection.json"),
            _link("collection", "./collection.json"),
            _other(lang, spec["id"], f"{one['id']}.json"),
        ],
        "assets": assets,
    }
