#!/bin/sh
# What a person types at a desk and what it answers: nothing typed is lost, and
# what was done is said.
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
order() { # NUMBER NAME LANG
    printf '{"kind":"order","ref":"O%s","name":"#%s","status":"open","placed":"%s","buyer_ref":"B%s","buyer_name":"%s","email":"b%s@buyer.example","lang":"%s","total":{"amount":"49.00","currency":"USD"}}\n' \
        "$1" "$1" "$(moment -864000)" "$1" "$2" "$1" "$3"
}
mail() { # NUMBER SUBJECT TEXT
    printf '{"kind":"text_in","ref":"m%s","channel":"email","thread":"m%s","order_ref":"O%s","from_addr":"b%s@buyer.example","subject":"%s","text":"%s","message_id":"<m%s@buyer.example>","origin":"human","at":"%s"}\n' \
        "$1" "$1" "$1" "$1" "$2" "$3" "$1" "$(moment 600)"
}
{
    order 1001 'Ann Smith' en
    order 1002 'Bernd Klein' de
    order 1003 'Cara Moss' en
    order 1004 'Dan Roe' en
    mail 1001 'Order #1001' 'My parcel has not arrived.'
    mail 1002 '' 'Meine Bestellung ist noch nicht da.'
    mail 1003 'Order #1003' 'Which bulb fits this lamp?'
    mail 1004 'Order #1004' 'I will open a chargeback at my bank.'
} >"$dir/facts"

# -- whose facts ------------------------------------------------------------------
ok "an import without a shop makes none" exits 64 hw import "$dir/facts"
ok "nor does a shop that nobody knows" exits 64 hw import --shop mall "$dir/facts"
ok "and the nearest name and the way to a new one are told" says 'did you mean "mail".*--new-shop'
untouched() { [ ! -e "$db" ] || is 0 'SELECT count(*) FROM orders'; }
ok "nothing was taken in" untouched
ok "a new shop is made when it is asked for" exits 0 hw import --new-shop --shop lamps "$dir/facts"
ok "and known from then on" exits 0 hw import --shop lamps "$dir/facts"

# -- words too many ---------------------------------------------------------------
refuses() { # WORDS: are too many
    # shellcheck disable=SC2086
    ok "\`$1\` is refused" exits 64 hw $1
    ok "as a word too many" says 'is a word too many'
}
before=$(rows 'SELECT count(*) FROM journal')
refuses "ticket reply T-1 Hello Ann unquoted"
ok "and how a text is written is said" says 'quotes'
refuses "ticket note T-2 two words"
refuses "action approve 4 5"
refuses "action cancel 7 8"
refuses "ticket show T-1 T-2"
refuses "alert list nope"
refuses "journal verify extra"
refuses "serve extra"
refuses "version extra"
ok "an option of another word is refused, too" exits 64 hw ticket show T-1 --cause carrier
ok "and where it goes is told" says '--cause goes with `helloword ticket close`'
ok "an unknown short option is no word" exits 64 "$hw" version -x
ok "-c without a manifest is refused" exits 64 "$hw" ticket list -c
ok "a speed that is no number is refused" exits 64 hw serve --speed nonsense
ok "a misspelt word" exits 64 hw ticket shows T-1
ok "is told the nearest one" says 'did you mean "show"'
ok "a missing word" exits 64 hw action approve
ok "is named" says 'ID is missing'
ok "a number that is none is refused" exits 64 hw action approve 2x
ok "taking an owner away must be said" exits 64 hw ticket assign T-1
ok "and none of it reached the desk" is "$before" 'SELECT count(*) FROM journal'

# -- what was done ----------------------------------------------------------------
ok "a note is taken from standard input" exits 0 sh -c "printf 'first\nsecond\n' | '$hw' ticket note T-1 - -c '$dir/desk.conf'"
ok "and said to be noted" says '^noted on T-1$'
ok "as it was typed" is 'first
second' "SELECT text FROM notes"
ok "a reply is taken from standard input" exits 0 sh -c "printf 'Dear Ann,\nsoon.\n' | '$hw' ticket reply T-1 - -c '$dir/desk.conf'"
ok "it is said when it leaves and how it is taken back" says '^action [0-9]* \(reply\) is approved; it leaves when a desk runs, not before 20.*action undo [0-9]*. takes that back'
ok "and that no desk runs" says 'no desk runs: it leaves when'
ok "what it replaces is told" says '^action [0-9]* \(reply\) is cancelled: a person wrote instead'
reply=$(rows "SELECT id FROM actions WHERE state = 3")
ok "the buyer gets what was typed" is 'Dear Ann,
soon.' "SELECT text FROM actions WHERE id = $reply"
ok "its ticket" exits 0 hw ticket show T-1
ok "shows the way back while it lasts" says "leaves at 20.*; until then: helloword action undo $reply     or: action cancel $reply"
ok "the approval is taken back" exits 0 hw action undo "$reply"
ok "and said to be, with what it was" says "^the approval of action $reply, reply to [^,]*, T-[0-9]* is taken back$"
ok "and what was written waits" says "^action $reply \(reply\) is planned; it waits for approval"
ok "only once" exits 65 hw action undo "$reply"
ok "and why is said" says 'is waiting, not held: an approval is taken back within its undo window'
ok "it is approved again" exits 0 hw action approve "$reply"
ok "it is taken back" exits 0 hw action cancel "$reply"
ok "and said to be" says "^action $reply \(reply\) is cancelled: cancelled by mia"
ok "its undo windows are dropped, not met" is 4 "SELECT DISTINCT state FROM deadlines WHERE action = $reply AND purpose = 'undo'"
ok "a reply to a mail without a subject" exits 0 hw ticket reply T-2 "Guten Tag" --subject ""
ok "has one in the buyer's language" is 'Ihre Nachricht zur Bestellung #1002' "SELECT subject FROM actions WHERE ticket = 2 AND state = 3"

# -- what the guard stops ---------------------------------------------------------
bad='Please delete your review, Cara.'
ok "what the guard stops is refused" exits 65 hw ticket reply T-3 "$bad"
ok "with the rule, the words and the way past it" says 'review_manipulation, at .delete your review.; write.*--force REASON'
ok "nor does a reply greet somebody else" exits 65 hw ticket reply T-3 "Dear Beatrice, it is on its way."
ok "with the words around, and who the buyer is" says 'wrong_fact, at .Beatrice. in .Dear Beatrice, it is on its way\..; write it otherwise, .*--force REASON; the buyer is .Cara.*.; it blocks'
ok "nor is money promised that nothing stands behind" exits 65 hw ticket reply T-3 "We refund you 20 EUR."
ok "with the words that are meant" says 'over_promise, at .We refund.; nothing that stands behind it .*refund, partial refund.*--force REASON'
ok "an owner lets it leave, with a reason" exits 0 hw ticket reply T-3 "$bad" --force "she asked how"
forced=$(rows "SELECT max(id) FROM actions WHERE state = 3 AND ticket = 3")
ok "the action tells the reason and what the guard had said" exits 0 hw action show "$forced"
ok "in words" says '^reason *she asked how \(overruled: the guard stops this reply: review_manipulation'
ok "explain does" exits 0 hw explain T-3
ok "too" says 'because: she asked how \(overruled: '
ok "its approval is taken back" exits 0 hw action undo "$forced"
ok "then it can only be approved" exits 65 hw action approve "$forced"
ok "with a reason" exits 0 hw action approve "$forced" --force "she asked once more"
ok "the last one stays" exits 0 hw action show "$forced"
ok "with the action" says '^reason *she asked once more'
ok "giving up by force needs a reason" exits 65 hw action cancel "$forced" --force " "
ok "and says so" says "say why action $forced is given up"
ok "and it is taken back" exits 0 hw action cancel "$forced" --force "she rang"
ok "which is a note" is "action $forced cancelled all the same: she rang" "SELECT text FROM notes WHERE ticket = 3 ORDER BY id DESC LIMIT 1"
ok "an owner is taken away" exits 0 hw ticket assign T-1 --nobody
ok "in so many words" says '^T-1 belongs to nobody$'
ok "a ticket is closed" exits 0 hw ticket close T-1 --outcome found_at_neighbour --cause carrier --force "by phone"
ok "and said to be" says '^T-1 is closed$'
ok "nobody replies to a closed one" exits 65 hw ticket reply T-1 "Hello"
ok "and why is said" says 'T-1 is closed'

awk 'BEGIN { for (i = 0; i < 50001; i++) printf "a" }' >"$dir/long"
ok "a reply has an end" exits 65 sh -c "'$hw' ticket reply T-2 - -c '$dir/desk.conf' <'$dir/long'"
ok "which is told" says 'the text has 50001 characters, and 50000 are the most'
ok "a text is UTF-8" exits 65 hw ticket reply T-2 "$(printf 'caf\351')"
ok "which is told in plain words" says 'the text is not UTF-8; set the terminal'

# -- the queue ---------------------------------------------------------------------
hw action cancel "$(rows "SELECT id FROM actions WHERE ticket = 3 AND state = 2")" >/dev/null
ok "the queue stands by urgency" exits 0 hw ticket list
ok "red before yellow before blue, whatever waits" [ "$(awk 'NR > 1 { print $1, $2, $3 }' "$dir/out" | tr '\n' ',')" = "T-4 red waiting,T-2 yellow waiting,T-3 blue open," ]
ok "of one owner, too" exits 0 hw ticket list --owner mia --state waiting
ok "and of one state" [ "$(awk 'NR > 1 { print $1 }' "$dir/out" | tr '\n' ',')" = "T-4,T-2," ]

# -- what waits -------------------------------------------------------------------
ok "actions are a table" exits 0 hw action list
headed() { head -n 1 "$dir/out" | grep -q '^action .*what .*state .*ticket' && lacks '^$' "$dir/out"; }
ok "with a head and no blank line" headed
ok "and a line for each" says "^$reply .*reply .*cancelled .*T-1 .*#1001"
ok "one is a page" exits 0 hw action show "$reply"
ok "with who approved it" says '^approved by  mia'
ok "and what it says" says 'Dear Ann,'
ok "as JSON" exits 0 hw action list --json
ok "no key comes twice" lacks '"id":.*[{,]"id":' "$dir/out"
ok "what is stuck is a list of its own" exits 0 hw ticket list --stuck
ok "and an empty one says so" says 'no ticket is stuck'
# The claim of T-4 is told.
for alert in $(rows 'SELECT id FROM alerts WHERE acknowledged IS NULL'); do
    ok "alert $alert is taken note of" exits 0 hw alert acknowledge "$alert"
done
ok "an empty list" exits 0 hw alert list
ok "says that it is empty" says 'nobody needs to look'
ok "a queue of who has none" exits 0 hw ticket list --owner mia --state closed
ok "says so, too" says 'no ticket'
ok "one of who does not exist" exits 65 hw ticket list --owner bob
ok "is no empty queue" says 'neither the desk nor its manifest knows an agent "bob"; `helloword agent list` has those of the desk'
sed '/^agents/s/ );/, { name = "bob"; uid = 4009; role = "agent"; } );/' "$dir/desk.conf" >"$dir/bob.conf"
ok "who stands in the manifest" exits 0 "$hw" ticket list --owner bob -c "$dir/bob.conf"
ok "exists before the desk has met them" says 'no ticket'
ok "a single database is copied" exits 0 hw backup "$dir/copy.db"
ok "and its size told" says 'copied to .*copy.db, .* MB'

# -- orders -----------------------------------------------------------------------
ok "an order is found without its #" exits 0 hw order show 1001
ok "as a page" says '^#1001 .*49.00 USD'
order 1001 'Another Ann' en | hw import --new-shop --shop lights - >/dev/null
ok "of two shops' orders none is guessed" exits 65 hw order show 1001
ok "and the way out is named, with the shops" says '\(lamps, lights\); say which shop.s with --shop'
ok "with its shop it is found" exits 0 hw order show 1001 --shop lights
ok "and it is that one" says 'Another Ann'
ok "--json gives the records" exits 0 hw order show 1001 --shop lights --json
ok "a line each" says '^\{"kind":"order"'

ok "a plan finds it, too" exits 65 hw action plan refund --order 1003 --amount 5.00 --currency USD
ok "and says what its shop cannot do" says '"lamps" cannot perform "refund"'
ok "and who does it by hand" says 'have it done by hand: `helloword task add T-.* TEXT --role finance --gives refund --amount 5.00 --currency USD --within 48h`'
ok "goods are for the warehouse" exits 65 hw action plan reship --order 1003
ok "as it says" says '"lamps" cannot perform "reship"; have it done by hand: `helloword task add T-.* TEXT --role warehouse --gives reship --within 48h`'
ok "what nobody does by hand" exits 65 hw action plan refnd --order 1003
ok "is looked up" says '"lamps" cannot perform "refnd"; `helloword action -h` lists what each can'
ok "the task that it names is given" exits 0 hw task add T-3 "send the lamp once more" --role warehouse --gives reship --within 48h

# -- forms ------------------------------------------------------------------------
ok "an amount without a currency" exits 64 hw action plan refund --order '#1003' --amount 5.00
ok "is told what to add" says 'add --currency USD'
ok "a currency is written in capitals" exits 65 hw action plan refund --order '#1003' --amount 5.00 --currency usd
ok "which is told" says 'write it in capitals, USD'
ok "a misspelt option" exits 64 hw ticket list --stat open
ok "is told the nearest one" says 'no option --stat; did you mean --state\?'
ok "a number is no text to classify" exits 65 sh -c "echo '{\"text\":5}' | '$hw' classify -c '$dir/desk.conf'"
ok "and that is said" says 'text.* is no text; write it in quotes'
ok "a plural is no kind" exits 64 hw export orders
ok "but near one" says 'did you mean "order"'
ok "plain text is no JSON line" exits 65 sh -c "echo 'where is it' | '$hw' classify --batch"
ok "and the form of a line is shown" says '\{\\"text\\": '
ok "the journal is listed as JSON, too" exits 0 hw journal list --json
ok "an object a line" [ "$(grep -c '^{"seq":' "$dir/out")" = "$(wc -l <"$dir/out")" ]
ok "schema --sql is SQL" exits 0 hw schema --sql
ok "of every table" says 'CREATE TABLE orders'
ok "a journal is replayed into a file" exits 0 hw journal replay --into "$dir/again.db"
ok "that only its owner may read" [ "$(stat -c %a "$dir/again.db")" = 600 ]
ok "and decides the same again" exits 0 hw journal replay --decide
# -- to somebody who never wrote ---------------------------------------------------
{
    order 1005 'Eve Poe' en
    printf '{"kind":"return","ref":"R5","order_ref":"O1005","status":"requested","at":"%s"}\n' "$(moment 700)"
} >"$dir/return"
ok "a return that the shop tells" exits 0 hw import --shop mail "$dir/return"
raised=$(rows "SELECT id FROM tickets WHERE order_ref = 'O1005'")
ok "has a reply proposed" is 'Your return of order #1005' "SELECT subject FROM actions WHERE ticket = $raised"
ok "that speaks of no message" is 0 "SELECT count(*) FROM actions WHERE ticket = $raised AND text LIKE '%your message%'"
ok "a person writes instead" exits 0 hw ticket reply "T-$raised" "I ask the warehouse."
ok "under a subject that speaks of none either" is 'Lampshop #1005' "SELECT subject FROM actions WHERE ticket = $raised AND state = 3"
# -- who was it? -------------------------------------------------------------------
found() { # TICKETS WORDS [OPTION...]: which are listed, by their numbers
    wanted=$1
    shift
    hw ticket list --search "$@" >"$dir/out" 2>"$dir/err" && [ "$(sed 1d "$dir/out" | awk '{ print $1 }' | tr '\n' ' ')" = "$wanted" ]
}
orders() { # ORDERS WHO [OPTION...]
    wanted=$1
    shift
    hw order list --buyer "$@" >"$dir/out" 2>"$dir/err" && [ "$(sed 1d "$dir/out" | awk '{ print $1 }' | tr '\n' ' ')" = "$wanted" ]
}
ok "a ticket is found by words of a message, in any order" found 'T-1 ' 'arrived parcel'
ok "also by how a word begins" found 'T-4 ' chargeb
ok "all of them must stand there" found '' 'parcel chargeback'
ok "a buyer's tickets by the mail address, in any case" found 'T-1 ' 'B1001@Buyer.example'
ok "by the beginning of the name" found 'T-2 ' 'bernd kl'
ok "or of the last name" found 'T-3 ' mos
ok "also closed ones" found 'T-1 ' smith --state closed
ok "or those of one state only" found '' moss --state closed
ok "what is no word of the index's own language is looked for as it is" found '' 'parcel" OR "chargeback'
ok "nothing found is said" says 'no ticket has these words, or such a buyer' "$dir/err"
ok "a search for nothing is refused" exits 64 hw ticket list --search ' '
ok "an order is found by its buyer's address, in every shop" orders '#1001 #1001 ' B1001@buyer.example
ok "or in one" orders '#1001 ' B1001@buyer.example --shop lamps
ok "by the name" orders '#1003 ' Cara
ok "by the last name" orders '#1004 ' Roe
ok "but not by a part of an address" orders '' buyer.example
ok "as JSON" exits 0 hw order list --buyer smith --json
ok "the record of the order" says '^\{"kind":"order","ref":"O1001".*"buyer_name":"Ann Smith"'
ok "without a buyer it is the newest orders" exits 0 hw order list
ok "of which there are some" [ "$(sed 1d "$dir/out" | grep -c '^#')" -gt 1 ]
ok "a buyer of nothing is none" exits 64 hw order list --buyer ''
ok "and that is said" says 'buyer needs a mail address'
# -- what nobody will ever read ------------------------------------------------------
line='{"ref":"1","sku":"S","title":"Lamp","quantity":1,"price":{"amount":"1.00","currency":"USD"}}'
printf '{"kind":"order","ref":"O1006","placed":"%s","email":"fay@buyer.example","lines":[%s,%s]}\n' "$(moment 100)" "$line" "$line" >"$dir/half"
hw import --shop mail "$dir/half" >&2
bad=$(rows "SELECT max(id) FROM quarantine WHERE state = 'open'")
ok "a record is not dropped without a word why" exits 64 hw quarantine drop "$bad"
ok "with one it is" exits 0 hw quarantine drop "$bad" --reason "two lines of one name, and she asked to be forgotten"
ok "and said to be" says "^record $bad is dropped"
ok "the list goes on to tell of it" exits 0 hw quarantine list
ok "that it is gone" says "^$bad mail .*dropped"
ok "as JSON, too" exits 0 hw quarantine list --json
ok "by its state" says "^\{\"id\":$bad,.*\"state\":\"dropped\"\}"
ok "it cannot be taken in again" exits 65 hw quarantine retry "$bad"
# -- whether all is well -----------------------------------------------------------
ok "doctor finds every row legal" exits 0 hw doctor
if [ "$(id -u)" = 0 ]; then
    ok "and says that this is no user for a desk" says 'warning: this is root'
fi
ok "and warns that nothing is watched" says '^warning: no desk runs'
ok "of rates that are old" says '^warning: rates.conf is of [0-9-]*, older than'
sqlite3 "$dir/state/helloword.db" "UPDATE deadlines SET due = 1 WHERE ticket = 2 AND state = 1 AND action IS NULL"
ok "and after a deadline was missed" exits 0 hw doctor
ok "of that" says '^warning: deadlines missed: [1-9]'
ok "the invariants alone" exits 0 hw doctor --invariants
ok "are told without warnings" lacks warning "$dir/out"
mkdir -m 700 "$dir/other" && cp "$dir/copy.db" "$dir/other/helloword.db" && cp "$dir/state/keys.db" "$dir/other/"
sed 's/state = "state"/state = "other"/' "$dir/desk.conf" >"$dir/other.conf"
ok "the hold of a copy cannot be lifted before the desk has seen it" exits 65 "$hw" restore lift --force looked -c "$dir/other.conf"
ok "and that is said, as doctor says it" says 'held from the desk.s next start'
ok "doctor of the same copy" exits 0 "$hw" doctor -c "$dir/other.conf"
ok "agrees" says 'restored from a backup: when the desk starts'
ok "an answer as JSON" exits 0 hw ticket reply T-2 "Noch einmal" --json
ok "names the actions that it touched" says '"actions":\[[0-9]*,[0-9]*\]'
done_testing
