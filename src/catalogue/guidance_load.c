/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From the guidance file into memory, for the resolver: what concerns one distribution, and all of OpenSSL's own. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/date.h"
#include "base/num.h"
#include "base/search.h"
#include "base/str.h"
#include "distro/inherits.h"
#include "catalogue/guidance_words.h"
#include "openssl/package_name.h"

void sslinv_guidance_get_feed(sqlite3_stmt *row, int first, struct sslinv_feed *feed)
{
	*feed = (struct sslinv_feed){
		.name = sslinv_guidance_text(row, first),
		.vendor = sslinv_guidance_text(row, first + 1),
		.format = sslinv_guidance_text(row, first + 2),
		.published = sslinv_guidance_text(row, first + 3),
		.identity = sslinv_guidance_text(row, first + 4),
	};
}

void sslinv_guidance_get_statement(sqlite3_stmt *row, int first, struct sslinv_statement *statement)
{
	const char *texts[SSLINV_STATEMENT_TEXTS];

	for (int i = 0; i < SSLINV_STATEMENT_TEXTS; i++)
		texts[i] = sslinv_guidance_text(row, first + i);
	sslinv_statement_from_texts(texts, statement);
	statement->is_doubtful = sqlite3_column_int(row, first + SSLINV_STATEMENT_TEXTS) != 0;
}

void sslinv_guidance_get_vulnerability(sqlite3_stmt *row, int first, struct sslinv_vulnerability *vulnerability)
{
	*vulnerability = (struct sslinv_vulnerability){
		.cve = sslinv_guidance_text(row, first),
		.severity = sslinv_guidance_text(row, first + 1),
		.published = sslinv_guidance_text(row, first + 2),
		.title = sslinv_guidance_text(row, first + 3),
		.url = sslinv_guidance_text(row, first + 4),
	};
}

void sslinv_guidance_get_range(sqlite3_stmt *row, int first, struct sslinv_range *range)
{
	*range = (struct sslinv_range){
		.cve = sslinv_guidance_text(row, first),
		.library = sslinv_guidance_text(row, first + 1),
		.from = sslinv_guidance_text(row, first + 2),
		.until = sslinv_guidance_text(row, first + 3),
		.last = sslinv_guidance_text(row, first + 4),
	};
}

void sslinv_guidance_get_life(sqlite3_stmt *row, int first, struct sslinv_life *life)
{
	*life = (struct sslinv_life){
		.product = sslinv_guidance_text(row, first),
		.release = sslinv_guidance_text(row, first + 1),
		.stream = sslinv_guidance_text(row, first + 2),
		.name = sslinv_guidance_text(row, first + 3),
		.released = sslinv_guidance_text(row, first + 4),
		.end = sslinv_guidance_text(row, first + 5),
	};
}

void sslinv_guidance_get_exploitation(sqlite3_stmt *row, int first, struct sslinv_exploitation *exploitation)
{
	*exploitation = (struct sslinv_exploitation){
		.cve = sslinv_guidance_text(row, first),
		.known_since = sslinv_guidance_text(row, first + 1),
		.probability = sslinv_guidance_text(row, first + 2),
	};
}

void sslinv_guidance_get_branch(sqlite3_stmt *row, int first, struct sslinv_branch *branch)
{
	*branch = (struct sslinv_branch){
		.library = sslinv_guidance_text(row, first),
		.version = sslinv_guidance_text(row, first + 1),
		.tls = sslinv_guidance_text(row, first + 2),
	};
}

void sslinv_guidance_get_instruction(sqlite3_stmt *row, int first, struct sslinv_instruction *instruction)
{
	*instruction = (struct sslinv_instruction){
		.distro = sslinv_guidance_text(row, first),
		.release = sslinv_guidance_text(row, first + 1),
		.format = sslinv_guidance_text(row, first + 2),
		.command = sslinv_guidance_text(row, first + 3),
		.advisory = sslinv_guidance_text(row, first + 4),
	};
}

void sslinv_guidance_get_page(sqlite3_stmt *row, int first, struct sslinv_page *page)
{
	*page = (struct sslinv_page){
		.product = sslinv_guidance_text(row, first),
		.about = sslinv_guidance_text(row, first + 1),
		.address = sslinv_guidance_text(row, first + 2),
	};
}

struct loading {
	struct sslinv_guidance_store *store;
	struct sslinv_guidance_set *set;
	struct sslinv_error *error;
	sqlite3_int64 *feeds; /* feed_id by index in the set, ascending */
	size_t feed_count, feed_capacity;
	bool has_imported;
	struct sslinv_vocabulary *words;
};

/* Copies the strings, which are borrowed from the row, into the set; NULL stays NULL. */
static int own(struct loading *loading, const char **const texts[], size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!*texts[i])
			continue;
		*texts[i] = sslinv_arena_strdup(&loading->set->arena, *texts[i]);
		if (!*texts[i])
			return sslinv_error_memory(loading->error);
	}
	return 0;
}

#define own(loading, ...)                                                                                                   \
	own(loading, (const char **const[]){ __VA_ARGS__ },                                                                 \
	    sizeof((const char **const[]){ __VA_ARGS__ }) / sizeof(const char **))

static int compare_id(const void *wanted, const void *id)
{
	return sslinv_compare(*(const sqlite3_int64 *)wanted, *(const sqlite3_int64 *)id);
}

/* The feed's place in the set; false for a feed whose place a newer edition has taken. */
static bool find_feed(const struct loading *loading, sqlite3_int64 id, uint32_t *feed)
{
	const sqlite3_int64 *found = sslinv_search_find(&id, loading->feeds, loading->feed_count, sizeof(id), compare_id);

	*feed = found ? (uint32_t)(found - loading->feeds) : 0;
	return found;
}

static int add_feed(struct loading *loading, sqlite3_stmt *row)
{
	struct sslinv_set_feed *item = sslinv_array_add(&loading->set->feeds);

	if (!item || sslinv_array_reserve(&loading->feeds, &loading->feed_capacity, loading->feed_count, 1,
					  sizeof(*loading->feeds)) < 0)
		return sslinv_error_memory(loading->error);
	loading->feeds[loading->feed_count++] = sqlite3_column_int64(row, 0);
	sslinv_guidance_get_feed(row, 1, &item->feed);
	item->feed.confirmed = sslinv_guidance_text(row, 10);
	/* The clock was wrong when that was written: nobody knows when it was. */
	if (item->feed.confirmed && sslinv_date_is_future(item->feed.confirmed))
		item->feed.confirmed = NULL;
	item->imported = sslinv_guidance_text(row, 6);
	item->digest = sslinv_guidance_text(row, 7);
	item->entries = (uint64_t)sqlite3_column_int64(row, 8);
	item->is_imported = sqlite3_column_int(row, 9) == 0;
	return own(loading, &item->feed.name, &item->feed.vendor, &item->feed.format, &item->feed.published,
		   &item->feed.identity, &item->feed.confirmed, &item->imported, &item->digest);
}

/* The words of the row from its second column on; those that are used again are shared. */
static int get_words(struct loading *loading, sqlite3_stmt *row, struct sslinv_statement *statement)
{
	const char *texts[SSLINV_STATEMENT_TEXTS] = { NULL };

	for (int i = 0; i < SSLINV_STATEMENT_TEXTS; i++) {
		int rc = sqlite3_column_type(row, i + 1) == SQLITE_NULL
				 ? 0
				 : sslinv_vocabulary_text(loading->words, loading->store, &loading->set->arena,
							  sqlite3_column_int64(row, i + 1), &texts[i], loading->error);

		if (rc < 0)
			return rc;
	}
	return sslinv_statement_from_texts(texts, statement) ? 0 : sslinv_guidance_damaged(loading->store, loading->error);
}

static int add_statement(struct loading *loading, sqlite3_stmt *row)
{
	struct sslinv_set_statement *item;
	uint32_t feed;
	int rc;

	if (!find_feed(loading, sqlite3_column_int64(row, 0), &feed))
		return 0;
	item = sslinv_array_add(&loading->set->statements);
	if (!item)
		return sslinv_error_memory(loading->error);
	item->feed = feed;
	rc = get_words(loading, row, &item->statement);
	item->statement.is_doubtful = sqlite3_column_int(row, SSLINV_STATEMENT_TEXTS + 1) != 0;
	return rc;
}

static int add_named(struct loading *loading, sqlite3_stmt *row)
{
	const char *package = sslinv_guidance_text(row, 1), *cve = sslinv_guidance_text(row, 2), **item;
	size_t count = loading->set->named.count;
	uint32_t feed;

	if (!find_feed(loading, sqlite3_column_int64(row, 0), &feed) || sslinv_package_name_is_carrier(package) ||
	    (count > 0 && strcmp(loading->set->named.items[count - 1], cve) == 0))
		return 0;
	item = sslinv_array_add(&loading->set->named);
	if (!item)
		return sslinv_error_memory(loading->error);
	*item = cve;
	return own(loading, item);
}

static int add_vulnerability(struct loading *loading, sqlite3_stmt *row)
{
	struct sslinv_vulnerability *item;
	uint32_t feed;

	if (!find_feed(loading, sqlite3_column_int64(row, 0), &feed))
		return 0;
	item = sslinv_array_add(&loading->set->vulnerabilities);
	if (!item)
		return sslinv_error_memory(loading->error);
	sslinv_guidance_get_vulnerability(row, 1, item);
	return own(loading, &item->cve, &item->severity, &item->published, &item->title, &item->url);
}

static int add_range(struct loading *loading, sqlite3_stmt *row)
{
	struct sslinv_range *item;
	uint32_t feed;

	if (!find_feed(loading, sqlite3_column_int64(row, 0), &feed))
		return 0;
	item = sslinv_array_add(&loading->set->ranges);
	if (!item)
		return sslinv_error_memory(loading->error);
	sslinv_guidance_get_range(row, 1, item);
	return own(loading, &item->cve, &item->library, &item->from, &item->until, &item->last);
}

static int add_life(struct loading *loading, sqlite3_stmt *row)
{
	struct sslinv_life *item;
	uint32_t feed;

	if (!find_feed(loading, sqlite3_column_int64(row, 0), &feed))
		return 0;
	item = sslinv_array_add(&loading->set->lives);
	if (!item)
		return sslinv_error_memory(loading->error);
	sslinv_guidance_get_life(row, 1, item);
	return own(loading, &item->product, &item->release, &item->stream, &item->name, &item->released, &item->end);
}

/* In the order of CVEs; what one feed does not say another may. */
static int add_exploitation(struct loading *loading, sqlite3_stmt *row)
{
	size_t count = loading->set->exploitations.count;
	struct sslinv_exploitation said, *item = count ? &loading->set->exploitations.items[count - 1] : NULL;

	sslinv_guidance_get_exploitation(row, 1, &said);
	if (!item || strcmp(item->cve, said.cve) != 0) {
		item = sslinv_array_add(&loading->set->exploitations);
		if (!item)
			return sslinv_error_memory(loading->error);
		*item = said;
		return own(loading, &item->cve, &item->known_since, &item->probability);
	}
	if (!item->known_since && said.known_since) {
		item->known_since = said.known_since;
		return own(loading, &item->known_since);
	}
	if (!item->probability && said.probability) {
		item->probability = said.probability;
		return own(loading, &item->probability);
	}
	return 0;
}

static int add_branch(struct loading *loading, sqlite3_stmt *row)
{
	struct sslinv_branch *item;
	uint32_t feed;

	if (!find_feed(loading, sqlite3_column_int64(row, 0), &feed))
		return 0;
	item = sslinv_array_add(&loading->set->branches);
	if (!item)
		return sslinv_error_memory(loading->error);
	sslinv_guidance_get_branch(row, 1, item);
	return own(loading, &item->library, &item->version, &item->tls);
}

static int add_instruction(struct loading *loading, sqlite3_stmt *row)
{
	struct sslinv_set_instruction *item;
	struct sslinv_instruction *instruction;
	uint32_t feed;

	if (!find_feed(loading, sqlite3_column_int64(row, 0), &feed))
		return 0;
	item = sslinv_array_add(&loading->set->instructions);
	if (!item)
		return sslinv_error_memory(loading->error);
	item->feed = feed;
	instruction = &item->instruction;
	sslinv_guidance_get_instruction(row, 1, instruction);
	return own(loading, &instruction->distro, &instruction->release, &instruction->format, &instruction->command,
		   &instruction->advisory);
}

static int add_page(struct loading *loading, sqlite3_stmt *row)
{
	struct sslinv_page *item;
	uint32_t feed;

	if (!find_feed(loading, sqlite3_column_int64(row, 0), &feed))
		return 0;
	item = sslinv_array_add(&loading->set->pages);
	if (!item)
		return sslinv_error_memory(loading->error);
	sslinv_guidance_get_page(row, 1, item);
	return own(loading, &item->product, &item->about, &item->address);
}

/* Hands each row to `add`; binds what the statement has parameters for. */
static int load(struct loading *loading, enum sslinv_guidance_statement which, const char *product,
		int (*add)(struct loading *loading, sqlite3_stmt *row))
{
	struct sslinv_guidance_store *store = loading->store;
	sqlite3_stmt *row;
	int parameters, rc = sslinv_guidance_statement(store, which, &row, loading->error);

	if (rc < 0)
		return rc;
	parameters = sqlite3_bind_parameter_count(row);
	if ((parameters > 0 && product && sqlite3_bind_text(row, 1, product, -1, SQLITE_STATIC) != SQLITE_OK) ||
	    (parameters > 1 && sqlite3_bind_int(row, 2, loading->has_imported) != SQLITE_OK))
		return sslinv_sql_error(store->base.db, store->base.path, NULL, loading->error);
	while (rc == 0 && (rc = sslinv_sql_step(&store->base, row, loading->error)) > 0)
		rc = add(loading, row);
	sqlite3_reset(row);
	sqlite3_clear_bindings(row);
	return rc;
}

static int note_imported(struct loading *loading, sqlite3_stmt *row)
{
	(void)row;
	loading->has_imported = true;
	return 0;
}

static int load_product(struct loading *loading, const char *product)
{
	int rc = load(loading, SSLINV_GUIDANCE_LOAD_STATEMENTS, product, add_statement);

	return rc == 0 ? load(loading, SSLINV_GUIDANCE_LOAD_LIVES, product, add_life) : rc;
}

/* A distribution, and the one that it is a rebuild of, unless that is the host's and there already. */
static int load_distro(struct loading *loading, const char *distro, const char *loaded)
{
	const char *parent = sslinv_distro_inherits(distro, NULL);
	int rc = load_product(loading, distro);

	return rc == 0 && parent && sslinv_str_compare(parent, loaded) != 0 ? load_product(loading, parent) : rc;
}

/* The words of `others`, none of which is the host's distribution or what that is a rebuild of. */
static int load_others(struct loading *loading, const char *distro, const char *others)
{
	const char *parent = distro ? sslinv_distro_inherits(distro, NULL) : NULL;
	int rc = 0;

	while (*others && rc == 0) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *word = strndup(others, strcspn(others, " "));

		if (!word)
			return sslinv_error_memory(loading->error);
		others += strlen(word);
		others += strspn(others, " ");
		if (sslinv_str_compare(word, parent) != 0)
			rc = load_distro(loading, word, distro);
	}
	return rc;
}

static int load_all(struct loading *loading, const char *distro, const char *others)
{
	const struct {
		enum sslinv_guidance_statement which;
		const char *product;
		int (*add)(struct loading *loading, sqlite3_stmt *row);
	} steps[] = {
		{ SSLINV_GUIDANCE_HAS_IMPORTED, NULL, note_imported },
		{ SSLINV_GUIDANCE_LOAD_FEEDS, NULL, add_feed },
		{ SSLINV_GUIDANCE_LOAD_NAMED, NULL, add_named },
		{ SSLINV_GUIDANCE_LOAD_VULNERABILITIES, NULL, add_vulnerability },
		{ SSLINV_GUIDANCE_LOAD_RANGES, NULL, add_range },
		{ SSLINV_GUIDANCE_LOAD_EXPLOITATIONS, NULL, add_exploitation },
		{ SSLINV_GUIDANCE_LOAD_BRANCHES, NULL, add_branch },
		{ SSLINV_GUIDANCE_LOAD_INSTRUCTIONS, distro, add_instruction },
		{ SSLINV_GUIDANCE_LOAD_PAGES, distro, add_page },
		{ SSLINV_GUIDANCE_LOAD_LIVES, "openssl", add_life },
	};
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < SSLINV_ARRAY_SIZE(steps); i++)
		rc = load(loading, steps[i].which, steps[i].product, steps[i].add);
	if (rc == 0 && distro)
		rc = load_distro(loading, distro, NULL);
	return rc == 0 ? load_others(loading, distro, others) : rc;
}

int sslinv_guidance_store_load(struct sslinv_guidance_store *store, const char *distro, struct sslinv_guidance_set *set,
			       struct sslinv_error *error)
{
	return sslinv_guidance_store_load_several(store, distro, "", set, error);
}

int sslinv_guidance_store_load_several(struct sslinv_guidance_store *store, const char *distro, const char *others,
				       struct sslinv_guidance_set *set, struct sslinv_error *error)
{
	struct loading loading = { .store = store, .set = set, .error = error, .words = sslinv_vocabulary_new() };
	/* One state of the file, whoever imports meanwhile. */
	int rc = loading.words ? sslinv_sql_run(store->base.db, store->base.path, "BEGIN", error)
			       : sslinv_error_memory(error);

	memset(set, 0, sizeof(*set));
	if (rc < 0) {
		sslinv_vocabulary_free(loading.words);
		return rc;
	}
	rc = load_all(&loading, distro, others);
	free(loading.feeds);
	sslinv_vocabulary_free(loading.words);
	sslinv_sql_rollback(&store->base);
	if (rc < 0) {
		sslinv_guidance_set_free(set);
		return sslinv_guidance_explain(store, rc, error);
	}
	sslinv_guidance_set_sort(set);
	return 0;
}
