#!/bin/sh
# `helloword reload`: who has the running desk read its configuration again is
# told what came of it. What is in force is tests/reload_test.sh's.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
cp -r policy "$dir/policy"
secret password x
role=owner
mailbox() { # NAME: nothing answers there
    echo "{ name = \"$1\"; plugin = \"email\"; address = \"$1@lamps.example\"; password = \"file:password\"; loopback = true;
    imap_host = \"127.0.0.1\"; imap_port = 1; imap_tls = \"plain\"; smtp_host = \"127.0.0.1\"; smtp_port = 1; smtp_tls = \"plain\"; }"
}
more='undo = { reply = "1 min"; };'
manifest() { # INSTANCES [MORE]
    cat >"$dir/desk.conf" <<M
desk = { state = "state"; policy = "policy"; };
http = { listen = "127.0.0.1:0"; };
agents = ( { name = "eva"; uid = $(id -u); role = "$role"; } );
${2:-$more}
instances = ( $1 );
M
}
reload() { "$hw" reload -c "$dir/desk.conf" "$@"; }
# refused STATUS PATTERN: one sentence, that one, and nothing is in force by it
refused() {
    lib_before=$(rows "SELECT count(*) FROM journal WHERE kind = 'config'")
    exits "$1" reload && says "$2" "$dir/err" && [ "$(wc -l <"$dir/err")" = 1 ] && [ ! -s "$dir/out" ] &&
        is "$lib_before" "SELECT count(*) FROM journal WHERE kind = 'config'"
}

manifest "$(mailbox one)"
ok "without a desk nobody reads it" exits 69 reload
ok "and that is the answer" says 'no desk answers at .*state/desk.sock; start one'
{
    printf '{"kind":"order","ref":"O1","name":"#1","status":"open","placed":"%s","buyer_ref":"B1","buyer_name":"Ann Smith","email":"ann@buyer.example","lang":"en","total":{"amount":"49.00","currency":"USD"}}\n' \
        "$(moment -864000)"
    printf '{"kind":"text_in","ref":"m1","channel":"email","thread":"m1","order_ref":"O1","from_addr":"ann@buyer.example","subject":"Order #1","text":"My lamp is broken.","message_id":"<m1@buyer.example>","origin":"human","at":"%s"}\n' \
        "$(moment 600)"
} >"$dir/facts"
ok "a buyer has written" exits 0 "$hw" import --new-shop --shop lamps "$dir/facts" -c "$dir/desk.conf"
serve desk
stopped() { exits 65 "$hw" ticket reply T-1 'We will put half of it back on your card.' -c "$dir/desk.conf" && says 'the guard stops this reply: over_promise'; }
ok "the guard stops what it has learnt to stop" stopped
nothing() { exits 0 reload && says '^nothing differs from what was in force' "$dir/out"; }
ok "where nothing differs, that is the answer" nothing
ok "and the guard stops the same as before" stopped

# -- what is taken --
manifest "$(mailbox one | sed 's/one@/uno@/'), $(mailbox two)" 'undo = { reply = "2 min"; };'
ok "a changed manifest is taken" exits 0 reload
ok "the answer says which was read" says "^the desk has read $dir/desk.conf again: 2 instances, policy [0-9a-f]{12}\$" "$dir/out"
ok "and what differs, of instances and of the rest" says '^what differs: instances: one, two is new; manifest: undo$' "$dir/out"
two() { "$hw" plugins -c "$dir/desk.conf" | grep -q '^two '; }
ok "it is in force when the answer is there" two
manifest "$(mailbox two)" 'undo = { reply = "2 min"; };'
sed -i 's/^automatic_replies/# mine\n&/' "$dir/policy/rules.conf"
echo '# mine' >>"$dir/policy/playbooks/damaged.conf"
taken() { exits 0 reload --json && says '"changed":\["instances: one is gone","policy: playbooks/damaged.conf, rules.conf"\]' "$dir/out"; }
ok "changed files of the policy are named" taken
ok "each that differs is a command of the journal, as by SIGHUP" is 3 "SELECT count(*) FROM journal WHERE kind = 'config'"
kill -HUP "$desk"
heard() { [ "$(grep -c 'reloaded: 1 instance,' "$dir/desk.err")" = 2 ]; }
ok "the log tells both alike" wait_for heard
manifest "$(mailbox two)" 'undo = { reply = "2 min"; };
# a word for the next who reads it'
ok "a comment is no difference" nothing

# -- what is refused --
manifest "$(mailbox two)" 'undu = { reply = "3 min"; };'
ok "a mistake is the answer, with its file and line" refused 78 'refused, all stays as it was: .*desk.conf:4: unknown key "undu"; did you mean "undo"\?$'
manifest "$(mailbox two)" 'undu = 1; limts = 1;'
ok "of several the first, and how many there are" refused 78 'desk.conf:4: .* \(and 1 more: `helloword check` tells all\)$'
manifest "$(mailbox two)" 'undo = { reply = "2 min"; }'
sed -i 's/state = "state"/state = "elsewhere"/' "$dir/desk.conf"
ok "another state folder has no desk" exits 69 reload
manifest "$(mailbox two)" 'undo = { reply = "2 min"; };'
cp "$dir/policy/rules.conf" "$dir/rules.conf"
echo 'rulse = ();' >>"$dir/policy/rules.conf"
ok "so is a mistake in the policy" refused 78 'all stays as it was: .*policy/rules.conf:[0-9]+: unknown key "rulse"'
cp "$dir/rules.conf" "$dir/policy/rules.conf"
sed 's/127.0.0.1:0/127.0.0.1:1/' "$dir/desk.conf" >"$dir/moved.conf" && cp "$dir/desk.conf" "$dir/good.conf" && mv "$dir/moved.conf" "$dir/desk.conf"
ok "what only a new start changes is refused, too" refused 78 'http.listen changes only when the desk is started anew$'
cp "$dir/good.conf" "$dir/desk.conf"
ok "the mended manifest is what was in force" nothing

# -- whose --
cp "$dir/good.conf" "$dir/mine.conf"
another() { exits 0 "$hw" reload -c "$dir/mine.conf" && says "^warning: the desk that runs was started with $dir/desk.conf; $dir/mine.conf was not read\$" "$dir/err"; }
ok "who names a manifest that is not the desk's is told" another
role=agent
manifest "$(mailbox two)" 'undo = { reply = "2 min"; };'
ok "an owner may, also when that takes the right away" exits 0 reload
ok "an agent may not" refused 77 'eva has the role agent: having the configuration read again is for a manager, an owner'
stop "$desk"
so "the desk stops without an error"
done_testing
