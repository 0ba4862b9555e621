"""Signing in: OpenID Connect, keys, and where their secrets are kept. No network and no window of its own:
the caller gives a ``Session`` and opens the browser."""
