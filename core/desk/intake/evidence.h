/* evidence.h - bytes as received, sealed, in files.
 *
 * A file is named by an HMAC over subject and bytes, so equal evidence of one
 * subject is one file and nobody can tell from a name what is inside. Written
 * to a temporary file, fsynced, renamed, the folder fsynced, before the row.
 * A row without its file is a fault (doctor); a file without a row is litter.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_EVIDENCE_H
#define HW_DESK_EVIDENCE_H

#include "desk/internal.h"

struct evidence_file {
	char name[2 * HASH_LEN + 1];
	char sha256[2 * HASH_LEN + 1]; /* of the plain bytes */
	int64_t size;
};

/* What these bytes of the subject are called, stored or not. */
void evidence_name(const struct keys *keys, const char *subject,
		   const void *bytes, size_t len, struct evidence_file *out);
/* Stores the bytes durably; nothing is written when the file is there. */
int evidence_store(struct desk *d, const char *subject, const void *bytes,
		   size_t len, struct evidence_file *out,
		   struct err *err) MUST_CHECK;

/* Behind the last member of a record's JSON: `file`, with the subject that
 * sealed it; by the time the record is taken, more may be known of whose it is.
 */
void evidence_put(struct str *json, const struct evidence_file *file,
		  const char *subject);

/* The row that says where the bytes of an evidence row are: in what `file` of a
 * record names, or else [nullable] in what was stored just now under the
 * command's subject. Nothing when there is neither. */
int evidence_link(struct desk *d, int64_t evidence, const cJSON *file,
		  const struct evidence_file *stored,
		  struct err *err) MUST_CHECK;

/* Does the `file` of a record name bytes that this desk stored for the subject
 * that it says? Whoever only heard of the name can name no others by it: it is
 * an HMAC over both. Of a subject that was forgotten nobody can tell any more.
 * -1 with what the disk or the keys said. */
enum evidence_is { EVIDENCE_OTHER, EVIDENCE_OURS, EVIDENCE_ERASED };
int evidence_is(struct desk *d, const cJSON *file, enum evidence_is *is,
		struct err *err) MUST_CHECK;

/* Removes a file by its name, durably; it may be gone already. */
int evidence_remove(struct desk *d, const char *name,
		    struct err *err) MUST_CHECK;

/* The plain bytes of an evidence row. 1, 0 when it was erased, -1. */
int evidence_read(struct desk *d, int64_t evidence, struct str *out,
		  struct err *err) MUST_CHECK;

/* Whether every file that an entry of the journal names is there and as it was
 * received. -1 with ERR_FOUND naming the first entry whose is not. */
struct evidence_check {
	struct db *db;
	struct keys *keys;
	const char *state;

	int64_t files;  /* that were opened and are good */
	int64_t erased; /* entries of buyers who were forgotten */
	int64_t closed; /* entries that no key opens: a restore without keys */
};
int evidence_verify(struct evidence_check *c, struct err *err) MUST_CHECK;

#endif
