#!/bin/sh
# A ticket shows what stands now: no proposal that another one replaced, none
# beside what was given up, no timer that is over.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
cp -r policy "$dir/policy"
secret secret x
secret pw pw
base=http://127.0.0.1:1
manifest() { # AGENTS
    cat <<M
desk = { state = "state"; policy = "policy"; company = "Lampshop"; };
agents = ( $1 );
undo = { reply = "5 min"; };
instances = ( $(shop_instance shop), { name = "mail"; plugin = "email"; loopback = true; address = "help@lampshop.example";
  password = "file:pw"; imap_host = "127.0.0.1"; imap_port = 9; imap_tls = "plain";
  smtp_host = "127.0.0.1"; smtp_port = 9; smtp_tls = "plain"; } );
M
}
# Who hands facts in is no agent.
manifest '{ name = "tom"; uid = 4001; role = "manager"; }' >"$dir/before.conf"
manifest "{ name = \"mia\"; uid = $(id -u); role = \"owner\"; }" >"$dir/desk.conf"
hw() { "$hw" "$@" -c "$dir/desk.conf"; }
mail() { # NUMBER TEXT
    printf '{"kind":"text_in","ref":"m%s","channel":"email","thread":"m1","order_ref":"gid://shopify/Order/1","from_addr":"ann@buyer.example","from_name":"Ann Smith","subject":"Order #1001","text":"%s","message_id":"<m%s@buyer.example>","origin":"human","at":"%s"}\n' \
        "$1" "$2" "$1" "$(moment $((600 + $1)))"
}
hear() {
    "$hw" import --shop shop "$1" -c "$dir/before.conf" >>"$dir/imported"
    sleep 0.1 # what was there before is told by its moment
}
{
    printf '{"kind":"order","ref":"gid://shopify/Order/1","name":"#1001","status":"open","placed":"%s","buyer_ref":"B1","buyer_name":"Ann Smith","email":"ann@buyer.example","lang":"en","total":{"amount":"12.00","currency":"USD"}}\n' "$(moment -864000)"
    printf '{"kind":"payment","ref":"P1","order_ref":"gid://shopify/Order/1","type":"sale","status":"success","amount":{"amount":"12.00","currency":"USD"},"at":"%s"}\n' "$(moment -864000)"
    mail 1 'The lamp stopped working after one day. Poor quality!'
} >"$dir/first"
mail 2 'I want my money back' >"$dir/second"
hear "$dir/first"
hear "$dir/second"
refund=$(rows "SELECT id FROM actions WHERE verb = 'refund'")
first=$(rows "SELECT min(id) FROM actions WHERE verb = 'reply'")
last=$(rows "SELECT max(id) FROM actions WHERE verb = 'reply'")
ok "a second reply replaces the first" [ "$last" -gt "$first" ]
ok "the ticket is shown" exits 0 hw ticket show T-1
ok "a proposal names what stands beside it" says "^action $last: reply waits for approval: action $refund \\(refund 12.00 USD, waiting\\) is there for the matter"
ok "one that was replaced is not among them" lacks "^action $first: " "$dir/out"
ok "but named in a line, with the reason" says "^proposed and taken back: $first \\(a newer proposal replaces it\\)     why: helloword action show $first\$"
ok "what stood beside is given up" exits 0 hw action cancel "$refund"
ok "the ticket is shown again" exits 0 hw ticket show T-1
ok "and nothing stands beside the proposal any more" says "^action $last: reply waits for approval, by the rule"
ok "what a person cancelled is shown: it is their word" says "^action $refund: refund 12.00 USD is cancelled \\(cancelled by mia\\)"
ok "and is not in the line" says "^proposed and taken back: $first \\(a newer proposal replaces it\\)     why: "
ok "a reply is approved" exits 0 hw action approve "$last"
ok "its undo window is shown" sh -c '"$1" ticket show T-1 -c "$2" | grep -q "^undo by .* is open"' x "$hw" "$dir/desk.conf"
ok "the approval is taken back" exits 0 hw action undo "$last"
ok "the ticket is shown once more" exits 0 hw ticket show T-1
ok "and the window, which is over, is not" lacks '^undo by' "$dir/out"
ok "the answer's own deadline is" says '^first_response by .* is open'
# -- what one action says --

sqlite3 "$dir/state/helloword.db" "UPDATE actions SET beside = 1, besides = '[3,7]', tasks = '[2,4]' WHERE id = $last"
ok "an action is shown" exits 0 hw action show "$last"
ok "with all that it tells of, as people write it" says '^and of       3, 7$'
ok "of tasks, too" says '^of tasks     2, 4$'
done_testing
