/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A policy for each libcrypto: its build, its configuration, and what follows from both. */
#include "policy/policies.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "base/map.h"
#include "base/str.h"
#include "link/members.h"
#include "openssl/library.h"
#include "openssl/openssl_version.h"
#include "policy/abilities.h"
#include "policy/configuration.h"
#include "policy/crypto_policies.h"
#include "policy/library_marks.h"
#include "policy/protocols.h"
#include "policy/system_default.h"

/* So much of a setting is kept; the list of ciphers of a crypto policy has less than a thousand bytes. */
#define MAX_SETTING 4096
/* The texts of all configurations: libraries without end may each name another one. */
#define MAX_CONFIGURATIONS ((size_t)64 * 1024 * 1024)

/* A file by its place on the disk, however many names it has. */
struct file_key {
	dev_t device;
	ino_t inode;
};

/* A reading under way: what is read once for all libraries. */
struct reading {
	const struct sslinv_root *root;
	struct sslinv_facts *facts;
	struct sslinv_crypto_policies crypto_policies;
	struct sslinv_map marks;          /* by struct file_key */
	struct sslinv_map configurations; /* by path and rules */
	size_t bytes;                     /* of all configurations */
	struct sslinv_arena arena;
};

static void free_reading(struct reading *reading)
{
	for (const struct sslinv_map_entry *entry = NULL; (entry = sslinv_map_next(&reading->configurations, entry));)
		sslinv_configuration_free(sslinv_map_value(entry));
	sslinv_map_free(&reading->configurations);
	sslinv_map_free(&reading->marks);
	sslinv_arena_free(&reading->arena);
}

/* OpenSSL and its forks: other libraries have other ways. */
static bool is_of_kin(const char *library)
{
	for (int kind = SSLINV_LIBRARY_NONE + 1; kind < SSLINV_LIBRARY_COUNT; kind++)
		if (strcmp(library, sslinv_library_name((enum sslinv_library_kind)kind)) == 0)
			return true;
	return false;
}

static bool is_named_libcrypto(const char *path)
{
	const char *slash = path ? strrchr(path, '/') : NULL;

	return path && sslinv_str_starts(slash ? slash + 1 : path, "libcrypto");
}

/* Nobody unpacks what lies in an archive to ask it that. */
static bool is_in_archive(const struct sslinv_library *library)
{
	return library->path && strstr(library->path, SSLINV_MEMBER_MARK);
}

/* Of a pair it is libcrypto that reads the configuration and knows the algorithms. */
static bool has_policy(const struct sslinv_library *library)
{
	return !is_in_archive(library) && is_of_kin(library->library) &&
	       (library->evidence == SSLINV_EVIDENCE_EMBEDDED || is_named_libcrypto(library->soname) ||
		is_named_libcrypto(library->path));
}

static int tell_problem(struct sslinv_facts *facts, const char *path, const char *what, const char *why)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *message = sslinv_str_format("%s: %s", what, why);

	return message ? sslinv_facts_add_problem(facts, "policy", path, false, message) : SSLINV_E_MEMORY;
}

static int keep_marks(struct reading *reading, const struct file_key *key, int fd, const struct sslinv_library_marks **marks)
{
	struct sslinv_library_marks *read = sslinv_arena_alloc(&reading->arena, sizeof(*read));
	struct file_key *kept = sslinv_arena_alloc(&reading->arena, sizeof(*kept));
	int rc;

	if (!read || !kept)
		return -ENOMEM;
	*kept = *key;
	rc = sslinv_library_marks_read(fd, false, read);
	if (rc < 0)
		return rc;
	*marks = read;
	return sslinv_map_add(&reading->marks, kept, sizeof(*kept), read) < 0 ? -ENOMEM : 0;
}

/* What the file says of its build; *marks stays NULL where it cannot be read, which is told. */
static int find_marks(struct reading *reading, const char *path, const struct sslinv_library_marks **marks)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = sslinv_root_open_regular(reading->root, path);
	struct file_key key;
	struct stat status;
	int rc = fd < 0 ? fd : fstat(fd, &status) < 0 ? -errno : 0;

	memset(&key, 0, sizeof(key));
	if (rc == 0) {
		key.device = status.st_dev;
		key.inode = status.st_ino;
		*marks = sslinv_map_find(&reading->marks, &key, sizeof(key));
		rc = *marks ? 0 : keep_marks(reading, &key, fd, marks);
	}
	if (rc == -ENOMEM)
		return SSLINV_E_MEMORY;
	return rc < 0 ? tell_problem(reading->facts, path, "cannot read what this library can do", strerror(-rc)) : 0;
}

/* The configuration that a library of that version reads at that path; each is read once. NULL when out of memory. */
static const struct sslinv_configuration *find_configuration(struct reading *reading, const char *path,
							     const struct sslinv_openssl_version *version)
{
	const struct sslinv_configuration_rules rules = { .has_include = true, .has_pragma = version->number[0] >= 3 };
	SSLINV_CLEANUP(sslinv_free_ptr) char *key = sslinv_str_format("%d%s", rules.has_pragma, path);
	struct sslinv_configuration *known = key ? sslinv_map_find_text(&reading->configurations, key) : NULL;
	const char *kept;

	if (known || !key)
		return known;
	kept = sslinv_arena_strdup(&reading->arena, key);
	known = sslinv_arena_alloc(&reading->arena, sizeof(*known));
	if (!kept || !known)
		return NULL;
	memset(known, 0, sizeof(*known));
	if (sslinv_map_add_text(&reading->configurations, kept, known) < 0)
		return NULL;
	if (reading->bytes > MAX_CONFIGURATIONS) {
		known->doubt = "too much is configured for other libraries";
		return known;
	}
	if (sslinv_configuration_read(reading->root, path, &rules, known) < 0)
		return NULL;
	reading->bytes += known->bytes;
	return known;
}

/* A setting as it is stored; NULL for NULL. Sets *failed when out of memory. */
static const char *keep(struct sslinv_facts *facts, const char *text, bool *failed)
{
	const char *kept = text ? sslinv_facts_printf(facts, "%.*s", MAX_SETTING, text) : NULL;

	*failed |= text && !kept;
	return kept;
}

static int put_settings(struct sslinv_facts *facts, const struct sslinv_system_default *settings,
			struct sslinv_policy *policy)
{
	bool failed = false;

	policy->section = keep(facts, settings->section, &failed);
	policy->min_protocol = keep(facts, settings->min_protocol, &failed);
	policy->max_protocol = keep(facts, settings->max_protocol, &failed);
	policy->cipher_string = keep(facts, settings->cipher_string, &failed);
	policy->ciphersuites = keep(facts, settings->ciphersuites, &failed);
	policy->groups = keep(facts, settings->groups, &failed);
	return failed ? SSLINV_E_MEMORY : 0;
}

/* What is wrong with a configuration matters to whoever keeps it. */
static int tell_configuration(struct sslinv_facts *facts, const struct sslinv_configuration *configuration,
			      const struct sslinv_system_default *settings)
{
	const char *what = settings->doubt     ? "what OpenSSL takes of it is not known"
			   : settings->refusal ? "programs that use OpenSSL fail with it"
					       : "OpenSSL does not take all of it";
	const char *why = settings->doubt ? settings->doubt : settings->refusal ? settings->refusal : settings->note;
	SSLINV_CLEANUP(sslinv_free_ptr) char *quoted = sslinv_str_quoted(why);

	if (!why)
		return 0;
	return quoted ? tell_problem(facts, configuration->path, what, quoted) : SSLINV_E_MEMORY;
}

static int read_settings(struct reading *reading, const struct sslinv_library_marks *marks,
			 const struct sslinv_openssl_version *version, struct sslinv_system_default *settings,
			 struct sslinv_policy *policy)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_path(marks->openssl_dir, "openssl.cnf");
	const struct sslinv_configuration *configuration = path ? find_configuration(reading, path, version) : NULL;
	struct sslinv_facts *facts = reading->facts;

	if (!configuration || sslinv_system_default_read(configuration, version, &reading->arena, settings) < 0 ||
	    put_settings(facts, settings, policy) < 0)
		return SSLINV_E_MEMORY;
	if (configuration->path) {
		policy->configuration = sslinv_facts_text(facts, configuration->path);
		if (!policy->configuration)
			return SSLINV_E_MEMORY;
	}
	if (configuration->reads_crypto_policy || marks->has_system_ciphers) {
		policy->crypto_policy = reading->crypto_policies.configured;
		policy->crypto_policy_applied = reading->crypto_policies.applied;
	}
	return tell_configuration(facts, configuration, settings);
}

static bool is_ubuntu(const struct sslinv_facts *facts, const struct sslinv_library *library)
{
	return library->package != SSLINV_NO_PACKAGE && strstr(facts->packages.items[library->package].version, "ubuntu");
}

static int find_protocols(struct reading *reading, const struct sslinv_library *library,
			  const struct sslinv_library_marks *marks, struct sslinv_policy *policy)
{
	struct sslinv_system_default settings = { 0 };
	struct sslinv_openssl_version version;
	const struct sslinv_protocols_input input = {
		.version = &version,
		.marks = marks,
		.settings = &settings,
		.system_ciphers = marks->has_system_ciphers ? reading->crypto_policies.ciphers : NULL,
		.is_ubuntu = is_ubuntu(reading->facts, library),
	};

	if (strcmp(library->library, sslinv_library_name(SSLINV_LIBRARY_OPENSSL)) != 0 || !library->version ||
	    !sslinv_openssl_version_parse(library->version, &version))
		return 0;
	if (sslinv_protocols_have_settings(&version) && marks->openssl_dir[0] &&
	    read_settings(reading, marks, &version, &settings, policy) < 0)
		return SSLINV_E_MEMORY;
	if (library->evidence == SSLINV_EVIDENCE_EMBEDDED) {
		policy->evidence = "not known: a program with a copy inside may read no configuration, or its own";
		return 0;
	}
	return sslinv_protocols_find(&input, reading->facts, policy);
}

static int add_policy(struct reading *reading, const struct sslinv_library *library)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_unquoted(library->path ? library->path : "");
	struct sslinv_policy *policy = sslinv_array_add(&reading->facts->policies);
	const struct sslinv_library_marks *marks = NULL;
	int rc = 0;

	if (!policy || !path)
		return SSLINV_E_MEMORY;
	policy->path = library->path;
	policy->package = library->package;
	if (library->path)
		rc = find_marks(reading, path, &marks);
	if (rc == 0)
		rc = sslinv_abilities_find(reading->root, reading->facts, library, marks, policy);
	return rc < 0 || !marks ? rc : find_protocols(reading, library, marks, policy);
}

static int add_policies(struct reading *reading)
{
	const struct sslinv_facts *facts = reading->facts;
	int rc = sslinv_crypto_policies_read(reading->root, reading->facts, &reading->crypto_policies);

	for (size_t i = 0; i < facts->libraries.count && rc == 0; i++)
		if (has_policy(&facts->libraries.items[i]))
			rc = add_policy(reading, &facts->libraries.items[i]);
	return rc;
}

int sslinv_policies_read(const struct sslinv_root *root, struct sslinv_facts *facts, struct sslinv_error *error)
{
	SSLINV_CLEANUP(free_reading) struct reading reading = { .root = root, .facts = facts };

	return add_policies(&reading) < 0 ? sslinv_error_memory(error) : 0;
}
