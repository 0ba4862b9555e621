"""The user agent of our requests.

QGIS writes its own over every request's. A service that has a problem with this plugin must be able to see
whom to ask, so QGIS's stays, with ours before it. Only a request preprocessor comes after QGIS; it changes
the request in place and returns nothing (a returned request crashes QGIS).
"""

from __future__ import annotations

from typing import Any

from qgis.core import QgsNetworkAccessManager
from qgis.PyQt.QtNetwork import QNetworkRequest

_NAME = QNetworkRequest.Attribute.User  # others use it for numbers: ours is a text that begins with _MARK
_MARK = "gaia-data:"


def mark(request: QNetworkRequest, agent: str) -> None:
    """Say which user agent this request wants."""
    request.setAttribute(_NAME, _MARK + agent)


def is_marked(request: QNetworkRequest) -> bool:
    """Whether a session of ours made this request."""
    wanted = request.attribute(_NAME)
    return isinstance(wanted, str) and wanted.startswith(_MARK)


class AgentName:
    """The preprocessor, installed and removed on the main thread."""

    def __init__(self) -> None:
        self._id = ""

    def install(self) -> None:
        if not self._id:
            self._id = QgsNetworkAccessManager.setRequestPreprocessor(_put)

    def remove(self) -> None:
        if self._id:
            QgsNetworkAccessManager.removeRequestPreprocessor(self._id)
            self._id = ""


def _put(request: Any) -> None:
    if is_marked(request):
        wanted = request.attribute(_NAME)
        ours, its = wanted[len(_MARK) :].encode("latin-1", "replace"), bytes(request.rawHeader(b"User-Agent"))
        if not its.startswith(ours):  # two sessions may be open
            request.setRawHeader(b"User-Agent", b" ".join(filter(None, (ours, its))))
