#!/bin/sh
# Goods sent anew and store credit, end to end, at a shop whose answers are
# lost: an order is made once, by its tag, also where search hears of it late;
# credit waits for a person. And the shipped playbook of a dear order: a new one
# and a code, as one.
# SPDX-License-Identifier: MIT
set -u
. plugins/shopify/tests/lib.sh
at=$(date -u -d '-10 days' +%Y-%m-%dT%H:%M:%SZ)
{
    printf '{"orders":['
    for n in 1 2 3 4 5 6 7; do
        order $n "${n}1:20.00:2 ${n}2:5.00:1" "${n}01:45.00:bogus" "$n:${n}1:1"
        printf ,
    done
    order 8 "81:240.00:1" "801:240.00:bogus" "8:81:1"
    printf '],"disputes":[]}'
} >"$dir/shop.json"
g=gid://shopify

action() { # PLAN-ARGUMENTS...: plans and approves; its number in $id
    id=$(cli action plan "$@" | sed 's/^action \([0-9]*\) .*/\1/')
    [ -n "$id" ] && cli action approve "$id" >/dev/null
}
state() { wait_for is "$1" "SELECT state FROM actions WHERE id = $id"; }
settled=7 parked=10
sent() { grep "\"kind\":\"order\".*\"Replaces\",\"value\":\"$g/Order/$1\"" "$dir/effects"; } # ORDER
once() { [ "$(sent "$1" | wc -l)" = 1 ]; }
begin() { # SHOP-OPTIONS...
    shop "$dir" --data "$dir/shop.json" "$@"
    start_desk 300 'poll = "1 min";'
    wait_for is 8 "SELECT count(*) FROM orders WHERE total > 0"
}

# -- what goes out -----------------------------------------------------------------
begin
ok "a reship is planned" action reship --order '#1' --args '{"service":"express"}'
ok "and done" state $settled
ok "it is one order" once 1
has_parts() { sent 1 | grep -q '"lineItems":\[{"variantId":"[^"]*/11","quantity":2,[^]]*},{"variantId":"[^"]*/12","quantity":1,'; }
ok "of the same lines" has_parts
tagged() { sent 1 | grep -q "\"tags\":\[\"$(rows "SELECT key FROM actions WHERE id = $id")\",\"replaces #1\"\]"; }
ok "with our key and the old order's number on it" tagged
express() { sent 1 | grep -q '"shippingLines":\[{"title":"Express"'; }
ok "by express, as was asked" express
comes_in() { wait_for is 1 "SELECT count(*) FROM orders o JOIN actions a ON a.result = o.name WHERE a.id = $id AND o.total = 0 AND o.email = 'b@buyer.example'"; }
ok "it comes in with the shop's orders, of the same buyer, at no cost" comes_in
ok "money beside it must be meant" exits 65 cli action plan refund --order '#1' --amount 5.00 --currency USD
ok "one line of an order" action reship --order '#2' --items "[{\"line_ref\":\"$g/LineItem/21\",\"quantity\":1}]"
one_line() { state $settled && sent 2 | grep -q '"lineItems":\[{"variantId":"[^"]*/21","quantity":1,[^]]*}\],"shippingLines":\[{"title":"Standard"'; }
ok "goes alone, as orders are sent" one_line
ok "store credit is planned" action store_credit --order '#3' --amount 5.00 --currency USD
credit() { grep -c '"kind":"credit".*Customer/3","amount":{"amount":"5.00","currencyCode":"USD"}' "$dir/effects"; }
ok "and given" state $settled
ok "to the buyer of the order, once" [ "$(credit)" = 1 ]

# -- the shipped playbook, dear: a new one and a code -------------------------------
# The desk's clock runs ahead of ours.
now=$(rows "SELECT strftime('%Y-%m-%dT%H:%M:%SZ', max(at) / 1000, 'unixepoch') FROM journal")
photo=$(printf '\377\330\377\340\000\020JFIF\000\001\001\000\000\001\000\001\000\000\377\332\000\004\001\002a\377\331' | base64 -w 0)
cat >"$dir/facts" <<F
{"kind":"text_in","ref":"m8","channel":"email","thread":"m8","order_ref":"$g/Order/8","from_addr":"b@buyer.example","from_name":"Ann Smith","subject":"Order #8","text":"The lamp arrived broken.","message_id":"<m8@buyer.example>","origin":"human","at":"$now"}
{"kind":"file_in","ref":"m8/1","text_ref":"m8","name":"lamp.jpg","at":"$now","bytes":"$photo"}
F
ok "a dear lamp arrived broken, as a photo shows" exits 0 cli import --shop shop "$dir/facts"
ticket=$(rows "SELECT id FROM tickets WHERE order_ref = '$g/Order/8'")
ok "which is accepted" exits 0 cli ticket accept "T-$ticket"
both="ticket = $ticket AND rule = 'playbook damaged: reship and code'"
ok "A58: a new one by express and a code are proposed, as one" is 'reship 2|coupon 2' "SELECT group_concat(verb || ' ' || state, '|') FROM (SELECT verb, state FROM actions WHERE $both ORDER BY id)"
ok "and no task" is 0 "SELECT count(*) FROM tasks WHERE ticket = $ticket"
id=$(rows "SELECT min(id) FROM actions WHERE $both")
ok "one yes is for both" exits 0 cli action approve "$id"
ok "both are done" wait_for is 2 "SELECT count(*) FROM actions WHERE $both AND state = $settled"
ok "the new one once" once 8
ok "the code as well" [ "$(grep -c '"kind":"coupon"' "$dir/effects")" = 1 ]

# -- lost answers -----------------------------------------------------------------
stop "$desk" "$sim"
begin --fault 100 --faults drop
for n in 4 5; do
    action reship --order "#$n"
    ok "a reship whose answer was lost is found: #$n" state $settled
    ok "and was made once" once $n
done
ok "credit whose answer was lost" action store_credit --order '#7' --amount 5.00 --currency USD
ok "waits for a person" state $parked
stop "$desk" "$sim"
begin --fault 100 --faults drop --search-lag 500
action reship --order '#6'
ok "a reship that search hears of minutes later is found" state $settled
ok "and was made once" once 6
ok "every row is legal" exits 0 cli doctor --invariants
ok "and the chain holds" exits 0 cli journal verify
done_testing
