#!/bin/sh
# What a whole desk lets out while it works, on ways that are not meant for it:
# logs, metrics, health, alerts, the journal, explanations, the processes'
# arguments and environment. Buyers and secrets are words that nobody else uses.
# SPDX-License-Identifier: MIT
set -u
# shellcheck source=tests/lib.sh
. tests/lib.sh
for tool in openssl curl; do
    command -v $tool >/dev/null || {
        echo "1..0 # SKIP $tool is not installed"
        exit 0
    }
done
buyers=6 secrets='geheimhook\|geheimpassword\|sandbox-secret'
mkdir -p "$dir/inbox"
secret client sandbox-secret # the simulated shop knows no other
secret hook geheimhook0123456789
secret password geheimpassword0123456789
at=$(date -u -d '-2 days' +%Y-%m-%dT%H:%M:%SZ)
m='{"shopMoney":{"amount":"20.00","currencyCode":"USD"},"presentmentMoney":{"amount":"20.00","currencyCode":"USD"}}'
{
    printf '{"orders":['
    i=0
    while [ $i -lt $buyers ]; do
        [ $i = 0 ] || printf ','
        printf '{"id":"gid://shopify/Order/%d","name":"#%d","createdAt":"%s","updatedAt":"%s","email":"kanarie%d@buyer.example","phone":"+49kanarie%d","customerLocale":"en","customer":{"id":"gid://shopify/Customer/%d","displayName":"kanariename%d","numberOfOrders":"1"},"shippingAddress":{"name":"kanarieship%d","address1":"kanariestreet%d","city":"kanariecity","zip":"kanariezip","countryCodeV2":"DE"},"totalPriceSet":%s,"lineItems":{"nodes":[]},"transactions":[{"id":"gid://shopify/OrderTransaction/%d","kind":"SALE","status":"SUCCESS","gateway":"bogus","processedAt":"%s","amountSet":%s}],"fulfillments":[],"returns":{"nodes":[]}}' \
            $i $((1000 + i)) "$at" "$at" $i $i $i $i $i $i "$m" $i "$at" "$m"
        {
            printf 'From: kanariefrom%d <kanarie%d@buyer.example>\r\nTo: help@lamps.test\r\nSubject: kanariesubject #%d\r\nDate: %s\r\nMessage-ID: <k%d@buyer.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nMy parcel was not received. kanarietext%d\r\n' \
                $i $i $((1000 + i)) "$(date -u -R)" $i $i
            printf -- '--b\r\nContent-Type: image/jpeg\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename="kanariephoto.jpg"\r\n\r\n%s\r\n--b\r\nContent-Type: x/kanarietype\r\nContent-Disposition: attachment; filename="kanarie.doc"\r\n\r\nkanariedoc\r\n--b--\r\n' \
                "$(printf '\377\330\377\340\000\020JFIF\000\001\001\000\000\001\000\001\000\000\377\332\000\004\001\002kanarielight\377\331' | base64 -w 0)"
        } >"$dir/inbox/$i.eml"
        i=$((i + 1))
    done
    printf '],"disputes":[]}'
} >"$dir/shop.json"
shop "$dir" --data "$dir/shop.json"
mailbox geheimpassword0123456789
cat >"$dir/desk.conf" <<M
desk = { state = "$dir/state"; policy = "$PWD/policy"; company = "Lamps"; mail_domain = "lamps.test"; };
http = { listen = "127.0.0.1:0"; };
agents = ( { name = "eva"; uid = $(id -u); role = "owner"; } );
instances = (
  { name = "shop"; plugin = "shopify"; shop = "x.myshopify.com"; loopback = true; poll = "1 s";
    base_url = "$base"; client_id = "c"; client_secret = "file:$dir/client";
    webhook_secret = "file:$dir/hook"; },
  { name = "mail"; plugin = "email"; loopback = true; poll = "1 s"; live_since = "2020-01-01T00:00:00Z"; address = "help@lamps.test"; user = "help";
    password = "file:$dir/password"; imap_host = "127.0.0.1"; imap_port = $imap; imap_tls = "plain";
    smtp_host = "127.0.0.1"; smtp_port = $smtp; smtp_tls = "plain"; } );
M
cli() { "$hw" "$@" -c "$dir/desk.conf"; }
serve desk --port-file "$dir/desk.port"
ok "every buyer has a ticket" wait_for is $buyers "SELECT count(*) FROM tickets WHERE state <> 3"
ok "and a photo and another file on it" wait_for is "$buyers|$buyers" "SELECT sum(evidence > 0), sum(refused > 0) FROM files_in"

# -- what goes wrong ----------------------------------------------------------------
url=http://127.0.0.1:$(cat "$dir/desk.port")
hook() { # EVENT SECRET
    body='{"id":1,"admin_graphql_api_id":"gid://shopify/Order/1","email":"kanariehook@x.example"}'
    curl -s -o "$dir/said" -w '%{http_code}' -H "X-Shopify-Webhook-Id: $1" -H 'X-Shopify-Topic: orders/updated' \
        -H "X-Shopify-Hmac-SHA256: $(printf '%s' "$body" | openssl dgst -sha256 -hmac "$2" -binary | openssl base64 -A)" \
        --data-binary "$body" "$url/hooks/shop"
}
ok "a webhook comes in" [ "$(hook one geheimhook0123456789)" = 200 ]
ok "and one with a wrong signature" [ "$(hook two wrong)" = 401 ]
curl -s -o /dev/null "$url/kanariepath?kanarie=1" -H 'X-Name: kanarieheader'
printf '{"kind":"return","order_ref":"1","status":"kanariestatus","note":"kanarienote"}\n{"kind":"order","ref":"9","email":"kanarie@x.example","placed":"kanarieat"}\n' >"$dir/bad"
cli import --shop shop "$dir/bad" >"$dir/imported" 2>&1
reply=$(rows "SELECT id FROM actions WHERE verb = 'reply' AND state = 2 LIMIT 1")
cli action approve "$reply" >"$dir/approved" 2>&1
left() { ls "$dir/outbox"/*.eml >/dev/null 2>&1; }
ok "a reply leaves" wait_for left
for p in $(pgrep -P "$desk" -f helloword-worker); do kill -SEGV "$p"; done
cli ticket note T-1 'kanariesaid' >"$dir/noted" 2>&1
rounds() { is 0 "SELECT count(*) FROM inbox WHERE state = 'waiting'"; }
ok "workers that crash are started anew" wait_for rounds

# -- what is let out -----------------------------------------------------------------
mkdir -p "$dir/seen"
for path in metrics healthz readyz nothing; do curl -s "$url/$path" >"$dir/seen/$path"; done
for verb in "doctor" "plugins" "alert list" "journal list" "journal list --json" "journal verify" "explain T-1" \
    "quarantine list" "action list" "ticket list" "check"; do
    # shellcheck disable=SC2086 # words of the command line
    cli $verb >>"$dir/seen/$(echo "$verb" | tr ' ' _)" 2>&1
done
cp "$dir/desk.err" "$dir/seen/log"
cp "$dir/desk.out" "$dir/seen/out"
none() { # WORD FILE...: that are there
    word=$1
    shift
    grep -rq . "$@" && ! grep -rl -- "$word" "$@" | sed 's/^/# in /' | grep .
}
ok "the log has lines" test -s "$dir/seen/log"
ok "no buyer is in logs, metrics, health, alerts, journal or explanations" none kanarie "$dir/seen"
ok "no secret is there" none "$secrets" "$dir/seen"
open() { sqlite3 -readonly "$dir/state/helloword.db" "SELECT payload, decisions, subject FROM journal; SELECT * FROM alerts; SELECT * FROM vectors; SELECT reason FROM quarantine; SELECT * FROM kv; SELECT * FROM blobs; SELECT instance, event_id, topic FROM inbox" >"$dir/open"; }
open
ok "the journal's open part has something" test -s "$dir/open"
ok "and no buyer" none kanarie "$dir/open"
ok "no photo lies open in the evidence folder" none kanarie "$dir/state/evidence"
ok "no secret is in any file of the state folder" none "$secrets" "$dir/state"
ok "nor in what was sent" none "$secrets" "$dir/outbox"
cli backup "$dir/copy" >/dev/null
ok "nor in a backup" none "$secrets" "$dir/copy"
ok "a backup has no keys" [ ! -e "$dir/copy/keys.db" ]
ok "an export has buyers, and no secret" exits 0 cli export order
ok "(it does)" says kanarie "$dir/out"
ok "(and not)" none "$secrets" "$dir/out"

# -- processes -------------------------------------------------------------------------
# The workers that were killed above come again with their next call.
all_there() {
    pids="$desk $(pgrep -P "$desk" | tr '\n' ' ')"
    [ "$(echo "$pids" | wc -w)" -ge 4 ]
}
ok "the desk has a sender and workers" wait_for all_there
for p in $pids; do
    for f in environ cmdline; do cat "/proc/$p/$f" >>"$dir/proc" 2>/dev/null; done
done
ok "no secret and no buyer is in arguments or environment" none "$secrets\|kanarie" "$dir/proc"
no_core() { for p in $pids; do grep -q '^Max core file size *0 *0 ' "/proc/$p/limits" || return 1; done; }
ok "no process may leave a core file" no_core
closed() { for p in $pids; do [ "$(stat -c %u "/proc/$p/mem")" = 0 ] || return 1; done; }
if [ "$(id -u)" = 0 ]; then
    skip "no process of the same user may read another's memory" "this is root"
else
    ok "no process of the same user may read another's memory" closed
fi
modes() { find "$dir/state" -maxdepth 0 ! -perm 700 -o -name "keys.db*" ! -perm 600 -o -path "*/evidence/*" -type f ! -perm 600; }
modes | sed 's/^/# /'
ok "state folder, keys and evidence are their owner's alone" [ -z "$(modes)" ]
kill "$desk" && wait "$desk"
chmod 644 "$dir/password"
ok "a secret that others may read is not used" exits 78 cli serve
ok "and said so" says 'password: others can read this secret; chmod 600 it' "$dir/err"
done_testing
