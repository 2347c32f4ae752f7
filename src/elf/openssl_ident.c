/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looks for OpenSSL's marks in the constants of a file, one window at a time. */
#include "elf/openssl_ident.h"

#include <elf.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "elf/ident_version.h"
#include "openssl/openssl_text.h"
#include "openssl/soname.h"

/* Each window is read with what may belong to a mark before and after it. */
#define WINDOW ((size_t)256 * 1024)
#define BEFORE ((size_t)256)
#define BEHIND ((size_t)128)
/* What the library says of its build lies no further from its text, where a linker left both together. */
#define COMPANY 1024

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

/* What follows `OpenSSL ` in strings of the library's own. */
static const struct {
	const char *text;
	bool is_provider; /* only where providers are: since 3.0 */
} own_texts[] = {
	{ "Default Provider", true },
	{ "Base Provider", true },
	{ "FIPS Provider", true },
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
	bool found;
};

struct scan {
	struct text texts[SSLINV_LIBRARY_COUNT]; /* the first of each; of OpenSSL, `versions` has all */
	struct sslinv_ident_versions versions;
	uint64_t marks;
	uint64_t fork_marks;                    /* a bit for each hash of the names of files that only the forks have */
	bool is_boringssl_code, is_aws_lc_code; /* their paths */
	bool has_provider;
	char crate[SSLINV_OPENSSL_TEXT_MAX + 1]; /* `aws-lc-sys-0.40.0`: how AWS-LC came into a Rust program */
	struct sslinv_crypto_search *others;     /* of libraries beside OpenSSL; NULL: nobody asks */
};

/* A part of the file: `begin` to `end` are read, and marks that begin in `from` to `to` count. */
struct window {
	const char *begin, *from, *to, *end;
};

static void mark(struct scan *scan, size_t number)
{
	scan->marks |= (uint64_t)1 << number;
}

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

static bool is_name_byte(char byte)
{
	return (byte >= 'a' && byte <= 'z') || is_digit(byte) || byte == '_';
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

static bool holds(const char *begin, const char *end, const char *word)
{
	return memmem(begin, (size_t)(end - begin), word, strlen(word)) != NULL;
}

/* A folder of BoringSSL and what was made of it. OpenSSL has neither this nor any C++. */
#define FORK_FOLDER "crypto/fipsmodule/"
/* Rust's ring has a handful of the files of that folder, and neither TLS nor certificates. */
#define RING_FOLDER "/ring-"

static void mark_fork(struct scan *scan, const struct name *name)
{
	uint32_t hash = 5381;

	for (size_t i = 0; i < name->length; i++)
		hash = hash * 33 + (unsigned char)name->text[i];
	scan->fork_marks |= (uint64_t)1 << (hash % 64);
}

/* The crate that a path of Rust's registry leads through: its version is the crate's and not AWS-LC's. */
static void look_at_crate(struct scan *scan, const char *path, const char *end)
{
	const char *crate = memmem(path, (size_t)(end - path), "/aws-lc-", 8);
	const char *slash = crate ? memchr(crate + 1, '/', (size_t)(end - crate - 1)) : NULL;

	if (slash && slash[-1] >= '0' && slash[-1] <= '9' && (size_t)(slash - crate) < sizeof(scan->crate)) {
		memcpy(scan->crate, crate + 1, (size_t)(slash - crate - 1));
		scan->crate[slash - crate - 1] = '\0';
	}
}

/* What the path before a source file's name tells of forks. */
static void look_at_path(struct scan *scan, const char *path, const struct name *name, bool is_own_name_of_cc)
{
	bool is_fork_folder = holds(path, name->text, FORK_FOLDER);

	if (is_fork_folder && !holds(path, name->text, RING_FOLDER))
		mark_fork(scan, name);
	if (holds(path, name->text, "aws-lc")) {
		scan->is_aws_lc_code = true;
		look_at_crate(scan, path, name->text);
	} else if (is_fork_folder || holds(path, name->text, "boringssl") || is_own_name_of_cc) {
		scan->is_boringssl_code = true;
	}
}

/* At the point of `.c`, `.cc` or `.cc.inc` that ends a string: looks back over the name, then over the path. */
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
	look_at_path(scan, path, &name, found && is_cc);
	if (found)
		mark(scan, (size_t)(found - source_files));
}

/* What OpenSSL_version(3) can say, beside its version, of how the library was built. */
static const char *const company[] = { "OPENSSLDIR: ", "built on: ", "ENGINESDIR: " };

static bool has_company(const struct window *window, const char *at)
{
	const char *from = at - window->begin > COMPANY ? at - COMPANY : window->begin;
	const char *to = window->end - at > COMPANY ? at + COMPANY : window->end;

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(company); i++)
		if (holds(from, to, company[i]))
			return true;
	return false;
}

static void add_text(struct scan *scan, const struct window *window, const char *at, const struct sslinv_openssl_text *match,
		     bool is_part_of)
{
	struct sslinv_ident_text text = { .is_part_of = is_part_of, .has_company = has_company(window, at) };

	memcpy(text.version, match->version, sizeof(text.version));
	memcpy(text.whole, at, match->length);
	text.whole[match->length] = '\0';
	sslinv_ident_add_text(&scan->versions, &text);
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
	if (match.kind == SSLINV_LIBRARY_OPENSSL)
		add_text(scan, window, at, &match, is_part_of);
	text = &scan->texts[match.kind];
	if (text->found)
		return;
	text->found = true;
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
	uint8_t before; /* bytes of `bytes` before the rare one */
	uint8_t length;
	const char *bytes;
	void (*look)(struct scan *scan, const struct window *window, const char *at);
} anchors[] = {
	{ 'S', 4, 8, "OpenSSL ", look_at_openssl },
	{ 'S', 5, 9, "LibreSSL ", look_at_text },
	{ 'S', 2, 7, "AWS-LC ", look_at_text },
	{ '.', 0, 3, ".c", look_at_c },
	{ '.', 0, 4, ".cc", look_at_cc },
	{ '.', 0, 8, ".cc.inc", look_at_cc },
	/* In front of the point of their version, `Tongsuo 8.4.0`. */
	{ '.', 9, 8, "Tongsuo ", look_at_text },
	{ '.', 9, 8, "BabaSSL ", look_at_text },
};

/* Can the byte after the rare one be this? */
static bool is_next(const struct anchor *anchor, char byte)
{
	if (anchor->before >= anchor->length)
		return is_digit(byte);
	return byte == anchor->bytes[anchor->before + 1];
}

static void look_for_byte(struct scan *scan, const struct window *window, char rare)
{
	struct sslinv_crypto_search *others = rare == '.' ? scan->others : NULL;

	for (const char *at = window->from; at < window->to && (at = memchr(at, rare, (size_t)(window->to - at))); at++) {
		if (others && sslinv_crypto_is_point(window->begin, at, window->end))
			sslinv_crypto_look_at_point(others, window->begin, at, window->end);
		for (size_t i = 0; i < SSLINV_ARRAY_SIZE(anchors); i++) {
			const struct anchor *anchor = &anchors[i];
			const char *begin = at - anchor->before;

			/* The next byte first: it spares nearly all calls of memcmp(3). */
			if (anchor->rare == rare && at + 1 < window->end && is_next(anchor, at[1]) &&
			    at - window->begin >= anchor->before && window->end - begin >= anchor->length &&
			    memcmp(begin, anchor->bytes, anchor->length) == 0)
				anchor->look(scan, window, begin);
		}
	}
}

static void look_for_anchors(struct scan *scan, const struct window *window)
{
	look_for_byte(scan, window, 'S');
	look_for_byte(scan, window, '.');
}

static bool is_number_byte(char byte)
{
	return is_digit(byte) || byte == '.';
}

/* Strings that end in a version: a linker leaves a string out that is the end of another one. */
static void look_for_versions(struct scan *scan, const struct window *window)
{
	const char *at = window->from;

	while (at < window->to && (at = memchr(at, '.', (size_t)(window->to - at)))) {
		const char *begin = at++ - 1;
		struct sslinv_openssl_text match;

		if (begin > window->begin && !is_number_byte(begin[-1]) &&
		    sslinv_openssl_text_is_bare_version(begin, (size_t)(window->end - begin), &match))
			sslinv_ident_add_bare(&scan->versions, match.version);
	}
}

/* Strings of another library that are its version and nothing else. */
static void look_for_bare(struct scan *scan, const struct window *window)
{
	for (const char *at = window->from; at < window->to && (at = memchr(at, '.', (size_t)(window->to - at))); at++)
		sslinv_crypto_look_at_bare(scan->others, window->begin, at, window->end);
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
			int rc = read_window(fd, buffer, (size_t)(last - first), first, error);

			if (rc < 0)
				return rc;
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

/* With so many different files of their common folder it is one of the forks, whatever else it has. */
#define ENOUGH_FORK_MARKS 12

static bool has_fork_code(const struct scan *scan)
{
	return __builtin_popcountll(scan->fork_marks) >= ENOUGH_FORK_MARKS;
}

static enum sslinv_library_kind kind_of(const struct scan *scan, unsigned own_code)
{
	/* A fork says more than OpenSSL's text alone, which may come from a header. */
	static const enum sslinv_library_kind order[] = {
		SSLINV_LIBRARY_AWS_LC,
		SSLINV_LIBRARY_BORINGSSL,
		SSLINV_LIBRARY_LIBRESSL,
		SSLINV_LIBRARY_OPENSSL,
	};
	bool has_code = own_code >= ENOUGH_MARKS || has_fork_code(scan);

	/* A file can carry both; OpenSSL is what we are asked for. */
	if (scan->texts[SSLINV_LIBRARY_OPENSSL].found &&
	    __builtin_popcountll(scan->marks >> FIRST_TEXT_MARK) >= ENOUGH_MARKS)
		return SSLINV_LIBRARY_OPENSSL;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(order); i++)
		if (scan->texts[order[i]].found || (order[i] == SSLINV_LIBRARY_AWS_LC && has_code && scan->is_aws_lc_code) ||
		    (order[i] == SSLINV_LIBRARY_BORINGSSL && has_code && scan->is_boringssl_code && !scan->is_aws_lc_code))
			return order[i];
	return has_code ? SSLINV_LIBRARY_OPENSSL : SSLINV_LIBRARY_NONE;
}

static void fill(struct sslinv_openssl_ident *ident, const struct scan *scan)
{
	const struct text *text = &scan->texts[ident->kind];

	if (ident->kind == SSLINV_LIBRARY_OPENSSL) {
		sslinv_ident_choose(&scan->versions, scan->has_provider, ident->version, ident->version_text);
		return;
	}
	memcpy(ident->version, text->version, sizeof(ident->version));
	memcpy(ident->version_text, text->whole, sizeof(ident->version_text));
	if (ident->kind == SSLINV_LIBRARY_AWS_LC && !text->found)
		memcpy(ident->version_text, scan->crate, sizeof(ident->version_text));
}

/* In libcrypto itself the only text is its own. */
static bool is_sure(const struct sslinv_elf *elf, const struct scan *scan)
{
	return elf->type == ET_DYN && elf->soname && sslinv_soname_is_openssl(elf->soname) && scan->versions.text_count == 1;
}

int sslinv_openssl_ident_read(int fd, const struct sslinv_elf *elf, struct sslinv_crypto_search *others,
			      struct sslinv_openssl_ident *ident, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *buffer = malloc(BEFORE + WINDOW + BEHIND);
	SSLINV_CLEANUP(sslinv_free_ptr) struct scan *scan = calloc(1, sizeof(*scan));
	int rc;

	memset(ident, 0, sizeof(*ident));
	if (!buffer || !scan)
		return sslinv_error_memory(error);
	scan->others = others;
	rc = look_through(fd, elf, buffer, scan, look_for_anchors, error);
	if (rc == 0 && others && sslinv_crypto_wants_bare(others))
		rc = look_through(fd, elf, buffer, scan, look_for_bare, error);
	if (rc < 0)
		return rc;
	ident->own_code = (unsigned)__builtin_popcountll(scan->marks);
	ident->kind = kind_of(scan, ident->own_code);
	if (ident->own_code < ENOUGH_MARKS && has_fork_code(scan))
		ident->own_code = ENOUGH_MARKS;
	/* Tongsuo keeps the text of the OpenSSL that it was made of. */
	if (ident->kind == SSLINV_LIBRARY_OPENSSL && ident->own_code > 0 && scan->texts[SSLINV_LIBRARY_TONGSUO].found)
		ident->kind = SSLINV_LIBRARY_TONGSUO;
	if (ident->kind == SSLINV_LIBRARY_OPENSSL && scan->has_provider && !is_sure(elf, scan))
		rc = look_through(fd, elf, buffer, scan, look_for_versions, error);
	fill(ident, scan);
	return rc;
}
