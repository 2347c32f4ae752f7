/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Output that waits until it can be handed on. */
#include "base/scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"

/* What is longer goes to a file. */
#define MEMORY_MAX (1024 * 1024)
#define BUFFER_SIZE (64 * 1024)

/* A file that no name leads to; NULL with errno. */
static FILE *open_disk(void)
{
	const char *directory = secure_getenv("TMPDIR");
	SSLINV_CLEANUP(sslinv_free_ptr)
	char *path = sslinv_str_format("%s/sslinv-XXXXXX", directory && *directory ? directory : "/tmp");
	SSLINV_CLEANUP(sslinv_close_fd) int fd = path ? mkostemp(path, O_CLOEXEC) : -1;
	FILE *file;

	if (fd < 0)
		return NULL;
	unlink(path);
	file = fdopen(fd, "w+");
	if (file)
		(void)sslinv_take_fd(&fd);
	return file;
}

static int write_disk(struct sslinv_scratch *scratch, const char *bytes, size_t length)
{
	if (!scratch->disk) {
		scratch->disk = open_disk();
		if (!scratch->disk ||
		    fwrite(scratch->memory.data, 1, scratch->memory.length, scratch->disk) != scratch->memory.length)
			return -1;
		sslinv_str_free(&scratch->memory);
	}
	return fwrite(bytes, 1, length, scratch->disk) == length ? 0 : -1;
}

/* The stream's cookie_write_function_t. */
static ssize_t take(void *cookie, const char *bytes, size_t length)
{
	struct sslinv_scratch *scratch = cookie;
	int rc;

	errno = ENOMEM;
	if (!scratch->disk && scratch->memory.length + length <= MEMORY_MAX)
		rc = sslinv_str_add_bytes(&scratch->memory, bytes, length);
	else
		rc = write_disk(scratch, bytes, length);
	if (rc < 0 && !scratch->fault)
		scratch->fault = errno;
	return rc < 0 ? 0 : (ssize_t)length;
}

int sslinv_scratch_open(struct sslinv_scratch *scratch, struct sslinv_error *error)
{
	static const cookie_io_functions_t functions = { .write = take };

	*scratch = (struct sslinv_scratch){ .file = fopencookie(scratch, "w", functions) };
	if (!scratch->file)
		return sslinv_error_memory(error);
	setvbuf(scratch->file, NULL, _IOFBF, BUFFER_SIZE);
	/* One thread writes, byte by byte at times: a lock for each would take half of the time. */
	(void)__fsetlocking(scratch->file, FSETLOCKING_BYCALLER);
	return 0;
}

bool sslinv_scratch_is_empty(const struct sslinv_scratch *scratch)
{
	fflush(scratch->file);
	return !scratch->disk && !scratch->fault && scratch->memory.length == 0;
}

static int copy_disk(FILE *disk, FILE *file)
{
	char buffer[BUFFER_SIZE];
	size_t length;

	if (fflush(disk) != 0 || fseek(disk, 0, SEEK_SET) != 0)
		return -1;
	while ((length = fread(buffer, 1, sizeof(buffer), disk)) > 0)
		fwrite(buffer, 1, length, file);
	return ferror(disk) ? -1 : 0;
}

int sslinv_scratch_pour(struct sslinv_scratch *scratch, FILE *file, struct sslinv_error *error)
{
	FILE *written = scratch->file;
	int rc = 0;

	scratch->file = NULL;
	if (fclose(written) != 0 || scratch->fault) {
		errno = scratch->fault ? scratch->fault : errno;
		rc = -1;
	} else if (scratch->disk) {
		rc = copy_disk(scratch->disk, file);
	} else {
		fwrite(sslinv_str_text(&scratch->memory), 1, scratch->memory.length, file);
	}
	if (rc < 0)
		rc = sslinv_error_errno(error,
					"the output cannot be kept in a temporary file (set TMPDIR to a place with room)");
	sslinv_scratch_free(scratch);
	return rc;
}

void sslinv_scratch_free(struct sslinv_scratch *scratch)
{
	if (scratch->file)
		fclose(scratch->file);
	if (scratch->disk)
		fclose(scratch->disk);
	sslinv_str_free(&scratch->memory);
	*scratch = (struct sslinv_scratch){ 0 };
}
