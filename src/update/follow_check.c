/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Is an edition what its source was said to be, and as full as what came with sslinv? */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "distro/inherits.h"
#include "update/follow.h"

/* Of so many CVEs in what came with sslinv, a first edition with less than half may be cut off. */
#define MANY_CVES 10

/* The distributions of the words, one after the other, without their releases; malloc'ed, NULL at the end. */
static char *next_distro(const char **words)
{
	const char *word = *words + strspn(*words, " ");
	size_t length = strcspn(word, " ");

	*words = word + length;
	return length ? strndup(word, strcspn(word, ": ")) : NULL;
}

/* The first edition has nothing before it that it could be compared with but what came with sslinv. */
static void compare_with_bundled(struct sslinv_follow *follow, const char *distro, const struct sslinv_guidance_about *about)
{
	char *remark = follow->result->remark;
	const size_t size = sizeof(follow->result->remark);

	if (about->bundled_cves >= MANY_CVES && about->cves < about->bundled_cves / 2)
		snprintf(remark, size,
			 "its first edition brings %zu %s of %s, and what came with sslinv has %zu for the same releases; "
			 "it may"
			 " be cut off: ask whoever runs the server or the mirror",
			 about->cves, sslinv_str_plural(about->cves, "CVE", "CVEs"), distro, about->bundled_cves);
	else if (about->has_statements && about->published[0] && strcmp(about->published, about->bundled_published) < 0)
		snprintf(remark, size,
			 "its first edition is of %s, older than what came with sslinv about %s, of %s: ask whoever runs the"
			 " server or the mirror",
			 about->published, distro, about->bundled_published);
}

/* A rebuild may be served what its vendor says. */
static int look_for(struct sslinv_follow *follow, const char *distro, struct sslinv_guidance_about *about,
		    struct sslinv_error *error)
{
	const char *inherited = sslinv_distro_inherits(distro, NULL);
	int rc = sslinv_guidance_source_about(follow->store, distro, about, error);

	/* A life cycle has no CVE, and an edition that says nothing is one to wonder about. */
	if (rc == 0 && (about->has_statements || !about->says_anything) && follow->held.feeds == 0)
		compare_with_bundled(follow, distro, about);
	return rc < 0 || about->is_named || !inherited
		       ? rc
		       : sslinv_guidance_source_about(follow->store, inherited, about, error);
}

int sslinv_follow_check(struct sslinv_follow *follow, const char *address, struct sslinv_error *error)
{
	const char *words = follow->source->distro ? follow->source->distro : "";
	bool is_named = false, says_anything = false;
	char *word;
	int rc = 0;

	while (rc == 0 && (word = next_distro(&words))) {
		struct sslinv_guidance_about about;

		rc = look_for(follow, word, &about, error);
		is_named |= rc == 0 && about.is_named;
		says_anything |= rc == 0 && about.says_anything;
		free(word);
	}
	if (rc < 0 || is_named || !says_anything)
		return rc;
	return sslinv_error_set(error, SSLINV_E_FORMAT,
				"%s: this document says nothing about %s; correct the address in sources.xml", address,
				follow->source->distro);
}
