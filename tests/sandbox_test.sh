#!/bin/sh
# The whole desk on a scratch folder, end to end: shop and mail simulators,
# sender, workers, desk, command line; and the day that a person looks around in.
# SPDX-License-Identifier: MIT
set -u
B=$(cd "${HW_BUILD:-build}" && pwd)
dir=${HW_SCRATCH:-$(mktemp -d)}
export HW_BUILD="$B" HW_SCRATCH="$dir" HELLOWORD_SANDBOX_SPEED=600
export HELLOWORD_CONF="$dir/sandbox/helloword.conf"
n=0
ok() { # RC TITLE
    n=$((n + 1))
    if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi
}
told() { sed 's/^/# /' "$dir/said"; }
wait_for() { # COMMAND: until it succeeds, a minute at most
    tries=0
    until "$@" || [ $tries -ge 1200 ]; do
        tries=$((tries + 1))
        sleep 0.05
    done
}
says() {
    grep -q -- "$1" "$dir/said" || told
    grep -q -- "$1" "$dir/said"
    ok $? "$2"
}
hw() { "$B/helloword" "$@" >"$dir/said" 2>&1; }
rows() { sqlite3 -readonly "$dir/sandbox/state/helloword.db" "$1"; }

sh tools/sandbox --once >"$dir/said" 2>&1 || told
says 'the day is over: every ticket' "the sandbox day plays through from a buyer's mail to a refund paid once"
[ "$(sed -n 's/^ *\([0-9]*\) entries, .*/\1/p' "$dir/said" | sort -u | wc -l)" = 1 ]
ok $? "the journal is verified and decided again over the same entries"
sh tools/sandbox --bogus >"$dir/said" 2>&1
[ $? = 64 ] && grep -q 'usage: make run' "$dir/said"
ok $? "an option that there is not is refused"

sh tools/sandbox >"$dir/day" 2>&1 &
day=$!
trap 'kill $day 2>/dev/null' EXIT
wait_for grep -q 'Ctrl-C here' "$dir/day"
grep -q '^ready http://127.0.0.1:[0-9]*$' "$dir/day"
ok $? "a day to look around in gets ready"
sh tools/sandbox >"$dir/said" 2>&1
[ $? = 75 ] && grep -q "a day runs already (pid $day)" "$dir/said" && [ -s "$HELLOWORD_CONF" ]
ok $? "a second one in the same folder is refused and wipes nothing"
hw action approve 2
says 'it leaves at .*action cancel 2. takes it back' "an approved reply is said to wait for its undo window"
hw action cancel 2
says 'action 2 (reply) is cancelled' "which is long enough to be caught by a person"
hw plugins
! grep -q 'next call -' "$dir/said" || told
! grep -q 'next call -' "$dir/said" && grep -q 'waits for news now\|next call now' "$dir/said"
ok $? "what each instance does now is told"
before=$(rows 'SELECT max(at) FROM journal')
sleep 1
hw ticket note T-3 later
[ $(($(rows 'SELECT max(at) FROM journal') - before)) -lt 60000 ]
ok $? "the desk's clock goes on slowly"
kill -TERM $day
wait $day
rc=$?
[ $rc = 0 ] && tail -n 1 "$dir/day" | grep -q '^the day is over'
ok $? "ending it is no failure"
[ "$(rows "SELECT count(*) FROM alerts WHERE cause LIKE 'call-died%'")" = 0 ]
ok $? "and leaves no alert behind"
echo "1..$n"
