#!/bin/sh
# What people gave otherwise than the compensation matrix: a reason is asked for,
# kept, and shown for each agent; and what each way to put a matter right costs.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
cp -r policy "$dir/policy"
today=$(moment 0)
sed -i "s/^date = .*/date = \"${today%%T*}\";/" "$dir/policy/rates.conf"
secret secret x
base=http://127.0.0.1:1
manifest() { # AGENTS
    cat <<M
desk = { state = "state"; policy = "policy"; };
agents = ( $1 { name = "tom"; uid = 4001; role = "manager"; } );
limits = ( { role = "agent"; per_action = "80.00 USD"; } );
instances = ( $(shop_instance shop) );
M
}
manifest '' >"$dir/before.conf"
manifest "{ name = \"mia\"; uid = $(id -u); }," >"$dir/desk.conf"
hw() { "$hw" "$@" -c "$dir/desk.conf"; }
payment() { # N TYPE STATUS AMOUNT
    printf '{"kind":"payment","ref":"%s%s","order_ref":"gid://shopify/Order/%s","type":"%s","status":"%s","amount":{"amount":"%s","currency":"USD"},"at":"%s"}\n' "$2" "$1" "$1" "$2" "$3" "$4" "$(moment -864000)"
}
for n in 1 2 3 4 5 6; do
    printf '{"kind":"order","ref":"gid://shopify/Order/%s","name":"#100%s","status":"open","placed":"%s","email":"b%s@buyer.example","lang":"en","country":"DE","total":{"amount":"80.00","currency":"USD"}}\n' $n $n "$(moment -864000)" $n
    [ $n = 4 ] || payment $n sale "$([ $n = 3 ] && echo failed || echo success)" 80.00
    case $n in
    4) payment $n refund success 80.00 ;;
    5) payment $n refund pending 80.00 ;;
    6) payment $n refund pending 30.00 ;;
    esac
    printf '{"kind":"text_in","ref":"m%s","channel":"message","thread":"m%s","order_ref":"gid://shopify/Order/%s","from_addr":"b%s@buyer.example","subject":"Order","text":"A part is missing from the box, the screws are not there.","message_id":"<m%s@x>","origin":"human","at":"%s"}\n' $n $n $n $n $n "$(moment 600)"
done >"$dir/facts"
ok "facts are taken" exits 0 "$hw" import --shop shop "$dir/facts" -c "$dir/before.conf"

# -- what it costs ----------------------------------------------------------------
ok "the ticket is shown" exits 0 hw ticket show T-1
ok "with the row of the matrix" says 'matrix: row "what is missing" \(goods middle, customer other, severity part\): refund 4.00 USD to 16.00 USD'
ok "and each way with its parts" says 'costs about +25.60 USD: reship by express \(goods 5.60, shipping 18.00, handling 2.00\)$'
ok "what the shop cannot do" says 'costs about +30.00 USD: exchange \(goods 28.00, shipping 6.00, way back 9.00, goods back -14.00, harm there 1.00\), which no plugin of the shop can do'
ok "a refund with what goes back" says 'costs about +82.32 USD: refund \(paid back 80.00, fee kept 2.32\)$'
sed -n '/not put it right/!s/^ *costs about *\([0-9.]*\) .*/\1/p' "$dir/out" >"$dir/order"
ok "the best first" sort -nc "$dir/order"
ok "all seven that put it right" [ "$(wc -l <"$dir/order")" = 7 ]
ok "behind them the two that do not" says 'costs about .*: nothing \(.*lost all the same 20.00\), does not put it right$'
ok "and which of them the policy gives" says ': part of the money \(.*, what the policy gives$'
ok "explain has the same" exits 0 hw explain T-1
ok "in its answer of now" says 'costs about +82.32 USD: refund'
ok "and for programs" exits 0 hw explain --open --json
ok "as members" says '"matrix":\{"row":"what is missing",.*"alternatives":\[\{"remedy":'

# -- what nobody paid -----------------------------------------------------------
ok "of an order whose payment failed" exits 0 hw ticket show T-3
ok "it is said that nothing was paid" says '^    no payment is known, so nothing can be paid back$'
ok "no way pays anything back" lacks 'paid back [0-9]|: refund|return, then|store credit' "$dir/out"
ok "others are told" says 'costs about +[0-9.]+ USD: reship'
ok "for programs" exits 0 hw explain T-3 --json
ok "as a member" says '"nothing_back":"unpaid"'
ok "of one whose shop told of what went back only" exits 0 hw ticket show T-4
ok "it is said where the money is" says '^    all of it went back, or is on its way$'
ok "so of one whose refund is on its way" exits 0 hw ticket show T-5
ok "which is told likewise" says '^    all of it went back, or is on its way$'
ok "as a word for programs" exits 0 hw explain T-4 --json
ok "which is another one" says '"nothing_back":"refunded"'
ok "of a part that is on its way" exits 0 hw ticket show T-6
ok "nothing is said" lacks 'all of it went back|no payment' "$dir/out"

# -- a deviation ------------------------------------------------------------------
ok "nobody has deviated" exits 0 hw report deviations
ok "and that is said" grep -q 'nobody gave anything else' "$dir/err"
plan() { exits 0 hw action plan refund --order "$1" --amount "$2" --currency USD; } # ORDER AMOUNT
ok "an amount of the matrix is planned" plan 1001 10.00
last() { sqlite3 -readonly "$dir/state/helloword.db" "SELECT max(id) FROM actions"; }
ok "and approved without a reason" exits 0 hw action approve "$(last)"
ok "another one is planned" plan 1002 30.00
ok "but not approved" exits 65 hw action approve "$(last)"
ok "and why is told" says 'row "what is missing"\) gives 16.00 USD; if another amount is meant, say why with --reason'
ok "with a reason it is" exits 0 hw action approve "$(last)" --reason 'the third parcel'
ok "A59: the report has it" exits 0 hw report deviations
ok "for its agent" says '^mia +1 of 2 differ, 0 carried out; given 30.00 USD, beyond the matrix 14.00 USD'
ok "with the reason" says 'refund of order #1002, 30.00 USD by mia, approved by mia; row "what is missing" gives 16.00 USD; .*because: the third parcel'
ok "of another agent there is none" exits 0 hw report deviations --agent tom
ok "of nobody there is no answer" exits 65 hw report deviations --agent mai
ok "which says so" says 'neither the desk nor its manifest knows an agent "mai"'
ok "nor of another day" exits 0 hw report deviations --since 2999-01-01
ok "and that is said" grep -q 'nobody gave' "$dir/err"
ok "a day is asked for" exits 64 hw report deviations --since yesterday
ok "each for programs" exits 0 hw report deviations --json
ok "as objects" says '^\{"agent":"mia","deviations":1,"effects":2,"done":0,"given":"30.00 USD","beyond":"14.00 USD"\}'

# -- by hand ----------------------------------------------------------------------
pays() { hw task add T-6 "pay it" --role finance --gives refund --amount 20.00 --currency USD --within 24h "$@"; } # OPTION...
ok "so it is of money that a task pays" exits 65 pays
ok "which is asked for" says 'row "what is missing"\) gives 16.00 USD; if another amount is meant, say why with --reason'
ok "and given" exits 0 pays --reason 'the bill of a joiner'
ok "it counts for its agent" exits 0 hw report deviations
ok "with the others" says '^mia +2 of 3 differ, 0 carried out; given 50.00 USD, beyond the matrix 18.00 USD'
ok "and has a line" says 'task 1, refund of order #1006, 20.00 USD by mia, approved by mia; row "what is missing" gives 16.00 USD; open, because: the bill of a joiner$'

# -- mistakes ---------------------------------------------------------------------
sed -i 's/goods = "small"; severity/goods = "smal"; severity/' "$dir/policy/compensation.conf"
ok "a mistake in the matrix is told" exits 78 hw check
ok "with its line and the right word" says 'compensation.conf:[0-9]*: "smal" is no level of "goods"; did you mean "small"'
rm "$dir/policy/compensation.conf"
ok "a folder without a matrix is as good" exits 0 hw check
ok "and its tickets have no costs" exits 0 hw ticket show T-1
ok "nor a row" [ "$(grep -c 'matrix\|costs about' "$dir/out")" = 0 ]

# -- carriers ---------------------------------------------------------------------
n=10
while [ $n -lt 34 ]; do
    days=3
    carrier="DHL Paket"
    [ $((n % 2)) = 0 ] || { carrier=UPS days=9; }
    printf '{"kind":"order","ref":"gid://shopify/Order/%s","name":"#%s","status":"open","placed":"%s","email":"c%s@buyer.example","lang":"en","country":"FR","total":{"amount":"20.00","currency":"USD"}}\n' $n $n "$(moment -2000000)" $n
    printf '{"kind":"shipment","ref":"S%s","order_ref":"gid://shopify/Order/%s","carrier":"%s","tracking":"XX%s","status":"delivered","shipped":"%s","estimated":"%s","delivered":"%s"}\n' $n $n "$carrier" $n "$(moment -1728000)" "$(moment $((-1728000 + 5 * 86400)))" "$(moment $((-1728000 + days * 86400)))"
    n=$((n + 1))
done >"$dir/parcels"
# Two of seventeen within five days: 11.76 %.
while [ $n -lt 51 ]; do
    days=9
    [ $n -ge 36 ] || days=3
    printf '{"kind":"order","ref":"gid://shopify/Order/%s","name":"#%s","status":"open","placed":"%s","email":"c%s@buyer.example","lang":"en","country":"IT","total":{"amount":"20.00","currency":"USD"}}\n' $n $n "$(moment -2000000)" $n
    printf '{"kind":"shipment","ref":"S%s","order_ref":"gid://shopify/Order/%s","carrier":"GLS","tracking":"XX%s","status":"delivered","shipped":"%s","estimated":"%s","delivered":"%s"}\n' $n $n $n "$(moment -1728000)" "$(moment $((-1728000 + 5 * 86400)))" "$(moment $((-1728000 + days * 86400)))"
    n=$((n + 1))
done >>"$dir/parcels"
ok "parcels of three carriers came and went" exits 0 "$hw" import --shop shop "$dir/parcels" -c "$dir/before.conf"
sed -i 's/^least = .*/least = 12;/' "$dir/policy/scorecard.conf"
ok "A130: the scorecard of carriers" exits 0 hw report carriers
ok "A130: says how soon they are there, and how often in time" says '^all +dhl +12 +12 +100.0 % +3.0 d +3.0 d +0.0 % .* good$'
ok "A130: marks what is bad" says '^FR +ups +12 +12 +0.0 %! +9.0 d +9.0 d .* watch$'
ok "A130: in tenths, half of one rounded up" says '^IT +GLS +17 +17 +11\.8 %! '
grep '^FR' "$dir/out" | awk '{ print $2 }' >"$dir/order"
ok "A130: to each country the best stands first" [ "$(tr '\n' ' ' <"$dir/order")" = "dhl ups " ]
sed -i 's/most = "15 d"/most = "8 d"/' "$dir/policy/scorecard.conf"
exits 0 hw report carriers
ok "A130: by thresholds of the seller's" says '^FR +ups +12 +12 +0.0 %! +9.0 d +9.0 d! .* poor$'
sed -i 's/most = "8 d"/most = "soon"/' "$dir/policy/scorecard.conf"
ok "A130: that are checked" exits 78 hw check
ok "A130: with the line" says 'scorecard.conf:[0-9]+: "most"'
sed -i 's/most = "soon"/most = "8 d"/' "$dir/policy/scorecard.conf"
ok "A130: and for programs" exits 0 hw report carriers --json
ok "A130: as lines" says '"country":"FR","carrier":"ups","parcels":12,"arrived":12,"on_time":"0.0 %",.*"bad":\["on_time","slow"\],"is":"poor"'
ok "A130: of a day to come there is none" exits 0 hw report carriers --since 2999-01-01
done_testing
