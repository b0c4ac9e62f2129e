#!/bin/sh
# Makes one Cluster of servers that are none yet: three masters with a replica each.
#
#   STORE   must be cluster
#   NODES   host:port of six servers, separated by blanks
set -eu

if [ "$STORE" != cluster ]; then
  echo 'The servers are no Cluster nodes: say COMPOSE_PROFILES=cluster docker compose up -d, not --profile' >&2
  exit 78
fi

first=${NODES%% *}
state() {
  redis-cli -h "${first%:*}" -p "${first##*:}" cluster info | tr -d '\r' | sed -n 's/^cluster_state://p'
}

if [ "$(state)" != ok ]; then
  # Servers meet by address; the names they announce are what clients get.
  addresses=
  for node in $NODES; do
    address=$(getent ahostsv4 "${node%:*}" | awk '{ print $1; exit }')
    addresses="$addresses $address:${node##*:}"
  done
  # shellcheck disable=SC2086 # a list, to be split
  redis-cli --cluster create $addresses --cluster-replicas 1 --cluster-yes
fi

tries=30
until [ "$(state)" = ok ]; do
  tries=$((tries - 1))
  [ "$tries" -gt 0 ] || { echo "The Cluster is still not whole: redis-cli -h ${first%:*} cluster nodes tells more" >&2; exit 1; }
  sleep 1
done
