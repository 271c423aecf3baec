#!/bin/sh
# Packages that are missing are named in one sentence before anything is
# compiled, and nothing is installed by plain `make`.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
mkdir -p "$dir/bin" "$dir/include/cjson"
# Any installer that is started leaves a trace.
printf '#!/bin/sh\ntouch "%s/installed"\n' "$dir" >"$dir/bin/apt-get"
cp "$dir/bin/apt-get" "$dir/bin/sudo"
# No library is where pkg-config says.
printf '#!/bin/sh\nexit 1\n' >"$dir/bin/pkg-config"
chmod 755 "$dir/bin/"*

silent() { sh tools/deps --check >"$dir/said" 2>&1 && [ ! -s "$dir/said" ]; }
ok "nothing is said when nothing is missing" silent

# A system with one library.
: >"$dir/include/cjson/cJSON.h"
names() {
    ! PATH="$dir/bin:$PATH" make -s B="$dir/build" CC="${CC:-cc} -nostdinc -I$dir/include" >"$dir/said" 2>&1 &&
        [ "$(grep -c 'are missing' "$dir/said")" = 1 ] &&
        says 'missing: .*libsodium-dev.*; `make deps` installs them' "$dir/said" && lacks libcjson-dev "$dir/said"
}
ok "make names the packages that are missing, and no other" names
ok "before the compiler stumbles over one" lacks 'No such file|CC ' "$dir/said"
ok "and installs nothing" [ ! -e "$dir/installed" ]

ok "without a compiler the check fails" exits 1 env "CC=$dir/none" sh tools/deps --check
ok "a missing compiler is told as that" says 'there is no compiler' "$dir/err"

# What --check may name is what deps installs.
named() { sed -n '/^headers=/,/"$/p' tools/deps | grep -o ':[a-z0-9.-]*' | tr -d :; }
installed() { sed -n '/^packages=/,/"$/p' tools/deps | tr ' "=' '\n\n\n'; }
every_one() {
    [ "$(named | wc -l)" -ge 5 ] || return
    for package in $(named); do
        installed | grep -qxF "$package" || { echo "# $package" && return 1; }
    done
}
ok "every package that it names is one that make deps installs" every_one
done_testing
