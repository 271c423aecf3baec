#!/bin/sh
# A backup while the desk takes hundreds of commands a second, and the drill
# that tries it: sound, replayable, on hold, and the desk is not disturbed.
# HW_FULL takes more backups.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
backups=${full:+20}
backups=${backups:-2}

cat >"$dir/desk.conf" <<M
desk = { state = "state"; policy = "$PWD/policy"; };
http = { listen = "127.0.0.1:0"; };
agents = ( { name = "eva"; uid = $(id -u); role = "owner"; } );
M
export HELLOWORD_CONF="$dir/desk.conf" TMPDIR="$dir"
entries() { rows 'SELECT coalesce(max(seq), 0) FROM journal'; }

# Orders and what was paid for them, without end.
facts() { # FROM
    awk -v from="$1" 'BEGIN {
        for (i = from; i < from + 100; i++) {
            printf "{\"kind\":\"order\",\"ref\":\"O%d\",\"name\":\"#%d\",\"version\":1,\"status\":\"open\",\"placed\":\"2026-09-20T10:00:00Z\",\"buyer_name\":\"Ann Smith\",\"email\":\"ann%d@example.com\",\"lang\":\"en\",\"total\":{\"amount\":\"12.00\",\"currency\":\"USD\"},\"lines\":[{\"ref\":\"L1\",\"title\":\"Lamp\",\"quantity\":1}]}\n", i, i, i
            printf "{\"kind\":\"payment\",\"ref\":\"P%d\",\"order_ref\":\"O%d\",\"type\":\"sale\",\"status\":\"success\",\"amount\":{\"amount\":\"12.00\",\"currency\":\"USD\"},\"at\":\"2026-09-20T10:00:00Z\"}\n", i, i
        }
    }'
}
feed() {
    n=0
    while [ ! -e "$dir/enough" ]; do
        facts $((n * 100)) | "$hw" import - --shop shop --new-shop >/dev/null || : >"$dir/refused"
        n=$((n + 1))
    done
}

serve desk
feed &
feeder=$!
started="$started $feeder"
busy() { [ "$(entries)" -gt 400 ]; }
wait_for busy
i=0 taken=0 ms=0 failed=0
while [ $i -lt "$backups" ]; do
    i=$((i + 1))
    # For a second, all the time a copy is made.
    from=$(now) at=$(entries) n=0
    while [ $(($(now) - from)) -lt 1000 ]; do
        n=$((n + 1))
        "$hw" backup "$dir/copy$i.$n" --with-keys >"$dir/backup.out" 2>"$dir/backup.err" || failed=$((failed + 1))
    done
    copies=$((${copies:-0} + n))
    ms=$((ms + $(now) - from)) taken=$((taken + $(entries) - at))
    mv "$dir/copy$i.$n" "$dir/last$i"
    mv "$dir/copy$i.$n-keys.db" "$dir/last$i-keys.db"
done
: >"$dir/enough"
wait $feeder
rate=$((taken * 1000 / ms))
echo "# $copies backups while $rate commands a second were taken, $failed failed"
ok "backups are made while hundreds of commands a second are taken" test "$failed" = 0 -a $rate -ge 100
ok "and none of the commands is refused for it" test ! -e "$dir/refused"

sound() {
    i=0
    while [ $i -lt "$backups" ]; do
        i=$((i + 1))
        [ "$(sqlite3 -readonly "$dir/last$i/helloword.db" 'PRAGMA integrity_check')" = ok ] || return
    done
}
ok "each copy passes SQLite's own check" sound
before=$(entries)
drilled() {
    i=0
    while [ $i -lt "$backups" ]; do
        i=$((i + 1))
        "$hw" drill "$dir/last$i" --keys "$dir/last$i-keys.db" >"$dir/out" 2>"$dir/err" || return
        grep -q 'its replay gives the same state' "$dir/out" || return
    done
}
ok "a drill restores each, verifies the chain and replays it to the same state" drilled
ok "it says that the desk would start on hold" says 'starts on hold: 0 open actions would be looked up' "$dir/out"
ok "and how far the desk has gone on" says 'the desk is [0-9]+ entries further' "$dir/out"
ok "the desk itself is not touched" test "$(entries)" = "$before" -a "$("$hw" doctor --invariants 2>/dev/null)" = 'ok: every row is in a legal state'
ok "nothing of it is left behind" test -z "$(find "$dir" -maxdepth 1 -name 'helloword-drill.*')"
ok "without keys it says what it did not compare" exits 0 "$hw" drill "$dir/last1"
ok "in a sentence" says 'with --keys its replay would be compared' "$dir/out"
cp -r "$dir/last1" "$dir/bad"
printf x >>"$dir/bad/helloword.db"
ok "a damaged backup fails the drill" exits 65 "$hw" drill "$dir/bad"
json() { "$hw" drill "$dir/last1" --json | grep -q '"entries":[1-9].*"replay_same":false,"to_look_up":0,'; }
ok "and a program reads it as JSON" json
kill "$desk"
wait "$desk"
ok "the journal of the desk decides the same again" exits 0 "$hw" journal replay --decide
done_testing
