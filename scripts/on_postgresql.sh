#!/bin/sh
# Runs a command with JUNHENG_DATABASE_URL on a PostgreSQL made for it alone: on a socket in a directory of its own,
# without disk syncs, ended and removed when the command ends, however it ends. Exit status: the command's.
# Without PostgreSQL the command is not run, which is said in one line.
set -eu

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -n | tail -n 1)
if [ -z "$bin" ] && command -v initdb >/dev/null 2>&1; then bin=$(dirname "$(command -v initdb)"); fi
if [ -z "$bin" ]; then
  echo "Not run on PostgreSQL; to do so install: postgresql" >&2
  exit 0
fi

# PostgreSQL refuses to be root: then it runs as an account that owns nothing but this directory.
as() { "$@"; }
if [ "$(id -u)" = 0 ]; then
  account=postgres
  id "$account" >/dev/null 2>&1 || account=nobody
  as() { runuser -u "$account" -- "$@"; }
fi

place=$(mktemp -d /tmp/junheng-postgresql.XXXXXX)
end() {
  [ ! -f "$place/data/postmaster.pid" ] || as "$bin/pg_ctl" -D "$place/data" -m immediate -s stop || true
  rm -rf "$place"
}
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
[ "$(id -u)" != 0 ] || chown "$account" "$place"

cd "$place"
as "$bin/initdb" -D "$place/data" -U junheng -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
as "$bin/pg_ctl" -D "$place/data" -w -s -l "$place/log" -o "-k $place -c listen_addresses= -c fsync=off \
  -c synchronous_commit=off -c full_page_writes=off -c max_connections=200" start || { cat "$place/log" >&2; exit 1; }
as "$bin/createdb" -h "$place" -U junheng junheng
cd "$OLDPWD"

JUNHENG_DATABASE_URL="postgresql://junheng@/junheng?host=$place" "$@"
