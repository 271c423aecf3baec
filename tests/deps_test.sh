#!/bin/sh
# Packages that are missing are named in one sentence before anything is
# compiled, and nothing is installed by plain `make`.
# SPDX-License-Identifier: MIT
set -u
dir=${HW_SCRATCH:-$(mktemp -d)}/deps
mkdir -p "$dir/bin" "$dir/include/cjson"
n=0
ok() { # RC TITLE
    n=$((n + 1))
    if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi
}
# Any installer that is started leaves a trace.
printf '#!/bin/sh\ntouch "%s/installed"\n' "$dir" >"$dir/bin/apt-get"
cp "$dir/bin/apt-get" "$dir/bin/sudo"
# No library is where pkg-config says.
printf '#!/bin/sh\nexit 1\n' >"$dir/bin/pkg-config"
chmod 755 "$dir/bin/"*

sh tools/deps --check >"$dir/said" 2>&1 && [ ! -s "$dir/said" ]
ok $? "nothing is said when nothing is missing"

# A system with one library.
: >"$dir/include/cjson/cJSON.h"
PATH="$dir/bin:$PATH" make -s B="$dir/build" CC="${CC:-cc} -nostdinc -I$dir/include" \
    >"$dir/said" 2>&1
[ $? -ne 0 ] && [ "$(grep -c 'are missing' "$dir/said")" = 1 ] &&
    grep -q 'missing: .*libsodium-dev.*; `make deps` installs them' "$dir/said" &&
    ! grep -q libcjson-dev "$dir/said"
ok $? "make names the packages that are missing, and no other"
! grep -q -e 'No such file' -e 'CC ' "$dir/said"
ok $? "before the compiler stumbles over one"
[ ! -e "$dir/installed" ]
ok $? "and installs nothing"

CC=$dir/none sh tools/deps --check 2>"$dir/said"
[ $? = 1 ] && grep -q 'there is no compiler' "$dir/said"
ok $? "a missing compiler is told as that"

# What --check may name is what deps installs.
lost=$(sed -n '/^headers=/,/"$/p' tools/deps | grep -o ':[a-z0-9.-]*' | tr -d : |
    while read -r p; do
        sed -n '/^packages=/,/"$/p' tools/deps | tr ' "=' '\n\n\n' | grep -qxF "$p" || echo "$p"
    done)
[ -z "$lost" ] || echo "# $lost"
[ -z "$lost" ]
ok $? "every package that it names is one that make deps installs"
echo "1..$n"
