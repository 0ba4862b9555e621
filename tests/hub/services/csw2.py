"""An older dialect of the same: pycsw 2.6.2 (exceptions with HTTP 200, its own OpenSearch quirks, SRU)."""

from __future__ import annotations

from pathlib import Path

from tests.hub.data import iso_records
from tests.hub.hub import Hub, fetch
from tests.hub.services import _pycsw

PACKAGES = ("python3-venv",)
PORTS = ("http",)


def endpoints(ports: dict[str, int]) -> dict[str, str]:
    base = f"http://127.0.0.1:{ports['http']}/"
    return {"csw2": base, "oai2": f"{base}?mode=oaipmh", "opensearch2": f"{base}?mode=opensearch"}


def fill(hub: Hub) -> None:
    folder = hub.dir("csw2")
    records = folder / "records"
    records.mkdir(exist_ok=True)
    for name, text in iso_records.own(hub, third=False).items():
        (records / f"{name}.xml").write_bytes(text)
    config = folder / "pycsw.cfg"
    config.write_text(_pycsw.ini_config(hub.endpoints["csw2"], folder / "records.db"), "utf-8")
    admin = str(hub.venv("pycsw2") / "bin" / "pycsw-admin.py")
    hub.run("csw2", [admin, "-c", "setup_db", "-f", str(config)])
    hub.run("csw2", [admin, "-c", "load_records", "-f", str(config), "-p", str(records), "-y"])


def start(hub: Hub) -> None:
    server = Path(__file__).with_name("_serve_wsgi.py")
    command = [str(hub.venv("pycsw2") / "bin" / "python"), str(server), "pycsw.wsgi:application",
               str(hub.ports["csw2.http"])]  # fmt: skip
    hub.spawn("csw2", command, {"PYCSW_CONFIG": str(hub.dir("csw2") / "pycsw.cfg")})


def check(hub: Hub) -> str:
    request = "?service=CSW&version=2.0.2&request=GetRecords&typenames=csw:Record&elementsetname=brief&resulttype=hits"
    answer = fetch(hub.endpoints["csw2"] + request).decode()
    return "" if 'numberOfRecordsMatched="' in answer and 'Matched="0"' not in answer else answer[-300:]
