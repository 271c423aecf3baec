/* sites_test.c - every call that can fail, failed in its turn, in every way.
 *
 * Each visit is a child that plays a scene in a copy of the prepared folder
 * while one site fails: once, from then on, torn, or killed there. A healthy
 * process then opens what is left. In full every site is visited until the
 * scene no longer comes to the next one; small, a few that the seed chooses.
 * SITE="scene kind mode n" visits one, as a failure names it; fewer words,
 * more. SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/copy.h"
#include "base/file.h"
#include "help/draw.h"
#include "help/full.h"
#include "help/place.h"
#include "sites/fault.h"
#include "sites/scene.h"

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif
#define HANG_S 60
/* Sites of a kind and mode; a sanitized process is slow to fork. */
#define QUICK (SANITIZED ? 1 : 3)

struct visit {
	const struct scene *scene;
	enum fault_kind kind;
	enum fault_mode mode;
	int64_t at;
};

static struct book *book;
static char *base, *copy;
static uint64_t seed;
static int64_t crashes; /* of a library, see crash_of_library */
static char here[100];  /* the site that is being looked at, as SITE= */

/* -- folders -- */

static char *folder(const char *name)
{
	return xasprintf("%s/sites-%d-%s", scratch_dir(), (int)getpid(), name);
}

/* Runs fn on each entry but . and .., folders last. */
static void each(const char *dir, void (*fn)(const char *path, bool is_dir))
{
	DIR *all = opendir(dir);
	struct dirent *e;

	while (all && (e = readdir(all))) {
		CLEANUP(free_ptr) char *path = NULL;

		if (text_eq(e->d_name, ".") || text_eq(e->d_name, ".."))
			continue;
		path = path_join(dir, e->d_name);
		fn(path, e->d_type == DT_DIR);
	}
	if (all)
		closedir(all);
}

static void remove_one(const char *path, bool is_dir)
{
	if (!is_dir) {
		unlink(path);
		return;
	}
	each(path, remove_one);
	rmdir(path);
}

static void copy_one(const char *path, bool is_dir)
{
	CLEANUP(free_ptr) char *to = path_join(copy, path + strlen(base) + 1);
	struct file_sum sum;
	struct err err = { 0 };

	if (is_dir) {
		mkdir(to, 0700);
		each(path, copy_one);
	} else if (!strstr(path, ".lock") &&
		   file_copy(path, to, 0600, &sum, &err)) {
		fail_msg("%s", err.text);
	}
}

static void fresh_copy(void)
{
	remove_one(copy, true);
	mkdir(copy, 0700);
	each(base, copy_one);
}

/* -- one visit -- */

static int number_of(const struct visit *v)
{
	if (v->kind == FAULT_ALLOC)
		return ENOMEM;
	if (v->kind == FAULT_SYNC || v->at % 2)
		return EIO;
	return v->kind == FAULT_OPEN ? EMFILE : ENOSPC;
}

static _Noreturn void finish(const struct err *err)
{
	snprintf(book->said, sizeof book->said, "%s", err->text);
	_exit(err_exit(err->code));
}

/* What could not be done is asked for again; then the disk has space again. */
static _Noreturn void play(const struct visit *v)
{
	const struct scene *s = v->scene;
	struct err err = { 0 };

	alarm(HANG_S);
	if (s->enter)
		s->enter(copy);
	fault_arm(v->kind, v->mode, v->at, number_of(v));
	for (int i = 0; i < (s->once ? 1 : 3); i++) {
		err = (struct err){ 0 };
		if (s->play(copy, book, &err) == 0)
			_exit(0);
		if (i == 1)
			fault_off();
	}
	finish(&err);
}

/* The child's status; what it said on standard error is in *words. */
static int visit_child(const struct visit *v, struct str *words)
{
	CLEANUP(close_fd) int fd = memfd_create("words", 0);
	char text[4096];
	int status;
	ssize_t n;
	pid_t pid;

	*book = (struct book){ 0 };
	pid = fork();
	if (pid == 0) {
		dup2(fd, STDERR_FILENO);
		play(v);
	}
	assert_true(pid > 0 && waitpid(pid, &status, 0) == pid);
	fault_off();
	while ((n = pread(fd, text, sizeof text, (off_t)words->len)) > 0)
		str_add(words, text, (size_t)n);
	return status;
}

static void wrong(const char *what, const char *words)
{
	fail_msg("%s; it said: %s %s", what, book->said, words);
}

/* Debian's libconfig 1.5 does not look whether it got its memory, and
 * libseccomp 2.5.4 spoils its heap where it cannot enlarge it. Both are used
 * before the desk takes anything in, and libconfig by a reload. */
static bool crash_of_library(const struct visit *v, int status)
{
	static const struct {
		const char *name;
		int signal;
	} known[] = { { "libconfig", SIGSEGV },
		      { "libc.", SIGSEGV },
		      { "libseccomp", SIGABRT },
		      { "libseccomp", SIGSEGV } };

	if (!v->scene->program || v->kind != FAULT_ALLOC ||
	    !WIFSIGNALED(status))
		return false;
	for (size_t i = 0; i < COUNT_OF(known); i++)
		if (WTERMSIG(status) == known[i].signal &&
		    text_starts(fault->by, known[i].name)) {
			crashes++;
			return true;
		}
	return false;
}

static bool kills(const struct visit *v)
{
	return v->mode == FAULT_KILL || v->mode == FAULT_TORN_KILL;
}

/* It went on to the end, which after a failed fsync it may not. SQLite does not
 * look whether its sync of a folder failed; db_open has synced it before. */
static void judge_well(const struct visit *v, const char *words)
{
	if (!kills(v) && v->kind == FAULT_SYNC && !fault->on_folder)
		wrong("it went on after a failed fsync", words);
}

static void judge_status(const struct visit *v, int status, const char *words)
{
	if ((status != 71 && !v->scene->program) || (!*book->said && !*words))
		wrong("it ended without a reason", words);
	/* Space came back, and still it could not. */
	if (!v->scene->once && *book->said)
		wrong("it did not recover", words);
}

/* Killed by us, or ended with a status and a sentence. */
static void judge_end(const struct visit *v, int status, const char *words)
{
	if (crash_of_library(v, status))
		return;
	if (WIFSIGNALED(status) && kills(v) && WTERMSIG(status) == SIGKILL)
		return;
	if (WIFSIGNALED(status))
		wrong(WTERMSIG(status) == SIGALRM ? "it hung"
						  : strsignal(WTERMSIG(status)),
		      words);
	else if (WEXITSTATUS(status) == 0)
		judge_well(v, words);
	else
		judge_status(v, WEXITSTATUS(status), words);
}

/* false: the scene has no such site. */
static bool visit(const struct visit *v)
{
	CLEANUP(str_release) struct str words = STR_INIT;
	int status;

	fresh_copy();
	status = visit_child(v, &words);
	if (!fault->hit)
		return false;
	snprintf(here, sizeof here, "%s %s %s %lld", v->scene->name,
		 fault_kinds[v->kind], fault_modes[v->mode], (long long)v->at);
	judge_end(v, status, str_c(&words));
	v->scene->look(copy, book);
	*here = '\0';
	return true;
}

/* -- all of them -- */

static int64_t count_sites(const struct scene *s, enum fault_kind kind)
{
	const struct visit v = { s, kind, FAULT_NONE, 1 };
	CLEANUP(str_release) struct str words = STR_INIT;
	int status;

	fresh_copy();
	status = visit_child(&v, &words);
	if (!WIFEXITED(status) || WEXITSTATUS(status))
		wrong("it fails by itself", str_c(&words));
	return fault->seen[kind];
}

/* Their number differs a little from visit to visit: keys are random. */
static int64_t every_site(struct visit v, int64_t sites)
{
	int64_t n = 0;

	for (v.at = 1 + full_from();; v.at++)
		if (visit(&v))
			n++;
		else if (v.at > sites)
			return n;
}

/* One of each stretch of the scene, so that none is passed over. */
static int64_t some_sites(struct visit v, int64_t sites, int64_t most)
{
	int64_t step = (sites + most - 1) / most, n = 0;

	for (int64_t from = 1; from <= sites; from += step) {
		v.at = from + (int64_t)draw(&seed, (uint64_t)step);
		n += visit(&v);
	}
	return n;
}

static bool makes_sense(enum fault_kind kind, enum fault_mode mode)
{
	if (mode == FAULT_TORN || mode == FAULT_TORN_KILL)
		return kind == FAULT_WRITE;
	/* To be killed at an allocation is to be killed at the next write. */
	return !(kind == FAULT_ALLOC && mode == FAULT_KILL);
}

/* SITE: a scene, and more words to choose less. *at: its number, or 0. */
static bool chosen(const struct scene *s, const char *kind, const char *mode,
		   int64_t *at)
{
	const char *const names[] = { s->name, kind, mode };
	char words[3][20] = { "", "", "" };
	const char *text = getenv("SITE");
	long long n = 0;

	if (text)
		(void)sscanf(text, "%19s %19s %19s %lld", words[0], words[1],
			     words[2], &n);
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (names[i] && *words[i] && !text_eq(words[i], names[i]))
			return false;
	*at = n;
	return true;
}

static int64_t play_sites(struct visit v, int64_t sites)
{
	const struct scene *s = v.scene;

	if (!full_or_quick(1, 0))
		return some_sites(v, sites, s->program ? 1 : QUICK);
	if (s->most && v.kind == FAULT_ALLOC)
		return some_sites(v, sites, s->most);
	return every_site(v, sites);
}

static void play_mode(struct visit v, int64_t sites)
{
	int64_t n = 0;

	if (!makes_sense(v.kind, v.mode) ||
	    !chosen(v.scene, fault_kinds[v.kind], fault_modes[v.mode], &v.at))
		return;
	if (v.at)
		n = visit(&v);
	else
		n = play_sites(v, sites);
	printf("# %s: %lld of %lld sites of %s, %s\n", v.scene->name,
	       (long long)n, (long long)sites, fault_kinds[v.kind],
	       fault_modes[v.mode]);
	if (crashes)
		printf("# %lld of them ended in a library\n",
		       (long long)crashes);
	crashes = 0;
	fflush(stdout);
}

static void play_kind(const struct scene *s, enum fault_kind kind)
{
	int64_t sites, at;

	if (!chosen(s, fault_kinds[kind], NULL, &at))
		return;
	sites = count_sites(s, kind);
	for (int mode = FAULT_ONCE; mode <= FAULT_TORN_KILL && sites; mode++)
		play_mode((struct visit){ s, kind, (enum fault_mode)mode, 0 },
			  sites);
}

static void play_scene(void **state)
{
	const struct scene *s = *state;

	base = folder("base");
	copy = folder("copy");
	fresh_copy(); /* of nothing: base is not there yet */
	mkdir(base, 0700);
	s->prepare(base);
	for (int kind = 0; kind < FAULT_KINDS; kind++)
		play_kind(s, (enum fault_kind)kind);
}

static int tidy(void **state)
{
	(void)state;
	if (*here)
		printf("# it is this one: SITE=\"%s\"\n", here);
	*here = '\0';
	remove_one(base, true);
	remove_one(copy, true);
	free(base);
	free(copy);
	return 0;
}

static size_t add(struct CMUnitTest *tests, const struct scene *all)
{
	size_t n = 0;
	int64_t at;

	for (const struct scene *s = all; s->name; s++)
		if (chosen(s, NULL, NULL, &at))
			tests[n++] = (struct CMUnitTest){
				.name = s->title,
				.test_func = play_scene,
				.teardown_func = tidy,
				.initial_state = (void *)(uintptr_t)s,
			};
	return n;
}

int main(void)
{
	CLEANUP(free_ptr) char *page = folder("faults");
	struct CMUnitTest tests[16];
	size_t n;
	int rc;

	fault_share(page);
	fault->skip_sync = 1;
	setenv("HW_FAULT_FILE", page, 1);
	book = mmap(NULL, sizeof *book, PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	seed = full_seed(7);
	n = add(tests, scenes);
	if (!SANITIZED)
		n += add(tests + n, scenes_of_serve);
	else
		puts("# a sanitizer is preloaded already: not the program, and "
		     "no allocation");
	rc = _cmocka_run_group_tests("sites", tests, n, NULL, NULL);
	unlink(page);
	return rc;
}
