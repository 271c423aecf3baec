#!/bin/sh
# The house of the shell tests (tests/lib.sh): a test that fails is counted and
# says why, what looks for an absence can fail, and nothing outlives a test.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
# ran STATUS: the script on standard input ends so, its TAP in $dir/tap.
ran() {
    mkdir -p "$dir/inner"
    { echo 'set -u; . tests/lib.sh' && cat && echo done_testing; } >"$dir/inner.sh"
    looked=$dir/tap
    HW_SCRATCH=$dir/inner sh "$dir/inner.sh" >"$dir/tap" 2>"$dir/inner.err"
    [ $? -eq "$1" ]
}
good() { # standard error is the log's, what begins with # is told
    echo 'ok good sh -c "echo talk; echo \#\ figure; echo more >&2"' | ran 0 &&
        [ "$(cat "$dir/tap")" = "ok 1 - good
# figure
1..1" ]
}
ok "a test that passes prints its line and its figures" good
bad() {
    ran 1 <<'X'
i=0
while [ $i -lt 60 ]; do i=$((i + 1)) && echo "ok line $i" >&2; done
ok first false
ok second true
X
}
ok "a test that fails gives the script another exit status" bad
tail40() { says '^not ok 1 - first' "$dir/tap" && [ "$(grep -c '^#     ok line' "$dir/tap")" = 40 ] && says '^#     ok line 60$' "$dir/tap"; }
ok "and shows the last 40 lines of what was said" tail40
ok "as comments: no line of it is taken for a test" [ "$(grep -c '^ok' "$dir/tap")" = 1 ]
absent() {
    ran 1 <<'X'
: >"$dir/empty"
echo text >"$dir/text"
ok "empty" lacks word "$dir/empty"
ok "no file" lacks word "$dir/none"
ok "a bad pattern" lacks '(' "$dir/text"
ok "there" lacks 'te.t' "$dir/text"
ok "not there" lacks word "$dir/text"
X
    [ "$(grep '^not ok\|^ok' "$dir/tap" | tr '\n' ,)" = \
        'not ok 1 - empty,not ok 2 - no file,not ok 3 - a bad pattern,not ok 4 - there,ok 5 - not there,' ]
}
ok "nothing is absent from a file that is empty or not there" absent
ports() {
    ran 0 <<'X'
free_port
first=$port
free_port
ok "two" [ -n "$first" -a "$first" != "$port" ]
X
}
ok "a port is given once" ports
echo 'sleep 600 & started="$started $!"; echo $! >"$dir/pid"; wait_for false' >"$dir/long"
outlives() {
    { echo 'set -u; . tests/lib.sh' && cat "$dir/long"; } >"$dir/inner.sh"
    HW_SCRATCH=$dir/inner timeout 2 sh "$dir/inner.sh"
    ! kill -0 "$(cat "$dir/inner/t/pid")" 2>/dev/null
}
ok "what it started ends with it, also when it is ended" outlives
done_testing
