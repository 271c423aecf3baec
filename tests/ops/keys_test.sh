#!/bin/sh
# A backup put back with the keys of today: what was erased since is erased
# again; the keys of another desk, or older ones, are refused.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh

manifest() { # NAME [STATE]
    cat >"$dir/$1.conf" <<M
desk = { state = "$dir/${2:-$1}"; policy = "$PWD/policy"; };
http = { listen = "127.0.0.1:0"; };
agents = ( { name = "eva"; uid = $(id -u); role = "owner"; } );
M
}
order() { # NUMBER NAME
    printf '{"kind":"order","ref":"O%s","name":"#%s","placed":"2026-01-01T00:00:00Z","status":"closed","buyer_name":"%s","email":"b%s@buyer.example"}\n' "$1" "$1" "$2" "$1"
}
for desk in state other; do
    manifest "$desk"
    { order 1 Ann && order 2 Bob; } | "$hw" import --new-shop --shop s - -c "$dir/$desk.conf" >/dev/null
done
export HELLOWORD_CONF="$dir/state.conf"
ok "a desk is copied without its keys" exits 0 "$hw" backup "$dir/copy"
ok "the copy says of which install it is, in no secret's words" says '"install":"[0-9a-f]{64}"' "$dir/copy/backup.json"
cp "$dir/state/keys.db" "$dir/early.db"
order 3 Cid | "$hw" import --shop s - >/dev/null
ok "a later one, too" exits 0 "$hw" backup "$dir/later"
ok "a buyer is erased" exits 0 "$hw" erase O1 --yes

restore() { # STATUS COPY STATE KEYS
    exits "$1" "$hw" restore "$dir/$2" --into "$dir/$3" --keys "$dir/$4"
}
ok "the keys of another desk are refused" restore 65 copy new other/keys.db
ok "as that" says 'are the keys of another desk'
ok "older keys than the copy are refused" restore 65 later new early.db
ok "as that, too" says 'are older than .*later: 1 of its keys'
ok "a file that is not there is told" restore 65 copy new nowhere.db
ok "and nothing was made" test ! -e "$dir/new"
mkdir "$dir/full" && : >"$dir/full/helloword.db-wal"
ok "a folder that holds something else is no state folder" restore 65 copy full state/keys.db
ok "and what it holds is named" says 'is not empty, it holds helloword.db-wal'
ok "the keys of today are taken" restore 0 copy new state/keys.db
ok "and what they do is said" says 'what was erased since is erased again'
ok "only their owner may read them" [ "$(stat -c %a "$dir/new/keys.db")" = 600 ]
manifest new
db=$dir/new/helloword.db
ok "the copy has the buyer" is Ann "SELECT buyer_name FROM orders WHERE ref = 'O1'"
serve new
again() { is '' "SELECT buyer_name FROM orders WHERE ref = 'O1'"; }
ok "until its desk starts" wait_for again
ok "which leaves the others" is Bob "SELECT buyer_name FROM orders WHERE ref = 'O2'"
stop "$desk"
mkdir -m 700 "$dir/kept" && cp "$dir/state/keys.db" "$dir/kept/"
ok "keys that stand in the new folder already are kept" restore 0 copy kept kept/keys.db
ok "a drill takes the keys of today" exits 0 "$hw" drill "$dir/copy" --keys "$dir/state/keys.db" --in "$dir"
ok "and compares nothing that they cannot open" says 'with the keys that were copied with it'
ok "a backup into nothing is refused" exits 64 "$hw" backup ""
ok "in a sentence" says 'a backup goes into a new folder'
done_testing
