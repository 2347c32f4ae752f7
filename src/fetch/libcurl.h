/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcurl, loaded by the child that fetches and by nobody else: a scan or a query starts without it, its TLS library, and
 * all that they bring along.
 */
#ifndef SSLINV_FETCH_LIBCURL_H
#define SSLINV_FETCH_LIBCURL_H

/* Its type checks call the functions by their names. */
#define CURL_DISABLE_TYPECHECK 1
#include <curl/curl.h>

#include "base/attributes.h"
#include "base/error.h"

struct sslinv_libcurl {
	__typeof__(&curl_global_init) global_init;
	__typeof__(&curl_easy_init) easy_init;
	__typeof__(&curl_easy_reset) easy_reset;
	__typeof__(&(curl_easy_setopt)) easy_setopt;
	__typeof__(&curl_easy_perform) easy_perform;
	__typeof__(&(curl_easy_getinfo)) easy_getinfo;
	__typeof__(&curl_easy_strerror) easy_strerror;
	__typeof__(&curl_slist_append) slist_append;
	__typeof__(&curl_slist_free_all) slist_free_all;
	__typeof__(&curl_getdate) getdate;
};

/* Loads it and begins its work. It stays for the life of the process. */
int sslinv_libcurl_load(struct sslinv_libcurl *curl, struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
