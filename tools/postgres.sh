#!/usr/bin/env bash
# Run a command with PASSERELLE_DATABASE naming a throw-away PostgreSQL of its own, and take it down afterwards.
# With PASSERELLE_POSTGRES_ROOM=FOLDER the database lives there and is kept for the next time.
# As root the server runs as the user `postgres`, who owns its folder; otherwise as the caller.
set -euo pipefail
[ "${1:-}" = run ] && shift || { echo "usage: tools/postgres.sh run COMMAND ..." >&2; exit 2; }
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1 || true)
if [ -z "$bin" ]; then
  [ "$(id -u)" = 0 ] || { echo "PostgreSQL is not installed: install Debian's package postgresql." >&2; exit 2; }
  apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql >/dev/null
  bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
fi
kept=${PASSERELLE_POSTGRES_ROOM:-}
[ -z "$kept" ] || mkdir -p "$kept"
room=$(realpath "${kept:-$(mktemp -d)}")
as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
[ "$(id -u)" = 0 ] && chown postgres: "$room"
stop() {
  as "$bin/pg_ctl" -D "$room/data" -m "$([ -n "$kept" ] && echo fast || echo immediate)" -s -w stop || true
  [ -n "$kept" ] || rm -rf "$room"
}
trap stop EXIT
[ -d "$room/data" ] || as "$bin/initdb" -D "$room/data" -U passerelle -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$room/initdb.log"
as "$bin/pg_ctl" -D "$room/data" -w -s -l "$room/log" \
  -o "-c listen_addresses='' -k $room -p 54329 -c fsync=off -c synchronous_commit=off -c full_page_writes=off" start
PASSERELLE_DATABASE="postgresql://passerelle@/postgres?host=$room&port=54329" "$@"
