/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading the root for the apt backend: regular files only, bounded, never blocking, never writing. */
#include "dpkg_io.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include <archive.h>

#include "parse/gunzip.h"

#define READ_FLAGS (O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)

bool sslinv_dpkg_exists(const struct sslinv_backend_host *host, const char *path)
{
	int fd = host->open(host, path, O_PATH | O_NOFOLLOW);

	if (fd >= 0)
		close(fd);
	return fd != -ENOENT && fd != -ENOTDIR;
}

/*
 * Something is there that leads nowhere: that is damage, or an attempt to lead out of the root, and not the same as
 * nothing.
 */
static int nothing_or_dangling(const struct sslinv_backend_host *host, const char *path, int code)
{
	return code == -ENOENT && sslinv_dpkg_exists(host, path) ? -ENOLINK : code;
}

int sslinv_dpkg_open_directory(const struct sslinv_backend_host *host, const char *path)
{
	return nothing_or_dangling(host, path, host->open(host, path, O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_NOCTTY));
}

/* Hands the descriptor on if it is a regular file, else closes it. */
static int require_regular(int fd)
{
	struct stat status;
	int rc = 0;

	if (fd < 0)
		return fd;
	if (fstat(fd, &status) < 0)
		rc = -errno;
	else if (!S_ISREG(status.st_mode))
		rc = -ENOTSUP;
	if (!rc)
		return fd;
	close(fd);
	return rc;
}

int sslinv_dpkg_open_regular(const struct sslinv_backend_host *host, const char *path)
{
	int seen = require_regular(host->open(host, path, O_PATH));

	if (seen < 0)
		return nothing_or_dangling(host, path, seen);
	close(seen);
	/* Between the two calls the file may have become another: the flags and the second look take care of that. */
	return require_regular(host->open(host, path, READ_FLAGS));
}

/* Without a trace in the access time, where we may ask for that: root and the owner may. */
static int open_untraced(int directory, const char *name, int flags)
{
	int fd = openat(directory, name, flags | O_NOATIME);

	return fd < 0 && errno == EPERM ? openat(directory, name, flags) : fd;
}

int sslinv_dpkg_open_regular_at(int directory, const char *name)
{
	struct stat status;
	int fd;

	/*
	 * A device must not even be opened; what takes the file's place after this look finds O_NONBLOCK and a second
	 * look.
	 */
	if (fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) < 0)
		return -errno;
	if (S_ISLNK(status.st_mode))
		return -ELOOP;
	if (!S_ISREG(status.st_mode))
		return -ENOTSUP;
	fd = open_untraced(directory, name, READ_FLAGS | O_NOFOLLOW);
	return fd < 0 ? -errno : require_regular(fd);
}

int sslinv_dpkg_read(int fd, size_t max, char **buffer, size_t *capacity, size_t *length)
{
	struct stat status;
	size_t used = 0;

	*length = 0;
	if (fstat(fd, &status) < 0)
		return -errno;
	if (status.st_size > 0 && (unsigned long long)status.st_size > max)
		return -EFBIG;
	for (;;) {
		ssize_t got;

		/*
		 * Room for one byte more than the size says shows at the first try that there is no more; and one for the
		 * NUL.
		 */
		if (*capacity < used + 2 || *capacity < (size_t)status.st_size + 2) {
			size_t room = used + used / 2 + 4096;
			char *grown;

			if (room < (size_t)status.st_size + 2)
				room = (size_t)status.st_size + 2;
			grown = realloc(*buffer, room);
			if (!grown)
				return -ENOMEM;
			*buffer = grown;
			*capacity = room;
		}
		got = read(fd, *buffer + used, *capacity - used - 1);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -errno;
		if (got == 0)
			break;
		used += (size_t)got;
		if (used > max)
			return -EFBIG;
	}
	(*buffer)[used] = '\0';
	*length = used;
	return 0;
}

static int compare_names(const void *left, const void *right)
{
	return strcmp(*(char *const *)left, *(char *const *)right);
}

static void close_dir(DIR **dir)
{
	if (*dir)
		closedir(*dir);
}

int sslinv_dpkg_list(int directory, bool (*wanted)(const char *name), struct sslinv_dpkg_names *names)
{
	SSLINV_DPKG_CLEANUP(close_dir) DIR *dir = NULL;
	size_t capacity = 0;
	struct dirent *entry;
	int fd = open_untraced(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	memset(names, 0, sizeof(*names));
	if (fd < 0)
		return -errno;
	dir = fdopendir(fd);
	if (!dir) {
		int rc = -errno;

		close(fd);
		return rc;
	}
	while (errno = 0, (entry = readdir(dir))) {
		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..") || !wanted(entry->d_name))
			continue;
		if (names->count == SSLINV_DPKG_ENTRIES_MAX)
			return -E2BIG;
		if (names->count == capacity) {
			size_t room = capacity ? capacity * 2 : 256;
			char **grown = realloc(names->names, room * sizeof(*grown));

			if (!grown)
				return -ENOMEM;
			names->names = grown;
			capacity = room;
		}
		names->names[names->count] = strdup(entry->d_name);
		if (!names->names[names->count])
			return -ENOMEM;
		names->count++;
	}
	if (errno)
		return -errno;
	if (names->count)
		qsort(names->names, names->count, sizeof(*names->names), compare_names);
	return 0;
}

bool sslinv_dpkg_names_have(const struct sslinv_dpkg_names *names, const char *name)
{
	return names->count && bsearch(&name, names->names, names->count, sizeof(*names->names), compare_names);
}

void sslinv_dpkg_names_free(struct sslinv_dpkg_names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->names[i]);
	free(names->names);
	memset(names, 0, sizeof(*names));
}

bool sslinv_dpkg_ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), tail = strlen(end);

	return length >= tail && !strcmp(text + length - tail, end);
}

/* gzip is not among them: see parse/gunzip.h. Only what is compiled into libarchive: for the rest it would start a program,
 * and this backend starts none. */
static const struct {
	const char *(*version)(void);
	int (*support)(struct archive *archive);
} decompressors[] = {
	{ archive_liblzma_version, archive_read_support_filter_xz },
	{ archive_bzlib_version, archive_read_support_filter_bzip2 },
	{ archive_liblz4_version, archive_read_support_filter_lz4 },
#if ARCHIVE_VERSION_NUMBER >= 3004000
	{ archive_libzstd_version, archive_read_support_filter_zstd },
#endif
};

static int stream_failed(struct sslinv_dpkg_stream *stream, char *message, size_t size)
{
	const char *text = stream->archive ? archive_error_string(stream->archive) : "out of memory";

	snprintf(message, size, "%s", text ? text : "it cannot be decompressed");
	return -1;
}

int sslinv_dpkg_stream_open(struct sslinv_dpkg_stream *stream, int fd, char *message, size_t size)
{
	struct archive_entry *entry;
	int rc;

	stream->ended = false;
	stream->archive = archive_read_new();
	if (!stream->archive)
		return stream_failed(stream, message, size);
	for (size_t i = 0; i < SSLINV_DPKG_COUNT(decompressors); i++)
		if (decompressors[i].version())
			decompressors[i].support(stream->archive);
	archive_read_support_format_raw(stream->archive);
	archive_read_support_format_empty(stream->archive);
	rc = sslinv_gunzip_open(stream->archive, fd, &stream->gunzip);
	if (rc == ARCHIVE_OK)
		rc = archive_read_next_header(stream->archive, &entry);
	/* The end in place of a header is what an empty file gives. */
	stream->ended = rc == ARCHIVE_EOF;
	return rc == ARCHIVE_OK || stream->ended ? 0 : stream_failed(stream, message, size);
}

ssize_t sslinv_dpkg_stream_read(struct sslinv_dpkg_stream *stream, void *buffer, size_t length, char *message, size_t size)
{
	la_ssize_t got = stream->ended ? 0 : archive_read_data(stream->archive, buffer, length);

	if (got < 0)
		return stream_failed(stream, message, size);
	stream->ended = got == 0;
	return (ssize_t)got;
}

void sslinv_dpkg_stream_close(struct sslinv_dpkg_stream *stream)
{
	if (stream->archive)
		archive_read_free(stream->archive);
	sslinv_gunzip_free(stream->gunzip);
	stream->archive = NULL;
	stream->gunzip = NULL;
}

const char *sslinv_dpkg_reason(int code)
{
	switch (-code) {
	case ENOTSUP:
		return "it is not a regular file";
	case EFBIG:
		return "it is larger than any such file is";
	case E2BIG:
		return "it holds more entries than any such directory does";
	case ELOOP:
		return "it is a symbolic link, which must not be there or leads in a circle";
	case ENOLINK:
		return "it is a symbolic link that leads nowhere inside the root";
	case ENOENT:
		return "it does not exist";
	default:
		return strerror(-code);
	}
}

int sslinv_dpkg_unreadable(const struct sslinv_backend_sink *sink, const char *path, int code)
{
	int rc = sslinv_backend_problem(sink, path, "cannot be read: %s", sslinv_dpkg_reason(code));

	return rc < 0 ? rc : code;
}

int sslinv_dpkg_out_of_memory(const struct sslinv_backend_sink *sink)
{
	int rc = sslinv_backend_problem(sink, NULL, "out of memory");

	return rc < 0 ? rc : -ENOMEM;
}
