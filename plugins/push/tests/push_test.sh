#!/bin/sh
# A desk that writes notices through a simulated ntfy: alerts to a topic.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
cli() { "$hw" "$@" -c "$dir/desk.conf"; }
ntfy() { # [PORT]
    rm -f "$dir/port"
    "$B/sims/push" --port-file "$dir/port" --sent "$dir/sent" ${1:+--port "$1"} &
    ntfy=$!
    started="$started $ntfy"
    wait_for test -s "$dir/port" && port=$(cat "$dir/port")
}
manifest() { # TOKEN
    secret token "$1"
    cat >"$dir/desk.conf" <<M
desk = { state = "$dir/state"; policy = "$PWD/policy"; company = "Lampshop"; };
http = { listen = "127.0.0.1:0"; };
agents = ( { name = "mia"; uid = $(id -u); role = "${2:-owner}"; } );
instances = ( { name = "push"; plugin = "push"; loopback = true; base_url = "http://127.0.0.1:$port";
  topic = "oncall"; token = "file:token"; priority = 5; tags = "rotating_light"; click = "https://desk.example/"; } );
M
}
last="WHERE id = (SELECT max(id) FROM actions)"
sent() { [ "$(grep -c "$1" "$dir/sent")" = "${2:-1}" ]; }

: >"$dir/sent"
ntfy
manifest tk_sandbox
ok "the manifest is good" exits 0 cli check
# The look for what is unknown comes after ten seconds, of desk time.
serve desk --speed 60
ok "a trial alert is taken" exits 0 cli alert try push oncall "Rot: \"T-7\" 包裹"
ok "it is done" wait_for is 7 "SELECT state FROM actions $last"
key=$(rows "SELECT key FROM actions $last")
ok "and has come with its key, title, priority, tags and link" sent "^{\"topic\":\"oncall\",\"message\":\"Rot: ..T-7.. 包裹\",\"priority\":5,\"tags\":\[\"rotating_light\"\],\"sequence_id\":\"$key\",\"title\":\"HelloWord: a trial\",\"click\":\"https://desk.example/\"}\$"
cli alert try push announcements >&2
ok "a topic that is not allowed is refused for good" wait_for is 8 "SELECT state FROM actions $last"
cli alert try push lost "The answer to this gets lost." >&2
ok "a notice whose answer got lost is looked for, and found by its key" wait_for is 7 "SELECT state FROM actions $last"
ok "after somebody was unsure" is 1 "SELECT doubt FROM actions $last"
ok "it went once" sent 'The answer to this gets lost'
stop "$ntfy"
cli alert try push oncall "ntfy is not there." >&2
ok "a server that cannot be reached has surely sent nothing: it is tried again" wait_for is 1 "SELECT state = 4 AND attempts > 0 FROM actions $last"
ntfy "$port"
ok "until it is there" wait_for is 7 "SELECT state FROM actions $last"
ok "and then it goes once" sent 'ntfy is not there'
stop "$desk"
manifest tk_wrong
serve desk
ok "a wrong token pauses the instance" wait_for is 1 "SELECT count(*) FROM alerts WHERE cause = 'paused:push'"
ok "no token is in the log" not says 'tk_(sandbox|wrong)' "$dir/desk.err"
stop "$desk"
manifest tk_sandbox agent
serve desk
ok "an agent may send no notice" exits 77 cli alert try push oncall
ok "in words" says 'for a manager or an owner'
stop "$desk"
ok "every row is legal" exits 0 cli doctor --invariants
ok "the journal decides the same again" exits 0 cli journal replay --decide
done_testing
