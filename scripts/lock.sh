#!/bin/sh
# Renews requirements/*.txt (pinned and hashed; uv leaves the registry out by itself) from pyproject.toml. Needs uv.
set -eu
cd "$(dirname "$0")/.."
lock() { uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet "$@"; }
lock pyproject.toml --output-file requirements/run.txt
lock pyproject.toml --group test --group bench --output-file requirements/dev.txt
