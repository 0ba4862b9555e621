"""What the JSON services share: the list of records in an answer, and completing those that say little."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from ..errors import BadAnswer, Cancelled, GaiaError, NotFound, RequestRefused, host_of
from ..metadata.jsontexts import whole_number
from ..model import Dataset, Record
from ..net import Cancel


def record_list(document: Any, name: str, url: str) -> tuple[dict[str, Any], list[Any]]:
    """(the answer, its list of records). Raises BadAnswer where it is no such answer."""
    found = document.get(name) if isinstance(document, dict) else None
    if not isinstance(found, list):
        raise BadAnswer(host=host_of(url), detail=f"no list of records ({name!r}) in it")
    return document, found


def solr_docs(document: Any, url: str) -> tuple[list[Any], int | None]:
    """(the documents of a Solr index's answer, how many it says there are). Raises BadAnswer where it is no
    such answer."""
    response = document.get("response") if isinstance(document, Mapping) else None
    docs = response.get("docs") if isinstance(response, Mapping) else None
    if not isinstance(response, Mapping) or not isinstance(docs, list):
        raise BadAnswer(host=host_of(url), detail="JSON without a response and its documents")
    return docs, whole_number(response.get("numFound"))


class Completer:
    """Completes the records of a page by one more request each, a few at a time, within a page's turn.

    A record that cannot be completed stays as it is; ``failed`` counts them.
    """

    def __init__(self, complete: Callable[[Dataset], Dataset], workers: int, cancel: Cancel | None):
        self._complete, self._workers, self._cancel = complete, max(1, workers), cancel
        self.failed = 0

    def __call__(self, records: list[Record]) -> list[Record]:
        """The records in their order. Raises Cancelled, and what makes every one fail."""
        with ThreadPoolExecutor(self._workers, thread_name_prefix="gaia-complete") as pool:
            done = list(pool.map(self._one, records))
        if self._cancel:
            self._cancel.check()
        errors = [one for one in done if isinstance(one, GaiaError)]
        self.failed += len(errors)
        serious = [one for one in errors if not isinstance(one, (NotFound, BadAnswer, RequestRefused))]
        if serious and len(errors) == len(records):
            raise serious[0]
        return [old if isinstance(new, GaiaError) else new for old, new in zip(records, done)]

    def _one(self, record: Record) -> Record | GaiaError:
        if not isinstance(record, Dataset):
            return record
        try:
            return self._complete(record)
        except Cancelled as error:
            return error
        except GaiaError as error:
            return error
