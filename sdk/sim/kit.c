/* kit.c - see kit.h.
 * SPDX-License-Identifier: MIT */
#include "sim/kit.h"

#include <poll.h>
#include <signal.h>

#include "base/file.h"

#define TURN_MS 20

const char *sim_option(char **argv, const char *name)
{
	for (int i = 1; argv[i] && argv[i + 1]; i++)
		if (text_eq(argv[i], name))
			return argv[i + 1];
	return NULL;
}

int64_t sim_number(char **argv, const char *name, int64_t fallback)
{
	const char *text = sim_option(argv, name);

	return text ? strtoll(text, NULL, 10) : fallback;
}

int sim_open(char **argv, const struct http_route *routes,
	     struct http_server **server, struct err *err)
{
	const struct http_options options = {
		.address = "127.0.0.1",
		.routes = routes,
		.port = (int)sim_number(argv, "--port", 0),
	};

	signal(SIGPIPE, SIG_IGN);
	return http_open(server, &options, err);
}

int sim_ready(char **argv, struct http_server *server, struct err *err)
{
	char text[16];
	int len = snprintf(text, sizeof text, "%d\n", http_port(server));

	return file_write(sim_option(argv, "--port-file"), text, (size_t)len,
			  0644, err);
}

void sim_serve(struct http_server *server)
{
	for (;;) {
		struct pollfd p = { .fd = http_fd(server), .events = POLLIN };

		poll(&p, 1, TURN_MS);
		http_run(server);
	}
}
