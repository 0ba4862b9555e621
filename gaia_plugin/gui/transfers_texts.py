"""What is said of transfers: figures, states, reasons, and the report that one can send to somebody."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime

from qgis.PyQt.QtCore import QCoreApplication, QLocale

from ..bridge.downloads_row import CATALOG, TITLE, Download
from ..bridge.downloads_totals import Totals
from ..core.errors import ArchiveRefused, BeingPrepared, GaiaError, HeldBack, NotOnlineYet, QuotaExceededUntil
from ..core.metadata.hrefs import without_secrets
from ..core.net.detail import one_line
from ..core.transfer.jobs import State
from . import formats, messages

DOT = " · "


def duration(seconds: float | None) -> str:
    """12 as "12 s", 300 as "5 min", 7800 as "2 h 10 min"; "" where it cannot be told, or none would wait."""
    if seconds is None or seconds >= 100 * 3600:
        return ""
    whole = max(1, round(seconds))
    if whole < 60:
        return QCoreApplication.translate("Transfers", "{n} s").format(n=whole)
    minutes = max(1, round(whole / 60))
    if minutes < 60:
        return QCoreApplication.translate("Transfers", "{n} min").format(n=minutes)
    hours = QCoreApplication.translate("Transfers", "{n} h").format(n=minutes // 60)
    rest = minutes % 60
    return f"{hours} {QCoreApplication.translate('Transfers', '{n} min').format(n=rest)}" if rest else hours


def left(seconds: float | None) -> str:
    """ "5 min left"; "" where it cannot be told."""
    said = duration(seconds)
    return QCoreApplication.translate("Transfers", "{time} left").format(time=said) if said else ""


def moment(seconds: float) -> str:
    """A time of today as "14:05", another with its day."""
    when = datetime.fromtimestamp(seconds)
    clock = formats.locale().toString(when.time(), QLocale.FormatType.ShortFormat)
    if when.date() == datetime.now().date():
        return clock
    return f"{formats.locale().toString(when.date(), QLocale.FormatType.ShortFormat)} {clock}"


def amount(one: Download) -> str:
    """ "12.4 MB of 80 MB", or what came where the whole is not known."""
    received, total = one.received, one.total
    if one.state is State.DONE:
        return formats.size(received or total)
    if total:
        of = QCoreApplication.translate("Transfers", "{received} of {total}")
        return of.format(received=formats.size(received), total=formats.size(total))
    return formats.size(received) if received else ""


def state(one: Download) -> str:
    """Its state in a word or two."""
    words = {
        State.WAITING: QCoreApplication.translate("Transfers", "waiting"),
        State.RUNNING: QCoreApplication.translate("Transfers", "running"),
        State.LATER: QCoreApplication.translate("Transfers", "waiting for its host"),
        State.PAUSED: QCoreApplication.translate("Transfers", "paused"),
        State.DONE: QCoreApplication.translate("Transfers", "done"),
        State.FAILED: QCoreApplication.translate("Transfers", "failed"),
        State.CANCELLED: QCoreApplication.translate("Transfers", "cancelled"),
    }
    return words[one.state]


def reason(one: Download, error: GaiaError | None = None) -> str:
    """Why it waits or failed, or what could not be done with a file that came, as a sentence; "" where there
    is nothing to explain."""
    error = error or one.error
    if error is None or one.state not in (State.FAILED, State.LATER, State.WAITING, State.DONE):
        return ""
    if isinstance(error, ArchiveRefused):  # its name stands above
        said = messages.sentence(error, name=QCoreApplication.translate("Transfers", "This archive"))
    else:
        said = messages.sentence(error)
    at = one.standing.not_before
    if one.state in (State.FAILED, State.DONE) or at <= time.time():
        return said
    again = QCoreApplication.translate("Transfers", "Asked again at {time}.").format(time=moment(at))
    return f"{again} {_kept_waiting(one, error) or said}"  # the room for it may end anywhere


def _kept_waiting(one: Download, error: GaiaError) -> str:
    """What a service waits with, without another time, and by the name that people know it by."""
    said = {
        NotOnlineYet: QCoreApplication.translate(
            "Transfers", "This product is not on line at {service} yet."
        ),
        QuotaExceededUntil: QCoreApplication.translate("Transfers", "Your quota at {service} is used up."),
        HeldBack: QCoreApplication.translate("Transfers", "{service} keeps your selection waiting."),
        BeingPrepared: QCoreApplication.translate(
            "Transfers", "{service} is preparing your files ({percent:g} %)."
        ),
    }.get(type(error))
    percent = error.fields.get("percent") or 0
    return said.format(service=one.option(CATALOG) or error.host, percent=percent) if said else ""


def short_figures(one: Download) -> str:
    """The line of figures where there is little room for it: "15 % · 2.1 MB/s · 5 s left"."""
    whole = figures(one)
    known = one.state is State.RUNNING and one.unpacked is None and one.received and one.total
    return whole.replace(amount(one), f"{percent(one)}\N{NO-BREAK SPACE}%", 1) if known else whole


def figures(one: Download) -> str:
    """The line of figures: "12.4 MB of 80 MB · 2.1 MB/s · 5 s left"."""
    if one.state is State.RUNNING:
        if one.unpacked is not None:
            unpacking = QCoreApplication.translate("Transfers", "unpacking, {percent} %")
            return DOT.join([amount(one), unpacking.format(percent=percent(one))])
        if not one.received:
            return QCoreApplication.translate("Transfers", "connecting…")
        wait = (one.total - one.received) / one.rate if one.rate and one.total else None
        parts = [amount(one), formats.rate(one.rate), left(wait)]
    elif one.state is State.DONE:
        parts = [amount(one)]
        if one.in_project:
            parts.append(QCoreApplication.translate("Transfers", "in the project"))
    else:
        parts = [state(one), amount(one) if one.received else formats.size(one.total)]
    return DOT.join(part for part in parts if part)


def where(one: Download) -> str:
    """What it belongs to: "Ozone column · EaSy Data"."""
    title, catalog = str(one.option(TITLE) or ""), str(one.option(CATALOG) or "")
    return DOT.join(part for part in (title, catalog) if part)


def spoken(one: Download) -> str:
    """A whole row in a sentence, for those who hear it."""
    parts = [one.path.name, where(one), state(one)]
    if one.state in (State.RUNNING, State.PAUSED) and one.total:
        parts.append(f"{percent(one)} %")
    parts.append(reason(one))
    return ", ".join(part for part in parts if part)


def percent(one: Download) -> int:
    """How far it is, 0 where its size is not known; of what is unpacked, how far that is."""
    if one.unpacked is not None:
        return int(100 * one.unpacked)
    return min(100, 100 * one.received // one.total) if one.total else 0


def counts(totals: Totals) -> str:
    """ "1 failed · 3 running · 5 waiting"; "" where there is nothing. First what somebody has to see to, as
    the room for it may end anywhere."""
    said = []
    for states, text in (
        ((State.FAILED,), QCoreApplication.translate("Transfers", "{n} failed")),
        ((State.RUNNING,), QCoreApplication.translate("Transfers", "{n} running")),
        ((State.WAITING, State.LATER), QCoreApplication.translate("Transfers", "{n} waiting")),
        ((State.PAUSED,), QCoreApplication.translate("Transfers", "{n} paused")),
        ((State.DONE,), QCoreApplication.translate("Transfers", "{n} done")),
        ((State.CANCELLED,), QCoreApplication.translate("Transfers", "{n} cancelled")),
    ):
        found = totals.count(*states)
        if found:
            said.append(text.format(n=formats.number(found)))
    return DOT.join(said)


def progress(totals: Totals) -> str:
    """ "1.2 GB of 8 GB · 12 MB/s · 9 min left"; "" where nothing is on its way."""
    if totals.part is None:
        return ""
    if totals.total:
        of = QCoreApplication.translate("Transfers", "{received} of {total}")
        done = of.format(received=formats.size(totals.received), total=formats.size(totals.total))
    else:
        of = QCoreApplication.translate("Transfers", "{n} of {total} files")
        files = of.format(n=formats.number(totals.files_done), total=formats.number(totals.files))
        done = DOT.join(part for part in (files, formats.size(totals.received or None)) if part)
    return DOT.join(part for part in (done, formats.rate(totals.rate), left(totals.left)) if part)


def report(chosen: Sequence[Download]) -> str:
    """Plain text for somebody who helps: what, where, when, and what went wrong. No key is in it."""
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    head = QCoreApplication.translate("Transfers", "GAIA Data, transfers of {time}").format(time=now)
    return "\n\n".join([head, *map(_told, chosen)]) + "\n"


def _told(one: Download) -> str:
    address, _ = without_secrets(one.link.href)
    error = one.error
    rows = [
        (QCoreApplication.translate("Transfers", "File"), one.path.name),
        (QCoreApplication.translate("Transfers", "Of"), where(one)),
        (QCoreApplication.translate("Transfers", "From"), address.partition("?")[0]),
        (QCoreApplication.translate("Transfers", "To"), str(one.path.parent)),
        (QCoreApplication.translate("Transfers", "State"), DOT.join([state(one), amount(one)]).rstrip(DOT)),
        (QCoreApplication.translate("Transfers", "Attempts"), str(one.standing.attempts or "")),
        (QCoreApplication.translate("Transfers", "Reason"), one_line(reason(one))),
        (QCoreApplication.translate("Transfers", "Error"), _name(error)),
    ]
    colon = QCoreApplication.translate("Transfers", "{name}: {value}")
    return "\n".join(colon.format(name=name, value=value) for name, value in rows if value)


def _name(error: GaiaError | None) -> str:
    if error is None:
        return ""
    status = f" (HTTP {error.status})" if error.status else ""
    return f"{type(error).__name__}{status}"
