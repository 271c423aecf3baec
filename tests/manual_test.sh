#!/bin/sh
# The manual page and the completion come from the table that -h comes from:
# nothing is missing in them.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh

verbs() { "$hw" -h | sed -n 's/^  \([a-z]*\) .*/\1/p'; }
options() { "$hw" "$1" -h | sed -n 's/^  --\([a-z-]*\).*/\1/p'; }
"$hw" manual man >"$dir/page"
"$hw" manual bash >"$dir/bash"
# As it reads, without the marks of its typesetting.
sed -e 's/\\f[BRI]//g' -e 's/\\-/-/g' "$dir/page" >"$dir/plain"

in_page() {
    for verb in $(verbs); do
        grep -qx "\.SS $verb" "$dir/plain" || { echo "# no $verb"; return 1; }
        for option in $(options "$verb"); do
            [ "$option" = json ] || sed -n "/^\.SS $verb\$/,/^Example:/p" "$dir/plain" | grep -q -- "^--$option" || {
                echo "# no --$option of $verb"
                return 1
            }
        done
    done
}
in_completion() {
    for verb in $(verbs); do
        line=$(sed -n "s/^	$verb) words=\"\(.*\)\" ;;\$/ \1 /p" "$dir/bash")
        for option in $(options "$verb"); do
            case $line in
            *" --$option "*) ;;
            *) echo "# no --$option of $verb" && return 1 ;;
            esac
        done
    done
}
# completes WANTED WORD...: what bash offers for the last word
completes() {
    wanted=$1
    shift
    bash -c '. "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _helloword; echo "${COMPREPLY[*]}"' "$dir/bash" "$@" >"$dir/offered"
    [ "$(cat "$dir/offered")" = "$wanted" ]
}

ok "the program has its verbs" [ "$(verbs | wc -l)" -ge 20 ]
ok "every verb and option is in the manual page" in_page
ok "and in the completion" in_completion
if command -v groff >/dev/null; then
    ok "the page is typeset without a warning" sh -c 'groff -man -Tutf8 -ww <"$0" 2>&1 >/dev/null | { ! grep .; }' "$dir/page"
else
    skip "the page is typeset without a warning" "there is no groff"
fi
if command -v bash >/dev/null; then
    ok "bash completes a verb" completes ticket helloword tic
    ok "its words" completes lift helloword restore li
    ok "and its options" completes --invariants helloword doctor --inv
    ok "and a value that is a choice" completes 'done' helloword action retry 1 --seen d
else
    skip "bash completes" "there is no bash"
fi
done_testing
