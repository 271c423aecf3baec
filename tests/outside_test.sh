#!/bin/sh
# The plugins that ship, built outside of the tree by the template's Makefile
# with nothing but the installed header and pkg-config file, pass their fixtures
# and the judge with the installed programs: what they can do, others can.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
root=$dir/root prefix=/opt/helloword

clean() { # ID: nothing to mend, and something was tried in each group
    "$hw" sdk check "$dir/$1/$1.so" >"$dir/out" && lacks ' 0 ok,' "$dir/out"
}
figures() {
    echo "# $1: $(grep -oE '^(hostile|killed|called).* ok' "$dir/out" | tr -s ' ' | tr '\n' ',')"
}
case "$B" in
*-address*) # the plain build is the one that is installed; these are judged as they are
    for id in dhl shopify email sms push; do
        mkdir -p "$dir/$id" && cp "$B/plugins/$id.so" "$dir/$id/" && cp -r plugins/$id/fixtures "$dir/$id/"
        [ ! -f plugins/$id/numbers.conf ] || cp plugins/$id/numbers.conf "$dir/$id/"
        ok "$id passes the judge" clean $id
        figures $id
    done
    done_testing
    exit
    ;;
esac
installed() { make -s install "B=$B" "DESTDIR=$root" "PREFIX=$prefix" >&2; }
ok "everything is installed" installed
hw=$root$prefix/bin/helloword
PKG_CONFIG_SYSROOT_DIR=$root PKG_CONFIG_PATH=$root$prefix/lib/pkgconfig

libraries() { # what a plugin needs beside the contract, as its author knows it
    [ "$1" != email ] || env -u PKG_CONFIG_SYSROOT_DIR -u PKG_CONFIG_PATH pkg-config "$2" gmime-3.0 libxml-2.0
}
copied() { # its folder as it stands, and the template's Makefile
    mkdir "$dir/$1" && cp plugins/"$1"/*.[ch] "$dir/$1/" && cp -r plugins/"$1"/fixtures "$dir/$1/" || return
    cp plugins/"$1"/*.def "$dir/$1/" 2>/dev/null
    [ ! -f plugins/"$1"/numbers.conf ] || cp plugins/"$1"/numbers.conf "$dir/$1/"
    sed "s/@ID@/$1/g" "$root$prefix/share/helloword/sdk/template/Makefile" >"$dir/$1/Makefile"
}
# In a folder that holds nothing of the tree; the variables stay in the subshell.
made() {
    (
        export PKG_CONFIG_SYSROOT_DIR PKG_CONFIG_PATH
        make -s -C "$dir/$1" "CFLAGS=-O1 -g -Wall -Wextra $(libraries "$1" --cflags)" "LIBS=$(libraries "$1" --libs)" \
            "${2:-$1.so}" >&2
    )
}
for id in dhl shopify email sms push; do
    ok "the folder of $id is copied" copied $id
    ok "$id builds with the installed header" made $id
    ok "$id passes its fixtures with the installed player" made $id test
    ok "$id passes the installed judge" clean $id
    figures $id
done

# A new plugin, from the first command to the last.
carrier() { cd "$dir" && "$hw" sdk new carrier acme >&2; }
ok "a carrier is written" carrier
ok "make check judges it, also under sanitizers, and needs no pkg-config" make -s -C "$dir/acme" check
harmed() { # a leak that only a sanitizer sees
    sed -i 's|^	struct account \*a = calloc(1, sizeof \*a);|&\n	strdup("leaked");|' "$dir/acme/acme.c" &&
        ! made acme check && "$hw" sdk check --sanitize --fixtures "$dir/acme/fixtures" "$dir/acme/sanitized/acme.so" >"$dir/out"
    [ $? = 3 ] && says 'acme.so: closed after its calls: .*leaked' "$dir/out"
}
ok "and finds a leak of a few bytes" harmed
done_testing
