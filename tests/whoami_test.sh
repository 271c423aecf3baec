#!/bin/sh
# `helloword whoami`: whom the desk takes a user for, before an approval is
# refused.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
manifest() { # ENTRY...
    cat >"$dir/desk.conf" <<M
desk = { state = "state"; policy = "$PWD/policy"; };
http = { listen = "127.0.0.1:0"; };
agents = ( $1 );
limits = ( { role = "agent"; per_action = "50.00 USD"; per_day = "200.00 USD"; },
           { role = "manager"; per_action = "100.00 USD"; four_eyes_above = "80.00 USD"; } );
M
}
mine() { echo "{ name = \"mia\"; uid = $(id -u); role = \"$1\"; }"; }
whoami() { exits 0 "$hw" whoami -c "$dir/desk.conf" "$@"; }
as() { whoami && says "$1" "$dir/out"; }

manifest '{ name = "eva"; user = "nobody"; role = "owner"; }'
ok "who is no agent is the system's operator" as "^operator: no agent of the manifest has the user .* \(uid $(id -u)\)$"
ok "and hears what that means and what to write" says '^to be an agent, write user = "' "$dir/out"
ok "nothing is made by asking" [ ! -e "$dir/state" ]
manifest "$(mine agent)"
ok "without a desk it is as the manifest says" as '^mia, agent$'
ok "with what the role may give away" says '^may approve up to 50.00 USD an action, and a day 200.00 USD$' "$dir/out"
serve desk
manifest "$(mine auditor)"
ok "a desk that runs goes by what it has read" as '^mia, agent$'
kill -HUP "$desk"
ok "and then by what it read again" wait_for as '^may read, and say nothing$'
stop "$desk"
manifest "$(mine manager)"
ok "four eyes are told" as '^may approve up to 100.00 USD an action; above 80.00 USD somebody else than who proposed it must$'
manifest "$(mine owner)"
ok "an owner's money has no limit" as '^may approve any amount$'
program() { whoami --json && says '^\{"name":"mia","agent":true,"role":"owner"\}$' "$dir/out"; }
ok "for a program" program
done_testing
