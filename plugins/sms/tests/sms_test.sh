#!/bin/sh
# A desk that writes short messages through a simulated Twilio and a simulated
# Kannel: alerts to who is on call, and answers to a buyer who wrote one.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
speed=60
cli() { "$hw" "$@" -c "$dir/desk.conf"; }
gateway() { # [PORT]
    rm -f "$dir/port"
    "$B/sims/sms" --port-file "$dir/port" --sent "$dir/sent" --speed $speed ${1:+--port "$1"} &
    gateway=$!
    started="$started $gateway"
    wait_for test -s "$dir/port" && port=$(cat "$dir/port")
}
manifest() { # SETTINGS
    cat >"$dir/desk.conf" <<M
desk = { state = "$dir/state"; policy = "$PWD/policy"; company = "Lampshop"; };
http = { listen = "127.0.0.1:0"; };
agents = ( { name = "mia"; uid = $(id -u); role = "manager"; } );
instances = ( { name = "sms"; plugin = "sms"; loopback = true; base_url = "http://127.0.0.1:$port"; $1 } );
M
}
twilio='backend = "twilio"; sender = "+15005550006"; account = "AC0123456789abcdef0123456789abcdef"; login = "file:login";'
kannel='backend = "kannel"; sender = "Lampshop"; user = "desk"; password = "file:password";'
alert() { cli alert try sms "$@" >&2; }
last="WHERE id = (SELECT max(id) FROM actions)"
sent() { [ "$(grep -c "$1" "$dir/sent")" = "${2:-1}" ]; }

: >"$dir/sent"
secret login "$(printf %s AC0123456789abcdef0123456789abcdef:sandbox-token | base64 -w0)"
secret password sandbox-password
gateway
manifest "$twilio"
ok "the manifest is good" exits 0 cli check
serve desk --speed $speed

# -- alerts --------------------------------------------------------------------
ok "a trial alert is taken" exits 0 cli alert try sms +4915100000000 "Rot: Größe 5 € / 包裹"
ok "and reaches Twilio as it was written" wait_for sent '^{"by":"twilio","from":"+15005550006","to":"+4915100000000","text":"Rot: Größe 5 € / 包裹"}$'
ok "it is done" wait_for is 7 "SELECT state FROM actions $last"
ok "under the id that Twilio gave it" is 1 "SELECT remote_ref LIKE 'SM%' FROM actions $last"
alert +15005550004
ok "a number that answered STOP is refused for good" wait_for is 8 "SELECT state FROM actions $last"
ok "and the reason is told" is 1 "SELECT why LIKE '%answered STOP (21610)%' FROM actions $last"
alert 015100000000
ok "a number without its country is refused before anything leaves" wait_for is 1 "SELECT state = 8 AND why LIKE '%country%' FROM actions $last"
alert +4915100000001 "$(printf '%0700d' 0)"
ok "so is a text of five messages, where four are allowed" wait_for is 1 "SELECT state = 8 AND why LIKE '%takes 5 messages (700 septets%' FROM actions $last"
ok "neither left" sent 'to":"+4915100000001' 0
ok "a channel that nobody has is told" exits 65 cli alert try pigeon roof
ok "in words" says 'no instance with the channel "pigeon"'

# -- who knows whether it went? ------------------------------------------------
alert +15005550090 "The answer to this gets lost."
ok "a message whose answer got lost is looked for, and found" wait_for is 7 "SELECT state FROM actions $last"
ok "after somebody was unsure" is 1 "SELECT doubt FROM actions $last"
ok "it went once" sent 'The answer to this gets lost'
stop "$gateway"
alert +4915100000002 "The gateway is away."
ok "a gateway that cannot be reached has surely sent nothing: it is tried again" wait_for is 1 "SELECT state = 4 AND attempts > 0 FROM actions $last"
gateway "$port"
ok "until it is there" wait_for is 7 "SELECT state FROM actions $last"
ok "and then it goes once" sent 'The gateway is away'

# -- an ordinary channel -------------------------------------------------------
printf '{"kind":"text_in","ref":"S1","channel":"sms","thread":"S1","from_addr":"+4915100000003","to_addr":"+15005550006","text":"Where is my parcel? It has not arrived.","origin":"human"}\n' >"$dir/in"
cli import --new-shop --shop shop "$dir/in" >&2
ok "a buyer's short message opens a ticket" wait_for is 1 "SELECT count(*) FROM tickets"
cli ticket reply T-1 "We look for it now." >&2
ok "and is answered on the same channel" wait_for sent '"to":"+4915100000003","text":"We look for it now."'
stop "$desk"

# -- Kannel --------------------------------------------------------------------
manifest "$kannel"
serve desk --speed $speed
alert +4915100000004 "Rot: Größe 5 €"
ok "through Kannel an alert goes in GSM 7 bit" wait_for sent '^{"by":"kannel","from":"Lampshop","to":"+4915100000004","text":"Rot: Größe 5 €","coding":"0"}$'
alert +4915100000004 "包裹停滞"
ok "or, where that has no letters for it, in UCS-2" wait_for sent '"text":"包裹停滞","coding":"2"}$'
ok "both are done" wait_for is 2 "SELECT count(*) FROM actions WHERE to_addr = '+4915100000004' AND state = 7"
alert +15005550090 "Nobody knows."
ok "Kannel keeps no list: a message whose answer got lost waits for a person" wait_for is 10 "SELECT state FROM actions $last"
ok "and is not sent again" sent 'Nobody knows'
ok "that it reads nothing is no failure" not says 'the call failed \(unsupported\)' "$dir/desk.err"
ok "no password is in the log" not says 'sandbox-(password|token)' "$dir/desk.err"
stop "$desk"
ok "every row is legal" exits 0 cli doctor --invariants
ok "the journal decides the same again" exits 0 cli journal replay --decide

# -- a desk that was put back ----------------------------------------------------
# It holds until all was read; of a channel that only sends there is nothing.
"$hw" backup "$dir/copy" --with-keys -c "$dir/desk.conf" >&2
rm -rf "$dir/state"
ok "a copy is put back" exits 0 "$hw" restore "$dir/copy" --into "$dir/state" --keys "$dir/copy-keys.db"
serve desk --speed $speed
ok "it holds" wait_for is 1 "SELECT count(*) FROM journal WHERE kind = 'restored'"
ok "the hold lifts by itself" wait_for is 1 "SELECT count(*) FROM journal WHERE kind = 'lift'"
stop "$desk"
done_testing
