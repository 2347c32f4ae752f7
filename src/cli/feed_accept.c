/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What may enter the guidance. */
#include "cli/feed_accept.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "base/str.h"
#include "cli/inventory.h"
#include "parse/input.h"
#include "signature/keys.h"
#include "signature/signature.h"
#include "signature/spool.h"

#define KEYS "keys"

int sslinv_feed_config(struct sslinv_config *config)
{
	struct sslinv_error error = SSLINV_ERROR_INIT;
	int rc = sslinv_config_load(sslinv_conf_directory(), config, &error);

	if (rc < 0)
		sslinv_log_error("%s", error.message);
	return rc;
}

static int refuse_unsigned(const char *file, const char *what, struct sslinv_error *error)
{
	return sslinv_error_set(error, SSLINV_E_UNSUPPORTED,
				"%s: %s, and %s/" SSLINV_CONFIG_FILE " demands one; get it from who made the file", file,
				what, sslinv_conf_directory());
}

/* Checks the copy; *fd stays -1 where there is no key to check it by, and the site does not demand it. */
static int check(const struct sslinv_config *config, const char *file, int copy, int signature, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *keys = sslinv_str_path(sslinv_conf_directory(), KEYS);
	struct sslinv_signer signer;
	int rc = keys ? sslinv_signature_verify(file, copy, signature, keys, &signer, error) : sslinv_error_memory(error);

	if (rc == SSLINV_E_NOT_FOUND && !config->requires_signature) {
		sslinv_log_warning("%s: its signature is not checked: %s", file, error->message);
		sslinv_error_clear(error);
		return 0;
	}
	if (rc == SSLINV_E_NOT_FOUND)
		return sslinv_error_prefix(error, "%s: its signature cannot be checked", file);
	if (rc == 0)
		sslinv_log_verbose("%s: signed on %s by the key %s", file, signer.made, signer.fingerprint);
	return rc;
}

/* The site has keys, so somebody means files to be signed; one that is not may come from anybody. */
static int let_unsigned_in(const char *file)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_path(sslinv_conf_directory(), KEYS);
	SSLINV_CLEANUP(sslinv_keys_free) struct sslinv_keys keys = { 0 };
	struct sslinv_error ignored = SSLINV_ERROR_INIT;

	if (path && sslinv_keys_find(path, &keys, &ignored) == 0)
		sslinv_log_warning("%s: has no signature, though there are keys in %s; where all files are to be signed, set"
				   " `feed-signature = required` in %s/" SSLINV_CONFIG_FILE,
				   file, path, sslinv_conf_directory());
	return 0;
}

int sslinv_feed_accept(const struct sslinv_config *config, const char *file, const char *beside, int *fd,
		       struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *asc = sslinv_str_format("%s.asc", file);
	SSLINV_CLEANUP(sslinv_close_fd) int signature = -1;
	SSLINV_CLEANUP(sslinv_close_fd) int copy = -1;
	bool is_stdin = strcmp(file, "-") == 0;
	struct stat status = { .st_mode = 0 };
	int rc;

	*fd = -1;
	if (is_stdin)
		return config->requires_signature ? refuse_unsigned("standard input", "has no signature", error)
						  : let_unsigned_in("standard input");
	if (!asc)
		return sslinv_error_memory(error);
	if (stat(asc, &status) < 0 && errno == ENOENT)
		return config->requires_signature ? refuse_unsigned(file, "has no signature beside it, as .asc", error)
						  : let_unsigned_in(file);
	/* A FIFO would keep us waiting. */
	if (S_ISREG(status.st_mode))
		signature = sslinv_spool_copy(asc, beside, SSLINV_SIGNATURE_MAX_BYTES, error);
	else
		return sslinv_error_set(error, SSLINV_E_FORMAT, "%s: cannot be read, or is not a regular file", asc);
	if (signature < 0)
		return signature;
	copy = sslinv_spool_copy(file, beside, SSLINV_INPUT_MAX_BYTES, error);
	if (copy < 0)
		return copy;
	rc = check(config, file, copy, signature, error);
	if (rc == 0)
		*fd = sslinv_take_fd(&copy);
	return rc;
}
