#!/bin/sh
# A new program on an older database copies it first and says where; a newer
# database is refused, and nobody but the desk migrates. The old one is frozen
# as it was (schema-1.sql), so that every later migration is tried on it.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
manifest() { # NAME STATE
    cat >"$dir/$1.conf" <<M
desk = { state = "$2"; policy = "$PWD/policy"; };
http = { listen = "127.0.0.1:0"; };
agents = ( { name = "eva"; uid = $(id -u); role = "owner"; } );
M
}
manifest desk state
manifest fresh fresh
export HELLOWORD_CONF="$dir/desk.conf"
mkdir -m 700 "$dir/state" "$dir/state/evidence"
sqlite3 "$db" <tests/ops/schema-1.sql
sqlite3 "$dir/state/keys.db" <tests/ops/schema-1-keys.sql
chmod 600 "$dir/state"/*.db
known="SELECT count(*) || hex(max(hash)) FROM journal"
before=$(rows "$known")
ok "the frozen database has the first schema and a history" [ "$(rows 'PRAGMA user_version')" = 1 -a "$(rows 'SELECT count(*) FROM journal')" = 14 ]

# What a desk has that starts today.
serve fresh
stop "$desk"
newest=$(sqlite3 -readonly "$dir/fresh/helloword.db" 'PRAGMA user_version')
ok "there are later schemas" [ "$newest" -gt 1 ]

ok "who only reads does not migrate" exits 78 "$hw" doctor --invariants
ok "and says what does" says "has schema 1, this program needs $newest; start the desk once, it migrates" "$dir/err"
ok "the desk migrates when it starts" serve desk
ok "to the newest schema" is "$newest" 'PRAGMA user_version'
copy=$(find "$dir/state" -name 'helloword.db.before-*')
ok "a copy is kept beside it" test -s "$copy"
ok "and the log says where" says "$copy" "$dir/desk.err"
ok "it is of the old schema" test "$(sqlite3 "$copy" 'PRAGMA user_version')" = 1
ok "with all that was in it" test "$(sqlite3 "$copy" "$known")" = "$before"
ok "readable by its owner only" test "$(stat -c %a "$copy")" = 600
schema() { sqlite3 -readonly "$1" 'SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY 1, 2' | sed 's/IF NOT EXISTS //'; }
same_schema() {
    schema "$dir/fresh/helloword.db" >"$dir/new" && schema "$db" >"$dir/old" && [ -s "$dir/new" ] && diff "$dir/new" "$dir/old"
}
ok "its tables, indexes and triggers are those of a desk that starts today" same_schema

# -- what was in it --
kept() { [ "$(rows "SELECT count(*) FROM journal WHERE seq <= 14")$(rows "SELECT hex(max(hash)) FROM journal WHERE seq <= 14")" = "$before" ]; }
ok "no entry of the journal is lost or changed" kept
ok "nothing of the orders is lost" test "$("$hw" export order | wc -l)" = 3
ok "nor of the money" is '4900|4900
1|400' "SELECT max(amount), sum(amount) FROM payments WHERE type <> 3 UNION ALL SELECT count(*), sum(amount) FROM payments WHERE type = 3"
ok "who wrote is still found" exits 0 "$hw" ticket show T-1
ok "with his words" says 'My parcel has not arrived' "$dir/out"
ok "a closed ticket is closed" is '3|damaged' "SELECT state, issue FROM tickets WHERE id = 2"
ok "the refund that waited waits" exits 0 "$hw" action show 4 --json
ok "for the same money" says '"amount":"5.00"' "$dir/out"
ok "and can be cancelled" exits 0 "$hw" action cancel 4
ok "every row is legal" exits 0 "$hw" doctor --invariants
ok "the journal holds across it" exits 0 "$hw" journal verify
"$hw" backup "$dir/backup" --with-keys >&2
ok "what the old entries say, replayed, is what the migrated tables hold" exits 0 "$hw" drill "$dir/backup" --keys "$dir/backup-keys.db"
ok "to the last row" says 'its replay gives the same state' "$dir/out"

# -- what an erasure does not reach --
said() { says "$1" "$dir/out"; }
"$hw" doctor >"$dir/out" 2>"$dir/err"
ok "a copy of today is nothing to say" not said 'is a copy from before a migration'
ok "a buyer of before is forgotten" exits 0 "$hw" erase 3 --yes
ok "with the word that older entries about parcels are not sealed" said '^the journal has entries about parcels from an older release, which are not sealed'
"$hw" doctor >"$dir/out" 2>"$dir/err"
ok "doctor names the copy that still has the buyer" said "^warning: $copy is a copy from before a migration: what was erased since is in it; remove it\$"
stop "$desk"
so "the desk ends well"
ok "a second start migrates nothing" serve desk
stop "$desk"
ok "and makes no copy" [ "$(find "$dir/state" -name 'helloword.db.before-*' | wc -l)" = 1 ]

sqlite3 "$db" 'PRAGMA user_version = 99'
ok "a newer database is refused" exits 78 "$hw" serve
ok "in a sentence" says "$db: has schema 99, this program knows $newest; install the newer release" "$dir/err"
ok "and left as it is" is 99 'PRAGMA user_version'
done_testing
