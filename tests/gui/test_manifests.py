"""Manifests from the window: what is found is saved, and its files are fetched."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from gaia_plugin.core.model import Dataset, Granule, Link, LinkKind, box_polygon
from gaia_plugin.core.transfer import manifest
from gaia_plugin.gui import manifest_actions
from gaia_plugin.gui.record_menu import record_menu
from tests.support.faultserver import FaultServer, Reply
from tests.support.ranged import Ranged

DATASET = Dataset("S2", "Sentinel-2", "c", citation="Cite me.")


def granules(base: str) -> list[Granule]:
    return [
        Granule(
            f"scene-{n}", f"Scene {n}", "c", "S2", box_polygon(n, 0, n + 1, 1),
            links=(Link(f"{base}/{n}.txt", LinkKind.DOWNLOAD), Link(f"{base}/{n}.csv", LinkKind.DOWNLOAD)),
        )
        for n in range(2)
    ]  # fmt: skip


@pytest.fixture
def chosen(monkeypatch):
    """What the person types into the dialogs, and the filter that they choose."""
    answer = {"path": "", "filter": 0}

    def save(parent, title, start, filters):
        return str(answer["path"]), filters.split(";;")[answer["filter"]]

    monkeypatch.setattr(manifest_actions.QFileDialog, "getSaveFileName", save)
    monkeypatch.setattr(manifest_actions.QFileDialog, "getOpenFileName", lambda *_: (str(answer["path"]), ""))
    return answer


def text_of(action) -> str:
    return action.text().replace("&", "")


def test_the_results_are_saved_as_footprints_that_qgis_opens(
    controller, panel, found, chosen, wait_for, tmp_path
):
    from qgis.core import QgsVectorLayer

    panel.moreMenu.aboutToShow.emit()
    actions = controller.actions.manifests
    assert not actions.save_all.isEnabled()
    count = found("snow")
    panel.moreMenu.aboutToShow.emit()
    assert count and actions.save_all.isEnabled()
    assert (
        text_of(actions.save_all) == "Save the results as a manifest…"
        and actions.open in panel.moreMenu.actions()
    )
    chosen["path"] = tmp_path / "found"
    actions.save_all.trigger()
    wait_for(lambda: (tmp_path / "found.json").exists())
    wait_for(lambda: "found.json" in controller._iface.said())
    layer = QgsVectorLayer(str(tmp_path / "found.json"), "found", "ogr")
    assert layer.isValid() and layer.featureCount() == count


@pytest.mark.parametrize("form", manifest.FORMS)
def test_the_chosen_form_is_written_and_no_file_is_lost(controller, chosen, wait_for, tmp_path, form):
    chosen.update(path=tmp_path / "m", filter=manifest.FORMS.index(form))
    suffix = manifest.SUFFIXES[form][0]
    (tmp_path / f"m{suffix}").write_text("somebody's")
    controller.actions.manifests.save(granules("https://data.example.org"), DATASET)
    wait_for(lambda: (tmp_path / f"m (2){suffix}").exists())
    assert len(manifest.read(tmp_path / f"m (2){suffix}").jobs) == 4
    assert (tmp_path / f"m{suffix}").read_text() == "somebody's"


def test_some_records_are_saved_from_their_menu_with_what_their_dataset_knows(
    controller, panel, chosen, wait_for, tmp_path
):
    chosen["path"] = tmp_path / "some.json"
    menu = record_menu(granules("https://x.example.org")[:1], controller.actions, print, panel, DATASET)
    (action,) = [one for one in menu.actions() if text_of(one) == "Save as a manifest…"]
    action.trigger()
    wait_for(lambda: (tmp_path / "some.json").exists())
    (item,) = json.loads((tmp_path / "some.json").read_text("utf-8"))["features"]
    assert item["properties"]["gaia:dataset"]["citation"] == "Cite me."


def test_a_manifests_files_are_fetched_with_their_records(controller, iface, chosen, wait_for, tmp_path):
    from gaia_plugin.bridge.settings import Settings

    Settings().download_folder = str(tmp_path / "downloads")
    Settings().load_downloads = False
    with FaultServer() as server:
        server.add("/*", Reply(body=b"bytes"))
        manifest.write_records(tmp_path / "m.json", granules(server.url("")))
        whole = json.loads((tmp_path / "m.json").read_text("utf-8"))
        whole["features"].append({"id": "no files", "properties": {}})
        (tmp_path / "m.json").write_text(json.dumps(whole), "utf-8")
        chosen["path"] = tmp_path / "m.json"
        controller.actions.manifests.open.trigger()
        wait_for(lambda: "4 files of m.json are in the queue. 1 entries" in iface.said())
        controller.actions.downloads.start()
        there = tmp_path / "downloads"
        wait_for(lambda: len([one for one in there.rglob("*") if one.suffix in (".txt", ".csv")]) == 4, 30)
    assert {one.parent.name for one in there.rglob("*.txt")} == {"scene-0", "scene-1"}


def test_files_of_a_zip_that_were_saved_as_a_manifest_are_not_the_whole_zip(
    controller, chosen, wait_for, tmp_path
):
    from gaia_plugin.bridge.settings import Settings
    from gaia_plugin.core.transfer.jobs import Job

    made = io.BytesIO()
    content = {"scene/B4.txt": b"four" * 10, "scene/B8.txt": b"eight" * 10, "scene/B9.txt": b"9"}
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    Settings().download_folder = str(tmp_path / "downloads")
    Settings().load_downloads = False
    with FaultServer() as server:
        url = server.add("/scene.zip", Ranged(made.getvalue()))
        jobs = [
            Job(
                Link(url, LinkKind.DOWNLOAD, size=len(content[name])),
                tmp_path / name,
                options={"member": name, "unpack": False},
            )
            for name in ("scene/B4.txt", "scene/B8.txt")
        ]
        chosen["path"] = tmp_path / "m.json"
        manifest.write(chosen["path"], jobs)
        controller.actions.manifests.take(chosen["path"])
        controller.actions.downloads.start()
        there = tmp_path / "downloads"
        wait_for(lambda: len(list(there.rglob("B*.txt"))) == 2, 30)
    assert {one.name: one.read_bytes() for one in there.rglob("B*.txt")} == {
        "B4.txt": content["scene/B4.txt"],
        "B8.txt": content["scene/B8.txt"],
    }


def test_what_goes_wrong_is_one_sentence_with_a_way_on(controller, iface, chosen, wait_for, tmp_path):
    from qgis.PyQt.QtWidgets import QPushButton

    (tmp_path / "m.json").write_text("{}")
    controller.actions.manifests.take(tmp_path / "m.json")
    wait_for(lambda: "m.json" in iface.said())
    manifest.write_records(tmp_path / "m.json", granules("https://data.example.org")[:0])
    (button,) = [one for one in iface.bar.currentItem().findChildren(QPushButton) if one.text() == "Retry"]
    button.click()
    wait_for(lambda: iface.said() == "m.json names no file that can be fetched.")
    chosen["path"] = tmp_path / "missing" / "m.json"
    controller.actions.manifests.save(granules("https://x.example.org"))
    wait_for(lambda: "missing" in iface.said())
    chosen["path"] = ""
    controller.actions.manifests.save(granules("https://x.example.org"))
    controller.actions.manifests.fetch()


def test_what_other_programs_cannot_fetch_is_told(controller, chosen, wait_for, tmp_path):
    links = (Link("https://h.example/a.nc", LinkKind.DOWNLOAD), Link("s3://bucket/b.nc", LinkKind.DOWNLOAD))
    chosen.update(path=tmp_path / "m", filter=manifest.FORMS.index("aria2"))
    controller.actions.manifests.save([Dataset("d", "D", "c", links=links)])
    wait_for(lambda: "Left out, as other programs cannot fetch them: 1 file" in controller._iface.said(), 30)
    assert "s3:" not in (tmp_path / "m.txt").read_text()
    chosen.update(filter=manifest.FORMS.index("stac"))
    controller.actions.manifests.save([Dataset("d", "D", "c", links=links)])
    wait_for(lambda: controller._iface.said().startswith("1 record is saved in m.json"), 30)
    assert "Left out" not in controller._iface.said()


def test_transfers_are_saved_as_a_manifest_and_another_is_fetched_from_their_dock(
    controller, chosen, wait_for, tmp_path
):
    from gaia_plugin.core.transfer.jobs import State
    from gaia_plugin.gui import transfers_actions as acts

    controller.settings.download_folder = str(tmp_path / "files")
    transfers, rows = controller.actions.transfers, controller.actions.downloads.model.downloads
    with FaultServer() as server:
        for n in range(2):
            server.add(f"/{n}.txt", Reply(200, b"one"))
            server.add(f"/{n}.csv", Reply(200, b"a,b"))
        first, second = granules(server.url("").rstrip("/"))
        controller.actions.download([first], first.links[0])
        wait_for(lambda: rows() and rows()[0].state is State.DONE, 30)
        chosen["path"] = tmp_path / "transfers.json"
        transfers.do(rows(), acts.MANIFEST)
        wait_for(lambda: "1 file is saved" in controller._iface.said(), 30)
        (job,) = manifest.read(tmp_path / "transfers.json").jobs
        assert job.link.href == first.links[0].href and job.target.name == "0.txt"
        manifest.write_records(tmp_path / "more.json", [second])
        chosen["path"] = tmp_path / "more.json"
        transfers.panel.fetch.click()
        wait_for(lambda: [one.state for one in rows()] == [State.DONE] * 3, 30)
