"""What a refusal asks of a person, in words and links; and the letter that asks for a client identifier."""

from __future__ import annotations

import html

from qgis.PyQt.QtCore import QCoreApplication

from ..core.auth.account import SignedOut
from ..core.auth.providers import Provider
from ..core.errors import (
    AccessDenied,
    GaiaError,
    LicenceNotAccepted,
    MembershipMissing,
    ProfileNotValidated,
    QuotaExceeded,
)
from .accounts_texts import link

_WHO = "https://dinamis.data-terra.org/en/eligible-users/"
_JOIN = "https://ids-dinamis.data-terra.org/registre"
_ACCOUNT = "https://dinamis.data-terra.org/creation-de-compte"

# One literal a call and no trailing comma: pylupdate reads no other.
# fmt: off


def ask_for_client(provider: Provider) -> str:
    """How to ask an infrastructure for a client identifier: a text to send."""
    way = provider.way("openid")
    where = (way.issuer or way.openapi) if way else ""
    scopes = " ".join(way.scopes) if way else ""
    text = QCoreApplication.translate("Accounts", "Hello,\n\nWe would like our users to sign in at {issuer} from QGIS with the extension GAIA Data. Could you register a public client (OpenID Connect, no secret) for it?\n\n- Authorization code with PKCE (S256), redirect address http://127.0.0.1/ with any port (RFC 8252)\n- Device authorization grant (RFC 8628), for remote desktops\n- Refresh tokens with rotation; scopes: {scopes}\n\nWhat we need back is the client identifier.\n\nThank you")  # noqa: E501
    return text.format(issuer=where, scopes=scopes)


def farewell(out: SignedOut) -> str:
    """What signing out has left open, as HTML; "" where nothing is."""
    parts = []
    if not out.revoked:
        parts.append(QCoreApplication.translate("Accounts", "The service did not confirm it: what it had given ends by itself."))  # noqa: E501
    if out.page:
        parts.append(QCoreApplication.translate("Accounts", "Your browser may still be signed in there."))
    words = html.escape(" ".join(parts))
    more = link(out.page, QCoreApplication.translate("Accounts", "Sign out there too")) if out.page else ""
    return f"<p>{words} {more}</p>" if words else ""


def rights(error: GaiaError, provider: Provider | None) -> str:
    """What a refusal asks of the person, with links, as HTML; "" where its own sentence says it all."""
    page = provider.account if provider else ""
    if isinstance(error, MembershipMissing):
        lines = [
            QCoreApplication.translate("Accounts", "DINAMIS is open to French public bodies, local authorities, universities, laboratories and associations with a public-service mission, and to companies for a public contract or their own research."),  # noqa: E501
            QCoreApplication.translate("Accounts", "Your organisation joins once: its contact person (référent) fills in the form, its legal representative signs."),  # noqa: E501
            QCoreApplication.translate("Accounts", "Then you ask for your account, and the référent of your organisation activates it."),  # noqa: E501
        ]
        names = (
            (_WHO, QCoreApplication.translate("Accounts", "Who may join")),
            (_JOIN, QCoreApplication.translate("Accounts", "Join DINAMIS")),
            (_ACCOUNT, QCoreApplication.translate("Accounts", "Ask for an account")),
        )
        steps = "".join(f"<li>{html.escape(line)} {link(*name)}</li>" for line, name in zip(lines, names))
        return f"<ol>{steps}</ol>"
    if isinstance(error, LicenceNotAccepted):
        text = QCoreApplication.translate("Accounts", "Read the licence and accept it on the provider's page, with the account that you use here; then start again.")  # noqa: E501
    elif isinstance(error, ProfileNotValidated):
        text = QCoreApplication.translate("Accounts", "Complete your profile on the provider's page. Once the provider has validated it, start again: you need not sign in anew.")  # noqa: E501
    elif isinstance(error, QuotaExceeded):
        text = QCoreApplication.translate("Accounts", "Nothing is lost: what was downloaded is kept, and what was cut goes on where it stopped.")  # noqa: E501
        page = ""
    elif isinstance(error, AccessDenied):
        text = QCoreApplication.translate("Accounts", "You are known there, but what you asked for is not open to you: its provider decides who may have it.")  # noqa: E501
    else:
        return ""
    more = link(page, QCoreApplication.translate("Accounts", "Open its page")) if page else ""
    return f"<p>{html.escape(text)} {more}</p>"
