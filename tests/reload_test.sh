#!/bin/sh
# SIGHUP: everything is checked first, then exchanged, and nothing is lost on
# the way. Which configuration is in force is seen by what the desk does: whose
# webhooks it takes, by which secret, and at which pace it asks. HW_FULL reloads
# 100 times, else 20 (RELOADS).
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
reloads=${full:+100}
reloads=${RELOADS:-${reloads:-20}}
secret secret sandbox-secret
secret old of-the-first
secret new of-the-second
mkdir "$dir/so"
cp "$B"/plugins/*.so "$B"/plugins/*.numbers.conf "$B/tests/puppet/puppet.so" "$dir/so/"
printf '{"orders":[],"disputes":[]}' >"$dir/shop.json"
shop "$dir" --data "$dir/shop.json"
# one POLL SECRET: a shop; two: of a plugin that can take its time.
one() { shop_instance one "poll = \"$1\"; webhook_secret = \"file:$2\";"; }
two() { echo "{ name = \"two\"; plugin = \"puppet\"; secret = \"file:$2\"; poll = \"$1\"; }"; }
manifest() { # STATE INSTANCES [MISTAKE]
    printf 'desk = { state = "%s"; policy = "%s/policy"; plugins = "so"; %s };\nhttp = { listen = "127.0.0.1:0"; };\ninstances = (\n%s\n);\n' \
        "$1" "$PWD" "${3:-}" "$2" >"$dir/desk.conf"
}
instances() { "$hw" plugins -c "$dir/desk.conf" | awk '/^[a-z]/ { printf "%s ", $1 }'; }
# What was decided on: each configuration is a command.
configured() { is "$1" "SELECT count(*) FROM journal WHERE kind = 'config'"; }
said() { [ "$(grep -c "$1" "$dir/desk.err")" -ge "$2" ]; }
sign() { printf %s "$2" | openssl dgst -sha256 -hmac "$1" "$3"; }
body='{"id":1}'
post() { curl -s -o "$dir/answer" -w '%{http_code}' -d "$body" "$@"; }
hook() { # INSTANCE SECRET EVENT: the status
    case $1 in
    one)
        post -H "X-Shopify-Hmac-SHA256: $(sign "$2" "$body" -binary | openssl base64 -A)" \
            -H "X-Shopify-Webhook-Id: $3" -H 'X-Shopify-Topic: orders/updated' "$url/hooks/one"
        ;;
    two)
        post -H "X-Signature: $(sign "$2" "$body" -hex | sed 's/.* //')" -H "X-Time: $(date +%s)" \
            -H "X-Event: $3" -H 'X-Topic: t' "$url/hooks/two"
        ;;
    esac
}
# in_force NAME SECRET OTHER: webhooks of that instance are taken by that secret
# and by no other. Events have names of their own.
events=0
in_force() {
    events=$((events + 1))
    lib_codes="$(hook "$1" "$2" "$1-$events") $(hook "$1" "$3" "$1-$events-wrong")"
    [ "$lib_codes" = "200 401" ] || { echo "$1: $lib_codes" && false; }
}
nobody() { [ "$(hook "$1" of-the-first none)" = 404 ]; }

manifest state "$(one '10 min' old)"
serve desk --port-file "$dir/port"
url=http://127.0.0.1:$(cat "$dir/port")
ok "the desk starts with the instance of its manifest" [ "$(instances)" = "one " ]
ok "and takes its webhooks by its secret" in_force one of-the-first of-the-second

# -- what is refused changes nothing --
refused() { # STATE INSTANCES MISTAKE: told, and the configuration before is in force
    had=$(grep -c 'the old configuration stays' "$dir/desk.err")
    manifest "$1" "$2" "$3"
    kill -HUP "$desk"
    wait_for said 'the old configuration stays' $((had + 1)) || return
    manifest state "$(one '10 min' old)" # for the command line
    in_force one of-the-first of-the-second && nobody two && configured 1 && [ "$(instances)" = "one " ]
}
both="$(one '10 min' new), $(two '10 min' new)"
ok "a manifest with mistakes changes nothing, also of what is right in it" refused state "$both" 'polcy = 1;'
ok "nor does one whose plugin there is not" refused state "$both, { name = \"x\"; plugin = \"nowhere\"; }" ''
ok "nor one whose secret cannot be read" refused state "$both, { name = \"x\"; plugin = \"puppet\"; secret = \"file:gone\"; }" ''
ok "nor one that names another state folder" refused elsewhere "$both" ''
ok "where nothing is made" [ ! -e "$dir/elsewhere" ]
# The desk cannot take the new shop.
change() { sqlite3 -cmd '.timeout 5000' "$db" "$1"; }
change "CREATE TRIGGER full BEFORE INSERT ON shops WHEN NEW.label = 'two' BEGIN SELECT RAISE(ABORT, 'full'); END"
ok "nor one that fails on its way into force, and it is not announced" refused state "$both" ''
change "DROP TRIGGER full"
sed 's/"state"/"second"/; s/:0"/:'"${url##*:}"'"/' "$dir/desk.conf" >"$dir/second.conf"
ok "a desk whose port is another's does not start" exits 71 "$hw" serve -c "$dir/second.conf"
ok "and announces nothing" [ "$(sqlite3 "$dir/second/helloword.db" 'SELECT count(*) FROM journal')" = 0 ]

# -- what is good is in force --
manifest state "$(one '10 min' new), $(two '10 min' old)"
kill -HUP "$desk"
ok "a good one is a command of the journal" wait_for configured 2
ok "from then on the new secret is the instance's" wait_for in_force one of-the-second of-the-first
ok "and the new instance's webhooks are taken" in_force two of-the-first of-the-second

# -- a call that is under way --
# Each takes 300 ms; the reload comes while they wait in line.
sqlite3 -cmd '.timeout 5000' "$db" "INSERT INTO kv VALUES ('two', 'w', 'slow')"
body=w taken=
for event in 1 2 3 4; do taken="$taken$(hook two of-the-first slow-$event) "; done
body='{"id":1}'
ok "a plugin that takes its time has four calls before it" [ "$taken" = "200 200 200 200 " ]
amid() { [ "$(rows "SELECT count(*) FROM inbox WHERE event_id LIKE 'slow-%' AND state = 'waiting'")" -ge 2 ]; }
ok "of which some are not done" amid
manifest state "$(one '11 min' new), $(two '11 min' old)"
kill -HUP "$desk"
ok "a reload comes amid them" wait_for configured 3
all_read() { is '4|0' "SELECT count(*), sum(tries) FROM inbox WHERE event_id LIKE 'slow-%' AND state = 'read'"; }
ok "none is lost and none tried twice" wait_for all_read
ok "each was made once" is 4 "SELECT value FROM kv WHERE instance = 'two' AND key = 'w.calls'"

# -- again and again --
# Signed webhooks and health checks all the time, while it reloads; from three
# sides, so that there is always one in flight.
signature=$(sign of-the-second "$body" -binary | openssl base64 -A)
asks() { # WHO
    i=0
    while [ ! -e "$dir/enough" ]; do
        i=$((i + 1))
        curl -s -o /dev/null -w '%{http_code}\n' -H "X-Shopify-Hmac-SHA256: $signature" -H "X-Shopify-Webhook-Id: event-$1-$i" \
            -H 'X-Shopify-Topic: orders/updated' -d "$body" "$url/hooks/one" >>"$dir/codes.$1"
        curl -s -o /dev/null -w '%{http_code}\n' "$url/readyz" >>"$dir/codes.$1"
    done
}
asking=
for who in a b c; do
    asks $who &
    asking="$asking $!"
done
started="$started $asking"
i=0 begun=3
while [ $i -lt "$reloads" ]; do
    i=$((i + 1))
    manifest state "$(one "$i min" new), $(two "$i min" old)"
    kill -HUP "$desk"
    wait_for configured $((begun + i)) || break
done
: >"$dir/enough"
# shellcheck disable=SC2086
wait $asking
cat "$dir"/codes.* >"$dir/codes"
exchanged() { [ $i = "$reloads" ] && [ "$(instances)" = "one two " ]; }
ok "$reloads reloads exchange both instances" exchanged
bad=$(grep -vc '^200$' "$dir/codes")
echo "# $(wc -l <"$dir/codes") requests during $reloads reloads, $bad not answered with 200"
ok "no request fails meanwhile" [ "$bad" = 0 -a "$(wc -l <"$dir/codes")" -ge 10 ]
asked() { curl -s "$base/__sim/effects" | sed 's/.*"requests":\([0-9]*\).*/\1/'; }
echo "# $(asked) requests of plugins meanwhile"
polled() { [ "$(asked)" -ge "$reloads" ]; }
ok "plugins go on asking the shop" wait_for polled
stored() { is $(($(wc -l <"$dir/codes") / 2)) "SELECT count(*) FROM inbox WHERE event_id LIKE 'event-%'"; }
ok "every acknowledged webhook is stored exactly once" stored
none_hurt() { is 0 "SELECT count(*) FROM inbox WHERE state <> 'read' OR tries > 0"; }
ok "each is read, and no call of one was cut off" wait_for none_hurt
ok "no alert was raised for it" is 0 "SELECT count(*) FROM alerts"
manifest state "$(two "$i min" old)"
kill -HUP "$desk"
gone() { nobody one && [ "$(instances)" = "two " ]; }
ok "a removed instance is gone" wait_for gone
ok "and the other goes on" in_force two of-the-first of-the-second
before=$(pgrep -P "$desk" | wc -l)
few() { [ "$(pgrep -P "$desk" | wc -l)" -le 3 ]; }
ok "and its workers with it (there were $before children)" wait_for few
stop "$desk"
so "the desk stops without an error"
ok "the chain holds" exits 0 "$hw" journal verify -c "$dir/desk.conf"
ok "each configuration that was used is a command of the journal" exits 0 "$hw" journal replay --decide -c "$dir/desk.conf"
done_testing
