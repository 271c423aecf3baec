#!/bin/sh
# helloword track: whose number is it, in words and as JSON; the published
# vectors of tracking numbers when they are there.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
vectors=${HW_SHARED:-../shared}/data/vectors/tracking_number_data/couriers

ok "a number is recognised" exits 0 "$hw" track --json 1Z999AA10123456784
ok "in the shape of the contract, with a link" says '^\{"number":"1Z999AA10123456784","candidates":\[\{"carrier":"ups","valid":true,"confidence":[0-9]*,"link":"https://www.ups.com/track\?tracknum=1Z999AA10123456784"'
"$hw" track 1Z999AA10123456784 >"$dir/piped" && cmp -s "$dir/out" "$dir/piped"
so "a pipe gets JSON without being asked to"
ok "words for people" exits 0 "$hw" track --text "12345 67892"
ok "tell a wrong check digit" says 'dhl  *[0-9]* %.*check digit is wrong'
ok "what is no number at all is an error" exits 65 "$hw" track hello 1234567891 "$(printf '\377')"
ok "and each one has its line" [ "$(wc -l <"$dir/out")" = 3 ]
ok "without candidates" says '"number":"hello","candidates":\[\]'
ok "no number is a usage error" exits 64 "$hw" track
cp -r policy "$dir/policy"
cat >"$dir/good.conf" <<M
desk = { state = "$dir/state"; policy = "policy"; };
M
sed -i 's|https://www.ups.com/track?tracknum=|https://my.example/|' "$dir/policy/numbers.conf"
ok "a manifest brings the seller's own files" exits 0 "$hw" track --json 1Z999AA10123456784 -c "$dir/good.conf"
ok "and their links" says 'https://my.example/1Z999AA10123456784'
sed -i 's|https://my.example/|http://my.example/|' "$dir/policy/numbers.conf"
ok "a mistake in them is told" exits 78 "$hw" track 1Z999AA10123456784 -c "$dir/good.conf"
ok "with file and line" says 'numbers.conf:[0-9]*: "link" must begin with https'
ok "by check as well" exits 78 "$hw" check -c "$dir/good.conf"

# As installed: bin, lib and share. The files themselves are tried; the rule of
# the Makefile is only read, since running it could rebuild the tree.
make -n install B="$B" DESTDIR="$dir/x" >"$dir/rule"
ok "make install brings the numbers of each plugin" says 'plugins.*dhl\.numbers\.conf' "$dir/rule"
mkdir -p "$dir/usr/bin" "$dir/usr/lib/helloword/plugins" "$dir/usr/share/helloword"
cp "$hw" "$dir/usr/bin/" && cp "$B/plugins/dhl.numbers.conf" "$dir/usr/lib/helloword/plugins/" &&
    cp -r policy "$dir/usr/share/helloword/"
ok "an installed program finds them" exits 0 "$dir/usr/bin/helloword" track --json 1234567891 1Z999AA10123456784
ok "those of plugins and those of the policy" [ "$(grep -c '"valid":true' "$dir/out")" = 2 ]

vectors_title="every valid number of the published vectors has its courier first"
if [ -d "$vectors" ]; then
    right=0 asked=0
    for file in "$vectors"/*.json; do
        id=$(sqlite3 :memory: "SELECT json_extract(readfile('$file'), '\$.courier_code')")
        set --
        sqlite3 :memory: "SELECT DISTINCT v.value FROM json_each(readfile('$file'), '\$.tracking_numbers') t,
            json_each(t.value, '\$.test_numbers.valid') v" >"$dir/valid"
        while IFS= read -r number; do set -- "$@" "$number"; done <"$dir/valid"
        asked=$((asked + $#))
        "$hw" track --json -- "$@" >"$dir/out" 2>/dev/null
        right=$((right + $(grep -c "\"candidates\":\\[{\"carrier\":\"$id\",\"valid\":true" "$dir/out")))
    done
    echo "# $right of $asked valid numbers have their courier first"
    ok "$vectors_title" [ "$asked" -gt 150 -a "$right" = "$asked" ]
else
    skip "$vectors_title" "the published vectors are not here"
fi
done_testing
