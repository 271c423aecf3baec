#!/bin/sh
# What the lowest room promises to whoever links or includes it.
# SPDX-License-Identifier: MIT
set -u
root=$PWD
. tests/lib.sh
cd "$dir" || exit 71
told() { [ -z "$1" ] || { echo "$1" && false; } } # MISTAKES

# Workers link base.a without libsodium.
others=$(nm -A --undefined-only "$B/lib/base.a" 2>&1 |
    grep -E ' (sodium_|crypto_|randombytes)' | grep -v ':hash\.o:')
seen=$(nm -A --undefined-only "$B/lib/base.a" 2>&1 |
    grep -c ':hash\.o:.* crypto_')
[ "$seen" -gt 0 ] || others="hash.o is not in the archive"
ok "only hash.o asks for libsodium" told "$others"

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
ok "a banned function does not compile and says where to look" told "$wrong"

wrong=
for header in "$root"/core/base/*.h; do
    echo "#include \"base/$(basename "$header")\"" >alone.c
    ${CC:-cc} -std=c11 -D_GNU_SOURCE -I"$root/core" -Wall -Werror \
        -fsyntax-only alone.c 2>said || wrong="$wrong $(basename "$header")"
done
ok "every header stands alone" told "$wrong"
done_testing
