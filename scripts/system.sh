#!/bin/sh
# Debian packages the browser tests need; installed when root, else named in one line. Tests that need them skip visibly.
set -eu
missing=""
command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || missing="chromium"
{ command -v fc-list >/dev/null 2>&1 && fc-list :lang=zh-cn | grep -q . ; } || missing="$missing fonts-noto-cjk fontconfig"
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  export DEBIAN_FRONTEND=noninteractive
  # shellcheck disable=SC2086
  apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing >/dev/null
else
  echo "The browser tests will be skipped; to run them install:$(printf ' %s' $missing)" >&2
fi
