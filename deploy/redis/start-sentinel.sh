#!/bin/sh
# Starts a Sentinel of the deployment.
#
#   STORE   must be sentinel
#   NAME    by which the others reach it
#   DATA    folder that stays (/data)
#   FIRST   host and port of the first master (redis 6379)
#   $@      more for redis-server
set -eu

if [ "$STORE" != sentinel ]; then
  echo 'The hubs do not know of the Sentinels: say COMPOSE_PROFILES=sentinel docker compose up -d, not --profile' >&2
  exit 78
fi

data=${DATA:-/data}
conf=$data/sentinel.conf

# Written once: it is where a Sentinel keeps what it knows.
if [ ! -f "$conf" ]; then
  cat >"$conf.new" <<END
dir $data
protected-mode no
sentinel resolve-hostnames yes
sentinel announce-hostnames yes
sentinel announce-ip $NAME
sentinel monitor presence ${FIRST:-redis 6379} 2
sentinel down-after-milliseconds presence 5000
sentinel failover-timeout presence 15000
END
  mv "$conf.new" "$conf"
fi
exec redis-server "$conf" --sentinel "$@"
