/* call_emit.c - a plugin's structs into JSON lines, believing nothing.
 *
 * A record is first copied, as much of it as both sides know, into a zeroed
 * struct of ours; then every field is checked against its table, so that the
 * encoder only ever sees what it can write.
 * SPDX-License-Identifier: MIT */
#include "base/money.h"
#include "base/when.h"
#include "model/codec.h"
#include "wire/call_own.h"

#define ITEMS_MAX 2000u        /* of one list inside a record */
#define OFFSET_MAX (19 * 3600) /* seconds: what when_parse() reads is below */

struct checking {
	struct call *call;
	const struct kind *kind;
	const struct field *field;
};

static hw_status check_fields(struct call *c, const struct kind *kind,
			      char *rec);

static hw_status wrong(const struct checking *k, const char *what,
		       int64_t value)
{
	return call_broken(k->call, "%s emitted %s.%s %s (%lld)", k->call->name,
			   k->kind->name, k->field->name, what,
			   (long long)value);
}

static hw_status check_number(const struct checking *k, int64_t value)
{
	switch (k->field->type) {
	case FIELD_INT:
		if (value < -JSON_INT_MAX || value > JSON_INT_MAX)
			return wrong(k, "beyond 2^53", value);
		break;
	case FIELD_INSTANT:
		if (value < 0 || value >= WHEN_LIMIT_MS)
			return wrong(k, "that is no moment", value);
		break;
	case FIELD_FLAG:
		if (value != 0 && value != 1)
			return wrong(k, "that is neither 0 nor 1", value);
		break;
	default:
		if (value < 0)
			return wrong(k, "that is none of its words", value);
		for (int64_t i = 1; i <= value; i++)
			if (!k->field->words[i])
				return wrong(k, "that is none of its words",
					     value);
	}
	return HW_OK;
}

static hw_status check_money(const struct checking *k, struct money *m)
{
	char *code = m->currency;

	if (code[0] == '\0') {
		if (m->minor)
			return wrong(k, "without a currency", m->minor);
		return HW_OK;
	}
	if (!memchr(code, '\0', sizeof m->currency) ||
	    currency_exponent(code) < 0)
		return wrong(k, "in a currency that is not in ISO 4217",
			     m->minor);
	if (m->minor <= -JSON_INT_MAX || m->minor >= JSON_INT_MAX)
		return wrong(k, "beyond 2^53", m->minor);
	return HW_OK;
}

static bool is_moment(int64_t ms)
{
	return ms >= 0 && ms < WHEN_LIMIT_MS;
}

/* Whatever the host's when() reads may be emitted, and what is emitted can be
 * read by the desk, which sees the local time and its offset. */
static hw_status check_when(const struct checking *k, struct when *w)
{
	int64_t offset = w->basis == WHEN_OFFSET ? w->offset_s : 0;

	if (w->basis == WHEN_NONE) {
		*w = (struct when){ 0 };
		return HW_OK;
	}
	if (w->basis < WHEN_NONE || w->basis > WHEN_ZONE_UNKNOWN)
		return wrong(k, "with a basis that does not exist", w->basis);
	/* Written with minutes, so a part of a minute would be lost. */
	if (w->offset_s <= -OFFSET_MAX || w->offset_s >= OFFSET_MAX ||
	    w->offset_s % 60)
		return wrong(k, "with an offset that is none", w->offset_s);
	if (!is_moment(w->ms) || !is_moment(w->ms + offset * SECOND_MS))
		return wrong(k, "that is no moment", w->ms);
	return HW_OK;
}

static hw_status check_bytes(const struct checking *k, char *rec)
{
	const void **bytes = (const void **)(void *)(rec + k->field->at);
	size_t *len = (size_t *)(void *)(rec + k->field->len_at);

	if (*len > CALL_BYTES_MAX / 4 * 3)
		return wrong(k, "with more bytes than a call may carry",
			     (int64_t)(*len >> 1));
	if (*len && !*bytes)
		return wrong(k, "with a length and no bytes", (int64_t)*len);
	return HW_OK;
}

/* Items of any stride become items of ours. */
static hw_status check_list(const struct checking *k, struct hw_table *list)
{
	const struct kind *item = k->field->item;
	size_t known = list->stride < item->size ? list->stride : item->size;
	char *ours;

	if (list->count == 0)
		return HW_OK;
	if (list->count > ITEMS_MAX || !list->at || list->stride == 0)
		return wrong(k, "with a list that cannot be walked",
			     list->count);
	ours = arena_alloc(&k->call->arena, (size_t)list->count * item->size);
	for (uint32_t i = 0; i < list->count; i++) {
		char *to = ours + (size_t)i * item->size;

		memcpy(to, (const char *)list->at + (size_t)i * list->stride,
		       known);
		if (check_fields(k->call, item, to))
			return HW_BROKEN;
	}
	*list = (struct hw_table){ ours, list->count, item->size };
	return HW_OK;
}

static hw_status check_field(const struct checking *k, char *rec)
{
	void *at = rec + k->field->at;

	switch (k->field->type) {
	case FIELD_TEXT:
		*(const char **)at = call_text(k->call, *(const char **)at);
		return HW_OK;
	case FIELD_INT:
	case FIELD_INSTANT:
		return check_number(k, *(const int64_t *)at);
	case FIELD_FLAG:
	case FIELD_CHOICE:
		return check_number(k, *(const int32_t *)at);
	case FIELD_MONEY:
		return check_money(k, at);
	case FIELD_WHEN:
		return check_when(k, at);
	case FIELD_BYTES:
		return check_bytes(k, rec);
	case FIELD_LIST:
		return check_list(k, at);
	}
	return HW_BROKEN;
}

static hw_status check_fields(struct call *c, const struct kind *kind,
			      char *rec)
{
	struct checking k = { .call = c, .kind = kind };

	for (uint32_t i = 0; i < kind->count; i++) {
		k.field = &kind->fields[i];
		if (check_field(&k, rec))
			return HW_BROKEN;
	}
	return HW_OK;
}

/* Files come behind the text that they belong to. */
static void note_text(struct call *c, const struct kind *kind, const void *rec)
{
	if (kind != &text_in_kind)
		return;
	c->text = rec;
	c->text_files = 0;
}

hw_status call_emit_kind(struct call *c, const struct kind *kind,
			 const void *rec, size_t size, size_t beside)
{
	char *ours = arena_alloc(&c->arena, kind->size);

	if (c->count >= CALL_RECORDS_MAX)
		return call_broken(c,
				   "%s emitted more than %d records; "
				   "HW_MORE is due after 1,000",
				   c->name, CALL_RECORDS_MAX);
	memcpy(ours, rec, size < kind->size ? size : kind->size);
	if (check_fields(c, kind, ours))
		return HW_BROKEN;
	record_put_json(&c->records, kind, ours);
	if (beside) {
		str_cut(&c->records, c->records.len - 1);
		str_printf(&c->records, ",\"beside\":%zu}", beside);
	}
	str_putc(&c->records, '\n');
	if (c->records.bad)
		return call_broken(c,
				   "%s emitted more than %zu MiB of "
				   "records; HW_MORE is due after 1 MiB",
				   c->name, CALL_BYTES_MAX >> 20);
	if (c->records.len + c->beside.len > CALL_HANDED_MAX)
		return call_broken(c,
				   "%s emitted more than %zu MiB of records "
				   "and files; HW_MORE is due after 1 MiB",
				   c->name, CALL_HANDED_MAX >> 20);
	c->count++;
	note_text(c, kind, ours);
	return HW_OK;
}

hw_status call_emit(struct hw_host *h, int32_t type, const void *rec,
		    size_t size)
{
	struct call *c = call_of(h);
	const struct kind *kind = kind_by_rec(type);

	if (c->broken)
		return HW_BROKEN;
	if (!kind || !rec || size == 0)
		return call_broken(c,
				   "%s emitted a record of type %d, which "
				   "does not exist, or nothing",
				   c->name, (int)type);
	return call_emit_kind(c, kind, rec, size, 0);
}
