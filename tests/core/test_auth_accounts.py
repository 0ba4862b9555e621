"""Accounts: what is kept, what is sent where, and who renews it."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip(
    "cryptography", reason="the synthetic issuer signs with it (Debian's python3-cryptography)"
)

from gaia_plugin.core.auth import browser_flow
from gaia_plugin.core.auth.accounts import Accounts
from gaia_plugin.core.auth.file_lock import file_lock
from gaia_plugin.core.auth.kept import Kept, name_of, read_kept
from gaia_plugin.core.auth.providers import read_provider
from gaia_plugin.core.auth.vault import MemoryVault
from gaia_plugin.core.errors import (
    AuthenticationRequired,
    BrowserNotOpened,
    Cancelled,
    GaiaError,
    NoBrowser,
    NoPortLeft,
    PortInUse,
    SignInEnded,
    SignInError,
    SignInUnavailable,
    VaultUnavailable,
)
from gaia_plugin.core.net import Cancel, Credentials, Retry, Session
from tests.support.faultserver import FaultServer, Reply, as_json, redirect
from tests.support.synthetic_issuer import CLIENT, SyntheticIssuer

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def issuer():
    with SyntheticIssuer() as running:
        yield running


@pytest.fixture
def data():
    """A server of data, which shows what reached it."""
    with FaultServer() as running:
        running.add("/data/*", lambda seen: as_json({"authorization": seen.headers.get("authorization", "")}))
        yield running


def provider(issuer, data, /, **more):
    hosts = [f"127.0.0.1:{data.port}"]
    way = {"kind": "openid", "issuer": issuer.url, "client_id": CLIENT, "hosts": hosts, **more}
    return read_provider({"id": "sso", "title": {"en": "Synthetic"}, "ways": [way], "opens": ["demo"]})


def kept(issuer, **more):
    values = {
        "kind": "openid", "since": 1.0, "who": "Alice", "subject": "synthetic-alice", "issuer": issuer.url,
        "client_id": CLIENT, "refresh": "synthetic-refresh-0", **more,
    }  # fmt: skip
    return Kept(**values)


@pytest.fixture
def vault(issuer):
    made = MemoryVault()
    made.put(name_of("sso"), kept(issuer).text())
    return made


def sent(accounts, data):
    """The credential that reaches the service now (an answer that repeats it is blotted)."""
    accounts.fetching.get(data.url("/data/a"))
    return data.seen[-1].headers.get("authorization", "")


class Changes(list):
    def __call__(self, provider):
        self.append(provider)


@pytest.fixture
def accounts(issuer, data, vault):
    credentials = Credentials()
    made = Accounts(
        Session(retry=Retry(times=0)), credentials, [provider(issuer, data)], vault, changed=Changes()
    )
    made.fetching = Session(retry=Retry(times=0), credentials=credentials)
    made.restore()
    return made


def stored(vault):
    return read_kept(vault.get(name_of("sso")))


# -- an OpenID sign-in that lives ------------------------------------------------------------------


def test_restoring_asks_nobody(issuer, accounts):
    account = accounts.account("sso")
    assert (account.who, account.opens, account.ended) == ("Alice", ("demo",), False)
    assert not issuer.server.seen


class Guarded:
    """A service that takes some tokens and no others; the issuer's user info takes those that it names."""

    def __init__(self, issuer, data, known=()):
        self.taken = set()
        self.known = set(known)
        data.add("/data/*", lambda seen: self.answer(seen, self.taken))
        issuer.answer("/userinfo", lambda seen: self.answer(seen, self.known))

    def answer(self, seen, tokens):
        good = seen.headers.get("authorization", "").removeprefix("Bearer ") in tokens
        return as_json({"sub": "synthetic-alice"}, 200 if good else 401)


def test_a_token_that_was_taken_back_early_is_renewed_at_once(issuer, data, accounts):
    issuer.rotating()
    guarded = Guarded(issuer, data)
    guarded.taken = {"synthetic-access-2"}
    assert accounts.token("sso") == "synthetic-access-1"
    assert accounts.fetching.get(data.url("/data/a")).json()
    assert accounts.fetching.post(data.url("/data/a"), json={}).json()
    assert len(issuer.sent("/token")) == 2
    assert not accounts.account("sso").ended


def test_a_sign_in_that_was_ended_early_is_told_at_once(issuer, data, accounts, vault):
    issuer.rotating()
    Guarded(issuer, data)
    accounts.token("sso")
    issuer.answer("/token", as_json({"error": "invalid_grant"}, 400))
    with pytest.raises(SignInEnded, match="sign in again") as caught:
        accounts.fetching.get(data.url("/data/a"))
    assert caught.value.fields["provider"] == "sso"  # its host is the issuer's
    assert accounts.account("sso").ended
    assert accounts._changed[-1:] == ["sso"]
    assert vault.names() == []
    with pytest.raises(AuthenticationRequired):  # nothing is sent any more
        accounts.fetching.get(data.url("/data/a"))
    assert "authorization" not in data.seen[-1].headers


def test_a_sign_in_that_cannot_be_renewed_is_over_with_its_token(issuer, data, accounts, vault):
    """Issuers that give no refresh token."""
    issuer.rotating()
    accounts.token("sso")
    vault.put(name_of("sso"), kept(issuer, refresh="").text())
    Guarded(issuer, data)
    with pytest.raises(SignInEnded):
        accounts.fetching.get(data.url("/data/a"))
    assert accounts.account("sso").ended
    assert vault.names() == []


def test_a_service_that_refuses_good_tokens_ends_no_sign_in(issuer, data, accounts):
    issuer.rotating()
    Guarded(issuer, data, known={"synthetic-access-1"})
    for _ in range(3):
        with pytest.raises(AuthenticationRequired) as caught:
            accounts.fetching.get(data.url("/data/a"))
        assert not isinstance(caught.value, SignInEnded)
    assert not accounts.account("sso").ended
    assert len(issuer.sent("/token")) == len(issuer.sent("/userinfo")) == 1


def test_an_issuer_that_cannot_be_asked_ends_no_sign_in(issuer, data, accounts):
    issuer.rotating()
    Guarded(issuer, data)
    accounts.token("sso")
    issuer.answer("/userinfo", Reply(503))
    with pytest.raises(AuthenticationRequired) as caught:
        accounts.fetching.get(data.url("/data/a"))
    assert not isinstance(caught.value, SignInEnded)
    assert not accounts.account("sso").ended


def test_many_requests_that_are_refused_renew_once(issuer, data, accounts):
    issuer.rotating(delay=0.2)
    guarded = Guarded(issuer, data)
    guarded.taken = {"synthetic-access-2"}
    accounts.token("sso")
    answers = []
    threads = [
        threading.Thread(target=lambda: answers.append(accounts.fetching.get(data.url("/data/a")).json()))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(answers) == 6
    assert len(issuer.sent("/token")) == 2


def test_a_request_to_its_host_carries_a_fresh_token(issuer, data, accounts, vault):
    issuer.rotating()
    assert sent(accounts, data) == "Bearer synthetic-access-1"
    assert stored(vault).refresh == "synthetic-refresh-1"
    accounts.fetching.get(data.url("/data/b"))
    assert len(issuer.sent("/token")) == 1


def test_it_is_renewed_before_it_ends(issuer, data, accounts):
    issuer.rotating(expires_in=1)  # a fifth of its life before its end
    assert accounts.token("sso") == "synthetic-access-1"
    first = accounts.token("sso")
    deadline = time.monotonic() + 30
    while accounts.token("sso") == first and time.monotonic() < deadline:
        time.sleep(0.05)
    assert accounts.token("sso") != first


def test_one_renewal_for_all_threads(issuer, accounts):
    issuer.rotating(delay=0.3)
    found = []
    threads = [threading.Thread(target=lambda: found.append(accounts.token("sso"))) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert found == ["synthetic-access-1"] * 12
    assert len(issuer.sent("/token")) == 1


def test_cancel_does_not_lose_the_next_refresh_token(issuer, accounts, vault):
    issuer.rotating(delay=0.6)
    cancel = Cancel()
    threading.Timer(0.1, cancel.cancel).start()
    with pytest.raises(Cancelled):
        accounts.token("sso", cancel)
    assert accounts.token("sso") == "synthetic-access-1"
    assert stored(vault).refresh == "synthetic-refresh-1"
    assert len(issuer.sent("/token")) == 1


def test_an_issuer_that_is_down_does_no_harm_while_the_token_is_good(issuer, accounts):
    issuer.rotating(expires_in=30)
    assert accounts.token("sso") == "synthetic-access-1"
    live = accounts._live["sso"]
    object.__setattr__(live._tokens, "received", time.monotonic() - 26)  # 4 s left: less than the last use
    issuer.answer("/token", Reply(503))
    with pytest.raises(GaiaError):
        accounts.token("sso")
    object.__setattr__(live._tokens, "received", time.monotonic() - 25 + 1)
    assert accounts.token("sso") == "synthetic-access-1"
    issuer.rotating()


def test_a_refresh_token_that_was_used_before(issuer, data, accounts, vault):
    """Stolen, or restored from a backup: the issuer revokes them all, and the person is told."""
    issuer.rotating()
    accounts.token("sso")
    vault.put(name_of("sso"), kept(issuer).text())  # the old one comes back
    accounts._live["sso"]._tokens = None
    with pytest.raises(SignInEnded, match="sign in again"):
        accounts.fetching.get(data.url("/data/a"))
    account = accounts.account("sso")
    assert account.ended
    assert account.who == "Alice"
    assert vault.names() == []
    assert accounts.providers["sso"].id in accounts._changed
    assert sent(accounts, data) == ""


def test_signed_out_in_another_window(issuer, accounts, vault):
    issuer.rotating()
    vault.delete(name_of("sso"))
    with pytest.raises(SignInEnded):
        accounts.token("sso")
    assert accounts.account("sso").ended
    assert not issuer.sent("/token")


def test_another_person_signed_in_in_another_window(issuer, accounts, vault):
    issuer.rotating()
    vault.put(name_of("sso"), kept(issuer, subject="synthetic-bob").text())
    with pytest.raises(SignInEnded):
        accounts.token("sso")
    assert not issuer.sent("/token")


def test_a_row_that_names_another_issuer_does_not_get_the_token(issuer, data, vault):
    for change in ({"issuer": data.url("")}, {"client_id": "another"}):
        other = Accounts(
            Session(retry=Retry(times=0)), Credentials(), [provider(issuer, data, **change)], vault
        )
        other.restore()
        assert other.all() == []
    assert not issuer.server.seen
    assert not data.seen


def named_by_openapi(issuer, data, other=None):
    """A service whose OpenAPI document names the issuer, as the signing service of DINAMIS does."""
    token = (other or issuer).url + "/protocol/openid-connect/token"
    scheme = {"oauth": {"type": "oauth2", "flows": {"password": {"tokenUrl": token}}}}
    url = data.add("/openapi.json", as_json({"components": {"securitySchemes": scheme}}))
    return provider(issuer, data, issuer="", openapi=url)


def test_an_issuer_that_the_service_names(issuer, data, vault):
    issuer.rotating()
    accounts = Accounts(Session(), Credentials(), [named_by_openapi(issuer, data)], vault)
    accounts.restore()
    assert accounts.token("sso") == "synthetic-access-1"


def test_a_service_that_names_another_issuer_by_now_does_not_get_the_token(issuer, data, vault):
    with SyntheticIssuer() as other:
        other.rotating()
        accounts = Accounts(Session(), Credentials(), [named_by_openapi(issuer, data, other)], vault)
        accounts.restore()
        with pytest.raises(SignInEnded):
            accounts.token("sso")
        assert not other.sent("/token")
        vault.put(name_of("sso"), kept(issuer).text())
        accounts.restore()
        assert not accounts.sign_out("sso").revoked
        assert not other.sent("/revoke")


def test_a_vault_that_breaks_after_the_renewal(issuer, accounts, vault, monkeypatch):
    """The old refresh token is used up: the new one is the only one."""
    issuer.rotating()

    def broken(name, text):
        raise VaultUnavailable(detail="another QGIS holds it")

    monkeypatch.setattr(vault, "put", broken)
    assert accounts.token("sso") == "synthetic-access-1"
    accounts._live["sso"]._tokens = None
    assert accounts.token("sso") == "synthetic-access-2"
    monkeypatch.undo()
    accounts._live["sso"]._tokens = None
    assert accounts.token("sso") == "synthetic-access-3"
    assert stored(vault).refresh == "synthetic-refresh-3"


def test_what_is_wrong_with_the_rest_of_an_answer_does_not_lose_the_token(issuer, accounts, vault):
    """The ID token's keys cannot be had at this moment: the next refresh token is kept all the same."""
    values = json.loads(issuer.grant().body)
    issuer.answer("/token", as_json({**values, "refresh_token": "synthetic-refresh-1"}))
    issuer.answer("/jwks", Reply(503))
    with pytest.raises(GaiaError):
        accounts.token("sso")
    assert stored(vault).refresh == "synthetic-refresh-1"
    issuer.answer("/jwks", lambda seen: as_json({"keys": [issuer.jwk()]}))
    assert accounts.token("sso") == "synthetic-access-0"
    assert issuer.sent("/token")[-1]["refresh_token"] == "synthetic-refresh-1"


def test_a_clock_that_goes_wrong_later_ends_nothing(issuer, accounts):
    issuer.clock = lambda: time.time() - 3600
    issuer.answer("/token", issuer.grant())
    assert accounts.token("sso") == "synthetic-access-0"


def test_what_can_be_sent_without_waiting(issuer, accounts):
    issuer.rotating()
    credential = accounts._attached["sso"]
    assert credential.headers_now() is None
    assert not issuer.server.seen
    accounts.token("sso")
    assert credential.headers_now() == {"Authorization": "Bearer synthetic-access-1"}


def test_no_client_identifier_yet(issuer, data):
    accounts = Accounts(Session(), Credentials(), [provider(issuer, data, client_id="")])
    with pytest.raises(SignInUnavailable, match="client identifier"):
        accounts.sign_in("sso", lambda url: True, Cancel())
    with pytest.raises(SignInUnavailable, match="not signed in"):
        accounts.token("sso")


def test_keeping_alive(issuer, accounts):
    issuer.answer("/token", Reply(503))
    accounts.keep_alive()
    issuer.rotating()
    accounts.keep_alive()
    accounts.keep_alive()
    assert len(issuer.sent("/token")) == 2


TWO = """
import sys, time
sys.path.insert(0, {root!r})
from pathlib import Path
from contextlib import contextmanager
from gaia_plugin.core.auth.accounts import Accounts
from gaia_plugin.core.auth.file_lock import file_lock
from gaia_plugin.core.auth.providers import read_provider
from gaia_plugin.core.net import Credentials, Retry, Session

folder = Path({folder!r})

class FileVault:  # for this test: clear files, which the plugin never has
    lasting = True
    def get(self, name): return (folder / "entry").read_text()
    def put(self, name, text):
        (folder / "part").write_text(text); (folder / "part").replace(folder / "entry")
    def delete(self, name): raise SystemExit("ended")
    def names(self): return ["gaia-data/sso"]
    def lock(self, name, cancel=None): return file_lock(folder / "lock", cancel)

accounts = Accounts(Session(), Credentials(), [read_provider({row!r})], FileVault())
accounts.restore()
for _ in range(6):
    accounts._live["sso"]._tokens = None
    print(accounts.token("sso"))
"""


def test_two_windows_of_qgis_renew_in_turn(issuer, data, tmp_path):
    """Each refresh token is good once; whoever sends one twice has them all revoked."""
    issuer.rotating(delay=0.02)
    (tmp_path / "entry").write_text(kept(issuer).text())
    hosts = [f"127.0.0.1:{data.port}"]
    way = {"kind": "openid", "issuer": issuer.url, "client_id": CLIENT, "hosts": hosts}
    row = {"id": "sso", "title": {}, "ways": [way]}
    script = TWO.format(root=str(ROOT), folder=str(tmp_path), row=row)
    windows = [
        subprocess.Popen(
            [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    ends = [window.communicate(timeout=120) for window in windows]
    tokens = [line for out, _ in ends for line in out.split()]
    assert [window.returncode for window in windows] == [0, 0], ends
    assert sorted(tokens) == sorted(f"synthetic-access-{number}" for number in range(1, 13))


def test_a_lock_of_one_that_died_is_free(tmp_path):
    lock = tmp_path / "lock"
    script = (
        f"import sys, os; sys.path.insert(0, {str(ROOT)!r}); from pathlib import Path\n"
        f"from gaia_plugin.core.auth.file_lock import file_lock\n"
        f"with file_lock(Path({str(lock)!r})): print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "held\n"
        cancel = Cancel()
        threading.Timer(0.3, cancel.cancel).start()
        with pytest.raises(Cancelled), file_lock(lock, cancel):
            pass
        other.kill()
        other.wait(30)
    with file_lock(lock):
        pass
    assert lock.read_bytes() == b""


def test_a_lock_where_nothing_can_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(VaultUnavailable), file_lock(tmp_path / "file" / "lock"):
        pass


# -- signing out -----------------------------------------------------------------------------------


def test_signing_out_revokes_what_is_valid_now(issuer, data, accounts, vault):
    issuer.rotating()
    accounts.token("sso")
    vault.put(name_of("sso"), kept(issuer, refresh="synthetic-refresh-of-another-window").text())
    out = accounts.sign_out("sso")
    assert out.revoked
    assert out.page == f"{issuer.url}/logout?client_id={CLIENT}"
    assert [sent["token"] for sent in issuer.sent("/revoke")] == ["synthetic-refresh-of-another-window"]
    assert vault.names() == []
    assert accounts.all() == []
    assert sent(accounts, data) == ""


@pytest.mark.parametrize("answer", [Reply(503), Reply(reset=True), as_json({"error": "x"}, 400)])
def test_signing_out_where_the_issuer_does_not_answer(issuer, accounts, vault, answer):
    issuer.answer("/revoke", answer)
    assert not accounts.sign_out("sso").revoked
    assert vault.names() == []
    assert accounts.all() == []


def test_signing_out_without_a_network(issuer, accounts, vault):
    issuer.server.__exit__(None, None, None)
    assert not accounts.sign_out("sso").revoked
    assert vault.names() == []


def test_forgetting_everything(issuer, accounts, vault):
    vault.put("gaia-data/of-an-older-version", "?")
    vault.put("another program's", "stays")
    accounts.forget_all()
    assert vault.names() == ["another program's"]
    assert len(issuer.sent("/revoke")) == 1


def test_forgetting_everything_goes_on_where_one_cannot_be_forgotten(issuer, data, monkeypatch):
    accounts = Accounts(Session(), Credentials(), [provider(issuer, data), *keyed_rows(data)])
    accounts.set_key("k", "header", {"key": "synthetic-key-1"})
    accounts.set_key("k2", "header", {"key": "synthetic-key-2"})
    lock = accounts.vault.lock

    def locked(name, cancel=None):
        if name.endswith("/k"):
            raise VaultUnavailable(detail="another QGIS holds it")
        return lock(name, cancel)

    monkeypatch.setattr(accounts.vault, "lock", locked)
    with pytest.raises(VaultUnavailable):
        accounts.forget_all()
    assert accounts.all() == []
    assert accounts.vault.names() == []


def test_a_cancelled_sign_out_leaves_the_account(accounts, vault):
    cancel = Cancel()
    with vault.lock(name_of("sso")):
        threading.Timer(0.1, cancel.cancel).start()
        with pytest.raises(Cancelled):
            accounts.sign_out("sso", cancel)
    assert accounts.account("sso")
    assert vault.names()


def test_signing_in_anew_revokes_the_earlier_sign_in(issuer, accounts):
    pending_code = {"device_code": "d", "user_code": "A", "verification_uri": issuer.url + "/c"}
    issuer.answer("/device", as_json(pending_code))
    pending = accounts.begin_code("sso")
    values = json.loads(issuer.grant(name="Alice B.").body)
    issuer.answer("/token", as_json({**values, "refresh_token": "synthetic-refresh-new"}))

    class Quick(Cancel):
        def wait(self, seconds):
            self.check()

    account = accounts.finish_code(pending, Quick())
    assert account.who == "Alice B."
    assert [sent["token"] for sent in issuer.sent("/revoke")] == ["synthetic-refresh-0"]
    assert accounts.token("sso") == "synthetic-access-0"


def test_a_sign_in_that_cannot_be_kept_is_not_left_open(issuer, accounts, monkeypatch):
    def put(name, text):
        raise VaultUnavailable(detail="another QGIS holds it")

    monkeypatch.setattr(accounts.vault, "put", put)
    party = accounts._party(accounts.providers["sso"])
    issuer.answer("/token", issuer.grant())
    with pytest.raises(VaultUnavailable):
        accounts._signed_in(accounts.providers["sso"], party, party.exchange({"grant_type": "x"}), Cancel())
    assert [sent["token"] for sent in issuer.sent("/revoke")] == ["synthetic-refresh-0"]


def test_moving_to_another_vault(issuer, accounts, vault):
    issuer.rotating()
    target = MemoryVault()
    accounts.use_vault(target)
    assert vault.names() == []
    assert accounts.token("sso") == "synthetic-access-1"
    assert stored(target).refresh == "synthetic-refresh-1"


def test_a_move_that_fails_leaves_everything_where_it_was(issuer, accounts, vault, monkeypatch):
    issuer.rotating()
    vault.put("gaia-data/z", "more")
    target = MemoryVault()

    def put(name, text):
        if name.endswith("z"):
            raise VaultUnavailable(detail="another QGIS holds it")

    monkeypatch.setattr(target, "put", put)
    with pytest.raises(VaultUnavailable):
        accounts.use_vault(target)
    assert len(vault.names()) == 2
    assert accounts.token("sso") == "synthetic-access-1"
    assert stored(vault).refresh == "synthetic-refresh-1"


# -- keys ------------------------------------------------------------------------------------------


def keyed(ways):
    credentials = Credentials()
    rows = [read_provider({"id": "k", "title": {"en": "Keyed"}, "ways": ways})]
    made = Accounts(Session(), credentials, rows)
    made.fetching = Session(retry=Retry(times=0), credentials=credentials)
    return made


def keyed_rows(data):
    return [read_provider({"id": key, "ways": [header_way(data)]}) for key in ("k", "k2")]


def header_way(data, **more):
    return {
        "kind": "header", "headers": {"Authorization": "X-API-Key {key}"}, "fields": ["key"],
        "hosts": [f"127.0.0.1:{data.port}"], **more,
    }  # fmt: skip


def test_a_key_goes_to_its_hosts(data):
    accounts = keyed([header_way(data)])
    accounts.set_key("k", "header", {"key": "  synthetic-key-1\n"})
    assert sent(accounts, data) == "X-API-Key synthetic-key-1"
    accounts.set_key("k", "header", {"key": "synthetic-key-2"})
    assert sent(accounts, data) == "X-API-Key synthetic-key-2"
    accounts.sign_out("k")
    assert sent(accounts, data) == ""


def test_and_nowhere_else(data):
    """A redirect to another host, and hosts whose name only ends alike."""
    way = header_way(data)
    accounts = keyed([{**way, "headers": {"X-API-Key": "{key}", "Authorization": "Bearer {key}"}}])
    accounts.set_key("k", "header", {"key": "synthetic-key-1"})
    data.add("/moved", redirect(data.url("/data/there", "localhost"), 307))
    accounts.fetching.get(data.url("/moved"))
    assert data.seen[0].headers["x-api-key"] == "synthetic-key-1"
    assert data.seen[1].path == "/data/there"
    assert "synthetic-key-1" not in repr(data.seen[1].headers)
    suffixed = keyed([{**way, "hosts": [".meso.umontpellier.fr"]}])
    suffixed.set_key("k", "header", {"key": "synthetic-key-1"})
    credentials = suffixed.fetching.credentials
    assert credentials.for_url("https://s3.meso.umontpellier.fr/a")
    for url in (
        "https://evil-meso.umontpellier.fr.example/a",
        "https://evilmeso.umontpellier.fr/a",
        "http://s3.meso.umontpellier.fr/a",
        "https://meso.umontpellier.fr.example/",
        "https://user@evil.example/s3.meso.umontpellier.fr",
        "https://evil.example\\@s3.meso.umontpellier.fr/",
    ):
        assert credentials.for_url(url) is None


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("header", {}),
        ("header", {"key": "  "}),
        ("header", {"key": "synthetic\r\nX-Evil: 1"}),
        ("header", {"key": "clé"}),
        ("header", {"key": "x" * 10_000}),
        ("basic", {"name": "a"}),
        ("s3", {"access": "a", "secret": ""}),
        ("orcid", {"orcid": "0000-0002-1825-0098"}),
    ],
)
def test_keys_that_cannot_be(data, kind, values):
    ways = [header_way(data), *({"kind": kind, "hosts": ["a.example"]} for kind in ("basic", "s3", "orcid"))]
    accounts = keyed(ways)
    with pytest.raises(SignInError) as caught:
        accounts.set_key("k", kind, values)
    assert "synthetic" not in str(caught.value)
    assert accounts.all() == []


def test_names_passwords_and_netrc(data, tmp_path, monkeypatch):
    accounts = keyed([{"kind": "basic", "hosts": ["127.0.0.1"]}])
    accounts.set_key("k", "basic", dict.fromkeys(("name", "password"), "alicé"))
    assert accounts.account("k").who == "alicé"
    first = sent(accounts, data)
    assert first.startswith("Basic ")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    with pytest.raises(SignInError, match="netrc"):
        accounts.set_key("k", "basic", {})
    file = tmp_path / ".netrc"
    words = ("machine", "127.0.0.1", "login", "bob", "pass" + "word", "synthetic-secret")
    file.write_text(" ".join(words) + "\ndefault login x " + "pass" + "word y\n")
    file.chmod(0o600)
    account = accounts.set_key("k", "basic", {})
    assert account.who == ".netrc"
    assert sent(accounts, data) not in ("", first)
    assert "synthetic-secret" not in accounts.vault.get(name_of("k"))


def test_s3_keys_are_for_whoever_signs(data):
    accounts = keyed([{"kind": "s3", "hosts": [f"127.0.0.1:{data.port}"]}])
    pair = {name: f"synthetic-{name}" for name in ("access", "secret")}
    accounts.set_key("k", "s3", pair)
    assert accounts.secrets_of("k") == pair
    assert sent(accounts, data) == ""


def test_an_orcid_id_is_shown(data):
    accounts = keyed([{"kind": "orcid", "hosts": []}])
    account = accounts.set_key("k", "orcid", {"orcid": "https://orcid.org/0000-0002-1825-0097"})
    assert account.who == "0000-0002-1825-0097"


# -- secrets stay in ------------------------------------------------------------------------------


def test_no_text_form_shows_a_secret(issuer, data, accounts):
    issuer.rotating()
    accounts.token("sso")
    live, credential = accounts._live["sso"], accounts._attached["sso"]
    shown = [accounts, accounts.account("sso"), accounts.all(), live, live.kept, credential, accounts.vault]
    key = Kept("header", 0.0, values={"key": "synthetic-key"})
    for each in (*shown, live._tokens, accounts._parties, key):
        for text in (repr(each), str(each), f"{each}"):
            assert "synthetic-refresh" not in text
            assert "synthetic-access" not in text
            assert "synthetic-key" not in text
    with pytest.raises(TypeError):
        pickle.dumps(credential)


def test_damaged_entries_are_passed_over(issuer, data):
    for text in ("", "{", "[]", "{}", '{"kind": 1}', "null", kept(issuer).text().replace("1.0", '"x"')):
        vault = MemoryVault()
        vault.put(name_of("sso"), text)
        accounts = Accounts(Session(), Credentials(), [provider(issuer, data)], vault)
        accounts.restore()
        assert accounts.all() == []


def test_no_other_way_is_advised_where_there_is_none(issuer, data, monkeypatch):
    """An issuer that gives codes is left by the code; where it gives none, or the row wants none, not."""

    raised = []

    def fail(*_, **__):
        raise raised[-1](host="sso.example")

    monkeypatch.setattr(browser_flow, "sign_in", fail)
    issuer.metadata["device_authorization_endpoint"] = issuer.url + "/device"
    for flows, failure, told in [
        (("browser", "code"), PortInUse, PortInUse),
        (("browser", "code"), BrowserNotOpened, BrowserNotOpened),
        (("browser",), PortInUse, NoPortLeft),
        (("browser",), BrowserNotOpened, NoBrowser),
    ]:
        raised.append(failure)
        row = provider(issuer, data)
        row = replace(row, ways=tuple(replace(way, flows=flows) for way in row.ways))
        accounts = Accounts(Session(retry=Retry(times=0)), Credentials(), [row])
        with pytest.raises(told) as caught:
            accounts.sign_in(row.id, lambda url: True, Cancel())
        assert type(caught.value) is told and ("code" in str(caught.value)) == ("code" in flows)


def test_other_rows_from_now_on(accounts, data, issuer, vault):
    issuer.rotating()
    assert sent(accounts, data).startswith("Bearer ")
    accounts.use_providers([])
    assert accounts.account("sso") is None and sent(accounts, data) == ""
    accounts.use_providers([provider(issuer, data)])
    accounts.restore()
    assert accounts.account("sso").who == "Alice" and sent(accounts, data).startswith("Bearer ")
