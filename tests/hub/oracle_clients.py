"""Other people's clients, asked about the hub: ``oracle_clients.py CLIENT`` reads JSON and prints JSON.

In: ``{"endpoints": {name: address}, "asks": [{…}, …]}``; out: an answer for each ask, or ``{"error": …}``.
Runs in the virtual environment ``oracles`` (see ``services/requirements/oracles.txt``), away from the
plugin: nothing of ours is imported here.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any


def pystac_client(at: dict[str, str]) -> Callable[..., Any]:
    from pystac_client import Client

    client = Client.open(at["stac"])

    def ask(**said: Any) -> Any:
        return [
            {
                "id": item.id,
                "collection": item.collection_id,
                "geometry": item.geometry,
                "start": item.properties.get("start_datetime") or item.properties["datetime"],
                "end": item.properties.get("end_datetime") or item.properties["datetime"],
                "cloud": item.properties.get("eo:cloud_cover"),
                "hrefs": {key: asset.href for key, asset in item.assets.items()},
                "sizes": {key: asset.extra_fields.get("file:size") for key, asset in item.assets.items()},
            }
            for item in client.search(**said).items()
        ]

    return ask


def eodag(at: dict[str, str]) -> Callable[..., Any]:
    from eodag import EODataAccessGateway

    # Collections are not discovered, neither at the provider nor at eodag's own site.
    Path("none.json").write_text("{}", "utf-8")
    os.environ["EODAG_EXT_COLLECTIONS_CFG_URI"] = str(Path("none.json").resolve())
    gateway = EODataAccessGateway()
    quiet = {"discover_collections": {"fetch_url": None}}
    gateway.add_provider("hub", f"{at['stac']}/search", search=quiet)
    configured = {
        provider: {
            "search": {"api_endpoint": f"{url}/search", **quiet},
            "auth": {"matching_url": url.partition("/api/")[0], "credentials": {"apikey": at["key"]}},
        }
        for provider, url in (("geodes", at["emulated_geodes"]), ("hydroweb_next", at["emulated_hydroweb"]))
    }
    products = f"{at['emulated_odata']}Products"
    account = {"username": "nobody", "password": at["key"]}  # asked for before a download only
    configured["cop_dataspace"] = {
        "search": {"api_endpoint": products},
        "auth": {"matching_url": products, "credentials": account},
    }
    gateway.update_providers_config(dict_conf=configured)

    def ask(download: str = "", **said: Any) -> Any:
        found = gateway.search_all(**said)
        if download:
            Path(download).mkdir()
            archive = gateway.download(found[0], output_dir=download, extract=False)
            return {"id": found[0].properties["id"], "files": sorted(os.listdir(download)), "path": archive}
        return [
            {
                "id": product.properties["id"],
                "uid": product.properties.get("uid"),
                "title": product.properties["title"],
                "size": product.properties.get("file:size"),
                "checksum": product.properties.get("file:checksum"),
                "geometry": product.geometry.__geo_interface__,
                "start": product.properties.get("start_datetime") or product.properties["datetime"],
                "end": product.properties.get("end_datetime") or product.properties["datetime"],
                "cloud": product.properties.get("eo:cloud_cover"),
                "download": product.properties.get("eodag:download_link"),
                "quicklook": product.properties.get("eodag:quicklook"),
                "status": product.properties.get("order:status"),
                "hrefs": sorted(asset["href"] for asset in product.assets.values()),
                "sizes": {asset["href"]: asset.get("file:size") for asset in product.assets.values()},
                "digests": {asset["href"]: asset.get("file:checksum") for asset in product.assets.values()},
            }
            for product in found
        ]

    return ask


def pygeodes(at: dict[str, str]) -> Callable[..., Any]:
    from pygeodes import Config, Geodes

    base = at["emulated_geodes"].removesuffix("api/stac")

    def ask(collections_of: str = "", download: str = "", key: str = at["key"], **said: Any) -> Any:
        geodes = Geodes(Config(api_key=key, use_async_requests=False), base_url=base)
        if collections_of:
            words = None if collections_of == "*" else collections_of
            found = geodes.search_collections(full_text_search=words, return_df=False, quiet=True)
            return [{"id": one.id, "title": one.title, "description": one.description} for one in found]
        items = geodes.search_items(get_all=True, return_df=False, quiet=True, **said)
        if download:
            one = next(item for item in items if item.id == download)
            path = geodes.download_item_archive(one, outfile=str(Path("got.zip").resolve()))
            inside = geodes.list_item_files(one)  # by parts of the archive
            available = geodes.check_item_availability(one)
            return {"path": str(path or Path("got.zip").resolve()), "inside": inside, "available": available}
        return [
            {
                "id": item.id,
                "title": item.find("identifier"),
                "collection": item.collection_id,
                "geometry": item.geometry,
                "bbox": item.bbox,
                "start": item.find("start_datetime"),
                "end": item.find("end_datetime"),
                "cloud": item.find("eo:cloud_cover"),
                "download": item.data_asset.href,
                "size": item.data_asset.filesize,
                "md5": item.data_asset.checksum,
                "quicklook": item.quicklook_asset.href,
            }
            for item in items
        ]

    return ask


def pyesgf(at: dict[str, str]) -> Callable[..., Any]:
    os.environ["ESGF_PYCLIENT_NO_FACETS_STAR_WARNING"] = "1"
    from pyesgf.search import SearchConnection

    connection = SearchConnection(at["emulated_esgf"].removesuffix("/search"), distrib=True)

    def result(one: Any, key: str) -> dict[str, Any]:
        return {
            "id": key,
            "title": one.json["title"],
            "box": [one.json.get(f"{side}_degrees") for side in ("west", "south", "east", "north")],
            "start": one.json.get("datetime_start"),
            "end": one.json.get("datetime_stop"),
            "urls": {service: [url for url, _ in pairs] for service, pairs in one.urls.items()},
            "opendap": one.opendap_url,
            "download": one.download_url,
        }

    def ask(files_of: str = "", facets: str = "", **said: Any) -> Any:
        context = connection.new_context(facets=facets or "project", latest=True, replica=False, **said)
        if facets:
            return {"total": context.hit_count, "facets": context.facet_counts}
        found = context.search(batch_size=20)
        if not files_of:
            return {"total": context.hit_count, "found": [result(one, one.dataset_id) for one in found]}
        dataset = next(one for one in found if one.dataset_id == files_of)
        files = dataset.file_context().search(ignore_facet_check=True)
        return [
            {**result(one, one.file_id), "size": one.size, "checksum": [one.checksum_type, one.checksum]}
            for one in files
        ]

    return ask


def pydataverse(at: dict[str, str]) -> Callable[..., Any]:
    from pyDataverse.api import NativeApi, SearchApi

    base = at["emulated_dataverse"].removesuffix("/api/search")
    search, native = SearchApi(base), NativeApi(base)

    def ask(record: str = "", **said: Any) -> Any:
        if record:
            return native.get_dataset(record).json()["data"]["latestVersion"]
        first = search.search(said.pop("q"), data_type="dataset", per_page=10, start=0, **said).json()["data"]
        found = first["items"]
        while len(found) < first["total_count"]:
            more = search.search(first["q"], data_type="dataset", per_page=10, start=len(found), **said)
            found += more.json()["data"]["items"]
        return {"total": first["total_count"], "found": found}

    return ask


def sickle(at: dict[str, str]) -> Callable[..., Any]:
    from lxml import etree
    from sickle import Sickle
    from sickle.models import Record

    def ask(server: str = "", record: str = "", **said: Any) -> Any:
        if record:
            found = [Record(etree.fromstring(record.encode()))]
        else:
            found = Sickle(at[server]).ListRecords(metadataPrefix="oai_dc", ignore_deleted=True, **said)
        return [{"id": one.header.identifier, "metadata": one.metadata, "raw": one.raw} for one in found]

    return ask


def main() -> None:
    said, answers = json.load(sys.stdin), []
    with contextlib.redirect_stdout(io.StringIO()):
        ask = globals()[sys.argv[1]](said["endpoints"])
        for one in said["asks"]:
            try:
                answers.append(ask(**one))
            except Exception as error:  # what a client raises is its answer
                answers.append({"error": f"{type(error).__name__}: {error}"})
    json.dump(answers, sys.stdout, default=str)


main()
