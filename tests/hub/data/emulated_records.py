"""What the emulated catalogues hold: synthetic records that lead to the hub's files, and the recorded real ones.

One function a service; each gives what the synthetic server of that service is made from, as JSON. Each
holds something about snow ("neige"), so that one search finds something in every catalogue of the hub.
"""

from __future__ import annotations

import base64
import json
import uuid
import zipfile
from hashlib import md5
from io import BytesIO
from pathlib import Path
from typing import Any

from tests.hub.data import stac_items
from tests.hub.hub import RECORDED, Hub
from tests.support import (
    synthetic_dataone,
    synthetic_erddap,
    synthetic_esgf,
    synthetic_geodes,
    synthetic_rest,
)
from tests.support.synthetic_datagouv import synthetic_datagouv
from tests.support.synthetic_geonetwork import synthetic_record

ALPS = (5.0, 44.5, 7.0, 46.0)
BRITTANY = (-5.2, 47.2, -1.0, 48.9)
FIJI = (177.0, -20.0, -178.0, -16.0)
OTHERS = (
    "Débit des rivières",
    "Déformation du sol",
    "Chlorophylle de surface",
    "Humidité du sol",
    "Relevés floristiques",
)


def _recorded(name: str) -> Any:
    """A recorded answer, or None where this machine has it not."""
    path = RECORDED / name
    return json.loads(path.read_text("utf-8")) if path.exists() else None


def _zipped(path: Path, inside: str) -> bytes:
    """An archive of one file, the same bytes for the same file."""
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(zipfile.ZipInfo(inside, (2024, 1, 1, 0, 0, 0)), path.read_bytes())
    return held.getvalue()


def geodes(hub: Hub) -> dict[str, Any]:
    """The optical scenes of the hub's STAC as GEODES tells them, each an archive that can be downloaded."""
    files: dict[str, str] = {}
    folder = hub.dir("emulated") / "files"
    folder.mkdir(exist_ok=True)
    contents: dict[str, tuple[bytes, bytes]] = {}
    items = []
    for number, item in enumerate(stac_items.items(hub)):
        if item["collection"] != "optical-l2a":
            continue
        name, tile = item["id"], item["id"].rpartition("_")[2]
        if tile not in contents:
            optical = hub.data / "files" / "optical"
            contents[tile] = (
                _zipped(optical / f"{tile}_visual.tif", f"{tile}/{tile}_visual.tif"),
                (optical / f"{tile}_visual.png").read_bytes(),
            )
            for content in contents[tile]:
                digest = md5(content, usedforsecurity=False).hexdigest()
                (folder / digest).write_bytes(content)
                files[digest] = str(folder / digest)
        said = item["properties"]
        items.append(
            synthetic_geodes.synthetic_geodes_item(
                number, name=name, geometry=item["geometry"], box=item["bbox"], start=said["datetime"],
                content=contents[tile][0], preview=contents[tile][1], online=number % 7 != 0,
                properties={"eo:cloud_cover": said["eo:cloud_cover"], "grid:code": tile,
                            "platform": said["platform"]},
            )
        )  # fmt: skip
    snow = synthetic_geodes.synthetic_geodes_collection(
        "THEIA_SNOW_SENTINEL2_L2B", title="Snow cover of Sentinel-2 (neige)", description="Synthetic, and empty.",
        license="other", links=[],
    )  # fmt: skip
    collections = [synthetic_geodes.synthetic_geodes_collection(summaries={"total_items": len(items)}), snow]
    here = synthetic_geodes.HERE
    for name, kept in (("search_peps_s2_l1c", items), ("collection_peps_s1_l1", collections)):
        document = _recorded(f"geodes/{name}.json")
        if document:
            text = json.dumps(document.get("features", [document]))
            kept.extend(json.loads(text.replace("https://geodes-portal.cnes.fr/api", f"{here}/api")))
    return {"items": items, "collections": collections, "files": files}


def hydroweb(hub: Hub) -> dict[str, Any]:
    """Water levels; the service answers whoever has the key of the hub."""
    collection = "HYDROWEB_LAKES_OPE"
    items = [
        synthetic_geodes.synthetic_geodes_item(
            number, name=f"L_synthetic_{number:03d}", collection=collection,
            box=(5 + number / 10, 45.0, 5.1 + number / 10, 45.1), start=f"{2016 + number // 3}-01-01T00:00:00Z",
            end=f"{2017 + number // 3}-01-01T00:00:00Z",
        )
        for number in range(12)
    ]  # fmt: skip
    made = synthetic_geodes.synthetic_geodes_collection(
        collection, title="Lake water levels (snow and rain fed)", description="Synthetic water levels.")  # fmt: skip
    levels = {f"{item['properties']['identifier']}.txt": f"2024-01-01 {370 + number}.1\n" * 400
              for number, item in enumerate(items)}  # fmt: skip
    baskets = {collection: levels, "HYDROWEB_RIVERS_OPE": {"R_synthetic.txt": "2024-01-01 1.25\n" * 90}}
    return {"items": items, "collections": [made], "baskets": baskets}


def esgf(hub: Hub) -> dict[str, Any]:
    """Ninety model runs, each with sixteen files of ten years, and the recorded one."""
    datasets, files = [], []
    variables = {
        "tas": "Near-Surface Air Temperature",
        "pr": "Precipitation",
        "snw": "Surface Snow Amount (neige)",
    }
    for number in range(90):
        variable, experiment = list(variables)[number % 3], ("historical", "ssp245")[number // 45]
        member = f"r{number // 3 % 15 + 1}i1p1f1"
        name = f"CMIP6.CMIP.IPSL.IPSL-CM6A-LR.{experiment}.{member}.Amon.{variable}.gr"
        first, last = (1850, 2009) if experiment == "historical" else (2015, 2100)
        known = {
            "project": ["CMIP6"], "institution_id": ["IPSL"], "source_id": ["IPSL-CM6A-LR"],
            "experiment_id": [experiment], "variant_label": [member], "variable_id": [variable],
            "frequency": ["mon"], "table_id": ["Amon"], "latest": True, "replica": number % 10 == 9,
        }  # fmt: skip
        datasets.append(
            synthetic_esgf.synthetic_dataset(
                number, id=f"{name}.v20200101|esgf.example.org", title=name, instance_id=f"{name}.v20200101",
                variable_long_name=[variables[variable]], experiment_title=[experiment], number_of_files=16,
                index_node="esgf.example.org", datetime_start=f"{first}-01-16T12:00:00Z",
                datetime_stop=f"{last}-12-16T12:00:00Z", **known,
            )
        )  # fmt: skip
        for decade in range(16 if number < 3 else 0):
            title = f"{variable}_Amon_IPSL_historical_{member}_gr_{1850 + 10 * decade}01-{1859 + 10 * decade}12.nc"
            files.append(
                synthetic_esgf.synthetic_file(
                    decade, id=f"{name}.v20200101.{title}|esgf.example.org", title=title,
                    dataset_id=datasets[-1]["id"], index_node="esgf.example.org", **known,
                )
            )  # fmt: skip
    answer = _recorded("esgf/search_dataset.json")
    if answer:
        datasets += answer["esg_search_response"]["response"]["docs"]
    return {"datasets": datasets, "files": files}


def geonetwork(hub: Hub) -> dict[str, Any]:
    """Records with a map, one across the antimeridian, one without a place, and the recorded hits."""
    wms = {"protocol": "OGC:WMS", "urlObject": {"default": hub.endpoints["wms_time"]},
           "nameObject": {"default": "snow"}, "group": 0}  # fmt: skip
    file = {"protocol": "WWW:DOWNLOAD-1.0-http--download", "function": "download", "group": 0,
            "urlObject": {"default": f"{hub.endpoints['files']}/snow/snow_202301.tif"},
            "nameObject": {"default": "snow_202301.tif"}}  # fmt: skip
    records = [
        synthetic_record(1, title={"default": "Enneigement du massif (neige)", "langeng": "Snow of the massif"},
                         box=ALPS, period=("2023-01-01", None), link=[wms, file]),
        synthetic_record(2, title="Bassin des Fidji", box=FIJI, period=(None, "1990-12-31")),
        synthetic_record(3, title="Sans lieu ni date", box=None, period=(None, None)),
        *(synthetic_record(number, title=f"{OTHERS[number % 5]}, secteur {number}", box=BRITTANY,
                           period=(f"{1990 + number}-01-01", f"{1991 + number}-12-31")) for number in range(4, 30)),
    ]  # fmt: skip
    answer = _recorded("sextant/geonetwork_es_search.json")
    records += [hit["_source"] for hit in answer["hits"]["hits"]] if answer else []
    return {"records": records}


def odata(hub: Hub) -> dict[str, Any]:
    """The optical scenes of the hub's STAC as Copernicus tells products, and the recorded ones."""
    products = []
    for number, item in enumerate(stac_items.items(hub)):
        if item["collection"] != "optical-l2a":
            continue
        said, when = item["properties"], item["properties"]["datetime"].replace("Z", ".000000Z")
        ring = ",".join(f"{x} {y}" for x, y in item["geometry"]["coordinates"][0])
        attributes = {"cloudCover": ("Double", said["eo:cloud_cover"]), "productType": ("String", "S2MSI1C"),
                      "relativeOrbitNumber": ("Integer", 51), "tileId": ("String", item["id"][-3:])}  # fmt: skip
        visual = item["assets"]["visual"]
        products.append({
            "Id": str(uuid.uuid5(uuid.NAMESPACE_URL, item["id"])), "Name": f"{item['id']}.SAFE",
            "ContentType": "application/octet-stream", "ContentLength": visual["file:size"],
            "PublicationDate": "2024-01-01T00:00:00.000000Z", "ModificationDate": "2024-01-01T00:00:00.000000Z",
            "Online": number % 7 != 0, "S3Path": f"/eodata/{item['id']}.SAFE", "Collection": {"Name": "SENTINEL-2"},
            "Checksum": [{"Value": md5(item["id"].encode(), usedforsecurity=False).hexdigest(), "Algorithm": "MD5"}],
            "ContentDate": {"Start": when, "End": when}, "GeoFootprint": item["geometry"],
            "Footprint": f"geography'SRID=4326;POLYGON (({ring}))'",
            "Attributes": [{"@odata.type": f"#OData.CSC.{kind}Attribute", "Name": name, "Value": value,
                            "ValueType": kind} for name, (kind, value) in attributes.items()],
            "Assets": [{"Type": "QUICKLOOK", "Id": str(number),
                        "DownloadLink": item["assets"]["thumbnail"]["href"]}],
        })  # fmt: skip
    answer = _recorded("cdse/odata_products.json")
    products += [{**one, "Collection": {"Name": "SENTINEL-2"}} for one in answer["value"]] if answer else []
    return {"products": products}


def fdsn(hub: Hub) -> dict[str, Any]:
    return {}  # the networks and stations of the unit tests


def ozcar(hub: Hub) -> dict[str, Any]:
    return {}  # the observations of the unit tests, snow among them


def erddap(hub: Hub) -> dict[str, Any]:
    made = [synthetic_erddap.synthetic_dataset(number) for number in range(1, 12)]
    snow = {"title": "Snow depth (neige) of the massif", "box": ALPS, "summary": "Daily snow depth."}
    return {"datasets": [*made, synthetic_erddap.synthetic_dataset(12, **snow)]}


def _titles(count: int) -> list[tuple[str, tuple[float, ...] | None]]:
    """Titles and boxes for a repository."""
    first = [("Snow depth of the Alps (neige)", ALPS), ("Fiji basin", FIJI), ("No place", None)]
    return [*first, *((f"{OTHERS[number % 5]} {number}", BRITTANY) for number in range(count - len(first)))]


def dataverse(hub: Hub) -> dict[str, Any]:
    made = enumerate(_titles(25), 1)
    return {"records": [synthetic_rest.synthetic_dataverse(number, title=title, box=box, old=number % 4 == 0)
                        for number, (title, box) in made]}  # fmt: skip


def datacite(hub: Hub) -> dict[str, Any]:
    records = [synthetic_rest.synthetic_doi(number, titles=[{"title": title}], box=box)
               for number, (title, box) in enumerate(_titles(40), 1)]  # fmt: skip
    cassette = RECORDED / "datacite" / "dois_cassette.yml"
    if cassette.exists():
        import yaml

        body = yaml.safe_load(cassette.read_bytes())["http_interactions"][0]["response"]["body"]["string"]
        records += json.loads(base64.b64decode(body))["data"]
    return {"records": records}


def gbif(hub: Hub) -> dict[str, Any]:
    records = [synthetic_rest.synthetic_gbif(number, title=title, box=box) for number, (title, box) in
               enumerate([("Birds of snow (neige)", ALPS), *_titles(12)[1:]], 1)]  # fmt: skip
    answer = _recorded("gbif/dataset_search.json")
    occurrences = answer["results"] if answer else []
    if occurrences:  # the occurrences of one dataset were recorded: the first is called so
        key = occurrences[0]["datasetKey"]
        records[0]["hit"]["key"] = records[0]["dataset"]["key"] = key
    return {"records": records, "occurrences": occurrences}


def dataone(hub: Hub) -> dict[str, Any]:
    docs = []
    for number, (title, box) in enumerate(_titles(30), 1):
        west, south, east, north = box or (None,) * 4
        place = {
            "westBoundCoord": west,
            "southBoundCoord": south,
            "eastBoundCoord": east,
            "northBoundCoord": north,
        }
        docs.append(
            synthetic_dataone.synthetic_doc(
                number, title=title, beginDate=f"{1990 + number}-01-01T00:00:00Z",
                endDate=f"{1992 + number}-12-31T00:00:00Z", dateUploaded=f"2020-01-{number:02d}T00:00:00Z", **place,
            )
        )  # fmt: skip
    eml = RECORDED / "dataone" / "eml.xml"
    return {"docs": docs, "objects": {docs[0]["id"]: eml.read_text("utf-8")} if eml.exists() else {}}


def datagouv(hub: Hub) -> dict[str, Any]:
    return {"records": [synthetic_datagouv(number, title=title)
                        for number, (title, _) in enumerate(_titles(25), 1)]}  # fmt: skip
