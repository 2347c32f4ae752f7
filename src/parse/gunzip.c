/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gzip as a stream of members, between a descriptor and libarchive. */
#include "parse/gunzip.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#define BLOCK_SIZE (64 * 1024)
/* zlib's word for: a gzip header is expected, and the largest window. */
#define GZIP_WINDOW (16 + MAX_WBITS)

struct sslinv_gunzip {
	struct archive *archive;
	int fd;
	bool is_begun; /* the first block was read */
	bool is_gzip;
	bool is_between; /* after a member's end: another one, or zeros as padding, or the end of the file follows */
	bool is_padding;
	int failed; /* errno of what went wrong; 0: nothing did */
	const char *reason;
	z_stream stream;
	unsigned char in[BLOCK_SIZE];
	unsigned char out[BLOCK_SIZE];
};

static const unsigned char magic[] = { 0x1f, 0x8b };

/* libarchive clears what it is told while it looks ahead, so the reason is told again at each further read. */
static la_ssize_t tell_failure(const struct sslinv_gunzip *gunzip)
{
	archive_set_error(gunzip->archive, gunzip->failed, "%s", gunzip->reason);
	return -1;
}

/* The reason is static, or zlib's own. */
static la_ssize_t fail(struct sslinv_gunzip *gunzip, int code, const char *reason)
{
	gunzip->failed = code;
	gunzip->reason = reason;
	return tell_failure(gunzip);
}

/* zlib's reasons for a trailer that belongs to other contents are riddles to others. */
static la_ssize_t fail_inflating(struct sslinv_gunzip *gunzip, int code)
{
	const char *reason = gunzip->stream.msg;

	if (code == Z_MEM_ERROR)
		return fail(gunzip, ENOMEM, "out of memory");
	if (reason && strcmp(reason, "incorrect data check") == 0)
		reason = "its contents do not have the checksum that its gzip trailer names";
	else if (reason && strcmp(reason, "incorrect length check") == 0)
		reason = "its contents do not have the length that its gzip trailer names";
	return fail(gunzip, EILSEQ, reason ? reason : "its gzip data cannot be decompressed");
}

/* Reads until `in` has `wanted` bytes or the file ends. Returns how many there are, -1 with the reason in the archive. */
static la_ssize_t fill(struct sslinv_gunzip *gunzip, size_t wanted)
{
	size_t length = 0;

	while (length < wanted) {
		ssize_t got = read(gunzip->fd, gunzip->in + length, BLOCK_SIZE - length);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fail(gunzip, errno, strerror(errno));
		if (got == 0)
			break;
		length += (size_t)got;
	}
	gunzip->stream.next_in = gunzip->in;
	gunzip->stream.avail_in = (uInt)length;
	return (la_ssize_t)length;
}

/* Between two members: passes over zeros, and begins the next member. */
static la_ssize_t begin_member(struct sslinv_gunzip *gunzip)
{
	z_stream *stream = &gunzip->stream;

	while (stream->avail_in > 0 && *stream->next_in == 0) {
		gunzip->is_padding = true;
		stream->next_in++;
		stream->avail_in--;
	}
	if (stream->avail_in == 0)
		return 0;
	if (gunzip->is_padding || *stream->next_in != magic[0])
		return fail(gunzip, EILSEQ, "something that is not gzip follows its end");
	gunzip->is_between = false;
	inflateReset(stream);
	return 0;
}

/* The next decompressed bytes, at least one, in `out`; 0 at the end. */
static la_ssize_t inflate_block(struct sslinv_gunzip *gunzip)
{
	z_stream *stream = &gunzip->stream;

	stream->next_out = gunzip->out;
	stream->avail_out = BLOCK_SIZE;
	while (stream->avail_out == BLOCK_SIZE) {
		int rc;

		if (stream->avail_in == 0 && fill(gunzip, 1) < 0)
			return -1;
		if (stream->avail_in == 0 && gunzip->is_between)
			return 0;
		if (stream->avail_in == 0)
			return fail(gunzip, EILSEQ, "its gzip data ends too early");
		if (gunzip->is_between && begin_member(gunzip) < 0)
			return -1;
		if (gunzip->is_between)
			continue;
		rc = inflate(stream, Z_NO_FLUSH);
		if (rc != Z_OK && rc != Z_STREAM_END && rc != Z_BUF_ERROR)
			return fail_inflating(gunzip, rc);
		gunzip->is_between = rc == Z_STREAM_END;
	}
	return BLOCK_SIZE - (la_ssize_t)stream->avail_out;
}

/* Reads the first block, and begins to decompress where it is gzip. */
static la_ssize_t begin(struct sslinv_gunzip *gunzip)
{
	la_ssize_t length = fill(gunzip, sizeof(magic));
	int rc;

	gunzip->is_begun = true;
	gunzip->is_gzip = length >= (la_ssize_t)sizeof(magic) && memcmp(gunzip->in, magic, sizeof(magic)) == 0;
	if (!gunzip->is_gzip)
		return length;
	rc = inflateInit2(&gunzip->stream, GZIP_WINDOW);
	return rc == Z_OK ? length : fail_inflating(gunzip, rc);
}

static la_ssize_t read_block(struct archive *archive, void *context, const void **buffer)
{
	struct sslinv_gunzip *gunzip = context;
	la_ssize_t length;

	(void)archive;
	if (gunzip->failed)
		return tell_failure(gunzip);
	*buffer = gunzip->in;
	if (!gunzip->is_begun) {
		length = begin(gunzip);
		if (length < 0 || !gunzip->is_gzip)
			return length;
	}
	if (!gunzip->is_gzip)
		return fill(gunzip, 1);
	*buffer = gunzip->out;
	return inflate_block(gunzip);
}

/* A file that can be read again from where it is, and does not begin as gzip. libarchive reads such a file faster itself. */
static bool is_plain_file(int fd)
{
	off_t here = lseek(fd, 0, SEEK_CUR);
	unsigned char head[sizeof(magic)] = { 0 };

	return here >= 0 && pread(fd, head, sizeof(head), here) >= 0 && memcmp(head, magic, sizeof(magic)) != 0;
}

int sslinv_gunzip_open(struct archive *archive, int fd, struct sslinv_gunzip **gunzip)
{
	*gunzip = NULL;
	if (is_plain_file(fd))
		return archive_read_open_fd(archive, fd, BLOCK_SIZE);
	*gunzip = calloc(1, sizeof(**gunzip));
	if (!*gunzip) {
		archive_set_error(archive, ENOMEM, "out of memory");
		return ARCHIVE_FATAL;
	}
	(*gunzip)->archive = archive;
	(*gunzip)->fd = fd;
	return archive_read_open(archive, *gunzip, NULL, read_block, NULL);
}

la_ssize_t sslinv_gunzip_skip(struct sslinv_gunzip *gunzip)
{
	if (!gunzip || !gunzip->is_gzip)
		return 0;
	return gunzip->failed ? tell_failure(gunzip) : inflate_block(gunzip);
}

void sslinv_gunzip_free(struct sslinv_gunzip *gunzip)
{
	if (!gunzip)
		return;
	if (gunzip->is_gzip)
		inflateEnd(&gunzip->stream);
	free(gunzip);
}
