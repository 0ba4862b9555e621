"""The dock of the transfers, driven as a person drives it, over a journal of its own."""

from __future__ import annotations

import re
import shutil
import zipfile
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from qgis.core import QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QTimer
from qgis.PyQt.QtGui import QColor, QDropEvent, QPalette
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton, QStyleOptionViewItem

from gaia_plugin.bridge.downloads_folders import Place
from gaia_plugin.bridge.downloads_left import left_over
from gaia_plugin.bridge.downloads_model import PAGE, DownloadsModel
from gaia_plugin.bridge.downloads_row import CATALOG, TITLE, Download
from gaia_plugin.bridge.downloads_totals import Totals
from gaia_plugin.core.archives import caps
from gaia_plugin.core.errors import (
    ArchiveDamaged,
    BeingPrepared,
    HeldBack,
    KeyRequired,
    NotOnlineYet,
    QuotaExceededUntil,
    ServiceUnavailable,
)
from gaia_plugin.core.model import Dataset, Granule, Link, LinkKind, Period
from gaia_plugin.core.transfer.error_json import error_to_json
from gaia_plugin.core.transfer.jobs import Job, Standing, State
from gaia_plugin.core.transfer.journal import Journal
from gaia_plugin.gui import messages
from gaia_plugin.gui import transfers_actions as acts
from gaia_plugin.gui import transfers_texts as texts
from gaia_plugin.gui.transfers_exit import question
from gaia_plugin.gui.transfers_panel import TransfersPanel
from gaia_plugin.gui.transfers_settings import TransfersSettings
from tests.support.faultserver import FaultServer, Reply

DEMO = sorted((Path(__file__).resolve().parents[2] / "resources" / "demo").glob("antarctic-*/*.tif"))[0]


@pytest.fixture(name="server")
def _server():
    with FaultServer() as running:
        yield running


@pytest.fixture
def transfers(controller, wait_for):
    made = controller.actions.transfers
    wait_for(lambda: made._started and made.downloads._queue is not None, 30)
    return made


def standing(number=1, state=State.RUNNING, error=None, **more):
    link = Link(f"https://files.example.org/synthetic_{number}.nc?token=synthetic-secret", LinkKind.DOWNLOAD)
    options = {TITLE: "Ozone column", CATALOG: "EaSy Data"}
    job = Job(link, Path(f"/data/ozone/synthetic_{number}.nc"), options=options, id=f"{number:032}")
    told = error_to_json(error) if error is not None else None
    return Standing(job, state, rank=float(number), error=told, **more)


def row(number=1, state=State.RUNNING, error=None, rate=0.0, **more):
    one = Download(standing(number, state, error, **more), rate=rate)
    one.now = (one.standing.received, one.standing.total)
    return one


def slow(server, name, stall=1000):
    url = server.add(f"/{name}", Reply(200, b"\0" * 300_000, {"ETag": '"s"'}, stall=stall))
    return Link(url, LinkKind.DOWNLOAD)


def ask(controller, transfers, links, wait_for, state=State.RUNNING):
    """Downloads of links, once they are listed and the first is in a state."""
    for link in links:
        controller.actions.download([Dataset(link.href, "Synthetic", "demo", links=(link,))], link)
    rows = transfers.downloads.model.downloads
    wait_for(lambda: len(rows()) == len(links) and rows()[0].state is state, 30)
    return rows()


# -- texts -----------------------------------------------------------------------------------------------


def test_what_a_row_says():
    one = row(received=12_400_000, total=80_000_000, rate=2_000_000.0)
    assert texts.figures(one) == "12.4 MB of 80.0 MB · 2.0 MB/s · 34 s left"
    assert texts.where(one) == "Ozone column · EaSy Data"
    assert texts.short_figures(one) == "15\N{NO-BREAK SPACE}% · 2.0 MB/s · 34 s left"
    assert texts.figures(row(received=0)) == texts.short_figures(row(received=0)) == "connecting…"
    assert texts.figures(row(received=5_000, rate=1_000.0)) == "5.0 kB · 1.0 kB/s"
    assert texts.figures(row(state=State.PAUSED, received=10, total=20)) == "paused · 10 bytes of 20 bytes"
    assert texts.figures(row(state=State.DONE, received=10, total=10)) == "10 bytes"
    packed = row(received=80_000_000, total=80_000_000)
    packed.unpacked = 0.426
    assert texts.figures(packed) == "80.0 MB of 80.0 MB · unpacking, 42 %" and texts.percent(packed) == 42
    failed = row(state=State.FAILED, error=ServiceUnavailable(host="h.example", status=503))
    assert "h.example is not working" in texts.reason(failed)
    assert texts.spoken(failed).startswith("synthetic_1.nc, Ozone column · EaSy Data, failed, h.example")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (NotOnlineYet(host="h.example", minutes=5), "This product is not on line at EaSy Data yet."),
        (
            QuotaExceededUntil(host="h.example", until=datetime(2096, 1, 2)),
            "Your quota at EaSy Data is used up.",
        ),
        (HeldBack(host="h.example", minutes=5), "EaSy Data keeps your selection waiting."),
        (BeingPrepared(host="h.example", minutes=5, percent=40), "EaSy Data is preparing your files (40 %)."),
    ],
)
def test_a_time_is_said_once_and_a_service_by_its_name(error, said):
    waits = texts.reason(row(state=State.LATER, error=error, not_before=4e9))
    assert re.fullmatch(r"Asked again at [^.]*[AP]M\. " + re.escape(said), waits)
    until = QuotaExceededUntil(host="h.example", until=datetime(2096, 1, 2, 3, 4))
    assert texts.reason(row(state=State.FAILED, error=until)) == messages.sentence(until)
    busy = ServiceUnavailable(host="h.example", status=503)
    assert texts.reason(row(state=State.LATER, error=busy, not_before=4e9)).endswith(messages.sentence(busy))


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(None, ""), (0.2, "1 s"), (59, "59 s"), (61, "1 min"), (7_800, "2 h 10 min"), (7_200, "2 h"), (1e9, "")],
)
def test_durations(seconds, said):
    assert texts.duration(seconds) == said


def test_a_report_holds_what_helps_and_no_secret():
    error = ServiceUnavailable(host="files.example.org", status=503)
    said = texts.report([row(state=State.FAILED, error=error, attempts=3), row(2, State.DONE, received=7)])
    for part in (
        "synthetic_1.nc",
        "files.example.org",
        "503",
        "ServiceUnavailable",
        "EaSy Data",
        "/data/ozone",
    ):
        assert part in said
    assert "synthetic-secret" not in said and "token" not in said and "Attempts: 3" in said


def test_the_total_says_how_far_all_are():
    counts = {State.RUNNING: 2, State.WAITING: 1, State.FAILED: 1, State.DONE: 4, State.CANCELLED: 2}
    known = Totals(counts, 7, 4, 600, 1_000, 100.0)
    assert texts.counts(known) == "1 failed · 2 running · 1 waiting · 4 done · 2 cancelled"
    assert known.part == 0.6 and known.left == 4.0 and "4 s left" in texts.progress(known)
    unknown = replace(known, total=None, parts=0.5)
    assert unknown.part == pytest.approx(4.5 / 7) and texts.progress(unknown).startswith("4 of 7 files · 600")
    assert Totals({State.DONE: 3}).part is None and texts.counts(Totals()) == ""


# -- model -----------------------------------------------------------------------------------------------


def names(model):
    return [one.job.job.id[-2:] if hasattr(one, "job") else one.id[-2:] for one in model.downloads()]


def test_rows_move_as_they_end_and_keep_what_is_chosen(qgis_app):
    model, panel = DownloadsModel(), TransfersPanel()
    panel.list.setModel(model)
    rows = [row(number) for number in (1, 2, 3)]
    model.begin(frozenset(State))
    model.add_page(rows, True)
    panel.list.setCurrentIndex(model.index(0))
    rows[0].standing = replace(rows[0].standing, state=State.DONE)
    model.update([rows[0]])
    assert names(model) == ["02", "03", "01"] and panel.list.chosen() == [rows[0]]
    rows[2].standing = replace(rows[2].standing, rank=0.5)
    model.update([rows[2], row(4)])
    assert names(model) == ["03", "02", "04", "01"]
    rows[2].standing = replace(rows[2].standing, state=State.CANCELLED, rank=3.0)
    model.update([rows[2]])
    assert names(model) == ["02", "04", "03", "01"], "of those that are over, the newest first"
    rows[2].standing = replace(rows[2].standing, state=State.WAITING, rank=0.5)
    model.update([rows[2]])
    model.remove([rows[1].id, "unknown"])
    assert names(model) == ["03", "04", "01"] and model.rowCount() == 3
    model.begin(frozenset({State.FAILED}))
    model.add_page([], True)
    model.update([rows[2]])
    assert model.rowCount() == 0, "it is in none of the states that are shown"


def test_a_hundred_thousand_are_read_page_by_page(transfers, journal, wait_for):
    jobs = (
        Job(Link(f"https://files.example.org/{n}.nc", LinkKind.DOWNLOAD), Path(f"/data/{n}.nc"), {}, {}, "g")
        for n in range(100_000)
    )
    other = Journal(journal)
    ids = [one.job.id for one in other.add(jobs)]
    other.change_state(ids, State.PAUSED, {State.WAITING, State.RUNNING, State.LATER, State.FAILED})
    other.close()
    model, view = transfers.downloads.model, transfers.panel.list
    transfers.panel.resize(400, 600)
    transfers.panel.show()
    transfers.downloads.show(frozenset({State.PAUSED}))
    wait_for(lambda: model.rowCount() == PAGE, 60)
    view.scrollToBottom()
    wait_for(lambda: model.rowCount() >= 2 * PAGE, 60)
    assert model.rowCount() <= 3 * PAGE
    assert [one.path.name for one in model.downloads()[:3]] == ["0.nc", "1.nc", "2.nc"]
    wait_for(lambda: transfers.downloads.totals.count(State.PAUSED) == 100_000, 60)


# -- the dock --------------------------------------------------------------------------------------------


def test_the_line_below_the_search_opens_the_dock(
    plugin, controller, panel, transfers, server, wait_for, tmp_path
):
    controller.settings.download_folder = str(tmp_path)
    assert panel.transfers.isHidden() and plugin.transfers.isHidden()
    ask(controller, transfers, [slow(server, "a.bin"), slow(server, "b.bin")], wait_for)
    wait_for(lambda: "2 running" in panel.transfers.open.said, 30)
    panel.transfers.open.click()
    assert not plugin.transfers.isHidden() and plugin.transfers.widget() is transfers.panel
    assert plugin.dock in plugin.iface.window.tabifiedDockWidgets(plugin.transfers)
    assert transfers.panel.pauseAll.isEnabled() and not transfers.panel.clear.isEnabled()
    transfers.panel.pauseAll.click()
    wait_for(lambda: transfers.downloads.totals.count(State.PAUSED) == 2, 30)
    assert transfers.panel.pauseAll.text() == "&Resume all"
    transfers.panel.pauseAll.click()
    wait_for(lambda: transfers.downloads.totals.count(State.RUNNING) == 2, 30)
    transfers.downloads.cancel()
    wait_for(lambda: transfers.downloads.totals.count(State.CANCELLED) == 2, 30)
    transfers.panel.clear.click()
    wait_for(panel.transfers.isHidden, 30)
    wait_for(lambda: not list(tmp_path.rglob("*.part*")), 30)


def test_only_the_keyboard(controller, transfers, server, wait_for, tmp_path):
    controller.settings.download_folder = str(tmp_path)
    one, two = ask(controller, transfers, [slow(server, "a.bin"), slow(server, "b.bin")], wait_for)
    view = transfers.panel.list
    transfers.open()
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.current() is one
    QTest.keyClick(view, Qt.Key.Key_Space)
    wait_for(lambda: one.state is State.PAUSED, 30)
    QTest.keyClick(view, Qt.Key.Key_Space)
    wait_for(lambda: one.state is State.RUNNING, 30)
    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    wait_for(lambda: transfers.downloads.model.row_of(one.id) == 1, 30)
    assert one.standing.rank > two.standing.rank
    wait_for(lambda: transfers.downloads.model.rowCount() == 2, 30)
    view.setCurrentIndex(transfers.downloads.model.index(0))
    QTest.keyClick(view, Qt.Key.Key_Delete)
    wait_for(lambda: two.state is State.CANCELLED, 30)
    view.setCurrentIndex(transfers.downloads.model.index(transfers.downloads.model.row_of(two.id)))
    QTest.keyClick(view, Qt.Key.Key_Delete)
    wait_for(lambda: transfers.downloads.model.downloads() == [one], 30)


def test_all_are_cancelled_then_removed_by_two_keys(controller, transfers, server, wait_for, tmp_path):
    controller.settings.download_folder = str(tmp_path)
    gone = Link(server.add("/gone.bin", Reply(404)), LinkKind.DOWNLOAD)
    links = [slow(server, "a.bin"), slow(server, "b.bin"), gone]
    ask(controller, transfers, links, wait_for)
    rows, view = transfers.downloads.model.downloads, transfers.panel.list
    wait_for(lambda: any(one.state is State.FAILED for one in rows()), 30)
    transfers.open()
    QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(view, Qt.Key.Key_Delete)
    wait_for(lambda: all(one.state in (State.CANCELLED, State.FAILED) for one in rows()), 30)
    assert len(view.chosen()) == 3, "what moved in the list is still chosen"
    QTest.keyClick(view, Qt.Key.Key_Delete)
    wait_for(lambda: transfers.downloads.totals.count(*State) == 0 and not rows(), 30)


def test_the_menu_offers_what_fits(controller, transfers, server, wait_for, tmp_path):
    controller.settings.download_folder = str(tmp_path)
    (one,) = ask(controller, transfers, [slow(server, "a.bin")], wait_for)
    offered = [action.data() for action in transfers.menu([one]).actions() if action.data()]
    assert offered == ["pause", "folder", "report", "manifest", "top", "up", "down", "cancel"]
    transfers.do([one], acts.CANCEL)
    wait_for(lambda: one.state is State.CANCELLED, 30)
    offered = [action.data() for action in transfers.menu([one]).actions() if action.data()]
    assert offered == ["retry", "folder", "report", "manifest", "remove"]
    transfers.do([one], acts.REPORT)
    assert "a.bin" in QApplication.clipboard().text()


def test_a_row_is_dragged_before_another(controller, transfers, server, wait_for, tmp_path):
    controller.settings.download_folder = str(tmp_path)
    links = [slow(server, f"{name}.bin") for name in "abc"]
    rows = ask(controller, transfers, links, wait_for)
    view = transfers.panel.list
    transfers.open()
    view.setCurrentIndex(transfers.downloads.model.index(2))
    place = view.visualRect(transfers.downloads.model.index(0)).topLeft() + QPoint(5, 2)
    actions = Qt.DropAction.MoveAction | Qt.DropAction.CopyAction
    event = QDropEvent(
        QPointF(place), actions, QMimeData(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    view._may_drop = lambda _: True
    view.dropEvent(event)
    assert event.dropAction() == Qt.DropAction.CopyAction, "else the view would take the rows out"
    wait_for(lambda: transfers.downloads.model.row_of(rows[2].id) == 0, 30)


def test_a_click_on_the_button_of_a_row(controller, transfers, server, wait_for, tmp_path):
    controller.settings.download_folder = str(tmp_path)
    (one,) = ask(controller, transfers, [slow(server, "a.bin")], wait_for)
    view = transfers.panel.list
    transfers.open()
    QApplication.processEvents()
    rect = view.visualRect(transfers.downloads.model.index(0))
    option = QStyleOptionViewItem()
    option.rect, option.font = rect, view.font()
    places = {what: place for what, place, _ in view.drawn._buttons(option, one, True)}
    assert list(places) == [acts.CANCEL, acts.PAUSE]
    QTest.mouseClick(
        view.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        places[acts.PAUSE].center(),
    )
    wait_for(lambda: one.state is State.PAUSED, 30)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [300, 400])
def test_every_state_is_drawn_in_light_and_dark(qgis_app, dark, width):
    panel, model = TransfersPanel(), DownloadsModel()
    if dark:
        palette = QPalette()
        for role, color in (
            ("Base", "#1e1e1e"),
            ("Text", "#eeeeee"),
            ("Window", "#2b2b2b"),
            ("WindowText", "#eeeeee"),
        ):
            palette.setColor(getattr(QPalette.ColorRole, role), QColor(color))
        panel.setPalette(palette)
        panel.list.setPalette(palette)
    panel.list.setModel(model)
    panel.list.drawn.way_in = lambda one: "sign-in" if isinstance(one.error, KeyRequired) else ""
    key = KeyRequired(host="files.example.org", service="Synthetic service with a long name")
    model.begin(frozenset(State))
    states = [row(n, state, received=10, total=20) for n, state in enumerate(State, 1)]
    model.add_page([*states, row(20, State.FAILED, key), row(21, received=5)], True)
    panel.resize(width, 740)
    panel.show()
    QApplication.processEvents()
    picture = panel.list.viewport().grab().toImage()
    assert picture.width() <= width and panel.minimumSizeHint().width() <= 300
    for at in range(model.rowCount()):
        rect = panel.list.visualRect(model.index(at))
        colors = {
            picture.pixel(x, y)
            for x in range(0, rect.width(), 2)
            for y in range(rect.top(), min(rect.bottom(), picture.height() - 1), 2)
        }
        assert len(colors) > 5 or rect.top() >= picture.height(), f"nothing is drawn in row {at}"
    ground = QColor(picture.pixel(picture.width() // 2, picture.height() - 2))
    assert (ground.lightness() < 128) is dark


# -- settings, folders -----------------------------------------------------------------------------------


def test_settings_are_kept_by_ok_only_and_followed_at_once(controller, transfers, tmp_path):
    dialog = TransfersSettings()
    dialog.atOnce.setValue(3)
    dialog.limited.setChecked(True)
    dialog.unit.setCurrentIndex(2)
    dialog.bandwidth.setValue(16.0)
    dialog.unpack.setChecked(False)
    assert not dialog.keep.isEnabled()
    dialog.pattern.setText("{catalog}/{nonsense}")
    assert not dialog.buttons.button(dialog.buttons.StandardButton.Ok).isEnabled()
    assert "nonsense" in dialog.example.text()
    dialog.pattern.setText("{catalog}/{year}")
    dialog.folder.setText(str(tmp_path))
    assert dialog.example.text().endswith("theia/2024")
    dialog.reject()
    assert controller.settings.transfers_at_once == 8
    dialog.accept()
    transfers.downloads.apply_settings()
    limits = transfers.downloads.limits
    assert (limits.at_once, limits.bytes_per_second) == (3, 2_000_000.0)
    assert controller.settings.unpack_archives is False


def test_files_go_beside_the_project_where_it_is_saved(
    controller, transfers, project, server, wait_for, tmp_path
):
    controller.settings.download_folder = str(tmp_path / "downloads")
    home = tmp_path / "project"
    home.mkdir()
    assert QgsProject.instance().write(str(home / "mine.qgz"))
    link = Link(server.add("/ozone.tif", Reply(200, DEMO.read_bytes())), LinkKind.DOWNLOAD)
    (one,) = ask(controller, transfers, [link], wait_for, State.DONE)
    folder = home / "data" / "demo"
    assert one.path.is_relative_to(folder) and one.path.name == "ozone.tif"
    wait_for(lambda: one.layers, 30)
    assert QgsProject.instance().write()
    shutil.unpack_archive(home / "mine.qgz", tmp_path / "inside", "zip")
    written = (tmp_path / "inside" / "mine.qgs").read_text("utf-8")
    assert "./data/demo/" in written and str(home) not in re.sub(r"<homePath[^>]*>", "", written)


def test_what_came_is_added_to_the_project_when_asked(
    controller, transfers, project, server, wait_for, tmp_path, iface
):
    controller.settings.download_folder = str(tmp_path)
    controller.settings.load_downloads = False
    content = DEMO.read_bytes()
    links = [
        Link(server.add("/ozone.tif", Reply(200, content)), LinkKind.DOWNLOAD),
        Link(server.add("/notes.bin", Reply(200, b"synthetic")), LinkKind.DOWNLOAD),
    ]
    ask(controller, transfers, links, wait_for, State.DONE)
    rows = transfers.downloads.model.downloads
    wait_for(lambda: all(one.state is State.DONE for one in rows()), 30)
    drawn, notes = sorted(rows(), key=lambda one: one.path.name, reverse=True)
    assert not project.mapLayers() and not drawn.shown
    transfers.do([drawn], acts.LOAD)
    wait_for(lambda: "is in the project" in iface.said(), 30)
    assert drawn.shown and "in the project" in texts.figures(drawn)
    transfers.do([notes], acts.LOAD)
    wait_for(lambda: "can draw nothing" in iface.said(), 30)
    project.clear()
    assert not drawn.shown and "in the project" not in texts.figures(drawn)


def test_a_row_of_another_session_says_that_it_is_in_the_project(
    controller, transfers, project, server, wait_for, tmp_path
):
    controller.settings.download_folder = str(tmp_path)
    controller.settings.load_downloads = False
    link = Link(server.add("/ozone.tif", Reply(200, DEMO.read_bytes())), LinkKind.DOWNLOAD)
    (one,) = ask(controller, transfers, [link], wait_for, State.DONE)
    assert "in the project" not in texts.figures(one)
    layer = QgsRasterLayer(str(one.path), "by hand")
    assert layer.isValid() and project.addMapLayer(layer) is layer
    assert not one.layers and "in the project" in texts.figures(one)
    project.removeMapLayer(layer.id())
    assert "in the project" not in texts.figures(one)


def test_a_damaged_archive_is_brought_anew(controller, transfers, server, wait_for, tmp_path, iface):
    """By the button of its row: the file of before would be taken for the one that is wanted."""
    controller.settings.download_folder = str(tmp_path)
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("synthetic.txt", b"text" * 1000)
    whole = made.getvalue()
    broken = whole[:100] + bytes(100) + whole[200:]
    url = server.add("/scene.zip", Reply(200, broken, {"Content-Type": "application/zip"}))
    link = Link(url, LinkKind.DOWNLOAD, size=len(whole))
    (one,) = ask(controller, transfers, [link], wait_for, State.DONE)
    wait_for(lambda: "download it again" in iface.said(), 30)
    assert texts.reason(one).startswith("This archive is damaged")
    assert isinstance(one.error, ArchiveDamaged) and acts.primary(one) == acts.ANEW == acts.MENU[3]
    (push,) = iface.messageBar().currentItem().findChildren(QPushButton)
    assert push.text() == acts.label(acts.ANEW)
    server.add("/scene.zip", Reply(200, whole, {"Content-Type": "application/zip"}))
    transfers.do([one], acts.ANEW)
    wait_for(lambda: one.state is State.DONE and one.error is None, 30)
    assert (one.folder / "synthetic.txt").read_bytes() == b"text" * 1000
    assert acts.primary(one) == acts.FOLDER and "download it again" not in iface.said()


def test_what_found_no_room_is_unpacked_later(
    controller, transfers, server, wait_for, tmp_path, iface, monkeypatch
):
    """The archive is not brought twice."""
    controller.settings.download_folder = str(tmp_path)
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("synthetic.txt", b"text" * 1000)
    url = server.add("/scene.zip", Reply(200, made.getvalue(), {"Content-Type": "application/zip"}))
    monkeypatch.setattr(caps, "_free", lambda _: 1000)
    (one,) = ask(controller, transfers, [Link(url, LinkKind.DOWNLOAD)], wait_for, State.DONE)
    wait_for(lambda: "free some space, then try again" in iface.said(), 30)
    assert acts.primary(one) == acts.RETRY and not acts.fits(acts.ANEW, one)
    asked = len(server.seen)
    monkeypatch.undo()
    transfers.do([one], acts.RETRY)
    wait_for(lambda: one.state is State.DONE and one.error is None, 30)
    assert (one.folder / "synthetic.txt").read_bytes() == b"text" * 1000 and len(server.seen) == asked
    assert acts.primary(one) == acts.FOLDER and "free some space" not in iface.said()


def test_what_is_said_of_a_failure_goes_once_it_came(
    controller, transfers, server, wait_for, tmp_path, iface
):
    controller.settings.download_folder = str(tmp_path)
    links = [Link(server.url(f"/{name}.bin"), LinkKind.DOWNLOAD) for name in "ab"]
    rows = ask(controller, transfers, links, wait_for, State.FAILED)
    wait_for(lambda: all(one.state is State.FAILED for one in rows) and "(2 times)" in iface.said(), 30)
    for name in "ab":
        server.add(f"/{name}.bin", Reply(200, b"\0" * 10))
    transfers.do(rows[:1], acts.RETRY)
    wait_for(lambda: rows[0].state is State.DONE, 30)
    assert any("no longer has" in said for said in texts_of(iface)), "the other still lacks"
    transfers.downloads.retry([rows[1].id])  # as a sign-in does
    wait_for(lambda: not any("no longer has" in said for said in texts_of(iface)), 30)
    assert rows[1].state is State.DONE


def texts_of(iface):
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return [label.text() for label in iface.bar.findChildren(QLabel, "said")]


def test_a_pattern_makes_safe_folders(tmp_path):
    record = Granule('CON: "x"', "", "theia", "..", period=Period("2024-01-05", None))
    place = Place(tmp_path, "data/{project}/{catalog}/{dataset}/{record}/{year}/../up", True, "my:project")
    inside = place.folder_of(record).relative_to(tmp_path)
    assert inside.as_posix() == "data/my_project/theia/CON_ _x_/2024/up"
    elsewhere = Place(tmp_path, "data/{catalog}/{dataset}", False)
    assert elsewhere.folder_of(record).relative_to(tmp_path).parts[0] == "theia"
    assert Place(tmp_path, "", True).folder_of(record) == tmp_path


# -- sessions --------------------------------------------------------------------------------------------


def test_the_next_session_goes_on(plugin, controller, transfers, server, wait_for, tmp_path, journal, iface):
    from gaia_plugin.plugin import GaiaPlugin

    controller.settings.download_folder = str(tmp_path / "files")
    assert not left_over()
    ask(controller, transfers, [slow(server, "a.bin", 200_000)], wait_for)
    wait_for(lambda: transfers.downloads.model.downloads()[0].received > 0, 30)
    plugin.unload()
    assert left_over() and [path.suffix for path in (tmp_path / "files").rglob("*.part")] == [".part"]
    server.add("/a.bin", Reply(200, b"\0" * 300_000, {"ETag": '"s"'}))
    again = GaiaPlugin(iface)
    again.initGui()
    try:
        again.dock.hide()
        wait_for(lambda: again.dock.controller is not None, 30)
        downloads = again.dock.controller.actions.downloads
        wait_for(lambda: downloads.totals.count(State.DONE) == 1, 60)
        said = iface.bar.findChildren(type(iface.bar.currentItem())) and iface.said()
        assert "goes on" in said or "downloaded" in said
        (path,) = (tmp_path / "files").rglob("a.bin")
        assert path.read_bytes() == b"\0" * 300_000
        assert not QgsProject.instance().mapLayers(), "the project of that time is not open"
    finally:
        again.unload()


def test_closing_asks_once_and_only_while_something_runs(controller, transfers, server, wait_for, tmp_path):
    controller.settings.download_folder = str(tmp_path)
    assert transfers.ask_to_close() is True
    ask(controller, transfers, [slow(server, "a.bin")], wait_for)
    wait_for(lambda: transfers.downloads.totals.going == 1, 30)
    answers = []

    def answer():
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(20, answer)
            return
        answers.append(box.text())
        box.closing.click() if len(answers) == 2 else QTest.keyClick(box, Qt.Key.Key_Escape)

    QTimer.singleShot(0, answer)
    assert transfers.ask_to_close() is False
    QTimer.singleShot(0, answer)
    assert transfers.ask_to_close() is True
    assert "goes on the next time" in answers[0]
    assert "3 transfers" in question(None, 3).text()


def test_two_windows_see_each_other_s_transfers(controller, transfers, server, wait_for, tmp_path, journal):
    from gaia_plugin.bridge.downloads import Downloads
    from gaia_plugin.bridge.network import qgis_session

    controller.settings.download_folder = str(tmp_path)
    (one,) = ask(controller, transfers, [slow(server, "a.bin")], wait_for)
    session = qgis_session()
    other = Downloads(session, QgsProject(), path=journal)
    try:
        wait_for(lambda: [row.id for row in other.model.downloads()] == [one.id], 30)
        wait_for(lambda: other.model.downloads()[0].state is State.RUNNING, 30)
        seen = len(server.seen)
        other.pause([one.id])
        wait_for(lambda: one.state is State.PAUSED, 30)
        assert len(server.seen) == seen, "nobody began it a second time"
    finally:
        other.shut()
        session.close()
