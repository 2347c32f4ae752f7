/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Loads libcurl, and announces that it may be. */
#include "fetch/libcurl.h"

#include <dlfcn.h>
#include <string.h>

/* For those who make packages: https://uapi-group.org/specifications/specs/elf_dlopen_metadata/ */
#define DLOPEN_NOTE                                                                                                         \
	"[{\"feature\":\"update\",\"description\":\"Getting what vendors publish\","                                        \
	"\"priority\":\"recommended\",\"soname\":[\"" SSLINV_CURL_SONAME "\"]}]"

#define NOTE_OWNER "FDO"
#define NOTE_TYPE 0x407c0c0a

__attribute__((used, section(".note.dlopen"), aligned(4))) static const struct {
	unsigned owner_size, text_size, type;
	char owner[sizeof(NOTE_OWNER)];
	char text[sizeof(DLOPEN_NOTE)] __attribute__((aligned(4)));
} note = { sizeof(NOTE_OWNER), sizeof(DLOPEN_NOTE), NOTE_TYPE, NOTE_OWNER, DLOPEN_NOTE };

int sslinv_libcurl_load(struct sslinv_libcurl *curl, struct sslinv_error *error)
{
	const struct {
		const char *name;
		void *target;
	} functions[] = {
		{ "curl_global_init", &curl->global_init },       { "curl_easy_init", &curl->easy_init },
		{ "curl_easy_reset", &curl->easy_reset },         { "curl_easy_setopt", &curl->easy_setopt },
		{ "curl_easy_perform", &curl->easy_perform },     { "curl_easy_getinfo", &curl->easy_getinfo },
		{ "curl_easy_strerror", &curl->easy_strerror },   { "curl_slist_append", &curl->slist_append },
		{ "curl_slist_free_all", &curl->slist_free_all }, { "curl_getdate", &curl->getdate },
	};
	void *library = dlopen(SSLINV_CURL_SONAME, RTLD_NOW | RTLD_LOCAL);

	if (!library)
		return sslinv_error_set(error, SSLINV_E_UNSUPPORTED,
					"libcurl cannot be loaded, which does the fetching: %s; install the package that "
					"has " SSLINV_CURL_SONAME,
					dlerror());
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(functions); i++) {
		void *function = dlsym(library, functions[i].name);

		if (!function)
			return sslinv_error_set(error, SSLINV_E_UNSUPPORTED, SSLINV_CURL_SONAME " has no function %s",
						functions[i].name);
		memcpy(functions[i].target, &function, sizeof(function));
	}
	if (curl->global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return sslinv_error_set(error, SSLINV_E_UNSUPPORTED, SSLINV_CURL_SONAME " cannot begin its work");
	return 0;
}
