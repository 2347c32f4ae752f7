/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads a header by its plain tags. librpm's own extensions (file names, NEVRA) trust the types of the tags they are made
 * of, and crash on a header that was made for it.
 */
#include "rpm_header.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <rpm/rpmfiles.h>
#include <rpm/rpmkeyring.h>
#include <rpm/rpmlib.h>
#include <rpm/rpmtd.h>

#include "rpm_database.h"

/* the name before rpm 4.15 */
#ifndef RPMVSF_MASK_NOSIGNATURES
#define RPMVSF_MASK_NOSIGNATURES _RPMVSF_NOSIGNATURES
#endif

rpmts sslinv_rpm_checker_new(void)
{
	rpmts checker = rpmtsCreate();
	rpmKeyring keyring = rpmKeyringNew();

	if (checker && keyring) {
		rpmtsSetVSFlags(checker, RPMVSF_MASK_NOSIGNATURES);
		rpmtsSetKeyring(checker, keyring);
	} else {
		rpmtsFree(checker);
		checker = NULL;
	}
	rpmKeyringFree(keyring);
	return checker;
}

Header sslinv_rpm_header_read(rpmts checker, const void *blob, size_t length, char why[SSLINV_RPM_WHY_SIZE])
{
	char *message = NULL;
	Header header = NULL;

	why[0] = '\0';
	if (length < SSLINV_RPM_BLOB_MIN || length > SSLINV_RPM_BLOB_MAX) {
		snprintf(why, SSLINV_RPM_WHY_SIZE, "no header has %zu bytes", length);
		return NULL;
	}
	if (headerCheck(checker, blob, length, &message) == RPMRC_FAIL) {
		snprintf(why, SSLINV_RPM_WHY_SIZE, "%s", message ? message + strspn(message, "\n") : "its digest is wrong");
		/* librpm gives one line for each digest */
		for (char *at = why; (at = strchr(at, '\n'));)
			*at = at[1] ? ' ' : '\0';
	} else {
		header = headerImport((void *)(uintptr_t)blob, (unsigned int)length, HEADERIMPORT_COPY);
		if (!header)
			snprintf(why, SSLINV_RPM_WHY_SIZE, "the header is damaged");
	}
	free(message);
	return header;
}

/* Gets a tag that must be of `type`. Returns 1 with *data to be freed with rpmtdFreeData(), 0 without the tag, -EBADMSG. */
static int get_tag(Header header, rpmTagVal tag, rpmTagType type, struct rpmtd_s *data)
{
	rpmtdReset(data);
	if (!headerIsEntry(header, tag))
		return 0;
	if (!headerGet(header, tag, data, HEADERGET_MINMEM | HEADERGET_RAW)) {
		rpmtdReset(data);
		return -EBADMSG;
	}
	if (rpmtdType(data) != type || !data->data || rpmtdCount(data) == 0) {
		rpmtdFreeData(data);
		rpmtdReset(data);
		return -EBADMSG;
	}
	return 1;
}

const char *sslinv_rpm_header_string(Header header, rpmTagVal tag)
{
	struct rpmtd_s data;
	const char *text = NULL;

	/* a string of a header in memory is not copied: it lives as long as the header */
	if (get_tag(header, tag, RPM_STRING_TYPE, &data) == 1) {
		text = data.data;
		if (data.flags & RPMTD_ALLOCED)
			text = NULL;
		rpmtdFreeData(&data);
	}
	return text;
}

const uint8_t *sslinv_rpm_header_bytes(Header header, rpmTagVal tag, size_t *length)
{
	struct rpmtd_s data;
	const uint8_t *bytes = NULL;

	*length = 0;
	if (get_tag(header, tag, RPM_BIN_TYPE, &data) == 1) {
		if (!(data.flags & RPMTD_ALLOCED)) {
			bytes = data.data;
			*length = data.count; /* rpmtdCount() takes a binary for one value */
		}
		rpmtdFreeData(&data);
	}
	return bytes;
}

int sslinv_rpm_header_number(Header header, rpmTagVal tag, uint32_t *number)
{
	struct rpmtd_s data;
	int rc = get_tag(header, tag, RPM_INT32_TYPE, &data);

	if (rc == 1) {
		if (rpmtdCount(&data) == 1)
			*number = *(const uint32_t *)data.data;
		else
			rc = -EBADMSG;
		rpmtdFreeData(&data);
	}
	return rc;
}

static int complain(const struct sslinv_rpm_package *package, const struct sslinv_backend_sink *sink, const char *what)
{
	return sslinv_backend_problem(sink, package->path, "package number %u (%s): %s", package->number, package->name,
				      what);
}

/* The tags of a package's files; those that are not there are of count 0. */
struct file_tags {
	struct rpmtd_s base_names, directory_names, directory_indexes;
	struct rpmtd_s old_names; /* whole paths, of packages made before 2000 */
	struct rpmtd_s states, flags;
	struct rpmtd_s digests; /* "" for what is no regular file */
};

static void free_file_tags(struct file_tags *tags)
{
	rpmtdFreeData(&tags->base_names);
	rpmtdFreeData(&tags->directory_names);
	rpmtdFreeData(&tags->directory_indexes);
	rpmtdFreeData(&tags->old_names);
	rpmtdFreeData(&tags->states);
	rpmtdFreeData(&tags->flags);
	rpmtdFreeData(&tags->digests);
}

/* Gets them; *why says what is wrong with the names, without which there are no files. */
static void get_file_names(Header header, struct file_tags *tags, const char **why)
{
	int base = get_tag(header, RPMTAG_BASENAMES, RPM_STRING_ARRAY_TYPE, &tags->base_names);
	int directory = get_tag(header, RPMTAG_DIRNAMES, RPM_STRING_ARRAY_TYPE, &tags->directory_names);
	int index = get_tag(header, RPMTAG_DIRINDEXES, RPM_INT32_TYPE, &tags->directory_indexes);
	int old = get_tag(header, RPMTAG_OLDFILENAMES, RPM_STRING_ARRAY_TYPE, &tags->old_names);

	*why = NULL;
	if (base < 0 || directory < 0 || index < 0 || old < 0)
		*why = "a tag of its file names is of another type than it must be; its files are not known";
	else if (base != directory || base != index || rpmtdCount(&tags->base_names) != rpmtdCount(&tags->directory_indexes))
		*why = "the tags of its file names do not fit together; its files are not known";
}

/* A tag with one value for each file; *why says what is wrong with it, and it counts as not there. */
static void get_file_tag(Header header, rpmTagVal tag, rpmTagType type, rpm_count_t files, struct rpmtd_s *data,
			 const char **why)
{
	int rc = get_tag(header, tag, type, data);

	if (rc == 1 && rpmtdCount(data) != files) {
		rpmtdFreeData(data);
		rpmtdReset(data);
		rc = -EBADMSG;
	}
	if (rc < 0)
		*why = "the states of its files are damaged; files that are not installed may count as installed";
}

static signed char state_of(const struct file_tags *tags, rpm_count_t index)
{
	return tags->states.count > 0 ? ((const signed char *)tags->states.data)[index] : RPMFILE_STATE_NORMAL;
}

/* Is the file meant to lie on disk as the package brought it? A ghost is made by others, if at all. */
static bool is_installed(struct file_tags *tags, rpm_count_t index)
{
	if (state_of(tags, index) != RPMFILE_STATE_NORMAL)
		return false;
	return rpmtdCount(&tags->flags) == 0 || !(((const uint32_t *)tags->flags.data)[index] & RPMFILE_GHOST);
}

/* strnlen() == PATH_MAX, said so that gcc does not take the bound for the size of a short literal. */
static bool is_too_long(const char *text)
{
	size_t length = 0;

	while (length < PATH_MAX && text[length])
		length++;
	return length == PATH_MAX;
}

/* Joins the path of a file in `path`; false where that is impossible. */
static bool join_path(struct file_tags *tags, rpm_count_t index, char path[PATH_MAX])
{
	const char *directory = "", *base;
	int length;

	if (rpmtdCount(&tags->base_names) > 0) {
		uint32_t from = ((const uint32_t *)tags->directory_indexes.data)[index];

		if (from >= rpmtdCount(&tags->directory_names))
			return false;
		directory = ((const char **)tags->directory_names.data)[from];
		base = ((const char **)tags->base_names.data)[index];
		if (strchr(base, '/'))
			return false;
	} else {
		base = ((const char **)tags->old_names.data)[index];
	}
	/* the lengths first: one long name, used by many files, must not cost its length each time */
	if (is_too_long(directory) || is_too_long(base))
		return false;
	length = snprintf(path, PATH_MAX, "%s%s", directory, base);
	return length > 0 && length < PATH_MAX && path[0] == '/';
}

/* Gets the tags of the files of a package and tells what is damaged in them. *files is their number, 0 without names. */
static int get_file_tags(const struct sslinv_rpm_package *package, const struct sslinv_backend_sink *sink,
			 struct file_tags *tags, rpm_count_t *files)
{
	const char *why, *why_states = NULL;
	int rc = 0;

	rpmtdReset(&tags->states);
	rpmtdReset(&tags->flags);
	rpmtdReset(&tags->digests);
	get_file_names(package->header, tags, &why);
	*files = rpmtdCount(&tags->base_names) ? rpmtdCount(&tags->base_names) : rpmtdCount(&tags->old_names);
	if (why) {
		*files = 0;
		return complain(package, sink, why);
	}
	if (*files > 0) {
		get_file_tag(package->header, RPMTAG_FILESTATES, RPM_CHAR_TYPE, *files, &tags->states, &why_states);
		get_file_tag(package->header, RPMTAG_FILEFLAGS, RPM_INT32_TYPE, *files, &tags->flags, &why_states);
		if (why_states)
			rc = complain(package, sink, why_states);
	}
	return rc;
}

int sslinv_rpm_header_files(const struct sslinv_rpm_package *package, const struct sslinv_backend_sink *sink)
{
	struct file_tags tags;
	rpm_count_t files, impossible = 0;
	int rc = get_file_tags(package, sink, &tags, &files);

	for (rpm_count_t i = 0; rc == 0 && i < files; i++) {
		char path[PATH_MAX];

		if (!is_installed(&tags, i))
			continue;
		if (join_path(&tags, i, path))
			rc = sink->file(sink->context, path);
		else
			impossible++;
	}
	if (rc == 0 && impossible > 0)
		rc = complain(package, sink, "some of its file names are not paths, or too long; these files are not known");
	free_file_tags(&tags);
	return rc < 0 ? rc : 0;
}

static int ignore_problem(void *context, const char *path, const char *message)
{
	(void)context;
	(void)path;
	(void)message;
	return 0;
}

int sslinv_rpm_header_digests(const struct sslinv_rpm_package *package, const struct sslinv_backend_sink *sink)
{
	/* What is wrong with the names was told with the files. */
	const struct sslinv_backend_sink silent = { .size = sizeof(silent), .problem = ignore_problem };
	uint32_t algorithm = SSLINV_BACKEND_MD5;
	struct file_tags tags;
	rpm_count_t files;
	int rc = get_file_tags(package, &silent, &tags, &files);
	const char *why = NULL;

	if (files > 0)
		get_file_tag(package->header, RPMTAG_FILEDIGESTS, RPM_STRING_ARRAY_TYPE, files, &tags.digests, &why);
	if (why || sslinv_rpm_header_number(package->header, RPMTAG_FILEDIGESTALGO, &algorithm) < 0)
		rc = complain(package, sink, "the digests of its files are damaged; whether they were changed is not known");
	for (rpm_count_t i = 0; rc == 0 && i < rpmtdCount(&tags.digests); i++) {
		const char *digest = ((const char **)tags.digests.data)[i];
		char path[PATH_MAX];

		if (*digest && (is_installed(&tags, i) || state_of(&tags, i) == RPMFILE_STATE_REPLACED) &&
		    join_path(&tags, i, path))
			rc = sink->digest(sink->context, path, (enum sslinv_backend_digest)algorithm, digest);
	}
	free_file_tags(&tags);
	return rc < 0 ? rc : 0;
}

static int take_dependencies(const struct sslinv_rpm_package *package, const struct sslinv_backend_sink *sink, rpmTagVal tag,
			     enum sslinv_backend_dependency kind)
{
	struct rpmtd_s names;
	int rc = get_tag(package->header, tag, RPM_STRING_ARRAY_TYPE, &names);

	if (rc < 0)
		return complain(package, sink,
				kind == SSLINV_BACKEND_REQUIRES ? "the list of what it requires is damaged"
								: "the list of what it provides is damaged");
	for (rpm_count_t i = 0; rc >= 0 && i < rpmtdCount(&names); i++)
		rc = sink->dependency(sink->context, kind, ((const char **)names.data)[i]);
	rpmtdFreeData(&names);
	return rc < 0 ? rc : 0;
}

int sslinv_rpm_header_dependencies(const struct sslinv_rpm_package *package, const struct sslinv_backend_sink *sink)
{
	int rc = take_dependencies(package, sink, RPMTAG_REQUIRENAME, SSLINV_BACKEND_REQUIRES);

	return rc < 0 ? rc : take_dependencies(package, sink, RPMTAG_PROVIDENAME, SSLINV_BACKEND_PROVIDES);
}

/* The version at the end of `A B <a@b.example> - 1:3.0.7-27`, with or without the dash; NULL if there is none. */
static const char *changelog_version(const char *name)
{
	const char *dash = NULL, *angle = NULL, *version;

	for (const char *at = strstr(name, "- "); at; at = strstr(at + 1, "- "))
		dash = at;
	for (const char *at = strstr(name, "> "); at; at = strstr(at + 1, "> "))
		angle = at;
	version = dash > angle || !angle ? dash : angle;
	if (!version)
		return NULL;
	version += 2;
	version += strspn(version, " \t-");
	return strpbrk(version, "0123456789") && !strpbrk(version, " \t<>@") ? version : NULL;
}

int sslinv_rpm_header_changelog(const struct sslinv_rpm_package *package, const struct sslinv_backend_sink *sink)
{
	struct rpmtd_s times, names, texts;
	int time = get_tag(package->header, RPMTAG_CHANGELOGTIME, RPM_INT32_TYPE, &times);
	int name = get_tag(package->header, RPMTAG_CHANGELOGNAME, RPM_STRING_ARRAY_TYPE, &names);
	int text = get_tag(package->header, RPMTAG_CHANGELOGTEXT, RPM_STRING_ARRAY_TYPE, &texts);
	rpm_count_t entries = rpmtdCount(&texts);
	int rc = 0;

	if (time < 0 || name < 0 || text < 0 || rpmtdCount(&times) != entries || rpmtdCount(&names) != entries) {
		rc = complain(package, sink, "its changelog is damaged");
		entries = 0;
	}
	for (rpm_count_t i = 0; rc >= 0 && i < entries; i++)
		rc = sink->changelog(sink->context, ((const uint32_t *)times.data)[i],
				     changelog_version(((const char **)names.data)[i]), ((const char **)texts.data)[i]);
	rpmtdFreeData(&times);
	rpmtdFreeData(&names);
	rpmtdFreeData(&texts);
	return rc < 0 ? rc : 0;
}
