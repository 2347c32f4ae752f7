/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Statements out of a CSAF document: one for each package, release, stream and fixed version, however many arches it names.
 */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "formats/csaf/csaf.h"
#include "version/word.h"

/* More versions of one package in one stream than any vendor ever named; the list is searched. */
#define MAX_IN_GROUP 200

struct said {
	struct said *next;
	struct sslinv_statement statement;
	const char *arch; /* the one it was said of so far, NULL if several */
	bool has_note;
	bool is_recommended; /* the vendor's advice alone */
};

/* All that is said about one CVE in one package of one stream. */
struct sslinv_csaf_group {
	struct sslinv_csaf_group *next;
	const struct sslinv_distro *distro;
	const char *package, *cve;
	bool is_source;
	struct said *sayings;
	size_t count, fixes, recommended;
};

/* What a group is found by: words with NULs between. */
static int make_key(struct sslinv_str *key, const struct sslinv_csaf_group *group)
{
	const char *const words[] = {
		group->cve,
		group->package,
		group->distro->distro,
		group->distro->release,
		group->distro->stream,
		group->is_source ? "source" : "binary",
	};

	sslinv_str_reset(key);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(words); i++)
		if (sslinv_str_add_bytes(key, words[i], strlen(words[i]) + 1) < 0)
			return SSLINV_E_MEMORY;
	return 0;
}

void sslinv_csaf_statements_init(struct sslinv_csaf_statements *statements)
{
	memset(statements, 0, sizeof(*statements));
	statements->end = &statements->groups;
}

void sslinv_csaf_statements_free(struct sslinv_csaf_statements *statements)
{
	sslinv_map_free(&statements->by_key);
	sslinv_str_free(&statements->key);
}

/* `RHSA-2024:2447` out of `https://access.redhat.com/errata/RHSA-2024:2447`; NULL if it does not look like an advisory's
 * name. */
static const char *advisory_of(const char *url)
{
	const char *tail = url ? strrchr(url, '/') : NULL;

	return tail && tail[1] >= 'A' && tail[1] <= 'Z' && strchr(tail, '-') && sslinv_word_is_name(tail + 1) ? tail + 1
													      : NULL;
}

/* Lets a note's strings live on; 0 or a negative code. */
static int keep_note(struct sslinv_json *json, struct sslinv_csaf_note *note)
{
	const char **const strings[] = { &note->category, &note->details, &note->url, &note->date };

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(strings) && !note->is_kept; i++) {
		if (!*strings[i])
			continue;
		*strings[i] = sslinv_json_keep(json, *strings[i]);
		if (!*strings[i])
			return sslinv_json_status(json);
	}
	note->is_kept = true;
	return 0;
}

/* What the groups of product_status come to. NULL, or why it cannot be evaluated. */
static const char *status_of(const struct sslinv_csaf_product *product, enum sslinv_status *status)
{
	static const struct {
		unsigned statuses;
		enum sslinv_status status;
	} meanings[] = {
		{ SSLINV_CSAF_FIXED, SSLINV_STATUS_FIXED },
		{ SSLINV_CSAF_AFFECTED, SSLINV_STATUS_AFFECTED },
		{ SSLINV_CSAF_NOT_AFFECTED, SSLINV_STATUS_NOT_AFFECTED },
		{ SSLINV_CSAF_UNDER_INVESTIGATION, SSLINV_STATUS_UNDER_INVESTIGATION },
		{ SSLINV_CSAF_RECOMMENDED, SSLINV_STATUS_FIXED },
	};
	unsigned said = product->statuses;

	if (said != SSLINV_CSAF_RECOMMENDED)
		said &= ~(unsigned)SSLINV_CSAF_RECOMMENDED;
	*status = SSLINV_STATUS_UNKNOWN;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(meanings); i++) {
		if (said == meanings[i].statuses)
			*status = meanings[i].status;
	}
	if (*status == SSLINV_STATUS_FIXED && !product->version) {
		*status = SSLINV_STATUS_UNKNOWN;
		return "fixed, but no version is named";
	}
	if (*status == SSLINV_STATUS_UNKNOWN)
		return "the document contradicts itself about this product, or uses a status that is not CSAF's";
	if (*status == SSLINV_STATUS_AFFECTED && product->refusal)
		*status = SSLINV_STATUS_WILL_NOT_FIX;
	return NULL;
}

static struct sslinv_csaf_group *find_group(struct sslinv_csaf_statements *statements, struct sslinv_json *json,
					    const struct sslinv_csaf_product *product, const char *cve)
{
	struct sslinv_csaf_group wanted = {
		.distro = &product->distro, .package = product->package, .cve = cve, .is_source = product->is_source
	};
	struct sslinv_csaf_group *group;
	char *key;

	if (make_key(&statements->key, &wanted) < 0) {
		sslinv_json_fail(json, SSLINV_E_MEMORY, "out of memory");
		return NULL;
	}
	group = sslinv_map_find(&statements->by_key, statements->key.data, statements->key.length);
	if (group)
		return group;
	key = sslinv_json_alloc(json, statements->key.length);
	group = sslinv_json_alloc(json, sizeof(*group));
	if (!key || !group)
		return NULL;
	*group = wanted;
	memcpy(key, statements->key.data, statements->key.length);
	group->cve = sslinv_json_keep(json, cve);
	if (!group->cve)
		return NULL;
	if (sslinv_map_add(&statements->by_key, key, statements->key.length, group) < 0) {
		sslinv_json_fail(json, SSLINV_E_MEMORY, "out of memory");
		return NULL;
	}
	*statements->end = group;
	statements->end = &group->next;
	return group;
}

/* The note that says most about this status. */
static struct sslinv_csaf_note *note_for(const struct sslinv_csaf_product *product, enum sslinv_status status)
{
	switch (status) {
	case SSLINV_STATUS_FIXED:
		return product->fix;
	case SSLINV_STATUS_WILL_NOT_FIX:
		return product->refusal;
	case SSLINV_STATUS_NOT_AFFECTED:
		return product->flag;
	default:
		return product->pending;
	}
}

static int fill(struct sslinv_json *json, struct said *said, const struct sslinv_csaf_vulnerability *vulnerability,
		const struct sslinv_csaf_product *product)
{
	struct sslinv_statement *statement = &said->statement;
	struct sslinv_csaf_note *note = note_for(product, statement->status);
	bool is_fixed = statement->status == SSLINV_STATUS_FIXED;
	char day[SSLINV_DATE_SIZE];
	const char *severity = product->impact ? product->impact->details : vulnerability->severity;
	const char *issued = is_fixed && note && note->date ? note->date : vulnerability->issued;

	if (note && keep_note(json, note) < 0)
		return sslinv_json_status(json);
	said->has_note = note != NULL;
	statement->url = is_fixed && note && note->url ? note->url : vulnerability->url;
	if (is_fixed)
		statement->advisory = vulnerability->advisory ? vulnerability->advisory
							      : advisory_of(note ? note->url : NULL);
	else if (!statement->note && note)
		statement->note = note->details;
	if (severity) {
		statement->severity = sslinv_json_keep(json, severity);
		if (!statement->severity)
			return sslinv_json_status(json);
	}
	if (is_fixed && sslinv_date_parse(issued, day))
		statement->issued = sslinv_json_keep(json, day);
	return sslinv_json_status(json);
}

int sslinv_csaf_statements_add(struct sslinv_csaf_statements *statements, struct sslinv_json *json,
			       const struct sslinv_csaf_vulnerability *vulnerability,
			       const struct sslinv_csaf_product *product)
{
	struct sslinv_csaf_group *group = find_group(statements, json, product, vulnerability->cve);
	struct sslinv_statement statement = { .note = NULL };
	struct said *said, **end;
	bool is_recommended;

	if (!group)
		return sslinv_json_status(json);
	statement.note = status_of(product, &statement.status);
	is_recommended = statement.status == SSLINV_STATUS_FIXED && product->statuses == SSLINV_CSAF_RECOMMENDED;
	if (statement.status == SSLINV_STATUS_FIXED)
		statement.fixed_version = product->version;
	for (end = &group->sayings; (said = *end) != NULL; end = &said->next) {
		if (said->statement.status == statement.status &&
		    sslinv_str_compare(said->statement.fixed_version, statement.fixed_version) == 0) {
			if (said->arch && strcmp(said->arch, product->arch) != 0)
				said->arch = NULL;
			group->recommended -= said->is_recommended && !is_recommended;
			said->is_recommended &= is_recommended;
			/* The remediation may name one arch of several. */
			return said->has_note || !note_for(product, statement.status)
				       ? 0
				       : fill(json, said, vulnerability, product);
		}
	}
	if (++group->count > MAX_IN_GROUP)
		return sslinv_json_fail(json, SSLINV_E_LIMIT, "more than %d versions of %s in one stream", MAX_IN_GROUP,
					group->package);
	said = sslinv_json_alloc(json, sizeof(*said));
	if (!said)
		return sslinv_json_status(json);
	said->arch = product->arch;
	said->is_recommended = is_recommended;
	statement.distro = group->distro->distro;
	statement.release = group->distro->release;
	statement.stream = group->distro->stream;
	statement.package = group->package;
	statement.kind = group->is_source ? SSLINV_PACKAGE_SOURCE : SSLINV_PACKAGE_BINARY;
	statement.cve = group->cve;
	said->statement = statement;
	if (fill(json, said, vulnerability, product) < 0)
		return sslinv_json_status(json);
	group->fixes += statement.status == SSLINV_STATUS_FIXED;
	group->recommended += is_recommended;
	*end = said;
	return 0;
}

int sslinv_csaf_statements_emit(const struct sslinv_csaf_statements *statements, const struct sslinv_checked_sink *sink)
{
	int rc = 0;

	for (struct sslinv_csaf_group *group = statements->groups; group; group = group->next) {
		for (struct said *said = group->sayings; said && rc >= 0; said = said->next) {
			bool is_bound = said->statement.status == SSLINV_STATUS_FIXED && group->fixes > 1 &&
					!group->is_source && said->arch && said->arch[0] &&
					strcmp(said->arch, "noarch") != 0;

			/* Where the first fixed builds are named, a recommended one is advice, and no threshold. */
			if (said->is_recommended && group->fixes > group->recommended)
				continue;
			/* "Not affected" of one build does not outweigh what is said of another in the same stream. */
			if (said->statement.status == SSLINV_STATUS_NOT_AFFECTED && group->count > 1)
				continue;
			if (is_bound)
				said->statement.arch = said->arch;
			rc = sslinv_check_statement(sink, &said->statement, 0);
		}
	}
	return rc < 0 ? rc : 0;
}
