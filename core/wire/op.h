/* op.h - an operation by its name on the wire, with its argument as JSON.
 *
 * The list of operations and the form of each argument is in docs/wire.md.
 * SPDX-License-Identifier: MIT */
#ifndef HW_WIRE_OP_H
#define HW_WIRE_OP_H

#include "wire/call.h"
#include "wire/load.h"

/* An opened instance of a plugin. */
struct instance {
	const struct plugin *plugin;
	void *self;
};

/* Calls open(). config: one value per option; its texts are borrowed for as
 * long as the instance lives. Ends the call: the result of call_end(). */
hw_status instance_open(struct instance *in, const struct plugin *p,
			const cJSON *config, struct call *c);

/* Calls the operation and ends the call. arg (may be NULL) and body are
 * borrowed. An operation that the plugin does not have is HW_UNSUPPORTED; an
 * argument that cannot be understood is HW_REJECTED. */
hw_status instance_call(struct instance *in, struct call *c, const cJSON *arg,
			const void *body, size_t body_len);

#endif
