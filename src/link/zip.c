/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A ZIP archive by its central directory. */
#include "link/zip.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#include "base/cleanup.h"

#define END_SIZE 22u /* the record at the end, without its comment */
#define COMMENT_MAX 65535u
#define END_64_SIZE 56u /* the same for large archives, and what leads to it */
#define LOCATOR_SIZE 20u
#define MEMBER_SIZE 46u /* a member in the central directory, without its texts */
#define HEADER_SIZE 30u /* a member's own header */
#define BLOCK 65536u

enum { METHOD_STORED = 0, METHOD_DEFLATED = 8 };

static uint16_t get_16(const unsigned char *at)
{
	return (uint16_t)(at[0] | at[1] << 8);
}

static uint32_t get_32(const unsigned char *at)
{
	return get_16(at) | (uint32_t)get_16(at + 2) << 16;
}

static uint64_t get_64(const unsigned char *at)
{
	return get_32(at) | (uint64_t)get_32(at + 4) << 32;
}

static int lies(struct sslinv_error *error, const char *how)
{
	return sslinv_error_set(error, SSLINV_E_FORMAT, "the ZIP archive is damaged: %s", how);
}

/* Reads bytes of the archive, all of them. */
static int read_at(const struct sslinv_zip *zip, uint64_t offset, void *bytes, size_t length, struct sslinv_error *error)
{
	if (offset > zip->size || length > zip->size - offset)
		return lies(error, "it points past its end");
	for (size_t done = 0; done < length;) {
		ssize_t got = pread(zip->fd, (char *)bytes + done, length - done, (off_t)(zip->base + offset + done));

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return sslinv_error_set(error, SSLINV_E_SYSTEM, "%s", strerror(errno));
		if (got == 0)
			return lies(error, "the file ends before it");
		done += (size_t)got;
	}
	return 0;
}

/* Finds the record at the end: it is followed by nothing but its comment. Returns 1, 0 or a negative code. */
static int find_end(const struct sslinv_zip *zip, uint64_t *offset, unsigned char end[END_SIZE], struct sslinv_error *error)
{
	static const unsigned char magic[] = { 'P', 'K', 5, 6 };
	const size_t lengths[] = { END_SIZE,
				   zip->size < END_SIZE + COMMENT_MAX ? (size_t)zip->size : END_SIZE + COMMENT_MAX };

	if (zip->size < END_SIZE)
		return 0;
	/* Most have no comment. */
	for (size_t i = 0; i < 2; i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) unsigned char *tail = malloc(lengths[i]);
		int rc = tail ? read_at(zip, zip->size - lengths[i], tail, lengths[i], error) : sslinv_error_memory(error);

		if (rc < 0)
			return rc;
		for (size_t at = lengths[i] - END_SIZE + 1; at-- > 0;)
			if (memcmp(tail + at, magic, sizeof(magic)) == 0 &&
			    get_16(tail + at + 20) == lengths[i] - at - END_SIZE) {
				memcpy(end, tail + at, END_SIZE);
				*offset = zip->size - lengths[i] + at;
				return 1;
			}
	}
	return 0;
}

/* Of a large archive the numbers stand in another record before that. `*offset` moves to it. Returns 0 or a negative code.
 */
static int find_end_64(const struct sslinv_zip *zip, uint64_t *offset, uint64_t *length, uint64_t *begin,
		       struct sslinv_error *error)
{
	static const unsigned char magic[] = { 'P', 'K', 6, 6 };
	unsigned char record[END_64_SIZE];
	int rc;

	if (*offset < END_64_SIZE + LOCATOR_SIZE)
		return lies(error, "its large directory cannot be found");
	*offset -= END_64_SIZE + LOCATOR_SIZE;
	rc = read_at(zip, *offset, record, sizeof(record), error);
	if (rc < 0)
		return rc;
	if (memcmp(record, magic, sizeof(magic)) != 0)
		return lies(error, "its large directory cannot be found");
	*length = get_64(record + 40);
	*begin = get_64(record + 48);
	return 0;
}

int sslinv_zip_open(struct sslinv_zip *zip, struct sslinv_error *error)
{
	unsigned char end[END_SIZE];
	uint64_t offset, length, begin;
	int rc = find_end(zip, &offset, end, error);

	if (rc <= 0)
		return rc;
	length = get_32(end + 12);
	begin = get_32(end + 16);
	if (length == UINT32_MAX || begin == UINT32_MAX)
		rc = find_end_64(zip, &offset, &length, &begin, error);
	if (rc < 0)
		return rc;
	if (length > SSLINV_ZIP_MAX_DIRECTORY)
		return sslinv_error_set(error, SSLINV_E_LIMIT, "the directory of the ZIP archive is larger than %u MiB",
					(unsigned)(SSLINV_ZIP_MAX_DIRECTORY >> 20));
	/* It ends where the record begins, whatever stands before the archive. */
	if (length > offset || begin > offset - length)
		return lies(error, "its directory lies outside of it");
	zip->shift = offset - length - begin;
	zip->length = (size_t)length;
	zip->directory = malloc(zip->length + 1);
	if (!zip->directory)
		return sslinv_error_memory(error);
	rc = read_at(zip, offset - length, zip->directory, zip->length, error);
	return rc < 0 ? rc : 1;
}

void sslinv_zip_close(struct sslinv_zip *zip)
{
	free(zip->directory);
	zip->directory = NULL;
}

/* Numbers that do not fit into 32 bits stand in an extra field, in this order, those that do not. */
static int take_large(const unsigned char *extra, size_t length, struct sslinv_zip_member *member,
		      struct sslinv_error *error)
{
	uint64_t *const numbers[] = { &member->size, &member->packed, &member->offset };
	size_t at = 0, used = 0, field = 0;

	if (member->size != UINT32_MAX && member->packed != UINT32_MAX && member->offset != UINT32_MAX)
		return 0;
	while (length - at >= 4 && get_16(extra + at) != 1) {
		field = get_16(extra + at + 2);
		if (field > length - at - 4)
			return lies(error, "a field of a member is too long");
		at += 4 + field;
	}
	field = length - at >= 4 ? get_16(extra + at + 2) : 0;
	if (field > length - at)
		return lies(error, "a field of a member is too long");
	for (size_t i = 0; i < 3; i++) {
		if (*numbers[i] != UINT32_MAX)
			continue;
		if (used + 8 > field || at + 4 + used + 8 > length)
			return lies(error, "the size of a member is missing");
		*numbers[i] = get_64(extra + at + 4 + used);
		used += 8;
	}
	return 0;
}

int sslinv_zip_next(const struct sslinv_zip *zip, size_t *at, struct sslinv_zip_member *member, struct sslinv_error *error)
{
	static const unsigned char magic[] = { 'P', 'K', 1, 2 };
	const unsigned char *entry = zip->directory + *at;
	size_t rest = zip->length - *at, extra, comment;
	int rc;

	/* A signature may follow the members. */
	if (rest < MEMBER_SIZE || memcmp(entry, magic, sizeof(magic)) != 0)
		return rest == 0 || memcmp(entry, "PK\005\005", rest < 4 ? rest : 4) == 0
			       ? 0
			       : lies(error, "its directory holds something else");
	*member = (struct sslinv_zip_member){
		.name = entry + MEMBER_SIZE,
		.name_length = get_16(entry + 28),
		.packed = get_32(entry + 20),
		.size = get_32(entry + 24),
		.offset = get_32(entry + 42),
		.crc = get_32(entry + 16),
		.method = get_16(entry + 10),
		.is_encrypted = get_16(entry + 8) & 1,
	};
	extra = get_16(entry + 30);
	comment = get_16(entry + 32);
	if (member->name_length + extra + comment > rest - MEMBER_SIZE)
		return lies(error, "its directory is cut off");
	rc = take_large(entry + MEMBER_SIZE + member->name_length, extra, member, error);
	*at += MEMBER_SIZE + member->name_length + extra + comment;
	return rc < 0 ? rc : 1;
}

int sslinv_zip_place(const struct sslinv_zip *zip, const struct sslinv_zip_member *member, uint64_t *place,
		     struct sslinv_error *error)
{
	static const unsigned char magic[] = { 'P', 'K', 3, 4 };
	unsigned char header[HEADER_SIZE];
	uint64_t offset = zip->shift + member->offset;
	int rc = offset < member->offset ? lies(error, "it points past its end")
					 : read_at(zip, offset, header, sizeof(header), error);

	if (rc < 0)
		return rc;
	if (memcmp(header, magic, sizeof(magic)) != 0)
		return lies(error, "a member is not where its directory says");
	offset += HEADER_SIZE + get_16(header + 26) + get_16(header + 28);
	if (offset > zip->size || member->packed > zip->size - offset)
		return lies(error, "a member does not lie in it");
	*place = zip->base + offset;
	return 0;
}

/* A member that is being unpacked. */
struct unpacking {
	z_stream stream;
	unsigned char in[BLOCK], out[BLOCK];
	uint64_t left; /* packed bytes that were not read yet */
	uint64_t done; /* bytes that were written */
	uLong crc;
	int to;
};

static int write_out(struct unpacking *unpacking, const unsigned char *bytes, size_t length, uint64_t size,
		     struct sslinv_error *error)
{
	if (length > size - unpacking->done)
		return lies(error, "a member is larger than its directory says");
	unpacking->crc = crc32(unpacking->crc, bytes, (uInt)length);
	unpacking->done += length;
	while (length > 0) {
		ssize_t put = write(unpacking->to, bytes, length);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return errno == ENOSPC || errno == ENOMEM
				       ? sslinv_error_memory(error)
				       : sslinv_error_set(error, SSLINV_E_SYSTEM, "%s", strerror(errno));
		bytes += put;
		length -= (size_t)put;
	}
	return 0;
}

/* What the next packed bytes make. Sets *ended at the end of the packed stream. */
static int inflate_block(struct unpacking *unpacking, uint64_t size, bool *ended, struct sslinv_error *error)
{
	do {
		int rc;

		unpacking->stream.next_out = unpacking->out;
		unpacking->stream.avail_out = BLOCK;
		rc = inflate(&unpacking->stream, Z_NO_FLUSH);
		if (rc == Z_MEM_ERROR)
			return sslinv_error_memory(error);
		if (rc != Z_OK && rc != Z_STREAM_END && rc != Z_BUF_ERROR)
			return lies(error, "a member cannot be unpacked");
		*ended = rc == Z_STREAM_END;
		rc = write_out(unpacking, unpacking->out, BLOCK - unpacking->stream.avail_out, size, error);
		if (rc < 0)
			return rc;
	} while (!*ended && unpacking->stream.avail_out == 0);
	return 0;
}

static int unpack_blocks(const struct sslinv_zip *zip, const struct sslinv_zip_member *member, uint64_t place,
			 struct unpacking *unpacking, struct sslinv_error *error)
{
	bool ended = false;
	int rc = 0;

	for (unpacking->left = member->packed; unpacking->left > 0 && !ended && rc == 0;) {
		size_t length = unpacking->left < BLOCK ? (size_t)unpacking->left : BLOCK;

		rc = read_at(zip, place - zip->base + member->packed - unpacking->left, unpacking->in, length, error);
		if (rc < 0)
			return rc;
		unpacking->left -= length;
		if (member->method == METHOD_STORED) {
			rc = write_out(unpacking, unpacking->in, length, member->size, error);
			continue;
		}
		unpacking->stream.next_in = unpacking->in;
		unpacking->stream.avail_in = (uInt)length;
		rc = inflate_block(unpacking, member->size, &ended, error);
	}
	if (rc == 0 && (unpacking->done != member->size || unpacking->crc != member->crc))
		return lies(error, "a member is not what its directory says");
	return rc;
}

static int unpack_into(const struct sslinv_zip *zip, const struct sslinv_zip_member *member, uint64_t place, int to,
		       struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) struct unpacking *unpacking = calloc(1, sizeof(*unpacking));
	int rc;

	if (!unpacking)
		return sslinv_error_memory(error);
	unpacking->to = to;
	unpacking->crc = crc32(0, NULL, 0);
	/* A negative number of bits: without a header of zlib's own. */
	if (inflateInit2(&unpacking->stream, -MAX_WBITS) != Z_OK)
		return sslinv_error_memory(error);
	rc = unpack_blocks(zip, member, place, unpacking, error);
	inflateEnd(&unpacking->stream);
	return rc;
}

int sslinv_zip_unpack(const struct sslinv_zip *zip, const struct sslinv_zip_member *member, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = -1;
	uint64_t place;
	int rc;

	if (member->is_encrypted)
		return sslinv_error_set(error, SSLINV_E_FORMAT, "a member of the ZIP archive is encrypted");
	if (member->method != METHOD_STORED && member->method != METHOD_DEFLATED)
		return sslinv_error_set(error, SSLINV_E_FORMAT, "a member of the ZIP archive is packed by method %u",
					(unsigned)member->method);
	rc = sslinv_zip_place(zip, member, &place, error);
	if (rc < 0)
		return rc;
	fd = memfd_create("member", MFD_CLOEXEC);
	if (fd < 0)
		return sslinv_error_set(error, SSLINV_E_SYSTEM, "%s", strerror(errno));
	rc = unpack_into(zip, member, place, fd, error);
	return rc < 0 ? rc : sslinv_take_fd(&fd);
}
