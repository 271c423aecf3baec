#!/bin/sh
# What stops the building of a locale pack, and where it is said to be.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
copy() { # a pack for French that begins as a copy of the English one
    rm -rf "$dir/locale-fr" && cp -r plugins/locale-en "$dir/locale-fr"
    # It need not learn well, and learns sooner from less.
    sed -i '1~15!d' "$dir/locale-fr/examples.tsv" "$dir/locale-fr/guard.tsv" \
        "$dir/locale-fr/told.tsv"
    sed -i 's/^tag = .*/tag = "fr";/' "$dir/locale-fr/locale.conf"
}
po=$dir/locale-fr/replies.po
line() { grep -nF -- "$1" "$po" | head -1 | cut -d: -f1; }
# Where no other packs are: to learn from them takes seconds each time.
packc=$(cd "$B" && pwd)/packc
ln -s "$PWD/policy" "$dir/policy"
build() { (cd "$dir" && "$packc" locale-fr fr.pack 2>err); }
refused() { # LINE WORDS
    looked=$dir/err
    ! build && grep -qF -- "replies.po:$1: $2" "$dir/err"
}

copy
ok "a copied pack with a tag of its own builds" build
sed -i 's/^tag = .*/tag = "en";/' "$dir/locale-fr/locale.conf"
ok "one that still has the tag it was copied with does not" not build
ok "and is told which" says 'locale.conf:[0-9]*: "en" is not the language of the folder locale-fr' "$dir/err"
sed -i 's/^tag = .*/tag = "FR";/' "$dir/locale-fr/locale.conf"
ok "the folder has small letters, whatever the tag has" build

copy
sed -i '/^msgid "order_status.reply"/,/^$/s/{order}/{ordr}/' "$po"
at=$(line '{ordr}')
ok "a mistake far down in the file" [ "$at" -gt 20 ]
ok "is told with the line it stands in" refused "$at" '"order_status.reply": {ordr} is no fact; did you mean {order}?'
copy
sed -i '/^msgid "order_status.reply"/,/^$/s/{order}/{order/' "$po"
ok "what is in no single line with that of its entry" refused "$(line 'msgid "order_status.reply"')" '"order_status.reply": a brace stands alone'
copy
sed -i 's/^msgid "order_status.reply"/msgid "order_statos.reply"/' "$po"
ok "so is a template that is none" refused "$(line 'msgid "order_statos.reply"')" '"order_statos.reply" is no template'
copy
at=$(line 'msgid "part.greeting~no_name"')
sed -i "${at}i #, fuzzy" "$po"
ok "and an entry that is not finished" refused $((at + 1)) '"part.greeting~no_name" is marked fuzzy'

# A pack that no desk could open is none, and is told where.
copy
sed -i 's/^negations = \[/& "",/' "$dir/locale-fr/locale.conf"
ok "an empty word is refused" not build
ok "with the list it stands in" says 'locale.conf:[0-9]*: an entry of negations is a text in quotes' "$dir/err"
copy
sed -i '/^words = \[/,/\];/c words = [ 5 ];' "$dir/locale-fr/locale.conf"
build
ok "a word that is no text is a mistake, and no crash" [ $? = 65 ]
ok "with the list it stands in" says 'locale.conf:[0-9]*: an entry of words is a text in quotes' "$dir/err"

copy
sed -i 's/^  refund_request = \[/& "=je garde tout",/' "$dir/locale-fr/locale.conf"
build
ok "only thanks say that nothing is needed any more" says \
    "locale.conf:$(sed -n '/"=je garde tout"/=' "$dir/locale-fr/locale.conf"): = is for phrases of thanks, not of refund_request" "$dir/err"

# What the guard learns everyday promises from.
copy
told=$dir/locale-fr/told.tsv
heard() { # LINE
    looked=$dir/err
    ! build && grep -qF -- "told.tsv:$1: a line has three columns parted by tabs: money, goods, credit or return, told or near, text" "$dir/err"
}
last=$(($(wc -l <"$told") + 1))
for line in 'gold	told	You get it.' 'told	told	You get it.' 'money	said	You get it.' 'money	told' 'money	told	 ' 'money	told	a	b'; do
    copy
    printf '%s\n' "$line" >>"$told"
    ok "\"$line\" is told with its line" heard "$last"
done
copy
rm "$told"
ok "a language may do without that file" build

# What words mean to the guard.
copy
words=$dir/locale-fr/meanings.txt
meant() { # LINE WORDS
    looked=$dir/err
    ! build && grep -qF -- "meanings.txt:$1: $2" "$dir/err"
}
last=$(($(wc -l <"$words") + 1))
echo 'no colon here' >>"$words"
ok "a line without a colon is told" meant "$last" 'a line is what is meant, a colon'
copy
echo 'Größe: gross' >>"$words"
ok "so is a name that other languages cannot have" meant "$last" '"Größe" names no meaning'
copy
echo 'review: avis' >>"$words"
ok "a meaning that stands twice" meant "$last" '"review" stands in the file before'
copy
echo 'new_one: avis, --, note' >>"$words"
ok "and what is no word" meant "$last" '"--" is no word'
copy
rm "$words"
ok "a language may do without the file" build

# What all packs share is a file between them.
copy
mkdir -p "$dir/plugins" && cp -r "$dir/locale-fr" "$dir/plugins/"
shared() { (cd "$dir" && "$packc" --meant meant 2>err); }
with() { (cd "$dir" && "$packc" locale-fr with.pack meant 2>err); }
ok "what meanings tell is learnt from the packs that are there" shared
mv "$dir/meant" "$dir/first" && shared
ok "the same files give the same" cmp "$dir/first" "$dir/meant"
build
ok "a pack takes it in" with
ok "beside what it learns itself" not cmp -s "$dir/fr.pack" "$dir/with.pack"
cp "$dir/meant" "$dir/first"
printf 'othr' | dd of="$dir/meant" bs=1 seek=4 conv=notrunc 2>/dev/null
ok "a file of it of other names or pieces is refused" not with
ok "with what to do" says 'packc: meant: it was made for another version; make it anew: packc --meant meant' "$dir/err"
cp "$dir/first" "$dir/meant"
truncate -s -1 "$dir/meant"
ok "a file of it that was cut is refused" not with
ok "with what to do" says 'packc: meant: it ends too soon or too late; make it anew: packc --meant meant' "$dir/err"
echo nothing >"$dir/meant"
ok "and so is what never was one" not with
ok "which is told" says 'packc: meant: it does not begin with HWS1; make it anew' "$dir/err"
# Where the desk is installed there is nothing to make it of.
mkdir -p "$dir/usr/lib/helloword" "$dir/usr/share/helloword"
cp tools/pack "$dir/usr/lib/helloword/" && ln -s "$packc" "$dir/usr/lib/helloword/helloword-packc"
ln -s "$PWD/policy" "$dir/usr/share/helloword/policy"
installed() { "$dir/usr/lib/helloword/pack" "$dir/locale-fr" "$dir/fr.so"; }
lost='^pack: .*/share/helloword/meant is damaged or missing; install helloword again$'
ok "of an installed one that is missing" exits 66 installed
ok "it is said to install it again" says "$lost" "$dir/err"
cp "$dir/meant" "$dir/usr/share/helloword/meant"
ok "so it is of a damaged one" exits 66 installed
ok "and nothing else" not grep -vE "$lost" "$dir/err"
mkdir "$dir/nowhere" && ln -s "$PWD/policy" "$dir/nowhere/policy"
nowhere() { (cd "$dir/nowhere" && "$packc" --meant meant); }
ok "where no packs are nothing is learnt" exits 65 nowhere
ok "but told where to stand" says '^plugins:1: no locale packs; run it where they stand$' "$dir/err"
mkdir "$dir/nowhere/plugins"
ok "nor is it of none" exits 65 nowhere
ok "--meant wants one name" exits 64 "$packc" --meant "$dir/meant" locale-fr
echo 'review_manipulation	breach	amazon' >>"$dir/plugins/locale-fr/guard.tsv"
ok "sentences that are damaged are told" not shared
ok "with their line" says 'plugins/locale-fr/guard.tsv:[0-9]*: a line has four columns' "$dir/err"
meanings() { # that not all of the files know
    for f in plugins/locale-*/meanings.txt; do sed -n 's/^\([a-z0-9_]*\):.*/\1/p' "$f"; done | sort | uniq -c |
        awk -v n="$(find plugins -name meanings.txt | wc -l)" '$1 < n { print $2 }'
}
ok "all languages of the tree have words for the same meanings" [ -z "$(meanings)" ]
done_testing
