#!/bin/sh
# A backup in the middle of refunds, the desk goes on, the old copy is brought
# back: what was paid after the copy is found again and never paid twice.
# SPDX-License-Identifier: MIT
set -u
B=$(cd "${HW_BUILD:-build}" && pwd)
dir=${HW_SCRATCH:-$(mktemp -d)}/restore
orders=30 state=$dir/state
hw=$B/helloword driver=$B/tests/crash/driver
mkdir -p "$dir"
exec 2>>"$dir/log"
desk='' sim='' feeder=''
stop() { kill -9 $desk $sim $feeder 2>/dev/null; }
trap stop EXIT
wait_for() { # COMMAND: until it succeeds, a minute at most
    n=0
    until "$@" || [ $n -ge 1200 ]; do
        n=$((n + 1))
        sleep 0.05
    done
}
done_tests=0
ok() { # RC TITLE
    done_tests=$((done_tests + 1))
    if [ "$1" = 0 ]; then echo "ok $done_tests - $2"; else echo "not ok $done_tests - $2"; fi
}
exits() { # WANTED TITLE COMMAND...
    wanted=$1 title=$2
    shift 2
    "$@" >"$dir/said" 2>&1
    rc=$?
    [ $rc = "$wanted" ] || sed 's/^/# /' "$dir/said"
    [ $rc = "$wanted" ]
    ok $? "$title"
}
rows() { sqlite3 -readonly -cmd '.timeout 5000' "$state/helloword.db" "$1"; }
printf 'sandbox-secret' >"$dir/secret"
chmod 600 "$dir/secret"
at=$(date -u -d '-2 days' +%Y-%m-%dT%H:%M:%SZ)
m='{"shopMoney":{"amount":"20.00","currencyCode":"USD"},"presentmentMoney":{"amount":"20.00","currencyCode":"USD"}}'
{
    printf '{"orders":['
    i=0
    while [ $i -lt "$orders" ]; do
        [ $i = 0 ] || printf ','
        printf '{"id":"gid://shopify/Order/%d","name":"#%d","createdAt":"%s","updatedAt":"%s","totalPriceSet":%s,"lineItems":{"nodes":[]},"transactions":[{"id":"gid://shopify/OrderTransaction/%d","kind":"SALE","status":"SUCCESS","gateway":"bogus","processedAt":"%s","amountSet":%s}],"fulfillments":[],"returns":{"nodes":[]}}' \
            $i $((1000 + i)) "$at" "$at" "$m" $i "$at" "$m"
        i=$((i + 1))
    done
    printf '],"disputes":[]}'
} >"$dir/shop.json"
"$B/sims/shopify" --port-file "$dir/port" --effects "$dir/effects" --data "$dir/shop.json" --fault 60 --seed 5 &
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
    "$hw" serve -c "$dir/helloword.conf" --speed 20 >"$dir/out" &
    desk=$!
    wait_for grep -q ready "$dir/out"
}
feed() {
    "$driver" feed "$state" 12 &
    feeder=$!
}
paid() { [ "$(wc -l <"$dir/effects")" -ge "$1" ]; }
synced() { [ "$(rows 'SELECT count(*) FROM payments')" = "$orders" ]; }
start
wait_for synced
feed
wait_for paid 5
echo 1..17
exits 0 "a backup is made while refunds run" "$hw" backup "$dir/copy" --with-keys -c "$dir/helloword.conf"
at_copy=$(wc -l <"$dir/effects")
[ "$(stat -c %a "$dir/copy-keys.db" "$dir/copy/helloword.db" "$dir/copy/backup.json" | sort -u)" = 600 ]
ok $? "only its owner may read it"
! grep -rqa 'sandbox-secret' "$dir/copy" && [ ! -e "$dir/copy/keys.db" ]
ok $? "no secret is in it, and the keys lie beside it"
exits 65 "a second backup does not overwrite the first" "$hw" backup "$dir/copy" -c "$dir/helloword.conf"
exits 65 "a restore does not overwrite a desk" "$hw" restore "$dir/copy" --into "$state"
wait_for paid $((at_copy + 8))
kill -9 $desk $feeder
wait $desk $feeder
mv "$state" "$dir/lost"
since=$(wc -l <"$dir/effects")
cp -r "$dir/copy" "$dir/bad"
printf x >>"$dir/bad/helloword.db"
exits 65 "a damaged backup is refused" "$hw" restore "$dir/bad" --into "$state"
[ ! -e "$state" ]
ok $? "and nothing is made of it"
exits 0 "the old copy is restored" "$hw" restore "$dir/copy" --into "$state" --keys "$dir/copy-keys.db"
open=$(rows 'SELECT count(*) FROM actions WHERE state IN (3, 4, 5, 6, 9)')
"$hw" doctor -c "$dir/helloword.conf" >"$dir/said" 2>&1
grep -q 'restored from a backup' "$dir/said"
ok $? "doctor says what will happen at the start"
start
held() { [ "$(rows "SELECT count(*) FROM journal WHERE kind = 'lift'")" = 1 ]; }
wait_for held
held
ok $? "once all was looked up the hold lifts by itself"
[ "$(rows "SELECT count(*) FROM journal WHERE kind = 'sending' AND seq > (SELECT seq FROM journal WHERE kind = 'restored') AND seq < (SELECT seq FROM journal WHERE kind = 'lift')")" = 0 ]
ok $? "until then nothing is sent"
feed
all() { [ "$(rows 'SELECT count(*) FROM actions WHERE state IN (7, 10)')" = "$orders" ]; }
wait_for all
again=$(rows 'SELECT count(*) FROM actions WHERE state = 7')
distinct=$(sed 's/.*"order":"\([^"]*\)".*/\1/' "$dir/effects" | sort -u | wc -l)
total=$(wc -l <"$dir/effects")
echo "# $open open in the copy, $((since - at_copy)) paid after it, $total paid in all, $again settled"
[ "$total" = "$distinct" ]
ok $? "no refund was paid twice"
[ "$distinct" = "$orders" ] && [ "$again" = "$orders" ]
ok $? "and every refund is known and settled again"
exits 65 "there is nothing left to lift" "$hw" restore lift -c "$dir/helloword.conf"
exits 0 "every row is legal" "$hw" doctor --invariants -c "$dir/helloword.conf"
exits 0 "the chain holds across the restore" "$hw" journal verify -c "$dir/helloword.conf"
kill $desk
wait $desk
exits 0 "and the journal decides the same again" "$hw" journal replay --decide -c "$dir/helloword.conf"
