/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Checks an SQLite write-ahead log (https://sqlite.org/fileformat2.html, section 4): a header of 32 bytes, then frames, each
 * a header of 24 bytes and a page, with a checksum that runs on from frame to frame. Frames of an older use of the file,
 * with other salts, may lie behind the valid ones.
 */
#include "rpm_sqlite.h"

#include <endian.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define HEADER_SIZE 32u
#define FRAME_HEADER_SIZE 24u
#define MAGIC 0x377f0682u /* the lowest bit set: checksums are over big-endian words */
#define VERSION 3007000u

struct checksum {
	uint32_t first, second;
};

static uint32_t big_word(const unsigned char *bytes)
{
	uint32_t value;

	memcpy(&value, bytes, sizeof(value));
	return be32toh(value);
}

/* `length` is a multiple of 8. */
static void add_checksum(struct checksum *sum, const unsigned char *bytes, size_t length, bool is_big_endian)
{
	for (size_t at = 0; at < length; at += 8) {
		uint32_t words[2];

		memcpy(words, bytes + at, sizeof(words));
		sum->first += (is_big_endian ? be32toh(words[0]) : le32toh(words[0])) + sum->second;
		sum->second += (is_big_endian ? be32toh(words[1]) : le32toh(words[1])) + sum->first;
	}
}

static bool is_checksum(const struct checksum *sum, const unsigned char *bytes)
{
	return sum->first == big_word(bytes) && sum->second == big_word(bytes + 4);
}

/* The frames behind a good header; `frame` has room for one. */
static int check_frames(int fd, uint64_t size, const unsigned char *header, struct checksum sum, unsigned char *frame,
			size_t frame_size, const char **why)
{
	bool is_big_endian = header[3] & 1, is_committed = true, is_over = false;
	uint64_t offset = HEADER_SIZE;

	for (; size - offset >= frame_size; offset += frame_size) {
		bool is_current;
		int rc = sslinv_rpm_read_at(fd, frame, frame_size, offset);

		if (rc < 0)
			return rc;
		is_current = memcmp(frame + 8, header + 16, 8) == 0;
		/* a new use of the file counts one salt up and draws the other: a frame with one of the two is a damaged one
		 */
		if (!is_current && (memcmp(frame + 8, header + 16, 4) == 0 || memcmp(frame + 12, header + 20, 4) == 0)) {
			*why = "the salt of a frame in it is wrong";
			return 0;
		}
		if (is_over && is_current) {
			*why = "it goes on after a damaged place";
			return 0;
		}
		if (!is_current) {
			is_over = true;
			continue;
		}
		add_checksum(&sum, frame, 8, is_big_endian);
		add_checksum(&sum, frame + FRAME_HEADER_SIZE, frame_size - FRAME_HEADER_SIZE, is_big_endian);
		if (!is_checksum(&sum, frame + 16)) {
			*why = "a checksum in it is wrong";
			return 0;
		}
		is_committed = big_word(frame + 4) != 0;
	}
	if (!is_committed || (!is_over && size != offset))
		*why = "it ends within a transaction: the package manager is at work, or was cut off";
	return 0;
}

int sslinv_rpm_wal_check(int fd, uint64_t size, const char **why)
{
	unsigned char header[HEADER_SIZE];
	struct checksum sum = { 0, 0 };
	unsigned char *frame;
	uint32_t page_size;
	int rc;

	*why = NULL;
	if (size < HEADER_SIZE) {
		*why = "it is shorter than its header";
		return 0;
	}
	rc = sslinv_rpm_read_at(fd, header, sizeof(header), 0);
	if (rc < 0)
		return rc;
	page_size = big_word(header + 8);
	if ((big_word(header) & ~1u) != MAGIC || big_word(header + 4) != VERSION || page_size < 512 || page_size > 65536 ||
	    (page_size & (page_size - 1)) != 0) {
		*why = "its header is damaged";
		return 0;
	}
	add_checksum(&sum, header, 24, header[3] & 1);
	if (!is_checksum(&sum, header + 24)) {
		*why = "the checksum of its header is wrong";
		return 0;
	}

	frame = malloc(FRAME_HEADER_SIZE + page_size);
	if (!frame)
		return -ENOMEM;
	rc = check_frames(fd, size, header, sum, frame, FRAME_HEADER_SIZE + page_size, why);
	free(frame);
	return rc;
}
