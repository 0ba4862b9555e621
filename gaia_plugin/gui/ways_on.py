"""What helps where a file was refused and neither a sign-in nor trying again does: a page, or an address."""

from __future__ import annotations

from datetime import datetime, timezone
from urllib.parse import urlsplit

from qgis.PyQt.QtCore import QCoreApplication

from ..core.errors import (
    FileRestricted,
    GuestbookRequired,
    LicenceNotAccepted,
    OpenedElsewhere,
    QuotaExceededUntil,
)
from .details_html import safe_url

LICENCE, PAGE, ADDRESS, WAIT = "licence", "page", "address", "wait"
"""Read the licence; open the dataset's page; copy the file's address; nothing but to wait."""


def has_page(error: Exception | None) -> bool:
    """Whether the dataset's page is where one goes on."""
    return isinstance(error, (FileRestricted, GuestbookRequired))


def way_on(error: Exception | None, page: str = "") -> str:
    """One of these, or "". ``page`` is the address of the dataset's page, where it has one."""
    if isinstance(error, LicenceNotAccepted):
        return LICENCE if licence_page(error) else ""
    if has_page(error):
        return PAGE if safe_url(page) else ""
    if isinstance(error, OpenedElsewhere):
        return ADDRESS
    if isinstance(error, QuotaExceededUntil):
        return WAIT if _to_come(error.fields.get("until")) else ""
    return ""


def waits(error: Exception | None) -> bool:
    """Whether asking again before the time that the error tells would not help."""
    return way_on(error) == WAIT


def button_text(what: str) -> str:
    """The words of a button; "" for WAIT, which has none."""
    return {
        LICENCE: QCoreApplication.translate("WaysOn", "Read the licence"),
        PAGE: QCoreApplication.translate("WaysOn", "Open its page"),
        ADDRESS: QCoreApplication.translate("WaysOn", "Copy the address"),
    }.get(what, "")


def licence_is_open() -> str:
    """What is said once its page is open; beside it stands what tries again."""
    return QCoreApplication.translate(
        "WaysOn", "The licence is in your browser: once you have accepted it there, try again."
    )


def licence_page(error: Exception | None) -> str:
    """Where a licence is read and accepted: an https address, else ""."""
    page = error.fields.get("page") if isinstance(error, LicenceNotAccepted) else None
    try:
        good = isinstance(page, str) and urlsplit(page).scheme.lower() == "https"
    except ValueError:
        return ""
    return safe_url(str(page)) if good else ""


def _to_come(moment: object) -> bool:
    if not isinstance(moment, datetime):
        return False
    aware = moment if moment.tzinfo is not None else moment.astimezone()
    return aware > datetime.now(timezone.utc)
