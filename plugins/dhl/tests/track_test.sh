#!/bin/sh
# A desk, DHL's simulator and six parcels, days passing in seconds: scans come
# in, one parcel stops, its ticket and alert come before the buyer writes, the
# calls of a day are kept, and a proof of delivery is fetched once.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
speed=36000 # a second is ten hours
calls=5
cli() { "$hw" "$@" -c "$dir/desk.conf"; }
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
secret key sandbox-key
"$B/sims/dhl" --port-file "$dir/port" --data "$dir/parcels.json" --log "$dir/requests" \
    --speed $speed &
sim=$!
started="$started $sim"
wait_for test -s "$dir/port"
cat >"$dir/desk.conf" <<M
desk = { state = "$dir/state"; policy = "$PWD/policy"; company = "Lampshop"; };
http = { listen = "127.0.0.1:0"; };
agents = ( { name = "mia"; uid = $(id -u); role = "manager"; } );
instances = ( { name = "dhl"; plugin = "dhl"; loopback = true; poll = "20 min"; calls_a_day = $calls;
  base_url = "http://127.0.0.1:$(cat "$dir/port")"; api_key = "file:key"; } );
M
serve desk --speed $speed
i=0
for t in 1234567891 2345678905 3456789012 4567890126 5678901233 6789012340; do
    i=$((i + 1))
    value=10
    [ $i -gt 1 ] || value=480
    printf '{"kind":"order","ref":"O%d","name":"#%d","placed":"%s","total":{"amount":"%d.00","currency":"EUR"},"buyer_name":"Ann","email":"ann@buyer.example"}\n' $i $i "$(day 0)" $value
    printf '{"kind":"shipment","ref":"S%d","order_ref":"O%d","carrier":"DHL Express","tracking":"%s","status":"shipped"}\n' $i $i $t
done >"$dir/in"
ok "orders and shipments are imported" exits 0 cli import --new-shop --shop shop "$dir/in"

ok "scans of all six parcels come in" wait_for is 1 "SELECT count(DISTINCT tracking) = 6 FROM scans"
ok "and the dear one is seen to move" wait_for is 1 "SELECT 1 FROM scans WHERE tracking = '1234567891' AND status = 4 AND code = 'DF' AND place = 'LEIPZIG'"
ok "it stops: a ticket on its order is opened" wait_for is 1 "SELECT 1 FROM tickets WHERE issue = 'stalled' AND order_ref = 'O1'"
ok "with an alert" is 1 "SELECT count(*) FROM alerts WHERE cause LIKE 'stalled:parcel:%' AND level = 'warning'"
ok "before the buyer has written" is 0 "SELECT count(*) FROM messages WHERE direction = 1"
ok "on the word of a look younger than a day" is 1 "SELECT max(j.at) > t.opened - 86400000 FROM tickets t, journal j WHERE t.issue = 'stalled' AND t.order_ref = 'O1' AND j.kind = 'looked' AND j.at <= t.opened AND j.subject LIKE '%:O1'"
ok "and of no parcel that moves it is said" is 1 "SELECT count(*) FROM tickets WHERE issue = 'stalled'"
cli plugins --json >"$dir/plugins"
ok "plugins tells quota and coverage" says '"quota":'$calls',"quota_used":[0-'$calls'],"parcels":6,"looked":[0-6],"coverage":[0-9]' "$dir/plugins"

parcels ",{\"at\":\"$(day 20)\",\"statusCode\":\"delivered\",\"status\":\"OK\"}" >"$dir/more" && mv "$dir/more" "$dir/parcels.json"
ok "the parcel with a ticket is asked on, until it is delivered" wait_for is 1 "SELECT state = 2 FROM parcels WHERE tracking = '1234567891'"
# A delivery that the buyer disputes.
printf '{"kind":"text_in","ref":"M2","channel":"email","thread":"M2","order_ref":"O1","from_addr":"ann@buyer.example","subject":"Order #1","text":"Tracking says delivered but I never received the parcel.","origin":"human"}\n' >"$dir/in"
cli import --new-shop --shop shop "$dir/in" >&2
ok "a buyer who never got it: the proof of delivery is fetched and kept" wait_for is 1 "SELECT 1 FROM evidence e JOIN files f ON f.evidence = e.id WHERE e.tracking = '1234567891' AND e.type = 'proof_of_delivery' AND e.mime = 'application/pdf'"
cli order show '#1' --json >"$dir/order"
shown() { [ "$(grep -c '"kind":"scan"' "$dir/order")" = 3 ] && says '"type":"proof_of_delivery"' "$dir/order"; }
ok "the order shows its scans and the proof" shown
proof_asked() { rows "SELECT proof FROM parcels WHERE tracking = '1234567891'"; }
asked=$(proof_asked)
a_day_later=$(rows "SELECT max(at) + 86400000 FROM journal")
wait_for is 1 "SELECT max(at) > $a_day_later FROM journal"
ok "once" [ "${asked:-0}" -gt 0 -a "$(proof_asked)" = "$asked" ]
most=$(rows "SELECT max(c) FROM (SELECT count(*) AS c FROM journal WHERE kind = 'looked' GROUP BY at / 86400000)")
ok "no day has more calls than are granted ($most of $calls)" [ "$most" -le $calls -a "$most" -gt 1 ]
stop "$desk" "$sim"
days=$(rows "SELECT max(at) / 86400000 - min(at) / 86400000 + 1 FROM journal")
made=$(grep -c tracking "$dir/requests")
ok "nor has DHL counted more ($made in $days days)" [ "$made" -gt 0 -a "$made" -le $((days * calls)) ]
ok "the desk logged no error" not says ' error ' "$dir/desk.err"
ok "every row is legal" exits 0 cli doctor --invariants
ok "the journal decides the same again" exits 0 cli journal replay --decide
done_testing
