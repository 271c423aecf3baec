#!/bin/sh
# Every GraphQL document that the plugin sends, every fixture and every answer
# of the simulator against the published schema, so that plugin and simulator
# cannot agree on the same mistake. Skipped without the schema (in
# specs/shopify beside the repository, or under $HW_SHARED) or without node and
# its `graphql` package (npm install graphql; HW_GRAPHQL names the node_modules
# folder that holds it).
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
specs=${HW_SHARED:-../shared}/specs/shopify
ls "$specs"/admin_*.graphql.gz >/dev/null 2>&1 || skip_all "the published schema is not here"
command -v node >/dev/null || skip_all "node is not installed"
NODE_PATH=${HW_GRAPHQL:-}:/usr/share/nodejs:/usr/local/lib/node_modules:$(npm root -g 2>/dev/null)
export NODE_PATH
node -e 'require("graphql"); fetch' 2>/dev/null || skip_all "graphql for node is not installed (Debian: node-graphql)"

strings -n 20 "$B/plugins/shopify.so" | grep -E '^(query|mutation) [A-Z]' >"$dir/documents"
shop "$dir" --orders 20 --stale 2 --disputes 2
node plugins/shopify/tests/schema.js "$dir/documents" plugins/shopify/fixtures \
    "$base" "$specs"/admin_*.graphql.gz
