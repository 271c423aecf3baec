# lib-clamd.sh - a virus scanner for the tests that read this file. After
# tests/lib.sh; listens at $dir/clamd.
# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2154

clamd() { # WORD [FIRST]: a scanner that says so of each file; FIRST of the first
    perl -MIO::Socket::UNIX -e '
        my ($path, $word, @first) = @ARGV;
        my $s = IO::Socket::UNIX->new(Local => "$path.new", Listen => 5) or die;
        rename "$path.new", $path or die; # nobody finds it before it listens
        while (my $c = $s->accept) {
            read $c, my $head, 14;
            read $c, my $file, unpack("N", substr $head, 10) + 4;
            print $c (shift(@first) // $word) . "\0";
            close $c;
        }' "$dir/clamd" "$@" &
    scanner_pid=$!
    started="$started $scanner_pid"
    wait_for test -S "$dir/clamd"
}
