#!/bin/sh
# What an alert is about: its ladder is found by the first word of its cause, so
# whatever the desk raises must be a word that a ladder takes, and the other way
# round (the list in core/policy/people/alarm_ladders.c).
#
#   sh tests/causes_test.sh [ROOT]    another tree may be looked at instead
# SPDX-License-Identifier: MIT
set -u
LC_ALL=C
export LC_ALL
root=${1:-.}
dir=$(mktemp -d) || exit 71
trap 'rm -rf "$dir"' EXIT

# Written like a cause ("order:%lld:%s") and none, and where: what subjects,
# references and records of the journal are called. Elsewhere, or right behind an
# alert's level, the same word is a cause.
sort >"$dir/none" <<N
desk/alert/notice.c notice
desk/alert/tell_send.c staff
desk/intake/evidence.c journal
desk/intake/inbox.c inbox
desk/intake/quarantine.c drop
desk/ledger/journal.c journal
desk/ledger/replay.c journal
desk/ledger/restored.c lift
desk/ledger/subject.c mail
desk/ledger/subject.c order
desk/ledger/subject.c thread
desk/playbook/follow_dispute.c dispute
host/options.c credential
host/options.c file
N

# The sources without comments, each as one line.
plain() {
    rm -rf "$dir/plain"
    mkdir "$dir/plain"
    cp -r "$root/core/desk" "$root/core/host" "$dir/plain"
    find "$dir/plain" -name '*.[ch]' -exec \
        sed -z -E -i 's,/\*([^*]|\*+[^*/])*\*+/,,g; s/[[:space:]]+/ /g' {} +
}

# A cause is written out where it is raised ("accept:%lld:%s"), also where a
# macro has its first word: in pieces it would not be found here.
#
# The first word of each text that stands where a cause does: behind the level
# of an alert, before a number or a name, in a name for one.
raised() {
    plain
    (cd "$dir/plain" && grep -roE '"[a-z]+(-[a-z]+)*:%' .) |
        sed 's,^\./,,; s/:"/ /; s/:%$//' | sort -u >"$dir/named"
    {
        grep -rhoE '"(info|warning|error)", (arena_printf\([^"]*)?"[a-z-]+[":]' \
            "$dir/plain" | grep -oE '"[a-z-]+[":]$' | tr -d '":'
        comm -23 "$dir/named" "$dir/none" | sed 's/.* //'
        grep -rhoE '#define ([A-Z]+_)*(ALERT|CAUSE) "[a-z]+(-[a-z]+)*' \
            "$dir/plain" | grep -oE '[a-z-]+$'
    } | sort -u
}

listed() {
    sed -n '/causes\[\] = {/,/NULL/p' "$root/core/policy/people/alarm_ladders.c" |
        grep -oE '"[a-z-]+"' | tr -d '"'
}

# told N TITLE FILE: the test passed if FILE is empty.
told() {
    if [ -s "$3" ]; then
        echo "not ok $1 - $2"
        sed 's/^/#   /' "$3"
        failed=1
    else
        echo "ok $1 - $2"
    fi
}

failed=0
raised >"$dir/raised"
listed >"$dir/listed"
sort -u "$dir/listed" >"$dir/sorted"
comm -23 "$dir/raised" "$dir/sorted" >"$dir/unnamed"
comm -13 "$dir/raised" "$dir/sorted" >"$dir/unraised"
diff "$dir/listed" "$dir/sorted" >"$dir/order"
[ -s "$dir/raised" ] || echo "nothing was found" >"$dir/unraised"
told 1 "a ladder can name every cause that the desk raises" "$dir/unnamed"
told 2 "every cause that a ladder can name is raised" "$dir/unraised"
told 3 "the list is in order, each word once" "$dir/order"

# The check itself: in a tree with one mistake of each kind they are found.
if [ $# -eq 0 ]; then
    mkdir -p "$dir/tree/core"
    cp -r "$root/core/desk" "$root/core/host" "$root/core/policy" "$dir/tree/core"
    {
        echo 'x(d, "info", arena_printf(&d->arena, "a-new-one:%lld", 1));'
        echo 'x(d, "info", arena_printf(&d->arena, "order:%lld", 1));'
        echo 'snprintf(about, sizeof about, "journal:%lld", 1);'
        printf '/* says "commented:%%lld" * and\n * "warning", "apart" ** */\n'
    } >>"$dir/tree/core/desk/alert/alert.c"
    sed -i 's/"vip",/"vipp",/' "$dir/tree/core/policy/people/alarm_ladders.c"
    sh "$0" "$dir/tree" | grep '^# ' | tr -d '# \n' >"$dir/found"
    echo "a-new-onejournalordervipvipp" | tr -d '\n' | cmp - "$dir/found" >"$dir/differs"
    told 4 "a cause in one of the two only is found, and none in a comment" "$dir/differs"
fi
echo "1..$((3 + ($# == 0)))"
exit $failed
