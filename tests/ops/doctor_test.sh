#!/bin/sh
# doctor finds what is wrong, says what to do about it, and ends with 3.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
printf secret >"$dir/client_secret"
chmod 600 "$dir/client_secret"
cat >"$dir/helloword.conf" <<M
desk = { state = "state"; policy = "$PWD/policy"; };
http = { listen = "127.0.0.1:0"; };
agents = ( { name = "eva"; uid = $(id -u); role = "owner"; } );
instances = ( { name = "shop"; plugin = "shopify"; shop = "x.myshopify.com"; client_id = "c"; client_secret = "file:client_secret"; } );
M
export HELLOWORD_CONF="$dir/helloword.conf" TMPDIR="$dir"
state=$dir/state
"$hw" init "$dir/made" >/dev/null && mv "$dir/made/state" "$state"
printf '{"kind":"order","ref":"O1","name":"#1001","version":1,"status":"open","placed":"2026-09-20T10:00:00Z"}\n' |
    "$hw" import - --shop shop --new-shop >/dev/null

doctor() { # WANTED [OPTION...]
    wanted=$1
    shift
    exits "$wanted" "$hw" doctor "$@"
}
sick() { # TITLE PATTERN
    doctor 3
    ok "$1" says "^wrong: $2" "$dir/out"
}
warns() { # TITLE PATTERN
    doctor 0
    ok "$1" says "^warning: $2" "$dir/out"
}
sql() { sqlite3 "$state/helloword.db" "$1"; }

ok "a desk that is sound is fine" doctor 0
ok "and it says what was looked at" says '^ok: every row is in a legal state$' "$dir/out"
ok "the folder" says "^ok: $state has mode 0700" "$dir/out"
ok "the versions by which it decides" says '^ok: helloword [0-9.]*, SQLite 3\.[0-9.]*, ICU [0-9.]* with zones of [0-9a-z]*, the system.s zones of ' "$dir/out"
ok "the kernel" says '^(ok: Linux .* with seccomp and Landlock [0-9]+|warning: this kernel has no )' "$dir/out"
ok "the clock" says '^(ok|warning): the clock is (not )?synchronised' "$dir/out"
ok "the disk" says 'the disk of .* is (not )?encrypted|it cannot be told whether the disk' "$dir/out"
ok "and what each plugin may send" says '^ok: shop: plugin shopify .*; reaches \*\.myshopify\.com; effects: refund \(A, money\).*; sends POST .*"mutation Refund.* for refund' "$dir/out"
ok "that no desk runs is a warning" says '^warning: no desk runs: .*; start it: helloword serve$' "$dir/out"
ok "so is a backup that was never made" says '^warning: no backup is known; helloword backup FOLDER' "$dir/out"
ok "and a restore that was never tried" says '^warning: no restore drill is known; helloword drill FOLDER' "$dir/out"
ok "and a journal whose head is kept nowhere else" says "^warning: the journal's head is kept nowhere else: .*; anchor = " "$dir/out"
"$hw" backup "$dir/copy" >/dev/null && "$hw" drill "$dir/copy" >/dev/null
doctor 0
ok "a backup that was made is known" says "^ok: the last backup was 0 hours ago \($dir/copy\)" "$dir/out"
ok "and one that was tried" says '^ok: the last restore drill was 0 hours ago' "$dir/out"
printf '{"at":1700000000000,"of":"/old","seq":1}' >"$state/last-backup.json"
warns "an old one is a warning" 'the last backup was [0-9]+ days ago \(/old\)'

# -- rows that want somebody --
day=86400000
now=$(date +%s%3N)
sql "INSERT INTO actions(id, state, verb, intent, planned, attempts, sent, not_before) VALUES
    (1, 10, 'refund', 'a', $now, 1, $now, 0), (2, 9, 'refund', 'b', $now - 2 * $day, 1, $now - 2 * $day, 0),
    (3, 6, 'refund', 'c', $now - 4 * $day, 1, $now - 4 * $day, 0), (4, 4, 'refund', 'd', $now - $day, 0, NULL, $now - $day),
    (5, 2, 'refund', 'e', $now - 2 * $day, 0, NULL, 0)"
doctor 0
ok "a parked action is a warning" says '^warning: actions that a person must look at: 1; helloword action list --state parked$' "$dir/out"
ok "one that is unknown for a day" says '^warning: actions whose outcome is unknown for more than a day: 1' "$dir/out"
ok "one that the platform does not show" says '^warning: actions accepted that the platform does not show in time: 1' "$dir/out"
ok "one that should have left" says '^warning: actions due for more than an hour and not sent: 1' "$dir/out"
ok "and one that nobody approves" says '^warning: actions that wait for approval for more than a day: 1' "$dir/out"
sql 'DELETE FROM actions'
sql "INSERT INTO erased VALUES('order:1:O9', $now - $day / 12); INSERT INTO erasing VALUES('pages', '4097 1 0')"
warns "an erasure that is not done after an hour is a warning" 'steps of an erasure that are not done after an hour: 1; the desk does them: helloword serve;'
sql "UPDATE erased SET at = $now"
doctor 0
ok "one of just now is not" not says 'steps of an erasure' "$dir/out"
sql 'DELETE FROM erasing; DELETE FROM erased'
touch "$state/helloword.db.before-009"
doctor 0
ok "a copy that a migration left today is nothing to say" not says 'before-009' "$dir/out"
sql "INSERT INTO erased VALUES('order:1:O9', $now + $day)"
warns "one from before an erasure is a warning" '.*before-009 is a copy from before a migration: what was erased since is in it; remove it'
sql 'DELETE FROM erased'
touch -d '40 days ago' "$state/helloword.db.before-009"
warns "and so is an old one" '.*before-009 is a copy from before a migration, older than 30 days; remove it'
rm "$state/helloword.db.before-009"

# -- what is wrong --
chmod 755 "$state"
sick "a folder that everybody enters is wrong" "everybody can enter .*; chmod 700 it"
chmod 750 "$state"
chmod 640 "$state/keys.db"
sick "keys that the group reads are wrong" "the group can read .*keys.db, the keys of all personal data; chmod 600 it"
chmod 600 "$state/keys.db"
chmod 700 "$state"
if [ "$(id -u)" = 0 ]; then
    chown 65534 "$state/evidence"
    sick "a file of somebody else is wrong" ".*/evidence belongs to user 65534, the folder to 0"
    chown 0 "$state/evidence"
    chown 65534 "$dir/client_secret"
    sick "so is a secret of somebody else" "shop, client_secret: .* belongs to user 65534, the desk runs as 0"
    chown 0 "$dir/client_secret"
    chown 65534 "$state"
    ok "root is not the desk of another user, even for one command" exits 77 "$hw" alert acknowledge 1
    chown 0 "$state"
else
    skip "a file of somebody else is wrong" "needs root"
fi
printf '\n' >"$dir/client_secret"
sick "a secret that says nothing is wrong" "shop, client_secret: .* is empty; put the secret there"
printf secret >"$dir/client_secret"
sql "INSERT INTO actions(id, state, verb, intent) VALUES (1, 99, 'refund', 'a')"
sick "a row in no legal state is wrong" 'an action in no legal state: 1'
ok "also when only rows are asked about" doctor 3 --invariants
ok "in one line" test "$(wc -l <"$dir/out")" = 1
json() {
    doctor 3 --json && [ "$(wc -l <"$dir/out")" = 1 ] &&
        says '^\{"wrong":1,"warnings":[0-9]+,"findings":\[.*\{"level":"wrong","about":"rows","text":"an action in no legal state: 1"\}.*\]\}$' "$dir/out"
}
ok "and a program reads it as JSON" json
done_testing
