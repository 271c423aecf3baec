#!/bin/sh
# The whole desk on a scratch folder, end to end: shop and mail simulators,
# sender, workers, desk, command line; and the day that a person looks around in.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
export HW_BUILD="$B" HW_SCRATCH="$dir" HELLOWORD_SANDBOX_SPEED=600
export HELLOWORD_CONF="$dir/sandbox/helloword.conf"
db=$dir/sandbox/state/helloword.db
sandbox() { exits "$1" sh tools/sandbox ${2:+"$2"}; } # STATUS [OPTION]

sandbox 0 --once
"$hw" ticket list --stuck 2>"$dir/stuck"
ok "the buyers' tickets have the same numbers each day" is "1001=3 1002=6 1003=7 1004=8 1017=18" "SELECT group_concat(one, ' ') FROM (SELECT substr(order_ref, -4) || '=' || id AS one FROM tickets WHERE substr(order_ref, -4) IN ('1001', '1002', '1003', '1004', '1017') ORDER BY order_ref)"
ok "the sandbox day plays through from a buyer's mail to a refund paid once" says 'the day is over: every ticket is closed or waits for a stated reason'
playbooks=$(find policy/playbooks -name '*.conf' | wc -l)
ok "each playbook ran, on one ticket" is "$playbooks|1" "SELECT count(DISTINCT playbook), max(n) FROM (SELECT playbook, count(*) AS n FROM tickets WHERE playbook IS NOT NULL GROUP BY playbook)"
ok "in at least six languages" is 1 "SELECT count(DISTINCT lang) >= 6 FROM tickets WHERE playbook IS NOT NULL"
ok "no ticket is left without a reason to wait" is 0 "SELECT count(*) FROM tickets WHERE state <> 3 AND coalesce(waiting_for, '') = ''"
ok "none is stuck" says '^no ticket is stuck$' "$dir/stuck"
enclosed() { LC_ALL=C grep -l 'filename=.*proof-of-delivery-[0-9]*\.pdf' "$dir"/sandbox/outbox/*.eml | wc -l; }
ok "the carrier's proof of delivery is in one mail" [ "$(enclosed)" = 1 ]
same_entries() { [ "$(sed -n 's/^ *\([0-9]*\) entries, .*/\1/p' "$dir/out" | sort | uniq -c | awk '{ print ($1 >= 2) }')" = 1 ]; }
ok "the journal is verified and decided again over the same entries" same_entries
refused() { sandbox 64 --bogus && says 'usage: make run'; }
ok "an option that there is not is refused" refused

sh tools/sandbox >"$dir/day" 2>&1 &
day=$!
at_end="kill $day"
wait_for grep -q 'Ctrl-C here' "$dir/day"
ok "a day to look around in gets ready" says '^ready http://127.0.0.1:[0-9]+$' "$dir/day"
second() { sandbox 75 && says "a day runs already \(pid $day\)" && [ -s "$HELLOWORD_CONF" ]; }
ok "a second one in the same folder is refused and wipes nothing" second
first=$(rows "SELECT min(id) FROM actions WHERE verb = 'reply' AND state = 2")
exits 0 "$hw" action approve "$first"
ok "an approved reply is said to wait for its undo window" says 'it leaves at .*action undo [0-9]+. takes that back'
exits 0 "$hw" action cancel "$first"
ok "which is long enough to be caught by a person" says 'action [0-9]+ \(reply\) is cancelled'
told() { exits 0 "$hw" plugins && says 'waits for news now|next call now' "$dir/out" && lacks 'next call -' "$dir/out"; }
ok "what each instance does now is told" told
before=$(rows 'SELECT max(at) FROM journal')
sleep 1 # at the speed of the day that was ten minutes
"$hw" ticket note T-3 later >&2
passed=$(($(rows 'SELECT max(at) FROM journal') - before))
ok "the desk's clock goes on slowly" [ $passed -gt 0 -a $passed -lt 60000 ]
kill -TERM $day
wait $day
so "ending it is no failure"
at_end=
last() { tail -n 1 "$dir/day" | grep -q '^the day is over'; }
ok "and says so" last
ok "and leaves no alert behind" is 0 "SELECT count(*) FROM alerts WHERE cause LIKE 'call-died%'"
done_testing
