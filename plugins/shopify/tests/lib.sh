# lib.sh - a desk with one simulated shop, for the tests of this folder.
# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2154
. tests/lib.sh
secret secret sandbox-secret
secret previous older-secret
cli() { "$hw" "$@" -c "$dir/desk.conf"; }
asked() { curl -s "$base/__sim/effects" | sed "s/.*\"$1\":\([0-9]*\).*/\1/"; }
# An empty folder: no desk and no shop ran here.
fresh() { rm -rf "$dir/state" "$dir/effects"; }
start_desk() { # SPEED INSTANCE-OPTIONS
    cat >"$dir/desk.conf" <<M
desk = { state = "$dir/state"; policy = "$PWD/policy"; };
http = { listen = "127.0.0.1:${desk_port:-0}"; };
agents = ( { name = "eva"; uid = $(id -u); role = "owner"; } );
instances = ( $(shop_instance shop "$2") );
M
    serve desk --speed "$1"
}

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
        printf "{\"id\":\"%sOrder/%d\",\"name\":\"#%d\",\"createdAt\":\"%s\",\"updatedAt\":\"%s\",\"email\":\"b@buyer.example\",\"customer\":{\"id\":\"%sCustomer/%d\",\"displayName\":\"Ann Smith\",\"numberOfOrders\":\"2\"},\"shippingAddress\":{\"name\":\"Ann Smith\",\"address1\":\"1 Test Street\",\"city\":\"Testville\",\"zip\":\"10115\",\"countryCodeV2\":\"DE\"},\"totalPriceSet\":%s,\"lineItems\":{\"nodes\":[%s]},\"transactions\":[%s],\"fulfillments\":[%s]}", g, id, id, at, at, g, id, bag(sprintf("%.2f", sum)), L, P, F
    }
    function bag(a) { return "{\"shopMoney\":{\"amount\":\"" a "\",\"currencyCode\":\"USD\"},\"presentmentMoney\":{\"amount\":\"" a "\",\"currencyCode\":\"USD\"}}" }'
}
series() { # FROM COUNT SUFFIX: "FROM:SUFFIX FROM+1:SUFFIX ..."
    awk -v from="$1" -v n="$2" -v s="$3" 'BEGIN { for (i = 0; i < n; i++) printf "%d:%s ", from + i, s }'
}
