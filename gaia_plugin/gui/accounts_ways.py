"""The ways into one provider: buttons for the browser and the code, and a small form for each kind of key."""

from __future__ import annotations

from functools import partial

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QApplication,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ..bridge.qgis_authentication import QGIS, configurations
from ..bridge.sign_in import BROWSER, CODE
from ..core.auth.providers import Provider, Way
from . import accounts_rights, accounts_texts
from .gui_settings import language
from .primary import make_primary
from .record_browser import open_safely
from .told import told

_OPEN = ("name", "access", "orcid")  # what may be seen while it is typed


class AccountWays(QWidget):
    """``started`` asks to sign in (way, answers); ``clientGiven`` is the client identifier issued."""

    started = pyqtSignal(str, dict)
    clientGiven = pyqtSignal(str)

    def __init__(self, parent=None):
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._shown: Provider | None = None
        self._parts: list[QWidget] = []
        self.buttons: dict[str, QPushButton] = {}
        """By what they do: "browser", "code", a button of the row, the kind of a key, "client"."""
        self.fields: dict[tuple[str, str], QLineEdit] = {}
        """By the kind of the way and the name of the field; what is typed is forgotten once it is sent."""

    def show_provider(self, provider: Provider) -> None:
        """Offer the ways of a provider. What is being typed stays while it is the same one."""
        if provider == self._shown:
            return
        self._clear()
        self._shown = provider
        words = accounts_texts.how(provider)
        if words:
            how = QLabel(words)
            how.setTextFormat(Qt.TextFormat.RichText)
            how.setWordWrap(True)
            how.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
            how.linkActivated.connect(open_safely)
            self._put(how)
        for way in provider.ways:
            if way.kind != "openid":
                self._put(self._form(way))
                continue
            box = self._openid(way)
            box.setEnabled(bool(way.client_id))
            self._put(box)
            if not way.client_id:
                self._put(self._client())

    def stops(self) -> list[QWidget]:
        """Fields and buttons, in the order on the screen."""
        return [one for part in self._parts for one in part.findChildren((QLineEdit, QPushButton))]

    def forget(self) -> None:
        """Empty every field: a secret is not left on the screen."""
        for field in self.fields.values():
            field.clear()

    def _clear(self) -> None:
        self.forget()
        for part in self._parts:
            self._column.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts, self.buttons, self.fields = [], {}, {}

    def _put(self, part: QWidget) -> None:
        self._parts.append(part)
        self._column.addWidget(part)

    def _button(self, key: str, text: str) -> QPushButton:
        push = self.buttons[key] = QPushButton(text)
        push.setAutoDefault(False)
        return push

    def _openid(self, way: Way) -> QWidget:
        """With an account: straight to ORCID or the institution where the row can, else the plain page."""
        box = QGroupBox(self.tr("With your account"))
        column, row = QVBoxLayout(box), QHBoxLayout()
        if "browser" in way.flows:
            for one in way.buttons:
                push = self._button(one.id, one.titles.get(language()) or one.titles.get("en") or one.id)
                push.clicked.connect(partial(self._start, BROWSER, {"button": one.id}))
                row.addWidget(push)
            if way.buttons:
                row.addStretch(1)
                column.addLayout(row)
                row = QHBoxLayout()
            text = self.tr("&Other account…") if way.buttons else self.tr("&Sign in…")
            plain = self._button(BROWSER, text)
            plain.setToolTip(self.tr("Opens your browser; come back here when it says so"))
            plain.clicked.connect(partial(self._start, BROWSER, {}))
            row.addWidget(plain)
        if "code" in way.flows:
            push = self._button(CODE, self.tr("Sign in with a &code…"))
            push.setToolTip(self.tr("On a telephone or another computer; also for remote desktops"))
            push.clicked.connect(partial(self._start, CODE, {}))
            row.addWidget(push)
        row.addStretch(1)
        column.addLayout(row)
        first = next(iter(self.buttons.values()), None)
        if first is not None and way.client_id:
            make_primary(first)
        return box

    def _form(self, way: Way) -> QWidget:
        box = QGroupBox(accounts_texts.key_heading(way))
        form = QFormLayout(box)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for name in way.fields:
            field = self.fields[way.kind, name] = QLineEdit()
            if name not in _OPEN:
                field.setEchoMode(QLineEdit.EchoMode.Password)
            field.returnPressed.connect(partial(self._send, way))
            field.textChanged.connect(partial(self._check, way))
            form.addRow(accounts_texts.field_name(name), field)
        if way.kind == QGIS:
            known = (accounts_texts.configuration(one) for one in configurations() if one.id == way.config)
            which = QLabel(next(known, "") or told("QGIS no longer has this configuration"))
            which.setTextFormat(Qt.TextFormat.PlainText)
            which.setWordWrap(True)
            which.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)  # else it is cut
            form.addRow(self.tr("Configuration"), which)
        texts = {
            "basic": self.tr("Sign &in"),
            "orcid": self.tr("Show &it"),
            "qgis": self.tr("&Use it"),
        }
        push = self._button(way.kind, texts.get(way.kind, self.tr("Use this ke&y")))
        push.clicked.connect(partial(self._send, way))
        row = QHBoxLayout()
        row.addWidget(push)
        if way.kind == "basic" and way.hosts:
            netrc = self._button("netrc", self.tr("Use my .&netrc file"))
            netrc.clicked.connect(partial(self._start, way.kind, {}))
            row.addWidget(netrc)
        row.addStretch(1)
        form.addRow(row)
        self._check(way)
        return box

    def _client(self) -> QWidget:
        """What is missing, and how to get it."""
        box = QGroupBox(self.tr("Not set up yet"))
        column = QVBoxLayout(box)
        # fmt: off
        text = self.tr("The plugin needs a client identifier of its own there, which the service issues. It is no secret: it is entered once, and may be given to all.")  # noqa: E501
        # fmt: on
        needed = QLabel(text)
        needed.setWordWrap(True)
        needed.setTextFormat(Qt.TextFormat.PlainText)
        column.addWidget(needed)
        row = QHBoxLayout()
        field = self.fields["openid", "client"] = QLineEdit()
        field.setPlaceholderText(self.tr("Client identifier"))
        field.setAccessibleName(self.tr("Client identifier"))
        keep = self._button("client", self.tr("&Save"))
        keep.setEnabled(False)
        field.textChanged.connect(lambda text: keep.setEnabled(bool(text.strip())))
        keep.clicked.connect(lambda: self.clientGiven.emit(field.text().strip()))
        field.returnPressed.connect(keep.click)
        row.addWidget(field, 1)
        row.addWidget(keep)
        column.addLayout(row)
        ask = self._button("ask", self.tr("Copy a &letter that asks for it"))
        ask.setToolTip(self.tr("What to send to the support of the infrastructure, or to your administrator"))
        text = accounts_rights.ask_for_client(self._shown)
        ask.clicked.connect(lambda: QApplication.clipboard().setText(text))
        ask.clicked.connect(lambda: ask.setText(self.tr("The letter is in the clipboard")))
        row = QHBoxLayout()
        row.addWidget(ask)
        row.addStretch(1)
        column.addLayout(row)
        return box

    def _check(self, way: Way, *_) -> None:
        whole = all(self.fields[way.kind, name].text().strip() for name in way.fields)
        if way.kind in self.buttons:
            self.buttons[way.kind].setEnabled(whole)

    def _send(self, way: Way, *_) -> None:
        answers = {name: self.fields[way.kind, name].text().strip() for name in way.fields}
        if all(answers.values()):  # of QGIS's own there is none to give
            self.started.emit(way.kind, answers)
            self.forget()

    def _start(self, way: str, answers: dict, *_) -> None:
        self.started.emit(way, dict(answers))
