"""What helps where neither a sign-in nor trying again does: in the message bar and in the dock."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QPushButton

from gaia_plugin.bridge.downloads_row import Download
from gaia_plugin.core.catalogs.federation import State as SearchState
from gaia_plugin.core.catalogs.federation import Status
from gaia_plugin.core.errors import (
    AccessDenied,
    FileRestricted,
    GuestbookRequired,
    LicenceNotAccepted,
    OpenedElsewhere,
    QuotaExceeded,
    QuotaExceededUntil,
    ServiceUnavailable,
)
from gaia_plugin.core.model import Dataset, Link, LinkKind
from gaia_plugin.core.transfer.error_json import error_to_json
from gaia_plugin.core.transfer.items import item_of
from gaia_plugin.core.transfer.jobs import Job, Standing, State
from gaia_plugin.gui import record_actions, ways_on
from gaia_plugin.gui import transfers_actions as acts
from gaia_plugin.gui.status_list import StatusRow

HOST = "files.example.org"
PAGE = "https://login.example.org/eula?id=7"
LINK = Link(f"https://{HOST}/a.tif", LinkKind.DOWNLOAD)
RECORD = Dataset("one", "One", "demo", doi="10.5072/one", links=(LINK,))
SOON = datetime.now(timezone.utc) + timedelta(hours=1)


@pytest.fixture
def opened(monkeypatch):
    seen = []
    monkeypatch.setattr(record_actions, "open_safely", lambda address: seen.append(address) or True)
    return seen


def licence(page=PAGE):
    return LicenceNotAccepted(host=HOST, status=403, page=page)


@pytest.mark.parametrize(
    ("error", "way"),
    [
        (licence(), ways_on.LICENCE),
        (licence("http://login.example.org/eula"), ""),
        (licence("javascript:alert(1)"), ""),
        (licence("https://[broken"), ""),
        (LicenceNotAccepted(host=HOST, status=403), ""),
        (FileRestricted(host=HOST, status=403), ways_on.PAGE),
        (GuestbookRequired(host=HOST, status=403), ways_on.PAGE),
        (OpenedElsewhere(host=HOST, protocol="FTP"), ways_on.ADDRESS),
        (QuotaExceededUntil(host=HOST, until=SOON), ways_on.WAIT),
        (QuotaExceededUntil(host=HOST, until=datetime.now() - timedelta(minutes=1)), ""),
        (QuotaExceeded(host=HOST), ""),
        (AccessDenied(host=HOST, status=403), ""),
        (ServiceUnavailable(host=HOST, status=503), ""),
        (None, ""),
    ],
)
def test_what_an_error_leads_to(error, way):
    assert ways_on.way_on(error, "https://doi.org/10.5072/one") == way


def test_without_a_page_there_is_none_to_open():
    assert ways_on.way_on(FileRestricted(host=HOST, status=403)) == ""
    assert ways_on.way_on(FileRestricted(host=HOST, status=403), "file:///etc/passwd") == ""


def refused(controller, error, again):
    """A message of one failure of a layer."""
    failure = ("It failed.", LINK, (RECORD, None), error)

    def about(one):
        return one[1].href, controller.actions.page_of(*one[2])

    controller.actions.tell_failures([failure], again.append, about)
    return controller._iface.messageBar().currentItem().findChildren(QPushButton)


def test_a_licence_is_read_and_then_one_tries_again(controller, iface, opened):
    again = []
    (push,) = refused(controller, licence(), again)
    assert push.text() == "Read the licence"
    push.click()
    assert opened == [PAGE] and not again and "once you have accepted it" in iface.said()
    (push,) = iface.messageBar().currentItem().findChildren(QPushButton)
    assert push.text() == "Retry"
    push.click()
    assert len(again) == 1


def test_a_restricted_file_leads_to_the_page_of_its_dataset(controller, opened):
    (push,) = refused(controller, FileRestricted(host=HOST, status=403), [])
    assert push.text() == "Open its page"
    push.click()
    assert opened == ["https://doi.org/10.5072/one"]


def test_a_quota_until_a_time_has_no_button_that_would_not_help(controller):
    assert refused(controller, QuotaExceededUntil(host=HOST, until=SOON), []) == []


# -- in the dock -------------------------------------------------------------------------------------------


def row(error, state=State.FAILED, number=1, **more):
    """A transfer of an earlier session, which knows its record by its item only."""
    job = Job(LINK, Path("/data/a.tif"), record=item_of(RECORD, [LINK]), id=f"{number:032}")
    return Download(Standing(job, state, error=error_to_json(error), attempts=1, **more))


def menu(transfers, one):
    return [action.data() for action in transfers.menu([one]).actions() if action.data()]


def test_the_row_of_a_licence_is_read_first_and_tried_then(controller, iface, opened, monkeypatch):
    transfers, one = controller.actions.transfers, row(licence())
    again = []
    monkeypatch.setattr(transfers.downloads, "retry", again.extend)
    assert acts.primary(one, transfers._told(one)[1]) == acts.LICENCE == menu(transfers, one)[1]
    transfers.do([one], acts.LICENCE)
    assert opened == [PAGE] and not again
    assert acts.primary(one, transfers._told(one)[1]) == acts.RETRY
    assert acts.LICENCE not in menu(transfers, one)
    (push,) = iface.messageBar().currentItem().findChildren(QPushButton)
    push.click()
    assert again == [one.id]
    refused_again = row(licence())
    refused_again.standing = Standing(one.standing.job, State.FAILED, error=one.standing.error, attempts=2)
    assert acts.primary(refused_again, transfers._told(refused_again)[1]) == acts.LICENCE


def test_two_rows_of_one_licence_are_read_once(controller, opened):
    transfers, rows = controller.actions.transfers, [row(licence()), row(licence(), number=2)]
    other = row(licence("https://login.example.org/other"), number=3)
    transfers.do([*rows, other], acts.LICENCE)
    assert opened == [PAGE]
    assert [transfers._told(one)[1] for one in (*rows, other)] == ["", "", ways_on.LICENCE]


def test_the_row_of_a_restricted_file_leads_to_its_page(controller, opened):
    transfers, one = controller.actions.transfers, row(GuestbookRequired(host=HOST, status=403))
    assert acts.primary(one, transfers._told(one)[1]) == acts.PAGE
    transfers.do([one], acts.PAGE)
    assert opened == ["https://doi.org/10.5072/one"]


@pytest.mark.parametrize("state", [State.LATER, State.FAILED])
def test_a_quota_until_a_time_is_waited_for(controller, state):
    transfers = controller.actions.transfers
    one = row(QuotaExceededUntil(host=HOST, until=SOON), state, not_before=SOON.timestamp())
    why, way = transfers._told(one)
    assert way == ways_on.WAIT and "quota" in why and acts.RETRY not in menu(transfers, one)
    assert acts.primary(one, way) == (acts.PAUSE if state is State.LATER else acts.REPORT)


def test_every_way_has_words_and_an_icon(qgis_app):
    for what in acts.WAYS_ON:
        assert acts.label(what) and not acts.icon(what).isNull()
    assert ways_on.button_text(ways_on.WAIT) == ""


def test_nor_is_a_search_asked_again_before(panel):
    quota = QuotaExceededUntil(host=HOST, until=SOON)
    tab, row = panel.details.granules, StatusRow(QColor("red"))
    for error, shown in ((quota, False), (ServiceUnavailable(host=HOST, status=503), True)):
        status = Status("c", "C", SearchState.FAILED, error=error)
        tab.show_status(status)
        row.show_status(status)
        assert tab.retry.isHidden() is not shown and row.action.isHidden() is not shown
