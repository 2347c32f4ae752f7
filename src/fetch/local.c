/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copies files of a mirror on the disk. */
#include "fetch/local.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "base/write_all.h"
#include "fetch/local_directory.h"

#define FILE_SCHEME "file://"
#define COPY_SIZE ((size_t)128 * 1024)

/* The path of an address; `%20` is a blank in `file://`. NULL when out of memory. */
static char *path_of(const char *address)
{
	bool is_url = sslinv_str_starts(address, FILE_SCHEME);
	char *path = strdup(is_url ? address + strlen(FILE_SCHEME) : address), *to = path;

	if (!path || !is_url)
		return path;
	for (const char *from = path; *from; from++) {
		if (from[0] == '%' && isxdigit((unsigned char)from[1]) && isxdigit((unsigned char)from[2])) {
			const char digits[] = { from[1], from[2], '\0' };

			*to++ = (char)strtol(digits, NULL, 16);
			from += 2;
		} else {
			*to++ = *from;
		}
	}
	*to = '\0';
	return path;
}

static void fail(struct sslinv_fetch_answer *answer, enum sslinv_fetch_outcome outcome, const char *path, const char *reason)
{
	answer->outcome = outcome;
	answer->reason = sslinv_str_format("%s: %s", path, reason);
}

/* What tells one edition from another, where there is no server that does. */
static char *mark_of(const struct stat *status)
{
	return sslinv_str_format("\"%lld-%lld.%09ld\"", (long long)status->st_size, (long long)status->st_mtim.tv_sec,
				 status->st_mtim.tv_nsec);
}

static char *date_of(const struct stat *status)
{
	char text[40];
	struct tm parts;

	if (!gmtime_r(&status->st_mtim.tv_sec, &parts) ||
	    strftime(text, sizeof(text), "%a, %d %b %Y %H:%M:%S GMT", &parts) == 0)
		return NULL;
	return strdup(text);
}

static void copy(const struct sslinv_fetch_request *request, const char *path, int source, int target,
		 struct sslinv_fetch_answer *answer)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *buffer = malloc(COPY_SIZE);
	ssize_t length = 0;
	int rc;

	while (buffer && (length = read(source, buffer, COPY_SIZE)) > 0) {
		answer->bytes += (uint64_t)length;
		if (answer->bytes > request->max_bytes)
			return fail(answer, SSLINV_FETCH_FAILED, path,
				    "is longer than the limit of this source; raise `max-bytes` in sources.xml if that is "
				    "right");
		rc = sslinv_write_all(target, buffer, (size_t)length);
		if (rc < 0)
			return fail(answer, SSLINV_FETCH_FAILED, "the spool cannot be written", strerror(-rc));
	}
	if (!buffer || length < 0)
		fail(answer, SSLINV_FETCH_FAILED, path, strerror(errno));
}

void sslinv_local_fetch(const struct sslinv_fetch_request *request, int target, struct sslinv_fetch_answer *answer)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = path_of(request->address);
	SSLINV_CLEANUP(sslinv_close_fd) int source = path ? open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK) : -1;
	struct stat status;

	if (!path)
		return fail(answer, SSLINV_FETCH_FAILED, request->address, strerror(ENOMEM));
	if (source < 0 && (errno == ENOENT || errno == ENOTDIR))
		return fail(answer, SSLINV_FETCH_MISSING, path,
			    "No such file or directory; put it there, or correct the address in sources.xml");
	if (source < 0 || fstat(source, &status) < 0)
		return fail(answer, SSLINV_FETCH_FAILED, path, strerror(errno));
	if (S_ISDIR(status.st_mode))
		return sslinv_local_directory(request, path, target, answer);
	if (!S_ISREG(status.st_mode))
		return fail(answer, SSLINV_FETCH_FAILED, path,
			    "is neither a plain file nor a directory; name one in sources.xml");
	answer->is_framed = true;
	answer->address = strdup(request->address);
	answer->etag = mark_of(&status);
	answer->last_modified = date_of(&status);
	if (answer->etag && request->etag && strcmp(answer->etag, request->etag) == 0)
		answer->outcome = SSLINV_FETCH_SAME;
	else
		copy(request, path, source, target, answer);
}
