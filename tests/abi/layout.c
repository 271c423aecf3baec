/* layout.c - prints where every member of the contract stands, and what every
 * word of it counts, under the header that it is compiled with.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "hw_plugin.h"

#define AT(type, member)                          \
	printf("%s.%s %zu %zu\n", #type, #member, \
	       offsetof(struct type, member),     \
	       sizeof(((struct type *)0)->member))
#define IS(word) printf("%s %d\n", #word, (int)(word))

int main(void)
{
#include "layout.inc"
	return 0;
}
