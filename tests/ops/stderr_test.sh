#!/bin/sh
# Logs go to standard error and are the supervisor's to keep and rotate. One
# that no longer reads, or is gone, neither stalls nor ends the desk.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
cat >"$dir/helloword.conf" <<M
desk = { state = "state"; policy = "$PWD/policy"; };
http = { listen = "127.0.0.1:0"; };
M
mkfifo "$dir/pipe"
# Its reader opens it and never reads; it is full before the desk begins.
# shellcheck disable=SC2217
sleep 600 <"$dir/pipe" &
reader=$!
started="$started $reader"
exec 3>"$dir/pipe"
ok "a pipe is full" sh -c 'dd if=/dev/zero bs=4096 count=16 >&3 && ! timeout 0.2 dd if=/dev/zero bs=1 count=1 >&3'
"$hw" serve -c "$dir/helloword.conf" --port-file "$dir/port" >"$dir/out" 2>&3 &
desk=$!
started="$started $desk"
exec 3>&-
answers() { [ "$(curl -s -m 5 "http://127.0.0.1:$(cat "$dir/port")/readyz")" = ready ]; }
configured() { [ "$(sqlite3 -readonly "$dir/state/helloword.db" "SELECT count(*) FROM journal WHERE kind = 'config'")" -ge "$1" ]; }
reloads() {
    sed -i '1s|desk = {|desk = { language = "de";|' "$dir/helloword.conf"
    kill -HUP "$desk"
    wait_for configured 2
}
refuses() {
    sed -i '1s|desk = {|desk = { polcy = 1;|' "$dir/helloword.conf"
    kill -HUP "$desk"
    sleep 0.3
    answers
}
refuses_policy() {
    cp -r policy "$dir/bad"
    echo 'nonsense = 1;' >>"$dir/bad/triage.conf"
    sed -i -e '1s|polcy = 1;||' -e "1s|$PWD/policy|bad|" "$dir/helloword.conf"
    kill -HUP "$desk"
    sleep 0.3
    answers
}
ok "a desk whose log nobody reads becomes ready" wait_for grep -q ready "$dir/out"
ok "it answers" answers
ok "it reloads, which it tells the log" reloads
ok "and answers still" answers
ok "a manifest with mistakes is told to nobody and stalls nothing" refuses
ok "nor is a policy with mistakes" refuses_policy
kill "$reader"
wait "$reader"
kill -HUP "$desk"
sleep 0.2
ok "a desk whose log is gone answers" answers
kill "$desk"
wait "$desk"
ok "and stops as it should" test $? = 0
done_testing
