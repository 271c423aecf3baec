#!/bin/sh
# One database has one desk: a second is refused over any path that leads to
# it, of many at once one serves, and a copy sends nothing before it looked.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
many=12
[ -z "$full" ] || many=50
mkdir "$dir/so"
cp "$B"/plugins/locale-en.so "$B/tests/puppet/puppet.so" "$dir/so/"
secret secret secret
manifest() { # NAME STATE
    cat >"$dir/$1.conf" <<M
desk = { state = "$2"; policy = "$PWD/policy"; plugins = "so"; };
http = { listen = "127.0.0.1:0"; };
instances = ( { name = "shop"; plugin = "puppet"; secret = "file:secret"; poll = "12 h"; } );
M
}
refused() { # NAME
    exits 75 timeout 20 "$hw" serve -c "$dir/$1.conf" && says 'another desk is using this database' "$dir/err"
}
manifest first state
ok "a desk starts" serve first
first=$desk

manifest same state
ok "a second desk on its folder is refused, and told why" refused same
ln -s state "$dir/linked"
manifest linked linked
ok "so is one over a link to the folder" refused linked
manifest dotted "$dir/so/../linked/./"
ok "and over a longer way to it" refused dotted
mkdir "$dir/other"
ln -s ../state/helloword.db "$dir/other/helloword.db"
manifest other other
ok "and one whose database is a link to it" refused other
mkdir "$dir/hard"
ln "$dir/state/helloword.db" "$dir/hard/helloword.db"
manifest hard hard
ok "or another name of the same file" refused hard
bound() {
    # shellcheck disable=SC2016
    unshare -m sh -c 'mount --bind "$1/state" "$1/bound" && exec timeout 20 "$2" serve -c "$1/bound.conf"' - "$dir" "$hw" \
        >"$dir/out" 2>"$dir/err"
    [ $? = 75 ] && says 'another desk is using this database' "$dir/err"
}
mkdir "$dir/bound"
manifest bound bound
if unshare -m mount --bind "$dir/so" "$dir/bound" 2>/dev/null; then
    ok "or the folder mounted at another place" bound
else
    skip "or the folder mounted at another place" "this user may not mount"
fi
ok "the first never noticed" kill -0 "$first"

# -- a copy --
ok "it is copied while it runs" exits 0 "$hw" backup "$dir/copy" --with-keys -c "$dir/first.conf"
ok "the copy becomes a desk of its own" exits 0 "$hw" restore "$dir/copy" --into "$dir/third" --keys "$dir/copy-keys.db"
manifest third third
db=$dir/third/helloword.db
ok "which starts beside the first" serve third
held_first() { [ "$(rows "SELECT group_concat(kind, ' ') FROM (SELECT kind FROM journal WHERE kind IN ('restored', 'lift', 'sending') ORDER BY seq)")" = "restored lift" ]; }
ok "and holds back what it would send until it has looked" wait_for held_first
kill "$desk" "$first"
ended() { ! kill -0 "$1" 2>/dev/null; }
wait_for ended "$desk"
wait_for ended "$first"

# -- many at once --
i=0 pids=
while [ $i -lt $many ]; do
    i=$((i + 1))
    "$hw" serve -c "$dir/first.conf" >"$dir/many.$i" 2>"$dir/many.$i.err" &
    pids="$pids $!"
done
started="$started $pids"
serving() { cat "$dir"/many.? "$dir"/many.?? | grep -c ready; }
left() { for p in $pids; do kill -0 "$p" 2>/dev/null && echo "$p"; done; }
one_left() { [ "$(left | wc -l)" = 1 ]; }
ok "of $many desks that start at once all but one end" wait_for one_left
one_serves() { [ "$(serving)" = 1 ]; }
ok "that one serves" wait_for one_serves
all_told() { [ "$(grep -l 'another desk is using this database' "$dir"/many.*.err | wc -l)" = $((many - 1)) ]; }
ok "and each of the others was told why" all_told
kill "$(left)"
done_testing
