/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page around its contents. */
#include "report/html/html_page.h"

#include <string.h>

#include <nettle/base64.h>
#include <nettle/sha2.h>

#include "base/str.h"
#include "report/html/html_text.h"

static const char style[] = "\n"
#include "report/html/style.inc"
	;
static const char script[] = "\n"
#include "report/html/script.inc"
	;

/* What a content security policy calls the inline text by. */
static void put_hash(FILE *file, const char *text)
{
	uint8_t digest[SHA256_DIGEST_SIZE];
	char encoded[BASE64_ENCODE_RAW_LENGTH(SHA256_DIGEST_SIZE) + 1] = "";
	struct sha256_ctx context;

	sha256_init(&context);
	sha256_update(&context, strlen(text), (const uint8_t *)text);
	sha256_digest(&context, sizeof(digest), digest);
	base64_encode_raw(encoded, sizeof(digest), digest);
	fprintf(file, "'sha256-%s'", encoded);
}

void sslinv_html_page_begin(FILE *file, const char *title)
{
	fputs("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src ",
	      file);
	put_hash(file, style);
	fputs("; script-src ", file);
	put_hash(file, script);
	/* An empty picture as the icon keeps a browser from asking a server for one. */
	fputs("; base-uri 'none'; form-action 'none'\">\n"
	      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	      "<meta name=\"referrer\" content=\"no-referrer\">\n"
	      "<link rel=\"icon\" href=\"data:,\">\n",
	      file);
	sslinv_html_print(file, "<title>%s</title>\n", title);
	fprintf(file, "<style>%s</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the content</a>\n",
		style);
}

void sslinv_html_page_end(FILE *file, int64_t now)
{
	char time[SSLINV_TIME_SIZE];

	sslinv_str_time(time, now);
	fprintf(file,
		"</main>\n<footer>\n<p>Made by sslinv " PACKAGE_VERSION
		" on %.10s at %.5s UTC from the inventory; no host was touched. "
		"What is not known is never counted as clean.</p>\n</footer>\n<script>%s</script>\n</body>\n</html>\n",
		time, time + 11, script);
}
