/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The child's side: take requests, fetch, answer. */
#include "fetch/fetch_serve.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/confine.h"
#include "fetch/address.h"
#include "fetch/exchange.h"
#include "fetch/fetch_wire.h"
#include "fetch/local.h"
#include "fetch/transfer.h"

/* Enough to decrypt some gigabytes. */
#define CPU_SECONDS 3600u

/* A person reads no faster. */
#define PROGRESS_MILLISECONDS 200

/* Where the user's programs are told to go out. */
static const char *const proxies[] = { "http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy",
				       "ALL_PROXY",  "no_proxy",    "NO_PROXY",    NULL };

struct service {
	struct sslinv_libcurl curl;
	CURL *handle; /* NULL until it is needed; with the connections that are open */
	int spool;
	struct sslinv_wire_writer writer;
	long long told; /* milliseconds of the monotonic clock */
};

static int tell(void *context, uint64_t bytes, int64_t total)
{
	struct service *service = context;
	const long long now = sslinv_exchange_now();

	if (now < service->told + PROGRESS_MILLISECONDS)
		return 0;
	service->told = now;
	return sslinv_fetch_send_progress(&service->writer, bytes, total);
}

static int begin_curl(struct service *service, struct sslinv_error *error)
{
	int rc = service->handle ? 0 : sslinv_libcurl_load(&service->curl, error);

	if (rc < 0 || service->handle)
		return rc;
	service->handle = service->curl.easy_init();
	return service->handle ? 0 : sslinv_error_memory(error);
}

static void fail(struct sslinv_fetch_answer *answer, const struct sslinv_error *error)
{
	answer->outcome = SSLINV_FETCH_FAILED;
	answer->reason = strdup(error->message);
}

/* What broke off stays for the next update, where the server can tell then whether it is still of its edition. */
static void serve_web(struct service *service, const struct sslinv_fetch_request *request,
		      struct sslinv_fetch_answer *answer)
{
	SSLINV_CLEANUP(sslinv_close_fd) int file = -1;
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_transfer_part held;
	int rc = begin_curl(service, &error);

	if (rc < 0) {
		fail(answer, &error);
		return;
	}
	file = sslinv_part_open(service->spool, request->address, &held.part, &held.have, held.etag);
	if (file < 0)
		errno = -file;
	else if (sslinv_transfer(&service->curl, service->handle, request, file, &held, tell, service, answer))
		return;
	if (file >= 0 && answer->outcome == SSLINV_FETCH_NEW) {
		rc = sslinv_part_finish(&held.part, request->name);
		if (rc == 0)
			return;
		errno = -rc;
	}
	if (file < 0 || answer->outcome == SSLINV_FETCH_NEW) {
		sslinv_error_errno(&error, "the spool cannot be written; make room there");
		fail(answer, &error);
	}
	sslinv_part_drop(&held.part);
}

static void serve_local(struct service *service, const struct sslinv_fetch_request *request,
			struct sslinv_fetch_answer *answer)
{
	SSLINV_CLEANUP(sslinv_close_fd) int file = openat(service->spool, request->name,
							  O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	struct sslinv_error error = SSLINV_ERROR_INIT;

	answer->outcome = SSLINV_FETCH_NEW;
	if (file < 0) {
		sslinv_error_errno(&error, "the spool cannot be written; make room there");
		fail(answer, &error);
	} else {
		sslinv_local_fetch(request, file, answer);
	}
}

static void serve(struct service *service, const struct sslinv_fetch_request *request, struct sslinv_fetch_answer *answer)
{
	if (sslinv_address_is_local(request->address))
		serve_local(service, request, answer);
	else
		serve_web(service, request, answer);
	if (answer->outcome != SSLINV_FETCH_NEW)
		(void)unlinkat(service->spool, request->name, 0);
}

void sslinv_fetch_serve(const char *spool, int spool_fd, int requests, int answers, const struct sslinv_fetch_reach *reach)
{
	const char *paths[SSLINV_FETCH_READABLE];
	size_t readable_count;
	const char *const *readable = sslinv_fetch_reach_readable(reach, paths, &readable_count);
	const int kept[] = { sslinv_confine_above_standard(spool_fd), sslinv_confine_above_standard(requests),
			     sslinv_confine_above_standard(answers) };
	const struct sslinv_confinement confinement = {
		.cpu_seconds = CPU_SECONDS,
		.writable = spool,
		.kept = kept,
		.kept_count = SSLINV_ARRAY_SIZE(kept),
		.environment = proxies,
		.readable = readable,
		.readable_count = readable_count,
	};
	struct sslinv_fetch_reader reader = { .fd = kept[1] };
	struct service service = { .spool = kept[0], .writer = { .fd = kept[2] } };
	struct sslinv_wire_record record;
	struct sslinv_fetch_request request;

	sslinv_confine_child(&confinement);
	while (sslinv_fetch_next(&reader, -1, &record) > 0 && sslinv_fetch_take_request(&record, &request)) {
		SSLINV_CLEANUP(sslinv_fetch_answer_free) struct sslinv_fetch_answer answer = { 0 };

		serve(&service, &request, &answer);
		if (sslinv_fetch_send_answer(&service.writer, &answer) < 0)
			break;
	}
	_exit(0);
}
