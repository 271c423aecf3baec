#!/bin/sh
# The e-mail channel against a real IMAP server (dovecot) and a real SMTP server
# (exim4), with TLS and passwords: what comes in, what leaves, what must not.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
# shellcheck source=plugins/email/tests/peers.sh
. plugins/email/tests/peers.sh
# shellcheck source=tests/lib-clamd.sh
. tests/lib-clamd.sh
! why=$(peers_missing) || skip_all "$why"
# Becomes true within a minute: WANTED SQL TITLE
becomes() { ok "$3" wait_for is "$1" "$2"; }
hwc() { "$hw" "$@" -c "$dir/helloword.conf"; }

ok "dovecot and exim4 run, unprivileged, in a folder of their own" peers_start
secret password 'correct horse'
poll="10 min"
scanner=
manifest() { # PASSWORD-FILE CA EXTRA
    cat >"$dir/helloword.conf" <<M
desk = { state = "$dir/state"; policy = "$PWD/policy"; company = "Lampshop";
         mail_domain = "shop.test"; language = "en"; };
http = { listen = "127.0.0.1:0"; $scanner };
agents = ( { name = "eva"; uid = $(id -u); role = "owner"; } );
instances = ( { name = "mail"; plugin = "email"; loopback = true; poll = "$poll";
  live_since = "$(moment -3600)";
  ca = "$2"; address = "help@shop.test"; from_name = "Lampshop"; user = "help";
  password = "file:$1"; imap_host = "127.0.0.1"; imap_port = $imap_port;
  imap_tls = "starttls"; smtp_host = "localhost"; smtp_port = $smtp_port;
  smtp_tls = "starttls"; $3 } );
M
}
start() { serve helloword; }
halt() { stop "$desk"; }
mail() { # BOX FOLDER FROM SUBJECT ID TEXT [HEADER...]
    box=$1 folder=$2 from=$3 subject=$4 mail_id=$5 text=$6
    shift 6
    {
        printf 'Return-Path: <%s>\r\nReceived: from a by b; %s\r\n' "$from" "$(date -u -R)"
        printf 'From: %s\r\nTo: help@shop.test\r\nSubject: %s\r\nDate: %s\r\nMessage-ID: <%s>\r\n' \
            "$from" "$subject" "$(date -u -R)" "$mail_id"
        for h; do printf '%s\r\n' "$h"; done
        printf 'Content-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n' "$text"
    } | put_mail "$box" "$folder"
}

# -- a mail becomes a ticket ---------------------------------------------------
manifest "$dir/password" "$P/ca.pem" ""
for o in 1001:ann 1002:gone1 1003:never1 1004:eve 1005:bob 1006:kim 1007:lee; do
    printf '{"kind":"order","ref":"O%s","name":"#%s","placed":"%s","email":"%s@buyer.test","buyer_name":"Ann Smith","lang":"en","total":{"amount":"49.00","currency":"USD"}}\n' \
        "${o%:*}" "${o%:*}" "$(moment 0)" "${o#*:}"
    printf '{"kind":"shipment","ref":"S%s","order_ref":"O%s","carrier":"DHL","tracking":"33188%s","url":"https://track.example/%s","status":"shipped","shipped":"%s"}\n' \
        "${o%:*}" "${o%:*}" "${o%:*}" "${o%:*}" "$(moment 0)"
done >"$dir/orders"
hwc import --new-shop --shop lampshop "$dir/orders" >&2
start
logins() { [ "$(grep -c 'Login: user=<help>' "$P/dovecot.log")" -ge 2 ]; }
wait_for logins
mail help . ann@buyer.test "Order 1001" m1@buyer.test "Hello, my parcel has not arrived. Where is it? Order 1001."
becomes O1001 "SELECT order_ref FROM tickets WHERE id = 1" "a new mail is seen at once, though the next poll is minutes away, and becomes a ticket on the right order"
becomes ann@buyer.test "SELECT to_addr FROM actions WHERE ticket = 1 AND verb = 'reply' AND state = 2" "with a proposed reply to its sender"
boxes="$P/mail/help/Maildir/new $P/mail/help/Maildir/cur"
# shellcheck disable=SC2086
unread() { [ "$(find $boxes -type f | wc -l)" -ge 1 ] && [ -z "$(find $boxes -name '*:2,*S*')" ]; }
ok "no mail is marked as read by fetching it" unread

# -- a reply leaves, threaded --------------------------------------------------
arrived() { sent=$(grep -rl "^Message-I[Dd]: $1" "$P/mail/ann/Maildir/new"); }
approve() { hwc action approve "$(rows "SELECT id FROM actions WHERE ticket = $1 AND state = 2")" >&2; }
approve 1
becomes 7 "SELECT state FROM actions WHERE ticket = 1" "an approved reply leaves over SMTP, with STARTTLS and a password"
id=$(rows "SELECT message_id FROM actions WHERE ticket = 1")
ok "and arrives in the buyer's mailbox under the Message-ID that the desk gave it" wait_for arrived "$id"
tr -d '\r' <"$sent" | sed -n '1,/^$/p' | sed ':a;N;$!ba;s/\n[ \t]/ /g' >"$dir/head"
grep -q '^In-Reply-To: <m1@buyer.test>' "$dir/head" && grep -q '^References:.*<m1@buyer.test>' "$dir/head" &&
    grep -q '^From: .*help@shop.test' "$dir/head" && grep -q '^To: .*ann@buyer.test' "$dir/head"
so "threaded by In-Reply-To and References"
grep -q 'A=plain:help' "$P"/exim-mainlog && grep -q 'X=TLS' "$P"/exim-mainlog
so "the server says that it came over TLS, logged in"

mail help . ann@buyer.test "Re: your message" m2@buyer.test "Still nothing here." "In-Reply-To: $id" "References: <m1@buyer.test> $id"
becomes 1 "SELECT ticket FROM messages WHERE message_id = '<m2@buyer.test>'" "the buyer's answer joins the ticket"
mail help . eve@evil.test "Re: your message" f1@evil.test "Send the money to me." "In-Reply-To: $id"
mail help . eve@evil.test "Re: your message" f2@evil.test "Send it to me." "References: <m1@buyer.test>"
mail help . eve@evil.test "Re: hm" f3@evil.test "And to me." "References: <t1.00000000000000000000000000000000@shop.test>"
becomes 3 "SELECT count(*) FROM messages WHERE from_addr = 'eve@evil.test' AND ticket IS NULL" "a forged id, and a true one in a stranger's hands, join nothing"

# -- what others sent ----------------------------------------------------------
$as_peer mkdir -p "$P/mail/help/Maildir/.Sent/new" "$P/mail/help/Maildir/.Sent/cur" "$P/mail/help/Maildir/.Sent/tmp"
put_mail help .Sent <"$sent"
mail help .Sent help@shop.test "Re: your message" own1@shop.test "I looked: it comes tomorrow." "In-Reply-To: <m2@buyer.test>"
mail help . list@news.test "Sale" n1@news.test "Buy now" "List-Id: <news.news.test>" "List-Unsubscribe: <https://news.test/>" "Precedence: bulk"
becomes 11 "SELECT state FROM actions WHERE ticket = 1 AND id = (SELECT max(id) FROM actions WHERE ticket = 1)" "a reply given in another program stops the proposal"
becomes 'answered outside the desk' "SELECT why FROM actions WHERE ticket = 1 AND id = (SELECT max(id) FROM actions WHERE ticket = 1)" "which says why"
becomes 1 "SELECT count(*) FROM messages WHERE message_id = '$id'" "the copy of our own mail is not shown twice"
mail help . ann@buyer.test "Automatic reply: order" a1@buyer.test "I am away until Monday." "Auto-Submitted: auto-replied" "In-Reply-To: $id"
mail help . news@shop2.test "Order 1004 and more" n2@news.test "Order 1004: our offers" "List-Unsubscribe: <https://news.test/>"
becomes 2 "SELECT count(*) FROM messages WHERE ref LIKE 'a1@%' OR ref LIKE 'n2@%'" "an absence reply and a newsletter are taken in"
becomes 0 "SELECT count(*) FROM tickets WHERE id > 1" "and make no ticket"
becomes 2 "SELECT count(*) FROM actions" "and nobody answers them"

# -- mail that comes back ------------------------------------------------------
mail help . gone1@buyer.test "Order 1002" g1@buyer.test "Where is my order 1002? It has not arrived."
becomes 1 "SELECT count(*) FROM actions WHERE order_ref = 'O1002' AND state = 2" "another buyer's mail opens its ticket"
t=$(rows "SELECT id FROM tickets WHERE order_ref = 'O1002'")
approve "$t"
becomes "2|$t" "SELECT origin, ticket FROM messages WHERE origin = 2" "a bounce of our reply is shown on its ticket"
becomes 1 "SELECT count(*) FROM alerts WHERE cause = 'bounce:$t'" "with an alert"
becomes 0 "SELECT count(*) FROM actions WHERE ticket = $t AND state = 2" "and is not answered"

mail help . never1@buyer.test "Order 1003" v1@buyer.test "Where is my order 1003? It has not arrived."
becomes 1 "SELECT count(*) FROM actions WHERE order_ref = 'O1003' AND state = 2" "a third opens his"
t=$(rows "SELECT id FROM tickets WHERE order_ref = 'O1003'")
approve "$t"
becomes 8 "SELECT state FROM actions WHERE ticket = $t" "a recipient whom the server refuses makes the reply refused"
rows "SELECT why FROM actions WHERE ticket = $t" | grep -q 'refused the recipient: 550 .*no such user (address)'
so "in the server's words, without the address"

# -- photos -------------------------------------------------------------------------
photo() { # FILE BYTES LIGHT: what a phone makes
    { printf '\377\330\377\340\000\020JFIF\000\001\001\000\000\001\000\001\000\000\377\332\000\004\001\002%s' "$3" && head -c "$2" /dev/zero && printf '\377\331'; } >"$dir/$1"
}
with_files() { # FROM SUBJECT ID TEXT FILE...: as mail(), each FILE attached
    from=$1 subject=$2 mail_id=$3 text=$4
    shift 4
    {
        printf 'From: %s\r\nTo: help@shop.test\r\nSubject: %s\r\nDate: %s\r\nMessage-ID: <%s>\r\n' \
            "$from" "$subject" "$(date -u -R)" "$mail_id"
        printf 'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n%s\r\n' "$text"
        for f; do
            printf -- '--b\r\nContent-Type: image/jpeg\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename="%s"\r\n\r\n' "${f##*/}"
            base64 "$dir/$f" | sed 's/$/\r/'
        done
        printf -- '--b--\r\n'
    } | put_mail help .
}
files() { becomes "$1" "SELECT group_concat(i.name || ' ' || coalesce(i.mime, i.refused), ', ') FROM files_in i JOIN messages m ON m.id = i.message WHERE m.message_id = '<$2>'" "$3"; }
given_out() { # NAME: as it was sent
    hwc ticket file "$(rows "SELECT evidence FROM files_in WHERE name = '$1'")" >"$dir/given" && cmp "$dir/given" "$dir/$1"
}
photo lamp.jpg 3000000 one
photo box.jpg 60000 two
echo 'MZ a program' >"$dir/liar.jpg"
with_files kim@buyer.test "Order 1006" k1@buyer.test "The lamp of order 1006 arrived broken, the glass is shattered." lamp.jpg box.jpg liar.jpg
files 'lamp.jpg image/jpeg, box.jpg image/jpeg, liar.jpg 1' k1@buyer.test "A42: photos of a mail are kept, though they make it larger than what is read at once"
t=$(rows "SELECT id FROM tickets WHERE order_ref = 'O1006'")
hwc ticket show "T-$t" >"$dir/shown"
so "the ticket is shown"
ok "with each under its mail, by its name, kind and size" says '^    file [0-9]+: lamp.jpg \(image/jpeg, 3.0 MB\)$' "$dir/shown"
ok "and why another one was not taken" says '^    file liar.jpg \(image/jpeg, 13 bytes\) was not taken: it is of no kind that is taken \(uploads.conf\)$' "$dir/shown"
ok "A42: they are given out as they were sent" given_out lamp.jpg
ok "both of them" given_out box.jpg
ok "nobody asks for a photo that is there" is look "SELECT step FROM tickets WHERE id = $t"
becomes 0 "SELECT count(*) FROM messages WHERE notice LIKE '%bytes were read%'" "and the mail was read whole"
photo huge.jpg 18000000 three
with_files kim@buyer.test "Re: Order 1006" k2@buyer.test "The lamp of order 1006 is broken in another place, too." huge.jpg
files 'huge.jpg image/jpeg' k2@buyer.test "a mail of 25 MB is read in a worker's memory"
i=0
many=
while [ $i -lt 102 ]; do
    i=$((i + 1))
    photo "$i.jpg" 100 "$i"
    many="$many $i.jpg"
done
# shellcheck disable=SC2086
with_files lee@buyer.test "Order 1007" l1@buyer.test "The lamp of order 1007 arrived broken." $many
becomes '12|88' "SELECT sum(i.evidence > 0), sum(i.refused = 3) FROM files_in i JOIN messages m ON m.id = i.message WHERE m.message_id = '<l1@buyer.test>'" "of a hundred files so many are kept as uploads.conf says, and the others are told"
ok "that there are more is told, too" is 1 "SELECT count(*) FROM messages WHERE message_id = '<l1@buyer.test>' AND notice LIKE 'of its files the first 100 are told%'"
ok "nothing of them stands in the log" not grep -qE "lamp.jpg|box.jpg|kim@" "$dir/helloword.err"
ok "and the journal knows each that was kept" exits 0 hwc journal verify
kept=$(rows "SELECT count(*) FROM files_in")

# -- numbered anew ---------------------------------------------------------------
before=$(rows 'SELECT count(*) FROM messages')
validity=$(rows "SELECT value FROM kv WHERE key = 'inbox'")
dovecot_stop
rm -f "$P"/mail/help/Maildir/dovecot* "$P"/mail/help/Maildir/.Sent/dovecot*
mail help . bob@buyer.test "Order 1005" b1@buyer.test "Where is my order 1005? It has not arrived."
sleep 1.1 # UIDVALIDITY is a second
dovecot_start
halt
poll="1 s"
manifest "$dir/password" "$P/ca.pem" ""
start
becomes 1 "SELECT count(*) FROM messages WHERE message_id = '<b1@buyer.test>'" "a mail that came while the mailbox was numbered anew is not lost"
becomes 1 "SELECT value <> '$validity' AND (SELECT count(*) FROM kv WHERE key = 'sent.end') FROM kv WHERE key = 'inbox'" "the new numbers are taken over"
becomes $((before + 1)) "SELECT count(*) FROM messages" "and nothing is doubled"
ok "no file either" is "$kept" "SELECT count(*) FROM files_in"

# -- a server that is gone -----------------------------------------------------
dovecot_stop
# Its child serves the connection that waits for mail a while longer.
failing() { hwc plugins | grep -q failing; }
ok "a server that is gone makes the instance fail" wait_for failing
mail help . bob@buyer.test "Re: Order 1005" b2@buyer.test "Hello? Order 1005"
dovecot_start
becomes 1 "SELECT count(*) FROM messages WHERE message_id = '<b2@buyer.test>'" "and it recovers when the server is back"

# -- a scanner ----------------------------------------------------------------
halt
scanner="scanner = \"$dir/clamd\";"
manifest "$dir/password" "$P/ca.pem" ""
start
photo away.jpg 50000 four
with_files bob@buyer.test "Re: Order 1005" s1@buyer.test "The lamp of order 1005 came, and it is broken." away.jpg
files 'away.jpg 5' s1@buyer.test "where the scanner is away no file is kept, and the mail is read all the same"
clamd "stream: Eicar-Test-Signature FOUND"
photo ill.jpg 50000 five
with_files bob@buyer.test "Re: Order 1005" s2@buyer.test "The lamp of order 1005 is broken." ill.jpg
files 'ill.jpg 6' s2@buyer.test "nor one that it finds something in"
kill "$scanner_pid"
rm -f "$dir/clamd"
clamd "stream: OK" "stream: Can't open file or directory ERROR"
photo hard.jpg 50000 seven
photo well.jpg 50000 six
with_files bob@buyer.test "Re: Order 1005" s3@buyer.test "The lamp of order 1005 is broken." hard.jpg well.jpg liar.jpg
files 'hard.jpg 5, well.jpg image/jpeg, liar.jpg 1' s3@buyer.test "what it calls clean is kept, also after one that it cannot look at"
scanner=

# -- what costs only itself ----------------------------------------------------
halt
: >"$dir/helloword.err"
manifest "$dir/password" "$P/ca.pem" 'sent_folder = "Nope"; call_limit = "8 s";'
start
mail help . bob@buyer.test "Re: Order 1005" b3@buyer.test "Still nothing. Order 1005"
becomes 1 "SELECT count(*) FROM messages WHERE message_id = '<b3@buyer.test>'" "mail comes in though the Sent folder is not there"
becomes 1 "SELECT count(*) FROM kv WHERE instance = 'mail' AND key = 'behind'" "and it is told that not all was read"
ok "which the plugin says once" [ "$(hwc plugins mail | grep -c 'does not let the folder of sent mail be read; see the option sent_folder')" = 1 ]
sleep 9 # a wait at the server that did not know its limit would be killed
mail help . bob@buyer.test "Re: Order 1005" b4@buyer.test "Nothing at all. Order 1005"
becomes 1 "SELECT count(*) FROM messages WHERE message_id = '<b4@buyer.test>'" "a short limit of calls lets mail in, too"
unhurt() { lacks 'did not answer|died|killed' "$dir/helloword.err" && hwc plugins >"$dir/plugins" && lacks failing "$dir/plugins"; }
ok "and no wait at the server outlasts it" unhurt
halt
: >"$dir/helloword.err"
echo 'no certificate' >"$dir/garbage.pem"
manifest "$dir/password" "$dir/garbage.pem" ""
t=$(rows "SELECT id FROM tickets WHERE order_ref = 'O1005'")
start
hwc ticket reply "$t" "We are asking the carrier." >&2
last="FROM actions WHERE ticket = $t AND id = (SELECT max(id) FROM actions WHERE ticket = $t)"
becomes 1 "SELECT count(*) FROM alerts WHERE cause = 'paused:mail' AND acknowledged IS NULL" "a file of CAs that cannot be read is told"
ok "and refuses no reply" is 4 "SELECT state $last"
cp "$P/ca.pem" "$dir/garbage.pem"
kill -HUP "$desk"
becomes 7 "SELECT state $last" "which leaves when it can be read"
hwc alert acknowledge "$(rows "SELECT id FROM alerts WHERE cause = 'paused:mail'")" >&2

# -- what must not go through --------------------------------------------------
# The server's words are for who asks; the log has none of them.
told() { hwc plugins >"$dir/plugins" && says "$1" "$dir/plugins"; }
halt
: >"$dir/helloword.err"
secret wrong wrong
manifest "$dir/wrong" "$P/ca.pem" ""
start
becomes 1 "SELECT count(*) FROM alerts WHERE cause = 'paused:mail' AND acknowledged IS NULL" "a wrong password raises one alert"
ok "and pauses the instance" told paused
ok "one clear sentence says so" told '127.0.0.1 refused user and password; check "user" and the file of "password"'
without() { lacks wrong "$dir/plugins" && lacks wrong "$dir/helloword.err"; }
ok "without the password" without
halt
: >"$dir/helloword.err"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=other CA" -keyout "$dir/other.key" -out "$dir/other.pem"
manifest "$dir/password" "$dir/other.pem" ""
start
ok "a certificate that does not verify is refused" wait_for told '127.0.0.1: its certificate does not verify'
ok "before anything is said" lacks 'user and password' "$dir/plugins"
halt
: >"$dir/helloword.err"
openssl req -newkey rsa:2048 -nodes -subj "/CN=other.test" -keyout "$dir/o.key" -out "$dir/o.csr"
openssl x509 -req -days 2 -in "$dir/o.csr" -CA "$P/ca.pem" -CAkey "$P/ca.key" -CAcreateserial -out "$dir/o.pem"
free_port
wrong_port=$port
openssl s_server -quiet -accept "127.0.0.1:$wrong_port" -cert "$dir/o.pem" -key "$dir/o.key" >"$dir/s_server" &
wrong_pid=$!
started="$started $wrong_pid"
imap_port=$wrong_port
manifest "$dir/password" "$P/ca.pem" 'imap_tls = "tls";'
sed -i 's/imap_tls = "starttls"; //' "$dir/helloword.conf"
start
ok "nor is one that a true CA gave to another name" wait_for told 'its certificate does not verify: .*mismatch'
ok "and nothing was said to it" [ ! -s "$dir/s_server" ]
halt
kill $wrong_pid
ok "the desk logged no error" lacks ' error ' "$dir/helloword.err"
done_testing
