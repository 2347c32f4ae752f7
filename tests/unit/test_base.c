/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What everything else is built of: strings and their quoted form, arenas, arrays, numbers, errors, records. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/log.h"
#include "base/num.h"
#include "base/str.h"
#include "base/trusted.h"
#include "base/wire.h"
#include "base/write_all.h"

static const struct {
	const char *bytes;
	size_t length;
	bool printable;
} texts[] = {
	{ "", 0, true },
	{ "/usr/bin/curl", 13, true },
	{ " ~", 2, true },
	{ "\x1f", 1, false },
	{ "\x7f", 1, false },
	{ "a\nb", 3, false },
	{ "a\0b", 3, false },
	{ "\xc2\x80", 2, false },         /* U+0080, a control character */
	{ "\xc2\x9f", 2, false },         /* U+009F */
	{ "\xc2\xa0", 2, true },          /* U+00A0 */
	{ "\xdf\xbf", 2, true },          /* U+07FF */
	{ "\xc1\xbf", 2, false },         /* overlong */
	{ "\xc0\xaf", 2, false },         /* an overlong slash */
	{ "\xe0\xa0\x80", 3, true },      /* U+0800 */
	{ "\xe0\x9f\xbf", 3, false },     /* overlong */
	{ "\xed\x9f\xbf", 3, true },      /* U+D7FF */
	{ "\xed\xa0\x80", 3, false },     /* a surrogate */
	{ "\xed\xbf\xbf", 3, false },     /* a surrogate */
	{ "\xee\x80\x80", 3, true },      /* U+E000 */
	{ "\xef\xbf\xbf", 3, true },      /* U+FFFF */
	{ "\xf0\x90\x80\x80", 4, true },  /* U+10000 */
	{ "\xf0\x8f\xbf\xbf", 4, false }, /* overlong */
	{ "\xf4\x8f\xbf\xbf", 4, true },  /* U+10FFFF */
	{ "\xf4\x90\x80\x80", 4, false }, /* beyond */
	{ "\xf5\x80\x80\x80", 4, false },
	{ "\xf8\x88\x80\x80\x80", 5, false },
	{ "\x80", 1, false }, /* the middle of a character */
	{ "\xc3", 1, false }, /* the beginning of one */
	{ "\xe2\x82", 2, false },
	{ "\xf0\x9f\x98", 3, false },
	{ "\xe2\x82\x41", 3, false },
	{ "\xe2\x82\xac uro", 7, true },
};

static void printable_is_what_rfc_3629_says(void **state)
{
	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(texts); i++) {
		/* In memory that ends where the text ends, so that reading on shows. */
		char *exact = malloc(texts[i].length + !texts[i].length);

		assert_non_null(exact);
		memcpy(exact, texts[i].bytes, texts[i].length);
		if (sslinv_str_is_printable(exact, texts[i].length) != texts[i].printable)
			fail_msg("text number %zu is not as it should be", i);
		free(exact);
	}
}

static void quoted_forms_are_the_shells(void **state)
{
	static const struct {
		const char *bytes, *form;
	} forms[] = {
		{ "", "" },
		{ "/opt/a b", "/opt/a b" },
		{ "it's \\ fine", "it's \\ fine" },
		{ "/opt/a\nb\xff", "$'/opt/a\\nb\\xff'" },
		{ "\t'\\\x1b[2J", "$'\\t\\'\\\\\\x1b[2J'" },
		{ "$'", "$'$\\''" },
		{ "$'x'", "$'$\\'x\\''" },
		{ "$", "$" },
		{ "\xe2\x82\xac\xff", "$'\xe2\x82\xac\\xff'" },
		{ "\x01"
		  "2",
		  "$'\\x012'" },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(forms); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *form = sslinv_str_quoted(forms[i].bytes);
		SSLINV_CLEANUP(sslinv_free_ptr) char *back = sslinv_str_unquoted(forms[i].form);

		assert_string_equal(form, forms[i].form);
		assert_string_equal(back, forms[i].bytes);
	}
	assert_null(sslinv_str_quoted(NULL));
}

static void broken_quoting_is_refused(void **state)
{
	static const char *const forms[] = {
		"$'",       "$'a",      "$'\\'",    "$'a'b'", "$'\\q'",   "$'\\x'", "$'\\x4'",
		"$'\\xg0'", "$'\\x4g'", "$'\\xFF'", "$'a\\",  "$'\\x00'", "$'''",
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(forms); i++)
		assert_null(sslinv_str_unquoted(forms[i]));
}

/* Bytes out of a small alphabet, in which the signs of the quoting are common, or any. */
static size_t random_bytes(unsigned *seed, char *bytes)
{
	static const char signs[] = "$'\\xnt0af/\n\xc2\xa9\xe2\x82\xac\xff\x01";
	size_t length = (size_t)rand_r(seed) % 12;

	for (size_t i = 0; i < length; i++)
		bytes[i] = rand_r(seed) % 4 ? signs[(size_t)rand_r(seed) % (sizeof(signs) - 1)]
					    : (char)(1 + rand_r(seed) % 255);
	bytes[length] = '\0';
	return length;
}

struct pair {
	char bytes[16];
	char *form;
};

static int by_form(const void *a, const void *b)
{
	return strcmp(((const struct pair *)a)->form, ((const struct pair *)b)->form);
}

/* Every text comes back, its form is printable, and no two texts share one. */
static void quoting_is_a_way_there_and_back(void **state)
{
	static struct pair pairs[20000];
	unsigned seed = 20261124;

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(pairs); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *back = NULL;
		size_t length = random_bytes(&seed, pairs[i].bytes);

		pairs[i].form = sslinv_str_quoted(pairs[i].bytes);
		assert_non_null(pairs[i].form);
		assert_true(sslinv_str_is_printable(pairs[i].form, strlen(pairs[i].form)));
		back = sslinv_str_unquoted(pairs[i].form);
		assert_non_null(back);
		assert_int_equal(strlen(back), length);
		assert_memory_equal(back, pairs[i].bytes, length);
	}
	qsort(pairs, SSLINV_ARRAY_SIZE(pairs), sizeof(pairs[0]), by_form);
	for (size_t i = 1; i < SSLINV_ARRAY_SIZE(pairs); i++)
		if (strcmp(pairs[i].form, pairs[i - 1].form) == 0)
			assert_string_equal(pairs[i].bytes, pairs[i - 1].bytes);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(pairs); i++)
		free(pairs[i].form);
}

static void strings_grow(void **state)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str str = { 0 };
	char time[SSLINV_TIME_SIZE];

	(void)state;
	assert_string_equal(sslinv_str_text(&str), "");
	for (int i = 0; i < 1000; i++)
		assert_int_equal(sslinv_str_printf(&str, "%03d", i), 0);
	assert_int_equal(str.length, 3000);
	assert_int_equal(strlen(str.data), 3000);
	assert_memory_equal(str.data + 2997, "999", 4);
	/* What cannot be had leaves it as it was. */
	assert_int_equal(sslinv_str_add_bytes(&str, "", SIZE_MAX - 10), SSLINV_E_MEMORY);
	assert_int_equal(str.length, 3000);
	sslinv_str_reset(&str);
	assert_string_equal(sslinv_str_text(&str), "");
	assert_int_equal(sslinv_str_add_bytes(&str, "a\0b", 3), 0);
	assert_memory_equal(str.data, "a\0b", 4);

	assert_true(sslinv_str_starts("libssl.so", "lib") && sslinv_str_starts("x", "") && !sslinv_str_starts("li", "lib"));
	assert_true(sslinv_str_ends("libssl.so", ".so") && sslinv_str_ends("x", "") && !sslinv_str_ends("so", ".so"));
	assert_true(sslinv_str_compare(NULL, NULL) == 0 && sslinv_str_compare(NULL, "") < 0 &&
		    sslinv_str_compare("", NULL) > 0);
	assert_true(sslinv_str_compare("a", "b") < 0 && sslinv_str_compare("a", "a") == 0);

	sslinv_str_time(time, 1795503326);
	assert_string_equal(time, "2026-11-24T06:55:26Z");
	sslinv_str_time(time, 0);
	assert_string_equal(time, "1970-01-01T00:00:00Z");
	sslinv_str_time(time, INT64_MAX);
	assert_string_equal(time, "1970-01-01T00:00:00Z");
}

static void arena_gives_pieces_of_any_size(void **state)
{
	struct sslinv_arena arena = { 0 }, other = { 0 }, empty = { 0 };
	char *pieces[400], *big;
	unsigned seed = 7;

	(void)state;
	/* Each is aligned, is its own, and stays as it was filled; strings between them go without gaps. */
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(pieces); i++) {
		size_t size = i % 50 == 49 ? (size_t)200 * 1024 : (size_t)rand_r(&seed) % 300;

		pieces[i] = sslinv_arena_alloc(&arena, size + sizeof(size));
		assert_non_null(pieces[i]);
		assert_int_equal((uintptr_t)pieces[i] % _Alignof(max_align_t), 0);
		memcpy(pieces[i], &size, sizeof(size));
		memset(pieces[i] + sizeof(size), (int)(i & 0xff), size);
		assert_string_equal(sslinv_arena_strdup(&arena, "odd"), "odd");
	}
	assert_string_equal(sslinv_arena_strndup(&arena, "libssl.so", 3), "lib");
	assert_string_equal(sslinv_arena_strndup(&arena, "", 0), "");
	assert_null(sslinv_arena_strdup(&arena, NULL));
	assert_null(sslinv_arena_strndup(&arena, "x", SIZE_MAX));
	assert_null(sslinv_arena_alloc(&arena, SIZE_MAX - 8));

	/* What was joined lives on in the other. */
	big = sslinv_arena_alloc(&other, 300000);
	assert_non_null(big);
	memset(big, 'x', 300000);
	sslinv_arena_join(&other, &arena);
	assert_null(arena.blocks);
	sslinv_arena_join(&other, &empty);
	sslinv_arena_join(&empty, &other);
	assert_null(other.blocks);
	assert_string_equal(sslinv_arena_strdup(&empty, "after"), "after");
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(pieces); i++) {
		size_t size;

		memcpy(&size, pieces[i], sizeof(size));
		for (size_t k = 0; k < size; k++)
			assert_int_equal((unsigned char)pieces[i][sizeof(size) + k], i & 0xff);
	}
	assert_int_equal(big[299999], 'x');
	sslinv_arena_free(&empty);
	sslinv_arena_free(&empty);
	assert_null(empty.blocks);
}

static void arrays_grow_and_are_zeroed(void **state)
{
	struct {
		uint64_t *items;
		size_t count, capacity;
	} array = { 0 };
	void *before;

	(void)state;
	for (uint64_t i = 0; i < 1000; i++) {
		uint64_t *added = sslinv_array_add(&array);

		assert_non_null(added);
		assert_int_equal(*added, 0);
		*added = i;
	}
	for (uint64_t i = 0; i < 1000; i++)
		assert_int_equal(array.items[i], i);
	before = array.items;
	assert_int_equal(sslinv_array_reserve(&array.items, &array.capacity, array.count, SIZE_MAX - 10, 8),
			 SSLINV_E_MEMORY);
	assert_int_equal(sslinv_array_reserve(&array.items, &array.capacity, array.count, SIZE_MAX / 8, 8), SSLINV_E_MEMORY);
	assert_int_equal(sslinv_array_reserve(&array.items, &array.capacity, array.count, SIZE_MAX / 2, 8), SSLINV_E_MEMORY);
	assert_ptr_equal(array.items, before);
	assert_int_equal(array.items[999], 999);
	free(array.items);
}

static void numbers_are_all_digits_and_fit(void **state)
{
	static const struct {
		const char *text;
		uint64_t max;
		bool good;
		uint64_t value;
	} cases[] = {
		{ "0", 0, true, 0 },
		{ "007", 10, true, 7 },
		{ "10", 10, true, 10 },
		{ "11", 10, false, 0 },
		{ "18446744073709551615", UINT64_MAX, true, UINT64_MAX },
		{ "18446744073709551616", UINT64_MAX, false, 0 },
		{ "184467440737095516150", UINT64_MAX, false, 0 },
		{ "99999999999999999999999999999999999", UINT64_MAX, false, 0 },
		{ "", UINT64_MAX, false, 0 },
		{ "-1", UINT64_MAX, false, 0 },
		{ "+1", UINT64_MAX, false, 0 },
		{ " 1", UINT64_MAX, false, 0 },
		{ "1 ", UINT64_MAX, false, 0 },
		{ "0x1", UINT64_MAX, false, 0 },
		{ "1\xb2", UINT64_MAX, false, 0 },
	};
	static const unsigned char bytes[] = { 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08 };

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		uint64_t value = 12345;

		assert_int_equal(sslinv_parse_number(cases[i].text, cases[i].max, &value), cases[i].good);
		assert_int_equal(value, cases[i].good ? cases[i].value : 12345);
	}
	assert_true(sslinv_range_inside(0, 0, 0) && sslinv_range_inside(3, 2, 5) && sslinv_range_inside(5, 0, 5));
	assert_false(sslinv_range_inside(6, 0, 5) || sslinv_range_inside(3, 3, 5) || sslinv_range_inside(UINT64_MAX, 2, 5) ||
		     sslinv_range_inside(2, UINT64_MAX, 5));
	assert_int_equal(sslinv_read_u16(bytes, true), 0x0102);
	assert_int_equal(sslinv_read_u16(bytes, false), 0x0201);
	assert_int_equal(sslinv_read_u32(bytes, true), 0x01020304);
	assert_int_equal(sslinv_read_u64(bytes, false), UINT64_C(0x0807060504030201));
}

static void errors_keep_code_and_room(void **state)
{
	struct sslinv_error error = SSLINV_ERROR_INIT;
	char longest[3000];

	(void)state;
	memset(longest, 'x', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	assert_int_equal(sslinv_error_set(&error, SSLINV_E_LIMIT, "%d of %s", 3, "them"), SSLINV_E_LIMIT);
	assert_string_equal(error.message, "3 of them");
	assert_int_equal(sslinv_error_prefix(&error, "file %s", "a"), SSLINV_E_LIMIT);
	assert_string_equal(error.message, "file a: 3 of them");
	/* Too much of anything is cut at the end, and the prefix stays in front. */
	assert_int_equal(sslinv_error_set(&error, SSLINV_E_FORMAT, "%s", longest), SSLINV_E_FORMAT);
	assert_int_equal(strlen(error.message), sizeof(error.message) - 1);
	assert_int_equal(sslinv_error_prefix(&error, "front"), SSLINV_E_FORMAT);
	assert_int_equal(strlen(error.message), sizeof(error.message) - 1);
	assert_memory_equal(error.message, "front: xxx", 10);
	assert_int_equal(sslinv_error_prefix(&error, "%s", longest), SSLINV_E_FORMAT);
	assert_int_equal(strlen(error.message), sizeof(error.message) - 1);
	assert_memory_equal(error.message + sizeof(error.message) - 5, "xx: ", 4);
	errno = ENOENT;
	assert_int_equal(sslinv_error_errno(&error, "cannot open %s", "it"), SSLINV_E_SYSTEM);
	assert_string_equal(error.message, "cannot open it: No such file or directory");
	assert_int_equal(errno, ENOENT);
	errno = ENOENT;
	assert_int_equal(sslinv_error_errno(&error, "%s", longest), SSLINV_E_SYSTEM);
	assert_int_equal(strlen(error.message), sizeof(error.message) - 1);
	errno = ENOMEM;
	assert_int_equal(sslinv_error_errno(&error, "x"), SSLINV_E_MEMORY);
	assert_int_equal(sslinv_error_set(NULL, SSLINV_E_BUSY, "x"), SSLINV_E_BUSY);
	sslinv_error_clear(&error);
	assert_int_equal(error.code, SSLINV_OK);
	assert_string_equal(error.message, "");
}

#define LINES 20000

static void *speak(void *word)
{
	for (int i = 0; i < LINES; i++)
		sslinv_log_error("%s %s", (const char *)word, (const char *)word);
	return NULL;
}

/* The thread that waits for signals speaks while another does: no line begins inside of one. */
static void lines_of_two_threads_are_whole(void **state)
{
	char words[2][8] = { "one", "other" };
	char *text = NULL, *line, *rest;
	size_t size = 0, count = 0;
	FILE *memory = open_memstream(&text, &size), *original = stderr;
	pthread_t other;

	(void)state;
	assert_non_null(memory);
	stderr = memory;
	assert_int_equal(pthread_create(&other, NULL, speak, words[0]), 0);
	speak(words[1]);
	assert_int_equal(pthread_join(other, NULL), 0);
	stderr = original;
	assert_int_equal(fclose(memory), 0);
	for (rest = text; (line = strsep(&rest, "\n")) && *line; count++)
		assert_true(strcmp(line, "sslinv: one one") == 0 || strcmp(line, "sslinv: other other") == 0);
	assert_int_equal(count, 2 * LINES);
	free(text);
}

static void a_path_has_a_directory(void **state)
{
	static const char *const cases[][2] = { { "/usr/lib/x", "/usr/lib" }, { "/x", "/" }, { "/usr/lib/", "/usr/lib" } };

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *directory = sslinv_str_directory(cases[i][0]);

		assert_string_equal(directory, cases[i][1]);
	}
}

static int try_trusted(const char *directory, const char *name)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_path(directory, name);
	struct sslinv_error error = SSLINV_ERROR_INIT;
	int fd = sslinv_trusted_open(path, &error);

	if (fd < 0)
		return fd;
	close(fd);
	return 0;
}

/* What a link leads to may be unmounted: then nobody knows what the file would have forbidden. */
static void links_to_nothing_are_not_absent(void **state)
{
	char directory[] = "/tmp/test_base.XXXXXX";
	int at;

	(void)state;
	assert_non_null(mkdtemp(directory));
	at = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_true(at >= 0);
	assert_int_equal(symlinkat("/nonexistent/sslinv.conf", at, "link"), 0);
	assert_int_equal(symlinkat("link", at, "chain"), 0);
	assert_int_equal(symlinkat("/nonexistent/sslinv", at, "conf"), 0);
	assert_int_equal(symlinkat(".", at, "here"), 0);
	close(openat(at, "file", O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
	assert_int_equal(try_trusted(directory, "file"), 0);
	assert_int_equal(try_trusted(directory, "here/file"), 0);
	assert_int_equal(try_trusted(directory, "none"), SSLINV_E_NOT_FOUND);
	assert_int_equal(try_trusted(directory, "here/none"), SSLINV_E_NOT_FOUND);
	assert_int_equal(try_trusted(directory, "none/further//down"), SSLINV_E_NOT_FOUND);
	assert_int_equal(try_trusted(directory, "link"), SSLINV_E_SYSTEM);
	assert_int_equal(try_trusted(directory, "chain"), SSLINV_E_SYSTEM);
	assert_int_equal(try_trusted(directory, "conf/sslinv.conf"), SSLINV_E_SYSTEM);
	assert_int_equal(try_trusted(directory, "conf//further/sslinv.conf"), SSLINV_E_SYSTEM);
	assert_int_equal(try_trusted(directory, "file/sslinv.conf"), SSLINV_E_SYSTEM);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(unlinkat(at, (const char *[]){ "link", "chain", "conf", "here", "file" }[i], 0), 0);
	close(at);
	assert_int_equal(rmdir(directory), 0);
}

static void on_alarm(int signal)
{
	(void)signal;
}

/* Takes what comes, once the pipe is full. */
static void *drain(void *context)
{
	char buffer[65536];
	ssize_t length;

	usleep(100000);
	while ((length = read(*(int *)context, buffer, sizeof(buffer))) > 0)
		((size_t *)context)[1] += (size_t)length;
	return NULL;
}

/* Signals that come meanwhile neither end the writing nor let it lose a byte. */
static void all_is_written_whatever_signals_come(void **state)
{
	const struct sigaction action = { .sa_handler = on_alarm };
	const struct itimerval often = { { 0, 2000 }, { 0, 2000 } }, never = { { 0, 0 }, { 0, 0 } };
	static char bytes[4 << 20];
	size_t reader[2] = { 0 };
	pthread_t thread;
	sigset_t alarm;
	int ends[2], rc;

	(void)state;
	assert_int_equal(pipe(ends), 0);
	memcpy(reader, &ends[0], sizeof(ends[0]));
	sigemptyset(&alarm);
	sigaddset(&alarm, SIGALRM);
	pthread_sigmask(SIG_BLOCK, &alarm, NULL);
	assert_int_equal(pthread_create(&thread, NULL, drain, reader), 0);
	pthread_sigmask(SIG_UNBLOCK, &alarm, NULL);
	assert_int_equal(sigaction(SIGALRM, &action, NULL), 0);
	assert_int_equal(setitimer(ITIMER_REAL, &often, NULL), 0);
	rc = sslinv_write_all(ends[1], bytes, sizeof(bytes));
	assert_int_equal(setitimer(ITIMER_REAL, &never, NULL), 0);
	assert_int_equal(rc, 0);
	close(ends[1]);
	pthread_join(thread, NULL);
	close(ends[0]);
	assert_int_equal(reader[1], sizeof(bytes));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_of_two_threads_are_whole),
		cmocka_unit_test(printable_is_what_rfc_3629_says),
		cmocka_unit_test(quoted_forms_are_the_shells),
		cmocka_unit_test(broken_quoting_is_refused),
		cmocka_unit_test(quoting_is_a_way_there_and_back),
		cmocka_unit_test(strings_grow),
		cmocka_unit_test(arena_gives_pieces_of_any_size),
		cmocka_unit_test(arrays_grow_and_are_zeroed),
		cmocka_unit_test(numbers_are_all_digits_and_fit),
		cmocka_unit_test(errors_keep_code_and_room),
		cmocka_unit_test(a_path_has_a_directory),
		cmocka_unit_test(links_to_nothing_are_not_absent),
		cmocka_unit_test(all_is_written_whatever_signals_come),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
