/* scene_serve.c - `helloword serve` itself, from its first instruction until it
 * is ready and told to stop; see scene.h.
 *
 * SIGTERM waits already when it begins, so it stops as soon as it listens.
 * SPDX-License-Identifier: MIT */
#include "help/place.h"
#include "sites/scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"

static void prepare(const char *dir)
{
	CLEANUP(free_ptr) char *conf = path_join(dir, "helloword.conf");
	CLEANUP(free_ptr) char *secret = path_join(dir, "secret");
	CLEANUP(free_ptr) char *tree = getcwd(NULL, 0);
	CLEANUP(free_ptr)
	char *text = xasprintf(
		"desk = { state = \"state\"; policy = \"%s/policy\"; };\n"
		"http = { listen = \"127.0.0.1:0\"; };\n"
		"agents = ( { name = \"eva\"; uid = %d; role = \"owner\"; } "
		");\n"
		"instances = ( { name = \"shop\"; plugin = \"shopify\"; "
		"shop = \"x.myshopify.com\"; loopback = true; "
		"base_url = \"http://127.0.0.1:9\"; client_id = \"c\"; "
		"client_secret = \"file:secret\"; } );\n",
		tree, (int)getuid());
	struct err err = { 0 };

	if (file_write(conf, text, strlen(text), 0600, &err) ||
	    file_write(secret, "s", 1, 0600, &err))
		fail_msg("%s", err.text);
}

static _Noreturn void run(const char *dir, const char *const *argv)
{
	CLEANUP(free_ptr) char *here = built_whole(".");
	char *program = xasprintf("%s/helloword", here ? here : ".");

	if (chdir(dir) == 0)
		execv(program, (char *const *)(uintptr_t)argv);
	_exit(127);
}

static int serve(const char *dir, struct book *b, struct err *err)
{
	static const char *const argv[] = { "helloword", "serve", "-c",
					    "helloword.conf", NULL };
	CLEANUP(free_ptr)
	char *library = built_whole("tests/sites/fault.so");
	sigset_t term;

	(void)b, (void)err;
	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	sigprocmask(SIG_BLOCK, &term, NULL);
	kill(getpid(), SIGTERM);
	setenv("LD_PRELOAD", library, 1);
	dup2(STDERR_FILENO, STDOUT_FILENO);
	run(dir, argv);
}

/* Its status; nothing fails in it. */
static int healthy(const char *dir, const char *const *argv, bool told_to_stop)
{
	pid_t pid = fork();
	int status = -1;

	if (pid == 0) {
		sigset_t term;

		sigemptyset(&term);
		sigaddset(&term, SIGTERM);
		if (told_to_stop) {
			sigprocmask(SIG_BLOCK, &term, NULL);
			kill(getpid(), SIGTERM);
		}
		dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO);
		run(dir, argv);
	}
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void look(const char *dir, struct book *b)
{
	static const char *const again[] = { "helloword", "serve", "-c",
					     "helloword.conf", NULL };
	static const char *const doctor[] = { "helloword",      "doctor",
					      "--invariants",   "-c",
					      "helloword.conf", NULL };
	static const char *const verify[] = { "helloword",      "journal",
					      "verify",         "-c",
					      "helloword.conf", NULL };

	(void)b;
	assert_int_equal(healthy(dir, again, true), 0);
	assert_int_equal(healthy(dir, doctor, false), 0);
	assert_int_equal(healthy(dir, verify, false), 0);
}

const struct scene scenes_of_serve[] = {
	{ .name = "serve",
	  .title = "the desk itself starts, or says why not, and starts again",
	  .prepare = prepare,
	  .play = serve,
	  .look = look,
	  .once = true,
	  .program = true,
	  .most = 1000 },
	{ .name = NULL },
};
