#!/bin/sh
# What the lowest room promises to whoever links or includes it.
# SPDX-License-Identifier: MIT
set -u
cd "${HW_SCRATCH:?is set by tests/run}" || exit 71
root=$OLDPWD
n=0
report() {
    n=$((n + 1))
    if [ -z "$2" ]; then
        echo "ok $n - $1"
    else
        printf 'not ok %s - %s\n# %s\n' "$n" "$1" "$2"
    fi
}

echo 1..3
# Workers link base.a without libsodium.
others=$(nm -A --undefined-only "$HW_BUILD/lib/base.a" 2>&1 |
    grep -E ' (sodium_|crypto_|randombytes)' | grep -v ':hash\.o:')
seen=$(nm -A --undefined-only "$HW_BUILD/lib/base.a" 2>&1 |
    grep -c ':hash\.o:.* crypto_')
[ "$seen" -gt 0 ] || others="hash.o is not in the archive"
report "only hash.o asks for libsodium" "$others"

# A banned function is banned in every file that includes any base header.
wrong=
for call in 'strcpy(p, q)' 'strcat(p, q)' 'strncpy(p, q, 1)' \
    'strncat(p, q, 1)' 'sprintf(p, "x")' 'strtok(p, q)' 'atoi(q)' 'atol(q)' \
    'atof(q)' 'gmtime(t)' 'localtime(t)' 'ctime(t)' 'system(q)' \
    'popen(q, "r")'; do
    cat >call.c <<X
#include "base/str.h"
void f(char *p, const char *q, const time_t *t);
void f(char *p, const char *q, const time_t *t) { (void)p, (void)q, (void)t; $call; }
X
    ${CC:-cc} -std=c11 -D_GNU_SOURCE -I"$root/core" -w -c call.c -o call.o \
        -Werror=implicit-function-declaration 2>said &&
        wrong="$wrong $call"
    grep -q is_banned_see_base_banned_h said || wrong="$wrong $call"
done
report "a banned function does not compile and says where to look" "$wrong"

wrong=
for header in "$root"/core/base/*.h; do
    echo "#include \"base/$(basename "$header")\"" >alone.c
    ${CC:-cc} -std=c11 -D_GNU_SOURCE -I"$root/core" -Wall -Werror \
        -fsyntax-only alone.c 2>said || wrong="$wrong $(basename "$header")"
done
report "every header stands alone" "$wrong"
