/* main.c - DHL's tracking API on loopback, for the sandbox and the tests.
 *
 * Answers GET /track/shipments as DHL does: one shipment with the events that
 * have happened by now, newest first; 404 for a number that is not in the file
 * or has no event yet, 401 without the key "sandbox-key", 429 with Retry-After
 * once the day's calls are used up. Time passes as told, so that a parcel moves
 * while the test runs.
 *
 *	sim --port-file F --data F [--port N] [--log F] [--quota N]
 *	    [--start MOMENT] [--speed X] [--clock-file F]
 *	    [--fault PERCENT] [--seed N]
 *
 * --data F: {"parcels": [{"tracking", "service"?, "estimated"?, "fault"?,
 *    "scans": [{"at", "statusCode", "status"?, "description"?, "place"?,
 *    "country"?}], "proof"?: {"at", "signed", "document"}}]}; it is read again
 *    when it changes. "fault" is what this parcel always gets: an HTTP status,
 *    or 1 for a reply that is no JSON.
 * --start: the moment it is now, and --speed how much faster than life time
 *    passes from there; or --clock-file: a file that holds the moment, in
 *    milliseconds since the epoch, read at every request.
 * --fault P: that percentage of requests gets 500, garbage, 429 or a dropped
 *    connection. --log F: a line {"at", "tracking", "status"} for each request.
 * GET /__sim/requests counts them.
 * SPDX-License-Identifier: MIT */
#include <sys/stat.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/when.h"
#include "sim/kit.h"

static struct {
	cJSON *data;
	struct timespec data_at;
	const char *data_path, *clock_path, *log_path;
	int64_t start, began; /* the clock: ms, clock_mono */
	double speed;
	int64_t quota, used, day, requests, refused;
	int fault, port;
	uint64_t seed;
} sim = { .speed = 1, .seed = 1, .day = -1 };

/* Split mix: the same faults for the same seed. */
static uint64_t chance(void)
{
	uint64_t z = (sim.seed += 0x9E3779B97F4A7C15u);

	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
	return z ^ (z >> 31);
}

static int64_t now(void)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct err err = { 0 };

	if (sim.clock_path && file_read(&s, sim.clock_path, 64, &err) == 0)
		return strtoll(str_c(&s), NULL, 10);
	return sim.start +
	       (int64_t)((double)(clock_mono() - sim.began) * sim.speed);
}

/* -- the parcels -- */

static void load_data(void)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct err err = { 0 };
	struct stat st;
	cJSON *json;

	if (!sim.data_path || stat(sim.data_path, &st) ||
	    (sim.data && st.st_mtim.tv_sec == sim.data_at.tv_sec &&
	     st.st_mtim.tv_nsec == sim.data_at.tv_nsec))
		return;
	if (file_read(&s, sim.data_path, STR_MAX - 1, &err) ||
	    !(json = json_parse(str_c(&s), s.len, &err))) {
		fprintf(stderr, "%s: %s\n", sim.data_path, err.text);
		return;
	}
	json_free(sim.data);
	sim.data = json;
	sim.data_at = st.st_mtim;
}

static const cJSON *parcel_named(const char *tracking)
{
	const cJSON *p;

	cJSON_ArrayForEach (p, json_get(sim.data, "parcels"))
		if (text_eq(json_text(p, "tracking"), tracking))
			return p;
	return NULL;
}

static bool has_happened(const cJSON *scan)
{
	const char *at = json_text(scan, "at");
	struct err err = { 0 };
	struct when w = { 0 };

	return at && when_parse(&w, at, &err) == 0 && w.ms <= now();
}

static cJSON *event(const cJSON *scan)
{
	static const char *const copied[] = { "statusCode", "status",
					      "description", "remark" };
	cJSON *e = cJSON_CreateObject(), *address;

	cJSON_AddStringToObject(e, "timestamp", json_text(scan, "at"));
	for (size_t i = 0; i < COUNT_OF(copied); i++)
		if (json_text(scan, copied[i]))
			cJSON_AddStringToObject(e, copied[i],
						json_text(scan, copied[i]));
	address = cJSON_AddObjectToObject(
		cJSON_AddObjectToObject(e, "location"), "address");
	if (json_text(scan, "place"))
		cJSON_AddStringToObject(address, "addressLocality",
					json_text(scan, "place"));
	if (json_text(scan, "country"))
		cJSON_AddStringToObject(address, "countryCode",
					json_text(scan, "country"));
	return e;
}

static void add_proof(cJSON *details, const cJSON *parcel)
{
	const cJSON *proof = json_get(parcel, "proof");
	CLEANUP(free_ptr) char *url = NULL;
	cJSON *p;

	if (!proof)
		return;
	url = xasprintf("http://127.0.0.1:%d/pod/%s", sim.port,
			json_text(parcel, "tracking"));
	p = cJSON_AddObjectToObject(details, "proofOfDelivery");
	cJSON_AddStringToObject(p, "timestamp", json_text(proof, "at"));
	cJSON_AddStringToObject(p, "documentUrl", url);
	cJSON_AddStringToObject(cJSON_AddObjectToObject(p, "signed"), "name",
				json_text(proof, "signed"));
}

/* NULL when nothing has happened yet. */
static cJSON *reply(const cJSON *parcel)
{
	cJSON *events = cJSON_CreateArray(), *doc, *s, *details;
	const char *service = json_text(parcel, "service");
	const char *estimated = json_text(parcel, "estimated");
	const cJSON *scan;

	cJSON_ArrayForEach (scan, json_get(parcel, "scans"))
		if (has_happened(scan))
			cJSON_InsertItemInArray(events, 0, event(scan));
	if (!cJSON_GetArraySize(events)) {
		json_free(events);
		return NULL;
	}
	doc = cJSON_CreateObject();
	s = cJSON_CreateObject();
	cJSON_AddItemToArray(cJSON_AddArrayToObject(doc, "shipments"), s);
	cJSON_AddStringToObject(s, "id", json_text(parcel, "tracking"));
	cJSON_AddStringToObject(s, "service", service ? service : "express");
	cJSON_AddItemToObject(
		s, "status", cJSON_Duplicate(cJSON_GetArrayItem(events, 0), 1));
	if (estimated)
		cJSON_AddStringToObject(s, "estimatedTimeOfDelivery",
					estimated);
	details = cJSON_AddObjectToObject(s, "details");
	add_proof(details, parcel);
	cJSON_AddItemToObject(s, "events", events);
	return doc;
}

/* -- answers -- */

static void log_request(const char *tracking, int status)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct jw w = JW_INIT(&s);
	FILE *f = sim.log_path ? fopen(sim.log_path, "ae") : NULL;

	if (!f)
		return;
	jw_object(&w);
	jw_kv_i64(&w, "at", now());
	jw_kv_text(&w, "tracking", tracking);
	jw_kv_i64(&w, "status", status);
	jw_end(&w);
	fprintf(f, "%s\n", str_c(&s));
	fclose(f);
}

/* The error form of RFC 7807, as DHL writes it. */
static void refuse(struct http_request *r, const char *tracking, int status)
{
	static const struct {
		int status;
		const char *title;
	} titles[] = { { 400, "Bad Request" },
		       { 401, "Unauthorized" },
		       { 404, "No result found" },
		       { 429, "Too Many Requests" } };
	CLEANUP(str_release) struct str s = STR_INIT;
	const char *title = "Internal Server Error";
	struct jw w = JW_INIT(&s);
	int64_t midnight = (DAY_MS - now() % DAY_MS) / 1000 + 1;
	char wait[24];

	for (size_t i = 0; i < COUNT_OF(titles); i++)
		if (titles[i].status == status)
			title = titles[i].title;
	jw_object(&w);
	jw_kv_text(&w, "title", title);
	jw_kv_i64(&w, "status", status);
	jw_kv_text(&w, "detail", "told by the simulator");
	jw_end(&w);
	if (status == 429) {
		snprintf(wait, sizeof wait, "%lld", (long long)midnight);
		http_set(r, "Retry-After", wait);
	}
	sim.refused++;
	log_request(tracking, status);
	http_answer(r, status, "application/problem+json", str_c(&s), s.len);
}

static void garble(struct http_request *r, const char *tracking)
{
	log_request(tracking, 200);
	http_answer_text(r, 200, "<html>maintenance</html>");
}

/* True when the request was answered wrongly. */
static bool go_wrong(struct http_request *r, const char *tracking)
{
	if (chance() % 100 >= (uint64_t)sim.fault)
		return false;
	switch (chance() % 4) {
	case 0:
		refuse(r, tracking, 500);
		break;
	case 1:
		refuse(r, tracking, 503);
		break;
	case 2:
		garble(r, tracking);
		break;
	default:
		log_request(tracking, 0);
		http_drop(r);
	}
	return true;
}

static bool over_quota(void)
{
	int64_t day = now() / DAY_MS;

	if (day != sim.day) {
		sim.day = day;
		sim.used = 0;
	}
	return sim.quota && ++sim.used > sim.quota;
}

static void answer_parcel(struct http_request *r, const char *tracking)
{
	const cJSON *p = parcel_named(tracking);
	int fault = (int)json_i64(p, "fault", 0);
	cJSON *doc = p && !fault ? reply(p) : NULL;
	char *text;

	if (fault == 1) {
		garble(r, tracking);
		return;
	}
	if (!doc) {
		refuse(r, tracking, fault ? fault : 404);
		return;
	}
	text = cJSON_PrintUnformatted(doc);
	log_request(tracking, 200);
	http_answer(r, 200, "application/json", text, strlen(text));
	cJSON_free(text);
	json_free(doc);
}

static void on_shipments(struct http_request *r, void *arg)
{
	const char *tracking = http_query(r, "trackingNumber");

	(void)arg;
	sim.requests++;
	load_data();
	if (!text_eq(http_header(r, "DHL-API-Key"), "sandbox-key"))
		refuse(r, tracking, 401);
	else if (!tracking || !*tracking)
		refuse(r, "", 400);
	else if (over_quota())
		refuse(r, tracking, 429);
	else if (!go_wrong(r, tracking))
		answer_parcel(r, tracking);
}

static void on_document(struct http_request *r, void *arg)
{
	const cJSON *p = parcel_named(http_tail(r));
	const char *text = json_text(json_get(p, "proof"), "document");

	(void)arg;
	if (text)
		http_answer(r, 200, "application/pdf", text, strlen(text));
	else
		http_answer_text(r, 404, "no such document\n");
}

static void on_requests(struct http_request *r, void *arg)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	(void)arg;
	str_printf(&s, "{\"requests\":%lld,\"refused\":%lld}",
		   (long long)sim.requests, (long long)sim.refused);
	http_answer_json(r, 200, &s);
}

/* -- life -- */

static int set_clock(char **argv, struct err *err)
{
	const char *start = sim_option(argv, "--start");
	const char *speed = sim_option(argv, "--speed");
	struct when w = { .ms = clock_now() };

	if (start && when_parse(&w, start, err))
		return err_context(err, "--start");
	sim.start = w.ms;
	sim.began = clock_mono();
	sim.speed = speed ? strtod(speed, NULL) : 1;
	sim.clock_path = sim_option(argv, "--clock-file");
	return 0;
}

static int open_all(char **argv, struct http_server **server, struct err *err)
{
	static const struct http_route routes[] = {
		{ "GET", "/track/shipments", on_shipments, NULL },
		{ "GET", "/pod/", on_document, NULL },
		{ "GET", "/__sim/requests", on_requests, NULL },
		{ NULL, NULL, NULL, NULL },
	};

	sim.data_path = sim_option(argv, "--data");
	sim.log_path = sim_option(argv, "--log");
	sim.fault = (int)sim_number(argv, "--fault", 0);
	sim.seed = (uint64_t)sim_number(argv, "--seed", 1);
	sim.quota = sim_number(argv, "--quota", 0);
	if (set_clock(argv, err) || hash_start(err) ||
	    sim_open(argv, routes, server, err))
		return -1;
	load_data();
	sim.port = http_port(*server);
	return sim_ready(argv, *server, err);
}

int main(int argc, char **argv)
{
	struct http_server *server;
	struct err err = { 0 };

	if (argc < 2 || !sim_option(argv, "--port-file") ||
	    !sim_option(argv, "--data")) {
		fputs("usage: sim --port-file F --data F [--port N] [--log F] "
		      "[--quota N] [--start MOMENT] [--speed X] [--clock-file "
		      "F] [--fault PERCENT] [--seed N]\n",
		      stderr);
		return 64;
	}
	if (open_all(argv, &server, &err)) {
		fprintf(stderr, "sim: %s\n", err.text);
		return err_exit(err.code);
	}
	sim_serve(server);
}
