#!/bin/sh
# SIGHUP: everything is checked first, then exchanged, and nothing is lost on
# the way. HW_FULL reloads 100 times, else 20 (RELOADS).
# SPDX-License-Identifier: MIT
set -u
B=$(cd "${HW_BUILD:-build}" && pwd)
dir=${HW_SCRATCH:-$(mktemp -d)}
usual=20
[ -z "${HW_FULL:-}" ] || usual=100
reloads=${RELOADS:-$usual}
hw=$B/helloword
n=0
desk='' sim='' asking=''
stop() { for p in $asking $desk $sim; do kill "$p" 2>/dev/null; done; }
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
        [ $tries -lt 200 ] || return 1
        sleep 0.05
    done
}
# Each configuration is a command; the log leaves out lines that repeat.
configured() { [ "$(sqlite3 -readonly "$dir/state/helloword.db" "SELECT count(*) FROM journal WHERE kind = 'config'")" = "$1" ]; }
said() { [ "$(grep -c "$1" "$dir/log")" -ge "$2" ]; }
printf secret >"$dir/secret"
printf sandbox-secret >"$dir/client"
chmod 600 "$dir/secret" "$dir/client"
"$B/sims/shopify" --port-file "$dir/sim.port" --effects "$dir/effects" --data "$dir/shop.json" &
sim=$!
printf '{"orders":[],"disputes":[]}' >"$dir/shop.json"
wait_for test -s "$dir/sim.port"
shop() { # NAME POLL
    cat <<M
  { name = "$1"; plugin = "shopify"; shop = "$1.myshopify.com"; loopback = true; poll = "$2";
    base_url = "http://127.0.0.1:$(cat "$dir/sim.port")"; client_id = "c";
    client_secret = "file:client"; webhook_secret = "file:secret"; }
M
}
manifest() { # STATE INSTANCES
    printf 'desk = { state = "%s"; policy = "%s/policy"; };\nhttp = { listen = "127.0.0.1:0"; };\ninstances = (\n%s\n);\n' \
        "$1" "$PWD" "$2" >"$dir/helloword.conf"
}
instances() { "$hw" plugins -c "$dir/helloword.conf" | awk '/^[a-z]/ { printf "%s ", $1 }'; }

manifest state "$(shop one '10 min')"
"$hw" serve -c "$dir/helloword.conf" --port-file "$dir/port" >"$dir/out" &
desk=$!
wait_for grep -q ready "$dir/out"
[ "$(instances)" = "one " ]
ok $? "the desk starts with the instance of its manifest"

printf 'desk = { state = "state"; polcy = 1; };\n' >"$dir/helloword.conf"
kill -HUP $desk
wait_for said 'the old configuration stays' 1 && said 'did you mean "policy"' 1
ok $? "a manifest with mistakes is told and changes nothing"
manifest elsewhere "$(shop one '10 min')"
kill -HUP $desk
wait_for said 'desk.state changes only when' 1
ok $? "another state folder is refused until the desk is started anew"
manifest state "$(shop one '10 min')"
[ "$(instances)" = "one " ]
ok $? "and the old instance still runs"

# Signed webhooks and health checks all the time, while it reloads.
body='{"id":1}'
signature=$(printf %s "$body" | openssl dgst -sha256 -hmac secret -binary | openssl base64)
# From three sides, so that there is always one in flight.
asks() { # WHO
    port=$(cat "$dir/port")
    i=0
    while [ ! -e "$dir/enough" ]; do
        i=$((i + 1))
        curl -s -o /dev/null -w '%{http_code}\n' -H "X-Shopify-Hmac-SHA256: $signature" -H "X-Shopify-Webhook-Id: event-$1-$i" \
            -H 'X-Shopify-Topic: orders/updated' -d "$body" "http://127.0.0.1:$port/hooks/one" >>"$dir/codes.$1"
        curl -s -o /dev/null -w '%{http_code}\n' "http://127.0.0.1:$port/readyz" >>"$dir/codes.$1"
    done
}
for who in a b c; do
    asks $who &
    asking="$asking $!"
done
i=0
while [ $i -lt "$reloads" ]; do
    i=$((i + 1))
    manifest state "$(shop one "$i min"), $(shop two "$i min")"
    kill -HUP $desk
    wait_for configured $((i + 1)) || break
done
: >"$dir/enough"
wait $asking
asking=
cat "$dir"/codes.* >"$dir/codes"
[ $i = "$reloads" ] && [ "$(instances)" = "one two " ]
ok $? "$reloads reloads exchange one instance and add another"
bad=$(grep -vc '^200$' "$dir/codes")
echo "# $(wc -l <"$dir/codes") requests during $reloads reloads, $bad not answered with 200"
[ "$bad" = 0 ] && [ "$(wc -l <"$dir/codes")" -ge 10 ]
ok $? "no request fails meanwhile"
asked=$(curl -s "http://127.0.0.1:$(cat "$dir/sim.port")/__sim/effects" | sed 's/.*"requests":\([0-9]*\).*/\1/')
failed=$(grep -cE '(one|two): (webhook: )?[^ ]*.*(configuration changed|does not know|was not sent|sender died)' "$dir/log")
echo "# $asked requests of plugins meanwhile, $failed failed by a reload"
[ "$asked" -ge "$reloads" ] && [ "$failed" = 0 ]
ok $? "what plugins ask of the shop goes on through it"
stored=$(sqlite3 -readonly "$dir/state/helloword.db" 'SELECT count(*) FROM inbox')
[ "$stored" = $(($(wc -l <"$dir/codes") / 2)) ]
ok $? "every acknowledged webhook is stored exactly once"
manifest state "$(shop two "$i min")"
kill -HUP $desk
wait_for said 'reloaded: 1 instance,' 1 && [ "$(instances)" = "two " ]
ok $? "a removed instance is gone"
before=$(pgrep -P $desk | wc -l)
wait_for sh -c "[ \$(pgrep -P $desk | wc -l) -le 3 ]"
ok $? "and its workers with it (there were $before children)"
kill $desk
wait $desk
ok $? "the desk stops without an error"
desk=
"$hw" journal verify -c "$dir/helloword.conf" >/dev/null && "$hw" journal replay --decide -c "$dir/helloword.conf" >/dev/null
ok $? "each configuration that was used is a command of the journal"
echo "1..$n"
