#!/bin/sh
# A desk whose disk is full, bad or refuses a sync, whose clock jumps or stands
# still, and whose resolver is dead, slow or lies, while it runs.
# SPDX-License-Identifier: MIT
set -u
. plugins/shopify/tests/lib.sh
case $B in *-address*)
    echo 1..1
    echo 'ok 1 # SKIP a sanitizer is preloaded already'
    exit 0
    ;;
esac
tell() { # WHO NAME=VALUE...
    who=$1
    shift
    "$B/tests/crash/poke" "$dir/state/$who.fault" "$@"
}
mkdir -m 700 "$dir/state" "$dir/bin"
tell desk && tell sender

# The desk and its sender run with failing calls, everything else does not.
cp "$B/helloword" "$dir/bin/real"
cp "$B/helloword-worker" "$B/tests/sites/fault.so" "$dir/bin"
cp "$B/helloword-sender" "$dir/bin/real-sender"
cp "$B/tests/crash/poke" "$dir/bin/helloword-sender"
ln -s "$B/plugins" "$dir/bin"
printf '#!/bin/sh\nHW_FAULT_FILE=%s LD_PRELOAD=%s exec %s "$@"\n' \
    "$dir/state/desk.fault" "$dir/bin/fault.so" "$dir/bin/real" >"$dir/bin/helloword"
chmod 755 "$dir/bin/helloword"
hw=$dir/bin/helloword
cli() { "$B/helloword" "$@" -c "$dir/helloword.conf"; }

# One refund each of orders 1 to 8, then one for each visit of the sender.
visits=3
[ -z "${HW_FULL:-}" ] || visits=100
orders=$((visits + 9)) seed=${SEED:-5}
desk_port=$((20000 + $$ % 20000))
secrets='webhook_secret = "file:'$dir'/secret";'
far=' }, { name = "far"; plugin = "shopify"; shop = "far.myshopify.com"; client_id = "c"; client_secret = "file:'$dir'/secret"; poll = "1 min";'
at=$(date -u -d '-2 days' +%Y-%m-%dT%H:%M:%SZ)
{
    printf '{"orders":['
    i=1
    while [ "$i" -lt "$orders" ]; do
        order "$i" "${i}1:24.00:1" "${i}2:24.00:bogus" "" && printf ','
        i=$((i + 1))
    done
    order "$i" "${i}1:24.00:1" "${i}2:24.00:bogus" ""
    # Its ticket has four hours.
    printf '],"disputes":[{"id":"gid://shopify/ShopifyPaymentsDispute/1","type":"CHARGEBACK","status":"NEEDS_RESPONSE","initiatedAt":"%s","evidenceDueBy":"%s","finalizedOn":null,"amount":{"amount":"24.00","currencyCode":"USD"},"reasonDetails":{"reason":"PRODUCT_NOT_RECEIVED"},"order":{"id":"gid://shopify/Order/%d"}}]}' "$at" "$(date -u -d '7 days' +%Y-%m-%dT%H:%M:%SZ)" "$orders"
} >"$dir/shop.json"
start_sim --data "$dir/shop.json" --hooks "http://127.0.0.1:$desk_port/hooks/shop"
again() { # starts the desk, its words in $dir/words
    exec 3>&2 2>>"$dir/words"
    start_desk 1 "poll = \"1 h\"; $secrets $far"
    exec 2>&3 3>&-
}
again
until_rows $orders "SELECT count(*) FROM orders"
ok $? "a desk starts under the library of failing calls"
alive() { [ "$(curl -s -m 2 "http://127.0.0.1:$desk_port/healthz")" = ok ]; }
hooks() { # ID: three of them, answers in $dir/sent
    curl -s -X POST "$base/__sim/hooks" -d "{\"topic\":\"orders/updated\",\"count\":3,\"id\":\"$1\"}" >"$dir/sent"
}
kept() { rows "SELECT count(*) FROM inbox WHERE event_id LIKE 'hook-$1-%'"; }
hits() { tell desk show | sed 's/hit=\([0-9]*\).*/\1/'; }

wait_until() { # COMMAND, ten seconds at most
    waited=0
    until "$@"; do
        waited=$((waited + 1))
        [ $waited -lt 100 ] || return 1
        sleep 0.1
    done
}

# -- a disk that is full, bad, or takes half --------------------------------------
disk() { # ID ERRNO MODE WHAT
    before=$(hits)
    tell desk kind=write "number=$2" at=1 "mode=$3"
    cli action plan refund --order '#1' --amount 1.00 --currency USD >"$dir/said" 2>"$dir/why"
    [ $? = 71 ] && [ "$(wc -l <"$dir/why")" = 1 ] && [ "$(rows 'SELECT count(*) FROM actions')" = "$planned" ]
    ok $? "a person is told in a sentence that $4, and nothing was planned"
    hooks "$1" &
    sending=$!
    sleep 0.7
    [ "$(kept "$1")" = 0 ] && alive
    ok $? "while $4 no webhook is acknowledged, and the desk lives"
    tell desk mode=none
    wait $sending
    grep -q '"acknowledged":3' "$dir/sent" && [ "$(kept "$1")" = 3 ] && kill -0 $desk
    ok $? "and it goes on by itself when that is over"
    echo "# $4: $(($(hits) - before)) calls failed; $(cat "$dir/sent"); $(head -c 150 "$dir/why")"
}
planned=$(rows 'SELECT count(*) FROM actions')
disk full 28 on 'the disk is full'
disk bad 5 on 'the disk is bad'
disk torn 28 torn 'the disk takes half of what is written'

# -- one fsync that fails -----------------------------------------------------------
tell desk kind=sync number=5 at=1 mode=once
hooks sync &
sending=$!
wait $desk
[ $? = 71 ] && tail -n 1 "$dir/words" | grep -q 'the disk did not take'
ok $? "one fsync that fails ends the desk, with a sentence"
echo "# $(tail -n 1 "$dir/words" | sed "s|$dir|DIR|g" | cut -c 1-200)"
tell desk mode=none
again
wait $sending
hooks sync
grep -q '"acknowledged":3' "$dir/sent" && [ "$(kept sync)" = 3 ] && [ "$(kept full)$(kept bad)$(kept torn)" = 333 ]
ok $? "started again it has all that it acknowledged, once"

# -- the clock ------------------------------------------------------------------------
refund() { # ORDER: planned and approved; its number in $id
    id=$(cli action plan refund --order "$1" --amount 1.00 --currency USD | sed 's/^action \([0-9]*\) .*/\1/')
    cli action approve "$id" >/dev/null
}
key() { rows "SELECT key FROM actions WHERE id = $id"; }
state() { rows "SELECT state FROM actions WHERE id = $id"; }
trust() {
    for alert in $(rows "SELECT id FROM alerts WHERE cause = 'clock-jumped' AND acknowledged IS NULL"); do
        cli alert acknowledge "$alert" >/dev/null
    done
}
refund '#1'
until_rows 1 "SELECT count(*) FROM actions WHERE id = $id AND state IN (6, 7)"
ok $? "with a true clock a refund is paid"
jumped() { rows "SELECT count(*) FROM journal WHERE kind = 'clock_jumped'"; }
missed() { rows "SELECT count(*) FROM deadlines WHERE state = 3"; }
told() { rows "SELECT coalesce(sum(count), 0) FROM alerts WHERE cause LIKE 'breach%'"; }
clock() { # ORDER WHAT NAME=VALUE...
    order=$1 what=$2 had=$(jumped) paid=$(wc -l <"$dir/effects") late=$(missed)
    shift 2
    tell desk "$@"
    waited=0
    until [ "$(jumped)" -gt "$had" ] || [ $waited -ge 200 ]; do
        waited=$((waited + 1))
        sleep 0.05
    done
    refund "$order"
    first=$(key)
    sleep 0.7
    [ "$(jumped)" -gt "$had" ] && [ "$(wc -l <"$dir/effects")" = "$paid" ] && [ "$(state)" = 4 ] && [ "$(missed)" = "$late" ]
    ok $? "$what: no money moves and nothing is late until somebody says that the clock is right"
    trust
    until_rows 1 "SELECT count(*) FROM actions WHERE id = $id AND state IN (6, 7)" &&
        [ "$(key)" = "$first" ] && [ "$(wc -l <"$dir/effects")" = $((paid + 1)) ]
    ok $? "$what: then it is paid once, under the key that it had"
}
clock '#2' 'a day ahead' clock=86400000
late_is_told() { [ "$(missed)" -ge 1 ] && [ "$(told)" -ge "$(missed)" ]; }
wait_until late_is_told
ok $? "the deadline that passed in the skipped day is missed aloud ($(missed) missed, $(told) told)"
clock '#3' 'a day back' clock=0
clock '#4' 'it stood still for two minutes' still=now forward=120000
if [ -n "${HW_FULL:-}" ]; then
    clock '#5' 'it goes again' still=0
    clock '#6' 'an hour ahead' clock=3600000
    clock '#7' 'an hour back' clock=0
    clock '#8' 'another hour back' clock=-3600000
fi
had=$(jumped)
tell desk still=0 clock=0
forward=120000
jumps() { [ "$(jumped)" -gt "$had" ]; }
wait_until jumps
trust

# -- a sender without memory ------------------------------------------------------
random() { # BELOW: $drawn, repeatable from the seed
    seed=$(((seed * 1103515245 + 12345) % 2147483648))
    drawn=$((seed / 65536 % $1))
}
i=0 paid=$(wc -l <"$dir/effects") died=0
while [ $i -lt $visits ]; do
    i=$((i + 1)) mode=once
    random 400
    [ $((i % 2)) = 0 ] || mode=on
    tell sender kind=alloc number=12 "at=$((drawn + 1))" mode=$mode
    refund "#$((i + 8))"
    sleep 0.3
    # The lag of its verb passes.
    tell sender mode=none
    tell desk forward=$((forward += 60000))
    until_rows 1 "SELECT count(*) FROM actions WHERE id = $id AND state IN (6, 7)" || died=$((died + 1))
done
[ "$(wc -l <"$dir/effects")" = $((paid + visits)) ] && [ $died = 0 ]
ok $? "whatever memory the sender lacks, each refund is paid once ($visits of them)"
echo "# seed ${SEED:-5}; $(grep -c 'sender: .*; starting it again' "$dir/words") times the sender ended"

# -- the resolver ---------------------------------------------------------------------
resolved() { tell sender show | sed 's/.*resolved=\([0-9]*\).*/\1/'; }
was_asked() { [ "$(resolved)" -gt "$asked" ]; }
names() { # WHAT NAME=VALUE...
    what=$1 worst=0 asked=$(resolved)
    shift
    tell sender "$@"
    # Its next poll comes, also after many that failed.
    tell desk forward=$((forward += 4000000))
    wait_until was_asked
    for _ in 1 2 3 4 5 6; do
        from=$(date +%s%3N)
        alive || worst=9999
        took=$(($(date +%s%3N) - from))
        [ $took -le $worst ] || worst=$took
    done
    was_asked && hooks "dns-$forward"
    grep -q '"acknowledged":3' "$dir/sent" && [ "$(kept "dns-$forward")" = 3 ] && [ $worst -lt 5000 ] &&
        until_rows 0 "SELECT count(*) FROM inbox WHERE state = 'waiting'"
    ok $? "$what: the desk answers meanwhile, and the other shop's news are read"
    echo "# $what: asked $(($(resolved) - asked)) times, the desk answered within $worst ms"
}
names 'a dead resolver' dns=dead dns_ms=0
why_of() { cli plugins | sed -n '/^far /,$p' | grep -q "$1"; }
wait_until why_of 'Could not resolve'
ok $? "what ails the other shop stands where a person looks"
names 'a slow resolver' dns=slow dns_ms=20000
from=$(date +%s)
kill "$desk"
wait "$desk"
rc=$?
[ $rc = 0 ] && [ $(($(date +%s) - from)) -lt 10 ]
ok $? "nor does it hold up the end"
tell sender dns=wrong
again
wait_until why_of 'not a public one'
ok $? "an address inside, named by a resolver that lies, is not connected to"
kill "$desk"
wait "$desk"
cli doctor --invariants >/dev/null && cli journal verify >/dev/null && cli journal replay --decide >/dev/null
ok $? "in the end every row is legal, the chain holds and it decides the same again"
echo "1..$n"
