"""The accounts page: who is signed in where, and where what is secret is kept."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QDialog, QHeaderView, QMessageBox, QTreeWidgetItem, QWidget

from ..bridge.qgis_authentication import QGIS
from ..bridge.sign_in import SignIn
from ..bridge.user_providers import UserProviders
from ..bridge.vaults import ORDER
from ..core.errors import GaiaError
from . import accounts_texts, messages
from .accounts_add import AddProviderDialog
from .gui_settings import language
from .ui import load_ui, tip

_KEY = Qt.ItemDataRole.UserRole


class AccountsDialog(QDialog):
    """All providers on the left, one of them on the right; with ``only``, just that one, because of
    ``refusal``. Nothing here waits: every sign-in is a job of ``SignIn``."""

    def __init__(
        self,
        sign_in: SignIn,
        catalogues: Mapping[str, str],
        parent=None,
        only: str = "",
        refusal: GaiaError | None = None,
        rows: UserProviders | None = None,
    ):
        super().__init__(parent)
        load_ui("accounts", self)
        self._sign_in, self.only, self._rows = sign_in, only, rows or UserProviders()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        header = self.tree.header()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(0, 240)
        self.splitter.setSizes([450, 510])
        for kind in ORDER:
            self.vault.addItem(accounts_texts.vault_name(kind), kind)
        self.panel.bind(sign_in, catalogues, self._rows)
        self.panel.clientSaved.connect(self.reload)
        self.tree.currentItemChanged.connect(self._chosen)
        self.vault.activated.connect(lambda _=0: sign_in.use_vault(self.vault.currentData()))
        self.unlock.clicked.connect(sign_in.unlock)
        self.forget.clicked.connect(self._forget)
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        self.closing.clicked.connect(self.close)
        sign_in.changed.connect(self.refresh)
        sign_in.failed.connect(self._failed)
        sign_in.finished.connect(self._take_away)
        self._removed = ""
        self._right_is_missing = accounts_texts.way_in(refusal) == accounts_texts.RIGHTS
        for part in (self.tree, self.vaultBar, self.add, self.remove):
            part.setVisible(not only)
        if only:
            self.resize(520, 440)
            self.setWindowTitle(self.tr("Sign in"))
        self._fill(only)
        if refusal is not None:
            self.panel.show_provider(only, refusal)
        self.refresh()
        if only:
            self.panel.take_focus()

    def _fill(self, current: str = "") -> None:
        blocked = self.tree.blockSignals(True)
        self.tree.clear()
        for one in self._sign_in.states():
            row = QTreeWidgetItem(self.tree, [one.provider.title(language()), ""])
            row.setData(0, _KEY, one.provider.id)
            if one.provider.id == current or not self.tree.currentItem():
                self.tree.setCurrentItem(row)
        self.tree.blockSignals(blocked)
        self._chosen(self.tree.currentItem())

    def reload(self, current: str = "") -> None:
        """Read the list of providers anew, and show ``current``."""
        self._sign_in.use_providers(self._rows.providers())
        self._fill(current or self.current())
        self.refresh()

    def current(self) -> str:
        """The identifier of the provider that is shown."""
        row = self.tree.currentItem()
        return row.data(0, _KEY) if row is not None else ""

    def refresh(self) -> None:
        """Show what is true now."""
        states = {one.provider.id: one for one in self._sign_in.states()}
        for place in range(self.tree.topLevelItemCount()):
            row = self.tree.topLevelItem(place)
            one = states.get(row.data(0, _KEY))
            if one is None:
                continue
            text = accounts_texts.state(one)
            row.setText(1, text)
            signed = one.account is not None and not one.account.ended
            font = self.tree.font()
            font.setBold(signed)
            row.setFont(1, font)
            for column in (0, 1):
                row.setToolTip(column, tip(f"{row.text(0)}\n{text}"))
        fact = self._sign_in.vault()
        self.vault.setCurrentIndex(self.vault.findData(fact.kind))
        self.why.setText(accounts_texts.vault_why(fact))
        self.unlock.setVisible(fact.waiting)
        self.remove.setEnabled(self._rows.is_own(self.current()))
        only = states.get(self.only)
        signed_in = only is not None and only.account is not None and not only.account.ended
        self.again.setVisible(bool(self.only) and (signed_in or self._right_is_missing))
        self.panel.refresh()

    def _chosen(self, row: QTreeWidgetItem | None, _before=None) -> None:
        if row is not None:
            self.panel.show_provider(row.data(0, _KEY))
            self._order()
            self.remove.setEnabled(self._rows.is_own(row.data(0, _KEY)))

    def _order(self) -> None:
        """Tab goes from the list through the ways in, which are made anew, to what is below."""
        below = [self.vault, self.unlock, self.forget, self.add, self.remove, self.again, self.closing]
        chain = [self.tree, *self.panel.stops(), *below]
        for one, other in zip(chain, chain[1:]):
            QWidget.setTabOrder(one, other)

    def _failed(self, error: GaiaError) -> None:
        """What concerns no provider is said beside the vault."""
        if not any(one.error is error for one in self._sign_in.states()):
            self.why.setText(messages.sentence(error))

    def _forget(self) -> None:
        text = self.tr("Sign out everywhere, and delete every key that the plugin keeps on this computer?")
        box = QMessageBox(QMessageBox.Icon.Question, self.windowTitle(), text, parent=self)
        yes = box.addButton(self.tr("Forget everything"), QMessageBox.ButtonRole.DestructiveRole)
        no = box.addButton(self.tr("Keep them"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(no)
        box.exec()
        if box.clickedButton() is yes:
            self._sign_in.forget_everything()
        box.deleteLater()

    def _add(self) -> None:
        dialog = AddProviderDialog(self._rows, self._sign_in.accounts.providers, self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.reload(dialog.key)
            if dialog.linked:
                self._sign_in.start(dialog.key, QGIS)
        dialog.deleteLater()

    def _remove(self) -> None:
        self._removed = self.current()
        if self._sign_in.accounts.account(self._removed) is not None:
            self._sign_in.sign_out(self._removed)  # which needs the row to know whom to tell
        else:
            self._take_away(self._removed)

    def _take_away(self, key: str) -> None:
        if key != self._removed or not key:
            return
        self._removed = ""
        try:
            self._rows.remove(key)
        except GaiaError as error:
            self.why.setText(messages.sentence(error))
            return
        self.reload()
