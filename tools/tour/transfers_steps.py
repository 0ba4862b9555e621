"""The steps of the tour in the dock of the transfers: a busy queue, with a failure, and the settings."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QMessageBox

from .acts import Walk, drawn
from .driver import Step, Tour

MB = 1_000_000
FILES = (  # name, size, bytes a second or status, dataset
    ("SENTINEL2A_20240105-105432-915_L2A_T31TCJ_C_V3-1.zip", 812 * MB, 9 * MB, "Sentinel-2 L2A"),
    ("SPOT6_202306181025_PMS_ORT_Grand-Est.zip", 1_430 * MB, 5 * MB, "SPOT 6-7, France 2023"),
    ("IASI_METOPB_FORLI_O3_20240105.nc", 0, 401, "IASI ozone profiles"),
    ("SWOT_L2_HR_PIXC_009_483_082L_20240105.nc", 0, 202, "SWOT pixel cloud"),
    ("SENTINEL2B_20240110-105421-461_L2A_T31TCJ_C_V3-1.zip", 798 * MB, 6 * MB, "Sentinel-2 L2A"),
    ("OSO_20230101_RASTER_V1-0.tif", 1_960 * MB, 7 * MB, "OSO land cover"),
    ("era5_land_total_precipitation_2023.nc", 344 * MB, 4 * MB, "ERA5-Land"),
    ("Theia_snow_cover_Pyrenees_2024-01.tif", 96 * MB, 2 * MB, "Theia snow"),
)


def transfers_steps() -> list[tuple[str, Step]]:
    """They need no network: a server of this computer gives the files, slowly."""
    return [("transfers: busy", busy_queue), ("transfers: settings", settings)]


def _slow_server(tour: Tour):
    path = Path(__file__).resolve().parents[2] / "tests" / "support" / "slow_server.py"
    spec = importlib.util.spec_from_file_location("slow_server", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.slow_server("python3")


def busy_queue(tour: Tour) -> Walk:
    controller = tour.facts["dock"].controller
    transfers = controller.actions.transfers
    downloads, view = transfers.downloads, transfers.panel.list
    parts = controller.__module__.rpartition(".gui.")[0]
    model = importlib.import_module(f"{parts}.core.model")
    asked = importlib.import_module(f"{parts}.bridge.download_tasks").Asked
    downloads.clear_finished()
    downloads.limits.change(at_once=5, per_host=40, per_file=2)
    with _slow_server(tour) as address:
        wanted = []
        for name, size, speed, title in FILES:
            how = f"status={speed}&retry=1800" if speed < 1000 else f"size={size}&rate={speed // 2}"
            link = model.Link(f"{address}/{name}?{how}", model.LinkKind.DOWNLOAD, size=size or None)
            dataset = model.Dataset(title, title, "theia")
            granule = model.Granule(name.split(".")[0], name, "theia", title, links=(link,))
            wanted.append(asked(granule, [link], dataset))
        downloads.catalogs = {"theia": "THEIA"}
        downloads.download_all(wanted, tour.folder / "queue", load=False)
        rows = downloads.model.downloads
        yield lambda: downloads.totals.counts and any(str(one.state.value) == "later" for one in rows())
        yield lambda: any(str(one.state.value) == "failed" for one in rows())
        yield 1.0
        quiet = tour.picture("transfers-entry")
        downloads.pause([next(one.id for one in rows() if one.path.name.startswith("SPOT6"))])
        controller.panel.transfers.open.click()
        yield lambda: transfers.panel.isVisible()
        yield 6.0
        _clear_messages(tour)
        view.setCurrentIndex(downloads.model.index(0))
        yield 1.0
        yield from drawn(tour)
        pictures = [quiet, tour.picture("transfers"), tour.grab(transfers.panel, "transfers-list")]
        counts = {state.value: count for state, count in downloads.totals.counts.items() if count}
        closing: list[str] = []

        def stay() -> None:
            box = QApplication.activeModalWidget()
            if hasattr(box, "closing"):
                closing.append(tour.grab(box, "transfers-closing"))
                next(one for one in box.buttons() if one is not box.closing).click()
                return
            tour.later(0.2, stay)
            if isinstance(box, QMessageBox):  # what QGIS asks for itself
                kinds = QMessageBox.StandardButton
                known = [box.button(kind) for kind in (kinds.Yes, kinds.Discard, kinds.Ok)]
                next(one for one in known if one is not None).click()

        tour.later(0.3, stay)
        tour.iface.actionExit().trigger()
        yield lambda: bool(closing)
        yield 1.0
        if not any(str(one.state.value) == "running" for one in rows()):
            raise RuntimeError(f"staying stopped the transfers: {downloads.totals}")
        QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(view, Qt.Key.Key_Delete)
        yield lambda: all(str(one.state.value) in ("cancelled", "failed") for one in rows())
        QTest.keyClick(view, Qt.Key.Key_Delete)
        yield lambda: downloads.model.rowCount() == 0
    transfers.dock.close()
    tour.facts["dock"].raise_()
    _clear_messages(tour)
    return {"counts": counts, "pictures": [*pictures, *closing]}


def _clear_messages(tour: Tour) -> None:
    bar = tour.iface.messageBar()
    while bar.currentItem() is not None:
        bar.popWidget(bar.currentItem())


def settings(tour: Tour) -> Walk:
    transfers = tour.facts["dock"].controller.actions.transfers
    pictures: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            tour.later(0.1, look)
            return
        dialog.folder.setText("/home/camille/GAIA Data")
        dialog.inProject.setFocus()
        pictures.append(tour.grab(dialog, "transfers-settings"))
        dialog.reject()

    tour.later(0.4, look)
    transfers.open_settings()
    yield 0.1
    return {"pictures": pictures}
