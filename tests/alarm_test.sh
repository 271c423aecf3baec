#!/bin/sh
# An alert of a desk that runs climbs its ladder: into the list, by mail over a
# real SMTP conversation, and to the phone of who is on call over a simulated
# Kannel; until somebody acknowledges it.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
speed=60 quick=600
cli() { "$hw" "$@" -c "$dir/desk.conf"; }
manifest() { # [MORE OF MIA] [MORE OF EVA]
    cat >"$dir/desk.conf" <<M
desk = { state = "$dir/state"; policy = "$dir/policy"; company = "Lampshop"; mail_domain = "lamps.example"; };
http = { listen = "127.0.0.1:0"; };
agents = (
  { name = "mia"; uid = $(id -u); role = "owner"; zone = "Europe/Berlin"; ${1-mail = \"mia@lamps.example\";} },
  { name = "eva"; uid = 4002; role = "manager"; ${2-phone = \"+4915100000007\";} }
);
instances = (
  { name = "mail"; plugin = "email"; loopback = true; address = "help@lamps.example"; user = "help";
    password = "file:mailword"; imap_host = "127.0.0.1"; imap_port = $imap; imap_tls = "plain";
    smtp_host = "127.0.0.1"; smtp_port = $smtp; smtp_tls = "plain"; },
  { name = "sms"; plugin = "sms"; loopback = true; base_url = "http://127.0.0.1:$port"; backend = "kannel";
    sender = "Lampshop"; user = "desk"; password = "file:password"; }
);
M
}
sent() { [ "$(grep -c "$1" "$dir/sent")" -ge "${2:-1}" ]; }
mailed() { cat "$dir"/outbox/* 2>/dev/null | grep -q "$1"; }

secret mailword secret
secret password sandbox-password
: >"$dir/sent"
mailbox secret
"$B/sims/sms" --port-file "$dir/port" --sent "$dir/sent" --speed $speed &
started="$started $!"
wait_for test -s "$dir/port" && port=$(cat "$dir/port")
cp -r policy "$dir/policy"
sed -i 's/^on_call = .*/on_call = ( { who = "eva"; } );/; s|^arrivals|link = "https://desk.example/";\narrivals|' "$dir/policy/alerts.conf"

# -- what check and doctor say of it -------------------------------------------
manifest
ok "a manifest with addresses is good" exits 0 cli check
ok "and nothing is to be warned of" not says 'alerts.conf' "$dir/err"
sed -i 's/^on_call = .*/on_call = ( );/' "$dir/policy/alerts.conf"
ok "nobody on call is no mistake" exits 0 cli check
ok "but warned of, since a VIP may write at night" says 'alerts.conf:[0-9]*: a VIP who writes out of hours rings nobody: nobody is on call; name who is' "$dir/err"
sed -i 's/^on_call = .*/on_call = ( { who = "eva"; } );/' "$dir/policy/alerts.conf"
manifest 'mail = "mia at lamps";'
ok "what is no mail address is a mistake" exits 78 cli check
ok "at its line" says 'desk.conf:4: "mia at lamps" is no mail address' "$dir/err"
manifest 'quiet = "22-7";' 'phone = "0151 1234567";'
ok "so are hours that are none" exits 78 cli check
ok "in words" says '"22-7" are no hours of quiet; write "22:00-07:00"' "$dir/err"
ok "and a number without its country" says '"0151 1234567" is no phone number' "$dir/err"
manifest 'mail = "mia@lamps.example";' ''
ok "who is on call without a phone is no mistake" exits 0 cli check
ok "but a warning" says 'alerts.conf:[0-9]*: eva is on call and has no phone' "$dir/err"
manifest
sed -i '/name = "sms"/,/password/d' "$dir/desk.conf"
sed -i 's/smtp_tls = "plain"; },/smtp_tls = "plain"; }/' "$dir/desk.conf"
ok "a channel that nothing sends on is a warning, too" exits 0 cli check
ok "at the level's line" says 'alerts.conf:[0-9]*: level 3 of "red" tells nobody: no enabled instance sends on any of sms push' "$dir/err"

# -- a bad review ----------------------------------------------------------------
manifest
serve desk --speed $speed,$quick
printf '{"kind":"order","ref":"O9","name":"#1009","version":1,"status":"open","placed":"%s","buyer_ref":"B9","buyer_name":"Ann Kanarie","email":"kanarie@example.com","lang":"en","total":{"amount":"12.00","currency":"USD"},"lines":[{"ref":"L1","title":"Lamp","quantity":1}]}\n' "$(moment -3600)" >"$dir/in"
printf '{"kind":"review","ref":"R1","order_ref":"O9","stars":1,"title":"Broken","text":"Ann Kanarie is angry","lang":"en"}\n' >>"$dir/in"
cli import --new-shop --shop shop "$dir/in" >&2
ok "a bad review is an alert at once: somebody must answer it in public" wait_for is 1 "SELECT count(*) FROM alerts WHERE cause GLOB 'task:review:*' AND ticket = 1"
cli alert list >"$dir/out"
ok "which the list has, with its next level" says 'level 1 of red; next 20' "$dir/out"
ok "one, and not three" is 1 "SELECT count(*) FROM alerts WHERE ticket = 1 AND acknowledged IS NULL"
id=$(rows "SELECT id FROM alerts WHERE cause GLOB 'task:review:*'")
kill -USR1 "$desk"
ok "after five minutes its agent has a mail" wait_for mailed '^Subject: HelloWord: T-1 red review_bad due'
ok "after ten more the phone of who is on call rings" wait_for sent '"to":"+4915100000007","text":"HelloWord: 1 alert'
ok "it says which ticket, how urgent and where to look" sent "T-1 red review_bad due [-0-9]* [:0-9]* UTC https://desk.example/T-1: task (alert $id)"
cli alert list >"$dir/out"
ok "the list says who was told" says 'level 3 of red; eva by sms .*; mia by email ' "$dir/out"
cli alert list --json >"$dir/out"
ok "and so does its JSON" says '"told":.{"person":"eva","channel":"sms","level":3,"state":"told"' "$dir/out"
ok "no word of the buyer left" not mailed Kanarie
ok "nor by phone" sent 'Kanarie' 0
ok "it rings again" wait_for sent '"to":"+4915100000007"' 2
ok "until somebody acknowledges it" exits 0 cli alert acknowledge "$id"
# What had left before, and then more than the half hour of the ladder.
quiet() { ! rows "SELECT 1 FROM actions WHERE rule = 'alert' AND state IN (1, 3, 4, 5, 6, 9)" | grep -q .; }
wait_for quiet
n=$(grep -c '4915100000007' "$dir/sent")
at=$(rows "SELECT max(at) FROM journal")
# A note is dated by the desk's clock.
half_an_hour() { cli ticket note T-1 "later" >&2 && [ $(($(rows "SELECT max(at) FROM journal") - at)) -gt 1860000 ]; }
ok "half an hour goes by" wait_for half_an_hour
ok "and no more" [ "$(grep -c '4915100000007' "$dir/sent")" = "$n" ]
cli doctor >"$dir/out" 2>&1
ok "doctor says whom a red alert reaches" says "^ok: level 3 of a red alert reaches eva by sms" "$dir/out"
stop "$desk"
ok "the journal decides the same again" exits 0 cli journal replay --decide

# -- brought back from a copy, and the mailbox refuses us --------------------------
ok "a copy is made" exits 0 cli backup "$dir/copy" --with-keys
mv "$dir/state" "$dir/lost"
ok "and brought back" exits 0 "$hw" restore "$dir/copy" --into "$dir/state" --keys "$dir/copy-keys.db"
n=$(grep -c '4915100000007' "$dir/sent")
secret mailword forgotten
serve desk --speed $speed,$quick
kill -USR1 "$desk"
ok "the phone rings for the hold itself" wait_for sent '"to":"+4915100000007"' $((n + 1))
ok "which stands as long as the mailbox is not read" is 1 "SELECT count(*) FROM holds WHERE name = 'restored'"
ok "and keeps everything else" is 0 "SELECT count(*) FROM actions WHERE coalesce(rule, '') <> 'alert' AND sent > (SELECT since FROM holds)"
stop "$desk"
manifest 'mail = "mia@lamps.example";' ''
cli doctor >"$dir/out" 2>&1
ok "doctor says that the last level reaches nobody" says '^warning: level 3 of a red alert reaches nobody' "$dir/out"
ok "every row is legal" exits 0 cli doctor --invariants
cli ticket close T-1 --outcome answered --cause quality --force "the test is over" >&2
ok "an erasure of its order goes" exits 0 cli erase 1009 --yes
ok "and leaves what was told, which names nobody" is 1 "SELECT count(*) > 0 FROM actions WHERE rule = 'alert' AND \"text\" LIKE '%T-1 red review_bad%'"
ok "every row is legal after it" exits 0 cli doctor --invariants
done_testing
