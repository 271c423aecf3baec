#!/bin/sh
# A plugin inside the desk's process (serve --inline, for a debugger) does what
# it does in its worker: the same facts come in, the same refund goes out.
# SPDX-License-Identifier: MIT
set -u
B=$(cd "${HW_BUILD:-build}" && pwd)
dir=${HW_SCRATCH:-$(mktemp -d)}
hw=$B/helloword
desk='' sim=''
stop() { for p in $desk $sim; do kill "$p" 2>/dev/null; done; }
trap stop EXIT
exec 2>>"$dir/log"
wait_for() { # COMMAND...
    tries=0
    until "$@"; do
        tries=$((tries + 1))
        [ $tries -lt 200 ] || return 1
        sleep 0.05
    done
}
printf sandbox-secret >"$dir/secret"
chmod 600 "$dir/secret"
at=$(date -u -d '-2 days' +%Y-%m-%dT%H:%M:%SZ)
money='{"shopMoney":{"amount":"20.00","currencyCode":"USD"},"presentmentMoney":{"amount":"20.00","currencyCode":"USD"}}'
printf '{"orders":[{"id":"gid://shopify/Order/1","name":"#1001","createdAt":"%s","updatedAt":"%s","totalPriceSet":%s,"lineItems":{"nodes":[]},"transactions":[{"id":"gid://shopify/OrderTransaction/1","kind":"SALE","status":"SUCCESS","gateway":"bogus","processedAt":"%s","amountSet":%s}],"fulfillments":[],"returns":{"nodes":[]}}],"disputes":[]}' \
    "$at" "$at" "$money" "$at" "$money" >"$dir/shop.json"

day() { # NAME SERVE-OPTION...: what the desk holds at its end
    name=$1
    shift
    mkdir "$dir/$name"
    "$B/sims/shopify" --port-file "$dir/$name/port" --effects "$dir/$name/effects" --data "$dir/shop.json" &
    sim=$!
    wait_for test -s "$dir/$name/port"
    cat >"$dir/$name/helloword.conf" <<M
desk = { state = "state"; policy = "$PWD/policy"; };
http = { listen = "127.0.0.1:0"; };
agents = ( { name = "eva"; uid = $(id -u); role = "owner"; } );
instances = ( { name = "shop"; plugin = "shopify"; shop = "x.myshopify.com"; loopback = true;
  base_url = "http://127.0.0.1:$(cat "$dir/$name/port")"; client_id = "c"; client_secret = "file:../secret"; } );
M
    "$hw" serve -c "$dir/$name/helloword.conf" "$@" >"$dir/$name/out" &
    desk=$!
    rows() { sqlite3 -readonly "$dir/$name/state/helloword.db" "$1"; }
    wait_for sh -c "[ \"\$(sqlite3 -readonly '$dir/$name/state/helloword.db' 'SELECT count(*) FROM payments')\" = 1 ]"
    "$hw" action plan refund --order '#1001' --amount 5.00 --currency USD -c "$dir/$name/helloword.conf" >/dev/null
    "$hw" action approve 1 -c "$dir/$name/helloword.conf" >/dev/null
    wait_for sh -c "[ \"\$(sqlite3 -readonly '$dir/$name/state/helloword.db' 'SELECT state FROM actions')\" = 7 ]"
    children=$(pgrep -P $desk -x helloword-worke | wc -l)
    kill $desk $sim
    wait $desk
    desk='' sim=''
    rows "SELECT name, total, total_currency FROM orders; SELECT type, status, amount FROM payments ORDER BY id; SELECT verb, state, amount FROM actions" >"$dir/$name/rows"
    wc -l <"$dir/$name/effects" >>"$dir/$name/rows"
}

day worker --speed 20
workers=$children
day inline --inline --speed 20
echo 1..3
[ "$workers" -ge 1 ] && [ "$children" = 0 ] && echo "ok 1 - inline starts no worker" || echo "not ok 1 - inline starts no worker"
[ "$(tail -n 1 "$dir/inline/rows")" = 1 ] && echo "ok 2 - a refund is paid exactly once" || echo "not ok 2 - a refund is paid exactly once"
cmp "$dir/worker/rows" "$dir/inline/rows" >&2 && echo "ok 3 - both ways leave the same rows" || echo "not ok 3 - both ways leave the same rows"
