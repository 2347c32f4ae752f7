/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads an ndb rpm database, version 0, all little-endian: a header of 32 bytes (`RpmP`, version, generation, pages of
 * slots, next package number), slots of 16 bytes (`Slot`, package number, first block, number of blocks of 16 bytes) up to
 * the end of the slot pages, then blobs: `BlbS`, package number, generation, length, data, zeros, and a tail of Adler-32
 * over all before it, length, `BlbE`. Unused space is zero: the package manager clears what it erases.
 */
#include "rpm_database.h"

#include <endian.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define MAGIC_FILE 0x506d7052u
#define MAGIC_SLOT 0x746f6c53u
#define MAGIC_BLOB 0x53626c42u
#define MAGIC_TAIL 0x45626c42u

#define BLOCK 16u
#define PAGE 4096u
#define HEAD_SIZE 16u
#define TAIL_SIZE 12u
#define SLOTS_FROM 32u

/* A million packages. */
#define PAGES_MAX 4096u

/* The unused space is looked at in pieces of this size. */
#define CHUNK 65536u

/* More than this of one kind of damage says nothing new. */
#define PROBLEMS_MAX 20u

struct slot {
	uint32_t package;
	uint32_t block;
	uint32_t blocks;
};

struct reading {
	const struct sslinv_rpm_database *database;
	const struct sslinv_backend_sink *sink;
	struct slot *slots; /* owned */
	size_t count;
	uint64_t blobs_from; /* bytes: where the slot pages end */
	uint32_t next_package;
	unsigned char *blob; /* owned */
	size_t capacity;
	unsigned int lost; /* blobs that no slot names */
};

static uint32_t word(const unsigned char *bytes)
{
	uint32_t value;

	memcpy(&value, bytes, sizeof(value));
	return le32toh(value);
}

/* Adler-32 of RFC 1950. */
static uint32_t adler32(const unsigned char *bytes, size_t length)
{
	uint32_t a = 1, b = 0;

	while (length > 0) {
		/* the most additions before b can overflow */
		size_t piece = length < 5552 ? length : 5552;

		length -= piece;
		while (piece-- > 0) {
			a += *bytes++;
			b += a;
		}
		a %= 65521;
		b %= 65521;
	}
	return b << 16 | a;
}

static int problem_read(const struct reading *reading, uint64_t offset, int code)
{
	int rc = sslinv_backend_problem(reading->sink, reading->database->path, "cannot read at offset %llu: %s",
					(unsigned long long)offset,
					code == -ENODATA ? "the file ends before" : strerror(-code));

	return rc < 0 ? rc : code;
}

static int compare_slots(const void *left, const void *right)
{
	const struct slot *a = left, *b = right;

	return a->block != b->block ? (a->block < b->block ? -1 : 1) : (a->package > b->package) - (a->package < b->package);
}

/* Takes the slots of one page; the first page begins behind the file's header. */
static int read_slot_page(struct reading *reading, uint32_t page)
{
	unsigned char bytes[PAGE];
	uint64_t offset = (uint64_t)page * PAGE;
	int rc = sslinv_rpm_read_at(reading->database->fd, bytes, sizeof(bytes), offset);

	if (rc < 0)
		return problem_read(reading, offset, rc);

	for (size_t at = page ? 0 : SLOTS_FROM; at < PAGE; at += 16) {
		struct slot slot = { word(bytes + at + 4), word(bytes + at + 8), word(bytes + at + 12) };

		rc = 0;
		if (word(bytes + at) != MAGIC_SLOT)
			rc = sslinv_backend_problem(
				reading->sink, reading->database->path,
				"the package slot at offset %llu is damaged; run `rpm --rebuilddb` on the host",
				(unsigned long long)(offset + at));
		else if (slot.package && slot.block)
			reading->slots[reading->count++] = slot;
		else if (slot.package || slot.block || slot.blocks)
			rc = sslinv_backend_problem(
				reading->sink, reading->database->path,
				"the package slot at offset %llu is half empty; run `rpm --rebuilddb` on the host",
				(unsigned long long)(offset + at));
		if (rc < 0)
			return rc;
	}
	return 0;
}

static int read_slots(struct reading *reading)
{
	const struct sslinv_rpm_database *database = reading->database;
	unsigned char header[SLOTS_FROM];
	uint32_t pages;
	int rc = sslinv_rpm_read_at(database->fd, header, sizeof(header), 0);

	if (rc < 0)
		return problem_read(reading, 0, rc);
	if (word(header) != MAGIC_FILE || word(header + 4) != 0) {
		rc = sslinv_backend_problem(reading->sink, database->path,
					    "this is not an ndb database of version 0 (magic %08x, version %u)",
					    word(header), word(header + 4));
		return rc < 0 ? rc : -EBADMSG;
	}
	pages = word(header + 12);
	reading->next_package = word(header + 16);
	if (pages == 0 || pages > PAGES_MAX || (uint64_t)pages * PAGE > (uint64_t)database->status.st_size) {
		rc = sslinv_backend_problem(reading->sink, database->path,
					    "the header claims %u pages of package slots in a file of %lld bytes", pages,
					    (long long)database->status.st_size);
		return rc < 0 ? rc : -EBADMSG;
	}
	reading->blobs_from = (uint64_t)pages * PAGE;
	reading->slots = calloc((size_t)pages * (PAGE / 16), sizeof(*reading->slots));
	if (!reading->slots)
		return sslinv_rpm_out_of_memory(database, reading->sink);

	for (uint32_t page = 0; page < pages; page++) {
		rc = read_slot_page(reading, page);
		if (rc < 0)
			return rc;
	}
	if (reading->count > 0)
		qsort(reading->slots, reading->count, sizeof(*reading->slots), compare_slots);
	return 0;
}

static bool is_slot_possible(const struct reading *reading, const struct slot *slot)
{
	uint64_t offset = (uint64_t)slot->block * BLOCK, size = (uint64_t)slot->blocks * BLOCK;

	return offset >= reading->blobs_from && size >= HEAD_SIZE + TAIL_SIZE && size <= SSLINV_RPM_BLOB_MAX &&
	       offset + size <= (uint64_t)reading->database->status.st_size;
}

/* Reads the blocks of a possible slot, checks all that is redundant in them; *why says what is wrong. */
static int read_blob(struct reading *reading, const struct slot *slot, size_t *length, const char **why)
{
	uint64_t offset = (uint64_t)slot->block * BLOCK, size = (uint64_t)slot->blocks * BLOCK;
	const unsigned char *tail;
	int rc;

	if (size > reading->capacity) {
		free(reading->blob);
		reading->capacity = 0;
		reading->blob = malloc(size);
		if (!reading->blob)
			return sslinv_rpm_out_of_memory(reading->database, reading->sink);
		reading->capacity = size;
	}
	rc = sslinv_rpm_read_at(reading->database->fd, reading->blob, size, offset);
	if (rc < 0)
		return problem_read(reading, offset, rc);

	tail = reading->blob + size - TAIL_SIZE;
	*length = word(reading->blob + 12);
	if (word(reading->blob) != MAGIC_BLOB || word(reading->blob + 4) != slot->package)
		*why = "another thing lies where its slot points to";
	else if (*length > size - HEAD_SIZE - TAIL_SIZE || size - HEAD_SIZE - TAIL_SIZE - *length >= BLOCK ||
		 word(tail + 4) != *length || word(tail + 8) != MAGIC_TAIL)
		*why = "its lengths contradict each other";
	else if (word(tail) != adler32(reading->blob, size - TAIL_SIZE))
		*why = "its checksum is wrong";
	return 0;
}

/* Space that no slot names must hold no package: one that does was lost by a damaged slot. */
static int check_unused(struct reading *reading, uint64_t from, uint64_t to)
{
	unsigned char *chunk;
	int rc = 0;

	/* blocks are counted from the file's start, so both ends are multiples of a block but for a ragged end of the file
	 */
	to -= to % BLOCK;
	if (from >= to)
		return 0;
	chunk = malloc(CHUNK);
	if (!chunk)
		return sslinv_rpm_out_of_memory(reading->database, reading->sink);
	while (rc == 0 && from < to) {
		size_t size = to - from < CHUNK ? (size_t)(to - from) : CHUNK;

		rc = sslinv_rpm_read_at(reading->database->fd, chunk, size, from);
		if (rc < 0) {
			rc = problem_read(reading, from, rc);
			break;
		}
		for (size_t at = 0; rc == 0 && at < size; at += BLOCK) {
			if (word(chunk + at) != MAGIC_BLOB || reading->lost++ >= PROBLEMS_MAX)
				continue;
			rc = sslinv_backend_problem(reading->sink, reading->database->path,
						    "package number %u lies at offset %llu, but no slot names it; run "
						    "`rpm --rebuilddb` on the host",
						    word(chunk + at + 4), (unsigned long long)(from + at));
		}
		from += size;
	}
	free(chunk);
	return rc < 0 ? rc : 0;
}

static int read_all(struct reading *reading, sslinv_rpm_blob_function function, void *context)
{
	uint64_t end = reading->blobs_from;
	int rc;

	for (size_t i = 0; i < reading->count; i++) {
		const struct slot *slot = &reading->slots[i];
		uint64_t from = (uint64_t)slot->block * BLOCK, to = from + (uint64_t)slot->blocks * BLOCK;
		const char *why = NULL;
		size_t length = 0;

		rc = 0;
		if (!is_slot_possible(reading, slot))
			why = "its slot points outside of the file, or to an impossible length";
		else if (slot->package >= reading->next_package)
			why = "its number is one that the file's header has not given out yet";
		else if (from < end)
			why = "it overlaps with another package";
		else
			rc = check_unused(reading, end, from);
		if (rc == 0 && !why) {
			end = to;
			rc = read_blob(reading, slot, &length, &why);
		}
		if (rc < 0)
			return rc;

		if (why)
			rc = sslinv_backend_problem(
				reading->sink, reading->database->path,
				"package number %u cannot be read: %s; run `rpm --rebuilddb` on the host", slot->package,
				why);
		else
			rc = function(context, slot->package, reading->blob + HEAD_SIZE, length);
		if (rc != 0)
			return rc;
	}
	return check_unused(reading, end, (uint64_t)reading->database->status.st_size);
}

int sslinv_rpm_ndb_each(const struct sslinv_rpm_database *database, const struct sslinv_backend_sink *sink,
			sslinv_rpm_blob_function function, void *context)
{
	struct reading reading = { .database = database, .sink = sink };
	int rc = read_slots(&reading);

	if (rc == 0)
		rc = read_all(&reading, function, context);
	free(reading.slots);
	free(reading.blob);
	return rc;
}
