#!/bin/sh
# Rows of docs/capabilities.md in the program as it ships: what tells of itself,
# what is proposed without anybody's help, and how soon people can see it.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh

secret pw pw
cat >"$dir/desk.conf" <<M
desk = { state = "state"; policy = "$PWD/policy"; company = "Lampshop"; };
http = { listen = "127.0.0.1:0"; };
agents = ( { name = "mia"; uid = $(id -u); role = "owner"; } );
instances = ( { name = "mail"; plugin = "email"; loopback = true; address = "help@lampshop.example";
  password = "file:pw"; imap_host = "127.0.0.1"; imap_port = 9; imap_tls = "plain";
  smtp_host = "127.0.0.1"; smtp_port = 9; smtp_tls = "plain"; } );
M
hw() { "$hw" "$@" -c "$dir/desk.conf"; }
order() { # NUMBER
    cat <<F
{"kind":"order","ref":"O$1","name":"#$1","status":"open","placed":"$(moment -864000)","buyer_ref":"B$1","buyer_name":"Ann Smith","email":"b$1@buyer.example","lang":"en","total":{"amount":"49.00","currency":"USD"}}
F
}
mail() { # NUMBER TEXT
    cat <<F
{"kind":"text_in","ref":"m$1","channel":"email","thread":"m$1","order_ref":"O$1","from_addr":"b$1@buyer.example","from_name":"Ann Smith","subject":"#$1","text":"$2","message_id":"<m$1@buyer.example>","origin":"human","at":"$(moment 600)"}
F
}
alert_of() { # ORDER: of how many alerts is it the order? Those of its tasks aside.
    echo "SELECT count(*) FROM alerts a JOIN tickets t ON a.ticket = t.id WHERE t.order_ref = 'O$1' AND a.acknowledged IS NULL AND a.cause NOT GLOB 'task:*'"
}

{
    order 1
    cat <<F
{"kind":"payment","ref":"P1","order_ref":"O1","type":"sale","status":"failed","amount":{"amount":"49.00","currency":"USD"},"at":"$(moment 600)"}
F
} >"$dir/failed"
ok "a payment fails" exits 0 hw import --new-shop --shop lamps "$dir/failed"
ok "A9: which is an alert of its order" is 1 "$(alert_of 1)"
{
    order 2
    cat <<F
{"kind":"dispute","ref":"D2","order_ref":"O2","type":"chargeback","status":"needs_response","opened":"$(moment 600)","respond_by":"$(moment 400000)"}
F
} >"$dir/reversed"
exits 0 hw import --shop lamps "$dir/reversed"
ok "A9: a payment that the bank takes back is one, too" is 1 "$(alert_of 2)"
ok "A1: and a task is to answer it" is 1 "SELECT count(*) FROM tasks WHERE order_ref = 'O2' AND state = 1 AND playbook = 'dispute'"

{ order 3 && mail 3 "I have left a negative review, this lamp is junk."; } >"$dir/words"
exits 0 hw import --shop lamps "$dir/words"
ok "A10: words of a bad review are an alert" is 1 "$(alert_of 3)"
exits 0 hw explain T-3
ok "A10: which are shown" says 'words that tell of review_.*: .*"left a negative review"' "$dir/out"
{ order 4 && mail 4 "I have not left a review. Please send me an invoice."; } >"$dir/other"
exits 0 hw import --shop lamps "$dir/other"
ok "A10: other words are none" is 0 "$(alert_of 4)"
exits 0 hw ticket show T-3
ok "A10: and marked where they stand in the text" says '\*\*I have left a negative review\*\*, this lamp is \*\*junk\*\*\.' "$dir/out"
{
    order 5
    cat <<F
{"kind":"review","ref":"R5","order_ref":"O5","title":"Four stars","text":"Pretty, but it fell apart.","stars":4,"lang":"en","at":"$(moment 600)"}
F
} >"$dir/review"
exits 0 hw import --shop lamps "$dir/review"
exits 0 hw alert list
ok "A10: such words in a review are an alert, whatever its stars" says 'a review of order #5 of 4 stars has words of a bad review: "fell apart"' "$dir/out"
exits 0 hw customer show b5@buyer.example
ok "A10: and marked in it" says 'review, 4 stars: Four stars - Pretty, but it \*\*fell apart\*\*\.' "$dir/out"

# -- risk --------------------------------------------------------------------------------
exits 0 hw order show 2
ok "A6: an order says its risk, and why" says '^risk +80 of 100: dispute open 60, not sent 20$' "$dir/out"
exits 0 hw ticket show T-2
ok "A6: so does its ticket" says '^risk of the order 80 of 100: dispute open 60, not sent 20$' "$dir/out"
exits 0 hw ticket show T-3
ok "A6: and what was written" says '^risk of what was written 70 of 100: not sent 20, review threatened or written 50$' "$dir/out"
exits 0 hw risk
ok "A6: the riskiest orders are listed" says '^#2 +lamps +80 +dispute open 60, not sent 20$' "$dir/out"
ok "A6: those that show nothing are not" lacks '^#4' "$dir/out"
exits 0 hw risk 2
ok "A6: one is scored as it is now" says '#2 +risk now 80 of 100' "$dir/out"
ok "A6: facts are tried" sh -c "echo '{\"buyer_orders\": 1, \"order_total\": \"500.00 USD\", \"country\": \"DE\"}' | '$hw' risk --batch >'$dir/out'"
ok "A6: for a score with its reasons" says '^\{"score":40,"reasons":\[\{"sign":"dear first order","weight":25\},\{"sign":"very dear order","weight":15\}\]\}$' "$dir/out"
ok "A6: a fact that is none is told" sh -c "echo '{\"buyer_order\": 1}' | '$hw' risk --batch >'$dir/out' 2>/dev/null; [ \$? = 65 ]"
ok "A6: with the nearest one" says 'did you mean .*buyer_orders' "$dir/out"
ok "A5: a reply is proposed in whole, with nobody but this program" is 1 "SELECT count(*) FROM actions a JOIN tickets t ON a.ticket = t.id WHERE t.order_ref = 'O4' AND a.verb = 'reply' AND a.state = 2 AND a.text LIKE '%#4%' AND a.text NOT LIKE '%{%'"

# -- the queue ---------------------------------------------------------------------------
ok "the queue" exits 0 hw ticket list
ok "A7: shows by when" says '^T-2 +red .*20[0-9-]+T[0-9:]+Z' "$dir/out"
ok "A7: and how long that is from now" says '^T-2 +red .*Z \(in 3 h 5[0-9] min\)$' "$dir/out"
in_order() { awk 'NR > 1 { print $2 }' "$dir/out" | sed 's/red/1/; s/yellow/2/; s/blue/3/' | sort -c; }
ok "A7: what is urgent stands first" in_order
sqlite3 -cmd '.timeout 5000' "$db" "UPDATE tickets SET due = due - 86400000 WHERE id = 4"
exits 0 hw ticket list
ok "A7: also before what is due sooner" in_order
ok "A7: by the deadline alone" exits 0 hw ticket list --by due
ok "A7: the nearest stands first, whatever its tier" [ "$(awk 'NR > 1 { print $1 }' "$dir/out" | head -n 2 | tr '\n' ' ')" = "T-4 T-2 " ]
ok "A7: of an owner's, too" exits 0 hw ticket list --by due --owner mia
ok "A7: an order that is none is told" exits 64 hw ticket list --by name
ok "A7: with those that are" says '"name" is no order; tier and due are'
ok "A7: what has an order of its own keeps it" exits 64 hw ticket list --by due --missed
sqlite3 -cmd '.timeout 5000' "$db" "UPDATE tickets SET due = due + 86400000 WHERE id = 4"
ok "A22: a person says how urgent a matter is" exits 0 hw ticket tier T-4 red --reason "they called twice"
ok "A22: with a reason" exits 65 hw ticket tier T-4 blue
exits 0 hw ticket show T-4
ok "A22: which stands on the ticket" says 'red instead of blue: they called twice' "$dir/out"
exits 0 hw explain T-4
ok "A22: explain tells whose word it is" says '^T-4 now: invoice, .* tier by a person' "$dir/out"

# -- at the first moment -----------------------------------------------------------------
# From the start of the command that hands a claim in to the moment at which
# somebody who looks has its alert: more than a desk that runs needs itself.
serve desk --port-file "$dir/port"
n=20
i=0
while [ $i -lt $n ]; do
    i=$((i + 1))
    {
        order "9$i"
        cat <<F
{"kind":"dispute","ref":"D9$i","order_ref":"O9$i","type":"claim","status":"needs_response","opened":"$(moment 600)","respond_by":"$(moment 400000)"}
F
    } >"$dir/claim"
    from=$(now)
    exits 0 hw import --shop lamps "$dir/claim"
    wait_for is 1 "$(alert_of "9$i")"
    echo $(($(now) - from)) >>"$dir/took"
done
p95=$(sort -n "$dir/took" | sed -n "$((n * 95 / 100))p")
echo "# from hand-in to alert, p95 of $n: $p95 ms"
ok "A12: in 95 of 100 cases an alert stands there in less than 2 s" [ "$p95" -lt 2000 ]
stop "$desk"
done_testing
