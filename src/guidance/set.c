/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Guidance in memory: its order, and how one package's or one CVE's part of it is found. */
#include "guidance/set.h"

#include <stdlib.h>
#include <string.h>

#include "base/search.h"
#include "base/str.h"

void sslinv_guidance_set_free(struct sslinv_guidance_set *set)
{
	free(set->statements.items);
	free(set->vulnerabilities.items);
	free(set->ranges.items);
	free(set->named.items);
	free(set->lives.items);
	free(set->exploitations.items);
	free(set->branches.items);
	free(set->instructions.items);
	free(set->pages.items);
	free(set->feeds.items);
	sslinv_arena_free(&set->arena);
	memset(set, 0, sizeof(*set));
}

/* The first difference counts. */
static int first_difference(const char *const a[], const char *const b[], size_t count)
{
	int order = 0;

	for (size_t i = 0; !order && i < count; i++)
		order = sslinv_str_compare(a[i], b[i]);
	return order;
}

/* Beyond package and CVE the order only has to be the same each time. */
static int compare_statements(const void *left, const void *right)
{
	const struct sslinv_set_statement *a = left, *b = right;
	const struct sslinv_statement *x = &a->statement, *y = &b->statement;
	const char *const words_a[] = { x->package,       x->cve,        x->distro,        x->release, x->stream,
					x->fixed_version, x->introduced, x->last_affected, x->arch,    x->advisory };
	const char *const words_b[] = { y->package,       y->cve,        y->distro,        y->release, y->stream,
					y->fixed_version, y->introduced, y->last_affected, y->arch,    y->advisory };
	int order = first_difference(words_a, words_b, SSLINV_ARRAY_SIZE(words_a));

	if (!order)
		order = (x->kind > y->kind) - (x->kind < y->kind);
	if (!order)
		order = (x->status > y->status) - (x->status < y->status);
	return order ? order : (a->feed > b->feed) - (a->feed < b->feed);
}

static int compare_vulnerabilities(const void *left, const void *right)
{
	const struct sslinv_vulnerability *a = left, *b = right;
	int order = sslinv_str_compare(a->cve, b->cve);

	/* The one that says most comes first, as it is the one that is found. */
	if (!order)
		order = (a->severity == NULL) - (b->severity == NULL);
	if (!order)
		order = (a->published == NULL) - (b->published == NULL);
	return order ? order : sslinv_str_compare(a->published, b->published);
}

static int compare_ranges(const void *left, const void *right)
{
	const struct sslinv_range *a = left, *b = right;
	const char *const words_a[] = { a->cve, a->library, a->from, a->until, a->last };
	const char *const words_b[] = { b->cve, b->library, b->from, b->until, b->last };

	return first_difference(words_a, words_b, SSLINV_ARRAY_SIZE(words_a));
}

static int compare_lives(const void *left, const void *right)
{
	const struct sslinv_life *a = left, *b = right;
	const char *const words_a[] = { a->product, a->release, a->stream, a->released, a->end };
	const char *const words_b[] = { b->product, b->release, b->stream, b->released, b->end };

	return first_difference(words_a, words_b, SSLINV_ARRAY_SIZE(words_a));
}

static int compare_exploitations(const void *left, const void *right)
{
	const struct sslinv_exploitation *a = left, *b = right;

	return strcmp(a->cve, b->cve);
}

static int compare_names(const void *left, const void *right)
{
	return sslinv_str_compare(*(const char *const *)left, *(const char *const *)right);
}

/* qsort() must not be given a NULL pointer, not even with a count of 0. */
static void sort(void *items, size_t count, size_t size, int (*compare)(const void *, const void *))
{
	if (count > 1)
		qsort(items, count, size, compare);
}

void sslinv_guidance_set_sort(struct sslinv_guidance_set *set)
{
	sort(set->statements.items, set->statements.count, sizeof(*set->statements.items), compare_statements);
	sort(set->vulnerabilities.items, set->vulnerabilities.count, sizeof(*set->vulnerabilities.items),
	     compare_vulnerabilities);
	sort(set->ranges.items, set->ranges.count, sizeof(*set->ranges.items), compare_ranges);
	sort(set->named.items, set->named.count, sizeof(*set->named.items), compare_names);
	sort(set->lives.items, set->lives.count, sizeof(*set->lives.items), compare_lives);
	sort(set->exploitations.items, set->exploitations.count, sizeof(*set->exploitations.items), compare_exploitations);
}

/* What is looked for: a package and a CVE of it, or all of a package where `cve` is NULL. */
struct key {
	const char *package;
	const char *cve;
};

static int compare_statement_key(const void *wanted, const void *item)
{
	const struct key *key = wanted;
	const struct sslinv_statement *statement = &((const struct sslinv_set_statement *)item)->statement;
	int order = sslinv_str_compare(key->package, statement->package);

	return order || !key->cve ? order : sslinv_str_compare(key->cve, statement->cve);
}

static int compare_range_cve(const void *cve, const void *item)
{
	return sslinv_str_compare(cve, ((const struct sslinv_range *)item)->cve);
}

static int compare_vulnerability_cve(const void *cve, const void *item)
{
	return sslinv_str_compare(cve, ((const struct sslinv_vulnerability *)item)->cve);
}

void sslinv_guidance_set_statements(const struct sslinv_guidance_set *set, const char *package, const char *cve,
				    size_t *first, size_t *end)
{
	const struct key key = { package, cve };
	const struct sslinv_set_statement *items = set->statements.items;

	*first = sslinv_search_first(&key, items, set->statements.count, sizeof(*items), compare_statement_key);
	*end = sslinv_search_end(&key, items, set->statements.count, sizeof(*items), compare_statement_key);
}

void sslinv_guidance_set_ranges(const struct sslinv_guidance_set *set, const char *cve, size_t *first, size_t *end)
{
	const struct sslinv_range *items = set->ranges.items;

	*first = sslinv_search_first(cve, items, set->ranges.count, sizeof(*items), compare_range_cve);
	*end = sslinv_search_end(cve, items, set->ranges.count, sizeof(*items), compare_range_cve);
}

static int compare_product(const void *product, const void *item)
{
	return sslinv_str_compare(product, ((const struct sslinv_life *)item)->product);
}

void sslinv_guidance_set_lives(const struct sslinv_guidance_set *set, const char *product, size_t *first, size_t *end)
{
	const struct sslinv_life *items = set->lives.items;

	*first = sslinv_search_first(product, items, set->lives.count, sizeof(*items), compare_product);
	*end = sslinv_search_end(product, items, set->lives.count, sizeof(*items), compare_product);
}

static int compare_exploitation_cve(const void *cve, const void *item)
{
	return sslinv_str_compare(cve, ((const struct sslinv_exploitation *)item)->cve);
}

const struct sslinv_exploitation *sslinv_guidance_set_exploitation(const struct sslinv_guidance_set *set, const char *cve)
{
	return sslinv_search_find(cve, set->exploitations.items, set->exploitations.count, sizeof(*set->exploitations.items),
				  compare_exploitation_cve);
}

bool sslinv_guidance_set_is_exploited(const struct sslinv_guidance_set *set, const char *cve)
{
	const struct sslinv_exploitation *exploitation = sslinv_guidance_set_exploitation(set, cve);

	return exploitation && exploitation->known_since;
}

bool sslinv_guidance_set_knows_exploited(const struct sslinv_guidance_set *set)
{
	for (size_t i = 0; i < set->feeds.count; i++)
		if (strcmp(set->feeds.items[i].feed.format, "kev") == 0)
			return true;
	return false;
}

const struct sslinv_vulnerability *sslinv_guidance_set_vulnerability(const struct sslinv_guidance_set *set, const char *cve)
{
	return sslinv_search_find(cve, set->vulnerabilities.items, set->vulnerabilities.count,
				  sizeof(*set->vulnerabilities.items), compare_vulnerability_cve);
}
