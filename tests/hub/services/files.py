"""Files with ranges, and the faults of the network that nginx can play; also MapServer's front door."""

from __future__ import annotations

import os

from tests.hub.hub import Hub, fetch

PACKAGES = ("nginx-light|nginx",)
PORTS = ("http",)


def endpoints(ports: dict[str, int]) -> dict[str, str]:
    base = f"http://127.0.0.1:{ports['http']}"
    return {
        "files": f"{base}/data",
        "nginx": base,
        "mapserver": f"{base}/mapserv?",
        "wms_time": f"{base}/mapserv?",
        "wcs": f"{base}/mapserv?",
        "wfs2": f"{base}/mapserv?",
    }


def fill(hub: Hub) -> None:
    folder = hub.dir("files")
    (folder / "nginx.conf").write_text(
        CONFIG.format(
            # The workers must read a checkout that only its owner can enter.
            user="user root;" if os.geteuid() == 0 else "",
            folder=folder, files=hub.data / "files", port=hub.ports["files.http"],
            mapserver=hub.ports["mapserver.fcgi"], mapserver_conf=hub.dir("mapserver") / "mapserver.conf",
        ),
        "utf-8",
    )  # fmt: skip


def start(hub: Hub) -> None:
    hub.spawn(
        "files", [hub.program("nginx"), "-p", str(hub.dir("files")), "-c", "nginx.conf", "-e", "stderr"]
    )


def check(hub: Hub) -> str:
    return "" if fetch(hub.endpoints["files"] + "/dem/massif_wgs84.png") else "empty file"


CONFIG = """
daemon off; worker_processes 1; {user} pid {folder}/nginx.pid; error_log stderr warn;
events {{ worker_connections 512; }}
http {{
  include /etc/nginx/mime.types; default_type application/octet-stream; access_log {folder}/access.log;
  types {{ image/tiff tif tiff; application/json json; application/geo+json geojson;
          application/geopackage+sqlite3 gpkg; image/png png; application/zip zip; text/html html; }}
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  limit_req_zone $server_name zone=busy:1m rate=2r/s; limit_conn_zone $server_name zone=one:1m;
  map $http_authorization $allowed {{ default 0; "Bearer good" 1; }}
  sendfile on; keepalive_timeout 30;
  server {{
    listen 127.0.0.1:{port}; server_name hub;
    location = / {{ default_type text/plain; return 200 "files of the test hub\\n"; }}
    # A real server of COGs: ranges, ETag, Last-Modified.
    location /data/ {{ alias {files}/; autoindex on; }}
    location /slow/ {{ alias {files}/; limit_rate 200k; }}
    location /norange/ {{ alias {files}/; max_ranges 0; }}
    location /busy/ {{ limit_req zone=busy; limit_req_status 429; add_header Retry-After 1 always; alias {files}/; }}
    location /oneconn/ {{ limit_conn one 1; limit_conn_status 503; limit_rate 500k; alias {files}/; }}
    location /err500/ {{ default_type text/plain; return 500 "boom\\n"; }}
    location /err503/ {{ add_header Retry-After 2 always; return 503; }}
    location /drop/ {{ return 444; }}
    location /redir/ {{ rewrite ^/redir/(.*)$ http://127.0.0.1:{port}/data/$1 redirect; }}
    # The same machine under another name: for a client, another host.
    location /redirhost/ {{ rewrite ^/redirhost/(.*)$ http://localhost:{port}/echo/$1 redirect; }}
    location /echo/ {{ default_type application/json;
      return 200 '{{"uri": "$request_uri", "host": "$http_host", "authorization": "$http_authorization", "cookie": "$http_cookie", "user_agent": "$http_user_agent"}}'; }}
    location /redirloop/ {{ return 302 /redirloop/; }}
    location /auth/ {{
      if ($allowed = 0) {{ add_header WWW-Authenticate 'Bearer realm="hub", error="invalid_token"' always; return 401; }}
      alias {files}/; }}
    location /forbidden/ {{ default_type application/json; return 403 '{{"detail": "licence not accepted"}}'; }}
    location /html200/ {{ default_type text/html; return 200 "<!doctype html><title>Maintenance</title><h1>Back soon</h1>"; }}
    location /mapserv {{
      fastcgi_pass 127.0.0.1:{mapserver}; include /etc/nginx/fastcgi_params;
      fastcgi_param SERVER_NAME 127.0.0.1; fastcgi_param HTTP_HOST 127.0.0.1:{port};
      fastcgi_param SCRIPT_FILENAME /usr/lib/cgi-bin/mapserv;
      fastcgi_param MAPSERVER_CONFIG_FILE {mapserver_conf};
      fastcgi_split_path_info ^(/mapserv)(/.*)$; fastcgi_param PATH_INFO $fastcgi_path_info; }}
  }}
}}
"""
