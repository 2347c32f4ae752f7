/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Facts and verdicts of hosts, stored together and then handed out. */
#include "judge/judge.h"

#include <stdlib.h>
#include <time.h>

#include "base/cleanup.h"
#include "base/num.h"
#include "facts/columns.h"

/* Judges what the inventory knows of a host, and stores the result. Inside a transaction. */
static int judge_host(const struct sslinv_judge *judge, struct sslinv_store *store, int64_t host, int64_t now,
		      struct sslinv_host_result *result, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_facts_free) struct sslinv_facts facts = { 0 };
	int rc = sslinv_store_load_facts(store, host, &facts, error);

	if (rc == 0)
		rc = judge->judge(judge->context, &facts, result, error);
	return rc < 0 ? rc : sslinv_store_save_result(store, host, result, now, error);
}

/* Ends the transaction: with all that was done in it where `rc` is 0, with nothing where not. */
static int end(struct sslinv_store *store, int rc, struct sslinv_error *error)
{
	if (rc == 0)
		rc = sslinv_store_commit(store, error);
	if (rc < 0)
		sslinv_store_rollback(store);
	return rc;
}

int sslinv_judge_scan(const struct sslinv_judge *judge, struct sslinv_store *store, const struct sslinv_facts *facts,
		      struct sslinv_host_result *result, struct sslinv_error *error)
{
	int64_t host = 0;
	int rc = sslinv_store_begin(store, SSLINV_SQL_WRITE, error);

	if (rc < 0)
		return rc;
	rc = sslinv_store_save_facts(store, facts, &host, error);
	if (rc == 0)
		rc = judge_host(judge, store, host, facts->finished, result, error);
	return end(store, rc, error);
}

/* A host that was judged, and its place among others. */
struct place {
	int64_t host;
	enum sslinv_verdict before, verdict;
	uint64_t affected;
	size_t index;
};

static int worst_first(const void *a, const void *b)
{
	const struct place *left = a, *right = b;

	int order = sslinv_verdict_compare(left->verdict, left->affected, right->verdict, right->affected);

	return order ? order : sslinv_compare(left->index, right->index);
}

/* What the verdict was before. */
static int find_before(struct sslinv_store *store, struct place *place, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_facts_free) struct sslinv_facts facts = { 0 };
	SSLINV_CLEANUP(sslinv_host_result_free) struct sslinv_host_result result = { 0 };
	int rc = sslinv_store_load_records(store, place->host, SSLINV_RECORD_BIT(SSLINV_RECORD_VERDICT), &facts, &result,
					   error);

	place->before = result.verdict;
	return rc;
}

static int judge_place(const struct sslinv_judge *judge, struct sslinv_store *store, struct place *place, int64_t now,
		       struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_host_result_free) struct sslinv_host_result result = { 0 };
	int rc = find_before(store, place, error);

	if (rc == 0)
		rc = judge_host(judge, store, place->host, now, &result, error);
	place->verdict = result.verdict;
	place->affected = result.affected;
	return rc;
}

static int judge_hosts(const struct sslinv_judge *judge, struct sslinv_store *store, const struct sslinv_store_hosts *hosts,
		       struct place **places, struct sslinv_error *error)
{
	int64_t now = time(NULL);
	int rc = 0;

	*places = calloc(hosts->count + 1, sizeof(**places));
	if (!*places)
		return sslinv_error_memory(error);
	for (size_t i = 0; i < hosts->count && rc == 0; i++) {
		(*places)[i] = (struct place){ .host = hosts->items[i], .index = i };
		rc = judge_place(judge, store, &(*places)[i], now, error);
	}
	if (rc == 0)
		qsort(*places, hosts->count, sizeof(**places), worst_first);
	return rc;
}

static int judge_all(const struct sslinv_judge *judge, struct sslinv_store *store, const char *pattern,
		     struct sslinv_store_hosts *hosts, struct place **places, struct sslinv_error *error)
{
	int rc = sslinv_store_begin(store, SSLINV_SQL_WRITE, error);

	if (rc < 0)
		return rc;
	rc = sslinv_store_find_hosts(store, pattern, hosts, error);
	if (rc == 0)
		rc = judge_hosts(judge, store, hosts, places, error);
	return end(store, rc, error);
}

/* Loads a host as it is at this moment, and hands it out when the file is free again. */
static int hand_out(struct sslinv_store *store, const struct place *place, size_t count, sslinv_judge_hand *hand,
		    void *context, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_facts_free) struct sslinv_facts facts = { 0 };
	SSLINV_CLEANUP(sslinv_host_result_free) struct sslinv_host_result result = { 0 };
	const struct sslinv_judge_handed handed = { &facts, &result, place->before, count };
	int rc = sslinv_store_begin(store, SSLINV_SQL_READ, error);

	if (rc < 0)
		return rc;
	rc = end(store, sslinv_store_load_verdict(store, place->host, &facts, &result, error), error);
	return rc < 0 ? rc : hand(context, &handed, error);
}

int sslinv_judge_check(const struct sslinv_judge *judge, struct sslinv_store *store, const char *pattern,
		       sslinv_judge_hand *hand, void *context, size_t *count, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) struct place *places = NULL;
	struct sslinv_store_hosts hosts = { 0 };
	int rc = judge_all(judge, store, pattern, &hosts, &places, error);

	*count = rc < 0 ? 0 : hosts.count;
	for (size_t i = 0; i < *count && rc == 0; i++)
		rc = hand_out(store, &places[i], *count, hand, context, error);
	free(hosts.items);
	return rc;
}
