/* words_only.h - the lines of words.def of the kinds that the includer has
 * defined; the others are nothing. Meant to be included several times.
 * SPDX-License-Identifier: MIT */
#ifndef WROTE
#define WROTE(start, word)
#endif
#ifndef LABELS
#define LABELS(...)
#endif
#ifndef ORIGINAL
#define ORIGINAL(words)
#endif
#ifndef SENT_FROM
#define SENT_FROM(words)
#endif
#ifndef SENT_WITH
#define SENT_WITH(words)
#endif
#ifndef AWAY
#define AWAY(words)
#endif
#ifndef BOUNCED
#define BOUNCED(words)
#endif
#ifndef FAILED
#define FAILED(words)
#endif
#include "words.def"
#undef WROTE
#undef LABELS
#undef ORIGINAL
#undef SENT_FROM
#undef SENT_WITH
#undef AWAY
#undef BOUNCED
#undef FAILED
