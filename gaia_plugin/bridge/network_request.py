"""Between Qt's requests and replies, and ours: what to ask for, and what went wrong."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsNetworkAccessManager
from qgis.PyQt.QtCore import QByteArray, QUrl
from qgis.PyQt.QtNetwork import QNetworkProxy, QNetworkProxyQuery, QNetworkReply, QNetworkRequest

from ..core.errors import (
    BadAnswer,
    ConnectionLost,
    ConnectionRefused,
    GaiaError,
    HostNotFound,
    TimedOut,
    TlsError,
    host_of,
)
from .network_agent import mark

_Attribute = QNetworkRequest.Attribute
_Error = QNetworkReply.NetworkError
_QT_CONNECT_SECONDS = 30.0  # Qt 5's own time-out for a TCP connection, which cannot be set


def _initiator() -> Any:
    """QgsNetworkRequestParameters.AttributeInitiatorClass: the name that the network panel (F12) shows."""
    number = int(getattr(_Attribute.User, "value", _Attribute.User)) + 3000
    try:
        return _Attribute(number)
    except ValueError:  # PyQt6 knows no number without a name
        return None


_INITIATOR = _initiator()


def failure(
    reply: QNetworkReply,
    url: str,
    read: float,
    status: int | None,
    manager: QgsNetworkAccessManager,
) -> GaiaError | None:
    """The typed error of a finished reply.

    An error that only repeats the HTTP status is none: the session reads the status. A reply that somebody
    else aborted (QGIS does so after its own time-out) says so only here.
    """
    code, host = reply.error(), host_of(url)
    number = int(getattr(code, "value", code))
    if number == 0 or (status is not None and number >= 200):
        return None
    if code == _Error.OperationCanceledError:
        return TimedOut(host=host, seconds=QgsNetworkAccessManager.timeout() / 1000)
    if code == _Error.TimeoutError:
        return TimedOut(host=host, seconds=min(read, _QT_CONNECT_SECONDS))
    if code == _Error.HostNotFoundError or 101 <= number <= 199:  # 101 to 199 are the proxy's
        return HostNotFound(host=host)
    if code == _Error.ConnectionRefusedError:  # Qt says the same when it is the proxy that refused
        return HostNotFound(host=host) if goes_through_a_proxy(manager, url) else ConnectionRefused(host=host)
    if code == _Error.SslHandshakeFailedError:
        return TlsError(host=host)
    if number >= 301:
        return BadAnswer(host=host, detail="not HTTP")
    return ConnectionLost(host=host)


def make_request(url: str, headers: dict[str, str]) -> QNetworkRequest:
    """The request, with no redirect, cookie or cache of Qt's.

    Because Accept-Encoding is always ours, Qt leaves the body as it came over the wire: its length can be
    checked.
    """
    request = QNetworkRequest(QUrl.fromEncoded(QByteArray(url.encode("utf-8"))))
    for name, value in headers.items():
        if name.lower() == "user-agent":
            mark(request, value)
        elif name.lower() != "content-length":
            request.setRawHeader(QByteArray(name.encode("latin-1")), QByteArray(value.encode("utf-8")))
    manual = _number(QNetworkRequest.LoadControl.Manual)
    request.setAttribute(
        _Attribute.RedirectPolicyAttribute, _number(QNetworkRequest.RedirectPolicy.ManualRedirectPolicy)
    )
    request.setAttribute(
        _Attribute.CacheLoadControlAttribute, _number(QNetworkRequest.CacheLoadControl.AlwaysNetwork)
    )
    request.setAttribute(_Attribute.CacheSaveControlAttribute, False)
    request.setAttribute(_Attribute.CookieLoadControlAttribute, manual)
    request.setAttribute(_Attribute.CookieSaveControlAttribute, manual)
    request.setAttribute(_Attribute.AuthenticationReuseAttribute, manual)
    if _INITIATOR is not None:
        request.setAttribute(_INITIATOR, "GAIA Data")
    return request


def goes_through_a_proxy(manager: QgsNetworkAccessManager, url: str) -> bool:
    """Whether QGIS sends this URL to a proxy (its own settings, their exceptions, or the system's)."""
    factory = manager.proxyFactory()
    proxies = factory.queryProxy(QNetworkProxyQuery(QUrl(url))) if factory is not None else [manager.proxy()]
    kind = proxies[0].type() if proxies else QNetworkProxy.ProxyType.NoProxy
    if kind == QNetworkProxy.ProxyType.DefaultProxy:
        kind = QNetworkProxy.applicationProxy().type()
    return bool(kind != QNetworkProxy.ProxyType.NoProxy)


def _number(value: Any) -> int:
    """A Qt enumeration's number (PyQt5 has ints, PyQt6 has enums)."""
    return int(getattr(value, "value", value))
