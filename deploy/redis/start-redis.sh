#!/bin/sh
# Starts a Redis of the deployment.
#
#   STORE   single, sentinel or cluster
#   NAME    by which the others reach it
#   DATA    folder that stays (/data)
#   FIRST   host and port of the first master of a Sentinel set (redis 6379)
#   $@      more for redis-server
set -eu

data=${DATA:-/data}
conf=$data/redis.conf
first=${FIRST:-redis 6379}

place() {
  echo "dir $data"
  case $STORE in
    single) ;;
    sentinel)
      echo "replica-announce-ip $NAME"
      [ "$NAME" = "${first%% *}" ] || echo "replicaof $first"
      ;;
    cluster)
      echo 'cluster-enabled yes'
      echo 'cluster-node-timeout 5000'
      echo "cluster-announce-hostname $NAME"
      echo 'cluster-preferred-endpoint-type hostname'
      ;;
    *)
      echo "STORE is '$STORE': it must be single, sentinel or cluster; say one of the last two in COMPOSE_PROFILES" >&2
      exit 78
      ;;
  esac
}

# Written once: Sentinel and failovers rewrite it, so a server that comes back knows its place.
if [ ! -f "$conf" ]; then
  lines=$(place)
  { cat "$(dirname "$0")/redis.conf"; echo "$lines"; } >"$conf.new"
  mv "$conf.new" "$conf"
fi
exec redis-server "$conf" "$@"
