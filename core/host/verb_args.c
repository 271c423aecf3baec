/* verb_args.c - see verb_args.h.
 * SPDX-License-Identifier: MIT */
#include "host/verb_args.h"

static const cJSON *declared(const struct verb_info *v, const char *name)
{
	const cJSON *one;

	cJSON_ArrayForEach (one, v->args)
		if (text_eq(json_text(one, "name"), name))
			return one;
	return NULL;
}

static void put_names(struct str *s, const struct verb_info *v)
{
	const cJSON *one;

	cJSON_ArrayForEach (one, v->args)
		str_printf(s, "%s%s", s->len ? ", " : "",
			   json_text(one, "name"));
	if (!s->len)
		str_puts(s, "none");
}

int verb_args_check(const struct verb_info *v, const char *object,
		    struct err *err)
{
	CLEANUP(str_release) struct str names = STR_INIT;
	CLEANUP(json_free_ptr)
	cJSON *given = json_parse(object, strlen(object), err);
	const cJSON *one;

	if (!given)
		return -1;
	put_names(&names, v);
	cJSON_ArrayForEach (one, given)
		if (!declared(v, one->string))
			return err_set(err, ERR_DATA,
				       "\"%.40s\" is no argument of %s; it "
				       "takes %s",
				       one->string, v->name, str_c(&names));
	return 0;
}

static void put_value(struct jw *w, const cJSON *value)
{
	char *text = value ? cJSON_PrintUnformatted(value) : NULL;

	if (text)
		jw_raw(w, text, strlen(text));
	else
		jw_raw(w, "null", 4);
	cJSON_free(text);
}

void verb_args_put(struct jw *w, const struct verb_info *v, const char *object)
{
	struct err err = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *given =
		*object ? json_parse(object, strlen(object), &err) : NULL;
	const cJSON *one;

	jw_array(w);
	cJSON_ArrayForEach (one, v->args)
		put_value(w, json_get(given, json_text(one, "name")));
	jw_end(w);
}
