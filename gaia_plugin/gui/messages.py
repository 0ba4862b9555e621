"""Sentences for people: errors and states, translated.

The error templates of ``core.errors`` are repeated here as literals, because the translation tools read
literals only; a test holds the two lists equal.
"""

from __future__ import annotations

from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from ..core.catalogs.federation import State, Status
from ..core.errors import GaiaError, KeyRequired
from . import formats
from .told import told

# One literal a call and no trailing comma: pylupdate reads no other.
# fmt: off
TEMPLATES = (
    QT_TRANSLATE_NOOP("Errors", "Something failed at {host}."),
    QT_TRANSLATE_NOOP("Errors", "Cancelled."),
    QT_TRANSLATE_NOOP("Errors", "{host} was not found: check the address, your network and your proxy."),
    QT_TRANSLATE_NOOP("Errors", "{host} refused the connection: the service may be down; try again later."),
    QT_TRANSLATE_NOOP("Errors", "The connection to {host} was lost: try again."),
    QT_TRANSLATE_NOOP("Errors", "{host} has a certificate that is not trusted: ask its owner, or add it in QGIS's options."),  # noqa: E501
    QT_TRANSLATE_NOOP("Errors", "{host} did not answer in {seconds:g} s: try again, or search a smaller area or period."),  # noqa: E501
    QT_TRANSLATE_NOOP("Errors", "{host} is not working at the moment (HTTP {status}): try again later."),
    QT_TRANSLATE_NOOP("Errors", "{host} asks for fewer requests (HTTP {status}): wait a moment and try again."),  # noqa: E501
    QT_TRANSLATE_NOOP("Errors", "{host} asks you to sign in (HTTP {status})."),
    QT_TRANSLATE_NOOP("Errors", "{host} opens files to those who are signed in: sign in to {service} first."),
    QT_TRANSLATE_NOOP("Errors", "{host} needs an API key of {service}: make one in your account there."),
    QT_TRANSLATE_NOOP("Errors", "{host} refused your key of {service}: it may have expired; make a new one in your account."),  # noqa: E501
    QT_TRANSLATE_NOOP("Errors", "Your sign-in at {host} has ended: sign in again."),
    QT_TRANSLATE_NOOP("Errors", "{host} does not give you access to this (HTTP {status}): ask its provider for the right."),  # noqa: E501
    QT_TRANSLATE_NOOP("Errors", "{host} asks you to accept a licence first."),
    QT_TRANSLATE_NOOP("Errors", "{host} keeps this file restricted: ask for access to it on its page there."),
    QT_TRANSLATE_NOOP("Errors", "{host} asks you to sign its guestbook: download this file from its page there."),  # noqa: E501
    QT_TRANSLATE_NOOP("Errors", "{host} makes whoever downloads from {bucket} pay: it is not fetched."),
    QT_TRANSLATE_NOOP("Errors", "{host} is open to members of {service}: ask your organisation's contact person for the right."),  # noqa: E501
    QT_TRANSLATE_NOOP("Errors", "{host} has not validated your profile yet: complete it in your account there, or wait."),  # noqa: E501
    QT_TRANSLATE_NOOP("Errors", "Your download quota at {host} is used up: try again later."),
    QT_TRANSLATE_NOOP("Errors", "Your download quota at {host} is used up until {until:%Y-%m-%d %H:%M}."),
    QT_TRANSLATE_NOOP("Errors", "{host} gives no selection of this size: choose a smaller area, a shorter period or fewer files."),  # noqa: E501
    QT_TRANSLATE_NOOP("Errors", "{host} no longer has what was asked for (HTTP {status})."),
    QT_TRANSLATE_NOOP("Errors", "{host} refused the request: {detail}"),
    QT_TRANSLATE_NOOP("Errors", "This product is stored off line at {host}: it must be ordered first."),
    QT_TRANSLATE_NOOP("Errors", "This product is not on line at {host} yet: it is looked for again in {minutes:g} min."),  # noqa: E501
    QT_TRANSLATE_NOOP("Errors", "{host} is preparing your files ({percent:g} %): they are fetched when they are ready."),  # noqa: E501
    QT_TRANSLATE_NOOP("Errors", "{host} keeps your selection waiting: it is looked for again in {minutes:g} min."),  # noqa: E501
    QT_TRANSLATE_NOOP("Errors", "{host} sent an answer that cannot be read: {detail}"),
    QT_TRANSLATE_NOOP("Errors", "{host} sent more than {limit_mb:g} MB: narrow the search."),
    QT_TRANSLATE_NOOP("Errors", "{host} redirects without end: its address may have changed."),
    QT_TRANSLATE_NOOP("Errors", "This kind of link cannot be opened: {detail}"),
    QT_TRANSLATE_NOOP("Errors", "{host} needs your sign-in, which cannot go with streaming ({detail}): download the file instead."),  # noqa: E501
    QT_TRANSLATE_NOOP("Errors", "{host} gives this file by {protocol}: open its address with your file manager or an FTP client."),  # noqa: E501
    QT_TRANSLATE_NOOP("Errors", "The download from {host} failed."),
    QT_TRANSLATE_NOOP("Errors", "The download from {host} stopped at {received} of {expected} bytes: start it again."),  # noqa: E501
    QT_TRANSLATE_NOOP("Errors", "{name} from {host} is not what its provider announced ({algorithm} differs): it was not kept."),  # noqa: E501
    QT_TRANSLATE_NOOP("Errors", "{name} from {host} has {received} bytes and not the {expected} that were announced: it was not kept."),  # noqa: E501
    QT_TRANSLATE_NOOP("Errors", "{path} cannot be written: {detail}"),
    QT_TRANSLATE_NOOP("Errors", "No room is left ({detail}): free some space, then try again; it goes on where it was ({path})."),  # noqa: E501
    QT_TRANSLATE_NOOP("Errors", "{name} was not unpacked: {detail}"),
    QT_TRANSLATE_NOOP("Errors", "{name} was not unpacked: {detail}; free some space, then try again."),
    QT_TRANSLATE_NOOP("Errors", "{name} was not unpacked, because of {member} in it: {detail}"),
    QT_TRANSLATE_NOOP("Errors", "{name} is damaged and was not unpacked ({detail}): download it again."),
    QT_TRANSLATE_NOOP("Errors", "{host} gives its files only whole: download {name} itself."),
    QT_TRANSLATE_NOOP("Errors", "{name} has changed at {host} meanwhile: list its files again."),
    QT_TRANSLATE_NOOP("Errors", "{host} refused the sign-in: {detail}"),
    QT_TRANSLATE_NOOP("Errors", "The sign-in at {host} was refused in the browser ({detail}): nothing has changed."),  # noqa: E501
    QT_TRANSLATE_NOOP("Errors", "The sign-in at {host} was not finished within {minutes:g} min: start it again."),  # noqa: E501
    QT_TRANSLATE_NOOP("Errors", "No port of this computer is free for the answer of {host}: sign in with a code instead."),  # noqa: E501
    QT_TRANSLATE_NOOP("Errors", "No browser could be opened for {host}: sign in with a code instead."),
    QT_TRANSLATE_NOOP("Errors", "No port is free for the answer of {host}: close other programs, then try again."),  # noqa: E501
    QT_TRANSLATE_NOOP("Errors", "No browser opened for {host}: choose a default browser in your system, then try again."),  # noqa: E501
    QT_TRANSLATE_NOOP("Errors", "The code for {host} has expired: ask for a new one."),
    QT_TRANSLATE_NOOP("Errors", "This computer's clock is {minutes:g} min off that of {host}: set it, then sign in again."),  # noqa: E501
    QT_TRANSLATE_NOOP("Errors", "An answer that claims to be of {host} was refused ({detail}): start the sign-in again."),  # noqa: E501
    QT_TRANSLATE_NOOP("Errors", "Signing in at {host} is not possible: {detail}"),
    QT_TRANSLATE_NOOP("Errors", "Your sign-ins cannot be kept on this computer: {detail}"),
    QT_TRANSLATE_NOOP("Errors", "The list of downloads could not be read ({detail}): it was kept as {kept}, and a new one begun."),  # noqa: E501
    QT_TRANSLATE_NOOP("Errors", "The list of downloads cannot be kept at {path} ({detail}): it lasts until QGIS is closed."),  # noqa: E501
    QT_TRANSLATE_NOOP("Errors", "The list of downloads cannot be read or written: {detail}"),
)
# fmt: on


def sentence(error: Exception, **instead: str) -> str:
    """An error as one sentence in the user's language. What is not ours is shown as it is. ``instead`` of
    fields that it has, other words."""
    if not isinstance(error, GaiaError):
        return str(error) or type(error).__name__
    template = QCoreApplication.translate("Errors", error.template)
    try:
        fields = {**error.fields, **instead}
        if isinstance(fields.get("detail"), str):
            fields["detail"] = told(fields["detail"])
        return template.format(**fields)
    except (KeyError, ValueError, IndexError, TypeError):
        return str(error)


def has_failed(status: Status) -> bool:
    """Whether a catalogue failed; one that was not asked for want of a key did not."""
    return status.state is State.FAILED and not isinstance(status.error, KeyRequired)


def wants_key(status: Status) -> bool:
    """Whether a catalogue was not asked, as no key for it is known."""
    return status.state is State.FAILED and isinstance(status.error, KeyRequired)


def state(status: Status) -> str:
    """Where a catalogue is, in a word or two."""
    if wants_key(status):
        return QCoreApplication.translate("States", "needs a key")
    words = {
        State.WAITING: QCoreApplication.translate("States", "waiting"),
        State.SEARCHING: QCoreApplication.translate("States", "searching…"),
        State.PAUSED: QCoreApplication.translate("States", "has more"),
        State.DONE: QCoreApplication.translate("States", "done"),
        State.FAILED: QCoreApplication.translate("States", "failed"),
        State.CANCELLED: QCoreApplication.translate("States", "cancelled"),
    }
    return words[status.state]


def counts(status: Status) -> str:
    """ "312 of 1,204", "312 of at least 1,000", "at least 312", "312"; "" before anything came."""
    received = formats.number(status.received)
    if status.state is State.WAITING or (status.state is State.FAILED and not status.received):
        return ""
    if status.total is None:
        return received
    total = formats.number(status.total)
    if status.total_is_lower_bound and status.total <= status.received:
        return QCoreApplication.translate("States", "at least {total}").format(total=received)
    if status.total_is_lower_bound:
        return QCoreApplication.translate("States", "{n} of at least {total}").format(n=received, total=total)
    return QCoreApplication.translate("States", "{n} of {total}").format(n=received, total=total)


def filters(status: Status) -> str:
    """Which filters the server applied and which were applied here; "" where the query had none."""
    return " ".join(part for part in (filters_there(status), filters_here(status)) if part)


def filters_there(status: Status) -> str:
    """Which filters the server applied; "" for none."""
    text = QCoreApplication.translate("States", "The server filtered by {filters}.")
    return text.format(filters=_names(status.filtered_by_server)) if status.filtered_by_server else ""


def filters_here(status: Status) -> str:
    """Which filters were applied here, as the server cannot; "" for none."""
    text = QCoreApplication.translate("States", "Filtered here by {filters}, as the server cannot.")
    return text.format(filters=_names(status.filtered_by_client)) if status.filtered_by_client else ""


def _names(parts: frozenset[str]) -> str:
    known = {
        "text": QCoreApplication.translate("States", "words"),
        "area": QCoreApplication.translate("States", "area"),
        "period": QCoreApplication.translate("States", "period"),
        "collections": QCoreApplication.translate("States", "dataset"),
    }
    order = ("text", "area", "period", "collections")
    ordered = [part for part in order if part in parts] + sorted(part for part in parts if part not in order)
    return ", ".join(known.get(part) or property_name(part) for part in ordered)


def property_name(name: str, title: str = "") -> str:
    """A property that granules are filtered by, in words: "eo:cloud_cover" as "cloud cover"."""
    known = {
        "eo:cloud_cover": QCoreApplication.translate("Properties", "cloud cover"),
        "eo:snow_cover": QCoreApplication.translate("Properties", "snow cover"),
        "platform": QCoreApplication.translate("Properties", "platform"),
        "constellation": QCoreApplication.translate("Properties", "constellation"),
        "instruments": QCoreApplication.translate("Properties", "instrument"),
        "gsd": QCoreApplication.translate("Properties", "pixel size (m)"),
        "sat:orbit_state": QCoreApplication.translate("Properties", "orbit direction"),
        "sat:relative_orbit": QCoreApplication.translate("Properties", "relative orbit"),
        "processing:level": QCoreApplication.translate("Properties", "processing level"),
        "view:sun_elevation": QCoreApplication.translate("Properties", "sun elevation (°)"),
        "view:off_nadir": QCoreApplication.translate("Properties", "angle off nadir (°)"),
        "day_night_flag": QCoreApplication.translate("Properties", "day or night"),
        "ozcar:variable": QCoreApplication.translate("Properties", "variable"),
        "ozcar:category": QCoreApplication.translate("Properties", "category of variables"),
        "ozcar:climate": QCoreApplication.translate("Properties", "climate"),
        "ozcar:geology": QCoreApplication.translate("Properties", "geology"),
        "ozcar:producer": QCoreApplication.translate("Properties", "producer"),
        "ozcar:funding": QCoreApplication.translate("Properties", "funding"),
        "fdsn:network": QCoreApplication.translate("Properties", "network"),
        "fdsn:channel": QCoreApplication.translate("Properties", "channel"),
    }
    return known.get(name) or title or name.rsplit(":", 1)[-1].replace("_", " ")


def skipped(status: Status) -> str:
    """ "2 records could not be read."; "" for none."""
    if not status.skipped:
        return ""
    one = QCoreApplication.translate("States", "1 record could not be read.")
    many = QCoreApplication.translate("States", "{n} records could not be read.")
    return one if status.skipped == 1 else many.format(n=formats.number(status.skipped))


def datasets(count: int) -> str:
    """ "1,204 datasets"."""
    none = QCoreApplication.translate("States", "No dataset")
    one = QCoreApplication.translate("States", "1 dataset")
    many = QCoreApplication.translate("States", "{n} datasets")
    return (none, one)[count] if count < 2 else many.format(n=formats.number(count))


def granules(count: int) -> str:
    """ "1,204 granules"."""
    none = QCoreApplication.translate("States", "No granule")
    one = QCoreApplication.translate("States", "1 granule")
    many = QCoreApplication.translate("States", "{n} granules")
    return (none, one)[count] if count < 2 else many.format(n=formats.number(count))


def files(count: int) -> str:
    """ "3 files"."""
    none = QCoreApplication.translate("States", "No file")
    one = QCoreApplication.translate("States", "1 file")
    many = QCoreApplication.translate("States", "{n} files")
    return (none, one)[count] if count < 2 else many.format(n=formats.number(count))


def summary(statuses: list[Status], shown: int, instead: str = "", placeless: int = 0) -> str:
    """The status line: "1,204 datasets · 3 still searching · 1 failed · 5 without footprint"; ``instead`` is
    said in place of how many failed."""
    parts = [datasets(shown)]
    searching = sum(one.state in (State.WAITING, State.SEARCHING) for one in statuses)
    failed = sum(map(has_failed, statuses))
    paused = sum(one.state is State.PAUSED for one in statuses)
    if searching:
        parts.append(QCoreApplication.translate("States", "{n} still searching").format(n=searching))
    elif any(one.state is State.CANCELLED for one in statuses):
        parts.append(QCoreApplication.translate("States", "cancelled"))
    if instead:
        parts.append(instead)
    elif failed:
        parts.append(QCoreApplication.translate("States", "{n} failed").format(n=failed))
    if placeless and not searching:
        parts.append(QCoreApplication.translate("States", "{n} without footprint").format(n=placeless))
    if paused and not searching:
        parts.append(QCoreApplication.translate("States", "more to load"))
    return " · ".join(parts)


def compartment(code: str) -> str:
    """A compartment of the Earth system, as the sources are grouped by."""
    names = {
        "demo": QCoreApplication.translate("Compartments", "Demonstration"),
        "closed": QCoreApplication.translate("Compartments", "Closed services"),
        "atmosphere": QCoreApplication.translate("Compartments", "Atmosphere"),
        "ocean": QCoreApplication.translate("Compartments", "Ocean"),
        "land": QCoreApplication.translate("Compartments", "Land surfaces"),
        "solid-earth": QCoreApplication.translate("Compartments", "Solid Earth"),
        "biodiversity": QCoreApplication.translate("Compartments", "Biodiversity"),
        "climate": QCoreApplication.translate("Compartments", "Climate"),
        "multi": QCoreApplication.translate("Compartments", "Several compartments"),
    }
    return names.get(code, code)
