/* staff_help.c - see staff_help.h.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "desk/staff_help.h"

#include "base/when.h"
#include "desk/policy_folder.h"
#include "help/fake_brain.h"
#include "help/place.h"

static struct brain_of staffed;
static struct manifest manifest;

static const char calendars[] =
	"calendars = (\n"
	"  { name = \"early\"; zone = \"UTC\"; hours = ( { days = "
	"\"mon-fri\"; open = \"06:00-14:00\"; } ); },\n"
	"  { name = \"late\"; zone = \"UTC\"; hours = ( { days = \"mon-fri\"; "
	"open = \"14:00-22:00\"; } ); },\n"
	"  { name = \"office\"; zone = \"Europe/Berlin\"; holidays = [ "
	"\"DE\" ]; hours = ( { days = \"mon-fri\"; open = \"09:00-17:00\"; } "
	"); } );\n";
static const char staff[] =
	"skills = ( { name = \"logistics\"; issues = [ \"not_received\", "
	"\"late\" ]; }, { name = \"goods\"; issues = [ \"quality\", "
	"\"damaged\" ]; } );\n"
	"key = \"order_total >= '200.00 USD'\";\n"
	"out_of_hours = { calendar = \"office\"; except = [ \"thanks\" ]; "
	"acknowledge = ( { channel = \"email\"; plugin = \"wish\"; on = false; "
	"}, { channel = \"email\"; on = true; } ); };\n";

static const struct own_file own[] = { { "calendars.conf", calendars },
				       { "staff.conf", staff } };

/* Which text it is, and its values. */
static int render(const struct brain *b, const char *template_id,
		  const char *lang, const struct slot_value *slots,
		  size_t count, struct arena *arena, struct rendered *out,
		  struct err *err)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	(void)b, (void)err;
	str_printf(&s, "%s in %s", template_id, lang);
	for (size_t i = 0; i < count; i++)
		if (slots[i].type == SLOT_MOMENT) {
			str_printf(&s, " %s=", slots[i].name);
			instant_put(&s, slots[i].number);
			str_printf(&s, "@%s", slots[i].text);
		}
	*out = (struct rendered){ .text = arena_strdup(arena, str_c(&s)) };
	return 0;
}

int staff_load(void **state)
{
	CLEANUP(free_ptr) char *dir = in_scratch("policy");

	(void)state;
	policy_folder(dir, own, COUNT_OF(own));
	staffed.policy = policy_load(dir, &staffed.mistakes);
	staffed.manifest = &manifest;
	for (size_t i = 0; i < staffed.mistakes.list.len; i++)
		print_message("# %s\n", staffed.mistakes.list.at[i]);
	return staffed.mistakes.list.len ? -1 : 0;
}

int staff_unload(void **state)
{
	(void)state;
	agent_list_release(&manifest.agents);
	policy_free(staffed.policy);
	mistakes_release(&staffed.mistakes);
	return 0;
}

void staff_set(struct desk *d, const struct agent_entry *agents, size_t count)
{
	static int edition;
	CLEANUP(str_release) struct str json = STR_INIT;
	struct jw w = JW_INIT(&json);

	agent_list_release(&manifest.agents);
	jw_object(&w);
	jw_kv_text(&w, "fingerprint",
		   arena_printf(&d->arena, "staff %d", ++edition));
	jw_key(&w, "agents");
	jw_array(&w);
	for (size_t i = 0; i < count; i++) {
		const struct agent_entry *a = &agents[i];

		agent_list_push(&manifest.agents, *a);
		jw_object(&w);
		jw_kv_text(&w, "name", a->name);
		jw_kv_text(&w, "role", a->role ? a->role : "agent");
		jw_kv_text(&w, "languages", a->languages ? a->languages : "");
		jw_kv_text(&w, "skills", a->skills ? a->skills : "");
		jw_end(&w);
	}
	jw_end(&w);
	jw_end(&w);
	must_do(d, "config", "desk", str_c(&json));
}

void set_clock(const char *now)
{
	struct when w;
	struct err err = { 0 };

	must(when_parse(&w, now, &err), &err);
	now_ms = w.ms;
}

struct desk *staff_desk(const struct agent_entry *agents, size_t count,
			const char *now)
{
	struct desk *d;

	staffed.brain = fake_brain();
	staffed.brain.render = render;
	staffed.brain.arg = &staffed;
	answers_of_staff(&staffed.brain);
	test_brain = staffed.brain;
	set_clock(now);
	d = open_desk_at(".", ":memory:");
	add_shops(d);
	staff_set(d, agents, count);
	return d;
}

static const char *or_else(const char *text, const char *usual)
{
	return text ? text : usual;
}

void put_case(struct desk *d, struct case_line c)
{
	CLEANUP(str_release) struct str lines = STR_INIT, at = STR_INIT;

	instant_put(&at, now_ms);
	if (!c.mail)
		str_printf(&lines,
			   "{\"kind\":\"order\",\"ref\":\"O%d\",\"name\":"
			   "\"#%d\",\"status\":\"open\",\"placed\":"
			   "\"2026-09-20T10:00:00Z\",\"email\":"
			   "\"b%d@example.com\",\"country\":\"%s\",\"total\":"
			   "{\"amount\":\"%s\",\"currency\":\"USD\"}}\n",
			   c.n, c.n, c.n, or_else(c.country, "DE"),
			   or_else(c.total, "12.00"));
	str_printf(&lines,
		   "{\"kind\":\"text_in\",\"ref\":\"m%d.%d\",\"channel\":"
		   "\"email\",\"thread\":\"t%d%s\",\"from_addr\":"
		   "\"b%d@example.com\",\"subject\":\"#%d\",\"text\":\"%s\","
		   "\"message_id\":\"<m%d.%d@x>\",\"origin\":\"%s\",\"lang\":"
		   "\"%s\",\"at\":\"%s\"%s}\n",
		   c.n, c.mail, c.n, or_else(c.thread, ""), c.n, c.n,
		   or_else(c.text, "not received"), c.n, c.mail,
		   or_else(c.origin, "human"), or_else(c.lang, "en"),
		   str_c(&at), c.quiet ? ",\"quiet\":true" : "");
	deliver_line(d, "shop", &lines);
}
