#!/bin/sh
# A desk that runs is of use although its manifest or policy was broken since,
# and to a user who may speak with it but not look: what was done is told as
# done, and an action can be stopped.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
cp -r policy "$dir/policy"
secret password x
cat >"$dir/desk.conf" <<M
desk = { state = "state"; policy = "policy"; };
http = { listen = "127.0.0.1:0"; };
undo = { reply = "1 min"; };
agents = ( { name = "eva"; uid = $(id -u); role = "owner"; } );
instances = ( { name = "mail"; plugin = "email"; address = "help@lamps.example"; password = "file:password"; loopback = true;
    imap_host = "127.0.0.1"; imap_port = 1; imap_tls = "plain"; smtp_host = "127.0.0.1"; smtp_port = 1; smtp_tls = "plain"; } );
M
cp "$dir/desk.conf" "$dir/good.conf"
hw() { "$hw" "$@" -c "$dir/desk.conf"; }
for n in 1 2 3 4 5; do
    printf '{"kind":"order","ref":"O%s","name":"#100%s","placed":"%s","email":"b%s@b.example","lang":"en"}\n' $n $n "$(moment -864000)" $n
    printf '{"kind":"text_in","ref":"m%s","channel":"email","thread":"m%s","from_addr":"b%s@b.example","subject":"#100%s","text":"order #100%s: where is my parcel?","origin":"human","at":"%s"}\n' $n $n $n $n $n "$(moment 600)"
done >"$dir/facts"
(umask 077 && hw import --new-shop --shop mail "$dir/facts" >/dev/null)
says_of_4() { "$hw" action show "$(waiting 4)" -c "$dir/again.conf" | grep -q "$1"; }
waiting() { # TICKET: the reply that is proposed there
    rows "SELECT min(id) FROM actions WHERE ticket = $1 AND state IN (1, 2)"
}

# -- the manifest is broken behind the desk's back ------------------------------------

serve desk
sed -i 's/"owner"/"ownr"/' "$dir/desk.conf"
kill -HUP "$desk"
wait_for grep -q 'the old configuration stays' "$dir/desk.err"
ok "with a role that is none, an action is stopped" exits 0 hw action cancel "$(waiting 1)"
ok "and the mistake is a warning" says '^warning: .*desk.conf:4: "role" must be one of' "$dir/err"
ok "told once" [ "$(grep -c 'desk.conf:4:' "$dir/err")" = 1 ]
ok "with what it means" says '^warning: mend .*desk.conf: a desk that runs goes on with what stood there before' "$dir/err"
ok "the queue is shown" exits 0 hw ticket list
ok "and an action" exits 0 hw action list
ok "a backup is made" exits 0 hw backup "$dir/copy"
ok "the journal is verified" exits 0 hw journal verify
ok "the doctor looks at the rest" exits 3 hw doctor
ok "and says what is wrong" says '^wrong: .*desk.conf has 1 mistake: a desk that runs goes on' "$dir/out"
ok "what was decided is explained" exits 0 hw explain T-1
ok "with its facts" says 'issue = order_status' "$dir/out"
ok "but not what would be now" lacks 'T-1 now' "$dir/out"
sed '4s/);/)/' "$dir/good.conf" >"$dir/desk.conf"
printf 'limits = ( { role = "agent" } )\nx\n' >>"$dir/desk.conf"
ok "an action is stopped when the file cannot be read to its end, too" exits 0 hw action cancel "$(waiting 2)"
ok "which is warned of" says '^warning: .*desk.conf:[0-9]*: syntax error' "$dir/err"
printf 'desk = { polcy "policy"; };\n' >"$dir/desk.conf"
ok "where no state folder can be read, nothing is guessed" exits 78 hw action cancel "$(waiting 3)"
cp "$dir/good.conf" "$dir/desk.conf"
sed -i '0,/"when"\|when =/s/when = "/when = "x/' "$dir/policy/rules.conf"
ok "with a broken policy an action is stopped" exits 0 hw action cancel "$(waiting 3)"
ok "and what was decided is explained" exits 0 hw explain T-3
ok "and that the rest is not" says "the policy has 1 mistake: what was decided is told, what would be decided now is not" "$dir/err"
cp policy/rules.conf "$dir/policy/"
ok "who takes an order's number for a ticket's" exits 65 hw ticket show 1004
ok "is told of the order" says 'there is no ticket T-1004, but an order is called so: helloword order show 1004'
stop "$desk"
ok "the desk's end is in its log" says ' info .*the desk has stopped$' "$dir/desk.err"

# -- a copy is on hold until its mailbox was read: this one cannot be ------------------

sed 's/"state"/"again"/' "$dir/good.conf" >"$dir/again.conf"
"$hw" restore "$dir/copy" --into "$dir/again" >/dev/null
serve again
ok "an action may be approved during the hold" exits 0 "$hw" action approve "$(waiting 4)" -c "$dir/again.conf"
ok "and is not said to leave before its end" says 'is approved; it leaves when the hold after the restore is over .*, not before 20' "$dir/out"
ok "it is shown as approved" says_of_4 'is approved and held$'
stop "$desk"
sed -i 's/"owner"/"ownr"/' "$dir/desk.conf"
ok "whoever is the desk itself needs all of it" exits 78 hw ticket note T-1 x
cp "$dir/good.conf" "$dir/desk.conf"

# -- a user who may speak with the desk, and may not look -------------------------------

stranger() { # WORD...
    setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
}
if ! [ "$(id -u)" = 0 ] || ! stranger test -x "$hw" || ! stranger test -r "$dir/desk.conf" 2>/dev/null; then
    skip "who may speak with a desk may look" "this user cannot be another, or the other cannot get here"
    done_testing
    exit
fi
other() { stranger "$hw" "$@" -c "$dir/desk.conf"; }
mode() { [ "$(stat -c %a "$dir/state/$1")" = "$2" ]; }
notes() { rows "SELECT count(*) FROM journal WHERE kind = 'note'"; }
# New files there are the group's, as they are of a user's own group elsewhere.
chgrp -R 65534 "$dir/state" && chmod 2750 "$dir/state"
umask 027
serve desk
ok "the group reads what was made under a closer umask" mode helloword.db 640
ok "and is let in at the socket" mode desk.sock 660
ok "but never reads the keys" mode keys.db 600
ok "so it sees the queue" exits 0 other ticket list
chmod 600 "$db"
before=$(notes)
ok "what is done for who cannot look is told as done" exits 0 other ticket note T-4 hello
ok "and that it cannot be shown" says 'the desk did it; what became of it cannot be shown here: .*permission denied' "$dir/err"
ok "and was done once" [ "$(notes)" = $((before + 1)) ]
ok "as JSON, too" exits 0 other ticket note T-4 again --json
ok "with the journal's entry" says '"seq":[1-9]' "$dir/out"
ok "but without lists of what nobody could look up" lacks '"actions"|"tasks"' "$dir/out"
ok "a task is given" exits 0 other task add T-4 'look into the box' --role warehouse --within 24h
ok "and who gave it learns its number" says "^task $(rows 'SELECT max(id) FROM tasks') is given to the warehouse \\(journal entry [0-9]+\\)\$"
hw ticket snooze T-4 48h >/dev/null
ok "what was taken back is told as done, too" exits 0 other ticket undo T-4
ok "without what it was" says '^what was done last to T-4 is taken back ' "$dir/out"
ok "and it is" is 0 "SELECT count(*) FROM operations WHERE undone IS NULL"
printf '{"kind":"order","ref":"O9","placed":"%s"}\n' "$(moment 0)" >"$dir/one"
ok "an import that cannot look which shops there are" exits 77 other import --shop shop "$dir/one"
ok "says no shop is missing" lacks 'there is no shop' "$dir/err"
stop "$desk"
umask 077
serve desk
ok "under a closer umask the socket is closed as the database is" mode desk.sock 600
before=$(notes)
ok "so nobody else is heard" exits 77 other ticket note T-4 hello
ok "and nothing is done" [ "$(notes)" = "$before" ]
stop "$desk"
done_testing
