#!/bin/sh
# `helloword sdk check` finds each mistake that an author can make, in a plugin
# that has just that mistake; and nothing in the same one without. What ships is
# judged by tests/outside_test.sh.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh

# check FOLDER PLUGIN [OPTION...]: its report in $dir/out, its status
check() {
    folder=$1 so=$2
    shift 2
    "$hw" sdk check "$so" --fixtures "$folder" "$@" >"$dir/out" 2>"$dir/err" </dev/null
}
ok "a shop without a mistake passes" check tests/chaos/careless "$B/tests/chaos/careless.so"
ok "what a reviewer must see is told: it pays" says 'sends: POST /refunds: the effect of refund' "$dir/out"
ok "and how" says 'verb refund: class A, PAYS' "$dir/out"

# One mistake after the other: SIN|FIXTURE|what the line of the finding says
while IFS='|' read -r sin file words; do
    [ -n "$sin" ] || continue
    rm -rf "$dir/sin" && mkdir "$dir/sin"
    for f in tests/chaos/careless/*.http; do
        sed "s/^kv.sin = none/kv.sin = $sin/" "$f" >"$dir/sin/${f##*/}"
    done
    wait=10 && [ "$sin" != hangs ] || wait=1
    sinful() {
        check "$dir/sin" "$B/tests/chaos/careless.so" --wait $wait
        [ $? = 3 ] && says "^$file.*$words" "$dir/out"
    }
    # The sanitizer keeps what is freed, and has an allocator of its own.
    case $sin:$B in
    leaks:*-address*) skip "found: $sin" "a sanitizer's memory is not measured" ;;
    *) ok "found: $sin" sinful ;;
    esac
    [ -n "$words" ] || cat "$dir/out" >&2
done <<'SINS'
crashes|sync.http|null for /payments/[*] .*died of signal 6
hangs|sync.http|a redirect to another host as reply 1: the worker hangs
takes-any|sync.http|HTTP 500 as reply 1: it ended ok instead of retry or broken
asks-on|sync.http|HTTP 401 as reply 1: it ended retry.* instead of auth
hammers|sync.http|Retry-After: 120 .*and not before 2026-11-24T10:02:00Z was not said
for-good|act.http|HTTP 500 as reply 1: it ended rejected.*that is for good
lies|act.http|a connection lost .*say nothing of an effect
nameless|act.http|[{][}] as reply 1: it says accepted of an effect that the reply does not name
measures|sync.http|not documented in reply 1: the kept strings came out differently
empty|sync.http|[{][}] as reply 1: it ended ok with nothing
absent|find.http|[{][}] as reply 1: it says that nothing was done
echoes|find.http|another order at /order in reply 1: it said what it says of the right reply
follows|sync.http|a redirect .* followed to a host
undeclared|sync.http|HTTP 500 as reply 1: it asked for what it does not declare
twice|act.http|a connection lost .*: 2 effects in one call
rewrites|act.http|killed after request 1 was sent: its verb is of class A
leaks|sync.http|called 300 times: the worker grew by 1[0-9] KiB
unsound|sync.http|played: it emitted what cannot be: payment.amount
changes|sync.http|called a second time: the records came out differently
stumbles|sync.http|called with what the call before kept: the worker died
edge|sync.http|the option count at 50: the worker died
SINS

# Mistakes in what it declares.
mkdir "$dir/words"
# shellcheck disable=SC2086
${CC:-cc} -std=c11 -D_GNU_SOURCE -Isdk $san -DBAD_WORDS -fPIC -shared -o "$dir/words/careless.so" tests/chaos/careless.c
said() { says "^careless.so: $1" "$dir/out"; }
check tests/chaos/careless "$dir/words/careless.so"
ok "a token as text is found" said 'token: .*HW_SECRET'
ok "an option without help is found" said 'token: the option has no help'
ok "a default out of its range is found" said 'count: its default 51'
ok "a domain that is half of the world is found" said '[*].com: '
ok "a place that is none is found" said 'refund: "key" points nowhere'
ok "any HTTP 500 for not done is found" said 'refund: it takes any HTTP 500'
ok "and what comes of it" says '^act.http: HTTP 500 .*not_done of the verb refund' "$dir/out"
ok "a folder without fixtures is a finding" exits 3 "$hw" sdk check "$B/plugins/dhl.so" --fixtures "$dir/words"
ok "in words" says 'no fixture, so nothing can be judged' "$dir/out"
# shellcheck disable=SC2086
${CC:-cc} -std=c11 -D_GNU_SOURCE -Isdk $san -DNO_LIFE -fPIC -shared -o "$dir/words/careless.so" tests/chaos/careless.c
ok "a key without a life is a finding" exits 3 "$hw" sdk check "$dir/words/careless.so" --fixtures tests/chaos/careless
ok "in words" says 'class A and says no key_life_ms' "$dir/out"
ok "a folder that is not there is no finding" exits 65 "$hw" sdk check "$B/plugins/dhl.so" --fixtures "$dir/nowhere"
printf text >"$dir/words/no.so"
ok "what is no plugin is told" exits 3 "$hw" sdk check "$dir/words/no.so" --fixtures tests/chaos/careless
ok "in words" says 'no.so: loaded: .*not a shared library' "$dir/out"
ok "--json is for programs" exits 3 "$hw" sdk check "$dir/words/careless.so" --fixtures tests/chaos/careless --json
ok "and has the findings" says '"findings":\[[{]"group":"declarations","fixture":"careless.so","sent":"' "$dir/out"

# The chaos plugin: each deed as a fixture that says that all is well.
mkdir "$dir/chaos"
for deed in crash exit flood big no-status silent nothing bad-money bad-choice bad-type bad-header keys memory forge hang; do
    printf '# %s\n== call\nop = carrier.track\narg = {"tracking": "%s"}\n== result\nok\n...\n== records\n...\n' $deed $deed >"$dir/chaos/$deed.http"
done
check "$dir/chaos" "$B/tests/chaos/chaos.so" --wait 1
ok "the chaos plugin is found out" [ $? = 3 ]
while IFS='|' read -r deed words; do
    ok "found: $deed" says "^$deed.http: played: .*($words)" "$dir/out"
done <<'DEEDS'
crash|died of signal 11|gone|broke a rule
exit|gone
flood|emitted more than 4000
big|more than 24 MiB
no-status|17, which is no status
silent|failed without saying why
nothing|a key that is empty
bad-money|order.total
bad-choice|scan.status
bad-type|type 4711
bad-header|a header that is none
keys|keeps more than 1000
memory|died of signal 6
forge|a call that is not under way
hang|hangs
DEEDS
# An answer without a body is none, unless a fixture says what it means.
cp -r plugins/push/fixtures "$dir/push"
ok "an empty list that a fixture shows is no finding" check "$dir/push" "$B/plugins/push.so"
rm "$dir/push/find-none.http"
check "$dir/push" "$B/plugins/push.so"
ok "without that fixture it is one" [ $? = 3 ]
ok "in words" says '^find-only.http: nothing as reply 1: it ended ok' "$dir/out"
done_testing
