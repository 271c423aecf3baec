#!/bin/sh
# What `helloword check` tells of a manifest and its policy: all of it in one
# run, before `serve` meets it.
# SPDX-License-Identifier: MIT
set -u
B=$(cd "${HW_BUILD:-build}" && pwd)
hw=$B/helloword
dir=${HW_SCRATCH:-$(mktemp -d)}
n=0
ok() { # RC TITLE
    n=$((n + 1))
    if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi
}
check() { # WANTED TITLE [OPTION...]: checks $dir/helloword.conf
    wanted=$1 title=$2
    shift 2
    "$hw" check "$@" -c "$dir/helloword.conf" >"$dir/out" 2>"$dir/err"
    rc=$?
    [ $rc = "$wanted" ] || sed 's/^/# /' "$dir/err"
    [ $rc = "$wanted" ]
    ok $? "$title"
}
says() { # WORDS TITLE
    grep -qF -- "$1" "$dir/err"
    rc=$?
    [ $rc = 0 ] || sed 's/^/# /' "$dir/err"
    ok $rc "$2"
}

# -- what init wrote and nobody filled in --

"$hw" init "$dir/new" --with shopify,dhl,email >/dev/null
for secret in client_secret token api_key password; do
    printf x >"$dir/new/$secret" && chmod 600 "$dir/new/$secret"
done
mv "$dir/new"/* "$dir"
check 78 "a manifest in which only the secrets were filled in has mistakes"
says '"shop" is empty; write its value: the shop' "an option that is required and empty is one, with its help"
says '"address" is empty' "of every instance"
says '"smtp_host" is empty' "and every option"
says '4 mistakes' "the password, whose file is there, is none"
echo "1..$n"
