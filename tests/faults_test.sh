#!/bin/sh
# A desk whose disk is full, bad or refuses a sync, whose clock jumps or stands
# still, and whose resolver is dead, slow or lies, while it runs.
# SPDX-License-Identifier: MIT
set -u
. plugins/shopify/tests/lib.sh
[ -z "$san" ] || skip_all "a sanitizer is preloaded already"
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
cli() { "$B/helloword" "$@" -c "$dir/desk.conf"; }

# One refund each of orders 1 to 8, then one for each visit of the sender.
visits=${VISITS:-3}
[ -z "$full" ] || visits=${VISITS:-100}
orders=$((visits + 9)) seed=${SEED:-5}
free_port
desk_port=$port
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
shop "$dir" --data "$dir/shop.json" --hooks "http://127.0.0.1:$desk_port/hooks/shop"
again() { start_desk 1 "poll = \"1 h\"; $secrets $far"; }
again
ok "a desk starts under the library of failing calls" wait_for is $orders "SELECT count(*) FROM orders"
alive() { [ "$(curl -s -m 2 "http://127.0.0.1:$desk_port/healthz")" = ok ]; }
hooks() { # ID: three of them, answers in $dir/sent
    curl -s -X POST "$base/__sim/hooks" -d "{\"topic\":\"orders/updated\",\"count\":3,\"id\":\"$1\"}" >"$dir/sent"
}
kept() { rows "SELECT count(*) FROM inbox WHERE event_id LIKE 'hook-$1-%'"; }
hits() { tell "$1" show | sed 's/hit=\([0-9]*\).*/\1/'; } # WHO
failed_since() { [ "$(hits "$1")" -gt "$2" ]; } # WHO HITS

# -- a disk that is full, bad, or takes half --------------------------------------
disk() { # ID ERRNO MODE WHAT
    before=$(hits desk)
    tell desk kind=write "number=$2" at=1 "mode=$3"
    cli action plan refund --order '#1' --amount 1.00 --currency USD >"$dir/said" 2>"$dir/why"
    [ $? = 71 ] && [ "$(wc -l <"$dir/why")" = 1 ] && is "$planned" 'SELECT count(*) FROM actions'
    so "a person is told in a sentence that $4, and nothing was planned"
    had=$(hits desk)
    rm -f "$dir/sent"
    hooks "$1" &
    sending=$!
    # The desk tried to keep them, and could not.
    wait_for failed_since desk "$had" && [ "$(kept "$1")" = 0 ] && [ ! -s "$dir/sent" ] && alive
    so "while $4 no webhook is acknowledged, and the desk lives"
    tell desk mode=none
    wait $sending
    says '"acknowledged":3' "$dir/sent" && [ "$(kept "$1")" = 3 ] && kill -0 "$desk"
    so "and it goes on by itself when that is over"
    echo "# $4: $(($(hits desk) - before)) calls failed; $(cat "$dir/sent"); $(head -c 150 "$dir/why")"
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
[ $? = 71 ] && tail -n 1 "$dir/desk.err" | grep -q 'the disk did not take'
so "one fsync that fails ends the desk, with a sentence"
echo "# $(tail -n 1 "$dir/desk.err" | sed "s|$dir|DIR|g" | cut -c 1-200)"
tell desk mode=none
again
wait $sending
hooks sync
grep -q '"acknowledged":3' "$dir/sent" && [ "$(kept sync)" = 3 ] && [ "$(kept full)$(kept bad)$(kept torn)" = 333 ]
so "started again it has all that it acknowledged, once"

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
ok "with a true clock a refund is paid" wait_for is 1 "SELECT count(*) FROM actions WHERE id = $id AND state IN (6, 7)"
jumped() { rows "SELECT count(*) FROM journal WHERE kind = 'clock_jumped'"; }
missed() { rows "SELECT count(*) FROM deadlines WHERE state = 3"; }
# Who is to do a task is told of it as a task, again and again: that is one.
told() { rows "SELECT coalesce(sum(iif(cause LIKE 'task-late:%', 1, count)), 0) FROM alerts WHERE cause LIKE 'breach%' OR cause LIKE 'task-late:%'"; }
told_tasks() { rows "SELECT count(*) FROM alerts WHERE cause LIKE 'task-late:%'"; }
doubted() { is 1 "SELECT count(*) FROM deadlines WHERE source = 'clock' AND purpose = 'clock' AND state = 1"; }
more_jumps() { [ "$(jumped)" -gt "$had" ]; }
# The desk turns several times, each time looking for what is due.
turns() { alive && alive && alive && alive && alive; }
untouched() { [ "$(wc -l <"$dir/effects")" = "$paid" ] && [ "$(state)" = 4 ] && [ "$(missed)" = "$late" ]; }
settled() { is 1 "SELECT count(*) FROM actions WHERE id = $id AND state IN (6, 7)"; }
paid_once() { wait_for settled && [ "$(key)" = "$first" ] && [ "$(wc -l <"$dir/effects")" = $((paid + 1)) ]; }
clock() { # ORDER WHAT NAME=VALUE...
    order=$1 what=$2 had=$(jumped) paid=$(wc -l <"$dir/effects") late=$(missed)
    shift 2
    tell desk "$@"
    wait_for more_jumps
    refund "$order"
    first=$(key)
    doubted && turns && untouched
    so "$what: no money moves and nothing is late until somebody says that the clock is right"
    trust
    ok "$what: then it is paid once, under the key that it had" paid_once
}
clock '#2' 'a day ahead' clock=86400000
late_is_told() { [ "$(missed)" -ge 1 ] && [ "$(told)" -ge "$(missed)" ] && is "$(told_tasks)" "SELECT count(*) FROM deadlines WHERE state = 3 AND purpose = 'task'"; }
ok "the deadline that passed in the skipped day is missed aloud ($(missed) missed, $(told) told)" wait_for late_is_told
clock '#3' 'a day back' clock=0
clock '#4' 'it stood still for two minutes' still=now forward=120000
if [ -n "$full" ]; then
    clock '#5' 'it goes again' still=0
    clock '#6' 'an hour ahead' clock=3600000
    clock '#7' 'an hour back' clock=0
    clock '#8' 'another hour back' clock=-3600000
fi
had=$(jumped)
tell desk still=0 clock=0
forward=120000
wait_for more_jumps
trust

# -- a sender without memory ------------------------------------------------------
lacked() { failed_since sender "$had" || settled; }
i=0 paid=$(wc -l <"$dir/effects") unsettled=0 lacking=0
while [ $i -lt $visits ]; do
    i=$((i + 1)) mode=once had=$(hits sender)
    random 400
    [ $((i % 2)) = 0 ] || mode=on
    tell sender kind=alloc number=12 "at=$((drawn + 1))" mode=$mode
    refund "#$((i + 8))"
    wait_for lacked
    ! failed_since sender "$had" || lacking=$((lacking + 1))
    # The lag of its verb passes.
    tell sender mode=none
    tell desk forward=$((forward += 60000))
    wait_for settled || unsettled=$((unsettled + 1))
done
paid=$(($(wc -l <"$dir/effects") - paid))
ok "whatever memory the sender lacks, each refund is paid once ($visits of them)" [ $paid = $visits -a $unsettled = 0 ]
ok "and it did lack some, at least every other time ($lacking of $visits)" [ $((lacking * 2)) -ge $visits ]
echo "# seed ${SEED:-5}; $(grep -c 'sender: .*; starting it again' "$dir/desk.err") times the sender ended"

# -- the resolver ---------------------------------------------------------------------
resolved() { tell sender show | sed 's/.*resolved=\([0-9]*\).*/\1/'; }
was_asked() { [ "$(resolved)" -gt "$asked" ]; }
names() { # WHAT NAME=VALUE...
    what=$1 worst=0 asked=$(resolved)
    : >"$dir/sent"
    shift
    tell sender "$@"
    # Its next poll comes, also after many that failed.
    tell desk forward=$((forward += 4000000))
    wait_for was_asked
    for _ in 1 2 3 4 5 6; do
        from=$(date +%s%3N)
        alive || worst=9999
        took=$(($(date +%s%3N) - from))
        [ $took -le $worst ] || worst=$took
    done
    was_asked && hooks "dns-$forward"
    grep -q '"acknowledged":3' "$dir/sent" && [ "$(kept "dns-$forward")" = 3 ] && [ $worst -lt 5000 ] &&
        wait_for is 0 "SELECT count(*) FROM inbox WHERE state = 'waiting'"
    so "$what: the desk answers meanwhile, and the other shop's news are read"
    echo "# $what: asked $(($(resolved) - asked)) times, the desk answered within $worst ms"
}
names 'a dead resolver' dns=dead dns_ms=0
why_of() { cli plugins | sed -n '/^far /,$p' | grep -q "$1"; }
ok "what ails the other shop stands where a person looks" wait_for why_of 'Could not resolve'
names 'a slow resolver' dns=slow dns_ms=20000
from=$(date +%s)
kill "$desk"
wait "$desk"
rc=$?
[ $rc = 0 ] && [ $(($(date +%s) - from)) -lt 10 ]
so "nor does it hold up the end"
tell sender dns=wrong
again
ok "an address inside, named by a resolver that lies, is not connected to" wait_for why_of 'not a public one'
kill "$desk"
wait "$desk"
ok "in the end every row is legal" exits 0 cli doctor --invariants
ok "the chain holds" exits 0 cli journal verify
ok "and it decides the same again" exits 0 cli journal replay --decide
done_testing
