#!/bin/sh
# Every block of C in the author's guide compiles without a warning, as C and
# with the header included from C++; the first one is a plugin that runs.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
awk -v dir="$dir" '/^```c$/ { i++; on = 1; next } /^```$/ { on = 0 } on { print > (dir "/block" i ".c") }' \
    docs/write-a-plugin.md
ok "the guide has blocks of C" test -f "$dir/block4.c"
for c in "$dir"/block*.c; do
    ok "$(basename "$c") compiles" ${CC:-cc} -std=c11 -D_GNU_SOURCE -Wall -Wextra -Wpedantic -Werror \
        -Wno-unused-function -Wno-unused-const-variable -Isdk -fPIC -c -o "$dir/x.o" "$c"
done
ok "the synopsis builds" ${CC:-cc} $san -shared -fPIC -fvisibility=hidden -Isdk -o "$dir/acme.so" "$dir/block1.c"
cat >"$dir/d.http" <<'END'
# the synopsis
== call
op = carrier.track
arg = {"tracking": "1"}
== records
{"kind": "scan", "carrier": "acme", "tracking": "1", "code": "D", "status": "delivered", "occurred": "2026-11-24T10:00:00+01:00"}
END
ok "the synopsis runs" "$B/helloword-play" "$dir/acme.so" "$dir/d.http"
ok "the synopsis runs in a worker" "$B/helloword-play" --worker "$dir/acme.so" "$dir/d.http"
awk '/^```$/ || /^```c$/ { next } /^# a parcel that arrived/ { on = 1 } on && /^## / { exit } on { print }' \
    docs/fixtures.md | sed '/^$/d' >"$dir/shown.http"
ok "the fixture that the format's page shows has all parts" sh -c \
    "[ \$(grep -c '^== ' '$dir/shown.http') = 5 ]"
unlinked() { # pages of docs/ that neither README names
    for page in docs/*.md; do
        case $page in *.head.md) continue ;; esac
        for readme in README.md README.zh-CN.md; do
            grep -q "$page" "$readme" || echo "$readme does not name $page"
        done
    done >"$dir/unlinked"
    cat "$dir/unlinked"
    [ ! -s "$dir/unlinked" ]
}
ok "both READMEs name every page" unlinked
absent() { # tests that the table of rows names and that are not there
    grep -o '`tests/[a-z_/]*\.[a-z]*: [^`]*`' docs/capabilities.md | tr -d '`' |
        while IFS= read -r row; do
            file=${row%%: *} title=${row#*: }
            case $file in *.sh) title="ok \"${title}[^0-9]" ;; *) title="cmocka_unit_test[^;]*$title" ;; esac
            tr -d '\n\t' <"$file" | grep -qE -- "$title" || echo "$row is not there"
        done >"$dir/absent"
    cat "$dir/absent"
    [ ! -s "$dir/absent" ]
}
ok "every test that the table of rows names is there" absent
done_testing
