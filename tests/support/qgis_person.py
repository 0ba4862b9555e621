"""A person at a real QGIS, whose hands are a test: runs inside QGIS (``qgis --code``), and does what is asked
over the socket ``$GAIA_PERSON``: a line of JSON ``[name, arguments, named]``, answered by
``{"told", "errors"}``.

Each function here is a thing to do or to look at; it returns at once. Who asks waits by asking again, so that
a dialog that waits for an answer does not hold up anybody. See ``tests/support/real_qgis.py``.
"""

import importlib
import json
import os
import socket
import sys
import traceback
from pathlib import Path

from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QItemSelectionModel, QSocketNotifier, Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QDialog, QLabel, QMessageBox, QPushButton, QTreeWidget
from qgis.utils import iface, plugins, uninstallErrorHook

PLUGIN = "gaia_data.gaia_plugin"
ERRORS: list[str] = []
SAID: list[str] = []
LOGGED: list[str] = []


def part(name):
    """A module of the plugin."""
    return importlib.import_module(f"{PLUGIN}.{name}")


if os.environ.get("GAIA_ACCESS"):
    # The ways to the bytes lead to the test's servers, as catalogues do by a file of the profile.
    part("core.access.desk").ROWS = Path(os.environ["GAIA_ACCESS"])
# QGIS would ask for it when the first key is kept.
QgsApplication.authManager().setMasterPassword("of-the-test", True)


def controller():
    return plugins["gaia_data"].dock.controller


def moving():
    """The controller of the transfers."""
    return controller().actions.transfers


def soon(call, milliseconds=0):
    """What may open a dialog is done after the answer."""
    QTimer.singleShot(milliseconds, call)


# -- QGIS and its project ----------------------------------------------------------------------------------


def open_dock():
    plugins["gaia_data"].show()


def is_ready():
    dock = plugins["gaia_data"].dock if "gaia_data" in plugins else None
    return dock is not None and dock.widget() is not None and dock.controller._ready


def save(path):
    return QgsProject.instance().write(path)


def open_project(path):
    return QgsProject.instance().read(path)


def layers():
    """Of the project, those of the footprints apart."""
    found, root = [], QgsProject.instance().layerTreeRoot()
    for layer in QgsProject.instance().mapLayers().values():
        node = root.findLayer(layer.id())
        if layer.dataProvider() is not None and layer.dataProvider().name() == "memory":
            continue
        groups, above = [], node.parent()
        while above is not None and above is not root:
            groups.insert(0, above.name())
            above = above.parent()
        renderer = layer.renderer()
        found.append({
            "name": layer.name(), "valid": layer.isValid(), "source": layer.source(), "groups": groups,
            "checked": node.itemVisibilityChecked(), "renderer": type(renderer).__name__,
            "bands": list(renderer.usesBands()) if hasattr(renderer, "usesBands") else [],
            "styles": layer.styleManager().styles(), "licences": list(layer.metadata().licenses()),
        })  # fmt: skip
    return found


def zoom_to_layers():
    iface.zoomFull()


def picture(path, what="window"):
    iface.mapCanvas().waitWhileRendering()
    widget = {
        "window": iface.mainWindow,
        "transfers": lambda: moving().panel,
        "dialog": QApplication.activeModalWidget,
    }[what]()
    return widget.grab().save(path)


def close():
    soon(iface.actionExit().trigger)


# -- accounts, settings --------------------------------------------------------------------------------------


def sign_in(provider, way, given):
    controller().accounts.sign_in.start(provider, way, given)


def is_signed_in(provider):
    return controller().accounts.sign_in.accounts.account(provider) is not None


def settings(**values):
    kept = part("bridge.settings").Settings()
    for name, value in values.items():
        setattr(kept, name, value)
    moving().downloads.apply_settings()


def patience(**seconds):
    """Waits of minutes become some of seconds."""
    for name, value in seconds.items():
        setattr(part("core.transfer.outcomes"), name, value)


# -- search --------------------------------------------------------------------------------------------------


def search(words):
    box = controller().panel.search.text
    box.setFocus()
    box.clear()
    QTest.keyClicks(box, words)
    box.completer().popup().hide()
    QTest.keyClick(box, Qt.Key.Key_Return)


def found():
    model = controller().model
    titles = [model.record(row).title for row in range(model.rowCount())]
    return {"running": controller().search.running, "titles": titles}


def open_granules(row=0):
    panel = controller().panel
    panel.results.setCurrentIndex(controller().model.index(row, 0))
    panel.details.open_granules()


def granules():
    tab = controller().panel.details.granules
    titles = [tab.model.record(row).title for row in range(tab.model.rowCount())]
    return {"running": controller().granules.search.running, "titles": titles, "status": tab.status.text()}


def more_granules():
    controller().panel.details.granules.moreWanted.emit()


def choose_granules(names=None):
    """Some by their titles; None: all."""
    tab = controller().panel.details.granules
    tab.table.setFocus()
    if names is None:
        tab.table.selectAll()
        return
    tab.table.clearSelection()
    add = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for row in range(tab.model.rowCount()):
        if tab.model.record(row).title in names:
            tab.table.selectionModel().select(tab.model.index(row, 0), add)


def press_download():
    soon(controller().panel.details.granules.download.click)


# -- dialogs -------------------------------------------------------------------------------------------------


def dialog():
    """What waits for an answer; None where nothing does."""
    one = QApplication.activeModalWidget()
    if one is None:
        return None
    texts = [label.text() for label in one.findChildren(QLabel) if label.text() and label.isVisible()]
    trees = one.findChildren(QTreeWidget)
    rows = [
        [tree.topLevelItem(row).text(0), tree.topLevelItem(row).checkState(0) == Qt.CheckState.Checked]
        for tree in trees
        for row in range(tree.topLevelItemCount())
    ]
    buttons = [button.text() for button in one.findChildren(QPushButton) if button.isVisible()]
    kind = type(one).__name__
    text = one.text() if isinstance(one, QMessageBox) else ""
    return {"kind": kind, "text": text, "texts": texts, "rows": rows, "buttons": buttons}


def press(text):
    """A button of the dialog."""
    one = QApplication.activeModalWidget()
    button = next(b for b in one.findChildren(QPushButton) if b.text().replace("&", "") == text)
    soon(button.click)


def accept():
    one = QApplication.activeModalWidget()
    if not isinstance(one, QDialog):
        raise RuntimeError(f"no dialog: {one}")
    soon(one.accept)


# -- transfers -----------------------------------------------------------------------------------------------


def ask_for(files, folder=None, load=True, dataset="Synthetic files"):
    """Files of no catalogue: [[name, address, size, sha256], …], each a granule, or one granule's with a
    name that is a list."""
    model, asked = part("core.model"), []
    for name, href, size, digest in files:
        checksum = model.Checksum("sha256", digest) if digest else None
        link = model.Link(href, model.LinkKind.DOWNLOAD, size=size, checksum=checksum, name=name, title=name)
        granule = model.Granule(name.partition(".")[0], name, "test", dataset, links=(link,))
        above = model.Dataset(dataset, dataset, "test")
        asked.append(part("bridge.download_tasks").Asked(granule, [link], above))
    moving().downloads.download_all(asked, Path(folder) if folder else None, load)


def show_transfers():
    moving().open()


def transfers():
    rows = []
    for one in moving().downloads.model.downloads():
        reason, way_in = moving()._told(one)
        rows.append({
            "name": one.path.name, "path": str(one.path), "folder": str(one.folder), "state": one.state.value,
            "received": one.received, "total": one.total, "reason": reason, "way in": way_in,
            "said": part("gui.transfers_texts").figures(one),
            "layers": [layer.name() for layer in one.layers], "attempts": one.standing.attempts,
            "button": part("gui.transfers_actions").label(part("gui.transfers_actions").primary(one, way_in)),
        })  # fmt: skip
    return rows


def totals():
    counts = moving().downloads.totals.counts
    return {state.value: count for state, count in counts.items() if count}


def do(what, names=None):
    """One of ``gui/transfers_actions`` with some rows by their names; None: all."""
    listed = moving().downloads.model.downloads()
    moving().do([one for one in listed if names is None or one.path.name in names], what)


def keys_in_list(*keys):
    """Keys in the list of transfers: "A" with Ctrl, any other alone."""
    view = moving().panel.list
    view.setFocus()
    for key in keys:
        control = Qt.KeyboardModifier.ControlModifier if key == "A" else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(view, getattr(Qt.Key, f"Key_{key}"), control)


def said():
    """All that the message bar said."""
    return list(SAID)


def logged():
    """All that QGIS's log of messages heard."""
    return list(LOGGED)


def report():
    listed = moving().downloads.model.downloads()
    return part("gui.transfers_texts").report(listed)


# -- the line ------------------------------------------------------------------------------------------------


def note(item):
    SAID.extend(label.text() for label in item.findChildren(QLabel) if label.objectName() == "said")


class Line:
    def __init__(self, handle):
        self._socket = socket.socket(fileno=handle)
        self._left = b""
        self._notifier = QSocketNotifier(handle, QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._read)

    def _read(self, *_):
        came = self._socket.recv(1 << 16)
        if not came:  # the test is gone
            os._exit(3)
        *lines, self._left = (self._left + came).split(b"\n")
        for line in lines:
            name, arguments, named = json.loads(line)
            try:
                told = globals()[name](*arguments, **named)
            except Exception:
                told = None
                ERRORS.append(traceback.format_exc())
            errors, ERRORS[:] = list(ERRORS), []
            answer = json.dumps({"told": told, "errors": errors}, default=str)
            self._socket.sendall(answer.encode() + b"\n")


def python_error(kind, error, trace):
    ERRORS.append("".join(traceback.format_exception(kind, error, trace)))


def begin():
    uninstallErrorHook()  # QGIS shows a Python error in a dialog that waits for a person
    sys.excepthook = python_error
    iface.mainWindow().setGeometry(iface.mainWindow().screen().geometry())
    iface.messageBar().widgetAdded.connect(note)
    QgsApplication.messageLog().messageReceived.connect(lambda *said: LOGGED.append(" ".join(map(str, said))))
    iface.gaia_person = Line(int(os.environ.pop("GAIA_PERSON")))


QTimer.singleShot(0, begin)
