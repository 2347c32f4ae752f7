/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Takes apart package URLs and rpm's full names. */
#include "distro/package_id.h"

#include <stdio.h>
#include <string.h>

#include "base/attributes.h"
#include "base/str.h"

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* A part of a purl, `%2B` decoded; false if it is too long or decodes to a control character. */
static bool decode(const char *part, size_t length, char *out, size_t size)
{
	size_t used = 0;

	for (size_t i = 0; i < length; i++) {
		int c = (unsigned char)part[i];

		if (c == '%' && i + 2 < length && hex_value(part[i + 1]) >= 0 && hex_value(part[i + 2]) >= 0) {
			c = hex_value(part[i + 1]) * 16 + hex_value(part[i + 2]);
			i += 2;
		}
		if (c < 0x20 || c == 0x7f || used + 1 >= size)
			return false;
		out[used++] = (char)c;
	}
	out[used] = '\0';
	return true;
}

/* The qualifiers behind `?`; others than these three say nothing here. */
static bool read_qualifiers(const char *text, size_t length, struct sslinv_package_id *id, char *epoch, size_t epoch_size)
{
	const struct {
		const char *name;
		char *out;
		size_t size;
	} known[] = {
		{ "arch=", id->arch, sizeof(id->arch) },
		{ "distro=", id->distro, sizeof(id->distro) },
		{ "epoch=", epoch, epoch_size },
	};

	while (length) {
		size_t part = 0;

		while (part < length && text[part] != '&')
			part++;
		for (size_t i = 0; i < SSLINV_ARRAY_SIZE(known); i++) {
			size_t name = strlen(known[i].name);

			if (part > name && memcmp(text, known[i].name, name) == 0 &&
			    !decode(text + name, part - name, known[i].out, known[i].size))
				return false;
		}
		if (part < length)
			part++;
		text += part;
		length -= part;
	}
	return true;
}

bool sslinv_package_id_from_purl(const char *purl, struct sslinv_package_id *id)
{
	char epoch[16] = "", version[SSLINV_PACKAGE_ID_MAX] = "";
	const char *path, *end, *query, *at, *slash, *name;

	memset(id, 0, sizeof(*id));
	if (!sslinv_str_starts(purl, "pkg:"))
		return false;
	path = purl + strlen("pkg:");
	path += strspn(path, "/");
	end = path + strcspn(path, "#");
	query = memchr(path, '?', (size_t)(end - path));
	if (query && !read_qualifiers(query + 1, (size_t)(end - query) - 1, id, epoch, sizeof(epoch)))
		return false;
	if (query)
		end = query;
	slash = memchr(path, '/', (size_t)(end - path));
	if (!slash || !decode(path, (size_t)(slash - path), id->type, sizeof(id->type)))
		return false;
	path = slash + 1;
	at = memrchr(path, '@', (size_t)(end - path));
	if (at && !decode(at + 1, (size_t)(end - at) - 1, version, sizeof(version)))
		return false;
	if (at)
		end = at;
	name = memrchr(path, '/', (size_t)(end - path));
	if (name && !decode(path, (size_t)(name - path), id->space, sizeof(id->space)))
		return false;
	name = name ? name + 1 : path;
	if (!decode(name, (size_t)(end - name), id->name, sizeof(id->name)) || !id->name[0])
		return false;
	if (!epoch[0] || !version[0] || strchr(version, ':'))
		return snprintf(id->version, sizeof(id->version), "%s", version) >= 0;
	return strspn(epoch, "0123456789") == strlen(epoch) &&
	       snprintf(id->version, sizeof(id->version), "%s:%s", epoch, version) < (int)sizeof(id->version);
}

/* The length of `.arch` at the end of the text, 0 if there is none of these. */
static size_t arch_length(const char *text, size_t length)
{
	static const char *const arches[] = { "x86_64",  "noarch",  "src",     "aarch64", "ppc64le", "s390x",    "i686",
					      "i586",    "i386",    "ppc64",   "ppc",     "s390",    "ia64",     "armv7l",
					      "armv7hl", "riscv64", "armv6hl", "i486",    "nosrc",   "x86_64_v2" };

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(arches); i++) {
		size_t size = strlen(arches[i]);

		if (length > size + 1 && text[length - size - 1] == '.' &&
		    memcmp(text + length - size, arches[i], size) == 0)
			return size;
	}
	return 0;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool has_digit(const char *text, const char *end)
{
	while (text < end && !is_digit(*text))
		text++;
	return text < end;
}

/*
 * Where `-version-release` begins, or NULL for a name alone. Names hold dashes and digits too, so both parts must look like
 * what they are: `libopenssl-1_1-devel` and `openssl-1_1-32bit` are names.
 */
static const char *find_version(const char *text, const char *end)
{
	const char *release = memrchr(text, '-', (size_t)(end - text)), *version, *digits;
	bool has_letter;

	if (!release || release == text || release + 1 == end)
		return NULL;
	if ((size_t)(end - release) == 6 && (memcmp(release, "-32bit", 6) == 0 || memcmp(release, "-64bit", 6) == 0))
		return NULL;
	version = memrchr(text, '-', (size_t)(release - text));
	if (!version || version == text)
		return NULL;
	digits = version + 1;
	/* `1.0.2p-lp152.8.12.1`: such a release has a digit, and its version a point, as no part of a name has. */
	has_letter = !is_digit(release[1]);
	if (has_letter && (!memchr(digits, '.', (size_t)(release - digits)) || !has_digit(release, end)))
		return NULL;
	return digits < release && is_digit(*digits) ? version : NULL;
}

bool sslinv_package_id_from_nevra(const char *text, struct sslinv_package_id *id)
{
	size_t length = strlen(text), arch;
	const char *version;

	memset(id, 0, sizeof(*id));
	if (sslinv_str_ends(text, ".rpm"))
		length -= strlen(".rpm");
	arch = arch_length(text, length);
	if (arch) {
		memcpy(id->arch, text + length - arch, arch);
		length -= arch + 1;
	}
	version = find_version(text, text + length);
	if (version) {
		size_t size = (size_t)(text + length - version) - 1;

		if (size >= sizeof(id->version))
			return false;
		memcpy(id->version, version + 1, size);
		length = (size_t)(version - text);
	}
	if (!length || length >= sizeof(id->name))
		return false;
	memcpy(id->name, text, length);
	return true;
}

bool sslinv_package_id_is_source(const struct sslinv_package_id *id)
{
	return strcmp(id->arch, "src") == 0 || strcmp(id->arch, "nosrc") == 0 || strcmp(id->arch, "source") == 0;
}
