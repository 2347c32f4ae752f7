/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sslinv resolve: judges a vendor's version with no host and no inventory at hand. */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "base/str.h"
#include "cli/commands.h"
#include "cli/guidance.h"
#include "cli/inventory.h"
#include "cli/operand.h"
#include "distro/distro.h"
#include "distro/source_name.h"
#include "origin/origin.h"
#include "report/explain_finding.h"
#include "report/rows.h"
#include "resolve/build.h"
#include "resolve/known.h"
#include "resolve/sources.h"

/* One question: the words of the command line or of a line of a batch, and what is found for them. */
struct asking {
	const char *os, *package, *version;
	const char *const *cves;
	size_t cve_count;
	struct sslinv_distro distro;
	bool has_stream;
	const struct sslinv_guidance_set *set;
	struct sslinv_sources sources;
	struct sslinv_judgement judgement;
	struct sslinv_facts facts;  /* the package alone, on a host of that distribution */
	struct sslinv_distro *line; /* of its build */
};

static void free_asking(struct asking *asking)
{
	sslinv_facts_free(&asking->facts);
	free(asking->line);
	sslinv_judgement_free(&asking->judgement);
}

/* `rhel:9/9.4-eus` into the words of the model; `wolfi`, which has no releases, is enough. */
static bool parse_os(struct asking *asking)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *copy = strdup(asking->os);
	char *release = copy ? strchr(copy, ':') : NULL, *stream;
	bool is_known;

	if (!copy || release == copy)
		return false;
	if (release)
		*release++ = '\0';
	else
		release = copy + strlen(copy);
	stream = strchr(release, '/');
	if (stream)
		*stream++ = '\0';
	is_known = sslinv_distro_from_words(copy, release, stream, &asking->distro);
	if (!release[0])
		return is_known && sslinv_distro_is_rolling(asking->distro.distro);
	sslinv_distro_add_product(&asking->distro, copy);
	asking->has_stream = asking->distro.stream[0] != '\0';
	/* A distribution that the table does not know is judged by what feeds say of it, in its own words. */
	return is_known || (asking->distro.distro[0] && asking->distro.release[0]);
}

/* Says why nobody can judge anything in this distribution or release; NULL where somebody can. The caller frees. */
static char *describe_unknown_os(const struct asking *asking, struct sslinv_error *error)
{
	const char *nearest, *distro = asking->distro.distro, *release = asking->distro.release;
	enum sslinv_known known = sslinv_known_place(&asking->distro, asking->set, &nearest);
	char *text;

	if (known == SSLINV_KNOWN)
		return NULL;
	if (known == SSLINV_KNOWN_NO_DISTRO)
		text = sslinv_str_format("unknown distribution '%s'%s%s%s", distro, nearest ? "; did you mean '" : "",
					 nearest ? nearest : "", nearest ? "'?" : "");
	else
		text = sslinv_str_format("unknown release '%s' of %s%s%s%s", release, distro,
					 nearest ? "; did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : "");
	if (!text)
		sslinv_error_memory(error);
	return text;
}

/*
 * OpenSSL never had this version, so whatever it is called, nothing is known of it: no threshold clears it, and no range.
 */
static void doubt(struct asking *asking)
{
	for (size_t i = 0; i < asking->judgement.findings.count; i++) {
		struct sslinv_finding *finding = &asking->judgement.findings.items[i];

		if (finding->status != SSLINV_STATUS_FIXED && finding->status != SSLINV_STATUS_NOT_AFFECTED)
			continue;
		finding->status = SSLINV_STATUS_UNKNOWN;
		finding->rule = SSLINV_RULE_UNKNOWN;
		finding->fixed_version = NULL;
		finding->reason = "OpenSSL never had this version";
	}
	asking->judgement.has_effective = false;
}

static bool is_real(const struct asking *asking)
{
	const char *version = asking->judgement.upstream_version;

	return !version[0] || sslinv_known_branch(version, asking->set);
}

/*
 * The user's word says where the version is installed and that its vendor built it. Where the version itself says otherwise,
 * it is judged as on a host of that distribution, by whose build it is.
 */
static int find_build(struct sslinv_guidance_cache *guidance, struct asking *asking, struct sslinv_subject *subject,
		      struct sslinv_error *error)
{
	struct sslinv_package *package = sslinv_array_add(&asking->facts.packages);
	struct sslinv_host_facts *host = &asking->facts.host;
	char source[64];
	int rc;

	if (!package)
		return sslinv_error_memory(error);
	sslinv_source_name(subject->distro, subject->release, subject->package, source, sizeof(source));
	*package = (struct sslinv_package){
		.name = subject->package,
		.version = subject->version,
		.arch = "",
		.format = subject->format,
		.source_name = source,
		.is_openssl = true,
	};
	host->os_id = subject->distro;
	host->os_version = subject->release;
	if (!sslinv_origin_is_odd(&asking->facts, &guidance->origins, package))
		return 0;
	rc = sslinv_guidance_cache_settle(guidance, &asking->facts, error);
	if (rc == 0)
		asking->set = sslinv_guidance_cache_host(guidance, &asking->facts, error);
	if (rc == 0 && asking->set && sslinv_build_apply(package, host, subject, &asking->line) < 0)
		rc = sslinv_error_memory(error);
	return rc < 0 || !asking->set ? error->code : 0;
}

/* Judges the package; the set is loaded. */
static int judge(struct sslinv_guidance_cache *guidance, struct asking *asking, struct sslinv_error *error)
{
	struct sslinv_subject subject = {
		.distro = asking->distro.distro,
		.release = asking->distro.release,
		.stream = asking->has_stream ? asking->distro.stream : NULL,
		.format = sslinv_distro_package_format(asking->distro.distro),
		.package = asking->package,
		.version = asking->version,
	};
	int rc = find_build(guidance, asking, &subject, error);

	if (rc < 0)
		return rc;
	rc = sslinv_judge_sources(&subject, asking->set, asking->cves, asking->cve_count, &asking->judgement,
				  &asking->sources, error);
	if (rc == 0 && !is_real(asking))
		doubt(asking);
	return rc;
}

static enum sslinv_exit exit_of(const struct sslinv_judgement *judgement)
{
	/* Silence of the vendor about all of the package is no word for it. */
	bool has_unknown = judgement->findings.count == 0 || !judgement->has_vendor, has_open = false;

	for (size_t i = 0; i < judgement->findings.count; i++) {
		enum sslinv_status status = judgement->findings.items[i].status;

		has_unknown |= status == SSLINV_STATUS_UNKNOWN || status == SSLINV_STATUS_UNDER_INVESTIGATION;
		has_open |= status == SSLINV_STATUS_AFFECTED || status == SSLINV_STATUS_WILL_NOT_FIX;
	}
	return has_open ? SSLINV_EXIT_FINDINGS : has_unknown ? SSLINV_EXIT_INCOMPLETE : SSLINV_EXIT_CLEAN;
}

static struct sslinv_value text_value(const char *text)
{
	return (struct sslinv_value){
		.type = text ? SSLINV_VALUE_TEXT : SSLINV_VALUE_NULL,
		.text = text,
		.length = text ? strlen(text) : 0,
	};
}

/* Every CVE that may concern the version, a line each; those that never did are counted. */
static int list(const struct sslinv_judgement *judgement, struct sslinv_error *error)
{
	static const char *const columns[] = { "cve", "severity", "status", "fixed_version", "rule", "advisory" };
	struct sslinv_rows *rows = NULL;
	size_t outside = 0;
	int rc = sslinv_rows_new("table", stdout, &rows, error);

	if (rc == 0)
		rc = sslinv_rows_begin(rows, columns, SSLINV_ARRAY_SIZE(columns), error);
	for (size_t i = 0; i < judgement->findings.count && rc == 0; i++) {
		const struct sslinv_finding *finding = &judgement->findings.items[i];
		const struct sslinv_value values[] = {
			text_value(finding->cve ? finding->cve : "(none)"), text_value(finding->severity),
			text_value(sslinv_status_name(finding->status)),    text_value(finding->fixed_version),
			text_value(sslinv_rule_name(finding->rule)),        text_value(finding->advisory),
		};

		if (finding->status == SSLINV_STATUS_NOT_AFFECTED && finding->rule == SSLINV_RULE_UPSTREAM_RANGE)
			outside++;
		else
			rc = sslinv_rows_row(rows, values, SSLINV_ARRAY_SIZE(values), error);
	}
	if (rc == 0)
		rc = sslinv_rows_end(rows, error);
	sslinv_rows_free(rows);
	if (rc < 0)
		return rc;
	if (outside)
		printf("and %zu CVEs that OpenSSL %s never had (not_affected by the rule %s)\n", outside,
		       judgement->upstream_version, sslinv_rule_name(SSLINV_RULE_UPSTREAM_RANGE));
	sslinv_explain_summary(stdout, judgement);
	return 0;
}

/* What the answer rests on, apart from the guidance. */
static void print_head(const struct asking *asking)
{
	const char *newest;

	printf("%s %s on %s %s\n", asking->package, asking->version, asking->distro.distro, asking->distro.release);
	sslinv_explain_judgement(stdout, &asking->judgement);
	newest = sslinv_known_newest(asking->judgement.upstream_version, asking->set);
	if (!is_real(asking))
		printf("    OpenSSL never had a version %s\n", asking->judgement.upstream_version);
	else if (newest)
		printf("    the newest OpenSSL of this branch that the guidance knows is %s\n", newest);
	if (asking->sources.count > 1) {
		fputs("    the package may come from", stdout);
		for (size_t i = 0; i < asking->sources.count; i++)
			printf("%s%s", i == 0 ? " " : " or ", asking->sources.names[i]);
		puts(": the worst answer counts; name the source package to ask for one");
	}
	if (!asking->judgement.has_vendor)
		puts("    no guidance covers this package in this release");
}

/* Splits NAME=VERSION and reads --os; SSLINV_E_USAGE after a message. */
static int read_arguments(const struct sslinv_arguments *arguments, struct asking *asking)
{
	char *package = arguments->operand_count ? arguments->operands[0] : NULL;
	char *version = package ? strchr(package, '=') : NULL;

	asking->os = sslinv_argument(arguments, "os");
	if (!asking->os || !version || version == package || version[1] == '\0') {
		sslinv_log_error("'sslinv resolve' needs --os ID:VERSION and NAME=VERSION, or --batch FILE");
		return SSLINV_E_USAGE;
	}
	if (!parse_os(asking)) {
		sslinv_log_error("--os takes ID:VERSION or ID:VERSION/STREAM, as rhel:9 or rhel:9/9.4-eus, not '%s'",
				 asking->os);
		return SSLINV_E_USAGE;
	}
	for (size_t i = 1; i < arguments->operand_count; i++)
		if (!sslinv_operand_cve(arguments->operands[i]))
			return SSLINV_E_USAGE;
	*version++ = '\0';
	asking->package = package;
	asking->version = version;
	asking->cves = (const char *const *)arguments->operands + 1;
	asking->cve_count = arguments->operand_count - 1;
	return 0;
}

static enum sslinv_exit print_answer(const struct asking *asking)
{
	struct sslinv_error error = SSLINV_ERROR_INIT;

	print_head(asking);
	if (asking->cve_count > 0)
		for (size_t i = 0; i < asking->judgement.findings.count; i++)
			sslinv_explain_finding(stdout, &asking->judgement.findings.items[i], asking->set);
	else if (list(&asking->judgement, &error) < 0)
		sslinv_log_error("%s", error.message);
	return error.code ? SSLINV_EXIT_FAILED : exit_of(&asking->judgement);
}

/* A vendor's statements may tell of a release that no table here has. */
static void refuse_os(const struct sslinv_guidance_cache *guidance, const struct asking *asking, const char *reason)
{
	for (size_t i = 0; i < guidance->updates.count; i++)
		if (strcmp(guidance->updates.items[i], asking->distro.distro) == 0) {
			sslinv_log_error("--os %s: %s; if it is right, run `sslinv feed update %s`", asking->os, reason,
					 asking->distro.distro);
			return;
		}
	sslinv_log_error("--os %s: %s; if it is right, get its vendor's OVAL, CSAF, OSV or updateinfo file, and run"
			 " `sslinv feed import FILE`",
			 asking->os, reason);
}

static enum sslinv_exit resolve_one(struct sslinv_guidance_cache *guidance, const struct sslinv_arguments *arguments)
{
	SSLINV_CLEANUP(free_asking) struct asking asking = { .os = NULL };
	SSLINV_CLEANUP(sslinv_free_ptr) char *unknown = NULL;
	struct sslinv_error error = SSLINV_ERROR_INIT;

	if (read_arguments(arguments, &asking) < 0)
		return SSLINV_EXIT_USAGE;
	asking.set = sslinv_guidance_cache_set(guidance, asking.distro.distro, &error);
	if (asking.set)
		unknown = describe_unknown_os(&asking, &error);
	if (unknown) {
		refuse_os(guidance, &asking, unknown);
		return SSLINV_EXIT_USAGE;
	}
	if (error.code || judge(guidance, &asking, &error) < 0) {
		sslinv_log_error("%s", error.message);
		return SSLINV_EXIT_FAILED;
	}
	return print_answer(&asking);
}

/* A line of more bytes says nothing of a package: what never ends is not gathered in memory. */
#define MAX_LINE 65536

/* Reads up to the end of a line as getline(3) does, but gives up on one that is too long: -EMSGSIZE. */
static ssize_t read_line(FILE *file, struct sslinv_str *line)
{
	int byte;

	sslinv_str_reset(line);
	while ((byte = getc_unlocked(file)) != EOF && byte != '\n') {
		const char one = (char)byte;

		if (line->length == MAX_LINE)
			return -EMSGSIZE;
		if (sslinv_str_add_bytes(line, &one, 1) < 0)
			return -ENOMEM;
	}
	return byte == EOF && line->length == 0 ? -ENODATA : (ssize_t)line->length;
}

/* The columns of the output of --batch. */
static const char *const batch_columns[] = {
	"os", "package", "version", "cve", "status", "fixed_version", "advisory", "rule"
};

enum { BATCH_INPUT_FIELDS = 4 };

static int write_row(struct sslinv_rows *rows, char *const *fields, const struct sslinv_finding *finding,
		     struct sslinv_error *error)
{
	const struct sslinv_value values[] = {
		text_value(fields[0]),
		text_value(fields[1]),
		text_value(fields[2]),
		text_value(finding->cve ? finding->cve : fields[3]),
		text_value(sslinv_status_name(finding->status)),
		text_value(finding->fixed_version),
		text_value(finding->advisory),
		text_value(sslinv_rule_name(finding->rule)),
	};

	return sslinv_rows_row(rows, values, SSLINV_ARRAY_SIZE(values), error);
}

/* Splits a line; false where it is not of the form. */
static bool parse_line(char *line, char **fields, struct asking *asking)
{
	size_t count = 0;

	for (char *field = line; field && count < BATCH_INPUT_FIELDS; count++) {
		fields[count] = field;
		field = strchr(field, '\t');
		if (field)
			*field++ = '\0';
	}
	if (count < BATCH_INPUT_FIELDS - 1 || !fields[1][0] || !fields[2][0])
		return false;
	if (fields[3] && !fields[3][0])
		fields[3] = NULL;
	asking->os = fields[0];
	asking->package = fields[1];
	asking->version = fields[2];
	asking->cves = (const char *const *)&fields[3];
	asking->cve_count = fields[3] ? 1 : 0;
	return parse_os(asking);
}

/*
 * One line: `os TAB package TAB version TAB cve`; without a CVE, all of them. *wrong gets what is wrong with it, if
 * anything, which the caller frees. Negative for what ends the whole batch.
 */
static int batch_line(struct sslinv_guidance_cache *guidance, struct sslinv_rows *rows, char *line, char **wrong,
		      struct sslinv_error *error)
{
	/* What nothing is known of is a row as well: an auditor counts the lines. */
	const struct sslinv_finding nothing = { .status = SSLINV_STATUS_UNKNOWN, .rule = SSLINV_RULE_UNKNOWN };
	SSLINV_CLEANUP(free_asking) struct asking asking = { .os = NULL };
	char *fields[BATCH_INPUT_FIELDS] = { NULL };
	int rc = 0;

	if (!parse_line(line, fields, &asking)) {
		*wrong = strdup("not of the form `os TAB package TAB version TAB cve`");
		return *wrong ? 0 : sslinv_error_memory(error);
	}
	asking.set = sslinv_guidance_cache_set(guidance, asking.distro.distro, error);
	if (!asking.set)
		return error->code;
	*wrong = describe_unknown_os(&asking, error);
	if (!*wrong && error->code == 0)
		rc = judge(guidance, &asking, error);
	if (rc < 0 || error->code < 0)
		return error->code;
	if (asking.judgement.findings.count == 0)
		rc = write_row(rows, fields, &nothing, error);
	for (size_t i = 0; i < asking.judgement.findings.count && rc == 0; i++)
		rc = write_row(rows, fields, &asking.judgement.findings.items[i], error);
	return rc;
}

static enum sslinv_exit resolve_batch(struct sslinv_guidance_cache *guidance, const char *name)
{
	SSLINV_CLEANUP(sslinv_close_file) FILE *opened = strcmp(name, "-") == 0 ? NULL : fopen(name, "re");
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str line = { 0 };
	FILE *file = strcmp(name, "-") == 0 ? stdin : opened;
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_rows *rows = NULL;
	unsigned long number = 0;
	bool has_wrong = false;
	ssize_t length = 0;
	int rc;

	if (!file) {
		sslinv_error_errno(&error, "cannot read %s", name);
		sslinv_log_error("%s", error.message);
		return SSLINV_EXIT_FAILED;
	}
	rc = sslinv_rows_new("csv", stdout, &rows, &error);
	if (rc == 0)
		rc = sslinv_rows_begin(rows, batch_columns, SSLINV_ARRAY_SIZE(batch_columns), &error);
	while (rc == 0 && (length = read_line(file, &line)) >= 0) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *wrong = NULL;

		number++;
		while (length > 0 && line.data[length - 1] == '\r')
			line.data[--length] = '\0';
		if (length == 0)
			continue;
		rc = batch_line(guidance, rows, line.data, &wrong, &error);
		if (wrong)
			sslinv_log_error("%s:%lu: %s", name, number, wrong);
		has_wrong |= wrong != NULL;
	}
	if (rc == 0 && length == -EMSGSIZE)
		rc = sslinv_error_set(&error, SSLINV_E_LIMIT, "%s:%lu: the line is longer than %d bytes", name, number + 1,
				      MAX_LINE);
	else if (rc == 0 && length == -ENOMEM)
		rc = sslinv_error_memory(&error);
	else if (rc == 0 && ferror(file))
		rc = sslinv_error_errno(&error, "%s:%lu: cannot be read", name, number);
	if (rc == 0)
		rc = sslinv_rows_end(rows, &error);
	sslinv_rows_free(rows);
	if (rc < 0) {
		sslinv_log_error("%s", error.message);
		return SSLINV_EXIT_FAILED;
	}
	return has_wrong ? SSLINV_EXIT_INCOMPLETE : SSLINV_EXIT_CLEAN;
}

static enum sslinv_exit run(const struct sslinv_arguments *arguments)
{
	SSLINV_CLEANUP(sslinv_guidance_cache_close) struct sslinv_guidance_cache guidance = { 0 };
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_inventory_present_path(sslinv_argument(arguments, "db"));
	const char *batch = sslinv_argument(arguments, "batch");

	if (!path || sslinv_guidance_open(&guidance, path, NULL) < 0)
		return SSLINV_EXIT_FAILED;
	if (!batch)
		return resolve_one(&guidance, arguments);
	if (arguments->operand_count || sslinv_argument(arguments, "os")) {
		sslinv_log_error("--batch takes neither --os nor operands");
		return SSLINV_EXIT_USAGE;
	}
	return resolve_batch(&guidance, batch);
}

const struct sslinv_command sslinv_command_resolve = {
	.name = "resolve",
	.operands = "NAME=VERSION [CVE...] | --batch FILE",
	.summary = "judge a vendor's version with no host at hand",
	.max_operands = SIZE_MAX,
	.run = run,
	.options = {
		{ "os", "ID:VERSION", "the distribution, as rhel:7, with a stream as rhel:9/9.4-eus" },
		{ "batch", "FILE", "judge many lines `os TAB package TAB version TAB cve`; - is standard input" },
		{ "db", "FILE", "the inventory whose guidance is used" },
		{ 0 },
	},
};
