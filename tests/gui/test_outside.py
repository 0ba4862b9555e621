"""Files by FTP, and what else than its button does there is to do with a link."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import QPoint, Qt, QTimer
from qgis.PyQt.QtGui import QContextMenuEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QDialogButtonBox, QPushButton

from gaia_plugin.core.model import Dataset, Link, LinkKind
from gaia_plugin.core.transfer.jobs import State
from gaia_plugin.gui import link_groups, outside, record_actions
from gaia_plugin.gui.access_tab import COPY, DOWNLOAD_TO, INSIDE, AccessRow, facts
from gaia_plugin.gui.asset_dialog import AssetDialog
from gaia_plugin.gui.record_menu import record_menu
from tests.support.faultserver import FaultServer, Reply
from tests.support.synthetic_archives import info_of, zip_with

FTP = "ftp://ftp.example.org/pub/ozone/2020.nc"


@pytest.fixture
def opened(monkeypatch):
    """What was handed to the system, which takes it or does not."""
    seen, answer = [], {"takes": True}

    class Desktop:
        @staticmethod
        def openUrl(url):
            seen.append(url.toString())
            return answer["takes"]

    monkeypatch.setattr(outside, "QDesktopServices", Desktop)
    return seen, answer


def dataset(*links):
    return Dataset("ozone", "Ozone", "demo", links=links)


@pytest.mark.parametrize(
    ("href", "address"),
    [
        (FTP, FTP),
        ("FTP://ftp.Example.org:2121/a b.nc", "ftp://ftp.example.org:2121/a%20b.nc"),
        ("sftp://[2001:db8::1]/a", "sftp://[2001:db8::1]/a"),
        ("ftp://h.example/a%20b", "ftp://h.example/a%20b"),
        ("ftp://somebody@h.example/a?b#c", "ftp://h.example/a"),
        ("ftp://-oProxyCommand=calc/a", ""),
        ("ftp://h.example:port/a", ""),
        ("ftp:///etc/passwd", ""),
        ("ftp://h.example\\@evil/a", ""),
        ("ftp://h example/a", ""),
        ("ftp://h.example/a%0D%0aDELE%20b", ""),
        ("file:///etc/passwd", ""),
        ("https://h.example/a", ""),
    ],
)
def test_only_an_address_with_a_host_that_is_one_is_handed_over(href, address):
    assert outside.address_of(href) == address


def test_ftp_is_shown_as_what_it_is_and_never_as_a_download():
    ftp, web = Link(FTP, LinkKind.DOWNLOAD), Link("https://h.example/a.nc", LinkKind.DOWNLOAD)
    assert link_groups.grouped([ftp, web]) == {link_groups.FILES: [web], link_groups.OUTSIDE: [ftp]}
    assert link_groups.downloads(dataset(ftp, web)) == [web]
    page = Link("ftp://ftp.example.org/readme.txt", LinkKind.INFO)
    assert link_groups.group_of(page) == link_groups.OUTSIDE
    assert "FTP" in link_groups.title(link_groups.OUTSIDE) and link_groups.verb(link_groups.OUTSIDE) == "Open"
    assert facts(ftp).startswith("FTP") and facts(ftp).endswith("ftp.example.org")


def test_a_record_that_has_only_ftp_says_where_it_is(controller, panel, opened, iface):
    panel.details.show_record(dataset(Link(FTP, LinkKind.DOWNLOAD)))
    assert not panel.details.download.isEnabled()
    assert "Access" in panel.details.download.toolTip()
    panel.details.tabs.setCurrentWidget(panel.details.access)
    (row,) = panel.details.access.content.findChildren(AccessRow)
    QTest.mouseClick(row.action, Qt.MouseButton.LeftButton)
    assert opened[0] == [FTP] and QApplication.clipboard().text() == FTP
    assert "ftp.example.org was handed" in iface.said()
    opened[1]["takes"] = False
    row.action.click()
    assert "No program here opens ftp.example.org" in iface.said()
    controller.actions.download([panel.details.record])
    assert "given by FTP" in iface.said() and not controller.actions.downloads.model.rowCount()


def test_an_address_that_is_none_is_not_handed_over(controller, opened, iface):
    bad = Link("ftp://-oProxyCommand=calc/a", LinkKind.DOWNLOAD)
    controller.actions.use(link_groups.OUTSIDE, dataset(bad), bad)
    assert not opened[0] and "cannot be opened safely" in iface.said()


def test_an_ftp_job_of_another_time_offers_its_address_and_no_retry(controller, iface, wait_for, tmp_path):
    """A manifest, or the journal of an earlier version, may hold one."""
    from gaia_plugin.gui import transfers_actions as acts

    controller.settings.download_folder = str(tmp_path)
    transfers, link = controller.actions.transfers, Link(FTP, LinkKind.DOWNLOAD)
    controller.actions.download([dataset(link)], link)
    rows = transfers.downloads.model.downloads
    wait_for(lambda: rows() and rows()[0].state is State.FAILED, 30)
    (one,) = rows()
    _, way = transfers._told(one)
    assert acts.primary(one, way) == acts.ADDRESS and not acts.fits(acts.RETRY, one, way)
    offered = [action.data() for action in transfers.menu([one]).actions() if action.data()]
    assert offered[0] == acts.ADDRESS and acts.RETRY not in offered
    wait_for(lambda: "file manager" in iface.said(), 30)
    (push,) = iface.messageBar().currentItem().findChildren(QPushButton)
    assert push.text() == "Copy the address"
    QApplication.clipboard().clear()
    push.click()
    assert QApplication.clipboard().text() == FTP
    QApplication.clipboard().clear()
    transfers.do([one], acts.ADDRESS)
    assert QApplication.clipboard().text() == FTP


def offered(row):
    return {action.data(): action for action in row.menu().actions()}


def test_the_menu_of_a_link_has_what_its_button_has_not(controller, panel, monkeypatch, wait_for, tmp_path):
    chosen = tmp_path / "elsewhere"
    monkeypatch.setattr(
        record_actions.QFileDialog, "getExistingDirectory", lambda *_: str(chosen), raising=True
    )
    inside = []
    monkeypatch.setattr(controller.actions, "download_inside", lambda *given: inside.append(given))
    with FaultServer() as server:
        plain = Link(server.add("/a.csv", Reply(200, b"a,b\n1,2\n")), LinkKind.DOWNLOAD)
        zipped = Link(server.url("/b.zip"), LinkKind.DOWNLOAD)
        record = dataset(plain, zipped)
        panel.details.show_record(record)
        panel.details.tabs.setCurrentWidget(panel.details.access)
        first, second = panel.details.access.content.findChildren(AccessRow)
        assert list(offered(first)) == [link_groups.FILES, DOWNLOAD_TO, COPY]
        assert list(offered(second)) == [link_groups.FILES, DOWNLOAD_TO, INSIDE, COPY]
        offered(second)[INSIDE].trigger()
        assert inside == [(record, zipped, None)]
        offered(first)[COPY].trigger()
        assert QApplication.clipboard().text() == plain.href
        offered(first)[DOWNLOAD_TO].trigger()
        wait_for(lambda: list(chosen.rglob("a.csv")), 30)


def test_another_folder_is_asked_for_where_no_dialog_asks_anyway(controller, panel, monkeypatch):
    asked = []
    monkeypatch.setattr(controller.actions, "download_to", lambda *given: asked.append(given))
    one, two = (Link(f"https://h.example/{name}.nc", LinkKind.DOWNLOAD) for name in "ab")

    def words(record):
        menu = record_menu([record], controller.actions, print, panel)
        return {action.text().replace("&", ""): action for action in menu.actions()}

    words(dataset(one))["Download to…"].trigger()
    assert asked == [(dataset(one), one, None)]
    assert "Download to…" not in words(dataset(one, two))


def test_some_files_of_a_zip_from_the_menu_of_its_link(controller, panel, wait_for, tmp_path):
    controller.settings.download_folder = str(tmp_path)
    files = {"P/a.txt": b"wanted", "P/b.bin": bytes(300_000)}
    content = zip_with(tmp_path / "p.zip", *((info_of(name), data) for name, data in files.items()))
    with FaultServer() as server:
        link = Link(server.add("/P.zip", Reply(200, content.read_bytes())), LinkKind.DOWNLOAD)
        panel.details.show_record(dataset(link))
        panel.details.tabs.setCurrentWidget(panel.details.access)
        (row,) = panel.details.access.content.findChildren(AccessRow)

        def choose():
            dialog = QApplication.activeModalWidget()
            button = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok) if dialog else None
            if button is not None and button.isEnabled():
                button.click()
                return
            if dialog is not None and dialog.members and not dialog._turn.isActive():
                folder = next(
                    one
                    for one in map(dialog.files.topLevelItem, range(dialog.files.topLevelItemCount()))
                    if one.text(0) == "P"
                )
                folder.child(0).setCheckState(0, Qt.CheckState.Checked)
            QTimer.singleShot(50, choose)

        QTimer.singleShot(50, choose)
        offered(row)[INSIDE].trigger()
        rows = controller.actions.downloads.model.downloads
        wait_for(lambda: rows() and rows()[0].state is State.DONE, 30)
        (one,) = rows()
        assert one.path.name == "a.txt" and one.path.read_bytes() == b"wanted"
        assert not list(tmp_path.rglob("b.bin"))


def test_the_menu_key_opens_it_on_the_button(panel):
    panel.details.show_record(dataset(Link("https://h.example/a.nc", LinkKind.DOWNLOAD)))
    panel.details.tabs.setCurrentWidget(panel.details.access)
    (row,) = panel.details.access.content.findChildren(AccessRow)
    seen = []

    def look():
        menu = QApplication.activePopupWidget()
        seen.extend(action.data() for action in menu.actions())
        menu.close()

    QTimer.singleShot(200, look)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(3, 3), row.mapToGlobal(QPoint(3, 3)))
    QApplication.sendEvent(row.action, event)
    assert seen == [link_groups.FILES, DOWNLOAD_TO, COPY]


def test_the_dialog_of_files_leads_inside_a_zip(controller, monkeypatch):
    inside = []
    monkeypatch.setattr(controller.actions, "download_inside", lambda *given: inside.append(given))
    plain, zipped = (Link(f"https://h.example/{name}", LinkKind.DOWNLOAD) for name in ("a.nc", "b.zip"))
    record = dataset(plain, zipped)

    def choose():
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            QTimer.singleShot(50, choose)
            return
        first, second = dialog.files.topLevelItem(0), dialog.files.topLevelItem(1)
        assert dialog.menu_of(first) is None and dialog.menu_of(None) is None
        dialog.menu_of(second).actions()[0].trigger()

    QTimer.singleShot(50, choose)
    controller.actions.download([record])
    assert inside == [(record, zipped, None)]
    assert not controller.actions.downloads.model.rowCount()
    two = AssetDialog([record, Dataset("other", "Other", "demo", links=(zipped,))])
    assert two.menu_of(two.files.topLevelItem(1)) is None, "which of the two would be meant?"
