/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Texts of the build, found by how they begin, one window of the file at a time. */
#include "policy/library_marks.h"

#include <ctype.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"

/* A text begins in a window of this size, and is read to its end with what is behind. */
#define WINDOW ((size_t)1024 * 1024)
#define BEHIND ((size_t)16 * 1024)
/* What may belong to a text before the place where it is recognised. */
#define BEFORE ((size_t)64)
#define MAX_BYTES ((uint64_t)1024 * 1024 * 1024)

/* Takes a text that begins at `at`, of which what follows is read up to `end`; `begin` is how far one may look back. */
typedef void take_text(struct sslinv_library_marks *marks, const char *begin, const char *at, const char *end);

static bool is_at(const char *at, const char *end, const char *word)
{
	size_t length = strlen(word);

	return (size_t)(end - at) >= length && memcmp(at, word, length) == 0;
}

/* The text up to a quotation mark; the first one counts. */
static void take_quoted(char *to, size_t size, const char *at, const char *end)
{
	const char *quote = memchr(at, '"', (size_t)(end - at));
	size_t length = quote ? (size_t)(quote - at) : 0;

	if (to[0] != '\0' || length == 0 || length >= size || at[0] != '/' || memchr(at, '\0', length))
		return;
	memcpy(to, at, length);
	to[length] = '\0';
}

static void take_openssl_dir(struct sslinv_library_marks *marks, const char *begin, const char *at, const char *end)
{
	(void)begin;
	take_quoted(marks->openssl_dir, sizeof(marks->openssl_dir), at, end);
}

static void take_modules_dir(struct sslinv_library_marks *marks, const char *begin, const char *at, const char *end)
{
	(void)begin;
	take_quoted(marks->modules_dir, sizeof(marks->modules_dir), at, end);
}

#define LEVEL_OPTION "-DOPENSSL_TLS_SECURITY_LEVEL="

static void take_compiler(struct sslinv_library_marks *marks, const char *begin, const char *at, const char *end)
{
	const char *stop = memchr(at, '\0', (size_t)(end - at)), *level;

	(void)begin;
	if (!stop)
		stop = end;
	marks->has_compiler = true;
	level = memmem(at, (size_t)(stop - at), LEVEL_OPTION, strlen(LEVEL_OPTION));
	if (level && level + strlen(LEVEL_OPTION) < stop) {
		char digit = level[strlen(LEVEL_OPTION)];

		if (digit >= '0' && digit <= '5')
			marks->security_level = (struct sslinv_known_count){ true, (uint64_t)(digit - '0') };
	}
	if (memmem(at, (size_t)(stop - at), "-DSYSTEM_CIPHERS_FILE=", 22))
		marks->has_system_ciphers = true;
}

static void take_ml_kem(struct sslinv_library_marks *marks, const char *begin, const char *at, const char *end)
{
	static const char name[] = "X25519MLKEM768";
	const size_t length = sizeof(name) - 1;

	(void)end;
	marks->has_ml_kem = true;
	if ((size_t)(at - begin) >= length && memcmp(at - length, name, length) == 0)
		marks->has_ml_kem_group = true;
}

/* As provider modules and the forks spell it. */
static void take_other_ml_kem(struct sslinv_library_marks *marks, const char *begin, const char *at, const char *end)
{
	(void)begin;
	(void)at;
	(void)end;
	marks->has_ml_kem = true;
}

static size_t version_length(const char *at, const char *end)
{
	size_t length = 0;

	while (at + length < end && (isdigit((unsigned char)at[length]) || at[length] == '.'))
		length++;
	return length;
}

/* `FIPS 2.0.16 validated module 24 Aug 2017` */
static void take_fips_object(struct sslinv_library_marks *marks, const char *begin, const char *at, const char *end)
{
	size_t length = version_length(at, end);

	(void)begin;
	if (length == 0 || length >= sizeof(marks->fips_object) || marks->fips_object[0] ||
	    (!is_at(at + length, end, " validated module") && !is_at(at + length, end, " unvalidated test module")))
		return;
	memcpy(marks->fips_object, at, length);
	marks->fips_object[length] = '\0';
}

/*
 * A version that is a string of its own, `3.0.7` or `3.0.7-395c1a240fbfffd8`: three numbers, of which the first is at least
 * 3. The longer one tells the build as well. `at` is behind the first point.
 */
static void take_version(struct sslinv_library_marks *marks, const char *begin, const char *at, const char *end)
{
	const char *first = at - 2, *stop = memchr(at, '\0', (size_t)(end - at));
	size_t numbers = version_length(first, end), length = stop ? (size_t)(stop - first) : 0;
	unsigned points = 0;

	if (first <= begin || first[-1] != '\0' || *first < '3' || *first > '9' || !stop ||
	    length >= sizeof(marks->fips_version) || length <= strlen(marks->fips_version) ||
	    (first + numbers != stop && first[numbers] != '-'))
		return;
	for (size_t i = 0; i < length; i++) {
		points += i < numbers && first[i] == '.';
		if (!isalnum((unsigned char)first[i]) && !strchr(".-+~_", first[i]))
			return;
	}
	if (points != 2 || !isdigit((unsigned char)first[numbers - 1]) || !isdigit((unsigned char)at[0]))
		return;
	memcpy(marks->fips_version, first, length + 1);
}

static const struct {
	const char *text; /* how it begins */
	size_t place;     /* of a byte in it that is rare in programs */
	take_text *take;  /* is given the place behind the text */
} texts[] = {
	{ "OPENSSLDIR: \"", 10, take_openssl_dir },
	{ "MODULESDIR: \"", 10, take_modules_dir },
	{ "compiler: ", 8, take_compiler },
	{ "MLKEM768", 2, take_ml_kem },
	{ "mlkem768", 2, take_other_ml_kem },
	{ "FIPS ", 0, take_fips_object },
	{ ".", 0, take_version },
};

/* The rare bytes of the texts, each once; only a module is asked for its version, which begins with the last. */
static const char rare_bytes[] = ":KkF.";

/* A part of the file: `begin` to `end` are read, and texts that begin in `from` to `to` are taken. */
struct window {
	const char *begin, *from, *to, *end;
};

static void look_at(struct sslinv_library_marks *marks, const struct window *window, const char *at)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(texts); i++) {
		const char *begin = at - texts[i].place;

		if (texts[i].text[texts[i].place] == *at && (size_t)(at - window->from) >= texts[i].place &&
		    begin < window->to && is_at(begin, window->end, texts[i].text))
			texts[i].take(marks, window->begin, begin + strlen(texts[i].text), window->end);
	}
}

static void look(struct sslinv_library_marks *marks, const struct window *window, bool is_module)
{
	size_t count = sizeof(rare_bytes) - (is_module ? 1 : 2);

	for (size_t i = 0; i < count; i++)
		for (const char *at = window->from;
		     at < window->end && (at = memchr(at, rare_bytes[i], (size_t)(window->end - at))); at++)
			look_at(marks, window, at);
}

/* Fills the buffer from `offset` on, as far as the file goes. */
static ssize_t fill(int fd, char *buffer, size_t size, uint64_t offset)
{
	size_t done = 0;

	while (done < size) {
		ssize_t got = pread(fd, buffer + done, size - done, (off_t)(offset + done));

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -errno;
		if (got == 0)
			break;
		done += (size_t)got;
	}
	return (ssize_t)done;
}

/* Where the next bytes are that are more than a hole, from `offset` on: a hole may be as large as it likes. */
static uint64_t skip_hole(int fd, uint64_t offset)
{
	off_t data = lseek(fd, (off_t)offset, SEEK_DATA);

	return data > (off_t)offset ? (uint64_t)data : offset;
}

int sslinv_library_marks_read(int fd, bool is_module, struct sslinv_library_marks *marks)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *buffer = malloc(BEFORE + WINDOW + BEHIND);
	uint64_t at = 0, done = 0;

	memset(marks, 0, sizeof(*marks));
	if (!buffer)
		return -ENOMEM;
	for (;;) {
		uint64_t first = at < BEFORE ? 0 : at - BEFORE;
		ssize_t got = fill(fd, buffer, BEFORE + WINDOW + BEHIND, first);
		struct window window = { .begin = buffer, .from = buffer + (at - first) };

		if (got < 0)
			return (int)got;
		window.end = buffer + got;
		if (window.end <= window.from)
			return 0;
		window.to = (size_t)(window.end - window.from) < WINDOW ? window.end : window.from + WINDOW;
		look(marks, &window, is_module);
		done += (uint64_t)(window.to - window.from);
		if (done > MAX_BYTES)
			return -EFBIG;
		at = skip_hole(fd, at + (uint64_t)(window.to - window.from));
	}
}
