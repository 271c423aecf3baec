#!/bin/sh
# The journal's head leaves the machine: a desk that runs puts it into a folder
# and into the owner's mail, and what was cut off afterwards is found by either.
# SPDX-License-Identifier: MIT
set -u
# shellcheck source=tests/lib.sh
. tests/lib.sh
mkdir "$dir/away"
secret password 'correct horse'
mailbox 'correct horse'
conf() { # NAME ANCHOR
    cat >"$dir/$1.conf" <<M
desk = { state = "$dir/state"; policy = "$PWD/policy"; company = "Lamps"; mail_domain = "lamps.test"; };
http = { listen = "127.0.0.1:0"; };
$2
instances = ( { name = "mail"; plugin = "email"; loopback = true; poll = "1 s";
  address = "help@lamps.test"; user = "help"; password = "file:$dir/password";
  imap_host = "127.0.0.1"; imap_port = $imap; imap_tls = "plain";
  smtp_host = "127.0.0.1"; smtp_port = $smtp; smtp_tls = "plain"; } );
M
}
conf bad "anchor = { every = \"1 s\"; folder = \"\"; mail = \"nobody\"; where = 1; };"
ok "wrong settings of an anchor are told" exits 78 "$hw" check -c "$dir/bad.conf"
ok "too often" says '"every" must be 1 min' "$dir/err"
ok "no address" says '"nobody" is no mail address' "$dir/err"
ok "an unknown word" says '"where"' "$dir/err"
conf desk "anchor = { every = \"24 h\"; folder = \"$dir/away\"; mail = \"owner@home.test\"; };"
serve desk
mailed() { grep -rqs '^helloword-anchor 1 ' "$dir/outbox"; }
filed() { ls "$1"/anchor-*.txt >/dev/null 2>&1; }
ok "the head stands in the folder" wait_for filed "$dir/away"
ok "and in a mail to the owner" wait_for mailed
ok "which is addressed to nobody else" grep -rqi '^To: .*owner@home.test' "$dir/outbox"
entries() { sqlite3 -readonly "$dir/state/helloword.db" "SELECT count(*) FROM journal$1"; }
ok "a desk that runs hands over one a day" [ "$(entries " WHERE kind = 'anchor'")" = 1 ]
kill "$desk" && wait "$desk"
serve desk
kill "$desk" && wait "$desk"
ok "and so does one that is started again" [ "$(entries " WHERE kind = 'anchor'")" = 1 ]
doctor() { "$hw" doctor -c "$dir/$1.conf" >"$dir/out" 2>/dev/null; }
doctor desk
ok "doctor tells when the folder got the last" says "^ok: the last anchor of the journal went to $dir/away 0 hours ago" "$dir/out"
ok "and the mailbox" says '^ok: the last anchor of the journal went to owner@home.test 0 hours ago' "$dir/out"
conf none ''
doctor none
ok "a head that is kept nowhere else is a warning" says "^warning: the journal's head is kept nowhere else" "$dir/out"
mail=$(grep -rl '^helloword-anchor 1 ' "$dir/outbox" | head -n 1)
verify() { "$hw" journal verify -c "$dir/desk.conf" "$@"; }
ok "the folder fits" exits 0 verify --anchors "$dir/away"
ok "and says how far" says '^1 anchor fits, up to entry [0-9]+ of [0-9]+' "$dir/out"
ok "a mail as it was sent is an anchor" exits 0 verify --anchors "$mail"
ok "one made by hand fits too" exits 0 "$hw" journal anchor -c "$dir/desk.conf"
cp "$dir/out" "$dir/by-hand"
ok "up to the last entry" exits 0 verify --anchors "$dir/by-hand"
ok "without one, verify says what it cannot know" exits 0 verify
ok "in words" says 'could have made the chain anew' "$dir/err"
sqlite3 "$dir/state/helloword.db" \
    "DROP TRIGGER journal_keeps; DELETE FROM journal WHERE seq >= (SELECT json_extract(payload, '\$.seq') FROM journal WHERE kind = 'anchor');
CREATE TRIGGER journal_keeps BEFORE DELETE ON journal BEGIN SELECT raise(ABORT, 'a journal entry is final'); END"
ok "with its end cut off the chain holds" exits 0 verify
ok "but not what the folder names" exits 3 verify --anchors "$dir/away"
ok "and the first missing entry is named" says 'journal entry [0-9]+ is missing' "$dir/err"
ok "nor what the mail names" exits 3 verify --anchors "$mail"

# -- a folder that cannot be written, in a desk of its own --
rm -rf "$dir/outbox/"* "$dir/state"
conf lost "anchor = { every = \"24 h\"; folder = \"$dir/later\"; mail = \"owner@home.test\"; };"
serve lost
ok "the mail goes though the folder cannot be written" wait_for mailed
alerts() { sqlite3 -readonly "$dir/state/helloword.db" "SELECT count(*) FROM alerts WHERE cause = 'anchor:anchor'"; }
one_alert() { [ "$(alerts)" = 1 ]; }
ok "which is told" wait_for one_alert
kill "$desk" && wait "$desk"
doctor lost
ok "doctor says that it failed" says "^warning: the journal's anchor failed: .*$dir/later.*; helloword alert list" "$dir/out"
ok "and that the mail went" says '^ok: the last anchor of the journal went to owner@home.test' "$dir/out"
mkdir "$dir/later"
serve lost
ok "once the folder is there the head is put into it" wait_for filed "$dir/later"
kill "$desk" && wait "$desk"
ok "and not mailed again" [ "$(grep -rl '^helloword-anchor 1 ' "$dir/outbox" | wc -l)" = 1 ]
doctor lost
ok "doctor tells of both" says "^ok: the last anchor of the journal went to $dir/later" "$dir/out"
done_testing
