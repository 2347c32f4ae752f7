/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looks for OpenSSL's marks in the constants of a file, one window at a time. */
#include "link/openssl_ident.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "openssl/openssl_text.h"

/* Each window is read with what may belong to a mark before and behind it. */
#define WINDOW ((size_t)256 * 1024)
#define BEFORE ((size_t)256)
#define BEHIND ((size_t)128)

/* With this many marks of its code a library is there even if it does not say its version (libssl 3 does not). */
#define ENOUGH_MARKS 3

/*
 * Source files of libcrypto and libssl that leave their names in the binary (for the error queue: as `evp_enc.c` up
 * to 1.0.2, as `crypto/evp/evp_enc.c` since), and that no other well-known library has. Sorted, for the search.
 */
static const char *const source_files[] = {
	"a_bitstr", "a_d2i_fp", "a_object", "a_strex",  "asn1_lib", "bio_lib",  "bn_ctx",   "bn_lib",   "by_dir",
	"by_file",  "d1_both",  "d1_lib",   "d1_srtp",  "dh_lib",   "dsa_lib",  "ec_lib",   "evp_enc",  "evp_lib",
	"obj_dat",  "p5_pbev2", "pem_lib",  "pem_oth",  "rsa_lib",  "s3_enc",   "s3_lib",   "s3_pkt",   "ssl_asn1",
	"ssl_cert", "ssl_ciph", "ssl_lib",  "ssl_sess", "t1_enc",   "t1_lib",   "tasn_dec", "tasn_enc", "tasn_new",
	"v3_lib",   "v3_ncons", "v3_purp",  "v3_utl",   "x509_cmp", "x509_vfy", "x_crl",    "x_x509",
};

/* What stands behind `OpenSSL ` in strings of the library's own. */
static const struct {
	const char *text;
	bool is_provider; /* only where providers are: since 3.0 */
} own_texts[] = {
	{ "Default Provider", true },
	{ "Base Provider", true },
	{ "RSA method", false },
	{ "PKCS#1 RSA", false },
	{ "DH Method", false },
	{ "DSA method", false },
	{ "EC algorithm", false },
	{ "HMAC method", false },
	{ "NULL UI", false },
	{ "'dlfcn' shared library method", false },
	{ "default user interface", false },
};

#define FIRST_TEXT_MARK SSLINV_ARRAY_SIZE(source_files)
/* `EVP part of OpenSSL 1.0.2k 26 Jan 2017`: up to 1.0.2. */
#define PART_OF_MARK (FIRST_TEXT_MARK + SSLINV_ARRAY_SIZE(own_texts))
_Static_assert(PART_OF_MARK < 64, "the marks fit into 64 bits");

struct text {
	char version[48];
	char whole[SSLINV_OPENSSL_TEXT_MAX + 1];
	bool is_part_of; /* the library's own, not from a header that a program was compiled with */
	bool found;
};

struct scan {
	struct text texts[SSLINV_LIBRARY_AWS_LC + 1];
	uint64_t marks;
	bool is_boringssl_code, is_aws_lc_code; /* their paths */
	bool has_provider;
	char bare_version[16];
	unsigned bare_versions; /* how many different ones */
};

/* A part of the file: `begin` to `end` are read, and marks that begin in `from` to `to` count. */
struct window {
	const char *begin, *from, *to, *end;
};

static void mark(struct scan *scan, size_t number)
{
	scan->marks |= (uint64_t)1 << number;
}

static bool is_name_byte(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '_';
}

static bool is_path_byte(char byte)
{
	return is_name_byte(byte) || (byte >= 'A' && byte <= 'Z') || byte == '.' || byte == '/' || byte == '-' ||
	       byte == '+';
}

static bool starts(const char *at, const char *end, const char *word)
{
	size_t length = strlen(word);

	return (size_t)(end - at) >= length && memcmp(at, word, length) == 0;
}

struct name {
	const char *text;
	size_t length;
};

static int compare_name(const void *key, const void *member)
{
	const struct name *name = key;
	const char *file = *(const char *const *)member;
	int order = strncmp(name->text, file, name->length);

	return order != 0 ? order : file[name->length] == '\0' ? 0 : -1;
}

/* At the point of `.c` or `.cc` that ends a string: looks back over the name, then over the path. */
static void look_at_file_name(struct scan *scan, const struct window *window, const char *point, bool is_cc)
{
	struct name name = { point, 0 };
	const char *path, *const *found;

	while (name.text > window->begin && is_name_byte(name.text[-1]) && name.length <= 16) {
		name.text--;
		name.length++;
	}
	if (name.length == 0 || name.length > 16)
		return;
	path = name.text;
	if (path > window->begin && path[-1] != '/' && path[-1] != '\0')
		return;
	found = bsearch(&name, source_files, SSLINV_ARRAY_SIZE(source_files), sizeof(*source_files), compare_name);
	while (path > window->begin && is_path_byte(path[-1]) && (size_t)(name.text - path) < BEFORE - 32)
		path--;
	if (memmem(path, (size_t)(name.text - path), "aws-lc", 6))
		scan->is_aws_lc_code = true;
	/* OpenSSL has neither this folder nor any C++. */
	else if (memmem(path, (size_t)(name.text - path), "crypto/fipsmodule/", 18) ||
		 memmem(path, (size_t)(name.text - path), "boringssl", 9) || (found && is_cc))
		scan->is_boringssl_code = true;
	if (found)
		mark(scan, (size_t)(found - source_files));
}

static void look_at_text(struct scan *scan, const struct window *window, const char *at)
{
	struct sslinv_openssl_text match;
	bool is_part_of = at - window->begin >= 9 && memcmp(at - 9, " part of ", 9) == 0;
	char before = at > window->begin ? at[-1] : '\0';
	struct text *text;

	/* `pyOpenSSL 23.2.0` is something else. */
	if (is_name_byte(before) || before == '-' || (before >= 'A' && before <= 'Z'))
		return;
	if (!sslinv_openssl_text_match(at, (size_t)(window->end - at), &match))
		return;
	if (is_part_of)
		mark(scan, PART_OF_MARK);
	text = &scan->texts[match.kind];
	if (text->found && (text->is_part_of || !is_part_of))
		return;
	text->found = true;
	text->is_part_of = is_part_of;
	memcpy(text->version, match.version, sizeof(text->version));
	memcpy(text->whole, at, match.length);
	text->whole[match.length] = '\0';
}

static void look_at_openssl(struct scan *scan, const struct window *window, const char *at)
{
	look_at_text(scan, window, at);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(own_texts); i++)
		if (starts(at + 8, window->end, own_texts[i].text)) {
			mark(scan, FIRST_TEXT_MARK + i);
			scan->has_provider = scan->has_provider || own_texts[i].is_provider;
		}
}

static void look_at_c(struct scan *scan, const struct window *window, const char *at)
{
	look_at_file_name(scan, window, at, false);
}

static void look_at_cc(struct scan *scan, const struct window *window, const char *at)
{
	look_at_file_name(scan, window, at, true);
}

/* What to look for, by a byte of it that is rare in code and data alike: memchr(3) finds that many times faster than
 * memmem(3). */
static const struct anchor {
	char rare;
	uint8_t before; /* bytes of `bytes` that stand before the rare one */
	uint8_t length;
	const char *bytes;
	void (*look)(struct scan *scan, const struct window *window, const char *at);
} anchors[] = {
	{ 'S', 4, 8, "OpenSSL ", look_at_openssl }, { 'S', 5, 9, "LibreSSL ", look_at_text },
	{ 'S', 2, 7, "AWS-LC ", look_at_text },     { '.', 0, 3, ".c", look_at_c },
	{ '.', 0, 4, ".cc", look_at_cc },
};

static void look_for_byte(struct scan *scan, const struct window *window, char rare)
{
	for (const char *at = window->from; at < window->to && (at = memchr(at, rare, (size_t)(window->to - at))); at++)
		for (size_t i = 0; i < SSLINV_ARRAY_SIZE(anchors); i++) {
			const struct anchor *anchor = &anchors[i];
			const char *begin = at - anchor->before;

			/* The next byte first: it spares nearly all calls of memcmp(3). */
			if (anchor->rare == rare && at + 1 < window->end && at[1] == anchor->bytes[anchor->before + 1] &&
			    at - window->begin >= anchor->before && window->end - begin >= anchor->length &&
			    memcmp(begin, anchor->bytes, anchor->length) == 0)
				anchor->look(scan, window, begin);
		}
}

static void look_for_anchors(struct scan *scan, const struct window *window)
{
	look_for_byte(scan, window, 'S');
	look_for_byte(scan, window, '.');
}

/* Strings that are a version and nothing else. */
static void look_for_versions(struct scan *scan, const struct window *window)
{
	const char *at = window->from;

	while (at < window->to && (at = memchr(at, '.', (size_t)(window->to - at)))) {
		const char *begin = at++ - 1;
		size_t length;

		if (begin <= window->begin || begin[-1] != '\0' ||
		    !sslinv_openssl_text_is_bare_version(begin, (size_t)(window->end - begin), &length) ||
		    length >= sizeof(scan->bare_version) || strcmp(scan->bare_version, begin) == 0)
			continue;
		memcpy(scan->bare_version, begin, length + 1);
		scan->bare_versions++;
	}
}

/* Where the next bytes are that are more than a hole. A file system without SEEK_DATA has no holes, so to say. */
static uint64_t skip_hole(int fd, uint64_t offset, uint64_t end)
{
	off_t data = lseek(fd, (off_t)offset, SEEK_DATA);

	if (data < 0)
		return errno == ENXIO ? end : offset;
	return (uint64_t)data < end ? (uint64_t)data : end;
}

static int read_window(int fd, char *buffer, size_t length, uint64_t offset, struct sslinv_error *error)
{
	size_t done = 0;

	while (done < length) {
		ssize_t got = pread(fd, buffer + done, length - done, (off_t)(offset + done));

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return sslinv_error_errno(error, "cannot read at byte %llu", (unsigned long long)(offset + done));
		if (got == 0)
			return sslinv_error_set(error, SSLINV_E_FORMAT,
						"the file shrank while its constants were read, to %llu bytes",
						(unsigned long long)(offset + done));
		done += (size_t)got;
	}
	return 0;
}

typedef void looker(struct scan *scan, const struct window *window);

static int look_through(int fd, const struct sslinv_elf *elf, char *buffer, struct scan *scan, looker *look,
			struct sslinv_error *error)
{
	for (size_t i = 0; i < elf->constants_count; i++) {
		uint64_t begin = elf->constants[i].offset, end = begin + elf->constants[i].size, at = begin;

		while (at < end) {
			uint64_t first = at - begin < BEFORE ? begin : at - BEFORE;
			uint64_t to = end - at < WINDOW ? end : at + WINDOW;
			uint64_t last = end - to < BEHIND ? end : to + BEHIND;
			struct window window = { buffer, buffer + (at - first), buffer + (to - first),
						 buffer + (last - first) };
			int result = read_window(fd, buffer, (size_t)(last - first), first, error);

			if (result < 0)
				return result;
			/* A hole can be a million times as large as what the file takes of the disk. */
			if (buffer[0] == '\0' && memcmp(buffer, buffer + 1, (size_t)(last - first) - 1) == 0) {
				uint64_t data = skip_hole(fd, to, end);

				at = data > to ? data : to;
				continue;
			}
			look(scan, &window);
			at = to;
		}
	}
	return 0;
}

static void fill(struct sslinv_openssl_ident *ident, const struct scan *scan)
{
	/* A fork says more than OpenSSL's text alone, which may come from a header. */
	static const enum sslinv_library_kind order[] = {
		SSLINV_LIBRARY_AWS_LC,
		SSLINV_LIBRARY_BORINGSSL,
		SSLINV_LIBRARY_LIBRESSL,
		SSLINV_LIBRARY_OPENSSL,
	};
	unsigned text_marks = (unsigned)__builtin_popcountll(scan->marks >> FIRST_TEXT_MARK);
	bool has_code;

	ident->own_code = (unsigned)__builtin_popcountll(scan->marks);
	has_code = ident->own_code >= ENOUGH_MARKS;
	/* A file can carry both; OpenSSL is what we are asked for. */
	if (scan->texts[SSLINV_LIBRARY_OPENSSL].found && text_marks >= ENOUGH_MARKS)
		ident->kind = SSLINV_LIBRARY_OPENSSL;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(order) && ident->kind == SSLINV_LIBRARY_NONE; i++)
		if (scan->texts[order[i]].found || (order[i] == SSLINV_LIBRARY_AWS_LC && has_code && scan->is_aws_lc_code) ||
		    (order[i] == SSLINV_LIBRARY_BORINGSSL && has_code && scan->is_boringssl_code && !scan->is_aws_lc_code))
			ident->kind = order[i];
	if (ident->kind == SSLINV_LIBRARY_NONE && has_code)
		ident->kind = SSLINV_LIBRARY_OPENSSL;
	memcpy(ident->version, scan->texts[ident->kind].version, sizeof(ident->version));
	memcpy(ident->version_text, scan->texts[ident->kind].whole, sizeof(ident->version_text));
}

int sslinv_openssl_ident_read(int fd, const struct sslinv_elf *elf, struct sslinv_openssl_ident *ident,
			      struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *buffer = malloc(BEFORE + WINDOW + BEHIND);
	SSLINV_CLEANUP(sslinv_free_ptr) struct scan *scan = calloc(1, sizeof(*scan));
	int result;

	memset(ident, 0, sizeof(*ident));
	if (!buffer || !scan)
		return sslinv_error_memory(error);
	result = look_through(fd, elf, buffer, scan, look_for_anchors, error);
	if (result < 0)
		return result;
	fill(ident, scan);
	/*
	 * A program that never asks for OpenSSL's text is linked without it, but the providers of 3.0 and later name the
	 * bare version: it is meant if it is the only such string.
	 */
	if (ident->kind == SSLINV_LIBRARY_OPENSSL && !ident->version_text[0] && scan->has_provider) {
		result = look_through(fd, elf, buffer, scan, look_for_versions, error);
		if (result == 0 && scan->bare_versions == 1)
			memcpy(ident->version, scan->bare_version, sizeof(scan->bare_version));
	}
	return result;
}
