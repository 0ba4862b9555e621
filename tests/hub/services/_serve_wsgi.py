"""Serves a WSGI application on loopback, a thread a request: ``_serve_wsgi.py MODULE:NAME PORT``."""

from __future__ import annotations

import importlib
import sys
import warnings
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

warnings.simplefilter("ignore")


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 64


class Quiet(WSGIRequestHandler):
    def address_string(self) -> str:
        return str(self.client_address[0])  # no name look-up


sys.path.pop(0)  # this file's own folder: its neighbours are not for the application
module, _, name = sys.argv[1].partition(":")
application = getattr(importlib.import_module(module), name)
make_server("127.0.0.1", int(sys.argv[2]), application, Server, Quiet).serve_forever()
