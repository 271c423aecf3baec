/* ssrf_lists.h - ways to name this machine, its network and what clouds keep
 * there, and addresses that are nobody's own. Each list ends with NULL.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_SSRF_LISTS_H
#define HW_TESTS_SSRF_LISTS_H

/* URLs; "%d" stands once for the port, "%%" for a percent sign. */
extern const char *const ssrf_spellings[];
/* Every host of them, so that only the addresses are left to refuse. */
#define ANY_HOST                                                              \
	"localhost localhost. LOCALHOST 127.0.0.1 127.1 127.0.1 2130706433 "  \
	"0x7f000001 0x7f.1 0x7f.0.0.1 017700000001 0177.0.0.1 0177.1 0 "      \
	"0.0.0.0 127.127.127.127 0x7f.0x0.0x0.0x1 [::1] [::] "                \
	"[0:0:0:0:0:0:0:1] [::ffff:127.0.0.1] [::ffff:7f00:1] [::127.0.0.1] " \
	"[64:ff9b::7f00:1] [2002:7f00:1::] [fe80::1] [fd00:ec2::254] "        \
	"[fec0::1] [ff02::1] 10.0.0.1 10.1 167772161 0xa.1 012.1 "            \
	"169.254.169.254 2852039166 0xa9fea9fe 169.254.43518 192.168.0.1 "    \
	"172.16.0.1 100.64.0.1 100.100.100.200 168.63.129.16 224.0.0.1 "      \
	"255.255.255.255"

/* Addresses that a name must not lead to, as the resolver of the tests reads
 * them. */
extern const char *const ssrf_closed[];
/* The nearest neighbours of those; and public ones. */
extern const char *const ssrf_open[];

#endif
