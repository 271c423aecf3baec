#!/bin/sh
# A first sync through the shop's simulator, worker, sender and desk: of all the
# old orders and stale parcels, only what the platform still waits for becomes
# a matter. There are 5000 orders, 100000 with HW_FULL; HW_SYNC sets another number.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
orders=${full:+100000}
orders=${HW_SYNC:-${orders:-5000}}
stale=$((orders * 3 / 100))
resident() { # of the desk and its readers, KiB
    for p in "$desk" $(pgrep -P "$desk"); do
        cat "/proc/$p/status" 2>/dev/null
    done | awk '/^VmRSS/ { sum += $2 } END { print sum + 0 }'
}
# Until SQL gives at least WANTED, sampling memory; false when nothing moves
# for a minute.
grows_to() { # WANTED SQL
    last=-1 idle=0
    while :; do
        have=$(rows "$2" || echo 0)
        [ "$have" -ge "$1" ] && return 0
        if [ "$have" = "$last" ]; then idle=$((idle + 1)); else idle=0; fi
        [ $idle -lt 300 ] && kill -0 "$desk" || return 1
        last=$have
        if [ "$have" -ge $((orders / 5)) ]; then
            size=$(resident)
            [ -n "$early" ] || early=$size
            [ "$size" -le "$most" ] || most=$size
        fi
        sleep 0.2
    done
}

secret secret sandbox-secret
shop "$dir" --orders "$orders" --stale "$stale" --disputes 5 --bucket 20000,10000
cat >"$dir/desk.conf" <<M
desk = { state = "state"; policy = "$PWD/policy"; plugins = "$B/plugins"; };
http = { listen = "127.0.0.1:0"; };
instances = (
  { name = "shop"; plugin = "shopify"; shop = "lampshop.myshopify.com";
    base_url = "$base"; loopback = true;
    client_id = "sandbox"; client_secret = "file:secret"; poll = "1 s"; }
);
M
# The shop's plugin has read everything: it keeps since when, and no place to go on.
synced() {
    is '1|0' "SELECT count(*) FILTER (WHERE key = 'since'), count(*) FILTER (WHERE key IN ('after', 'from', 'newest', 'disputes'))
        FROM kv WHERE instance = 'shop'"
}
within_ten() { for _ in 1 2 3 4 5 6 7 8 9 10; do wait_for synced && return; done; } # minutes
early='' most=0
began=$(now)
serve desk
ok "all $orders orders come in" grows_to "$orders" "SELECT count(*) FROM orders"
took=$(($(now) - began))
ok "and the 5 open disputes" grows_to 5 "SELECT count(*) FROM disputes"
ok "and the first sync ends" within_ten
stuck=$(rows "SELECT count(*) FROM shipments WHERE status = 2")
ok "with the $stale parcels that never arrived" [ "$stuck" -ge "$stale" ]
ok "they give 5 tickets" is 5 "SELECT count(*) FROM tickets"
ok "each with its task" is 5 "SELECT count(*) FROM tasks WHERE state = 1 AND playbook = 'dispute'"
ok "and 1 alert beside those" is 1 "SELECT count(*) FROM alerts WHERE cause NOT GLOB 'task:*' AND cause NOT GLOB 'ask:*'"
rows "SELECT level, cause, text FROM alerts" | sed 's/^/# /'
ok "and nothing in the quarantine" is 0 "SELECT count(*) FROM quarantine"
echo "# $orders orders in $took ms: $((orders * 1000 / took)) a second"
echo "# desk, worker and sender: $early KiB at a fifth of the orders, $most KiB at most"
[ "$orders" -ge 50000 ] && share=10 || share=25
flat="memory is flat: it grows by less than $share % after the first fifth"
# The sanitizer keeps what was freed, to see its use.
if [ -n "$san" ]; then
    skip "$flat" "it is the sanitizer's here"
else
    ok "$flat" [ $((most - ${early:-0})) -lt $((${early:-0} * share / 100)) ]
fi

stop "$desk"
sqlite3 "$db" "DELETE FROM kv WHERE instance = 'shop'"
before=$(rows "SELECT count(*) FROM journal WHERE via <> 'host'")
asked() { curl -s "$base/__sim/effects" | sed 's/.*"requests":\([0-9]*\).*/\1/'; }
first=$(asked)
serve desk
ok "a second sync ends" within_ten
ok "which asked for as many pages" [ $(($(asked) - first)) -ge $((orders / 250)) ]
ok "and journals not one fact" is "$before" "SELECT count(*) FROM journal WHERE via <> 'host'"
"$hw" plugins -c "$dir/desk.conf" | sed 's/^/# /'
done_testing
