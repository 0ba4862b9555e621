"""The files behind a dataset of AERIS: the "OpenSearch" of its portals, which lists them year by year.

It is no OpenSearch description: ``{service}/request?collection={id}`` answers ``{"entries": [{"date",
"totalSize", "fileNumber"}]}``, and ``downloadYear`` gives the files of a year as one ZIP. Sources:
``aeris-data/aeris-metadata-components-vjs`` and ``sedoo/mistrals-rest`` (OSEntry, MistralsDataService).
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from ..metadata.jsontexts import inside, text, whole_number
from ..model import Dataset, Granule, Link, LinkKind, Source
from ..model.period import Period

EVERYTHING = "all"
"""The identifier of what is listed without a date."""


def read_entry(entry: Any, dataset: Dataset, service: Link, *, catalog: str) -> Granule:
    """The files of one year (all of them where the entry has no date) as a granule. Raises ValueError."""
    said = inside(entry)
    if not said:
        raise ValueError("no entry")
    date = text(said.get("date"))
    year = date[:4]
    if date and not (year.isdigit() and int(year)):
        raise ValueError("the entry's date cannot be read")
    root = service.href.rstrip("/")
    key = service.name or dataset.id
    asked = {"collectionId": key, **({"filter": f"year_{year}"} if year else {})}
    sizes = {"size": whole_number(said.get("totalSize")), "files": whole_number(said.get("fileNumber"))}
    return Granule(
        id=year or text(said.get("name")) or EVERYTHING,
        title=f"{dataset.title} – {year}" if year else dataset.title,
        catalog=catalog,
        collection=dataset.id,
        footprint=dataset.footprint,
        footprint_note=dataset.footprint_note,
        period=Period(year, year) if year else dataset.period,
        properties={**said, **{name: count for name, count in sizes.items() if count}},
        links=(
            Link(
                f"{root}/{'downloadYear' if year else 'download'}?{urlencode(asked)}",
                LinkKind.DOWNLOAD,
                title=f"{year or dataset.title} (ZIP)",
                media_type="application/zip",
                protocol=service.protocol,
                restricted=service.restricted,
            ),
        ),
        license=dataset.license,
        doi=dataset.doi,
        provider=dataset.provider,
        sources=(Source(catalog, year or EVERYTHING, root),),
        raw=said,
    )
