/* call_files.c - "files/1": what goes with a text that is sent. Its argument
 * lists the files, and the call's body has their bytes, one after another.
 * "files-in/1": what came with a text. Each is a record, and its bytes stand
 * beside the records, in their order.
 * SPDX-License-Identifier: MIT */
#include "model/records.h"
#include "wire/call_own.h"

#define FILES_MAX 20

static uint32_t files_count(struct hw_host *h)
{
	return call_of(h)->file_count;
}

static const struct hw_file *files_at(struct hw_host *h, uint32_t i)
{
	const struct call *c = call_of(h);

	return i < c->file_count ? &c->files[i] : NULL;
}

const struct hw_files call_files = {
	.size = sizeof(struct hw_files),
	.count = files_count,
	.at = files_at,
};

static int read_file(struct call *c, const cJSON *json, const char *body,
		     size_t left, size_t *taken, struct err *err)
{
	int64_t size = json_i64(json, "size", -1);
	struct hw_file *f = &c->files[c->file_count];

	*f = (struct hw_file){ .name = json_text(json, "name"),
			       .type = json_text(json, "type"),
			       .bytes = body,
			       .sha256 = json_text(json, "sha256") };
	if (!f->name || !f->type || !f->sha256 || size < 0 ||
	    (uint64_t)size > left)
		return err_set(err, ERR_DATA,
			       "a file needs name, type, sha256 and size, and "
			       "its bytes in the body");
	f->len = *taken = (size_t)size;
	c->file_count++;
	return 0;
}

int call_take_files(struct call *c, const cJSON *arg, const void *body,
		    size_t body_len, struct err *err)
{
	const cJSON *list = json_get(arg, "files"), *one;
	const char *at = body;
	size_t taken = 0;

	if (!list)
		return 0;
	if (!cJSON_IsArray(list) || cJSON_GetArraySize(list) > FILES_MAX)
		return err_set(err, ERR_DATA, "files is no list of files");
	c->files = arena_alloc(&c->arena, FILES_MAX * sizeof *c->files);
	cJSON_ArrayForEach (one, list) {
		if (read_file(c, one, at, body_len, &taken, err))
			return -1;
		at += taken;
		body_len -= taken;
	}
	return 0;
}

/* -- that come -- */

/* Without its bytes where they did not come, or there is no room. */
static size_t put_beside(struct call *c, const struct hw_file_in *f)
{
	size_t room = CALL_FILES_MAX - c->beside.len;

	if (!f->bytes || f->len > room ||
	    c->records.len + c->beside.len + f->len > CALL_HANDED_MAX)
		return 0;
	str_add(&c->beside, f->bytes, f->len);
	return f->len;
}

static hw_status emit_file(struct hw_host *h, const struct hw_file_in *file,
			   size_t size)
{
	struct call *c = call_of(h);
	struct hw_file_in f = { 0 };
	struct file_in rec = { 0 };

	if (c->broken)
		return HW_BROKEN;
	if (!file || !size || !c->text)
		return call_broken(
			c, "%s emitted a file of no text, or nothing", c->name);
	memcpy(&f, file, size < sizeof f ? size : sizeof f);
	rec.ref = arena_printf(&c->arena, "%s/%lld",
			       c->text->ref ? c->text->ref : "",
			       (long long)++c->text_files);
	rec.text_ref = c->text->ref;
	rec.name = f.name;
	rec.type = f.type;
	rec.size = f.len < JSON_INT_MAX ? (int64_t)f.len : JSON_INT_MAX;
	memcpy(&rec.at, &c->text->at, sizeof rec.at);
	rec.within = f.within != 0;
	return call_emit_kind(c, &file_in_kind, &rec, sizeof rec,
			      put_beside(c, &f));
}

const struct hw_files_in call_files_in = {
	.size = sizeof(struct hw_files_in),
	.emit = emit_file,
};
