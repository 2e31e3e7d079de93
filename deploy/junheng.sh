#!/bin/sh
# /usr/local/sbin/junheng (mode 755): any command of Junheng as the service's account, with the service's settings.
set -eu
set -a
. /etc/junheng/junheng.env
set +a
cd /
exec runuser -u junheng -- /opt/junheng/.venv/bin/junheng "$@"
