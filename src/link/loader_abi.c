/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds out, by what lies in the root, what its loader has built in. */
#include "link/loader_abi.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "elf/elf_reader.h"

#define LIBC "libc.so.6"
#define MUSL_BEGIN "ld-musl-"
#define MUSL_END ".so.1"

/* glibc 2.35 was the last one that asked the kernel for its version. */
#define LAST_KERNEL_CHECK 35
/* What glibc itself asks for: no kernel that runs it is older. */
#define OLDEST_KERNEL SSLINV_ELF_KERNEL(3, 2, 0)

/* The kernel that runs, if the root is the running host; else 0. */
static uint32_t running_kernel(const struct sslinv_root *root)
{
	unsigned major = 0, minor = 0, patch = 0;
	struct utsname name;

	if (!root->is_host || uname(&name) < 0 || sscanf(name.release, "%u.%u.%u", &major, &minor, &patch) < 2)
		return 0;
	return SSLINV_ELF_KERNEL(major, minor, patch);
}

/* Whether a loader of glibc that looks at the ABI note takes the library. */
static enum sslinv_loader_fit fit_kernel(const struct sslinv_root *root, const struct sslinv_elf *library)
{
	uint32_t running = running_kernel(root);

	if (library->kernel <= OLDEST_KERNEL)
		return SSLINV_LOADER_FITS;
	if (running == 0)
		return SSLINV_LOADER_DOUBT;
	return library->kernel > running ? SSLINV_LOADER_MISFIT : SSLINV_LOADER_FITS;
}

/* What only the whole file tells. One that is damaged after its header is judged by the header. */
static int fit_body(const struct sslinv_root *root, int fd, uint64_t size, const struct sslinv_loader_wanted *wanted,
		    enum sslinv_loader_fit *fit, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_arena_free) struct sslinv_arena arena = { 0 };
	struct sslinv_elf library;
	int rc = sslinv_elf_read(fd, size, &arena, &library, error);

	if (rc == SSLINV_E_FORMAT || rc == SSLINV_E_LIMIT) {
		sslinv_error_clear(error);
		return 0;
	}
	if (rc < 0)
		return rc;
	if (wanted->soname && library.soname && strcmp(library.soname, wanted->soname) != 0)
		*fit = SSLINV_LOADER_MISFIT;
	else if (wanted->glibc_minor > 0 && wanted->glibc_minor <= LAST_KERNEL_CHECK)
		*fit = fit_kernel(root, &library);
	return 0;
}

static int fit_file(const struct sslinv_root *root, int fd, uint64_t size, const struct sslinv_loader_wanted *wanted,
		    enum sslinv_loader_fit *fit, struct sslinv_error *error)
{
	struct sslinv_elf library;
	int rc = sslinv_elf_read_header(fd, size, &library, error);

	*fit = SSLINV_LOADER_MISFIT;
	if (rc == SSLINV_E_FORMAT || (rc == 0 && !library.is_elf)) {
		sslinv_error_clear(error);
		return 0;
	}
	if (rc < 0 || !sslinv_loader_machine_accepts(wanted->consumer, &library))
		return rc;
	*fit = SSLINV_LOADER_FITS;
	if (!wanted->soname && (wanted->glibc_minor == 0 || wanted->glibc_minor > LAST_KERNEL_CHECK))
		return 0;
	return fit_body(root, fd, size, wanted, fit, error);
}

int sslinv_loader_open_library(const struct sslinv_root *root, const char *path, const struct sslinv_loader_wanted *wanted,
			       char **canonical, enum sslinv_loader_fit *fit, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = sslinv_root_open_regular(root, path);
	struct stat status;
	int rc;

	*canonical = NULL;
	*fit = SSLINV_LOADER_ABSENT;
	if (fd == -ENOMEM)
		return sslinv_error_memory(error);
	if (fd == -EMFILE || fd == -ENFILE || fd == -EIO) {
		errno = -fd;
		return sslinv_error_errno(error, "cannot look for the library %s", path);
	}
	/* Whatever else is in our way is in the way of the loader. */
	if (fd < 0 || fstat(fd, &status) < 0)
		return 0;
	rc = fit_file(root, fd, (uint64_t)status.st_size, wanted, fit, error);
	if (rc < 0)
		return sslinv_error_prefix(error, "%s", path);
	if (*fit < SSLINV_LOADER_DOUBT)
		return 0;
	*canonical = sslinv_root_path_of(root, fd);
	return !*canonical && errno == ENOMEM ? sslinv_error_memory(error) : 0;
}

int sslinv_loader_has_soname(const struct sslinv_root *root, const char *path, const char *soname, bool *has_it,
			     struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = sslinv_root_open_regular(root, path);
	SSLINV_CLEANUP(sslinv_arena_free) struct sslinv_arena arena = { 0 };
	struct sslinv_elf library;
	struct stat status;
	int rc;

	*has_it = false;
	if (fd < 0 || fstat(fd, &status) < 0)
		return 0;
	rc = sslinv_elf_read(fd, (uint64_t)status.st_size, &arena, &library, error);
	if (rc == SSLINV_E_FORMAT || rc == SSLINV_E_LIMIT) {
		sslinv_error_clear(error);
		return 0;
	}
	*has_it = rc == 0 && library.soname && strcmp(library.soname, soname) == 0;
	return rc;
}

/* A part of the C library's constants, and what may follow a text that begins there. */
#define WINDOW ((size_t)65536)
#define BANNER "release version 2."
#define BANNER_MORE ((size_t)32)

/* `GNU C Library (...) stable release version 2.36.` is among the constants of libc.so.6. */
static int find_banner(int fd, const struct sslinv_elf_segment *part, char *window, unsigned *minor,
		       struct sslinv_error *error)
{
	for (uint64_t at = 0; at < part->size && *minor == 0; at += WINDOW) {
		size_t length = part->size - at < WINDOW + BANNER_MORE ? (size_t)(part->size - at) : WINDOW + BANNER_MORE;
		ssize_t got = sslinv_elf_read_at(fd, window, length, part->offset + at, error);
		const char *found;

		if (got < 0)
			return (int)got;
		window[got] = '\0';
		found = memmem(window, (size_t)got, BANNER, strlen(BANNER));
		if (found)
			*minor = (unsigned)strtoul(found + strlen(BANNER), NULL, 10);
	}
	return 0;
}

/* Which glibc the C library at `path` is; 0 where it does not say. */
static int read_glibc_minor(const struct sslinv_root *root, const char *path, unsigned *minor, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = sslinv_root_open_regular(root, path);
	SSLINV_CLEANUP(sslinv_arena_free) struct sslinv_arena arena = { 0 };
	SSLINV_CLEANUP(sslinv_free_ptr) char *window = malloc(WINDOW + BANNER_MORE + 1);
	struct sslinv_elf elf;
	struct stat status;
	int rc = 0;

	if (!window)
		return sslinv_error_memory(error);
	if (fd < 0 || fstat(fd, &status) < 0)
		return 0;
	if (sslinv_elf_read(fd, (uint64_t)status.st_size, &arena, &elf, NULL) < 0)
		return 0;
	for (size_t i = 0; i < elf.constants_count && rc == 0 && *minor == 0; i++)
		rc = find_banner(fd, &elf.constants[i], window, minor, error);
	return rc;
}

/* The directory of the C library below / or /usr: `lib/x86_64-linux-gnu`, `lib64`, `lib`. NULL if there is none. */
static int find_libc(const struct sslinv_root *root, const struct sslinv_loader_machine *machine,
		     const struct sslinv_elf *consumer, struct sslinv_arena *arena, const char **lib, unsigned *glibc_minor,
		     struct sslinv_error *error)
{
	const struct sslinv_loader_wanted wanted = { .consumer = consumer };
	enum sslinv_loader_fit fit;
	const char *places[8] = { 0 };
	size_t count = 0;
	char path[PATH_MAX];

	*lib = NULL;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(machine->triplets) && machine->triplets[i]; i++)
		places[count++] = machine->triplets[i];
	for (size_t i = 0; i < 2 * count + 4; i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *canonical = NULL;
		const char *usr = i % 2 ? "/usr" : "", *begin, *end;
		int rc;

		if (i / 2 < count)
			snprintf(path, sizeof(path), "%s/lib/%s/" LIBC, usr, places[i / 2]);
		else
			snprintf(path, sizeof(path), "%s/%s/" LIBC, usr, i / 2 == count ? machine->lib : "lib");
		rc = sslinv_loader_open_library(root, path, &wanted, &canonical, &fit, error);
		if (rc < 0)
			return rc;
		if (!canonical)
			continue;
		if (read_glibc_minor(root, canonical, glibc_minor, error) < 0)
			return error->code;
		begin = canonical + (sslinv_str_starts(canonical, "/usr/") ? 5 : 1);
		end = strrchr(canonical, '/');
		*lib = sslinv_arena_strndup(arena, begin, end > begin ? (size_t)(end - begin) : 0);
		return *lib ? 0 : sslinv_error_memory(error);
	}
	return 0;
}

/* The architecture in `ld-musl-ARCH.so.1`, if it is one. */
static bool musl_arch_of(const char *name, char *arch, size_t size)
{
	size_t length;

	if (!sslinv_str_starts(name, MUSL_BEGIN) || !sslinv_str_ends(name, MUSL_END))
		return false;
	name += strlen(MUSL_BEGIN);
	if (strlen(name) < strlen(MUSL_END))
		return false;
	length = strlen(name) - strlen(MUSL_END);
	if (length == 0 || length >= size || strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_-") != length)
		return false;
	memcpy(arch, name, length);
	arch[length] = '\0';
	return true;
}

/* Is there a musl loader for the consumer's machine? Then its name says musl's architecture. */
static int find_musl(const struct sslinv_root *root, const struct sslinv_elf *consumer, struct sslinv_loader_abi *abi,
		     struct sslinv_error *error)
{
	const struct sslinv_loader_wanted wanted = { .consumer = consumer };
	enum sslinv_loader_fit fit;
	SSLINV_CLEANUP(sslinv_close_dir) DIR *directory = NULL;
	int fd = sslinv_root_openat(root, "/lib", O_RDONLY | O_DIRECTORY | O_NONBLOCK), rc = 0;
	struct dirent *entry;

	if (fd < 0)
		return 0;
	directory = fdopendir(fd);
	if (!directory) {
		close(fd);
		return sslinv_error_memory(error);
	}
	while (!abi->is_musl && rc == 0 && (entry = readdir(directory))) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *canonical = NULL;
		char path[PATH_MAX];

		if (!musl_arch_of(entry->d_name, abi->musl_arch, sizeof(abi->musl_arch)))
			continue;
		snprintf(path, sizeof(path), "/lib/%s", entry->d_name);
		rc = sslinv_loader_open_library(root, path, &wanted, &canonical, &fit, error);
		abi->is_musl = canonical != NULL;
	}
	return rc;
}

/* Both spellings of a directory below / and /usr: on a merged root the second is never reached. */
static int add_built_in(struct sslinv_loader_abi *abi, struct sslinv_arena *arena, const char *lib)
{
	for (unsigned usr = 0; usr < 2; usr++) {
		char path[PATH_MAX];
		int length = snprintf(path, sizeof(path), "%s/%s", usr ? "/usr" : "", lib);

		if (length > 0 && (size_t)length < sizeof(path) &&
		    sslinv_directories_add(&abi->built_in, arena, path, (size_t)length) < 0)
			return SSLINV_E_MEMORY;
	}
	return 0;
}

/*
 * glibc's built-in directories depend on how the distribution built it, which shows in where the C library lies: in a
 * multiarch directory (then lib64 is not a default), or in lib64 or lib. ldconfig trusts lib beside lib64. Without a C
 * library, all of them.
 */
static int set_built_in(struct sslinv_loader_abi *abi, struct sslinv_arena *arena)
{
	const struct sslinv_loader_machine *machine = abi->machine;
	bool is_multiarch = false;
	char lib[64];

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(machine->triplets) && machine->triplets[i]; i++) {
		snprintf(lib, sizeof(lib), "lib/%s", machine->triplets[i]);
		is_multiarch = is_multiarch || (abi->lib && strcmp(abi->lib, lib) == 0);
	}
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(machine->triplets) && machine->triplets[i]; i++) {
		snprintf(lib, sizeof(lib), "lib/%s", machine->triplets[i]);
		if ((!abi->lib || strcmp(abi->lib, lib) == 0) && add_built_in(abi, arena, lib) < 0)
			return SSLINV_E_MEMORY;
	}
	if (!is_multiarch && add_built_in(abi, arena, machine->lib) < 0)
		return SSLINV_E_MEMORY;
	return add_built_in(abi, arena, "lib");
}

static void free_abi(struct sslinv_loader_abi *abi)
{
	if (!abi)
		return;
	free(abi->built_in.items);
	free(abi->musl_path.items);
	free(abi);
}

static void free_abi_at(struct sslinv_loader_abi **abi)
{
	free_abi(*abi);
}

static bool is_musl_consumer(const struct sslinv_elf *consumer, char *arch, size_t size)
{
	const char *slash = consumer->interp ? strrchr(consumer->interp, '/') : NULL;

	return consumer->interp && musl_arch_of(slash ? slash + 1 : consumer->interp, arch, size);
}

/* What comes before `/lib/ld-musl-ARCH.so.1`, as musl itself counts: up to the last slash but one. */
static size_t musl_prefix_length(const char *interp)
{
	const char *last = interp && interp[0] == '/' ? strrchr(interp, '/') : NULL;

	while (last && last > interp && last[-1] != '/')
		last--;
	return last > interp ? (size_t)(last - 1 - interp) : 0;
}

/*
 * A program names its loader. A library does not: it gets the root's, and that is musl only where there is no C library of
 * glibc for this machine.
 */
static int make_abi(const struct sslinv_root *root, const struct sslinv_problem_sink *sink, struct sslinv_arena *arena,
		    const struct sslinv_elf *consumer, struct sslinv_loader_abi *abi, struct sslinv_error *error)
{
	int rc = find_libc(root, abi->machine, consumer, arena, &abi->lib, &abi->glibc_minor, error);

	if (rc < 0)
		return rc;
	abi->is_musl = is_musl_consumer(consumer, abi->musl_arch, sizeof(abi->musl_arch));
	if (!abi->is_musl && !consumer->interp && !abi->lib)
		rc = find_musl(root, consumer, abi, error);
	abi->musl_prefix = sslinv_arena_strndup(arena, consumer->interp ? consumer->interp : "",
						musl_prefix_length(consumer->interp));
	if (!abi->musl_prefix)
		return sslinv_error_memory(error);
	if (rc == 0 && abi->is_musl)
		rc = sslinv_ld_musl_path_read(root, abi->musl_prefix, abi->musl_arch, sink, arena, &abi->musl_path, error);
	if (rc < 0)
		return rc;
	if (root->is_host)
		sslinv_loader_processor_detect(abi->machine, &abi->processor);
	return set_built_in(abi, arena) < 0 ? sslinv_error_memory(error) : 0;
}

/* Is `abi` the one for this consumer, as far as the consumer itself says? */
static bool is_for(const struct sslinv_loader_abi *abi, const struct sslinv_elf *consumer, bool has_interp,
		   const char *musl_arch)
{
	if (abi->e_machine != consumer->machine || abi->machine != sslinv_loader_machine(consumer) ||
	    abi->is_big_endian != consumer->is_big_endian || abi->flags != (consumer->flags & abi->machine->flags_mask))
		return false;
	if (abi->has_interp != has_interp || (has_interp && strcmp(abi->musl_arch, musl_arch) != 0))
		return false;
	return !has_interp || !abi->is_musl ||
	       (strlen(abi->musl_prefix) == musl_prefix_length(consumer->interp) &&
		strncmp(abi->musl_prefix, consumer->interp, strlen(abi->musl_prefix)) == 0);
}

int sslinv_loader_abi_get(struct sslinv_loader_abis *abis, const struct sslinv_root *root,
			  const struct sslinv_problem_sink *sink, struct sslinv_arena *arena,
			  const struct sslinv_elf *consumer, const struct sslinv_loader_abi **abi,
			  struct sslinv_error *error)
{
	SSLINV_CLEANUP(free_abi_at) struct sslinv_loader_abi *made = NULL;
	bool has_interp = consumer->interp != NULL;
	char musl_arch[sizeof(made->musl_arch)] = "";
	struct sslinv_loader_abi **slot;
	int rc;

	(void)is_musl_consumer(consumer, musl_arch, sizeof(musl_arch));
	for (size_t i = 0; i < abis->count; i++)
		if (is_for(abis->items[i], consumer, has_interp, musl_arch)) {
			*abi = abis->items[i];
			return 0;
		}
	made = calloc(1, sizeof(*made));
	if (!made)
		return sslinv_error_memory(error);
	made->machine = sslinv_loader_machine(consumer);
	made->e_machine = consumer->machine;
	made->is_big_endian = consumer->is_big_endian;
	made->has_interp = has_interp;
	made->flags = consumer->flags & made->machine->flags_mask;
	rc = make_abi(root, sink, arena, consumer, made, error);
	if (rc < 0)
		return rc;
	slot = sslinv_array_add(abis);
	if (!slot)
		return sslinv_error_memory(error);
	*abi = *slot = sslinv_take_ptr(made);
	return 0;
}

void sslinv_loader_abis_free(struct sslinv_loader_abis *abis)
{
	for (size_t i = 0; i < abis->count; i++)
		free_abi(abis->items[i]);
	free(abis->items);
}
