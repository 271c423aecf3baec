#!/bin/sh
# check runs the rules' examples; explain says why, and what would be done now;
# classify and render answer for every issue, in three languages.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh

cp -r policy "$dir/policy"
cat >"$dir/desk.conf" <<M
desk = { state = "state"; policy = "policy"; company = "Lampshop"; };
M
hw() { "$hw" "$@" -c "$dir/desk.conf"; }

ok "the shipped policy has no mistakes" exits 0 hw check
sed -i "s/order_total < '20.00 USD' and/order_total < '20.00 USD' or/; s/\"issue in ('quality', 'not_as_described') and order_total < \"/\"issue in ('quality', 'not_as_described') and order_total > \"/" "$dir/policy/rules.conf"
ok "a rule that its examples contradict is refused" exits 78 hw check
ok "with the example's file and line" says 'rules.conf:[0-9]*: rule "small quality refund" .*example says'
cp policy/rules.conf "$dir/policy/rules.conf"
sed -i "s/issue = 'late'/issue = 'lata'/; s/'stalled')\"/'staled')\"/" "$dir/policy/rules.conf"
ok "a word outside its list is refused" exits 78 hw check
ok "with the nearest right word" says 'rules.conf:[0-9]*: "when", column [0-9]*: .*did you mean .stalled.'
cp policy/rules.conf "$dir/policy/rules.conf"

# -- a desk with one lost parcel ------------------------------------------------
# Messages from after the shop's go-live line, which is the import's moment.
cat >"$dir/facts" <<F
{"kind":"order","ref":"O1","name":"#1001","status":"open","placed":"$(moment -864000)","buyer_ref":"B1","buyer_name":"Ann Smith","email":"ann@buyer.example","lang":"en","total":{"amount":"12.00","currency":"XAF"}}
{"kind":"shipment","ref":"S1","order_ref":"O1","carrier":"DHL","tracking":"3318810025","status":"shipped","shipped":"$(moment -800000)"}
{"kind":"text_in","ref":"m1","channel":"message","thread":"m1","order_ref":"O1","from_addr":"ann@buyer.example","subject":"Order #1001","text":"The lamp stopped working after one day. Poor quality!","message_id":"<m1@buyer.example>","origin":"human","at":"$(moment 600)"}
{"kind":"order","ref":"O2","name":"#1002","status":"open","placed":"$(moment -864000)","buyer_ref":"B2","email":"bob@buyer.example","lang":"en","total":{"amount":"49.00","currency":"USD"}}
{"kind":"shipment","ref":"S2","order_ref":"O2","carrier":"DHL","tracking":"3318810036","status":"shipped","shipped":"$(moment -800000)"}
{"kind":"text_in","ref":"m2","channel":"message","thread":"m2","order_ref":"O2","from_addr":"bob@buyer.example","subject":"Order #1002","text":"My parcel has not arrived.","message_id":"<m2@buyer.example>","origin":"human","at":"$(moment 630)"}
F
ok "facts of a shop are taken" exits 0 hw import --new-shop --shop shop "$dir/facts"
ok "explain wants a ticket" exits 64 hw explain
ok "and one that is there" exits 65 hw explain T-99
ok "a ticket is explained" exits 0 hw explain T-1
ok "with the facts that were seen" says '^ .*[ ]issue = quality'
ok "in lines that fit a page" [ "$(awk 'length > 80' "$dir/out" | grep -c ' = ')" = 0 ]
ok "durations in days and hours" says 'order_age = 10 d,'
ok "the rule and its version" says 'rule: quality \(policy [0-9a-f]*\)'
ok "what was held back, and why" says 'held back: small quality refund: order_total is unknown \(there is no rate of XAF'
ok "and what would be done now" says 'T-1 now: quality'
ok "another one runs a playbook" exits 0 hw explain T-2
ok "its next step has a moment" says 'playbook not_received waits at "wait for carrier" until 20'
ok "and is told" says 'then: offer, reply not_received.offer'
ok "every open ticket at once" exits 0 hw explain --open
ok "each has its answer" [ "$(grep -c '^T-[0-9]* now: ' "$dir/out")" = 2 ]
ok "as JSON, too" exits 0 hw explain --open --json
ok "one object a line" [ "$(grep -c '^{"ticket":[0-9]*,.*"would":\[' "$dir/out")" = 2 ]
ok "deciding again finds no difference" exits 0 hw journal replay --decide
ok "with rules and a playbook in the journal" says 'no difference'

# -- issues in four languages ----------------------------------------------------
classify() { # LANG FILE: lines "issue|also|text"
    sed 's/^[^|]*|[^|]*|\(.*\)$/{"text":"\1"}/' "$2" >"$dir/in"
    "$hw" classify --batch "$dir/in" >"$dir/out" 2>"$dir/err" || return 1
    paste -d '|' "$2" "$dir/out" | while IFS='|' read -r issue also text answer; do
        case $answer in
        *"\"issue\":\"$issue\","*"\"lang\":\"$1\""*) ;;
        *) echo "# $text: $answer" && continue ;;
        esac
        [ -z "$also" ] && continue
        case $answer in
        *"\"also\":["*"\"$also\""*"],\"lang"*) ;;
        *) echo "# $text: $answer" ;;
        esac
    done >"$dir/wrong"
    cat "$dir/wrong"
    [ ! -s "$dir/wrong" ]
}
for f in tests/policy/issues.*; do
    l=${f##*.}
    ok "every issue type is told from a buyer's words ($l)" classify "$l" "$f"
done
printf '%s\n' '{"text":"The lamp is not broken at all."}' '{"text":"Hello\n> my lamp is broken"}' \
    '{"text":"Hello,\nplease see below.\nOn Monday Ann wrote:\nit is broken, refund"}' \
    '{"text":"Die Lampe ist nicht kaputt."}' '{"text":"灯没有破损"}' '{"text":"램프는 안 깨졌어요."}' \
    '{"text":"I do not want to cancel my order"}' '{"text":"qwertz"}' >"$dir/none"
ok "texts without a matter" exits 0 "$hw" classify --batch "$dir/none"
ok "negated words and quoted history do not count" [ "$(grep -c '"issue":"other","also":\[\].*"cues":\[\]' "$dir/out")" = 8 ]

# -- templates ---------------------------------------------------------------------
tags=$(sed -n 's/^tag = "\(.*\)";/\1/p' plugins/locale-*/locale.conf)
for t in $(sed -n '/^templates/,/;/p' policy/templates.conf | grep -o '"[^"]*"' | tr -d '"'); do
    for l in $tags; do
        printf '{"template":"%s","lang":"%s","facts":{"order":"#1","promise_date":"2026-11-27","opens_shop":{"moment":"2026-11-30T08:00:00Z","zone":"Europe/Berlin"}}}\n' "$t" "$l"
    done
done >"$dir/in"
ok "every template is a text without name, tracking, shop and amount" exits 0 "$hw" render --batch "$dir/in"
ok "and leaves nothing open" lacks '[{}]part|\{[a-z_]*\}' "$dir/out"
done_testing
