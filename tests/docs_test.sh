#!/bin/sh
# Every block of C in the author's guide compiles without a warning, as C and
# with the header included from C++; the first one is a plugin that runs.
# SPDX-License-Identifier: MIT
set -u
B=$(cd "${HW_BUILD:-build}" && pwd)
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
n=0
case "$B" in
*-address*) SANFLAGS=-fsanitize=$(echo "${B##*build-}" | tr - ,) ;;
*) SANFLAGS= ;;
esac
awk -v dir="$tmp" '/^```c$/ { i++; on = 1; next } /^```$/ { on = 0 } on { print > (dir "/block" i ".c") }' \
    docs/write-a-plugin.md
ok() {
    title=$1 && shift
    n=$((n + 1))
    if out=$("$@" 2>&1); then
        echo "ok $n - $title"
    else
        echo "not ok $n - $title"
        printf '%s\n' "$out" | sed 's/^/# /'
    fi
}
ok "the guide has blocks of C" test -f "$tmp/block4.c"
for c in "$tmp"/block*.c; do
    ok "$(basename "$c") compiles" ${CC:-cc} -std=c11 -D_GNU_SOURCE -Wall -Wextra -Wpedantic -Werror \
        -Wno-unused-function -Wno-unused-const-variable -Isdk -fPIC -c -o "$tmp/x.o" "$c"
done
ok "the synopsis builds" ${CC:-cc} $SANFLAGS -shared -fPIC -fvisibility=hidden -Isdk -o "$tmp/acme.so" "$tmp/block1.c"
cat >"$tmp/d.http" <<'END'
# the synopsis
== call
op = carrier.track
arg = {"tracking": "1"}
== records
{"kind": "scan", "carrier": "acme", "tracking": "1", "code": "D", "status": "delivered", "occurred": "2026-11-24T10:00:00+01:00"}
END
ok "the synopsis runs" "$B/helloword-play" "$tmp/acme.so" "$tmp/d.http"
ok "the synopsis runs in a worker" "$B/helloword-play" --worker "$tmp/acme.so" "$tmp/d.http"
awk '/^```$/ || /^```c$/ { next } /^# a parcel that arrived/ { on = 1 } on && /^## / { exit } on { print }' \
    docs/fixtures.md | sed '/^$/d' >"$tmp/shown.http"
ok "the fixture that the format's page shows has all parts" sh -c \
    "[ \$(grep -c '^== ' '$tmp/shown.http') = 5 ]"
unlinked() { # pages of docs/ that neither README names
    for page in docs/*.md; do
        case $page in *.head.md) continue ;; esac
        for readme in README.md README.zh-CN.md; do
            grep -q "$page" "$readme" || echo "$readme does not name $page"
        done
    done >"$tmp/unlinked"
    cat "$tmp/unlinked"
    [ ! -s "$tmp/unlinked" ]
}
ok "both READMEs name every page" unlinked
echo "1..$n"
