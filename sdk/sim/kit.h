/* kit.h - what every simulator of a plugin's peer needs around its answers: the
 * words of its command line and a server on this machine.
 * SPDX-License-Identifier: MIT */
#ifndef HW_SIM_KIT_H
#define HW_SIM_KIT_H

#include "http/server.h"

/* The word behind that name; NULL: it is not there. */
const char *sim_option(char **argv, const char *name);
int64_t sim_number(char **argv, const char *name, int64_t fallback);

/* Listens on --port, or on one that is free. A write to a peer that has gone is
 * an error from then on, and no signal. */
int sim_open(char **argv, const struct http_route *routes,
	     struct http_server **server, struct err *err) MUST_CHECK;
/* Tells who waits for it, by --port-file, that it answers and where. */
int sim_ready(char **argv, struct http_server *server,
	      struct err *err) MUST_CHECK;
/* Answers until it is killed. */
_Noreturn void sim_serve(struct http_server *server);

#endif
