/* load.c - opening a plugin and holding its tables against the contract.
 * SPDX-License-Identifier: MIT */
#include "wire/load.h"

#include <dlfcn.h>

#include "wire/elf.h"

#define TABLE_COUNT_MAX 1000u
/* The descriptor of contract 1.0; later ones are longer. */
#define HEAD_LEAST (offsetof(struct hw_plugin, probe) + sizeof(void (*)(void)))

void table_get(const struct hw_table *t, uint32_t i, void *out, size_t size)
{
	memset(out, 0, size);
	memcpy(out, (const char *)t->at + (size_t)i * t->stride,
	       t->stride < size ? t->stride : size);
}

int32_t option_find(const struct hw_table *options, const char *name)
{
	struct hw_option o;

	for (uint32_t i = 0; i < options->count; i++) {
		table_get(options, i, &o, sizeof o);
		if (text_eq(o.name, name))
			return (int32_t)i;
	}
	return -1;
}

bool verb_find(const struct plugin *p, const char *name, struct hw_verb *out)
{
	if (!p->marketplace)
		return false;
	for (uint32_t i = 0; i < p->marketplace->verbs.count; i++) {
		table_get(&p->marketplace->verbs, i, out, sizeof *out);
		if (text_eq(out->name, name))
			return true;
	}
	return false;
}

/* -- checks -- */

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

/* What a plugin declares of its money verbs is what the host checks before it
 * pays, so nothing may be missing. */
static int check_money_verb(const struct checking *k, const struct hw_verb *v)
{
	struct hw_effect e;
	uint32_t seen = 0;

	for (uint32_t i = 0; i < v->effects.count; i++) {
		table_get(&v->effects, i, &e, sizeof e);
		if (e.what < HW_IS_ORDER || e.what > HW_IS_KEY ||
		    text_blank(e.where))
			return wrong(k, "verb %s: effect %u says nothing",
				     v->name, i);
		seen |= 1u << e.what;
	}
	if (v->money && seen != (1u << HW_IS_ORDER | 1u << HW_IS_AMOUNT |
				 1u << HW_IS_CURRENCY | 1u << HW_IS_KEY))
		return wrong(k,
			     "verb %s moves money and must say where its "
			     "request holds the order, the amount, the "
			     "currency and the key",
			     v->name);
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

static int check_provides(const struct checking *k)
{
	const struct plugin *p = k->plugin;

	if (!p->marketplace && !p->carrier && !p->channel && !p->locale)
		return wrong(k, "it provides nothing that this program knows");
	if (p->marketplace && check_marketplace(k))
		return -1;
	if (p->carrier && !p->carrier->track)
		return wrong(k, "a carrier needs .track");
	if (p->channel && check_channel(k))
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

/* -- opening -- */

/* The smaller of both sides' sizes, the rest zero. */
static void copy_ops(void *to, size_t size, const struct hw_iface *i)
{
	memset(to, 0, size);
	memcpy(to, i->ops, i->ops_size < size ? i->ops_size : size);
}

static void take_iface(struct plugin *p, const struct hw_iface *i)
{
	if (!i->id || !i->ops)
		return;
	if (text_eq(i->id, HW_MARKETPLACE_1)) {
		copy_ops(&p->marketplace_ops, sizeof p->marketplace_ops, i);
		p->marketplace = &p->marketplace_ops;
	} else if (text_eq(i->id, HW_CARRIER_1)) {
		copy_ops(&p->carrier_ops, sizeof p->carrier_ops, i);
		p->carrier = &p->carrier_ops;
	} else if (text_eq(i->id, HW_CHANNEL_1)) {
		copy_ops(&p->channel_ops, sizeof p->channel_ops, i);
		p->channel = &p->channel_ops;
	} else if (text_eq(i->id, HW_LOCALE_1)) {
		copy_ops(&p->locale_ops, sizeof p->locale_ops, i);
		p->locale = &p->locale_ops;
	}
	/* Another id is an interface of a later host; ours stands beside. */
}

static int check_abi(const struct checking *k, const struct hw_plugin *theirs)
{
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

static int take_head(struct plugin *p, const struct hw_plugin *theirs,
		     struct err *err)
{
	struct checking k = { p, err };
	struct hw_iface iface;

	if (check_abi(&k, theirs))
		return -1;
	memcpy(&p->head, theirs,
	       theirs->size < sizeof p->head ? theirs->size : sizeof p->head);
	if (check_id(&k) || check_options(&k, &p->head.options) ||
	    check_table(&k, &p->head.provides, "provides"))
		return -1;
	for (uint32_t i = 0; i < p->head.provides.count; i++) {
		table_get(&p->head.provides, i, &iface, sizeof iface);
		take_iface(p, &iface);
	}
	return check_provides(&k);
}

int plugin_load(struct plugin *p, const char *path, struct err *err)
{
	CLEANUP(str_release) struct str file = STR_INIT;
	const struct hw_plugin *theirs;
	void *lib;

	*p = (struct plugin){ .path = path };
	if (elf_exports(path, HW_SYMBOL, "hw_plugin_abi", err))
		return -1;
	/* Without a slash dlopen() would search the system's folders. */
	str_printf(&file, "%s%s", strchr(path, '/') ? "" : "./", path);
	lib = dlopen(str_c(&file), RTLD_NOW | RTLD_LOCAL);
	if (!lib)
		return err_set(err, ERR_DATA, "cannot load %s: %s", path,
			       dlerror());
	theirs = dlsym(lib, HW_SYMBOL);
	if (!theirs)
		return err_set(err, ERR_DATA, "%s lost its %s", path,
			       HW_SYMBOL);
	return take_head(p, theirs, err);
}

/* -- values -- */

static int value_of(const struct hw_option *o, const cJSON *v,
		    union hw_value *out, struct err *err)
{
	bool number = o->type == HW_INT || o->type == HW_BOOL ||
		      o->type == HW_DURATION;

	*out = (union hw_value){ 0 };
	if (number)
		out->i = 0;
	if (!v || cJSON_IsNull(v))
		return 0;
	if (number && cJSON_IsBool(v)) {
		out->i = cJSON_IsTrue(v);
		return 0;
	}
	if (number ? !json_as_i64(v, &out->i) : !cJSON_IsString(v))
		return err_set(err, ERR_DATA, "the value of %s must be %s",
			       o->name, number ? "a whole number" : "text");
	if (!number)
		out->s = v->valuestring;
	return 0;
}

int option_values(const struct hw_table *options, const cJSON *values,
		  union hw_value *out, struct err *err)
{
	const cJSON *v = cJSON_IsArray(values) ? values->child : NULL;
	struct hw_option o;

	for (uint32_t i = 0; i < options->count; i++) {
		table_get(options, i, &o, sizeof o);
		if (value_of(&o, v, &out[i], err))
			return -1;
		v = v ? v->next : NULL;
	}
	if (v)
		return err_set(err, ERR_DATA, "more than %u values came",
			       options->count);
	return 0;
}

/* What the contract promises of texts: one that is required or has a default
 * is never NULL, whatever the desk sent. */
static int promised_text(const struct hw_option *o, union hw_value *v,
			 struct err *err)
{
	if (o->type == HW_INT || o->type == HW_BOOL || o->type == HW_DURATION)
		return 0;
	if (!v->s)
		v->s = o->fallback;
	if (o->required && text_blank(v->s))
		return err_set(err, ERR_DATA,
			       "the option \"%s\" is required and has no "
			       "value; write it in the manifest",
			       o->name);
	return 0;
}

int config_values(const struct plugin *p, const cJSON *config,
		  union hw_value *cfg, struct err *err)
{
	const struct hw_table *options = &p->head.options;
	struct hw_option o;

	if (option_values(options, config, cfg, err))
		return -1;
	for (uint32_t i = 0; i < options->count; i++) {
		table_get(options, i, &o, sizeof o);
		if (promised_text(&o, &cfg[i], err))
			return -1;
	}
	return 0;
}
