#!/bin/sh
# The whole desk on a scratch folder, end to end: shop and mail simulators,
# sender, workers, desk, command line.
# SPDX-License-Identifier: MIT
set -u
echo 1..1
if out=$(HELLOWORD_SANDBOX_SPEED=600 sh tools/sandbox --once 2>&1); then
    echo "ok 1 - the sandbox day plays through from a buyer's mail to a refund paid once"
else
    printf '%s\n' "$out" | sed 's/^/# /'
    echo "not ok 1 - the sandbox day plays through from a buyer's mail to a refund paid once"
fi
