/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a root says of itself. */
#include "host/os_release.h"
#include "host/os_release_value.h"

#include <errno.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "host/release_file.h"

/* Far above any real one; os-release files are about 400 bytes. */
#define MAX_SIZE ((size_t)64 * 1024)

/* The first of `paths` that exists, as text; NULL where none does or it cannot be read (then a problem is recorded). */
static int read_first(const struct sslinv_root *root, const char *const *paths, struct sslinv_facts *facts, char **text)
{
	size_t length;

	*text = NULL;
	for (; *paths; paths++) {
		int rc = sslinv_root_read(root, *paths, MAX_SIZE, text, &length);

		if (rc == 0)
			return 0;
		if (rc == -ENOMEM)
			return SSLINV_E_MEMORY;
		if (rc != -ENOENT && rc != -ENOTDIR) {
			SSLINV_CLEANUP(sslinv_free_ptr) char *message = sslinv_str_format("cannot be read: %s",
											  strerror(-rc));

			if (!message || sslinv_facts_add_problem(facts, "host", *paths, true, message) < 0)
				return SSLINV_E_MEMORY;
			return 0;
		}
	}
	return 0;
}

static int first_word(struct sslinv_facts *facts, const char *text, const char **word)
{
	char line[256];
	size_t length = strcspn(text, " \t\r\n");

	*word = NULL;
	if (length == 0)
		return 0;
	if (length >= sizeof(line))
		length = sizeof(line) - 1;
	memcpy(line, text, length);
	line[length] = '\0';
	*word = sslinv_facts_text(facts, line);
	return *word ? 0 : SSLINV_E_MEMORY;
}

static int take_release(struct sslinv_facts *facts, const struct sslinv_release *release, const char *path)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *name = sslinv_str_format("%s (by %s)", release->name, path);

	facts->host.os_id = sslinv_facts_text(facts, release->id);
	facts->host.os_version = sslinv_facts_text(facts, release->version);
	facts->host.os_name = name ? sslinv_facts_text(facts, name) : NULL;
	return facts->host.os_id && facts->host.os_version && facts->host.os_name ? 0 : SSLINV_E_MEMORY;
}

/* What a root without os-release is, by the files that came before it. */
static int describe_old_os(const struct sslinv_root *root, struct sslinv_facts *facts)
{
	for (const struct sslinv_release_file *file = sslinv_release_files; file->path; file++) {
		const char *const paths[] = { file->path, NULL };
		SSLINV_CLEANUP(sslinv_free_ptr) char *text = NULL;
		struct sslinv_release release = { .id = "" };

		if (read_first(root, paths, facts, &text) < 0)
			return SSLINV_E_MEMORY;
		if (text && file->read(text, &release))
			return take_release(facts, &release, file->path);
	}
	return 0;
}

/*
 * Where VERSION_ID says nothing or too little: Debian's testing and unstable have none, and are known by their code name;
 * CentOS Stream 8 has that of CentOS Linux 8.
 */
static int complete_version(const struct sslinv_root *root, const char *os_release, struct sslinv_facts *facts)
{
	static const char *const paths[] = { "/etc/debian_version", NULL };
	SSLINV_CLEANUP(sslinv_free_ptr) char *text = NULL;
	struct sslinv_host_facts *host = &facts->host;
	char name[32] = "", version[32] = "";
	bool is_known = false;

	if (sslinv_str_compare(host->os_id, "centos") == 0 && sslinv_str_compare(host->os_version, "8") == 0 &&
	    sslinv_os_release_value(os_release, "NAME", name, sizeof(name)) && strcmp(name, "CentOS Stream") == 0) {
		snprintf(version, sizeof(version), "8-stream");
		is_known = true;
	} else if (sslinv_str_compare(host->os_id, "debian") == 0 && (!host->os_version || !host->os_version[0])) {
		is_known = sslinv_os_release_value(os_release, "VERSION_CODENAME", name, sizeof(name)) &&
			   sslinv_release_of_debian(name, version);
		if (!is_known && read_first(root, paths, facts, &text) < 0)
			return SSLINV_E_MEMORY;
		is_known = is_known || (text && sslinv_release_of_debian(text, version));
	}
	if (!is_known)
		return 0;
	host->os_version = sslinv_facts_text(facts, version);
	return host->os_version ? 0 : SSLINV_E_MEMORY;
}

static int describe_os(const struct sslinv_root *root, struct sslinv_facts *facts)
{
	static const char *const paths[] = { "/etc/os-release", "/usr/lib/os-release", NULL };
	const struct {
		const char *key;
		const char **value;
	} members[] = {
		{ "ID", &facts->host.os_id },
		{ "VERSION_ID", &facts->host.os_version },
		{ "PRETTY_NAME", &facts->host.os_name },
	};
	SSLINV_CLEANUP(sslinv_free_ptr) char *text = NULL;

	if (read_first(root, paths, facts, &text) < 0)
		return SSLINV_E_MEMORY;
	for (size_t i = 0; text && i < SSLINV_ARRAY_SIZE(members); i++) {
		char value[256];

		if (!sslinv_os_release_value(text, members[i].key, value, sizeof(value)))
			continue;
		*members[i].value = sslinv_facts_text(facts, value);
		if (!*members[i].value)
			return SSLINV_E_MEMORY;
	}
	return text ? complete_version(root, text, facts) : describe_old_os(root, facts);
}

static int describe_machine(const struct sslinv_root *root, struct sslinv_facts *facts)
{
	static const char *const paths[] = { "/etc/machine-id", "/var/lib/dbus/machine-id", NULL };
	SSLINV_CLEANUP(sslinv_free_ptr) char *text = NULL;

	if (read_first(root, paths, facts, &text) < 0)
		return SSLINV_E_MEMORY;
	/* An image that was never booted has an empty file or the word "uninitialized" (machine-id(5)). */
	if (!text || strspn(text, "0123456789abcdef") != 32 || (text[32] && !strchr(" \t\r\n", text[32])))
		return 0;
	return first_word(facts, text, &facts->host.machine_id);
}

static int describe_name(const struct sslinv_root *root, const char *name, const char *own_name, struct sslinv_facts *facts)
{
	static const char *const paths[] = { "/etc/hostname", NULL };
	SSLINV_CLEANUP(sslinv_free_ptr) char *text = NULL;
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = NULL;

	if (!name && root->is_host)
		name = own_name;
	if (name) {
		facts->host.host = sslinv_facts_text(facts, name);
		return facts->host.host ? 0 : SSLINV_E_MEMORY;
	}
	if (read_first(root, paths, facts, &text) < 0)
		return SSLINV_E_MEMORY;
	if (text && first_word(facts, text, &facts->host.host) < 0)
		return SSLINV_E_MEMORY;
	if (facts->host.host && strcmp(facts->host.host, own_name) != 0)
		return 0;
	/* Of another mount namespace the last directory would be `root`. */
	path = root->is_foreign
		       ? sslinv_str_format("process-%.*s", (int)strspn(root->path + 6, "0123456789"), root->path + 6)
		       : strdup(root->real_path);
	facts->host.host = path ? sslinv_facts_text(facts, basename(path)) : NULL;
	return facts->host.host ? 0 : SSLINV_E_MEMORY;
}

int sslinv_host_describe(const struct sslinv_root *root, const char *name, struct sslinv_facts *facts,
			 struct sslinv_error *error)
{
	struct utsname names;

	if (uname(&names) < 0)
		return sslinv_error_errno(error, "uname");
	if (describe_name(root, name, names.nodename, facts) < 0 || describe_os(root, facts) < 0 ||
	    describe_machine(root, facts) < 0)
		return sslinv_error_memory(error);
	if (root->is_host) {
		facts->host.arch = sslinv_facts_text(facts, names.machine);
		if (!facts->host.arch)
			return sslinv_error_memory(error);
	}
	return 0;
}
