#!/bin/sh
# sync_bench.sh - the first sync of a shop.
#
#   sync.first   BENCH_ORDERS orders (5,000; 100,000 with HW_FULL=1) from the
#                shop's simulator through sender, worker and desk, durable,
#                against curl reading the same pages from the same simulator
#   sync.memory  what desk, worker and sender hold at most, over what they held
#                at a fifth of the orders
#
# The simulator's rate limit is out of the way: a real platform's would be all
# that is measured.
# SPDX-License-Identifier: MIT
set -u
B=$(cd "${HW_BUILD:-build}" && pwd)
dir=${HW_SCRATCH:?names no folder}
orders=${BENCH_ORDERS:-$([ "${HW_FULL:-0}" = 1 ] && echo 100000 || echo 5000)}
page=100
desk='' shop=''
trap 'kill $desk $shop 2>/dev/null; wait' EXIT
trap 'exit 130' INT TERM
command -v curl >/dev/null || { echo "sync_bench: there is no curl" >&2 && exit 1; }
milli() { echo $(($(date +%s%N) / 1000000)); }
rows() { sqlite3 -readonly "$dir/state/helloword.db" "$1" 2>/dev/null || echo 0; }
held() { # kB, PSS of the desk and its children
    for p in "$desk" $(pgrep -P "$desk"); do cat "/proc/$p/smaps_rollup"; done 2>/dev/null |
        awk '/^Pss:/ { sum += $2 } END { print sum + 0 }'
}

printf sandbox-secret >"$dir/secret"
chmod 600 "$dir/secret"
"$B/sims/shopify" --port-file "$dir/port" --effects "$dir/effects" --orders "$orders" \
    --stale $((orders * 3 / 100)) --disputes 5 --bucket 100000000,100000000 2>"$dir/shop.log" &
shop=$!
i=0
while [ ! -s "$dir/port" ] && [ $i -lt 100 ]; do
    i=$((i + 1))
    sleep 0.1
done
url=http://127.0.0.1:$(cat "$dir/port")
cat >"$dir/helloword.conf" <<M
desk = { state = "state"; policy = "$PWD/policy"; plugins = "$B/plugins"; };
http = { listen = "127.0.0.1:0"; };
instances = ( { name = "shop"; plugin = "shopify"; shop = "lampshop.myshopify.com";
    base_url = "$url"; loopback = true; client_id = "sandbox";
    client_secret = "file:secret"; poll = "1 s"; } );
M

# One curl process, one connection, the pages in order: the plugin's own query.
query=$(grep -a -o 'query Orders[[:print:]]*' "$B/plugins/shopify.so")
at=0
while [ $at -lt "$orders" ]; do
    [ $at = 0 ] && after=null || after=\\\"$at\\\"
    cat <<C
url = "$url/admin/api/2026-07/graphql.json"
header = "Content-Type: application/json"
header = "X-Shopify-Access-Token: shpat_bench"
data = "{\"query\":\"$query\",\"variables\":{\"n\":$page,\"after\":$after,\"q\":\"updated_at:>='2000-01-01T00:00:00Z'\"}}"
output = "$dir/page"
next
C
    at=$((at + page))
done | sed '$d' >"$dir/pages"
read_all() {
    began=$(milli)
    curl -sS -K "$dir/pages" || exit 1
    echo $(($(milli) - began))
}
base=$(read_all)
grep -q '"nodes"' "$dir/page" || { echo "sync_bench: curl read no orders" >&2 && exit 1; }

began=$(milli)
"$B/helloword" serve --allow-root -c "$dir/helloword.conf" >"$dir/out" 2>"$dir/log" &
desk=$!
early=0 most=0 have=0 turn=0
while [ "${have:-0}" -lt "$orders" ]; do
    kill -0 "$desk" || exit 1
    sleep 0.1
    turn=$((turn + 1))
    have=$(rows "SELECT value FROM counters WHERE name = 'orders'")
    # Looking costs the machine too.
    if [ "${have:-0}" -ge $((orders / 5)) ] && [ $((turn % 5)) = 0 ]; then
        size=$(held)
        [ "$early" != 0 ] || early=$size
        [ "$size" -le "$most" ] || most=$size
    fi
done
took=$(($(milli) - began))
again=$(read_all)
awk -v n="$orders" -v took=$took -v a="$base" -v b="$again" -v early="$early" -v most="$most" 'BEGIN {
    bare = (a + b) / 2
    ratio = bare / took
    printf "{\"name\":\"sync.first\",\"value\":%.0f,\"unit\":\"orders/s\",\"baseline\":%.0f,\"ratio\":%.3f,\"goal\":0.3,\"ok\":%s,\"n\":1}\n",
        n * 1000 / took, n * 1000 / bare, ratio, (ratio >= 0.3 ? "true" : "false")
    printf "{\"name\":\"sync.memory\",\"value\":%.0f,\"unit\":\"kB\",\"baseline\":%.0f,\"ratio\":%.3f,\"goal\":1.1,\"ok\":%s,\"n\":1}\n",
        most, early, most / early, (most <= early * 1.1 ? "true" : "false")
}'
