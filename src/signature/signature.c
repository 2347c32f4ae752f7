/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Is a file signed by a key that the site trusts? What gpgv says, read line by line. */
#include "signature/signature.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/words.h"
#include "signature/gpgv.h"

#define PREFIX "[GNUPG:] "

/* What became of a signature; the later ones are told before the earlier ones. */
enum outcome {
	OUTCOME_NONE = 0, /* there is no signature */
	OUTCOME_FAILED,   /* gpgv could not check it */
	OUTCOME_NO_KEY,   /* as it has no such key, which it says after the former */
	OUTCOME_WEAK,     /* by a digest that can be forged */
	OUTCOME_FUTURE,   /* gpgv has nothing against it */
	OUTCOME_EXPIRED,
	OUTCOME_KEY_EXPIRED,
	OUTCOME_KEY_REVOKED,
	OUTCOME_BAD,
	OUTCOME_COUNT,
};

static const char *const reasons[OUTCOME_COUNT] = {
	[OUTCOME_NONE] = "is not a detached OpenPGP signature, as `gpg --armor --detach-sign` makes it",
	[OUTCOME_NO_KEY] = "is by a key that is not trusted here",
	[OUTCOME_FAILED] = "cannot be checked",
	[OUTCOME_WEAK] = "is made with MD5, SHA-1 or RIPEMD-160, which can be forged",
	[OUTCOME_FUTURE] = "was made at a time that is yet to come (see the clocks of both hosts)",
	[OUTCOME_EXPIRED] = "has expired",
	[OUTCOME_KEY_EXPIRED] = "is by a key that has expired",
	[OUTCOME_KEY_REVOKED] = "is by a key that was revoked",
	[OUTCOME_BAD] = "is of other contents: the file, or the signature, was changed or cut off",
};

/* What a line means (doc/DETAILS of GnuPG). */
static const struct {
	const char *word;
	enum outcome outcome;
} bad_words[] = {
	{ "BADSIG", OUTCOME_BAD },
	{ "EXPSIG", OUTCOME_EXPIRED },
	{ "EXPKEYSIG", OUTCOME_KEY_EXPIRED },
	{ "REVKEYSIG", OUTCOME_KEY_REVOKED },
	{ "NO_PUBKEY", OUTCOME_NO_KEY },
	{ "ERRSIG", OUTCOME_FAILED },
};

struct reading {
	enum outcome worst;
	bool is_good; /* the signature of which the lines are just now */
	size_t valid; /* signatures that hold */
	char key[65]; /* of the worst one */
	struct sslinv_signer *signer;
};

/* VALIDSIG fingerprint, day, time, end, version, reserved, algorithm, digest, class[, primary key's fingerprint]. */
enum valid_word {
	VALID_FINGERPRINT = 1,
	VALID_DAY,
	VALID_DIGEST = 8,
	VALID_CLASS,
	VALID_PRIMARY,
};

static bool is_weak(const char *digest)
{
	return strcmp(digest, "1") == 0 || strcmp(digest, "2") == 0 || strcmp(digest, "3") == 0;
}

/* Of a document as bytes, or as text: not of a key. */
static bool is_of_document(const char *class)
{
	return strcmp(class, "00") == 0 || strcmp(class, "01") == 0;
}

static void note(struct reading *reading, enum outcome outcome, const char *key)
{
	reading->is_good = false;
	if (outcome < reading->worst)
		return;
	reading->worst = outcome;
	snprintf(reading->key, sizeof(reading->key), "%s", key);
}

static void read_valid(struct reading *reading, const struct sslinv_words *words)
{
	const char *primary;

	if (!reading->is_good || words->count <= VALID_CLASS || !is_of_document(words->items[VALID_CLASS]))
		return;
	primary = words->items[words->count > VALID_PRIMARY ? VALID_PRIMARY : VALID_FINGERPRINT];
	if (is_weak(words->items[VALID_DIGEST])) {
		note(reading, OUTCOME_WEAK, primary);
		return;
	}
	if (sslinv_date_is_future(words->items[VALID_DAY])) {
		note(reading, OUTCOME_FUTURE, primary);
		return;
	}
	reading->valid++;
	snprintf(reading->signer->fingerprint, sizeof(reading->signer->fingerprint), "%s", primary);
	snprintf(reading->signer->made, sizeof(reading->signer->made), "%s", words->items[VALID_DAY]);
}

static void read_words(struct reading *reading, const struct sslinv_words *words)
{
	const char *word = words->items[0], *key = words->count > 1 ? words->items[1] : "";

	if (strcmp(word, "NEWSIG") == 0)
		reading->is_good = false;
	else if (strcmp(word, "GOODSIG") == 0)
		reading->is_good = true;
	else if (strcmp(word, "VALIDSIG") == 0)
		read_valid(reading, words);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(bad_words); i++)
		if (strcmp(word, bad_words[i].word) == 0)
			note(reading, bad_words[i].outcome, key);
}

static int read_line(struct reading *reading, const char *line)
{
	SSLINV_CLEANUP(sslinv_words_free) struct sslinv_words words = { NULL, 0, 0, NULL, 0, 0 };

	if (!sslinv_str_starts(line, PREFIX))
		return 0;
	if (sslinv_words_add(&words, line + strlen(PREFIX), " ") < 0)
		return SSLINV_E_MEMORY;
	if (words.count > 0)
		read_words(reading, &words);
	return 0;
}

static int judge(struct reading *reading, const char *name, const char *keys_directory, struct sslinv_error *error)
{
	bool has_key = reading->key[0] && strspn(reading->key, "0123456789ABCDEFabcdef") == strlen(reading->key);

	if (reading->valid > 0 && reading->worst != OUTCOME_BAD)
		return 0;
	return sslinv_error_set(error, SSLINV_E_UNSUPPORTED, "%s: its signature %s.asc %s%s%s; keys are in %s", name, name,
				reasons[reading->worst], has_key ? ": key " : "", has_key ? reading->key : "",
				keys_directory);
}

int sslinv_signature_verify(const char *name, int data, int signature, const char *keys_directory,
			    struct sslinv_signer *signer, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_keys_free) struct sslinv_keys keys = { 0 };
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str status = { 0 };
	SSLINV_CLEANUP(sslinv_words_free) struct sslinv_words lines = { NULL, 0, 0, NULL, 0, 0 };
	struct reading reading = { .signer = signer };
	int rc = sslinv_keys_find(keys_directory, &keys, error);

	memset(signer, 0, sizeof(*signer));
	if (rc == 0)
		rc = sslinv_gpgv_run(&keys, data, signature, &status, error);
	if (rc < 0)
		return rc;
	if (sslinv_words_add(&lines, sslinv_str_text(&status), "\n") < 0)
		return sslinv_error_memory(error);
	for (size_t i = 0; rc == 0 && i < lines.count; i++)
		rc = read_line(&reading, lines.items[i]);
	return rc < 0 ? sslinv_error_memory(error) : judge(&reading, name, keys_directory, error);
}
