# La seule porte : make help liste les commandes ; docs/exploitation.md décrit les variables d’environnement.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run dev test check lock bench

export PORT ?= 8000
SIZE ?= 10000
# Celui du système d’abord : les distributions le compilent avec ses optimisations, pyenv sans elles.
PYTHON ?= $(shell for one in "$$(command -p -v python3)" python3; do "$$one" -m pip --version >/dev/null 2>&1 \
	&& "$$one" -c 'import sys; sys.exit(sys.version_info < (3, 11))' && echo "$$one" && break; done || echo python3)
VENV := .venv
PY := $(VENV)/bin/python
PIP = $(PYTHON) -m pip --python $(PY) install --quiet --disable-pip-version-check --require-hashes --no-deps
UV := .tools/bin/uv
COMPILE := $(UV) pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--no-header $(UPGRADE) pyproject.toml
MANAGE := $(PY) manage.py

help: ## cette liste
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1|/' | awk -F'|' '{printf "%-14s %s\n", $$1, $$2}'

run: $(VENV)/.run ## tout installer, préparer la base, servir sur http://127.0.0.1:$PORT
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) collectstatic --noinput --verbosity 0
	@[ "$$BIBIA_DEMO" = 0 ] || $(MANAGE) demo
	@exec $(PY) -m bibia.serve

dev: $(VENV)/.dev ## serveur de développement, rechargé à chaque changement
	@DEBUG=1 $(MANAGE) migrate --verbosity 0
	@[ "$$BIBIA_DEMO" = 0 ] || DEBUG=1 $(MANAGE) demo
	@exec env DEBUG=1 $(MANAGE) runserver 127.0.0.1:$(PORT)

test: $(VENV)/.dev ## tous les contrôles, sur SQLite, PostgreSQL et dans Chromium
	@exec $(PY) -m scripts.test

check: $(VENV)/.dev ## les contrôles rapides, sans PostgreSQL ni navigateur
	@exec $(PY) -m scripts.test --fast

bench: $(VENV)/.dev ## mesure la recherche sur SIZE fiches inventées, et l’import
	@$(PY) -m benches.relevance
	@$(PY) -m benches.doctor
	@$(PY) -m benches.imports
	@exec $(PY) -m benches.search $(SIZE)

lock: $(UV) ## recalcule requirements/*.txt (UPGRADE=--upgrade : dernières versions)
	@$(COMPILE) --output-file requirements/run.txt
	@$(COMPILE) --group dev --constraint requirements/run.txt --output-file requirements/dev.txt

# pip du système, qui pose dans l’environnement : Debian n’a pas toujours ensurepip.
$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 ou plus récent est nécessaire.")'
	@$(PYTHON) -m pip --version >/dev/null 2>&1 || { echo "pip est nécessaire : apt install python3-pip" >&2; exit 1; }
	@$(PYTHON) -m venv --without-pip $(VENV)

$(VENV)/.run: requirements/run.txt | $(PY)
	@echo "Installation des bibliothèques…"
	@$(PIP) -r $<
	@touch $@

$(VENV)/.dev: requirements/dev.txt | $(PY)
	@echo "Installation des bibliothèques et des outils d’essai…"
	@$(PIP) -r $<
	@touch $@ $(VENV)/.run

$(UV):
	@$(PYTHON) -m venv --without-pip .tools
	@$(PYTHON) -m pip --python .tools/bin/python install --quiet --disable-pip-version-check uv
