#!/bin/sh
# What stands beside a reply that is being written (rows A27, A74 to A76): notes
# for the buyer's country without being asked, what the reply lacks, and the
# library of texts.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh

secret pw pw
cp -r policy "$dir/policy"
cat >"$dir/desk.conf" <<M
desk = { state = "state"; policy = "policy"; company = "Lampshop"; };
agents = ( { name = "mia"; uid = $(id -u); role = "owner"; } );
undo = { reply = "5 min"; };
instances = ( { name = "mail"; plugin = "email"; loopback = true; address = "help@lampshop.example";
  password = "file:pw"; imap_host = "127.0.0.1"; imap_port = 9; imap_tls = "plain";
  smtp_host = "127.0.0.1"; smtp_port = 9; smtp_tls = "plain"; } );
M
hw() { "$hw" "$@" -c "$dir/desk.conf"; }
matter() { # N LANG COUNTRY TEXT
    cat <<F
{"kind":"order","ref":"O$1","name":"#100$1","status":"open","placed":"$(moment -864000)","buyer_ref":"B$1","buyer_name":"Kim Smith","email":"b$1@buyer.example","lang":"$2","country":"$3","total":{"amount":"49.00","currency":"USD"}}
{"kind":"shipment","ref":"S$1","order_ref":"O$1","carrier":"DHL","tracking":"331881002$1","status":"shipped","shipped":"$(moment -800000)"}
{"kind":"text_in","ref":"m$1","channel":"email","thread":"m$1","order_ref":"O$1","from_addr":"b$1@buyer.example","from_name":"Kim Smith","subject":"#100$1","text":"$4","message_id":"<m$1@buyer.example>","origin":"human","at":"$(moment 600)"}
F
}
{
    matter 1 de DE "Meine Bestellung 1001 ist nicht angekommen."
    matter 2 ja JP "注文1002の商品が壊れて届きました。"
    matter 3 en XX "Order 1003 has not arrived."
} >"$dir/facts"
ok "three buyers of three countries write" exits 0 hw import --new-shop --shop lamps "$dir/facts"

# -- notes by country (A76) ----------------------------------------------------------
ok "a German's ticket" exits 0 hw ticket show T-1
ok "A76: tells how one writes to Germany, without being asked" says '^writing to Germany: Guten Tag'
sed -n 's/^ *order [0-9]* "\([^"]*\)".*/\1/p' tools/story >"$dir/names"
nobody() { [ "$(wc -l <"$dir/names")" -ge 18 ] && ! grep -rqFf "$dir/names" policy/etiquette; }
ok "no note names a person: who writes would take them for the buyer" nobody
ok "and what one does not" says '^  avoid: du, or Sie and du mixed; '
ok "a Japanese one" exits 0 hw ticket show T-2
ok "tells how one writes to Japan" says '^writing to Japan: .*keigo'
ok "of a country that nobody wrote notes for" exits 0 hw ticket show T-3
ok "nothing is said" lacks '^writing to' "$dir/out"
ok "for a program" exits 0 hw ticket show T-1 --json
ok "the notes are a line of their own" says '"kind":"etiquette","country":"DE","name":"Germany"'
sed -i 's/factual, complete and exact/AS THE SELLER WANTS IT/' "$dir/policy/etiquette/DE.conf"
exits 0 hw ticket show T-1
ok "the desk's own notes are taken" says 'tone: AS THE SELLER WANTS IT'
mv "$dir/policy/etiquette" "$dir/kept"
exits 0 hw ticket show T-1
ok "and those that ship, of a policy from before there were any" says 'tone: factual, complete'
mv "$dir/kept" "$dir/policy/etiquette"
echo 'tone = 5' >"$dir/policy/etiquette/ZA.conf"
ok "a note that cannot be read is a mistake of the policy" exits 78 hw check
ok "with its file" says 'etiquette/ZA.conf:'
cp policy/etiquette/ZA.conf "$dir/policy/etiquette/ZA.conf"

# -- what a reply lacks (A75, A20) -----------------------------------------------------
ok "A75: a reply leaves all the same" exits 0 hw ticket reply T-1 "Ihr Paket kommt bald."
ok "but is told that Germans look for the order" says '^note: Germany: it names no order number; ' "$dir/err"
ok "for a day" says '^note: Germany: it names no date; ' "$dir/err"
ok "and for the tracking number" says '^note: Germany: it names no tracking number; ' "$dir/err"
ok "one that has it all" exits 0 hw ticket reply T-1 "Ihre Bestellung 1001 vom 3. November kommt morgen an (3318810021)."
ok "is told nothing" [ -z "$(grep '^note:' "$dir/err")" ]
ok "A20: who says du" exits 0 hw ticket reply T-1 "Deine Bestellung 1001 vom 3. November (3318810021) kommt an."
ok "is told that one does not" says '^note: "dein\*" is no way to write to a buyer in this language' "$dir/err"
ok "letters of a link or an address" exits 0 hw ticket reply T-1 "Ihre Bestellung 1001 vom 3. November (3318810021) kommt an. Fotos: https://desk.lampshop.example/du/u/ab-du-1 oder du@lampshop.example"
ok "are no words" [ -z "$(grep '^note:' "$dir/err")" ]
ok "nor are those of a code" exits 0 hw ticket reply T-1 "Ihre Bestellung 1001 vom 3. November (3318810021) kommt an. Unser Zeichen: DU-1D84E07A2B."
ok "of which nothing is said" [ -z "$(grep '^note:' "$dir/err")" ]
ok "one in another language leaves all the same" exits 0 hw ticket reply T-1 "Thank you for your message. Your order 1001 of 3 November (3318810021) arrives soon."
ok "and is told so" says '^note: it is written in "en" and was judged in that, and the buyer.s language is "de"; write it in that' "$dir/err"
ok "a word or two are of any language" exits 0 hw ticket reply T-1 "OK, 1001: 3. 11."
ok "and nothing is said of theirs" lacks '^note: it is written in' "$dir/err"
ok "nor is a line of numbers, however long" exits 0 hw ticket reply T-1 "DHL 3318810021, 3318810031, 3318810041 + 3318810051 (2.12., 14:00)"
ok "of which nothing is said" lacks '^note: it is written in' "$dir/err"
ok "a reply to Japan without an apology" exits 0 hw ticket reply T-2 "配送会社に確認いたします。"
ok "is told that one comes first" says '^note: Japan: a complaint is answered with an apology first' "$dir/err"
ok "and not of its language" lacks '^note: it is written in' "$dir/err"
ok "one with it" exits 0 hw ticket reply T-2 "誠に申し訳ございません。確認いたします。"
ok "is not" [ -z "$(grep '^note:' "$dir/err")" ]

# -- in the editor -----------------------------------------------------------------------
matter 4 de DE "Meine Bestellung 1004 ist nicht angekommen." >"$dir/fourth"
exits 0 hw import --shop lamps "$dir/fourth"
# shellcheck disable=SC2016
printf '#!/bin/sh\ncp "$1" "%s/shown"\nexec sed -i "s/^Guten Tag .*/Guten Tag Frau Smith,/" "$1"\n' "$dir" >"$dir/editor"
chmod +x "$dir/editor"
export EDITOR="$dir/editor"
unset VISUAL
ok "A15: a proposal goes through the editor" exits 0 hw ticket reply T-4 --edit
ok "with the notes below it" says '^#\| writing to Germany: ' "$dir/shown"
ok "which do not leave" is 1 "SELECT text LIKE 'Guten Tag Frau Smith,%' AND text NOT LIKE '%#|%' AND text NOT LIKE '%' || char(10) FROM actions WHERE ticket = 4 AND state = 3"

# -- the library (A27) ---------------------------------------------------------------------
ok "A27: the library is searched" exits 0 hw templates search proof enclosed --lang en
ok "by all of the words" says '^delivered_not_received.found~file \(en\)$' "$dir/out"
ok "in less than 50 ms" says '^[0-9]+ of [0-9]+ texts in en have these words \([0-9] ms\)|\([1-4][0-9] ms\)' "$dir/err"
ok "without a language it is one all the same" exits 0 hw templates search refund
ok "English where the words are of all" lacks '\((de|fr|ja)\)$' "$dir/out"
ok "what the others have is one line" says '^in other languages: de [0-9]+, .*; --lang LANG shows one, --lang all each$' "$dir/err"
ok "that of the words where they are of one" exits 0 hw templates search erstattung
ok "and of that alone" lacks '\((en|fr|ja)\)$' "$dir/out"
ok "each when that is wanted" exits 0 hw templates search refund --lang all
ok "with those of every language" says '\(ja\)$' "$dir/out"
ok "in any script" exits 0 hw templates search 配達証明
ok "by a part of a word" says '\(ja\)$' "$dir/out"
ok "for a ticket" exits 0 hw templates list --ticket T-1
ok "A103: in its language and for its matter" says '^not_received.investigate \(de\)$' "$dir/out"
ok "and no others" lacks '\(en\)$|^customs' "$dir/out"
ok "words that no text has are no error" exits 0 hw templates search qqqq
ok "no words are" exits 64 hw templates search
ok "for a program" exits 0 hw templates search voucher --lang en --json
# -- in a language that nobody has words of ---------------------------------------------
matter 5 de DE "Meine Bestellung 1005 ist nicht angekommen." >"$dir/fifth"
exits 0 hw import --shop lamps "$dir/fifth"
ok "a reply in a language of a pack" exits 0 hw ticket reply T-5 "Hello Kim, thank you for your message. We are looking into it and will write to you again soon. Kind regards"
ok "is judged in it, which is said" says '^note: it is written in "en" and was judged in that, and the buyer.s language is "de"' "$dir/err"
ok "not by what was learnt of another: it leaves" is 3 "SELECT state FROM actions WHERE ticket = 5 ORDER BY id DESC LIMIT 1"
czech="Dobrý den, děkujeme za vaši zprávu. Podíváme se na to a brzy se vám znovu ozveme. S přátelským pozdravem"
ok "one in another language" exits 0 hw ticket reply T-5 "$czech"
ok "waits, although an agent wrote it, and why is said" says 'is planned; it waits for approval'
ok "as it is shown" exits 0 hw ticket show T-5
ok "with the language" says 'waits for approval: it is written in "cs", and the guard has no words of that: what it says was not judged'
ok "it takes no place before" is 3 "SELECT state FROM actions WHERE ticket = 5 AND text LIKE 'Hello%'"
ok "somebody who reads it says yes" exits 0 hw action approve "$(rows "SELECT max(id) FROM actions")" --after "$(rows "SELECT max(id) FROM actions WHERE text LIKE 'Hello%'")"
ok "then it leaves" is 3 "SELECT state FROM actions WHERE id = (SELECT max(id) FROM actions)"

done_testing
