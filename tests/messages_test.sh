#!/bin/sh
# The messages that packs learn from and those of tests/messages are well formed,
# and what is measured with was not learnt from.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
types=$(sed -n '/const char \*const issue_types\[\]/,/NULL/p' core/policy/*/*.c | grep -o '"[a-z_]*"' | tr -d '"' | paste -s -d ' ' -)
# FILE: what is wrong with its lines.
wrong() {
    awk -F'\t' -v types="$types" '
        BEGIN { n = split(types, t, " "); for (i = 1; i <= n; i++) known[t[i]] = 1 }
        NF != 3 || $3 == "" { print FILENAME ":" FNR ": no three columns"; next }
        !known[$1] { print FILENAME ":" FNR ": \"" $1 "\" is no issue type" }
        $2 != "-" { n = split($2, a, ","); for (i = 1; i <= n; i++) if (!known[a[i]] || a[i] == $1) print FILENAME ":" FNR ": \"" a[i] "\" beside " $1 }
        seen[$3]++ { print FILENAME ":" FNR ": stands there twice" }' "$1"
}
sound() {
    wrong "$1" >"$dir/wrong"
    cat "$dir/wrong" >&2
    [ -n "$types" ] && [ -s "$1" ] && [ ! -s "$dir/wrong" ]
}
# LANGUAGE LEAST: has each type so many messages to measure with?
enough() {
    cut -f1 "tests/messages/measure/$1.tsv" | sort | uniq -c |
        awk -v least="$2" '$1 >= least { n++ } END { print n }' >"$dir/n"
    [ "$(cat "$dir/n")" = "$(echo "$types" | wc -w)" ]
}
# What the pack of a language learns from.
examples() {
    for f in plugins/locale-"$1"/examples.tsv plugins/locale-"$1"-*/examples.tsv; do
        [ ! -f "$f" ] || echo "$f"
    done
}
unlearnt() {
    cut -f3 "$(examples "$1")" | sort >"$dir/learn"
    [ -s "$dir/learn" ] || return 1
    cut -f3 "tests/messages/measure/$1.tsv" | sort | comm -12 - "$dir/learn" >"$dir/both"
    [ ! -s "$dir/both" ]
}
for l in de en es fr it ja ko nl pl pt sv zh; do
    ok "$l: what is learnt from is well formed" sound "$(examples $l)"
    ok "$l: what is measured with is well formed" sound tests/messages/measure/$l.tsv
    ok "$l: there are ten of each type to measure with" enough $l 10
    ok "$l: none of them is learnt from" unlearnt $l
done

# What the words for a danger to people are tried with.
sound_dangers() { # LANGUAGE
    cat tests/messages/danger/"$1".dev.tsv tests/messages/danger/"$1".held.tsv |
        awk -F'\t' 'NF != 2 || $1 !~ /^(danger|near)$/ || $2 == "" || seen[$2]++ { print; next } { n[$1]++ } END { if (n["danger"] < 20 || n["near"] < 20) print "too few" }' >"$dir/wrong"
    [ ! -s "$dir/wrong" ]
}
for l in de en es fr it ja ko nl pl pt sv zh; do
    ok "$l: twenty dangers and as many near-misses are well formed" sound_dangers $l
done

# What the guard learns everyday promises from, and is measured with.
sound_told() { # FILE
    awk -F'\t' 'NF != 3 || $1 !~ /^(money|goods|credit|return)$/ || $2 !~ /^(told|near)$/ || $3 == "" || seen[$3]++' "$1" >"$dir/wrong"
    [ -s "$1" ] && [ ! -s "$dir/wrong" ]
}
unlearnt_told() { # LANGUAGE PACK
    cut -f3 "plugins/locale-$2/told.tsv" | sort >"$dir/learn"
    cut -f3 "tests/messages/told/$1.tsv" | sort | comm -12 - "$dir/learn" >"$dir/both"
    [ -s "$dir/learn" ] && [ ! -s "$dir/both" ]
}
for l in de en es fr it ja ko nl pl pt sv zh-CN; do
    pack=$(echo $l | tr A-Z a-z)
    ok "$l: promises to learn from are well formed" sound_told "plugins/locale-$pack/told.tsv"
    ok "$l: promises to measure with are well formed" sound_told tests/messages/told/$l.tsv
    ok "$l: none of these is learnt from" unlearnt_told $l "$pack"
done
done_testing
