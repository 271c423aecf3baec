#!/bin/sh
# Plays every plugin's fixtures, in this process and through the worker, and
# holds the player itself against fixtures that are wrong.
# SPDX-License-Identifier: MIT
set -u
B=$(cd "${HW_BUILD:-build}" && pwd)
play=$B/helloword-play
n=0

# renumber: TAP of several plays on stdin as one stream
played() {
    out=$("$play" "$@" 2>&1)
    rc=$?
    while IFS= read -r line; do
        case "$line" in
        1..*) ;;
        "ok "*) n=$((n + 1)) && printf 'ok %d - %s\n' $n "${line#ok * - }" ;;
        "not ok "*) n=$((n + 1)) && printf 'not ok %d - %s\n' $n "${line#not ok * - }" ;;
        "# "*) printf '%s\n' "$line" ;;
        *) n=$((n + 1)) && printf 'not ok %d - %s\n' $n "$line" ;;
        esac
    done <<END
$out
END
    # Failed fixtures are told above; a player that dies is not.
    [ $rc -le 1 ] || { n=$((n + 1)) && echo "not ok $n - the player ended $rc ($*)"; }
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
for bad in tests/chaos/wrong/*.http; do
    reason=$(sed -n '1s/^# //p' "$bad")
    for how in "" --worker; do
        n=$((n + 1))
        if out=$("$play" $how "$B/tests/chaos/chaos.so" "$bad" 2>&1); then
            echo "not ok $n - $bad passes $how"
        elif printf '%s\n' "$out" | sed 1,2d | grep -qF -- "$reason"; then
            echo "ok $n - refused $how: $reason"
        else
            echo "not ok $n - $bad is refused for another reason $how"
            printf '%s\n' "$out" | sed 's/^/# /'
        fi
    done
done
echo "1..$n"
