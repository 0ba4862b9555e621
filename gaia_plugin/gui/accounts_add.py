"""Adds a place to sign in: an OpenID issuer, a key in a header, a name and a password, or what QGIS knows."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox

from ..bridge.qgis_authentication import QGIS, configurations
from ..bridge.user_providers import UserProviders
from ..core.catalogs.addresses import identifier_from
from ..core.errors import GaiaError, host_of
from . import accounts_texts, messages
from .ui import load_ui, speak

_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}")  # RFC 9110 section 5.6.2


class AddProviderDialog(QDialog):
    """Save stays off, and a sentence says why, until the form makes a row. ``key`` is the identifier of what
    was saved; ``linked`` whether QGIS is to sign in there with a configuration of its own."""

    def __init__(self, rows: UserProviders, known: Collection[str], parent=None, host: str = ""):
        super().__init__(parent)
        load_ui("accounts_add", self)
        self.key = ""
        self.linked = False
        self._rows, self._known = rows, known
        self.kind.addItem(self.tr("A key, sent in a header"), "header")
        self.kind.addItem(self.tr("A name and a password"), "basic")
        self.kind.addItem(self.tr("An account at an OpenID issuer"), "openid")
        for one in configurations():
            self.configuration.addItem(accounts_texts.configuration(one), one.id)
        if self.configuration.count():
            self.kind.addItem(self.tr("What QGIS already knows (authentication)"), QGIS)
        self._shown = {
            self.issuer: "openid",
            self.client: "openid",
            self.header: "header",
            self.configuration: QGIS,
        }
        self.save = self.buttons.button(QDialogButtonBox.StandardButton.Save)
        self.save.setText(self.tr("&Save"))
        speak(self.buttons)
        self.buttons.accepted.connect(self.keep)
        self.buttons.rejected.connect(self.reject)
        for field in (self.name, self.hosts, self.issuer, self.client, self.header):
            field.textChanged.connect(self._check)
        self.kind.currentIndexChanged.connect(self._check)
        self.hosts.setText(host)
        self._check()

    def row(self) -> dict[str, Any]:
        """What the form says, as a row of the providers' file."""
        kind, name = self.kind.currentData(), self.name.text().strip()
        hosts = [host_of(part) if "/" in part else part for part in self.hosts.text().split()]
        way: dict[str, Any] = {"kind": kind, "hosts": hosts}
        if kind == "openid":
            way["issuer"] = self.issuer.text().strip().rstrip("/")
            way["client_id"] = self.client.text().strip()
            way["scopes"] = ["openid", "offline_access"]
        elif kind == QGIS:
            way["config"] = self.configuration.currentData()
        elif kind == "header":
            header = self.header.text().strip()
            bearer = header.lower() == "authorization"
            way["headers"] = {header: "Bearer {key}" if bearer else "{key}"}
            way["fields"] = ["key"]
        key = identifier_from(name, "account")
        number = 2
        while key in self._known:
            key, number = f"{identifier_from(name, 'account')}-{number}", number + 1
        return {"id": key, "title": {"en": name, "fr": name}, "ways": [way]}

    def keep(self) -> None:
        """Save the row into the user's file."""
        try:
            self.key = self._rows.save(self.row()).id
            self.linked = self.kind.currentData() == QGIS
        except GaiaError as error:
            self.problem.setText(messages.sentence(error))
            return
        self.accept()

    def _check(self, *_) -> None:
        kind = self.kind.currentData()
        for field, its_kind in self._shown.items():
            field.setVisible(kind == its_kind)
            self.form.labelForField(field).setVisible(kind == its_kind)
        sentence = self._why_not(kind)
        self.problem.setText(sentence if self.name.text() or self.hosts.text() else "")
        self.save.setEnabled(not sentence)

    def _why_not(self, kind: str) -> str:
        if not self.name.text().strip():
            return self.tr("Give it a name.")
        if not self.hosts.text().split():
            return self.tr("Say which hosts it is for: it is sent nowhere else.")
        if kind == "header" and not _HEADER.fullmatch(self.header.text().strip()):
            return self.tr("This is no name of a header.")
        if kind == "openid" and not self.issuer.text().strip().startswith("https://"):
            return self.tr("The address of the issuer begins with https://.")
        if UserProviders.readable(self.row()):
            return ""
        return self.tr("A host is a name such as data.example.org.")
