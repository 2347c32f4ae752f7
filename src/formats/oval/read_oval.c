/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The OVAL reader: one pass over the document, then one over what was kept of it. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "guidance/check.h"
#include "formats/oval/oval.h"
#include "formats/readers.h"

static bool recognise(const char *head, size_t length)
{
	char name[32];

	return sslinv_xml_sniff(head, length, name, sizeof(name), NULL, 0) && strcmp(name, "oval_definitions") == 0;
}

static void free_oval(struct sslinv_oval *oval)
{
	sslinv_arena_free(&oval->arena);
	sslinv_map_free(&oval->definitions_by_id);
	sslinv_map_free(&oval->tests.items);
	sslinv_map_free(&oval->objects.items);
	sslinv_map_free(&oval->states.items);
	sslinv_map_free(&oval->variables.items);
	free(oval->draft.nodes.items);
	free(oval->draft.cves.items);
	free(oval->draft.resolutions.items);
	free(oval->draft.platforms.items);
	free(oval->draft.cpes.items);
	free(oval->covered.items);
	free(oval->timestamp);
	free(oval->product);
	sslinv_str_free(&oval->text);
	sslinv_str_free(&oval->scratch);
}

static int read_generator(struct sslinv_oval *oval, struct sslinv_xml *xml, struct sslinv_error *error)
{
	int depth = sslinv_xml_depth(xml);
	int rc;

	while ((rc = sslinv_xml_child(xml, depth, error)) > 0) {
		char **where = sslinv_xml_is(xml, "timestamp")      ? &oval->timestamp
			       : sslinv_xml_is(xml, "product_name") ? &oval->product
								    : NULL;

		if (!where || *where)
			continue;
		rc = sslinv_xml_content(xml, &oval->scratch, SSLINV_OVAL_MAX_WORD, error);
		if (rc < 0)
			return rc;
		*where = strdup(sslinv_str_text(&oval->scratch));
		if (!*where)
			return sslinv_error_memory(error);
	}
	return rc;
}

/* The vendor by the domain in its ids. */
static const struct {
	const char *domain;
	const char *vendor;
} vendors[] = {
	{ "com.redhat", "Red Hat" }, { "org.almalinux", "AlmaLinux" }, { "com.oracle", "Oracle" },
	{ "org.opensuse", "SUSE" },  { "com.suse", "SUSE" },           { "com.microsoft", "Microsoft" },
	{ "org.debian", "Debian" },  { "com.ubuntu", "Ubuntu" },       { "org.rockylinux", "Rocky Linux" },
	{ "org.altlinux", "ALT" },   { "com.vmware", "VMware" },
};

static const char *vendor_of(const struct sslinv_oval *oval)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(vendors); i++) {
		if (sslinv_str_starts(oval->domain, vendors[i].domain))
			return vendors[i].vendor;
	}
	return oval->domain[0] ? oval->domain : "unknown";
}

static int compare_distros(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct sslinv_distro));
}

/*
 * What makes a newer edition the same feed: the releases it covers, whether it lists fixes, flaws or both, and the
 * generator, for Ubuntu has three lists for each release. Of SUSE's service packs only the major release counts, or the next
 * one would make another feed.
 */
static int add_identity(const struct sslinv_oval *oval, struct sslinv_str *identity)
{
	char last[64] = "";
	char word[96];
	size_t shown = 0;
	int rc = sslinv_str_add(identity, "oval/");

	if (oval->covered.count > 0)
		qsort(oval->covered.items, oval->covered.count, sizeof(*oval->covered.items), compare_distros);
	for (size_t i = 0; rc == 0 && i < oval->covered.count && shown < 12; i++) {
		const struct sslinv_distro *distro = &oval->covered.items[i];
		bool is_suse = strcmp(distro->distro, "sles") == 0;

		snprintf(word, sizeof(word), "%s-%.*s%s%s", distro->distro,
			 (int)(is_suse ? strcspn(distro->release, ".") : strlen(distro->release)), distro->release,
			 distro->stream[0] && !is_suse ? "-" : "", is_suse ? "" : distro->stream);
		if (strncmp(word, last, sizeof(last) - 1) == 0)
			continue;
		snprintf(last, sizeof(last), "%.63s", word);
		rc = sslinv_str_printf(identity, "%s%s", shown++ ? "," : "", word);
	}
	if (rc == 0 && shown == 0)
		rc = oval->tagged.distro[0] ? sslinv_str_printf(identity, "%s-%s", oval->tagged.distro, oval->tagged.release)
					    : sslinv_str_add(identity, oval->domain[0] ? oval->domain : "unknown");
	if (rc == 0)
		rc = sslinv_str_printf(identity, "%s%s/", oval->has_patch ? "/patch" : "",
				       oval->has_vulnerability ? "/vulnerability" : "");
	for (const char *at = oval->product ? oval->product : ""; rc == 0 && *at; at++) {
		char letter = isalnum((unsigned char)*at) ? (char)tolower((unsigned char)*at) : '-';

		rc = sslinv_str_add_bytes(identity, &letter, 1);
	}
	return rc;
}

static int tell_feed(const struct sslinv_oval *oval, const char *name, const struct sslinv_checked_sink *sink,
		     struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str identity = { 0 };
	struct sslinv_feed feed = { .name = name, .vendor = vendor_of(oval), .format = "oval" };

	if (add_identity(oval, &identity) < 0)
		return sslinv_error_memory(error);
	feed.identity = sslinv_str_text(&identity);
	feed.published = oval->timestamp;
	return sslinv_check_feed(sink, &feed, 0);
}

/* Warnings wait until the feed is told, which knows the releases only when all is read. */
static int tell_warnings(const struct sslinv_oval *oval, const struct sslinv_checked_sink *sink)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < oval->warning_count && i < SSLINV_OVAL_MAX_WARNINGS; i++) {
		if (oval->warnings[i].message)
			rc = sslinv_check_warn(sink, oval->warnings[i].line, "%s", oval->warnings[i].message);
	}
	if (rc == 0 && oval->warning_count > SSLINV_OVAL_MAX_WARNINGS)
		rc = sslinv_check_warn(sink, 0, "%zu more warnings of the same kinds",
				       oval->warning_count - SSLINV_OVAL_MAX_WARNINGS);
	return rc ? rc : sslinv_check_dropped(sink, oval->dropped);
}

static int read_sections(struct sslinv_oval *oval, struct sslinv_xml *xml, struct sslinv_error *error)
{
	static const struct {
		const char *name;
		int (*read)(struct sslinv_oval *oval, struct sslinv_xml *xml, struct sslinv_error *error);
	} sections[] = {
		{ "generator", read_generator },       { "definitions", sslinv_oval_read_definitions },
		{ "tests", sslinv_oval_read_tests },   { "objects", sslinv_oval_read_objects },
		{ "states", sslinv_oval_read_states }, { "variables", sslinv_oval_read_variables },
	};
	int depth = sslinv_xml_depth(xml);
	int rc;

	while ((rc = sslinv_xml_child(xml, depth, error)) > 0) {
		for (size_t i = 0; i < SSLINV_ARRAY_SIZE(sections); i++) {
			if (!sslinv_xml_is(xml, sections[i].name))
				continue;
			rc = sections[i].read(oval, xml, error);
			break;
		}
		if (rc < 0)
			return rc;
	}
	return rc;
}

static int read_document(struct sslinv_input *input, const struct sslinv_checked_sink *sink, struct sslinv_error *error)
{
	struct sslinv_oval *oval = calloc(1, sizeof(*oval));
	struct sslinv_xml *xml = NULL;
	int rc;

	if (!oval)
		return sslinv_error_memory(error);
	rc = sslinv_xml_open(input, &xml, error);
	if (rc == 0)
		rc = sslinv_xml_root(xml, "oval_definitions", error);
	if (rc > 0)
		rc = read_sections(oval, xml, error);
	/* What stands behind the root's end must be read too: the document is whole only then. */
	while (rc == 0 && (rc = sslinv_xml_next(xml, error)) > 0)
		rc = 0;
	sslinv_xml_free(xml);
	if (rc == 0)
		rc = tell_feed(oval, sslinv_input_name(input), sink, error);
	if (rc == 0)
		rc = sslinv_oval_evaluate(oval, sslinv_input_name(input), sink, error);
	if (rc == 0)
		rc = tell_warnings(oval, sink);
	if (rc < 0 && error && !sslinv_str_starts(error->message, sslinv_input_name(input)))
		sslinv_error_prefix(error, "%s", sslinv_input_name(input));
	free_oval(oval);
	free(oval);
	return rc;
}

const struct sslinv_reader sslinv_reader_oval = {
	.format = "oval",
	.title = "OVAL 5 definitions",
	.recognise = recognise,
	.read = read_document,
};
