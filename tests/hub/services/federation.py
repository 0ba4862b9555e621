"""A federation such as eduGAIN: a SAML identity provider (SimpleSAMLphp) behind a proxy that speaks OpenID
Connect (SATOSA), over HTTPS with an authority of the run's own, which nobody trusts unless told to.

Below ``federation_idp`` are the authority (``/ca.pem``) and the public client (``/client.json``); SATOSA knows
a client's redirects by heart, ports included, so the hub keeps some free for them. People and their passwords:
``federation_conf/idp/authsources.php``. Optional: without SimpleSAMLphp the rest of the hub comes up.
"""

from __future__ import annotations

import json
import secrets
import shutil
import ssl
import urllib.request
from pathlib import Path

from tests.hub.hub import Hub, NotInstalled, fetch

PACKAGES = ("simplesamlphp", "php-cli", "php-xml", "php-mbstring", "xmlsec1", "openssl")
BACK = ("back1", "back2", "back3")  # nothing of the hub listens there: the redirects of the client
PORTS = ("proxy", "idp", *BACK)
OPTIONAL = True

CONF = Path(__file__).with_name("federation_conf")
SIMPLESAML = Path("/usr/share/simplesamlphp")


def endpoints(ports: dict[str, int]) -> dict[str, str]:
    return {
        "federation": f"https://127.0.0.1:{ports['proxy']}",
        "federation_idp": f"http://127.0.0.1:{ports['idp']}",
    }


def missing() -> str:
    """What is not installed, "" where the federation can be had."""
    found = {
        "php": shutil.which("php"),
        "xmlsec1": shutil.which("xmlsec1"),
        "simplesamlphp": SIMPLESAML.exists(),
    }
    names = ", ".join(name for name, there in found.items() if not there)
    return f"no federation without {names}: make hub-install" if names else ""


def fill(hub: Hub) -> None:
    lacks = missing()
    if lacks:
        raise NotInstalled(lacks)
    hub.venv("federation")  # before anything is started
    folder = hub.dir("federation")
    for name in ("idp/cert", "idp/log", "idp/data", "idp/tmp", "idp/sessions", "idp/www", "proxy/tmp"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    _certificates(hub, folder)
    words = {
        "FOLDER": str(folder),
        "IDP": hub.endpoints["federation_idp"],
        "PROXY": hub.endpoints["federation"],
        "SALT": secrets.token_hex(16),
        "XMLSEC": hub.program("xmlsec1"),
        "IDP_CERTIFICATE": "".join((folder / "idp/cert/idp.crt").read_text("ascii").splitlines()[1:-1]),
    }
    for source in CONF.rglob("*.*"):
        text = source.read_text("utf-8")
        for word, value in words.items():
            text = text.replace(f"@{word}@", value)
        target = folder / source.relative_to(CONF)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    client = {
        "client_id": "gaia-qgis",
        "client_name": "QGIS",
        "redirect_uris": [f"http://127.0.0.1:{hub.ports[f'federation.{name}']}/" for name in BACK],
        "response_types": ["code"],
        "token_endpoint_auth_method": "none",
        "subject_type": "pairwise",
        "id_token_signed_response_alg": "RS256",
    }
    (folder / "proxy/clients.json").write_text(json.dumps({"gaia-qgis": client}), "utf-8")
    (folder / "idp/www/client.json").write_text(json.dumps(client), "utf-8")
    (folder / "idp/www/simplesaml").symlink_to(SIMPLESAML / "www")


def _certificates(hub: Hub, folder: Path) -> None:
    """An authority and what it signed for the proxy; the keys that the identity provider and the proxy sign
    assertions, requests and ID tokens with (RSA: neither knows another)."""

    def made(name: str, subject: str, key: tuple[str, ...], *more: str) -> None:
        hub.run("federation", ["openssl", "req", "-x509", "-nodes", "-days", "30", "-subj", f"/CN={subject}",
                               "-keyout", str(folder / f"{name}.key"), "-out", str(folder / f"{name}.crt"),
                               "-newkey", *key, *more])  # fmt: skip

    curve, rsa = ("ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"), ("rsa:2048",)
    made("ca", "authority of the hub", curve, "-addext", "keyUsage=critical,keyCertSign")
    (folder / "ca.crt").rename(folder / "idp/www/ca.pem")
    made(
        "proxy/tls", "127.0.0.1", curve,
        "-CA", str(folder / "idp/www/ca.pem"), "-CAkey", str(folder / "ca.key"),
        "-addext", "subjectAltName=IP:127.0.0.1", "-addext", "basicConstraints=critical,CA:FALSE",
        "-addext", "extendedKeyUsage=serverAuth",
    )  # fmt: skip
    for name in ("idp/cert/idp", "proxy/frontend", "proxy/backend"):
        made(name, "hub.invalid", rsa)


def start(hub: Hub) -> None:
    folder = hub.dir("federation")
    hub.spawn(
        "federation.idp",
        [hub.program("php"), "-d", "date.timezone=UTC", "-d", "display_errors=0", "-S",
         f"127.0.0.1:{hub.ports['federation.idp']}", "-t", str(folder / "idp/www")],
        {"SIMPLESAMLPHP_CONFIG_DIR": str(folder / "idp"), "PHP_CLI_SERVER_WORKERS": "2"},
    )  # fmt: skip
    gunicorn = str(hub.venv("federation") / "bin/gunicorn")
    hub.spawn(
        "federation.proxy",
        [gunicorn, "--certfile", "tls.crt", "--keyfile", "tls.key", "--threads", "4", "--no-control-socket",
         "--bind", f"127.0.0.1:{hub.ports['federation.proxy']}", "satosa.wsgi:app"],
        {"SATOSA_CONFIG": "proxy_conf.yaml", "TMPDIR": str(folder / "proxy/tmp")},
        cwd=str(folder / "proxy"),
    )  # fmt: skip


def check(hub: Hub) -> str:
    base, idp = hub.endpoints["federation"], hub.endpoints["federation_idp"]
    trusting = ssl.create_default_context(cafile=str(hub.dir("federation") / "idp/www/ca.pem"))
    https = urllib.request.HTTPSHandler(context=trusting)
    ask = urllib.request.build_opener(urllib.request.ProxyHandler({}), https)
    with ask.open(f"{base}/.well-known/openid-configuration", timeout=20) as answer:
        found = json.loads(answer.read())
    if found["issuer"] != base:
        return "another issuer"
    return "" if b"IDPSSODescriptor" in fetch(f"{idp}/simplesaml/saml2/idp/metadata.php") else "no metadata"
