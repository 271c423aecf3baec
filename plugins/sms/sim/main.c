/* main.c - Kannel's sendsms and Twilio's Messages on loopback, for the sandbox
 * and the tests.
 *
 *	sim --port-file F --sent F [--port N] [--speed X]
 *
 * POST /cgi-bin/sendsms takes the user "desk" with the password
 * "sandbox-password"; the path of Twilio takes SANDBOX_ACCOUNT with the token
 * "sandbox-token", and GET lists what was sent, newest first. --sent F: a line
 * {"by", "from", "to", "text", "coding"?} for each message that was taken.
 *
 * As Twilio's own numbers for tests, to either of the two:
 *	+15005550001 is no number, +15005550002 cannot be reached,
 *	+15005550003 is in a country that is not allowed, +15005550004 said
 *	STOP, +15005550009 is no mobile one; and of this simulator: of
 *	+15005550090 a message is taken and the answer never comes,
 *	+15005550091 finds the server away (503).
 * --speed: how much faster than life time passes from the start.
 * GET /__sim/messages counts what was taken.
 * SPDX-License-Identifier: MIT */

#include "base/json.h"
#include "base/mem.h"
#include "base/when.h"
#include "form.h"
#include "sim/kit.h"

#define SANDBOX_ACCOUNT "AC0123456789abcdef0123456789abcdef"
#define MESSAGES "/2010-04-01/Accounts/" SANDBOX_ACCOUNT "/Messages.json"
/* SANDBOX_ACCOUNT:sandbox-token */
#define LOGIN                                                    \
	"Basic QUMwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZjpz" \
	"YW5kYm94LXRva2Vu"

static struct {
	const char *sent_path;
	cJSON *messages; /* of Twilio, oldest first */
	int64_t taken;
	int64_t start, began; /* the clock: ms, clock_mono */
	double speed;
} sim;

static const struct {
	const char *to;
	int64_t code; /* 0: as `status` alone says; -1: no answer */
	int status;
	const char *kannel;
} numbers[] = {
	{ "+15005550001", 21211, 400, "Not routable. Do not try again." },
	{ "+15005550002", 21612, 400, "Not routable. Do not try again." },
	{ "+15005550003", 21408, 400, "Not routable. Do not try again." },
	{ "+15005550004", 21610, 400, "Not routable. Do not try again." },
	{ "+15005550009", 21614, 400, "Not routable. Do not try again." },
	{ "+15005550090", -1, 0, NULL },
	{ "+15005550091", 0, 503, "Temporal failure, try again later." },
};

/* COUNT_OF(numbers): one that all is well with. */
static size_t number_of(const char *to)
{
	size_t i = 0;

	while (i < COUNT_OF(numbers) && !text_eq(numbers[i].to, to))
		i++;
	return i;
}

static bool gets_lost(size_t number)
{
	return number < COUNT_OF(numbers) && numbers[number].code < 0;
}

static void take(const char *by, const char *from, const char *to,
		 const char *text, const char *coding)
{
	CLEANUP(str_release) struct str line = STR_INIT;
	struct jw w = JW_INIT(&line);
	FILE *f = fopen(sim.sent_path, "ae");

	jw_object(&w);
	jw_kv_text(&w, "by", by);
	jw_kv_text(&w, "from", from);
	jw_kv_text(&w, "to", to);
	jw_kv_text(&w, "text", text);
	if (coding)
		jw_kv_text(&w, "coding", coding);
	jw_end(&w);
	sim.taken++;
	if (!f)
		return;
	fprintf(f, "%s\n", str_c(&line));
	fclose(f);
}

/* -- Kannel -- */

static bool kannel_refuses(struct http_request *r, const char *to)
{
	size_t n = number_of(to);

	if (!text_eq(http_header(r, "X-Kannel-Username"), "desk") ||
	    !text_eq(http_header(r, "X-Kannel-Password"), "sandbox-password"))
		http_answer_text(r, 403, "Authorization failed for sendsms");
	else if (!to || !*to)
		http_answer_text(r, 400, "Missing receiver number, rejected");
	else if (n < COUNT_OF(numbers) && numbers[n].code >= 0)
		http_answer_text(r, numbers[n].status == 503 ? 503 : 403,
				 numbers[n].kannel);
	else
		return false;
	return true;
}

static void on_sendsms(struct http_request *r, void *arg)
{
	const char *to = http_header(r, "X-Kannel-To");

	(void)arg;
	if (kannel_refuses(r, to))
		return;
	take("kannel", http_header(r, "X-Kannel-From"), to, str_c(http_body(r)),
	     http_header(r, "X-Kannel-Coding"));
	if (gets_lost(number_of(to)))
		http_drop(r);
	else
		http_answer_text(r, 202, "0: Accepted for delivery");
}

/* -- Twilio -- */

static void answer(struct http_request *r, int status, const cJSON *json)
{
	char *text = cJSON_PrintUnformatted(json);

	http_answer(r, status, "application/json", text, strlen(text));
	cJSON_free(text);
}

static void twilio_error(struct http_request *r, int status, int64_t code)
{
	CLEANUP(json_free_ptr) cJSON *json = cJSON_CreateObject();

	cJSON_AddNumberToObject(json, "code", (double)code);
	cJSON_AddStringToObject(json, "message", "as the code says");
	cJSON_AddNumberToObject(json, "status", status);
	answer(r, status, json);
}

static int64_t moment(void)
{
	return sim.start +
	       (int64_t)((double)(clock_mono() - sim.began) * sim.speed);
}

static cJSON *message(const char *from, const char *to, const char *body)
{
	cJSON *m = cJSON_CreateObject();
	time_t now = (time_t)(moment() / 1000);
	char text[80];
	struct tm tm;

	snprintf(text, sizeof text, "SM%032llx", (unsigned long long)sim.taken);
	cJSON_AddStringToObject(m, "sid", text);
	cJSON_AddStringToObject(m, "account_sid", SANDBOX_ACCOUNT);
	cJSON_AddStringToObject(m, "status", "queued");
	cJSON_AddStringToObject(m, "direction", "outbound-api");
	cJSON_AddStringToObject(m, "from", from);
	cJSON_AddStringToObject(m, "to", to);
	cJSON_AddStringToObject(m, "body", body);
	cJSON_AddNullToObject(m, "error_code");
	strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S +0000",
		 gmtime_r(&now, &tm));
	cJSON_AddStringToObject(m, "date_created", text);
	return m;
}

static bool twilio_refuses(struct http_request *r, const char *to)
{
	size_t n = number_of(to);

	if (n >= COUNT_OF(numbers) || numbers[n].code < 0)
		return false;
	twilio_error(r, numbers[n].status, numbers[n].code);
	return true;
}

static void create(struct http_request *r, const char *from, const char *to,
		   const char *body)
{
	cJSON *m;

	take("twilio", from, to, body, NULL);
	m = message(from, to, body);
	cJSON_AddItemToArray(sim.messages, m);
	if (gets_lost(number_of(to)))
		http_drop(r);
	else
		answer(r, 201, m);
}

static void on_create(struct http_request *r, void *arg)
{
	CLEANUP(free_ptr) char *to = form_field(http_body(r), "To");
	CLEANUP(free_ptr) char *from = form_field(http_body(r), "From");
	CLEANUP(free_ptr) char *body = form_field(http_body(r), "Body");

	(void)arg;
	if (!text_eq(http_header(r, "Authorization"), LOGIN))
		twilio_error(r, 401, 20003);
	else if (!to || !from || !body)
		twilio_error(r, 400, to ? 21602 : 21604);
	else if (!twilio_refuses(r, to))
		create(r, from, to, body);
}

static void on_list(struct http_request *r, void *arg)
{
	CLEANUP(json_free_ptr) cJSON *all = cJSON_CreateObject();
	cJSON *list = cJSON_AddArrayToObject(all, "messages");
	const char *to = http_query(r, "To");
	const cJSON *m;

	(void)arg;
	if (!text_eq(http_header(r, "Authorization"), LOGIN)) {
		twilio_error(r, 401, 20003);
		return;
	}
	cJSON_ArrayForEach (m, sim.messages)
		if (!to || text_eq(json_text(m, "to"), to))
			cJSON_InsertItemInArray(list, 0,
						cJSON_Duplicate(m, true));
	answer(r, 200, all);
}

/* -- life -- */

static void on_count(struct http_request *r, void *arg)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	(void)arg;
	str_printf(&s, "{\"taken\":%lld}", (long long)sim.taken);
	http_answer_json(r, 200, &s);
}

static int open_all(char **argv, struct http_server **server, struct err *err)
{
	static const struct http_route routes[] = {
		{ "POST", "/cgi-bin/sendsms", on_sendsms, NULL },
		{ "POST", MESSAGES, on_create, NULL },
		{ "GET", MESSAGES, on_list, NULL },
		{ "GET", "/__sim/messages", on_count, NULL },
		{ NULL, NULL, NULL, NULL },
	};
	const char *speed = sim_option(argv, "--speed");

	sim.sent_path = sim_option(argv, "--sent");
	sim.messages = cJSON_CreateArray();
	sim.start = clock_now();
	sim.began = clock_mono();
	sim.speed = speed ? strtod(speed, NULL) : 1;
	return sim_open(argv, routes, server, err) ||
			       sim_ready(argv, *server, err)
		       ? -1
		       : 0;
}

int main(int argc, char **argv)
{
	struct http_server *server;
	struct err err = { 0 };

	if (argc < 2 || !sim_option(argv, "--port-file") ||
	    !sim_option(argv, "--sent")) {
		fputs("usage: sim --port-file F --sent F [--port N] [--speed "
		      "X]\n",
		      stderr);
		return 64;
	}
	if (open_all(argv, &server, &err)) {
		fprintf(stderr, "sim: %s\n", err.text);
		return err_exit(err.code);
	}
	sim_serve(server);
}
