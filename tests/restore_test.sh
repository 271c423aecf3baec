#!/bin/sh
# An old copy brought back in the middle of refunds, again and again: a copy is
# made at a random moment, the desk goes on and is killed, the copy takes its
# place. What was paid after the copy is found again and never paid twice.
# Every other round the copy is none of ours (SQLite's own backup command): it
# carries no mark, so the desk starts without a hold and only the keys protect.
# HW_FULL runs 100 rounds, else 2; ROUNDS and SEED make it longer and repeat it.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
rounds=${full:+100}
rounds=${ROUNDS:-${rounds:-2}} seed=${SEED:-5}
each=12 # refunds a round, about
# How many refunds stand approved ahead: few, so that some that were paid after a
# copy are planned anew by it.
ahead=${AHEAD:-12}
orders=$((rounds * each + 18)) state=$dir/state driver=$B/tests/crash/driver

secret secret sandbox-secret
awk -v n="$orders" 'BEGIN { for (i = 0; i < n; i++) print i, 1000 + i }' | shop_data >"$dir/shop.json"
shop "$dir" --data "$dir/shop.json" --fault 30 --seed "$seed"
cat >"$dir/desk.conf" <<M
desk = { state = "$state"; policy = "$PWD/policy"; company = "Crash"; };
http = { listen = "127.0.0.1:0"; };
agents = ( { name = "eva"; uid = $(id -u); role = "owner"; } );
instances = ( $(shop_instance shop) );
M
export HELLOWORD_CONF="$dir/desk.conf"
start() { serve desk --speed 60; }
feed() {
    "$driver" feed "$state" "$ahead" &
    feeder=$!
    started="$started $feeder"
}
effects() { if [ -e "$dir/effects" ]; then wc -l <"$dir/effects"; else echo 0; fi; }
paid() { [ "$(effects)" -ge "$1" ] || [ "$(effects)" -ge "$orders" ]; }
synced() { [ "$(rows 'SELECT count(*) FROM payments')" = "$orders" ]; }
lifted() { [ "$(rows "SELECT count(*) FROM journal WHERE kind = 'lift' AND seq > (SELECT max(seq) FROM journal WHERE kind = 'restored')")" = 1 ]; }

# -- the copies: ours, and any other tool's --
copy() { # ROUND
    if [ $(($1 % 2)) = 1 ]; then
        "$hw" backup "$dir/copy$1" --with-keys >/dev/null
    else
        mkdir "$dir/copy$1" && sqlite3 "$state/helloword.db" ".backup '$dir/copy$1/helloword.db'" &&
            sqlite3 "$state/keys.db" ".backup '$dir/copy$1/keys.db'"
    fi
}
bring_back() { # ROUND
    rm -rf "$dir/lost"
    mv "$state" "$dir/lost"
    if [ $(($1 % 2)) = 1 ]; then
        "$hw" restore "$dir/copy$1" --into "$state" --keys "$dir/copy$1-keys.db" >/dev/null
    else
        mkdir -m 700 "$state" && cp "$dir/copy$1"/*.db "$state/" && cp -r "$dir/lost/evidence" "$state/"
    fi
}
# The first, of ours: what a backup is, what a restore refuses and says.
look_at_first() {
    owner_only() { [ "$(stat -c %a "$dir/copy1-keys.db" "$dir/copy1/helloword.db" "$dir/copy1/backup.json" | sort -u)" = 600 ]; }
    ok "only its owner may read a backup" owner_only
    keyless() { ! grep -rqa 'sandbox-secret' "$dir/copy1" && [ ! -e "$dir/copy1/keys.db" ]; }
    ok "no secret is in it, and the keys lie beside it" keyless
    ok "a second backup does not overwrite the first" exits 65 "$hw" backup "$dir/copy1"
    ok "a restore does not overwrite a desk" exits 65 "$hw" restore "$dir/copy1" --into "$state"
    cp -r "$dir/copy1" "$dir/bad"
    printf x >>"$dir/bad/helloword.db"
    ok "a damaged backup is refused" exits 65 "$hw" restore "$dir/bad" --into "$dir/nowhere"
    ok "and nothing is made of it" test ! -e "$dir/nowhere"
}
look_at_hold() {
    "$hw" doctor >"$dir/said" 2>&1
    ok "doctor says what will happen at the start" says 'restored from a backup' "$dir/said"
}
# Between the restore and the end of its hold nothing was sent.
sent_on_hold() {
    rows "SELECT count(*) FROM journal WHERE kind = 'sending' AND seq > (SELECT max(seq) FROM journal WHERE kind = 'restored') AND seq < (SELECT max(seq) FROM journal WHERE kind = 'lift')"
}

planned() { [ "$(rows 'SELECT count(*) FROM actions WHERE state > 2')" -ge "$((ahead < orders ? ahead : orders))" ]; }
start
wait_for synced
feed
wait_for planned
round=0 copies=0 open=0 after=0 held=0 early=0
while [ $round -lt "$rounds" ]; do
    round=$((round + 1))
    random 5
    wait_for paid $(($(effects) + 2 + drawn))
    copy $round && copies=$((copies + 1))
    at_copy=$(effects)
    [ $round != 1 ] || look_at_first
    random 6
    wait_for paid $((at_copy + 2 + drawn))
    kill -9 "$desk" "$feeder"
    wait "$desk" "$feeder"
    after=$((after + $(effects) - at_copy))
    bring_back $round || break
    open=$((open + $(rows 'SELECT count(*) FROM actions WHERE state IN (3, 4, 5, 6, 9)')))
    [ $round != 1 ] || look_at_hold
    start
    if [ $((round % 2)) = 1 ]; then
        wait_for lifted && held=$((held + 1))
        early=$((early + $(sent_on_hold)))
    fi
    rm -rf "$dir/copy$round" "$dir/copy$round-keys.db"
    feed
done
all() { [ "$(rows 'SELECT count(*) FROM actions WHERE state IN (7, 10)')" = "$orders" ]; }
wait_for all || wait_for all
settled=$(rows 'SELECT count(*) FROM actions WHERE state = 7')
total=$(effects)
distinct=$(sed 's/.*"order":"\([^"]*\)".*/\1/' "$dir/effects" | sort -u | wc -l)
echo "# $rounds rounds, seed ${SEED:-5}: $open actions open in the copies, $after refunds paid after them, $total paid in all of $orders, $settled settled, $early sent on hold"
ok "each round a copy was made while refunds ran" test $copies = "$rounds" -a $round = "$rounds"
ok "the hold of each of our copies lifts by itself once all was looked up" test $held = $(((rounds + 1) / 2))
ok "until then nothing is sent" test $early = 0
ok "refunds were paid after the copies, or this says nothing" test $after -ge "$rounds"
ok "no refund was paid twice" test "$total" = "$distinct"
ok "every refund is known and settled again" test "$distinct" = "$orders" -a "$settled" = "$orders"
ok "there is nothing left to lift" exits 65 "$hw" restore lift
ok "every row is legal" exits 0 "$hw" doctor --invariants
ok "the chain holds across the restores" exits 0 "$hw" journal verify
kill "$desk"
wait "$desk"
ok "and the journal decides the same again" exits 0 "$hw" journal replay --decide
done_testing
