# Everything installs what it lacks: on a fresh Debian, `make run` and `make test` are all there is to type.
SHELL := /bin/bash
PY := build/venv/bin/python
# make test QGIS=3.40 (or run, bench): another QGIS, unpacked beside the system's.
QGIS ?=
WITH = $(if $(QGIS),$$(tools/qgis-newer.sh $(QGIS)))
ARGS ?=

.PHONY: help setup hub-install test run bench lint format package i18n i18n-update hub-up hub-down hub-status clean

help: ## this list
	@grep -E '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: ## system packages and build/venv
	@tools/setup.sh

hub-install: setup ## the real servers that the tests use
	@tools/hub-install.sh

test: setup hub-install i18n ## every test; QGIS=3.40 on that QGIS; ARGS="-k words" for some
	@$(WITH) $(PY) -m pytest $(ARGS)

run: setup i18n ## QGIS with the plugin, or the tour where there is no display; HUB=1 with the real servers
	@QGIS="$(QGIS)" HUB="$(HUB)" LOCALE="$(LOCALE)" TOUR="$(TOUR)" tools/run.sh

bench: setup ## speed and memory against peers, into build/bench.json
	@$(WITH) $(PY) -m tests.bench.run $(ARGS)

lint: setup ## ruff, mypy, import rules, bandit, detect-secrets
	@tools/lint.sh

format: setup ## ruff's formatting and its safe mends
	@build/venv/bin/ruff format -q && build/venv/bin/ruff check -q --fix

package: setup i18n ## build/gaia_data-VERSION.zip, scanned
	@tools/package.sh

i18n: setup ## compile the translations
	@tools/i18n.sh

i18n-update: setup ## gather new messages into i18n/gaia_fr.ts
	@tools/i18n.sh update

hub-up: hub-install ## start the hub; its endpoints are in build/hub/endpoints.json
	@/usr/bin/python3 -m tests.hub up

hub-down: ## stop it
	@/usr/bin/python3 -m tests.hub down

hub-status: ## its endpoints
	@/usr/bin/python3 -m tests.hub status

clean: ## remove what was built, installed servers and newer QGIS included
	@[ ! -d build/hub ] || /usr/bin/python3 -m tests.hub down
	@rm -rf build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
