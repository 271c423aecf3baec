#!/bin/sh
# The e-mail channel against a real IMAP server (dovecot) and a real SMTP server
# (exim4), with TLS and passwords: what comes in, what leaves, what must not.
# SPDX-License-Identifier: MIT
set -u
B=$(cd "${HW_BUILD:-build}" && pwd)
hw=$B/helloword
dir=${HW_SCRATCH:-$(mktemp -d)}/mail
mkdir -p "$dir"
# shellcheck source=plugins/email/tests/peers.sh
. plugins/email/tests/peers.sh
if why=$(peers_missing); then
    echo "1..0 # SKIP $why"
    exit 0
fi
exec 2>>"$dir/log"
desk=
stop() {
    [ -z "$desk" ] || kill -9 "$desk"
    peers_stop
}
trap stop EXIT
n=0
ok() { # RC TITLE
    n=$((n + 1))
    if [ "$1" = 0 ]; then
        echo "ok $n - $2"
    else
        echo "not ok $n - $2"
        tail -n 15 "$dir/log" "$dir/desk.log" | sed 's/^/# /'
    fi
}
rows() { sqlite3 -readonly -cmd '.timeout 5000' "$dir/state/helloword.db" "$1"; }
# Becomes true within 20 s: WANTED SQL TITLE
becomes() {
    tries=0
    while [ "$(rows "$2")" != "$1" ] && [ $tries -lt 200 ]; do
        tries=$((tries + 1))
        sleep 0.1
    done
    got=$(rows "$2")
    [ "$got" = "$1" ] || echo "wanted $1, got $got: $2" >&2
    [ "$got" = "$1" ]
    ok $? "$3"
}
hwc() { "$hw" "$@" -c "$dir/helloword.conf"; }

peers_start
ok $? "dovecot and exim4 run, unprivileged, in a folder of their own"
printf 'correct horse' >"$dir/password"
chmod 600 "$dir/password"
manifest() { # PASSWORD-FILE CA EXTRA
    cat >"$dir/helloword.conf" <<M
desk = { state = "$dir/state"; policy = "$PWD/policy"; company = "Lampshop";
         mail_domain = "shop.test"; language = "en"; };
http = { listen = "127.0.0.1:0"; };
agents = ( { name = "eva"; uid = $(id -u); role = "owner"; } );
instances = ( { name = "mail"; plugin = "email"; loopback = true; poll = "1 s";
  live_since = "$(date -u -d "-1 hour" +%Y-%m-%dT%H:%M:%SZ)";
  ca = "$2"; address = "help@shop.test"; from_name = "Lampshop"; user = "help";
  password = "file:$1"; imap_host = "127.0.0.1"; imap_port = $imap_port;
  imap_tls = "starttls"; smtp_host = "localhost"; smtp_port = $smtp_port;
  smtp_tls = "starttls"; $3 } );
M
}
start() {
    : >"$dir/out"
    "$hw" serve -c "$dir/helloword.conf" >"$dir/out" 2>>"$dir/desk.log" &
    desk=$!
    tries=0
    while [ ! -s "$dir/out" ] && [ $tries -lt 200 ]; do
        kill -0 $desk || break
        tries=$((tries + 1))
        sleep 0.05
    done
}
halt() {
    kill $desk && wait $desk
    desk=
}
now() { date -u -R; }
mail() { # BOX FOLDER FROM SUBJECT ID TEXT [HEADER...]
    box=$1 folder=$2 from=$3 subject=$4 id=$5 text=$6
    shift 6
    {
        printf 'Return-Path: <%s>\r\nReceived: from a by b; %s\r\n' "$from" "$(now)"
        printf 'From: %s\r\nTo: help@shop.test\r\nSubject: %s\r\nDate: %s\r\nMessage-ID: <%s>\r\n' \
            "$from" "$subject" "$(now)" "$id"
        for h; do printf '%s\r\n' "$h"; done
        printf 'Content-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n' "$text"
    } | put_mail "$box" "$folder"
}

# -- a mail becomes a ticket ---------------------------------------------------
manifest "$dir/password" "$P/ca.pem" ""
for o in 1001:ann 1002:gone1 1003:never1 1004:eve 1005:bob; do
    printf '{"kind":"order","ref":"O%s","name":"#%s","placed":"%s","email":"%s@buyer.test","buyer_name":"Ann Smith","lang":"en","total":{"amount":"49.00","currency":"USD"}}\n' \
        "${o%:*}" "${o%:*}" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "${o#*:}"
    printf '{"kind":"shipment","ref":"S%s","order_ref":"O%s","carrier":"DHL","tracking":"33188%s","url":"https://track.example/%s","status":"shipped","shipped":"%s"}\n' \
        "${o%:*}" "${o%:*}" "${o%:*}" "${o%:*}" "$(date -u +%Y-%m-%dT%H:%M:%SZ)"
done >"$dir/orders"
hwc import --shop lampshop "$dir/orders" >&2
start
mail help . ann@buyer.test "Order 1001" m1@buyer.test "Hello, my parcel has not arrived. Where is it? Order 1001."
becomes O1001 "SELECT order_ref FROM tickets WHERE id = 1" "a mail becomes a ticket on the right order"
becomes ann@buyer.test "SELECT to_addr FROM actions WHERE ticket = 1 AND verb = 'reply' AND state = 2" "with a proposed reply to its sender"
ls "$P/mail/help/Maildir/new" "$P/mail/help/Maildir/cur" | grep -q ':2,.*S'
[ $? = 1 ]
ok $? "no mail is marked as read by fetching it"
