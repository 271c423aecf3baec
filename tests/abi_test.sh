#!/bin/sh
# What is built against a released header runs on: with each frozen header of
# tests/abi, the small plugin and those that ship pass with today's programs;
# one that was built with a later, longer header does too; another contract is
# refused in words.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
warn="-Wall -Wextra -Wpedantic -Wshadow -Werror"

# header_compiles COMPILER STANDARD
header_compiles() {
    printf '#include "hw_plugin.h"\nint used(struct hw_host *h, const struct hw_scan *s);\nint used(struct hw_host *h, const struct hw_scan *s) { return hw_emit_scan(h, s); }\n' >"$dir/one.c"
    # shellcheck disable=SC2086
    "$1" -x "$3" -std="$2" $warn -Wno-unused-function -Isdk -c -o "$dir/one.o" "$dir/one.c"
}
ok "the header has at most 320 lines" [ "$(wc -l <sdk/hw_plugin.h)" -le 320 ]
for std in c99 c11; do
    ok "the header is $std without a warning" header_compiles "${CC:-cc}" $std c
done
if command -v "${CXX:-c++}" >/dev/null; then
    ok "the header is C++11 without a warning" header_compiles "${CXX:-c++}" c++11 c++
else
    skip "the header is C++11 without a warning" "no C++ compiler"
fi

# layout HEADER-FOLDER: where every member stands
layout() {
    ${CC:-cc} -std=c11 -I"$1" -Itests/abi -o "$dir/layout" tests/abi/layout.c && "$dir/layout"
}
# build FOLDER ID SOURCE...: against the header in FOLDER, to FOLDER/ID.so
build() {
    folder=$1 id=$2
    shift 2
    # shellcheck disable=SC2086
    ${CC:-cc} -std=c11 -D_GNU_SOURCE -I"$folder" $san -O0 -fPIC -shared -fvisibility=hidden -o "$folder/$id.so" "$@"
}
plays() { # SO FIXTURE...
    "$B/helloword-play" --worker "$@" >"$dir/tap" && "$B/helloword-play" "$@" >>"$dir/tap"
}
# refused SO WORDS
refused() {
    ! "$B/helloword-worker" --describe "$1" >/dev/null 2>"$dir/said" && says "$2" "$dir/said"
}
libraries() { # of a plugin's field
    [ "$1" != email ] || pkg-config --cflags --libs gmime-3.0 libxml-2.0
}
layout sdk >"$dir/today"
for frozen in tests/abi/hw_plugin-*.h; do
    version=${frozen#tests/abi/hw_plugin-} && version=${version%.h}
    old=$dir/$version
    mkdir "$old" && cp "$frozen" "$old/hw_plugin.h" && cp sdk/hw_files.h "$old"
    same() { layout "$old" >"$dir/then" && [ -s "$dir/then" ] && cmp "$dir/then" "$dir/today"; }
    ok "nothing that $version has stands elsewhere or counts otherwise" same
    small() { build "$old" small tests/abi/small.c && plays "$old/small.so" tests/abi/small.http; }
    ok "a small plugin built with $version runs" small
    for id in dhl shopify email; do
        # shellcheck disable=SC2046,SC2086
        shipped() { build "$old" $id plugins/$id/*.c $(libraries $id) && plays "$old/$id.so" plugins/$id/fixtures/*.http; }
        ok "$id built with $version passes its fixtures" shipped
    done
done

# A header of later: whatever grows, grows at its end.
later=$dir/later
mkdir "$later"
sed -e 's/^	const char \*help; .*/&\n	int64_t later;/' \
    -e 's/^	int64_t calls_a_day, pause_ms;.*/&\n	int64_t later;/' \
    -e 's/^	const char \*reason, \*place, \*country, \*text; struct hw_when estimated;/&\n	int64_t later;/' \
    -e 's/^	hw_status (\*probe)(struct hw_host \*, void \*self);/&\n	int64_t later, later_too;/' \
    sdk/hw_plugin.h >"$later/hw_plugin.h"
ok "the header of later has four longer structs" [ "$(grep -c "int64_t later" "$later/hw_plugin.h")" = 4 ]
long() { build "$later" small -DLATER tests/abi/small.c && plays "$later/small.so" tests/abi/small.http; }
ok "a plugin with longer structs runs in a program that does not know their ends" long
described() { "$B/helloword-worker" --describe "$later/small.so" | grep -q '"fallback":"end".*"calls_a_day":9'; }
ok "and is described" described
ok "it loads in the judge" sh -c '"$1" sdk check "$2" --fixtures tests/abi | grep -q "^fixtures  *2 ok, 0 to mend"' sh "$hw" "$later/small.so"

# Contracts that this program does not speak.
minor() { build "$later" small -DLATER -UHW_ABI_MINOR tests/abi/small.c; }
sed -i 's/^#define HW_ABI_MINOR 0/#define HW_ABI_MINOR 1/' "$later/hw_plugin.h"
ok "a plugin that needs a later minor builds" minor
ok "and is refused: update the program" refused "$later/small.so" 'contract 1[.]1 and this program speaks 1[.]0; update the program'
sed -i 's/^#define HW_ABI_MINOR 1/#define HW_ABI_MINOR 0/; s/^#define HW_ABI_MAJOR 1/#define HW_ABI_MAJOR 7/' "$later/hw_plugin.h"
ok "a plugin that says another major under the same name builds" minor
ok "and is refused" refused "$later/small.so" 'not of contract 1[.]x'
sed -i 's/hw_plugin_abi1/hw_plugin_abi7/g' "$later/hw_plugin.h"
ok "a plugin of another major builds" minor
ok "and is refused by its name" refused "$later/small.so" 'a plugin of another contract [(]hw_plugin_abi7[)]; this program takes hw_plugin_abi1'
done_testing
