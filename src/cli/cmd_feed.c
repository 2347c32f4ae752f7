/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sslinv feed: takes what vendors publish into the guidance, lists it, and writes it out again. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "base/str.h"
#include "cli/commands.h"
#include "cli/feed.h"
#include "cli/feed_accept.h"
#include "cli/output_file.h"
#include "cli/standard_output.h"
#include "formats/write_native.h"
#include "catalogue/guidance_store.h"

static void add(struct sslinv_guidance_imported *sum, const struct sslinv_guidance_imported *one)
{
	sum->documents += one->documents;
	sum->added += one->added;
	sum->replaced += one->replaced;
	sum->unchanged += one->unchanged;
	sum->entries += one->entries;
	sum->statements += one->statements;
	sum->dropped += one->dropped;
	sum->warnings += one->warnings;
	sum->unmatched += one->unmatched;
	if (!sum->unmatched_places[0])
		memcpy(sum->unmatched_places, one->unmatched_places, sizeof(sum->unmatched_places));
	sum->kept += one->kept;
	sum->removed += one->removed;
	if (one->bundle[0])
		memcpy(sum->bundle, one->bundle, sizeof(sum->bundle));
	sum->damaged += one->damaged;
}

/* One file, by the bytes whose signature was checked where there is one. */
static int import_file(struct sslinv_guidance_store *store, const struct sslinv_config *config, const char *file,
		       struct sslinv_guidance_imported *imported, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = -1;
	int rc = sslinv_feed_accept(config, file, sslinv_guidance_store_file(store), &fd, error);

	if (rc < 0)
		return rc;
	return fd < 0 ? sslinv_guidance_store_import(store, file, sslinv_feed_warn, NULL, imported, error)
		      : sslinv_guidance_store_import_fd(store, fd, file, sslinv_feed_warn, NULL, imported, error);
}

static enum sslinv_exit import_files(const struct sslinv_arguments *arguments)
{
	SSLINV_CLEANUP(sslinv_feed_close) struct sslinv_guidance_store *store = NULL;
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_guidance_imported sum = { 0 };
	size_t count = arguments->operand_count - 1, refused = 0;
	struct sslinv_config config;

	if (sslinv_feed_config(&config) < 0 || sslinv_feed_open(arguments, SSLINV_SQL_WRITE, &store) < 0)
		return SSLINV_EXIT_FAILED;
	if (sslinv_guidance_store_set_published(store, sslinv_argument(arguments, "published"), &error) < 0)
		return sslinv_feed_complain(&error);
	if (sslinv_argument(arguments, "force"))
		sslinv_guidance_store_force(store);
	if (sslinv_argument(arguments, "older"))
		sslinv_guidance_store_take_older(store);
	for (size_t i = 1; i <= count; i++) {
		struct sslinv_guidance_imported imported;

		if (import_file(store, &config, arguments->operands[i], &imported, &error) < 0) {
			sslinv_log_error("not imported: %s", error.message);
			sslinv_error_clear(&error);
			refused++;
			continue;
		}
		if (imported.kept)
			sslinv_log_error("not replaced: %s%s", imported.kept_reason,
					 imported.kept > 1 ? " (there are others; --verbose shows them)" : "");
		if (imported.damaged)
			sslinv_log_error("not read: %s%s", imported.damaged_reason,
					 imported.damaged > 1 ? " (and others)" : "");
		add(&sum, &imported);
	}
	printf("%zu of %zu %s imported, %zu %s: %zu %s new, %zu replaced, %zu unchanged\n", count - refused, count,
	       sslinv_str_plural(count, "file", "files"), sum.documents,
	       sslinv_str_plural(sum.documents, "document", "documents"), sum.added,
	       sslinv_str_plural(sum.added, "feed", "feeds"), sum.replaced, sum.unchanged);
	if (sum.bundle[0])
		printf("the bundle of %s\n", sum.bundle);
	if (sum.removed > 0)
		printf("%zu %s that an earlier bundle brought %s not in it, and %s removed\n", sum.removed,
		       sslinv_str_plural(sum.removed, "feed", "feeds"), sslinv_str_plural(sum.removed, "is", "are"),
		       sslinv_str_plural(sum.removed, "was", "were"));
	if (sum.unmatched > 0)
		printf("%zu statements are for releases or streams that no host here can be in: %s\n", sum.unmatched,
		       sum.unmatched_places);
	printf("%zu entries about OpenSSL, of them %zu statements of vendors; %zu about other things passed over; %zu "
	       "warnings%s\n",
	       sum.entries, sum.statements, sum.dropped, sum.warnings, sum.warnings ? " (--verbose shows them)" : "");
	if (sum.damaged > 0)
		printf("%zu %s cannot be read; what was known from %s stays\n", sum.damaged,
		       sslinv_str_plural(sum.damaged, "document", "documents"),
		       sslinv_str_plural(sum.damaged, "it", "them"));
	if (refused == count)
		return SSLINV_EXIT_FAILED;
	return refused || sum.kept || sum.damaged ? SSLINV_EXIT_INCOMPLETE : SSLINV_EXIT_CLEAN;
}

static int show_feeds(void *context, struct sslinv_guidance_store *store, struct sslinv_rows *rows,
		      struct sslinv_error *error)
{
	const bool *is_short = context;

	return sslinv_guidance_store_list(store, *is_short, rows, error);
}

static enum sslinv_exit list_feeds(const struct sslinv_arguments *arguments)
{
	bool is_short = sslinv_feed_is_short(arguments);

	return sslinv_feed_show(arguments, show_feeds, &is_short);
}

static int write_guidance(struct sslinv_guidance_store *store, const char *product, FILE *file, struct sslinv_error *error)
{
	struct sslinv_native_writer *writer = NULL;
	struct sslinv_error reason = SSLINV_ERROR_INIT;
	/* Without the time of writing: the same guidance gives the same bytes. */
	int closed, rc = sslinv_native_open(file, NULL, &writer, error);

	if (rc < 0)
		return rc;
	rc = product ? sslinv_guidance_store_product(store, product, sslinv_native_sink(writer), error)
		     : sslinv_guidance_store_each(store, sslinv_native_sink(writer), error);
	closed = sslinv_native_close(writer, &reason);
	/* Where the writer stopped the walk, the reason is the writer's. */
	if (closed < 0 && (rc == 0 || rc == SSLINV_E_STOPPED)) {
		*error = reason;
		return closed;
	}
	return rc;
}

/* What `feed export` writes. */
struct exporting {
	struct sslinv_guidance_store *store;
	const char *product;
};

static int export_to(void *context, FILE *file, struct sslinv_error *error)
{
	const struct exporting *exporting = context;

	return write_guidance(exporting->store, exporting->product, file, error);
}

static enum sslinv_exit export_guidance(const struct sslinv_arguments *arguments)
{
	SSLINV_CLEANUP(sslinv_feed_close) struct sslinv_guidance_store *store = NULL;
	struct exporting exporting = { .product = sslinv_argument(arguments, "only") };
	struct sslinv_error error = SSLINV_ERROR_INIT;
	int rc;

	sslinv_output_only();
	if (sslinv_feed_open(arguments, SSLINV_SQL_READ, &store) < 0)
		return SSLINV_EXIT_FAILED;
	exporting.store = store;
	rc = sslinv_output_file(arguments->operand_count > 1 ? arguments->operands[1] : "-", export_to, &exporting, &error);
	return rc < 0 ? sslinv_feed_complain(&error) : SSLINV_EXIT_CLEAN;
}

#ifdef HAVE_UPDATE
#define ACTIONS "import, list, export, bundle, sources and update"
#define UPDATE_OPERANDS " | update [ID...]"
#else
#define ACTIONS "import, list, export, bundle and sources"
#define UPDATE_OPERANDS ""
#endif

static const struct {
	const char *name;
	size_t min_operands, max_operands; /* behind the action */
	const char *options[4];            /* besides --db */
	enum sslinv_exit (*run)(const struct sslinv_arguments *arguments);
} actions[] = {
	{ "import", 1, SIZE_MAX - 1, { "published", "force", "older" }, import_files },
	{ "list", 0, 0, { "format", "all" }, list_feeds },
	{ "export", 0, 1, { "only" }, export_guidance },
	{ "bundle", 1, SIZE_MAX - 1, { "for" }, sslinv_feed_bundle },
	{ "sources", 0, 0, { "format", "all" }, sslinv_feed_sources },
#ifdef HAVE_UPDATE
	{ "update", 0, SIZE_MAX - 1, { "force", "check" }, sslinv_feed_update },
#endif
};

/* An option of another action is a mistake, and not to be passed over. */
static bool takes(size_t action, const char *option)
{
	if (strcmp(option, "db") == 0)
		return true;
	for (size_t i = 0; actions[action].options[i]; i++)
		if (strcmp(actions[action].options[i], option) == 0)
			return true;
	return false;
}

static enum sslinv_exit run(const struct sslinv_arguments *arguments)
{
	const struct sslinv_option *options = arguments->command->options;
	size_t given = arguments->operand_count - 1, action = 0;

	while (action < SSLINV_ARRAY_SIZE(actions) && strcmp(actions[action].name, arguments->operands[0]) != 0)
		action++;
	if (action == SSLINV_ARRAY_SIZE(actions)) {
		sslinv_log_error("'sslinv feed' has no action '%s'; its actions are " ACTIONS, arguments->operands[0]);
		return SSLINV_EXIT_USAGE;
	}
	for (size_t i = 0; options[i].name; i++) {
		if (arguments->values[i] && !takes(action, options[i].name)) {
			sslinv_log_error("'sslinv feed %s' has no option '--%s'", actions[action].name, options[i].name);
			return SSLINV_EXIT_USAGE;
		}
	}
	if (given < actions[action].min_operands) {
		sslinv_log_error("'sslinv feed %s' needs FILE", actions[action].name);
		return SSLINV_EXIT_USAGE;
	}
	if (given > actions[action].max_operands) {
		sslinv_log_error("'sslinv feed %s' takes no operand '%s'", actions[action].name,
				 arguments->operands[actions[action].max_operands + 1]);
		return SSLINV_EXIT_USAGE;
	}
	return actions[action].run(arguments);
}

const struct sslinv_command sslinv_command_feed = {
	.name = "feed",
	.operands = "import FILE... | list | export [FILE] | bundle FILE | sources" UPDATE_OPERANDS,
	.summary = "fetch, import, list, export and bundle what vendors publish",
	.min_operands = 1,
	.max_operands = SIZE_MAX,
	.stores_in_parts = true,
	.run = run,
	.options = {
		{ "db", "FILE", "the inventory whose guidance is used" },
		{ "published", "DATE", "import: the date of files that do not say theirs" },
		{ "force", NULL, "take an edition that says far less than the one that is there" },
		{ "older", NULL, "import: take a bundle that is older than the one that is held" },
		{ "format", "FORMAT", "list, sources: table (default), csv or json" },
		{ "all", NULL, "list, sources: all columns on a terminal, too" },
		{ "only", "ID", "export: openssl alone, or one distribution" },
		{ "for", "ID...", "bundle: what hosts of these distributions need" },
#ifdef HAVE_UPDATE
		{ "check", NULL, "update: judge the stored hosts afterwards" },
#endif
		{ 0 },
	},
};
