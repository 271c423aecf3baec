/* sms.h - what the files of this plugin share.
 * SPDX-License-Identifier: MIT */
#ifndef HW_SMS_H
#define HW_SMS_H

#include <stdbool.h>
#include <stddef.h>

#include "hw_plugin.h"

enum { SMS_GSM7, SMS_UCS2 };

/* What a text costs on the air [source: 3GPP TS 23.038 and 23.040]. */
struct sms_size {
	int32_t coding;
	int64_t units; /* septets, or UTF-16 units */
	int64_t parts; /* messages that it is cut into; 0 for no text */
};
struct sms_size sms_measure(const char *text);

/* "+" and 7 to 15 digits, the first of them not 0 [source: ITU-T E.164]. */
bool sms_is_number(const char *text);

struct sms {
	char *base, *sender;
	char *user, *smsc, *dlr_url; /* kannel; [nullable] but user */
	char *account;               /* twilio */
	int64_t parts_max;
	bool twilio;
};

hw_status kannel_send(struct hw_host *h, const struct sms *s,
		      const struct hw_text_out *out, int32_t coding);
hw_status twilio_send(struct hw_host *h, const struct sms *s,
		      const struct hw_text_out *out);
hw_status twilio_find(struct hw_host *h, const struct sms *s,
		      const struct hw_text_out *out);
hw_status twilio_probe(struct hw_host *h, const struct sms *s);

/* Sends the one effect. A message whose fate nobody told is HW_BROKEN, which
 * the desk takes for unknown: it must not go twice by itself. */
hw_status sms_effect(struct hw_host *h, struct hw_request *req,
		     struct hw_response *res);

#endif
