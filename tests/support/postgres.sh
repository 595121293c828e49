#!/bin/sh
# Run a command beside a PostgreSQL of its own, and give back the command's status:
#     tests/support/postgres.sh .venv/bin/python -m pytest tests/migrations
# The server lives in a temporary folder, listens on a socket in it and nowhere else, belongs to
# an unprivileged account, and goes when the command ends. TEST_DATABASE_URL tells where it is;
# where that is set already, that server is used instead.
set -eu
[ -z "${TEST_DATABASE_URL:-}" ] || exec "$@"

programs=$(find /usr/lib/postgresql -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1)
programs=${programs:-$(command -v initdb || true)}
if [ -z "$programs" ]; then
    if [ "${CI:-}" = true ]; then
        echo "PostgreSQL is not installed, and CI tests nothing without it." >&2
        exit 1
    fi
    echo "PostgreSQL is not installed: testing on SQLite alone." >&2
    exec "$@"
fi
programs=$(dirname "$programs")

folder=$(mktemp -d /tmp/porchlight-postgres.XXXXXX)
server() { (cd "$folder" && "$@" >>"$folder/log" 2>&1); }
if [ "$(id -u)" = 0 ]; then # PostgreSQL refuses to run as root
    owner=$(id -un postgres 2>/dev/null || echo nobody)
    touch "$folder/log"
    chown -R "$owner" "$folder"
    server() { (cd "$folder" && runuser -u "$owner" -- "$@" >>"$folder/log" 2>&1); }
fi

stop_server() {
    server "$programs/pg_ctl" -D "$folder/data" -m immediate stop || true
    rm -rf "$folder"
}
trap stop_server EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Nothing that tests write must survive a power cut, so it need not wait for the disk. What is
# measured does: POSTGRES_FSYNC=on.
server "$programs/initdb" -D "$folder/data" -U porchlight -A trust -E UTF8 --locale=C.UTF-8 -N &&
    server "$programs/pg_ctl" -D "$folder/data" -w start \
        -o "-c listen_addresses='' -c unix_socket_directories='$folder' -c fsync=${POSTGRES_FSYNC:-off}" &&
    server "$programs/createdb" -h "$folder" -U porchlight porchlight || {
    cat "$folder/log" >&2
    exit 1
}

export TEST_DATABASE_URL="postgresql+psycopg://porchlight@/porchlight?host=$folder"
status=0
"$@" || status=$?
exit "$status"
