/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Of when is what a server has? */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "update/follow.h"

/* Sources that vendors write every day are not as old as this. */
#define OLD_SECONDS (30 * 86400)

/* The file whose date tells of when a source is, by how it is followed; NULL: it has none of its own. */
static char *dated_file(const struct sslinv_source *source)
{
	switch (source->follow) {
	case SSLINV_FOLLOW_FILE:
		return strdup(source->address);
	case SSLINV_FOLLOW_REPOMD:
		return sslinv_follow_address(source->address, "repodata/repomd.xml");
	case SSLINV_FOLLOW_ARCHIVE:
		return sslinv_follow_address(source->address, "changes.csv");
	default:
		return NULL;
	}
}

/* OpenSSL's records, life cycles, and what a site wrote itself change when there is something to say. */
static bool changes_daily(const struct sslinv_source *source)
{
	return source->distro && strcmp(source->distro, "openssl") != 0 &&
	       !(source->format && strcmp(source->format, "endoflife") == 0);
}

int sslinv_follow_check_age(struct sslinv_follow *follow, struct sslinv_error *error)
{
	const struct sslinv_source *source = follow->source;
	SSLINV_CLEANUP(sslinv_free_ptr) char *address = changes_daily(source) ? dated_file(source) : NULL;
	SSLINV_CLEANUP(sslinv_free_ptr) char *etag = NULL;
	SSLINV_CLEANUP(sslinv_free_ptr) char *last_modified = NULL;
	char moment[SSLINV_TIME_SIZE];
	int64_t seconds;
	int rc = address ? sslinv_guidance_source_file(follow->store, source->id, address, &etag, &last_modified, error) : 0;

	if (rc < 0 || follow->result->remark[0] || !sslinv_follow_date(last_modified, &seconds) ||
	    seconds > (int64_t)time(NULL) - OLD_SECONDS)
		return rc;
	sslinv_str_time(moment, seconds);
	snprintf(follow->result->remark, sizeof(follow->result->remark),
		 "the edition of this source is of %.10s: ask whoever runs the server or the mirror why it is old", moment);
	return 0;
}
