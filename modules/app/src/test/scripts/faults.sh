#!/bin/sh
# Starts TicketSafe wrongly in the ways in which it can be, and shows what it says: exit code, seconds, and all that came on standard
# error. Needs a build, openssl and python3; takes some minutes.
set -u

home=$(CDPATH='' cd "$(dirname "$0")/../../../../.." && pwd)
work=$(mktemp -d)
dev=
holder=
trap 'kill $dev $holder 2> /dev/null; [ -z "${full:-}" ] || umount "$full" 2> /dev/null; rm -rf "$work"' EXIT

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# try NAME COMMAND...: runs it for at most 100 s
try() {
    name=$1
    shift
    began=$(date +%s)
    timeout -k 5 100 env "$@" > "$work/out" 2> "$work/err"
    code=$?
    echo "$name: exit $code after $(($(date +%s) - began)) s"
    sed 's/^/    /' "$work/err"
}

# run NAME SETTING=VALUE...
run() {
    name=$1
    shift
    try "$name" "$@" "$home/ticketsafe" run --config "$work/ticketsafe.yaml"
}

pair() { # pair NAME DAYS
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -subj "/CN=$1" -keyout "$work/$1-key.pem" -out "$work/$1.csr" 2> /dev/null
    openssl x509 -req -in "$work/$1.csr" -CA "$work/$3.pem" -CAkey "$work/$3-key.pem" -days "$2" -out "$work/$1.pem" 2> /dev/null
}

ca() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 9 -subj "/CN=$1" -keyout "$work/$1-key.pem" -out "$work/$1.pem" 2> /dev/null
}

ca good
ca other
pair one 9 good
pair two 9 good
pair stranger 9 other
pair expired 0 good

echo "== the data folder of dev"
try "a file in its place" "$home/ticketsafe" dev --port 0 --https-port 0 --management-port 0 --data "$work/good.pem/data"
try "not to be written" "$home/ticketsafe" dev --port 0 --https-port 0 --management-port 0 --data /proc/ticketsafe
full=$work/full
mkdir "$full"
if mount -t tmpfs -o size=24m tmpfs "$full" 2> /dev/null; then
    try "disk full" "$home/ticketsafe" dev --port 0 --https-port 0 --management-port 0 --data "$full/data"
else
    echo "disk full: not tried, a small disk cannot be mounted here"
    full=
fi

"$home/ticketsafe" dev --no-demo --port 0 --https-port 0 --management-port 0 --data "$work/data" > "$work/dev" 2>&1 &
dev=$!
for _ in $(seq 90); do
    grep -q '^ready' "$work/dev" && break
    sleep 1
done
postgres=$(sed -n 's/^PostgreSQL //p' "$work/dev")
redis=$(sed -n 's/^Redis *//p' "$work/dev")
mongo=$(sed -n 's/^MongoDB *//p' "$work/dev")
cat > "$work/ticketsafe.yaml" << END
profile: dev
http: {port: 0}
management: {port: 0}
cluster: {name: faults, port: $(free_port), eventBusPort: 0}
postgres: {url: "$postgres"}
redis: {url: "$redis"}
mongo: {url: "$mongo"}
security:
  masterKey: dev-master-key-known-to-everybody-in-the-world
  serviceSecret: dev-service-secret-known-to-everybody-in-the-world
  keys: {file: "$work/data/keys/keyset.json"}
END

echo "== files for TLS"
http() {
    run "$1" TICKETSAFE_HTTP_TLS_PORT=0 "TICKETSAFE_HTTP_TLS_CERTIFICATE=$work/$2" "TICKETSAFE_HTTP_TLS_KEY=$work/$3"
}
http "no such certificate" absent.pem one-key.pem
http "no certificate in it" one-key.pem one-key.pem
http "key of another certificate" one.pem two-key.pem
http "expired" expired.pem expired-key.pem
run "no such CA" "TICKETSAFE_REDIS_URL=rediss://localhost:1" "TICKETSAFE_REDIS_TLS_CA=$work/absent.pem"
run "production without TLS" TICKETSAFE_PROFILE=production TICKETSAFE_PAYMENTS_SANDBOX_ENABLED=false \
    TICKETSAFE_POSTGRES_URL=postgresql://u:p@db/ticketsafe TICKETSAFE_CLUSTER_ENABLED=true \
    TICKETSAFE_SECURITY_MASTER_KEY=a-master-key-that-is-long-enough-01 \
    TICKETSAFE_SECURITY_SERVICE_SECRET=a-service-secret-that-is-long-enough

echo "== ports"
ports=$(python3 -c 'import random; print(random.randint(20000, 30000))')
python3 - "$ports" << 'END' &
import socket, sys, time
first = int(sys.argv[1])
held = []
for port in range(first, first + 20):
    s = socket.socket()
    s.bind(("127.0.0.1", port))
    s.listen()
    held.append(s)
time.sleep(900)
END
holder=$!
sleep 1
run "HTTP port taken" TICKETSAFE_HTTP_PORT="$ports"
run "HTTPS port taken" TICKETSAFE_HTTP_TLS_PORT="$ports" "TICKETSAFE_HTTP_TLS_CERTIFICATE=$work/one.pem" "TICKETSAFE_HTTP_TLS_KEY=$work/one-key.pem"
run "management port taken" TICKETSAFE_MANAGEMENT_PORT="$ports"
run "event bus port taken" TICKETSAFE_CLUSTER_ENABLED=true TICKETSAFE_CLUSTER_EVENT_BUS_PORT="$ports"
run "all ports for membership taken" TICKETSAFE_CLUSTER_ENABLED=true TICKETSAFE_CLUSTER_PORT="$ports"
run "cluster.host of another machine" TICKETSAFE_CLUSTER_ENABLED=true TICKETSAFE_CLUSTER_HOST=192.0.2.1

echo "== PostgreSQL"
run "nobody there" TICKETSAFE_POSTGRES_URL=postgresql://u:p@127.0.0.1:1/ticketsafe
run "unknown host" TICKETSAFE_POSTGRES_URL=postgresql://u:p@no-such-host.invalid/ticketsafe
run "wrong database" TICKETSAFE_POSTGRES_URL="${postgres}_absent"
run "no TLS there" TICKETSAFE_POSTGRES_URL="$postgres?sslmode=verify-full"

echo "== Redis, MongoDB"
run "no Redis there" TICKETSAFE_REDIS_URL=redis://127.0.0.1:1
run "Redis has no TLS" TICKETSAFE_REDIS_URL="$(echo "$redis" | sed s/redis:/rediss:/)"
run "no MongoDB there, reports alone" TICKETSAFE_ROLES=reports TICKETSAFE_MONGO_URL=mongodb://127.0.0.1:1
run "MongoDB has no TLS, reports alone" TICKETSAFE_ROLES=reports TICKETSAFE_MONGO_URL="$mongo/?tls=true"

echo "== event bus"
TICKETSAFE_CLUSTER_ENABLED=true TICKETSAFE_CLUSTER_TLS_CA=$work/good.pem TICKETSAFE_CLUSTER_TLS_CERTIFICATE=$work/one.pem \
    TICKETSAFE_CLUSTER_TLS_KEY=$work/one-key.pem "$home/ticketsafe" run --config "$work/ticketsafe.yaml" > "$work/first" 2>&1 &
first=$!
for _ in $(seq 60); do
    grep -q '^ready' "$work/first" && break
    sleep 1
done
members=127.0.0.1:$(sed -n 's/^cluster:.*port: \([0-9]*\), .*/\1/p' "$work/ticketsafe.yaml")
run "certificate of another CA" TICKETSAFE_ROLES=gateway TICKETSAFE_CLUSTER_MEMBERS="$members" "TICKETSAFE_CLUSTER_TLS_CA=$work/other.pem" \
    "TICKETSAFE_CLUSTER_TLS_CERTIFICATE=$work/stranger.pem" "TICKETSAFE_CLUSTER_TLS_KEY=$work/stranger-key.pem"
run "none at all" TICKETSAFE_ROLES=gateway TICKETSAFE_CLUSTER_MEMBERS="$members"
kill "$first"
wait "$first"
echo "== what the first process said of them"
sed 's/^/    /' "$work/first"
