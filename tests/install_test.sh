#!/bin/sh
# What `make install` puts into place works from there: the program finds its
# plugins, packs and policy, and an author builds against the installed header.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
root=$dir/root
prefix=/opt/helloword
hw=$root$prefix/bin/helloword
has() { printf '%s' "$1" | grep -q -- "$2" || { printf '%s\n' "$1"; return 1; }; }
classified() { has "$(echo '{"text":"My parcel has not arrived"}' | "$hw" classify --batch)" '"issue":"not_received"'; }
declares() { has "$("$hw" plugins --options shopify)" client_secret; }
outside() ( # the author knows only what pkg-config says
    cd "$root" && "$hw" sdk new carrier acme && cd acme || return
    flags=$(PKG_CONFIG_PATH=$root$prefix/lib/pkgconfig PKG_CONFIG_SYSROOT_DIR=$root pkg-config --cflags helloword) || return
    # shellcheck disable=SC2086
    ${CC:-cc} -shared -fPIC -fvisibility=hidden $flags -o acme.so acme.c &&
        "$root$prefix/lib/helloword/helloword-play" ./acme.so fixtures/*.http
)
# A plugin without the sanitizer does not load beside one that has it.
[ -z "$san" ] || skip_all "the plain build is the one that is installed"
ok "make install needs nothing but DESTDIR and PREFIX" make -s install "B=$B" "DESTDIR=$root" "PREFIX=$prefix"
ok "the installed program says its version" "$hw" version
ok "it finds its packs" classified
ok "it finds its plugins" declares
ok "it writes a desk from the installed policy" "$hw" init "$root/desk"
ok "which check has no complaint about" "$hw" check -c "$root/desk/helloword.conf"
linked() { # what README.md names lies where it names it
    for page in $(grep -o '`[a-z*/-]*\.md`' "$root$prefix/share/helloword/README.md" | tr -d '`'); do
        # shellcheck disable=SC2086 # plugins/*/README.md
        ls "$root$prefix"/share/helloword/$page || return
    done
}
ok "the pages that the README names are installed with it" linked
# -- the words of a reply, changed by who runs the desk --

share=$root$prefix/share/helloword lib=$root$prefix/lib/helloword
cp -r "$share/plugins/locale-en" "$dir/locale-en"
sed -i 's/Thank you for/Thanks a lot for/; s/thank you for/thanks a lot for/' "$dir/locale-en/replies.po"
ok "the shipped words can be changed and built without the sources" "$lib/pack" "$dir/locale-en" "$lib/plugins/locale-en.so"
rendered() { has "$(echo '{"template":"order_status.reply","lang":"en","facts":{"order":"#1","shop_name":"Lamps"}}' | "$hw" render --batch)" "$1"; }
ok "and are what the desk writes then" rendered 'anks a lot for'
ok "by a compiler with options before its name as well" env "CC=env ${CC:-cc}" "$lib/pack" "$dir/locale-en" "$dir/again.so"
ok "and a compiler that is missing is told" exits 69 env CC="nocc -O2" "$lib/pack" "$dir/locale-en" "$dir/none.so"
ok "by its name" says '^pack: nocc is missing' "$dir/err"
printf '\nmsgid "lamp.reply"\nmsgstr "{part.greeting} the lamp."\n' >>"$dir/locale-en/replies.po"
ok "a text that templates.conf does not name is refused" not "$lib/pack" "$dir/locale-en" "$dir/none.so"
ok "and nothing is written" [ ! -e "$dir/none.so" ]
sed -i 's/^templates = \[/& "lamp.reply",/' "$root/desk/policy/templates.conf"
ok "one that the desk's own policy names is taken" "$lib/pack" "$dir/locale-en" "$lib/plugins/locale-en.so" "$root/desk/policy"
sed -i '0,/reply = "/s/reply = "[^"]*"/reply = "lamp.reply"/' "$root/desk/policy/rules.conf"
ok "a rule may use it" exits 0 "$hw" check -c "$root/desk/helloword.conf"
ok "and check names the languages that lack it" says '^warning: .*rules.conf:[0-9]*: rule .*: the pack of de, es, fr, .*, zh-CN has no text "lamp.reply"' "$dir/err"

# -- rates of today --

cat >"$dir/daily.xml" <<X
<?xml version="1.0" encoding="UTF-8"?>
<Envelope><Cube><Cube time='$(date -u +%Y-%m-%d)'>
<Cube currency='USD' rate='1.1'/><Cube currency="GBP" rate="0.8"/>
</Cube></Cube></Envelope>
X
"$lib/rates" <"$dir/daily.xml" >"$root/desk/policy/rates.conf"
ok "the daily list of a bank becomes rates.conf" exits 0 "$hw" check -c "$root/desk/helloword.conf"
ok "of which nothing is old" lacks rates.conf "$dir/err"
ok "another page does not" not "$lib/rates" </dev/null

staged() ( # as who packages does: DESTDIR is not yet the root
    cd "$root/acme" && rm -f acme.so && PKG_CONFIG_PATH=$root$prefix/lib/pkgconfig make
)
ok "a carrier is written, built and played outside the tree" outside
ok "and by its own make, before it is at its place" staged
done_testing
