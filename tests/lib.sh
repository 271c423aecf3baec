# lib.sh - what shell tests share; `. tests/lib.sh` from the top of the tree.
#
# $B the build directory, $dir a folder of the test's own, $hw the program,
# $full 1 when the row runs at its full size (make soak), $san the compiler's
# flag when the build is watched by sanitizers. Standard error goes to $dir/log,
# whose end is told when a test fails. Processes in $started are killed at the
# end, after $at_end was called. Desks and shops: tests/lib-desk.sh.
# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2034
B=$(cd "${HW_BUILD:-build}" && pwd) || exit 71
dir=${HW_SCRATCH:-$(mktemp -d)}/t
hw=$B/helloword
started='' at_end='' tests=0 failed=0 looked='' logs=$dir/log
case ${HW_FULL:-0} in 0) full='' ;; *) full=1 ;; esac
case $B in *-address*) san=-fsanitize=$(echo "${B##*build-}" | tr - ,) ;; *) san='' ;; esac
mkdir -p "$dir"
# A test may run a desk as root.
export HELLOWORD_SANDBOX=1
exec 2>>"$dir/log"
lib_end() {
    $at_end
    # shellcheck disable=SC2086
    [ -z "$started" ] || { kill -9 $started; wait $started; } 2>/dev/null
    [ -n "${HW_SCRATCH:-}" ] || [ $failed != 0 ] || rm -rf "${dir%/t}"
}
trap lib_end EXIT
trap 'exit 130' INT TERM HUP PIPE

# ok TITLE COMMAND...: one test, passed if the command succeeds. Of what it
# prints, lines that begin with # are told, all of it when it fails.
ok() {
    title=$1
    shift
    tests=$((tests + 1))
    if "$@" >"$dir/printed"; then
        echo "ok $tests - $title"
        [ ! -s "$dir/printed" ] || grep '^#' "$dir/printed"
    else
        failed=$((failed + 1))
        echo "not ok $tests - $title"
        echo "in vain: $*" | head -n 5 | sed 's/^/#   /'
        lib_tell
    fi
    looked=
}

# so TITLE: one test, passed if the command before it succeeded.
so() {
    set -- $? "$1"
    ok "$2" [ "$1" = 0 ]
}

# What a failed test leaves to read: the files it looked at and the logs.
lib_tell() {
    [ $failed -le 5 ] || return 0
    for lib_file in "$dir/printed" $looked $logs; do
        [ -s "$lib_file" ] || continue
        echo "#   the end of $lib_file:"
        tail -n 40 "$lib_file" | cut -c 1-300 | sed 's/^/#     /'
    done
}

# skip TITLE WHY: one test that this machine cannot run; skip_all WHY: no test.
skip() {
    tests=$((tests + 1))
    echo "ok $tests - $1 # SKIP $2"
}
skip_all() {
    echo "1..0 # SKIP $1"
    exit 0
}

# The last line of a test; false if one failed.
done_testing() {
    echo "1..$tests"
    [ $failed = 0 ]
}

# exits STATUS COMMAND...: does it end with that status? What it prints is in
# $dir/out and $dir/err.
exits() {
    wanted=$1 looked="$dir/out $dir/err"
    shift
    "$@" >"$dir/out" 2>"$dir/err" </dev/null
    [ $? -eq "$wanted" ]
}

# says PATTERN [FILE...]: is there a line like that? In $dir/out or $dir/err.
says() {
    lib_line=$1
    shift
    [ $# != 0 ] || set -- "$dir/out" "$dir/err"
    looked=$*
    grep -qE -- "$lib_line" "$@"
}

# lacks PATTERN FILE: it says something, but nothing like that. A pattern that
# grep does not understand is no absence.
lacks() {
    looked=$2
    [ -s "$2" ] || return
    grep -E -- "$1" "$2" >&2
    [ $? -eq 1 ]
}

# not COMMAND...: in vain.
not() { ! "$@"; }

# wait_for COMMAND...: until it succeeds, a minute at most. What takes longer is
# asked for less often: each question is some processes.
wait_for() {
    waited=0
    until "$@"; do
        waited=$((waited + 1))
        [ $waited -lt 270 ] || return 1
        if [ $waited -le 10 ]; then
            sleep 0.05
        elif [ $waited -le 40 ]; then
            sleep 0.1
        else
            sleep 0.25
        fi
    done
}

# random BELOW: a number in $drawn, repeatable from $seed. In no subshell, or it
# stands.
random() {
    seed=$(((seed * 1103515245 + 12345) % 2147483648))
    drawn=$((seed / 65536 % $1))
}

# now: in milliseconds; moment SECONDS: that far from now, as facts have it.
now() { date +%s%3N; }
moment() { date -u -d "@$(($(date +%s) + $1))" +%Y-%m-%dT%H:%M:%SZ; }

. tests/lib-desk.sh
