#!/bin/sh
# kill -9 of the desk while it fetches a mailbox from a real IMAP server, where
# more mails arrive meanwhile: every one is there in the end, exactly once.
# MAILS (default 200) and KILLS (20) make it larger, SEED repeats it.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
mails=${MAILS:-200} kills=${KILLS:-20} seed=${SEED:-5}
# shellcheck source=plugins/email/tests/peers.sh
. plugins/email/tests/peers.sh
! why=$(peers_missing) || skip_all "$why"
ok "dovecot and exim4 run" peers_start
secret password 'correct horse'
mkdir "$dir/so"
cp "$B/plugins/email.so" "$B/plugins/locale-en.so" "$dir/so/"
cat >"$dir/desk.conf" <<M
desk = { state = "$dir/state"; policy = "$PWD/policy"; plugins = "$dir/so"; };
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
# Not waiting until it is ready: a kill may come before.
start() {
    "$hw" serve -c "$dir/desk.conf" >"$dir/out" &
    desk=$!
    started="$started $desk"
}
start
had=0 done=0 began=$(date +%s) partly=0 amid=0
while [ $done -lt "$kills" ]; do
    # When it has taken something new; every fourth at the latest after a while
    # that chance chooses, so that some come while it starts.
    random 60
    tries=0 last=${had:-0} most=1000
    [ $((done % 4)) -ne 0 ] || most=$((10 + drawn))
    while [ $tries -lt $most ]; do
        now=$(rows 'SELECT count(*) FROM messages' 2>/dev/null || echo 0)
        [ "${now:-0}" -le "$last" ] || break
        tries=$((tries + 1))
        sleep 0.01
    done
    random 40
    sleep "0.$(printf %03d "$drawn")"
    had=$(rows 'SELECT count(*) FROM messages' 2>/dev/null || echo 0)
    kill -9 "$desk"
    wait "$desk"
    [ "${had:-0}" -ge "$mails" ] || partly=$((partly + 1))
    [ "${had:-0}" = 0 ] || [ "${had:-0}" -ge "$mails" ] || amid=$((amid + 1))
    done=$((done + 1))
    # More arrive as long as it is killed, so that every kill meets work.
    if [ "${had:-0}" -ge "$mails" ]; then
        more=$((mails + 200))
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
wait_for is "$mails" 'SELECT count(*) FROM messages'
all=$(rows "SELECT count(*) FROM messages")
distinct=$(rows "SELECT count(DISTINCT message_id) FROM messages WHERE message_id LIKE '<k%@buyer.test>'")
files=$(rows 'SELECT count(*) FROM files')
echo "# $kills kills in $(($(date +%s) - began)) s, $partly while mails were missing, $amid of them amid the mailbox; $mails mails, $all rows, $distinct ids, $files raw files, seed ${SEED:-5}"
ok "every mail is there exactly once" [ "$all" = "$mails" -a "$distinct" = "$mails" ]
ok "each with its raw bytes" [ "$files" = "$mails" ]
stop "$desk"
ok "the journal's chain holds" exits 0 "$hw" journal verify -c "$dir/desk.conf"
ok "and every row is legal" exits 0 "$hw" doctor --invariants -c "$dir/desk.conf"
ok "at least a fifth of the kills met a mailbox half read" [ $((amid * 5)) -ge "$kills" ]
done_testing
