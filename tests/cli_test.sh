#!/bin/sh
# The command line: exit codes, messages and what verbs print.
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
    [ $rc = "$wanted" ] || sed 's/^/# /' "$dir/err"
    [ $rc = "$wanted" ]
    ok $? "$title"
}
says() { grep -q -- "$1" "$dir/out" "$dir/err"; ok $? "$2"; }

exits 64 "an unknown verb is a usage error" "$hw" tiket
says 'did you mean "ticket"' "and the nearest verb is named"
exits 0 "help is no error" "$hw" ticket -h
exits 0 "init writes a desk that can be used" "$hw" init "$dir/desk" --with email
exits 65 "init refuses to overwrite one" "$hw" init "$dir/desk"
exits 78 "check finds what the commented manifest leaves open" "$hw" check -c "$dir/desk/helloword.conf"
says 'helloword.conf:[0-9]*: ' "each mistake with file and line"
"$hw" init "$dir/parcels" --with dhl >/dev/null
sed -i 's/# calls_a_day/calls_a_day/' "$dir/parcels/helloword.conf"
"$hw" check -c "$dir/parcels/helloword.conf" 2>"$dir/err"
! grep calls_a_day "$dir/err" && grep -q 'calls_a_day = 250;' "$dir/parcels/helloword.conf"
ok $? "an option of it that is uncommented is good as it stands"
cat >"$dir/bad.conf" <<'M'
desk = { state = "state"; polcy = "policy"; };
limits = ( { role = "agnt"; per_action = 50; } );
instances = ( { name = "a"; plugin = "nowhere"; } );
M
exits 78 "a manifest with four mistakes is refused" "$hw" check -c "$dir/bad.conf"
[ "$(grep -c 'bad.conf:' "$dir/err")" -ge 4 ]
ok $? "and all four are told in one run"
says 'did you mean "policy"' "with the nearest right name"
cat >"$dir/good.conf" <<M
desk = { state = "$dir/state"; policy = "policy"; };
M
cp -r policy "$dir/policy"
printf '%s\n' '{"kind":"order","ref":"O1","name":"#1","placed":"2026-01-01T00:00:00Z","email":"a@b.example","total":{"amount":"5.00","currency":"USD"}}' \
    '{"kind":"order","name":"no ref","placed":"2026-01-01T00:00:00Z"}' 'no json' \
    '{"kind":"order","ref":"O2","placed":"2026-01-01T00:00:00Z","total":{"amount":"5.001","currency":"USD"}}' >"$dir/in"
exits 65 "an import with bad lines says so" "$hw" import --new-shop --shop s "$dir/in" -c "$dir/good.conf"
says 'line 2: ' "each bad line has its number"
says '"taken":1' "and the good ones are stored"
exits 65 "a second import changes nothing" "$hw" import --new-shop --shop s "$dir/in" -c "$dir/good.conf"
says '"unchanged":1' "and says that it knew the order"
exits 0 "export gives the order back" "$hw" export order -c "$dir/good.conf"
says '"ref":"O1"' "with its id"
exits 0 "the journal's chain holds" "$hw" journal verify -c "$dir/good.conf"
exits 0 "every row is in a legal state" "$hw" doctor --invariants -c "$dir/good.conf"
printf '{"kind":"text_in","ref":"m1","channel":"email","thread":"m1","from_addr":"a@b.example","from_name":"A\\u001b[2J","subject":"Order #1","text":"order #1: where is my parcel\\u001b]0;x\\u0007\\u009b1m","origin":"human","at":"%s"}\n' \
    "$(date -u -d '+1 hour' +%Y-%m-%dT%H:%M:%SZ)" >"$dir/mail"
exits 0 "a message can be imported" "$hw" import --new-shop --shop s "$dir/mail" -c "$dir/good.conf"
exits 0 "and opens a ticket" "$hw" ticket show T-1 -c "$dir/good.conf"
says 'where is my parcel' "with what the buyer wrote"
! grep -qP '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]' "$dir/out"
ok $? "but without what would steer the reader's terminal"
exits 0 "the queue is listed by state" "$hw" ticket list --state open -c "$dir/good.conf"
says '^T-1 .*#1 ' "with the order"
exits 64 "an unknown state is a usage error" "$hw" ticket list --state opn -c "$dir/good.conf"
exits 0 "nothing needs to be looked at yet" "$hw" alert list -c "$dir/good.conf"
exits 65 "an alert that is not there cannot be acknowledged" "$hw" alert acknowledge 7 -c "$dir/good.conf"
says "there is no alert 7" "and the desk says so"
exits 65 "there is no ticket T-9" "$hw" ticket show T-9 -c "$dir/good.conf"
printf '%s\n' '{"text":"My parcel has not arrived, where is it?"}' '{"text":"Die Lampe ist kaputt angekommen"}' \
    '{"text":"我的包裹还没收到"}' >"$dir/texts"
exits 0 "classify answers line by line" "$hw" classify --batch "$dir/texts"
[ "$(sed -n 1p "$dir/out" | grep -c '"issue":"not_received".*"lang":"en"')" = 1 ]
ok $? "an English text about a lost parcel"
[ "$(sed -n 2p "$dir/out" | grep -c '"issue":"damaged".*"lang":"de"')" = 1 ]
ok $? "a German text about a broken lamp"
[ "$(sed -n 3p "$dir/out" | grep -c '"issue":"not_received".*"lang":"zh"')" = 1 ]
ok $? "a Chinese text about a lost parcel"
printf '%s\n' '{"template":"late.apology","lang":"de","facts":{"buyer_name":"Ann"}}' >"$dir/r"
exits 65 "render refuses a text with open facts" "$hw" render --batch "$dir/r"
says 'lacks: order' "and lists them"
exits 0 "sdk new writes a carrier" "$hw" sdk new carrier acme --into "$dir/acme"
exits 64 "but not under a name that is a path" "$hw" sdk new carrier ../x
echo "1..$n"
