#!/bin/sh
# A desk and a simulated shop, end to end: what comes in, and what is done.
# SPDX-License-Identifier: MIT
set -u
. plugins/shopify/tests/lib.sh
at=$(date -u -d '-2 days' +%Y-%m-%dT%H:%M:%SZ)
{
    printf '{"orders":['
    order 1 "11:24.00:1 12:24.00:1" "101:20.00:gift_card 102:28.00:bogus" "1:11:1"
    printf ,
    order 2 "21:10.00:2 22:5.00:1" "201:25.00:bogus" "2:21:1"
    printf ,
    order 3 "31:12.00:1" "301:12.00:bogus" ""
    printf ,
    order 4 "41:9.00:2 42:9.00:1" "401:27.00:bogus" "4:41:1 5:42:1"
    printf ,
    order 5 "$(series 5000 310 1.00:1)" "$(series 6000 45 1.00:bogus)" "$(series 70 25 5000:1) $(series 700 2 5001:7)"
    printf '],"disputes":[]}'
} >"$dir/shop.json"

# -- what comes in ----------------------------------------------------------------
shop "$dir" --data "$dir/shop.json" --deny read_shopify_payments_disputes --bucket 1000,100,20 --cost 100
start_desk 20 'poll = "1 min";'
wait_for is 5 "SELECT count(*) FROM orders" && wait_for is 50 "SELECT count(*) FROM payments"
so "5 orders and 50 payments come in through a bucket of 1,000 points"
ok "an order of 310 lines has all of them" is 310 "SELECT count(*) FROM order_lines WHERE order_ref LIKE '%/5'"
ok "27 fulfilments of an order, two of them in 7 parcels, are 39 parcels" wait_for is 39 "SELECT count(*) FROM shipments WHERE order_ref LIKE '%/5'"
told() { exits 0 cli plugins shop && says 'disputes cannot be read' && says read_shopify_payments_disputes; }
ok "disputes that may not be read are told" wait_for told
ok "and stop nothing" is '0|5' "SELECT (SELECT count(*) FROM kv WHERE key = 'disputes'), (SELECT count(*) FROM orders)"
exits 0 cli plugins shop
ok "no query cost more than 1,000 points" lacks 'exceeds 1000|MAX_COST' "$dir/out"

stop "$desk" "$sim"
shop "$dir" --data "$dir/shop.json"
start_desk 20 'poll = "1 min";'

# -- refunds ----------------------------------------------------------------------
settled() { wait_for is 7 "SELECT state FROM actions WHERE id = $1"; }
plan() { # PLAN-ARGUMENTS...: plans, approves, waits until it is settled; $id
    id=$(cli action plan "$@" | sed 's/^action \([0-9]*\) .*/\1/')
    [ -n "$id" ] && cli action approve "$id" >/dev/null && settled "$id"
}
done_as() { # PATTERN: the last line of the effects file
    tail -n 1 "$dir/effects" | grep -q "$1" || {
        echo "# $(tail -n 1 "$dir/effects")"
        return 1
    }
}
plan refund --order '#1' --amount 30.00 --currency USD && done_as '"amount":"30.00"' &&
    done_as 'Transaction/101","gateway":"gift_card","kind":"REFUND","amount":"20.00".*Transaction/102","gateway":"bogus","kind":"REFUND","amount":"10.00"' &&
    done_as '"lines":\[\]'
so "a partial refund is spread over the order's payments, each with its gateway"
ok "a second refund of the order is refused with 65" exits 65 cli action plan refund --order '#1' --amount 5.00 --currency USD
plan refund --order '#1' --amount 18.00 --currency USD --after "$id" && done_as 'Transaction/102","gateway":"bogus","kind":"REFUND","amount":"18.00"'
so "one that names the first with --after gives the rest"
g=gid://shopify/LineItem
plan refund --order '#2' --amount 10.00 --currency USD --items "[{\"line_ref\":\"$g/21\",\"quantity\":1}]" &&
    done_as '"lines":\[{"lineItemId":"gid://shopify/LineItem/21","quantity":1,"restockType":"NO_RESTOCK"}\]'
so "a refund by line names the line and puts nothing to the stock"
plan refund --order '#3' --amount 12.00 --currency USD && done_as 'LineItem/31","quantity":1'
so "a whole refund names every line"
[ "$(grep -c '"note":"HelloWord ' "$dir/effects")" = 4 ] && [ "$(grep -c '"kind":"refund"' "$dir/effects")" = 4 ]
so "each refund carries our reference and was paid once"

# -- coupons and returns ------------------------------------------------------------
plan coupon --order '#4' --args '{"percent":15,"days":30}' && done_as '"percentage":0.15' &&
    [ "$(rows "SELECT result FROM actions WHERE id = $id")" = "$(tail -n 1 "$dir/effects" | sed 's/.*"code":"\([^"]*\)".*/\1/')" ]
so "a coupon's code comes back as the result of its action"
plan coupon --order '#4' --amount 5.00 --currency USD --after "$id" && done_as '"discountAmount":{"amount":"5.00"'
so "a coupon of an amount"
plan return --order '#4' --args '{"reason":"DEFECTIVE"}' && done_as 'LineItem/4-41","quantity":2.*LineItem/5-42","quantity":1.*'
so "a return takes all that was sent, from both parcels"
ok "and comes in again with the order" wait_for is 1 "SELECT count(*) FROM returns WHERE order_ref LIKE '%/4'"
id=$(cli action plan return --order '#3' | sed 's/^action \([0-9]*\) .*/\1/')
cli action approve "$id" >/dev/null
ok "a return of what was never sent is refused" wait_for is 8 "SELECT state FROM actions WHERE id = $id"

# -- faults -------------------------------------------------------------------------
stop "$desk" "$sim"
shop "$dir" --data "$dir/shop.json" --fault 80 --seed 5
start_desk 40 'poll = "1 min";'
id=$(cli action plan coupon --order '#5' --args '{"percent":10}' | sed 's/^action \([0-9]*\) .*/\1/')
cli action approve "$id" >/dev/null
settled "$id"
one=$?
id=$(cli action plan return --order '#5' --items "[{\"line_ref\":\"$g/5000\",\"quantity\":1}]" | sed 's/^action \([0-9]*\) .*/\1/')
cli action approve "$id" >/dev/null
[ $one = 0 ] && settled "$id" && [ "$(grep -c '"kind":"return"' "$dir/effects")" = 2 ] &&
    [ "$(grep -c '"kind":"coupon"' "$dir/effects")" = 3 ]
so "coupon and return are made once though the shop answers late, twice, with 500, or drops"

# -- tokens -------------------------------------------------------------------------
stop "$desk" "$sim"
fresh
shop "$dir" --orders 30 --token-life 2
start_desk 20 'poll = "1 s";'
wait_for is 30 "SELECT count(*) FROM orders"
grants() { curl -s -X POST "$base/__sim/revoke" | sed 's/.*:\([0-9]*\).*/\1/'; }
asked_more() { [ "$(asked requests)" -gt "$1" ]; } # THAN
wait_for asked_more 60
before=$(asked requests)
ok "a token is renewed before its life ends" [ "$(grants)" -gt 1 ]
ok "a revoked token is fetched anew" wait_for asked_more $((before + 4))
exits 0 cli plugins shop
ok "and nobody notices" lacks 'refused the token' "$dir/out"
curl -s -X POST "$base/__sim/status" -d '{"status":503,"times":2}' >&2
before=$(asked requests)
ok "a shop that is down for a while is asked again" wait_for asked_more $((before + 6))
ok "and that it was is told" says 'shop: the call failed \(retry\)' "$dir/desk.err"
ok "every row is legal" exits 0 cli doctor --invariants
ok "and the chain holds" exits 0 cli journal verify
done_testing
