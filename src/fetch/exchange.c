/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One request over HTTP and what is answered. */
#include "fetch/exchange.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/str.h"
#include "base/write_all.h"
#include "fetch/address.h"

#define MAX_REDIRECTS 5
#define CONNECT_SECONDS 30u
/* Slower than this for the whole of `stall` is as good as nothing. */
#define STALL_BYTES_PER_SECOND 200L
/* Of an error page so much is read, so that the connection can be used again. */
#define MAX_PAGE_BYTES (64 * 1024)
#define USER_AGENT "sslinv/" PACKAGE_VERSION

#define SET(exchange, option, value) (void)(exchange)->curl->easy_setopt((exchange)->handle, option, value)

long long sslinv_exchange_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

__attribute__((format(printf, 3, 4))) static enum sslinv_exchange_end
end(struct sslinv_exchange *exchange, enum sslinv_exchange_end how, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(exchange->reason, sizeof(exchange->reason), format, arguments);
	va_end(arguments);
	return how;
}

static size_t on_header(char *line, size_t size, size_t count, void *context)
{
	struct sslinv_exchange *exchange = context;

	sslinv_response_header(&exchange->response, line, size * count);
	return size * count;
}

static long status_of(struct sslinv_exchange *exchange)
{
	long status = 0;

	(void)exchange->curl->easy_getinfo(exchange->handle, CURLINFO_RESPONSE_CODE, &status);
	return status;
}

/* Weak and strong ones that are the same otherwise: good enough to tell that nothing changed. */
static bool is_same_etag(const char *a, const char *b)
{
	a += sslinv_str_starts(a, "W/") ? 2 : 0;
	b += sslinv_str_starts(b, "W/") ? 2 : 0;
	return strcmp(a, b) == 0;
}

static bool empty_file(struct sslinv_exchange *exchange)
{
	if (ftruncate(exchange->file, 0) < 0 || lseek(exchange->file, 0, SEEK_SET) < 0) {
		exchange->write_errno = errno;
		return false;
	}
	exchange->have = 0;
	exchange->held = exchange->response.validators;
	exchange->is_encoded = exchange->response.is_encoded;
	sslinv_part_mark(exchange->part, exchange->is_encoded ? "" : exchange->held.etag);
	return true;
}

/* The first byte of a body: does it go on behind what came before, or begin anew? */
static bool begin_body(struct sslinv_exchange *exchange)
{
	const struct sslinv_response *response = &exchange->response;

	exchange->is_body_taken = true;
	if (status_of(exchange) != 206)
		return empty_file(exchange);
	exchange->is_mismatch = (uint64_t)response->range_from != exchange->have ||
				(response->validators.etag[0] &&
				 strcmp(response->validators.etag, exchange->held.etag) != 0) ||
				(response->validators.last_modified[0] && exchange->held.last_modified[0] &&
				 strcmp(response->validators.last_modified, exchange->held.last_modified) != 0);
	return !exchange->is_mismatch;
}

static bool keep(struct sslinv_exchange *exchange, const char *bytes, size_t length)
{
	int rc = sslinv_write_all(exchange->file, bytes, length);

	exchange->write_errno = -rc;
	if (rc == 0)
		exchange->have += (uint64_t)length;
	return rc == 0;
}

static size_t on_body(char *bytes, size_t size, size_t count, void *context)
{
	struct sslinv_exchange *exchange = context;
	const size_t length = size * count;
	const long status = status_of(exchange);

	/* The page of an error or a redirect. */
	if (status != 200 && status != 206)
		return length;
	if (!exchange->is_body_taken && !begin_body(exchange))
		return 0;
	exchange->is_too_long = exchange->have + length > exchange->request->max_bytes;
	if (exchange->is_too_long || !keep(exchange, bytes, length))
		return 0;
	return length;
}

/* Not more than some times a second: curl calls it more often than anybody can read. */
static int on_progress(void *context, curl_off_t total, curl_off_t now, curl_off_t up_total, curl_off_t up_now)
{
	struct sslinv_exchange *exchange = context;
	const int64_t before = exchange->response.range_from > 0 ? exchange->response.range_from : 0;

	(void)up_total;
	(void)up_now;
	if (!exchange->is_body_taken)
		return now > MAX_PAGE_BYTES;
	return exchange->progress(exchange->context, exchange->have, total > 0 ? before + total : -1) < 0;
}

static struct curl_slist *add_header(struct sslinv_exchange *exchange, struct curl_slist *list, const char *name,
				     const char *value)
{
	char line[SSLINV_HEADER_SIZE + 32];
	struct curl_slist *longer;

	if (!value || !*value || strlen(value) >= SSLINV_HEADER_SIZE || !sslinv_str_is_printable(value, strlen(value)))
		return list;
	snprintf(line, sizeof(line), "%s: %s", name, value);
	longer = exchange->curl->slist_append(list, line);
	return longer ? longer : list;
}

/* Can the server tell whether what came before is still the beginning of what it has? */
static const char *resume_mark(const struct sslinv_exchange *exchange)
{
	if (!exchange->may_resume || exchange->have == 0)
		return NULL;
	if (exchange->held.etag[0])
		return sslinv_str_starts(exchange->held.etag, "W/") ? NULL : exchange->held.etag;
	return exchange->held.last_modified[0] ? exchange->held.last_modified : NULL;
}

static struct curl_slist *set_conditions(struct sslinv_exchange *exchange)
{
	const struct sslinv_fetch_request *request = exchange->request;
	const char *mark = resume_mark(exchange);
	struct curl_slist *list = NULL;
	char range[32];

	if (exchange->asks_length) {
		SET(exchange, CURLOPT_NOBODY, 1L);
	} else if (mark) {
		snprintf(range, sizeof(range), "%" PRIu64 "-", exchange->have);
		SET(exchange, CURLOPT_RANGE, range);
		list = add_header(exchange, list, "If-Range", mark);
	} else if (!exchange->is_unconditional) {
		list = add_header(exchange, list, "If-None-Match", request->etag);
		list = add_header(exchange, list, "If-Modified-Since", request->last_modified);
	}
	/* What is compressed on the way is kept so: it is unpacked where feeds are read, within their limits. */
	if (request->takes_gzip)
		list = add_header(exchange, list, "Accept-Encoding", "gzip");
	SET(exchange, CURLOPT_HTTPHEADER, list);
	return list;
}

static void set_protocols(struct sslinv_exchange *exchange)
{
#if LIBCURL_VERSION_NUM >= 0x075500
	SET(exchange, CURLOPT_PROTOCOLS_STR, "http,https");
#else
	SET(exchange, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

/* Redirects are followed by us, one by one. Who answers is verified, and there is no option that changes that. */
static void set_options(struct sslinv_exchange *exchange, char *curl_reason)
{
	const struct sslinv_fetch_request *request = exchange->request;
	const long long left = exchange->deadline - sslinv_exchange_now();
	const unsigned stall = request->limits.stall;

	exchange->curl->easy_reset(exchange->handle);
	set_protocols(exchange);
	SET(exchange, CURLOPT_URL, exchange->address);
	SET(exchange, CURLOPT_USERAGENT, USER_AGENT);
	SET(exchange, CURLOPT_FOLLOWLOCATION, 0L);
	SET(exchange, CURLOPT_SSL_VERIFYPEER, 1L);
	SET(exchange, CURLOPT_SSL_VERIFYHOST, 2L);
	SET(exchange, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (request->ca)
		SET(exchange, CURLOPT_CAINFO, request->ca);
	SET(exchange, CURLOPT_NOSIGNAL, 1L);
	SET(exchange, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
	SET(exchange, CURLOPT_HTTP_CONTENT_DECODING, 0L);
	SET(exchange, CURLOPT_CONNECTTIMEOUT, (long)(stall < CONNECT_SECONDS ? stall : CONNECT_SECONDS));
	SET(exchange, CURLOPT_TIMEOUT_MS, (long)(left > 1 ? left : 1));
	SET(exchange, CURLOPT_LOW_SPEED_LIMIT, STALL_BYTES_PER_SECOND);
	SET(exchange, CURLOPT_LOW_SPEED_TIME, (long)stall);
	SET(exchange, CURLOPT_ERRORBUFFER, curl_reason);
	SET(exchange, CURLOPT_HEADERFUNCTION, on_header);
	SET(exchange, CURLOPT_HEADERDATA, exchange);
	SET(exchange, CURLOPT_WRITEFUNCTION, on_body);
	SET(exchange, CURLOPT_WRITEDATA, exchange);
	SET(exchange, CURLOPT_NOPROGRESS, 0L);
	SET(exchange, CURLOPT_XFERINFOFUNCTION, on_progress);
	SET(exchange, CURLOPT_XFERINFODATA, exchange);
}

/* Why libcurl gave up, and whether it may go better the next time. */
static const struct {
	CURLcode code;
	enum sslinv_exchange_end end;
	const char *advice;
} curl_failures[] = {
	{ CURLE_COULDNT_RESOLVE_PROXY, SSLINV_EXCHANGE_AGAIN, "check https_proxy and the network" },
	{ CURLE_COULDNT_RESOLVE_HOST, SSLINV_EXCHANGE_AGAIN, "check the network, or name a mirror in sources.xml" },
	{ CURLE_COULDNT_CONNECT, SSLINV_EXCHANGE_AGAIN, "check the network, or name a mirror in sources.xml" },
	{ CURLE_PARTIAL_FILE, SSLINV_EXCHANGE_AGAIN, "the answer was cut off; try again later" },
	{ CURLE_RECV_ERROR, SSLINV_EXCHANGE_AGAIN, "the connection broke; try again later" },
	{ CURLE_SEND_ERROR, SSLINV_EXCHANGE_AGAIN, "the connection broke; try again later" },
	{ CURLE_GOT_NOTHING, SSLINV_EXCHANGE_AGAIN, "the server hung up; try again later" },
	{ CURLE_HTTP2, SSLINV_EXCHANGE_AGAIN, "the connection broke; try again later" },
	{ CURLE_HTTP2_STREAM, SSLINV_EXCHANGE_AGAIN, "the connection broke; try again later" },
	{ CURLE_SSL_CONNECT_ERROR, SSLINV_EXCHANGE_AGAIN, "TLS could not be agreed on; ask whoever runs the server" },
	{ CURLE_PEER_FAILED_VERIFICATION, SSLINV_EXCHANGE_FAILED,
	  "its certificate is not trusted; check this machine's clock, and name a site's own authority with `ca` in"
	  " sources.xml" },
	{ CURLE_OUT_OF_MEMORY, SSLINV_EXCHANGE_FAILED,
	  "the server's headers may be too long; check the address and the proxy, or name another mirror in sources.xml" },
	{ CURLE_SSL_CACERT_BADFILE, SSLINV_EXCHANGE_FAILED,
	  "the file of authorities cannot be used; install ca-certificates, or mend `ca` in sources.xml" },
};

static enum sslinv_exchange_end curl_failed(struct sslinv_exchange *exchange, CURLcode code, const char *curl_reason)
{
	const char *what = curl_reason[0] ? curl_reason : exchange->curl->easy_strerror(code);

	exchange->is_unreachable = code == CURLE_COULDNT_RESOLVE_HOST || code == CURLE_COULDNT_CONNECT ||
				   code == CURLE_COULDNT_RESOLVE_PROXY;
	/* It never came to the server. */
	if (strstr(what, "CONNECT"))
		return end(exchange, SSLINV_EXCHANGE_AGAIN, "%s; check https_proxy, and ask whoever runs the proxy", what);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(curl_failures); i++)
		if (curl_failures[i].code == code)
			return end(exchange, curl_failures[i].end, "%s; %s", what, curl_failures[i].advice);
	if (code == CURLE_OPERATION_TIMEDOUT && sslinv_exchange_now() + 10 < exchange->deadline)
		return end(exchange, SSLINV_EXCHANGE_AGAIN, "next to nothing came for %u seconds; try again later",
			   exchange->request->limits.stall);
	if (code == CURLE_OPERATION_TIMEDOUT)
		return end(exchange, SSLINV_EXCHANGE_FAILED,
			   "it took longer than %u seconds; try again, or raise `seconds` in sources.xml",
			   exchange->request->limits.seconds);
	return end(exchange, SSLINV_EXCHANGE_FAILED,
		   "%s; check the address and the proxy, or name another mirror in sources.xml", what);
}

/* What we ended ourselves looks like a failed write to libcurl. */
static enum sslinv_exchange_end transfer_failed(struct sslinv_exchange *exchange, CURLcode code, const char *curl_reason)
{
	if (exchange->is_too_long)
		return end(exchange, SSLINV_EXCHANGE_FAILED,
			   "it is longer than %" PRIu64 " bytes, the limit of this source; raise `max-bytes` in sources.xml"
			   " if that is right",
			   exchange->request->max_bytes);
	if (exchange->write_errno)
		return end(exchange, SSLINV_EXCHANGE_FAILED, "the spool cannot be written: %s; make room there",
			   strerror(exchange->write_errno));
	if (exchange->is_mismatch) {
		exchange->may_resume = false;
		return end(exchange, SSLINV_EXCHANGE_AGAIN,
			   "the server changed the file while it was sent; try again later");
	}
	return curl_failed(exchange, code, curl_reason);
}

static const struct {
	long status;
	enum sslinv_exchange_end end;
	const char *meaning;
} statuses[] = {
	{ 400, SSLINV_EXCHANGE_FAILED, "Bad Request; check the address in sources.xml" },
	{ 401, SSLINV_EXCHANGE_FAILED, "Unauthorized: it wants a password; name another mirror in sources.xml" },
	{ 403, SSLINV_EXCHANGE_FAILED, "Forbidden; ask whoever runs the server, or name a mirror in sources.xml" },
	{ 404, SSLINV_EXCHANGE_MISSING,
	  "Not Found: the server has no such file; it was moved or ended, so correct the address in sources.xml" },
	{ 407, SSLINV_EXCHANGE_FAILED, "Proxy Authentication Required; check https_proxy" },
	{ 408, SSLINV_EXCHANGE_AGAIN, "Request Timeout; try again later" },
	{ 410, SSLINV_EXCHANGE_MISSING, "Gone; the vendor ended it: name another address in sources.xml" },
	{ 425, SSLINV_EXCHANGE_AGAIN, "Too Early; try again later" },
	{ 429, SSLINV_EXCHANGE_AGAIN, "Too Many Requests; try again later" },
	{ 500, SSLINV_EXCHANGE_AGAIN, "Internal Server Error; try again later" },
	{ 502, SSLINV_EXCHANGE_AGAIN, "Bad Gateway; try again later" },
	{ 503, SSLINV_EXCHANGE_AGAIN, "Service Unavailable; try again later" },
	{ 504, SSLINV_EXCHANGE_AGAIN, "Gateway Timeout; try again later" },
};

static enum sslinv_exchange_end judge_same(struct sslinv_exchange *exchange)
{
	const char *now = exchange->response.validators.etag, *asked = exchange->request->etag;

	if (!exchange->is_unconditional && !resume_mark(exchange) && (asked || exchange->request->last_modified) &&
	    (!now[0] || !asked || is_same_etag(now, asked)))
		return SSLINV_EXCHANGE_SAME;
	exchange->is_unconditional = true;
	exchange->may_resume = false;
	return end(exchange, SSLINV_EXCHANGE_AGAIN, "it says that nothing changed, of an edition that is not held here");
}

/* A body that is whole, as far as the server told. */
static enum sslinv_exchange_end judge_body(struct sslinv_exchange *exchange)
{
	const int64_t total = exchange->response.range_total;

	if (!exchange->is_body_taken && !begin_body(exchange))
		return transfer_failed(exchange, CURLE_WRITE_ERROR, "");
	if (exchange->response.status == 206 && (uint64_t)total != exchange->have)
		return end(exchange, SSLINV_EXCHANGE_AGAIN, "it is cut off; try again later");
	return SSLINV_EXCHANGE_DONE;
}

static enum sslinv_exchange_end judge_status(struct sslinv_exchange *exchange)
{
	const long status = exchange->response.status;

	if (status == 200 || status == 206)
		return judge_body(exchange);
	if (status == 304)
		return judge_same(exchange);
	/* The part that is asked for is not there: the file is another one now. */
	if (status == 416 && exchange->may_resume) {
		exchange->may_resume = false;
		return end(exchange, SSLINV_EXCHANGE_AGAIN, "the server changed the file while it was sent");
	}
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(statuses); i++)
		if (statuses[i].status == status)
			return end(exchange, statuses[i].end, "%ld %s", status, statuses[i].meaning);
	return end(exchange, status >= 500 ? SSLINV_EXCHANGE_AGAIN : SSLINV_EXCHANGE_FAILED,
		   "it answers with the status %ld, which means nothing here; check the address in sources.xml", status);
}

/* Where a redirect leads, into `exchange->address`. */
static enum sslinv_exchange_end follow(struct sslinv_exchange *exchange)
{
	struct sslinv_address from, to;
	char *location = NULL;

	(void)exchange->curl->easy_getinfo(exchange->handle, CURLINFO_REDIRECT_URL, &location);
	if (!location || strlen(location) >= sizeof(exchange->address) ||
	    !sslinv_str_is_printable(location, strlen(location)) || !sslinv_address_parse(exchange->address, &from) ||
	    !sslinv_address_parse(location, &to))
		return end(
			exchange, SSLINV_EXCHANGE_FAILED,
			"it redirects to something that is not an address of the web; name another address in sources.xml");
	if (from.is_secure && !to.is_secure)
		return end(exchange, SSLINV_EXCHANGE_FAILED,
			   "it redirects to %.300s, which is not encrypted; refused: name another address in sources.xml",
			   location);
	if (!sslinv_address_may_redirect(&from, &to, exchange->request->redirects))
		return end(exchange, SSLINV_EXCHANGE_FAILED,
			   "it redirects to %.300s on another host; refused: if that is right, add %s to `redirects` of the"
			   " source in sources.xml",
			   location, to.host);
	snprintf(exchange->address, sizeof(exchange->address), "%s", location);
	return SSLINV_EXCHANGE_DONE;
}

static bool is_redirect(long status)
{
	return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/* One request, without its redirects. */
static CURLcode perform(struct sslinv_exchange *exchange, char curl_reason[CURL_ERROR_SIZE])
{
	struct curl_slist *list;
	CURLcode code;

	curl_reason[0] = '\0';
	sslinv_response_reset(&exchange->response);
	exchange->is_body_taken = exchange->is_too_long = exchange->is_mismatch = exchange->is_unreachable = false;
	exchange->write_errno = 0;
	set_options(exchange, curl_reason);
	list = set_conditions(exchange);
	code = exchange->curl->easy_perform(exchange->handle);
	exchange->response.status = status_of(exchange);
	SET(exchange, CURLOPT_HTTPHEADER, NULL);
	exchange->curl->slist_free_all(list);
	return code;
}

enum sslinv_exchange_end sslinv_exchange_run(struct sslinv_exchange *exchange)
{
	char curl_reason[CURL_ERROR_SIZE];

	snprintf(exchange->address, sizeof(exchange->address), "%s", exchange->request->address);
	for (int i = 0; i <= MAX_REDIRECTS; i++) {
		CURLcode code = perform(exchange, curl_reason);
		const long status = exchange->response.status;

		/* An error's page may be of any length; its status is what counts. */
		if (code != CURLE_OK && !(code == CURLE_ABORTED_BY_CALLBACK && status >= 300))
			return transfer_failed(exchange, code, curl_reason);
		if (!is_redirect(status))
			return judge_status(exchange);
		if (follow(exchange) != SSLINV_EXCHANGE_DONE)
			return SSLINV_EXCHANGE_FAILED;
	}
	return end(exchange, SSLINV_EXCHANGE_FAILED, "it redirects more than %d times; name another address in sources.xml",
		   MAX_REDIRECTS);
}

bool sslinv_exchange_is_framed(const struct sslinv_exchange *exchange)
{
	const struct sslinv_response *response = &exchange->response;
	long version = 0;

	(void)exchange->curl->easy_getinfo(exchange->handle, CURLINFO_HTTP_VERSION, &version);
	/* From HTTP/2 on each body has an end of its own. */
	return (response->length >= 0 && !response->has_two_lengths) || response->is_chunked || response->range_total >= 0 ||
	       version > (long)CURL_HTTP_VERSION_1_1;
}

/* Is the answer about the body that came? */
static bool is_about(const struct sslinv_response *head, const struct sslinv_response *body)
{
	return head->status == 200 && head->length >= 0 && !head->has_two_lengths && head->is_encoded == body->is_encoded &&
	       strcmp(head->validators.etag, body->validators.etag) == 0 &&
	       strcmp(head->validators.last_modified, body->validators.last_modified) == 0;
}

enum sslinv_exchange_end sslinv_exchange_confirm(struct sslinv_exchange *exchange, bool *is_confirmed)
{
	const struct sslinv_response body = exchange->response;
	const bool is_body_taken = exchange->is_body_taken;
	struct sslinv_response head;
	char curl_reason[CURL_ERROR_SIZE];
	CURLcode code;

	exchange->asks_length = true;
	code = perform(exchange, curl_reason);
	exchange->asks_length = false;
	head = exchange->response;
	exchange->response = body;
	exchange->is_body_taken = is_body_taken;
	*is_confirmed = code == CURLE_OK && is_about(&head, &body) && (uint64_t)head.length == exchange->have;
	if (code != CURLE_OK || !is_about(&head, &body) || *is_confirmed)
		return SSLINV_EXCHANGE_DONE;
	return end(exchange, SSLINV_EXCHANGE_AGAIN,
		   "%" PRIu64 " of %" PRId64 " bytes came, so it is cut off; try again later", exchange->have, head.length);
}
