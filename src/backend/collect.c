/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All backends over one root: packages and the files they own, as facts. */
#include "backend/collect.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "backend/find.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "host/other_root.h"
#include "elf/data_name.h"
#include "openssl/soname.h"

/*
 * More than any distribution holds, and far below what would exhaust a small machine: a hostile database ends here instead
 * of in the memory.
 */
#define MAX_PACKAGES ((size_t)200 * 1000)
#define MAX_FILES ((size_t)20 * 1000 * 1000)
#define MAX_DIGESTS ((size_t)1000 * 1000)

/* Where the records of one backend go. */
struct collector {
	struct sslinv_facts *facts;
	const char *name;   /* of the backend */
	const char *format; /* in the arena */
	const struct sslinv_backend_process *process;
	uint32_t package; /* the one that files and dependencies belong to */
	size_t files;
	struct sslinv_str directory; /* of the last file, with facts->directories' last index */
	bool failed;
	struct {
		const char **items;
		size_t count, capacity;
	} requires, provides; /* of the current package */
};

static int too_many(struct collector *collector, const char *what, size_t limit)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *message = sslinv_str_format(
		"the database has more than %zu %s; the rest was not read", limit, what);

	collector->failed = true;
	if (!message || sslinv_facts_add_problem(collector->facts, collector->name, NULL, true, message) < 0)
		return SSLINV_E_MEMORY;
	return SSLINV_E_STOPPED;
}

static const char **keep_names(struct sslinv_facts *facts, const char **names, size_t count)
{
	const char **kept = count ? sslinv_arena_alloc(&facts->arena, count * sizeof(*kept)) : NULL;

	if (kept)
		memcpy(kept, names, count * sizeof(*kept));
	return kept;
}

/* The dependencies of the current package are complete: it is followed by another or by the end. */
static int end_package(struct collector *collector)
{
	struct sslinv_package *package;

	if (collector->package == SSLINV_NO_PACKAGE)
		return 0;
	package = &collector->facts->packages.items[collector->package];
	package->requires = keep_names(collector->facts, collector->requires.items, collector->requires.count);
	package->provides = keep_names(collector->facts, collector->provides.items, collector->provides.count);
	package->requires_count = package->requires ? collector->requires.count : 0;
	package->provides_count = package->provides ? collector->provides.count : 0;
	if (package->requires_count != collector->requires.count || package->provides_count != collector->provides.count)
		return SSLINV_E_MEMORY;
	collector->requires.count = collector->provides.count = 0;
	return 0;
}

static int take_package(void *context, const struct sslinv_backend_package *seen)
{
	struct collector *collector = context;
	struct sslinv_facts *facts = collector->facts;
	struct sslinv_package *package;

	if (end_package(collector) < 0)
		return SSLINV_E_MEMORY;
	if (facts->packages.count >= MAX_PACKAGES)
		return too_many(collector, "packages", MAX_PACKAGES);
	package = sslinv_array_add(&facts->packages);
	if (!package)
		return SSLINV_E_MEMORY;
	collector->package = (uint32_t)(facts->packages.count - 1);
	facts->packages_seen++;
	package->format = collector->format;

	const struct {
		const char *seen;
		const char **kept;
	} texts[] = {
		{ seen->name, &package->name },
		{ seen->version, &package->version },
		{ seen->arch, &package->arch },
		{ seen->source_name, &package->source_name },
		{ seen->source_version, &package->source_version },
		{ seen->vendor, &package->vendor },
	};

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(texts); i++) {
		*texts[i].kept = sslinv_facts_text(facts, texts[i].seen);
		if (texts[i].seen && !*texts[i].kept)
			return SSLINV_E_MEMORY;
	}
	return 0;
}

static int take_file(void *context, const char *path)
{
	struct collector *collector = context;
	struct sslinv_facts *facts = collector->facts;
	const char *slash = strrchr(path, '/');
	size_t length = slash ? (size_t)(slash - path) : 0;
	struct sslinv_owned_file *file;

	if (collector->package == SSLINV_NO_PACKAGE || !slash || path[0] != '/')
		return 0;
	if (facts->owned_files.count >= MAX_FILES)
		return too_many(collector, "files", MAX_FILES);
	/* Databases list the files of a directory one after the other. */
	if (facts->directories.count == 0 || collector->directory.length != length ||
	    (length && memcmp(collector->directory.data, path, length) != 0)) {
		struct sslinv_raw *directory = sslinv_array_add(&facts->directories);

		if (!directory)
			return SSLINV_E_MEMORY;
		*directory = sslinv_raw(length ? sslinv_arena_strndup(&facts->arena, path, length) : "/");
		sslinv_str_reset(&collector->directory);
		if (!directory->bytes || sslinv_str_add_bytes(&collector->directory, path, length) < 0)
			return SSLINV_E_MEMORY;
	}
	file = sslinv_array_add(&facts->owned_files);
	if (!file)
		return SSLINV_E_MEMORY;
	file->directory = (uint32_t)(facts->directories.count - 1);
	file->package = collector->package;
	file->name = sslinv_raw(sslinv_arena_strdup(&facts->arena, slash + 1));
	return file->name.bytes ? 0 : SSLINV_E_MEMORY;
}

/* Of files that hold data by their names none is asked for: a package of manual pages has thousands. */
static int take_digest(void *context, const char *path, enum sslinv_backend_digest algorithm, const char *hex)
{
	struct collector *collector = context;
	struct sslinv_facts *facts = collector->facts;
	const char *slash = strrchr(path, '/');
	struct sslinv_file_digest *digest;

	if (collector->package == SSLINV_NO_PACKAGE || !slash || path[0] != '/' ||
	    sslinv_name_kind(slash + 1) == SSLINV_NAME_DATA)
		return 0;
	if (facts->digests.count >= MAX_DIGESTS)
		return too_many(collector, "digests of files", MAX_DIGESTS);
	digest = sslinv_array_add(&facts->digests);
	if (!digest)
		return SSLINV_E_MEMORY;
	*digest = (struct sslinv_file_digest){
		.package = collector->package,
		.path = sslinv_raw(sslinv_arena_strdup(&facts->arena, path)),
		.algorithm = algorithm,
		.hex = sslinv_facts_text(facts, hex),
	};
	return digest->path.bytes && digest->hex ? 0 : SSLINV_E_MEMORY;
}

static int take_dependency(void *context, enum sslinv_backend_dependency kind, const char *name)
{
	struct collector *collector = context;
	struct sslinv_facts *facts = collector->facts;
	/* `libssl.so.3(OPENSSL_3.0.0)(64bit)`: the soname, then a symbol version and a class. */
	SSLINV_CLEANUP(sslinv_free_ptr) char *soname = strndup(name, strcspn(name, "("));
	const char *kept, **slot;

	if (!soname)
		return SSLINV_E_MEMORY;
	if (!sslinv_soname_is_openssl(soname))
		return 0;
	for (size_t i = 0; i < (kind ? collector->provides.count : collector->requires.count); i++)
		if (strcmp((kind ? collector->provides.items : collector->requires.items)[i], soname) == 0)
			return 0;
	kept = sslinv_facts_text(facts, soname);
	slot = kind == SSLINV_BACKEND_PROVIDES ? sslinv_array_add(&collector->provides)
					       : sslinv_array_add(&collector->requires);
	if (!kept || !slot)
		return SSLINV_E_MEMORY;
	*slot = kept;
	return 0;
}

static int take_problem(void *context, const char *path, const char *message)
{
	struct collector *collector = context;
	SSLINV_CLEANUP(sslinv_free_ptr) char *absolute = NULL;

	collector->failed = true;
	/* Seen from inside the root, `var/lib/dpkg/status` and `/var/lib/dpkg/status` are the same: one form for users. */
	if (path && path[0] != '/') {
		absolute = sslinv_str_format("/%s", path);
		if (!absolute)
			return SSLINV_E_MEMORY;
	}
	return sslinv_facts_add_problem(collector->facts, collector->name, absolute ? absolute : path, true, message);
}

/* Reads one backend to its end. Sets *present where the root has its kind of database. */
static int collect_from(struct sslinv_backend_process *process, const char *name, struct sslinv_facts *facts, char *format,
			size_t format_size, bool *present, struct sslinv_error *error)
{
	struct collector collector = {
		.facts = facts,
		.name = name,
		.format = "",
		.process = process,
		.package = SSLINV_NO_PACKAGE,
	};
	const struct sslinv_backend_sink sink = {
		.size = sizeof(sink),
		.context = &collector,
		.package = take_package,
		.file = take_file,
		.dependency = take_dependency,
		.digest = take_digest,
		.problem = take_problem,
	};
	struct sslinv_error failure = SSLINV_ERROR_INIT;
	size_t first = facts->packages.count;
	int rc = sslinv_backend_finish(process, &sink, &failure);
	bool no_memory = false;
	const char *backend = sslinv_facts_text(facts, name);

	if (end_package(&collector) < 0)
		no_memory = true;
	/* The format is in the backend's first record; packages of one backend are one run of the array. */
	collector.format = sslinv_arena_strdup(&facts->arena, process->format);
	for (size_t i = first; i < facts->packages.count; i++) {
		facts->packages.items[i].format = collector.format;
		facts->packages.items[i].backend = backend;
	}
	memcpy(format, process->format, format_size);
	*present = !process->absent || rc < 0;
	if (rc < 0 && failure.code == SSLINV_E_MEMORY)
		no_memory = true;
	/* What the backend told itself is better than the number it ended with. */
	if (rc < 0 && !(collector.failed && (failure.code == SSLINV_E_FORMAT || failure.code == SSLINV_E_STOPPED)))
		if (sslinv_facts_add_problem(facts, name, NULL, true, failure.message) < 0)
			no_memory = true;
	if (rc < 0 || collector.failed)
		facts->packages_complete = false;
	free(collector.requires.items);
	free(collector.provides.items);
	sslinv_str_free(&collector.directory);
	return no_memory || !backend || !collector.format ? sslinv_error_memory(error) : 0;
}

/* A database of a format that no backend has looked at must not be passed over in silence. */
static int report_unread(const struct sslinv_root *root, struct sslinv_facts *facts, char formats[][16], size_t format_count,
			 bool any_present, struct sslinv_error *error)
{
	bool found = any_present;

	for (const struct sslinv_database_place *place = sslinv_database_places; place->format; place++) {
		SSLINV_CLEANUP(sslinv_close_fd) int fd = -1;
		SSLINV_CLEANUP(sslinv_free_ptr) char *message = NULL;
		bool covered = false;

		for (size_t k = 0; k < format_count && !covered; k++)
			covered = strcmp(formats[k], place->format) == 0;
		if (covered)
			continue;
		fd = sslinv_root_openat(root, place->path, O_PATH);
		if (fd < 0)
			continue;
		found = true;
		facts->packages_complete = false;
		message = sslinv_str_format("there is a package database of the format %s, which no installed backend reads "
					    "(see `sslinv backends`)",
					    place->format);
		if (!message || sslinv_facts_add_problem(facts, "packages", place->path, true, message) < 0)
			return sslinv_error_memory(error);
	}
	if (!found) {
		facts->packages_complete = false;
		if (sslinv_facts_add_problem(facts, "packages", NULL, true,
					     "no package database was found in this root, so no file has an owner") < 0)
			return sslinv_error_memory(error);
	}
	return 0;
}

int sslinv_collect_packages(const struct sslinv_root *root, const char *directory, unsigned seconds,
			    struct sslinv_facts *facts, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_backend_files_free) struct sslinv_backend_files files = { 0 };
	SSLINV_CLEANUP(sslinv_free_ptr) struct sslinv_backend_process *processes = NULL;
	SSLINV_CLEANUP(sslinv_free_ptr) char(*formats)[16] = NULL;
	struct sslinv_error failure = SSLINV_ERROR_INIT;
	bool any_present = false;
	int rc = 0;

	facts->packages_complete = true;
	if (sslinv_backend_files_find(directory, &files, &failure) < 0) {
		facts->packages_complete = false;
		if (sslinv_facts_add_problem(facts, "packages", NULL, true, failure.message) < 0)
			return sslinv_error_memory(error);
	}
	processes = calloc(files.count + 1, sizeof(*processes));
	formats = calloc(files.count + 1, sizeof(*formats));
	if (!processes || !formats)
		return sslinv_error_memory(error);
	for (size_t i = 0; i < files.count; i++) {
		const struct sslinv_backend_request request = {
			.plugin = files.items[i].path,
			.task = SSLINV_BACKEND_PACKAGES,
			.root = root,
			.seconds = seconds,
		};

		if (sslinv_backend_start(&request, &processes[i], &failure) < 0 && rc == 0) {
			facts->packages_complete = false;
			if (sslinv_facts_add_problem(facts, files.items[i].name, NULL, true, failure.message) < 0)
				rc = sslinv_error_memory(error);
		}
	}
	for (size_t i = 0; i < files.count; i++) {
		bool present = false;

		if (rc == 0 && processes[i].pid > 0)
			rc = collect_from(&processes[i], files.items[i].name, facts, formats[i], sizeof(formats[i]),
					  &present, error);
		else
			sslinv_backend_cancel(&processes[i]);
		any_present |= present;
	}
	return rc < 0 ? rc : report_unread(root, facts, formats, files.count, any_present, error);
}
