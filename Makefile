# Two commands: `make run` and `make test`. Everything they need comes from package registries.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PORT ?= 8501
WORKERS ?= 2

.PHONY: run setup test test-fast test-pages test-browser lint format lock messages clean
.DEFAULT_GOAL := run

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("SalesDash needs Python 3.11 or newer, this is %d.%d" % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt | $(VENV)/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.installed-test: requirements-test.txt $(VENV)/.installed
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-test.txt
	@touch $@

# The environment and nothing else.
setup: $(VENV)/.installed

# Database, sample company if the database is empty, server on 127.0.0.1. Links lead to the port that is served.
run: export SALESDASH_PUBLIC_URL ?= http://127.0.0.1:$(PORT)
run: setup
	$(PY) -m salesdash db upgrade
	$(PY) -m salesdash sample load --if-empty
	$(PY) -m streamlit run app.py --server.port $(PORT)

test: test-fast test-pages test-browser

# Pure functions, services on SQLite and PostgreSQL, the command line.
test-fast: $(VENV)/.installed-test
	$(PY) -m pytest tests -n $(WORKERS) -m "not pages and not browser and not slow"

# Every page and role through AppTest, and the tests that take longer than a moment. A file stays with one process:
# some build one company for all their tests, or tell a story in its order.
test-pages: $(VENV)/.installed-test
	$(PY) -m pytest tests -n $(WORKERS) --dist loadfile -m "(pages or slow) and not browser"

# What only a browser shows.
test-browser: $(VENV)/.installed-test
	sh tests/browser/chromium.sh
	$(PY) -m pytest tests -m browser

lint: $(VENV)/.installed-test
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

format: $(VENV)/.installed-test
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

# Compiles the pinned lists from the short ones.
lock: $(VENV)/.installed
	$(PY) -m pip install --quiet --disable-pip-version-check uv
	$(VENV)/bin/uv pip compile --quiet --no-emit-index-url --no-emit-find-links --no-header requirements.in -o requirements.txt
	$(VENV)/bin/uv pip compile --quiet --no-emit-index-url --no-emit-find-links --no-header requirements-test.in -o requirements-test.txt

# Brings the catalogues up to the texts of the sources; new texts come without a translation. Dates and names that
# would change with every run stay out of their headers.
messages: $(VENV)/.installed
	@mkdir -p build
	$(VENV)/bin/pybabel -q extract -F babel.cfg -k _ -k N_ -k ngettext:1,2 -k NN_:1,2 --no-location --sort-output --omit-header -o build/salesdash.pot .
	for language in zh_Hant zh_Hans; do \
		test -f salesdash/locale/$$language.po || $(VENV)/bin/pybabel -q init -i build/salesdash.pot -l $$language -o salesdash/locale/$$language.po; \
		$(VENV)/bin/pybabel -q update -i build/salesdash.pot -l $$language -o salesdash/locale/$$language.po --no-fuzzy-matching --ignore-obsolete --no-wrap; \
		sed -E -e '/^"(Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By):/d' \
			-e 's/:  SalesDash/: SalesDash/' salesdash/locale/$$language.po > build/$$language.po; \
		cp build/$$language.po salesdash/locale/$$language.po; \
	done

clean:
	rm -rf $(VENV) build .pytest_cache .mypy_cache .ruff_cache
