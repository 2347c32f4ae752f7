/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads OpenSSL versions: OpenSSL's own spelling, and what the package versions of distributions make of it. */
#include "openssl/openssl_version.h"

#include <stdio.h>
#include <string.h>

#include "base/attributes.h"
#include "version/vercmp.h"
#include "version/version_part.h"

/* More digits than any release will ever have: such a number is no version. */
#define MAX_DIGITS 9

/* From 3.0 on two numbers name a branch, before it three do. */
#define FIRST_MAJOR_WITHOUT_LETTERS 3

static const char *const stage_names[] = {
	[SSLINV_OPENSSL_DEV] = "dev", [SSLINV_OPENSSL_ALPHA] = "alpha", [SSLINV_OPENSSL_BETA] = "beta",
	[SSLINV_OPENSSL_PRE] = "pre", [SSLINV_OPENSSL_RC] = "rc",
};

static bool take_number(struct sslinv_part *rest, uint32_t *number)
{
	struct sslinv_part digits = sslinv_part_take(rest, sslinv_byte_is_digit);

	if (digits.at == digits.end || sslinv_part_length(digits) > MAX_DIGITS)
		return false;
	*number = 0;
	while (digits.at < digits.end)
		*number = *number * 10 + (uint32_t)(*digits.at++ - '0');
	return true;
}

static bool take_byte(struct sslinv_part *rest, char byte)
{
	if (!sslinv_part_begins(*rest, byte))
		return false;
	rest->at++;
	return true;
}

/* `3.0.0-beta2` is OpenSSL's, `3.0.0~~beta2`, `3.0.0_beta2`, `3.0.0.beta2` and `1.0.2beta2` are packagers'. */
static bool is_stage_separator(char byte)
{
	return byte == '-' || byte == '.' || byte == '_' || byte == '~';
}

/* A whole word with the number that follows it, if it names a stage. */
static bool take_stage_word(struct sslinv_part *rest, enum sslinv_openssl_stage *stage, uint32_t *number)
{
	struct sslinv_part behind = *rest;
	struct sslinv_part word = sslinv_part_take(&behind, sslinv_byte_is_letter);

	/* Most versions end here, or have one letter: no stage is as short. */
	if (sslinv_part_length(word) < 2)
		return false;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(stage_names); i++) {
		if (!sslinv_part_equals(word, stage_names[i]))
			continue;
		*number = 0;
		if (behind.at < behind.end && sslinv_byte_is_digit(*behind.at) && !take_number(&behind, number))
			return false;
		*stage = (enum sslinv_openssl_stage)i;
		*rest = behind;
		return true;
	}
	return false;
}

static bool take_stage(struct sslinv_part *rest, enum sslinv_openssl_stage *stage, uint32_t *number)
{
	struct sslinv_part behind = *rest;

	sslinv_part_take(&behind, is_stage_separator);
	if (!take_stage_word(&behind, stage, number))
		return false;
	*rest = behind;
	return true;
}

/*
 * `k`, `zg`; one distribution writes `.k`, another appends a letter of its own, `wa`. A longer word says something else,
 * and behind a point so does all that is not surely a letter of OpenSSL's (`1.0.2.el7`).
 */
static void take_letter(struct sslinv_part *rest, uint32_t *letter)
{
	struct sslinv_part behind = *rest;
	bool is_apart = take_byte(&behind, '.');
	struct sslinv_part letters = sslinv_part_take(&behind, sslinv_byte_is_lower);
	bool is_double = sslinv_part_length(letters) == 2;

	if (letters.at == letters.end || sslinv_part_length(letters) > 2)
		return;
	if (behind.at < behind.end && sslinv_byte_is_letter(*behind.at))
		return;
	if (is_apart &&
	    ((is_double && letters.at[0] != 'z') || (behind.at < behind.end && sslinv_byte_is_digit(*behind.at))))
		return;
	*letter = (uint32_t)(letters.at[0] - 'a') + 1;
	if (is_double && letters.at[0] == 'z')
		*letter += (uint32_t)(letters.at[1] - 'a') + 1;
	*rest = behind;
}

/* Reads the version and leaves `rest` behind it. */
static bool take_version(struct sslinv_part *rest, struct sslinv_openssl_version *version)
{
	enum sslinv_openssl_stage second;
	uint32_t second_number;

	*version = (struct sslinv_openssl_version){ .stage = SSLINV_OPENSSL_RELEASE };
	if (!take_number(rest, &version->number[0]) || !take_byte(rest, '.') || !take_number(rest, &version->number[1]) ||
	    !take_byte(rest, '.') || !take_number(rest, &version->number[2]))
		return false;
	if (version->number[0] == 2)
		return false;
	if (!take_stage(rest, &version->stage, &version->stage_number) && version->number[0] < FIRST_MAJOR_WITHOUT_LETTERS) {
		take_letter(rest, &version->letter);
		take_stage(rest, &version->stage, &version->stage_number);
	}
	if (version->stage < SSLINV_OPENSSL_RELEASE && version->stage != SSLINV_OPENSSL_DEV) {
		struct sslinv_part behind = *rest;

		if (take_stage(&behind, &second, &second_number) && second == SSLINV_OPENSSL_DEV) {
			version->is_before_stage = true;
			*rest = behind;
		}
	}
	return true;
}

bool sslinv_openssl_version_parse(const char *text, struct sslinv_openssl_version *version)
{
	struct sslinv_part rest = sslinv_part_of(text);

	return take_version(&rest, version);
}

/*
 * rpm's elder custom for pre-releases puts them into the release: `3.0.0-0.beta2.1.fc36`, `1.0.0-0.13.beta4.fc12`. Releases
 * that begin with `0.` and name no stage (`0.9.8j-0.106.1`) are ordinary ones.
 */
static void take_stage_from_release(struct sslinv_part rest, struct sslinv_openssl_version *version)
{
	if (version->stage != SSLINV_OPENSSL_RELEASE || !take_byte(&rest, '-') || !take_byte(&rest, '0'))
		return;
	while (take_byte(&rest, '.')) {
		if (take_stage_word(&rest, &version->stage, &version->stage_number))
			return;
		sslinv_part_take(&rest, sslinv_byte_is_digit);
	}
}

bool sslinv_openssl_version_in_package(const char *package_version, struct sslinv_openssl_version *version)
{
	static const char really_word[] = "+really";
	struct sslinv_part rest = sslinv_part_of(package_version);
	struct sslinv_part behind = rest;
	const char *really = strstr(package_version, really_word);

	sslinv_part_take(&behind, sslinv_byte_is_digit);
	if (behind.at > rest.at && take_byte(&behind, ':'))
		rest = behind;
	/* Debian's way back to an older version: `3.0.7+really3.0.5-1` holds 3.0.5. What it really holds must be legible. */
	if (really)
		rest.at = really + strlen(really_word);
	if (!take_version(&rest, version))
		return false;
	take_stage_from_release(rest, version);
	return true;
}

static size_t branch_numbers(const struct sslinv_openssl_version *version)
{
	return version->number[0] < FIRST_MAJOR_WITHOUT_LETTERS ? 3 : 2;
}

bool sslinv_openssl_branch_parse(const char *text, struct sslinv_openssl_version *version)
{
	struct sslinv_part rest = sslinv_part_of(text);

	if (!sslinv_openssl_version_parse(text, version)) {
		*version = (struct sslinv_openssl_version){ .stage = SSLINV_OPENSSL_RELEASE };
		return take_number(&rest, &version->number[0]) && version->number[0] >= FIRST_MAJOR_WITHOUT_LETTERS &&
		       take_byte(&rest, '.') && take_number(&rest, &version->number[1]) && rest.at == rest.end;
	}
	*version = (struct sslinv_openssl_version){
		.number = { version->number[0], version->number[1], branch_numbers(version) == 3 ? version->number[2] : 0 },
		.stage = SSLINV_OPENSSL_RELEASE,
	};
	return true;
}

int sslinv_openssl_branch_compare(const struct sslinv_openssl_version *a, const struct sslinv_openssl_version *b)
{
	/* Where the first numbers are the same, the branches have as many numbers. */
	for (size_t i = 0; i < branch_numbers(a); i++) {
		if (a->number[i] != b->number[i])
			return a->number[i] > b->number[i] ? 1 : -1;
	}
	return 0;
}

bool sslinv_openssl_version_is_first(const struct sslinv_openssl_version *version)
{
	return version->stage == SSLINV_OPENSSL_RELEASE && !version->letter &&
	       (branch_numbers(version) == 3 || !version->number[2]);
}

bool sslinv_openssl_version_format(const struct sslinv_openssl_version *version, char *text, size_t size)
{
	char letters[3] = "";
	char stage[32] = "";
	int length;

	if (version->letter > 26) {
		letters[0] = 'z';
		letters[1] = (char)('a' + version->letter - 27);
	} else if (version->letter) {
		letters[0] = (char)('a' + version->letter - 1);
	}
	if (version->stage < SSLINV_OPENSSL_RELEASE) {
		length = snprintf(stage, sizeof(stage), "-%s", stage_names[version->stage]);
		if (version->stage_number)
			length += snprintf(stage + length, sizeof(stage) - (size_t)length, "%lu",
					   (unsigned long)version->stage_number);
		if (version->is_before_stage)
			snprintf(stage + length, sizeof(stage) - (size_t)length, "-dev");
	}
	length = snprintf(text, size, "%lu.%lu.%lu%s%s", (unsigned long)version->number[0],
			  (unsigned long)version->number[1], (unsigned long)version->number[2], letters, stage);
	return length > 0 && (size_t)length < size;
}

bool sslinv_openssl_version_of(const char *package_version, char *version, size_t size)
{
	struct sslinv_openssl_version parsed;

	return sslinv_openssl_version_in_package(package_version, &parsed) &&
	       sslinv_openssl_version_format(&parsed, version, size);
}

bool sslinv_openssl_branch_of(const char *version, char *branch, size_t size)
{
	struct sslinv_openssl_version parsed;
	int length;

	if (!sslinv_openssl_version_parse(version, &parsed))
		return false;
	if (branch_numbers(&parsed) == 3)
		length = snprintf(branch, size, "%lu.%lu.%lu", (unsigned long)parsed.number[0],
				  (unsigned long)parsed.number[1], (unsigned long)parsed.number[2]);
	else
		length = snprintf(branch, size, "%lu.%lu", (unsigned long)parsed.number[0], (unsigned long)parsed.number[1]);
	return length > 0 && (size_t)length < size;
}
