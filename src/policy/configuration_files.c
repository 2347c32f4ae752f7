/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files of a configuration, and their lines. */
#include "policy/configuration_internal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"

/* Far more than any host has. OpenSSL itself knows no bounds but its descriptors. */
#define MAX_FILE_BYTES ((size_t)1024 * 1024)
#define MAX_BYTES ((size_t)8 * 1024 * 1024) /* of all files */
#define MAX_FILES 500
#define MAX_DEPTH 16
#define MAX_ENTRIES 10000 /* of all directories */

#define CRYPTO_POLICIES "/etc/crypto-policies/"

/* Is it a line's end that a backslash hides: one that no other one escapes? */
static bool is_continued(const struct sslinv_str *line)
{
	return line->length && line->data[line->length - 1] == '\\' &&
	       (line->length == 1 || line->data[line->length - 2] != '\\');
}

/* Lines as OpenSSL reads them: a NUL hides the rest of its line and the line's end, and one at the beginning ends the file.
 */
static int take_lines(struct sslinv_configuration_reader *reader, const char *data, size_t length)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str line = { 0 };
	const char *end = data + length;
	bool goes_on = false;

	while (data < end) {
		const char *newline = memchr(data, '\n', (size_t)(end - data)), *next = newline ? newline + 1 : end;
		size_t text = strnlen(data, (size_t)(next - data)), kept = text;
		bool has_end;
		int rc;

		if (text == 0 && !goes_on)
			break;
		while (kept > 0 && (data[kept - 1] == '\n' || data[kept - 1] == '\r'))
			kept--;
		has_end = kept < text;
		reader->line += newline != NULL;
		if (sslinv_str_add_bytes(&line, data, kept) < 0)
			return SSLINV_E_MEMORY;
		data = next;
		goes_on = text > 0 && !has_end;
		if ((!goes_on || data == end) && is_continued(&line)) {
			line.data[--line.length] = '\0';
			goes_on = true;
		}
		if (goes_on && data < end)
			continue;
		goes_on = false;
		rc = line.length ? reader->take_line(reader, line.data) : 0;
		if (rc != 0)
			return rc;
		sslinv_str_reset(&line);
	}
	return 0;
}

/* Is it `.conf` or `.cnf`, in whatever case, with something before it? */
static bool is_configuration_name(const char *name)
{
	size_t length = strlen(name);

	return (length > 5 && strcasecmp(name + length - 5, ".conf") == 0) ||
	       (length > 4 && strcasecmp(name + length - 4, ".cnf") == 0);
}

/* A file that a program would have to wait for, or that this reader has no right to, may say anything. */
static int tell_unreadable(struct sslinv_configuration_reader *reader, int rc)
{
	if (rc == -ENOMEM)
		return SSLINV_E_MEMORY;
	return sslinv_configuration_doubt(reader, rc == -ENOTSUP  ? "it is not a regular file"
						  : rc == -EFBIG  ? "it is too large for a configuration"
						  : rc == -EACCES ? "it cannot be read: permission denied"
								  : "it cannot be read");
}

/* Each file of a directory, in the order in which the directory lists them: OpenSSL sorts them no more than that. */
static int read_directory(struct sslinv_configuration_reader *reader, const char *path, int fd)
{
	SSLINV_CLEANUP(sslinv_close_dir) DIR *directory = fdopendir(fd);
	const struct dirent *entry;
	int rc = 0;

	if (!directory) {
		close(fd);
		return SSLINV_E_MEMORY;
	}
	reader->in_directory = true;
	while (rc == 0 && (entry = readdir(directory))) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *file = NULL;

		if (++reader->entries > MAX_ENTRIES)
			return sslinv_configuration_doubt(reader, "the directories that it includes have too many entries");
		if (!is_configuration_name(entry->d_name))
			continue;
		file = sslinv_str_path(path, entry->d_name);
		rc = file ? sslinv_configuration_read_file(reader, file, true) : SSLINV_E_MEMORY;
	}
	reader->in_directory = false;
	return rc;
}

int sslinv_configuration_include(struct sslinv_configuration_reader *reader, const char *path)
{
	struct stat status;
	int fd;

	if (sslinv_str_starts(path, CRYPTO_POLICIES))
		reader->configuration->reads_crypto_policy = true;
	fd = sslinv_root_openat(reader->root, path, O_PATH);
	if (fd >= 0 && fstat(fd, &status) == 0 && !S_ISDIR(status.st_mode)) {
		close(fd);
		return sslinv_configuration_read_file(reader, path, true);
	}
	if (fd >= 0)
		close(fd);
	/* What is not there is passed over, and so is a directory inside one. */
	if (fd == -ENOMEM)
		return SSLINV_E_MEMORY;
	if (fd == -ENOENT || fd == -ENOTDIR || fd == -ELOOP || (fd >= 0 && reader->in_directory))
		return 0;
	if (fd >= 0)
		fd = sslinv_root_openat(reader->root, path, O_RDONLY | O_DIRECTORY);
	if (fd < 0)
		return tell_unreadable(reader, fd);
	return read_directory(reader, path, fd);
}

static int read_text(struct sslinv_configuration_reader *reader, const char *data, size_t length)
{
	bool has_mark;

	reader->bytes += length;
	if (reader->bytes > MAX_BYTES)
		return sslinv_configuration_doubt(reader, "the files that are included are too large");
	has_mark = length >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0 && reader->files == 1;

	return has_mark ? take_lines(reader, data + 3, length - 3) : take_lines(reader, data, length);
}

int sslinv_configuration_read_file(struct sslinv_configuration_reader *reader, const char *path, bool is_included)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *quoted = sslinv_str_quoted(path);
	SSLINV_CLEANUP(sslinv_free_ptr) char *data = NULL;
	const char *outer = reader->file;
	unsigned long line = reader->line;
	size_t length;
	int rc;

	if (!quoted)
		return SSLINV_E_MEMORY;
	reader->file = quoted;
	reader->line = 0;
	if (++reader->files > MAX_FILES)
		rc = sslinv_configuration_doubt(reader, "too many files are included");
	else if (++reader->depth > MAX_DEPTH)
		rc = sslinv_configuration_doubt(reader, "files include each other without end");
	else {
		rc = sslinv_root_read(reader->root, path, MAX_FILE_BYTES, &data, &length);
		if (is_included && (rc == -ENOENT || rc == -ELOOP))
			rc = 0;
		else
			rc = rc < 0 ? tell_unreadable(reader, rc) : read_text(reader, data, length);
	}
	reader->depth--;
	reader->file = outer;
	reader->line = line;
	return rc;
}
