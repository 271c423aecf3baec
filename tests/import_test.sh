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
ok "the journal's chain holds" exits 0 "$hw" journal verify -c "$dir/desk.conf"
done_testing
