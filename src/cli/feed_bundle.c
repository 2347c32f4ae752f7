/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sslinv feed bundle: packs what was imported as one file for hosts without a network. */
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "base/str.h"
#include "base/words.h"
#include "catalogue/guidance_source.h"
#include "cli/feed.h"
#include "cli/output_file.h"

/* The words after --for: `debian,openssl` or `debian openssl`. */
static int read_words(const struct sslinv_arguments *arguments, struct sslinv_words *words, struct sslinv_error *error)
{
	const char *given = sslinv_argument(arguments, "for");
	int rc = sslinv_words_add(words, given, ", ");

	if (!given && arguments->operand_count > 2)
		return sslinv_error_set(error, SSLINV_E_USAGE, "'sslinv feed bundle' takes no operand '%s' without --for",
					arguments->operands[2]);
	for (size_t i = 2; rc == 0 && i < arguments->operand_count; i++)
		rc = sslinv_words_add(words, arguments->operands[i], ", ");
	if (rc < 0)
		return sslinv_error_memory(error);
	return given && words->count == 0 ? sslinv_error_set(error, SSLINV_E_USAGE, "--for names no distribution") : 0;
}

struct packing {
	struct sslinv_guidance_store *store;
	const struct sslinv_words *words;
	struct sslinv_guidance_packed packed;
};

static int pack_to(void *context, FILE *file, struct sslinv_error *error)
{
	struct packing *packing = context;

	return sslinv_guidance_store_pack(packing->store, packing->words->items, packing->words->count, file,
					  &packing->packed, error);
}

/* Hosts with such a bundle would have no statement that is newer than what came with sslinv. */
static int warn_of_lives(const struct packing *packing, struct sslinv_error *error)
{
	int rc = 0;

	for (size_t i = 0; rc >= 0 && i < packing->words->count; i++) {
		const char *word = packing->words->items[i];

		rc = strcmp(word, "openssl") != 0 ? sslinv_guidance_only_lives(packing->store, word, error) : 0;
		if (rc > 0)
			sslinv_log_warning("the bundle has only life cycles of %s; import what its vendor says of packages"
					   " first (`sslinv feed sources` lists where that is)",
					   word);
	}
	return rc < 0 ? rc : 0;
}

enum sslinv_exit sslinv_feed_bundle(const struct sslinv_arguments *arguments)
{
	SSLINV_CLEANUP(sslinv_feed_close) struct sslinv_guidance_store *store = NULL;
	SSLINV_CLEANUP(sslinv_words_free) struct sslinv_words words = { NULL, 0, 0, NULL, 0, 0 };
	struct packing packing = { .words = &words };
	struct sslinv_error error = SSLINV_ERROR_INIT;
	const char *path = arguments->operands[1];

	if (read_words(arguments, &words, &error) < 0)
		return sslinv_feed_complain(&error);
	if (strcmp(path, "-") == 0 && isatty(STDOUT_FILENO)) {
		sslinv_log_error("a bundle is not written to a terminal; name a file");
		return SSLINV_EXIT_USAGE;
	}
	if (sslinv_feed_open(arguments, SSLINV_SQL_READ, &store) < 0)
		return SSLINV_EXIT_FAILED;
	packing.store = store;
	if (sslinv_output_file(path, pack_to, &packing, &error) < 0 || warn_of_lives(&packing, &error) < 0)
		return sslinv_feed_complain(&error);
	if (strcmp(path, "-") != 0)
		printf("%s: the bundle of %s, %zu %s with %zu %s\n", path, packing.packed.created, packing.packed.feeds,
		       sslinv_str_plural(packing.packed.feeds, "feed", "feeds"), packing.packed.entries,
		       sslinv_str_plural(packing.packed.entries, "entry", "entries"));
	return SSLINV_EXIT_CLEAN;
}
