#!/bin/sh
# A desk, DHL's simulator and six parcels, days passing in seconds: scans come
# in, one parcel stops, its ticket and alert come before the buyer writes, the
# calls of a day are kept, and a proof of delivery is fetched once.
# SPDX-License-Identifier: MIT
set -u
B=$(cd "${HW_BUILD:-build}" && pwd)
dir=${HW_SCRATCH:-$(mktemp -d)}/dhl
hw=$B/helloword
speed=36000 # a second is ten hours
calls=5
mkdir -p "$dir"
desk='' sim='' n=0
stop() {
    for p in $desk $sim; do kill "$p" 2>/dev/null; done
    for p in $desk $sim; do wait "$p" 2>/dev/null; done
}
trap stop EXIT
ok() { # RC TITLE
    n=$((n + 1))
    if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2" && sed 's/^/# /' "$dir/desk.log" | tail -n 5; fi
}
rows() { sqlite3 -readonly -cmd '.timeout 5000' "$dir/state/helloword.db" "$1" 2>/dev/null; }
until_rows() { # SQL THAT GIVES 1, within a minute
    i=0
    while [ "$(rows "$1")" != 1 ]; do
        i=$((i + 1))
        [ $i -lt 1200 ] && kill -0 "$desk" 2>/dev/null || return 1
        sleep 0.05
    done
}
wait_file() {
    i=0
    while [ ! -s "$1" ] && [ $i -lt 400 ]; do
        i=$((i + 1))
        sleep 0.05
    done
}
start=$(date +%s)
day() { # N.TENTHS of a day from now
    date -u -d "@$((start + $1 * 8640))" +%Y-%m-%dT%H:%M:%SZ
}
scans() { # UNTIL: one every day
    printf '{"at":"%s","statusCode":"pre-transit","status":"SD"}' "$(day 0)"
    i=1
    while [ $i -le "$1" ]; do
        printf ',{"at":"%s","statusCode":"transit","status":"DF","description":"Departed","place":"LEIPZIG","country":"DE"}' "$(day $((i * 10)))"
        i=$((i + 1))
    done
}
parcels() { # MORE-SCANS of the one that stopped
    printf '{"parcels":[{"tracking":"1234567891","scans":[%s%s],"proof":{"at":"%s","signed":"E. Muster","document":"signed for"}}' "$(scans 1)" "$1" "$(day 100)"
    for t in 2345678905 3456789012 4567890126 5678901233 6789012340; do
        printf ',{"tracking":"%s","scans":[%s]}' $t "$(scans 40)"
    done
    printf ']}\n'
}
parcels "" >"$dir/parcels.json"
printf 'sandbox-key' >"$dir/key"
chmod 600 "$dir/key"
"$B/sims/dhl" --port-file "$dir/port" --data "$dir/parcels.json" --log "$dir/requests" \
    --speed $speed 2>"$dir/sim.log" &
sim=$!
wait_file "$dir/port"
cat >"$dir/helloword.conf" <<M
desk = { state = "$dir/state"; policy = "$PWD/policy"; company = "Lampshop"; };
http = { listen = "127.0.0.1:0"; };
agents = ( { name = "mia"; uid = $(id -u); role = "manager"; } );
instances = ( { name = "dhl"; plugin = "dhl"; loopback = true; poll = "20 min"; calls_a_day = $calls;
  base_url = "http://127.0.0.1:$(cat "$dir/port")"; api_key = "file:key"; } );
M
"$hw" serve -c "$dir/helloword.conf" --speed $speed >"$dir/out" 2>"$dir/desk.log" &
desk=$!
wait_file "$dir/out"
i=0
for t in 1234567891 2345678905 3456789012 4567890126 5678901233 6789012340; do
    i=$((i + 1))
    value=10
    [ $i -gt 1 ] || value=480
    printf '{"kind":"order","ref":"O%d","name":"#%d","placed":"%s","total":{"amount":"%d.00","currency":"EUR"},"buyer_name":"Ann","email":"ann@buyer.example"}\n' $i $i "$(day 0)" $value
    printf '{"kind":"shipment","ref":"S%d","order_ref":"O%d","carrier":"DHL Express","tracking":"%s","status":"shipped"}\n' $i $i $t
done >"$dir/in"
"$hw" import --new-shop --shop shop "$dir/in" -c "$dir/helloword.conf" >/dev/null
ok $? "orders and shipments are imported"

until_rows "SELECT count(DISTINCT tracking) = 6 FROM scans"
ok $? "scans of all six parcels come in"
until_rows "SELECT 1 FROM scans WHERE tracking = '1234567891' AND status = 4 AND code = 'DF' AND place = 'LEIPZIG'"
ok $? "and the dear one is seen to move"
until_rows "SELECT 1 FROM tickets WHERE issue = 'stalled' AND order_ref = 'O1'"
ok $? "it stops: a ticket on its order is opened"
[ "$(rows "SELECT count(*) FROM alerts WHERE cause = 'stalled:1234567891' AND level = 'warning'")" = 1 ]
ok $? "with an alert"
[ "$(rows "SELECT count(*) FROM messages WHERE direction = 1")" = 0 ]
ok $? "before the buyer has written"
[ "$(rows "SELECT max(j.at) > t.opened - 86400000 FROM tickets t, journal j WHERE t.issue = 'stalled' AND t.order_ref = 'O1' AND j.kind = 'looked' AND j.at <= t.opened AND instr(j.payload, '1234567891')")" = 1 ]
ok $? "on the word of a look younger than a day"
[ "$(rows "SELECT count(*) FROM tickets WHERE issue = 'stalled'")" = 1 ]
ok $? "and of no parcel that moves it is said"
"$hw" plugins --json -c "$dir/helloword.conf" >"$dir/plugins"
grep -q '"quota":'$calls',"quota_used":[0-'$calls'],"parcels":6,"looked":[0-6],"coverage":[0-9]' "$dir/plugins"
ok $? "plugins tells quota and coverage"

parcels ",{\"at\":\"$(day 20)\",\"statusCode\":\"delivered\",\"status\":\"OK\"}" >"$dir/more" && mv "$dir/more" "$dir/parcels.json"
until_rows "SELECT state = 2 FROM parcels WHERE tracking = '1234567891'"
ok $? "the parcel with a ticket is asked on, until it is delivered"
# A delivery that the buyer disputes.
printf '{"kind":"text_in","ref":"M2","channel":"email","thread":"M2","order_ref":"O1","from_addr":"ann@buyer.example","subject":"Order #1","text":"Tracking says delivered but I never received the parcel.","origin":"human"}\n' >"$dir/in"
"$hw" import --new-shop --shop shop "$dir/in" -c "$dir/helloword.conf" >/dev/null
until_rows "SELECT 1 FROM evidence e JOIN files f ON f.evidence = e.id WHERE e.tracking = '1234567891' AND e.type = 'proof_of_delivery' AND e.mime = 'application/pdf'"
ok $? "a buyer who never got it: the proof of delivery is fetched and kept"
"$hw" order show '#1' --json -c "$dir/helloword.conf" >"$dir/order"
[ "$(grep -c '"kind":"scan"' "$dir/order")" = 3 ] && grep -q '"type":"proof_of_delivery"' "$dir/order"
ok $? "the order shows its scans and the proof"
sleep_until=$(rows "SELECT max(at) + 86400000 FROM journal")
until_rows "SELECT max(at) > $sleep_until FROM journal"
[ "$(rows "SELECT count(*) FROM journal WHERE kind = 'looked' AND instr(payload, 'proof')")" = 1 ]
ok $? "once"
most=$(rows "SELECT max(c) FROM (SELECT count(*) AS c FROM journal WHERE kind = 'looked' GROUP BY at / 86400000)")
[ "$most" -le $calls ] && [ "$most" -gt 1 ]
ok $? "no day has more calls than are granted ($most of $calls)"
stop
days=$(rows "SELECT max(at) / 86400000 - min(at) / 86400000 + 1 FROM journal")
made=$(grep -c tracking "$dir/requests")
[ "$made" -le $((days * calls)) ]
ok $? "nor has DHL counted more ($made in $days days)"
! grep -q ' error ' "$dir/desk.log"
ok $? "the desk logged no error"
"$hw" journal replay --decide -c "$dir/helloword.conf" >/dev/null 2>>"$dir/desk.log" && "$hw" doctor --invariants -c "$dir/helloword.conf" >/dev/null
ok $? "the journal decides the same again"
echo "1..$n"
