#!/bin/sh
# What a person types at a desk and what it answers: nothing typed is lost, and
# what was done is said.
# SPDX-License-Identifier: MIT
set -u
B=$(cd "${HW_BUILD:-build}" && pwd)
hw=$B/helloword
dir=${HW_SCRATCH:-$(mktemp -d)}
n=0
ok() { # RC TITLE
    n=$((n + 1))
    if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi
}
exits() { # WANTED TITLE COMMAND...
    wanted=$1 title=$2
    shift 2
    "$@" >"$dir/out" 2>"$dir/err"
    rc=$?
    [ $rc = "$wanted" ] || sed 's/^/# /' "$dir/out" "$dir/err"
    [ $rc = "$wanted" ]
    ok $? "$title"
}
says() {
    grep -q -- "$1" "$dir/out" "$dir/err" && ok 0 "$2" && return
    sed 's/^/# /' "$dir/out" "$dir/err"
    ok 1 "$2"
}
hw() { "$hw" "$@" -c "$dir/desk.conf"; }
rows() { sqlite3 -readonly "$dir/state/helloword.db" "$1"; }
is() { # WANTED SQL TITLE
    got=$(rows "$2")
    [ "$got" = "$1" ] || printf '%s\n' "$got" | sed 's/^/# /'
    [ "$got" = "$1" ]
    ok $? "$3"
}

printf 'pw' >"$dir/pw" && chmod 600 "$dir/pw"
cat >"$dir/desk.conf" <<M
desk = { state = "state"; policy = "$PWD/policy"; company = "Lampshop"; };
agents = ( { name = "mia"; uid = $(id -u); role = "owner"; } );
undo = { reply = "5 min"; };
instances = ( { name = "mail"; plugin = "email"; loopback = true; address = "help@lampshop.example";
  password = "file:pw"; imap_host = "127.0.0.1"; imap_port = 9; imap_tls = "plain";
  smtp_host = "127.0.0.1"; smtp_port = 9; smtp_tls = "plain"; } );
M
day() { date -u -d "@$(($(date +%s) + $1))" +%Y-%m-%dT%H:%M:%SZ; }
order() { # NUMBER NAME LANG
    printf '{"kind":"order","ref":"O%s","name":"#%s","status":"open","placed":"%s","buyer_ref":"B%s","buyer_name":"%s","email":"b%s@buyer.example","lang":"%s","total":{"amount":"49.00","currency":"USD"}}\n' \
        "$1" "$1" "$(day -864000)" "$1" "$2" "$1" "$3"
}
mail() { # NUMBER SUBJECT TEXT
    printf '{"kind":"text_in","ref":"m%s","channel":"email","thread":"m%s","order_ref":"O%s","from_addr":"b%s@buyer.example","subject":"%s","text":"%s","message_id":"<m%s@buyer.example>","origin":"human","at":"%s"}\n' \
        "$1" "$1" "$1" "$1" "$2" "$3" "$1" "$(day 600)"
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
exits 64 "an import without a shop makes none" hw import "$dir/facts"
exits 64 "nor does a shop that nobody knows" hw import --shop mall "$dir/facts"
says 'did you mean "mail".*--new-shop' "and the nearest name and the way to a new one are told"
[ ! -e "$dir/state/helloword.db" ] || [ "$(rows 'SELECT count(*) FROM orders')" = 0 ]
ok $? "nothing was taken in"
exits 0 "a new shop is made when it is asked for" hw import --new-shop --shop lamps "$dir/facts"
exits 0 "and known from then on" hw import --shop lamps "$dir/facts"

# -- words too many ---------------------------------------------------------------
refuses() { # WORDS: are too many
    # shellcheck disable=SC2086
    exits 64 "\`$1\` is refused" hw $1
    says 'is a word too many' "as a word too many"
}
before=$(rows 'SELECT count(*) FROM journal')
refuses "ticket reply T-1 Hello Ann unquoted"
says 'quotes' "and how a text is written is said"
refuses "ticket note T-2 two words"
refuses "action approve 4 5"
refuses "action cancel 7 8"
refuses "ticket show T-1 T-2"
refuses "plugins nope"
refuses "journal verify extra"
refuses "serve extra"
refuses "version extra"
exits 64 "an option of another word is refused, too" hw ticket show T-1 --cause carrier
says '--cause goes with `helloword ticket close`' "and where it goes is told"
exits 64 "an unknown short option is no word" "$hw" version -x
exits 64 "-c without a manifest is refused" "$hw" ticket list -c
exits 64 "a speed that is no number is refused" hw serve --speed nonsense
exits 64 "a misspelt word" hw ticket shows T-1
says 'did you mean "show"' "is told the nearest one"
exits 64 "a missing word" hw action approve
says 'ID is missing' "is named"
exits 64 "a number that is none is refused" hw action approve 2x
exits 64 "taking an owner away must be said" hw ticket assign T-1
is "$before" 'SELECT count(*) FROM journal' "and none of it reached the desk"

# -- what was done ----------------------------------------------------------------
exits 0 "a note is taken from standard input" sh -c "printf 'first\nsecond\n' | '$hw' ticket note T-1 - -c '$dir/desk.conf'"
says '^noted on T-1$' "and said to be noted"
is 'first
second' "SELECT text FROM notes" "as it was typed"
exits 0 "a reply is taken from standard input" sh -c "printf 'Dear Ann,\nsoon.\n' | '$hw' ticket reply T-1 - -c '$dir/desk.conf'"
says '^action [0-9]* (reply) is approved; it leaves at 20.*action cancel [0-9]*. takes it back' "it is said when it leaves and how it is taken back"
says 'no desk runs: it leaves when' "and that no desk runs"
says '^action [0-9]* (reply) is cancelled: a person wrote instead' "what it replaces is told"
reply=$(rows "SELECT id FROM actions WHERE state = 3")
is 'Dear Ann,
soon.' "SELECT text FROM actions WHERE id = $reply" "the buyer gets what was typed"
exits 0 "its ticket" hw ticket show T-1
says "leaves at 20.*; until then: helloword action cancel $reply" "shows the way back while it lasts"
exits 0 "it is taken back" hw action cancel "$reply"
says "^action $reply (reply) is cancelled: cancelled by mia" "and said to be"
is 4 "SELECT state FROM deadlines WHERE action = $reply AND purpose = 'undo'" "its undo window is dropped, not met"
exits 0 "a reply to a mail without a subject" hw ticket reply T-2 "Guten Tag" --subject ""
is 'Ihre Nachricht zur Bestellung #1002' "SELECT subject FROM actions WHERE ticket = 2 AND state = 3" "has one in the buyer's language"
exits 0 "an owner is taken away" hw ticket assign T-1 --nobody
says '^T-1 belongs to nobody$' "in so many words"
exits 0 "a ticket is closed" hw ticket close T-1 --outcome found_at_neighbour --cause carrier
says '^T-1 is closed$' "and said to be"
exits 65 "nobody replies to a closed one" hw ticket reply T-1 "Hello"
says 'T-1 is closed' "and why is said"

# -- the queue ---------------------------------------------------------------------
hw action cancel "$(rows "SELECT id FROM actions WHERE ticket = 3 AND state = 2")" >/dev/null
exits 0 "the queue stands by urgency" hw ticket list
[ "$(awk 'NR > 1 { print $1, $2, $3 }' "$dir/out" | tr '\n' ',')" = "T-4 red waiting,T-2 yellow waiting,T-3 blue open," ]
ok $? "red before yellow before blue, whatever waits"
exits 0 "of one owner, too" hw ticket list --owner mia --state waiting
[ "$(awk 'NR > 1 { print $1 }' "$dir/out" | tr '\n' ',')" = "T-4,T-2," ]
ok $? "and of one state"

# -- what waits -------------------------------------------------------------------
exits 0 "actions are a table" hw action list
[ "$(grep -c '^$' "$dir/out")" = 0 ] && head -n 1 "$dir/out" | grep -q '^action .*what .*state .*ticket'
ok $? "with a head and no blank line"
says "^$reply .*reply .*cancelled .*T-1 .*#1001" "and a line for each"
exits 0 "one is a page" hw action show "$reply"
says '^approved by  mia' "with who approved it"
says 'Dear Ann,' "and what it says"
exits 0 "as JSON" hw action list --json
! grep -q '"id":.*[{,]"id":' "$dir/out"
ok $? "no key comes twice"
exits 0 "an empty list" hw alert list
says 'nobody needs to look' "says that it is empty"
exits 0 "a queue without an owner" hw ticket list --owner nobody
says 'no ticket' "says so, too"
exits 0 "a single database is copied" hw backup "$dir/copy.db"
says 'copied to .*copy.db, .* MB' "and its size told"

# -- orders -----------------------------------------------------------------------
exits 0 "an order is found without its #" hw order show 1001
says '^#1001 .*49.00 USD' "as a page"
order 1001 'Another Ann' en | hw import --new-shop --shop lights - >/dev/null
exits 65 "of two shops' orders none is guessed" hw order show 1001
says '--shop' "and the way out is named"
exits 0 "with its shop it is found" hw order show 1001 --shop lights
says 'Another Ann' "and it is that one"
exits 0 "--json gives the records" hw order show 1001 --shop lights --json
says '^{"kind":"order"' "a line each"

exits 65 "a plan finds it, too" hw action plan refund --order 1003 --amount 5.00 --currency USD
says '"lamps" cannot perform "refund"' "and says what its shop cannot do"

# -- forms ------------------------------------------------------------------------
exits 64 "an amount without a currency" hw action plan refund --order '#1003' --amount 5.00
says 'add --currency USD' "is told what to add"
exits 64 "a plural is no kind" hw export orders
says 'did you mean "order"' "but near one"
exits 65 "plain text is not classified" sh -c "echo 'where is it' | '$hw' classify"
says '{\\"text\\": ' "and the form of a line is shown"
exits 0 "the journal is listed as JSON, too" hw journal list --json
[ "$(grep -c '^{"seq":' "$dir/out")" = "$(wc -l <"$dir/out")" ]
ok $? "an object a line"
exits 0 "schema --sql is SQL" hw schema --sql
says 'CREATE TABLE orders' "of every table"
exits 0 "a journal is replayed into a file" hw journal replay --into "$dir/again.db"
[ "$(stat -c %a "$dir/again.db")" = 600 ]
ok $? "that only its owner may read"
exits 0 "and decides the same again" hw journal replay --decide
# -- whether all is well -----------------------------------------------------------
exits 0 "doctor finds every row legal" hw doctor
if [ "$(id -u)" = 0 ]; then
    says 'warning: this is root' "and says that this is no user for a desk"
fi
says '^warning: no desk runs' "and warns that nothing is watched"
says '^warning: rates.conf is of [0-9-]*, older than' "of rates that are old"
sqlite3 "$dir/state/helloword.db" "UPDATE deadlines SET due = 1 WHERE ticket = 2 AND state = 1 AND action IS NULL"
exits 0 "and after a deadline was missed" hw doctor
says '^warning: deadlines missed: [1-9]' "of that"
exits 0 "the invariants alone" hw doctor --invariants
! grep -q warning "$dir/out"
ok $? "are told without warnings"
mkdir -m 700 "$dir/other" && cp "$dir/copy.db" "$dir/other/helloword.db" && cp "$dir/state/keys.db" "$dir/other/"
sed 's/state = "state"/state = "other"/' "$dir/desk.conf" >"$dir/other.conf"
exits 65 "the hold of a copy cannot be lifted before the desk has seen it" "$hw" restore lift --force looked -c "$dir/other.conf"
says 'held from the desk.s next start' "and that is said, as doctor says it"
exits 0 "doctor of the same copy" "$hw" doctor -c "$dir/other.conf"
says 'restored from a backup: when the desk starts' "agrees"
exits 0 "an answer as JSON" hw ticket reply T-2 "Noch einmal" --json
says '"actions":\[[0-9]*,[0-9]*\]' "names the actions that it touched"
echo "1..$n"
