/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Native code inside archives. */
#include "link/members.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "link/zip.h"

/* Archives of Java, of Jenkins, and of Python's programs. */
static const char *const suffixes[] = { ".jar", ".war", ".ear", ".hpi", ".jpi", ".egg", ".pex", ".pyz" };

/* One file, over all the archives in it. */
struct reading {
	int (*found)(void *context, const char *member, int fd, uint64_t size, struct sslinv_error *error);
	void *context;
	struct sslinv_error *error;
	uint64_t bytes; /* unpacked so far */
	unsigned archives, native;
};

bool sslinv_members_has(const char *name)
{
	const char *point = strrchr(name, '.');

	for (size_t i = 0; point && i < SSLINV_ARRAY_SIZE(suffixes); i++)
		if (strcasecmp(suffixes[i], point) == 0)
			return true;
	return false;
}

/* `libx.so`, `libx.so.1.2`, but not `libx.source` */
static bool is_native(const char *name)
{
	const char *slash = strrchr(name, '/'), *at = slash ? slash + 1 : name;

	for (at = strstr(at, ".so"); at; at = strstr(at + 1, ".so"))
		if (at[3] == '\0' || at[3] == '.')
			return true;
	return false;
}

static int too_much(struct reading *reading, const char *what)
{
	return sslinv_error_set(reading->error, SSLINV_E_LIMIT,
				"the ZIP archive %s than is looked into; unpack it elsewhere and scan that with --root",
				what);
}

static int check_limits(struct reading *reading, const struct sslinv_zip_member *member)
{
	if (member->size > SSLINV_MEMBER_MAX_BYTES)
		return too_much(reading, "has a larger member");
	if (member->size > SSLINV_MEMBERS_MAX_BYTES - reading->bytes)
		return too_much(reading, "unpacks to more bytes");
	reading->bytes += member->size;
	return 0;
}

static int read_archive(struct reading *reading, int fd, uint64_t base, uint64_t size, const char *path, unsigned depth);

static int take_native(struct reading *reading, const struct sslinv_zip *zip, const struct sslinv_zip_member *member,
		       const char *path)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = -1;
	int rc = check_limits(reading, member);

	if (rc == 0 && ++reading->native > SSLINV_MEMBERS_MAX_NATIVE)
		rc = too_much(reading, "has more native code");
	if (rc < 0)
		return rc;
	fd = sslinv_zip_unpack(zip, member, reading->error);
	return fd < 0 ? fd : reading->found(reading->context, path, fd, member->size, reading->error);
}

/* An archive in the archive: most are stored as they are, and need not be unpacked. */
static int take_archive(struct reading *reading, const struct sslinv_zip *zip, const struct sslinv_zip_member *member,
			const char *path, unsigned depth)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = -1;
	uint64_t place;
	int rc;

	if (++reading->archives > SSLINV_MEMBERS_MAX_ARCHIVES)
		return too_much(reading, "has more archives in it");
	if (depth == SSLINV_MEMBERS_MAX_DEPTH)
		return too_much(reading, "has archives deeper in it");
	if (member->method == 0 && member->packed == member->size && !member->is_encrypted) {
		rc = sslinv_zip_place(zip, member, &place, reading->error);
		return rc < 0 ? rc : read_archive(reading, zip->fd, place, member->size, path, depth + 1);
	}
	rc = check_limits(reading, member);
	if (rc < 0)
		return rc;
	fd = sslinv_zip_unpack(zip, member, reading->error);
	return fd < 0 ? fd : read_archive(reading, fd, 0, member->size, path, depth + 1);
}

/* `path` is that of the archive below the file, with the mark behind it; "" for the file itself. */
static int take_member(struct reading *reading, const struct sslinv_zip *zip, const struct sslinv_zip_member *member,
		       const char *path, unsigned depth)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *name = strndup((const char *)member->name, member->name_length);
	SSLINV_CLEANUP(sslinv_free_ptr) char *whole = NULL;

	if (!name)
		return sslinv_error_memory(reading->error);
	/* Directories and empty files are neither; nor is a name with a NUL in it. */
	if (member->size == 0 || strlen(name) != member->name_length || (!is_native(name) && !sslinv_members_has(name)))
		return 0;
	if (is_native(name)) {
		whole = sslinv_str_format("%s%s", path, name);
		return whole ? take_native(reading, zip, member, whole) : sslinv_error_memory(reading->error);
	}
	whole = sslinv_str_format("%s%s%s", path, name, SSLINV_MEMBER_MARK);
	return whole ? take_archive(reading, zip, member, whole, depth) : sslinv_error_memory(reading->error);
}

static int read_archive(struct reading *reading, int fd, uint64_t base, uint64_t size, const char *path, unsigned depth)
{
	SSLINV_CLEANUP(sslinv_zip_close) struct sslinv_zip zip = { .fd = fd, .base = base, .size = size };
	struct sslinv_zip_member member;
	unsigned count = 0;
	size_t at = 0;
	int rc = sslinv_zip_open(&zip, reading->error);

	while (rc > 0) {
		rc = sslinv_zip_next(&zip, &at, &member, reading->error);
		if (rc > 0 && ++count > SSLINV_ZIP_MAX_MEMBERS)
			return too_much(reading, "has more members");
		if (rc > 0) {
			int taken = take_member(reading, &zip, &member, path, depth);

			rc = taken < 0 ? taken : rc;
		}
	}
	return rc;
}

int sslinv_members_each(int fd, uint64_t size,
			int (*found)(void *context, const char *member, int fd, uint64_t size, struct sslinv_error *error),
			void *context, struct sslinv_error *error)
{
	struct reading reading = { .found = found, .context = context, .error = error };

	return read_archive(&reading, fd, 0, size, "", 0);
}
