/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads `Packages` as a Berkeley DB file of either byte order: a hash (rpm 4 up to 4.15) or a btree (rpm 5), from the page
 * layout of Berkeley DB's db_page.h. A damaged page often looks like the end of a chain; so nothing is believed without a
 * second witness: each page is used once, no page in use may be without a link to it, and the pairs that were found are
 * compared with the count in the file's head.
 */
#include "rpm_database.h"

#include <endian.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum {
	MAGIC_HASH = 0x061561,
	MAGIC_BTREE = 0x053162,

	PAGE_INVALID = 0, /* free, or never written */
	PAGE_HASH_UNSORTED = 2,
	PAGE_BTREE_INNER = 3,
	PAGE_BTREE_LEAF = 5,
	PAGE_OVERFLOW = 7,
	PAGE_HASH = 13,

	HASH_ITEM_INLINE = 1,
	HASH_ITEM_OVERFLOW = 3,
	BTREE_ITEM_INLINE = 1,
	BTREE_ITEM_OVERFLOW = 3,
	BTREE_ITEM_DELETED = 0x80,

	PAGE_HEAD = 26,
	META_SIZE = 512,
	SPARES = 32,

	PROBLEMS_MAX = 30, /* more of them say nothing new */
};

struct reading {
	const struct sslinv_rpm_database *database;
	const struct sslinv_backend_sink *sink;
	sslinv_rpm_blob_function function;
	void *context;
	bool is_big_endian;
	bool is_btree;
	uint32_t page_size;
	uint32_t pages; /* whole pages in the file */
	unsigned char meta[META_SIZE];
	unsigned char *page;     /* the page whose entries are read; owned */
	unsigned char *overflow; /* one page of a long item; owned */
	unsigned char *seen;     /* one bit a page; owned */
	unsigned char *blob;     /* owned */
	size_t capacity;
	uint64_t pairs;  /* that were found, readable or not */
	bool is_counted; /* the head of the file counts as many */
	unsigned int problems;
};

/* Bytes inside a page. */
struct item {
	const unsigned char *data;
	uint32_t length;
};

static uint32_t word(const struct reading *reading, const unsigned char *bytes)
{
	uint32_t value;

	memcpy(&value, bytes, sizeof(value));
	return reading->is_big_endian ? be32toh(value) : le32toh(value);
}

static uint32_t half(const struct reading *reading, const unsigned char *bytes)
{
	uint16_t value;

	memcpy(&value, bytes, sizeof(value));
	return reading->is_big_endian ? be16toh(value) : le16toh(value);
}

static int complain(struct reading *reading, const char *format, ...) __attribute__((format(printf, 2, 3)));

static int complain(struct reading *reading, const char *format, ...)
{
	char text[512];
	va_list arguments;

	if (reading->problems++ >= PROBLEMS_MAX)
		return 0;
	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	return sslinv_backend_problem(reading->sink, reading->database->path, "%s; run `rpm --rebuilddb` on the host", text);
}

/*
 * Reads a page that nothing else has used yet. Returns 1, 0 after a complaint, or a negative value that ends the reading.
 */
static int read_page(struct reading *reading, uint32_t number, unsigned char *page)
{
	int rc;

	if (number == 0 || number >= reading->pages)
		return complain(reading, "a link leads to page %u, but the file has %u pages", number, reading->pages);
	if (reading->seen[number / 8] & 1u << number % 8)
		return complain(reading, "a second link leads to page %u", number);
	reading->seen[number / 8] |= (unsigned char)(1u << number % 8);

	rc = sslinv_rpm_read_at(reading->database->fd, page, reading->page_size, (uint64_t)number * reading->page_size);
	if (rc < 0) {
		int told = complain(reading, "cannot read page %u: %s", number,
				    rc == -ENODATA ? "the file ends before" : strerror(-rc));

		return told < 0 ? told : rc;
	}
	return 1;
}

/* Does the page say that it is the one that was asked for? Where not, after a complaint, false. */
static bool is_page(struct reading *reading, const unsigned char *page, uint32_t number, int *rc)
{
	if (word(reading, page + 8) == number)
		return true;
	*rc = complain(reading, "page %u says that it is page %u", number, word(reading, page + 8));
	return false;
}

/* Collects an item that lies on overflow pages in reading->blob. Returns 1, 0 after a complaint, or a negative value. */
static int read_overflow(struct reading *reading, uint32_t package, uint32_t first, uint32_t length)
{
	size_t filled = 0;
	uint32_t number = first;

	if (length > SSLINV_RPM_BLOB_MAX || length > (uint64_t)reading->database->status.st_size)
		return complain(reading, "package number %u claims to be of %u bytes", package, length);
	if (length > reading->capacity) {
		free(reading->blob);
		reading->capacity = 0;
		reading->blob = malloc(length);
		if (!reading->blob)
			return sslinv_rpm_out_of_memory(reading->database, reading->sink);
		reading->capacity = length;
	}
	while (number != 0 && filled < length) {
		uint32_t piece;
		int rc = read_page(reading, number, reading->overflow);

		if (rc <= 0 || !is_page(reading, reading->overflow, number, &rc))
			return rc;
		piece = half(reading, reading->overflow + 22);
		if (reading->overflow[25] != PAGE_OVERFLOW || piece == 0 || piece > reading->page_size - PAGE_HEAD ||
		    piece > length - filled)
			return complain(reading, "page %u is not a part of package number %u, to which it should belong",
					number, package);
		memcpy(reading->blob + filled, reading->overflow + PAGE_HEAD, piece);
		filled += piece;
		number = word(reading, reading->overflow + 16);
	}
	if (number != 0 || filled < length)
		return complain(reading, "package number %u has another length than it claims", package);
	return 1;
}

/* Hands on one pair: an inline key, and a value that is inline, or else overflow pages named in an item of 12 bytes. */
static int take_pair(struct reading *reading, uint32_t page, struct item key, struct item value, bool is_inline)
{
	uint32_t package;
	int rc;

	reading->pairs++;
	if (key.length != 4)
		return complain(reading, "page %u has a key of %u bytes", page, key.length);
	package = word(reading, key.data);
	if (reading->is_btree) {
		/* rpm 5 writes its keys in network order, whatever the machine */
		memcpy(&package, key.data, sizeof(package));
		package = be32toh(package);
	}
	if (package == 0)
		return 0; /* the last number that was given out */
	if (is_inline)
		return reading->function(reading->context, package, value.data, value.length);

	rc = read_overflow(reading, package, word(reading, value.data + 4), word(reading, value.data + 8));
	if (rc <= 0)
		return rc;
	return reading->function(reading->context, package, reading->blob, word(reading, value.data + 8));
}

/* The bytes of entry `index` of a hash page: from its own offset to that of the entry before; false if they cannot be. */
static bool hash_item(const struct reading *reading, uint32_t index, uint32_t entries, struct item *item)
{
	const unsigned char *offsets = reading->page + PAGE_HEAD;
	uint32_t from = half(reading, offsets + 2 * index);
	uint32_t to = index ? half(reading, offsets + 2 * (index - 1)) : reading->page_size;

	/* an offset of 65536 does not fit in two bytes, but page_size does in four */
	if (from < PAGE_HEAD + 2 * entries || from >= to || to > reading->page_size)
		return false;
	*item = (struct item){ reading->page + from, to - from };
	return true;
}

static int take_hash_entries(struct reading *reading, uint32_t page)
{
	uint32_t entries = half(reading, reading->page + 20);

	/* the items fill the page from its end down to the place that its head names */
	if (entries % 2 != 0 || PAGE_HEAD + 2 * entries > reading->page_size ||
	    (entries > 0 &&
	     half(reading, reading->page + PAGE_HEAD + 2 * (entries - 1)) != half(reading, reading->page + 22))) {
		int told = complain(reading, "page %u does not have the %u entries that it claims to have", page, entries);

		/* those that are there may still be good */
		if (told != 0 || PAGE_HEAD + 2 * entries > reading->page_size)
			return told;
		entries -= entries % 2;
	}
	for (uint32_t i = 0; i < entries; i += 2) {
		struct item key, value;
		bool is_inline;
		int rc;

		if (!hash_item(reading, i, entries, &key) || !hash_item(reading, i + 1, entries, &value)) {
			rc = complain(reading, "entry %u of page %u lies outside of the page", i, page);
			if (rc != 0)
				return rc;
			continue;
		}
		is_inline = value.data[0] == HASH_ITEM_INLINE;
		if (key.data[0] != HASH_ITEM_INLINE ||
		    (!is_inline && (value.data[0] != HASH_ITEM_OVERFLOW || value.length != 12))) {
			rc = complain(reading, "entry %u of page %u is of an unknown type", i, page);
		} else {
			key.data++;
			key.length--;
			if (is_inline) {
				value.data++;
				value.length--;
			}
			rc = take_pair(reading, page, key, value, is_inline);
		}
		if (rc != 0)
			return rc;
	}
	return 0;
}

/* The chain of pages of one bucket. */
static int walk_bucket(struct reading *reading, uint32_t first)
{
	uint32_t number = first;

	while (number != 0) {
		int rc = read_page(reading, number, reading->page);
		unsigned char type = reading->page[25];

		if (rc <= 0)
			return rc;
		/* a bucket that was never filled */
		if (number == first && type == PAGE_INVALID && word(reading, reading->page + 16) == 0 &&
		    half(reading, reading->page + 20) == 0)
			return 0;
		if (!is_page(reading, reading->page, number, &rc))
			return rc;
		if (type != PAGE_HASH && type != PAGE_HASH_UNSORTED)
			return complain(reading, "page %u should be one of a hash table, but is of type %u", number, type);
		rc = take_hash_entries(reading, number);
		if (rc != 0)
			return rc;
		number = word(reading, reading->page + 16);
	}
	return 0;
}

static int walk_hash(struct reading *reading)
{
	uint32_t max_bucket = word(reading, reading->meta + 72);
	int rc = 0;

	if (max_bucket >= reading->pages) {
		rc = complain(reading, "the hash table claims to have %u buckets in %u pages", max_bucket, reading->pages);
		if (rc < 0)
			return rc;
		max_bucket = reading->pages - 1;
	}
	for (uint32_t bucket = 0; bucket <= max_bucket; bucket++) {
		uint32_t doubling = 0;

		/* buckets made by the same doubling of the table lie together, their place is in the table of spares */
		while (doubling < SPARES - 1 && (uint64_t)1 << doubling < (uint64_t)bucket + 1)
			doubling++;
		rc = walk_bucket(reading, bucket + word(reading, reading->meta + 96 + 4 * doubling));
		if (rc != 0)
			return rc;
	}
	reading->is_counted = word(reading, reading->meta + 88) == reading->pairs;
	return 0;
}

/* The bytes of entry `index` of a btree leaf, and its type; false if they cannot be. */
static bool btree_item(const struct reading *reading, uint32_t index, uint32_t entries, struct item *item,
		       unsigned char *type)
{
	uint32_t from = half(reading, reading->page + PAGE_HEAD + 2 * index);

	if (from < PAGE_HEAD + 2 * entries || from > reading->page_size - 3)
		return false;
	*type = reading->page[from + 2];
	if ((*type & ~BTREE_ITEM_DELETED) == BTREE_ITEM_INLINE)
		*item = (struct item){ reading->page + from + 3, half(reading, reading->page + from) };
	else
		*item = (struct item){ reading->page + from, 12 };
	return item->length <= (size_t)(reading->page + reading->page_size - item->data);
}

static int take_btree_entries(struct reading *reading, uint32_t page)
{
	uint32_t entries = half(reading, reading->page + 20), lowest = reading->page_size;

	if (entries % 2 != 0 || PAGE_HEAD + 2 * entries > reading->page_size)
		return complain(reading, "page %u claims to have %u entries", page, entries);

	for (uint32_t i = 0; i < entries; i++) {
		uint32_t from = half(reading, reading->page + PAGE_HEAD + 2 * i);

		lowest = from < lowest ? from : lowest;
	}
	if (entries > 0 && lowest != half(reading, reading->page + 22)) {
		int told = complain(reading, "page %u does not have the %u entries that it claims to have", page, entries);

		if (told != 0)
			return told;
	}
	for (uint32_t i = 0; i < entries; i += 2) {
		struct item key, value;
		unsigned char key_type, type;
		int rc = 0;

		if (!btree_item(reading, i, entries, &key, &key_type) || !btree_item(reading, i + 1, entries, &value, &type))
			rc = complain(reading, "entry %u of page %u lies outside of the page", i, page);
		else if (type & BTREE_ITEM_DELETED)
			continue;
		else if (key_type != BTREE_ITEM_INLINE || (type != BTREE_ITEM_INLINE && type != BTREE_ITEM_OVERFLOW))
			rc = complain(reading, "entry %u of page %u is of an unknown type", i, page);
		else
			rc = take_pair(reading, page, key, value, type == BTREE_ITEM_INLINE);
		if (rc != 0)
			return rc;
	}
	return 0;
}

/* Down to the first leaf, then along the chain of leaves. */
static int walk_btree(struct reading *reading)
{
	uint32_t number = word(reading, reading->meta + 88);
	int rc = read_page(reading, number, reading->page);

	if (rc <= 0)
		return rc;
	while (reading->page[25] == PAGE_BTREE_INNER) {
		uint32_t entries = half(reading, reading->page + 20), from = half(reading, reading->page + PAGE_HEAD);

		if (!is_page(reading, reading->page, number, &rc))
			return rc;
		if (entries == 0 || from < PAGE_HEAD || from > reading->page_size - 12)
			return complain(reading, "page %u leads to no other page", number);
		number = word(reading, reading->page + from + 4);
		rc = read_page(reading, number, reading->page);
		if (rc <= 0)
			return rc;
	}
	for (;;) {
		if (!is_page(reading, reading->page, number, &rc))
			return rc;
		if (reading->page[25] != PAGE_BTREE_LEAF)
			return complain(reading, "page %u should be a leaf, but is of type %u", number, reading->page[25]);
		rc = take_btree_entries(reading, number);
		if (rc != 0)
			return rc;
		number = word(reading, reading->page + 16);
		if (number == 0)
			return 0;
		rc = read_page(reading, number, reading->page);
		if (rc <= 0)
			return rc;
	}
}

/*
 * Pages that hold entries and that no link led to. Overflow pages without a link say nothing where as many entries were
 * found as the head of the file counts: an erasure that was cut off may leave such pages behind. A btree has no count, and
 * that of a hash is off where its maker told Berkeley DB beforehand how many there would be.
 */
static int check_unseen(struct reading *reading)
{
	uint32_t lost = 0, example = 0;

	for (uint32_t number = 1; number < reading->pages; number++) {
		unsigned char head[PAGE_HEAD];
		int rc;

		if (reading->seen[number / 8] & 1u << number % 8)
			continue;
		rc = sslinv_rpm_read_at(reading->database->fd, head, sizeof(head), (uint64_t)number * reading->page_size);
		if (rc < 0) {
			int told = complain(reading, "cannot read page %u: %s", number, strerror(-rc));

			return told < 0 ? told : rc;
		}
		if (half(reading, head + 20) == 0)
			continue;
		if (head[25] == PAGE_HASH || head[25] == PAGE_HASH_UNSORTED || head[25] == PAGE_BTREE_LEAF ||
		    (head[25] == PAGE_OVERFLOW && !reading->is_counted)) {
			lost++;
			example = number;
		}
	}
	return lost ? complain(reading,
			       "packages are lost: no link leads to %u pages in use (one is page %u), %llu entries were "
			       "found",
			       lost, example, (unsigned long long)reading->pairs)
		    : 0;
}

/* Reads and judges the head of the file. Returns 1 if the walk can begin, 0 after a complaint, or a negative value. */
static int read_meta(struct reading *reading)
{
	const unsigned char *meta = reading->meta;
	uint64_t size = (uint64_t)reading->database->status.st_size, pages;
	uint32_t magic;
	int rc = sslinv_rpm_read_at(reading->database->fd, reading->meta, META_SIZE, 0);

	if (rc < 0)
		return complain(reading, "cannot read the head of the file: %s",
				rc == -ENODATA ? "the file ends before" : strerror(-rc));

	magic = word(reading, meta + 12);
	if (magic == __builtin_bswap32(MAGIC_HASH) || magic == __builtin_bswap32(MAGIC_BTREE)) {
		reading->is_big_endian = true;
		magic = word(reading, meta + 12);
	}
	reading->is_btree = magic == MAGIC_BTREE;
	if (magic != MAGIC_HASH && magic != MAGIC_BTREE)
		return complain(reading, "this is not a Berkeley DB hash or btree (magic %08x)", magic);
	if (meta[24] != 0 || (meta[26] & 1) != 0 || word(reading, meta + 36) != 0)
		return complain(reading, "encrypted, partitioned and checksummed Berkeley DB files cannot be read");
	reading->page_size = word(reading, meta + 20);
	if (reading->page_size < 512 || reading->page_size > 65536 || (reading->page_size & (reading->page_size - 1)) != 0)
		return complain(reading, "the head of the file claims pages of %u bytes", reading->page_size);

	pages = (uint64_t)word(reading, meta + 32) + 1;
	if (size % reading->page_size != 0 || size / reading->page_size < pages) {
		rc = complain(reading,
			      "the file is cut off or damaged: its head claims %llu pages of %u bytes, it has %llu bytes",
			      (unsigned long long)pages, reading->page_size, (unsigned long long)size);
		if (rc < 0)
			return rc;
	}
	pages = size / reading->page_size;
	if (pages < 2)
		return complain(reading, "no page of %u bytes follows the head of the file", reading->page_size);
	if (pages > UINT32_MAX)
		pages = UINT32_MAX;
	reading->pages = (uint32_t)pages;
	return 1;
}

int sslinv_rpm_bdb_each(const struct sslinv_rpm_database *database, const struct sslinv_backend_sink *sink,
			sslinv_rpm_blob_function function, void *context)
{
	struct reading reading = { .database = database, .sink = sink, .function = function, .context = context };
	int rc = read_meta(&reading);

	if (rc == 0)
		rc = -EBADMSG;
	if (rc < 0)
		return rc;

	reading.page = malloc(reading.page_size);
	reading.overflow = malloc(reading.page_size);
	reading.seen = calloc(reading.pages / 8 + 1, 1);
	if (!reading.page || !reading.overflow || !reading.seen)
		rc = sslinv_rpm_out_of_memory(database, sink);
	else
		rc = reading.is_btree ? walk_btree(&reading) : walk_hash(&reading);
	if (rc == 0)
		rc = check_unseen(&reading);
	free(reading.page);
	free(reading.overflow);
	free(reading.seen);
	free(reading.blob);
	return rc;
}
