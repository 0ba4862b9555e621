"""What is found or chosen, saved as a manifest; and a manifest's files, fetched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from qgis.core import Qgis
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QFileDialog

from ..bridge.download_tasks import Asked
from ..bridge.tasks import Job
from ..core.errors import Cancelled, GaiaError
from ..core.model import Dataset, Link, Record
from ..core.transfer import free_path, manifest
from ..core.transfer.jobs import Job as Transfer
from ..core.transfer.provenance import record_of_job
from . import formats, messages
from .gui_settings import GuiSettings
from .icons import theme_icon
from .transfers_controller import open_folder


class Manifests(QObject):
    """``actions`` are those on records: they say what became of it, and have the queue of downloads."""

    def __init__(self, iface, panel, actions):
        super().__init__(actions)
        self._iface, self._panel, self._actions = iface, panel, actions
        self._settings = GuiSettings()
        menu, before = panel.moreMenu, panel.zoomResults
        self.save_all = menu.addAction(
            theme_icon("mActionFileSaveAs"), self.tr("Save the results as a &manifest…")
        )
        self.open = menu.addAction(theme_icon("mActionFileOpen"), self.tr("&Fetch a manifest…"))
        for action in (self.save_all, self.open):
            menu.removeAction(action)
            menu.insertAction(before, action)
        self.save_all.triggered.connect(lambda: self.save(panel.results.model().records()))
        self.open.triggered.connect(lambda: self.fetch())
        menu.aboutToShow.connect(self._look)

    def _look(self) -> None:
        self.save_all.setEnabled(self._panel.results.model().rowCount() > 0)

    # -- saving ------------------------------------------------------------------------------------------

    def _forms(self) -> dict[str, str]:
        """What the dialog offers, to the form that it is."""
        return {
            self.tr("STAC items, which QGIS draws") + " (*.json)": "stac",
            self.tr("Metalink, for download programs") + " (*.meta4)": "metalink",
            self.tr("List for aria2") + " (*.txt)": "aria2",
        }

    def save(self, records: Sequence[Record], dataset: Dataset | None = None) -> None:
        """Ask where, and save these records; ``dataset`` is the one whose granules they are."""
        kept = list(records)
        known = {} if dataset is None else {(dataset.catalog, dataset.id): dataset}

        def write(target: Path, form: str) -> int:
            return manifest.write_records(target, kept, form, datasets=known)

        def said(_left_out: int, name: str) -> str:
            one, many = self.tr("1 record is saved in {name}."), self.tr("{n} records are saved in {name}.")
            return (one if len(kept) == 1 else many).format(n=formats.number(len(kept)), name=name)

        self._save(write, said)

    def save_jobs(self, jobs: Sequence[Transfer]) -> None:
        """Ask where, and save these transfers."""
        kept = list(jobs)

        def write(target: Path, form: str) -> int:
            return manifest.write(target, kept, form)

        def said(left_out: int, name: str) -> str:
            one, many = self.tr("1 file is saved in {name}."), self.tr("{n} files are saved in {name}.")
            count = len(kept) - left_out
            return (one if count == 1 else many).format(n=formats.number(count), name=name)

        self._save(write, said)

    def _save(self, write: Callable[[Path, str], int], said: Callable[[int, str], str]) -> None:
        """Ask where. ``write`` gets the file and its form, in a thread, and gives how many files other
        programs cannot fetch, which it left out; ``said`` is told so many, and the file's name."""
        start = Path(self._settings.last_manifest_folder or Path.home()) / "gaia-manifest.json"
        forms = self._forms()
        path, chosen = QFileDialog.getSaveFileName(
            self._iface.mainWindow(), self.tr("Save as a manifest"), str(start), ";;".join(forms)
        )
        if not path:
            return
        form = forms.get(chosen) or manifest.form_of(Path(path))
        target = Path(path)
        if target.suffix.lower() not in manifest.SUFFIXES[form]:  # nobody was asked about that file
            target = free_path(Path(path + manifest.SUFFIXES[form][0]))
        self._settings.last_manifest_folder = str(target.parent)

        def saved(job: Job) -> None:
            if job.error is not None:
                self._failed(job.error, partial(self._save, write, said))
                return
            text = said(job.result, target.name)
            if job.result:
                out = self.tr("Left out, as other programs cannot fetch them: {files}. STAC items keep all.")
                text = f"{text} {out.format(files=messages.files(job.result))}"
            self._say_saved(target, text)

        Job(self.tr("Saving a manifest"), lambda job: write(target, form), saved).start()

    def _say_saved(self, target: Path, text: str) -> None:
        self._actions.say(
            text,
            Qgis.MessageLevel.Success,
            self.tr("Show the folder"),
            partial(open_folder, target.parent),
            "manifest",
        )

    # -- fetching ----------------------------------------------------------------------------------------

    def fetch(self) -> None:
        """Ask which, and queue its files where downloads go."""
        path, _ = QFileDialog.getOpenFileName(
            self._iface.mainWindow(),
            self.tr("Fetch a manifest"),
            self._settings.last_manifest_folder,
            self.tr("Manifests") + " (*.json *.geojson *.meta4 *.metalink *.txt *.aria2)",
        )
        if path:
            self.take(Path(path))

    def take(self, path: Path) -> None:
        """Queue the files of a manifest."""
        self._settings.last_manifest_folder = str(path.parent)
        Job(self.tr("Reading a manifest"), lambda job: _read(path, job), partial(self._read, path)).start()

    def _read(self, path: Path, job: Job) -> None:
        if job.error is not None:
            self._failed(job.error, partial(self.take, path))
            return
        asked, skipped = job.result
        count = sum(len(one.links) for one in asked)
        if asked:
            self._actions.downloads.download_all(asked)
            text = self.tr("{n} files of {name} are in the queue.")
        else:
            text = self.tr("{name} names no file that can be fetched.")
        text = text.format(n=formats.number(count), name=path.name)
        if skipped and asked:
            left_out = self.tr("{n} entries cannot be fetched.")
            text = f"{text} {left_out.format(n=formats.number(skipped))}"
        level = Qgis.MessageLevel.Info if asked else Qgis.MessageLevel.Warning
        show = (self.tr("Show them"), self._actions.transfers.open) if asked else ("", None)
        self._actions.say(text, level, *show, kind="manifest")

    def _failed(self, error: GaiaError, again) -> None:
        if not isinstance(error, Cancelled):
            text = messages.sentence(error)
            self._actions.say(text, Qgis.MessageLevel.Warning, self.tr("Retry"), again, "manifest")


def _read(path: Path, job: Job) -> tuple[list[Asked], int]:
    """What a manifest asks for, record by record."""
    read = manifest.read(path)
    found: dict[int, tuple[Record, Dataset | None, list[Link]]] = {}
    inside: list[Asked] = []
    for one in read.jobs:
        job.switch.check()
        member = one.options.get("member")
        if member:  # each has a size of its own, so each is a link of its own
            place = one.target.relative_to(path.parent.absolute()).as_posix()
            record, dataset = record_of_job(one)
            inside.append(Asked(record, [one.link], dataset, inside={member: place}))
            continue
        key = id(one.record)  # the jobs of a record share its item
        if key not in found:
            record, dataset = record_of_job(one)
            found[key] = (record, dataset, [])
        found[key][2].append(one.link)
    whole = [Asked(record, links, dataset) for record, dataset, links in found.values()]
    return whole + inside, read.skipped
