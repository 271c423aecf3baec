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
ok "a carrier is written, built and played outside the tree" outside
done_testing
