/* ssrf_lists.c - see ssrf_lists.h.
 * SPDX-License-Identifier: MIT */
#include "host/ssrf_lists.h"

#include <stddef.h>

#include "base/def.h"

const char *const ssrf_spellings[] = {
	"https://localhost:%d/",
	"https://localhost.:%d/",
	"https://LOCALHOST:%d/",
	"https://127.0.0.1:%d/",
	"https://127.0.0.1.:%d/",
	"https://127.1:%d/",
	"https://127.0.1:%d/",
	"https://127.127.127.127:%d/",
	"https://2130706433:%d/",
	"https://0x7f000001:%d/",
	"https://0x7F000001:%d/",
	"https://0x7f.1:%d/",
	"https://0x7f.0.0.1:%d/",
	"https://0x7f.0x0.0x0.0x1:%d/",
	"https://017700000001:%d/",
	"https://0177.0.0.1:%d/",
	"https://0177.1:%d/",
	"https://0:%d/",
	"https://0.0.0.0:%d/",
	"https://127.0.0.01:%d/",
	"https://127.0.0.256:%d/",
	"https://4294967297:%d/",
	"https://[::1]:%d/",
	"https://[::]:%d/",
	"https://[0:0:0:0:0:0:0:1]:%d/",
	"https://[::ffff:127.0.0.1]:%d/",
	"https://[::ffff:7f00:1]:%d/",
	"https://[::127.0.0.1]:%d/",
	"https://[64:ff9b::7f00:1]:%d/",
	"https://[2002:7f00:1::]:%d/",
	"https://[fe80::1]:%d/",
	"https://[fe80::1%%25lo]:%d/",
	"https://[::1%%25lo]:%d/",
	"https://[::1%%lo]:%d/",
	"https://[fd00:ec2::254]:%d/",
	"https://[fec0::1]:%d/",
	"https://[ff02::1]:%d/",
	"https://10.0.0.1:%d/",
	"https://10.1:%d/",
	"https://167772161:%d/",
	"https://0xa.1:%d/",
	"https://012.1:%d/",
	"https://169.254.169.254:%d/latest/meta-data/",
	"https://2852039166:%d/",
	"https://0xa9fea9fe:%d/",
	"https://169.254.43518:%d/",
	"https://192.168.0.1:%d/",
	"https://172.16.0.1:%d/",
	"https://100.64.0.1:%d/",
	"https://100.100.100.200:%d/",
	"https://168.63.129.16:%d/",
	"https://224.0.0.1:%d/",
	"https://255.255.255.255:%d/",
	/* Parsers differ about where the host is. */
	"https://api.evil.test@127.0.0.1:%d/",
	"https://api.evil.test:443@127.0.0.1:%d/",
	"https://api.evil.test%%40127.0.0.1:%d/",
	"https://127.0.0.1:%d@api.evil.test/",
	"https://127.0.0.1:%d#@api.evil.test/",
	"https://127.0.0.1:%d?@api.evil.test/",
	"https://127.0.0.1:%d\\@api.evil.test/",
	"https://api.evil.test\\@127.0.0.1:%d/",
	"https://api.evil.test#@127.0.0.1:%d/",
	"https:\\\\127.0.0.1:%d\\",
	"https:/127.0.0.1:%d/",
	"https:127.0.0.1:%d/",
	"https:///127.0.0.1:%d/",
	"https:////127.0.0.1:%d/",
	"//127.0.0.1:%d/",
	"127.0.0.1:%d/",
	" https://127.0.0.1:%d/",
	"https://127.0.0.1%%00.evil.test:%d/",
	"https://127.0.0.1%%2f.evil.test:%d/",
	"https://127.0.0.1%%09.evil.test:%d/",
	"https://%%31%%32%%37.0.0.1:%d/",
	/* Letters and dots that IDNA makes plain. */
	"https://127。0。0。1:%d/",
	"https://①②⑦.0.0.1:%d/",
	"https://１２７.0.0.1:%d/",
	"https://ⓛocalhost:%d/",
	"https://localh\xC2\xADost:%d/",
	/* Not https. */
	"http://127.0.0.1:%d/",
	"http://[::1]:%d/",
	"http://api.evil.test:%d/",
	"HTTP://127.0.0.1:%d/",
	"file:///etc/passwd?%d",
	"file://127.0.0.1/etc/passwd?%d",
	"gopher://127.0.0.1:%d/_x",
	"ftp://127.0.0.1:%d/",
	"ftps://127.0.0.1:%d/",
	"sftp://127.0.0.1:%d/",
	"scp://127.0.0.1:%d/",
	"dict://127.0.0.1:%d/d:x",
	"ldap://127.0.0.1:%d/",
	"ldaps://127.0.0.1:%d/",
	"smb://127.0.0.1:%d/x/y",
	"smtp://127.0.0.1:%d/",
	"imap://127.0.0.1:%d/",
	"pop3://127.0.0.1:%d/",
	"telnet://127.0.0.1:%d/",
	"tftp://127.0.0.1:%d/x",
	"rtsp://127.0.0.1:%d/",
	"mqtt://127.0.0.1:%d/",
	"ws://127.0.0.1:%d/",
	"data:text/plain,%d",
	"jar:https://127.0.0.1:%d/!/",
	NULL,
};

const char *const ssrf_closed[] = {
	"00000000",
	"00010203",
	"0a000001",
	"0affffff",
	"64400001",
	"647fffff",
	"646464c8",
	"7f000001",
	"7f7f7f7f",
	"7ffffffe",
	"a9fe0001",
	"a9fea9fe",
	"a9feaa02",
	"ac100001",
	"ac1fffff",
	"c0000001",
	"c00000c0",
	"c0000201",
	"c0586301",
	"c0a80001",
	"c0a8ffff",
	"c6120001",
	"c613ffff",
	"c6336401",
	"cb007101",
	"a83f8110",
	"e0000001",
	"efffffff",
	"f0000001",
	"ffffffff",
	"00000000000000000000000000000000", /* :: */
	"00000000000000000000000000000001", /* ::1 */
	"00000000000000000000ffff7f000001", /* mapped */
	"00000000000000000000ffff0a000001", /* mapped, private */
	"00000000000000000000ffff08080808", /* mapped, whatever it is */
	"0000000000000000000000007f000001", /* compatible */
	"0000000000000000ffff00007f000001", /* translated, RFC 2765 */
	"0064ff9b00000000000000007f000001", /* NAT64 */
	"0064ff9b000000000000000008080808",
	"0064ff9b000100000000000000000001", /* local NAT64 */
	"01000000000000000000000000000001", /* discard */
	"20010000000000000000000000000001", /* Teredo */
	"20010010000000000000000000000001", /* ORCHID */
	"20010db8000000000000000000000001", /* documentation */
	"20027f00000100000000000000000000", /* 6to4 of loopback */
	"20020a00000100000000000000000000", /* 6to4 of 10.0.0.1 */
	"3fff0000000000000000000000000001", /* documentation */
	"3fff0fff000000000000000000000001",
	"5f000000000000000000000000000001", /* segment routing */
	"fc000000000000000000000000000001", /* unique local */
	"fd000ec2000000000000000000000254", /* a cloud's metadata */
	"fe800000000000000000000000000001", /* link-local */
	"febfffff000000000000000000000001",
	"fec00000000000000000000000000001", /* site-local */
	"ff020000000000000000000000000001", /* multicast */
	"ff0e0000000000000000000000000001",
	NULL,
};

const char *const ssrf_open[] = {
	"09ffffff",
	"0b000000",
	"643fffff",
	"64800000",
	"7effffff",
	"80000000",
	"a9fdffff",
	"a9ff0000",
	"ac0fffff",
	"ac200000",
	"c0a7ffff",
	"c0a90000",
	"c611ffff",
	"c6140000",
	"dfffffff",
	"08080808",
	"a83f8111",
	"26064700000000000000000000001111",
	"20010200000000000000000000000001",
	"3ffe0000000000000000000000000001",
	"30000000000000000000000000000001",
	NULL,
};
