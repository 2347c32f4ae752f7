/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packs a directory of a mirror. */
#include "fetch/local_directory.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/str.h"

#define COPY_SIZE ((size_t)64 * 1024)
#define FNV_BASIS UINT64_C(0xcbf29ce484222325)
#define FNV_PRIME UINT64_C(0x100000001b3)

struct walk {
	const struct sslinv_fetch_request *request;
	size_t root_length; /* of the path that names are below */
	struct archive *archive;
	uint64_t mark;  /* of all that was seen */
	uint64_t bytes; /* in all files */
	char reason[256];
};

static int fail(struct walk *walk, const char *path, const char *reason)
{
	snprintf(walk->reason, sizeof(walk->reason), "%.150s: %.90s", path, reason);
	return -1;
}

static void add_to_mark(struct walk *walk, const void *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		walk->mark = (walk->mark ^ ((const unsigned char *)bytes)[i]) * FNV_PRIME;
}

/* One file, for the mark alone. */
static int mark_file(struct walk *walk, const FTSENT *entry)
{
	const int64_t numbers[] = { entry->fts_statp->st_size, entry->fts_statp->st_mtim.tv_sec,
				    entry->fts_statp->st_mtim.tv_nsec };

	add_to_mark(walk, entry->fts_path, strlen(entry->fts_path) + 1);
	add_to_mark(walk, numbers, sizeof(numbers));
	walk->bytes += (uint64_t)entry->fts_statp->st_size;
	if (walk->bytes > walk->request->max_bytes)
		return fail(walk, entry->fts_path,
			    "its directory is longer than the limit of the source (max-bytes in sources.xml)");
	return 0;
}

/* As many bytes as were announced: a file that changes meanwhile spoils itself alone. */
static int pack_bytes(struct walk *walk, const FTSENT *entry, int file)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *buffer = malloc(COPY_SIZE);
	ssize_t length;

	if (!buffer)
		return fail(walk, entry->fts_path, strerror(ENOMEM));
	while ((length = read(file, buffer, COPY_SIZE)) > 0)
		if (archive_write_data(walk->archive, buffer, (size_t)length) < 0)
			return fail(walk, "the spool cannot be written", archive_error_string(walk->archive));
	return length < 0 ? fail(walk, entry->fts_path, strerror(errno)) : 0;
}

static int pack_file(struct walk *walk, const FTSENT *entry)
{
	SSLINV_CLEANUP(sslinv_close_fd) int file = open(entry->fts_accpath, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	struct archive_entry *header = archive_entry_new();
	int rc;

	if (!header || file < 0) {
		archive_entry_free(header);
		return fail(walk, entry->fts_path, strerror(header ? errno : ENOMEM));
	}
	archive_entry_set_pathname(header, entry->fts_path + walk->root_length);
	archive_entry_set_filetype(header, AE_IFREG);
	archive_entry_set_perm(header, 0600);
	archive_entry_set_size(header, entry->fts_statp->st_size);
	rc = archive_write_header(walk->archive, header) < ARCHIVE_WARN
		     ? fail(walk, "the spool cannot be written", archive_error_string(walk->archive))
		     : pack_bytes(walk, entry, file);
	archive_entry_free(header);
	return rc;
}

static int by_name(const FTSENT **left, const FTSENT **right)
{
	return strcmp((*left)->fts_name, (*right)->fts_name);
}

/* Each plain file, in the order of names. */
static int each_file(struct walk *walk, const char *path, int (*take)(struct walk *walk, const FTSENT *entry))
{
	char *const roots[] = { (char *)path, NULL };
	FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR | FTS_XDEV, by_name);
	FTSENT *entry;
	int rc = 0;

	if (!tree)
		return fail(walk, path, strerror(errno));
	while (rc == 0 && (errno = 0, entry = fts_read(tree))) {
		if (entry->fts_level > FTS_ROOTLEVEL && entry->fts_name[0] == '.') {
			(void)fts_set(tree, entry, FTS_SKIP);
			continue;
		}
		if (entry->fts_info == FTS_DNR || entry->fts_info == FTS_ERR || entry->fts_info == FTS_NS)
			rc = fail(walk, entry->fts_path, strerror(entry->fts_errno));
		else if (entry->fts_info == FTS_F)
			rc = take(walk, entry);
	}
	if (rc == 0 && errno)
		rc = fail(walk, path, strerror(errno));
	fts_close(tree);
	return rc;
}

static int pack(struct walk *walk, const char *path, int target)
{
	int rc;

	walk->archive = archive_write_new();
	if (!walk->archive || archive_write_set_format_pax_restricted(walk->archive) != ARCHIVE_OK ||
	    archive_write_open_fd(walk->archive, target) != ARCHIVE_OK)
		rc = fail(walk, path, "no archive can be made of it");
	else
		rc = each_file(walk, path, pack_file);
	if (rc == 0 && archive_write_close(walk->archive) != ARCHIVE_OK)
		rc = fail(walk, "the spool cannot be written", archive_error_string(walk->archive));
	archive_write_free(walk->archive);
	return rc;
}

void sslinv_local_directory(const struct sslinv_fetch_request *request, const char *path, int target,
			    struct sslinv_fetch_answer *answer)
{
	struct walk walk = { .request = request, .mark = FNV_BASIS, .root_length = strlen(path) };
	int rc;

	while (walk.root_length && path[walk.root_length - 1] == '/')
		walk.root_length--;
	/* The slash behind it. */
	walk.root_length++;
	rc = each_file(&walk, path, mark_file);
	answer->is_framed = true;
	answer->address = strdup(request->address);
	answer->etag = sslinv_str_format("\"directory-%016" PRIx64 "\"", walk.mark);
	if (rc == 0 && answer->etag && request->etag && strcmp(answer->etag, request->etag) == 0) {
		answer->outcome = SSLINV_FETCH_SAME;
		return;
	}
	if (rc == 0)
		rc = pack(&walk, path, target);
	answer->bytes = walk.bytes;
	if (rc < 0) {
		answer->outcome = SSLINV_FETCH_FAILED;
		answer->reason = strdup(walk.reason);
	}
}
