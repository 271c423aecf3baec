/* load.c - opening a plugin, and values for it.
 * SPDX-License-Identifier: MIT */
#include "wire/load.h"

#include <dlfcn.h>

#include "wire/check.h"
#include "wire/elf.h"

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
	} else if (text_eq(i->id, HW_FILES_1)) {
		copy_ops(&p->files_ops, sizeof p->files_ops, i);
		p->files = &p->files_ops;
	}
	/* Another id is an interface of a later host; ours stands beside. */
}

static int take_head(struct plugin *p, const struct hw_plugin *theirs,
		     struct err *err)
{
	struct hw_iface iface;

	if (check_abi(p, theirs, err))
		return -1;
	memcpy(&p->head, theirs,
	       theirs->size < sizeof p->head ? theirs->size : sizeof p->head);
	if (check_head(p, err))
		return -1;
	for (uint32_t i = 0; i < p->head.provides.count; i++) {
		table_get(&p->head.provides, i, &iface, sizeof iface);
		take_iface(p, &iface);
	}
	return check_provides(p, err);
}

int plugin_load(struct plugin *p, const char *path,
		int (*lock)(const char *path, struct err *err), struct err *err)
{
	CLEANUP(str_release) struct str file = STR_INIT;
	const struct hw_plugin *theirs;
	void *lib;

	*p = (struct plugin){ .path = path };
	if (elf_exports(path, HW_SYMBOL, "hw_plugin_abi", err))
		return -1;
	/* Without a slash dlopen() would search the system's folders. */
	str_printf(&file, "%s%s", strchr(path, '/') ? "" : "./", path);
	if (lock && lock(str_c(&file), err))
		return -1;
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
