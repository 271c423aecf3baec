#!/bin/sh
# The walls of a running desk: what each of its processes is held to, a plugin
# that tries to get out, and a reload that names a folder behind them.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
case "$B" in
*-address*)
    echo "1..0 # SKIP sanitized processes have no walls"
    exit 0
    ;;
esac
mkdir "$dir/so" "$dir/elsewhere"
cp "$B"/plugins/locale-en.so "$B/tests/prisoner/prisoner.so" "$dir/so/"
cp -r policy "$dir/policy"
printf 'of-the-first' >"$dir/token"
printf 'of-the-second' >"$dir/other"
printf 'a secret' >"$dir/so/secret"
cp "$dir/token" "$dir/elsewhere/token"
chmod 600 "$dir/token" "$dir/other" "$dir/so/secret" "$dir/elsewhere/token"
hex() { printf '%s' "$1" | od -An -tx1 | tr -d ' \n'; }
manifest() { # POLICY TOKEN [PLUGINS]
    cat >"$dir/desk.conf" <<M
desk = { state = "state"; policy = "$1"; plugins = "${3:-so}"; };
http = { listen = "127.0.0.1:0"; };
instances = (
  { name = "first"; plugin = "prisoner"; secret = "$dir/other"; victim = $$;
    token = "file:$2"; look_for = "$(hex of-the-second)"; },
  { name = "second"; plugin = "prisoner"; secret = "$dir/state/helloword.db";
    victim = ${desk:-1}; token = "file:other"; look_for = "$(hex of-the-first)"; }
);
M
}
manifest policy token
ok "a desk starts with a plugin that tries to get out" serve desk --port-file "$dir/port"
words() { "$hw" plugins first second -c "$dir/desk.conf"; }
tells() { [ "$(words | grep -c "$1")" -ge "$2" ]; }
ok "two instances of it were loaded and asked" wait_for tells 'asked: [0-9]* tried' 2
got_out() { words | grep -E ' (loading|asked): ' | grep -vE 'tried, reached:$'; }
nobody_got_out() { ! got_out; }
ok "neither reached a file, a process, a socket or the other's token" nobody_got_out
sed -n 's/.*\(first: .* tried\), reached/# \1, reached/p' "$dir/desk.err"

# What the desk's pid is, the second can be told by a reload.
manifest policy token
kill -HUP "$desk"
ok "it is loaded anew by a reload" wait_for tells 'asked: [0-9]* tried' 3
ok "and reaches nothing of the desk, whose pid it knows" nobody_got_out

# -- what holds each process --
held() { # PID: by a filter, without new privileges, without cores, not dumpable
    grep -q '^Seccomp:.2' "/proc/$1/status" && grep -q '^NoNewPrivs:.1' "/proc/$1/status" &&
        limit "$1" 'Max core file size' 0
}
limit() { [ "$(sed -n "s/^$2 *\([^ ]*\) *\([^ ]*\) .*/\1 \2/p" "/proc/$1/limits")" = "$3 $3" ]; }
named() { # NAME: pids of such children
    for p in $(pgrep -P "$desk"); do
        case $(cat "/proc/$p/comm") in "$1"*) echo "$p" ;; esac
    done
}
every() { # NAME COMMAND...
    some=$(named "$1")
    shift
    [ -n "$some" ] || return 1
    for p in $some; do "$@" "$p" || return 1; done
}
worker_limits() {
    limit "$1" 'Max address space' 536870912 && limit "$1" 'Max open files' 16 && limit "$1" 'Max file size' 0
}
files_of() { # PID: what it holds open, but for its socket and its pipe
    find "/proc/$1/fd" -type l -printf "%l\n" | grep -cv "^/dev/null\$\|^pipe:"
}
one_file() { [ "$(files_of "$1")" = 1 ]; }
ok "the desk runs behind a filter and leaves no core" held "$desk"
ok "so does its sender" every helloword-sende held
ok "and each worker" every helloword-worke held
ok "a worker has 512 MiB of memory, 16 files, and no file may grow" every helloword-worke worker_limits
ok "and nothing open but its socket" every helloword-worke one_file

# -- reloads --
reloads() { # POLICY TOKEN PATTERN [PLUGINS]
    manifest "$1" "$2" "${4:-so}"
    : >"$dir/desk.err"
    kill -HUP "$desk"
    wait_for says "$3" "$dir/desk.err"
}
# Folders of the manifest's own folder may be new.
cp -r policy "$dir/policy2"
ok "a reload may name a new folder below the manifest's" reloads policy2 elsewhere/token 'reloaded: 2 instances'
far=$(mktemp -d "${TMPDIR:-/tmp}/hwfar.XXXXXX")
cp -r policy "$far/policy" && cp "$dir/token" "$far/token" && chmod 600 "$far/token"
ok "one that names a policy elsewhere is refused, and says what to do" \
    reloads "$far/policy" token "policy $far/policy is outside of the folders that the desk was started with; start it anew"
ok "and so is a secret elsewhere" \
    reloads policy "$far/token" "$far/token is outside of the folders .*; start it anew"
ok "and the old configuration stays" says 'the old configuration stays' "$dir/desk.err"
ok "the desk goes on" curl -sf -o /dev/null "http://127.0.0.1:$(cat "$dir/port")/readyz"
mkdir "$far/so" && cp "$dir"/so/*.so "$far/so"
ok "and a folder of plugins elsewhere" \
    reloads policy token "plugin $far/so/prisoner.so is outside of the folders" "$far/so"
rm -rf "$far"
kill "$desk"
ended() { ! kill -0 "$desk" 2>/dev/null; }
ok "and ends well" wait_for ended
done_testing
