/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether packages have their programs and libraries in the root. */
#include "link/presence.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "elf/data_name.h"

/* Directories of programs and libraries, below / and below /usr. */
static const char *const directories[] = { "bin", "sbin", "lib", "lib32", "lib64", "libx32", "libexec", "libo32", "libn32" };

/* The bits of a package. */
#define LISTED(place) (1u << (2 * ((place)-1)))
#define FOUND(place) (LISTED(place) << 1)

int sslinv_presence_init(struct sslinv_presence *presence, size_t package_count)
{
	presence->packages = calloc(package_count + 1, sizeof(*presence->packages));
	return presence->packages ? 0 : SSLINV_E_MEMORY;
}

void sslinv_presence_free(struct sslinv_presence *presence)
{
	free(presence->packages);
	presence->packages = NULL;
}

/* The path after its first component, if that is `name`; else NULL. */
static const char *after(const char *path, const char *name)
{
	size_t length;

	while (*path == '/')
		path++;
	/* This is asked of every directory, for every name. */
	if (*path != *name)
		return NULL;
	length = strlen(name);
	return strncmp(path, name, length) == 0 && (path[length] == '/' || path[length] == '\0') ? path + length : NULL;
}

enum sslinv_presence_place sslinv_presence_place(const char *directory)
{
	const char *usr = after(directory, "usr");

	if (after(directory, "opt"))
		return SSLINV_PRESENCE_OPT;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(directories); i++)
		if (after(usr ? usr : directory, directories[i]))
			return usr ? SSLINV_PRESENCE_USR : SSLINV_PRESENCE_ROOT;
	return SSLINV_PRESENCE_NOT_COUNTED;
}

void sslinv_presence_note(struct sslinv_presence *presence, uint32_t package, enum sslinv_presence_place place,
			  const char *name, bool is_found)
{
	unsigned char *bits = &presence->packages[package];
	unsigned int more;

	if (place == SSLINV_PRESENCE_NOT_COUNTED)
		return;
	more = LISTED(place) | (is_found ? FOUND(place) : 0);
	/* Most files tell nothing new. */
	if ((__atomic_load_n(bits, __ATOMIC_RELAXED) & more) == more || sslinv_name_kind(name) == SSLINV_NAME_DATA)
		return;
	__atomic_fetch_or(bits, (unsigned char)more, __ATOMIC_RELAXED);
}

static bool lacks(unsigned char bits, enum sslinv_presence_place place)
{
	return (bits & LISTED(place)) && !(bits & FOUND(place));
}

static bool lacks_a_place(unsigned char bits)
{
	return lacks(bits, SSLINV_PRESENCE_ROOT) || lacks(bits, SSLINV_PRESENCE_USR) || lacks(bits, SSLINV_PRESENCE_OPT);
}

static int tell(struct sslinv_facts *facts, const char *path, const char *message)
{
	facts->files_complete = false;
	return message ? sslinv_facts_add_problem(facts, "files", path, true, message) : SSLINV_E_MEMORY;
}

/* A place that packages have programs in, none of which is there: a file system of its own is not mounted. */
static int tell_place(const struct sslinv_presence *presence, struct sslinv_facts *facts, enum sslinv_presence_place place,
		      const char *path)
{
	unsigned int seen = 0;

	for (size_t i = 0; i < facts->packages.count; i++)
		seen |= presence->packages[i];
	if (!lacks((unsigned char)seen, place))
		return 0;
	return tell(facts, path,
		    "none of the programs and libraries that packages have there are in this root: see whether it "
		    "is mounted, and whether it was copied");
}

int sslinv_presence_tell(const struct sslinv_presence *presence, struct sslinv_facts *facts)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *message = NULL;
	size_t counted = 0, lacking = 0;
	int rc;

	for (size_t i = 0; i < facts->packages.count; i++) {
		counted += presence->packages[i] != 0;
		lacking += lacks_a_place(presence->packages[i]);
	}
	/* Single packages lose their files on sound hosts, too. */
	if (lacking <= counted / 2) {
		rc = tell_place(presence, facts, SSLINV_PRESENCE_USR, "/usr");
		return rc < 0 ? rc : tell_place(presence, facts, SSLINV_PRESENCE_OPT, "/opt");
	}
	message = sslinv_str_format(
		"the programs and libraries of %zu of %zu packages are not in this root: see whether /usr "
		"and its other file systems are mounted, and whether it was copied whole",
		lacking, counted);
	return tell(facts, NULL, message);
}
