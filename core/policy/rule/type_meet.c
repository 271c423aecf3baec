/* type_meet.c - a literal takes the type of what it stands beside, and two
 * values are of one type or are not compared.
 * SPDX-License-Identifier: MIT */
#include "policy/rule/type_own.h"

static const struct fact_kind *kind_of(const struct vocabulary *v,
				       const struct node *n)
{
	return n->fact >= 0 ? &v->kinds.at[n->fact] : NULL;
}

int type_resolve(const struct vocabulary *v, struct node *n,
		 const struct node *beside, struct err *err)
{
	struct fact_kind k = { .name = "this", .type = beside->type };
	struct fact_value value;
	struct err why = { 0 };

	if (kind_of(v, beside))
		k = *kind_of(v, beside);
	k.type = beside->type;
	if (k.type == FACT_WORD && !k.words)
		return expr_mistake(err, n,
				    "'%.40s' has nothing to be "
				    "compared with; name a fact",
				    n->text);
	if (fact_parse(&k, n->text, &value, &why))
		return expr_mistake(err, n, "%s", why.text);
	n->kind = k.type == FACT_WORD ? NODE_WORD : NODE_NUMBER;
	n->type = k.type;
	n->fact = beside->fact;
	n->typed = true;
	n->number = value.number;
	if (k.type == FACT_WORD)
		n->text = value.word;
	return 0;
}

const char *type_of_node(const struct node *n)
{
	return n->kind == NODE_TEXT ? "a text" : fact_type_name(n->type);
}

const char *type_subject(const struct vocabulary *v, const struct node *n)
{
	return n->fact >= 0 ? v->kinds.at[n->fact].name : "this";
}

static const char *how_to_write(enum fact_type type)
{
	switch (type) {
	case FACT_MONEY:
		return "; write it as '20.00 USD'";
	case FACT_DURATION:
		return "; write it as '5 d'";
	case FACT_TIME:
		return "; write it as '2026-11-24'";
	case FACT_WORD:
		return "; write it in quotes";
	default:
		return "";
	}
}

int type_unify(const struct vocabulary *v, struct node *a, struct node *b,
	       struct err *err)
{
	const struct fact_kind *ka, *kb;

	if (a->kind == NODE_NULL || b->kind == NODE_NULL)
		return expr_mistake(err, b,
				    "nothing equals null; write is "
				    "null or is not null");
	if (a->kind == NODE_TEXT && b->kind == NODE_TEXT)
		return expr_mistake(err, a,
				    "two texts are compared; name a "
				    "fact");
	if (a->kind == NODE_TEXT)
		return type_resolve(v, a, b, err);
	if (b->kind == NODE_TEXT)
		return type_resolve(v, b, a, err);
	if (a->type != b->type)
		return expr_mistake(err, b,
				    "%s is of type %s and this is of "
				    "type %s%s",
				    type_subject(v, a), type_of_node(a),
				    type_of_node(b), how_to_write(a->type));
	ka = kind_of(v, a);
	kb = kind_of(v, b);
	if (a->type == FACT_WORD && ka && kb && ka->words != kb->words)
		return expr_mistake(err, b,
				    "%s and %s have different lists "
				    "of words",
				    ka->name, kb->name);
	if (a->type == FACT_MONEY && ka && kb &&
	    !text_eq(ka->currency, kb->currency))
		return expr_mistake(err, b, "%s is in %s and %s is in %s",
				    ka->name, ka->currency, kb->name,
				    kb->currency);
	return 0;
}
