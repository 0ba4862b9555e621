# Everything installs what it lacks: on a fresh Debian, `make test` and `make run` are all there is to type.
SHELL := /bin/bash
PY := build/venv/bin/python

.PHONY: help setup hub-install test run bench lint package i18n clean hub-up hub-down hub-status format

help:
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

setup: ## system packages and build/venv
	@tools/setup.sh

clean: ## remove what was built, installed servers and newer QGIS included
	@rm -rf build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

hub-install: ## the real servers that the tests use
	@tools/hub-install.sh

hub-up: hub-install ## start the hub; its endpoints are in build/hub/endpoints.json
	@/usr/bin/python3 -m tests.hub up

hub-down: ## stop it
	@/usr/bin/python3 -m tests.hub down

hub-status:
	@/usr/bin/python3 -m tests.hub status
