"""``python -m gaia_plugin``: the core from a terminal, without QGIS."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from . import cli_fetch
from .core import (
    Area,
    Dataset,
    FederatedSearch,
    Page,
    Period,
    Query,
    Session,
    load_registry,
    make_catalog,
    open_catalog,
)
from .core.catalogs.base import Catalog
from .core.catalogs.federation import State, Status
from .core.errors import GaiaError
from .core.model import Record
from .core.transfer import manifest


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 where it worked, 1 where every catalogue failed, 2 where the words are off."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except (GaiaError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m gaia_plugin", description=__doc__)
    commands = parser.add_subparsers(required=True)
    sources = commands.add_parser("sources", help="list the catalogues of the registry")
    sources.set_defaults(run=_sources)
    search = commands.add_parser("search", help="search catalogues; one JSON object a line")
    search.add_argument("text", nargs="?", default="")
    search.add_argument("--source", action="append", default=[], metavar="ID", help="a row of the registry")
    search.add_argument("--url", action="append", default=[], help="any catalogue's address")
    search.add_argument("--bbox", nargs=4, type=float, metavar=("W", "S", "E", "N"))
    search.add_argument("--since", default=None)
    search.add_argument("--until", default=None)
    search.add_argument("--limit", type=int, default=100)
    search.add_argument("--language", default="en")
    search.add_argument("--collection", metavar="ID", help="the granules of this collection")
    search.add_argument(
        "--manifest",
        type=Path,
        metavar="FILE",
        help="save what is found for fetch: STAC items, or by its name Metalink (.meta4) or aria2 (.txt)",
    )
    search.set_defaults(run=_search)
    cli_fetch.add_to(commands)
    return parser


def _sources(options: argparse.Namespace) -> int:
    for entry in load_registry():
        print(f"{entry.id}\t{entry.kind}\t{entry.title()}\t{entry.url}")
    return 0


def _search(options: argparse.Namespace) -> int:
    query = Query(
        text=options.text,
        area=Area.bbox(*options.bbox) if options.bbox else None,
        period=Period(options.since, options.until) if options.since or options.until else None,
        limit=options.limit,
        language=options.language,
    )
    found: list[Record] = []

    def on_page(page: Page) -> None:
        found.extend(page.items)
        _print_page(page)

    catalogs = _catalogs(options)
    if options.collection:
        failed = not _granules(catalogs, query, options.collection, on_page)
    else:
        failed = _federated(FederatedSearch(query, catalogs, on_page=on_page))
    if options.manifest:
        left_out = manifest.write_records(options.manifest, found, manifest.form_of(options.manifest))
        if left_out:
            print(f"Not in a list of this form: {left_out} files (save as .json).", file=sys.stderr)
    return 1 if failed else 0


def _federated(federated: FederatedSearch) -> bool:
    """Search everywhere; whether all failed."""
    federated.start()
    try:
        federated.wait()
    finally:
        federated.cancel()
    statuses = federated.statuses.values()
    for status in statuses:
        print(f"{status.title}: {_said(status)}", file=sys.stderr)
    return all(status.state is State.FAILED for status in statuses)


def _granules(catalogs: list[Catalog], query: Query, collection: str, on_page: Callable[[Page], None]) -> int:
    """The granules of a collection from each catalogue; in how many it could be asked for."""
    asked = 0
    for catalog in catalogs:
        dataset = Dataset(collection, collection, catalog=catalog.entry.id)
        try:
            count = 0
            for page in catalog.granules(dataset, query):
                on_page(page)
                count += len(page.items)
                if query.limit and count >= query.limit:
                    break
            asked += 1
            print(f"{catalog.entry.title()}: {count}", file=sys.stderr)
        except GaiaError as error:
            print(f"{catalog.entry.title()}: {error}", file=sys.stderr)
    return asked


def _said(status: Status) -> str:
    """What became of one catalogue: its records, what was filtered here and not by it, and its notes."""
    if status.error:
        return str(status.error)
    total = "" if status.total is None else f" of {'at least ' * status.total_is_lower_bound}{status.total}"
    here = ", ".join(sorted(status.filtered_by_client))
    parts = (f"{status.received}{total}", here and f"filtered here: {here}", *status.notes)
    return "; ".join(filter(None, parts))


def _catalogs(options: argparse.Namespace) -> list[Catalog]:
    session = Session()
    chosen = options.source or ([] if options.url else ["demo"])
    entries = {entry.id: entry for entry in load_registry()}
    unknown = [name for name in chosen if name not in entries]
    if unknown:
        raise ValueError(f"No such source: {', '.join(unknown)}")
    catalogs = [make_catalog(entries[name], session) for name in chosen]
    return catalogs + [open_catalog(url, session=session) for url in options.url]


def _print_page(page: Page) -> None:
    for record in page.items:
        print(json.dumps(_summary(record), ensure_ascii=False))


def _summary(record: Record) -> dict[str, Any]:
    return {
        "catalog": record.catalog,
        "id": record.id,
        "title": record.title,
        "period": record.period.interval() if record.period else None,
        "footprint": record.footprint,
        "license": record.license,
        "doi": record.doi,
        "links": [{"kind": link.kind.value, "name": link.label} for link in record.links],
    }
