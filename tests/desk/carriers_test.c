/* carriers_test.c - the scorecard of carriers (A130): what is counted, and what
 * is marked.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/when.h"
#include "desk/intake/carriers.h"
#include "desk/loop_help.h"
#include "help/place.h"
#include "policy/scorecard.h"

#define SENT_MS (BEGIN_MS - 10 * DAY_MS)

/* Names are "dhl", whatever the shop writes of it. */
static const char *name(void *arg, const char *word, const char *number)
{
	(void)arg, (void)number;
	return text_starts(word, "DHL") ? "dhl" : "";
}

struct sent {
	int n;
	const char *carrier, *country;
	int days;     /* until it arrived; 0: it did not */
	int promised; /* days; 0: not told */
};

static void put_day(struct str *s, int days)
{
	str_puts(s, "\"");
	instant_put(s, SENT_MS + days * DAY_MS);
	str_puts(s, "\"");
}

/* An order, its parcel, and a scan of the day on which it arrived. */
static void send(struct desk *d, struct sent p)
{
	CLEANUP(str_release) struct str line = STR_INIT;

	str_printf(&line,
		   "{\"kind\":\"order\",\"ref\":\"C%d\",\"status\":\"open\","
		   "\"placed\":\"2026-09-01T10:00:00Z\",\"country\":\"%s\"}\n"
		   "{\"kind\":\"shipment\",\"ref\":\"S%d\",\"order_ref\":"
		   "\"C%d\",\"carrier\":\"%s\",\"tracking\":\"TR%d\","
		   "\"status\":\"shipped\",\"shipped\":",
		   p.n, p.country, p.n, p.n, p.carrier, p.n);
	put_day(&line, 0);
	if (p.promised) {
		str_puts(&line, ",\"estimated\":");
		put_day(&line, p.promised);
	}
	str_puts(&line, "}\n");
	if (p.days) {
		str_printf(&line,
			   "{\"kind\":\"scan\",\"carrier\":\"%s\",\"tracking\":"
			   "\"TR%d\",\"code\":\"D\",\"status\":\"delivered\","
			   "\"occurred\":",
			   p.carrier, p.n);
		put_day(&line, p.days);
		str_puts(&line, "}\n");
	}
	must_hear(d, "shop", str_c(&line));
}

static const struct lane *lane(const struct carriers *c, const char *carrier,
			       const char *country)
{
	for (size_t i = 0; i < c->lanes.len; i++)
		if (text_eq(c->lanes.at[i].carrier, carrier) &&
		    text_eq(c->lanes.at[i].country, country))
			return &c->lanes.at[i];
	fail_msg("no lane of %s to \"%s\"", carrier, country);
	return NULL;
}

static void a130_parcels_are_counted_by_carrier_and_country(void **state)
{
	struct desk *d = loop_desk();
	struct carriers c = { .name = name };
	struct err err = { 0 };
	const struct lane *l;

	(void)state;
	send(d, (struct sent){ 1, "DHL Paket", "DE", 2, 3 });
	send(d, (struct sent){ 2, "DHL Express", "DE", 4, 3 });
	send(d, (struct sent){ 3, "DHL", "FR", 3, 0 });
	send(d, (struct sent){ 4, "Slowpost", "FR", 0, 3 });
	run_sql(d, "UPDATE shipments SET status = 4 WHERE ref = 'S3'");
	run_sql(d, "INSERT INTO tickets(id, shop, order_ref, issue, state, "
		   "root_cause) VALUES(900, 1, 'C4', 'stalled', 1, NULL), "
		   "(901, 1, 'C1', 'damaged', 3, 'carrier_damage'), (902, 1, "
		   "'C2', 'not_received', 3, 'address_error'), (903, 1, 'C4', "
		   "'late', 3, 'lost_parcel')");
	must(carriers_count(&c, desk_db(d), 0, NULL, &err), &err);
	assert_int_equal(c.lanes.len, 4);
	l = lane(&c, "dhl", "");
	assert_int_equal(l->parcels, 2); /* a cancelled label is none */
	assert_int_equal(l->arrived, 2);
	assert_int_equal(l->promised, 2);
	assert_int_equal(l->on_time, 1);
	assert_int_equal(l->damaged, 1);
	assert_int_equal(l->missing, 0); /* it was not the carrier */
	assert_int_equal(lane_time(l, 50), 2 * DAY_MS);
	assert_int_equal(lane_time(l, 90), 4 * DAY_MS);
	assert_int_equal(lane(&c, "dhl", "DE")->parcels, 2);
	l = lane(&c, "Slowpost", "FR");
	assert_int_equal(l->parcels, 1);
	assert_int_equal(l->arrived, 0);
	assert_int_equal(l->stalled, 1);
	assert_int_equal(l->missing, 1);
	assert_int_equal(lane_time(l, 90), -1);
	carriers_release(&c);
	desk_close(d);
}

/* Promised for the 20th; six in the evening of that day in Los Angeles is the
 * 21st in Greenwich. */
static void a130_a_day_is_that_of_where_it_arrived(void **state)
{
	struct desk *d = loop_desk();
	struct carriers c = { .name = name };
	struct err err = { 0 };

	(void)state;
	must_hear(d, "shop",
		  "{\"kind\":\"order\",\"ref\":\"C1\",\"status\":\"open\","
		  "\"placed\":\"2026-09-01T10:00:00Z\",\"country\":\"US\"}\n"
		  "{\"kind\":\"shipment\",\"ref\":\"S1\",\"order_ref\":\"C1\","
		  "\"carrier\":\"DHL\",\"tracking\":\"TR1\",\"status\":"
		  "\"shipped\",\"shipped\":\"2026-09-10T10:00:00Z\","
		  "\"estimated\":\"2026-09-20T00:00:00-07:00\"}\n"
		  "{\"kind\":\"scan\",\"carrier\":\"DHL\",\"tracking\":\"TR1\","
		  "\"code\":\"D\",\"status\":\"delivered\",\"occurred\":"
		  "\"2026-09-20T18:00:00-07:00\"}\n");
	must(carriers_count(&c, desk_db(d), 0, NULL, &err), &err);
	assert_int_equal(lane(&c, "dhl", "US")->on_time, 1);
	carriers_release(&c);
	desk_close(d);
}

static void a130_by_day_and_shop(void **state)
{
	struct desk *d = loop_desk();
	struct carriers c = { .name = name };
	struct err err = { 0 };

	(void)state;
	send(d, (struct sent){ 1, "DHL", "DE", 2, 3 });
	must(carriers_count(&c, desk_db(d), SENT_MS + 1, NULL, &err), &err);
	assert_int_equal(c.lanes.len, 0);
	must(carriers_count(&c, desk_db(d), SENT_MS, "mail", &err), &err);
	assert_int_equal(c.lanes.len, 0);
	must(carriers_count(&c, desk_db(d), SENT_MS, "shop", &err), &err);
	assert_int_equal(c.lanes.len, 2);
	carriers_release(&c);
	desk_close(d);
}

/* -- what is bad -- */

static void read_card(struct scorecard *s, struct conf **conf,
		      struct mistakes *m, const char *text)
{
	CLEANUP(free_ptr) char *path = in_scratch("scorecard.conf");
	struct err err = { 0 };

	must(file_write(path, text, strlen(text), 0600, &err), &err);
	*conf = conf_open(path, m);
	assert_non_null(*conf);
	scorecard_read(s, *conf);
}

static void a130_a_seller_says_what_is_bad(void **state)
{
	struct mistakes m = { 0 };
	struct scorecard s = { .least = 0 };
	struct conf *conf;

	(void)state;
	read_card(&s, &conf, &m,
		  "within = \"30 d\"; least = 10; limits = ( { figure = "
		  "\"on_time\"; least = \"90 %\"; }, { figure = \"stalled\"; "
		  "carrier = \"dhl\"; most = \"2.5 %\"; }, { figure = "
		  "\"slow\"; country = \"US\"; most = \"20 d\"; }, { figure = "
		  "\"slow\"; most = \"10 d\"; } );");
	assert_int_equal(m.list.len, 0);
	assert_int_equal(s.within_ms, 30 * DAY_MS);
	assert_true(scorecard_bad(&s, SCORE_ON_TIME, "x", "DE", 10, 8999));
	assert_false(scorecard_bad(&s, SCORE_ON_TIME, "x", "DE", 10, 9000));
	assert_false(scorecard_bad(&s, SCORE_ON_TIME, "x", "DE", 9, 0));
	assert_false(
		scorecard_bad(&s, SCORE_ON_TIME, "x", "DE", 10, SCORE_UNKNOWN));
	assert_true(scorecard_bad(&s, SCORE_STALLED, "dhl", "", 10, 251));
	assert_false(scorecard_bad(&s, SCORE_STALLED, "dhl", "", 10, 250));
	assert_false(scorecard_bad(&s, SCORE_STALLED, "ups", "", 10, 9000));
	assert_false(scorecard_bad(&s, SCORE_SLOW, "x", "US", 10, 20 * DAY_MS));
	assert_true(scorecard_bad(&s, SCORE_SLOW, "x", "FR", 10, 20 * DAY_MS));
	scorecard_release(&s);
	conf_close(conf);
	mistakes_release(&m);
}

static void a130_a_wrong_scorecard_is_told_with_its_line(void **state)
{
	static const struct {
		const char *text, *says;
	} files[] = {
		{ "limits = ( { figure = \"fast\"; most = \"1 d\"; } );",
		  "\"figure\" must be one of" },
		{ "limits = ( { figure = \"slow\"; most = \"5 %\"; } );",
		  "\"most\"" },
		{ "limits = ( { figure = \"stalled\"; least = \"5 %\"; } );",
		  "\"most\" is missing" },
		{ "limits = ( { figure = \"stalled\"; most = \"lots\"; } );",
		  "percentage" },
		{ "least = 0;", "from 1 to" },
		{ "limits = ( \"stalled\" );", "a limit is" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		struct mistakes m = { 0 };
		struct scorecard s = { .least = 0 };
		struct conf *conf;

		read_card(&s, &conf, &m, files[i].text);
		if (!m.list.len || !strstr(m.list.at[0], files[i].says))
			fail_msg("%s: %s", files[i].text,
				 m.list.len ? m.list.at[0] : "no mistake");
		scorecard_release(&s);
		conf_close(conf);
		mistakes_release(&m);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a130_parcels_are_counted_by_carrier_and_country),
		cmocka_unit_test(a130_by_day_and_shop),
		cmocka_unit_test(a130_a_day_is_that_of_where_it_arrived),
		cmocka_unit_test(a130_a_seller_says_what_is_bad),
		cmocka_unit_test(a130_a_wrong_scorecard_is_told_with_its_line),
	};

	return cmocka_run_group_tests(tests, shipped_load, shipped_unload);
}
