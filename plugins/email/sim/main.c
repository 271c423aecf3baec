/* main.c - sockets, folders and options of the mail simulator.
 *
 *	sim --imap-port-file F --smtp-port-file F --inbox DIR --outbox DIR
 *	    [--user U --password P] [--lose N] [--fault PERCENT --seed N]
 *
 * Without --user every login is right. --lose takes the first N mails and hangs
 *up instead of saying so. --fault loses the connection after that share of the
 * commands; a mail may have been taken when its answer is lost.
 * SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/encode.h"
#include "base/file.h"
#include "sim.h"

#define CLIENTS_MAX 32
#define LOOK_MS 50

struct sim sim = { .inbox.name = "INBOX", .sent.name = "Sent", .seed = 1 };

static struct client *clients[CLIENTS_MAX];
static int imap_fd, smtp_fd;

/* -- folders -- */

static bool known(const struct folder *f, const char *name)
{
	for (size_t i = 0; i < f->files.len; i++)
		if (text_eq(f->files.at[i], name))
			return true;
	return false;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Looks for new files; true when there are. */
static bool folder_look(struct folder *f)
{
	DIR *dir = opendir(f->dir);
	size_t before = f->files.len;
	struct dirent *e;

	while (dir && (e = readdir(dir)))
		if (e->d_name[0] != '.' && !known(f, e->d_name))
			names_push(&f->files, xstrdup(e->d_name));
	if (dir)
		closedir(dir);
	if (f->files.len > before)
		qsort(f->files.at + before, f->files.len - before,
		      sizeof *f->files.at, by_name);
	return f->files.len > before;
}

bool folder_read(const struct folder *f, size_t at, struct str *out)
{
	CLEANUP(free_ptr) char *path = path_join(f->dir, f->files.at[at]);
	CLEANUP(str_release) struct str raw = STR_INIT;
	struct err err = { 0 };

	if (!file_exists(path) || file_read(&raw, path, STR_MAX - 1, &err))
		return false;
	for (size_t i = 0; i < raw.len; i++) {
		if (raw.at[i] == '\n' && (i == 0 || raw.at[i - 1] != '\r'))
			str_putc(out, '\r');
		str_putc(out, raw.at[i]);
	}
	return true;
}

bool folder_add(struct folder *f, const struct str *mail)
{
	CLEANUP(free_ptr) char *path = NULL;
	struct err err = { 0 };

	folder_look(f);
	path = xasprintf("%s/%06zu.eml", f->dir, f->files.len + 1);
	return file_write(path, str_c(mail), mail->len, 0644, &err) == 0;
}

/* -- small things -- */

bool fault_now(void)
{
	sim.seed = sim.seed * 1103515245u + 12345u;
	return (int)(sim.seed / 65536 % 100) < sim.fault;
}

bool text_is(const char *base64, const char *wanted)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct err err = { 0 };

	return !sim.user ||
	       (get_base64(&s, base64, strlen(base64), &err) == 0 &&
		text_eq(str_c(&s), wanted));
}

bool plain_is_right(const char *base64)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct err err = { 0 };
	const char *user, *password;

	if (!sim.user)
		return true;
	if (get_base64(&s, base64, strlen(base64), &err) || s.len < 3)
		return false;
	user = str_c(&s) + strlen(str_c(&s)) + 1;
	if (user > s.at + s.len)
		return false;
	password = user + strlen(user) + 1;
	return password <= s.at + s.len && text_eq(user, sim.user) &&
	       text_eq(password, sim.password);
}

/* -- clients -- */

static void accept_one(int from, bool smtp)
{
	int fd = accept(from, NULL, NULL);
	size_t i = 0;

	while (i < CLIENTS_MAX && clients[i])
		i++;
	if (fd < 0 || i == CLIENTS_MAX) {
		close_fd(&fd);
		return;
	}
	clients[i] = xcalloc(1, sizeof *clients[i]);
	clients[i]->fd = fd;
	clients[i]->smtp = smtp;
	clients[i]->in = clients[i]->out = clients[i]->mail =
		(struct str)STR_INIT;
	if (smtp)
		smtp_greet(clients[i]);
	else
		imap_greet(clients[i]);
}

static void drop(struct client **c)
{
	close_fd(&(*c)->fd);
	str_release(&(*c)->in);
	str_release(&(*c)->out);
	str_release(&(*c)->mail);
	free(*c);
	*c = NULL;
}

static void take(struct str *s, size_t len)
{
	memmove(s->at, s->at + len, s->len - len);
	str_cut(s, s->len - len);
}

/* Everything whole that came; a line may make the next bytes a literal. */
static void work(struct client *c)
{
	while (c->in.len && !c->quit) {
		const char *nl = memchr(c->in.at, '\n', c->in.len);
		CLEANUP(free_ptr) char *line = NULL;
		size_t len;

		if (c->literal) {
			if (c->in.len < c->literal)
				return;
			len = c->literal;
			c->literal = 0;
			imap_literal(c, c->in.at, len);
			take(&c->in, len);
			continue;
		}
		if (!nl)
			return;
		len = (size_t)(nl - c->in.at);
		line = xstrndup(c->in.at,
				len && nl[-1] == '\r' ? len - 1 : len);
		take(&c->in, len + 1);
		if (c->smtp)
			smtp_line(c, line);
		else
			imap_line(c, line);
	}
}

static bool flush_out(struct client *c)
{
	size_t sent = 0;

	while (sent < c->out.len) {
		ssize_t n = send(c->fd, c->out.at + sent, c->out.len - sent,
				 MSG_NOSIGNAL);

		if (n < 0 && errno != EINTR)
			return false;
		sent += n > 0 ? (size_t)n : 0;
	}
	str_clear(&c->out);
	return !c->quit;
}

static bool receive(struct client *c)
{
	char bytes[65536];
	ssize_t n = recv(c->fd, bytes, sizeof bytes, 0);

	if (n <= 0)
		return false;
	str_add(&c->in, bytes, (size_t)n);
	work(c);
	return true;
}

static void turn(void)
{
	struct pollfd p[CLIENTS_MAX + 2] = {
		{ .fd = imap_fd, .events = POLLIN },
		{ .fd = smtp_fd, .events = POLLIN }
	};

	for (size_t i = 0; i < CLIENTS_MAX; i++)
		p[i + 2] =
			(struct pollfd){ .fd = clients[i] ? clients[i]->fd : -1,
					 .events = POLLIN };
	poll(p, CLIENTS_MAX + 2, LOOK_MS);
	folder_look(&sim.inbox);
	folder_look(&sim.sent);
	for (size_t i = 0; i < CLIENTS_MAX; i++) {
		bool good = true;

		if (!clients[i])
			continue;
		if (p[i + 2].revents)
			good = receive(clients[i]);
		if (clients[i]->idle)
			imap_news(clients[i]);
		if (!flush_out(clients[i]) || !good)
			drop(&clients[i]);
	}
	if (p[0].revents)
		accept_one(imap_fd, false);
	if (p[1].revents)
		accept_one(smtp_fd, true);
}

/* -- start -- */

static const char *option(char **argv, const char *name, const char *fallback)
{
	for (int i = 1; argv[i] && argv[i + 1]; i++)
		if (text_eq(argv[i], name))
			return argv[i + 1];
	return fallback;
}

/* Listens on a free port of 127.0.0.1 and writes its number to a file. */
static int listen_on(const char *port_file)
{
	struct sockaddr_in a = { .sin_family = AF_INET };
	socklen_t len = sizeof a;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct err err = { 0 };
	char text[16];
	int n;

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || bind(fd, (const struct sockaddr *)&a, sizeof a) ||
	    listen(fd, 16) || getsockname(fd, (struct sockaddr *)&a, &len))
		return -1;
	n = snprintf(text, sizeof text, "%d\n", ntohs(a.sin_port));
	return file_write(port_file, text, (size_t)n, 0644, &err) ? -1 : fd;
}

int main(int argc, char **argv)
{
	const char *imap = option(argv, "--imap-port-file", NULL);
	const char *smtp = option(argv, "--smtp-port-file", NULL);

	sim.inbox.dir = option(argv, "--inbox", NULL);
	sim.sent.dir = option(argv, "--outbox", NULL);
	sim.user = option(argv, "--user", NULL);
	sim.password = option(argv, "--password", "");
	sim.lose = (int)strtol(option(argv, "--lose", "0"), NULL, 10);
	sim.fault = (int)strtol(option(argv, "--fault", "0"), NULL, 10);
	sim.seed = (unsigned)strtoul(option(argv, "--seed", "1"), NULL, 10);
	if (argc < 2 || !imap || !smtp || !sim.inbox.dir || !sim.sent.dir) {
		fputs("usage: sim --imap-port-file F --smtp-port-file F "
		      "--inbox DIR --outbox DIR [--user U --password P] "
		      "[--lose N] [--fault PERCENT --seed N]\n",
		      stderr);
		return 64;
	}
	signal(SIGPIPE, SIG_IGN);
	folder_look(&sim.inbox);
	folder_look(&sim.sent);
	imap_fd = listen_on(imap);
	smtp_fd = listen_on(smtp);
	if (imap_fd < 0 || smtp_fd < 0) {
		perror("sim");
		return 71;
	}
	for (;;)
		turn();
}
