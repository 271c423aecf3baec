#!/bin/sh
# A copy of each template, outside the tree, builds and plays its fixtures; and
# a plugin of another contract is refused in words.
# SPDX-License-Identifier: MIT
set -u
B=$(cd "${HW_BUILD:-build}" && pwd)
root=$PWD
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
n=0

# ok TITLE COMMAND...: the command's output is shown when it fails
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

# A build for sanitizers needs its plugins built likewise.
case "$B" in
*-address*) san=$(echo "${B##*build-}" | tr - ,) && export CFLAGS="-g -fsanitize=$san" LDFLAGS="-fsanitize=$san" ;;
esac

instantiate() {
    mkdir -p "$tmp/$2" && cp -r "sdk/template/$1/." "$tmp/$2/" || return
    mv "$tmp/$2/@ID@.c" "$tmp/$2/$2.c" || return
    find "$tmp/$2" -type f -exec sed -i "s/@ID@/$2/g; s/@NAME@/Acme Ltd/g" {} +
    ! grep -r '@[A-Z]*@' "$tmp/$2"
}
build() { make -s -C "$tmp/$1" "HW_SDK=$root/sdk" "HW_PLAY=$B/helloword-play" "${2:-$1.so}"; }

for t in carrier marketplace channel; do
    ok "a $t is made from its template" instantiate "$t" "my-$t"
    ok "the $t builds without warnings" build "my-$t" CFLAGS="${CFLAGS:--O2} -Wall -Wextra -Wpedantic -Werror"
    ok "the $t passes its fixtures both ways" build "my-$t" test
done
mkdir -p "$tmp/numbers" && cp "$tmp/my-carrier/numbers.conf" "$tmp/numbers/my-carrier.numbers.conf"
printf 'desk = { state = "s"; policy = "%s/policy"; plugins = "%s/numbers"; };\n' "$root" "$tmp" >"$tmp/numbers.desk"
ok "its numbers are known once they lie beside it" sh -c \
    "\"$B/helloword\" track --json -c \"$tmp/numbers.desk\" AB0123456789 | grep -q '\"carrier\":\"my-carrier\",\"valid\":true'"
sed 's/carrier = "my-carrier"/carrier = "my-carier"/' "$tmp/my-carrier/numbers.conf" >"$tmp/numbers/my-carrier.numbers.conf"
ok "numbers of another carrier than the plugin are a mistake" sh -c \
    "! \"$B/helloword\" track -c \"$tmp/numbers.desk\" AB0123456789 2>\"$tmp/err\" &&
     grep -q 'numbers.conf:[0-9]*: \"my-carier\" is not the plugin .*write carrier = \"my-carrier\"' \"$tmp/err\""
order=$(sed -n 's/^{.*"occurred": "\([^"]*\)".*/\1/p' "$tmp/my-carrier/fixtures/track.http")
ok "its fixture shows the newest scan first" test "$order" = "$(echo "$order" | sort -r)"
# Far from the tree, beside a folder that is called sdk and holds no header.
mkdir -p "$tmp/far/sdk" "$tmp/far/plugins" && cp -r "$tmp/my-carrier" "$tmp/far/plugins/" && rm "$tmp/far/plugins/my-carrier/my-carrier.so"
alone() { env -u PKG_CONFIG_PATH PKG_CONFIG_LIBDIR="$tmp/none" make -s -C "$tmp/far/plugins/my-carrier" "$@" 2>&1; }
ok "a build that finds no header names both ways to tell where it is" sh -c \
    'echo "$1" | grep "HW_SDK=" | grep -q "PKG_CONFIG_PATH="' sh "$(alone)"
ok "and takes the first" alone "HW_SDK=$root/sdk"
ok "a test that finds no player says what to write" sh -c 'echo "$1" | grep -q "HW_PLAY="' sh "$(alone "HW_SDK=$root/sdk" test)"
ok "a carrier takes less than 100 lines" test "$(wc -l <"$tmp/my-carrier/my-carrier.c")" -lt 100

mkdir -p "$tmp/b/plugins" && touch "$tmp/b/plugins/dhl.so" "$tmp/b/plugins/gone.so" "$tmp/b/plugins/gone.numbers.conf"
ok "what was built of plugins that are gone is removed" make -s tidy "B=$tmp/b"
ok "and only that" test "$(ls "$tmp/b/plugins")" = dhl.so

# refused TITLE WORDS FILE
refused() {
    n=$((n + 1))
    if out=$("$B/helloword-worker" --describe "$3" 2>&1); then
        echo "not ok $n - $1: it was described"
    elif printf '%s' "$out" | grep -q -- "$2"; then
        echo "ok $n - $1"
    else
        echo "not ok $n - $1"
        printf '# %s\n' "$out"
    fi
}
variant() {
    ${CC:-cc} -std=c11 -D_GNU_SOURCE -Isdk ${CFLAGS:-} -fPIC -shared "$@" tests/chaos/chaos.c
}
ok "a newer plugin builds" variant -DCHAOS_MINOR=9 -o "$tmp/chaos.so"
refused "a plugin of a newer contract asks for a newer program" "update the program" "$tmp/chaos.so"
ok "a renamed plugin builds" variant -o "$tmp/other.so"
refused "a file must be named as its plugin" 'must be named chaos.so' "$tmp/other.so"
ok "a plugin of another major builds" variant -Dhw_plugin_abi1=hw_plugin_abi2 -o "$tmp/major.so"
refused "a plugin of another major is named" 'another contract (hw_plugin_abi2)' "$tmp/major.so"
undeclared() {
    sed 's/\.requests = HW_TABLE(requests),//' "$tmp/my-marketplace/my-marketplace.c" >"$tmp/undeclared.c" &&
        ${CC:-cc} -std=c11 -D_GNU_SOURCE -Isdk ${CFLAGS:-} -fPIC -shared -o "$tmp/my-marketplace.so" "$tmp/undeclared.c"
}
ok "a shop that declares no request builds" undeclared
refused "a verb whose request is not declared is not loaded" 'refund has no row in .requests' "$tmp/my-marketplace.so"
refused "text is no plugin" 'no ELF header' Makefile
refused "a folder is no plugin" 'is not a file' tests
refused "a file that is not there" 'cannot open' "$tmp/none.so"
refused "a program is no plugin" 'exports no hw_plugin_abi1' "$B/helloword-play"

# Cut anywhere, a plugin is refused and nothing crashes.
size=$(wc -c <"$B/tests/chaos/chaos.so")
bad=0
for part in 0 1 63 64 65 100 $((size / 4)) $((size / 2)) $((size - 1)); do
    head -c "$part" "$B/tests/chaos/chaos.so" >"$tmp/cut.so"
    "$B/helloword-worker" --describe "$tmp/cut.so" >/dev/null 2>"$tmp/err"
    [ $? = 65 ] && [ -s "$tmp/err" ] || bad=$part
done
ok "a plugin cut short is refused with words (at $bad)" test "$bad" = 0

# The header's numbers overwritten one after the other.
bad=0
for at in 40 41 47 58 59 60 61 62 63; do
    for byte in '\377' '\001' '\000'; do
        cp "$B/tests/chaos/chaos.so" "$tmp/hurt.so"
        printf "$byte" | dd of="$tmp/hurt.so" bs=1 seek=$at conv=notrunc 2>/dev/null
        "$B/helloword-worker" --describe "$tmp/hurt.so" >/dev/null 2>&1
        rc=$?
        [ $rc -lt 128 ] || bad="$at $byte"
    done
done
ok "a plugin with a hurt header crashes nothing (at $bad)" test "$bad" = 0

ok "a descriptor is one JSON object" sh -c "'$B/helloword-worker' --describe '$B/tests/chaos/chaos.so' | grep -q '^{\"id\":\"chaos\",.*\"carrier\":{.*\"ops\":\[\"track\"\]}}$'"
ok "nothing a plugin prints is in it" sh -c "[ \$('$B/helloword-worker' --describe '$B/tests/chaos/chaos.so' | wc -l) = 1 ]"
echo "1..$n"
