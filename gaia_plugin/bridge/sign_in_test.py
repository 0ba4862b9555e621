"""Whether a credential is taken: one request to a host that it is for."""

from __future__ import annotations

from collections.abc import Iterable

from ..core.auth.account import Account
from ..core.auth.providers import Provider
from ..core.errors import (
    AccessDenied,
    AuthenticationRequired,
    BadAnswer,
    GaiaError,
    NotFound,
    RedirectLoop,
    RequestRefused,
)
from ..core.net import Cancel, Session


def ask_with_credential(
    session: Session, provider: Provider, account: Account, cancel: Cancel, addresses: Iterable[str] = ()
) -> None:
    """Ask with the credential, at the first of ``addresses`` that is the provider's, else at the root of its
    first host; nothing is asked of a way that sends nothing (an ORCID iD, S3).

    Any answer that is no refusal will do. Raises the typed errors of a refusal and of a connection.
    """
    way = provider.way(account.kind)
    hosts = [host for host in way.hosts if not host.startswith(".")] if way else []
    if way is None or account.kind in ("orcid", "s3"):
        return
    scheme = "http" if way.allow_http else "https"
    known = [url for url in addresses if provider.covers(url)]
    for url in [*known, *(f"{scheme}://{host}/" for host in hosts)][:1]:
        try:
            session.get(url, cancel=cancel)
        except RedirectLoop:
            raise
        except (BadAnswer, NotFound, RequestRefused):
            pass  # it answered, and did not mind the credential


def is_refusal(error: GaiaError | None) -> bool:
    """Whether the service minded the credential: one that is down, or out of reach, says nothing of it."""
    return isinstance(error, (AccessDenied, AuthenticationRequired))
