#!/bin/sh
# A carrier plugin that crashes, hangs, floods and lies beside a shop and a mail
# channel that behave, in one running desk: it costs its own calls.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
deeds="crash hang exit fine flood big flood-log no-status silent latin1 nothing
bad-money bad-choice bad-type bad-header keys memory forge print escape abort stop
leak garbage answer-all hang-up close-all fork threads scribble unsettle deep overflow jump"
within() { # TENTHS COMMAND...: the command holds within that time
    left=$1
    shift
    while ! "$@" >/dev/null 2>&1; do
        left=$((left - 1))
        [ $left -gt 0 ] || return 1
        sleep 0.1
    done
}
files() { find "/proc/$desk/fd" -type l | wc -l; }
zombies() { for p in $(pgrep -P "$desk"); do grep -q '^State:.Z' "/proc/$p/status" && echo "$p"; done; }
calls() { grep -c ' wild: ' "$dir/desk.err"; } # that were told
another_call() { [ "$(calls)" -gt "$had" ]; }
memory() { awk '/^VmRSS/ { print $2 }' "/proc/$desk/status"; }

order() { # NUMBER TRACKING TOTAL
    cat <<O
{"id":"gid://shopify/Order/$1","name":"#$1","createdAt":"$(moment -86400)","updatedAt":"$(moment -3600)","cancelledAt":null,"closed":false,"email":"b$1@buyer.example","phone":null,"customerLocale":"en","customer":{"id":"gid://shopify/Customer/$1","displayName":"Ann $1","numberOfOrders":"1"},"shippingAddress":null,"totalPriceSet":{"shopMoney":{"amount":"$3","currencyCode":"USD"},"presentmentMoney":{"amount":"$3","currencyCode":"USD"}},"lineItems":{"nodes":[]},"transactions":[],"fulfillments":[{"id":"gid://shopify/Fulfillment/$1","status":"SUCCESS","createdAt":"$(moment -7200)","updatedAt":"$(moment -7200)","estimatedDeliveryAt":null,"deliveredAt":null,"trackingInfo":[{"company":"Chaos","number":"$2","url":"https://track.example/$2"}]}],"returns":{"nodes":[]}}
O
}
mail() { # NUMBER: a real mail, which appears whole
    printf 'From: Ann <b%s@buyer.example>\nTo: help@shop.example\nSubject: Order #%s\nDate: %s\nMessage-ID: <m%s@buyer.example>\n\nMy parcel has not arrived. Order #%s\n' \
        "$1" "$1" "$(date -u -R)" "$1" "$1" >"$dir/inbox/.m$1"
    mv "$dir/inbox/.m$1" "$dir/inbox/m$1.eml"
}

secret secret sandbox-secret
secret token sandbox-mail
cp -r policy "$dir/policy"
mkdir "$dir/so" && cp "$B"/plugins/*.so "$B"/plugins/*.numbers.conf "$B/tests/chaos/chaos.so" "$dir/so/"
sed -i 's|^carriers = (|&\
  { carrier = "chaos"; names = [ "Chaos" ]; link = "https://chaos.example/{number}";\
    numbers = ( { service = "Chaos"; pattern = "CHAOS[0-9]+"; check = "none";\
      trust = 90; example = "CHAOS1"; wrong = "CHAOS"; } ); },|' "$dir/policy/numbers.conf"
i=1000
comma=
{
    printf '{"orders":['
    for deed in $deeds; do
        i=$((i + 1))
        printf '%s' "$comma"
        # Dear parcels are asked about first: the good one after three bad.
        case $deed in
        crash) order $i "$deed" 190.00 ;;
        hang) order $i "$deed" 180.00 ;;
        exit) order $i "$deed" 170.00 ;;
        fine) order $i "$deed" 160.00 ;;
        *) order $i "$deed" 5.00 ;;
        esac
        comma=,
    done
    printf '],"disputes":[]}'
} >"$dir/shop.json"
shop "$dir" --data "$dir/shop.json"
mailbox sandbox-mail
cat >"$dir/desk.conf" <<M
desk = { state = "state"; policy = "policy"; plugins = "so"; };
http = { listen = "127.0.0.1:0"; };
instances = (
  { name = "shop"; plugin = "shopify"; shop = "lampshop.myshopify.com";
    base_url = "$base"; loopback = true;
    client_id = "sandbox"; client_secret = "file:secret";
    live_since = "$(moment -1209600)"; poll = "5 min"; },
  { name = "mail"; plugin = "email"; loopback = true; poll = "1 min";
    live_since = "$(moment -1209600)"; address = "help@shop.example";
    user = "help"; password = "file:token"; imap_host = "127.0.0.1";
    imap_port = $imap; imap_tls = "plain"; smtp_host = "127.0.0.1";
    smtp_port = $smtp; smtp_tls = "plain"; },
  { name = "wild"; plugin = "chaos"; poll = "1 s"; pause = "1 s";
    call_limit = "2 s"; }
);
M
began=$(date +%s)
serve desk --speed 300
# shellcheck disable=SC2086
ok "the shop's orders come in" within 200 is "$(echo $deeds | wc -w)" "SELECT count(*) FROM orders"

# A mail, and the next when the carrier has misbehaved again.
late=0
for i in 1001 1002 1003 1004 1005 1006 1007 1008 1009 1010 1011 1012; do
    had=$(calls)
    mail $i
    within 80 is 1 "SELECT count(*) FROM messages WHERE ref LIKE '%m$i@%'" || late=$((late + 1))
    [ $i = 1004 ] && before=$(memory) files=$(files) # packs and rules are in use by now
    within 80 another_call
done
ok "every mail is in within 8 s while the carrier misbehaves" [ $late = 0 ]
ok "the call that hangs is killed at its deadline" within 300 says 'did not answer in time' "$dir/desk.err"
ok "a good call of the same plugin still delivers its scan" within 300 is 1 "SELECT count(*) FROM scans WHERE text = 'fine'"
ok "one alert says that calls of this instance did not finish, and counts" \
    within 200 is 1 "SELECT count(*) FROM alerts WHERE cause = 'call-died:wild' AND count >= 4"
ok "what a call said before it died or failed is not taken" is 0 "SELECT count(*) FROM scans WHERE text IN ('lost', 'dropped')"
ok "nor what it wanted to keep" is 0 "SELECT count(*) FROM kv WHERE instance = 'wild' AND key = 'lost'"
"$hw" plugins -c "$dir/desk.conf" >"$dir/plugins" 2>&1
ok "the plugins verb shows whose calls failed, and only those" \
    [ "$(awk '/^[a-z]/ { name = $1 } / errors / && $4 > 0 { print name }' "$dir/plugins")" = wild ]
# The sanitizer keeps what was freed, to see its use.
if [ -n "$san" ]; then
    skip "the desk's memory stays" "it is the sanitizer's here"
else
    ok "the desk's memory stays" [ "$(memory)" -lt $((before + before / 4)) ]
fi
no_leak() { [ "$(files)" -le $((files + 2)) ] && [ -z "$(zombies)" ]; }
ok "no file of it stays open and no worker a zombie ($files files before)" within 50 no_leak
each_told() { is "$(grep -c 'warning helloword wild: worker died' "$dir/desk.err")" "SELECT count FROM alerts WHERE cause = 'call-died:wild'"; }
ok "each death is one line of the log and one more of the alert" within 50 each_told
echo "# desk $before KiB before, $(memory) KiB after, $(files) files, $(($(date +%s) - began)) s"
sed 's/^/# /' "$dir/plugins"
stop "$desk"
so "the desk itself never noticed, and ends well"
ok "its journal holds" exits 0 "$hw" journal verify -c "$dir/desk.conf"
done_testing
