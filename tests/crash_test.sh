#!/bin/sh
# kill -9 of desk, sender and workers at random moments while refunds run
# against a shop that answers late, drops the connection and says 500 after
# success. Its effects file counts what was really paid.
# KILLS (default 60), ORDERS (default 40) and SEED make it larger and repeat it.
# SPDX-License-Identifier: MIT
set -u
B=$(cd "${HW_BUILD:-build}" && pwd)
dir=${HW_SCRATCH:-$(mktemp -d)}/crash
kills=${KILLS:-60} orders=${ORDERS:-40} seed=${SEED:-11}
hw=$B/helloword
mkdir -p "$dir"
exec 2>>"$dir/log"
desk= sim=
stop() { kill -9 $desk $sim 2>/dev/null; pkill -9 -f "$dir" 2>/dev/null; }
trap stop EXIT
random() { # BELOW: repeatable from the seed
    seed=$(((seed * 1103515245 + 12345) % 2147483648))
    echo $((seed / 65536 % $1))
}
rows() { sqlite3 -readonly -cmd '.timeout 5000' "$dir/state/helloword.db" "$1"; }
printf 'sandbox-secret' >"$dir/secret"
chmod 600 "$dir/secret"
at=$(date -u -d '-2 days' +%Y-%m-%dT%H:%M:%SZ)
{
    printf '{"orders":['
    i=0
    while [ $i -lt "$orders" ]; do
        [ $i = 0 ] || printf ','
        m='{"shopMoney":{"amount":"20.00","currencyCode":"USD"},"presentmentMoney":{"amount":"20.00","currencyCode":"USD"}}'
        printf '{"id":"gid://shopify/Order/%d","name":"#%d","createdAt":"%s","updatedAt":"%s","totalPriceSet":%s,"lineItems":{"nodes":[]},"transactions":[{"id":"gid://shopify/OrderTransaction/%d","kind":"SALE","status":"SUCCESS","gateway":"bogus","processedAt":"%s","amountSet":%s}],"fulfillments":[],"returns":{"nodes":[]}}' \
            $i $((1000 + i)) "$at" "$at" "$m" $i "$at" "$m"
        i=$((i + 1))
    done
    printf '],"disputes":[]}'
} >"$dir/shop.json"
"$B/sims/shopify" --port-file "$dir/port" --effects "$dir/effects" --data "$dir/shop.json" --fault 60 --seed "$seed" &
sim=$!
while [ ! -s "$dir/port" ]; do sleep 0.02; done
cat >"$dir/helloword.conf" <<M
desk = { state = "$dir/state"; policy = "$PWD/policy"; company = "Crash"; };
http = { listen = "127.0.0.1:0"; };
agents = ( { name = "eva"; uid = $(id -u); role = "owner"; } );
instances = ( { name = "shop"; plugin = "shopify"; shop = "x.myshopify.com"; loopback = true;
  base_url = "http://127.0.0.1:$(cat "$dir/port")"; client_id = "c"; client_secret = "file:$dir/secret"; } );
M
start() {
    # Faster than life: waits between tries are real, only shorter.
    "$hw" serve -c "$dir/helloword.conf" --speed 20 >"$dir/out" &
    desk=$!
}
start
n=0
while [ "$(rows 'SELECT count(*) FROM payments' 2>/dev/null)" != "$orders" ]; do
    n=$((n + 1))
    [ $n -lt 300 ] || break
    sleep 0.05
done
i=0
while [ $i -lt "$orders" ]; do
    "$hw" action plan refund --order "#$((1000 + i))" --amount 5.00 --currency USD -c "$dir/helloword.conf" >/dev/null
    "$hw" action approve $((i + 1)) -c "$dir/helloword.conf" >/dev/null
    i=$((i + 1))
    # The first go while the rest are still planned, so kills meet work.
    [ $i -lt 4 ] || [ "$kills" = 0 ] || break
done
window=0 done=0
while [ $done -lt "$kills" ]; do
    if [ $i -lt "$orders" ] && kill -0 $desk; then
        "$hw" action plan refund --order "#$((1000 + i))" --amount 5.00 --currency USD -c "$dir/helloword.conf" >/dev/null &&
            "$hw" action approve "$(rows 'SELECT max(id) FROM actions')" -c "$dir/helloword.conf" >/dev/null &&
            i=$((i + 1))
    fi
    sleep "0.$(printf %03d "$(random 250)")"
    case $(random 3) in
    0) pid=$desk ;;
    1) pid=$(pgrep -P $desk -x helloword-sende | head -n 1) ;;
    *) pid=$(pgrep -P $desk -x helloword-worke | tail -n 1) ;;
    esac
    [ -n "$pid" ] || continue
    kill -9 "$pid"
    # In the window: a request was committed as `sending` when the kill came.
    sending=$(rows 'SELECT count(*) FROM actions WHERE state = 5')
    [ "${sending:-0}" = 0 ] || window=$((window + 1))
    done=$((done + 1))
    if [ "$pid" = "$desk" ]; then
        wait $desk
        start
    fi
done
while [ $i -lt "$orders" ]; do
    "$hw" action plan refund --order "#$((1000 + i))" --amount 5.00 --currency USD -c "$dir/helloword.conf" >/dev/null &&
        "$hw" action approve "$(rows 'SELECT max(id) FROM actions')" -c "$dir/helloword.conf" >/dev/null
    i=$((i + 1))
done
n=0
while [ "$(rows 'SELECT count(*) FROM actions WHERE state NOT IN (7, 8, 10, 11, 12)')" != 0 ] && [ $n -lt 600 ]; do
    n=$((n + 1))
    sleep 0.2
done
paid=$(wc -l <"$dir/effects")
distinct=$(sed 's/.*"order":"\([^"]*\)".*/\1/' "$dir/effects" | sort -u | wc -l)
settled=$(rows 'SELECT count(*) FROM actions WHERE state = 7')
moving=$(rows 'SELECT count(*) FROM actions WHERE state NOT IN (7, 8, 10, 11, 12)')
kill $desk
wait $desk
echo "# $kills kills, $window in the window ($((window * 100 / kills)) %), $orders orders, $paid paid, $settled settled, seed ${SEED:-11}"
echo 1..5
[ "$paid" -gt 0 ] && [ "$paid" = "$distinct" ] && echo "ok 1 - no refund was paid twice" || echo "not ok 1 - no refund was paid twice"
[ "$paid" = "$orders" ] && [ "$settled" = "$orders" ] && echo "ok 2 - no refund was lost" || echo "not ok 2 - no refund was lost"
[ "$moving" = 0 ] && echo "ok 3 - every action came to rest" || echo "not ok 3 - every action came to rest"
[ $((window * 100 / kills)) -ge 20 ] && echo "ok 4 - at least a fifth of the kills met a request on its way" || echo "not ok 4 - at least a fifth of the kills met a request on its way"
if "$hw" doctor --invariants -c "$dir/helloword.conf" >/dev/null && "$hw" journal verify -c "$dir/helloword.conf" >/dev/null && "$hw" journal replay --decide -c "$dir/helloword.conf" >/dev/null; then
    echo "ok 5 - every row is legal, the chain holds and the journal decides the same again"
else
    echo "not ok 5 - every row is legal, the chain holds and the journal decides the same again"
fi
