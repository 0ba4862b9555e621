"""Credentials for the requests that QGIS itself makes for WMS, WMTS, WCS, WFS, OGC API and tiles.

Nothing secret is in a layer's source: QGIS calls a preprocessor with every request just before it is sent, in
whatever thread sends it, and the header is put in there, for the credential's own hosts. So a layer of
yesterday's project works after today's sign-in, and a token that was renewed is sent from then on.
"""

from __future__ import annotations

import threading
from typing import Any

from qgis.core import QgsNetworkAccessManager
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtNetwork import QNetworkRequest

from ..core.errors import GaiaError
from ..core.net import Cancel
from ..core.net.credentials import Credential, Credentials
from .network_agent import is_marked
from .threads import on_main_thread

_PATIENCE = 10.0  # seconds that a renewal may hold a request of a worker


class RequestCredentials:
    """The preprocessor, installed and removed on the main thread. It changes the request in place and returns
    nothing (a returned request crashes QGIS), never raises, and never holds the main thread."""

    def __init__(self, credentials: Credentials):
        self._credentials = credentials
        self._id = ""

    def install(self) -> None:
        if not self._id:
            self._id = QgsNetworkAccessManager.setRequestPreprocessor(self.attach)

    def remove(self) -> None:
        if self._id:
            QgsNetworkAccessManager.removeRequestPreprocessor(self._id)
            self._id = ""

    def attach(self, request: Any) -> None:
        """Put the credential's headers into a request to one of its hosts.

        Requests of our own sessions are left alone: a ``Session`` attaches what is right for each hop itself,
        and the one that speaks with issuers must send none. So are requests that carry an Authorization of
        their own: the person chose an authentication for that layer, or another plugin did.
        """
        if is_marked(request) or request.hasRawHeader(b"Authorization"):
            return
        credential = self._credentials.for_url(request.url().toString())
        if credential is None:
            return
        sign = getattr(credential, "sign", None)
        if sign is not None:
            sign(request)
        for name, value in headers_for(credential).items():
            request.setRawHeader(name.encode("latin-1", "replace"), value.encode("latin-1", "replace"))
        address = bytes(request.url().toEncoded()).decode("ascii")
        if (full := credential.add_to(address)) != address:
            request.setUrl(QUrl.fromEncoded(full.encode("utf-8")))
        _stay_here(request)


def headers_for(credential: Credential) -> dict[str, str]:
    """The headers to send now. In a worker thread a token that is over is renewed first; on the main thread
    the renewal is begun, and what there is is sent."""
    now = getattr(credential, "headers_now", None)
    if now is None:
        return credential.headers()
    headers: dict[str, str] | None = now()
    if headers is not None:
        return headers
    box: dict[str, str] = {}
    cancel = Cancel()
    renewal = threading.Thread(target=_renew, args=(credential, box, cancel), daemon=True)
    renewal.start()
    if not on_main_thread():
        renewal.join(_PATIENCE)
        cancel.cancel()
    return dict(box)


def _renew(credential: Credential, box: dict[str, str], cancel: Cancel) -> None:
    try:
        box.update(credential.headers(cancel))
    except GaiaError:
        pass  # the server will ask to sign in, which QGIS shows


def _stay_here(request: Any) -> None:
    """Where Qt follows redirects by itself it takes every header along, to whatever host: then only those to
    the same one are followed. QGIS itself follows them one by one, each as a new request that comes by
    here."""
    policy = QNetworkRequest.Attribute.RedirectPolicyAttribute
    wanted = request.attribute(policy)
    if wanted is None:
        wanted = QgsNetworkAccessManager.instance().redirectPolicy()
    old = getattr(QNetworkRequest.Attribute, "FollowRedirectsAttribute", None)  # Qt 5 only
    follows = old is not None and bool(request.attribute(old))
    manual = QNetworkRequest.RedirectPolicy.ManualRedirectPolicy
    if follows or _number(wanted) != _number(manual):
        request.setAttribute(policy, QNetworkRequest.RedirectPolicy.SameOriginRedirectPolicy)


def _number(policy: Any) -> int:
    return int(getattr(policy, "value", policy))
