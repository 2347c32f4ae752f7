/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Modules that get OpenSSL by another library, or look for it while they run. */
#include "runtime/through.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "elf/elf.h"
#include "link/loader.h"
#include "runtime/told.h"

/* Modules of clients of curl, PostgreSQL and MySQL: the library of each may do TLS by OpenSSL. */
static const char *const names[] = {
	"curl.so",     "pycurl.*so",     "pycurl.so", "Curl.so",     "pgsql.so",     "pdo_pgsql.so", "_psycopg.*so",
	"_psycopg.so", "_psycopg_c.*so", "pq.*so",    "pg_ext.so",   "Pg.so",        "mysqli.so",    "pdo_mysql.so",
	"_mysql.*so",  "mysql2.so",      "mysql.so",  "RMariaDB.so", "RPostgres.so",
};

/* The native part of .NET's cryptography. A build for one distribution needs libssl; the others look for these, in order. */
static const char *const dotnet_names[] = {
	"libSystem.Security.Cryptography.Native.OpenSsl.so",
	"System.Security.Cryptography.Native.OpenSsl.so",
	"System.Security.Cryptography.Native.so",
};
static const char *const dotnet_libraries[] = {
	"libssl.so.3", "libssl.so.1.1", "libssl.so.1.0.2", "libssl.so.1.0.0", "libssl.so.10",
};

static bool is_dotnet(const char *name)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(dotnet_names); i++)
		if (strcmp(dotnet_names[i], name) == 0)
			return true;
	return false;
}

bool sslinv_through_wants(const char *name)
{
	if (!sslinv_str_ends(name, ".so"))
		return false;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(names); i++)
		if (name[0] == names[i][0] && fnmatch(names[i], name, 0) == 0)
			return true;
	return is_dotnet(name);
}

/* One file, and what its loader gives it. */
struct looking {
	struct sslinv_finder *finder;
	const char *path;
	struct sslinv_arena arena;
	struct sslinv_elf elf;
	char *origin;
};

static void free_looking(struct looking *looking)
{
	sslinv_arena_free(&looking->arena);
	free(looking->origin);
}

/* Reads the file. Returns 1, 0 where it is no ELF file that can be read, or SSLINV_E_MEMORY. */
static int look(struct looking *looking)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = sslinv_root_open_regular(looking->finder->root, looking->path);
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct stat status;
	int rc;

	if (fd < 0 || fstat(fd, &status) < 0)
		return fd == -ENOMEM ? SSLINV_E_MEMORY : 0;
	rc = sslinv_elf_read(fd, (uint64_t)status.st_size, &looking->arena, &looking->elf, &error);
	sslinv_error_clear(&error);
	if (rc < 0)
		return rc == SSLINV_E_MEMORY ? rc : 0;
	looking->origin = sslinv_str_directory(looking->path);
	return looking->origin ? looking->elf.is_elf : SSLINV_E_MEMORY;
}

/* The file that concerns OpenSSL and that the loader gives for the soname; NULL. */
static int use_of_soname(struct looking *looking, const char *soname, const struct sslinv_use **use, bool *is_exact,
			 const char **path)
{
	const struct sslinv_loader_consumer consumer = { .elf = &looking->elf, .origin = looking->origin };
	struct sslinv_loader *loader;
	struct sslinv_loader_result result;
	struct sslinv_error error = SSLINV_ERROR_INIT;
	int rc = sslinv_finder_loader(looking->finder, &loader);

	*use = NULL;
	*path = NULL;
	if (rc < 0)
		return rc;
	rc = sslinv_loader_find(loader, &consumer, soname, &result, &error);
	sslinv_error_clear(&error);
	if (rc < 0)
		return rc == SSLINV_E_MEMORY ? rc : 0;
	*is_exact = result.exact;
	*path = result.path;
	*use = result.path ? sslinv_finder_use(looking->finder, result.path) : NULL;
	return 0;
}

/* The file gets what `by` gets. Returns 0 or SSLINV_E_MEMORY. */
static int take_over(struct looking *looking, const struct sslinv_use *by, bool is_exact, bool is_dlopen,
		     struct sslinv_use *use)
{
	struct sslinv_linkage *linkage;

	use->linkage = by->linkage;
	use->library = by->library;
	use->through = by->path;
	use->confidence = by->confidence;
	if (!is_exact && use->confidence == SSLINV_CONFIDENCE_CERTAIN)
		use->confidence = SSLINV_CONFIDENCE_LIKELY;
	if (!is_dlopen || !by->linkage)
		return 0;
	linkage = sslinv_arena_alloc(&looking->finder->arena, sizeof(*linkage));
	if (!linkage)
		return SSLINV_E_MEMORY;
	*linkage = *by->linkage;
	linkage->evidence = SSLINV_EVIDENCE_DLOPEN;
	use->linkage = linkage;
	use->through = NULL;
	use->confidence = SSLINV_CONFIDENCE_LIKELY;
	return 0;
}

/* By the beginning of its name, a library that does TLS for its users, by whatever other library. */
static bool is_client(const char *soname)
{
	static const char *const clients[] = { "libcurl", "libpq.", "libmariadb.", "libmysqlclient." };

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(clients); i++)
		if (sslinv_str_starts(soname, clients[i]))
			return true;
	return false;
}

/* Of the libraries that it needs, the first that gets OpenSSL; NULL where none does, and then *client is one that may. */
static int find_needed(struct looking *looking, const struct sslinv_use **use, bool *is_exact, const char **client)
{
	int rc = 0;

	*use = NULL;
	*client = NULL;
	for (size_t i = 0; i < looking->elf.needed_count && rc == 0 && !*use; i++) {
		const char *path;

		rc = use_of_soname(looking, looking->elf.needed[i], use, is_exact, &path);
		if (rc == 0 && path && !*client && is_client(looking->elf.needed[i]))
			*client = path;
	}
	return rc;
}

/* Of the libraries that it names, the first that is there. */
static int find_named(struct looking *looking, const struct sslinv_use **use, bool *is_exact)
{
	*use = NULL;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(dotnet_libraries) && !*use; i++) {
		const char *path;
		int rc = sslinv_told_has(looking->finder, looking->path, dotnet_libraries[i]);

		if (rc > 0)
			rc = use_of_soname(looking, dotnet_libraries[i], use, is_exact, &path);
		if (rc < 0)
			return rc;
	}
	return 0;
}

int sslinv_through_find(struct sslinv_finder *finder, const char *path, struct sslinv_use *use, bool *found)
{
	SSLINV_CLEANUP(free_looking) struct looking looking = { .finder = finder, .path = path };
	const bool is_dlopen = is_dotnet(strrchr(path, '/') + 1);
	const struct sslinv_use *by;
	const char *client = NULL;
	bool is_exact = true;
	int rc;

	*found = false;
	if (sslinv_finder_use(finder, path))
		return 0;
	rc = look(&looking);
	if (rc <= 0)
		return rc;
	*found = true;
	*use = (struct sslinv_use){ .path = path, .package = sslinv_finder_owner(finder, path), .does_tls = true };
	rc = is_dlopen ? find_named(&looking, &by, &is_exact) : find_needed(&looking, &by, &is_exact, &client);
	use->through = client;
	return rc == 0 && by ? take_over(&looking, by, is_exact, is_dlopen, use) : rc;
}
