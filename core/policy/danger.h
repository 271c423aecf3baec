/* danger.h - the words by which a text tells of a danger to people: goods that
 * caught fire, gave a shock, hurt or poisoned somebody (policy/dangers.conf).
 *
 * A danger is no issue type: whatever a buyer wants because of it, a person
 * looks at once. Words of the text's language count, unless the clause denies
 * them ("did not catch fire"), only supposes them ("could it explode") or they
 * mean something else there ("caught fire on TikTok"). A folder without the
 * file finds none. Pure.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_DANGER_H
#define HW_POLICY_DANGER_H

#include "policy/conf/conf.h"
#include "text/phrases.h"

enum danger_kind {
	DANGER_TOLD, /* tells it, beside a word of `with` where there are any */
	DANGER_WITH,
	DANGER_DENIES,        /* what stands behind it in its clause */
	DANGER_DENIES_BEFORE, /* what stands before it */
	DANGER_SUPPOSES,      /* all of its clause */
	DANGER_OTHER,         /* is no danger, whatever stands in it */
};

struct danger_word {
	enum danger_kind kind;
	const char *name; /* of the danger: "fire"; "" of the others */
	const char *lang; /* two letters */
	const char *text; /* as it stands in the file */
	int group;        /* of which entry it is */
	bool beside;      /* the entry has words of `with` */
};
VEC(danger_words, struct danger_word);

/* Embedded: zero it. */
struct dangers {
	struct danger_words words; /* by the number of its phrase */
	struct phrases *phrases;   /* NULL: none */
};

/* Takes a whole file; mistakes are recorded. Texts live as long as c. */
void dangers_read(struct dangers *d, struct conf *c);
void dangers_release(struct dangers *d);

/* Appends what the text tells, in the words of the file, each once and not more
 * than a few: `fire: "caught fire", "black smoke"; injury: "cut"`. Nothing when
 * it tells of no danger. langs: tags with blanks between them, "de en-US": what
 * language somebody says a text is in is often wrong. Each is looked through by
 * itself, so that no language's words take back what another one's tell. ""
 * has no words. */
void dangers_find(const struct dangers *d, const char *text, const char *langs,
		  struct str *out);

#endif
