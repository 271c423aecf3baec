#!/bin/sh
# Who says yes reads what that sets going at once, how large it is, and the word
# that takes each of it back.
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
photo() { printf '\377\330\377\340\000\020JFIF\000\001\001\000\000\001\000\001\000\000\377\332\000\004\001\002a\377\331' | base64 -w 0; }
for n in 1 2; do
    cat <<F
{"kind":"order","ref":"gid://shopify/Order/$n","name":"#100$n","status":"open","placed":"$(moment -864000)","buyer_ref":"B$n","buyer_name":"Ann Smith","email":"b$n@buyer.example","lang":"en","total":{"amount":"60.00","currency":"USD"},"lines":[{"ref":"L$n","title":"Desk lamp","quantity":2,"price":{"amount":"30.00","currency":"USD"}}]}
{"kind":"payment","ref":"P$n","order_ref":"gid://shopify/Order/$n","type":"sale","status":"success","amount":{"amount":"60.00","currency":"USD"},"at":"$(moment -864000)"}
{"kind":"text_in","ref":"m$n","channel":"email","thread":"m$n","order_ref":"gid://shopify/Order/$n","from_addr":"b$n@buyer.example","from_name":"Ann Smith","subject":"Order #100$n","text":"The lamp arrived broken.","message_id":"<m$n@buyer.example>","origin":"human","at":"$(moment 600)"}
{"kind":"file_in","ref":"m$n/1","text_ref":"m$n","name":"lamp.jpg","at":"$(moment 600)","bytes":"$(photo)"}
F
done >"$dir/facts"
ok "a lamp of two arrived broken, twice, as photos show" exits 0 hw import --shop shop "$dir/facts"
ok "which wait for a person's eye" is 2 "SELECT count(*) FROM tickets WHERE playbook = 'damaged' AND step = 'look'"

# -- a yes ---------------------------------------------------------------------
ok "a photo shows it" exits 0 hw ticket accept T-1
task=$(rows "SELECT id FROM tasks WHERE ticket = 1")
reply=$(rows "SELECT id FROM actions WHERE ticket = 1 AND template_id = 'replacement.coming'")
coupon=$(rows "SELECT id FROM actions WHERE ticket = 1 AND verb = 'coupon'")
ok "the playbook goes on" says '^the playbook of T-1 goes on$'
ok "a task went out: whose, by when, what, and how it is taken back" says "^task $task is given to the warehouse, due 20[^ ]*Z \\(send a new one by express\\); .helloword task failed $task --note TEXT. takes it back\$"
ok "words wait, and how they are given up" says "^action $reply \\(reply\\) is planned; it waits for approval: .helloword action approve $reply.; .helloword action cancel $reply. gives it up\$"
ok "a coupon does, with its size" says "^action $coupon \\(coupon 10 %\\) is planned; it waits for approval: "
ok "a program reads the same of another" exits 0 hw ticket accept T-2 --json
ok "with the tasks by number" says "\"tasks\":\\[$(rows "SELECT id FROM tasks WHERE ticket = 2")\\]"

ok "tasks are listed with what they give, and by which playbook" exits 0 hw task list
ok "each" says "^$task .*warehouse .*send a new one by express \\[reship, playbook damaged\\]\$"
ok "one has a page" exits 0 hw task show "$task"
ok "with both" says '^playbook +damaged$'
ok "and its step" says '^step +ask the warehouse$'
ok "why there is one is explained" exits 0 hw explain T-1
ok "by the same" says "^    task $task for warehouse \\(reship\\), given, by the playbook damaged, step \"ask the warehouse\"\$"

# -- how large a coupon is -------------------------------------------------------
coupon=$(rows "SELECT id FROM actions WHERE ticket = 2 AND verb = 'coupon'")
ok "actions are listed" exits 0 hw action list
ok "a coupon with its size" says "^$coupon  *coupon 10 %  *waiting "
ok "its page" exits 0 hw action show "$coupon"
ok "has it, too" says "^action $coupon: coupon 10 %"
ok "and its ticket" exits 0 hw ticket show T-2
ok "where it is approved" says "^action $coupon: coupon 10 % waits for approval"
ok "it is approved" exits 0 hw action approve "$coupon"
ok "which says its size once more, and the way back" says "^action $coupon \\(coupon 10 %\\) is approved; it leaves .*when a desk runs; until then .helloword action cancel $coupon. gives it up\$"

# -- and back --------------------------------------------------------------------
ok "the task is taken back as was said" exits 0 hw task failed "$task" --note "it was a lamp of ours"
ok "and is open no more" is 0 "SELECT count(*) FROM tasks WHERE id = $task AND state = 1"
ok "the words that told of it go with it" is 11 "SELECT state FROM actions WHERE id = $reply"

# -- a task by hand --------------------------------------------------------------
ok "a task by hand" exits 0 hw task add T-2 "look into the box" --role warehouse --gives nothing --within 24h
task=$(rows "SELECT max(id) FROM tasks")
ok "is said as one of a playbook is" says "^task $task is given to the warehouse, due 20[^ ]*Z \\(look into the box\\); .helloword task failed $task --note TEXT. takes it back\$"
sed 's/"m1"/"m3"/g; s/<m1@/<m3@/; s/The lamp arrived broken/Thanks, it has turned up/' "$dir/facts" | sed -n 3p >"$dir/solved"
ok "the buyer needs nothing any more" exits 0 hw import --shop shop "$dir/solved"
ok "a task that gives them something" exits 65 hw task add T-1 "send a lamp" --role warehouse --within 24h
ok "is asked about" says 'the buyer needs nothing any more \(message [0-9]* of .ticket show T-1.\); if the task gives them nothing, add --gives nothing, or give --force REASON$'
ok "and given with a reason" exits 0 hw task add T-1 "send a lamp" --role warehouse --within 24h --force "agreed by phone"
done_testing
