/* model.c - see model.h.
 * SPDX-License-Identifier: MIT */
#include "text/model.h"

#include <string.h>

#include "text/bits.h"

#define HEAD 16
#define HEAD_HALF 24
#define GROUPS (GRAM_BUCKETS / 64)
#define MAP_LEN (GRAM_BUCKETS / 8 + (size_t)2 * GROUPS)

static bool sure_enough(const uint8_t *sure)
{
	for (size_t i = 0; i < MODEL_STEPS; i++)
		if (sure[i] > 100)
			return false;
	return true;
}

/* So that no bucket leads to a row that is not there. */
static bool rows_fit(const struct model_map *map, size_t want)
{
	size_t rows = 0;

	for (size_t i = 0; i < GROUPS; i++) {
		if (bytes_u16(map->before + 2 * i) != rows)
			return false;
		rows += bits_in(bytes_u64(map->known + 8 * i));
		if (rows > want)
			return false;
	}
	return rows == want;
}

static bool classes_fit(const struct model *m)
{
	for (size_t i = 0; i < m->lights; i++)
		if (m->light_class[i] >= m->classes)
			return false;
	return true;
}

/* The numbers at the front. How many bytes they are; 0: this is no model. */
static size_t read_head(struct model *m, const uint8_t *at, size_t len)
{
	*m = (struct model){ .half = false };
	if (len < HEAD)
		return 0;
	m->half = memcmp(at, MODEL_MAGIC_HALF, 4) == 0;
	if (!m->half && memcmp(at, MODEL_MAGIC, 4) != 0)
		return 0;
	if (m->half && len < HEAD_HALF)
		return 0;
	m->classes = bytes_u32(at + 4);
	m->rows = bytes_u32(at + 8);
	m->lights = m->half ? bytes_u32(at + 12) : 0;
	m->least = m->half ? bytes_u32(at + 16) : 0;
	m->names_len = bytes_u32(at + (m->half ? 20 : 12));
	return m->half ? HEAD_HALF : HEAD;
}

static bool head_fits(const struct model *m, size_t len)
{
	return m->classes > (m->half ? 1 : 0) && m->classes <= MODEL_CLASSES &&
	       m->rows <= MODEL_ROWS && m->lights <= MODEL_ROWS &&
	       m->names_len <= len;
}

/* Behind the names. */
static size_t body_len(const struct model *m)
{
	if (m->half)
		return (m->lights ? 2 : 1) * MAP_LEN +
		       m->rows * (2 + (m->classes + 1) / 2) + 3 * m->lights +
		       8 + MODEL_STEPS;
	return MAP_LEN + m->rows * (1 + m->classes) + 4 * m->classes +
	       MODEL_STEPS;
}

static const uint8_t *lay_map(struct model_map *map, const uint8_t *at)
{
	map->known = at;
	map->before = at + GRAM_BUCKETS / 8;
	return at + MAP_LEN;
}

static void lay_out(struct model *m, const uint8_t *names)
{
	const uint8_t *at = lay_map(&m->map, names + m->names_len);

	m->names = (const char *)names;
	m->idf = at;
	m->weight = m->idf + m->rows;
	m->scale = m->weight + m->rows * m->classes;
	m->sure = m->scale + 4 * m->classes;
}

static void lay_out_half(struct model *m, const uint8_t *names)
{
	const uint8_t *at = lay_map(&m->map, names + m->names_len);

	m->names = (const char *)names;
	m->idf = m->lights ? lay_map(&m->light_map, at) : at;
	m->strength = m->idf + m->rows;
	m->weight = m->strength + m->rows;
	m->light_idf = m->weight + m->rows * ((m->classes + 1) / 2);
	m->light_strength = m->light_idf + m->lights;
	m->light_class = m->light_strength + m->lights;
	m->scale = m->light_class + m->lights;
	m->light_scale = m->scale + 4;
	m->sure = m->light_scale + 4;
}

size_t model_len(const void *bytes, size_t len)
{
	struct model m;
	size_t head = read_head(&m, bytes, len), all;

	if (!head || !head_fits(&m, len))
		return 0;
	all = head + m.names_len + body_len(&m);
	return all <= len ? all : 0;
}

int model_open(struct model *m, const void *bytes, size_t len, struct err *err)
{
	size_t head = read_head(m, bytes, len);
	const uint8_t *names = (const uint8_t *)bytes + head;

	if (!head)
		return err_set(err, ERR_DATA,
			       "the pack's model is not of this version; build "
			       "the pack anew");
	if (!head_fits(m, len))
		return err_set(err, ERR_DATA, "the pack's model is damaged");
	if (len != head + m->names_len + body_len(m))
		return err_set(err, ERR_DATA, "the pack's model is cut off");
	if (m->half)
		lay_out_half(m, names);
	else
		lay_out(m, names);
	if (!rows_fit(&m->map, m->rows) ||
	    (m->lights && !rows_fit(&m->light_map, m->lights)) ||
	    !classes_fit(m))
		return err_set(err, ERR_DATA,
			       "the pack's model is damaged: its rows do not "
			       "add up");
	if (!sure_enough(m->sure))
		return err_set(err, ERR_DATA,
			       "the pack's model is damaged: it is surer than "
			       "100 %%");
	return 0;
}
