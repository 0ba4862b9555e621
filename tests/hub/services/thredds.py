"""THREDDS catalogues of folders and files, with OPeNDAP: pydap. Siphon, the client of THREDDS's own authors,
is installed beside it, as the oracle of the tests.

pydap gives no metadata; what its OPeNDAP answers is not used (it cuts arrays short, with numpy 2).
"""

from __future__ import annotations

from tests.hub.hub import Hub, fetch

PACKAGES = ("python3-venv",)
PORTS = ("http",)
FILES = (
    *(f"snow/{year}/{month:02}/sd_{year}{month:02}{day:02}.csv" for year in (2020, 2021) for month in (1, 2)
      for day in (1, 15)),
    "stations/mast.csv",
    "stations/ridge.csv",
    "readme.csv",
)  # fmt: skip


def endpoints(ports: dict[str, int]) -> dict[str, str]:
    return {"thredds": f"http://127.0.0.1:{ports['http']}/catalog.xml"}


def fill(hub: Hub) -> None:
    data = hub.dir("thredds") / "data"
    for name in FILES:
        path = data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('"index","depth"\n1,0.5\n2,0.7\n', "utf-8")


def start(hub: Hub) -> None:
    folder = hub.dir("thredds")
    command = [str(hub.venv("thredds") / "bin" / "pydap"), "--bind", "127.0.0.1", "--port",
               str(hub.ports["thredds.http"]), "--data", str(folder / "data")]  # fmt: skip
    hub.spawn("thredds", command, {"HOME": str(folder)})  # it writes there


def check(hub: Hub) -> str:
    catalogue = fetch(hub.endpoints["thredds"]).decode("utf-8")
    return (
        "" if "readme.csv" in catalogue and "snow/catalog.xml" in catalogue else "no catalogue of its files"
    )
