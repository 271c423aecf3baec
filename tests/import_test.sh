#!/bin/sh
# SPDX-License-Identifier: MIT
# import_test.sh - rows of a CSV file become facts as lines of JSON do; what is
# wrong is told by line and column, and the other rows go on.
. tests/lib.sh

cp -r policy "$dir/policy"
cat >"$dir/desk.conf" <<M
desk = { state = "$dir/state"; policy = "policy"; };
M

# takes STATUS FILE [OPTION...]: imports it as orders of one shop.
takes() {
    status=$1 file=$2
    shift 2
    exits "$status" "$hw" import --new-shop --shop s "$@" "$file" -c "$dir/desk.conf"
}
told() { says "$1" "$dir/out"; }
warned() { says "$1" "$dir/err"; }

# With a byte order mark and CRLF, as spreadsheets write it.
printf '\357\273\277ref,name,placed,total,address\r\n' >"$dir/orders.csv"
printf 'O1,#1,2026-01-01T00:00:00Z,12.50 EUR,"a street\nb, ""c"""\r\n' >>"$dir/orders.csv"
printf 'O2,#2,2026-01-01T00:00:00Z,,\r\n\r\n' >>"$dir/orders.csv"
ok "a CSV file is imported" takes 0 "$dir/orders.csv" --kind order
ok "each row is one fact" told '"taken":2,"unchanged":0,"refused":0,'
"$hw" export order -c "$dir/desk.conf" >"$dir/exported"
ok "its cells are the fields that their columns name" says \
    '"address":"a street..b, ..c..","total":."amount":"12.50","currency":"EUR"' "$dir/exported"
ok "the same again says nothing new" takes 0 "$dir/orders.csv" --kind order
ok "and is counted as that" told '"taken":0,"unchanged":2,'
ok "what was exported as JSON is the same facts" takes 0 "$dir/exported"
ok "and says nothing new either" told '"taken":0,"unchanged":2,'

cat >"$dir/bad.csv" <<C
ref,name,placed,total
O3,"two
lines",yesterday,
O4,#4,2026-01-01T00:00:00Z,12.50
O5,#5
O6,#6,2026-01-01T00:00:00Z,7.00 USD
C
ok "a file with bad rows says so" takes 65 "$dir/bad.csv" --kind order
ok "a moment that is none is told by line and column" warned '^line 2: column 3: order.placed: "yesterday" is no moment;'
ok "so is money without a currency" warned '^line 4: column 4: order.total must be an amount and its currency, such as 12.50 EUR$'
ok "and a row that is too short" warned '^line 5: the row has 2 cells, and the header 4$'
ok "the good rows are stored" told '"taken":1,"unchanged":0,"refused":3,'
printf 'ref,placed\nO10,2026-01-01T00:00:00Z\nO\00011,2026-01-01T00:00:00Z\nO12,2026-01-01T00:00:00Z\n' >"$dir/nul.csv"
ok "a file with a NUL byte says so" takes 65 "$dir/nul.csv" --kind order
ok "by its line" warned '^line 3: a field holds a NUL byte$'
ok "and the rows behind it are stored" told '"taken":2,"unchanged":0,"refused":1,'
{ printf 'ref,name,placed\nO13,'; head -c 70000000 /dev/zero | tr '\0' x; printf ',2026-01-01T00:00:00Z\nO14,,2026-01-01T00:00:00Z\n'; } >"$dir/long.csv"
ok "a field that is too long takes no other row with it" takes 65 "$dir/long.csv" --kind order
ok "it is told" warned '^line 2: a field is too long$'
ok "and the others are stored" told '"taken":1,"unchanged":0,"refused":1,'
rm "$dir/long.csv"
printf 'ref,placed\nO7,2026-01-01T00:00:00Z\nO8,"2026' >"$dir/cut.csv"
ok "a file that was cut off within a cell says so" takes 65 "$dir/cut.csv" --kind order
ok "names the line where it began" warned '^line 3: a quote does not end; lines from there on that were not read: 1$'
ok "and what stands before it is stored" told '"taken":1,'
printf 'ref,name,placed\nO20,"Anna,2026-01-01T00:00:00Z\nO21,Bo,2026-01-01T00:00:00Z\nO22,"Bert",2026-01-01T00:00:00Z\n' >"$dir/chance.csv"
ok "a quote whose end is missing is told" takes 65 "$dir/chance.csv" --kind order
ok "by the line where it began" warned '^line 2: a quote begins here and ends in line 4 with text behind it;'
ok "and the rows below are stored" told '"taken":2,"unchanged":0,"refused":1,'
printf 'ref,name,placed\nO23,"5,2026-01-01T00:00:00Z\nO24,6",2026-01-01T00:00:00Z,x\n' >"$dir/chance.csv"
ok "where it ends as a cell does" takes 65 "$dir/chance.csv" --kind order
ok "the refused row says how far it goes" warned '^line 2: .*; a quote takes the row on to line 3: if it should not, the end of one is missing$'

# header TEXT SENTENCE: nothing is taken from below such a header.
header() {
    printf '%s\nO9,2026-01-01T00:00:00Z\n' "$1" >"$dir/header.csv"
    takes 65 "$dir/header.csv" --kind order && warned "line 1: $2" && told '"taken":0,'
}
ok "an unknown column is refused with the nearest right one" header ref,placd 'column 2: "placd" is no field of order; did you mean "placed"'
ok "a column that cannot be a cell is refused" header ref,lines 'column 2: order.lines is a list, which no cell can hold; import such facts as lines of JSON'
ok "a column twice is refused" header ref,ref 'column 2: "ref" is column 1 already'
ok "semicolons between columns are told of" header 'ref;placed' 'column 1: .* columns are separated by commas'
ok "a column that every order needs must be there" header ref 'there is no column "placed", and every order needs one'
: >"$dir/empty.csv"
ok "an empty file is refused" takes 65 "$dir/empty.csv" --kind order
ok "for want of a header" warned 'its first row must name the columns'
ok "a CSV file without a kind is a mistake in the command" takes 64 "$dir/orders.csv"
ok "which says what to write" warned 'of which kind are its rows\? say --kind order'
ok "so is a kind that is none of facts" takes 64 "$dir/orders.csv" --kind ticket

# -- lines: whose they are ------------------------------------------------------
line() { # REF NAME [MORE]
    printf '{"kind":"order","ref":"%s","name":"%s","placed":"2026-01-01T00:00:00Z"%s}\n' "$1" "$2" "${3:-}"
}
desk() { # NAME: the manifest of a desk of its own
    echo "desk = { state = \"$dir/$1.state\"; policy = \"policy\"; };" >"$dir/$1.conf"
}
import() { # STATUS CONF WORD...
    status=$1 conf=$dir/$2.conf
    shift 2
    exits "$status" "$hw" import "$@" -c "$conf"
}
export_of() { # CONF WORD...
    conf=$dir/$1.conf
    shift
    "$hw" export "$@" -c "$conf"
}
desk two && desk again && desk third
line 1 of-lamps | "$hw" import --new-shop --shop lamps - -c "$dir/two.conf" >/dev/null
line 1 of-chairs | "$hw" import --new-shop --shop chairs - -c "$dir/two.conf" >/dev/null
export_of two order >"$dir/both"
ok "each exported fact names its shop" says '^{"kind":"order","shop":"lamps","ref":"1",' "$dir/both"
ok "of every shop" says '"shop":"chairs","ref":"1",.*of-chairs' "$dir/both"
export_of two order --shop chairs >"$dir/chairs"
ok "one shop's alone are asked for by its name" [ "$(grep -c . "$dir/chairs")/$(grep -c chairs "$dir/chairs")" = 1/1 ]
ok "a shop that is not there has none" exits 65 export_of two order --shop sofas
ok "and is named" warned 'there is no shop "sofas"'
ok "what is no shop's has none" exits 64 export_of two agent --shop lamps
ok "without --shop each line goes into the shop it names" import 0 again --new-shop "$dir/both"
ok "all of them" told '"taken":2,'
export_of again order >"$dir/exported"
ok "and two orders of one id stay two" cmp "$dir/both" "$dir/exported"
ok "a line of another shop than --shop says is refused" import 65 again --shop lamps "$dir/both"
ok "by its number" warned '^line 2: it is of the shop "chairs", and --shop says "lamps"'
ok "a shop that a line names is not made by itself" import 65 third "$dir/both"
ok "which is told of the line" warned '^line 1: there is no shop "lamps"; a new one goes with --new-shop'
untouched() { [ ! -e "$dir/third.state/helloword.db" ] || [ -z "$(export_of third order)" ]; }
ok "and nothing was taken" untouched
{ cat "$dir/both" && line 2 nobody; } >"$dir/three"
ok "a line that names none is refused" import 65 again "$dir/three"
ok "with what to do" warned '^line 3: it names no "shop"; say with --shop'
ok "no shop is called by a path" import 64 again --new-shop --shop ../x "$dir/chairs"
ok "which says what a name is" warned '"../x" is no name for a shop; write letters'
ok "nor by nothing" import 64 again --new-shop --shop '' "$dir/chairs"

# -- lines: what they say -------------------------------------------------------
{ line 5 first && line 6 other && line 5 second && line 5 second; } >"$dir/twice"
ok "of a fact that a file tells twice the last line counts" import 0 again --shop lamps "$dir/twice"
ok "the others are counted" told '"taken":2,"unchanged":1,.*"versions":1'
ok "and told, each by its number" warned '^line 1 is not taken: line 4 tells the same fact with another content$'
export_of again order --shop lamps >"$dir/stored"
ok "the last is what is stored" says '"ref":"5",.*second' "$dir/stored"
ok "the same file again takes nothing" import 0 again --shop lamps "$dir/twice"
ok "whatever it tells twice" told '"taken":0,"unchanged":3,.*"versions":1'
ok "through a pipe, too" sh -c "'$hw' import --shop lamps - -c '$dir/again.conf' <'$dir/twice' >'$dir/out' 2>'$dir/err' && cat '$dir/twice' | '$hw' import --shop lamps - -c '$dir/again.conf' >>'$dir/out'"
ok "with the same count" [ "$(grep -c '"taken":0,"unchanged":3,.*"versions":1' "$dir/out")" = 2 ]
printf 'ref,placed,buyer_name\nO30,2026-01-01T00:00:00Z,first\nO30,2026-01-01T00:00:00Z,second\nO31,2026-01-01T00:00:00Z,other\n' >"$dir/twice.csv"
ok "so it is with a table" import 0 again --shop lamps --kind order "$dir/twice.csv"
ok "which counts them" told '"taken":2,"unchanged":0,.*"versions":1'
ok "and tells them" warned '^line 2 is not taken: line 3 tells the same fact with another content$'
ok "and takes nothing again" import 0 again --shop lamps --kind order "$dir/twice.csv"
ok "for it is known" told '"taken":0,"unchanged":2,.*"versions":1'
printf 'ref,version,placed,buyer_name\nO32,5,2026-01-01T00:00:00Z,newer\nO32,4,2026-01-01T00:00:00Z,older\n' >"$dir/twice.csv"
ok "a newer version counts before a later line" import 0 again --shop lamps --kind order "$dir/twice.csv"
ok "of whose line the number is told" warned '^line 3 is not taken: line 2 tells'
refused() { # FIELDS SENTENCE
    line 7 x ",$1" >"$dir/one"
    import 65 again --shop lamps "$dir/one" && warned "^line 1: $2"
}
ok "a country is a code" refused '"country":"Germany"' 'order.country: "Germany" is no country code; write two letters.* such as DE'
ok "in capitals" refused '"country":"de"' 'order.country: "de" is no country code'
ok "a name has an end" refused "\"buyer_name\":\"$(printf %01001d 0)\"" 'order.buyer_name has 1001 bytes, and 1000 are the most'
printf 'ref,placed,country\nO20,2026-01-01T00:00:00Z,Germany\n' >"$dir/land.csv"
ok "so it is with a table" takes 65 "$dir/land.csv" --kind order
ok "by its column" warned '^line 2: column 3: order.country: "Germany" is no country code'
{ line 8 x ',"buyer_nam":"Ann","x":1' && line 9 y ',"buyer_nam":"Bob","lines":[{"ref":"1","colour":"red"}]'; } >"$dir/stray"
ok "members that are no field do not cost the fact" import 0 again --shop lamps "$dir/stray"
ok "but are told, each once, with the nearest right name" warned '^warning: "buyer_nam" is no field of order and is not read: 2 lines; did you mean "buyer_name"\?$'
ok "those of lists, too" warned '"colour" is no field of line and is not read: 1 line$'

# -- a shop whose instance has not run yet ---------------------------------------
secret token a-token
early() { # NAME: the manifest of a desk with one instance
    desk "$1"
    cat >>"$dir/$1.conf" <<M
instances = ( { name = "lamps"; plugin = "shopify"; shop = "lamps.myshopify.com"; version = "2026-07";
  token = "file:token"; live_since = "2026-01-02T00:00:00Z"; } );
M
}
shop_is() { # NAME PLUGIN LIVE_SINCE
    [ "$(sqlite3 -readonly "$dir/$1.state/helloword.db" "SELECT plugin, live_since FROM shops WHERE label = 'lamps'")" = "$2|$3" ]
}
{
    echo "{\"kind\":\"order\",\"ref\":\"40\",\"name\":\"#40\",\"placed\":\"$(moment -200000)\"}"
    echo "{\"kind\":\"review\",\"ref\":\"R1\",\"order_ref\":\"40\",\"title\":\"Junk\",\"text\":\"It fell apart.\",\"stars\":1,\"lang\":\"en\",\"at\":\"$(moment -600)\"}"
} >"$dir/reviewed"
early first
ok "facts of a shop whose instance never ran" import 0 first --shop lamps "$dir/reviewed"
ok "are its plugin's, from the day of the manifest" shop_is first shopify 1767312000000
ok "so its rules see the platform" [ "$(sqlite3 -readonly "$dir/first.state/helloword.db" 'SELECT playbook FROM tickets')" = review_bad ]
desk later
line 41 x >"$dir/before"
ok "one that the manifest did not name then" import 0 later --new-shop --shop lamps "$dir/before"
ok "was an import's" [ "$(sqlite3 -readonly "$dir/later.state/helloword.db" "SELECT plugin FROM shops")" = import ]
early later
ok "when it names it" import 0 later --shop lamps "$dir/reviewed"
ok "is its plugin's, too" shop_is later shopify 1767312000000

# -- what is no file of facts ---------------------------------------------------
no_file() { # VERB...
    exits 65 "$hw" "$@" "$dir" -c "$dir/again.conf" && warned 'is a folder, not a file'
}
ok "a folder is no file to import" no_file import --shop lamps
ok "nor a table" no_file import --shop lamps --kind order
ok "nor texts to classify" no_file classify
ok "nor templates to fill" no_file render
: >"$dir/empty"
ok "an empty file of lines says so" import 65 again --shop lamps "$dir/empty"
ok "and what a line is" warned 'the file is empty; each of its lines must be a fact'
ok "an empty batch, too" exits 65 "$hw" classify "$dir/empty" -c "$dir/again.conf"
ok "with such a line" warned 'there is nothing to read; a line is such as'
ok "the journal's chain holds" exits 0 "$hw" journal verify -c "$dir/desk.conf"
# -- texts and their files go from desk to desk ------------------------------------
cat >"$dir/other.conf" <<M
desk = { state = "$dir/other"; policy = "policy"; };
M
photo() { printf '\377\330\377\340\000\020JFIF\000\001\001\000\000\001\000\001\000\000\377\332\000\004\001\002%s\377\331' "$1"; }
at=$(date -u -d '+1 hour' +%Y-%m-%dT%H:%M:%SZ)
text="{\"kind\":\"text_in\",\"shop\":\"mail\",\"ref\":\"m1\",\"channel\":\"email\",\"thread\":\"m1\",\"from_addr\":\"a@b.example\",\"subject\":\"Order #1\",\"text\":\"order #1: the lamp is broken\",\"origin\":\"human\",\"at\":\"$at\"}"
file() { # NUMBER REST: of the text m1
    echo "{\"kind\":\"file_in\",\"shop\":\"mail\",\"ref\":\"m1/$1\",\"text_ref\":\"m1\",\"name\":\"$1.jpg\",\"at\":\"$at\"$2}"
}
# A bigger one than a chunk of lines, so that the next comes with the next.
{ echo "$text"; file 1 ",\"bytes\":\"$(photo "$(head -c 900000 /dev/zero | tr '\0' x)" | base64 -w 0)\""
  file 2 ",\"bytes\":\"$(photo light | base64 -w 0)\""; file 3 ',"refused":"large","size":99999999'
  file 4 ',"bytes":"no base 64!"'; file 5 ",\"bytes\":\"$(printf 'MZ a program' | base64 -w 0)\""
  file 6 ',"beside":9'; } >"$dir/mails"
ok "a text comes with its files" exits 65 "$hw" import --new-shop "$dir/mails" -c "$dir/desk.conf"
ok "but for bytes that are none" says '"taken":5,.*"quarantined":2'
ok "no member of them is no field" [ "$(grep -c 'no field' "$dir/err")" = 1 ]
files() { "$hw" export file_in -c "$1" | grep -o '"ref":"[^"]*"\|"mime":"[^"]*"\|"refused":"[^"]*"' | tr '\n' ' '; }
ok "each is judged by its bytes, or as it was" [ "$(files "$dir/desk.conf")" = '"ref":"m1/1" "mime":"image/jpeg" "ref":"m1/2" "mime":"image/jpeg" "ref":"m1/3" "refused":"large" "ref":"m1/5" "refused":"other" ' ]
moved() { # from the one desk to the other
    for kind in text_in file_in; do
        "$hw" export $kind --shop mail -c "$dir/desk.conf" || return
    done >"$dir/moving" && exits 0 "$hw" import "$@" "$dir/moving" -c "$dir/other.conf"
}
"$hw" export order -c "$dir/desk.conf" | "$hw" import --new-shop - -c "$dir/other.conf" >/dev/null
ok "what one desk exports another takes in" moved --new-shop
ok "all of it" says '"taken":5,"unchanged":0,"refused":0,"quarantined":0'
ok "once" moved
ok "and no more" says '"taken":0,"unchanged":5,"refused":0,'
kinds() { for kind in text_in file_in; do "$hw" export $kind --shop mail -c "$1"; done; }
same() { kinds "$dir/desk.conf" >"$dir/one" && kinds "$dir/other.conf" | cmp - "$dir/one"; }
ok "its export is the same" same
gives() { "$hw" ticket file "$("$hw" ticket show T-1 -c "$dir/other.conf" | sed -n 's/^.*file \([0-9]*\).*2\.jpg.*$/\1/p')" -c "$dir/other.conf" | cmp - "$dir/photo"; }
photo light >"$dir/photo"
ok "and the photo is the one that was sent" gives
# What the first file needed is gone when the second is read: the pipe holds less
# than the first.
once() {
    cp -r policy "$dir/rules" && mkfifo "$dir/pipe" || return
    "$hw" export file_in -c "$dir/once.conf" >"$dir/pipe" 2>"$dir/err" &
    exported=$!
    {
        dd bs=1 count=1 2>/dev/null
        rm -r "$dir/rules"
        "$hw" ticket note T-1 "meanwhile" -c "$dir/desk.conf" >"$dir/noted" 2>&1 && : >"$dir/meanwhile"
        cat
    } <"$dir/pipe" >"$dir/one"
    wait "$exported" && "$hw" export file_in -c "$dir/desk.conf" | cmp - "$dir/one"
}
cat >"$dir/once.conf" <<M
desk = { state = "$dir/state"; policy = "$dir/rules"; };
M
ok "the desk starts once for all files, where none runs" once
ok "and is another command's while a reader is slow" [ -e "$dir/meanwhile" ]
ok "who finds another one at work all the time" exits 75 flock "$dir/state/helloword.db.lock" "$hw" ticket note T-1 "x" -c "$dir/desk.conf"
ok "is told so" says 'another helloword command is the desk just now; try again' "$dir/err"
# -- a message that is nothing but a photo ----------------------------------------
cat >"$dir/photo.conf" <<M
desk = { state = "$dir/photos"; policy = "policy"; };
M
of_photo() { "$hw" "$@" -c "$dir/photo.conf"; }
{ echo "{\"kind\":\"text_in\",\"shop\":\"market\",\"ref\":\"p1\",\"channel\":\"ebay\",\"thread\":\"p1\",\"from_name\":\"Ann\",\"text\":\"\",\"origin\":\"human\",\"at\":\"$at\"}"
  echo "{\"kind\":\"file_in\",\"shop\":\"market\",\"ref\":\"p1/1\",\"text_ref\":\"p1\",\"at\":\"$at\",\"bytes\":\"$(photo light | base64 -w 0)\"}"; } >"$dir/market"
ok "a marketplace's message is a photo alone" exits 0 of_photo import --new-shop "$dir/market"
ok "its export" exits 0 of_photo export text_in
ok "has it" says '"shop":"market","ref":"p1",' "$dir/out"
ok "with its file" exits 0 of_photo export file_in
ok "and the bytes" says '"ref":"p1/1",.*"bytes":"/9j/' "$dir/out"
find "$dir/photos/evidence" -type f -exec rm -f {} +
ok "a file whose bytes are lost is told" exits 71 of_photo export file_in
ok "and leaves no line that looks whole" [ ! -s "$dir/out" ]

done_testing
