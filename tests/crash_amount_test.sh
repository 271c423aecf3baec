#!/bin/sh
# Kills while refunds run at a platform that shows an amount, late, and nothing else (class C):
# none is paid twice and none is lost. At its full size (HW_FULL) a thousand.
# SPDX-License-Identifier: MIT
profile=amount
. tests/crash/row.sh
