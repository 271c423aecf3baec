#!/bin/sh
# Who plans what is above the own limit is told who may say yes, and so is who
# tries to.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
cp -r policy "$dir/policy"
secret secret x
base=http://127.0.0.1:1
manifest() { # FOUR_EYES
    cat <<M
desk = { state = "state"; policy = "policy"; };
agents = ( { name = "mia"; uid = $(id -u); }, { name = "tom"; uid = 4001; role = "manager"; },
    { name = "olga"; uid = 4002; role = "owner"; }, { name = "ann"; uid = 4003; role = "auditor"; } );
limits = ( { role = "agent"; per_action = "10.00 USD"; $1 }, { role = "manager"; per_action = "50.00 USD"; } );
instances = ( $(shop_instance shop) );
M
}
manifest '' >"$dir/desk.conf"
hw() { "$hw" "$@" -c "$dir/desk.conf"; }
for n in 1 2 3 4 5; do
    printf '{"kind":"order","ref":"gid://shopify/Order/%s","name":"#100%s","status":"open","placed":"%s","total":{"amount":"90.00","currency":"USD"}}\n' $n $n "$(moment -864000)"
    printf '{"kind":"payment","ref":"P%s","order_ref":"gid://shopify/Order/%s","direction":"in","status":"success","amount":{"amount":"90.00","currency":"USD"},"at":"%s"}\n' $n $n "$(moment -864000)"
done >"$dir/facts"
# Who hands facts in is no agent.
sed 's/agents = ( { name = "mia"; uid = [0-9]*; }, /agents = ( /' "$dir/desk.conf" >"$dir/before.conf"
"$hw" import --shop shop "$dir/facts" -c "$dir/before.conf" >"$dir/imported"
plan() { exits 0 hw action plan refund --order "$1" --amount "$2" --currency USD; } # ORDER AMOUNT
ok "a refund within the own limit is planned" plan 1001 5.00
ok "and waits for whoever planned it" says 'waits for approval: .helloword action approve 1'
ok "one above it is planned" plan 1002 20.00
ok "and waits for those who may" says 'waits for approval by tom or olga: .helloword action approve 2'
ok "who may not approve is refused" exits 77 hw action approve 2
ok "and told who may" says 'mia may approve up to 10.00 USD an action; tom or olga may'
ok "one above every limit waits for the owner" plan 1003 60.00
ok "alone" says 'waits for approval by olga: '
manifest 'four_eyes_above = "2.00 USD";' >"$dir/desk.conf"
ok "one that needs a second person is planned" plan 1004 5.00
ok "and does not wait for the first" says 'waits for approval by tom or olga: '
ok "who is refused it, too" exits 77 hw action approve 4
ok "with the names" says 'somebody else than mia must approve; tom or olga may'
ok "who is no agent may plan" exits 0 "$hw" action plan refund --order 1005 --amount 5.00 --currency USD -c "$dir/before.conf"
ok "and is told that an agent must approve it" says '^no agent of the manifest has this user .*: who is one must approve it$' "$dir/err"
ok "as it waits for those" says 'waits for approval by tom or olga: .helloword action approve 5'
ok "their own yes is none" exits 77 "$hw" action approve 5 -c "$dir/before.conf"
done_testing
