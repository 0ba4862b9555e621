"""Some files of a zip on a server: asked for in the dialog, brought by the queue, drawn in the project."""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtCore import Qt

from gaia_plugin.bridge.download_tasks import Asked
from gaia_plugin.bridge.network import qgis_session
from gaia_plugin.core.model import Link, LinkKind
from gaia_plugin.core.transfer.jobs import State
from gaia_plugin.gui.members_dialog import MembersDialog
from tests.bridge.test_downloads import DATASET, OZONE, _settings_of_its_own, desk, granule, make, server  # noqa: F401
from tests.core.test_archives_remote import Store
from tests.support.synthetic_archives import make_zip


def test_one_band_of_a_product(server, desk, make, tmp_path, wait_for, project):  # noqa: F811
    files = {"P/P_B2.tif": OZONE.read_bytes(), "P/P_B3.tif": bytes(2_000_000), "P/readme.txt": b"r"}
    store = Store(make_zip(tmp_path / "p.zip", files, 0).read_bytes())
    link = Link(server.add("/P.zip", store), LinkKind.DOWNLOAD, media_type="application/zip")
    session = qgis_session()
    dialog = MembersDialog(session, link)
    wait_for(lambda: dialog.members and not dialog._turn.isActive())
    dialog.files.topLevelItem(0).child(0).setCheckState(0, Qt.CheckState.Checked)
    chosen = dialog.chosen()
    dialog.accept()
    assert [one.name for one in chosen] == ["P/P_B2.tif"]
    record = granule(link)
    desk.downloads.download_all([Asked(record, [link], DATASET, dialog.members, chosen)], tmp_path / "out")
    wait_for(lambda: desk.ended, 30)
    (row,) = desk.ended
    assert row.state is State.DONE, row.error
    path: Path = row.path
    assert path.name == "P_B2.tif" and path.read_bytes() == OZONE.read_bytes()
    assert [layer.name() for layer in project.mapLayers().values()] and len(row.layers) == 1
    assert sum(end - start + 1 for start, end in store.sent) < OZONE.stat().st_size + 2 * (70 << 10) + 1000
    session.close()
