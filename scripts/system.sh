#!/bin/sh
# Debian packages the tests need: a browser, Chinese fonts, PostgreSQL. Installed when root, else named in one line;
# tests that need them skip visibly.
set -eu
missing=""
command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || missing="chromium"
{ command -v fc-list >/dev/null 2>&1 && fc-list :lang=zh-cn | grep -q . ; } || missing="$missing fonts-noto-cjk fontconfig"
{ ls -d /usr/lib/postgresql/*/bin >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1; } || missing="$missing postgresql"
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  export DEBIAN_FRONTEND=noninteractive
  # shellcheck disable=SC2086
  apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing >/dev/null
else
  echo "Tests will be skipped; to run all of them install:$(printf ' %s' $missing)" >&2
fi
