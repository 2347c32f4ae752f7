/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Answers from rows of life cycles: which support goes on today, and for whom. */
#include "resolve/lifecycle.h"

#include <string.h>

#include "base/attributes.h"
#include "base/date.h"
#include "base/str.h"
#include "distro/distro.h"
#include "openssl/openssl_version.h"

/* Extended supports that everybody gets, from the same archive. */
static const struct {
	const char *product;
	const char *stream;
} for_all[] = {
	{ "debian", "lts" },
};

/* A support without an end goes on; so does one whose end cannot be read. */
static bool is_over(const char *end, int64_t now)
{
	int64_t days;

	return end && sslinv_date_age(end, now, &days) && days > 0;
}

static bool is_for_all(const struct sslinv_life *life)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(for_all); i++) {
		if (strcmp(for_all[i].product, life->product) == 0 && strcmp(for_all[i].stream, life->stream) == 0)
			return true;
	}
	return false;
}

/* `els` is the support of the stream `7-els`. */
static bool is_followed(const struct sslinv_life *life, const char *stream)
{
	return stream && stream[0] &&
	       (strcmp(stream, life->stream) == 0 ||
		(sslinv_str_ends(stream, life->stream) && stream[strlen(stream) - strlen(life->stream) - 1] == '-'));
}

static bool lasts_longer(const char *end, const char *than)
{
	return !than || !end || strcmp(end, than) > 0;
}

static struct sslinv_life_answer answer(const struct sslinv_guidance_set *set, const char *product, const char *release,
					const char *stream, int64_t now)
{
	struct sslinv_life_answer answer = { .state = SSLINV_LIFE_UNKNOWN };
	bool has_plain = false, goes_on = false, is_open = false, is_stream = sslinv_str_compare(stream, "stream") == 0;

	for (size_t i = 0; i < set->lives.count; i++) {
		const struct sslinv_life *life = &set->lives.items[i];
		bool is_plain;

		if (strcmp(life->product, product) != 0 || strcmp(life->release, release) != 0)
			continue;
		is_plain = !life->stream[0] || strcmp(life->stream, "stream") == 0;
		/* CentOS Stream shares the name with CentOS Linux, and has no other support; of 8 there were both. */
		if (is_plain && (is_stream ? !life->stream[0] : life->stream[0] && has_plain))
			continue;
		if (is_plain) {
			has_plain = true;
			answer.end = life->end;
		} else if (!answer.extended || lasts_longer(life->end, answer.extended_end)) {
			answer.extended = life->stream;
			answer.extended_end = life->end;
		}
		if (!is_plain && !is_for_all(life) && !is_followed(life, stream))
			continue;
		goes_on |= !is_plain && !is_over(life->end, now);
		is_open |= !life->end;
		if (lasts_longer(life->end, answer.until))
			answer.until = life->end;
	}
	if (is_open)
		answer.until = NULL;
	if (has_plain && !is_over(answer.end, now))
		answer.state = SSLINV_LIFE_SUPPORTED;
	else if (goes_on)
		answer.state = SSLINV_LIFE_EXTENDED;
	else if (has_plain)
		answer.state = SSLINV_LIFE_ENDED;
	return answer;
}

struct sslinv_life_answer sslinv_lifecycle_distro(const struct sslinv_guidance_set *set, const char *os_id,
						  const char *os_version, const char *stream, int64_t now)
{
	struct sslinv_distro place = { .distro = "" };
	const char *point;

	if (!os_id || !os_version)
		return (struct sslinv_life_answer){ .state = SSLINV_LIFE_UNKNOWN };
	sslinv_distro_from_words(os_id, os_version, NULL, &place);
	/* Alpine's VERSION_ID has one number more than its releases. */
	if (strcmp(place.distro, "alpine") == 0 && (point = strchr(place.release, '.')) && (point = strchr(point + 1, '.')))
		place.release[point - place.release] = '\0';
	return answer(set, place.distro, place.release, strcmp(place.stream, "stream") == 0 ? place.stream : stream, now);
}

struct sslinv_life_answer sslinv_lifecycle_branch(const struct sslinv_guidance_set *set, const char *branch, int64_t now)
{
	return answer(set, "openssl", branch, "", now);
}

const char *sslinv_lifecycle_branch_end(const struct sslinv_guidance_set *set, const char *branch)
{
	return answer(set, "openssl", branch, "", 0).end;
}

const char *sslinv_lifecycle_tls(const struct sslinv_guidance_set *set, const char *branch)
{
	struct sslinv_openssl_version asked, newest = { .stage = SSLINV_OPENSSL_RELEASE };
	const char *tls = NULL;

	if (!branch || !sslinv_openssl_branch_parse(branch, &asked))
		return NULL;
	for (size_t i = 0; i < set->branches.count; i++) {
		const struct sslinv_branch *item = &set->branches.items[i];
		struct sslinv_openssl_version since;

		if (strcmp(item->library, "OpenSSL") != 0 || !sslinv_openssl_branch_parse(item->version, &since) ||
		    sslinv_openssl_branch_compare(&asked, &since) < 0 ||
		    (tls && sslinv_openssl_branch_compare(&newest, &since) >= 0))
			continue;
		newest = since;
		tls = item->tls;
	}
	return tls;
}

bool sslinv_lifecycle_has_tls(const struct sslinv_guidance_set *set, const char *branch, const char *tls)
{
	const char *newest = sslinv_lifecycle_tls(set, branch);

	/* One digit, a point and one digit each. */
	return newest && strcmp(newest, tls) >= 0;
}
