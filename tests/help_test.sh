#!/bin/sh
# What the help of a verb, or a sentence of the program, points to is there:
# verbs, their words and options, files of the policy, and lists.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
cd "$dir" || exit 71 # no manifest lies here
policy=$OLDPWD/policy

"$hw" -h | sed -n 's/^  \([a-z][a-z]*\) .*/\1/p' >verbs
# Of each verb "verb word" a form that begins with one; "verb *" where none does.
while read -r verb; do
    "$hw" "$verb" -h >"$verb.help" || rm -f "$verb.help"
    sed -n "s/^\(usage:\| \{6\}\) helloword $verb\$/$verb */p; s/^\(usage:\| \{6\}\) helloword $verb \([a-z]*\).*/$verb \2/p" "$verb.help"
done <verbs | sed 's/ $/ */' >forms
helped() {
    while read -r verb; do
        { grep -q '^usage: helloword' "$verb.help" && grep -q '^example: .*helloword' "$verb.help"; } || echo "$verb"
    done <verbs >bad
    [ -s verbs ] && nothing bad
}
nothing() { looked=$1 && [ ! -s "$1" ]; }
ok "every verb has its help, with an example" helped

# "ticket show" on each line, from "helloword ticket show T-1" or, in the
# program's own sentences, "`ticket show".
{
    cat ./*.help | grep -oE 'helloword [a-z]+( [a-z]+)?'
    grep -aohE '`helloword [a-z]+( [a-z]+)?' "$hw" | sed 's/`//'
    grep -aohE '`[a-z]+ [a-z]+' "$hw" | sed 's/`/helloword /' |
        grep -E "^helloword ($(paste -sd '|' verbs)) "
} | sed 's/^helloword //' | sort -u >pointed
leads_nowhere() {
    while read -r verb word; do
        if ! grep -qx "$verb" verbs; then
            echo "there is no verb $verb"
        elif [ -n "$word" ] && ! grep -qFx "$verb $word" forms && ! grep -qFx "$verb *" forms; then
            echo "$verb has no word $word"
        fi
    done <pointed >bad
    [ "$(wc -l <pointed)" -gt 50 ] && nothing bad
}
ok "every command that a text names is one" leads_nowhere

# Options stand in their tables; a text may name those of another verb.
cat ./*.help | grep -oE '^  --[a-z-]+|^(usage:|      ) helloword [a-z]+ --[a-z-]+' | grep -oE -- '--[a-z-]+' | sort -u >options
unknown_options() {
    cat ./*.help | grep -oE -- '(^|[ `(])--[a-z][a-z-]*' | sed 's/^[ `(]//' | sort -u | grep -vxF -f options >bad
    [ -s options ] && nothing bad
}
ok "and every option" unknown_options

lost_files() {
    cat ./*.help | grep -oE '(policy/)?[a-z]+\.conf' | sed 's|^policy/||' | sort -u >files
    while read -r file; do
        [ "$file" = helloword.conf ] || [ -f "$policy/$file" ] || echo "$file"
    done <files >bad
    [ -s files ] && nothing bad
}
ok "and every file of the policy" lost_files

# -- lists -------------------------------------------------------------------------
states() {
    "$hw" schema action | grep -oE '"state":\{[^]]*' | sed 's/.*\[//' | grep -oE '[a-z]+' >states
    while read -r state; do
        sed -n '/^STATE/,/^$/p' action.help | grep -qw "$state" || echo "$state"
    done <states >bad
    [ -s states ] && nothing bad
}
ok "the states of actions, which are looked up there" states
ok "the help of actions without a manifest" exits 0 "$hw" action -h
ok "says that its verbs depend on one" says '^VERB is one of an instance of the manifest, and they cannot be listed here:$'
ok "and why there is none" says '^.* does not exist; give a manifest with -c, or make one with `helloword init DIR`\.$'
ok "so of one that is named, and not there" exits 0 "$hw" action -h -c away.conf
ok "with its name" says '^away\.conf does not exist; give a manifest with -c'
printf 'desk = { state = "state"; policy = "%s"; };\n' "$policy" >none.conf
ok "of a manifest without any" exits 0 "$hw" action -h -c none.conf
ok "that it has none" says '^No instance of none\.conf has a verb\.$'
echo 'desk = { state = ' >broken.conf
ok "of one that cannot be read" exits 0 "$hw" action -h -c broken.conf
ok "who says why" says '^The verbs of broken\.conf cannot be told; `helloword check -c broken\.conf` says why\.$'
ok "and what is done instead" says '^What is in no such list is done by hand: helloword task add T-N TEXT --role ROLE$'
done_testing
