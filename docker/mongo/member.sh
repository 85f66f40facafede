#!/bin/bash
# Runs a member of the replica set. MongoDB takes its key only from a file that is its own.
set -eu
install -m 400 -o mongodb -g mongodb /run/secrets/mongo-key /tmp/mongo-key
exec docker-entrypoint.sh mongod --bind_ip_all --replSet ticketsafe --keyFile /tmp/mongo-key
