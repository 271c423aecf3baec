#!/bin/sh
# Short messages through a real Kannel (bearerbox and smsbox) to its fake message
# centre, which tells what it was given, byte for byte.
# SPDX-License-Identifier: MIT
set -u
. tests/lib.sh
kannel=$PWD/build/peers/kannel
[ -x "$kannel/usr/sbin/smsbox" ] || skip_all "Kannel is not there; sh tools/peers"
libs=$(echo "$kannel"/usr/lib/*-linux-*):$(echo "$kannel"/lib/*-linux-*)
box() { # PROGRAM OPTION...: starts it; its pid in $box
    box_program=$1
    shift
    LD_LIBRARY_PATH=$libs "$kannel/usr/$box_program" "$@" >"$dir/${box_program##*/}" 2>&1 &
    box=$!
    started="$started $box"
}
LD_LIBRARY_PATH=$libs "$kannel/usr/sbin/smsbox" --version >"$dir/version" 2>&1
! grep -q 'error while loading' "$dir/version" || skip_all "Kannel does not run here: $(cat "$dir/version")"

cli() { "$hw" "$@" -c "$dir/desk.conf"; }
free_port && admin=$port && free_port && boxes=$port && free_port && sendsms=$port
# The centre's port is opened on every address, where free_port would be in the
# way.
centre=$(perl -MIO::Socket::INET -e '
    my $port = 30000 + $$ % 2000;
    $port++ until IO::Socket::INET->new(LocalAddr => "0.0.0.0", LocalPort => $port, Listen => 1);
    print $port')
cat >"$dir/kannel.conf" <<C
group = core
admin-port = $admin
admin-password = status
status-password = status
admin-interface = 127.0.0.1
smsbox-port = $boxes
smsbox-interface = 127.0.0.1
box-allow-ip = 127.0.0.1

group = smsc
smsc = fake
smsc-id = FAKE
host = 127.0.0.1
port = $centre
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = $sendsms
sendsms-interface = 127.0.0.1

group = sendsms-user
username = desk
password = geheim
concatenation = true
max-messages = 10
C
said() { grep -qE "$1" "$dir/$2"; }
answers() { curl -s "http://127.0.0.1:$1" >/dev/null; }
centre_starts() {
    box lib/kannel/test/fakesmsc -H 127.0.0.1 -r "$centre" -m 0 '1 2 text x'
    fake=$box
    wait_for online
}
online() { curl -s "http://127.0.0.1:$admin/status.txt?password=status" | grep -q 'FAKE.*online'; }
box sbin/bearerbox "$dir/kannel.conf"
wait_for answers "$admin"
box sbin/smsbox "$dir/kannel.conf"
ok "Kannel and its fake centre run" wait_for answers "$sendsms"
centre_starts

manifest() { # PASSWORD
    secret password "$1"
    cat >"$dir/desk.conf" <<M
desk = { state = "$dir/state"; policy = "$PWD/policy"; company = "Lampshop"; };
http = { listen = "127.0.0.1:0"; };
agents = ( { name = "mia"; uid = $(id -u); role = "manager"; } );
instances = ( { name = "sms"; plugin = "sms"; loopback = true; backend = "kannel";
  base_url = "http://127.0.0.1:$sendsms"; sender = "Lampshop"; user = "desk"; password = "file:password"; } );
M
}
last="WHERE id = (SELECT max(id) FROM actions)"
alert() { # TEXT: goes, and is done
    cli alert try sms +4915100000000 "$1" >&2 && wait_for is 7 "SELECT state FROM actions $last"
}
got() { sed -n 's/^.*Got message [0-9]*: //p' "$dir/fakesmsc"; }
got_as_many() { [ "$(got | wc -l)" = "$1" ]; }
manifest geheim
serve desk

# What the centre must have been given. It writes UCS-2 as the bytes are, big end
# first, and what is no letter of ASCII as %XX: 包裹停滞 is 5305 88F9 505C 6EDE.
cat >"$dir/wanted" <<'W'
<Lampshop +4915100000000 text Parcel 4711 stands still>
<Lampshop +4915100000000 text Größe ändern: 5 € für Öl>
<Lampshop +4915100000000 ucs-2 S%05%88%F9P%5Cn%DE>
W
ok "a text of ASCII goes" alert "Parcel 4711 stands still"
ok "one with umlauts and the euro sign" alert "Größe ändern: 5 € für Öl"
ok "and a Chinese one" alert "包裹停滞"
ok "three messages arrive" wait_for got_as_many 3
got >"$dir/got"
ok "byte for byte as they were written" cmp "$dir/wanted" "$dir/got"
ok "161 letters" alert "$(printf '%0161d' 0)"
ok "are two messages there as well as here" wait_for got_as_many 5
ok "and so are 71 Chinese ones" alert "$(printf '%071d' 0 | sed 's/0/包/g')"
ok "no more, no less" wait_for got_as_many 7
stop "$fake"
centre_is_away() { ! online; }
wait_for centre_is_away
ok "while its centre is away Kannel keeps a message for later, which counts as sent" alert "for later"
centre_starts
ok "and hands it over when the centre is back" wait_for said 'Got message 1: .*text for later' fakesmsc
stop "$desk"

manifest falsch
serve desk
cli alert try sms +4915100000000 "not with this password" >&2
ok "a wrong password pauses the instance" wait_for is 1 "SELECT count(*) FROM alerts WHERE cause = 'paused:sms'"
ok "and the message waits" is 4 "SELECT state FROM actions $last"
stop "$desk"
ok "every row is legal" exits 0 cli doctor --invariants
done_testing
