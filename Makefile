# Two commands do everything: `make demo` and `make test`. Both set up what they need and are quick the second time.
.DEFAULT_GOAL := help
.PHONY: help demo test setup system lint types pytest docs bench lock clean

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEMO := demo

help:
	@echo "make demo   an invented county, assessed: workbooks, forms and a page in ./$(DEMO)"
	@echo "make test   everything that is tested: style, types, tests, browser, coverage"
	@echo "make docs   renew the generated pages of docs/"
	@echo "make bench  measure (benchmarks/README.md says what)"

# The environment, from pinned and hashed requirements; remade when they change.
$(READY): requirements/dev.txt pyproject.toml scripts/setup.sh
	@scripts/setup.sh $(VENV)
	@touch $@

setup: $(READY)

# What Python packages cannot bring: a browser for the page's tests and fonts for Chinese.
system:
	@scripts/system.sh

demo: setup
	@$(BIN)/junheng demo --out $(DEMO) --force
	@$(BIN)/junheng assess $(DEMO)/county.xlsx --standard cn.quality.2017 --out $(DEMO)/assessment; \
	  status=$$?; if [ $$status -gt 1 ]; then exit $$status; fi
	@echo "Open $(DEMO)/assessment/assessment.html in a browser. 用浏览器打开 $(DEMO)/assessment/assessment.html"

test: setup system lint types pytest

lint: setup
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .

types: setup
	@$(BIN)/mypy

pytest: setup
	@$(BIN)/pytest --numprocesses 2 --cov --cov-report=term

docs: setup
	@$(BIN)/python scripts/generate_docs.py

bench: setup
	@$(BIN)/python benchmarks/run.py

lock:
	@scripts/lock.sh

clean:
	rm -rf $(VENV) $(DEMO) .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage*
