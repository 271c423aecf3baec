/* under.c - runs a program as the packaged unit would let it: the unit's own
 * restrictions, without a service manager.
 *
 *	under CALLS PROGRAM [WORD...]
 *
 * CALLS is a file of system calls, one a line: only these, the others fail with
 * EPERM (SystemCallFilter=, SystemCallErrorNumber=). Besides
 * NoNewPrivileges=, MemoryDenyWriteExecute=, RestrictNamespaces=,
 * RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6, RestrictRealtime= and
 * RestrictSUIDSGID= as systemd writes them. [source: systemd 252,
 * seccomp-util.c]
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <sched.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define DENY SCMP_ACT_ERRNO(EPERM)

static void fail(const char *what)
{
	fprintf(stderr, "under: %s\n", what);
	exit(71);
}

static scmp_filter_ctx filter(uint32_t otherwise)
{
	scmp_filter_ctx f = seccomp_init(otherwise);

	if (!f)
		fail("no filter");
	/* Loading the next one is no business of this one. */
	seccomp_attr_set(f, SCMP_FLTATR_CTL_NNP, 0);
	return f;
}

static void load(scmp_filter_ctx f)
{
	if (seccomp_load(f))
		fail("a filter cannot be loaded");
	seccomp_release(f);
}

static void deny(scmp_filter_ctx f, int call, struct scmp_arg_cmp when)
{
	if (seccomp_rule_add_array(f, DENY, call, 1, &when))
		fail("a rule cannot be written");
}

static void no_writable_code(void)
{
	scmp_filter_ctx f = filter(SCMP_ACT_ALLOW);
	const struct scmp_arg_cmp both =
		SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC | PROT_WRITE,
			PROT_EXEC | PROT_WRITE);
	const struct scmp_arg_cmp code =
		SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC);

	deny(f, SCMP_SYS(mmap), both);
	deny(f, SCMP_SYS(mprotect), code);
	deny(f, SCMP_SYS(pkey_mprotect), code);
	load(f);
}

static void no_namespaces(void)
{
	static const unsigned kinds[] = { CLONE_NEWNS,    CLONE_NEWUTS,
					  CLONE_NEWIPC,   CLONE_NEWUSER,
					  CLONE_NEWPID,   CLONE_NEWNET,
					  CLONE_NEWCGROUP };
	scmp_filter_ctx f = filter(SCMP_ACT_ALLOW);

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		deny(f, SCMP_SYS(unshare),
		     SCMP_A0(SCMP_CMP_MASKED_EQ, kinds[i], kinds[i]));
		deny(f, SCMP_SYS(clone),
		     SCMP_A0(SCMP_CMP_MASKED_EQ, kinds[i], kinds[i]));
	}
	if (seccomp_rule_add(f, DENY, SCMP_SYS(setns), 0) ||
	    seccomp_rule_add(f, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0))
		fail("a rule cannot be written");
	load(f);
}

/* Every family but three: AF_UNIX is 1, AF_INET 2, AF_INET6 10. */
static void no_other_families(void)
{
	scmp_filter_ctx f = filter(SCMP_ACT_ALLOW);

	for (unsigned i = 0; i < 64; i++)
		if (i != AF_UNIX && i != AF_INET && i != AF_INET6)
			deny(f, SCMP_SYS(socket), SCMP_A0(SCMP_CMP_EQ, i));
	load(f);
}

static void no_odd_modes(void)
{
	scmp_filter_ctx f = filter(SCMP_ACT_ALLOW);

	for (unsigned bit = S_ISUID; bit >= S_ISGID; bit >>= 1) {
		deny(f, SCMP_SYS(chmod), SCMP_A1(SCMP_CMP_MASKED_EQ, bit, bit));
		deny(f, SCMP_SYS(fchmod),
		     SCMP_A1(SCMP_CMP_MASKED_EQ, bit, bit));
		deny(f, SCMP_SYS(fchmodat),
		     SCMP_A2(SCMP_CMP_MASKED_EQ, bit, bit));
		deny(f, SCMP_SYS(mkdir), SCMP_A1(SCMP_CMP_MASKED_EQ, bit, bit));
	}
	deny(f, SCMP_SYS(sched_setscheduler),
	     SCMP_A1(SCMP_CMP_NE, SCHED_OTHER));
	load(f);
}

static void only(const char *path)
{
	scmp_filter_ctx f = filter(DENY);
	FILE *in = fopen(path, "re");
	char name[128];
	int n = 0;

	if (!in)
		fail("the list of calls cannot be read");
	while (fgets(name, sizeof name, in)) {
		int call;

		name[strcspn(name, "\n")] = '\0';
		call = seccomp_syscall_resolve_name(name);
		/* Calls of other machines have no number here. */
		if (call == __NR_SCMP_ERROR || call < 0)
			continue;
		if (seccomp_rule_add(f, SCMP_ACT_ALLOW, call, 0))
			fail("a rule cannot be written");
		n++;
	}
	fclose(in);
	if (n < 100)
		fail("that is no list of calls");
	load(f);
}

int main(int argc, char **argv)
{
	if (argc < 3)
		fail("usage: under CALLS PROGRAM [WORD...]");
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		fail("no_new_privs cannot be set");
	no_writable_code();
	no_namespaces();
	no_other_families();
	no_odd_modes();
	only(argv[1]);
	execv(argv[2], argv + 2);
	fail("the program cannot be run");
	return 71;
}
