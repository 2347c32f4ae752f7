/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads repomd.xml. */
#include "update/repomd.h"

#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "parse/xml.h"

struct reading {
	struct sslinv_xml *xml;
	struct sslinv_repomd *repomd;
	struct sslinv_error *error;
};

/* The text of the current element. */
static int read_text(struct reading *reading, char *target, size_t size)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str text = { 0 };
	int rc = sslinv_xml_content(reading->xml, &text, size - 1, reading->error);

	if (rc == 0)
		snprintf(target, size, "%s", sslinv_str_text(&text));
	return rc;
}

static int copy_attribute(struct reading *reading, const char *name, char *target, size_t size)
{
	const char *value = sslinv_xml_attribute(reading->xml, name);

	if (!value || !*value || strlen(value) >= size)
		return sslinv_xml_fail(reading->xml, SSLINV_E_FORMAT, reading->error, "%s of <%s> is missing or too long",
				       name, sslinv_xml_name(reading->xml));
	memcpy(target, value, strlen(value) + 1);
	return 0;
}

/* A name below the repository and nothing else: no other host, nothing above it. */
static bool is_below(const char *location)
{
	return location[0] != '/' && !strstr(location, "..") && !strstr(location, "://") && !strpbrk(location, "?#%\\ ") &&
	       sslinv_str_is_printable(location, strlen(location));
}

static int read_updateinfo(struct reading *reading)
{
	struct sslinv_repomd *repomd = reading->repomd;
	const int depth = sslinv_xml_depth(reading->xml);
	int rc;

	while ((rc = sslinv_xml_child(reading->xml, depth, reading->error)) > 0) {
		rc = 0;
		if (sslinv_xml_is(reading->xml, "location")) {
			rc = copy_attribute(reading, "href", repomd->location, sizeof(repomd->location));
		} else if (sslinv_xml_is(reading->xml, "checksum")) {
			rc = copy_attribute(reading, "type", repomd->checksum_type, sizeof(repomd->checksum_type));
			if (rc == 0)
				rc = read_text(reading, repomd->checksum, sizeof(repomd->checksum));
		}
		if (rc < 0)
			return rc;
	}
	if (rc == 0 && (!repomd->location[0] || !is_below(repomd->location) || !repomd->checksum[0]))
		return sslinv_xml_fail(reading->xml, SSLINV_E_FORMAT, reading->error,
				       "updateinfo has no checksum, or no place below the repository");
	return rc;
}

static int read_all(struct reading *reading)
{
	int rc = sslinv_xml_root(reading->xml, "repomd", reading->error);

	if (rc < 0)
		return rc;
	while ((rc = sslinv_xml_child(reading->xml, 0, reading->error)) > 0) {
		const char *type = sslinv_xml_is(reading->xml, "data") ? sslinv_xml_attribute(reading->xml, "type") : NULL;

		rc = 0;
		if (sslinv_xml_is(reading->xml, "revision"))
			rc = read_text(reading, reading->repomd->revision, sizeof(reading->repomd->revision));
		else if (type && strcmp(type, "updateinfo") == 0)
			rc = read_updateinfo(reading);
		if (rc < 0)
			return rc;
	}
	return rc;
}

int sslinv_repomd_read(struct sslinv_input *input, struct sslinv_repomd *repomd, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_xml_close) struct sslinv_xml *xml = NULL;
	struct reading reading = { .repomd = repomd, .error = error };
	int rc = sslinv_xml_open(input, &xml, error);

	memset(repomd, 0, sizeof(*repomd));
	reading.xml = xml;
	if (rc == 0)
		rc = read_all(&reading);
	if (rc == 0 && !repomd->location[0])
		return sslinv_error_set(error, SSLINV_E_NOT_FOUND,
					"%s: the repository names no updateinfo, so its vendor says nothing of it today; try"
					" again later",
					sslinv_input_name(input));
	return rc;
}
