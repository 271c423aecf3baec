/* vec.h - typed growing arrays by one macro.
 *
 *	VEC(int_vec, int);
 *	struct int_vec v = { 0 };
 *	int_vec_push(&v, 7);
 *	for (size_t i = 0; i < v.len; i++) use(v.at[i]);
 *	int_vec_release(&v);
 *
 * Releasing frees the array, not what its items point at. Room for `more` items
 * is made at once by int_vec_reserve(&v, more). A list that is kept
 * and grows no more is fitted: int_vec_fit(&v) gives back the room for more.
 * SPDX-License-Identifier: MIT */
#ifndef HW_BASE_VEC_H
#define HW_BASE_VEC_H

#include <stdlib.h>

#include "base/mem.h"

/* NOLINTBEGIN(bugprone-macro-parentheses): a type takes none. */
#define VEC(name, type)                                                       \
	struct name {                                                         \
		type *at;                                                     \
		size_t len, cap;                                              \
	};                                                                    \
	__attribute__((unused)) static inline type *name##_push(              \
		struct name *v, type item)                                    \
	{                                                                     \
		if (v->len == v->cap) {                                       \
			v->cap = v->cap ? v->cap * 2 : 8;                     \
			v->at = xrealloc(v->at, v->cap * sizeof *v->at);      \
		}                                                             \
		v->at[v->len] = item;                                         \
		return &v->at[v->len++];                                      \
	}                                                                     \
	__attribute__((unused)) static inline void name##_reserve(            \
		struct name *v, size_t more)                                  \
	{                                                                     \
		if (v->cap - v->len < more) {                                 \
			v->cap = v->len + more;                               \
			v->at = xrealloc(v->at, v->cap * sizeof *v->at);      \
		}                                                             \
	}                                                                     \
	__attribute__((unused)) static inline void name##_clear(              \
		struct name *v)                                               \
	{                                                                     \
		v->len = 0;                                                   \
	}                                                                     \
	__attribute__((unused)) static inline void name##_fit(struct name *v) \
	{                                                                     \
		if (v->len && v->len < v->cap) {                              \
			v->cap = v->len;                                      \
			v->at = xrealloc(v->at, v->cap * sizeof *v->at);      \
		}                                                             \
	}                                                                     \
	__attribute__((unused)) static inline void name##_release(            \
		struct name *v)                                               \
	{                                                                     \
		free(v->at);                                                  \
		*v = (struct name){ 0 };                                      \
	}                                                                     \
	struct name
/* NOLINTEND(bugprone-macro-parentheses) */

#endif
