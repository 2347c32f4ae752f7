/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Is an edition what its source was said to be, and as full as what came with sslinv? */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "base/words.h"
#include "distro/inherits.h"
#include "update/follow.h"

/* Of so many CVEs in what came with sslinv, a first edition with less than half may be cut off. */
#define MANY_CVES 10

int sslinv_follow_check_end(const struct sslinv_fetch_answer *answer, const char *address, struct sslinv_error *error)
{
	if (answer->is_framed)
		return 0;
	return sslinv_error_set(error, SSLINV_E_FORMAT,
				"%s: the server does not tell how long it is, so it may be cut off; have the server send"
				" Content-Length, or name another mirror in sources.xml",
				answer->address ? answer->address : address);
}

void sslinv_follow_remark(struct sslinv_follow *follow, const char *format, ...)
{
	char *remark = follow->result->remark;
	const size_t size = sizeof(follow->result->remark);
	size_t length = strlen(remark);
	va_list arguments;

	if (length && length + 2 < size) {
		memcpy(remark + length, "; ", 3);
		length += 2;
	}
	va_start(arguments, format);
	vsnprintf(remark + length, size - length, format, arguments);
	va_end(arguments);
}

/* The first edition has nothing before it that it could be compared with but what came with sslinv. */
static void compare_with_bundled(struct sslinv_follow *follow, const char *distro, const struct sslinv_guidance_about *about)
{
	if (about->bundled_cves >= MANY_CVES && about->cves < about->bundled_cves / 2)
		sslinv_follow_remark(
			follow,
			"its first edition brings %zu %s of %s, and what came with sslinv has %zu for the same releases; it"
			" may be cut off: ask whoever runs the server or the mirror",
			about->cves, sslinv_str_plural(about->cves, "CVE", "CVEs"), distro, about->bundled_cves);
	else if (about->has_statements && about->published[0] && strcmp(about->published, about->bundled_published) < 0)
		sslinv_follow_remark(
			follow,
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
	SSLINV_CLEANUP(sslinv_words_free) struct sslinv_words words = { NULL, 0, 0, NULL, 0, 0 };
	bool is_named = false, says_anything = follow->result->imported.foreign > 0;
	const char *foreign = follow->result->imported.foreign_words;
	int rc = sslinv_words_add(&words, follow->source->distro, " ") < 0 ? sslinv_error_memory(error) : 0;

	for (size_t i = 0; rc == 0 && i < words.count; i++) {
		/* Without its release. */
		SSLINV_CLEANUP(sslinv_free_ptr) char *distro = strndup(words.items[i], strcspn(words.items[i], ":"));
		struct sslinv_guidance_about about = { .is_named = false };

		rc = distro ? look_for(follow, distro, &about, error) : sslinv_error_memory(error);
		is_named |= about.is_named;
		says_anything |= about.says_anything;
	}
	if (rc < 0 || is_named || !says_anything)
		return rc;
	return sslinv_error_set(error, SSLINV_E_FORMAT,
				"%s: this document says nothing about %s%s%s; correct the address in sources.xml", address,
				follow->source->distro, foreign[0] ? ", but about " : "", foreign);
}
