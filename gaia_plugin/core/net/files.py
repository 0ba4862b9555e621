"""Local files that a catalogue on disk is made of (the offline demonstration).

Only an adapter whose own entry is local may read them: a server that links to ``file://`` is refused by the
adapter, which knows where a link came from. A relative link of a local catalogue may lead out of its folder
(``../``): the catalogue was chosen by the person, on the person's own disk.
"""

from __future__ import annotations

import mimetypes
import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from ..errors import BadAnswer, NotFound
from .answers import Response, too_large


def is_local(url: str) -> bool:
    """Whether it is a ``file://`` URL or an absolute path."""
    return url[:5].lower() == "file:" or os.path.isabs(url) or (len(url) > 2 and url[1:3] in (":\\", ":/"))


def local_path(url: str) -> Path:
    """The path of a ``file://`` URL (of this machine) or of an absolute path. Raises BadAnswer."""
    if url[:5].lower() != "file:":
        if os.path.isabs(url):
            return Path(url)
        raise BadAnswer(host="?", detail="not a local file")
    parts = urlsplit(url)
    if parts.netloc not in ("", "localhost", "127.0.0.1") or "\x00" in unquote(parts.path):
        raise BadAnswer(host=parts.hostname or "?", detail="a file of another machine")
    from urllib.request import url2pathname  # slow to import

    return Path(url2pathname(parts.path))


def read(url: str, limit: int) -> Response:
    """The file as an answer with status 200. Raises NotFound, BadAnswer, AnswerTooLarge."""
    path = local_path(url)
    if not path.is_file():
        raise NotFound(host=path.name or "?", status=404)
    detail = ""
    try:
        if path.stat().st_size > limit:
            raise too_large(url, limit)
        content = path.read_bytes()
    except OSError as error:
        detail = (error.strerror or "cannot be read").lower()
    if detail:
        raise BadAnswer(host=path.name, detail=detail)
    kind = mimetypes.guess_type(path.name)[0]
    return Response(200, path.as_uri(), {"Content-Type": kind} if kind else {}, content)
