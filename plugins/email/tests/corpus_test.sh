#!/bin/sh
# Mail of outside suites through `helloword mail parse`: none lost, and what
# bounces, automatic answers, lists, charsets and quotes are told to be.
# SPDX-License-Identifier: MIT
# shellcheck disable=SC2016
set -u
. tests/lib.sh
data=${HW_SHARED:-../shared}/data/email
[ -d "$data" ] || skip_all "no mails at $data"
parse() { # NAME LIST-OF-FILES: one line each, to $dir/NAME
    tr '\n' '\0' <"$2" | xargs -0 "$hw" mail parse >"$dir/$1" 2>"$dir/err"
    rc=$?
    sed 's/^/# /' "$dir/err"
    return $rc
}
# An expression over each answer j, one a line. JSON has no raw byte 1, so that
# it can part columns.
asked() { # FILE EXPRESSION
    sqlite3 -batch -init /dev/null :memory: 'CREATE TABLE answers(j)' '.mode ascii' \
        '.separator "\001" "\n"' ".import $1 answers" '.mode list' \
        "SELECT $2 FROM answers ORDER BY rowid"
}
auto="coalesce(j ->> '\$.auto', 'null')"
# Lines "FILE AUTO" of a list and its answers.
told() { # NAME LIST
    asked "$dir/$1" "$auto" | paste "$2" - | sed 's|.*/||'
}
is() { # WANTED COMMAND...
    wanted=$1
    shift
    got=$("$@")
    [ "$got" = "$wanted" ] || echo "wanted $wanted, got $got"
    [ "$got" = "$wanted" ]
}

# -- all -----------------------------------------------------------------------
find "$data" -type f ! -name LICENSE | LC_ALL=C sort >"$dir/all"
before=$(date +%s%N)
ok "every file of the suites is parsed without a crash" parse all.out "$dir/all"
after=$(date +%s%N)
files=$(wc -l <"$dir/all")
echo "# $files files, $(((after - before) / files / 1000)) us each"
ok "none is lost: a line for every file" [ "$(wc -l <"$dir/all.out")" = "$files" ]
ok "every line is UTF-8" exits 0 iconv -f UTF-8 -t UTF-8 "$dir/all.out"
ok "every line is a JSON object with all keys of the contract" is "$files" \
    asked "$dir/all.out" "sum((SELECT count(*) FROM json_each(j) WHERE key IN
        ('message_id', 'in_reply_to', 'references', 'from', 'to', 'subject',
        'date', 'text', 'reply', 'html', 'attachments', 'auto')) = 12)"

# -- bounces and automatic answers ---------------------------------------------
# Not bounces by their form: complaints that a person forwards, notices of a
# list's manager, JSON for a program, a mail without any sign, a success.
grep '/sisimai/.*\.eml$' "$dir/all" >"$dir/sisimai"
parse sisimai.out "$dir/sisimai"
told sisimai.out "$dir/sisimai" >"$dir/sisimai.told"
awk '{ want = $1 ~ /^rfc3834/ ? "reply" : "bounce"; all[want]++
       if ($2 == want) good[want]++; else print "# missed: " $1 " is " $2 }
     END { for (w in all) print "# " w ": " good[w] + 0 " of " all[w] }' \
    "$dir/sisimai.told"
awk '$1 !~ /^rfc3834/ && $2 == "bounce"' "$dir/sisimai.told" | wc -l >"$dir/n"
ok "at least 609 of 623 bounces are told as bounces" [ "$(cat "$dir/n")" -ge 609 ]
ok "every automatic answer is told as one" is 0 \
    awk '$1 ~ /^rfc3834/ && $2 != "reply" { n++ } END { print NR ? n + 0 : "no mail" }' \
    "$dir/sisimai.told"
grep -e /spamassassin/ -e /mikel-mail/emails/ -e /email-mime/ \
    -e /mail-mime-parser/m "$dir/all" | grep -v multipart_report |
    grep -v raw_email_with_mimepart_without_content_type >"$dir/human"
parse human.out "$dir/human"
ok "no other mail is taken for a bounce or an automatic answer" is 0 \
    asked "$dir/human.out" "sum($auto IN ('bounce', 'reply'))"
grep /multipart_report_emails/ "$dir/all" >"$dir/reports"
parse reports.out "$dir/reports"
ok "the reports of another suite are bounces" is bounce \
    asked "$dir/reports.out" "DISTINCT $auto"

# -- lists ---------------------------------------------------------------------
grep /spamassassin/ "$dir/all" >"$dir/spam"
before=$(date +%s%N)
parse spam.out "$dir/spam"
after=$(date +%s%N)
echo "# everyday mail: $(((after - before) / $(wc -l <"$dir/spam") / 1000)) us each"
while IFS= read -r f; do
    tr -d '\r' <"$f" | sed '/^$/q' | grep -qi \
        -e '^list-\(id\|unsubscribe\|post\|help\|subscribe\|archive\):' \
        -e '^\(x-\)\{0,1\}mailing-list:' \
        -e '^precedence: *\(bulk\|list\|junk\)' && echo list || echo null
done <"$dir/spam" >"$dir/spam.want"
asked "$dir/spam.out" "$auto" >"$dir/spam.got"
same_lists() { grep -q list "$dir/spam.want" && cmp "$dir/spam.want" "$dir/spam.got"; }
echo "# lists: $(grep -c list "$dir/spam.got") of $(grep -c list "$dir/spam.want")"
ok "lists and newsletters are marked by their headers, other mail is not" same_lists

# -- charsets ------------------------------------------------------------------
read_one() { # PATH-END EXPRESSION
    "$hw" mail parse "$data/$1" >"$dir/one"
    asked "$dir/one" "$2"
}
subject() { read_one "$1" "j ->> '\$.subject'"; }
m=mikel-mail/emails
ok "a subject in ISO-2022-JP is read" is まみむめも \
    subject $m/multi_charset/japanese_iso_2022.eml
ok "a subject in UTF-8 words is read" is まみむめも \
    subject $m/multi_charset/japanese.eml
ok "a subject in raw UTF-8 is read" is "Säying Hello" \
    subject $m/rfc6532/utf8_headers.eml
file_name() { read_one "$1" "j ->> '\$.attachments[0].name'"; }
ok "the name of an attachment is decoded" is てすと.txt \
    file_name $m/multi_charset/japanese_attachment.eml

# -- replies -------------------------------------------------------------------
# What the suites' authors say in words: the visible part of each text ends
# before its quote and signature, read by us from each. A row is the file, the
# last line kept and, where only one suite has it so, which.
cat >"$dir/replies" <<'R'
correct_sig.txt|this is an email with a correct -- signature.
email_1_1.txt|I am currently using the Java HTTP API.
email_1_2.txt|the keys in a bucket, you’ll need to delete them all individually."
email_1_3.txt|Having the function would be great.
email_1_4.txt|Awesome! I haven't had another problem with it.
email_1_5.txt|for a while.
email_1_6.txt|I get proper rendering as well.
email_1_7.txt|:+1:
email_1_8.txt|and under this.
email_2_1.txt|Outlook with a reply
email_2_2.txt|Outlook with a reply directly above line
email_2_3.txt|Outlook with a reply directly above line|github
email_2_3.txt|Outlook with a reply above headers using unusual format|zapier
email_BlackBerry.txt|Here is another email
email_bullets.txt|   - and another
email_gmail.txt|This is a test for inbox replying to a github message.|zapier
email_headers_no_delimiter.txt|And another reply!|zapier
email_iPhone.txt|Here is another email
email_multi_word_sent_from_my_mobile_device.txt|Here is another email
email_one_is_not_on.txt|Locally (on development), when I run...
email_partial_quote_header.txt|fails, the tunnel is not working.|zapier
email_sent_from_my_not_signature.txt|Sent from my desk, is much easier then my mobile phone.
email_sig_delimiter_in_middle_of_line.txt|kthxbai
greedy_on.txt|fails, the tunnel is not working.
pathological.txt|get back to a computer.
R
for suite in reply_github reply_zapier; do
    good=0 all=0
    while IFS='|' read -r file last only; do
        case $suite in *"$only") ;; *) continue ;; esac
        all=$((all + 1))
        {
            printf 'From: a@a.test\nContent-Type: text/plain; charset=utf-8\n\n'
            cat "$data/$suite/$file"
        } | "$hw" mail parse - >"$dir/one"
        got=$(asked "$dir/one" "j ->> '\$.reply'" | tail -n 1)
        if [ "$got" = "$last" ]; then
            good=$((good + 1))
        else
            echo "# $file: $got"
        fi
    done <"$dir/replies"
    echo "# $suite: $good of $all"
    ok "$suite: a reply ends where its quote or signature begins" [ $good = $all -a $all -gt 9 ]
done

# -- the verb ------------------------------------------------------------------
printf 'From: a@a.test\nSubject: in\n\nx\n' |
    "$hw" mail parse /nonexistent - >"$dir/two" 2>/dev/null
ok "an unreadable file is exit 65" is 65 echo $?
ok "it is answered with an error, and the next file still comes" is "true in" \
    asked "$dir/two" "group_concat(iif(j ->> '\$.error' IS NULL,
        j ->> '\$.subject', 'true'), ' ')"
done_testing
