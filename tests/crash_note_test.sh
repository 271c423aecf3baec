#!/bin/sh
# Kills while refunds run at a platform that shows our note, late (class B):
# none is paid twice and none is lost. At its full size (HW_FULL) a thousand.
# SPDX-License-Identifier: MIT
profile=note
. tests/crash/row.sh
