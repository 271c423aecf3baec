#!/bin/sh
# What `helloword check` tells of a manifest and its policy: all of it in one
# run, before `serve` meets it.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
conf=$dir/helloword.conf
check() { # STATUS [OPTION...]
    status=$1
    shift
    exits "$status" "$hw" check "$@" -c "$conf"
}
told() { looked=$dir/err && grep -qF -- "$1" "$dir/err"; } # WORDS

# -- what init wrote and nobody filled in --

"$hw" init "$dir/new" --with shopify,dhl,email >/dev/null
for secret in client_secret token api_key password; do
    secret "new/$secret" x
done
mv "$dir/new"/* "$dir"
ok "a manifest in which only the secrets were filled in has mistakes" check 78
ok "an option that is required and empty is one, with its help" told '"shop" is empty; write its value: the shop'
ok "of every instance" told '"address" is empty'
ok "and every option" told '"smtp_host" is empty'
ok "the password, whose file is there, is none" told '4 mistakes'

# -- a good one, and one thing wrong with it at a time --

cp -r policy/. "$dir/policy/"
rm "$dir/policy/alerts.conf" # nobody here has a phone: tests/alarm_test.sh
sed -i 's/^calendars = ($/&\n  { name = "weekend"; zone = "Europe\/Berlin"; hours = ( { days = "sat-sun"; open = "09:00-17:00"; } ); },/' "$dir/policy/calendars.conf"
good='desk = { state = "state"; policy = "policy"; mail_domain = "lamps.example"; language = "en"; };
http = { listen = "127.0.0.1:8080"; };
agents = (
  { name = "mia"; uid = 4001; languages = [ "en", "fr" ]; skills = [ "late" ]; },
  { name = "tom"; uid = 4002; role = "manager"; }
);
limits = (
  { role = "agent"; per_action = "50.00 USD"; },
  { role = "manager"; per_action = "500.00 USD"; }
);
undo = { reply = "1 min"; coupon = "5 min"; };
instances = (
  { name = "shop"; plugin = "shopify"; shop = "lamps.myshopify.com"; poll = "60 s";
    token = "file:token"; version = "2026-07"; },
  { name = "mail"; plugin = "email"; address = "help@lamps.example"; password = "file:password";
    imap_host = "imap.example"; smtp_host = "smtp.example"; smtp_tls = "tls"; }
);'
printf '%s\n' "$good" >"$conf"
ok "a good manifest is good" check 0
ok "and counts what it holds" says '^2 instances, policy [0-9a-f]*: no mistakes$' "$dir/out"

wrong() { # LINE SED WORDS: this change is a mistake at that line
    printf '%s\n' "$good" | sed "$2" >"$conf"
    check 78 && told "$conf:$1: $3"
}
ok "a mailbox speaks for shops that are there" wrong 16 's/smtp_tls = "tls";/& shops = [ "shop", "lamp" ];/' '"lamp" is no instance'
ok "and only a channel speaks" wrong 13 's/poll = "60 s";/& shops = [ "shop" ];/' '"shops" says for whom a mailbox speaks; "shopify" is no channel'
ok "a name to listen on is a mistake" wrong 2 's/127.0.0.1:8080/localhost/' '"localhost" is no address and port; write one such as "127.0.0.1:8080"'
ok "so is a port that no machine has" wrong 2 's/:8080/:99999/' '"99999" is no port'
ok "a mail domain of nothing" wrong 1 's/"lamps.example"/""/' '"" is no domain'
ok "and one of three words" wrong 1 's/"lamps.example"/"not a domain"/' '"not a domain" is no domain; write one such as'
ok "a language is told by its tag" wrong 1 's/language = "en"/language = "english"/' '"english" is no language tag; write one of BCP 47'
ok "an agent's too, of which there may be no pack" wrong 4 's/"fr"/"english"/' '"english" is no language tag'
ok "an agent's calendar is one of calendars.conf" wrong 4 's/uid = 4001;/uid = 4001; calendar = "shopp";/' '"shopp" is no calendar of calendars.conf'
ok "a shop an instance" wrong 4 's/uid = 4001;/uid = 4001; shops = [ "shopp" ];/' '"shopp" is no instance'
ok "a country two letters" wrong 4 's/uid = 4001;/uid = 4001; countries = [ "Japan" ];/' '"Japan" is no country; write its two letters'
ok "a skill is an issue type" wrong 4 's/"late"/"latee"/' '"latee" is no issue type; did you mean "late"?'
ok "even when none is like it" wrong 4 's/"late"/"flying"/' '"flying" is no issue type'
ok "agents have names of their own" wrong 5 's/"tom"/"mia"/' 'two agents are called "mia"'
ok "and users of their own" wrong 5 's/4002/4001/' '"mia" and "tom" are the same system user (4001)'
ok "a limit is no debt" wrong 8 's/"50.00 USD"/"-5.00 USD"/' '"per_action" must not be below nothing'
ok "a role has limits once" wrong 9 's/role = "manager"; per/role = "agent"; per/' '"agent" has limits already; write one entry for each role, rule and shop'
ok "a breaker is of a shop that there is" wrong 9 's/role = "manager"; per_action/shop = "shpo"; per_hour/' '"shpo" is no instance; name one, or "*" for every shop'
ok "and its number is above nothing" wrong 9 's/role = "manager"; per_action = "500.00 USD"/shop = "*"; count_per_hour = 0/' '"count_per_hour"'
ok "a rule has no eyes" wrong 9 's/role = "manager"; per_action/rule = "x"; four_eyes_above/' 'unknown key "four_eyes_above"; remove it'
ok "an undo window is of a verb that exists" wrong 11 's/coupon =/coupn =/' '"coupn" is no verb; did you mean "coupon"?'
ok "and the verbs are told when none is like it" wrong 11 's/coupon =/fly =/' '"fly" is no verb; reply, refund'
ok "an instance has a name" wrong 13 's/name = "shop"/name = ""/' '"name" is empty; write name = '
ok "of its own" wrong 15 's/name = "mail"/name = "shop"/' 'two instances are called "shop"'
ok "nobody is asked all the time" wrong 13 's/"60 s"/"0 s"/' '"poll" must be 1 s or more'
ok "the plugin most like an unknown one is named" wrong 13 's/plugin = "shopify"/plugin = "shopfy"/' 'there is no plugin "shopfy"; did you mean "shopify"? '
ok "with all that are there" told ' dhl, '
ok "a plugin is no path" wrong 13 's/plugin = "shopify"/plugin = "Shop!"/' '"Shop!" is no plugin'"'s name"

: >"$dir/empty" && chmod 600 "$dir/empty"
ok "a secret file must not be empty" wrong 14 's/file:token/file:empty/' "$dir/empty: is empty; put the secret there"
printf '\n' >"$dir/empty"
ok "nor hold nothing but the end of a line" wrong 13 's/file:token/file:empty/' '"shop" cannot be opened: token: '
chmod 640 "$dir/empty"
ok "nor be others' to read" wrong 14 's/file:token/file:empty/' "$dir/empty: others can read this secret; chmod 600 it"
printf secret >"$dir/empty"
chmod 200 "$dir/empty"
printf '%s\n' "$good" | sed '14s/file:token/file:empty/' >"$conf"
# Root reads what it likes; this one does not.
may_not=
[ "$(id -u)" != 0 ] || may_not='setpriv --bounding-set -dac_override,-dac_read_search'
$may_not "$hw" check -c "$conf" 2>"$dir/err"
ok "nor be out of reach of whoever will run the desk" told 'cannot be opened: token: '

# -- what only the plugin can tell: a worker opens it --

ok "the mail plugin looks at its address" wrong 15 's/help@lamps.example/nobody/' '"mail" cannot be opened: "address" must be one mail address'
ok "and speaks plainly to this machine only" wrong 15 's/smtp_tls = "tls"/smtp_tls = "plain"/' '"mail" cannot be opened: smtp_tls = "plain" works with this machine only'
ok "a shop is a domain, no address of a page" wrong 13 's|"lamps.myshopify.com"|"https://lamps.myshopify.com/"|' '"shop" cannot be opened: shop must be the shop'
ok "a version that is over is refused" wrong 13 's/"2026-07"/"1999-01"/' '"shop" cannot be opened: version must be'
ok "and a month in which there is none" wrong 13 's/"2026-07"/"2026-08"/' '"shop" cannot be opened: version must be'
ok "a shop without any way in is told before it is asked" wrong 13 's/token = "file:token"; //' '"shop" cannot be opened: give either client_id and client_secret, or token'

# -- all in one run --

printf '%s\n' "$good" | sed 's/:8080/:99999/' >"$conf"
sed -i 's/^base = "EUR"/base = "EURO"/' "$dir/policy/rates.conf"
ok "mistakes of manifest and policy are told together" check 78
ok "those of the manifest" told 'helloword.conf:2: "99999"'
ok "and those of the policy, in one run" told 'rates.conf:8: "EURO" is no currency'
rm "$dir/policy/rates.conf"
ok "a file of the policy that is missing is a mistake" check 78
ok "which names it once" told 'policy/rates.conf:1: cannot be opened'

# -- warnings, and what a program reads --

cp policy/rates.conf "$dir/policy/"
printf '%s\n' "$good" | sed 's/"2026-07"/"2098-10"/' >"$conf"
ok "a version that is not out yet is no mistake" check 0
ok "but warned of, with its block" told 'warning: '"$dir"'/helloword.conf:13: "shop": version 2098-10 is not out yet'
printf '%s\n' "$good" >"$conf"
sed -i 's/^date = .*/date = "2024-12-31";/' "$dir/policy/rates.conf"
ok "rates that are too old are no mistake" check 0
ok "but a warning" told 'rates.conf:7: rates.conf is '
ok "that tells which limits say nothing of which money" told 'limits in USD do not cover GBP, JPY, CNY, KRW, CHF, PLN, SEK, EUR or any other currency'
ok "and what to run" told "put in newer rates: curl -sf https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml | sh tools/rates >$dir/policy/rates.new && mv $dir/policy/rates.new $dir/policy/rates.conf"
sed -i "s/^date = .*/date = \"$(date -u +%Y-%m-%d)\";/" "$dir/policy/rates.conf"
ok "rates of today are good" check 0
ok "and nothing is warned of" [ ! -s "$dir/err" ]
mv "$dir/policy/guard" "$dir/guard.away"
ok "a policy without a guard is no mistake" check 0
ok "but warned of" told "warning: $dir/policy:1: there is no guard/: whatever is written leaves"
mv "$dir/guard.away" "$dir/policy/guard"
photo=$(grep -n 'for = "photo"' "$dir/policy/playbooks/damaged.conf" | sed -n '1s/:.*//p')
sed -i "${photo}s/\"photo\"/\"buyer\"/" "$dir/policy/playbooks/damaged.conf"
ok "a wait for the buyer who is asked for photos is no mistake" check 0
ok "but warned of, at its line" told "warning: $dir/policy/playbooks/damaged.conf:$photo: step \"wait for the photo\" waits for the buyer, and \"damaged.photo_request\" before it asks for photos"
ok "and no other wait is" [ "$(grep -c 'asks for photos' "$dir/err")" = 1 ]
cp policy/playbooks/damaged.conf "$dir/policy/playbooks/"
gives=$(grep -n 'gives = "reship"' "$dir/policy/playbooks/damaged.conf" | sed -n '1s/:.*//p')
sed -i "${gives}s/\"reship\"/\"refund\"/" "$dir/policy/playbooks/damaged.conf"
ok "a warehouse that pays is no mistake" check 0
ok "but warned of, at its line" told "warning: $dir/policy/playbooks/damaged.conf:$gives: step \"ask the warehouse\": task = \"warehouse\" gives a refund, which is the work of \"finance\""
ok "and that it says no sum" told "warning: $dir/policy/playbooks/damaged.conf:$gives: step \"ask the warehouse\": gives = \"refund\" says no sum, so only an owner may say yes to it; add amount = \"5.00 USD\""
sed -i "${gives}s/gives = \"refund\"/gives = \"reship\"; amount = \"5.00 USD\"/" "$dir/policy/playbooks/damaged.conf"
ok "a sum of goods is a mistake" check 78
ok "at its line" told "$dir/policy/playbooks/damaged.conf:$gives: \"amount\" is what a task gives of money; add gives = \"refund\";"
sed -i "${gives}s/gives = \"reship\"/gives = \"refund\"/" "$dir/policy/playbooks/damaged.conf"
sed -i "${gives}s/\"warehouse\"; gives/\"owner\"; gives/" "$dir/policy/playbooks/damaged.conf"
ok "an owner may pay and send goods" check 0
ok "and is not warned of" [ ! -s "$dir/err" ]
cp policy/playbooks/damaged.conf "$dir/policy/playbooks/"
line_of() { grep -n "$1" "$dir/policy/$2" | sed -n '1s/:.*//p'; } # WORDS FILE
sed -i 's/^\( .*name = "tell"; .*tells_of = "\)reship/\1exchange/' "$dir/policy/playbooks/damaged.conf"
ok "a step that tells of what no step gives is no mistake" check 0
ok "but warned of, at its line" told "warning: $dir/policy/playbooks/damaged.conf:$(line_of 'name = "tell"' playbooks/damaged.conf): step \"tell\": tells_of = \"exchange\", and no step before it and no rule gives that"
sed -i 's/ task = "warehouse"; gives = "reship"/ task = "warehouse"; gives = "exchange"/' "$dir/policy/playbooks/damaged.conf"
ok "where a task gives it" check 0
ok "nothing is said" [ ! -s "$dir/err" ]
cp policy/playbooks/damaged.conf "$dir/policy/playbooks/"
sed -i 's/ tells_of = "reship";//' "$dir/policy/playbooks/damaged.conf"
ok "goods of which no reply tells are no mistake" check 0
ok "but warned of, at their line" told "warning: $dir/policy/playbooks/damaged.conf:$(line_of '"reship"; when' playbooks/damaged.conf): step \"reship\" gives a reship, and no reply tells of it; give it a reply, or a later one tells_of = \"reship\""
cp policy/playbooks/damaged.conf "$dir/policy/playbooks/"
sed -i 's/ reply = "refund.keep_item";//' "$dir/policy/playbooks/damaged.conf"
ok "money of which no reply tells is no mistake" check 0
ok "but warned of, at its line" told "warning: $dir/policy/playbooks/damaged.conf:$(line_of 'name = "cheap"' playbooks/damaged.conf): step \"cheap\" gives a refund, and no reply tells of it; give it a reply, or a later one tells_of = \"refund\""
cp policy/playbooks/damaged.conf "$dir/policy/playbooks/"
sed -i 's/    refund = "order"; reply = "refund.keep_item"/    reply = "refund.keep_item"/' "$dir/policy/playbooks/damaged.conf"
ok "words without their money are no mistake" check 0
ok "but warned of, at their line" told "warning: $dir/policy/playbooks/damaged.conf:$(line_of 'name = "cheap"' playbooks/damaged.conf): step \"cheap\": \"refund.keep_item\" tells of a refund, which the step does not give; add it, or tells_of = \"refund\" where an earlier step or a rule gives it"
cp policy/playbooks/damaged.conf "$dir/policy/playbooks/"
sed -i 's/then = { refund = "order"; reply = "quality.refund_small"; };/then = { refund = "order"; };/' "$dir/policy/rules.conf"
ok "a rule that pays without a word is no mistake" check 0
ok "but warned of, at its line" told "warning: $dir/policy/rules.conf:$(line_of '"small quality refund"' rules.conf): rule \"small quality refund\" gives money or goods, and no reply tells of it; add reply = \"...\" to its then"
cp policy/rules.conf "$dir/policy/"
sed -i 's/then = { reply = "refund.done"; tells_of = "refund"; };/then = { reply = "refund.done"; };/' "$dir/policy/rules.conf"
ok "a rule that tells of money and gives none is no mistake" check 0
ok "but warned of, at its line" told "warning: $dir/policy/rules.conf:$(line_of '"refund paid"' rules.conf): rule \"refund paid\": \"refund.done\" tells of a refund, which the rule does not give; add it, or tells_of = \"refund\" where another rule or a playbook gives it"
cp policy/rules.conf "$dir/policy/"
sed -i 's/"refund.done"; tells_of = "refund"/"refund.done"; tells_of = "store_credit"/' "$dir/policy/rules.conf"
ok "a rule that tells of what nothing gives is no mistake" check 0
ok "but warned of, at its line" told "warning: $dir/policy/rules.conf:$(line_of '"refund paid"' rules.conf): rule \"refund paid\": tells_of = \"store_credit\", and no rule and no playbook gives that"
cp policy/rules.conf "$dir/policy/"
sed -i 's/then = { reply = "refund.done"; tells_of/then = { tier = "red"; tells_of/' "$dir/policy/rules.conf"
ok "a rule that tells of a refund without a reply is a mistake" check 78
ok "which says what to add" told 'it is the reply that tells of it; add reply = "..."'
cp policy/rules.conf "$dir/policy/"
warns() { # LINE SED WORDS: this change is no mistake, but warned of at that line
    printf '%s\n' "$good" | sed "$2" >"$conf"
    check 0 && told "warning: $conf:$1: $3"
}
ok "an address that others reach is warned of" warns 2 's/127.0.0.1/0.0.0.0/' 'others can reach this address, and the desk speaks plain HTTP'
ok "a company of nothing" warns 1 's/language = "en";/language = "en"; company = "";/' '"company" is empty'
ok "a state folder in a folder that is not there" warns 1 's|"state"|"nowhere/state"|' 'the folder that "state" lies in does not exist'
ok "a text where a list is meant" warns 4 's/\[ "en", "fr" \]/"en"/' '"languages" is a list; write languages = ['
ok "a language that there is not" warns 4 's/"fr"/"xx"/' 'no language is called "xx"'
ok "an agent whom nobody is" warns 4 's/ uid = 4001;//' '"mia" has neither user nor uid'
ok "a desk without agents" warns 3 '4,5d' 'there is no agent: nobody can approve money'
ok "a skill that nobody has" warns 3 's/role = "manager"; }/role = "manager"; skills = [ "late" ]; }/' 'nobody has a skill for not_received, delivered_not_received, order_status'
ok "a day on which nobody works" warns 3 's/uid = 4001;/uid = 4001; calendar = "weekend";/;5s/uid = 4002;/uid = 4002; calendar = "weekend";/' "the desk is open and no agent's calendar is: Monday, Tuesday, Wednesday, Thursday, Friday;"
ok "an agent in no shift" warns 5 's/uid = 4001;/uid = 4001; calendar = "shop";/' '"tom" has no calendar and counts as there day and night'
ok "a day that ends with the first refund" warns 8 's/"50.00 USD"/"50.00 USD"; per_day = "5.00 USD"/' '"per_day" is below "per_action"'
ok "a language of the desk that no pack has" warns 1 's/language = "en"/language = "da"/' 'there is no locale pack of "da"'
ok "a mail domain that was left out" warns 1 's/ mail_domain = "lamps.example";//' '"mail_domain" is not given'
ok "one that init wrote and nobody changed, at its line" warns 1 's/"lamps.example"/"localhost"/' '"mail_domain" is "localhost"'
printf 'a token\nand a note\n' >"$dir/lines" && chmod 600 "$dir/lines"
ok "a secret of two lines" warns 13 's/file:token/file:lines/' '"shop": the file of token has more than one line'
printf '%s\n' "$good" | sed '15i\  { name = "again"; plugin = "shopify"; shop = "lamps.myshopify.com"; token = "file:token"; },' >"$conf"
ok "one shop under two names is no mistake" check 0
ok "but warned of" told "warning: $conf:15: \"shop\" and \"again\" are the same lamps.myshopify.com"
ok "init gives two of a plugin two names" exits 0 "$hw" init "$dir/twins" --with dhl,email,dhl
ok "of which none is the other's" says 'name = "my-dhl-2"; plugin = "dhl"' "$dir/twins/helloword.conf"

# -- replies that are in no pack --

printf '%s\n' "$good" >"$conf"
sed -i 's/templates = \[/templates = [ "lamp.reply",/' "$dir/policy/templates.conf"
sed -i '0,/reply = "/s/reply = "[^"]*"/reply = "lamp.reply"/' "$dir/policy/rules.conf"
ok "a rule whose reply no pack has is a mistake" check 78
ok "at its line" told 'no locale pack has the text "lamp.reply"'
ok "for serve, too" exits 78 "$hw" serve -c "$conf"
cp policy/templates.conf policy/rules.conf "$dir/policy/"
mv "$dir/policy/holidays" "$dir/holidays" && : >"$dir/policy/holidays"
ok "holidays that cannot be read are a mistake" check 78
ok "and not none" told 'policy/holidays:1: cannot be read: Not a directory'
rm "$dir/policy/holidays" && mv "$dir/holidays" "$dir/policy/holidays"
ok "a number there is a mistake" wrong 4 's/\[ "en", "fr" \]/5/' '"languages" must be a list of texts'
ok "a host has no blank" wrong 15 's/imap.example/imap example/' '"mail" cannot be opened: "imap_host" must be'
printf '%s\n' "$good" >"$conf"
json() { # PATH WANTED: of what was printed
    looked=$dir/out
    got=$(sqlite3 :memory: "SELECT json_extract(readfile('$dir/out'), '$1')" 2>&1)
    # shellcheck disable=SC2254 # what is wanted is a pattern
    case $got in
    $2) ;;
    *) false ;;
    esac
}
ok "a check for programs prints JSON" check 0 --json
ok "of what was checked" json '$.instances' 2
ok "in which nothing is wrong" json '$.mistakes' '[[]]'
printf '%s\n' "$good" | sed 's/:8080/:99999/' >"$conf"
ok "and ends as the other does" check 78 --json
ok "with the file of each mistake" json '$.mistakes[0].file' '*helloword.conf'
ok "its line" json '$.mistakes[0].line' 2
ok "and what is wrong" json '$.mistakes[0].text' '"99999" is no port*'
done_testing
