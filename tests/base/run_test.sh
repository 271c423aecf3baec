#!/bin/sh
# The runner itself: whatever a program does, its failure is counted.
# SPDX-License-Identifier: MIT
set -u
run=$PWD/tests/run
. tests/lib.sh
cd "$dir" || exit 71

# told LAST-LINE EXIT PATTERN PROGRAM...: does the runner say so of them?
told() {
    last=$1 status=$2 pattern=$3 looked=said
    shift 3
    HW_TEST_LIMIT=1 TMPDIR=$PWD sh "$run" "$@" >said 2>&1
    [ $? -eq "$status" ] && [ "$(tail -n 1 said)" = "$last" ] && grep -q -e "$pattern" said
}
script() {
    cat >"$1_test.sh"
}

script good <<'X'
echo 1..2
echo ok 1 - one
echo ok 2 - two
X
script failing <<'X'
printf '1..2\nok 1 - one\nnot ok 2 - water_is_dry\n# 1 != 2\n# not ok - group\n'
exit 1
X
script silent <<'X'
printf '1..1\nnot ok 1 - nobody_asks_me\n'
X
script crashing <<'X'
printf '1..2\nok 1 - one\nok 2 - two\n'
kill -SEGV $$
X
script short <<'X'
printf '1..3\nok 1 - one\nok 2 - two\n'
X
script planless <<'X'
echo ok 1 - one
X
script mute <<'X'
exit 0
X
script status <<'X'
printf '1..1\nok 1 - one\n'
echo the reason >&2
exit 7
X
script slow <<'X'
printf '1..1\nok 1 - one\n'
sleep 30
X
script skipping <<'X'
printf '1..2\nok 1 - one\nnot ok 2 # SKIP no data\n'
X
script unwilling <<'X'
echo '1..0 # SKIP no peer'
X
script twice <<'X'
printf '1..2\nok 1 - one\nok 1 - one\n'
X
script leaving <<'X'
echo 1..1
[ -d "$HW_SCRATCH" ] && [ -z "$(ls -A "$HW_SCRATCH")" ] && echo ok 1 - fresh
echo left >"$HW_SCRATCH/file"
echo "$HW_SCRATCH" >where
X

ok "passing programs are added up" told "4 passed, 0 failed" 0 . \
    good_test.sh good_test.sh
ok "a failing test is counted and named" told "3 passed, 1 failed" 1 \
    water_is_dry good_test.sh failing_test.sh
ok "what a failing test printed is shown" told "1 passed, 1 failed" 1 \
    "1 != 2" failing_test.sh
ok "a failing test counts although the program exits 0" told \
    "0 passed, 1 failed" 1 nobody_asks_me silent_test.sh
ok "a crash after the last test is a failure" told "2 passed, 1 failed" 1 \
    "signal 11" crashing_test.sh
ok "a plan longer than the tests is a failure" told "2 passed, 1 failed" 1 \
    "planned 3 tests, printed 2" short_test.sh
ok "tests without a plan are a failure" told "1 passed, 1 failed" 1 \
    "no plan" planless_test.sh
ok "a program that says nothing has failed" told "0 passed, 1 failed" 1 \
    "no plan" mute_test.sh
ok "an exit status without a failed test is a failure" told \
    "1 passed, 1 failed" 1 "exit status 7" status_test.sh
ok "the errors of a failed program are shown" told "1 passed, 1 failed" 1 \
    "the reason" status_test.sh
ok "a program over its time is ended and has failed" told \
    "1 passed, 1 failed" 1 "longer than 1 s" slow_test.sh
ok "a skipped test is neither passed nor failed, and told" told \
    "1 passed, 0 failed, 1 skipped" 0 "skipped: .*: no data" skipping_test.sh
ok "a run that only skips is no success" told \
    "0 passed, 0 failed, 1 skipped" 1 "skipped: .*: no peer" unwilling_test.sh
ok "a test told twice hides no other" told "2 passed, 1 failed" 1 \
    "not number 2" twice_test.sh
ok "a program that is missing has failed" told "2 passed, 2 failed" 1 \
    "gone_test" good_test.sh gone_test
ok "every program starts with a fresh folder" told \
    "1 passed, 0 failed" 0 . leaving_test.sh
gone() { [ -s where ] && [ ! -e "$(cat where)" ]; }
ok "the folder of a test is gone afterwards" gone
done_testing
