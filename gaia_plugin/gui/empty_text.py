"""What the list says when it is empty: why, and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import QCoreApplication

from ..core.catalogs.federation import State, Status
from ..core.model import Query
from . import formats, messages
from .offline import UNREACHABLE


def before(chosen: int, only_demo: bool) -> str:
    """Before the first search."""
    if not chosen:
        return QCoreApplication.translate("Empty", "No source is chosen: open Sources and tick at least one.")
    if only_demo:
        # Three calls rather than one long literal: pylupdate reads no trailing comma.
        sentences = (
            QCoreApplication.translate(
                "Empty", "This is a demonstration with synthetic values: it needs no network."
            ),
            QCoreApplication.translate("Empty", "Type a word (snow, ocean…) or nothing, and press Enter."),
            QCoreApplication.translate("Empty", "To search the real services, tick them in Sources."),
        )
        return "\n\n".join(sentences)
    how = QCoreApplication.translate("Empty", "Type some words, or nothing, and press Enter.")
    if chosen == 1:
        return how
    which = QCoreApplication.translate("Empty", "{n} sources will be asked: choose among them in Sources.")
    return f"{how}\n\n{which.format(n=formats.number(chosen))}"


def searching() -> str:
    """While nothing has come yet."""
    return QCoreApplication.translate("Empty", "Searching…")


def _all_failed(failed: Sequence[Status]) -> str:
    """Why no source could be searched: each reason once, and what is left to do."""
    reasons = list(dict.fromkeys(messages.sentence(one.error) for one in failed if one.error is not None))
    if len(reasons) == 1:
        lines = reasons
    else:
        lines = [QCoreApplication.translate("Empty", "No source could be searched:")]
        lines += [f"• {reason}" for reason in reasons[:4]]
        if len(reasons) > 4:
            lines.append(QCoreApplication.translate("Empty", "The line above opens the whole list."))
    if all(isinstance(one.error, UNREACHABLE) for one in failed):
        without = QCoreApplication.translate("Empty", "Without a network, the demonstration still works.")
        lines += ["", without]
    return "\n".join(lines)


def nothing(query: Query, statuses: Sequence[Status]) -> str:
    """After a search that found nothing."""
    failed = [one for one in statuses if one.state is State.FAILED and one.error is not None]
    if failed and len(failed) == len(statuses):
        return _all_failed(failed)
    if all(one.state is State.CANCELLED for one in statuses):
        return QCoreApplication.translate("Empty", "The search was cancelled.")
    limits = []
    if query.text:
        limits.append(QCoreApplication.translate("Empty", "the words “{text}”").format(text=query.text))
    if query.area is not None:
        where = query.area.label or formats.area(query.area)
        limits.append(QCoreApplication.translate("Empty", "the area “{area}”").format(area=where))
    if query.period is not None:
        limits.append(
            QCoreApplication.translate("Empty", "the period “{period}”").format(
                period=formats.period(query.period)
            )
        )
    if not limits:
        return QCoreApplication.translate("Empty", "The chosen sources hold nothing.")
    text = QCoreApplication.translate(
        "Empty", "Nothing was found for {limits}.\n\nTry fewer words, or lift one of these."
    )
    joined = QCoreApplication.translate("Empty", " and ").join(limits)
    sentences = [text.format(limits=joined)]
    if failed:
        sentences.append(QCoreApplication.translate("Empty", "Some sources failed: see the line above."))
    return "\n\n".join(sentences)
