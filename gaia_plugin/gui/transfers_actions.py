"""What can be done with a transfer: names, words, icons, and which of them fit its state."""

from __future__ import annotations

from functools import cache

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QIcon

from ..bridge.downloads_row import Download
from ..core.errors import ArchiveDamaged, CannotWrite, NoRoomToUnpack
from ..core.transfer.jobs import ACTIVE, State
from . import accounts_texts, ways_on
from .icons import plugin_icon, theme_icon

PAUSE, RESUME, CANCEL, RETRY, SIGN_IN = "pause", "resume", "cancel", "retry", "sign-in"
TOP, UP, DOWN = "top", "up", "down"
ANEW = "anew"
"""What came is damaged: it is brought once more, from its first byte."""
FOLDER, LOAD, REPORT, MANIFEST, REMOVE = "folder", "load", "report", "manifest", "remove"
LICENCE, PAGE, ADDRESS = WAYS_ON = (ways_on.LICENCE, ways_on.PAGE, ways_on.ADDRESS)
MENU = (
    *(PAUSE, RESUME, RETRY, ANEW, SIGN_IN, *WAYS_ON, "", LOAD, FOLDER, REPORT, MANIFEST),
    *("", TOP, UP, DOWN, "", CANCEL, REMOVE),
)
"""In the order of the menu, with its lines."""
WITH_WORDS = (SIGN_IN, ANEW, *WAYS_ON)
_QUEUED = frozenset({State.WAITING, State.LATER, State.PAUSED, State.RUNNING})
_ICONS = {
    PAUSE: "pause", RESUME: "play", CANCEL: "cancel", RETRY: "refresh", ANEW: "refresh", SIGN_IN: "key",
    LOAD: "add-to-map", REPORT: "copy", REMOVE: "remove", LICENCE: "link", PAGE: "link", ADDRESS: "copy",
}  # fmt: skip
_THEME = {
    FOLDER: ("mIconFolderOpen", "mIconFolder"), UP: ("mActionArrowUp",),
    DOWN: ("mActionArrowDown",), TOP: ("mActionRaiseItems", "mActionArrowUp"),
    MANIFEST: ("mActionFileSaveAs",),
}  # fmt: skip


def fits(what: str, one: Download, way_in: str = "") -> bool:
    """Whether something can be done with a transfer. ``way_in`` is what its error asks of the person."""
    if what == PAUSE:
        return one.state in ACTIVE
    if what == RESUME:
        return one.state is State.PAUSED
    if what == CANCEL:
        return one.state in _QUEUED
    if what == RETRY:
        if one.state is State.DONE:  # what was to be made of its file
            return isinstance(one.error, (CannotWrite, NoRoomToUnpack))
        helps = way_in not in (ways_on.WAIT, ways_on.ADDRESS)
        return one.state is State.CANCELLED or (one.state in (State.FAILED, State.LATER) and helps)
    if what == ANEW:
        return one.state is State.DONE and isinstance(one.error, ArchiveDamaged)
    if what in WAYS_ON:
        return one.state is State.FAILED and way_in == what
    if what == SIGN_IN:
        return one.state is State.FAILED and way_in in (accounts_texts.SIGN_IN, accounts_texts.RIGHTS)
    if what in (TOP, UP, DOWN):
        return one.state in _QUEUED
    if what == LOAD:
        return one.state is State.DONE
    return what != REMOVE or one.state not in _QUEUED


def primary(one: Download, way_in: str = "") -> str:
    """What one most likely wants next: the button of its row, and Enter."""
    if one.state is State.DONE:
        return next((what for what in (ANEW, RETRY) if fits(what, one)), FOLDER)
    wishes = (SIGN_IN, *WAYS_ON, PAUSE, RESUME, RETRY, REPORT)
    return next(what for what in wishes if fits(what, one, way_in))


def secondary(one: Download) -> str:
    """To be rid of it: the other button of its row, and Delete."""
    return CANCEL if fits(CANCEL, one) else REMOVE


def label(what: str, way_in: str = accounts_texts.SIGN_IN) -> str:
    """The words of a button."""
    return {
        PAUSE: QCoreApplication.translate("Transfers", "Pause"),
        RESUME: QCoreApplication.translate("Transfers", "Resume"),
        CANCEL: QCoreApplication.translate("Transfers", "Cancel"),
        RETRY: QCoreApplication.translate("Transfers", "Retry"),
        ANEW: QCoreApplication.translate("Transfers", "Download again"),
        SIGN_IN: accounts_texts.button_text(way_in or accounts_texts.SIGN_IN),
        TOP: QCoreApplication.translate("Transfers", "Move to the top"),
        UP: QCoreApplication.translate("Transfers", "Move up"),
        DOWN: QCoreApplication.translate("Transfers", "Move down"),
        FOLDER: QCoreApplication.translate("Transfers", "Open the folder"),
        LOAD: QCoreApplication.translate("Transfers", "Add to the project"),
        REPORT: QCoreApplication.translate("Transfers", "Copy a report"),
        MANIFEST: QCoreApplication.translate("Transfers", "Save as a manifest…"),
        **{way: ways_on.button_text(way) for way in WAYS_ON},
        REMOVE: QCoreApplication.translate("Transfers", "Remove from the list"),
    }[what]


@cache
def icon(what: str) -> QIcon:
    """The icon of a button."""
    return theme_icon(*_THEME[what]) if what in _THEME else plugin_icon(_ICONS[what])
