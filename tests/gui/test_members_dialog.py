"""Files of a zip on a server, chosen from a real tree."""

from __future__ import annotations

import os

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QDialogButtonBox

from gaia_plugin.bridge.remote_members import may_be_zip
from gaia_plugin.core.model import Link, LinkKind
from gaia_plugin.gui.members_dialog import MembersDialog
from tests.core.conftest import server, session  # noqa: F401
from tests.gui.test_texts import french, translations  # noqa: F401
from tests.support.faultserver import Reply, stall
from tests.support.synthetic_archives import info_of, zip_link, zip_with


@pytest.fixture
def zipped(tmp_path):
    files = {f"S2_L2A/S2_L2A_FRE_B{band}.tif": os.urandom(1000 * band) for band in range(2, 9)}
    files |= {f"S2_L2A/MASKS/S2_L2A_{mask}_R1.tif": bytes(500) for mask in ("CLM", "MG2", "EDG")}
    members = [(info_of(name), data) for name, data in files.items()]
    return zip_with(tmp_path / "S2.zip", *members, zip_link("S2_L2A/link")).read_bytes()


def opened(asking, url, wait_for, until="listed"):
    dialog = MembersDialog(asking, Link(url, LinkKind.DOWNLOAD, title="S2_L2A.zip"))
    signal = getattr(dialog._list, until)
    heard = []
    signal.connect(heard.append)
    wait_for(lambda: heard and not dialog._turn.isActive())
    return dialog


def ok(dialog):
    return dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)


def top(dialog, name):
    return next(
        row
        for row in map(dialog.files.topLevelItem, range(dialog.files.topLevelItemCount()))
        if row.text(0) == name
    )


def test_a_folder_takes_its_files_along(server, session, zipped, wait_for):  # noqa: F811
    dialog = opened(session, server.add("/S2.zip", Reply(200, zipped)), wait_for)
    assert len(dialog.members) == 12 and not ok(dialog).isEnabled()
    assert dialog.total.text().startswith("of 12 files")
    product = top(dialog, "S2_L2A")
    masks = next(product.child(n) for n in range(product.childCount()) if product.child(n).text(0) == "MASKS")
    masks.setCheckState(0, Qt.CheckState.Checked)
    assert product.checkState(0) == Qt.CheckState.PartiallyChecked
    wait_for(lambda: ok(dialog).isEnabled())
    assert [one.name for one in dialog.chosen()] == [
        f"S2_L2A/MASKS/S2_L2A_{m}_R1.tif" for m in ("CLM", "MG2", "EDG")
    ]
    assert dialog.total.text().startswith("3 files · 1.5 kB (of 12 files")
    product.setCheckState(0, Qt.CheckState.Checked)
    assert len(dialog.chosen()) == 10, "all but good.txt and the link"
    dialog.reject()


def test_what_cannot_be_had_says_why_and_cannot_be_ticked(server, session, zipped, wait_for):  # noqa: F811
    dialog = opened(session, server.add("/S2.zip", Reply(200, zipped)), wait_for)
    link = top(dialog, "S2_L2A/link")
    assert link.isDisabled() and link.text(1) == "a link"
    assert not link.flags() & Qt.ItemFlag.ItemIsUserCheckable
    dialog.reject()


def test_the_keyboard_is_enough(server, session, zipped, wait_for):  # noqa: F811
    dialog = opened(session, server.add("/S2.zip", Reply(200, zipped)), wait_for)
    dialog.show()
    dialog.files.setFocus()
    dialog.files.setCurrentItem(top(dialog, "good.txt"))
    QTest.keyClick(dialog.files, Qt.Key.Key_Space)
    wait_for(lambda: ok(dialog).isEnabled())
    assert [one.name for one in dialog.chosen()] == ["good.txt"]
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.result() == dialog.DialogCode.Accepted
    assert [one.name for one in dialog.chosen()] == ["good.txt"], "also once it is closed"


def test_a_server_without_ranges_is_said(server, session, wait_for):  # noqa: F811
    url = server.add("/S2.zip", Reply(200, 3_000_000, {"Content-Type": "application/zip"}))
    dialog = opened(session, url, wait_for, "failed")
    assert "gives its files only whole: download S2.zip itself" in dialog.total.text()
    assert not ok(dialog).isEnabled()
    dialog.reject()


def test_in_french(server, session, zipped, wait_for, french):  # noqa: F811
    dialog = opened(session, server.add("/S2.zip", Reply(200, zipped)), wait_for)
    assert dialog.windowTitle() == "Fichiers de l’archive"
    assert dialog.total.text().startswith("sur 12 fichiers")
    assert top(dialog, "S2_L2A/link").text(1) == "un lien"
    dialog.reject()


def test_closing_gives_up(server, session, wait_for):  # noqa: F811
    dialog = MembersDialog(session, Link(server.add("/S2.zip", stall()), LinkKind.DOWNLOAD))
    wait_for(lambda: server.seen)
    dialog.reject()
    wait_for(lambda: server.alive == 0)


def test_many_files_come_in_turns(server, session, tmp_path, wait_for):  # noqa: F811
    made = zip_with(tmp_path / "m.zip", *[(info_of(f"d{n % 40}/{n}", 0), b"") for n in range(3000)])
    dialog = opened(session, server.add("/m.zip", Reply(200, made.read_bytes())), wait_for)
    assert len(dialog.members) == 3001 and dialog.files.topLevelItemCount() == 41
    for place in range(41):
        dialog.files.topLevelItem(place).setCheckState(0, Qt.CheckState.Checked)
    assert dialog.chosen() == dialog.members
    dialog.reject()


@pytest.mark.parametrize(
    "link, told",
    [
        (Link("https://example.org/a.ZIP?x=1", LinkKind.DOWNLOAD), True),
        (Link("https://example.org/86f8d", LinkKind.DOWNLOAD, key="S2A.zip"), True),
        (Link("https://example.org/86f8d", LinkKind.DOWNLOAD, media_type="application/zip"), True),
        (Link("https://example.org/a.tif", LinkKind.DOWNLOAD), False),
        (Link("https://example.org/a.zip", LinkKind.INFO), False),
    ],
)
def test_which_links_may_be_zips(link, told):
    assert may_be_zip(link) is told
