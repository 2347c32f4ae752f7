/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The first line of a file that is no comment, three times. */
#include "policy/crypto_policies.h"

#include <errno.h>
#include <string.h>
#include <strings.h>

#include "base/cleanup.h"
#include "base/str.h"

#define MAX_BYTES ((size_t)64 * 1024)

/* The first text of a file: without comments and the space around it. *text stays NULL where there is none. */
static int read_first(const struct sslinv_root *root, struct sslinv_facts *facts, const char *path, const char **text)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *data = NULL;
	SSLINV_CLEANUP(sslinv_free_ptr) char *message = NULL;
	size_t length;
	int rc = sslinv_root_read(root, path, MAX_BYTES, &data, &length);

	if (rc == -ENOENT || rc == -ENOTDIR)
		return 0;
	if (rc == -ENOMEM)
		return SSLINV_E_MEMORY;
	if (rc < 0) {
		message = sslinv_str_format("cannot read the policy: %s", strerror(-rc));
		return message ? sslinv_facts_add_problem(facts, "policy", path, false, message) : SSLINV_E_MEMORY;
	}
	for (char *state, *line = strtok_r(data, "\n", &state); line && !*text; line = strtok_r(NULL, "\n", &state)) {
		line[strcspn(line, "#")] = '\0';
		line += strspn(line, " \t\r");
		for (size_t end = strlen(line); end > 0 && strchr(" \t\r", line[end - 1]); end--)
			line[end - 1] = '\0';
		if (!*line)
			continue;
		*text = sslinv_facts_text(facts, line);
		if (!*text)
			return SSLINV_E_MEMORY;
	}
	return 0;
}

static int tell_difference(struct sslinv_facts *facts, const struct sslinv_crypto_policies *policies)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *message = sslinv_str_format(
		"the crypto policy %s is configured, but the files in place are those of %s; "
		"`update-crypto-policies` puts its own there",
		policies->configured, policies->applied);

	return message ? sslinv_facts_add_problem(facts, "policy", "/etc/crypto-policies/config", false, message)
		       : SSLINV_E_MEMORY;
}

int sslinv_crypto_policies_read(const struct sslinv_root *root, struct sslinv_facts *facts,
				struct sslinv_crypto_policies *policies)
{
	int rc = read_first(root, facts, "/etc/crypto-policies/config", &policies->configured);

	if (rc == 0)
		rc = read_first(root, facts, "/etc/crypto-policies/state/current", &policies->applied);
	if (rc == 0)
		rc = read_first(root, facts, "/etc/crypto-policies/back-ends/openssl.config", &policies->ciphers);
	/* update-crypto-policies writes what it applied in capitals. */
	if (rc == 0 && policies->configured && policies->applied && strcasecmp(policies->configured, policies->applied) != 0)
		rc = tell_difference(facts, policies);
	return rc;
}
