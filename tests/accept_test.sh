#!/bin/sh
# Who says yes reads how large it is that they say yes to.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
secret secret x
secret pw pw
base=http://127.0.0.1:1
cat >"$dir/desk.conf" <<M
desk = { state = "state"; policy = "$PWD/policy"; company = "Lampshop"; };
agents = ( { name = "mia"; uid = $(id -u); role = "owner"; } );
undo = { reply = "5 min"; };
instances = ( $(shop_instance shop), { name = "mail"; plugin = "email"; loopback = true; address = "help@lampshop.example";
  password = "file:pw"; imap_host = "127.0.0.1"; imap_port = 9; imap_tls = "plain";
  smtp_host = "127.0.0.1"; smtp_port = 9; smtp_tls = "plain"; } );
M
hw() { "$hw" "$@" -c "$dir/desk.conf"; }
db=$dir/state/helloword.db
for n in 1 2; do
    cat <<F
{"kind":"order","ref":"gid://shopify/Order/$n","name":"#100$n","status":"open","placed":"$(moment -864000)","buyer_ref":"B$n","buyer_name":"Ann Smith","email":"b$n@buyer.example","lang":"en","total":{"amount":"60.00","currency":"USD"}}
{"kind":"payment","ref":"P$n","order_ref":"gid://shopify/Order/$n","type":"sale","status":"success","amount":{"amount":"60.00","currency":"USD"},"at":"$(moment -864000)"}
{"kind":"text_in","ref":"m$n","channel":"email","thread":"m$n","order_ref":"gid://shopify/Order/$n","from_addr":"b$n@buyer.example","from_name":"Ann Smith","subject":"Order #100$n","text":"The lamp arrived broken.","message_id":"<m$n@buyer.example>","origin":"human","at":"$(moment 600)"}
F
done >"$dir/facts"
ok "two lamps arrived broken" exits 0 hw import --shop shop "$dir/facts"
ok "and their photos wait for a person" sqlite3 "$db" "UPDATE tickets SET step = 'look' WHERE playbook = 'damaged'"

ok "a photo shows it" exits 0 hw ticket accept T-2

# -- how large a coupon is -------------------------------------------------------
coupon=$(rows "SELECT id FROM actions WHERE ticket = 2 AND verb = 'coupon'")
ok "actions are listed" exits 0 hw action list
ok "a coupon with its size" says "^$coupon  *coupon 10 %  *waiting "
ok "its page" exits 0 hw action show "$coupon"
ok "has it, too" says "^action $coupon: coupon 10 %"
ok "and its ticket" exits 0 hw ticket show T-2
ok "where it is approved" says "^action $coupon: coupon 10 % waits for approval"
ok "it is approved" exits 0 hw action approve "$coupon"
ok "which says its size" says "^action $coupon \\(coupon 10 %\\) is approved; it leaves "

done_testing
