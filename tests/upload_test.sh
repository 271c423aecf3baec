#!/bin/sh
# A42: a buyer's photo of what arrived broken, from the link in our reply to the
# agent who looks at it: the page in the buyer's language, what is taken and what
# is not, and a scanner before it.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
# shellcheck source=tests/lib-clamd.sh
. tests/lib-clamd.sh
cp -r policy "$dir/policy"
sed -i 's/^platforms = .*/platforms = [ "import", "shopify" ];/; s/^megabytes = .*/megabytes = 1;/' "$dir/policy/uploads.conf"
secret pw pw
manifest() { # HTTP
    cat <<M
desk = { state = "state"; policy = "policy"; company = "Lampshop"; };
http = { listen = "127.0.0.1:0"; $1 };
agents = ( { name = "mia"; uid = $(id -u); role = "owner"; } );
instances = ( { name = "mail"; plugin = "email"; loopback = true; address = "help@lampshop.example";
  password = "file:pw"; imap_host = "127.0.0.1"; imap_port = 9; imap_tls = "plain";
  smtp_host = "127.0.0.1"; smtp_port = 9; smtp_tls = "plain"; } );
M
}
hw() { "$hw" "$@" -c "$dir/desk.conf"; }
facts() { # NUMBER
    cat <<F
{"kind":"order","ref":"O$1","name":"#$1","status":"open","placed":"$(moment -864000)","buyer_ref":"B$1","buyer_name":"Jan Kowalski","email":"b$1@buyer.example","lang":"de","country":"DE","total":{"amount":"49.00","currency":"EUR"}}
{"kind":"text_in","ref":"m$1","channel":"email","thread":"m$1","order_ref":"O$1","from_addr":"b$1@buyer.example","from_name":"Jan","subject":"#$1","text":"Die Lampe ist zerbrochen angekommen, das Glas ist kaputt.","message_id":"<m$1@buyer.example>","origin":"human","at":"$(moment 600)"}
F
}
# What a phone sends: the least that is one.
printf '\377\330\377\340\000\020JFIF\000\001\001\000\000\001\000\001\000\000\377\332\000\004\001\002light\377\331' >"$dir/lamp.jpg"
printf '\211PNG\r\n\032\n\000\000\000\015IHDR\000\000\000\001\000\000\000\001\010\000\000\000\000\001\002\003\004\000\000\000\000IEND\256\102\140\202' >"$dir/lamp.png"
printf '\000\000\000\030ftypheic\000\000\000\000mif1heic\000\000\000\014metaabcd\000\000\000\012mdathi' >"$dir/lamp.heic"
printf '\000\000\000\030ftypisom\000\000\002\000isommp41\000\000\000\014moovabcd\000\000\000\012mdathi' >"$dir/lamp.mp4"
printf 'MZ a program' >"$dir/lamp.exe"
cp "$dir/lamp.exe" "$dir/liar.jpg"
head -c 20 "$dir/lamp.jpg" >"$dir/half.jpg"
{ cat "$dir/lamp.jpg" && head -c 1100000 /dev/zero; } >"$dir/large.jpg"

# -- the link ----------------------------------------------------------------------------
manifest '' >"$dir/desk.conf"
facts 1 >"$dir/facts"
exits 0 hw import --new-shop --shop lamps "$dir/facts"
reply() { rows "SELECT text FROM actions WHERE verb = 'reply' AND order_ref = '$1'"; }
ok "A42: without an address from outside a reply asks for photos by mail" sh -c 'echo "$1" | grep -q "an Ihre Antwort an"' x "$(reply O1)"
ok "A42: and has no link" not sh -c 'echo "$1" | grep -q "/u/"' x "$(reply O1)"
manifest 'public = "http://help.example";' >"$dir/desk.conf"
ok "A42: an address that is none is told" exits 78 hw check
manifest 'public = "https://help.example";' >"$dir/desk.conf"
facts 2 >"$dir/facts"
exits 0 hw import --shop lamps "$dir/facts"
ok "A42: with one it has the link, in the buyer's language" sh -c 'echo "$1" | grep -q "hier hochladen: https://help.example/u/[a-p]*$"' x "$(reply O2)"
token=$(reply O2 | sed -n 's/.*\/u\/\([a-p]*\).*/\1/p')

serve desk --port-file "$dir/port"
url=http://127.0.0.1:$(cat "$dir/port")/u
get() { [ "$(curl -s -o "$dir/out" -w '%{http_code}' "$url/$2")" = "$1" ]; }             # STATUS TOKEN
send() { [ "$(curl -s -o "$dir/out" -w '%{http_code}' -F "file=@$dir/$3" "$url/$2")" = "$1" ]; } # STATUS TOKEN FILE
files() { is "$1" "SELECT count(*) FROM evidence WHERE ref LIKE 'upload:%'"; }

# -- the page ----------------------------------------------------------------------------
ok "A42: the page is there" get 200 "$token"
ok "A42: in the buyer's language" says '<h1>Fotos oder ein Video senden</h1>' "$dir/out"
ok "A42: it names the order" says '<b>#2</b>' "$dir/out"
ok "A42: and nothing else of the buyer" lacks 'Kowalski|buyer.example|zerbrochen' "$dir/out"
ok "A42: of another link there is none" get 410 "a$token"
ok "A42: nor can anything be sent by it" send 410 "a$token" lamp.jpg
ok "A42: nothing of it is kept" files 0

# -- files -------------------------------------------------------------------------------
n=0
for file in lamp.jpg lamp.png lamp.heic lamp.mp4; do
    n=$((n + 1))
    ok "A42: $file is taken" send 200 "$token" $file
    ok "A42: and lands on the case" files $n
done
ok "A42: what that is stands there" is "image/heic image/jpeg image/png video/mp4" "SELECT group_concat(mime, ' ') FROM (SELECT mime FROM evidence WHERE order_ref = 'O2' ORDER BY mime)"
ok "A42: the same photo again is no second one" send 200 "$token" lamp.jpg
ok "A42: as is counted" files 4
ok "A42: a program is not taken" send 415 "$token" lamp.exe
ok "A42: nor by the name of a photo" send 415 "$token" liar.jpg
ok "A42: that is said in the buyer's language" says 'Diese Datei können wir nicht öffnen' "$dir/out"
ok "A42: nor one that came half" send 422 "$token" half.jpg
ok "A42: which is said to be damaged, in the buyer's language" says 'Diese Datei ist beschädigt' "$dir/out"
ok "A42: nor one that is too large" send 413 "$token" large.jpg
ok "A42: nor nothing" [ "$(curl -s -o "$dir/out" -w '%{http_code}' -X POST -d '' "$url/$token")" = 415 ]
ok "A42: none of them is kept" files 4
exits 0 hw ticket show T-2
ok "A42: the agent sees that it came" says 'the buyer sent a photo, lamp.jpg \(image/jpeg\)' "$dir/out"
ok "A42: the playbook asks a person" says 'playbook damaged, step look' "$dir/out"
id=$(rows "SELECT id FROM evidence WHERE mime = 'image/jpeg'")
ok "A42: who looks at it" exits 0 hw ticket file "$id"
ok "A42: as it was sent" cmp "$dir/out" "$dir/lamp.jpg"
ok "A42: no file of another number is there" exits 65 hw ticket file 999
ok "A42: nothing of it stands in the log" not grep -q 'lamp\.jpg\|Kowalski' "$dir/desk.err"
ok "A42: the journal holds" exits 0 hw journal verify
hw ticket close T-2 --outcome solved --cause packaging --force over >&2
ok "A42: when its matter is closed the page is over" get 410 "$token"
ok "A42: and names no order any more" lacks '#2' "$dir/out"
hw ticket reopen T-2 >&2
ok "A42: and there again when it is open" get 200 "$token"
stop "$desk"

# -- a scanner ---------------------------------------------------------------------------
manifest "public = \"https://help.example\"; scanner = \"$dir/clamd\";" >"$dir/desk.conf"
rm -f "$dir/port"
serve desk --port-file "$dir/port"
url=http://127.0.0.1:$(cat "$dir/port")/u
printf '\377\330\377\340\000\020JFIF\000\001\001\000\000\001\000\001\000\000\377\332\000\004\001\002other\377\331' >"$dir/other.jpg"
ok "A42: where the scanner is away nothing is taken" send 503 "$token" other.jpg
ok "A42: and the buyer is asked to try again" says 'noch einmal' "$dir/out"
clamd "stream: Eicar-Test-Signature FOUND"
ok "A42: what it finds something in is refused" send 415 "$token" other.jpg
kill "$scanner_pid"
rm -f "$dir/clamd"
clamd "stream: OK"
ok "A42: neither was kept" files 4
ok "A42: what is clean is taken" send 200 "$token" other.jpg
ok "A42: on the case" files 5
stop "$desk"
done_testing
