/* control.c - see control.h.
 * SPDX-License-Identifier: MIT */
#include "host/control.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"

/* -- the server -- */

struct control {
	struct host *host;
	const struct manifest *manifest;
	struct watch watch;
	struct client *clients; /* who is connected */
	char *path;
};

struct client {
	struct control *control;
	struct watch watch;
	struct frame_reader in;
	int64_t uid;
	struct client *next;
};

static void drop(struct client *c)
{
	struct client **at = &c->control->clients;

	while (*at != c)
		at = &(*at)->next;
	*at = c->next;
	loop_unwatch(c->control->host->loop, &c->watch);
	close_fd(&c->watch.fd);
	frame_reader_release(&c->in);
	free(c);
}

static int answer(struct client *c, const struct frame *f)
{
	CLEANUP(str_release) struct str reply = STR_INIT;
	struct control *control = c->control;
	struct err err = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *json = json_parse(f->json, f->json_len, &err);

	if (json)
		control_do(control->host->desk, control->host,
			   control->manifest,
			   manifest_actor(control->manifest, c->uid), json,
			   &reply);
	else
		control_put_error(&reply, &err);
	host_nudge(control->host);
	fcntl(c->watch.fd, F_SETFL, 0);
	return frame_send(c->watch.fd, str_c(&reply), reply.len, NULL, 0, &err);
}

static void on_client(struct watch *w, short events)
{
	struct client *c = w->arg;
	struct err err = { 0 };
	struct frame f;
	int rc = frame_fill(&c->in, w->fd, &err);

	(void)events;
	if (rc < 0 && err.code == ERR_RETRY)
		return;
	if (rc > 0)
		rc = frame_next(&c->in, &f, &err);
	else
		rc = -1;
	if (rc > 0)
		rc = answer(c, &f) - 1; /* one question a connection */
	if (rc < 0)
		drop(c);
}

static void on_accept(struct watch *w, short events)
{
	struct control *control = w->arg;
	int fd = accept4(w->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	struct ucred cred = { .uid = (uid_t)-1 };
	const struct timeval patience = { .tv_sec = 2 };
	socklen_t len = sizeof cred;
	struct client *c;

	(void)events;
	if (fd < 0)
		return;
	getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &cred, &len);
	/* Who does not read the answer must not hold up the desk. */
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
	c = xcalloc(1, sizeof *c);
	c->control = control;
	c->next = control->clients;
	control->clients = c;
	c->uid = cred.uid;
	c->in = (struct frame_reader)FRAME_READER_INIT;
	c->watch = (struct watch){ .fd = fd, .ready = on_client, .arg = c };
	loop_watch(control->host->loop, &c->watch);
}

/* Socket paths are short; a long state folder is reached by a relative path
 * from inside it. */
static int socket_address(const char *state, struct sockaddr_un *a,
			  struct err *err)
{
	a->sun_family = AF_UNIX;
	if (snprintf(a->sun_path, sizeof a->sun_path, "%s/desk.sock", state) >=
	    (int)sizeof a->sun_path)
		return err_set(err, ERR_CONFIG,
			       "%s: the path is too long for a socket; use a "
			       "shorter state folder",
			       state);
	return 0;
}

/* Who may speak with the desk is to see what came of it: the group reads the
 * database where our umask lets it, also one that was made under a closer
 * umask, and is let in at the socket only if it reads. Gives the socket's mode;
 * keys.db and the evidence stay the owner's. */
static mode_t let_group_in(const char *state)
{
	static const char *const names[] = { "helloword.db", "helloword.db-wal",
					     "helloword.db-shm" };
	mode_t mask = umask(077), mode = 0660;

	umask(mask);
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		CLEANUP(free_ptr) char *path = path_join(state, names[i]);
		struct stat st;

		if (stat(path, &st))
			continue;
		if (!(mask & 040) && !(st.st_mode & 040) &&
		    chmod(path, (st.st_mode | 040) & 0777) == 0)
			st.st_mode |= 040;
		if (!(st.st_mode & 040))
			mode = 0600;
	}
	return mode;
}

struct control *control_open(struct host *h, const struct manifest *m,
			     struct err *err)
{
	struct control *c = xcalloc(1, sizeof *c);
	struct sockaddr_un a = { 0 };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	c->host = h;
	c->manifest = m;
	c->watch = (struct watch){ .fd = fd, .ready = on_accept, .arg = c };
	if (socket_address(m->state, &a, err))
		goto fail;
	unlink(a.sun_path);
	if (fd < 0 || bind(fd, (const struct sockaddr *)&a, sizeof a) ||
	    chmod(a.sun_path, let_group_in(m->state)) || listen(fd, 32)) {
		err_errno(err, ERR_SYSTEM, "%s", a.sun_path);
		goto fail;
	}
	c->path = xstrdup(a.sun_path);
	loop_watch(h->loop, &c->watch);
	return c;
fail:
	close_fd(&c->watch.fd);
	free(c);
	return NULL;
}

void control_set_manifest(struct control *c, const struct manifest *m)
{
	c->manifest = m;
}

void control_close(struct control *c)
{
	if (!c)
		return;
	while (c->clients)
		drop(c->clients);
	loop_unwatch(c->host->loop, &c->watch);
	close_fd(&c->watch.fd);
	unlink(c->path);
	free(c->path);
	free(c);
}

/* -- the client -- */

static int receive(int fd, cJSON **reply, struct err *err)
{
	struct frame_reader in = FRAME_READER_INIT;
	struct frame f;
	int rc;

	while ((rc = frame_next(&in, &f, err)) == 0) {
		rc = frame_fill(&in, fd, err);
		if (rc <= 0) {
			frame_reader_release(&in);
			return err_set(err, ERR_RETRY,
				       "the desk stopped before it answered; "
				       "look whether it was done");
		}
	}
	if (rc > 0)
		*reply = json_parse(f.json, f.json_len, err);
	frame_reader_release(&in);
	return rc > 0 && *reply ? 0 : -1;
}

int control_ask(const char *state, const struct str *request, cJSON **reply,
		struct err *err)
{
	CLEANUP(close_fd) int fd = -1;
	struct sockaddr_un a = { 0 };

	*reply = NULL;
	if (socket_address(state, &a, err))
		return -1;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || connect(fd, (const struct sockaddr *)&a, sizeof a)) {
		if (errno == EACCES)
			return file_denied(err, a.sun_path);
		return err_set(err, ERR_NO_DESK,
			       "no desk answers at %s; start one with "
			       "`helloword serve`",
			       a.sun_path);
	}
	if (frame_send(fd, str_c(request), request->len, NULL, 0, err))
		return -1;
	return receive(fd, reply, err);
}
