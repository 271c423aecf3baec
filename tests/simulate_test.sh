#!/bin/sh
# simulate asks a changed copy of the policy about what was decided: what would
# have fired and been given, which deadlines missed; an unchanged copy gives no
# difference.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh

cp -r policy "$dir/policy"
cat >"$dir/desk.conf" <<M
desk = { state = "state"; policy = "policy"; company = "Lampshop"; };
M
hw() { "$hw" "$@" -c "$dir/desk.conf"; }

order() { # N TOTAL CURRENCY
    echo "{\"kind\":\"order\",\"ref\":\"O$1\",\"name\":\"#100$1\",\"status\":\"open\",\"placed\":\"$(moment -864000)\",\"buyer_ref\":\"B$1\",\"buyer_name\":\"Ann $1\",\"email\":\"b$1@buyer.example\",\"lang\":\"en\",\"country\":\"DE\",\"total\":{\"amount\":\"$2\",\"currency\":\"$3\"}}"
    echo "{\"kind\":\"shipment\",\"ref\":\"S$1\",\"order_ref\":\"O$1\",\"carrier\":\"DHL\",\"tracking\":\"331881003$1\",\"status\":\"shipped\",\"shipped\":\"$(moment -800000)\"}"
}
mail() { # N TEXT: of the order's buyer, after the shop went live
    echo "{\"kind\":\"text_in\",\"ref\":\"m$1$3\",\"channel\":\"message\",\"thread\":\"m$1\",\"order_ref\":\"O$1\",\"from_addr\":\"b$1@buyer.example\",\"subject\":\"Order #100$1\",\"text\":\"$2\",\"message_id\":\"<m$1$3@buyer.example>\",\"origin\":\"human\",\"at\":\"$(moment 600)\"}"
}
{
    order 1 12.00 USD
    order 2 49.00 EUR
    order 3 15.00 EUR
    order 4 30.00 USD
    mail 1 "The lamp stopped working after one day. Poor quality!" a
    mail 2 "My parcel has not arrived." a
    mail 3 "The lamp stopped working after one day. Poor quality!" a
    mail 4 "The lamp stopped working after one day. Poor quality!" a
    mail 4 "It is of poor quality, and nobody answers me" b
} >"$dir/facts"
ok "facts of a shop are taken" exits 0 hw import --new-shop --shop shop "$dir/facts"
cp -r policy "$dir/new"
sum() { cksum "$dir/state/helloword.db" "$dir/state/keys.db"; }
before=$(sum)

# -- unchanged -------------------------------------------------------------------
ok "a policy folder must be named" exits 64 hw simulate
ok "one that is there" exits 78 hw simulate "$dir/nowhere"
ok "and nothing else is found wrong" says '^helloword: .*/nowhere is no policy folder' "$dir/err"
ok "which is one line" [ "$(grep -c . "$dir/err")" = 1 ]
ok "an unchanged policy is tried" exits 0 hw simulate "$dir/new"
ok "and gives no difference, of rules and of playbooks" says '^8 decisions from .*: 0 differences$'
ok "it says that it sees one step far" says '^first order only'
ok "and what was given" says '^  refund \(automatic\): 1 of 12.00 USD, would be 1 of 12.00 USD$'
ok "nothing was written" [ "$before" = "$(sum)" ]
ok "what was before a moment is left out" exits 0 hw simulate "$dir/new" --until 2026-01-01
ok "until none is left" says '^0 decisions: 0 differences$'
ok "and so is what came later" exits 0 hw simulate "$dir/new" --since 2199-01-01
ok "by --since" says '^0 decisions: 0 differences$'
ok "a moment must be one" exits 64 hw simulate "$dir/new" --since yesterday
ok "and is explained" says 'write it as 2026-11-24'

# -- another sum -----------------------------------------------------------------
sed -i 's/20\.00 USD/40.00 USD/' "$dir/new/rules.conf"
ok "a rule that reaches further is tried" exits 0 hw simulate "$dir/new"
ok "which decisions differ is told" says '^8 decisions .*: 2 differences$'
ok "by rule, with a ticket" says '^ +1 +2 +0 +1 +0  small quality refund \(T-4\)$'
ok "and the rule whose place it takes" says '^ +2 +1 +1 +0 +0  quality \(T-4\)$'
ok "and the playbook that would not have begun" says '^ +2 +1 +1 +0 +0  playbook quality: ask for a photo \(T-4\)$'
ok "with what it would have cost" says '^  refund \(automatic\): 1 of 12.00 USD, would be 2 of 42.00 USD$'
ok "as JSON, too" exits 0 hw simulate "$dir/new" --json
ok "one object" says '^{"decisions":8,"differences":2,"order":"first",.*"rule":"small quality refund","fired":1,"would":2,"lost":0,"gained":1,"otherwise":0,"tickets":\[4\]}.*"would":{"count":2,"amount":"42.00","currency":"USD"}}'

# -- another currency, text and yes -----------------------------------------------
cp policy/rules.conf "$dir/new/rules.conf"
sed -i '/name = "small quality refund"/,/reason/ { s/refund = "order"/refund = "5.00 USD"/; s/automatic = true/automatic = false/; }' "$dir/new/rules.conf"
ok "a rule that gives less, and asks first, is tried" exits 0 hw simulate "$dir/new"
ok "it fires as before, and wants something else" says '^ +1 +1 +0 +0 +1  small quality refund \(T-1\)$'
ok "what was given without a person" says '^  refund \(automatic\): 1 of 12.00 USD, would be 0 of 0.00 USD$'
ok "and would be with one" says '^  refund: 0 of 0.00 USD, would be 1 of 5.00 USD$'
cp policy/rules.conf "$dir/new/rules.conf"
today=$(date -u +%Y-%m-%d)
sed -i "s/date = \"[0-9-]*\"/date = \"$today\"/" "$dir/new/rates.conf"
ok "with rates of today" exits 0 hw simulate "$dir/new"
ok "an order in euros is small, too" says '^  refund \(automatic\): 0 of 0.00 EUR, would be 1 of 15.00 EUR$'
cp policy/rates.conf "$dir/new/rates.conf"

# -- what the shop can do --------------------------------------------------------------
sed -i '/name = "small quality refund"/,/damaged/ { s/not disputed and/not disputed and not can_return and not can_exchange and/; s/; fires/; can_return = false; can_exchange = false&/; }' "$dir/new/rules.conf"
ok "a rule that asks what the shop can do is tried" exits 0 hw simulate "$dir/new"
ok "as it could then" says '^8 decisions .*: 0 differences$'
cp policy/rules.conf "$dir/new/rules.conf"

# -- deadlines ---------------------------------------------------------------------
sleep 1.2
ok "T-1 is closed, and a second has gone by" exits 0 hw ticket close T-1 --outcome solved --cause quality --force "by phone"
sed -i 's/{ name = "complaint"; within = "24 h"; }/{ name = "complaint"; within = "1 s"; }/' "$dir/new/triage.conf"
ok "a shorter time to answer is tried" exits 0 hw simulate "$dir/new"
ok "what would be late by the moments that are kept" says '^  answers: 0 of 4 late, would be 3 of 4; 3 newly, 0 no more, such as T-1 T-3 T-4$'
cp policy/triage.conf "$dir/new/triage.conf"

# -- a playbook ----------------------------------------------------------------------
sed -i '/name = "promise"/s/; }/; refund = "3.00 EUR"; }/' "$dir/new/playbooks/not_received.conf"
ok "another step of a playbook is tried" exits 0 hw simulate "$dir/new"
ok "and told as one" says '^ +1 +1 +0 +0 +1  playbook not_received: promise \(T-2\)$'
ok "with its cost" says '^  refund: 0 of 0.00 EUR, would be 1 of 3.00 EUR$'
sed -i 's/name = "wait for the photo"/name = "wait for pictures"/' "$dir/new/playbooks/quality.conf"
ok "a step that is gone is no mistake" exits 0 hw simulate "$dir/new"
ok "and counted" says '^1 time a playbook went on at a step that the folder does not have$'
rm -r "$dir/new" && cp -r policy "$dir/new"

# -- what cannot be tried -------------------------------------------------------------
sed -i "s/order_total < /order_totl < /" "$dir/new/rules.conf"
ok "a folder with a mistake is refused" exits 78 hw simulate "$dir/new"
ok "with its line" says 'new/rules\.conf:[0-9]*: rule "small quality refund"|new/rules\.conf:[0-9]*: "when", column'
ok "and what to do" says 'mend it, then try it again'
ok "one that is not there, too" exits 78 hw simulate "$dir/nowhere"
rm -r "$dir/new" && cp -r policy "$dir/new"
sqlite3 "$db" "UPDATE vectors SET seen = '' WHERE seq = (SELECT min(seq) FROM vectors); UPDATE vectors SET seen = replace(seen, '\"v\":2', '\"v\":1') WHERE seq = (SELECT max(seq) FROM vectors)"
ok "decisions that another version kept are left out" exits 0 hw simulate "$dir/new"
ok "and counted" says '^2 decisions of another format cannot be asked again'
ok "the others are tried" says '^6 decisions .*: 0 differences$'
done_testing
