#!/bin/sh
# The runner itself: whatever a program does, its failure is counted.
# SPDX-License-Identifier: MIT
set -u
run=$PWD/tests/run
cd "${HW_SCRATCH:?is set by tests/run}" || exit 71
n=0

# check TITLE LAST-LINE EXIT PATTERN PROGRAM...: what the runner says of them.
check() {
    title=$1 want=$2 status=$3 pattern=$4
    shift 4
    HW_TEST_LIMIT=1 TMPDIR=$PWD sh "$run" "$@" >said 2>&1
    rc=$?
    n=$((n + 1))
    if [ "$(tail -n 1 said)" = "$want" ] && [ $rc -eq "$status" ] &&
        grep -q -e "$pattern" said; then
        echo "ok $n - $title"
    else
        echo "not ok $n - $title"
        echo "# exit $rc, wanted $status and: $want"
        sed 's/^/# /' said
    fi
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

echo 1..17
check "passing programs are added up" "4 passed, 0 failed" 0 . \
    good_test.sh good_test.sh
check "a failing test is counted and named" "3 passed, 1 failed" 1 \
    water_is_dry good_test.sh failing_test.sh
check "what a failing test printed is shown" "1 passed, 1 failed" 1 \
    "1 != 2" failing_test.sh
check "a failing test counts although the program exits 0" \
    "0 passed, 1 failed" 1 nobody_asks_me silent_test.sh
check "a crash after the last test is a failure" "2 passed, 1 failed" 1 \
    "signal 11" crashing_test.sh
check "a plan longer than the tests is a failure" "2 passed, 1 failed" 1 \
    "planned 3 tests, printed 2" short_test.sh
check "tests without a plan are a failure" "1 passed, 1 failed" 1 \
    "no plan" planless_test.sh
check "a program that says nothing has failed" "0 passed, 1 failed" 1 \
    "no plan" mute_test.sh
check "an exit status without a failed test is a failure" \
    "1 passed, 1 failed" 1 "exit status 7" status_test.sh
check "the errors of a failed program are shown" "1 passed, 1 failed" 1 \
    "the reason" status_test.sh
check "a program over its time is ended and has failed" \
    "1 passed, 1 failed" 1 "longer than 1 s" slow_test.sh
check "a skipped test is neither passed nor failed, and told" \
    "1 passed, 0 failed, 1 skipped" 0 "skipped: .*: no data" skipping_test.sh
check "a run that only skips is no success" \
    "0 passed, 0 failed, 1 skipped" 1 "skipped: .*: no peer" unwilling_test.sh
check "a test told twice hides no other" "2 passed, 1 failed" 1 \
    "not number 2" twice_test.sh
check "a program that is missing has failed" "2 passed, 2 failed" 1 \
    "gone_test" good_test.sh gone_test
check "every program starts with a fresh folder" \
    "1 passed, 0 failed" 0 . leaving_test.sh
n=$((n + 1))
if [ -s where ] && [ ! -e "$(cat where)" ]; then
    echo "ok $n - the folder of a test is gone afterwards"
else
    echo "not ok $n - the folder of a test is gone afterwards"
fi
