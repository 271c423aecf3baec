/* frame.c - frames out of and into a stream of bytes.
 * SPDX-License-Identifier: MIT */
#include "wire/frame.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

enum {
	LENGTHS = 2 * sizeof(uint32_t),
	JSON_LEAST = 2,  /* "{}" */
	FILL = 64u << 10 /* bytes of one read */
};

bool frame_fits(size_t json_len, size_t blob_len)
{
	return json_len <= FRAME_MAX && blob_len <= FRAME_MAX &&
	       json_len + blob_len + sizeof(uint32_t) <= FRAME_MAX;
}

static int frame_head(char head[LENGTHS], size_t json_len, size_t blob_len,
		      struct err *err)
{
	uint32_t lengths[2];

	if (!frame_fits(json_len, blob_len))
		return err_set(err, ERR_DATA,
			       "a frame of %zu + %zu bytes is over the limit "
			       "of %u; send less at once",
			       json_len, blob_len, FRAME_MAX);
	lengths[0] = (uint32_t)(sizeof lengths[1] + json_len + blob_len);
	lengths[1] = (uint32_t)json_len;
	memcpy(head, lengths, LENGTHS);
	return 0;
}

int frame_put(struct str *out, const char *json, size_t json_len,
	      const void *blob, size_t blob_len, struct err *err)
{
	size_t before = out->len;
	char head[LENGTHS];

	if (frame_head(head, json_len, blob_len, err))
		return -1;
	str_add(out, head, LENGTHS);
	str_add(out, json, json_len);
	if (blob_len)
		str_add(out, blob, blob_len);
	if (!out->bad)
		return 0;
	/* Half a frame would be read as something else. */
	str_cut(out, before);
	return err_set(err, ERR_DATA, "%zu bytes wait to be sent already",
		       before);
}

/* iovec is for reading and writing alike, so it knows no const. */
static struct iovec part_of(const void *bytes, size_t len)
{
	struct iovec part = { .iov_len = len };

	memcpy(&part.iov_base, &bytes, sizeof bytes);
	return part;
}

/* Skips what was sent; true while something is left. */
static bool iov_skip(struct msghdr *m, size_t n)
{
	while (m->msg_iovlen && n >= m->msg_iov->iov_len) {
		n -= m->msg_iov->iov_len;
		m->msg_iov++;
		m->msg_iovlen--;
	}
	if (!m->msg_iovlen)
		return false;
	m->msg_iov->iov_base = (char *)m->msg_iov->iov_base + n;
	m->msg_iov->iov_len -= n;
	return true;
}

int frame_send(int fd, const char *json, size_t json_len, const void *blob,
	       size_t blob_len, struct err *err)
{
	char head[LENGTHS];
	struct iovec part[] = { part_of(head, LENGTHS), part_of(json, json_len),
				part_of(blob, blob_len) };
	struct msghdr m = { .msg_iov = part, .msg_iovlen = COUNT_OF(part) };
	ssize_t n = 0;

	if (frame_head(head, json_len, blob_len, err))
		return -1;
	while (iov_skip(&m, (size_t)n)) {
		n = sendmsg(fd, &m, MSG_NOSIGNAL);
		if (n < 0 && errno != EINTR)
			return err_errno(err, ERR_SYSTEM, "cannot send");
		if (n < 0)
			n = 0;
	}
	return 0;
}

/* Drops the bytes of frames that were given out. */
static void forget_taken(struct frame_reader *r)
{
	size_t left = r->in.len - r->taken;

	if (r->taken == 0)
		return;
	memmove(r->in.at, r->in.at + r->taken, left);
	str_cut(&r->in, left);
	r->taken = 0;
}

int frame_fill(struct frame_reader *r, int fd, struct err *err)
{
	char bytes[FILL];
	size_t room;
	ssize_t n;

	forget_taken(r);
	room = r->in.max - 1 - r->in.len;
	if (room == 0)
		return err_set(err, ERR_DATA, "more than %zu bytes came unread",
			       r->in.len);
	do {
		n = read(fd, bytes, room < FILL ? room : FILL);
	} while (n < 0 && errno == EINTR);
	if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
		return err_set(err, ERR_RETRY, "nothing to read yet");
	if (n < 0 && errno == ECONNRESET)
		return 0;
	if (n < 0)
		return err_errno(err, ERR_SYSTEM, "cannot read");
	str_add(&r->in, bytes, (size_t)n);
	return n > 0;
}

int frame_next(struct frame_reader *r, struct frame *out, struct err *err)
{
	size_t left = r->in.len - r->taken;
	uint32_t all, json;

	*out = (struct frame){ 0 };
	if (left < sizeof all)
		return 0;
	memcpy(&all, r->in.at + r->taken, sizeof all);
	if (all > FRAME_MAX)
		return err_set(err, ERR_DATA,
			       "the peer announces a frame of %u bytes, over "
			       "the limit of %u",
			       all, FRAME_MAX);
	if (all < sizeof json + JSON_LEAST)
		return err_set(err, ERR_DATA,
			       "the peer announces a frame of %u bytes, too "
			       "short to hold an object",
			       all);
	if (left < LENGTHS)
		return 0;
	memcpy(&json, r->in.at + r->taken + sizeof all, sizeof json);
	if (json < JSON_LEAST || json > all - sizeof json)
		return err_set(err, ERR_DATA,
			       "the peer announces %u bytes of JSON in a frame "
			       "of %u",
			       json, all);
	if (left - sizeof all < all)
		return 0;
	out->json = r->in.at + r->taken + LENGTHS;
	out->json_len = json;
	out->blob = out->json + json;
	out->blob_len = all - (uint32_t)sizeof json - json;
	r->taken += sizeof all + all;
	return 1;
}

void frame_put_back(struct frame_reader *r, const struct frame *f)
{
	r->taken -= LENGTHS + f->json_len + f->blob_len;
}

void frame_reader_release(struct frame_reader *r)
{
	str_release(&r->in);
	r->taken = 0;
}
