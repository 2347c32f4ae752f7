/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads versions out of texts, file names and package versions. */
#include "crypto/crypto_version.h"

#include <string.h>

#include "base/attributes.h"

/* What a project appends before a release. */
static const char *const pre_releases[] = { "-alpha", "-beta", "-rc", "-pre", "-dev" };

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

static bool is_letter(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static size_t digits(const char *at, const char *end)
{
	size_t count = 0;

	while (at + count < end && is_digit(at[count]))
		count++;
	return count;
}

/* The length of the numbers, and how many there are; 0 where one has more than four digits. */
static size_t take_numbers(const char *at, const char *end, unsigned *numbers)
{
	size_t length = digits(at, end);

	for (*numbers = 1; length > 0 && at + length + 1 < end && at[length] == '.'; ++*numbers) {
		size_t more = digits(at + length + 1, end);

		if (more == 0)
			break;
		if (more > 4)
			return 0;
		length += 1 + more;
	}
	return length;
}

static size_t take_pre_release(const char *at, const char *end)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(pre_releases); i++) {
		size_t length = strlen(pre_releases[i]);

		if ((size_t)(end - at) >= length && memcmp(at, pre_releases[i], length) == 0)
			return length + digits(at + length, end);
	}
	return 0;
}

size_t sslinv_crypto_version_take(const char *at, const char *end, char version[SSLINV_CRYPTO_VERSION_SIZE])
{
	unsigned numbers;
	size_t length = take_numbers(at, end, &numbers);

	if (length == 0 || digits(at, end) > 4 || numbers < 2 || numbers > 4)
		return 0;
	length += take_pre_release(at + length, end);
	if (length >= SSLINV_CRYPTO_VERSION_SIZE || (at + length < end && at[length] != '\0' && at[length] != ' '))
		return 0;
	memcpy(version, at, length);
	version[length] = '\0';
	return length;
}

bool sslinv_crypto_version_of_file(const char *path, char version[SSLINV_CRYPTO_VERSION_SIZE])
{
	const char *slash = strrchr(path, '/'), *suffix = strstr(slash ? slash : path, ".so.");
	unsigned numbers;
	const char *end;

	if (!suffix)
		return false;
	suffix += strlen(".so.");
	end = suffix + strlen(suffix);
	return take_numbers(suffix, end, &numbers) == (size_t)(end - suffix) && numbers == 3 &&
	       sslinv_crypto_version_take(suffix, end, version) > 0;
}

bool sslinv_crypto_version_of_package(const char *package_version, char version[SSLINV_CRYPTO_VERSION_SIZE])
{
	const char *colon = strchr(package_version, ':'), *at = colon ? colon + 1 : package_version;
	unsigned numbers;
	size_t length = take_numbers(at, at + strlen(at), &numbers);

	/* `3.8.3`, and then a revision or what a packager adds; `3.8b2` is not known to be 3.8. */
	if (length == 0 || length >= SSLINV_CRYPTO_VERSION_SIZE || numbers < 2 || is_letter(at[length]) ||
	    at[length] == '~' || at[length] == '_' || at[length] == '^')
		return false;
	memcpy(version, at, length);
	version[length] = '\0';
	return true;
}
