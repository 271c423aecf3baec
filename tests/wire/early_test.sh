#!/bin/sh
# Code of a plugin runs when its file is loaded, before anybody calls it: it is
# locked in by then, and so it is when it only describes itself.
# SPDX-License-Identifier: MIT
set -u
B=$(cd "${HW_BUILD:-build}" && pwd)
dir=${HW_SCRATCH:-$(mktemp -d)}
case "$B" in
*-address*)
    echo "1..0 # SKIP a sanitized worker has no sandbox"
    exit 0
    ;;
esac
n=0
ok() { # RC TITLE
    n=$((n + 1))
    if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi
}
printf 'a secret' >"$dir/secret"
chmod 600 "$dir/secret"
${CC:-cc} -std=c11 -D_GNU_SOURCE -Isdk -fPIC -shared -DCHAOS_EARLY="\"$dir/secret\"" -o "$dir/chaos.so" tests/chaos/chaos.c
ok $? "a plugin whose constructor reaches for everything builds"
env -i "$B/helloword-worker" --describe "$dir/chaos.so" >"$dir/described" 2>&1
sed 's/.*"summary":"\([^"]*\)".*/# \1/' "$dir/described"
grep -q '"summary":"reached:"' "$dir/described"
ok $? "it reaches nothing while it describes itself"
cat >"$dir/early.http" <<'F'
# what the constructor reached, and its thread
== call
op = carrier.track
arg = {"tracking": "early"}
== records
{"kind": "scan", "tracking": "T", "text": "reached:", "...": 1}
F
"$B/helloword-play" --worker "$dir/chaos.so" "$dir/early.http" >"$dir/played"
sed -n 's/.*"text":"\(reached[^"]*\)".*/# \1/p' "$dir/played"
grep -q '^ok 1' "$dir/played"
ok $? "nor in a worker that serves, nor a while later"
"$B/helloword-worker" --describe "$dir/none/chaos.so" 2>&1 | grep -q 'cannot open'
ok $? "a file that is not there is still told in words"
"$B/helloword-worker" --blob "$B/plugins/locale-de.so" | grep -q .
ok $? "a pack without code is still read"
echo "1..$n"
