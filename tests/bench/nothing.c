/* nothing.c - the baseline of a start: a static program that does nothing.
 * SPDX-License-Identifier: MIT */
int main(void)
{
	return 0;
}
