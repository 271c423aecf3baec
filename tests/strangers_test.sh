#!/bin/sh
# What is somebody else's does not leave in a person's reply, as the shipped
# policy and the manifest have it.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
hw() { "$hw" "$@" -c "$dir/desk.conf"; }

secret pw pw
cp -R policy "$dir/policy"
sed -i 's/^date = .*/date = "2024-12-31";/' "$dir/policy/rates.conf"
cat >"$dir/desk.conf" <<M
desk = { state = "state"; policy = "policy"; company = "Lampshop"; };
agents = ( { name = "mia"; uid = $(id -u); role = "owner"; } );
undo = { reply = "5 min"; };
instances = ( { name = "mail"; plugin = "email"; loopback = true; address = "help@lampshop.example";
  password = "file:pw"; imap_host = "127.0.0.1"; imap_port = 9; imap_tls = "plain";
  smtp_host = "127.0.0.1"; smtp_port = 9; smtp_tls = "plain"; } );
M
order() { # NUMBER NAME STREET
    printf '{"kind":"order","ref":"O%s","name":"#%s","status":"open","placed":"%s","buyer_ref":"B%s","buyer_name":"%s","email":"b%s@buyer.example","address":"%s","city":"Leeds","postcode":"LS1 1AA","lang":"en","total":{"amount":"49.00","currency":"USD"}}\n' \
        "$1" "$1" "$(moment -864000)" "$1" "$2" "$1" "$3"
}
mail() { # FROM REF TEXT
    printf '{"kind":"text_in","ref":"%s","channel":"email","thread":"%s","from_addr":"%s","subject":"A question","text":"%s","message_id":"<%s@buyer.example>","origin":"human","at":"%s"}\n' \
        "$2" "$2" "$1" "$3" "$2" "$(moment 600)"
}
{
    order 1001 'Ann Smith' '12 High Street'
    order 1002 'Bernd Klein' '9 Mill Lane'
    mail b1001@buyer.example m1 'My lamp of order #1001 is broken. My neighbour at 14 High Street, ring 07700 900123, takes a new one in.'
    mail who@other.example m2 'Where is my order #1002?'
} >"$dir/facts"
ok "two buyers, and one who asks for another's order" exits 0 hw import --new-shop --shop lamps "$dir/facts"
ticket() { rows "SELECT ticket FROM messages WHERE ref = '$1'"; }
stopped() { # TEXT WHY: to the ticket of $who
    ok "it is stopped: $1" exits 65 hw ticket reply "T-$who" "$1"
    ok "since it is $2" says "wrong_fact.*that is $2"
}
leaves() { ok "it leaves: $1" exits 0 hw ticket reply "T-$who" "$1"; }

who=$(ticket m2)
stopped "It was signed by Bernd Klein." "the buyer's name of order #1002, which is another buyer's"
stopped "It went to 9 Mill Lane." "the address of order #1002"
stopped "The card 4012 8888 8888 1881 was charged." "the number of a payment card"
leaves "Please write from the address with which you bought #1002."

who=$(ticket m1)
stopped "A colleague of Bernd Klein takes it in." "the buyer's name of order #1002"
stopped "Write to service@elsewhere.example." "a mail address that is neither this buyer's nor in ours"
stopped "Bring it to 5 Dock Road." "an address that is neither"
stopped "The neighbour has 07700 900999." "a telephone number that is neither"
leaves "We called 07700 900 123 at 14 High Street and heard nobody."
leaves "It went to 12 High Street, LS1 1AA Leeds. Write to returns@lampshop.example."

# -- what is ours, once it is named ----------------------------------------------
sed -i 's/^ours = \[ \];/ours = [ "@elsewhere.example", "+44 7700 900999", "5 Dock Road" ];/' "$dir/policy/guard/rules.conf"
leaves "Bring it to 5 Dock Road, or write to service@elsewhere.example: 07700 900999."
sed -i 's/^ours = .*/ours = [ "" ];/' "$dir/policy/guard/rules.conf"
ok "one that is empty is a mistake" exits 78 hw check
ok "and said to be one" says 'rules.conf.*one of ours is a mail address'
done_testing
