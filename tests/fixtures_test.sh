#!/bin/sh
# Plays every plugin's fixtures, in this process and through the worker, and
# holds the player itself against fixtures that are wrong.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
play=$B/helloword-play

# Each test of a play as one of this.
played() {
    "$play" "$@" >"$dir/tap" 2>&1 </dev/null
    rc=$?
    while IFS= read -r line; do
        case "$line" in
        1..*) ;;
        "ok "*) ok "${line#ok * - }" true ;;
        "not ok "*) ok "${line#not ok * - }" false ;;
        "# "*) printf '%s\n' "$line" ;;
        *) ok "$line" false ;;
        esac
    done <"$dir/tap"
    # Failed fixtures are told above; a player that dies is not.
    [ $rc -le 1 ] || ok "the player ended $rc ($*)" false
}

for folder in plugins/*/fixtures; do
    [ -d "$folder" ] || continue
    id=${folder#plugins/} && id=${id%/fixtures}
    played "$B/plugins/$id.so" "$folder"/*.http
    played --worker "$B/plugins/$id.so" "$folder"/*.http
done
played "$B/tests/chaos/chaos.so" tests/chaos/fixtures/*.http
played --worker "$B/tests/chaos/chaos.so" tests/chaos/fixtures/*.http

# Each of these must be refused, and for the reason in its title.
refused() { # FIXTURE REASON [OPTION]
    ! "$play" ${3:+"$3"} "$B/tests/chaos/chaos.so" "$1" >"$dir/out" 2>&1 && sed 1,2d "$dir/out" | grep -qF -- "$2"
}
for bad in tests/chaos/wrong/*.http; do
    reason=$(sed -n '1s/^# //p' "$bad")
    for how in "" --worker; do
        looked=$dir/out
        ok "refused $how: $reason" refused "$bad" "$reason" $how
    done
done
done_testing
