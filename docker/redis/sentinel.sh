#!/bin/bash
# Runs a sentinel; two of three must agree. Its settings are where it keeps what it has learned: who is master now.
#   NAME            host name by which others reach it
#   MASTER          host name of the first master
#   REDIS_PASSWORD  of the servers
set -eu
umask 077
settings=/data/sentinel.conf
if [[ ! -s $settings ]]; then
    cat > "$settings" <<END
dir /data
port 26379
bind * -::*
protected-mode no
sentinel resolve-hostnames yes
sentinel announce-hostnames yes
sentinel announce-ip $NAME
sentinel monitor ticketsafe $MASTER 6379 2
sentinel auth-pass ticketsafe $REDIS_PASSWORD
sentinel down-after-milliseconds ticketsafe 3000
sentinel failover-timeout ticketsafe 15000
END
fi
exec redis-sentinel "$settings"
