/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Feeds as streams through libarchive: whatever the compression or the archive, one document after the other. */
#include "parse/input.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <nettle/sha2.h>
#include <string.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "base/num.h"
#include "base/str.h"
#include "parse/gunzip.h"

#define BLOCK_SIZE (64 * 1024)
#define PEEK_SIZE 4096
/* An archive as a whole may hold this many times what one document may. */
#define TOTAL_FACTOR 8

struct sslinv_input {
	struct archive *archive;
	struct sslinv_gunzip *gunzip; /* below the archive; NULL where it reads the file itself */
	int fd;
	char *file;       /* quoted form */
	char *name;       /* of the current document */
	bool in_document; /* between sslinv_input_next() and the end of the document */
	bool is_archive;
	bool wants_files; /* and nothing else */
	char *member;     /* the current one's name */
	bool has_failed;
	unsigned long members;
	unsigned long max_members;
	unsigned long long document_bytes; /* of the current document, so far */
	unsigned long long total_bytes;
	unsigned long long max_bytes;
	char *ahead; /* read for recognition, and handed out first by sslinv_input_read() */
	size_t ahead_length, ahead_used, ahead_capacity;
	bool wants_digest;
	struct sha256_ctx digest; /* of what was handed out of the current document so far */
};

/* gzip is not among them: libarchive does not check its end, so it never sees any. */
static const struct {
	int (*enable)(struct archive *archive);
} supported[] = {
	{ archive_read_support_filter_bzip2 }, { archive_read_support_filter_xz },    { archive_read_support_filter_lzma },
	{ archive_read_support_filter_zstd },  { archive_read_support_format_tar },   { archive_read_support_format_zip },
	{ archive_read_support_format_raw },   { archive_read_support_format_empty },
};

static int archive_failed(struct sslinv_input *input, const char *name, struct sslinv_error *error)
{
	const char *reason = archive_error_string(input->archive);

	input->has_failed = true;
	if (archive_errno(input->archive) == ENOMEM)
		return sslinv_error_memory(error);
	return sslinv_error_set(error, SSLINV_E_FORMAT, "%s: cannot be unpacked, it is cut off or damaged: %s; get it again",
				name, reason ? reason : "unknown reason");
}

/* Takes `fd`, negative where it could not be opened. */
static int open_input(struct sslinv_input *input, int fd, struct sslinv_error *error)
{
	struct stat status;

	input->fd = fd;
	input->max_bytes = SSLINV_INPUT_MAX_BYTES;
	input->max_members = SSLINV_INPUT_MAX_MEMBERS;
	input->archive = archive_read_new();
	if (!input->archive)
		return sslinv_error_memory(error);
	if (fd < 0 || fstat(fd, &status) < 0)
		return sslinv_error_errno(error, "%s: cannot be opened", input->file);
	if (S_ISDIR(status.st_mode))
		return sslinv_error_set(error, SSLINV_E_FORMAT, "%s: is a directory; name the files in it", input->file);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(supported); i++)
		/* ARCHIVE_WARN: an external program would be run. That is as good as not supported. */
		if (supported[i].enable(input->archive) < ARCHIVE_WARN)
			return archive_failed(input, input->file, error);
	return sslinv_gunzip_open(input->archive, fd, &input->gunzip) == ARCHIVE_OK
		       ? 0
		       : archive_failed(input, input->file, error);
}

/* `file` is the quoted form of the name, which is taken. */
static int make_input(int fd, char *file, struct sslinv_input **result, struct sslinv_error *error)
{
	struct sslinv_input *input = file ? calloc(1, sizeof(*input)) : NULL;
	int rc;

	*result = NULL;
	if (!input) {
		free(file);
		sslinv_close_fd(&fd);
		return sslinv_error_memory(error);
	}
	input->file = file;
	rc = open_input(input, fd, error);
	if (rc < 0)
		sslinv_input_free(input);
	else
		*result = input;
	return rc;
}

int sslinv_input_open(const char *path, struct sslinv_input **result, struct sslinv_error *error)
{
	bool is_stdin = strcmp(path, "-") == 0;
	char *file = is_stdin ? strdup("standard input") : sslinv_str_quoted(path);

	return make_input(is_stdin ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3) : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY),
			  file, result, error);
}

int sslinv_input_open_fd(int fd, const char *name, struct sslinv_input **result, struct sslinv_error *error)
{
	char *file = sslinv_str_quoted(name);

	*result = NULL;
	if (lseek(fd, 0, SEEK_SET) < 0 && errno != ESPIPE) {
		sslinv_error_errno(error, "%s: cannot be read", name);
		free(file);
		return SSLINV_E_SYSTEM;
	}
	return make_input(fcntl(fd, F_DUPFD_CLOEXEC, 3), file, result, error);
}

static int check_total(struct sslinv_input *input, struct sslinv_error *error)
{
	if (input->total_bytes / TOTAL_FACTOR <= input->max_bytes)
		return 0;
	input->has_failed = true;
	return sslinv_error_set(error, SSLINV_E_LIMIT,
				"%s: the whole archive expands to more than %u times %llu bytes; refused",
				sslinv_input_name(input), TOTAL_FACTOR, input->max_bytes);
}

static int check_document(struct sslinv_input *input, struct sslinv_error *error)
{
	if (input->document_bytes <= input->max_bytes)
		return 0;
	input->has_failed = true;
	return sslinv_error_set(error, SSLINV_E_LIMIT, "%s: expands to more than %llu bytes; refused", input->name,
				input->max_bytes);
}

/* Reads from the archive itself, and counts. */
static ssize_t read_counted(struct sslinv_input *input, void *buffer, size_t size, struct sslinv_error *error)
{
	ssize_t length = archive_read_data(input->archive, buffer, size);
	int rc;

	if (length < 0)
		return archive_failed(input, input->name, error);
	input->document_bytes += (size_t)length;
	input->total_bytes += (size_t)length;
	rc = check_document(input, error);
	if (rc == 0)
		rc = check_total(input, error);
	return rc < 0 ? rc : length;
}

/* To the end of the document. libarchive's own skipping has no limit, so a bomb would be unpacked to its end. */
static int finish_document(struct sslinv_input *input, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *buffer = NULL;
	ssize_t length;

	if (!input->in_document)
		return 0;
	buffer = malloc(BLOCK_SIZE);
	if (!buffer)
		return sslinv_error_memory(error);
	do
		length = read_counted(input, buffer, BLOCK_SIZE, error);
	while (length > 0);
	input->in_document = false;
	return length < 0 ? (int)length : 0;
}

/* A tar ends before the gzip around it does. */
static int finish_file(struct sslinv_input *input, struct sslinv_error *error)
{
	la_ssize_t length;
	int rc = 0;

	while (rc == 0 && (length = sslinv_gunzip_skip(input->gunzip)) != 0) {
		if (length < 0)
			return archive_failed(input, input->file, error);
		input->total_bytes += (size_t)length;
		rc = check_total(input, error);
	}
	return rc;
}

/* `archive: member`, where the member's name is only a name. */
static int set_name(struct sslinv_input *input, struct archive_entry *entry, struct sslinv_error *error)
{
	const char *member = archive_entry_pathname(entry);
	SSLINV_CLEANUP(sslinv_free_ptr) char *quoted = NULL;

	free(input->name);
	free(input->member);
	input->name = input->member = NULL;
	if (!input->is_archive) {
		input->name = strdup(input->file);
	} else {
		if (!member)
			member = archive_entry_pathname_utf8(entry);
		input->member = member ? strdup(member) : NULL;
		if (member && !input->member)
			return sslinv_error_memory(error);
		quoted = member ? sslinv_str_quoted(member) : sslinv_str_format("member %lu", input->members);
		input->name = quoted ? sslinv_str_format("%s: %s", input->file, quoted) : NULL;
	}
	return input->name ? 0 : sslinv_error_memory(error);
}

/* A tar ends with a block of zeroes. For libarchive the end of the file is as good: it was where the last header began. */
static bool lacks_end(const struct sslinv_input *input)
{
	return input->members > 0 && (archive_format(input->archive) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_TAR &&
	       archive_filter_bytes(input->archive, 0) == archive_read_header_position(input->archive);
}

static int cut_off(struct sslinv_input *input, struct sslinv_error *error)
{
	input->has_failed = true;
	return sslinv_error_set(error, SSLINV_E_FORMAT,
				"%s: the archive has no end, so it is cut off after its member %lu; get it again",
				input->file, input->members);
}

int sslinv_input_next(struct sslinv_input *input, struct sslinv_error *error)
{
	struct archive_entry *entry;
	int rc = finish_document(input, error);

	if (rc < 0)
		return rc;
	input->ahead_length = input->ahead_used = 0;
	input->document_bytes = 0;
	sha256_init(&input->digest);
	for (;;) {
		rc = archive_read_next_header(input->archive, &entry);
		if (rc == ARCHIVE_EOF)
			return lacks_end(input) ? cut_off(input, error) : finish_file(input, error);
		if (rc < ARCHIVE_WARN)
			return archive_failed(input, input->file, error);
		if (++input->members > input->max_members)
			return sslinv_error_set(error, SSLINV_E_LIMIT, "%s: has more than %lu members; refused", input->file,
						input->max_members);
		input->is_archive = archive_format(input->archive) != ARCHIVE_FORMAT_RAW;
		rc = set_name(input, entry, error);
		if (rc < 0)
			return rc;
		input->in_document = true;
		/* Directories, links and devices have nothing to read; a hard link's contents were read under its first
		 * name. */
		if (!input->is_archive || (archive_entry_filetype(entry) == AE_IFREG && !archive_entry_hardlink(entry)))
			return 1;
		if (input->wants_files)
			return sslinv_error_set(error, SSLINV_E_FORMAT, "%s: is not a regular file; refused", input->name);
	}
}

const char *sslinv_input_file(const struct sslinv_input *input)
{
	return input->file;
}

const char *sslinv_input_member(const struct sslinv_input *input)
{
	return input->member;
}

unsigned long sslinv_input_members(const struct sslinv_input *input)
{
	return input->members;
}

void sslinv_input_want_files(struct sslinv_input *input)
{
	input->wants_files = true;
}

const char *sslinv_input_name(const struct sslinv_input *input)
{
	return input->name ? input->name : input->file;
}

bool sslinv_input_is_archive(const struct sslinv_input *input)
{
	return input->is_archive;
}

bool sslinv_input_has_failed(const struct sslinv_input *input)
{
	return input->has_failed;
}

void sslinv_input_set_limits(struct sslinv_input *input, unsigned long long bytes, unsigned long members)
{
	input->max_bytes = bytes;
	input->max_members = members;
}

void sslinv_input_want_digest(struct sslinv_input *input)
{
	input->wants_digest = true;
}

int sslinv_input_digest(struct sslinv_input *input, char hex[SSLINV_INPUT_DIGEST_SIZE], struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *buffer = malloc(BLOCK_SIZE);
	uint8_t digest[SHA256_DIGEST_SIZE];
	ssize_t length;

	if (!buffer)
		return sslinv_error_memory(error);
	while ((length = sslinv_input_read(input, buffer, BLOCK_SIZE, error)) > 0)
		;
	if (length < 0)
		return (int)length;
	sha256_digest(&input->digest, sizeof(digest), digest);
	for (size_t i = 0; i < sizeof(digest); i++)
		snprintf(hex + 2 * i, 3, "%02x", digest[i]);
	return 0;
}

/* Makes room for so many bytes ahead of the reader. */
static int reserve(struct sslinv_input *input, size_t capacity, struct sslinv_error *error)
{
	char *ahead;

	if (capacity <= input->ahead_capacity)
		return 0;
	ahead = realloc(input->ahead, capacity);
	if (!ahead)
		return sslinv_error_memory(error);
	input->ahead = ahead;
	input->ahead_capacity = capacity;
	return 0;
}

/* Reads ahead until there are `wanted` bytes, or the document ends; nothing must be consumed yet. */
static int read_ahead(struct sslinv_input *input, size_t wanted, struct sslinv_error *error)
{
	int rc = reserve(input, wanted, error);

	while (rc == 0 && input->in_document && input->ahead_length < wanted) {
		ssize_t length = read_counted(input, input->ahead + input->ahead_length, wanted - input->ahead_length,
					      error);

		if (length < 0)
			return (int)length;
		input->in_document = length > 0;
		input->ahead_length += (size_t)length;
	}
	return rc;
}

ssize_t sslinv_input_peek(struct sslinv_input *input, const char **bytes, struct sslinv_error *error)
{
	int rc = input->ahead_used == 0 ? read_ahead(input, PEEK_SIZE, error) : 0;
	size_t length = input->ahead_length - input->ahead_used;

	*bytes = input->ahead + input->ahead_used;
	return rc < 0 ? rc : (ssize_t)(length < PEEK_SIZE ? length : PEEK_SIZE);
}

int sslinv_input_hold(struct sslinv_input *input, size_t limit, const char **bytes, size_t *length,
		      struct sslinv_error *error)
{
	size_t wanted = input->ahead_capacity > BLOCK_SIZE ? input->ahead_capacity : BLOCK_SIZE;
	int rc = 0;

	if (input->ahead_used > 0)
		return 0;
	while (rc == 0 && input->in_document && input->ahead_length <= limit) {
		if (wanted > limit)
			wanted = limit + 1;
		rc = read_ahead(input, wanted, error);
		wanted *= 2;
	}
	*bytes = input->ahead;
	*length = input->ahead_length;
	return rc < 0 ? rc : !input->in_document && input->ahead_length <= limit;
}

ssize_t sslinv_input_read(struct sslinv_input *input, void *buffer, size_t size, struct sslinv_error *error)
{
	size_t ready = input->ahead_length - input->ahead_used;
	ssize_t length = 0;
	/* Whoever looked ahead may have lowered the limit since. */
	int rc = check_document(input, error);

	if (rc < 0)
		return rc;
	if (ready > 0) {
		length = (ssize_t)(ready < size ? ready : size);
		memcpy(buffer, input->ahead + input->ahead_used, (size_t)length);
		input->ahead_used += (size_t)length;
	} else if (input->in_document) {
		length = read_counted(input, buffer, size, error);
		input->in_document = length != 0;
	}
	if (input->wants_digest && length > 0)
		sha256_update(&input->digest, (size_t)length, buffer);
	return length;
}

void sslinv_input_free(struct sslinv_input *input)
{
	if (!input)
		return;
	archive_read_free(input->archive);
	sslinv_gunzip_free(input->gunzip);
	sslinv_close_fd(&input->fd);
	free(input->file);
	free(input->name);
	free(input->member);
	free(input->ahead);
	free(input);
}

void sslinv_input_close(struct sslinv_input **input)
{
	sslinv_input_free(*input);
}
