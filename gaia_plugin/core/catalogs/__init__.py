"""Catalogues: one module a protocol; the registry and the federation on top."""
