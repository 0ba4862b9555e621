"""The client py-hydroweb, asked about the hub's Hydroweb.next: reads JSON on stdin, prints JSON.

In: ``{"url": …, "key": …, "asks": [[method, {…}], …]}``; out: an answer for each ask. Runs in the virtual
environment ``hydroweb``; the client is not changed in any way.

- ``submit`` (``name``, ``collections``: arguments of its ``add_collection``) gives the identifier;
- ``info`` (``id``) gives status and progress, ``list`` that of all; ``delete`` (``id``);
- ``zip`` (``id``) waits as it waits, and gives the path, or null where it gave up.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from typing import Any

import py_hydroweb

said = json.load(sys.stdin)
client = py_hydroweb.Client(said["url"], said["key"])


def ask(method: str, **more: Any) -> Any:
    if method == "submit":
        basket = py_hydroweb.DownloadBasket(more["name"])
        for one in more["collections"]:
            basket.add_collection(**one)
        return {"id": client.submit_download(basket), "request": basket.as_dict()}
    if method == "info":
        info = client.get_download_info(more["id"])
        return {"status": info.status, "progress": info.progress, "message": info.message}
    if method == "list":
        return {key: one.status for key, one in client.get_downloads_info().items()}
    if method == "delete":
        return client.delete_download(more["id"])
    return client.download_zip(more["id"])


answers = []
with contextlib.redirect_stdout(io.StringIO()):
    for method, more in said["asks"]:
        try:
            answers.append(ask(method, **more))
        except Exception as error:  # what the client raises is its answer
            answers.append({"error": type(error).__name__, "text": str(error)})
json.dump(answers, sys.stdout)
