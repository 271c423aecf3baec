#!/bin/sh
# kill -9 of the desk while it fetches a mailbox from a real IMAP server: every
# mail is there in the end, exactly once. MAILS (default 200) and KILLS (20)
# make it larger, SEED repeats it.
# SPDX-License-Identifier: MIT
set -u
B=$(cd "${HW_BUILD:-build}" && pwd)
dir=${HW_SCRATCH:-$(mktemp -d)}/kill
mails=${MAILS:-200} kills=${KILLS:-20} seed=${SEED:-5}
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
rows() { sqlite3 -readonly -cmd '.timeout 5000' "$dir/state/helloword.db" "$1"; }
random() { # BELOW
    seed=$(((seed * 1103515245 + 12345) % 2147483648))
    echo $((seed / 65536 % $1))
}
peers_start || echo "# no peers"
printf 'correct horse' >"$dir/password"
chmod 600 "$dir/password"
cat >"$dir/helloword.conf" <<M
desk = { state = "$dir/state"; policy = "$PWD/policy"; };
http = { listen = "127.0.0.1:0"; };
instances = ( { name = "mail"; plugin = "email"; loopback = true; poll = "1 s";
  ca = "$P/ca.pem"; address = "help@shop.test"; user = "help";
  password = "file:$dir/password"; imap_host = "127.0.0.1"; imap_port = $imaps_port;
  smtp_host = "localhost"; smtp_port = $smtp_port; smtp_tls = "starttls"; } );
M
i=0
while [ $i -lt "$mails" ]; do
    i=$((i + 1))
    printf 'From: b%s@buyer.test\r\nTo: help@shop.test\r\nSubject: mail %s\r\nDate: %s\r\nMessage-ID: <k%s@buyer.test>\r\n\r\nText %s\r\n' \
        $i $i "$(date -u -R)" $i $i >"$P/mail/help/Maildir/new/$((1700000000 + i)).k$i.test"
done
chown -R "$peer_user" "$P/mail" 2>/dev/null
start() {
    : >"$dir/out"
    "$B/helloword" serve -c "$dir/helloword.conf" >"$dir/out" &
    desk=$!
}
start
done=0 began=$(date +%s) partly=0
while [ $done -lt "$kills" ]; do
    sleep "0.$(printf %03d $((50 + $(random 300))))"
    had=$(rows 'SELECT count(*) FROM messages' 2>/dev/null || echo 0)
    kill -9 $desk
    wait $desk
    [ "${had:-0}" -ge "$mails" ] || partly=$((partly + 1))
    done=$((done + 1))
    # More arrive as long as it is killed, so that every kill meets work.
    if [ "${had:-0}" -ge "$mails" ]; then
        more=$((mails + 10))
        while [ "$mails" -lt $more ]; do
            mails=$((mails + 1))
            printf 'From: b@buyer.test\r\nSubject: mail %s\r\nDate: %s\r\nMessage-ID: <k%s@buyer.test>\r\n\r\nText %s\r\n' \
                $mails "$(date -u -R)" $mails $mails >"$P/mail/help/Maildir/tmp/k$mails"
            chown "$peer_user" "$P/mail/help/Maildir/tmp/k$mails" 2>/dev/null
            mv "$P/mail/help/Maildir/tmp/k$mails" "$P/mail/help/Maildir/new/$((1700000000 + mails)).k$mails.test"
        done
    fi
    start
done
tries=0
while [ "$(rows 'SELECT count(*) FROM messages')" != "$mails" ] && [ $tries -lt 300 ]; do
    tries=$((tries + 1))
    sleep 0.1
done
all=$(rows "SELECT count(*) FROM messages")
distinct=$(rows "SELECT count(DISTINCT message_id) FROM messages WHERE message_id LIKE '<k%@buyer.test>'")
files=$(rows 'SELECT count(*) FROM files')
echo "# $kills kills in $(($(date +%s) - began)) s, $partly while mails were missing; $mails mails, $all rows, $distinct ids, $files raw files, seed ${SEED:-5}"
echo 1..3
[ "$all" = "$mails" ] && [ "$distinct" = "$mails" ] &&
    echo "ok 1 - every mail is there exactly once" || echo "not ok 1 - every mail is there exactly once"
[ "$files" = "$mails" ] &&
    echo "ok 2 - each with its raw bytes" || echo "not ok 2 - each with its raw bytes"
kill $desk && wait $desk
desk=
if "$B/helloword" journal verify -c "$dir/helloword.conf" >/dev/null && "$B/helloword" doctor --invariants -c "$dir/helloword.conf" >/dev/null; then
    echo "ok 3 - the journal's chain holds and every row is legal"
else
    echo "not ok 3 - the journal's chain holds and every row is legal"
fi
