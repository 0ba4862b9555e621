"""CSW 2.0.2 and 3.0, OGC API Records, OAI-PMH and OpenSearch: pycsw 3.0.0b2 on SQLite."""

from __future__ import annotations

import json

from tests.hub.data import iso_records
from tests.hub.hub import Hub, fetch
from tests.hub.services import _pycsw

PACKAGES = ("python3-venv",)
PORTS = ("http",)


def endpoints(ports: dict[str, int]) -> dict[str, str]:
    base = f"http://127.0.0.1:{ports['http']}"
    return {
        "csw": f"{base}/csw",
        "records": base,
        "oai": f"{base}/oaipmh",
        "opensearch": f"{base}/opensearch",
    }


def fill(hub: Hub) -> None:
    folder = hub.dir("csw")
    records = folder / "records"
    records.mkdir(exist_ok=True)
    for name, text in {**iso_records.own(hub), **iso_records.recorded()}.items():
        (records / f"{name}.xml").write_bytes(text)
    config = folder / "pycsw.yml"
    config.write_text(
        _pycsw.yaml_config(hub.endpoints["records"], folder / "records.db", hub.venv("pycsw3")), "utf-8"
    )
    admin = str(hub.venv("pycsw3") / "bin" / "pycsw-admin.py")
    hub.run("csw", [admin, "setup-repository", "-c", str(config)])
    hub.run("csw", [admin, "load-records", "-c", str(config), "-p", str(records), "-y"])


def start(hub: Hub) -> None:
    command = [str(hub.venv("pycsw3") / "bin" / "python"), "-W", "ignore", "-m", "flask", "--app", "pycsw.wsgi_flask:APP",
               "run", "-h", "127.0.0.1", "-p", str(hub.ports["csw.http"])]  # fmt: skip
    hub.spawn("csw", command, {"PYCSW_CONFIG": str(hub.dir("csw") / "pycsw.yml")})


def check(hub: Hub) -> str:
    found = json.loads(fetch(hub.endpoints["records"] + "/collections/metadata:main/items?f=json&limit=1"))
    return "" if found["numberMatched"] >= iso_records.OWN else f"only {found['numberMatched']} records"
