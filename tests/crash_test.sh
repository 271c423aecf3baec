#!/bin/sh
# kill -9 of desk, sender and workers at random moments while refunds run
# against a shop that answers late, drops the connection and says 500 after
# success. Its effects file counts what was really paid. A feeder keeps the
# desk supplied with approved refunds, so that every kill may meet one on its
# way; each comes a random while after refunds run again, so that a slow machine
# is not only killed while it starts.
# KILLS (60, under sanitizers 20) and SEED make it larger and repeat it.
# SPDX-License-Identifier: MIT
set -u
B=$(cd "${HW_BUILD:-build}" && pwd)
dir=${HW_SCRATCH:-$(mktemp -d)}/crash
# A program that is watched by sanitizers starts and works several times slower.
case $B in *-address*) usual=20 ;; *) usual=60 ;; esac
[ -z "${HW_FULL:-}" ] || usual=1000
kills=${KILLS:-$usual} seed=${SEED:-11}
orders=$((kills * 10))
hw=$B/helloword driver=$B/tests/crash/driver state=$dir/state
mkdir -p "$dir"
exec 2>>"$dir/log"
desk='' sim='' feeder=''
stop() { kill -9 $desk $sim $feeder 2>/dev/null; }
trap stop EXIT
random() { # BELOW: $drawn, repeatable from the seed; no subshell, or it stands
    seed=$(((seed * 1103515245 + 12345) % 2147483648))
    drawn=$((seed / 65536 % $1))
}
wait_for() { # COMMAND: until it succeeds, a minute at most
    n=0
    until "$@" || [ $n -ge 1200 ]; do
        n=$((n + 1))
        sleep 0.05
    done
}
now() { date +%s%3N; }
rows() { sqlite3 -readonly -cmd '.timeout 5000' "$state/helloword.db" "$1"; }
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
"$B/sims/shopify" --port-file "$dir/port" --effects "$dir/effects" --data "$dir/shop.json" --fault 90 --seed "$seed" &
sim=$!
wait_for [ -s "$dir/port" ]
cat >"$dir/helloword.conf" <<M
desk = { state = "$state"; policy = "$PWD/policy"; company = "Crash"; };
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
began=$(now)
start
wait_for grep -q ready "$dir/out"
synced() { [ "$(rows 'SELECT count(*) FROM payments')" = "$orders" ]; }
wait_for synced
"$driver" feed "$state" 12 &
feeder=$!
pause=400
# Refunds run: since the last kill another one was on its way.
sendings() { rows "SELECT count(*) FROM journal WHERE kind = 'sending'"; }
run_again() { [ "$(sendings)" -gt "${had:-0}" ]; }
had=0
window=0 done=0 killed=
while [ $done -lt "$kills" ]; do
    wait_for run_again
    random $pause
    sleep "$((drawn / 1000)).$(printf %03d $((drawn % 1000)))"
    # Any of the three; one that is just dead is drawn again.
    pid=
    while [ -z "$pid" ]; do
        random 3
        case $drawn in
        0) who=sender pid=$(pgrep -P $desk -x helloword-sende | head -n 1) ;;
        1) who=worker pid=$(pgrep -P $desk -x helloword-worke | tail -n 1) ;;
        *) who=desk pid=$desk ;;
        esac
    done
    killed=$killed$who' '
    # In the window: a request was committed as `sending` when the kill came.
    had=$(sendings)
    window=$((window + $("$driver" kill "$state" "$pid" || echo 0)))
    done=$((done + 1))
    if [ "$pid" = "$desk" ]; then
        wait $desk
        start
    fi
done
kill $feeder
wait $feeder
feeder=
"$driver" approve "$state"
stopped=$(now)
# What had its worker killed three times under it is parked: a person looks on
# the platform and says what is there.
looked=0
person() {
    for id in $(rows "SELECT id FROM actions WHERE state = 10 AND why LIKE 'it killed%'"); do
        seen=not-done
        ! grep -qF "\"order\":\"$(rows "SELECT order_ref FROM actions WHERE id = $id")\"" "$dir/effects" || seen='done'
        "$hw" action retry "$id" --seen $seen -c "$dir/helloword.conf" >/dev/null && looked=$((looked + 1))
    done
}
rest='SELECT count(*) FROM actions WHERE state NOT IN (7, 8, 10, 11, 12)'
rested() {
    person
    [ "$(rows "$rest")" = 0 ]
}
for _ in 1 2 3; do
    wait_for rested
    rested && break
done
planned=$(rows 'SELECT count(*) FROM actions')
paid=$(wc -l <"$dir/effects")
distinct=$(sed 's/.*"order":"\([^"]*\)".*/\1/' "$dir/effects" | sort -u | wc -l)
settled=$(rows 'SELECT count(*) FROM actions WHERE state = 7')
moving=$(rows "$rest")
kill $desk
wait $desk
of() { echo "$killed" | tr ' ' '\n' | grep -cx "$1"; }
echo "# $kills kills ($(of desk) desk, $(of sender) sender, $(of worker) worker), $window in the window ($((window * 100 / kills)) %), pauses up to $pause ms, $planned refunds, $paid paid, $settled settled ($looked by a person), seed ${SEED:-11}, $(((stopped - began) / 1000)) s and $((($(now) - stopped) / 1000)) s to rest"
echo 1..5
[ "$paid" -gt 0 ] && [ "$paid" = "$distinct" ] && echo "ok 1 - no refund was paid twice" || echo "not ok 1 - no refund was paid twice"
[ "$paid" = "$planned" ] && [ "$settled" = "$planned" ] && echo "ok 2 - no refund was lost" || echo "not ok 2 - no refund was lost"
[ "$moving" = 0 ] && echo "ok 3 - every action came to rest" || echo "not ok 3 - every action came to rest"
[ $((window * 100 / kills)) -ge 20 ] && echo "ok 4 - at least a fifth of the kills met a request on its way" || echo "not ok 4 - at least a fifth of the kills met a request on its way"
if "$hw" doctor --invariants -c "$dir/helloword.conf" >/dev/null && "$hw" journal verify -c "$dir/helloword.conf" >/dev/null && "$hw" journal replay --decide -c "$dir/helloword.conf" >/dev/null; then
    echo "ok 5 - every row is legal, the chain holds and the journal decides the same again"
else
    echo "not ok 5 - every row is legal, the chain holds and the journal decides the same again"
fi
