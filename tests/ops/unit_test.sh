#!/bin/sh
# The packaged unit: how exposed the desk is under it, and that the desk and the
# sandboxes of its own children work under its restrictions.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
unit=packaging/helloword.service
exposed="the unit's exposure is at most 2.5"
works="the desk polls, pays and answers under the unit's restrictions"
if ! command -v systemd-analyze >/dev/null; then
    skip "$exposed" "systemd is not installed"
    skip "$works" "systemd is not installed"
    done_testing
    exit 0
fi

exposure() { systemd-analyze security --offline=yes --threshold=25 --no-pager "$unit" >"$dir/exposure"; }
ok "$exposed" exposure
sed -n 's/^→ Overall/# overall/p' "$dir/exposure"

# -- every word of it is known to the systemd of this machine --
mkdir "$dir/unit"
sed -e "s|/usr/bin/helloword|$hw|" -e '/^Documentation=/d' "$unit" >"$dir/unit/helloword.service"
verified() { systemd-analyze verify "$dir/unit/helloword.service" >"$dir/verified" 2>&1 && [ ! -s "$dir/verified" ]; }
ok "systemd knows every setting in it" verified

# -- the calls that are left: sets are opened, what ~ takes is taken --
calls_of() { # WORD...
    for word; do
        case $word in
        @*)
            # shellcheck disable=SC2046
            calls_of $(systemd-analyze syscall-filter "$word" 2>/dev/null | sed -e 1,2d -e '/^ *#/d' -e '/^$/d')
            ;;
        *) echo "$word" ;;
        esac
    done
}
# shellcheck disable=SC2046
calls_of $(sed -n 's/^SystemCallFilter=~//p' "$unit") | sort -u >"$dir/taken"
# shellcheck disable=SC2046
calls_of $(sed -n 's/^SystemCallFilter=\([^~].*\)/\1/p' "$unit") | sort -u >"$dir/given"
comm -23 "$dir/given" "$dir/taken" >"$dir/calls"
echo "# $(wc -l <"$dir/calls") system calls are left of $(wc -l <"$dir/given")"

case $B in
*-address*)
    skip "$works" "sanitizers need calls of their own"
    done_testing
    exit 0
    ;;
esac

# -- a shop with one order, a desk that refunds it --
secret secret sandbox-secret
echo 1 1001 | shop_data >"$dir/shop.json"
shop "$dir" --data "$dir/shop.json"
cat >"$dir/helloword.conf" <<M
desk = { state = "state"; policy = "$PWD/policy"; };
http = { listen = "127.0.0.1:0"; };
agents = ( { name = "eva"; uid = $(id -u); role = "owner"; } );
instances = ( { name = "shop"; plugin = "shopify"; shop = "x.myshopify.com"; loopback = true; poll = "1 s";
  base_url = "http://localhost:${base##*:}"; client_id = "c"; client_secret = "file:secret"; } );
M
# Root without any capability is a user like another.
bare=
[ "$(id -u)" != 0 ] || bare='setpriv --bounding-set -all --inh-caps -all'
$bare "$B/tests/ops/under" "$dir/calls" "$hw" serve -c "$dir/helloword.conf" --speed 20 \
    --port-file "$dir/desk.port" >"$dir/out" 2>"$dir/err" &
desk=$!
started="$started $desk"
synced() { [ "$(rows 'SELECT count(*) FROM payments')" = 1 ]; }
settled() { [ "$(rows 'SELECT count(*) FROM actions WHERE state = 7')" = 1 ]; }
pays() {
    wait_for grep -q ready "$dir/out" && wait_for synced &&
        "$hw" action plan refund --order 1001 --amount 5.00 --currency USD -c "$dir/helloword.conf" >/dev/null &&
        "$hw" action approve 1 -c "$dir/helloword.conf" >/dev/null && wait_for settled &&
        [ "$(curl -s "http://127.0.0.1:$(cat "$dir/desk.port")/readyz")" = ready ] &&
        kill -HUP "$desk" && wait_for grep -q reloaded "$dir/err" &&
        [ "$(wc -l <"$dir/effects")" = 1 ]
}
ok "$works" pays
no_complaint() { ! grep -E ' (error|warning) ' "$dir/err" | head -n 3 | grep .; }
ok "and has nothing to complain of: Landlock and seccomp are its children's own too" no_complaint
filters() { # of the newest worker: the unit's and its own
    worker=$(pgrep -P "$desk" -x helloword-worke | tail -n 1)
    [ "$(sed -n 's/^Seccomp_filters:[^0-9]*//p' "/proc/$worker/status")" -ge 7 ]
}
title="its workers stand under the unit's filters and their own"
if grep -q '^Seccomp_filters:' /proc/self/status; then
    ok "$title" filters
else
    skip "$title" "this kernel does not count filters"
fi
kill "$desk"
wait "$desk"
ok "it stops as it should" test $? = 0
done_testing
