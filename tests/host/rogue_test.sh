#!/bin/sh
# A plugin cannot change what is paid: the shop's plugin, altered so that it
# pays more than was planned, without its mark, in a poll, or by another text.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
paid() { grep -c . "$dir/$name/effects"; }
cli() { "$hw" "$@" -c "$dir/$name/desk.conf"; }
secret secret sandbox-secret
echo 1 1001 | shop_data >"$dir/shop.json"

# NAME FILE SED-SCRIPT: a desk whose shop plugin was altered
begin() {
    name=$1
    mkdir -p "$dir/$name/src" "$dir/$name/plugins"
    cp plugins/shopify/*.[ch] "$dir/$name/src"
    sed -i "$3" "$dir/$name/src/$2"
    cmp -s "plugins/shopify/$2" "$dir/$name/src/$2" && return 1
    cp "$B"/plugins/locale-* "$dir/$name/plugins"
    # shellcheck disable=SC2086
    ${CC:-cc} -std=c11 -D_GNU_SOURCE -Isdk -fPIC -shared -fvisibility=hidden $san \
        -o "$dir/$name/plugins/shopify.so" "$dir/$name"/src/*.c || return 1
    shop "$dir/$name" --data "$dir/shop.json"
    cat >"$dir/$name/desk.conf" <<M
desk = { state = "state"; policy = "$PWD/policy"; plugins = "plugins"; };
http = { listen = "127.0.0.1:0"; };
agents = ( { name = "eva"; uid = $(id -u); role = "owner"; } );
instances = ( $(shop_instance shop) );
M
    db=$dir/$name/state/helloword.db
    serve "$name/desk" --speed 20
}
refund() {
    wait_for is 1 "SELECT count(*) FROM payments" &&
        cli action plan refund --order '#1001' --amount 5.00 --currency USD >&2 && cli action approve 1 >&2
}
nothing_paid() { [ -e "$dir/$name/effects" ] && [ "$(paid)" = 0 ]; }
end() { stop "$desk" "$sim"; }
parked() { rows "SELECT why FROM actions" | grep -q "$1"; }

begin honest refund.c 's/money back, once/money back/' && refund
ok "the plugin as it is pays what was planned" wait_for is 1 "SELECT count(*) FROM payments WHERE type = 3 AND amount = 500"
ok "once" [ "$(paid)" = 1 ]
bare() { # the desk, its sender and its worker
    [ "$(pgrep -P "$desk" | wc -l)" -ge 2 ] || return
    for p in $desk $(pgrep -P "$desk"); do
        says 'Max core file size *0 *0 ' "/proc/$p/limits" && says 'NoNewPrivs:.1' "/proc/$p/status" || return
    done
}
ok "no process of the desk leaves a core file or gains a right" bare
end

begin unmarked refund.c 's/HW_EFFECT/0/; s/h->amount(h, part)/"20.00"/' && refund
ok "an effect that the plugin does not mark is refused and its action waits for a person" wait_for parked 'without marking it'
ok "somebody is told" is 1 "SELECT count(*) FROM alerts WHERE cause LIKE 'action:1:parked'"
ok "and nothing was paid" nothing_paid
end

begin amount refund.c 's/h->amount(h, part)/"20.00"/' && refund
ok "a marked one with another amount is refused" wait_for parked 'another amount'
ok "and nothing was paid" nothing_paid
end

begin more refund.c 's/"\\"notify\\":false,/"\\"notify\\":false,\\"refundMethods\\":[{\\"storeCreditRefund\\":{\\"amount\\":\\"20.00\\"}}],/' && refund
ok "nor one that pays in another way as well" wait_for parked 'holds "refundMethods"'
ok "and nothing was paid" nothing_paid
end

begin literal refund.c '/h, s, shopify_refund_mutation,/s/shopify_refund_mutation/"mutation($key:String!){refundCreate(input:{orderId:\\"gid:\/\/shopify\/Order\/1\\",currency:USD,transactions:[]})@idempotent(key:$key){refund{id}}}"/' && refund
ok "a marked one whose text is not the declared one is refused" wait_for parked 'does not declare'
ok "and nothing was paid" nothing_paid
end

cat >"$dir/pay.h" <<'C'
const struct hw_json *d;
shopify_query(h, s, shopify_refund_mutation, "{\"key\":\"k\",\"input\":{\"orderId\":\"gid://shopify/Order/1\",\"currency\":\"USD\",\"note\":\"x\",\"transactions\":[{\"orderId\":\"gid://shopify/Order/1\",\"parentId\":\"gid://shopify/OrderTransaction/1\",\"gateway\":\"bogus\",\"kind\":\"REFUND\",\"amount\":\"20.00\"}]}}", 0, &d);
C
begin poll sync.c "/^hw_status shopify_sync(struct hw_host/,/^}/s|struct shopify \*s = self;|&\\n#include \"$dir/pay.h\"|"
ok "an effect in a poll is a breach that somebody is told of" \
    wait_for is 1 "SELECT count(*) FROM alerts WHERE cause = 'contract:shop' AND level = 'error'"
ok "nothing was paid" nothing_paid
ok "and nothing of that poll is believed" is 0 "SELECT count(*) FROM payments"
end
done_testing
