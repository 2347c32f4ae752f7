/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which subdirectories glibc up to 2.36 searches (glibc: elf/dl-hwcaps.c). On x86-64 these are all combinations of `tls`,
 * the platform, `avx512_1` and `x86_64`, the longest first; elsewhere the table of the machine has the usual ones.
 */
#include "link/loader_legacy.h"

#include <elf.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/cleanup.h"

/* The parts of such a path in their order. */
enum part { TLS, PLATFORM, AVX512, X86_64, PARTS };

/* One name for each part; NULL: the processor has none. */
struct combination {
	const char *names[PARTS];
	bool is_certain[PARTS];
};

static int add(struct sslinv_loader_legacies *legacies, const char *path, bool is_certain, struct sslinv_error *error)
{
	struct sslinv_loader_legacy *legacy = sslinv_array_add(legacies);

	if (!legacy)
		return sslinv_error_memory(error);
	snprintf(legacy->path, sizeof(legacy->path), "%s", path);
	legacy->is_certain = is_certain;
	return 0;
}

static bool has_directory(const struct sslinv_root *root, const char *directory, const char *name)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = -1;
	char path[PATH_MAX];
	int length = snprintf(path, sizeof(path), "%s/%s", directory, name);

	if (length > 0 && (size_t)length < sizeof(path))
		fd = sslinv_root_openat(root, path, O_PATH | O_DIRECTORY);
	return fd >= 0;
}

/* All paths that begin with one part. `mask` has a bit for each part that is used, the first one the highest. */
static int add_combinations(const struct combination *combination, enum part first, struct sslinv_loader_legacies *legacies,
			    struct sslinv_error *error)
{
	const unsigned top = 1U << (PARTS - 1 - first);
	int rc = 0;

	for (unsigned mask = 2 * top - 1; mask >= top && rc == 0; mask--) {
		char path[sizeof(legacies->items->path)] = "";
		bool is_certain = true, is_there = true;

		for (enum part part = first; part < PARTS; part++) {
			size_t length = strlen(path);

			if (!(mask & 1U << (PARTS - 1 - part)))
				continue;
			is_there = is_there && combination->names[part];
			is_certain = is_certain && combination->is_certain[part];
			snprintf(path + length, sizeof(path) - length, "%s%s", length > 0 ? "/" : "",
				 combination->names[part] ? combination->names[part] : "");
		}
		if (is_there)
			rc = add(legacies, path, is_certain, error);
	}
	return rc;
}

/* The combinations of one platform; what begins with a name that the directory does not have is left out. */
static int add_platform(const struct sslinv_root *root, const char *directory, const struct combination *combination,
			struct sslinv_loader_legacies *legacies, struct sslinv_error *error)
{
	int rc = 0;

	for (enum part first = TLS; first < PARTS && rc == 0; first++)
		if (combination->names[first] && has_directory(root, directory, combination->names[first]))
			rc = add_combinations(combination, first, legacies, error);
	return rc;
}

/* A processor that is not known may be any of these for glibc. */
static const char *const platforms[] = { "haswell", "xeon_phi", "x86_64" };

static int add_x86_64(const struct sslinv_root *root, const char *directory, const struct sslinv_loader_abi *abi,
		      struct sslinv_loader_legacies *legacies, struct sslinv_error *error)
{
	const struct sslinv_loader_processor *processor = &abi->processor;
	bool is_known = abi->glibc_minor > 0;
	struct combination combination = {
		.names = { "tls", processor->platform, processor->platform && !processor->has_avx512_1 ? NULL : "avx512_1",
			   "x86_64" },
		.is_certain = { is_known, is_known && processor->platform, is_known && processor->platform, is_known },
	};
	int rc = 0;

	if (processor->platform)
		return add_platform(root, directory, &combination, legacies, error);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(platforms) && rc == 0; i++) {
		combination.names[PLATFORM] = platforms[i];
		rc = add_platform(root, directory, &combination, legacies, error);
	}
	return rc;
}

int sslinv_loader_legacies_of(const struct sslinv_root *root, const char *directory, const struct sslinv_loader_abi *abi,
			      struct sslinv_loader_legacies *legacies, struct sslinv_error *error)
{
	int rc = 0;

	if (abi->e_machine == EM_X86_64)
		return add_x86_64(root, directory, abi, legacies, error);
	for (size_t i = 0; i < SSLINV_LOADER_MAX_LEGACY && abi->machine->legacy[i] && rc == 0; i++)
		rc = add(legacies, abi->machine->legacy[i], false, error);
	return rc;
}

/* Is the last component of the first `length` bytes of a path one of the names? *length becomes what is before it. */
static bool take_component(const char *path, size_t *length, const char *const *names, size_t count)
{
	size_t begin = *length;

	while (begin > 0 && path[begin - 1] != '/')
		begin--;
	for (size_t i = 0; i < count && begin > 0; i++)
		if (strlen(names[i]) == *length - begin && strncmp(names[i], path + begin, *length - begin) == 0) {
			*length = begin - 1;
			return true;
		}
	return false;
}

bool sslinv_loader_is_certain_legacy(const struct sslinv_loader_abi *abi, const char *path)
{
	static const char *const certain[] = { "x86_64", "tls" };
	static const char *const others[] = { "avx512_1", "haswell", "xeon_phi" };
	const char *slash = strrchr(path, '/');
	size_t length = slash ? (size_t)(slash - path) : 0;

	if (abi->e_machine != EM_X86_64 || abi->glibc_minor == 0)
		return false;
	while (take_component(path, &length, certain, SSLINV_ARRAY_SIZE(certain)))
		continue;
	return !take_component(path, &length, others, SSLINV_ARRAY_SIZE(others));
}

void sslinv_loader_legacies_free(struct sslinv_loader_legacies *legacies)
{
	free(legacies->items);
}
