# lib.sh - a desk with one simulated shop, for the tests of this folder.
# SPDX-License-Identifier: MIT
B=$(cd "${HW_BUILD:-build}" && pwd)
dir=${HW_SCRATCH:-$(mktemp -d)}
hw=$B/helloword
n=0
desk='' sim='' others=''
cleanup() {
    for p in $others $desk $sim; do kill "$p" 2>/dev/null; done
    for p in $desk $sim; do wait "$p" 2>/dev/null; done
}
trap cleanup EXIT
exec 2>>"$dir/log"

ok() { # RC TITLE
    n=$((n + 1))
    if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi
}
rows() { sqlite3 -readonly -cmd '.timeout 5000' "$dir/state/helloword.db" "$1"; }
# Until the query answers WANTED, at most 60 s.
until_rows() { # WANTED SQL
    tries=0
    until [ "$(rows "$2")" = "$1" ]; do
        tries=$((tries + 1))
        [ $tries -lt 600 ] || {
            echo "# $2 gives $(rows "$2"), not $1"
            return 1
        }
        sleep 0.1
    done
}
until_file() {
    tries=0
    until [ -s "$1" ]; do
        tries=$((tries + 1))
        [ $tries -lt 400 ] || return 1
        sleep 0.05
    done
}
# An empty folder: no desk and no shop ran here.
fresh() { rm -rf "$dir/state" "$dir/effects" "$dir/port" "$dir/out"; }
start_sim() { # OPTIONS...
    rm -f "$dir/port"
    "$B/sims/shopify" --port-file "$dir/port" --effects "$dir/effects" "$@" &
    sim=$!
    until_file "$dir/port"
    base=http://127.0.0.1:$(cat "$dir/port")
}
stop() { # PID
    kill "$1" 2>/dev/null
    wait "$1" 2>/dev/null
}
start_desk() { # SPEED INSTANCE-OPTIONS
    printf 'sandbox-secret' >"$dir/secret"
    printf 'older-secret' >"$dir/previous"
    chmod 600 "$dir/secret" "$dir/previous"
    rm -f "$dir/out" "$dir/desk.port"
    cat >"$dir/helloword.conf" <<M
desk = { state = "$dir/state"; policy = "$PWD/policy"; };
http = { listen = "127.0.0.1:${desk_port:-0}"; };
agents = ( { name = "eva"; uid = $(id -u); role = "owner"; } );
instances = ( { name = "shop"; plugin = "shopify"; shop = "x.myshopify.com"; loopback = true;
  base_url = "$base"; client_id = "c"; client_secret = "file:$dir/secret"; $2 } );
M
    "$hw" serve -c "$dir/helloword.conf" --speed "$1" --port-file "$dir/desk.port" >"$dir/out" &
    desk=$!
    until_file "$dir/desk.port"
}
cli() { "$hw" "$@" -c "$dir/helloword.conf"; }
asked() { curl -s "$base/__sim/effects" | sed "s/.*\"$1\":\([0-9]*\).*/\1/"; }

# One order as the API shows it. LINES, PAYMENTS: "id:amount" by blanks.
order() { # ID LINES PAYMENTS PARCELS
    awk -v id="$1" -v lines="$2" -v pays="$3" -v parcels="$4" -v at="$at" 'BEGIN {
        g = "gid://shopify/"
        n = split(lines, l, " ")
        for (i = 1; i <= n; i++) {
            split(l[i], f, ":")
            L = L (i > 1 ? "," : "") "{\"id\":\"" g "LineItem/" f[1] "\",\"sku\":\"S" f[1] "\",\"title\":\"Lamp\",\"quantity\":" f[3] ",\"refundableQuantity\":" f[3] ",\"originalUnitPriceSet\":" bag(f[2]) "}"
        }
        n = split(pays, p, " ")
        for (i = 1; i <= n; i++) {
            split(p[i], f, ":")
            sum += f[2]
            P = P (i > 1 ? "," : "") "{\"id\":\"" g "OrderTransaction/" f[1] "\",\"kind\":\"SALE\",\"status\":\"SUCCESS\",\"gateway\":\"" f[3] "\",\"processedAt\":\"" at "\",\"amountSet\":" bag(f[2]) "}"
        }
        n = split(parcels, q, " ")
        for (i = 1; i <= n; i++) {
            split(q[i], f, ":")
            F = F (i > 1 ? "," : "") "{\"id\":\"" g "Fulfillment/" f[1] "\",\"status\":\"SUCCESS\",\"createdAt\":\"" at "\",\"updatedAt\":\"" at "\",\"lines\":[\"" g "LineItem/" f[2] "\"],\"trackingInfo\":["
            for (k = 1; k <= f[3]; k++)
                F = F (k > 1 ? "," : "") "{\"company\":\"DHL\",\"number\":\"" f[1] "00" k "\",\"url\":null}"
            F = F "]}"
        }
        printf "{\"id\":\"%sOrder/%d\",\"name\":\"#%d\",\"createdAt\":\"%s\",\"updatedAt\":\"%s\",\"email\":\"b@buyer.example\",\"totalPriceSet\":%s,\"lineItems\":{\"nodes\":[%s]},\"transactions\":[%s],\"fulfillments\":[%s]}", g, id, id, at, at, bag(sprintf("%.2f", sum)), L, P, F
    }
    function bag(a) { return "{\"shopMoney\":{\"amount\":\"" a "\",\"currencyCode\":\"USD\"},\"presentmentMoney\":{\"amount\":\"" a "\",\"currencyCode\":\"USD\"}}" }'
}
series() { # FROM COUNT SUFFIX: "FROM:SUFFIX FROM+1:SUFFIX ..."
    awk -v from="$1" -v n="$2" -v s="$3" 'BEGIN { for (i = 0; i < n; i++) printf "%d:%s ", from + i, s }'
}
