/* SPDX-License-Identifier: GPL-2.0-or-later */
/* updateinfo: the advisories of rpm repositories (Alma, Rocky, Amazon, Fedora, EPEL and others). */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "guidance/check.h"
#include "distro/distro.h"
#include "formats/readers.h"
#include "openssl/package_name.h"
#include "parse/xml.h"

#define MAX_PROSE ((size_t)12 << 20)
#define MAX_CVES 20000    /* of one update */
#define MAX_PACKAGES 5000 /* that concern OpenSSL, of one update */

struct cve {
	char id[SSLINV_CVE_SIZE];
};

struct package {
	char name[128];
	char version[256]; /* [epoch:]version-release */
	char arch[24];     /* "" for all */
	char collection[128];
};

struct update {
	char id[128];
	char severity[32];
	char issued[SSLINV_DATE_SIZE];
	char release[128];
	char collection[128]; /* the first */
	char url[512];
	unsigned long line;
	struct {
		struct cve *items;
		size_t count, capacity;
	} cves, prose_cves; /* named as references, or in the text alone */
	struct {
		struct package *items;
		size_t count, capacity;
	} packages;
};

struct reading {
	struct sslinv_input *input;
	const struct sslinv_checked_sink *sink;
	struct sslinv_error *error;
	struct update update;
	char collection[128]; /* the current one */
	struct sslinv_str scratch;
	bool told_feed;
};

static bool recognise(const char *head, size_t length)
{
	char name[32];

	return sslinv_xml_sniff(head, length, name, sizeof(name), NULL, 0) && strcmp(name, "updates") == 0;
}

static void copy_word(char *target, size_t size, const char *text)
{
	snprintf(target, size, "%s", text ? text : "");
}

#define add_cves(list, text)                                                                                                \
	do {                                                                                                                \
		const char *at = (text);                                                                                    \
		char found[SSLINV_CVE_SIZE];                                                                                \
                                                                                                                            \
		while (rc == 0 && (list)->count < MAX_CVES && sslinv_cve_find(&at, found)) {                                \
			size_t known = 0;                                                                                   \
                                                                                                                            \
			while (known < (list)->count && strcmp((list)->items[known].id, found) != 0)                        \
				known++;                                                                                    \
			if (known < (list)->count)                                                                          \
				continue;                                                                                   \
			if (!sslinv_array_add(list))                                                                        \
				rc = sslinv_error_memory(error);                                                            \
			else                                                                                                \
				memcpy((list)->items[(list)->count - 1].id, found, sizeof(found));                          \
		}                                                                                                           \
	} while (0)

static int read_reference(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	struct reading *reading = context;
	struct update *update = &reading->update;
	const char *id = sslinv_xml_attribute(xml, "id");
	const char *type = sslinv_xml_attribute(xml, "type");
	const char *href;
	int rc = 0;

	add_cves(&update->cves, id ? id : "");
	/* Fedora names the CVE in the title of the bug. */
	id = sslinv_xml_attribute(xml, "title");
	add_cves(&update->cves, id ? id : "");
	href = sslinv_xml_attribute(xml, "href");
	if (type && href && strcmp(type, "self") == 0)
		copy_word(update->url, sizeof(update->url), href);
	return rc;
}

static int read_references(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	static const struct sslinv_xml_rule rules[] = { { NULL, read_reference }, { 0 } };

	return sslinv_xml_children(xml, rules, context, error);
}

static int read_package(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	struct reading *reading = context;
	struct update *update = &reading->update;
	const char *name = sslinv_xml_attribute(xml, "name");
	const char *arch = sslinv_xml_attribute(xml, "arch");
	const char *epoch = sslinv_xml_attribute(xml, "epoch");
	const char *version = sslinv_xml_attribute(xml, "version");
	const char *release = sslinv_xml_attribute(xml, "release");
	struct package package = { .name = "" };
	struct package *slot;

	if (!name || !sslinv_package_name_is_openssl(name) || (arch && strcmp(arch, "src") == 0))
		return 0;
	copy_word(package.name, sizeof(package.name), name);
	copy_word(package.collection, sizeof(package.collection), reading->collection);
	copy_word(package.arch, sizeof(package.arch), arch && strcmp(arch, "noarch") != 0 ? arch : NULL);
	/* Who leaves the epoch out did not say that it is 0. */
	if ((size_t)snprintf(package.version, sizeof(package.version), "%s%s%s%s%s", epoch ? epoch : "",
			     epoch && epoch[0] ? ":" : "", version ? version : "", release ? "-" : "",
			     release ? release : "") >= sizeof(package.version))
		package.version[0] = '\0';
	/* It may be in several collections. */
	for (size_t i = 0; i < update->packages.count; i++) {
		const struct package *known = &update->packages.items[i];

		if (strcmp(known->name, package.name) == 0 && strcmp(known->version, package.version) == 0 &&
		    strcmp(known->arch, package.arch) == 0)
			return 0;
	}
	if (update->packages.count >= MAX_PACKAGES)
		return sslinv_xml_fail(xml, SSLINV_E_LIMIT, error,
				       "update %s lists more than %d packages of OpenSSL; refused", update->id,
				       MAX_PACKAGES);
	slot = sslinv_array_add(&update->packages);
	if (!slot)
		return sslinv_error_memory(error);
	*slot = package;
	return 0;
}

static int read_collection(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	static const struct sslinv_xml_rule rules[] = {
		{ "name", SSLINV_XML_INTO(struct reading, collection) },
		{ "package", read_package },
		{ 0 },
	};
	struct reading *reading = context;
	struct update *update = &reading->update;
	int rc;

	copy_word(reading->collection, sizeof(reading->collection), sslinv_xml_attribute(xml, "short"));
	rc = sslinv_xml_children(xml, rules, reading, error);
	/* The feed's identity wants the collection, whatever is in it. */
	if (rc == 0 && !update->collection[0])
		copy_word(update->collection, sizeof(update->collection), reading->collection);
	return rc;
}

static int read_collections(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	static const struct sslinv_xml_rule rules[] = { { NULL, read_collection }, { 0 } };

	return sslinv_xml_children(xml, rules, context, error);
}

static int read_prose(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	struct reading *reading = context;
	int rc = sslinv_xml_content(xml, &reading->scratch, MAX_PROSE, error);

	add_cves(&reading->update.prose_cves, sslinv_str_text(&reading->scratch));
	return rc;
}

/* Whose advisory an id is, and of which release where it says. */
static const struct {
	const char *start;
	const char *distro;
	const char *release;
} advisories[] = {
	{ "ALAS2023", "amzn", "2023" }, { "ALAS2022", "amzn", "2022" }, { "ALAS2", "amzn", "2" },
	{ "ALAS-", "amzn", "2018.03" }, { "ALSA-", "almalinux", "" },   { "ALBA-", "almalinux", "" },
	{ "ALEA-", "almalinux", "" },   { "RLSA-", "rocky", "" },       { "RLBA-", "rocky", "" },
	{ "RLEA-", "rocky", "" },       { "RXSA-", "rocky", "" },       { "RHSA-", "rhel", "" },
	{ "RHBA-", "rhel", "" },        { "RHEA-", "rhel", "" },        { "ELSA-", "ol", "" },
	{ "ELBA-", "ol", "" },          { "CESA-", "centos", "" },      { "CEBA-", "centos", "" },
	{ "FEDORA-EPEL-", "epel", "" }, { "FEDORA-", "fedora", "" },
};

/* Repositories by the beginning of their names; the release follows. */
static const struct {
	const char *start;
	const char *distro;
} repositories[] = {
	{ "almalinux-", "almalinux" }, { "rocky-linux-", "rocky" }, { "rhel-", "rhel" },     { "ol", "ol" },
	{ "epel-", "epel" },           { "EPEL-", "epel" },         { "centos-", "centos" }, { "fedora-", "fedora" },
};

/* Red Hat's repositories of extended support, and the minor release from the dist tag: `.el8_4` and `-eus-` are 8.4 EUS. */
static void add_stream(struct sslinv_distro *distro, const char *collection, const char *version)
{
	static const char *const kinds[] = { "eus", "aus", "tus", "e4s", "els" };
	const char *minor = strstr(version, ".el");

	if (strcmp(distro->distro, "rhel") != 0 || !minor || !(minor = strchr(minor, '_')) ||
	    !isdigit((unsigned char)minor[1]))
		return;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(kinds); i++) {
		char part[8];

		snprintf(part, sizeof(part), "-%s-", kinds[i]);
		if (strstr(collection, part))
			snprintf(distro->stream, sizeof(distro->stream), "%.8s.%.*s-%s", distro->release,
				 (int)strspn(minor + 1, "0123456789") % 4, minor + 1, kinds[i]);
	}
}

/* The distribution of a package: the release's text, the repository's name, the advisory's id with the dist tag. */
static bool find_distro(const struct update *update, const char *collection, const char *version,
			struct sslinv_distro *distro)
{
	struct sslinv_distro tagged;
	bool has_tag = sslinv_distro_from_dist_tag(version, &tagged);

	if (sslinv_distro_from_platform(update->release, distro) || sslinv_distro_from_platform(collection, distro)) {
		add_stream(distro, collection, version);
		return true;
	}
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(repositories); i++) {
		size_t length = strlen(repositories[i].start);
		char release[16];

		if (strncmp(collection, repositories[i].start, length) != 0 || !isdigit((unsigned char)collection[length]))
			continue;
		snprintf(release, sizeof(release), "%.*s", (int)strspn(collection + length, "0123456789.") % 16,
			 collection + length);
		sslinv_distro_from_words(repositories[i].distro, release, NULL, distro);
		add_stream(distro, collection, version);
		return true;
	}
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(advisories); i++) {
		if (!sslinv_str_starts(update->id, advisories[i].start))
			continue;
		if (!advisories[i].release[0] && !has_tag)
			return false;
		return sslinv_distro_from_words(advisories[i].distro,
						advisories[i].release[0] ? advisories[i].release : tagged.release, NULL,
						distro);
	}
	/* An `.el9` of nobody's says nothing of the vendor. */
	if (!has_tag || strcmp(tagged.distro, "rhel") == 0)
		return false;
	*distro = tagged;
	return true;
}

static int tell_feed(struct reading *reading)
{
	static const struct {
		const char *distro;
		const char *vendor;
	} vendors[] = {
		{ "almalinux", "AlmaLinux" }, { "rocky", "Rocky Linux" }, { "amzn", "Amazon" },
		{ "fedora", "Fedora" },       { "epel", "Fedora" },       { "rhel", "Red Hat" },
		{ "ol", "Oracle" },           { "centos", "CentOS" },     { "photon", "VMware" },
	};
	const struct update *update = &reading->update;
	const struct package *first = update->packages.count > 0 ? &update->packages.items[0] : NULL;
	struct sslinv_distro distro;
	const char *collection = update->collection;
	bool is_known = find_distro(update, collection, first ? first->version : "", &distro);
	struct sslinv_feed feed = { .name = sslinv_input_name(reading->input), .vendor = "unknown", .format = "updateinfo" };
	SSLINV_CLEANUP(sslinv_free_ptr) char *identity = NULL;

	for (size_t i = 0; is_known && i < SSLINV_ARRAY_SIZE(vendors); i++) {
		if (strcmp(vendors[i].distro, distro.distro) == 0)
			feed.vendor = vendors[i].vendor;
	}
	/* `almalinux-9-for-x86_64-baseos-rpms__9_1_default`: what follows `__` changes from update to update. */
	if (is_known)
		identity = sslinv_str_format(
			"updateinfo/%s-%s%s%s/%.*s", distro.distro, distro.release, distro.stream[0] ? "-" : "",
			distro.stream,
			(int)(strstr(collection, "__") ? strstr(collection, "__") - collection : (long)strlen(collection)),
			collection);
	else
		identity = sslinv_str_format("updateinfo/%s", collection[0] ? collection : feed.name);
	if (!identity)
		return sslinv_error_memory(reading->error);
	feed.identity = identity;
	reading->told_feed = true;
	return sslinv_check_feed(reading->sink, &feed, 0);
}

static int tell_package(struct reading *reading, const struct package *package, const struct cve *cve, bool is_prose)
{
	const struct update *update = &reading->update;
	struct sslinv_distro distro;
	struct sslinv_statement statement;

	if (!find_distro(update, package->collection, package->version, &distro))
		return sslinv_check_warn(reading->sink, update->line,
					 "update %s: cannot tell the release of package %s; left out", update->id,
					 package->name);
	sslinv_distro_add_flavour(&distro, package->version);
	statement = (struct sslinv_statement){
		.distro = distro.distro,
		.release = distro.release,
		.stream = distro.stream,
		.package = package->name,
		.kind = SSLINV_PACKAGE_BINARY,
		.cve = cve->id,
		.status = SSLINV_STATUS_FIXED,
		.fixed_version = package->version,
		.arch = package->arch[0] ? package->arch : NULL,
		.advisory = update->id[0] ? update->id : NULL,
		.severity = update->severity,
		.issued = update->issued[0] ? update->issued : NULL,
		.url = update->url[0] ? update->url : NULL,
		.note = is_prose ? "the advisory names the CVE in its text, not as a reference" : NULL,
		.is_doubtful = is_prose,
	};
	return sslinv_check_statement(reading->sink, &statement, update->line);
}

static int tell_update(struct reading *reading)
{
	const struct update *update = &reading->update;
	bool is_prose = update->cves.count == 0;
	const struct cve *cves = is_prose ? update->prose_cves.items : update->cves.items;
	size_t count = is_prose ? update->prose_cves.count : update->cves.count;
	int rc = reading->told_feed ? 0 : tell_feed(reading);

	if (rc == 0 && (update->packages.count == 0 || count == 0))
		return sslinv_check_dropped(reading->sink, 1);
	for (size_t i = 0; rc == 0 && i < count; i++) {
		for (size_t j = 0; rc == 0 && j < update->packages.count; j++)
			rc = tell_package(reading, &update->packages.items[j], &cves[i], is_prose);
	}
	return rc;
}

static int read_issued(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	struct update *update = &((struct reading *)context)->update;

	(void)error;
	if (!sslinv_date_parse(sslinv_xml_attribute(xml, "date"), update->issued))
		update->issued[0] = '\0';
	return 0;
}

static int read_update(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	static const struct sslinv_xml_rule rules[] = {
		{ "id", SSLINV_XML_INTO(struct reading, update.id) },
		{ "severity", SSLINV_XML_INTO(struct reading, update.severity) },
		{ "issued", read_issued },
		{ "release", SSLINV_XML_INTO(struct reading, update.release) },
		{ "references", read_references },
		{ "pkglist", read_collections },
		{ "title", read_prose },
		{ "summary", read_prose },
		{ "description", read_prose },
		{ 0 },
	};
	struct reading *reading = context;
	struct update *update = &reading->update;
	int rc;

	update->id[0] = update->severity[0] = update->issued[0] = update->release[0] = update->collection[0] =
		update->url[0] = '\0';
	update->cves.count = update->prose_cves.count = update->packages.count = 0;
	update->line = sslinv_xml_line(xml);
	rc = sslinv_xml_children(xml, rules, reading, error);
	/* Alma writes a number of its own there. */
	if (!strpbrk(update->release, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"))
		update->release[0] = '\0';
	return rc < 0 ? rc : tell_update(reading);
}

static int read_document(struct sslinv_input *input, const struct sslinv_checked_sink *sink, struct sslinv_error *error)
{
	static const struct sslinv_xml_rule rules[] = { { "update", read_update }, { 0 } };
	struct sslinv_xml *xml = NULL;
	struct reading reading = { .input = input, .sink = sink, .error = error };
	int rc = sslinv_xml_open(input, &xml, error);

	if (rc == 0)
		rc = sslinv_xml_root(xml, "updates", error);
	if (rc > 0)
		rc = sslinv_xml_children(xml, rules, &reading, error);
	/* What stands behind the root's end must be read too: the document is whole only then. */
	while (rc == 0 && (rc = sslinv_xml_next(xml, error)) > 0)
		rc = 0;
	if (rc == 0 && !reading.told_feed)
		rc = tell_feed(&reading);
	sslinv_xml_free(xml);
	free(reading.update.cves.items);
	free(reading.update.prose_cves.items);
	free(reading.update.packages.items);
	sslinv_str_free(&reading.scratch);
	return rc;
}

const struct sslinv_reader sslinv_reader_updateinfo = {
	.format = "updateinfo",
	.title = "updateinfo of an rpm repository",
	.recognise = recognise,
	.read = read_document,
};
