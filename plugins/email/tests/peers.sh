# peers.sh - a real IMAP and a real SMTP server on loopback, for the tests that
# read this file: dovecot and exim4, unprivileged, in a folder of their own.
# After tests/lib.sh. Gives $P (the folder), ports, and what the functions below
# say; the servers end with the test.
# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2034,SC2154

P=
wrapper=$(ls /usr/lib/*/libnss_wrapper.so 2>/dev/null | head -n 1)
peers_missing() {
    [ -n "$wrapper" ] || { echo "libnss-wrapper is not installed"; return 0; }
    [ -x /usr/sbin/dovecot ] || { echo "dovecot is not installed"; return 0; }
    [ -x build/peers/exim4 ] || { echo "exim4 is not there; sh tools/peers"; return 0; }
    return 1
}
# Servers refuse to work as root; as another user they need no right at all.
# $as_peer is put before a command, unquoted.
as_peer=
peer_user=$(id -un)
if [ "$(id -u)" = 0 ]; then
    peer_user=nobody
    as_peer="setpriv --reuid=nobody --regid=nogroup --clear-groups"
fi
peer_group=$(id -gn "$peer_user")

peer_certs() {
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=test CA" \
        -keyout "$P/ca.key" -out "$P/ca.pem" \
        -addext "basicConstraints=critical,CA:TRUE"
    openssl req -newkey rsa:2048 -nodes -subj "/CN=localhost" \
        -keyout "$P/server.key" -out "$P/server.csr"
    printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\n' >"$P/san"
    openssl x509 -req -days 2 -in "$P/server.csr" -CA "$P/ca.pem" -CAkey "$P/ca.key" \
        -CAcreateserial -extfile "$P/san" -out "$P/server.pem"
}

dovecot_conf() {
    cat >"$P/dovecot.conf" <<C
base_dir = $P/run
log_path = $P/dovecot.log
protocols = imap
listen = 127.0.0.1
default_login_user = $peer_user
default_internal_user = $peer_user
default_internal_group = $peer_group
ssl = yes
ssl_cert = <$P/server.pem
ssl_key = <$P/server.key
disable_plaintext_auth = yes
auth_mechanisms = plain login
auth_failure_delay = 0
first_valid_uid = 1
mailbox_idle_check_interval = 2 secs
service imap-login {
  inet_listener imap { 
    port = $imap_port
  }
  inet_listener imaps {
    port = $imaps_port
  }
  chroot =
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
passdb {
  driver = passwd-file
  args = scheme=PLAIN $P/users
}
userdb {
  driver = static
  args = uid=$peer_user gid=$peer_group home=$P/mail/%n
}
mail_location = maildir:~/Maildir
namespace inbox {
  inbox = yes
  mailbox Sent {
    special_use = \\Sent
    auto = create
  }
}
C
}

# Takes mail after AUTH over TLS only, and files it in the maildir of its
# local part; "gone..." cannot be delivered and comes back; "never..." is
# refused and "later..." put off at once.
exim_conf() {
    cat >"$P/exim.conf" <<C
exim_path = $P/exim4
exim_user = $peer_user
exim_group = $peer_group
keep_environment = LD_PRELOAD : NSS_WRAPPER_PASSWD : NSS_WRAPPER_GROUP
spool_directory = $P/spool
log_file_path = $P/exim-%slog
pid_file_path = $P/exim.pid
primary_hostname = mail.shop.test
daemon_smtp_ports = $smtp_port
local_interfaces = 127.0.0.1
tls_advertise_hosts = *
tls_certificate = $P/server.pem
tls_privatekey = $P/server.key
auth_advertise_hosts = \${if def:tls_in_cipher {*}{}}
acl_smtp_rcpt = rcpt
acl_smtp_data = accept
never_users =
queue_run_in_order
bounce_return_body = false
begin acl
rcpt:
  deny local_parts = \N^never\N
       message = 550 5.1.1 no such user \$local_part@\$domain
  defer local_parts = \N^later\N
       message = 451 4.2.0 try again
  accept authenticated = *
  deny message = 550 authenticate first
begin routers
gone:
  driver = redirect
  local_parts = \N^gone\N
  data = :fail: the mailbox is gone
  allow_fail
local:
  driver = accept
  local_parts = help : ann
  transport = maildir
begin transports
maildir:
  driver = appendfile
  directory = $P/mail/\$local_part_data/Maildir
  maildir_format
  create_directory
  user = $peer_user
  group = $peer_group
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = \${if and{{eq{\$auth2}{help}}{eq{\$auth3}{correct horse}}}}
  server_set_id = \$auth2
login:
  driver = plaintext
  public_name = LOGIN
  server_prompts = Username:: : Password::
  server_condition = \${if and{{eq{\$auth1}{help}}{eq{\$auth2}{correct horse}}}}
  server_set_id = \$auth1
C
}

# Waits until a server greets, or dies.
greets() { # PORT PID
    perl -MIO::Socket::INET -e '
        for (1 .. 200) {
            kill 0, $ARGV[1] or exit 1;
            my $s = IO::Socket::INET->new(PeerAddr => "127.0.0.1", PeerPort => $ARGV[0], Timeout => 2);
            if ($s && defined(my $l = <$s>)) { exit 0 }
            select undef, undef, undef, 0.05;
        }
        exit 1' "$1" "$2"
}
dovecot_start() {
    $as_peer /usr/sbin/dovecot -F -c "$P/dovecot.conf" >"$P/dovecot.out" 2>&1 &
    dovecot_pid=$!
    greets "$imap_port" "$dovecot_pid"
}
dovecot_stop() {
    kill "$dovecot_pid" && wait "$dovecot_pid"
    dovecot_pid=
}
# Debian's exim asks for its own user, which an unpacked one has not.
exim_start() {
    $as_peer env LD_PRELOAD="$wrapper" NSS_WRAPPER_PASSWD="$P/passwd" NSS_WRAPPER_GROUP="$P/group" "$P/exim4" -C "$P/exim.conf" -bdf -q2s >"$P/exim.out" 2>&1 &
    exim_pid=$!
    greets "$smtp_port" "$exim_pid"
}
exim_stop() {
    kill "$exim_pid" && wait "$exim_pid"
    exim_pid=
}
peers_start() {
    at_end=peers_stop
    P=$(mktemp -d "${TMPDIR:-/tmp}/hwmail.XXXXXX")
    cp build/peers/exim4 "$P/exim4" && chmod 755 "$P/exim4"
    free_port && imap_port=$port && free_port && imaps_port=$port && free_port && smtp_port=$port || return
    peer_certs >"$P/openssl.log" 2>&1
    echo 'help:correct horse' >"$P/users"
    mkdir -p "$P/mail" "$P/spool" "$P/run"
    for box in help ann; do
        mkdir -p "$P/mail/$box/Maildir/new" "$P/mail/$box/Maildir/cur" "$P/mail/$box/Maildir/tmp"
    done
    {
        getent passwd "$peer_user"
        echo "Debian-exim:x:$(id -u "$peer_user"):$(id -g "$peer_user")::$P:/bin/false"
    } >"$P/passwd"
    {
        getent group "$peer_group"
        echo "Debian-exim:x:$(id -g "$peer_user"):"
    } >"$P/group"
    dovecot_conf
    exim_conf
    [ "$(id -u)" != 0 ] || chown -R "$peer_user:$peer_group" "$P"
    chmod 644 "$P/exim.conf"
    dovecot_start && exim_start
}
peers_stop() {
    [ -z "${dovecot_pid:-}" ] || kill "$dovecot_pid"
    [ -z "${exim_pid:-}" ] || kill "$exim_pid"
    wait ${dovecot_pid:-} ${exim_pid:-}
    [ -z "$P" ] || rm -rf "$P"
}

put_mail() { # BOX FOLDER: the mail on standard input arrives there
    put_dir=$P/mail/$1/Maildir/$2
    $as_peer mkdir -p "$put_dir/new" "$put_dir/cur" "$put_dir/tmp"
    $as_peer sh -c 'cat >"$1/tmp/$2" && mv "$1/tmp/$2" "$1/new/$2"' sh "$put_dir" \
        "$(date +%s).$$_$(date +%N).test"
}
