#!/bin/sh
# Webhooks: verified over the raw bytes, stored once, acknowledged while the
# plugin's worker is killed again and again, and read afterwards.
# HOOKS (default 200) makes it longer.
# SPDX-License-Identifier: MIT
set -u
. plugins/shopify/tests/lib.sh
hooks=${HOOKS:-200}
command -v openssl >/dev/null || skip_all "openssl is not installed"
# The desk's port must be known before the shop that sends to it.
free_port
desk_port=$port
secrets='webhook_secret = "file:'$dir'/secret"; webhook_secret_previous = "file:'$dir'/previous";'
shop "$dir" --orders "$hooks" --hooks "http://127.0.0.1:$desk_port/hooks/shop"
start_desk 20 "poll = \"12 h\"; $secrets"
ok "the shop's $hooks orders are there before" wait_for is "$hooks" "SELECT count(*) FROM orders"

# -- one by one ---------------------------------------------------------------------
body='{"id":5000000001,"admin_graphql_api_id":"gid://shopify/Order/5000000001"}'
sign() { # SECRET BODY
    printf '%s' "$2" | openssl dgst -sha256 -hmac "$1" -binary | openssl base64 -A
}
post() { # EVENT SIGNATURE BODY-FILE-OR-TEXT: the status
    curl -s -o "$dir/said" -w '%{http_code}' -H "X-Shopify-Hmac-SHA256: $2" \
        ${1:+-H "X-Shopify-Webhook-Id: $1"} -H 'X-Shopify-Topic: orders/updated' \
        --data-binary "$3" "http://127.0.0.1:$desk_port/hooks/shop"
}
stored() { rows "SELECT count(*) FROM inbox WHERE event_id = '$1'"; }
[ "$(post one "$(sign sandbox-secret "$body")" "$body")" = 200 ] && [ "$(stored one)" = 1 ]
so "a webhook with the app's secret is stored and acknowledged"
ok "the secret before is accepted after a rotation" [ "$(post older "$(sign older-secret "$body")" "$body")" = 200 ]
[ "$(post wrong "$(sign other "$body")" "$body")" = 401 ] && [ "$(stored wrong)" = 0 ]
so "a wrong signature is 401 and stores nothing"
[ "$(post none '' "$body")" = 401 ] && [ "$(stored none)" = 0 ]
so "no signature is 401"
[ "$(post tampered "$(sign sandbox-secret "$body")" "$(echo "$body" | sed s/1,/2,/)")" = 401 ] && [ "$(stored tampered)" = 0 ]
so "a tampered body is 401"
ok "a digest in hex where base64 is due is 401" [ "$(post hexed "$(printf '%s' "$body" | openssl dgst -sha256 -hmac sandbox-secret -hex | sed 's/.* //')" "$body")" = 401 ]
ok "a missing event id is 400" [ "$(post '' "$(sign sandbox-secret "$body")" "$body")" = 400 ]
[ "$(post one "$(sign sandbox-secret "$body")" "$body")" = 200 ] && [ "$(stored one)" = 1 ]
so "the same event again is acknowledged and stored once"
head -c 1100000 /dev/zero | tr '\0' ' ' >"$dir/large"
[ "$(post large "$(sign sandbox-secret x)" "@$dir/large")" = 413 ] && [ "$(stored large)" = 0 ]
so "an oversized body is 413"
ok "a hook of nobody is 404" [ "$(curl -s -o /dev/null -w '%{http_code}' -X POST -d x "http://127.0.0.1:$desk_port/hooks/nobody")" = 404 ]
curl -s "http://127.0.0.1:$desk_port/hooks/shop" -o /dev/null -w '%{http_code}' | grep -q '^40[45]$'
so "a GET there is none"
ok "what was stored is read" wait_for is 0 "SELECT count(*) FROM inbox WHERE state = 'waiting'"
money() { rows "SELECT ref, status, email, total, total_currency FROM orders ORDER BY id; SELECT ref, type, status, amount FROM payments ORDER BY id; SELECT count(*) FROM actions"; }
was=$(money)
liar='{"id":5000000001,"admin_graphql_api_id":"gid://shopify/Order/5000000001","email":"eve@evil.example","total_price":"9999.00","current_total_price":"9999.00","financial_status":"refunded","cancelled_at":"2026-01-01T00:00:00Z","refunds":[{"id":1,"order_id":5000000001,"transactions":[{"id":1,"amount":"9999.00","kind":"refund","status":"success"}]}]}'
[ -n "$was" ] && [ "$(post liar "$(sign sandbox-secret "$liar")" "$liar")" = 200 ] &&
    wait_for is 1 "SELECT count(*) FROM inbox WHERE event_id = 'liar' AND state = 'read'"
so "a webhook that lies about money is read"
ok "and nothing of it is believed: the order is read again from the shop" [ "$(money)" = "$was" ]
before=$(rows "SELECT count(*) FROM inbox")

# -- many, while the worker dies ------------------------------------------------------
reader() { # the pids of this desk's workers
    for p in $(pgrep -P $desk); do
        case $(cat "/proc/$p/comm" 2>/dev/null) in helloword-worke*) echo "$p" ;; esac
    done
}
curl -s -X POST "$base/__sim/hooks" -d "{\"topic\":\"refunds/create\",\"count\":$hooks,\"twice\":1}" >"$dir/sent" &
sending=$!
kills=0 tries=0
# A worker that dies young is started again later and later: few can be killed.
while [ $tries -lt 600 ]; do
    tries=$((tries + 1))
    for p in $(reader); do
        kill -9 "$p" 2>/dev/null && kills=$((kills + 1))
    done
    kill -0 $sending 2>/dev/null || [ $kills -lt 5 ] || break
    sleep 0.05
done
wait $sending
echo "# $kills workers killed; $(cat "$dir/sent")"
twice=$(((hooks + 2) / 3))
ok "all $((hooks + twice)) webhooks, $twice of them told twice, are acknowledged while workers are killed" grep -q "\"sent\":$((hooks + twice)),\"acknowledged\":$((hooks + twice)),\"refused\":0" "$dir/sent"
stored_now=$(($(rows "SELECT count(*) FROM inbox") - before))
ok "each is stored exactly once ($stored_now of $hooks)" [ "$stored_now" = "$hooks" ]
ok "while $kills workers died" [ $kills -ge 5 ]
wait_for is 0 "SELECT count(*) FROM inbox WHERE state = 'waiting'" &&
    [ "$(rows "SELECT count(*) FROM inbox WHERE state = 'unread'")" = 0 ]
so "afterwards each was read"
[ "$(rows "SELECT count(*) FROM orders")" = "$hooks" ] && [ "$(rows "SELECT count(DISTINCT ref) FROM payments")" = "$(rows "SELECT count(*) FROM payments")" ]
so "and nothing stands there twice"

# -- a hook that brings news -----------------------------------------------------------
stop "$desk" "$sim"
fresh
at=$(date -u -d '-2 days' +%Y-%m-%dT%H:%M:%SZ)
{ printf '{"orders":[' && order 1 "11:24.00:1" "101:24.00:bogus" "1:11:1" && printf ']}'; } >"$dir/shop.json"
shop "$dir" --data "$dir/shop.json" --hooks "http://127.0.0.1:$desk_port/hooks/shop"
start_desk 1 "poll = \"6 h\"; $secrets"
wait_for is 1 "SELECT count(*) FROM orders"
sleep 0.01
at=$(date -u +%Y-%m-%dT%H:%M:%SZ)
{ printf '{"orders":[' && order 1 "11:24.00:1" "101:24.00:bogus" "1:11:1 2:11:1" && printf ','
  order 2 "$(series 30 9 1.00:1)" "201:9.00:bogus" "" && printf ']}'; } >"$dir/shop.json"
curl -s -X POST "$base/__sim/hooks" -d '{"topic":"fulfillments/create","count":2}' >/dev/null
ok "a webhook of a parcel brings the parcel hours before the next poll" wait_for is 2 "SELECT count(*) FROM shipments"
curl -s -X POST "$base/__sim/status" -d '{"status":429,"times":7}' >/dev/null
curl -s -X POST "$base/__sim/hooks" -d '{"topic":"orders/updated","count":1,"id":"busy"}' >/dev/null
wait_for is read "SELECT state FROM inbox WHERE event_id LIKE 'hook-busy-%'" ||
    rows "SELECT state, tries FROM inbox WHERE event_id LIKE 'hook-busy-%'" | sed 's/^/# /'
ok "a platform that is busy seven times makes no webhook unread" is 0 "SELECT tries FROM inbox WHERE event_id LIKE 'hook-busy-%'"
ok "every row is legal" exits 0 cli doctor --invariants
ok "and the chain holds" exits 0 cli journal verify
done_testing
