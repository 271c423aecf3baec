/* check.c - a plugin's tables held against the contract.
 * SPDX-License-Identifier: MIT */
#include "wire/check.h"

#define TABLE_COUNT_MAX 1000u
/* The descriptor of contract 1.0; later ones are longer. */
#define HEAD_LEAST (offsetof(struct hw_plugin, probe) + sizeof(void (*)(void)))

struct checking {
	const struct plugin *plugin;
	struct err *err;
};

static int wrong(const struct checking *k, const char *fmt, ...)
	HW_PRINTF_LIKE(2, 3);
static int wrong(const struct checking *k, const char *fmt, ...)
{
	CLEANUP(str_release) struct str text = STR_INIT;
	va_list ap;

	va_start(ap, fmt);
	str_vprintf(&text, fmt, ap);
	va_end(ap);
	return err_set(k->err, ERR_DATA, "%s: %s", k->plugin->path,
		       str_c(&text));
}

static int check_table(const struct checking *k, const struct hw_table *t,
		       const char *name)
{
	if (t->count == 0 ||
	    (t->at && t->stride && t->count <= TABLE_COUNT_MAX))
		return 0;
	return wrong(k,
		     "the table of %s cannot be walked; write it with "
		     "HW_TABLE()",
		     name);
}

/* [a-z][a-z0-9_-]* */
static bool is_name(const char *text, char also)
{
	if (!text || text[0] < 'a' || text[0] > 'z')
		return false;
	for (; *text; text++)
		if (!(*text >= 'a' && *text <= 'z') &&
		    !(*text >= '0' && *text <= '9') && *text != also)
			return false;
	return true;
}

static int check_option(const struct checking *k, const struct hw_table *t,
			uint32_t i)
{
	struct hw_option o;

	table_get(t, i, &o, sizeof o);
	if (!is_name(o.name, '_'))
		return wrong(k,
			     "option %u has no name of the form "
			     "[a-z][a-z0-9_]*",
			     i);
	if (o.type < HW_STRING || o.type > HW_MONEY)
		return wrong(k, "option %s has type %d, which does not exist",
			     o.name, (int)o.type);
	if (o.type == HW_CHOICE && text_blank(o.allowed))
		return wrong(k,
			     "option %s is a choice of nothing; give "
			     ".allowed as \"one|other\"",
			     o.name);
	if (option_find(t, o.name) != (int32_t)i)
		return wrong(k, "option %s is declared twice", o.name);
	return 0;
}

static int check_options(const struct checking *k, const struct hw_table *t)
{
	if (check_table(k, t, "options"))
		return -1;
	for (uint32_t i = 0; i < t->count; i++)
		if (check_option(k, t, i))
			return -1;
	return 0;
}

#define EFFECTS_OF_MONEY                                                 \
	(1u << HW_IS_ORDER | 1u << HW_IS_AMOUNT | 1u << HW_IS_CURRENCY | \
	 1u << HW_IS_KEY | 1u << HW_IS_ONLY)

/* What a plugin declares of its money verbs is what the host checks before it
 * pays, so nothing may be missing. */
static int check_money_verb(const struct checking *k, const struct hw_verb *v)
{
	struct hw_effect e;
	uint32_t seen = 0;

	for (uint32_t i = 0; i < v->effects.count; i++) {
		table_get(&v->effects, i, &e, sizeof e);
		if (e.what < HW_IS_ORDER || e.what > HW_IS_ONLY ||
		    text_blank(e.where))
			return wrong(k, "verb %s: effect %u says nothing",
				     v->name, i);
		seen |= 1u << e.what;
	}
	if (v->money && seen != EFFECTS_OF_MONEY)
		return wrong(k,
			     "verb %s moves money and must say where its "
			     "request holds the order, the amount, the "
			     "currency and the key, and what it holds only",
			     v->name);
	return 0;
}

/* The desk lets no request pass that a row does not allow. */
static bool has_request(const struct checking *k, const char *verb)
{
	const struct hw_table *t = &k->plugin->head.requests;
	struct hw_ask a;

	for (uint32_t i = 0; i < t->count; i++) {
		table_get(t, i, &a, sizeof a);
		if (text_eq(a.verb, verb))
			return true;
	}
	return false;
}

static int check_request(const struct checking *k, const struct hw_ask *a,
			 uint32_t i)
{
	const struct plugin *p = k->plugin;
	struct hw_verb v;

	if (!a->method || !*a->method || !a->path || a->path[0] != '/' ||
	    text_eq(a->method, "GET") || text_eq(a->method, "HEAD"))
		return wrong(k,
			     "request %u needs a method other than GET and "
			     "HEAD, and a path that starts with /",
			     i);
	if (!a->at != !a->says || (a->at && a->at[0] != '/'))
		return wrong(k,
			     "request %u: .at is a JSON Pointer and .says the "
			     "text there; give both or none",
			     i);
	if (!a->verb || verb_find(p, a->verb, &v) ||
	    (p->channel && text_eq(a->verb, "reply")))
		return 0;
	return wrong(k, "request %u names the verb \"%s\", which is not there",
		     i, a->verb);
}

static int check_requests(const struct checking *k)
{
	const struct hw_table *t = &k->plugin->head.requests;
	struct hw_ask a;

	for (uint32_t i = 0; i < t->count; i++) {
		table_get(t, i, &a, sizeof a);
		if (check_request(k, &a, i))
			return -1;
	}
	return 0;
}

static int check_verb(const struct checking *k, const struct hw_verb *v)
{
	if (!is_name(v->name, '_'))
		return wrong(k, "a verb has no name of the form "
				"[a-z][a-z0-9_]*");
	if (v->effect_class < 'A' || v->effect_class > 'D')
		return wrong(k,
			     "verb %s: .effect_class must be 'A', 'B', 'C' "
			     "or 'D'",
			     v->name);
	if (check_options(k, &v->args) ||
	    check_table(k, &v->effects, "effects") ||
	    check_table(k, &v->not_done, "not_done"))
		return -1;
	if (!has_request(k, v->name))
		return wrong(k,
			     "verb %s has no row in .requests, so nothing of "
			     "it could leave",
			     v->name);
	return check_money_verb(k, v);
}

static int check_secret(const struct checking *k, const char *name)
{
	const struct hw_table *options = &k->plugin->head.options;
	struct hw_option o = { 0 };
	int32_t i = option_find(options, name);

	if (i >= 0)
		table_get(options, (uint32_t)i, &o, sizeof o);
	if (o.type == HW_SECRET)
		return 0;
	return wrong(k,
		     "the webhook's secret \"%s\" is no option of type "
		     "HW_SECRET",
		     name ? name : "");
}

static int check_webhook(const struct checking *k, const struct hw_webhook *w)
{
	if (!w)
		return 0;
	if (!k->plugin->marketplace->hook)
		return wrong(k, "it declares a webhook and has no .hook");
	if (text_blank(w->signature_header) ||
	    (w->encoding != HW_BASE64 && w->encoding != HW_HEX))
		return wrong(k, "the webhook's signature header or encoding "
				"is missing");
	if (check_secret(k, w->secret_option))
		return -1;
	return w->previous_secret_option
		       ? check_secret(k, w->previous_secret_option)
		       : 0;
}

static int check_marketplace(const struct checking *k)
{
	const struct hw_marketplace *m = k->plugin->marketplace;
	struct hw_verb v, first;

	if (!m->sync)
		return wrong(k, "a marketplace needs .sync");
	if (check_table(k, &m->verbs, "verbs"))
		return -1;
	if (m->verbs.count && (!m->act || !m->find))
		return wrong(k, "a marketplace with verbs needs .act and "
				".find");
	for (uint32_t i = 0; i < m->verbs.count; i++) {
		table_get(&m->verbs, i, &v, sizeof v);
		if (check_verb(k, &v))
			return -1;
		if (verb_find(k->plugin, v.name, &first) &&
		    memcmp(&first, &v, sizeof v) != 0)
			return wrong(k, "verb %s is declared twice", v.name);
	}
	return check_webhook(k, m->webhook);
}

static int check_channel(const struct checking *k)
{
	const struct hw_channel *c = k->plugin->channel;

	if (!c->send)
		return wrong(k, "a channel needs .send");
	if (!is_name(c->name, '_'))
		return wrong(k, "a channel needs a .name");
	if (c->effect_class < 'A' || c->effect_class > 'D')
		return wrong(k, "the channel's .effect_class must be 'A', "
				"'B', 'C' or 'D'");
	return 0;
}

int check_provides(const struct plugin *p, struct err *err)
{
	const struct checking one = { p, err }, *k = &one;

	if (!p->marketplace && !p->carrier && !p->channel && !p->locale)
		return wrong(k, "it provides nothing that this program knows");
	if (p->marketplace && check_marketplace(k))
		return -1;
	if (p->carrier && !p->carrier->track)
		return wrong(k, "a carrier needs .track");
	if ((p->channel && check_channel(k)) || check_requests(k))
		return -1;
	if (p->locale && (!p->locale->blob || !p->locale->len))
		return wrong(k, "its locale pack is empty");
	if (!p->head.open && (p->marketplace || p->carrier || p->channel))
		return wrong(k, "it has no .open");
	return 0;
}

/* The folder, the .so and the word in the manifest are one. */
static int check_id(const struct checking *k)
{
	const struct plugin *p = k->plugin;
	const char *slash = strrchr(p->path, '/');
	const char *file = slash ? slash + 1 : p->path;
	size_t len;

	if (!is_name(p->head.id, '-'))
		return wrong(k, "its id is not of the form [a-z][a-z0-9-]*");
	len = strlen(p->head.id);
	if (strncmp(file, p->head.id, len) != 0 || !text_eq(file + len, ".so"))
		return wrong(k,
			     "its id is \"%s\", so the file must be named "
			     "%s.so",
			     p->head.id, p->head.id);
	if (text_blank(p->head.version) || !p->head.summary)
		return wrong(k, "it has no version or no summary");
	if (!p->head.domains)
		return wrong(k, "it has no .domains; write \"\" for none");
	return 0;
}

int check_abi(const struct plugin *p, const struct hw_plugin *theirs,
	      struct err *err)
{
	const struct checking one = { p, err }, *k = &one;

	if (theirs->size < HEAD_LEAST || theirs->major != HW_ABI_MAJOR)
		return wrong(k,
			     "its descriptor is not of contract %d.x; "
			     "start it with HW_HEADER",
			     HW_ABI_MAJOR);
	if (theirs->minor > HW_ABI_MINOR)
		return wrong(k,
			     "it is built for contract %d.%d and this "
			     "program speaks %d.%d; update the program",
			     theirs->major, theirs->minor, HW_ABI_MAJOR,
			     HW_ABI_MINOR);
	return 0;
}

int check_head(const struct plugin *p, struct err *err)
{
	const struct checking k = { p, err };

	return check_id(&k) || check_options(&k, &p->head.options) ||
			       check_table(&k, &p->head.requests, "requests") ||
			       check_table(&k, &p->head.provides, "provides")
		       ? -1
		       : 0;
}
