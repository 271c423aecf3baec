#!/bin/sh
# The Debian package: it is built without network, installed in a scratch root
# by dpkg, and the desk in it works from there.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh

for tool in dpkg dpkg-deb dpkg-shlibdeps dpkg-architecture strip; do
    command -v $tool >/dev/null || {
        echo "1..0 # SKIP $tool is not installed (dpkg-dev, binutils)"
        exit 0
    }
done
case $B in
*-address*)
    echo '1..0 # SKIP the plain build is the one that is packaged'
    exit 0
    ;;
esac
version=$(sed -n 's/^VERSION = //p' Makefile)
root=$dir/root conf=$dir/root/etc/helloword/helloword.conf
desk_of_root=$root/usr/bin/helloword

# Not compressed: that is half of the time.
build() { SOURCE_DATE_EPOCH=1700000000 HW_BUILD=$B HW_DEB_FAST=1 sh tools/deb "$version" >"$dir/deb"; }
ok "the package is built of what make built" build
deb=$(cat "$dir/deb")
field() { dpkg-deb -f "$deb" "$1"; }
ok "its version is the tree's" test "$(field Version)" = "$version"
needs() { for lib in libsqlite3-0 libcurl4 libsodium23 libgmime-3.0-0 libseccomp2; do field Depends | grep -q "$lib " || return; done; }
ok "it depends on the libraries that programs and plugins link" needs
dpkg-deb -e "$deb" "$dir/control"
every_conffile() { [ "$(sort "$dir/control/conffiles")" = "$(dpkg-deb --fsys-tarfile "$deb" | tar -t | sed -n 's|^\./etc/.*[^/]$|&|p' | sed 's|^\.||' | sort)" ]; }
ok "all of /etc is the operator's: an upgrade asks" every_conffile
modes() {
    dpkg-deb -c "$deb" | awk '
        $1 ~ /^[-d].......w/ || $1 ~ /^[-d]....w/ { print "# others write " $6; bad = 1 }
        $2 != "root/root" { print "# not root: " $6; bad = 1 }
        $6 ~ /secrets\/$/ && $1 != "drwx------" { print "# secrets are open"; bad = 1 }
        END { exit bad }'
}
ok "nobody but root writes what it installs, nor looks into the secrets" modes
same() {
    cp "$deb" "$dir/first.deb"
    build && cmp "$deb" "$dir/first.deb"
}
ok "the same tree gives the same bytes" same

# -- installed --
mkdir -p "$root/var/lib/dpkg/info" "$root/var/lib/dpkg/updates" "$root/etc"
: >"$root/var/lib/dpkg/status"
install_it() {
    # Scripts run outside of the root, which holds no shell; what it depends on
    # is this machine's.
    dpkg --root="$root" --log="$dir/dpkg.log" --force-not-root --force-depends --force-script-chrootless "$@" >>"$dir/log"
}
ok "dpkg installs it in a scratch root" install_it -i "$deb"
installed() { [ "$(dpkg-query --admindir="$root/var/lib/dpkg" -W -f '${Status}' helloword)" = "install ok installed" ]; }
ok "and says that it is installed" installed
if command -v systemd-sysusers >/dev/null && [ "$(id -u)" = 0 ]; then
    ok "the desk has a user of its own, without a shell" grep -qE '^helloword:.*:/var/lib/helloword:/usr/sbin/nologin$' "$root/etc/passwd"
else
    skip "the desk has a user of its own" "needs root and systemd-sysusers"
fi
ok "the page and the completion are there" test -s "$root/usr/share/man/man1/helloword.1.gz" -a -s "$root/usr/share/bash-completion/completions/helloword"
no_path() {
    grep -rl "$PWD/" "$root/usr" "$root/etc"
    [ $? -eq 1 ]
}
ok "no build path is in it" no_path

# -- used: state and port of this test's own --
sed -i -e "s|/var/lib/helloword|$dir/state|" -e 's|127.0.0.1:8080|127.0.0.1:0|' "$conf"
ok "the shipped manifest and policy have no mistakes" exits 0 "$desk_of_root" check -c "$conf"
"$desk_of_root" serve -c "$conf" --port-file "$dir/port" >"$dir/out" 2>"$dir/err" &
desk=$!
started="$started $desk"
ready() { wait_for grep -q ready "$dir/out" && [ "$(curl -s "http://127.0.0.1:$(cat "$dir/port")/readyz")" = ready ]; }
ok "the desk starts from there" ready
ok "it runs the installed sender" sh -c 'readlink "/proc/$(pgrep -P "$0" | head -n 1)/exe" | grep -q "^$1/usr/lib/helloword/"' "$desk" "$root"
"$desk_of_root" doctor -c "$conf" >"$dir/doctor" 2>&1
ok "doctor looks at it" says 'every row is in a legal state' "$dir/doctor"
classified() { echo '{"text":"My parcel has not arrived"}' | "$desk_of_root" classify | grep -q not_received; }
ok "its packs are found" classified
kill "$desk"
wait "$desk"

# -- upgraded and removed --
echo '# mine' >>"$conf"
ok "an upgrade goes through" install_it --force-confdef --force-confold -i "$deb"
ok "and keeps what the operator wrote" grep -qx '# mine' "$conf"
ok "it is removed again" install_it -r helloword
ok "but for the configuration" test -s "$conf" -a ! -e "$root/usr/bin/helloword"
done_testing
