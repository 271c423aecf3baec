#!/bin/sh
# What `helloword check` tells of a manifest and its policy: all of it in one
# run, before `serve` meets it.
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
check() { # WANTED TITLE [OPTION...]: checks $dir/helloword.conf
    wanted=$1 title=$2
    shift 2
    "$hw" check "$@" -c "$dir/helloword.conf" >"$dir/out" 2>"$dir/err"
    rc=$?
    [ $rc = "$wanted" ] || sed 's/^/# /' "$dir/err"
    [ $rc = "$wanted" ]
    ok $? "$title"
}
says() { # WORDS TITLE
    grep -qF -- "$1" "$dir/err"
    rc=$?
    [ $rc = 0 ] || sed 's/^/# /' "$dir/err"
    ok $rc "$2"
}

# -- what init wrote and nobody filled in --

"$hw" init "$dir/new" --with shopify,dhl,email >/dev/null
for secret in client_secret token api_key password; do
    printf x >"$dir/new/$secret" && chmod 600 "$dir/new/$secret"
done
mv "$dir/new"/* "$dir"
check 78 "a manifest in which only the secrets were filled in has mistakes"
says '"shop" is empty; write its value: the shop' "an option that is required and empty is one, with its help"
says '"address" is empty' "of every instance"
says '"smtp_host" is empty' "and every option"
says '4 mistakes' "the password, whose file is there, is none"

# -- a good one, and one thing wrong with it at a time --

cp -r policy/. "$dir/policy/"
good='desk = { state = "state"; policy = "policy"; mail_domain = "lamps.example"; language = "en"; };
http = { listen = "127.0.0.1:8080"; };
agents = (
  { name = "mia"; uid = 4001; languages = [ "en", "xx" ]; skills = [ "late" ]; },
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
printf '%s\n' "$good" >"$dir/helloword.conf"
check 0 "a good manifest is good"
"$hw" check -c "$dir/helloword.conf" 2>/dev/null | grep -q '^2 instances, policy [0-9a-f]*: no mistakes$'
ok $? "and counts what it holds"

wrong() { # LINE SED WORDS TITLE: this change is a mistake at that line
    printf '%s\n' "$good" | sed "$2" >"$dir/helloword.conf"
    "$hw" check -c "$dir/helloword.conf" >"$dir/out" 2>"$dir/err"
    [ $? = 78 ] && grep -qF -- "helloword.conf:$1: $3" "$dir/err"
    rc=$?
    [ $rc = 0 ] || sed 's/^/# /' "$dir/err"
    ok $rc "$4"
}
wrong 2 's/127.0.0.1:8080/localhost/' '"localhost" is no address and port; write one such as "127.0.0.1:8080"' \
    "a name to listen on is a mistake"
wrong 2 's/:8080/:99999/' '"99999" is no port' "so is a port that no machine has"
wrong 1 's/"lamps.example"/""/' '"" is no domain' "a mail domain of nothing"
wrong 1 's/"lamps.example"/"not a domain"/' '"not a domain" is no domain; write one such as' "and one of three words"
wrong 1 's/language = "en"/language = "english"/' '"english" is no language tag; write one of BCP 47' \
    "a language is told by its tag"
wrong 4 's/"xx"/"english"/' '"english" is no language tag' "an agent's too, of which there may be no pack"
wrong 4 's/"late"/"latee"/' '"latee" is no issue type; did you mean "late"?' "a skill is an issue type"
wrong 4 's/"late"/"flying"/' '"flying" is no issue type' "even when none is like it"
wrong 5 's/"tom"/"mia"/' 'two agents are called "mia"' "agents have names of their own"
wrong 5 's/4002/4001/' '"mia" and "tom" are the same system user (4001)' "and users of their own"
wrong 8 's/"50.00 USD"/"-5.00 USD"/' '"per_action" must not be below nothing' "a limit is no debt"
wrong 9 's/role = "manager"; per/role = "agent"; per/' '"agent" has limits already; write one entry for each role, rule and shop' "a role has limits once"
wrong 9 's/role = "manager"; per_action/shop = "shpo"; per_hour/' '"shpo" is no instance; name one, or "*" for every shop' \
    "a breaker is of a shop that there is"
wrong 9 's/role = "manager"; per_action = "500.00 USD"/shop = "*"; count_per_hour = 0/' '"count_per_hour"' "and its number is above nothing"
wrong 9 's/role = "manager"; per_action/rule = "x"; four_eyes_above/' 'unknown key "four_eyes_above"; remove it' "a rule has no eyes"
wrong 11 's/coupon =/coupn =/' '"coupn" is no verb; did you mean "coupon"?' "an undo window is of a verb that exists"
wrong 11 's/coupon =/fly =/' '"fly" is no verb; reply, refund' "and the verbs are told when none is like it"
wrong 13 's/name = "shop"/name = ""/' '"name" is empty; write name = ' "an instance has a name"
wrong 15 's/name = "mail"/name = "shop"/' 'two instances are called "shop"' "of its own"
wrong 13 's/"60 s"/"0 s"/' '"poll" must be 1 s or more' "nobody is asked all the time"
wrong 13 's/plugin = "shopify"/plugin = "shopfy"/' 'there is no plugin "shopfy"; did you mean "shopify"? ' \
    "the plugin most like an unknown one is named"
says ' dhl, ' "with all that are there"
wrong 13 's/plugin = "shopify"/plugin = "Shop!"/' '"Shop!" is no plugin'"'s name" "a plugin is no path"

: >"$dir/empty" && chmod 600 "$dir/empty"
wrong 14 's/file:token/file:empty/' "$dir/empty: is empty; put the secret there" "a secret file must not be empty"
printf '\n' >"$dir/empty"
wrong 13 's/file:token/file:empty/' '"shop" cannot be opened: token: ' "nor hold nothing but the end of a line"
chmod 640 "$dir/empty"
wrong 14 's/file:token/file:empty/' "$dir/empty: others can read this secret; chmod 600 it" "nor be others' to read"
printf secret >"$dir/empty"
chmod 200 "$dir/empty"
printf '%s\n' "$good" | sed '14s/file:token/file:empty/' >"$dir/helloword.conf"
# Root reads what it likes; this one does not.
may_not=
[ "$(id -u)" != 0 ] || may_not='setpriv --bounding-set -dac_override,-dac_read_search'
$may_not "$hw" check -c "$dir/helloword.conf" 2>"$dir/err"
says 'cannot be opened: token: ' "nor be out of reach of whoever will run the desk"

# -- what only the plugin can tell: a worker opens it --

wrong 15 's/help@lamps.example/nobody/' '"mail" cannot be opened: "address" must be one mail address' \
    "the mail plugin looks at its address"
wrong 15 's/smtp_tls = "tls"/smtp_tls = "plain"/' '"mail" cannot be opened: smtp_tls = "plain" works with this machine only' \
    "and speaks plainly to this machine only"
wrong 13 's|"lamps.myshopify.com"|"https://lamps.myshopify.com/"|' '"shop" cannot be opened: shop must be the shop' \
    "a shop is a domain, no address of a page"
wrong 13 's/"2026-07"/"1999-01"/' '"shop" cannot be opened: version must be' "a version that is over is refused"
wrong 13 's/"2026-07"/"2026-08"/' '"shop" cannot be opened: version must be' "and a month in which there is none"
wrong 13 's/token = "file:token"; //' '"shop" cannot be opened: give either client_id and client_secret, or token' \
    "a shop without any way in is told before it is asked"

# -- all in one run --

printf '%s\n' "$good" | sed 's/:8080/:99999/' >"$dir/helloword.conf"
sed -i 's/^base = "EUR"/base = "EURO"/' "$dir/policy/rates.conf"
check 78 "mistakes of manifest and policy are told together"
says 'helloword.conf:2: "99999"' "those of the manifest"
says 'rates.conf:8: "EURO" is no currency' "and those of the policy, in one run"
rm "$dir/policy/rates.conf"
check 78 "a file of the policy that is missing is a mistake"
says 'policy/rates.conf:1: cannot be opened' "which names it once"

# -- warnings, and what a program reads --

cp policy/rates.conf "$dir/policy/"
printf '%s\n' "$good" | sed 's/"2026-07"/"2098-10"/' >"$dir/helloword.conf"
check 0 "a version that is not out yet is no mistake"
says 'warning: '"$dir"'/helloword.conf:13: "shop": version 2098-10 is not out yet' "but warned of, with its block"
printf '%s\n' "$good" >"$dir/helloword.conf"
sed -i 's/^date = .*/date = "2024-12-31";/' "$dir/policy/rates.conf"
check 0 "rates that are too old are no mistake"
says 'rates.conf:7: rates.conf is ' "but a warning"
says 'limits in USD do not cover GBP' "that tells which limits say nothing of which money"
sed -i "s/^date = .*/date = \"$(date -u +%Y-%m-%d)\";/" "$dir/policy/rates.conf"
check 0 "rates of today are good"
[ ! -s "$dir/err" ]
ok $? "and nothing is warned of"
json() { # PATH WANTED TITLE: of what was printed
    got=$(sqlite3 :memory: "SELECT json_extract(readfile('$dir/out'), '$1')" 2>&1)
    # shellcheck disable=SC2254 # what is wanted is a pattern
    case $got in
    $2) ok 0 "$3" ;;
    *) ok 1 "$3: $1 is $got" ;;
    esac
}
check 0 "a check for programs prints JSON" --json
json '$.instances' 2 "of what was checked"
json '$.mistakes' '[[]]' "in which nothing is wrong"
printf '%s\n' "$good" | sed 's/:8080/:99999/' >"$dir/helloword.conf"
check 78 "and ends as the other does" --json
json '$.mistakes[0].file' '*helloword.conf' "with the file of each mistake"
json '$.mistakes[0].line' 2 "its line"
json '$.mistakes[0].text' '"99999" is no port*' "and what is wrong"
echo "1..$n"
