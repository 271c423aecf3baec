# lib-desk.sh - desks, simulated shops and mailboxes for shell tests; read by
# tests/lib.sh.
#
# $db the database of the test's desk, $desk its pid.
# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2034
db=$dir/state/helloword.db

# rows SQL: what the desk's database answers; is WANTED SQL: does it answer so?
rows() { sqlite3 -readonly -cmd '.timeout 5000' "$db" "$1"; }
is() {
    lib_got=$(rows "$2")
    [ "$lib_got" = "$1" ] || {
        looked=$dir/answer
        printf 'not %s: %s\n' "$1" "$lib_got" >"$looked"
        false
    }
}

# secret NAME TEXT: a file of $dir that only its owner may read.
secret() {
    printf '%s' "$2" >"$dir/$1"
    chmod 600 "$dir/$1"
}

# serve NAME [OPTION...]: starts a desk on $dir/NAME.conf and waits until it is
# ready; its pid in $desk, what it says in $dir/NAME.out and $dir/NAME.err.
serve() {
    lib_desk=$dir/$1 logs="$dir/log $dir/$1.err"
    shift
    : >"$lib_desk.out"
    "$hw" serve -c "$lib_desk.conf" "$@" >"$lib_desk.out" 2>>"$lib_desk.err" &
    desk=$!
    started="$started $desk"
    wait_for grep -q ready "$lib_desk.out"
}

# stop PID...: ends them; the status of the last.
stop() {
    kill "$@"
    for lib_pid; do wait "$lib_pid"; done
}

# shop FOLDER [OPTION...]: starts a simulated shop that keeps its port and what
# it paid (effects) there; its address in $base, its pid in $sim. It knows the
# client secret "sandbox-secret".
shop() {
    lib_shop=$1
    shift
    rm -f "$lib_shop/port"
    "$B/sims/shopify" --port-file "$lib_shop/port" --effects "$lib_shop/effects" "$@" &
    sim=$!
    started="$started $sim"
    wait_for test -s "$lib_shop/port"
    base=http://127.0.0.1:$(cat "$lib_shop/port")
}

# shop_data: lines "ID NAME" as the data of a shop, orders of two days ago that
# were paid 20.00 USD each.
shop_data() {
    awk -v at="$(moment -172800)" 'BEGIN {
        m = "{\"shopMoney\":{\"amount\":\"20.00\",\"currencyCode\":\"USD\"},\"presentmentMoney\":{\"amount\":\"20.00\",\"currencyCode\":\"USD\"}}"
        printf "{\"orders\":["
    }
    {
        printf "%s{\"id\":\"gid://shopify/Order/%s\",\"name\":\"#%s\",\"createdAt\":\"%s\",\"updatedAt\":\"%s\",\"totalPriceSet\":%s,\"lineItems\":{\"nodes\":[]},", (NR > 1 ? "," : ""), $1, $2, at, at, m
        printf "\"transactions\":[{\"id\":\"gid://shopify/OrderTransaction/%s\",\"kind\":\"SALE\",\"status\":\"SUCCESS\",\"gateway\":\"bogus\",\"processedAt\":\"%s\",\"amountSet\":%s}],\"fulfillments\":[],\"returns\":{\"nodes\":[]}}", $1, at, m
    }
    END { printf "],\"disputes\":[]}" }'
}

# shop_instance NAME [SETTINGS]: the block of the shop at $base in a manifest.
shop_instance() {
    printf '{ name = "%s"; plugin = "shopify"; shop = "%s.myshopify.com"; loopback = true;\n' "$1" "$1"
    printf '    base_url = "%s"; client_id = "c"; client_secret = "file:%s"; %s }' "$base" "$dir/secret" "${2:-}"
}

# mailbox PASSWORD: starts a simulated mail server for the user "help", with
# $dir/inbox and $dir/outbox; its ports in $imap and $smtp.
mailbox() {
    mkdir -p "$dir/inbox" "$dir/outbox"
    "$B/sims/email" --imap-port-file "$dir/imap" --smtp-port-file "$dir/smtp" --inbox "$dir/inbox" \
        --outbox "$dir/outbox" --user help --password "$1" &
    started="$started $!"
    wait_for test -s "$dir/imap" && wait_for test -s "$dir/smtp" || return
    imap=$(cat "$dir/imap") smtp=$(cat "$dir/smtp")
}

# free_port: one in $port that no other test is given, nor a connection that
# goes out. It is held by its number on another address.
free_port() {
    rm -f "$dir/free"
    perl -MIO::Socket::INET -e '
        my ($mine, $held, $free) = (getppid);
        sub on { IO::Socket::INET->new(LocalAddr => $_[0], LocalPort => $_[1], Listen => 1) }
        my $port = 20000 + $$ % 10000;
        $port++ until ($held = on("127.0.0.2", $port)) && ($free = on("127.0.0.1", $port));
        close $free;
        open my $out, ">", "$ARGV[0].new";
        print $out $port;
        close $out and rename "$ARGV[0].new", $ARGV[0];
        sleep 1 while getppid == $mine' "$dir/free" &
    started="$started $!"
    wait_for test -s "$dir/free"
    port=$(cat "$dir/free")
}
