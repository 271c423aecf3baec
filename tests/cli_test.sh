#!/bin/sh
# The command line: exit codes, messages and what verbs print.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh

ok "an unknown verb is a usage error" exits 64 "$hw" tiket
ok "and the nearest verb is named" says 'did you mean "ticket"'
ok "help is no error" exits 0 "$hw" ticket -h
ok "nor is the word help" exits 0 "$hw" help
ok "which lists the verbs" says '^  serve '
ok "help of a verb" exits 0 "$hw" help ticket
ok "is what its -h says" says '^usage: helloword ticket list'
ok "help of none is a mistake" exits 64 "$hw" help tiket
ok "--version" exits 0 "$hw" --version
ok "is the verb" says '^helloword [0-9]'
ok "as JSON, too" exits 0 "$hw" version --json
ok "which a program reads" says '^\{"helloword":"[0-9][^"]*","sqlite":"[0-9.]*"\}$'
ok "init writes a desk that can be used" exits 0 "$hw" init "$dir/desk" --with email
ok "and says what to run for rates of today" says '^  curl -sf https://www.ecb.europa.eu/.* \| sh tools/rates >.*/desk/policy/rates.new && mv '
ok "init refuses to overwrite one" exits 65 "$hw" init "$dir/desk"
ok "check finds what the commented manifest leaves open" exits 78 "$hw" check -c "$dir/desk/helloword.conf"
ok "each mistake with file and line" says 'helloword.conf:[0-9]*: '
"$hw" init "$dir/parcels" --with dhl >/dev/null
sed -i 's/# calls_a_day/calls_a_day/' "$dir/parcels/helloword.conf"
exits 78 "$hw" check -c "$dir/parcels/helloword.conf"
uncommented() { grep -q '^[^#]*calls_a_day = 250;' "$dir/parcels/helloword.conf" && lacks calls_a_day "$dir/err"; }
ok "an option of it that is uncommented is good as it stands" uncommented
cat >"$dir/bad.conf" <<'M'
desk = { state = "state"; polcy = "policy"; };
limits = ( { role = "agnt"; per_action = 50; } );
instances = ( { name = "a"; plugin = "nowhere"; } );
M
ok "a manifest with four mistakes is refused" exits 78 "$hw" check -c "$dir/bad.conf"
ok "and all four are told in one run" [ "$(grep -c 'bad.conf:' "$dir/err")" -ge 4 ]
ok "with the nearest right name" says 'did you mean "policy"'
cat >"$dir/good.conf" <<M
desk = { state = "$dir/state"; policy = "policy"; };
M
cp -r policy "$dir/policy"
printf '%s\n' '{"kind":"order","ref":"O1","name":"#1","placed":"2026-01-01T00:00:00Z","email":"a@b.example","total":{"amount":"5.00","currency":"USD"}}' \
    '{"kind":"order","name":"no ref","placed":"2026-01-01T00:00:00Z"}' 'no json' \
    '{"kind":"order","ref":"O2","placed":"2026-01-01T00:00:00Z","total":{"amount":"5.001","currency":"USD"}}' >"$dir/in"
ok "an import with bad lines says so" exits 65 "$hw" import --new-shop --shop s "$dir/in" -c "$dir/good.conf"
ok "each bad line has its number" says 'line 2: '
ok "and the good ones are stored" says '"taken":1'
ok "a second import changes nothing" exits 65 "$hw" import --new-shop --shop s "$dir/in" -c "$dir/good.conf"
ok "and says that it knew the order" says '"unchanged":1'
ok "export gives the order back" exits 0 "$hw" export order -c "$dir/good.conf"
ok "with its id" says '"ref":"O1"'
ok "the journal's chain holds" exits 0 "$hw" journal verify -c "$dir/good.conf"
ok "every row is in a legal state" exits 0 "$hw" doctor --invariants -c "$dir/good.conf"
printf '{"kind":"text_in","ref":"m1","channel":"email","thread":"m1","from_addr":"a@b.example","from_name":"A\\u001b[2J","subject":"Order #1","text":"order #1: where is my parcel\\u001b]0;x\\u0007\\u009b1m","origin":"human","at":"%s"}\n' \
    "$(date -u -d '+1 hour' +%Y-%m-%dT%H:%M:%SZ)" >"$dir/mail"
ok "a message can be imported" exits 0 "$hw" import --new-shop --shop s "$dir/mail" -c "$dir/good.conf"
ok "and opens a ticket" exits 0 "$hw" ticket show T-1 -c "$dir/good.conf"
ok "with what the buyer wrote" says 'where is my parcel'
harmless() { # by bytes; status 2 would be a pattern that is not understood
    LC_ALL=C grep -qaP '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]' "$dir/out"
    [ $? -eq 1 ]
}
ok "but without what would steer the reader's terminal" harmless
ok "the queue is listed by state" exits 0 "$hw" ticket list --state open -c "$dir/good.conf"
ok "with the order" says '^T-1 .*#1 '
ok "an unknown state is a usage error" exits 64 "$hw" ticket list --state opn -c "$dir/good.conf"
ok "nothing needs to be looked at yet" exits 0 "$hw" alert list -c "$dir/good.conf"
ok "an alert that is not there cannot be acknowledged" exits 65 "$hw" alert acknowledge 7 -c "$dir/good.conf"
ok "and the desk says so" says "there is no alert 7"
ok "a file that is not there is not counted" exits 65 "$hw" import --shop s "$dir/nowhere" -c "$dir/good.conf"
ok "nor are its lines" [ ! -s "$dir/out" ]
ok "how a ticket ended is a word that must be given" exits 64 "$hw" ticket close T-1 -c "$dir/good.conf"
ok "as it says" says 'say how T-1 ended: --outcome WORD'
numbers() { # OPTION VALUE WORD...: a value that is no number is refused, as it says
    option=$1 value=$2
    shift 2
    exits 64 "$hw" "$@" "--$option" "$value" -c "$dir/good.conf" &&
        says "^helloword: --$option takes a number, such as --$option [a-z:]*12, and \"$value\" is none\$" "$dir/err"
}
for value in m12 '#12' 'message 12' 12abc 0 -1 '' 99999999999999999999; do
    ok "--heard \"$value\" of a reply is no number" numbers heard "$value" ticket reply T-1 "It is on its way."
    ok "nor of an approval" numbers heard "$value" action approve 1
done
ok "nor is --after x" numbers after x action approve 1
ok "nor of a plan" numbers after x action plan refund --order 1
ok "nor --beside x" numbers beside x action approve 1
ok "nor --beside task:x" numbers beside task:x action plan refund --order 1
ok "nor --beside dispute:x" numbers beside dispute:x action approve 1
ok "--beside names one action at most" exits 64 "$hw" action approve 1 --beside 1,dispute:2,3 -c "$dir/good.conf"
ok "as it says" says '^helloword: --beside names one action, one task: and one dispute: at most' "$dir/err"
ok "nor of a task" numbers beside task: task add T-1 "look" --role warehouse --within 24h
ok "--after of a reply goes with --edit" exits 64 "$hw" ticket reply T-1 "It is on its way." --after 1 -c "$dir/good.conf"
ok "as it says" says '^helloword: --after goes with --edit; TEXT needs none$'
ok "an option that means another thing elsewhere goes with both" exits 64 "$hw" action list --after 1 -c "$dir/good.conf"
ok "and with nothing else" says '^helloword: --after goes with `helloword action plan approve`$'
ok "each has its help" exits 0 "$hw" action -h
ok "of a plan" says '^  --after ID +plan: a further one'
ok "and of an approval" says '^  --after ID +approve: although this reply'
ok "there is no ticket T-9" exits 65 "$hw" ticket show T-9 -c "$dir/good.conf"
printf '%s\n' '{"text":"My parcel has not arrived, where is it?"}' '{"text":"Die Lampe ist kaputt angekommen"}' \
    '{"text":"我的包裹还没收到"}' >"$dir/texts"
printf '%s\n' '{"text":"Please delete your review","lang":"en","platform":"amazon"}' '{"text":"It is on its way","lang":"en","platform":"amazon"}' >"$dir/leaving"
judged() {
    "$hw" guard --batch "$dir/leaving" >"$dir/judged" &&
        sed -n 1p "$dir/judged" | grep -q '"blocked":true,"rules":\["review_manipulation"\]' &&
        sed -n 2p "$dir/judged" | grep -q '"blocked":false,"rules":\[\],"spans":\[\]'
}
ok "guard says what must not leave" judged
guards() { # JSON: is it stopped?
    echo "$1" >"$dir/text" && exits 0 "$hw" guard "$dir/text" && says '"blocked":true,"rules":\["review_manipulation"\]'
}
ok "guard hears the language where none is told" guards '{"text":"Please delete your review","platform":"amazon"}'
ok "of a German text, too" guards '{"text":"Bitte löschen Sie Ihre Bewertung","platform":"amazon"}'
ok "and where nobody has rules for the one that is" guards '{"text":"Please delete your review","lang":"xx","platform":"amazon"}'
passes() { echo "$1" >"$dir/text" && exits 0 "$hw" guard "$dir/text" && says '"blocked":false'; }
given='{"text":"Please delete your review","lang":"xx","platform":"amazon"}'
ok "which is said" exits 3 "$hw" guard "$given"
ok "of the one that was given" says '^xx was given, and nobody has words of it$' "$dir/err"
ok "and which was heard" says '^judged in the language that was heard, en;' "$dir/err"
ok "also where none is heard" exits 0 "$hw" guard '{"text":"+1","lang":"xx","platform":"amazon"}'
ok "as little" says '^xx was given, and nobody has words of it$' "$dir/err"
ok "and never that it was judged so" lacks 'judged in the language that was given' "$dir/err"
ok "the file of the rules is no language" exits 3 "$hw" guard '{"text":"Please delete your review","lang":"rules","platform":"amazon"}'
ok "nor taken for one" says '"lang":"en","lang_by":"heard"' "$dir/out"
ok "what breaks nothing passes without a language" passes '{"text":"Your parcel is on its way","platform":"amazon"}'
ok "guard tells a line that is none" exits 65 sh -c "echo '{\"text\":5}' | '$hw' guard"
ok "guard takes a text as it is, and stops it" exits 3 "$hw" guard "Please delete your review"
ok "with the rule" says '"blocked":true,"rules":\["review_manipulation"\]'
ok "in words, too" says 'helloword: the text must not leave as it is: review_manipulation$'
ok "and the language that it heard" says '"lang":"en","lang_by":"heard"'
ok "which it tells" says 'judged in the language that was heard, en; --lang says another'
ok "with what was not judged" says '"not_judged":\["wrong_fact","authority","platform"\]'
ok "and what that means" says 'not judged: whether it contradicts the order: "facts" says what is known of it'
ok "guard is told the language" exits 3 "$hw" guard "Please delete your review" --lang en
ok "the language of a text is given" says '"lang":"en","lang_by":"given"'
ok "and of lines that say none" exits 0 sh -c "printf '%s\n' '{\"text\":\"Hello\"}' '{\"text\":\"Hallo\",\"lang\":\"de\"}' | '$hw' guard --lang en"
ok "alone" [ "$(grep -o '"lang":"[a-z]*","lang_by":"given"' "$dir/out" | tr '\n' ' ')" = '"lang":"en","lang_by":"given" "lang":"de","lang_by":"given" ' ]
ok "one that nobody has words of" exits 3 "$hw" guard "Please delete your review" --lang xx
ok "is told" says '^xx was given, and nobody has words of it$' "$dir/err"
ok "one on standard input has the same status" exits 3 sh -c "echo 'Please delete your review' | '$hw' guard"
ok "a text that breaks nothing has none" exits 0 "$hw" guard "Your parcel is on its way"
all='"lang":"en","platform":"amazon","facts":{"order":"#1","may_promise":[]}'
ok "one with its facts is an object" exits 3 "$hw" guard "{\"text\":\"Please delete your review\",$all}"
ok "whose language is given" says '"lang":"en","lang_by":"given"'
ok "and all of it is judged" says '"not_judged":\[\]'
ill() { # FACTS SENTENCE
    exits 65 sh -c "echo '{\"text\":\"We refund 12.50 USD\",\"facts\":$1}' | '$hw' guard --batch" &&
        says "^\{\"error\":\"[^}]*$2" "$dir/out"
}
ok "a fact that is none is told, and not left out" ill '{"ammount":"12.50"}' 'knows no ..ammount.*there are order, name, tracking, amount,'
ok "so is an amount that is none" ill '{"amount":"abc","currency":"USD"}' '..amount.. of ..facts.. is a figure such as ..12.50'
ok "one without its currency" ill '{"amount":"12.50"}' 'needs a ..currency.. beside it'
ok "and one that has none" ill '{"amount":"12.50","currency":"dollars"}' 'is three capitals, such as ..USD'
ok "a day that there is not" ill '{"date":"2026-13-01"}' 'is a day such as ..2026-12-01'
ok "a name that is a number" ill '{"name":7}' '..name.. of ..facts.. is a text in quotes'
ok "a promise that is no list" ill '{"may_promise":"refund"}' 'is a list of words, such as \[..refund..\]'
ok "and facts that are no object" ill '[]' 'is an object such as'
ok "what is not known may be null" exits 0 sh -c "echo '{\"text\":\"Hello\",\"facts\":{\"amount\":null}}' | '$hw' guard --batch"
figure='{"text":"We refund 12.05 USD","lang":"en","facts":{"amount":12.5,"currency":"USD"}}'
ok "an amount may be a number" exits 0 sh -c "echo '$figure' | '$hw' guard --batch"
ok "and is compared" says '"rules":\["wrong_fact"\]' "$dir/out"
ok "of lines each answer says it, and the status nothing" exits 0 sh -c "echo '{\"text\":\"Please delete your review\"}' | '$hw' guard"
ok "without talk" [ ! -s "$dir/err" ]
ok "a language that nobody has words of" exits 0 "$hw" guard "Lütfen yorumunuzu silin, size para iadesi yapacağız efendim"
ok "is told" says '"lang":"tr","lang_by":"heard",.*"not_judged":\["words",'
ok "with what was judged all the same" says 'only links, numbers and placeholders were'
one_damaged() { # one answer, and no more
    [ "$(grep -c . "$dir/out")" = 1 ] && says '"issue":"damaged".*"lang":"de"' "$dir/out"
}
ok "classify takes one" exits 0 "$hw" classify "My parcel has not arrived, where is it?"
ok "of some words" says '"issue":"not_received".*"lang":"en"'
ok "and one on standard input" exits 0 sh -c "printf 'Die Lampe ist kaputt\nangekommen\n' | '$hw' classify"
ok "of some lines, as one" one_damaged
ok "a line of JSON is one there" exits 0 sh -c "echo '{\"text\":\"where is my parcel\"}' | '$hw' classify"
ok "and as a word" exits 0 "$hw" classify '{"text":"where is my parcel"}'
ok "what names a file is none" exits 65 "$hw" classify "$dir/nowhere.jsonl"
ok "nor one of a plain text" exits 65 "$hw" classify nowhere.txt
ok "as it says" says 'there is no file "nowhere.txt"'
printf '\n \nDie Lampe ist kaputt\nangekommen\n' >"$dir/message.txt"
ok "a file of a plain text is one" exits 0 "$hw" classify "$dir/message.txt"
ok "its lines are one text" one_damaged
ok "guard judges one, too" exits 3 sh -c "echo '{buyer_name}, it is on its way' >'$dir/message.txt' && '$hw' guard '$dir/message.txt'"
ok "a brace that begins no object is of the text" says '"rules":\["unresolved"\].*"from":0,"to":12,'
printf '\n \n{buyer_name}, it is on its way\n' >"$dir/message.txt"
ok "blank lines before a text" exits 3 "$hw" guard "$dir/message.txt"
ok "count among its bytes" says '"rules":\["unresolved"\].*"from":3,"to":15,'
printf '{\n  "text": "Please delete your review",\n  "lang": "en"\n}\n' >"$dir/pretty"
ok "an object of several lines is one as a word" exits 3 "$hw" guard "$(cat "$dir/pretty")"
ok "with what it says" says '"rules":\["review_manipulation"\].*"lang_by":"given"|"lang_by":"given".*"rules":\["review_manipulation"\]'
ok "and in a file" exits 3 "$hw" guard "$dir/pretty"
ok "with the same" says '"lang":"en","lang_by":"given"'
ok "also behind blanks" exits 3 sh -c "printf '\n { \n\n\"text\":\"Please delete your review\"}' | '$hw' guard"
ok "one that is broken is no text" exits 65 "$hw" guard "$(printf '{\n "text": "hello"')"
ok "and says so" says '"error":"the line is no JSON object'
ok "as on standard input" exits 65 sh -c "printf '{\n \"text\": \"hello\"' | '$hw' guard"
ok "a brace and words of a buyer are a text" exits 0 sh -c "printf '{\nMy parcel has not arrived' | '$hw' classify"
ok "with its issue" says '"issue":"not_received"'
for end in json jsonl ndjson; do
    printf 'where is my parcel\n' >"$dir/prose.$end"
    ok "a file .$end is never a text" exits 65 "$hw" classify "$dir/prose.$end"
    ok "as it says of its line" says '"error":"the line is no JSON object'
done
printf '{\nwhere is my parcel\n' >"$dir/prose.json"
ok "nor when it begins with a brace" exits 65 "$hw" classify "$dir/prose.json"
cp "$dir/pretty" "$dir/pretty.json"
ok "but it may be one object of several lines" exits 3 "$hw" guard "$dir/pretty.json"
ok "--batch reads JSON lines in a file alone" exits 65 "$hw" classify --batch "$dir/message.txt"
ok "what is no text is refused" exits 65 sh -c "printf 'where\\000is it' | '$hw' classify"
ok "and as which form" says 'the text is not UTF-8'
yes 'where is my parcel' | head -c 1048577 >"$dir/long.txt"
ok "a text that is too long is refused on standard input" exits 65 sh -c "'$hw' classify <'$dir/long.txt'"
ok "with how long it may be" says 'the text is too long; it may have 1048575 bytes'
ok "and in a file" exits 65 "$hw" guard "$dir/long.txt"
ok "--batch takes JSON lines alone" exits 65 sh -c "echo 'where is my parcel' | '$hw' classify --batch"
ok "and says so" says 'the line is no JSON object'
ok "a text in place of a file of lines" exits 65 "$hw" classify --batch "Where is my parcel?"
ok "is told what a line is" says 'there is no file "Where is my parcel\?"; name one with lines such as \{"text": "where is my parcel"\}'
ok "classify answers line by line" exits 0 "$hw" classify --batch "$dir/texts"
ok "an English text about a lost parcel" [ "$(sed -n 1p "$dir/out" | grep -c '"issue":"not_received".*"lang":"en"')" = 1 ]
ok "a German text about a broken lamp" [ "$(sed -n 2p "$dir/out" | grep -c '"issue":"damaged".*"lang":"de"')" = 1 ]
ok "a Chinese text about a lost parcel" [ "$(sed -n 3p "$dir/out" | grep -c '"issue":"not_received".*"lang":"zh"')" = 1 ]
printf '%s\n' '{"template":"late.apology","lang":"de","facts":{"buyer_name":"Ann"}}' >"$dir/r"
echo '{"template":"refund.keep_item","lang":"en","facts":{"order":"#1","amount":"5.00 USD"}}' >"$dir/kept"
ok "a refund that is told of" exits 0 "$hw" render --batch "$dir/kept"
ok "promises no message that nothing sends" lacks 'confirmation' "$dir/out"
# filled LANG FACTS: what of these is said of the sum in that language.
filled() {
    printf '{"template":"refund.keep_item","lang":"%s","facts":{"order":"#1",%s}}\n' "$1" "$2" | "$hw" render --batch 2>&1
}
german() { [ "$(filled de "$1" | tr -d '\302\240' | grep -c "$2")" = 1 ]; }
ok "an amount is written as its language does" german '"amount":"1234.50 EUR"' '1.234,50 *€'
ok "as a pair of its own, too" german '"amount":{"amount":"1234.50","currency":"EUR"}' '1.234,50 *€'
ok "as two facts, as guard takes them" german '"amount":"12.50","currency":"EUR"' '12,50 *€'
ok "of which the amount may be a number" german '"amount":12.5,"currency":"EUR"' '12,50 *€'
ok "a currency that is none is told" german '"amount":"12.50","currency":"EURO"' '"error":.*is no currency'
ok "a fact may be a whole number" german '"amount":"5.00 EUR","days":3' '"text":'
ok "but no other" german '"amount":"5.00 EUR","days":2.5' '"error":"fact ."days." must be text, a whole number'
printf '{"text":"where is my parcel"}\n\n{"text":"it is broken"}\n\n' >"$dir/gaps"
ok "empty lines of a batch are bad ones" exits 65 "$hw" classify --batch "$dir/gaps"
ok "each answered in its place" [ "$(sed 's/^{"\([a-z]*\)".*/\1/' "$dir/out" | tr '\n' ' ')" = "issue error issue error " ]
long=$(head -c 300 /dev/zero | tr '\0' a)
ok "what is too long for a post" exits 0 sh -c "echo '{\"text\":\"$long\",\"lang\":\"de\",\"platform\":\"x\",\"public\":true}' | '$hw' guard"
ok "is told once" [ "$(grep -o '"rule":"length"' "$dir/out" | grep -c .)" = 1 ]
ok "render refuses a text with open facts" exits 65 "$hw" render --batch "$dir/r"
ok "and lists them" says 'lacks: order'
ok "sdk new writes a carrier" exits 0 "$hw" sdk new carrier acme --into "$dir/acme"
ok "but not under a name that is a path" exits 64 "$hw" sdk new carrier ../x

ok "help of actions" exits 0 "$hw" action plan -h -c "$dir/desk/helloword.conf"
ok "lists the verbs of the instances" says '^  my-email +reply'
ok "a plugin that is not there is not judged" exits 65 "$hw" sdk check "$dir/nosuch.so"
ok "which is said in one sentence" [ "$(grep -c . "$dir/err")" = 1 ]
ok "of the file" says 'nosuch.so: there is no such file'

# -- a file of the manifest with a quote missing -----------------------------------
printf '%s\n' 'desk = { state = "state; policy = "policy"; };' 'http = { listen = "127.0.0.1:8080"; };' \
    'limits = ( { role = "agent"; per_action = "50.00 USD"; per_day = "9.00 USD"; } );' >"$dir/quote.conf"
ok "a quote that is missing" exits 78 "$hw" check -c "$dir/quote.conf"
ok "is told first and alone" [ "$(grep -c '^[^ ]*quote.conf:[0-9]*: ' "$dir/err")" = 1 ]
ok "with the line where it is" says 'syntax error; look for a missing ; , " \( or \), first in line 1, where a text begins'
printf '%s\n' 'desk = { state = "state"; };' 'instances = ( { name = "a"; enabled = yes; } );' >"$dir/yes.conf"
ok "a word that is no value" exits 78 "$hw" check -c "$dir/yes.conf"
ok "is named" says 'yes.conf:2: syntax error; yes is no value: write true, false, a number, or a text in quotes'

# -- somebody else's desk -----------------------------------------------------------
stranger() { # WORD...
    # From its own folder: the test's may be closed to this user altogether.
    setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
}
if [ "$(id -u)" = 0 ] && stranger test -x "$hw" && stranger test -r "$dir/good.conf" 2>/dev/null; then
    chmod 700 "$dir/state"
    ok "who may not look into a desk is told so" exits 77 stranger "$hw" ticket list -c "$dir/good.conf"
    ok "with what to do" says 'permission denied; run this as the desk.s user, or let your user.s group'
    ok "who may not write into it, too" exits 77 stranger "$hw" ticket note T-1 x -c "$dir/good.conf"
else
    skip "who may not look into a desk is told so" "this user cannot be another, or the other cannot get here"
fi

# -- two desks at one address ------------------------------------------------------
for name in one two; do
    echo "desk = { state = \"$dir/$name\"; policy = \"policy\"; }; http = { listen = \"127.0.0.1:0\"; };" >"$dir/$name.conf"
done
serve one --port-file "$dir/port"
sed -i "s/127.0.0.1:0/127.0.0.1:$(cat "$dir/port")/" "$dir/two.conf"
ok "a second desk at the same address is refused" exits 71 timeout 20 "$hw" serve -c "$dir/two.conf"
ok "with the option, the address and what to do" says "^helloword: http.listen: 127.0.0.1:$(cat "$dir/port") is in use.*another port"
ok "and never was ready" not says '^ready'
stop "$desk"
done_testing
