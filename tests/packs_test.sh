#!/bin/sh
# What stops the building of a locale pack, and where it is said to be.
# SPDX-License-Identifier: MIT
set -u
B=$(cd "${HW_BUILD:-build}" && pwd)
dir=${HW_SCRATCH:-$(mktemp -d)}
n=0
ok() { # RC TITLE
    n=$((n + 1))
    if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi
}
copy() { # a pack for French that begins as a copy of the English one
    rm -rf "$dir/locale-fr" && cp -r plugins/locale-en "$dir/locale-fr"
    sed -i 's/^tag = .*/tag = "fr";/' "$dir/locale-fr/locale.conf"
}
po=$dir/locale-fr/replies.po
line() { grep -nF -- "$1" "$po" | head -1 | cut -d: -f1; }
build() { "$B/packc" "$dir/locale-fr" "$dir/fr.pack" 2>"$dir/err"; }
refused() { # LINE WORDS TITLE
    ! build && grep -qF -- "replies.po:$1: $2" "$dir/err"
    rc=$?
    [ $rc = 0 ] || sed 's/^/# /' "$dir/err"
    ok $rc "$3"
}

copy
build
ok $? "a copied pack with a tag of its own builds"
sed -i 's/^tag = .*/tag = "en";/' "$dir/locale-fr/locale.conf"
! build && grep -q 'locale.conf:[0-9]*: "en" is not the language of the folder locale-fr' "$dir/err"
ok $? "one that still has the tag it was copied with does not"
sed -i 's/^tag = .*/tag = "FR";/' "$dir/locale-fr/locale.conf"
build
ok $? "the folder has small letters, whatever the tag has"

copy
sed -i '/^msgid "order_status.reply"/,/^$/s/{order}/{ordr}/' "$po"
at=$(line '{ordr}')
[ "$at" -gt 20 ]
ok $? "a mistake far down in the file"
refused "$at" '"order_status.reply": {ordr} is no fact; did you mean {order}?' "is told with the line it stands in"
copy
sed -i '/^msgid "order_status.reply"/,/^$/s/{order}/{order/' "$po"
refused "$(line 'msgid "order_status.reply"')" '"order_status.reply": a brace stands alone' \
    "what is in no single line with that of its entry"
copy
sed -i 's/^msgid "order_status.reply"/msgid "order_statos.reply"/' "$po"
refused "$(line 'msgid "order_statos.reply"')" '"order_statos.reply" is no template' "so is a template that is none"
copy
at=$(line 'msgid "part.greeting~no_name"')
sed -i "${at}i #, fuzzy" "$po"
refused $((at + 1)) '"part.greeting~no_name" is marked fuzzy' "and an entry that is not finished"
echo "1..$n"
