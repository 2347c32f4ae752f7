/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Following an rpm repository: repomd.xml names updateinfo and its checksum. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/cleanup.h"
#include "base/num.h"
#include "base/str.h"
#include "elf/file_digest.h"
#include "fetch/address.h"
#include "parse/input.h"
#include "update/follow.h"
#include "update/repomd.h"

static const char spooled_index[] = "repomd.xml";
static const char spooled_list[] = "mirror.list";
/* The spool's names say nothing: what a file is called is in its address. */
static const char spooled_updateinfo[] = "updateinfo";

static const struct {
	const char *name;
	enum sslinv_backend_digest algorithm;
} checksums[] = {
	{ "sha256", SSLINV_BACKEND_SHA256 },
	{ "sha384", SSLINV_BACKEND_SHA384 },
	{ "sha512", SSLINV_BACKEND_SHA512 },
};

static int read_index(struct sslinv_follow *follow, const char *address, struct sslinv_repomd *repomd,
		      struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_input_close) struct sslinv_input *input = NULL;
	int rc = sslinv_follow_open(follow, spooled_index, address, &input, error);

	return rc < 0 ? rc : sslinv_repomd_read(input, repomd, error);
}

/* Seconds since the epoch count upwards; a revision of another kind says nothing of an order. */
static int check_revision(const struct sslinv_follow *follow, const char *revision, const char *address,
			  struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *held = follow->held.edition ? strdup(follow->held.edition) : NULL;
	uint64_t before, now;

	if (!held || follow->is_forced)
		return 0;
	held[strcspn(held, " ")] = '\0';
	if (!sslinv_parse_number(held, UINT64_MAX, &before) || !sslinv_parse_number(revision, UINT64_MAX, &now) ||
	    now >= before)
		return 0;
	return sslinv_error_set(
		error, SSLINV_E_FORMAT,
		"%s: revision %s is older than the one that is held, %s; that one stays: ask whoever runs the"
		" mirror why it is old",
		address, revision, held);
}

static int verify(int file, const struct sslinv_repomd *repomd, const char *address, struct sslinv_error *error)
{
	struct sslinv_digest digest;
	size_t i = 0;

	while (i < SSLINV_ARRAY_SIZE(checksums) && strcmp(checksums[i].name, repomd->checksum_type) != 0)
		i++;
	if (i == SSLINV_ARRAY_SIZE(checksums))
		return sslinv_error_set(
			error, SSLINV_E_UNSUPPORTED,
			"%s: repomd.xml has no checksum for it that can be relied on (sha256, sha384, sha512);"
			" refused",
			address);
	if (sslinv_digest_read(file, checksums[i].algorithm, &digest) < 0)
		return sslinv_error_errno(error, "%s: cannot be read from the spool", address);
	if (sslinv_digest_is(&digest, checksums[i].algorithm, repomd->checksum))
		return 0;
	return sslinv_error_set(error, SSLINV_E_FORMAT,
				"%s: its checksum is not the one in repomd.xml; refused: the mirror may be in the midst of a"
				" change, try again later",
				address);
}

/* Gets what repomd.xml names; *file is open, and has the checksum. */
static int get_updateinfo(struct sslinv_follow *follow, const char *address, const struct sslinv_repomd *repomd,
			  struct sslinv_fetch_answer *answer, int *file, struct sslinv_error *error)
{
	int rc = sslinv_follow_get(follow, address, spooled_updateinfo, SSLINV_FOLLOW_EXACT, answer, error);

	if (rc < 0)
		return rc;
	*file = sslinv_fetcher_open_file(follow->fetcher, spooled_updateinfo, address, error);
	return *file < 0 ? *file : verify(*file, repomd, address, error);
}

/* Gets and takes in what repomd.xml names. `edition` is kept. */
static int take_updateinfo(struct sslinv_follow *follow, const char *base, const struct sslinv_repomd *repomd,
			   const struct sslinv_fetch_answer *index, const char *edition, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_fetch_answer_free) struct sslinv_fetch_answer answer = { 0 };
	SSLINV_CLEANUP(sslinv_free_ptr) char *address = sslinv_follow_address(base, repomd->location);
	SSLINV_CLEANUP(sslinv_free_ptr) char *index_address = sslinv_follow_address(base, "repodata/repomd.xml");
	SSLINV_CLEANUP(sslinv_close_fd) int file = -1;
	int rc = address && index_address ? get_updateinfo(follow, address, repomd, &answer, &file, error)
					  : sslinv_error_memory(error);

	if (rc == 0)
		rc = sslinv_follow_begin(follow, error);
	if (rc == 0)
		rc = sslinv_follow_take_fd(follow, file, &answer, SSLINV_FOLLOW_WHOLE, error);
	if (rc == 0)
		rc = sslinv_follow_check(follow, address, error);
	if (rc == 0)
		rc = sslinv_follow_settle(follow, index_address, index, error);
	return rc < 0 ? rc : sslinv_follow_commit(follow, edition, error);
}

/* The edition is the revision and, for a repository that a list names, its address. */
static int follow_repository(struct sslinv_follow *follow, const char *base, bool is_listed, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_fetch_answer_free) struct sslinv_fetch_answer index = { 0 };
	SSLINV_CLEANUP(sslinv_free_ptr) char *address = sslinv_follow_address(base, "repodata/repomd.xml");
	SSLINV_CLEANUP(sslinv_free_ptr) char *edition = NULL;
	struct sslinv_repomd repomd;
	int rc = address ? sslinv_follow_get(follow, address, spooled_index, SSLINV_FOLLOW_IF_NEW, &index, error)
			 : sslinv_error_memory(error);

	if (rc < 0)
		return rc;
	if (index.outcome == SSLINV_FETCH_SAME)
		return sslinv_follow_confirm(follow, error);
	rc = read_index(follow, address, &repomd, error);
	if (rc == 0)
		rc = check_revision(follow, repomd.revision, address, error);
	if (rc < 0)
		return rc;
	edition = sslinv_str_format("%s%s%s", repomd.revision, is_listed ? " " : "", is_listed ? base : "");
	return edition ? take_updateinfo(follow, base, &repomd, &index, edition, error) : sslinv_error_memory(error);
}

int sslinv_follow_repomd(struct sslinv_follow *follow, struct sslinv_error *error)
{
	return follow_repository(follow, follow->source->address, false, error);
}

/* The first line of the list; malloc'ed. */
static int read_list(struct sslinv_follow *follow, char **base, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_input_close) struct sslinv_input *input = NULL;
	struct sslinv_address from, to;
	const char *head = NULL;
	int rc = sslinv_follow_open(follow, spooled_list, follow->source->address, &input, error);
	ssize_t length = rc == 0 ? sslinv_input_peek(input, &head, error) : 0;

	if (rc < 0 || length < 0)
		return rc < 0 ? rc : (int)length;
	*base = strndup(head, (size_t)length);
	if (!*base)
		return sslinv_error_memory(error);
	(*base)[strcspn(*base, "\r\n")] = '\0';
	/* A list on the disk may name a place there; one of the web names places of the web that redirects may lead to. */
	if (sslinv_address_is_local(follow->source->address)
		    ? sslinv_address_is_local(*base)
		    : sslinv_address_parse(follow->source->address, &from) && sslinv_address_parse(*base, &to) &&
			      sslinv_address_may_redirect(&from, &to, follow->source->redirects))
		return 0;
	return sslinv_error_set(
		error, SSLINV_E_FORMAT,
		"%s: its first line is not the address of a repository that this source may lead to; name other"
		" hosts with `redirects` in sources.xml",
		follow->source->address);
}

int sslinv_follow_mirror_list(struct sslinv_follow *follow, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_fetch_answer_free) struct sslinv_fetch_answer answer = { 0 };
	SSLINV_CLEANUP(sslinv_free_ptr) char *base = NULL;
	const char *held = follow->held.edition ? strchr(follow->held.edition, ' ') : NULL;
	int rc = sslinv_follow_get(follow, follow->source->address, spooled_list,
				   held ? SSLINV_FOLLOW_IF_NEW : SSLINV_FOLLOW_ALWAYS, &answer, error);

	if (rc < 0)
		return rc;
	if (answer.outcome == SSLINV_FETCH_SAME) {
		base = strdup(held + 1);
		if (!base)
			return sslinv_error_memory(error);
	} else {
		rc = sslinv_follow_check_end(&answer, follow->source->address, error);
		if (rc == 0)
			rc = read_list(follow, &base, error);
	}
	follow->list = &answer;
	return rc < 0 ? rc : follow_repository(follow, base, true, error);
}
