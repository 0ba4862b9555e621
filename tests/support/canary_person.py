"""A person at a QGIS of their own, who signs in, searches, opens a layer, downloads, and meets every error,
all with secrets that nobody else has. Run by tests/e2e/test_canaries.py in a process whose home, settings and
temporary files lie in one folder.

It writes down what a person or a log could see (``seen/*.txt``), and tells its parent, on a pipe of its own,
which secrets there were. With ``plant`` it also lets each of them slip where it must not be.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import subprocess
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PLAN = json.loads(os.environ.pop("CANARY_PLAN"))
sys.path.insert(0, PLAN["root"])
FOLDER = Path(PLAN["folder"])
SEEN = FOLDER / "seen"

from qgis.core import QgsApplication, QgsProject, QgsSettings  # noqa: E402
from qgis.PyQt.QtCore import QCoreApplication, QSettings  # noqa: E402

from gaia_plugin.bridge.tasks import Job, log  # noqa: E402
from tests.bridge.test_preprocessor import drawn  # noqa: E402
from tests.hub.services._signing_server import PAIRED  # noqa: E402
from tests.hub.services.signing import CLOSED, PERSON  # noqa: E402
from tests.support.pumped import pumped  # noqa: E402
from tests.support.scripted_browser import ScriptedBrowser  # noqa: E402

SECRETS: dict[str, str] = {
    name: f"canary-{name}-{secrets.token_hex(12)}"
    for name in ("key", "access", "secret", "password", "master")
}
SECRETS["signing-access"] = f"alice.{secrets.token_hex(12)}"  # the gateway knows a person by the beginning
SECRETS["signing-secret"] = PAIRED
# Of every address that a gateway or a store signed, whatever its signature is.
SECRETS["signature"], SECRETS["signed-for"] = "X-Amz-Signature=", "X-Amz-Credential="
SCENE = "https://s3-data.meso.umontpellier.fr/sm1-gdc/optical/T00_visual.tif"
BROWSER = """
import sys
sys.path.insert(0, sys.argv[1])
from tests.support.scripted_browser import ScriptedBrowser
ScriptedBrowser().open(sys.stdin.readline().strip())
"""


def write(name: str, text: str) -> None:
    with (SEEN / f"{name}.txt").open("a", encoding="utf-8") as file:
        file.write(text + "\n")


def told(kind: Any, error: Any, trace: Any) -> None:
    """What goes wrong in a slot, as QGIS's own hook shows it: searched too. PyQt would end the process."""
    write("slots", "".join(traceback.format_exception(kind, error, trace)))


sys.excepthook = told


def start() -> None:
    """QGIS with everything that it says written down."""
    logging.basicConfig(filename=SEEN / "debug.txt", level=logging.DEBUG)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(FOLDER / "profile"))
    QCoreApplication.setOrganizationName("canary")
    QCoreApplication.setApplicationName("canary")
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    start.app = QgsApplication([], True, str(FOLDER / "profile"))  # type: ignore[attr-defined]
    start.app.initQgis()  # type: ignore[attr-defined]
    QgsApplication.messageLog().messageReceived.connect(lambda *said: write("messages", repr(said)))
    begin = Job.start
    Job.start = lambda job: (write("tasks", job.description()), begin(job))[1]  # type: ignore[method-assign]
    if not QgsApplication.authManager().setMasterPassword(SECRETS["master"], True):
        raise SystemExit("no authentication database")


def until(what: str, condition: Any, seconds: float = 120.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise SystemExit(f"waited in vain: {what}")
        QCoreApplication.processEvents()
        time.sleep(0.005)


def desk() -> Any:
    """The plugin's session and sign-ins: at the hub's OpenID provider, and by keys and a password."""
    from gaia_plugin.bridge.network import qgis_session
    from gaia_plugin.bridge.sign_in import SignIn
    from gaia_plugin.core.access import Access
    from gaia_plugin.core.auth.providers import read_provider
    from gaia_plugin.core.net import Retry, Timeouts

    def host(name: str) -> list[str]:
        return [urlsplit(PLAN["servers"][name]).netloc]

    def header(*names: str) -> dict[str, Any]:
        headers = {f"X-{name}": "{" + name + "}" for name in names}
        return {"kind": "header", "headers": headers, "fields": list(names)}

    openid = {
        "kind": "openid", "issuer": PLAN["issuer"], "client_id": "gaia-qgis",
        "scopes": ["openid", "profile"], "hosts": host("token"),
    }  # fmt: skip
    rows = [
        {"id": "openid", "title": {"en": "Openid"}, "ways": [openid]},
        {"id": "key", "title": {"en": "Key"}, "ways": [{**header("key"), "hosts": host("key")}]},
        {
            "id": "pair",
            "title": {"en": "Pair"},
            "ways": [{**header("access", "secret"), "hosts": host("pair")}],
        },
        {"id": "basic", "title": {"en": "Basic"}, "ways": [{"kind": "basic", "hosts": host("basic")}]},
        {"id": "code", "title": {"en": "Code"}, "ways": [{**openid, "hosts": [], "flows": ["code"]}]},
        {
            "id": "signing",
            "title": {"en": "Signing"},
            "ways": [
                {
                    "kind": "header",
                    "headers": {"access-key": "{access}", "secret-key": "{secret}"},
                    "fields": ["access", "secret"],
                    "hosts": [urlsplit(PLAN["hub"]["signing"]).netloc],
                }
            ],
        },
        {
            "id": "store",
            "title": {"en": "Store"},
            "ways": [{"kind": "s3", "hosts": [urlsplit(PLAN["hub"]["object_store"]).netloc]}],
        },
    ]

    def browse(url: str) -> bool:
        threading.Thread(target=ScriptedBrowser().open, args=(url,), daemon=True).start()
        return True

    session = qgis_session(retry=Retry(times=1, first=0.01), timeouts=Timeouts(2.0, 2.0, 20.0))
    providers = [provider for provider in map(read_provider, rows) if provider]
    sign_in = SignIn(session, providers=providers, open_url=browse)
    sign_in.failed.connect(lambda error: write("errors", f"{error!r} {error} {error.fields}"))
    rows = json.loads((Path(PLAN["root"]) / "resources" / "access.json").read_text("utf-8"))
    gateway = next(one for one in rows if one["id"] == "teledetection")
    store = {"buckets": [CLOSED], "endpoint": PLAN["hub"]["object_store"], "service": "Store", "keys": True}
    access = [
        {**gateway, "gateway": PLAN["hub"]["signing"]},
        {"kind": "s3", "service": "S3", "stores": [store]},
    ]
    Access(session, access).use()
    return session, sign_in


def sign_in_everywhere(sign_in: Any) -> None:
    over: list[str] = []
    sign_in.finished.connect(over.append)
    answers = {
        "openid": ("browser", {}),
        "key": ("header", {"key": SECRETS["key"]}),
        "pair": ("header", {"access": SECRETS["access"], "secret": SECRETS["secret"]}),
        "basic": ("basic", {"name": "person", "password": SECRETS["password"]}),
        "code": ("code", {}),
        "signing": (
            "header",
            {"access": SECRETS["signing-access"], "secret": SECRETS["signing-secret"]},
        ),
        "store": ("s3", {"access": PERSON["accessKey"], "secret": PERSON["secretKey"]}),
    }
    sign_in.deviceCode.connect(lambda *_: on_another_screen(sign_in.code))
    for number, (provider, (way, given)) in enumerate(answers.items()):
        sign_in.start(provider, way, given)
        until(f"sign-in {provider}", lambda number=number: len(over) > number)
    if sign_in.vault().kind != "authdb" or any(state.account is None for state in sign_in.states()):
        raise SystemExit(f"not signed in: {sign_in.states()} {sign_in.vault()}")
    remember_tokens(sign_in, "first")
    sign_in.accounts._live["openid"]._tokens = None  # as if it was over: renewed, the refresh token rotates
    pumped(sign_in.accounts.token)("openid")
    remember_tokens(sign_in, "second")
    for provider in answers:
        if provider == "code":
            continue  # it opens no host
        before = len(over)
        sign_in.test(provider)
        until(f"test {provider}", lambda before=before: len(over) > before)
    write(
        "states",
        f"{sign_in.states()!r} {sign_in.vault()!r} {sign_in.accounts!r} {sign_in._session.credentials!r}",
    )


def on_another_screen(code: Any) -> None:
    """A code is typed where nobody sees this computer's logs; its link is an argument of no process."""
    SECRETS["user-code"], SECRETS["device-code"] = code.user_code, code.device_code
    browser = subprocess.Popen(
        [sys.executable, "-c", BROWSER, PLAN["root"]], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    browser.communicate((code.address_with_code + "\n").encode())


def remember_tokens(sign_in: Any, when: str) -> None:
    code = sign_in.accounts._live["code"]
    SECRETS["access-token-code"] = code._tokens.access
    SECRETS["refresh-token-code"] = code._tokens.refresh
    live = sign_in.accounts._live["openid"]
    SECRETS[f"access-token-{when}"] = live._tokens.access
    SECRETS[f"refresh-token-{when}"] = live._tokens.refresh


def search(session: Any) -> None:
    from gaia_plugin.core.catalogs.base import CatalogEntry
    from gaia_plugin.core.catalogs.registry import make_catalog
    from gaia_plugin.core.model import Query

    for name in ("key", "token", "pair", "basic"):
        catalog = make_catalog(CatalogEntry(name, "stac", PLAN["servers"][name] + "/stac"), session)

        def look(catalog: Any = catalog) -> list[Any]:
            return [record for page in catalog.search(Query(text="x")) for record in page.items]

        records = pumped(look)()
        if not records:
            raise SystemExit(f"nothing found at {name}")
        write("records", repr(records))


def layer(session: Any) -> None:
    from gaia_plugin.bridge.layers import AddToMap
    from gaia_plugin.bridge.signed_layers import SignedLayers
    from gaia_plugin.core.model import Dataset, Link, LinkKind

    layer.signed = SignedLayers(session, QgsProject.instance())  # type: ignore[attr-defined]
    adding = AddToMap(session, QgsProject.instance())
    said: list[Any] = []
    adding.added.connect(lambda link, made: said.append(made))
    adding.failed.connect(lambda link, error: said.append(error))
    links = [
        Link(PLAN["servers"]["key"] + "/wms", LinkKind.WMS, name="a"),
        Link(PLAN["servers"]["token"] + "/wms", LinkKind.WMS, name="a"),
        Link(PLAN["servers"]["token"] + "/cog.tif", LinkKind.COG),
        Link(PLAN["servers"]["key"] + "/elsewhere.tif", LinkKind.COG),
        Link(SCENE, LinkKind.COG, media_type="image/tiff"),
    ]
    for number, link in enumerate(links):
        adding.add(Dataset("d", "Dataset", catalog="c", links=(link,)), link)
        until(f"layer {link.href}", lambda number=number: len(said) > number)
        write("layers", repr(said[-1]) + str(said[-1]))
    for made in QgsProject.instance().mapLayers().values():
        write("layers", made.source() + made.htmlMetadata())
        if made.isValid():
            drawn(made)
    if len(QgsProject.instance().mapLayers()) < 3:
        raise SystemExit(f"no layers: {said}")


def download(session: Any) -> None:
    from gaia_plugin.bridge.downloads import Downloads
    from gaia_plugin.core.model import Granule, Link, LinkKind

    downloads, ended = Downloads(session, QgsProject.instance()), []
    downloads.ended.connect(ended.extend)
    links = [
        Link(PLAN["servers"][name] + path, LinkKind.DOWNLOAD)
        for name in ("token", "key", "pair", "basic")
        for path in ("/file.bin", "/elsewhere.bin", "/same-elsewhere.bin")
    ]
    links.append(Link(SCENE.replace("T00", "T01"), LinkKind.COG, media_type="image/tiff"))
    links.append(Link(f"s3://{CLOSED}/optical/T00_visual.tif", LinkKind.DOWNLOAD, restricted=True))
    for number, link in enumerate(links):
        granule = Granule(link.href, "Scene", catalog="c", collection="d", links=(link,))
        ended.clear()
        downloads.download(granule, [link], FOLDER / "downloads" / str(number))
        until(f"download {link.href}", lambda: ended)
        (one,) = ended
        write("downloads", repr(one))
        if one.error is not None:
            raise SystemExit(f"{link.href}: {one.error}")


def errors(session: Any, sign_in: Any) -> None:
    """Every kind of refusal, from servers that repeat what they were sent."""
    from gaia_plugin.core.errors import GaiaError

    kinds = set()
    for name in ("key", "token", "pair", "basic"):
        for path in PLAN["errors"]:
            if path == "/stall" and name != "key":
                continue  # it takes seconds
            try:
                pumped(session.get)(PLAN["servers"][name] + path).json()
            except GaiaError as error:
                told = sign_in.explained(error)
                kinds.add(type(error).__name__)
                write("errors", f"{error} {error.fields} {told} {told.fields} {traceback.format_exc()}")
                log(f"{name}: {told}")
                logging.getLogger("gaia").debug("failed", exc_info=True)
    if len(kinds) < 10:
        raise SystemExit(f"too few kinds of errors: {kinds}")


def save(name: str) -> None:
    for suffix in ("qgz", "qgs"):
        if not QgsProject.instance().write(str(FOLDER / "seen" / f"{name}.{suffix}")):
            raise SystemExit("the project was not saved")
    QgsSettings().sync()


def slip() -> None:
    """A secret in each place that is searched, to see that it is found there."""
    logging.getLogger("gaia").debug(SECRETS["key"])
    log(SECRETS["key"])
    write("errors", SECRETS["access-token-second"])
    QgsSettings().setValue("gaia_data/slip", SECRETS["secret"])
    QgsProject.instance().setTitle(SECRETS["password"])
    over: list[Any] = []
    Job(SECRETS["refresh-token-second"], lambda job: 1, over.append).start()
    until("the slipping task", lambda: over)
    (Path(os.environ["TMPDIR"]) / "slip").write_text(SECRETS["access"])
    (FOLDER / "downloads" / "slip.stac.json").write_text(SCENE + "?" + SECRETS["signature"] + "0a1b")
    write("states", SECRETS["device-code"])
    QgsSettings().setValue("gaia_data/code", SECRETS["user-code"])
    child = subprocess.Popen(["sleep", "3", "0." + "0" * 3], env={"SLIP": SECRETS["access"]})
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3)", SECRETS["secret"]])
    from qgis.core import QgsBlockingNetworkRequest
    from qgis.PyQt.QtCore import QUrl
    from qgis.PyQt.QtNetwork import QNetworkRequest

    request = QNetworkRequest(QUrl(PLAN["servers"]["other"] + "/slip"))
    request.setRawHeader(b"X-Slip", SECRETS["key"].encode())
    QgsBlockingNetworkRequest().get(request)
    child.wait()
    other.wait()


def main() -> None:
    start()
    session, sign_in = desk()
    sign_in_everywhere(sign_in)
    search(session)
    layer(session)
    download(session)
    errors(session, sign_in)
    if PLAN["plant"]:
        slip()
    save("project")
    sign_in.sign_out("key")
    until("sign-out", lambda: not sign_in._jobs)
    sign_in.shutdown()
    session.close()
    save("after")


if __name__ == "__main__":
    try:
        main()
        outcome = "done"
    except SystemExit as error:
        outcome = str(error)
    except BaseException:
        outcome = traceback.format_exc()
    with os.fdopen(int(PLAN["pipe"]), "w") as pipe:
        json.dump({"outcome": outcome, "secrets": SECRETS}, pipe)
    sys.stdout.flush()
    os._exit(0)  # ending a QgsApplication from Python crashes now and then
