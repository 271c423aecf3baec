# lib.sh - what shell tests share; `. tests/lib.sh` from the top of the tree.
#
# $B the build directory, $dir a folder of the test's own, $hw the program,
# $full 1 when the row runs at its full size (make soak). Its talk on standard
# error goes to $dir/log. What it started in $started is killed at the end.
# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2034
B=$(cd "${HW_BUILD:-build}" && pwd)
dir=${HW_SCRATCH:-$(mktemp -d)}/t
hw=$B/helloword started='' tests=0
case ${HW_FULL:-0} in 0) full='' ;; *) full=1 ;; esac
mkdir -p "$dir"
# A test may run a desk as root.
export HELLOWORD_SANDBOX=1
exec 2>>"$dir/log"
# shellcheck disable=SC2086
lib_end() { [ -z "$started" ] || kill -9 $started 2>/dev/null; }
trap lib_end EXIT

# ok TITLE COMMAND...: one test, passed if the command succeeds.
ok() {
    title=$1
    shift
    tests=$((tests + 1))
    if "$@"; then
        echo "ok $tests - $title"
    else
        echo "not ok $tests - $title"
        echo "#   in vain: $*" | head -n 5
    fi
}

# skip TITLE WHY: one test that this machine cannot run.
skip() {
    tests=$((tests + 1))
    echo "ok $tests - $1 # SKIP $2"
}

# The last line of a test.
done_testing() { echo "1..$tests"; }

# exits STATUS COMMAND...: does it end with that status? What it prints is in
# $dir/out and $dir/err.
exits() {
    wanted=$1
    shift
    "$@" >"$dir/out" 2>"$dir/err" </dev/null
    [ $? -eq "$wanted" ]
}

# says PATTERN FILE: is there a line like that?
says() { grep -qE -- "$1" "$2"; }

# wait_for COMMAND...: until it succeeds, a minute at most.
wait_for() {
    waited=0
    until "$@"; do
        waited=$((waited + 1))
        [ $waited -lt 1200 ] || return 1
        sleep 0.05
    done
}

# random BELOW: a number in $drawn, repeatable from $seed. In no subshell, or it
# stands.
random() {
    seed=$(((seed * 1103515245 + 12345) % 2147483648))
    drawn=$((seed / 65536 % $1))
}

# serve NAME [OPTION...]: starts a desk on $dir/NAME.conf and waits until it is
# ready; its pid in $desk, what it says in $dir/NAME.out and $dir/NAME.err.
serve() {
    name=$1
    shift
    : >"$dir/$name.out"
    "$hw" serve -c "$dir/$name.conf" "$@" >"$dir/$name.out" 2>"$dir/$name.err" &
    desk=$!
    started="$started $desk"
    wait_for grep -q ready "$dir/$name.out"
}
