/* op.h - an operation by its name on the wire, with its argument as JSON.
 *
 * The list of operations and the form of each argument is in docs/wire.md.
 * SPDX-License-Identifier: MIT */
#ifndef HW_WIRE_OP_H
#define HW_WIRE_OP_H

#include "wire/call.h"
#include "wire/load.h"

/* A plugin after its open(). */
struct opened {
	const struct plugin *plugin;
	void *self;
};

/* Calls open(). config: one value per option; its texts are borrowed for as
 * long as the instance lives. Ends the call: the result of call_end(). */
hw_status opened_start(struct opened *in, const struct plugin *p,
		       const cJSON *config, struct call *c);

/* Calls the operation and ends the call. arg (may be NULL) and body are
 * borrowed. An operation that the plugin does not have is HW_UNSUPPORTED; an
 * argument that cannot be understood is HW_REJECTED. */
hw_status opened_call(struct opened *in, struct call *c, const cJSON *arg,
		      const void *body, size_t body_len);

#endif
