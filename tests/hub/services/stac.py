"""STAC API: stac-fastapi-pgstac 7.2.0 with pgstac 0.10.0 on PostgreSQL and PostGIS.

Serves item search, collection search, CQL2 text and JSON, query, sort, fields, free text, tokens.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import tempfile
import time
from pathlib import Path

from tests.hub.data import stac_items
from tests.hub.hub import BUILD, Failed, Hub, fetch, free_ports

PACKAGES = ("postgresql-15-postgis-3|postgresql-17-postgis-3|postgresql-postgis",)
PORTS = ("http", "db")
STOP = signal.SIGINT  # PostgreSQL: without waiting for its clients
TEMPLATE = BUILD / "pgstac-template"
TITLE = "STAC API of the test hub"
EXTENSIONS = "query,sort,fields,filter,free_text,pagination,collection_search,aggregation"
SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
fsync = off
synchronous_commit = off
full_page_writes = off
shared_buffers = 64MB
max_connections = 30
jit = off
"""


def endpoints(ports: dict[str, int]) -> dict[str, str]:
    return {"stac": f"http://127.0.0.1:{ports['http']}"}


def _bin(name: str) -> str:
    """A program of the newest PostgreSQL here that has PostGIS."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / name).exists() and Path(
            f"/usr/share/postgresql/{folder.parent.name}/extension/postgis.control"
        ).exists():
            return str(folder / name)
    raise Failed("PostgreSQL with PostGIS is not installed: make hub-install")


def _as_postgres(*command: str) -> list[str]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return list(command)
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--", *command]


def _client(port: int) -> dict[str, str]:
    return {"PGHOST": "127.0.0.1", "PGPORT": str(port), "PGUSER": "postgres", "PGDATABASE": "pgstac"}


def _scratch(hub: Hub) -> Path:
    """A folder that the user postgres reaches even where the checkout is under a root-only home."""
    folder = Path(tempfile.mkdtemp(prefix="gaia-hub-pg-"))
    hub.scratch(str(folder))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    return folder / "data"


def _run_database(hub: Hub, data: Path, port: int) -> None:
    hub.spawn("stac.db", _as_postgres(_bin("postgres"), "-D", str(data), "-p", str(port)), cwd="/")
    end = time.monotonic() + 30
    while True:
        try:
            hub.run("stac", [_bin("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)])
            return
        except Failed:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


def prepare(hub: Hub) -> None:
    """Once: a cluster with pgstac's schema in it, that every start copies (initdb and migrate take seconds)."""
    pins = Path(__file__).parent / "requirements" / "pgstac.txt"
    digest = hashlib.sha256(pins.read_bytes() + _bin("postgres").encode() + SETTINGS.encode()).hexdigest()
    stamp = TEMPLATE.with_suffix(".stamp")
    if stamp.exists() and stamp.read_text() == digest:
        return
    stamp.unlink(missing_ok=True)
    shutil.rmtree(TEMPLATE, ignore_errors=True)
    data, port = _scratch(hub), free_ports(1)[0]
    command = _as_postgres(_bin("initdb"), "-D", str(data), "-A", "trust", "-U", "postgres",
                           "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")  # fmt: skip
    hub.run("stac", command, cwd="/")
    with (data / "postgresql.conf").open("a") as settings:
        settings.write(SETTINGS)
    _run_database(hub, data, port)
    hub.run("stac", [_bin("createdb"), "pgstac"], {**_client(port), "PGDATABASE": "postgres"})
    hub.run("stac", [str(hub.venv("pgstac") / "bin" / "pypgstac"), "migrate"], _client(port))
    hub.run("stac", _as_postgres(_bin("pg_ctl"), "stop", "-D", str(data), "-m", "fast"), cwd="/")
    hub.run("stac", ["cp", "-a", str(data), str(TEMPLATE)])
    stamp.write_text(digest)


def fill(hub: Hub) -> None:
    if not TEMPLATE.with_suffix(".stamp").exists():
        raise Failed("the database of the STAC API is not prepared: make hub-install")
    data = _scratch(hub)
    hub.run("stac", ["cp", "-a", str(TEMPLATE), str(data)])
    _run_database(hub, data, hub.ports["stac.db"])


def start(hub: Hub) -> None:
    port, db = hub.ports["stac.http"], hub.ports["stac.db"]
    environment = {
        **_client(db),
        "PGPASSWORD": TITLE,  # the API wants one, PostgreSQL asks for none
        "DB_MIN_CONN_SIZE": "1",
        "DB_MAX_CONN_SIZE": "6",
        "STAC_FASTAPI_TITLE": TITLE,
        "ENABLED_EXTENSIONS": EXTENSIONS,
    }
    command = ["uvicorn", "stac_fastapi.pgstac.app:create_app", "--factory", "--host", "127.0.0.1",
               "--port", str(port), "--log-level", "warning", "--no-access-log"]  # fmt: skip
    venv = hub.venv("pgstac") / "bin"
    hub.spawn("stac.api", [str(venv / command[0]), *command[1:]], environment)
    folder = hub.dir("stac")
    for what, rows in (("collections", stac_items.collections(hub)), ("items", stac_items.items(hub))):
        path = folder / f"{what}.ndjson"
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
        hub.run("stac", [str(venv / "pypgstac"), "load", what, str(path), "--method", "insert"], _client(db))


def check(hub: Hub) -> str:
    found = json.loads(fetch(hub.endpoints["stac"] + "/search?limit=200"))
    return "" if len(found["features"]) == 200 else f"only {len(found['features'])} items"
