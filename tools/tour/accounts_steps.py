"""The steps of the tour on the accounts page: who is signed in, a code, a refused search that goes on."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from urllib.parse import urlsplit

from qgis.PyQt.QtTest import QTest

from .acts import Walk, drawn
from .driver import Step, Tour
from .hub_steps import LOCKED

KEY = "of-the-hub"  # what the emulated Hydroweb.next takes, as its own note says


def accounts_steps(hub: dict[str, str]) -> list[tuple[str, Step]]:
    """The page; with the hub, also a sign-in with a code and a search that wants a key."""
    steps: list[tuple[str, Step]] = [("accounts: the page", page), ("accounts: a right is missing", rights)]
    if hub.get("oidc") and hub.get("emulated_hydroweb"):
        steps += [
            ("accounts: a code on another screen", code_at(hub["oidc"])),
            ("accounts: a refused search goes on", refused_at(hub["emulated_hydroweb"])),
        ]
    return steps


def _manager(tour: Tour):
    return tour.facts["dock"].controller.accounts


def _add(tour: Tour, row: dict) -> None:
    """Add a provider as the page does. In memory: QGIS would ask for its master password."""
    accounts = _manager(tour)
    accounts.rows.save(row)
    accounts.dialog.reload(row["id"])


def _in_memory(tour: Tour) -> Walk:
    accounts = _manager(tour)
    accounts.sign_in.use_vault("memory")
    yield lambda: accounts.sign_in.vault().preferred == "memory"


def page(tour: Tour) -> Walk:
    accounts = _manager(tour)
    yield from _in_memory(tour)
    tour.facts["dock"].controller.panel.accounts.trigger()
    yield 0.3
    dialog = accounts.dialog
    picture = tour.grab(dialog, "accounts")
    size = dialog.size()
    dialog.close()
    if size.width() > 1366 or size.height() > 740:
        raise RuntimeError(f"the page does not fit: {size}")
    return {"providers": len(accounts.sign_in.states()), "picture": picture}


def rights(tour: Tour) -> Walk:
    """What a 403 of the signing service asks of the person, as a download's message leads to it."""
    from gaia_data.gaia_plugin.core.errors import MembershipMissing

    accounts = _manager(tour)
    error = MembershipMissing(host="signing.stac.teledetection.fr", status=403, service="DINAMIS")
    accounts.go_in(error, lambda: None)
    yield 0.3
    picture = tour.grab(accounts.dialog, "rights")
    accounts.dialog.close()
    return {"picture": picture}


def code_at(issuer: str) -> Step:
    """Signs in with a code at the hub's OpenID provider; a browser without a screen types it."""

    def step(tour: Tour) -> Walk:
        sys.path.append(str(Path(__file__).resolve().parents[2]))
        from tests.support.scripted_browser import ScriptedBrowser

        accounts = _manager(tour)
        tour.facts["dock"].controller.panel.accounts.trigger()
        way = {
            "kind": "openid", "issuer": issuer, "client_id": "gaia-qgis", "scopes": ["openid", "profile"],
            "hosts": [urlsplit(issuer).netloc],
        }  # fmt: skip
        _add(
            tour, {"id": "hub", "title": {"en": "OpenID provider", "fr": "Fournisseur OpenID"}, "ways": [way]}
        )
        dialog = accounts.dialog
        dialog.panel.ways.buttons["code"].click()
        yield lambda: dialog.panel.code.isVisible()
        yield 0.3
        shown = tour.grab(dialog, "code")
        address = accounts.sign_in.code.address_with_code
        threading.Thread(target=ScriptedBrowser().open, args=(address,), daemon=True).start()
        yield lambda: accounts.sign_in.accounts.account("hub")
        yield 0.5
        signed = tour.grab(dialog, "signed-in")
        who = accounts.sign_in.accounts.account("hub").who
        dialog.close()
        return {"who": who, "pictures": [shown, signed]}

    return step


def refused_at(address: str) -> Step:
    """A catalogue that answers nobody without a key; the button beside its row; the key; the results."""

    def step(tour: Tour) -> Walk:
        controller, accounts = tour.facts["dock"].controller, _manager(tour)
        panel = controller.panel
        panel.accounts.trigger()
        way = {
            "kind": "header", "headers": {"X-API-Key": "{key}"}, "fields": ["key"],
            "hosts": [urlsplit(address).netloc],
        }  # fmt: skip
        _add(tour, {"id": "hydroweb-hub", "title": {"en": "hydroweb.next (hub)"}, "ways": [way]})
        accounts.dialog.close()
        before = panel.search.sources.checked()
        panel.search.sources.popup.check([LOCKED])
        panel.search.text.clear()
        controller.start()
        yield lambda: not controller.search.running
        panel.status.setChecked(True)
        yield from drawn(tour)
        refused = tour.picture("refused")
        row = panel.sourcesState._rows[LOCKED]
        row.action.click()
        yield 0.3
        asked = tour.grab(accounts.dialog, "sign-in-and-go-on")
        QTest.keyClicks(accounts.dialog.panel.ways.fields["header", "key"], KEY)
        accounts.dialog.panel.ways.buttons["header"].click()
        yield lambda: controller.model.rowCount() > 0 and not controller.search.running
        yield from drawn(tour)
        went_on = tour.picture("went-on")
        panel.status.setChecked(False)
        panel.search.sources.popup.check(before)
        accounts.sign_in.sign_out("hydroweb-hub")
        yield lambda: accounts.sign_in.accounts.account("hydroweb-hub") is None
        return {"results": controller.model.rowCount(), "pictures": [refused, asked, went_on]}

    return step
