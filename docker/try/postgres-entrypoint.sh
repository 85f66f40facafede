#!/bin/bash
# What the official image does at its first start: makes the data folder, the user and the database, runs /docker-entrypoint-initdb.d.
set -eu
if [[ $(id -u) == 0 ]]; then
    chown postgres:postgres /var/lib/postgresql
    exec setpriv --reuid postgres --regid postgres --clear-groups --inh-caps=-all bash "$0" "$@"
fi
if [[ ! -s $PGDATA/PG_VERSION ]]; then
    initdb --username "$POSTGRES_USER" --pwfile <(echo "$POSTGRES_PASSWORD") --auth-local trust --auth-host scram-sha-256 > /dev/null
    echo "listen_addresses = '*'" >> "$PGDATA/postgresql.conf"
    echo "host all all all scram-sha-256" >> "$PGDATA/pg_hba.conf"
    pg_ctl -w start -o "-c listen_addresses='' ${*:2}" > /dev/null
    createdb --username "$POSTGRES_USER" "$POSTGRES_DB"
    for script in /docker-entrypoint-initdb.d/*.sh; do bash "$script"; done
    pg_ctl -w stop -m fast > /dev/null
fi
exec "$@"
