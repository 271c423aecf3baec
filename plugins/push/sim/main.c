/* main.c - ntfy on loopback, for the sandbox and the tests.
 *
 *	sim --port-file F --sent F [--port N]
 *
 * POST / takes a message as JSON and GET /TOPIC/json?poll=1 lists those of a
 * topic, one a line, for who shows the token "tk_sandbox"; both as ntfy 2.16
 * does, with the sequence_id that a message came with. One of a sequence_id
 * that is there takes its place. --sent F: a line for each message that was
 * taken, as it came.
 *
 * The topic "lost" is taken and the answer never comes, "away" finds the server
 * away (503), "announcements" is not allowed.
 * GET /__sim/messages counts what was taken.
 * SPDX-License-Identifier: MIT */

#include "base/json.h"
#include "base/mem.h"
#include "base/when.h"
#include "sim/kit.h"

static struct {
	const char *sent_path;
	cJSON *messages; /* oldest first */
	int64_t taken;
} sim;

static void answer(struct http_request *r, int status, const cJSON *json)
{
	char *text = cJSON_PrintUnformatted(json);

	http_answer(r, status, "application/json", text, strlen(text));
	cJSON_free(text);
}

static void refuse(struct http_request *r, int status, int64_t code)
{
	CLEANUP(json_free_ptr) cJSON *json = cJSON_CreateObject();

	cJSON_AddNumberToObject(json, "code", (double)code);
	cJSON_AddNumberToObject(json, "http", status);
	cJSON_AddStringToObject(json, "error", "as the code says");
	answer(r, status, json);
}

static bool is_stranger(struct http_request *r)
{
	if (text_eq(http_header(r, "Authorization"), "Bearer tk_sandbox"))
		return false;
	refuse(r, 401, 40101);
	return true;
}

/* -- publishing -- */

static void take(const struct str *body)
{
	FILE *f = fopen(sim.sent_path, "ae");

	sim.taken++;
	if (!f)
		return;
	fprintf(f, "%s\n", str_c(body));
	fclose(f);
}

static void forget(const char *sequence)
{
	cJSON *m, *next;

	for (m = sim.messages->child; m && sequence; m = next) {
		next = m->next;
		if (text_eq(json_text(m, "sequence_id"), sequence))
			json_free(cJSON_DetachItemViaPointer(sim.messages, m));
	}
}

static const cJSON *keep(const cJSON *asked)
{
	cJSON *m = cJSON_Duplicate(asked, true);
	int64_t now = clock_now() / 1000;
	char id[20];

	snprintf(id, sizeof id, "m%011lld", (long long)sim.taken);
	cJSON_AddStringToObject(m, "id", id);
	cJSON_AddStringToObject(m, "event", "message");
	cJSON_AddNumberToObject(m, "time", (double)now);
	forget(json_text(m, "sequence_id"));
	cJSON_AddItemToArray(sim.messages, m);
	return m;
}

static void on_publish(struct http_request *r, void *arg)
{
	const struct str *body = http_body(r);
	struct err ignored = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *asked = json_parse(str_c(body), body->len, &ignored);
	const char *topic = json_text(asked, "topic");
	const cJSON *kept;

	(void)arg;
	if (is_stranger(r))
		return;
	if (!asked || !topic || text_eq(topic, "announcements")) {
		refuse(r, 400, asked ? 40010 : 40017);
		return;
	}
	if (text_eq(topic, "away")) {
		http_answer_text(r, 503, "no server\n");
		return;
	}
	take(body);
	kept = keep(asked);
	if (text_eq(topic, "lost"))
		http_drop(r);
	else
		answer(r, 200, kept);
}

/* -- reading -- */

static void on_poll(struct http_request *r, void *arg)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	const char *tail = http_tail(r);
	const cJSON *m;

	(void)arg;
	if (is_stranger(r))
		return;
	if (!text_ends(tail, "/json")) {
		refuse(r, 404, 40401);
		return;
	}
	cJSON_ArrayForEach (m, sim.messages) {
		const char *topic = json_text(m, "topic");
		char *text;

		if (!text_starts(tail, topic) ||
		    !text_eq(tail + strlen(topic), "/json"))
			continue;
		text = cJSON_PrintUnformatted(m);
		str_printf(&s, "%s\n", text);
		cJSON_free(text);
	}
	http_answer(r, 200, "application/x-ndjson; charset=utf-8", str_c(&s),
		    s.len);
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
		{ "GET", "/__sim/messages", on_count, NULL },
		{ "POST", "/", on_publish, NULL },
		{ "GET", "/", on_poll, NULL },
		{ NULL, NULL, NULL, NULL },
	};

	sim.sent_path = sim_option(argv, "--sent");
	sim.messages = cJSON_CreateArray();
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
		fputs("usage: sim --port-file F --sent F [--port N]\n", stderr);
		return 64;
	}
	if (open_all(argv, &server, &err)) {
		fprintf(stderr, "sim: %s\n", err.text);
		return err_exit(err.code);
	}
	sim_serve(server);
}
