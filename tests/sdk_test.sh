#!/bin/sh
# A copy of each template, outside the tree, builds and plays its fixtures; and
# a plugin of another contract is refused in words.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
root=$PWD


# A build for sanitizers needs its plugins built likewise.
[ -z "$san" ] || export CFLAGS="-g $san" LDFLAGS="$san"

instantiate() {
    mkdir -p "$dir/$2" && cp -r "sdk/template/$1/." sdk/template/Makefile "$dir/$2/" || return
    mv "$dir/$2/@ID@.c" "$dir/$2/$2.c" || return
    find "$dir/$2" -type f -exec sed -i "s/@ID@/$2/g; s/@NAME@/Acme Ltd/g; s|@PROGRAM@|$dir/nowhere|g" {} +
    ! grep -r '@[A-Z]*@' "$dir/$2"
}
build() { make -s -C "$dir/$1" "HW_SDK=$root/sdk" "HW_PLAY=$B/helloword-play" "${2:-$1.so}"; }

for t in carrier marketplace channel; do
    ok "a $t is made from its template" instantiate "$t" "my-$t"
    ok "the $t builds without warnings" build "my-$t" CFLAGS="${CFLAGS:--O2} -Wall -Wextra -Wpedantic -Werror"
    ok "the $t passes its fixtures both ways" build "my-$t" test
done
mkdir -p "$dir/numbers" && cp "$dir/my-carrier/numbers.conf" "$dir/numbers/my-carrier.numbers.conf"
printf 'desk = { state = "s"; policy = "%s/policy"; plugins = "%s/numbers"; };\n' "$root" "$dir" >"$dir/numbers.desk"
track() { exits "$1" "$hw" track --json -c "$dir/numbers.desk" AB0123456789; } # STATUS
known() { track 0 && says '"carrier":"my-carrier","valid":true' "$dir/out"; }
ok "its numbers are known once they lie beside it" known
sed 's/carrier = "my-carrier"/carrier = "my-carier"/' "$dir/my-carrier/numbers.conf" >"$dir/numbers/my-carrier.numbers.conf"
mistaken() { track 78 && says 'numbers.conf:[0-9]*: "my-carier" is not the plugin .*write carrier = "my-carrier"' "$dir/err"; }
ok "numbers of another carrier than the plugin are a mistake" mistaken
order=$(sed -n 's/^{.*"occurred": "\([^"]*\)".*/\1/p' "$dir/my-carrier/fixtures/track.http")
newest_first() { [ "$(echo "$order" | wc -l)" -ge 2 ] && [ "$order" = "$(echo "$order" | sort -r)" ]; }
ok "its fixture shows the newest scan first" newest_first
# Far from the tree, beside a folder that is called sdk and holds no header.
mkdir -p "$dir/far/sdk" "$dir/far/plugins" && cp -r "$dir/my-carrier" "$dir/far/plugins/" && rm "$dir/far/plugins/my-carrier/my-carrier.so"
alone() { env -u PKG_CONFIG_PATH PKG_CONFIG_LIBDIR="$dir/none" make -s -C "$dir/far/plugins/my-carrier" "$@" 2>&1; }
in_words() { # PATTERN [MAKE'S WORDS]
    pattern=$1
    shift
    ! alone "$@" >"$dir/out" && says "$pattern" "$dir/out"
}
ok "a build that finds no program says what to install or to write" in_words \
    'no helloword is found .*; install one \(make install, or its package\), or write make HW=PATH-OF-HELLOWORD, or make HW_SDK='
ok "the header alone is enough to build" alone "HW_SDK=$root/sdk"
ok "a test that finds no player says what to write" in_words 'write make test HW=PATH-OF-HELLOWORD' "HW_SDK=$root/sdk" test
ok "a check that finds no program does, too" in_words 'write make check HW=PATH-OF-HELLOWORD' "HW_SDK=$root/sdk" check
ok "who names the program names all" alone "HW=$hw" test
written() { (cd "$dir/far" && "$hw" sdk new carrier mine && env -u PKG_CONFIG_PATH PKG_CONFIG_LIBDIR="$dir/none" make -s -C mine test); }
ok "outside of the tree the one that wrote a plugin is found by itself" written
where() { [ "$("$hw" sdk where header)" = "$root/sdk" ] && "$hw" sdk where --json | grep -q "\"player\":\"$B/helloword-play\",\"program\":\"$hw\""; }
ok "and says where its parts are" where
ok "a carrier takes less than 100 lines" test "$(wc -l <"$dir/my-carrier/my-carrier.c")" -lt 100

mkdir -p "$dir/b/plugins" && touch "$dir/b/plugins/dhl.so" "$dir/b/plugins/gone.so" "$dir/b/plugins/gone.numbers.conf"
ok "what was built of plugins that are gone is removed" make -s tidy "B=$dir/b"
ok "and only that" test "$(ls "$dir/b/plugins")" = dhl.so

refused() { # WORDS FILE
    looked=$dir/err
    ! "$B/helloword-worker" --describe "$2" >"$dir/out" 2>"$dir/err" && grep -q -- "$1" "$dir/err"
}
variant() {
    ${CC:-cc} -std=c11 -D_GNU_SOURCE -Isdk ${CFLAGS:-} -fPIC -shared "$@" tests/chaos/chaos.c
}
ok "a newer plugin builds" variant -DCHAOS_MINOR=9 -o "$dir/chaos.so"
ok "a plugin of a newer contract asks for a newer program" refused "update the program" "$dir/chaos.so"
ok "a renamed plugin builds" variant -o "$dir/other.so"
ok "a file must be named as its plugin" refused 'must be named chaos.so' "$dir/other.so"
ok "a plugin of another major builds" variant -Dhw_plugin_abi1=hw_plugin_abi2 -o "$dir/major.so"
ok "a plugin of another major is named" refused 'another contract (hw_plugin_abi2)' "$dir/major.so"
undeclared() {
    sed 's/\.requests = HW_TABLE(requests),//' "$dir/my-marketplace/my-marketplace.c" >"$dir/undeclared.c" &&
        ${CC:-cc} -std=c11 -D_GNU_SOURCE -Isdk ${CFLAGS:-} -fPIC -shared -o "$dir/my-marketplace.so" "$dir/undeclared.c"
}
ok "a shop that declares no request builds" undeclared
ok "a verb whose request is not declared is not loaded" refused 'refund has no row in .requests' "$dir/my-marketplace.so"
ok "text is no plugin" refused 'no ELF header' Makefile
ok "a folder is no plugin" refused 'is not a file' tests
ok "a file that is not there" refused 'cannot open' "$dir/none.so"
ok "a program is no plugin" refused 'exports no hw_plugin_abi1' "$B/helloword-play"

# Cut anywhere, a plugin is refused and nothing crashes.
size=$(wc -c <"$B/tests/chaos/chaos.so")
bad=0
for part in 0 1 63 64 65 100 $((size / 4)) $((size / 2)) $((size - 1)); do
    head -c "$part" "$B/tests/chaos/chaos.so" >"$dir/cut.so"
    "$B/helloword-worker" --describe "$dir/cut.so" >/dev/null 2>"$dir/err"
    [ $? = 65 ] && [ -s "$dir/err" ] || bad=$part
done
ok "a plugin cut short is refused with words (at $bad)" test "$bad" = 0

# The header's numbers overwritten one after the other.
bad=0
for at in 40 41 47 58 59 60 61 62 63; do
    for byte in '\377' '\001' '\000'; do
        cp "$B/tests/chaos/chaos.so" "$dir/hurt.so"
        printf "$byte" | dd of="$dir/hurt.so" bs=1 seek=$at conv=notrunc 2>/dev/null
        "$B/helloword-worker" --describe "$dir/hurt.so" >/dev/null 2>&1
        rc=$?
        [ $rc -lt 128 ] || bad="$at $byte"
    done
done
ok "a plugin with a hurt header crashes nothing (at $bad)" test "$bad" = 0

ok "a descriptor is one JSON object" sh -c "'$B/helloword-worker' --describe '$B/tests/chaos/chaos.so' | grep -q '^{\"id\":\"chaos\",.*\"carrier\":{.*\"ops\":\[\"track\"\]}}$'"
ok "nothing a plugin prints is in it" sh -c "[ \$('$B/helloword-worker' --describe '$B/tests/chaos/chaos.so' | wc -l) = 1 ]"
done_testing
