/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All inventories that come by one name: plain, compressed, many in an archive, or by a pipe. */
#include "store/store_internal.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/private_directory.h"
#include "base/str.h"
#include "base/write_all.h"
#include "parse/input.h"

/* How every SQLite file begins, with the zero at the end (Database File Format, 1.3). */
#define SQLITE_HEADER "SQLite format 3"

#define BLOCK_SIZE (64 * 1024)

struct merging {
	struct sslinv_store *store;
	sslinv_store_told *told;
	void *context;
	char *directory; /* private; NULL before it is needed */
};

static void tell_refused(const struct merging *merging, const char *name, struct sslinv_error *error)
{
	const struct sslinv_store_merged nothing = { 0 };

	merging->told(merging->context, name, &nothing, error);
	sslinv_error_clear(error);
}

static void merge_file(const struct merging *merging, const char *path, const char *name)
{
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_store_merged merged;

	if (sslinv_store_merge_as(merging->store, path, name, &merged, &error) < 0)
		tell_refused(merging, name, &error);
	else
		merging->told(merging->context, name, &merged, NULL);
}

static int copy_document(struct sslinv_input *input, int fd, const char *path, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *buffer = malloc(BLOCK_SIZE);
	ssize_t length;

	if (!buffer)
		return sslinv_error_memory(error);
	while ((length = sslinv_input_read(input, buffer, BLOCK_SIZE, error)) > 0)
		if (sslinv_write_all(fd, buffer, (size_t)length) < 0)
			return sslinv_error_errno(error, "%s: cannot be unpacked to %s (set TMPDIR to a place with room)",
						  sslinv_input_name(input), path);
	return (int)length;
}

/* Begins with the header of SQLite? 1, 0 or a negative code. */
static int is_database(struct sslinv_input *input, struct sslinv_error *error)
{
	const char *bytes;
	ssize_t length = sslinv_input_peek(input, &bytes, error);

	if (length < 0)
		return (int)length;
	return (size_t)length >= sizeof(SQLITE_HEADER) && memcmp(bytes, SQLITE_HEADER, sizeof(SQLITE_HEADER)) == 0;
}

/* The document as a file of its own, which is all that SQLite can open. */
static int unpack(struct sslinv_input *input, const char *path, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = -1;
	int rc = is_database(input, error);

	if (rc == 0)
		rc = sslinv_error_set(error, SSLINV_E_FORMAT,
				      "%s: is not an inventory of sslinv: it does not begin as an SQLite file does",
				      sslinv_input_name(input));
	if (rc < 0)
		return rc;
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	return fd < 0 ? sslinv_error_errno(error, "%s: cannot be made", path) : copy_document(input, fd, path, error);
}

static void merge_document(struct merging *merging, struct sslinv_input *input)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = NULL;
	struct sslinv_error error = SSLINV_ERROR_INIT;
	int rc = merging->directory ? 0 : sslinv_private_directory_make(&merging->directory, &error);

	if (rc == 0 && !(path = sslinv_str_format("%s/inventory.db", merging->directory)))
		rc = sslinv_error_memory(&error);
	if (rc == 0)
		rc = unpack(input, path, &error);
	if (rc < 0)
		tell_refused(merging, sslinv_input_name(input), &error);
	else
		merge_file(merging, path, sslinv_input_name(input));
}

/* From the current document to the last. */
static void merge_documents(struct merging *merging, struct sslinv_input *input)
{
	struct sslinv_error error = SSLINV_ERROR_INIT;
	int rc;

	do {
		merge_document(merging, input);
		rc = sslinv_input_has_failed(input) ? 0 : sslinv_input_next(input, &error);
	} while (rc == 1);
	if (rc < 0)
		tell_refused(merging, sslinv_input_file(input), &error);
}

static void merge_input(struct merging *merging, struct sslinv_input *input, const char *path)
{
	struct sslinv_error error = SSLINV_ERROR_INIT;
	int rc = sslinv_input_next(input, &error);

	if (rc == 0)
		rc = sslinv_error_set(&error, SSLINV_E_FORMAT,
				      "%s: is empty; see what the command said that should have written it",
				      sslinv_input_file(input));
	if (rc < 0)
		tell_refused(merging, path, &error);
	else
		merge_documents(merging, input);
}

/* An open descriptor of a regular file that is no SQLite file as it is; -1 for all others. */
static int open_packed(const char *path)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	char header[sizeof(SQLITE_HEADER)];
	struct stat status;

	if (fd < 0 || fstat(fd, &status) < 0 || !S_ISREG(status.st_mode) ||
	    pread(fd, header, sizeof(header), 0) < (ssize_t)sizeof(header) ||
	    memcmp(header, SQLITE_HEADER, sizeof(header)) == 0)
		return -1;
	return sslinv_take_fd(&fd);
}

void sslinv_store_merge_each(struct sslinv_store *store, const char *path, sslinv_store_told *told, void *context)
{
	struct merging merging = { store, told, context, NULL };
	struct sslinv_input *input = NULL;
	struct sslinv_error error = SSLINV_ERROR_INIT;
	bool is_pipe = strcmp(path, "-") == 0;
	SSLINV_CLEANUP(sslinv_close_fd) int fd = is_pipe ? -1 : open_packed(path);

	if (!is_pipe && fd < 0)
		merge_file(&merging, path, path);
	else if ((is_pipe ? sslinv_input_open(path, &input, &error) : sslinv_input_open_fd(fd, path, &input, &error)) < 0)
		tell_refused(&merging, path, &error);
	else
		merge_input(&merging, input, path);
	sslinv_private_directory_remove(&merging.directory);
	sslinv_input_free(input);
}
