# Two commands matter: `make demo` and `make test`.  Both make their own virtual environment.
#
#   make demo   [PORT=8000] [SIZE=S|M]   a whole demo region on SQLite, served
#   make test   [PYTHON=python3.13]      all tests; PostgreSQL and Chromium when there
#   make coverage                        which lines the last `make test` did not reach; build/coverage/index.html
#   make lint                            style, CSS and JavaScript, import order, migrations, translations, docs
#   make matrix [SESSION=…] [TESTS=…]    every supported Python, Django and Wagtail, and the lowest versions
#   make migrations [NAME=what_it_does] the next migration of each app that needs one
#   make bench  [SIZE=S|M] [FRESH=1] [REPORT=1]  measures, into docs/benchmarks.md; fails when an aim is not met
#               [ONLY=words]                     only what has these words in its name, and writes nothing

SHELL := /bin/bash
PORT ?= 8000
SIZE ?= S
HOST ?= 127.0.0.1

ifeq ($(origin PYTHON), undefined)
PYTHON := python3
VENV ?= .venv
else
VENV ?= .venv-$(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])')
endif

BIN := $(VENV)/bin
# The interpreter's own version is part of the stamp, so a new Python makes a new environment.
LOCK := requirements.lock

.PHONY: demo test coverage matrix lint format bench migrations messages styles lock clean wheel pictures reference

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Kompas needs Python 3.11 or newer; '$(PYTHON)' is older. Try: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
		{ echo "This Python cannot make virtual environments. On Debian or Ubuntu: apt install python3-venv"; exit 1; }
	@echo "· making $(VENV)"
	@$(PYTHON) -m venv $(VENV)

# uv installs in seconds; where it cannot be had, pip does the same more slowly.
$(VENV)/.site: $(LOCK) pyproject.toml | $(BIN)/python
	@echo "· installing what the site needs"
	@$(BIN)/pip install -q --disable-pip-version-check -c $(LOCK) uv 2>/dev/null || true
	@if [ -x $(BIN)/uv ] && $(BIN)/uv pip install -q --python $(BIN)/python -r pyproject.toml --extra site -c $(LOCK); then :; \
	else $(BIN)/pip install -q --disable-pip-version-check -c $(LOCK) -e '.[site]'; fi
	@touch $@

$(VENV)/.dev: $(LOCK) pyproject.toml | $(VENV)/.site
	@echo "· installing what the tests need"
	@if [ -x $(BIN)/uv ] && $(BIN)/uv pip install -q --python $(BIN)/python -r pyproject.toml --extra site --extra s3 --group dev -c $(LOCK); then :; \
	else $(BIN)/pip install -q -U 'pip>=25.1' && $(BIN)/pip install -q -c $(LOCK) -e '.[site,s3]' --group dev; fi
	@touch $@

# Each size keeps its data in a folder of its own, so that both can be there.
demo: export KOMPAS_HOME := $(or $(KOMPAS_HOME),$(if $(filter-out S,$(SIZE)),var/$(SIZE),var))
demo: $(VENV)/.site
	@KOMPAS_DEMO=1 KOMPAS_BASE_URL=http://$(HOST):$(PORT) $(BIN)/python manage.py kompas_demo --size $(SIZE) --port $(PORT)
	@KOMPAS_DEMO=1 KOMPAS_BASE_URL=http://$(HOST):$(PORT) \
		$(BIN)/gunicorn cms.site.wsgi --bind $(HOST):$(PORT) --workers 2 --threads 4 --log-level warning

test: $(VENV)/.dev
	@$(BIN)/python tests/run.py $(if $(REQUIRE),--require $(REQUIRE)) $(TESTS)

# Of the SQLite run of the last `make test`, which has failed already when it covers too little.
coverage: $(VENV)/.dev
	@$(BIN)/coverage html -q --fail-under=0
	@$(BIN)/coverage report --fail-under=0

# nox is fetched when it is asked for: nothing else needs it.
matrix: $(VENV)/.dev
	@$(BIN)/uvx -q --from 'nox[uv]>=2025.5.1' nox $(if $(SESSION),-s "$(SESSION)") $(if $(TESTS),-- $(TESTS))

lint: $(VENV)/.dev
	@$(BIN)/python .ci/lint.py

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/biome check --write .

bench: $(VENV)/.dev
	@$(BIN)/python manage.py kompas_bench --size $(SIZE) $(if $(FRESH),--fresh) $(if $(REPORT),--report-only) $(if $(ONLY),--only "$(ONLY)")

# The next migration of each app that needs one, made on Django 5.2; those that have landed are never changed.
migrations: $(VENV)/.dev
	@$(BIN)/python manage.py makemigrations -v 1 $(if $(NAME),-n $(NAME)) \
		kompas_site kompas_training kompas_courses kompas_certificates kompas_pages
	@$(BIN)/python .ci/polite_migrations.py $$($(BIN)/python .ci/frozen.py --new)
	@$(BIN)/python .ci/frozen.py --add

# Collects the texts of the interface; translate what is new in */locale/pl/LC_MESSAGES/django.po.
messages: $(VENV)/.dev
	@$(BIN)/python .ci/messages.py

# The stylesheets that are shipped, from their sources by component (.ci/styles.py).
styles: $(VENV)/.dev
	@$(BIN)/python .ci/styles.py

lock: $(VENV)/.dev
	$(BIN)/uv pip compile --universal --no-header --no-annotate --no-emit-index-url --extra site --extra s3 --group dev pyproject.toml -o $(LOCK)

# docs/reference/python-api.md, from the code.
reference: $(VENV)/.dev
	@$(BIN)/python .ci/reference.py

# docs/pictures, from a demo region; needs Chromium.
pictures: $(VENV)/.dev
	@$(BIN)/python .ci/pictures.py

# For a release: make wheel REPOSITORY=https://… with the repository's address, which its links and pictures lead to.
wheel: $(VENV)/.dev
	@REPOSITORY="$(REPOSITORY)" $(BIN)/python .ci/wheel.py

clean:
	rm -rf .venv .venv-* var build dist *.egg-info
