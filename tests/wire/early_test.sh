#!/bin/sh
# A plugin that tries to get out of its worker (tests/prisoner): when its file
# is loaded, before anybody calls it, also when it only describes itself, from a
# thread, and when it is asked.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
case "$B" in
*-address*)
    echo "1..0 # SKIP a sanitized worker has no sandbox"
    exit 0
    ;;
esac
cp "$B/tests/prisoner/prisoner.so" "$dir/prisoner.so"
printf 'a secret' >"$dir/secret"
chmod 600 "$dir/secret"

described() {
    env -i "$B/helloword-worker" --describe "$dir/prisoner.so" >"$dir/out" 2>&1
    sed 's/.*"summary":"\([^"]*\)".*/# describing: \1/' "$dir/out"
    says '"summary":"[0-9]+ tried, reached:"' "$dir/out"
}
asked() { # WHAT
    "$B/helloword-play" --worker "$dir/prisoner.so" "$dir/$1.http" >"$dir/out"
    sed -n 's/.*got: .*"text":"\([^"]*\)".*/# '"$1"': \1/p' "$dir/out"
    says 'got: .*"text":"[0-9]+ tried, reached:"' "$dir/out"
}
for what in early asked; do
    cat >"$dir/$what.http" <<F
# what it reached
== call
op = carrier.track
arg = {"tracking": "$what"}
== records
{"kind": "scan", "tracking": "T", "text": "shown because it differs", "...": 1}
F
done
ok "a plugin reaches nothing while it describes itself" described
ok "nor its constructor in a worker that serves, nor a thread of it later" asked early
ok "nor the plugin when it is asked" asked asked
ok "a file that is not there is still told in words" sh -c "'$B/helloword-worker' --describe '$dir/none/chaos.so' 2>&1 | grep -q 'cannot open'"
ok "a pack without code is still read" sh -c "'$B/helloword-worker' --blob '$B/plugins/locale-de.so' | grep -q ."
done_testing
