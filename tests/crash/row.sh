# row.sh - kill -9 of desk, sender and workers at random moments while refunds run
# against a shop that answers late, drops the connection, says 500 after
# success and performs late. Its effects file counts what was really paid. A
# feeder keeps the desk supplied with approved refunds, so that every kill may
# meet one on its way; each comes a random while after refunds run again, so
# that a slow machine is not only killed while it starts.
#
# $profile: `key`, the platform honours our key (class A); `note`, it shows our
# note, but late (B); `amount`, it shows an amount, late, and nothing else (C).
# A test each, since most of the time is waiting. KILLS and SEED make it larger
# and repeat it.
# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2154
set -u
. tests/lib.sh
driver=$B/tests/crash/driver state=$dir/state
desk='' sim='' feeder=''
# shellcheck disable=SC2086
stop() { kill -9 $desk $sim $feeder 2>/dev/null; }
trap stop EXIT

# How many kills in a profile. A program that is watched by sanitizers starts
# and works several times slower.
usual() {
    case $full:$B in
    1*) echo 1000 ;;
    *-address*) echo 10 ;;
    *) echo 20 ;;
    esac
}
secret secret sandbox-secret

# -- the shop --

# What the ledger shows lags 0.7 s, and half of what goes wrong is done up to
# 0.9 s later: within the plugin's 40 s, which are 2 s at this pace.
start_shop() {
    rm -f "$dir/port" "$dir/effects"
    awk -v n="$orders" 'BEGIN { for (i = 0; i < n; i++) print i, 1000 + i }' | shop_data >"$dir/shop.json"
    case $profile in
    key) set -- --fault 90 ;;
    note) set -- --fault 60 --echo note --read-lag 700 --late 900 ;;
    amount) set -- --fault 60 --echo none --times no --read-lag 700 --late 900 ;;
    esac
    "$B/sims/shopify" --port-file "$dir/port" --effects "$dir/effects" --data "$dir/shop.json" --seed "$seed" "$@" &
    sim=$!
    wait_for [ -s "$dir/port" ]
}

# -- the desk --

instance() {
    case $profile in
    key) printf 'plugin = "shopify"; shop = "x.myshopify.com"; client_id = "c"; client_secret = "file:%s";' "$dir/secret" ;;
    note) printf 'plugin = "ledger-b";' ;;
    amount) printf 'plugin = "ledger-c";' ;;
    esac
}
write_manifest() {
    cat >"$dir/helloword.conf" <<M
desk = { state = "$state"; policy = "$PWD/policy"; company = "Crash"; plugins = "so"; };
http = { listen = "127.0.0.1:0"; };
agents = ( { name = "eva"; uid = $(id -u); role = "owner"; } );
limits = ( { role = "rule"; per_action = "10.00 USD"; per_day = "10000.00 USD"; } );
instances = ( { name = "shop"; $(instance) loopback = true;
  base_url = "http://127.0.0.1:$(cat "$dir/port")"; } );
M
}
start() {
    # Faster than life: waits between tries are real, only shorter.
    "$hw" serve -c "$dir/helloword.conf" --speed 20 >"$dir/out" 2>>"$dir/desk.log" &
    desk=$!
}
synced() { [ "$(rows 'SELECT count(*) FROM payments')" = "$orders" ]; }

# -- kills --

# Refunds run: since the last kill another one was on its way.
sendings() { rows "SELECT count(*) FROM journal WHERE kind = 'sending'"; }
run_again() { [ "$(sendings)" -gt "${had:-0}" ]; }
pause=400
kill_one() {
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
    if [ "$pid" = "$desk" ]; then
        wait $desk
        start
    fi
}

# -- to rest --

# What nobody could tell is parked, and what had its worker killed three times
# under it: a person looks on the platform, when nothing can come late any more,
# and says what is there.
looked=0
person() {
    parked=$(rows "SELECT id FROM actions WHERE state = 10")
    [ -z "$parked" ] || sleep 1
    for id in $parked; do
        seen=not-done
        ! grep -qF "\"order\":\"$(rows "SELECT order_ref FROM actions WHERE id = $id")\"" "$dir/effects" || seen='done'
        "$hw" action retry "$id" --seen $seen -c "$dir/helloword.conf" >/dev/null && looked=$((looked + 1))
    done
}
rest='SELECT count(*) FROM actions WHERE state NOT IN (7, 8, 11, 12)'
rested() {
    person
    [ "$(rows "$rest")" = 0 ]
}
sound() {
    "$hw" doctor --invariants -c "$dir/helloword.conf" >/dev/null &&
        "$hw" journal verify -c "$dir/helloword.conf" >/dev/null &&
        "$hw" journal replay --decide -c "$dir/helloword.conf" >/dev/null
}

# -- one profile --

tell() {
    of() { echo "$killed" | tr ' ' '\n' | grep -cx "$1"; }
    planned=$(rows 'SELECT count(*) FROM actions')
    paid=$(wc -l <"$dir/effects")
    distinct=$(sed 's/.*"order":"\([^"]*\)".*/\1/' "$dir/effects" | sort -u | wc -l)
    settled=$(rows 'SELECT count(*) FROM actions WHERE state = 7')
    share=$((window * 100 / kills))
    echo "# $profile: $kills kills ($(of desk) desk, $(of sender) sender, $(of worker) worker), $share % in the window, $planned refunds, $paid paid, $settled settled ($looked looks of a person), seed $first, $(((stopped - began) / 1000)) s and $((($(now) - stopped) / 1000)) s to rest"
}
not_twice() { [ "$paid" -gt 0 ] && [ "$paid" = "$distinct" ]; }
not_lost() { [ "$paid" = "$planned" ] && [ "$settled" = "$planned" ]; }
row() {
    kills=${KILLS:-$(usual)} first=${SEED:-11} seed=${SEED:-11}
    orders=$((kills * 8 + 80)) had=0 window=0 killed='' looked=0
    rm -rf "$state"
    start_shop
    write_manifest
    began=$(now)
    start
    if ! wait_for grep -q ready "$dir/out"; then
        ok "$profile: the desk starts" false
        return
    fi
    wait_for synced
    "$driver" feed "$state" 12 &
    feeder=$!
    done=0
    while [ $done -lt "$kills" ]; do
        kill_one
        done=$((done + 1))
    done
    kill $feeder
    wait $feeder
    feeder=''
    "$driver" approve "$state"
    stopped=$(now)
    for _ in 1 2 3 4 5 6; do
        wait_for rested && break
    done
    tell
    kill $desk
    wait $desk
    ok "$profile: no refund was paid twice" not_twice
    ok "$profile: no refund was lost" not_lost
    ok "$profile: every action came to rest" [ "$(rows "$rest")" = 0 ]
    ok "$profile: at least a fifth of the kills met a request on its way" [ $share -ge 20 ]
    ok "$profile: every row is legal, the chain holds and the journal decides the same again" sound
    kill $sim
    wait $sim
    sim=''
}
mkdir "$dir/so"
cp "$B"/plugins/*.so "$B"/plugins/*.numbers.conf "$B"/tests/ledger/*.so "$dir/so/"
row
done_testing
