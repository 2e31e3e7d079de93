# Two commands do everything: `make demo` and `make test`. Both set up what they need and are quick the second time.
.DEFAULT_GOAL := help
.PHONY: help demo demo-new test setup system lint types pytest docs screenshots bench lock clean

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEMO := demo
# DEMO_SERVE=0 leaves out serving; SERVE takes more options (--port 8080).
DEMO_SERVE ?= 1
SERVE ?=
PICTURES := $(DEMO)/screenshots

help:
	@echo "make demo   an invented county, assessed (workbooks, forms and a page in ./$(DEMO)) and served in the browser"
	@echo "make demo-new  the same from the beginning, with new passwords"
	@echo "make test   everything that is tested: style, types, tests on SQLite and PostgreSQL, browser, coverage"
	@echo "make docs   renew the generated pages of docs/"
	@echo "make screenshots  picture the main pages of the demo into ./$(PICTURES), and the three of the README"
	@echo "make bench  measure (benchmarks/README.md says what)"

# The environment, from pinned and hashed requirements; remade when they change.
$(READY): requirements/dev.txt pyproject.toml scripts/setup.sh
	@scripts/setup.sh $(VENV)
	@touch $@

setup: $(READY)

# What Python packages cannot bring: a browser for the page's tests, fonts for Chinese, PostgreSQL.
system:
	@scripts/system.sh

demo: setup
	@$(BIN)/junheng demo --out $(DEMO) --force
	@$(BIN)/junheng assess $(DEMO)/county.xlsx --standard cn.quality.2017 --out $(DEMO)/assessment; \
	  status=$$?; if [ $$status -gt 1 ]; then exit $$status; fi
	@echo "Open $(DEMO)/assessment/assessment.html in a browser. 用浏览器打开 $(DEMO)/assessment/assessment.html"
	@[ "$(DEMO_SERVE)" = 0 ] || exec $(BIN)/junheng serve --demo --data $(DEMO)/web $(SERVE)

demo-new:
	@rm -rf $(DEMO)/web
	@$(MAKE) --no-print-directory demo

test: setup system lint types pytest

lint: setup
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .

types: setup
	@$(BIN)/mypy

pytest: setup
	@$(BIN)/pytest --numprocesses 2 --ignore tests/web/stories --cov --cov-report=
	@# The stories share one house and walk one after the other.
	@$(BIN)/pytest tests/web/stories --cov --cov-append --cov-report=
	@# The walk of every page as every person asks the same policy again: once, on SQLite, is enough for it.
	@scripts/on_postgresql.sh $(BIN)/pytest tests/web -m "not browser" --ignore tests/web/people/test_every_page.py --ignore tests/web/base --numprocesses 2 --cov --cov-append --cov-report=
	@$(BIN)/coverage report

docs: setup
	@$(BIN)/python scripts/generate_docs.py

screenshots: setup system
	@$(BIN)/python scripts/screenshots.py $(PICTURES) --readme

bench: setup
	@$(BIN)/python benchmarks/run.py

lock:
	@scripts/lock.sh

clean:
	rm -rf $(VENV) $(DEMO) .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage*
