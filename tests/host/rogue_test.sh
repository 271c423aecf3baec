#!/bin/sh
# A plugin cannot change what is paid: the shop's plugin, altered so that it
# pays more than was planned, without its mark, in a poll, or by another text.
# SPDX-License-Identifier: MIT
set -u
B=$(cd "${HW_BUILD:-build}" && pwd)
dir=${HW_SCRATCH:-$(mktemp -d)}
hw=$B/helloword
n=0
desk='' sim=''
stop() { for p in $desk $sim; do kill "$p" 2>/dev/null && wait "$p" 2>/dev/null; done; }
trap stop EXIT
exec 2>>"$dir/log"
ok() { # RC TITLE
    n=$((n + 1))
    if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi
}
wait_for() { # COMMAND...
    tries=0
    until "$@"; do
        tries=$((tries + 1))
        [ $tries -lt 300 ] || return 1
        sleep 0.05
    done
}
rows() { sqlite3 -readonly -cmd '.timeout 5000' "$dir/$name/state/helloword.db" "$1"; }
is() { [ "$(rows "$2")" = "$1" ]; }
paid() { grep -c . "$dir/$name/effects"; }
case "$B" in
*-address*) SANFLAGS=-fsanitize=$(echo "${B##*-address}" | sed 's/^/address/; s/-/,/g') ;;
*) SANFLAGS= ;;
esac

printf sandbox-secret >"$dir/secret"
chmod 600 "$dir/secret"
at=$(date -u -d '-2 days' +%Y-%m-%dT%H:%M:%SZ)
money='{"shopMoney":{"amount":"20.00","currencyCode":"USD"},"presentmentMoney":{"amount":"20.00","currencyCode":"USD"}}'
printf '{"orders":[{"id":"gid://shopify/Order/1","name":"#1001","createdAt":"%s","updatedAt":"%s","totalPriceSet":%s,"lineItems":{"nodes":[]},"transactions":[{"id":"gid://shopify/OrderTransaction/1","kind":"SALE","status":"SUCCESS","gateway":"bogus","processedAt":"%s","amountSet":%s}],"fulfillments":[],"returns":{"nodes":[]}}],"disputes":[]}' \
    "$at" "$at" "$money" "$at" "$money" >"$dir/shop.json"

# NAME FILE SED-SCRIPT: a desk whose shop plugin was altered
begin() {
    name=$1
    mkdir -p "$dir/$name/src" "$dir/$name/plugins"
    cp plugins/shopify/*.[ch] "$dir/$name/src"
    sed -i "$3" "$dir/$name/src/$2"
    cmp -s "plugins/shopify/$2" "$dir/$name/src/$2" && return 1
    cp "$B"/plugins/locale-* "$dir/$name/plugins"
    # shellcheck disable=SC2086
    ${CC:-cc} -std=c11 -D_GNU_SOURCE -Isdk -fPIC -shared -fvisibility=hidden $SANFLAGS \
        -o "$dir/$name/plugins/shopify.so" "$dir/$name"/src/*.c || return 1
    "$B/sims/shopify" --port-file "$dir/$name/port" --effects "$dir/$name/effects" --data "$dir/shop.json" &
    sim=$!
    wait_for test -s "$dir/$name/port"
    base=http://127.0.0.1:$(cat "$dir/$name/port")
    cat >"$dir/$name/helloword.conf" <<M
desk = { state = "state"; policy = "$PWD/policy"; plugins = "plugins"; };
http = { listen = "127.0.0.1:0"; };
agents = ( { name = "eva"; uid = $(id -u); role = "owner"; } );
instances = ( { name = "shop"; plugin = "shopify"; shop = "x.myshopify.com"; loopback = true;
  base_url = "$base"; client_id = "c"; client_secret = "file:../secret"; } );
M
    "$hw" serve -c "$dir/$name/helloword.conf" --speed 20 >"$dir/$name/out" 2>"$dir/$name/desk.log" &
    desk=$!
}
refund() {
    wait_for is 1 "SELECT count(*) FROM payments" &&
        "$hw" action plan refund --order '#1001' --amount 5.00 --currency USD -c "$dir/$name/helloword.conf" >/dev/null &&
        "$hw" action approve 1 -c "$dir/$name/helloword.conf" >/dev/null
}
end() {
    stop
    desk='' sim=''
}
parked() { rows "SELECT why FROM actions" | grep -q "$1"; }

begin honest refund.c 's/money back, once/money back/' && refund
wait_for is 1 "SELECT count(*) FROM payments WHERE type = 3 AND amount = 500"
ok $? "the plugin as it is pays what was planned"
[ "$(paid)" = 1 ]
ok $? "once"
bad=0
for p in $desk $(pgrep -P $desk); do
    grep -q 'Max core file size *0 *0 ' "/proc/$p/limits" && grep -q 'NoNewPrivs:.1' "/proc/$p/status" || bad=$p
done
[ $bad = 0 ] && [ "$(pgrep -P $desk | wc -l)" -ge 2 ]
ok $? "no process of the desk leaves a core file or gains a right"
end

begin unmarked refund.c 's/HW_EFFECT/0/; s/h->amount(h, part)/"20.00"/' && refund
wait_for parked 'without marking it'
ok $? "an effect that the plugin does not mark is refused and its action waits for a person"
is 1 "SELECT count(*) FROM alerts WHERE cause LIKE 'action:1:parked'" && [ "$(paid)" = 0 ]
ok $? "somebody is told, and nothing was paid"
end

begin amount refund.c 's/h->amount(h, part)/"20.00"/' && refund
wait_for parked 'another amount'
ok $? "a marked one with another amount is refused"
[ "$(paid)" = 0 ]
ok $? "and nothing was paid"
end

begin more refund.c 's/"\\"notify\\":false,/"\\"notify\\":false,\\"refundMethods\\":[{\\"storeCreditRefund\\":{\\"amount\\":\\"20.00\\"}}],/' && refund
wait_for parked 'holds "refundMethods"'
ok $? "nor one that pays in another way as well"
[ "$(paid)" = 0 ]
ok $? "and nothing was paid"
end

begin literal refund.c '/h, s, shopify_refund_mutation,/s/shopify_refund_mutation/"mutation($key:String!){refundCreate(input:{orderId:\\"gid:\/\/shopify\/Order\/1\\",currency:USD,transactions:[]})@idempotent(key:$key){refund{id}}}"/' && refund
wait_for parked 'does not declare'
ok $? "a marked one whose text is not the declared one is refused"
[ "$(paid)" = 0 ]
ok $? "and nothing was paid"
end

cat >"$dir/pay.h" <<'C'
const struct hw_json *d;
shopify_query(h, s, shopify_refund_mutation, "{\"key\":\"k\",\"input\":{\"orderId\":\"gid://shopify/Order/1\",\"currency\":\"USD\",\"note\":\"x\",\"transactions\":[{\"orderId\":\"gid://shopify/Order/1\",\"parentId\":\"gid://shopify/OrderTransaction/1\",\"gateway\":\"bogus\",\"kind\":\"REFUND\",\"amount\":\"20.00\"}]}}", 0, &d);
C
begin poll sync.c "/^hw_status shopify_sync(struct hw_host/,/^}/s|struct shopify \*s = self;|&\\n#include \"$dir/pay.h\"|" &&
    wait_for is 1 "SELECT count(*) FROM alerts WHERE cause = 'contract:shop' AND level = 'error'"
ok $? "an effect in a poll is a breach that somebody is told of"
[ "$(paid)" = 0 ] && is 0 "SELECT count(*) FROM payments"
ok $? "nothing was paid, and nothing of that poll is believed"
end
echo "1..$n"
