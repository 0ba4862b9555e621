"""What the accounts page says: states, people, dates, and what a refusal asks of a person."""

from __future__ import annotations

import html
from collections.abc import Mapping

from qgis.PyQt.QtCore import QCoreApplication, QDateTime, QLocale

from ..bridge.qgis_authentication import Configuration
from ..bridge.sign_in_state import AccountState
from ..bridge.vaults import AUTHDB, KEYRING, VaultFact
from ..core.auth.orcid import clean_orcid
from ..core.auth.providers import Provider, Way
from ..core.errors import (
    AccessDenied,
    AuthenticationRequired,
    SignInEnded,
)
from . import formats, messages
from .gui_settings import language
from .told import told

SIGN_IN, RIGHTS = "sign-in", "rights"


def way_in(error: Exception | None) -> str:
    """What a button beside an error leads to: SIGN_IN, RIGHTS (what one lacks, explained), or "" where only
    trying again helps."""
    if isinstance(error, (AuthenticationRequired, SignInEnded)):
        return SIGN_IN
    return RIGHTS if isinstance(error, AccessDenied) else ""


def button_text(what: str) -> str:
    """The words of that button."""
    if what == SIGN_IN:
        return QCoreApplication.translate("Accounts", "Sign in and go on")
    return QCoreApplication.translate("Accounts", "What to do…")


def state(one: AccountState) -> str:
    """A provider's state in two or three words."""
    if one.busy:
        return QCoreApplication.translate("Accounts", "under way…")
    if one.account is None:
        if lacks_client(one.provider):
            return QCoreApplication.translate("Accounts", "not set up yet")
        return QCoreApplication.translate("Accounts", "not signed in")
    if one.account.ended:
        return QCoreApplication.translate("Accounts", "has ended: sign in again")
    if one.tested is False:
        return QCoreApplication.translate("Accounts", "refused when tested")
    if one.account.kind == "orcid":
        return one.account.who
    if one.account.who:
        return QCoreApplication.translate("Accounts", "signed in: {who}").format(who=one.account.who)
    return QCoreApplication.translate("Accounts", "a key is kept")


def lacks_client(provider: Provider) -> bool:
    """Whether all that a provider takes is a sign-in for which the plugin has no client identifier."""
    way = provider.way("openid")
    return way is not None and not way.client_id and len(provider.ways) == 1


def moment(seconds: float) -> str:
    """A moment (seconds since 1970) as date and time here, in QGIS's language."""
    when = QDateTime.fromSecsSinceEpoch(int(seconds))
    return formats.locale().toString(when, QLocale.FormatType.ShortFormat)


def facts(one: AccountState) -> str:
    """Who, since and until when, as HTML; "" where nobody is signed in."""
    rows: list[tuple[str, str]] = []
    account = one.account
    if account is not None:
        who = account.who or QCoreApplication.translate("Accounts", "holder of the key")
        rows.append((QCoreApplication.translate("Accounts", "Who"), _person(who)))
        rows.append((QCoreApplication.translate("Accounts", "Since"), html.escape(moment(account.since))))
        until = moment(account.until) if account.until else _until_out()
        if account.ended:
            until = QCoreApplication.translate("Accounts", "has ended: sign in again")
        rows.append((QCoreApplication.translate("Accounts", "Until"), html.escape(until)))
        if one.tested is not None:
            good = QCoreApplication.translate("Accounts", "the service takes it")
            bad = QCoreApplication.translate("Accounts", "the service refused it")
            rows.append((QCoreApplication.translate("Accounts", "Test"), good if one.tested else bad))
    return _table(rows)


def scope(provider: Provider, catalogues: Mapping[str, str]) -> str:
    """What a sign-in opens, and where alone it is sent, as HTML; ``catalogues`` are titles by identifier."""
    rows: list[tuple[str, str]] = []
    opened = [catalogues.get(key, key) for key in provider.opens]
    if opened:
        rows.append((QCoreApplication.translate("Accounts", "Opens"), html.escape(", ".join(opened))))
    hosts = sorted({host.lstrip(".") for way in provider.ways for host in way.hosts})
    if hosts:
        rows.append((QCoreApplication.translate("Accounts", "Sent only to"), html.escape(", ".join(hosts))))
    return _table(rows)


def _table(rows: list[tuple[str, str]]) -> str:
    cells = "".join(
        f'<tr><td style="padding-right:10px; white-space:nowrap">{name}</td><td>{value}</td></tr>'
        for name, value in rows
    )
    return f"<table>{cells}</table>" if rows else ""


def _until_out() -> str:
    return QCoreApplication.translate("Accounts", "you sign out")


def _person(who: str) -> str:
    """A name, linked where it is an ORCID iD whose checksum holds."""
    orcid = clean_orcid(who)
    return link(f"https://orcid.org/{orcid}", orcid) if orcid else html.escape(who)


def link(address: str, text: str) -> str:
    """A link as HTML; both parts may come from outside."""
    return f'<a href="{html.escape(address, quote=True)}">{html.escape(text)}</a>'


def how(provider: Provider) -> str:
    """How one gets an account or a key, with the page where, as HTML."""
    words = html.escape(provider.how.get(language()) or provider.how.get("en") or "")
    if not provider.account:
        return words
    return (
        f"{words} {link(provider.account, QCoreApplication.translate('Accounts', 'Open its page'))}".strip()
    )


def field_name(name: str) -> str:
    """A field of a key, in words."""
    known = {
        "key": QCoreApplication.translate("Accounts", "Key"),
        "access": QCoreApplication.translate("Accounts", "Access key"),
        "secret": QCoreApplication.translate("Accounts", "Secret key"),
        "name": QCoreApplication.translate("Accounts", "Name"),
        "password": QCoreApplication.translate("Accounts", "Password"),
        "orcid": QCoreApplication.translate("Accounts", "ORCID iD"),
    }
    return known.get(name, name)


def key_heading(way: Way) -> str:
    """Above the fields of a way."""
    known = {
        "header": QCoreApplication.translate("Accounts", "With a key that you made there"),
        "basic": QCoreApplication.translate("Accounts", "With your name and password"),
        "s3": QCoreApplication.translate("Accounts", "With keys of its object store (S3)"),
        "orcid": QCoreApplication.translate("Accounts", "Your ORCID iD"),
        "qgis": QCoreApplication.translate("Accounts", "With what QGIS already knows"),
    }
    return known.get(way.kind, "")


_METHODS = {"PKI-Paths": "PKI", "PKI-PKCS#12": "PKI", "Identity-Cert": "PKI", "APIHeader": "API"}


def configuration(one: Configuration) -> str:
    """A configuration of QGIS's authentication, by its name and sort."""
    return f"{one.name} ({_METHODS.get(one.method, one.method)})"


def vault_name(kind: str) -> str:
    """Where secrets are kept."""
    if kind == KEYRING:
        return QCoreApplication.translate("Accounts", "The keyring of your system")
    if kind == AUTHDB:
        return QCoreApplication.translate("Accounts", "QGIS's encrypted database")
    return QCoreApplication.translate("Accounts", "Memory, until QGIS closes")


def vault_why(fact: VaultFact) -> str:
    """Why there, in a sentence or two."""
    known = {
        KEYRING: QCoreApplication.translate("Accounts", "Your system encrypts them and opens them with your session."),  # noqa: E501
        AUTHDB: QCoreApplication.translate("Accounts", "QGIS encrypts them with your master password."),
    }  # fmt: skip
    forgotten = QCoreApplication.translate(
        "Accounts", "Nothing is written; when QGIS closes, you are signed out."
    )
    parts = [known.get(fact.kind, forgotten)]
    passed = QCoreApplication.translate("Accounts", "{place} is not used: {detail}.")
    for kind, error in fact.passed if fact.preferred != fact.kind else ():
        detail = told(str(error.fields.get("detail") or "")) or messages.sentence(error)
        parts.append(passed.format(place=vault_name(kind), detail=detail))
    return " ".join(parts)
