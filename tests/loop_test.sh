#!/bin/sh
# Closing the loop by hand: endings, reports, tasks, a customer's timeline, and
# tickets that are merged, split, linked, set aside and taken back.
# SPDX-License-Identifier: MIT
# shellcheck disable=SC2016
set -u
. tests/lib.sh

secret pw pw
cat >"$dir/desk.conf" <<M
desk = { state = "state"; policy = "$PWD/policy"; company = "Lampshop"; };
agents = ( { name = "mia"; uid = $(id -u); role = "owner"; } );
instances = ( { name = "mail"; plugin = "email"; loopback = true; address = "help@lampshop.example";
  password = "file:pw"; imap_host = "127.0.0.1"; imap_port = 9; imap_tls = "plain";
  smtp_host = "127.0.0.1"; smtp_port = 9; smtp_tls = "plain"; } );
M
hw() { "$hw" "$@" -c "$dir/desk.conf"; }
order() { # SHOP-NUMBER ADDRESS
    cat <<F
{"kind":"order","ref":"O$1","name":"#100$1","status":"open","placed":"$(moment -864000)","buyer_ref":"B1","buyer_name":"Ann Smith","email":"$2","lang":"en","total":{"amount":"49.00","currency":"USD"}}
{"kind":"payment","ref":"P$1","order_ref":"O$1","type":"sale","status":"success","amount":{"amount":"49.00","currency":"USD"},"at":"$(moment -864000)"}
F
}
mail() { # NUMBER ORDER ADDRESS TEXT
    cat <<F
{"kind":"text_in","ref":"m$1","channel":"email","thread":"m$1","order_ref":"O$2","from_addr":"$3","from_name":"Ann Smith","subject":"Order #100$2","text":"$4","message_id":"<m$1@buyer.example>","origin":"human","at":"$(moment "$((600 + $1))")"}
F
}
{ order 1 ann@buyer.example && mail 1 1 ann@buyer.example "My parcel has not arrived." &&
    mail 2 1 ann@buyer.example "Please send me an invoice."; } >"$dir/lamps"
{ order 2 Ann@buyer.example && mail 3 2 ann@buyer.example "The chair is broken."; } >"$dir/chairs"
ok "one shop tells of a buyer" exits 0 hw import --new-shop --shop lamps "$dir/lamps"
ok "another one of the same" exits 0 hw import --new-shop --shop chairs "$dir/chairs"

# -- A31: all of a customer ---------------------------------------------------------
ok "A31: a customer is shown by the address" exits 0 hw customer show ANN@buyer.example
ok "with the orders of every shop" says '^lamps .*1 order, 49.00 USD, 1 ticket$' "$dir/out"
ok "of every shop" says '^chairs .*1 order, 49.00 USD, 1 ticket$' "$dir/out"
ok "in one timeline: an order" says ' chairs .*order #1002, open 49.00 USD$' "$dir/out"
ok "a payment" says ' lamps .*sale success 49.00 USD$' "$dir/out"
ok "a message" says ' wrote by email: .*The chair is broken' "$dir/out"
ok "and what is proposed" says ' reply, waiting$' "$dir/out"
cp "$dir/out" "$dir/whole"
ok "by an order, it is the same customer" exits 0 hw customer show 1001
ok "with the same timeline" cmp -s "$dir/out" "$dir/whole"
in_time() { grep '^20' "$dir/whole" | cut -c1-20 | sort -c; }
ok "the earliest first" in_time
ok "as JSON" exits 0 hw customer show ann@buyer.example --json
ok "each record says what it is" says '"kind":"message"' "$dir/out"
ok "nobody is told as such" exits 65 hw customer show kim@buyer.example

# -- split, link, merge, snooze, undo ------------------------------------------------
ok "a message is split off" exits 0 hw ticket split T-1 2
ok "into a ticket of its own" says '^T-3 has what is another matter$' "$dir/out"
ok "which says where it comes from" exits 0 hw ticket show T-3
ok "in a line" says '^split off T-1$' "$dir/out"
ok "two tickets are linked" exits 0 hw ticket link T-1 T-2
ok "one is merged" exits 0 hw ticket merge T-3 T-1
ok "as it says" says '^T-3 went into T-1$' "$dir/out"
ok "the other shows both histories" exits 0 hw ticket show T-1
ok "under a line" says '^-- T-3, merged into this --$' "$dir/out"
ok "with its words" says 'Please send me an invoice' "$dir/out"
ok "and what it is linked with" says '^linked with T-2$' "$dir/out"
ok "the one that it went into was not merged itself" exits 65 hw ticket unmerge T-1
ok "and which was is said" says 'T-1 was not merged: T-3 went into it, and .helloword ticket unmerge T-3. parts them'
ok "it is unmerged" exits 0 hw ticket unmerge T-3
ok "as it says" says '^T-3 is a ticket of its own again, and open; T-1 goes on without it$' "$dir/out"
ok "and open again" is 3 "SELECT count(*) FROM tickets WHERE state <> 3"
ok "one is set aside" exits 0 hw ticket snooze T-2 48h
ok "which says that its deadline is before that" says '^its deadline is before that: 20[^ ]*Z \(in [0-9]+ (h|d|min).*\)$'
ok "and leaves the queue" exits 0 hw ticket list
ok "at once" lacks '^T-2 ' "$dir/out"
ok "which says that there is one more" says '^1 more is set aside: .helloword ticket list --snoozed.$' "$dir/err"
ok "those that are set aside are listed" exits 0 hw ticket list --snoozed
ok "with until when" says '^T-2 .*; set aside until 20[^ ]*Z$' "$dir/out"
ok "and no other" lacks '^T-[^2]' "$dir/out"
ok "not the list of those that wait" exits 0 hw ticket list --state waiting
ok "where it stands" says '^T-2 .* snoozed ' "$dir/out"
ok "what was done last is taken back" exits 0 hw ticket undo T-2
ok "and is named" says '^T-2 is not set aside any more$' "$dir/out"
ok "and it is work again" exits 0 hw ticket list
ok "in the queue" says '^T-2 ' "$dir/out"
ok "for less than it has time" exits 0 hw ticket snooze T-2 1min
ok "nothing of it is said" lacks 'deadline is before' "$dir/out"
exits 0 hw ticket undo T-2
ok "a moment that is none is refused" exits 65 hw ticket snooze T-2 soon

# -- whom a reply goes to --------------------------------------------------------------
mail 4 1 eve@else.example "The chair of order #1001 is broken." | sed 's/Ann Smith/Eve Doe/; s/"order_ref":"O1",//' >"$dir/eve"
ok "somebody else writes" exits 0 hw import --shop lamps "$dir/eve"
ok "and it goes into a ticket of Ann's" exits 0 hw ticket merge T-4 T-3 --force "her new address"
ok "whose replies are to name their reader from then on" says '^T-3 is two buyers. since a merge: "ann@buyer.example" .T-3., "eve@else.example" .T-4.; say who gets the reply with --to ADDRESS$' "$dir/out"
ok "one that does not is refused" exits 65 hw ticket reply T-3 "We look into it."
ok "before anybody writes" exits 65 env EDITOR=false "$hw" ticket reply T-3 --edit -c "$dir/desk.conf"
ok "as it says" says 'say who gets the reply with --to ADDRESS'
ok "nor one to a stranger" exits 65 hw ticket reply T-3 "We look into it." --to kim@else.example
ok "one that does" exits 0 hw ticket reply T-3 "We look into it." --to ann@buyer.example
ok "says to whom it goes" says '^  to Ann Smith <ann@buyer.example>$' "$dir/out"
ok "the ticket" exits 0 hw ticket show T-3
ok "says so, too" says '^  to Ann Smith <ann@buyer.example>$' "$dir/out"
ok "they are two again" exits 0 hw ticket unmerge T-4
reply=$(rows "SELECT max(id) FROM actions WHERE ticket = 3 AND verb = 'reply' AND state IN (3, 4)")
ok "and that reply does not leave" exits 0 hw action cancel "$reply"

# -- tasks ------------------------------------------------------------------------------
ok "a task is given" exits 0 hw task add T-2 "send a new chair" --role warehouse --within 24h
ok "it is listed" exits 0 hw task list --role warehouse
ok "with what is to be done" says '^1 .*open .*warehouse .*T-2 .*send a new chair$' "$dir/out"
ok "a role that is none has no tasks" exits 65 hw task add T-2 "send a chair" --role whorehouse --within 24h
ok "and the nearest is told" says '"whorehouse" is no role; did you mean "warehouse"\?; a task is for agent, manager, owner, warehouse or finance$' "$dir/err"
cp -r policy "$dir/reviewed" && sed -i '/^reviews = /s/role = "agent"/role = "critic"/' "$dir/reviewed/closing.conf"
sed 's|policy = "[^"]*"|policy = "reviewed"|' "$dir/desk.conf" >"$dir/reviewed.conf"
ok "who answers reviews has tasks, too" exits 65 "$hw" task add T-2 "send a chair" --role whorehouse --within 24h -c "$dir/reviewed.conf"
ok "and is named with the others" says 'a task is for agent, manager, owner, warehouse, finance or critic$' "$dir/err"
ok "not among others'" exits 0 hw task list --role finance
ok "who have none" says '^nobody has a task$' "$dir/err"
ok "it holds its ticket" exits 65 hw ticket close T-2 --outcome replaced --cause packaging
ok "and says so" says 'open task of the warehouse: `task done 1`' "$dir/err"
ok "a task that failed needs words" exits 64 hw task failed 1
ok "it is done" exits 0 hw task "done" 1 --note "sent by express"
ok "and kept with the words" exits 0 hw task list --all
ok "of who did it" says 'done .*\(mia: sent by express\)$' "$dir/out"

# -- money by hand -------------------------------------------------------------------------
pays() { hw task add T-2 "pay it" --role finance --within 24h "$@"; } # OPTION...
ok "a task that pays needs a sum" exits 65 pays --gives refund
ok "and says so" says 'a task that gives a refund says how much: --amount 5.00 --currency USD$' "$dir/err"
ok "a sum has a currency" exits 64 pays --gives refund --amount 5.00
ok "and is of money" exits 65 pays --gives nothing --amount 5.00 --currency USD
ok "more than was paid is refused" exits 65 pays --gives refund --amount 50.00 --currency USD --reason "as agreed" --beside task:1
ok "by what is left" says 'order #1002 has 49.00 USD left to refund, less than that' "$dir/err"
ok "it is given" exits 0 pays --gives refund --amount 5.00 --currency USD --reason "as agreed"
ok "listed with its sum" exits 0 hw task list --role finance
ok "behind what is to be done" says '^2 .*open .*finance .*T-2 .*pay it \[refund 5.00 USD\]$' "$dir/out"
ok "it has a page" exits 0 hw task show 2
ok "with what it gives" says '^gives +refund 5.00 USD$' "$dir/out"
ok "of which order" says '^order +#1002$' "$dir/out"
ok "who said yes" says '^approved by +mia$' "$dir/out"
ok "and why" says '^reason +as agreed$' "$dir/out"
ok "for programs" exits 0 hw task show 2 --json
ok "as they have it of actions" says '"amount":\{"amount":"5.00","currency":"USD"\}' "$dir/out"
ok "a second payment is refused" exits 65 pays --gives refund --amount 5.00 --currency USD --reason "as agreed"
ok "and names the first" says 'made good by task 2 of the finance \(open\) already; .*--beside task:2' "$dir/err"
sed 's/^agents.*/agents = ( { name = "mia"; uid = '"$(id -u)"'; role = "owner"; }, { name = "tom"; uid = 4242; role = "owner"; } ); limits = ( { role = "owner"; four_eyes_above = "1.00 USD"; } );/' "$dir/desk.conf" >"$dir/eyes.conf"
ok "what is for two to say waits" exits 0 "$hw" task add T-2 "make a code" --role finance --within 24h --gives coupon --percent 10 --reason sorry -c "$dir/eyes.conf"
ok "for whom" says '^task 3 of the finance \(coupon 10 %\) waits for a yes of tom: `helloword task approve 3`' "$dir/out"
ok "as its ticket has it" exits 0 hw ticket show T-2
ok "beside what is open" says '^task 3 waits for a yes: helloword task list$' "$dir/out"
ok "words may be written over it" exits 0 hw ticket reply T-2 "We give you a discount code of 10 % for your next order."
ok "and leave after the yes" says 'it leaves once task 3 \(coupon 10 %\) is approved' "$dir/out"
ok "who gave it may not say it" exits 77 "$hw" task approve 3 -c "$dir/eyes.conf"
ok "and is told who may" says 'somebody else than mia must approve; tom may$' "$dir/err"
ok "nobody says that it is done before" exits 65 hw task "done" 3 --code TEN-1
ok "alone an owner may" exits 0 hw task approve 3
ok "and that is told" says '^task 3 is approved' "$dir/out"
ok "a coupon has a code" exits 65 hw task "done" 3
ok "which is asked for" says 'say which code task 3 made: `task done 3 --code CODE`' "$dir/err"
ok "and said" exits 0 hw task "done" 3 --code TEN-1
ok "it is kept" exits 0 hw task show 3
ok "on its page" says '^code +TEN-1$' "$dir/out"
ok "its history is explained" exits 0 hw explain T-2
ok "from its gift" says '^    task 3 for finance \(coupon 10 %\), waits for a yes, because: sorry$' "$dir/out"
ok "over the yes" says '^    task 3 for finance .*, approved' "$dir/out"
ok "to its end" says '^    task 3 for finance .*, done' "$dir/out"
ok "the money was paid" exits 0 hw task "done" 2

# -- A112, A33: endings ------------------------------------------------------------------
ok "A112: no cause, no end" exits 65 hw ticket close T-3 --outcome sent
ok "the likely one is told" says 'say why it arose: --cause WORD, as in closing.conf; likely is payment' "$dir/err"
ok "a word that is none names the nearest" exits 65 hw ticket close T-3 --outcome sent --cause paymnt
ok "one of the tree" says 'did you mean "payment"?' "$dir/err"
ok "the buyer has no answer" exits 65 hw ticket close T-3 --outcome sent --cause payment
ok "and that is said" says 'the buyer of T-3 has no answer to what they wrote last' "$dir/err"
ok "closed" exits 0 hw ticket close T-3 --outcome sent --cause payment --force "by phone"
ok "and opened again" exits 0 hw ticket reopen T-3
ok "and closed" exits 0 hw ticket close T-3 --outcome sent --cause payment --force "by phone"
ok "A33: the report counts both" exits 0 hw report
ok "by outcome" says '^sent .* 2 .* 1 .* 50.0 %$' "$dir/out"
ok "by cause" says '^payment .* 2 .* 1 .* 50.0 %$' "$dir/out"
ok "by shop" says '^lamps .* 2 .* 1 .* 50.0 %$' "$dir/out"
ok "of one shop only" exits 0 hw report --shop chairs
ok "which has none" says '^no ticket was closed in that time$' "$dir/err"
ok "as JSON" exits 0 hw report --json
ok "a line each" says '{"cause":"payment","closed":2,"reopened":1}' "$dir/out"

# -- A83: who was won back ---------------------------------------------------------------
{ order 3 bea@buyer.example && mail 9 3 bea@buyer.example "The lamp is broken."; } >"$dir/won"
exits 0 hw import --shop lamps "$dir/won"
won=$(rows "SELECT max(id) FROM tickets WHERE order_ref = 'O3'")
exits 0 hw customer show bea@buyer.example
ok "A83: nobody is tagged for a complaint" lacks '^tags' "$dir/out"
ok "her matter is closed" exits 0 hw ticket close "T-$won" --outcome replaced --cause packaging --force "sent anew"
cat >"$dir/review" <<F
{"kind":"review","ref":"R9","order_ref":"O3","stars":5,"text":"all put right","at":"$(moment 700)"}
F
exits 0 hw import --shop lamps "$dir/review"
exits 0 hw customer show bea@buyer.example
ok "A83: a good end and a good review are on the profile" says '^tags +high_loyalty_potential$' "$dir/out"
ok "the journal replays to the same" exits 0 hw journal replay --into "$dir/again.db"

# -- missed -------------------------------------------------------------------------------
ok "nothing was missed" exits 0 hw ticket list --missed
ok "and that is said" says '^no deadline was missed that still waits for an answer$' "$dir/err"
sqlite3 "$db" "UPDATE deadlines SET state = 3, due = due - 7 * 86400000 WHERE ticket = 1 AND purpose = 'first_response'"
ok "one was" exits 0 hw ticket list --missed
ok "and how late it is" says '^T-1 .*; missed first_response 20[^ ]*Z \([0-9]+ d [0-9]+ h over\)$' "$dir/out"
ok "without the others" lacks '^T-[^1]' "$dir/out"
ok "the queue says so, too" exits 0 hw ticket list
ok "in its line" says '^T-1 .*; missed first_response 20' "$dir/out"
ok "also to programs" exits 0 hw ticket list --json
ok "in fields" says '"id":1,.*"missed":"first_response","missed_due":[0-9]+' "$dir/out"
sqlite3 "$db" "UPDATE messages SET direction = 2, at = at + 86400000 WHERE id = (SELECT max(id) FROM messages WHERE ticket = 1)"
ok "an answer since" exits 0 hw ticket list --missed
ok "ends that" [ ! -s "$dir/out" ]
ok "neither is of closed ones" exits 64 hw ticket list --missed --state closed

done_testing
