#!/bin/sh
# Makes the virtual environment in $1 with everything the project needs. Uses uv when it is there, else venv and pip.
set -eu
venv=$1

python=""
for candidate in "${PYTHON:-}" python3 python3.13 python3.12 python3.11; do
  [ -n "$candidate" ] || continue
  if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$candidate; break; fi
done
if [ -z "$python" ]; then
  echo "Junheng needs Python 3.11 or later; none was found. Install it or name it: make PYTHON=/path/to/python3.11 …" >&2
  exit 2
fi

if command -v uv >/dev/null 2>&1; then
  [ -x "$venv/bin/python" ] || uv venv --quiet --python "$("$python" -c 'import sys; print(sys.executable)')" "$venv"
  uv pip install --quiet --compile-bytecode --python "$venv/bin/python" --require-hashes -r requirements/dev.txt
  uv pip install --quiet --python "$venv/bin/python" --no-deps --no-build-isolation -e .
else
  if ! [ -x "$venv/bin/pip" ]; then
    rm -rf "$venv"
    if ! "$python" -m venv "$venv"; then
      echo "Python cannot make a virtual environment: on Debian install python3-venv." >&2
      exit 2
    fi
  fi
  "$venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
  "$venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
fi
# The project itself too: a cold start should not compile it, even where Python is told not to write bytecode.
"$venv/bin/python" -m compileall -q src
