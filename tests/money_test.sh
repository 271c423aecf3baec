#!/bin/sh
# What a seller sees of refunds, end to end, at platforms of each class: answers
# are lost, and a refund settles by its key (A), by our note (B), by its amount
# (C), or waits for a person (D); several of one order; one made in the shop's
# own console; a breaker; the nightly comparison.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
do_() { "$hw" "$@" -c "$dir/helloword.conf"; }

# -- four shops, five orders of 20.00 each --

# Every answer to a refund is lost, after it was done or before.
ledger() { # CLASS OPTIONS...
    class=$1
    shift
    mkdir "$dir/$class"
    for i in 1 2 3 4 5; do echo "$class$i $class$i"; done | shop_data >"$dir/$class.json"
    shop "$dir/$class" --data "$dir/$class.json" --fault 100 --faults drop --times no "$@"
}
instance() { # CLASS PLUGIN
    printf '  { name = "%s"; plugin = "%s"; loopback = true; base_url = "http://127.0.0.1:%s"; },\n' \
        "$1" "$2" "$(cat "$dir/$1/port")"
}
ledger a --echo key
ledger b --echo note
ledger c --echo none
ledger d --echo none
mkdir "$dir/so"
cp "$B"/tests/ledger/*.so "$B"/plugins/locale-en.so "$dir/so/"
cat >"$dir/helloword.conf" <<M
desk = { state = "state"; policy = "$PWD/policy"; company = "Money"; plugins = "so"; };
http = { listen = "127.0.0.1:0"; };
agents = ( { name = "eva"; uid = $(id -u); role = "owner"; } );
limits = ( { role = "rule"; per_action = "10.00 USD"; per_day = "100.00 USD"; },
           { shop = "a"; count_per_hour = 2; } );
instances = (
$(instance a ledger-a)
$(instance b ledger-b)
$(instance c ledger-c)
$(instance d ledger-d | sed 's/,$//')
);
M
serve helloword --speed 300
synced() { [ "$(rows 'SELECT count(*) FROM payments')" = 20 ]; }
wait_for synced

# -- one refund at each --

refund() { # ORDER AMOUNT [OPTION...]: its number in $id
    order=$1 amount=$2
    shift 2
    do_ action plan refund --order "$order" --amount "$amount" --currency USD "$@" >"$dir/planned" 2>"$dir/err" || return
    id=$(rows "SELECT max(id) FROM actions")
    do_ action approve "$id" >/dev/null
}
state_is() { do_ action show "$1" --json | grep -q "\"state\":\"$2\""; }
paid() { grep -c "Order/$2\"" "$dir/$1/effects"; }
once() { [ "$(paid "$1" "$2")" = 1 ]; }
for class in a b c; do
    refund "#${class}1" 5.00
    ok "class $class: a refund whose answer was lost settles" wait_for state_is "$id" settled
    ok "class $class: and was paid once" once "$class" "${class}1"
done
refund "#d1" 5.00
ok "class d: a refund whose answer was lost waits for a person" wait_for state_is "$id" parked
seen=not-done
! once d d1 || seen='done'
do_ action retry "$id" --seen $seen >/dev/null
if [ $seen = 'done' ]; then
    ok "class d: and settles by what the person saw" wait_for state_is "$id" settled
else
    ok "class d: and is sent again by what the person saw" wait_for once d d1
fi

# -- several of one order --

first=$(rows "SELECT id FROM actions WHERE instance = 'b'")
refused() { # AMOUNT [OPTION...]
    over=$1
    shift
    ! do_ action plan refund --order "#b1" --amount "$over" --currency USD "$@" >"$dir/out" 2>"$dir/err"
}
ok "a second refund of an order must be meant" refused 5.00
ok "and the sentence says how" says "action $first .*--after $first" "$dir/err"
ok "more than is left is refused before it is planned" refused 15.01 --after "$first"
refund "#b1" 5.00 --after "$first"
ok "one that is meant settles beside the first" wait_for state_is "$id" settled
ok "and both were paid" [ "$(paid b b1)" = 2 ]

# -- in the shop's own console --

curl -s -o "$dir/out" "http://127.0.0.1:$(cat "$dir/b/port")/ledger/refunds" \
    -d '{"order":"gid://shopify/Order/b2","amount":"3.00","currency":"USD","note":"by hand"}'
curl -s -o "$dir/out" "http://127.0.0.1:$(cat "$dir/b/port")/ledger/refunds" \
    -d '{"order":"gid://shopify/Order/b2","amount":"3.00","currency":"USD","note":"by hand"}'
by_hand=$(paid b b2)
refund "#b2" 5.00
ok "a refund made in the console stops ours before it leaves" wait_for state_is "$id" parked
ok "and nothing of ours was paid" [ "$(paid b b2)" = "$by_hand" ]
do_ action cancel "$id" >/dev/null
do_ reconcile now >/dev/null 2>&1
do_ reconcile list >"$dir/list" 2>&1
ok "it stands on the list of differences" says 'b, order #b2, 3.00 USD: the shop shows .*none of ours' "$dir/list"
ok "ours stand on both sides" [ "$(rows "SELECT count(*) FROM differences WHERE whose = 1")" = 0 ]
for n in $(rows "SELECT id FROM differences"); do
    do_ reconcile explain "$n" --cause made_in_the_shop >/dev/null
done
do_ reconcile list >"$dir/list" 2>&1
ok "until somebody explained it" says 'on both sides, or explained' "$dir/list"

# -- a breaker --

# All at once: an hour of a clock that runs this fast is twelve seconds.
for order in a2 a3 a4; do
    do_ action plan refund --order "#$order" --amount 5.00 --currency USD >"$dir/planned"
done
for id in $(rows "SELECT id FROM actions WHERE instance = 'a' AND state = 2"); do
    do_ action approve "$id" >/dev/null &
    approving="${approving:-} $!"
done
# shellcheck disable=SC2086
wait $approving
why='why LIKE '"'%given money away 2 times in an hour%'"
held() { [ "$(rows "SELECT count(*) FROM actions WHERE $why")" -ge 1 ]; }
told() { do_ alert list 2>&1 | grep -q 'given money away.*its money waits'; }
ok "of three refunds in an hour one waits" wait_for held
id=$(rows "SELECT max(id) FROM actions WHERE $why")
order=$(rows "SELECT order_ref FROM actions WHERE id = $id")
ok "and somebody is told" wait_for told
ok "nothing of it was paid" [ "$(paid a "${order##*/}")" = 0 ]
do_ alert acknowledge "$(rows "SELECT id FROM alerts WHERE cause = 'breaker:a'")" >/dev/null
ok "an owner lets it go on" wait_for state_is "$id" settled
legal() { do_ doctor --invariants >/dev/null; }
ok "every row is legal" legal
kill "$desk"
wait "$desk"
done_testing
