#!/bin/sh
# Who is at work, as people see and say it: `agent`, `emergency`, and why a
# ticket is whose it is.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh

cp -r policy "$dir/policy"
# Whenever this test runs, one calendar is open now and the other is not.
today=$(date -u +%a | tr '[:upper:]' '[:lower:]')
cat >"$dir/policy/calendars.conf" <<C
calendars = (
  { name = "now"; zone = "UTC"; hours = ( { days = "mon-sun"; open = "00:00-24:00"; } ); },
  { name = "never"; zone = "UTC"; hours = ( { days = "mon-sun"; open = "00:00-24:00"; } );
    closed = ( { from = "$(date -u -d '-2 days' +%F)"; until = "$(date -u -d '+2 days' +%F)"; } ); },
  { name = "shop"; zone = "UTC"; hours = ( { days = "$today"; open = "00:00-24:00"; } ); }
);
C
cat >"$dir/desk.conf" <<M
desk = { state = "state"; policy = "policy"; company = "Lampshop"; };
http = { listen = "127.0.0.1:0"; };
agents = (
  { name = "mia"; uid = $(id -u); role = "owner"; calendar = "now"; skills = [ "logistics" ]; },
  { name = "tom"; uid = 4002; calendar = "now"; skills = [ "quality" ]; languages = [ "en" ]; },
  { name = "kai"; uid = 4003; calendar = "never"; }
);
M
hw() { "$hw" "$@" -c "$dir/desk.conf"; }

ok "a manifest whose agents have skills and calendars is good" exits 0 hw check
serve desk --allow-root
stop "$desk"
cat >"$dir/facts" <<F
{"kind":"order","ref":"O1","name":"#1001","status":"open","placed":"$(moment -864000)","email":"ann@buyer.example","lang":"en","total":{"amount":"49.00","currency":"USD"}}
{"kind":"text_in","ref":"m1","channel":"message","thread":"m1","order_ref":"O1","from_addr":"ann@buyer.example","subject":"Order #1001","text":"My parcel has not arrived.","message_id":"<m1@buyer.example>","origin":"human","at":"$(moment 600)"}
{"kind":"order","ref":"O2","name":"#1002","status":"open","placed":"$(moment -864000)","email":"bob@buyer.example","lang":"en","total":{"amount":"49.00","currency":"USD"}}
{"kind":"text_in","ref":"m2","channel":"message","thread":"m2","order_ref":"O2","from_addr":"bob@buyer.example","subject":"Order #1002","text":"The lamp stopped working after one day. Poor quality!","message_id":"<m2@buyer.example>","origin":"human","at":"$(moment 630)"}
F
ok "facts of a shop are taken" exits 0 hw import --new-shop --shop shop "$dir/facts"

ok "the agents are listed" exits 0 hw agent list
ok "with who is there and what they have open" says '^mia  *owner  *there .* 1  logistics$'
ok "and who is not" says '^kai  *agent  *off '
ok "as JSON, too" exits 0 hw agent list --json
ok "one object an agent" says '^{"agent":"tom","role":"agent","there":true,"away":false,"until":0,"open":1,'

ok "a ticket is shown" exits 0 hw ticket show T-1
ok "with why it is whose" says '^given to mia: skill logistics, 0 open, nobody else there is as suited$'
ok "explain tells it" exits 0 hw explain T-2
ok "of its time" says '^    given to tom: skill quality, speaks en, 0 open'

ok "away wants a name" exits 64 hw agent away
ok "of an agent" exits 65 hw agent away nobody
ok "and a moment that is one" exits 64 hw agent away tom tomorrow
ok "with its zone" exits 64 hw agent away tom 2099-01-01
ok "an owner says who is away" exits 0 hw agent away tom 3d
ok "the tickets are told to move" says '^tom is away'
ok "and did" is mia "SELECT owner FROM tickets WHERE id = 2"
ok "which is explained" exits 0 hw explain T-2
ok "with both reasons" says '^    given to mia: tom is away; nobody there has the skill for quality'
ok "who is away is listed so" exits 0 hw agent list
ok "until when" says '^tom  *agent  *away  *20'
ok "his ticket is shown" exits 0 hw ticket show T-2
ok "as kept for him" says '^kept for tom, who gets it back unless its owner begins on it$'
ok "and is back when somebody says so" exits 0 hw agent back tom
ok "with what nobody had begun on" says '^tom is back, and has 1 ticket again that nobody had begun on; the others stay where they are'
ok "which is his" is tom "SELECT owner FROM tickets WHERE id = 2"
ok "and says why" exits 0 hw explain T-2
ok "in a line" says '^    given to tom: tom is back, and mia had not begun on it$'
ok "he is away once more" exits 0 hw agent away tom 3d
ok "mia begins on it" exits 0 hw ticket note T-2 "asked the maker"
ok "it stays with her" exits 0 hw agent back tom
ok "which is told" says 'no ticket of theirs is left that nobody has begun on$'
ok "and so" is mia "SELECT owner FROM tickets WHERE id = 2"

ok "tom goes, too" exits 0 hw agent away tom 3d
ok "and mia, after whom nobody is there" exits 0 hw agent away mia 1h
ok "that their tickets have no owner is said" says '^mia is away, and nobody who is there may take these 2 tickets: they have no owner until somebody comes'
ok "as it is" is 2 "SELECT count(*) FROM tickets WHERE owner IS NULL AND state IN (1, 2)"
ok "she is back" exits 0 hw agent back mia
ok "and so is he" exits 0 hw agent back tom

ok "whether the desk is closed is shown" exits 0 hw emergency show
ok "by the calendar it is open" says '^open since .* by the calendar, until 20'
ok "somebody closes it" exits 0 hw emergency on 8h
ok "and is told until when" says '^out of hours since .* by mia, until 20'
ok "the queue says so" exits 0 hw ticket list
ok "above it" says '^out of hours since .* by mia, until 20' "$dir/err"
ok "without a word, too" exits 0 hw emergency
ok "with the same" says '^out of hours since .* by mia, until 20'
ok "as JSON, too" exits 0 hw emergency show --json
ok "with what was said" says '"hand":"on"'
ok "without an end" exits 0 hw emergency on
ok "there is none" says '^out of hours since .* by mia, until somebody says .helloword emergency auto.$'
ok "and the calendar decides again" exits 0 hw emergency auto
ok "which is told, too" says '^open since .* by the calendar, until 20'
ok "the queue is silent then" exits 0 hw ticket list
ok "of hours" not says 'out of hours' "$dir/err"
ok "an emergency is on, off or auto" exits 64 hw emergency perhaps
ok "deciding again finds no difference" exits 0 hw journal replay --decide
done_testing
