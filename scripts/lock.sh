#!/bin/sh
# Renews requirements/*.txt (pinned, hashed, without index lines) from pyproject.toml. Needs uv.
set -eu
cd "$(dirname "$0")/.."
lock() { uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet "$@"; }
lock pyproject.toml --output-file requirements/run.txt
lock pyproject.toml --group test --group bench --output-file requirements/dev.txt
