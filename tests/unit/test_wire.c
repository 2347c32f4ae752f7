/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Records as bytes: what is written comes back, and nothing else is ever taken for it. */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/wire.h"

/* The forms of the records below: `s` a string, `n` a number, `0` a NULL. */
static const struct {
	enum sslinv_wire_type type;
	const char *form;
} written[] = {
	{ SSLINV_WIRE_DESCRIBE, "sss" },     { SSLINV_WIRE_ABSENT, "" },       { SSLINV_WIRE_PACKAGE, "sss0s0s" },
	{ SSLINV_WIRE_FILE, "s" },           { SSLINV_WIRE_DEPENDENCY, "ns" }, { SSLINV_WIRE_CHANGELOG, "n0s" },
	{ SSLINV_WIRE_CANDIDATE, "ssssss" }, { SSLINV_WIRE_PROBLEM, "0s" },    { SSLINV_WIRE_END, "n" },
};

static const char *const words[] = { "rpm", "", "libssl3", "3.0.19-1~deb12u2", "amd64", "/usr/lib/\xff\n" };
static const int64_t numbers[] = { 0, -1, INT64_MAX, INT64_MIN, 1795503326 };

/* A stream of all of them; word and number depend on the place alone. */
static void write_stream(struct sslinv_wire_writer *writer)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(written); i++) {
		assert_int_equal(sslinv_wire_begin(writer, written[i].type), 0);
		for (size_t k = 0; written[i].form[k]; k++)
			if (written[i].form[k] == 'n')
				assert_int_equal(sslinv_wire_number(writer, numbers[(i + k) % SSLINV_ARRAY_SIZE(numbers)]),
						 0);
			else
				assert_int_equal(
					sslinv_wire_string(writer, written[i].form[k] == '0'
									   ? NULL
									   : words[(i + k) % SSLINV_ARRAY_SIZE(words)]),
					0);
		assert_int_equal(sslinv_wire_end(writer), 0);
	}
}

/* Reads one record by the form of its type; false where it does not have it. Touches every byte it is given. */
static bool read_record(struct sslinv_wire_record *record)
{
	const char *form = NULL;

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(written); i++)
		if (written[i].type == record->type)
			form = written[i].form;
	if (!form)
		return false;
	for (; *form; form++) {
		const char *string;
		int64_t number;

		if (*form == 'n' && !sslinv_wire_take_number(record, &number))
			return false;
		if (*form != 'n' && !sslinv_wire_take_string(record, &string))
			return false;
		if (*form != 'n' && string && (string + strlen(string) >= record->at || string > record->end))
			fail_msg("a string reaches out of its record");
	}
	return record->at == record->end;
}

/* As many records as a reader gets from these bytes, which lie in memory of just their size. */
static size_t read_stream(const char *bytes, size_t length)
{
	char *exact = malloc(length + !length);
	size_t done = 0, count = 0;

	assert_non_null(exact);
	memcpy(exact, bytes, length);
	while (done < length) {
		struct sslinv_wire_record record;
		long used = sslinv_wire_parse(exact + done, length - done, &record);

		if (used <= 0)
			break;
		assert_true((size_t)used <= length - done);
		assert_true(record.type > 0 && record.type < SSLINV_WIRE_TYPE_COUNT);
		assert_ptr_equal(record.end, exact + done + used);
		if (!read_record(&record))
			break;
		done += (size_t)used;
		count++;
	}
	free(exact);
	return count;
}

static void what_is_written_comes_back(void **state)
{
	SSLINV_CLEANUP(sslinv_wire_free) struct sslinv_wire_writer writer = { .fd = -1 };
	const char *at, *string;
	int64_t number;

	(void)state;
	write_stream(&writer);
	at = writer.data.data;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(written); i++) {
		struct sslinv_wire_record record;
		long used = sslinv_wire_parse(at, (size_t)(writer.data.data + writer.data.length - at), &record);

		assert_true(used > 0);
		assert_int_equal(record.type, written[i].type);
		for (size_t k = 0; written[i].form[k]; k++)
			if (written[i].form[k] == 'n') {
				assert_true(sslinv_wire_take_number(&record, &number));
				assert_true(number == numbers[(i + k) % SSLINV_ARRAY_SIZE(numbers)]);
			} else {
				assert_true(sslinv_wire_take_string(&record, &string));
				if (written[i].form[k] == '0')
					assert_null(string);
				else
					assert_string_equal(string, words[(i + k) % SSLINV_ARRAY_SIZE(words)]);
			}
		assert_ptr_equal(record.at, record.end);
		assert_false(sslinv_wire_take_string(&record, &string));
		assert_false(sslinv_wire_take_number(&record, &number));
		at += used;
	}
	assert_ptr_equal(at, writer.data.data + writer.data.length);
}

/* Cut anywhere, a stream gives the records before the cut, and none more. */
static void a_cut_stream_gives_what_is_whole(void **state)
{
	SSLINV_CLEANUP(sslinv_wire_free) struct sslinv_wire_writer writer = { .fd = -1 };
	size_t whole = 0, ends = 0;

	(void)state;
	write_stream(&writer);
	for (size_t cut = 0; cut <= writer.data.length; cut++) {
		struct sslinv_wire_record record;

		if (cut == ends) {
			long used = sslinv_wire_parse(writer.data.data + cut, writer.data.length - cut, &record);

			whole += cut > 0;
			ends += (size_t)used;
			assert_true(used > 0 || cut == writer.data.length);
		}
		assert_int_equal(read_stream(writer.data.data, cut), whole);
	}
	assert_int_equal(whole, SSLINV_ARRAY_SIZE(written));
}

static void damaged_streams_are_read_within_bounds(void **state)
{
	SSLINV_CLEANUP(sslinv_wire_free) struct sslinv_wire_writer writer = { .fd = -1 };
	unsigned seed = 20261124;
	size_t refused = 0;

	(void)state;
	write_stream(&writer);
	for (int round = 0; round < 5000; round++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *bytes = malloc(writer.data.length);

		assert_non_null(bytes);
		memcpy(bytes, writer.data.data, writer.data.length);
		for (int flips = 1 + rand_r(&seed) % 3; flips > 0; flips--)
			bytes[(size_t)rand_r(&seed) % writer.data.length] = (char)rand_r(&seed);
		refused += read_stream(bytes, writer.data.length) < SSLINV_ARRAY_SIZE(written);
	}
	/* Lengths and types are half of the bytes. */
	assert_true(refused > 1000);
}

static void lying_lengths_are_refused(void **state)
{
	static const struct {
		uint32_t header[3];
		size_t length; /* of the bytes */
		long used;
		bool string; /* is there one */
	} cases[] = {
		{ { SSLINV_WIRE_FILE, 8, 3 }, 7, 0, false },
		{ { SSLINV_WIRE_FILE, 8, 3 }, 15, 0, false },
		{ { SSLINV_WIRE_FILE, 8, 3 }, 16, 16, true },
		{ { SSLINV_WIRE_FILE, 8, 2 }, 16, 16, false }, /* no NUL where it ends */
		{ { SSLINV_WIRE_FILE, 8, 4 }, 16, 16, false }, /* the NUL would be outside */
		{ { SSLINV_WIRE_FILE, 8, UINT32_MAX - 1 }, 16, 16, false },
		{ { SSLINV_WIRE_FILE, 8, UINT32_MAX }, 16, 16, true }, /* NULL */
		{ { SSLINV_WIRE_FILE, 4, 0 }, 12, 12, false },
		{ { SSLINV_WIRE_FILE, 3, 0 }, 12, 11, false },
		{ { SSLINV_WIRE_FILE, SSLINV_WIRE_MAX_RECORD, 0 }, 16, 0, false },
		{ { SSLINV_WIRE_FILE, SSLINV_WIRE_MAX_RECORD + 1, 0 }, 16, -1, false },
		{ { SSLINV_WIRE_FILE, UINT32_MAX, 0 }, 16, -1, false },
		{ { 0, 8, 0 }, 16, -1, false },
		{ { SSLINV_WIRE_TYPE_COUNT, 8, 0 }, 16, -1, false },
		{ { UINT32_MAX, 8, 0 }, 16, -1, false },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		char *bytes = malloc(cases[i].length), full[16] = { 0 };
		struct sslinv_wire_record record;
		const char *string;

		assert_non_null(bytes);
		memcpy(full, cases[i].header, sizeof(cases[i].header));
		memcpy(full + 12, "abc", 4);
		memcpy(bytes, full, cases[i].length);
		assert_int_equal(sslinv_wire_parse(bytes, cases[i].length, &record), cases[i].used);
		if (cases[i].used > 0)
			assert_int_equal(sslinv_wire_take_string(&record, &string), cases[i].string);
		free(bytes);
	}
}

/* What is too long is said to be so, and what comes after it can be read. */
static void a_record_too_long_leaves_nothing(void **state)
{
	SSLINV_CLEANUP(sslinv_wire_free) struct sslinv_wire_writer writer = { .fd = -1 };
	SSLINV_CLEANUP(sslinv_free_ptr) char *huge = malloc((size_t)SSLINV_WIRE_MAX_RECORD + 2);
	struct sslinv_wire_record record;
	const char *string;
	long used;

	(void)state;
	assert_non_null(huge);
	memset(huge, 'x', (size_t)SSLINV_WIRE_MAX_RECORD + 1);
	huge[SSLINV_WIRE_MAX_RECORD + 1u] = '\0';
	assert_int_equal(sslinv_wire_begin(&writer, SSLINV_WIRE_FILE), 0);
	assert_int_equal(sslinv_wire_string(&writer, huge), -E2BIG);
	/* Short enough alone, too long with the rest. */
	huge[SSLINV_WIRE_MAX_RECORD - 8u] = '\0';
	assert_int_equal(sslinv_wire_begin(&writer, SSLINV_WIRE_PROBLEM), 0);
	assert_int_equal(sslinv_wire_string(&writer, NULL), 0);
	assert_int_equal(sslinv_wire_string(&writer, huge), 0);
	assert_int_equal(sslinv_wire_end(&writer), -E2BIG);
	assert_int_equal(writer.data.length, 0);
	/* The longest there is. */
	huge[SSLINV_WIRE_MAX_RECORD - 8u] = 'x';
	huge[SSLINV_WIRE_MAX_RECORD - 5u] = '\0';
	assert_int_equal(sslinv_wire_begin(&writer, SSLINV_WIRE_FILE), 0);
	assert_int_equal(sslinv_wire_string(&writer, huge), 0);
	assert_int_equal(sslinv_wire_end(&writer), 0);
	used = sslinv_wire_parse(writer.data.data, writer.data.length, &record);
	assert_int_equal(used, writer.data.length);
	assert_true(sslinv_wire_take_string(&record, &string));
	assert_int_equal(strlen(string), SSLINV_WIRE_MAX_RECORD - 5u);
}

static void records_go_through_a_pipe(void **state)
{
	struct sslinv_wire_writer writer = { 0 }, memory = { .fd = -1 };
	char bytes[4096];
	ssize_t got;
	int ends[2];

	(void)state;
	signal(SIGPIPE, SIG_IGN);
	assert_int_equal(pipe(ends), 0);
	writer.fd = ends[1];
	write_stream(&writer);
	write_stream(&memory);
	assert_int_equal(sslinv_wire_flush(&writer), 0);
	got = read(ends[0], bytes, sizeof(bytes));
	assert_int_equal(got, memory.data.length);
	assert_memory_equal(bytes, memory.data.data, (size_t)got);
	close(ends[0]);
	write_stream(&writer);
	assert_int_equal(sslinv_wire_flush(&writer), -EPIPE);
	close(ends[1]);
	sslinv_wire_free(&writer);
	sslinv_wire_free(&memory);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_comes_back),
		cmocka_unit_test(a_cut_stream_gives_what_is_whole),
		cmocka_unit_test(damaged_streams_are_read_within_bounds),
		cmocka_unit_test(lying_lengths_are_refused),
		cmocka_unit_test(a_record_too_long_leaves_nothing),
		cmocka_unit_test(records_go_through_a_pipe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
