#!/bin/sh
# A new program on an older database copies it first and says where; a newer
# database is refused, and nobody but the desk migrates.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
cat >"$dir/desk.conf" <<M
desk = { state = "state"; policy = "$PWD/policy"; };
http = { listen = "127.0.0.1:0"; };
agents = ( { name = "eva"; uid = $(id -u); role = "owner"; } );
M
export HELLOWORD_CONF="$dir/desk.conf"
db=$dir/state/helloword.db
sql() { sqlite3 "$db" "$1"; }
printf '{"kind":"order","ref":"O%d","name":"#%d","version":1,"status":"open","placed":"2026-09-20T10:00:00Z"}\n' 1 1 2 2 3 3 >"$dir/orders"
"$hw" import "$dir/orders" --shop shop --new-shop >/dev/null
newest=$(sql 'PRAGMA user_version')

# Back to the first schema: what the later ones made is taken away again.
if sed 's/--.*//' core/db/schema/[0-9]*.sql | grep -q '^ *ALTER'; then
    echo '1..0 # SKIP a later schema changes tables: an old database cannot be made of a new one here'
    exit 0
fi
for file in core/db/schema/*.sql; do
    case $file in
    */001-*) continue ;;
    esac
    sed -nE 's/^CREATE (UNIQUE )?(INDEX|TABLE|TRIGGER|VIEW) ([a-z_]+).*/DROP \2 IF EXISTS \3;/p' "$file"
done >"$dir/undo"
sql "$(cat "$dir/undo") PRAGMA user_version = 1;"
if [ "$newest" = 1 ]; then
    echo '1..0 # SKIP there is only one schema so far'
    exit 0
fi
before=$(sql 'SELECT count(*) || max(hash) FROM journal')

ok "who only reads does not migrate" exits 78 "$hw" doctor --invariants
ok "and says what does" says "has schema 1, this program needs $newest; start the desk once, it migrates" "$dir/err"
serve desk
ok "the desk migrates when it starts" test "$(sql 'PRAGMA user_version')" = "$newest"
copy=$(find "$dir/state" -name 'helloword.db.before-*')
ok "a copy is kept beside it" test -s "$copy"
ok "and the log says where" says "$copy" "$dir/desk.err"
ok "it is of the old schema" test "$(sqlite3 "$copy" 'PRAGMA user_version')" = 1
ok "with all that was in it" test "$(sqlite3 "$copy" 'SELECT count(*) || max(hash) FROM journal')" = "$before"
ok "readable by its owner only" test "$(stat -c %a "$copy")" = 600
ok "nothing of the orders is lost" test "$("$hw" export order | wc -l)" = 3
ok "every row is legal" exits 0 "$hw" doctor --invariants
ok "the journal holds across it" exits 0 "$hw" journal verify
kill "$desk"
wait "$desk"
ok "and decides the same again" exits 0 "$hw" journal replay --decide

sql 'PRAGMA user_version = 99'
ok "a newer database is refused" exits 78 "$hw" serve
ok "in a sentence" says "$db: has schema 99, this program knows $newest; install the newer release" "$dir/err"
ok "and left as it is" test "$(sql 'PRAGMA user_version')" = 99
done_testing
