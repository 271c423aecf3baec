/* doctor_machine.c - the clock, the kernel and the libraries.
 * SPDX-License-Identifier: MIT */
#include <linux/landlock.h>
#include <sqlite3.h>
#include <sys/syscall.h>
#include <sys/timex.h>
#include <sys/utsname.h>
#include <unicode/ucal.h>
#include <unicode/uversion.h>
#include <unistd.h>

#include "base/file.h"
#include "base/harden.h"
#include "cli/doctor.h"

static void look_at_clock(struct doctor *d)
{
	struct timex t = { 0 };
	int state = adjtimex(&t);

	if (state < 0 || state == TIME_ERROR || (t.status & STA_UNSYNC))
		doctor_found(d, WARNING, "clock",
			     "run systemd-timesyncd or chrony; deadlines and "
			     "keys live by it",
			     "the clock is not synchronised");
	else
		doctor_found(d, FINE, "clock", NULL,
			     "the clock is synchronised, within %ld ms",
			     (long)t.maxerror / 1000);
}

static void look_at_kernel(struct doctor *d)
{
	long landlock = syscall(SYS_landlock_create_ruleset, NULL, 0,
				LANDLOCK_CREATE_RULESET_VERSION);
	struct utsname u = { 0 };

	uname(&u);
	if (*harden_missing())
		doctor_found(d, WARNING, "kernel", "boot one that has it", "%s",
			     harden_missing());
	else
		doctor_found(d, FINE, "kernel", NULL,
			     "Linux %s with seccomp and Landlock %ld",
			     u.release, landlock);
	/* Whoever is root owns what a plugin gets hold of. */
	if (geteuid() == 0)
		doctor_found(d, WARNING, "user",
			     "run the desk as a user of its own",
			     "this is root");
}

/* "# version 2024b" at the head of the system's zones. */
static void put_zones(struct str *out)
{
	FILE *in = fopen("/usr/share/zoneinfo/tzdata.zi", "re");
	char line[64] = "", *end;

	if (in && fgets(line, sizeof line, in) &&
	    text_starts(line, "# version ")) {
		end = strpbrk(line, "\r\n");
		if (end)
			*end = '\0';
		str_puts(out, line + strlen("# version "));
	} else {
		str_puts(out, "unknown");
	}
	if (in)
		fclose(in);
}

static void look_at_versions(struct doctor *d)
{
	CLEANUP(str_release) struct str zones = STR_INIT;
	char icu[U_MAX_VERSION_STRING_LENGTH] = "";
	UErrorCode rc = U_ZERO_ERROR;
	const char *own = ucal_getTZDataVersion(&rc);
	UVersionInfo v;

	u_getVersion(v);
	u_versionToString(v, icu);
	put_zones(&zones);
	doctor_found(d, FINE, "versions", NULL,
		     "helloword %s, SQLite %s, ICU %s with zones of %s, the "
		     "system's zones of %s",
		     HW_VERSION, sqlite3_libversion(), icu,
		     U_FAILURE(rc) ? "unknown" : own, str_c(&zones));
}

/* The sender speaks TLS 1.2 at least, and believes these. */
static void look_at_cas(struct doctor *d)
{
	static const char path[] = "/etc/ssl/certs/ca-certificates.crt";

	if (file_exists(path))
		doctor_found(d, FINE, "tls", NULL,
			     "TLS 1.2 at least, authorities of %s", path);
	else
		doctor_found(d, WRONG, "tls", "install ca-certificates",
			     "%s is not there: no platform can be believed",
			     path);
}

void doctor_machine(struct doctor *d)
{
	look_at_clock(d);
	look_at_kernel(d);
	look_at_versions(d);
	look_at_cas(d);
}
