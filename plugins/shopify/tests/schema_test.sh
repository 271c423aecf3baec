#!/bin/sh
# Every GraphQL document that the plugin sends, every fixture and every answer
# of the simulator against the published schema, so that plugin and simulator
# cannot agree on the same mistake. Skipped without the schema (in
# specs/shopify beside the repository, or under $HW_SHARED) or without node and
# its `graphql` package (npm install graphql; HW_GRAPHQL names the node_modules
# folder that holds it).
# SPDX-License-Identifier: MIT
set -u
skip() {
    echo 1..1
    echo "ok 1 # SKIP $1"
    exit 0
}
B=$(cd "${HW_BUILD:-build}" && pwd)
dir=${HW_SCRATCH:-$(mktemp -d)}
specs=${HW_SHARED:-../shared}/specs/shopify
ls "$specs"/admin_*.graphql.gz >/dev/null 2>&1 || skip "the published schema is not here"
command -v node >/dev/null || skip "node is not installed"
NODE_PATH=${HW_GRAPHQL:-}:/usr/share/nodejs:/usr/local/lib/node_modules:$(npm root -g 2>/dev/null)
export NODE_PATH
node -e 'require("graphql"); fetch' 2>/dev/null || skip "graphql for node is not installed (Debian: node-graphql)"

strings -n 20 "$B/plugins/shopify.so" | grep -E '^(query|mutation) [A-Z]' >"$dir/documents"
"$B/sims/shopify" --port-file "$dir/port" --effects "$dir/effects" --orders 20 --stale 2 --disputes 2 &
sim=$!
trap 'kill $sim 2>/dev/null' EXIT
i=0
while [ ! -s "$dir/port" ] && [ $i -lt 200 ]; do
    sleep 0.05
    i=$((i + 1))
done
node plugins/shopify/tests/schema.js "$dir/documents" plugins/shopify/fixtures \
    "http://127.0.0.1:$(cat "$dir/port")" "$specs"/admin_*.graphql.gz
