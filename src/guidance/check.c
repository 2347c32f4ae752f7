/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The checks that every statement passes, whatever format it came in. */
#include "guidance/check.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "distro/distro.h"
#include "guidance/shipped.h"
#include "guidance/sink.h"
#include "version/word.h"

#define MAX_VERSION 200

bool sslinv_check_version(const char *text)
{
	size_t length = text ? strlen(text) : 0;
	size_t epoch = text ? strspn(text, "0123456789") : 0;

	if (length == 0 || length > MAX_VERSION || !strpbrk(text, "0123456789") || !isalnum((unsigned char)text[0]))
		return false;
	for (size_t i = 0; i < length; i++) {
		if (!isalnum((unsigned char)text[i]) && !strchr(".+-~_^:%", text[i]))
			return false;
	}
	/* A colon ends an epoch, and an epoch is a number. */
	return !strchr(text, ':') || (epoch > 0 && text[epoch] == ':' && text[epoch + 1] != '\0');
}

int sslinv_check_warn(const struct sslinv_checked_sink *sink, unsigned long line, const char *format, ...)
{
	char message[512];
	SSLINV_CLEANUP(sslinv_free_ptr) char *quoted = NULL;
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(message, sizeof(message), format, arguments);
	va_end(arguments);
	/* The message quotes the document, which may hold anything. */
	quoted = sslinv_str_quoted(message);
	return sink->raw->warning(sink->raw->context, line, quoted ? quoted : "out of memory");
}

int sslinv_check_dropped(const struct sslinv_checked_sink *sink, unsigned long count)
{
	int rc = 0;

	for (; rc == 0 && count > 0; count--)
		rc = sink->raw->dropped(sink->raw->context);
	return rc;
}

int sslinv_check_feed(const struct sslinv_checked_sink *sink, const struct sslinv_feed *given, unsigned long line)
{
	struct sslinv_feed feed = *given;
	char day[SSLINV_DATE_SIZE];
	int rc;

	feed.published = sslinv_date_parse(feed.published, day) ? feed.published : NULL;
	rc = sink->raw->feed(sink->raw->context, &feed);
	if (rc == 0 && feed.published && sslinv_date_is_future(day))
		rc = sslinv_check_warn(sink, line, "the document's date %s lies in the future", feed.published);
	return rc;
}

static bool is_package_name(const char *text)
{
	size_t length = text ? strlen(text) : 0;

	for (size_t i = 0; i < length; i++) {
		if (!isalnum((unsigned char)text[i]) && !strchr("+-._:@", text[i]))
			return false;
	}
	return length > 0 && length <= MAX_VERSION;
}

/* A distribution's id, a release or a stream; the last two may be empty. */
static bool is_place(const char *text)
{
	return text && (!text[0] || sslinv_str_is_printable(text, strlen(text)));
}

/* Optional words that nobody could print are left out rather than quoted: they are evidence of nothing. */
const char *sslinv_check_printable(const char *text)
{
	return text && text[0] && sslinv_str_is_printable(text, strlen(text)) ? text : NULL;
}

int sslinv_check_statement(const struct sslinv_checked_sink *sink, const struct sslinv_statement *given, unsigned long line)
{
	struct sslinv_statement statement = *given;
	const char *doubt;
	char note[320], severity[SSLINV_SEVERITY_SIZE];
	int rc = 0;

	if (!sslinv_cve_is(statement.cve))
		return sslinv_check_warn(sink, line, "left out: %s is not a CVE id",
					 statement.cve ? statement.cve : "nothing");
	if (!is_package_name(statement.package))
		return sslinv_check_warn(sink, line, "%s: left out: '%.100s' is not a package name", statement.cve,
					 statement.package ? statement.package : "");
	if (!is_place(statement.distro) || !is_place(statement.release) || !is_place(statement.stream))
		return sslinv_check_warn(sink, line, "%s in %s: left out: its release cannot be read", statement.cve,
					 statement.package);
	statement.arch = sslinv_check_printable(statement.arch);
	statement.advisory = sslinv_check_printable(statement.advisory);
	statement.severity = sslinv_word_severity(statement.severity, severity) ? severity : NULL;
	statement.issued = sslinv_check_printable(statement.issued);
	statement.url = sslinv_check_printable(statement.url);
	statement.note = sslinv_check_printable(statement.note);
	/* Without its bounds a statement affects more versions, and never less. */
	if (statement.introduced && !sslinv_check_version(statement.introduced))
		statement.introduced = NULL;
	if (statement.last_affected &&
	    (statement.status != SSLINV_STATUS_AFFECTED || !sslinv_check_version(statement.last_affected)))
		statement.last_affected = NULL;
	if (statement.status != SSLINV_STATUS_FIXED && statement.status != SSLINV_STATUS_AFFECTED)
		statement.introduced = NULL;
	if (statement.status != SSLINV_STATUS_FIXED) {
		statement.fixed_version = NULL;
	} else if (!sslinv_check_version(statement.fixed_version)) {
		const char *version = statement.fixed_version ? statement.fixed_version : "";

		rc = sslinv_check_warn(sink, line,
				       "%s in %s: the fixed version '%.100s' cannot be compared; taken as unknown",
				       statement.cve, statement.package, version);
		statement.status = SSLINV_STATUS_UNKNOWN;
		statement.fixed_version = NULL;
		statement.note = "the vendor's fixed version cannot be compared";
	} else if (!statement.is_doubtful && (doubt = sslinv_shipped_doubt(&statement)) != NULL) {
		snprintf(note, sizeof(note), "%s%s%s", statement.note ? statement.note : "", statement.note ? "; " : "",
			 doubt);
		statement.is_doubtful = true;
		statement.note = note;
	}
	if (rc == 0 && statement.issued && sslinv_date_is_future(statement.issued))
		rc = sslinv_check_warn(sink, line, "%s in %s: the date %s lies in the future", statement.cve,
				       statement.package, statement.issued);
	if (rc == 0 && sink->raw->unmatched &&
	    !sslinv_distro_is_reachable(statement.distro, statement.release, statement.stream))
		rc = sink->raw->unmatched(sink->raw->context, &statement);
	return rc ? rc : sink->raw->statement(sink->raw->context, &statement);
}
