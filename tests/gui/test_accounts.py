"""The accounts page, and what it does for a search, a layer and a download that were refused."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

import pytest
from qgis.core import QgsApplication, QgsAuthMethodConfig
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QDialogButtonBox, QLabel, QMessageBox, QPushButton

from gaia_plugin.bridge.sign_in_state import AccountState
from gaia_plugin.bridge.user_providers import UserProviders
from gaia_plugin.core.auth.account import Account, SignedOut
from gaia_plugin.core.auth.device_flow import DeviceCode
from gaia_plugin.core.auth.providers import read_provider
from gaia_plugin.core.errors import (
    AccessDenied,
    LicenceNotAccepted,
    MembershipMissing,
    ProfileNotValidated,
    QuotaExceededUntil,
)
from gaia_plugin.gui import accounts_rights, accounts_texts, messages
from gaia_plugin.gui.accounts_add import AddProviderDialog
from gaia_plugin.gui.accounts_code import DeviceCodePanel
from tests.bridge.test_vaults_authdb import WORD
from tests.gui.accounts_desk import (  # noqa: F401 (fixtures)
    KEY,
    _accounts,
    _profile_of_its_own,
    _server,
    provider_at,
    row_of,
    show,
)
from tests.support.faultserver import Reply, as_json
from tests.support.pumped import pumped
from tests.support.scripted_browser import ScriptedBrowser


def test_a_row_for_each_provider_and_how_one_gets_in(accounts, panel):
    panel.accounts.trigger()
    dialog = accounts.dialog
    states = {row_of(dialog, one.provider.id).text(1) for one in accounts.sign_in.states()}
    assert dialog.tree.topLevelItemCount() == len(accounts.sign_in.states()) >= 10
    assert states == {"not signed in", "not set up yet"}
    assert row_of(dialog, "data-terra").text(1) == "not set up yet"
    assert {"orcid", "edugain", "browser", "code", "client"} <= set(dialog.panel.ways.buttons)
    assert not dialog.panel.ways.buttons["orcid"].isEnabled()
    show(accounts, "geodes")
    ways = accounts.dialog.panel.ways
    assert list(ways.fields) == [("header", "key")]
    assert "geodes-portal.cnes.fr" in accounts.dialog.panel.scope.text()
    assert ways.fields["header", "key"].echoMode() == ways.fields["header", "key"].EchoMode.Password
    assert not ways.buttons["header"].isEnabled()
    room = accounts.dialog.size()
    assert room.width() <= 1366 and room.height() <= 740


def test_each_panel_fits_its_width(accounts):
    accounts.open()
    for one in accounts.sign_in.states():
        dialog = show(accounts, one.provider.id)
        QApplication.processEvents()
        needs, has = dialog.panel.inner.minimumSizeHint().width(), dialog.panel.scroll.viewport().width()
        assert needs <= has, one.provider.id


def test_the_client_identifier_is_entered_and_the_letter_copied(accounts):
    dialog = show(accounts, "data-terra")
    dialog.panel.ways.buttons["ask"].click()
    letter = QApplication.clipboard().text()
    assert "https://sso.earth-data.fr/realms/gaia-data" in letter and "RFC 8252" in letter
    ways = dialog.panel.ways
    QTest.keyClicks(ways.fields["openid", "client"], "synthetic-client")
    QTest.keyClick(ways.fields["openid", "client"], Qt.Key.Key_Return)
    assert row_of(dialog, "data-terra").text(1) == "not signed in"
    assert ways.buttons["orcid"].isEnabled() and "client" not in ways.buttons
    assert {one.id: one for one in UserProviders().providers()}["data-terra"].ways[0].client_id == (
        "synthetic-client"
    )


def test_a_key_is_typed_tested_and_taken_out_again(accounts, server, wait_for):
    server.add("/", lambda seen: as_json({}) if seen.headers.get("x-api-key") == KEY else Reply(401, b"{}"))
    provider_at(server, accounts)
    dialog = show(accounts, "here")
    field = dialog.panel.ways.fields["header", "key"]
    QTest.keyClicks(field, KEY)
    QTest.keyClick(field, Qt.Key.Key_Return)
    wait_for(lambda: row_of(dialog, "here").text(1) == "a key is kept", 30)
    assert field.text() == "" and "Memory" in dialog.vault.currentText()
    assert "this computer has no keyring" in dialog.why.text()
    assert not dialog.panel.ways.isVisible() and "you sign out" in dialog.panel.facts.text()
    dialog.panel.test.click()
    wait_for(lambda: "the service takes it" in dialog.panel.facts.text(), 30)
    dialog.panel.out.click()
    wait_for(lambda: row_of(dialog, "here").text(1) == "not signed in", 30)


def test_a_wrong_key_says_so(accounts, server, wait_for):
    server.add("/", Reply(401, b"{}"))
    provider_at(server, accounts)
    dialog = show(accounts, "here")
    QTest.keyClicks(dialog.panel.ways.fields["header", "key"], "synthetic-wrong")
    dialog.panel.ways.buttons["header"].click()
    wait_for(lambda: row_of(dialog, "here").text(1) == "a key is kept", 30)
    dialog.panel.test.click()
    wait_for(lambda: row_of(dialog, "here").text(1) == "refused when tested", 30)
    assert "refused your key of Here" in dialog.panel.failure.text()


def test_each_lack_of_a_right_has_its_own_way_forward(accounts):
    host = "signing.stac.teledetection.fr"
    provider = accounts.sign_in.provider_for(host)
    lacks = [
        MembershipMissing(host=host, status=403, service="DINAMIS"),
        LicenceNotAccepted(host=host, status=403),
        ProfileNotValidated(host=host, status=403),
        QuotaExceededUntil(host=host, status=403, until=datetime(2026, 11, 21, 18, 30)),
        AccessDenied(host=host, status=403),
    ]
    said = [messages.sentence(one) for one in lacks]
    done = [accounts_rights.rights(one, provider) for one in lacks]
    assert len(set(said)) == len(set(done)) == len(lacks) and all(done)
    assert "2026-11-21 18:30" in said[3]
    assert done[0].count("<a ") == 3 and "référent" in done[0] and "eligible-users" in done[0]
    assert provider.account in done[1] and provider.account in done[2] and "<a " not in done[3]
    accounts.go_in(lacks[0], lambda: None)
    assert "référent" in accounts.dialog.panel.rights.text()
    assert "open to members of DINAMIS" in accounts.dialog.panel.failure.text()


def test_a_code_is_large_counted_down_and_copied(accounts, qgis_app):
    shown = DeviceCodePanel()
    code = DeviceCode("ABCD-EFGH", "https://example.org/device", "", time.monotonic() + 119.5, 5, "secret")
    shown.show_code(code)
    assert shown.code.text() == "ABCD-EFGH" and "https://example.org/device" in shown.address.text()
    assert shown.left.text().startswith("The code lasts another ")
    assert not shown.picture.pixmap().isNull()
    shown.copy.click()
    assert QApplication.clipboard().text() == "ABCD-EFGH"
    shown.clear()
    shown.show_code(replace(code, expires=time.monotonic() - 1))
    assert shown.left.text() == "The code has expired."
    shown.deleteLater()


def test_any_header_or_issuer_can_be_added_and_removed(accounts):
    accounts.open()
    rows = accounts.rows
    form = AddProviderDialog(rows, accounts.sign_in.accounts.providers)
    save = form.buttons.button(QDialogButtonBox.StandardButton.Save)
    assert not save.isEnabled()
    form.name.setText("My lab")
    assert "which hosts" in form.problem.text()
    form.hosts.setText("fr")
    form.header.setText("bad header")
    assert "header" in form.problem.text()
    form.header.setText("X-Key")
    form.hosts.setText("https://data.example.org/stac tiles.example.org")
    assert save.isEnabled() and form.problem.text() == ""
    save.click()
    found = {one.id: one for one in rows.providers()}[form.key]
    assert found.ways[0].hosts == ("data.example.org", "tiles.example.org")
    assert dict(found.ways[0].headers) == {"X-Key": "{key}"}
    accounts.dialog.reload(form.key)
    assert accounts.dialog.current() == form.key and accounts.dialog.remove.isEnabled()
    accounts.dialog.remove.click()
    assert form.key not in {one.id for one in rows.providers()}
    assert accounts.dialog.current() != form.key
    form.kind.setCurrentIndex(form.kind.findData("openid"))
    form.issuer.setText("http://plain.example.org")
    assert "https://" in form.problem.text() and not save.isEnabled()
    form.issuer.setText("https://issuer.example.org/realms/x/")
    assert save.isEnabled()
    form.deleteLater()


@pytest.fixture
def database(accounts):
    """QGIS's, open for this test alone: else what the others keep would be there."""
    manager = QgsApplication.authManager()
    assert manager.setMasterPassword(WORD, True)
    yield manager
    accounts.sign_in.accounts.forget_all()
    manager.clearMasterPassword()


def test_what_qgis_knows_is_used(accounts, database, wait_for):
    config = QgsAuthMethodConfig("Basic")
    config.setName("Tiles of the lab")
    config.setConfig("username", "alice")
    config.setConfig("password", KEY)
    found = database.storeAuthenticationConfig(config)
    config = found[1] if isinstance(found, tuple) else config
    accounts.open()

    def fill():
        form = QApplication.activeModalWidget()
        form.kind.setCurrentIndex(form.kind.findData("qgis"))
        form.configuration.setCurrentIndex(form.configuration.findData(config.id()))
        form.name.setText("Lab")
        form.hosts.setText("tiles.example.org")
        form.buttons.button(QDialogButtonBox.StandardButton.Save).click()

    QTimer.singleShot(0, fill)
    accounts.dialog.add.click()
    key = accounts.dialog.current()
    wait_for(lambda: accounts.sign_in.accounts.account(key), 30)
    wait_for(lambda: row_of(accounts.dialog, key).text(1) == "signed in: Tiles of the lab", 30)
    credential = accounts.sign_in._session.credentials.for_url("https://tiles.example.org/1")
    assert pumped(credential.headers)()["Authorization"].startswith("Basic ")
    kept = accounts.rows.path.read_text("utf-8")
    assert KEY not in kept and config.id() in kept  # the identifier, as in a layer of QGIS's own
    accounts.dialog.panel.out.click()
    wait_for(lambda: not accounts.sign_in.accounts.account(key), 30)
    assert accounts.dialog.panel.ways.buttons["qgis"].isEnabled()
    assert "Tiles of the lab (Basic)" in [
        one.text() for one in accounts.dialog.panel.ways.findChildren(QLabel)
    ]
    accounts.dialog.panel.ways.buttons["qgis"].click()
    wait_for(lambda: accounts.sign_in.accounts.account(key), 30)
    database.removeAuthenticationConfig(config.id())


def test_forget_everything_asks_once(accounts, server, wait_for):
    provider_at(server, accounts)
    accounts.sign_in.start("here", "header", {"key": KEY})
    wait_for(lambda: accounts.sign_in.accounts.account("here"), 30)
    accounts.open()

    def answer(text):
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        next(push for push in box.findChildren(QPushButton) if push.text() == text).click()

    QTimer.singleShot(0, lambda: answer("Keep them"))
    accounts.dialog.forget.click()
    assert accounts.sign_in.accounts.account("here")
    QTimer.singleShot(0, lambda: answer("Forget everything"))
    accounts.dialog.forget.click()
    wait_for(lambda: not accounts.sign_in.accounts.account("here"), 30)


@pytest.mark.hub
@pytest.mark.parametrize("way", ["browser", "code"])
def test_signing_in_at_a_real_provider(accounts, hub, wait_for, way):
    """From the button to the name on the page, and out again; the browser fills the provider's own forms."""
    issuer = hub.get("oidc") or pytest.skip("the hub that is up was started without its OpenID provider")
    about = {
        "kind": "openid", "issuer": issuer, "client_id": "gaia-qgis",
        "scopes": ["openid", "profile"], "hosts": [urlsplit(issuer).netloc],
    }  # fmt: skip
    row = read_provider({"id": "hub", "title": {"en": "Hub"}, "ways": [about]})
    accounts.sign_in.accounts.providers["hub"] = row

    def browse(url):
        threading.Thread(target=ScriptedBrowser().open, args=(url,), daemon=True).start()
        return True

    accounts.sign_in.browser.open_url = browse
    dialog = show(accounts, "hub")
    if way == "code":
        accounts.sign_in.deviceCode.connect(lambda *_: browse(accounts.sign_in.code.address_with_code))
    dialog.panel.ways.buttons[way].click()
    if way == "code":
        wait_for(lambda: dialog.panel.code.isVisible(), 30)
        assert len(dialog.panel.code.code.text()) >= 8 and dialog.panel.cancel.isVisible()
    wait_for(lambda: "Alice Martin" in row_of(dialog, "hub").text(1), 60)
    assert "Alice Martin" in dialog.panel.facts.text() and not dialog.panel.code.isVisible()
    dialog.panel.out.click()
    wait_for(lambda: row_of(dialog, "hub").text(1) == "not signed in", 30)


def test_an_orcid_id_is_a_link_and_a_mistyped_one_is_refused(accounts, wait_for):
    dialog = show(accounts, "orcid")
    field = dialog.panel.ways.fields["orcid", "orcid"]
    QTest.keyClicks(field, "0000-0002-1825-0098")
    QTest.keyClick(field, Qt.Key.Key_Return)
    wait_for(lambda: "its last sign does not match" in dialog.panel.failure.text(), 30)
    QTest.keyClicks(field, "0000-0002-1825-0097")
    QTest.keyClick(field, Qt.Key.Key_Return)
    wait_for(lambda: row_of(dialog, "orcid").text(1) == "0000-0002-1825-0097", 30)
    assert 'href="https://orcid.org/0000-0002-1825-0097"' in dialog.panel.facts.text()


def test_tab_goes_through_the_ways_in(accounts):
    dialog = show(accounts, "dinamis")
    dialog.activateWindow()
    QApplication.processEvents()
    dialog.tree.setFocus()
    reached = []
    for _ in range(12):
        QTest.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Tab)
        reached.append(dialog.focusWidget())
    ways = dialog.panel.ways
    wanted = [
        ways.buttons["code"],
        ways.fields["header", "access"],
        ways.fields["header", "secret"],
        dialog.vault,
    ]
    places = [reached.index(one) for one in wanted]
    assert places == sorted(places)


def test_a_row_that_is_removed_signs_out_first(accounts, server, wait_for):
    host = urlsplit(server.url("/")).netloc
    way = {"kind": "header", "headers": {"X-API-Key": "{key}"}, "fields": ["key"], "hosts": [host]}
    accounts.rows.save({"id": "mine", "title": {"en": "Mine"}, "ways": [way]})
    accounts.open()
    accounts.dialog.reload("mine")
    accounts.sign_in.start("mine", "header", {"key": KEY})
    wait_for(lambda: not any(one.busy for one in accounts.sign_in.states()), 30)
    assert accounts.sign_in.accounts.account("mine")
    accounts.dialog.remove.click()
    wait_for(lambda: "mine" not in accounts.sign_in.accounts.providers, 30)
    assert accounts.sign_in._session.credentials.for_url(server.url("/")) is None
    assert accounts.sign_in.accounts.vault.names() == []


def test_what_signing_out_leaves_open_is_said(accounts):
    assert accounts_rights.farewell(SignedOut("", True)) == ""
    left = accounts_rights.farewell(SignedOut("https://issuer.example.org/logout", False))
    assert "ends by itself" in left and 'href="https://issuer.example.org/logout"' in left
    dialog = show(accounts, "aeris")
    accounts.sign_in.signedOut.emit("aeris", SignedOut("https://issuer.example.org/logout", True))
    assert "Sign out there too" in dialog.panel.rights.text() and not dialog.panel.rights.isHidden()
    show(accounts, "geodes")
    assert accounts.dialog.panel.rights.isHidden()


def test_names_from_outside_are_text_and_not_html():
    account = Account("here", "openid", "<b>Eve</b> & co", 1.0, None, (), (), ())
    shown = accounts_texts.facts(AccountState(None, account))
    assert "&lt;b&gt;Eve&lt;/b&gt; &amp; co" in shown and "<b>" not in shown
    assert accounts_texts.link('https://a.example/"><b>', "<i>") == (
        '<a href="https://a.example/&quot;&gt;&lt;b&gt;">&lt;i&gt;</a>'
    )
