#!/bin/sh
# A danger to people on the command line: what a text tells, where a ticket says
# it, what a report counts, and what a file of one's own is refused for.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
hw() { "$hw" "$@" -c "$dir/desk.conf"; }

cp -r policy "$dir/policy"
cat >"$dir/desk.conf" <<M
desk = { state = "state"; policy = "policy"; company = "Lampshop"; };
agents = ( { name = "mia"; uid = $(id -u); role = "owner"; } );
M

# -- a text -----------------------------------------------------------------------
ok "a text is classified" exits 0 hw classify "My son got an electric shock, I want my money back"
ok "its danger stands beside the issue" says '"issue":"refund_request",.*"danger":"electric shock: .*electric shock'
ok "an everyday one" exits 0 hw classify "I want my money back"
ok "tells of none" lacks '"danger"' "$dir/out"
printf '{"text":"It caught fire! My hand is burnt","lang":"de"}\n' >"$dir/said"
ok "one that is said to be in another language" exits 0 hw classify --batch "$dir/said"
ok "tells it all the same" says '"danger":"fire: .*caught fire'
printf 'I want an invoice.\n\nOn Monday you wrote:\n> it caught fire\n' >"$dir/quoted"
ok "one that quotes a danger" exits 0 hw classify "$dir/quoted"
ok "tells of none either" lacks '"danger"' "$dir/out"

# -- a ticket ---------------------------------------------------------------------
order() { # N TITLE
    printf '{"kind":"order","ref":"O%s","name":"#100%s","status":"open","placed":"%s","buyer_ref":"B%s","email":"b%s@buyer.example","lang":"en","total":{"amount":"49.00","currency":"USD"},"lines":[{"ref":"L%s","sku":"LAMP-%s","title":"%s","quantity":1}]}\n' \
        "$1" "$1" "$(moment -864000)" "$1" "$1" "$1" "$1" "$2"
}
mail() { # N TEXT
    printf '{"kind":"text_in","ref":"m%s","channel":"message","thread":"m%s","order_ref":"O%s","from_addr":"b%s@buyer.example","subject":"Order","text":"%s","message_id":"<m%s@x>","origin":"human","at":"%s"}\n' \
        "$1" "$1" "$1" "$1" "$2" "$1" "$(moment 600)"
}
{
    order 1 'Desk lamp'
    order 2 'Floor lamp'
    mail 1 'Please cancel this. The lamp caught fire.'
    mail 2 'Where is my parcel?'
    order 3 'Toaster' | sed 's/"lang":"en"/"lang":"de"/'
    mail 3 'It caught fire!'
} >"$dir/facts"
ok "facts of a shop are taken" exits 0 hw import --new-shop --shop shop "$dir/facts"
ok "a ticket is shown" exits 0 hw ticket show T-1
ok "with the danger below its issue" says '^danger to people: fire: "caught fire"$'
ok "it is red whatever the issue is" says '^T-1  red, '
ok "another one" exits 0 hw ticket show T-2
ok "has none" lacks '^danger' "$dir/out"
ok "few words, of an order in another language" exits 0 hw ticket show T-3
ok "tell it all the same" says '^danger to people: fire: "caught fire"$'
ok "why is explained" exits 0 hw explain T-1
ok "by the words that told it" says '^    tells of a danger to people: fire: "caught fire"$'
ok "as a fact of the rules" says 'danger = true'
ok "and the rule" says 'rule: danger \(policy [0-9a-f]*\)'

# -- counted ----------------------------------------------------------------------
ok "dangers are counted" exits 0 hw report dangers
ok "by the goods" says '^Desk lamp +LAMP-1 +1 +1$'
ok "and each is listed" says '^T-1  .*order #1001, open: fire: "caught fire"$'
ok "others are not" lacks 'Floor lamp' "$dir/out"
ok "for programs" exits 0 hw report dangers --json
ok "a line each" says '^\{"sku":"LAMP-1","goods":"Desk lamp","tickets":1,"open":1\}$'
ok "of another time there is none" exits 0 hw report dangers --since 2999-01-01
ok "which is said" grep -q 'no buyer told of a danger in that time' "$dir/err"

# -- closed -----------------------------------------------------------------------
ok "closing it unseen is refused" exits 65 hw ticket close T-1 --outcome cancelled --cause fire
ok "with the word that does it" grep -q 'nobody has said that they looked: .alert acknowledge [0-9]*.' "$dir/err"

ok "the warehouse has a task" exits 0 hw task add T-1 "put the lamps aside" --role warehouse --gives nothing --within 24h
ok "who leads closes it all the same" exits 0 hw ticket close T-1 --outcome cancelled --cause fire --force "called them"
ok "and is told which task that drops" says '^task [0-9]* of the warehouse is dropped with it .put the lamps aside.$'
ok "and which alert" says '^alert [0-9]*, which nobody acknowledged, is dropped with it \(.*fire'
ok "one of which nothing is left to do" exits 0 hw ticket close T-2 --outcome found --cause delay --force "by phone"
ok "drops nothing, and says so little" lacks 'is dropped with it' "$dir/out"

# -- a file of one's own -----------------------------------------------------------
wrong() { # TEXT WANTED
    printf '%s\n' "$1" >"$dir/policy/dangers.conf"
    ok "refused: $1" exits 78 hw check
    ok "with the line and what to do" says "dangers.conf:1: $2"
}
wrong 'dangers = ( { name = "fire"; lang = "en"; } );' '"words" is missing; add words = '
wrong 'dangers = ( { name = "fire"; lang = "english"; words = [ "on fire" ]; } );' '"english" is no language'
wrong 'dangers = ( { name = "fire"; lang = "en"; words = [ "x" ]; } );' 'a word of a danger is a text of two letters or more'
wrong 'dangers = ( { name = "fire"; lang = "en"; words = [ "bur*ing" ]; } );' 'a word of a danger is'
wrong 'dangers = ( { name = "fire"; lang = "en"; words = [ "call 112" ]; } );' '"call 112" has a digit'
wrong 'dangers = ( "fire" );' 'an entry here is '
wrong 'not_meant = ( { lang = "en"; denies = [ "not" ]; } );' '.*did you mean .denied'
rm "$dir/policy/dangers.conf"
ok "a folder without the file is as good as before" exits 0 hw check
done_testing
