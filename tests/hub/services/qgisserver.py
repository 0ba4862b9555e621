"""WMS (one layer with TIME), WMTS, WFS 1.1, WCS 1.0 and OGC API Features: QGIS Server's own little server."""

from __future__ import annotations

from tests.hub.hub import Hub, fetch

PACKAGES = ("qgis-server-bin", "qgis-server-dummy|qgis-server-bin", "qgis-server-wms|qgis-server-bin",
            "qgis-server-wmts|qgis-server-bin", "qgis-server-wfs|qgis-server-bin",
            "qgis-server-wfs3|qgis-server-bin", "qgis-server-wcs|qgis-server-bin")  # fmt: skip
PORTS = ("http",)


def endpoints(ports: dict[str, int]) -> dict[str, str]:
    base = f"http://127.0.0.1:{ports['http']}"
    return {
        "wms": f"{base}/",
        "wmts": f"{base}/",
        "wfs": f"{base}/",
        "wcs1": f"{base}/",
        "features": f"{base}/wfs3",
    }


def fill(hub: Hub) -> None:
    """The project is made at installation: it holds no address."""


def start(hub: Hub) -> None:
    server = hub.program("qgis_mapserver", "/usr/lib/qgis/bin/qgis_mapserver")
    own = str(hub.dir("qgisserver"))
    environment = {
        "HOME": own,  # it writes its settings there
        "XDG_CONFIG_HOME": own,
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_RUNTIME_DIR": own,
        "QGIS_SERVER_LOG_STDERR": "1",
        "QGIS_SERVER_LOG_LEVEL": "2",
    }
    project = str(hub.data / "server.qgs")
    hub.spawn("qgisserver", [server, "-p", project, f"127.0.0.1:{hub.ports['qgisserver.http']}"], environment)


def check(hub: Hub) -> str:
    answer = fetch(hub.endpoints["wms"] + "?SERVICE=WMS&REQUEST=GetCapabilities").decode("utf-8", "replace")
    return "" if "<Name>dem</Name>" in answer else answer[:300]
