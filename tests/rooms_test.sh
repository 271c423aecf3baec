#!/bin/sh
# The rooms of core/ are stacked: code includes its own room or a lower one.
#
#   sh tests/rooms_test.sh [ROOT]    another tree may be looked at instead
# SPDX-License-Identifier: MIT
set -u
LC_ALL=C
export LC_ALL
root=${1:-.}

# Lowest first. Programs apart: a worker, a sender and the fixture player carry little.
order="base text model wire db policy desk host http play judge cli"
may_worker="base model wire worker"
may_play="base model wire play"
may_sender="base model wire sender"

# Prints the rooms that code in room $1 may include.
allowed() {
    case $1 in
    worker) echo "$may_worker" ; return ;;
    play) echo "$may_play" ; return ;;
    sender) echo "$may_sender" ; return ;;
    esac
    below=
    for room in $order; do
        below="$below $room"
        [ "$room" != "$1" ] || { echo "$below"; return; }
    done
}

# Prints "file:line room" for what breaks the order in room $1.
wrong_in_room() {
    find "$root/core/$1" -name '*.[ch]' -exec \
        grep -Hn '^[ 	]*#[ 	]*include[ 	]*"' {} + 2>/dev/null |
        awk -v may=" $(allowed "$1") " '{
            split($0, part, "\"")
            if (split(part[2], path, "/") < 2) next
            if (!index(may, " " path[1] " ") || part[2] ~ /\.\./) {
                split($0, at, ":")
                print at[1] ":" at[2] ": includes " part[2]
            }
        }'
}

# A plugin knows the contract, its own headers and outside libraries.
wrong_in_plugins() {
    find "$root/plugins" -name '*.[ch]' ! -path '*/sim/*' ! -path '*/tests/*' ! -path '*/tool/*' \
        -exec grep -Hn '^[ 	]*#[ 	]*include[ 	]*["<]' {} + 2>/dev/null |
        awk '{
            split($0, at, ":")
            quoted = match($0, /"[^"]*"/)
            if (!quoted) match($0, /<[^>]*>/)
            what = substr($0, RSTART + 1, RLENGTH - 2)
            folder = at[1]
            sub(/[^\/]*$/, "", folder)
            if (what == "hw_plugin.h" || what == "hw_files.h") next
            own = what !~ /\.\./ && (getline text < (folder what)) >= 0
            ours = what ~ /^(base|model|wire|db|policy|desk|host|http|play|judge|cli|worker|sender)\//
            if (quoted ? !own : ours)
                print at[1] ":" at[2] ": includes " what
            close(folder what)
        }'
}

n=0
report() {
    n=$((n + 1))
    if [ -z "$2" ]; then
        echo "ok $n - $1"
    else
        echo "not ok $n - $1"
        echo "$2" | sed 's/^/# /'
        status=1
    fi
}

status=0
rooms=
for dir in "$root"/core/*/; do
    rooms="$rooms $(basename "$dir")"
done
for room in $rooms; do
    if [ -z "$(allowed "$room")" ]; then
        report "core/$room has a place in the order" "not in: $order"
    else
        report "core/$room includes only its own and lower rooms" \
            "$(wrong_in_room "$room")"
    fi
done
report "plugins include only the headers of sdk/ and what is theirs" \
    "$(wrong_in_plugins)"

# The check itself: a tree with one mistake of each kind is found out.
if [ $# -eq 0 ]; then
    made=${HW_SCRATCH:?is set by tests/run}/tree
    mkdir -p "$made/core/base" "$made/core/worker" "$made/core/attic" \
        "$made/plugins/x/sim" "$made/plugins/y"
    echo '#include "db/db.h"' >"$made/core/base/a.c"
    echo '#include "base/../db/db.h"' >"$made/core/base/b.h"
    echo '#include "db/db.h"' >"$made/core/worker/w.c"
    printf '#include "hw_plugin.h"\n#include "x.h"\n#include <sqlite3.h>\n' \
        >"$made/plugins/x/x.c"
    : >"$made/plugins/x/x.h"
    echo '#include "desk/desk.h"' >"$made/plugins/x/sim/s.c"
    echo '#include <base/str.h>' >"$made/plugins/y/y.c"
    echo '#include "../x/x.h"' >>"$made/plugins/y/y.c"
    found=$(sh "$0" "$made" | grep -c '^# .*: includes')
    [ "$found" -eq 5 ] && found= || found="found $found of 5 mistakes"
    report "a wrong include in any room or plugin is found" "$found"
    sh "$0" "$made" | grep -q 'not ok .*core/attic has a place' &&
        found= || found="core/attic was not noticed"
    report "a room without a place in the order is found" "$found"
fi
echo "1..$n"
exit $status
