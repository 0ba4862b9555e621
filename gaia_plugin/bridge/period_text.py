"""Periods as people write them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from qgis.PyQt.QtCore import QCoreApplication, QDate, QLocale

from ..core.model import Period

_YEAR, _MONTH, _DAY, _MINUTE = range(4)
_MONTHS = re.compile(r"(\d{4}-\d{2}|\.\.|)(/(\d{4}-\d{2}|\.\.|))?")


def _unit(moment: datetime) -> int:
    """The coarsest unit that begins at this moment."""
    if (moment.hour, moment.minute, moment.second) != (0, 0, 0):
        return _MINUTE
    return _DAY if moment.day != 1 else _MONTH if moment.month != 1 else _YEAR


def _after(last: datetime) -> datetime:
    """The moment after the last one: records end a day at 23:59:59(.999999), or name it by its midnight."""
    try:
        midnight = (last.hour, last.minute, last.second, last.microsecond) == (0, 0, 0, 0)
        return last + timedelta(days=1) if midnight else last.replace(microsecond=0) + timedelta(seconds=1)
    except OverflowError:
        return last.replace(month=1, day=1, hour=0, minute=0, second=0)


def _precision(period: Period) -> int:
    first, last = period.start, period.end
    if first is not None and first == last:
        return _MINUTE if _unit(first) == _MINUTE else _DAY
    finest = max(_unit(first) if first else _YEAR, _unit(_after(last)) if last else _YEAR)
    # A record that speaks of months means months, even where they bound a year.
    return max(finest, _MONTH) if _MONTHS.fullmatch(period.text) else finest


def _say(moment: datetime, precision: int, locale: QLocale) -> str:
    if precision == _YEAR:
        return str(moment.year)
    date = QDate(moment.year, moment.month, moment.day)
    if precision == _MONTH:
        return locale.toString(date, "MMM yyyy")
    text = locale.toString(date, "d MMM yyyy")
    return f"{text} {moment:%H:%M}" if precision == _MINUTE else text


def period_text(period: Period | None, language: str = "en") -> str:
    """A short text for a period: "2018", "2018–2020", "Mar 2018", "since 2018", "until 2020", "".

    Years where the period spans whole years, months where it spans whole months, else days; hours (UTC, as
    in the record) only within one day. Safe from any thread.
    """
    if period is None or (period.start is None and period.end is None):
        return ""
    locale, precision = QLocale(language), _precision(period)
    first, last = period.start, period.end
    if last is None and first is not None:
        template = QCoreApplication.translate("Results", "since {date}")
        return template.format(date=_say(first, min(precision, _DAY), locale))
    if first is None and last is not None:
        template = QCoreApplication.translate("Results", "until {date}")
        return template.format(date=_say(last, min(precision, _DAY), locale))
    if first is None or last is None:
        return ""
    if first.date() == last.date():
        start = _say(first, precision, locale)
        end = f"{last:%H:%M}" if precision == _MINUTE else ""
        return start if not end or start.endswith(end) else f"{start}\N{EN DASH}{end}"
    precision = min(precision, _DAY)
    start, end = _say(first, precision, locale), _say(last, precision, locale)
    dash = "\N{EN DASH}" if precision == _YEAR else " \N{EN DASH} "
    return start if start == end else f"{start}{dash}{end}"
