#!/bin/bash
# Copies the primary into an empty data folder, then runs the server: "replica.sh postgres -c ...". A folder that has data is taken as it
# is: a replica goes on following, one that was promoted stays a primary.
#   PGDATA                data folder
#   PRIMARY, PRIMARY_PORT where the primary is
#   SLOT                  its replication slot for this replica
#   REPLICATION_PASSWORD  of the role replicator
set -eu
if [[ ! -s $PGDATA/PG_VERSION ]]; then
    mkdir -p "$PGDATA"
    chmod 700 "$PGDATA"
    export PGPASSWORD=$REPLICATION_PASSWORD
    until pg_basebackup --pgdata "$PGDATA" --host "$PRIMARY" --port "${PRIMARY_PORT:-5432}" --username replicator \
        --slot "$SLOT" --wal-method stream --write-recovery-conf --checkpoint fast; do
        echo "no copy of the primary yet; another try in 2 s" >&2
        find "$PGDATA" -mindepth 1 -delete
        sleep 2
    done
    unset PGPASSWORD
fi
exec "$@"
