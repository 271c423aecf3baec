#!/bin/sh
# A plugin inside the desk's process (serve --inline, for a debugger) does what
# it does in its worker: the same facts come in, the same refund goes out.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
secret secret sandbox-secret
echo 1 1001 | shop_data >"$dir/shop.json"
cli() { "$hw" "$@" -c "$dir/$name/desk.conf"; }

day() { # NAME SERVE-OPTION...: what the desk holds at its end
    name=$1 db=$dir/$1/state/helloword.db
    shift
    mkdir "$dir/$name"
    shop "$dir/$name" --data "$dir/shop.json"
    cat >"$dir/$name/desk.conf" <<M
desk = { state = "state"; policy = "$PWD/policy"; };
http = { listen = "127.0.0.1:0"; };
agents = ( { name = "eva"; uid = $(id -u); role = "owner"; } );
instances = ( $(shop_instance shop) );
M
    serve "$name/desk" "$@"
    wait_for is 1 'SELECT count(*) FROM payments'
    cli action plan refund --order '#1001' --amount 5.00 --currency USD >&2
    cli action approve 1 >&2
    wait_for is 7 'SELECT state FROM actions'
    children=$(pgrep -P "$desk" -x helloword-worke | wc -l)
    stop "$desk" "$sim"
    rows "SELECT name, total, total_currency FROM orders; SELECT type, status, amount FROM payments ORDER BY id; SELECT verb, state, amount FROM actions" >"$dir/$name/rows"
}

day worker --speed 20
workers=$children
day inline --inline --speed 20
ok "inline starts no worker" [ "$workers" -ge 1 -a "$children" = 0 ]
ok "a refund is paid exactly once" [ "$(cat "$dir/worker/effects" "$dir/inline/effects" | wc -l)" = 2 ]
same() { [ -s "$dir/worker/rows" ] && cmp "$dir/worker/rows" "$dir/inline/rows"; }
ok "both ways leave the same rows" same
done_testing
