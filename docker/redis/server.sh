#!/bin/bash
# Runs a Redis whose settings lie beside its data, since sentinels rewrite them: after a failover a restart must not bring the old roles
# back.
#   NAME            host name by which others reach it
#   REPLICA_OF      host name of the first master; none: this is it
#   REDIS_PASSWORD
set -eu
umask 077
settings=/data/redis.conf
if [[ ! -s $settings ]]; then
    # Running out of memory must refuse, never evict; docs/operations.md says why.
    cat > "$settings" <<END
dir /data
bind * -::*
protected-mode no
requirepass $REDIS_PASSWORD
masterauth $REDIS_PASSWORD
appendonly yes
appendfsync everysec
maxmemory 384mb
maxmemory-policy noeviction
replica-announce-ip $NAME
${REPLICA_OF:+replicaof $REPLICA_OF 6379}
END
fi
exec redis-server "$settings"
