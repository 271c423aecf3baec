#!/bin/sh
# Thanks in one word, after the end: they leave a ticket closed, whatever the
# language, and are kept as thanks; one word that tells a matter opens it.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh

secret pw pw
cat >"$dir/desk.conf" <<M
desk = { state = "state"; policy = "$PWD/policy"; company = "Lampshop"; };
agents = ( { name = "mia"; uid = $(id -u); role = "owner"; } );
instances = ( { name = "mail"; plugin = "email"; loopback = true; address = "help@lampshop.example";
  password = "file:pw"; imap_host = "127.0.0.1"; imap_port = 9; imap_tls = "plain";
  smtp_host = "127.0.0.1"; smtp_port = 9; smtp_tls = "plain"; } );
M
hw() { "$hw" "$@" -c "$dir/desk.conf"; }
# Of one thread a matter.
mail() { # REF THREAD SECONDS TEXT
    cat <<F
{"kind":"text_in","ref":"$1","channel":"email","thread":"t$2","order_ref":"O$2","from_addr":"buyer$2@buyer.example","from_name":"Ann Smith","subject":"Order #100$2","text":"$4","message_id":"<$1@buyer.example>","origin":"human","at":"$(moment "$3")"}
F
}
matter() { # NUMBER
    cat <<F
{"kind":"order","ref":"O$1","name":"#100$1","status":"open","placed":"$(moment -864000)","buyer_ref":"B$1","buyer_name":"Ann Smith","email":"buyer$1@buyer.example","lang":"en","total":{"amount":"49.00","currency":"USD"}}
{"kind":"payment","ref":"P$1","order_ref":"O$1","type":"sale","status":"success","amount":{"amount":"49.00","currency":"USD"},"at":"$(moment -864000)"}
F
    mail "m$1" "$1" 600 "My parcel has not arrived."
}
for n in 1 2 3 4 5 6; do matter $n; done >"$dir/matters"
ok "six matters come" exits 0 hw import --new-shop --shop lamps "$dir/matters"
for n in 1 2 3 4 5 6; do
    hw ticket close "T-$n" --outcome arrived --cause delay --force "by phone" >&2
done
ok "and are closed" is 6 "SELECT count(*) FROM tickets WHERE state = 3"
{ mail a1 1 1200 'Thanks!' && mail a2 2 1200 'Danke!' && mail a3 3 1200 'Gracias' &&
    mail a4 4 1200 'Ok thanks' && mail a5 5 1200 'Everything fine, thanks'; } >"$dir/thanks"
ok "five buyers say thanks in a word" exits 0 hw import --shop lamps "$dir/thanks"
ok "what they thank for stays closed" is 6 "SELECT count(*) FROM tickets WHERE state = 3"
ok "no other ticket comes of it" is 6 "SELECT count(*) FROM tickets"
ok "that they were satisfied is kept" is 5 "SELECT count(*) FROM tickets WHERE also LIKE '%thanks%'"
ok "no answer is due" is 0 "SELECT count(*) FROM deadlines WHERE state = 1 AND purpose = 'first_response'"
mail a6 6 1200 'refund' >"$dir/word"
ok "one asks for money in a word" exits 0 hw import --shop lamps "$dir/word"
ok "which opens the ticket" is 1 "SELECT count(*) FROM tickets WHERE state <> 3 AND id = 6"
ok "it alone" is 5 "SELECT count(*) FROM tickets WHERE state = 3"
done_testing
