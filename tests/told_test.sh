#!/bin/sh
# What a command ends beside what it names is told by its answer, and what
# happened to actions and to a buyer's data by explain and ticket show.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh

secret pw pw
cat >"$dir/desk.conf" <<M
desk = { state = "state"; policy = "$PWD/policy"; company = "Lampshop"; };
agents = ( { name = "mia"; uid = $(id -u); role = "owner"; } );
undo = { reply = "5 min"; };
instances = ( { name = "mail"; plugin = "email"; loopback = true; address = "help@lampshop.example";
  password = "file:pw"; imap_host = "127.0.0.1"; imap_port = 9; imap_tls = "plain";
  smtp_host = "127.0.0.1"; smtp_port = 9; smtp_tls = "plain"; } );
M
hw() { "$hw" "$@" -c "$dir/desk.conf"; }
db=$dir/state/helloword.db
parcel() { # NUMBER
    n=$1
    cat <<F
{"kind":"order","ref":"O$n","name":"#100$n","status":"open","placed":"$(moment -864000)","buyer_ref":"B$n","buyer_name":"Ann Smith","email":"b$n@buyer.example","lang":"en","total":{"amount":"49.00","currency":"USD"}}
{"kind":"shipment","ref":"S$n","order_ref":"O$n","carrier":"DHL","tracking":"331881002$n","status":"shipped","shipped":"$(moment -800000)"}
{"kind":"text_in","ref":"m$n","channel":"email","thread":"m$n","order_ref":"O$n","from_addr":"b$n@buyer.example","from_name":"Ann Smith","subject":"Order #100$n","text":"My parcel has not arrived.","message_id":"<m$n@buyer.example>","origin":"human","at":"$(moment 600)"}
F
}
{ parcel 1 && parcel 2; } >"$dir/facts"
parcel 3 >"$dir/third"
ok "two lost parcels are reported" exits 0 hw import --new-shop --shop lamps "$dir/facts"

# -- a proposed reply, changed ------------------------------------------------------
reply=$(rows "SELECT id FROM actions WHERE ticket = 2 AND state = 2")
ok "the bare words of a proposal" exits 0 hw action show "$reply" --text
cp "$dir/out" "$dir/bare"
ok "are those that are stored" is "$(cat "$dir/bare")" "SELECT text FROM actions WHERE id = $reply"
printf '#!/bin/sh\nexec sed -i "s/^Dear .*/Dear neighbour,/" "$1"\n' >"$dir/editor"
chmod +x "$dir/editor"
export EDITOR="$dir/editor" TMPDIR="$dir/tmp"
mkdir -p "$TMPDIR"
unset VISUAL
ok "a proposal that nobody changed" exits 65 env EDITOR=true "$hw" ticket reply T-2 --edit -c "$dir/desk.conf"
ok "is not sent" says 'nothing was changed, so nothing is sent' "$dir/err"
ok "nor when the editor fails" exits 65 env EDITOR=false "$hw" ticket reply T-2 --edit -c "$dir/desk.conf"
ok "either words or the editor" exits 64 hw ticket reply T-2 "Hello" --edit
ok "it is approved as it is" exits 0 hw action approve "$reply"
ok "then its words cannot be changed" exits 65 hw ticket reply T-2 --edit
ok "which says until when, and how they can" says "the reply of T-2 .action $reply. is approved and leaves at 20[^ ]*Z; take that back with \`helloword action undo $reply\`, then edit it$"
ok "as it says" exits 0 hw action undo "$reply"
sqlite3 "$db" "UPDATE actions SET state = 4 WHERE id = $reply"
ok "nor those of one that is about to leave" exits 65 hw ticket reply T-2 --edit
ok "which can still be cancelled" says "the reply of T-2 .action $reply. is about to leave; \`helloword action cancel $reply\`, then write another one with"
sqlite3 "$db" "UPDATE actions SET state = 5 WHERE id = $reply"
ok "nor are those of one on its way" exits 65 hw ticket reply T-2 --edit
ok "as is said" says "is on its way and cannot be changed; write another one with"
sqlite3 "$db" "UPDATE actions SET state = 2 WHERE id = $reply"

# -- a playbook that a person ends ----------------------------------------------------
ok "a reply by hand takes the place of a playbook's" exits 0 hw ticket reply T-1 "We look for it."
ok "the answer says what else does not come" says '^the playbook not_received of T-1 ends with it: what else it would propose does not come$'
ok "and that the promise is dropped" says '^the promise due 20[^ ]* is dropped with it: nothing of it was sent$'
ok "a playbook's reply is cancelled" exits 0 hw action cancel "$(rows "SELECT id FROM actions WHERE ticket = 2 AND state = 2")"
ok "which says the same" says '^the playbook not_received of T-2 ends with it'
ok "a note ends nothing" exits 0 hw ticket note T-2 "later"
ok "and says so little" [ "$(wc -l <"$dir/out")" = 1 ]

# -- explain names what it speaks of ---------------------------------------------------
ok "a second reply is cancelled" exits 0 hw action cancel "$(rows "SELECT id FROM actions WHERE ticket = 1 AND state = 3")"
ok "an explanation" exits 0 hw explain T-1
ok "names the action that an entry made" says '^    action [0-9]*: reply, held$'
ok "and the one that it ended" says '^    action 1: reply, cancelled$'
ok "a ticket is closed" exits 0 hw ticket close T-1 --outcome found --cause delay --force "by phone"
ok "nothing is proposed for it" exits 0 hw explain T-1
ok "and that is said" says '^T-1 is closed \(found\): nothing is proposed$'
ok "nor anything else" lacks 'would propose' "$dir/out"

# -- what the editor left ---------------------------------------------------------------
ok "another parcel is reported" exits 0 hw import --shop lamps "$dir/third"
ok "its proposal goes through the editor" exits 0 hw ticket reply T-3 --edit
ok "and takes its place" says 'is cancelled: its words were changed by mia'
ok "the playbook goes on" lacks 'ends with it' "$dir/out"
ok "with the promise" is 1 "SELECT count(*) FROM deadlines WHERE ticket = 3 AND purpose = 'promise' AND state = 1"
ok "as it was saved" is 1 "SELECT text LIKE 'Dear neighbour,%' FROM actions WHERE ticket = 3 AND state = 3"
ok "no file is left" [ -z "$(ls -A "$TMPDIR")" ]

# -- a buyer who writes before it has left -------------------------------------------------
held=$(rows "SELECT id FROM actions WHERE ticket = 3 AND state = 3")
cat >"$dir/more" <<F
{"kind":"text_in","ref":"more","channel":"email","thread":"m3","order_ref":"O3","from_addr":"b3@buyer.example","from_name":"Ann Smith","subject":"Order #1003","text":"The neighbour had it.","message_id":"<more@buyer.example>","origin":"human","at":"$(moment 700)"}
F
ok "the buyer writes on" exits 0 hw import --shop lamps "$dir/more"
ok "the reply waits again" is 2 "SELECT state FROM actions WHERE id = $held"
ok "the ticket" exits 0 hw ticket show T-3
ok "says why to who approves" says "^action $held: reply is waiting \(the buyer wrote since; read it before you approve\)"
ok "the explanation" exits 0 hw explain T-3
ok "has it at its place" says "^    action $held: reply, waiting again, since the buyer wrote\$"

ok "what the rules propose to that is cancelled" exits 0 hw action cancel "$(rows "SELECT id FROM actions WHERE ticket = 3 AND state = 2 AND proposed_by = 'policy'")"
sed 's/"more"/"late"/; s/<more@/<late@/; s/had it/has not got it/' "$dir/more" >"$dir/late"
printf '#!/bin/sh\n"%s" import --shop lamps "%s/late" -c "%s/desk.conf" >/dev/null || exit\nexec sed -i "s/^Dear .*/Dear Ann,/" "$1"\n' "$hw" "$dir" "$dir" >"$dir/writes"
chmod +x "$dir/writes"
ok "the buyer writes while the editor is open" exits 65 env EDITOR="$dir/writes" "$hw" ticket reply T-3 --edit -c "$dir/desk.conf"
ok "what they wrote nobody has read" says 'the buyer wrote since; see `ticket show T-3`' "$dir/err"
ok "the words are not lost" says '^Dear Ann,$' "$dir/err"
sed 's/late/third/g' "$dir/writes" >"$dir/again"
chmod +x "$dir/again"
sed 's/"late"/"third"/; s/<late@/<third@/; s/has not got it/is away/' "$dir/late" >"$dir/third"
ok "and the proposal waits as before" is 2 "SELECT state FROM actions WHERE id = $held"
first=$(rows "SELECT min(id) FROM messages WHERE ticket = 3 AND direction = 1")
ok "who read an earlier one says so" exits 65 hw ticket reply T-3 --edit --heard "$first"
ok "and is held to it" says 'the buyer wrote since; see `ticket show T-3`' "$dir/err"
ok "its own proposal is cancelled" exits 0 hw action cancel "$(rows "SELECT id FROM actions WHERE ticket = 3 AND state = 2 AND proposed_by = 'policy'")"
ok "a later one than there is changes nothing" exits 65 env EDITOR="$dir/again" "$hw" ticket reply T-3 --edit --heard 9999 -c "$dir/desk.conf"
ok "what came meanwhile nobody has read" says 'the buyer wrote since; see `ticket show T-3`' "$dir/err"
ok "what is no number does not open the editor" exits 64 hw ticket reply T-3 --edit --heard m1
ok "so no words are lost" lacks '^not sent' "$dir/err"
ok "who has read it" exits 0 hw ticket reply T-3 --edit
ok "may say so" is 1 "SELECT count(*) FROM actions WHERE ticket = 3 AND state = 3"

# -- after a restore -------------------------------------------------------------------
ok "an answer as JSON" exits 0 hw ticket reply T-2 "Soon." --json
ok "says nothing of a hold where there is none" lacks on_hold "$dir/out"
sqlite3 "$db" "INSERT INTO holds VALUES('restored', 1000)"
ok "on hold after a restore" exits 0 hw action undo "$(rows "SELECT id FROM actions WHERE ticket = 2 AND state = 3")"
ok "an approval" exits 0 hw action approve "$(rows "SELECT max(id) FROM actions WHERE ticket = 2")" --json
ok "is answered with the hold" says '"on_hold":true' "$dir/out"
sqlite3 "$db" "DELETE FROM holds"

# -- what waits for something else -------------------------------------------------------
sqlite3 "$db" "INSERT INTO actions(id, ticket, shop, verb, state, planned, amount, amount_currency) VALUES(900, 2, 1, 'refund', 2, 1000, 900, 'USD')"
ok "words that tell of money that waits" exits 0 hw ticket reply T-2 "We refund you 9.00 USD."
ok "are said to leave after it, and at no moment" says 'is approved; it leaves once action 900 .refund 9.00 USD. is approved, and when a desk runs, not before 20.*takes that back until 20.*, later .helloword action cancel'
ok "their ticket" exits 0 hw ticket show T-2
ok "says it, too" says '^  leaves once action 900 .refund 9.00 USD. is approved, not before 20.*; until 20[^ ]*: helloword action undo [0-9]+     later: action cancel'
ok "who would change them" exits 65 hw ticket reply T-2 --edit
ok "hears it as well" says 'is approved and leaves once action 900 .refund 9.00 USD. is approved; take that back'
sqlite3 "$db" "UPDATE actions SET state = 4 WHERE ticket = 2 AND state = 3; UPDATE actions SET state = 10 WHERE id = 900"
ok "so do those that are due" exits 0 hw ticket show T-2
ok "also when somebody has to look first" says '^  leaves once action 900 .refund 9.00 USD., which is parked, was looked at; until then .helloword action cancel [0-9]+. gives it up$'
sqlite3 "$db" "UPDATE actions SET state = 2 WHERE id = 900; INSERT INTO actions(id, ticket, shop, verb, state, planned) VALUES(901, 2, 1, 'coupon', 2, 1000); UPDATE actions SET besides = '[901]' WHERE ticket = 2 AND state = 4"
ok "of two things that are awaited" exits 0 hw ticket show T-2
ok "both are named, and of a coupon its code" says '^  leaves once action 900 .refund 9.00 USD. is approved, and action 901 .coupon. is approved and has made its code; until then .helloword action cancel [0-9]+. gives it up$'
sqlite3 "$db" "DELETE FROM actions WHERE id = 901; UPDATE actions SET besides = NULL WHERE ticket = 2"
sqlite3 "$db" "UPDATE actions SET verb = 'coupon', amount = NULL, amount_currency = NULL, state = 6, result = 'TY-1' WHERE id = 900"
ok "a coupon that was made" exits 0 hw action show 900
ok "says its code, for who has to write it" says '^code  *TY-1$'
sqlite3 "$db" "DELETE FROM actions WHERE id = 900"

# -- what is stuck, and why --------------------------------------------------------------
sqlite3 "$db" "UPDATE actions SET state = 11 WHERE ticket = 2; INSERT INTO actions(id, ticket, shop, verb, state, planned, worth, worth_currency) VALUES(900, 2, 1, 'refund', 7, 1000, 500, 'USD')"
ok "tickets that are stuck" exits 0 hw ticket list --stuck
ok "say what is missing" says '^    no reply tells the buyer of action 900, which they got: helloword ticket reply T-2 TEXT --tells 900$'
ok "as JSON, too" exits 0 hw ticket list --stuck --json
ok "in a word" says '^\{"kind":"ticket","id":2,.*"stuck":"untold","stuck_by":900\}$'
sqlite3 "$db" "DELETE FROM actions WHERE id = 900"

# -- a task stands behind words ----------------------------------------------------------
ok "a task is given" exits 0 hw task add T-2 "send the lamp again" --role warehouse --within 24h --gives reship
ok "and the buyer hears of it" exits 0 hw ticket reply T-2 "We will send you a replacement lamp."
words=$(rows "SELECT max(id) FROM actions")
ok "the words" exits 0 hw action show "$words"
ok "tell of the task" says '^of tasks     1$'
ok "which fails" exits 0 hw task failed 1 --note "none is left"
ok "then they" exits 0 hw action show "$words"
ok "wait again, and say why" says "^action $words: reply is waiting .it tells of task 1 .warehouse, reship., which could not be done.$"
ok "nobody says yes to them" exits 65 hw action approve "$words"
ok "as they are" says "action $words tells the buyer of task 1 .warehouse, reship., which could not be done: give it otherwise first"
sqlite3 "$db" "UPDATE actions SET state = 7, sent = 1000, settled = 1000 WHERE id = $words"
ok "had they left" exits 0 hw ticket list --stuck
ok "the ticket would be stuck" says '^    the buyer was told of task 1, of which nothing came: helloword ticket reply T-2 TEXT --tells task:1$'
ok "an explanation of it" exits 0 hw explain T-2
ok "says so, too" says '^    the buyer was told of task 1, of which nothing came: helloword ticket reply T-2 TEXT --tells task:1$'
ok "and why the words waited again" says "^    action $words: reply, waiting again, since task 1 failed\$"
ok "the same as JSON" exits 0 hw explain T-2 --json
ok "has all that is owed" says '"owed":\[\{"why":"failed","task":1\}\]'
ok "what nobody knows is not told of" exits 65 hw ticket reply T-2 "We look into it." --tells task:9
ok "as is said" says 'tells: task 9 is none of T-2 or its order'
ok "nor is what is no number" exits 64 hw ticket reply T-2 "We look into it." --tells one
ok "a word about it" exits 0 hw ticket reply T-2 "Unfortunately none is left." --tells task:1
sorry=$(rows "SELECT max(id) FROM actions")
ok "keeps of what it tells" is '[1]' "SELECT tasks FROM actions WHERE id = $sorry"
ok "is taken back for what follows" exits 0 hw action cancel "$sorry"
ok "the ticket" exits 0 hw ticket list --stuck
ok "as JSON" exits 0 hw ticket list --stuck --json
ok "the number is a task's" says '"stuck":"failed","stuck_by_task":1\}$'
sqlite3 "$db" "UPDATE actions SET state = 11 WHERE id = $words"

# -- a buyer who was erased ------------------------------------------------------------
ok "a buyer is erased" exits 0 hw erase 1001 --yes
ok "by the name that was given" says '^1001 is forgotten'
ok "the ticket" exits 0 hw ticket show T-1
ok "says when and by whom" says '^the buyer was erased at 20[^ ]* by mia: '
ok "and has no empty brackets" lacks '<>|\(\)|from  ' "$dir/out"
ok "the explanation" exits 0 hw explain T-1
ok "says it, too" says '^20[^ ]* erased by mia$'

done_testing
