#!/bin/sh
# Kills while refunds run at a platform that honours our key (class A):
# none is paid twice and none is lost. At its full size (HW_FULL) a thousand.
# SPDX-License-Identifier: MIT
profile=key
. tests/crash/row.sh
