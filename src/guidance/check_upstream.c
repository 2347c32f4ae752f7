/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The checks of what is said of OpenSSL itself: vulnerabilities and the ranges they affect; and of life cycles. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "guidance/check.h"
#include "guidance/sink.h"
#include "openssl/openssl_version.h"
#include "version/word.h"

/* As `2024-01-25`, or NULL with a warning. */
static int check_day(const struct sslinv_checked_sink *sink, unsigned long line, const char *about, const char **date,
		     char day[SSLINV_DATE_SIZE])
{
	const char *given = sslinv_check_printable(*date);

	*date = NULL;
	if (!given)
		return 0;
	if (!sslinv_date_parse(given, day))
		return sslinv_check_warn(sink, line, "%s: '%.40s' is not a date; left out", about, given);
	*date = day;
	return 0;
}

int sslinv_check_vulnerability(const struct sslinv_checked_sink *sink, const struct sslinv_vulnerability *given,
			       unsigned long line)
{
	struct sslinv_vulnerability vulnerability = *given;
	char day[SSLINV_DATE_SIZE], severity[SSLINV_SEVERITY_SIZE];
	int rc;

	if (!sslinv_cve_is(vulnerability.cve))
		return sslinv_check_warn(sink, line, "left out: %s is not a CVE id",
					 vulnerability.cve ? vulnerability.cve : "nothing");
	vulnerability.severity = sslinv_word_severity(vulnerability.severity, severity) ? severity : NULL;
	vulnerability.title = sslinv_check_printable(vulnerability.title);
	vulnerability.url = sslinv_check_printable(vulnerability.url);
	rc = check_day(sink, line, vulnerability.cve, &vulnerability.published, day);
	if (rc == 0)
		rc = sink->raw->vulnerability(sink->raw->context, &vulnerability);
	if (rc == 0 && vulnerability.published && sslinv_date_is_future(day))
		rc = sslinv_check_warn(sink, line, "%s: the date %s lies in the future", vulnerability.cve, day);
	return rc;
}

/* The FIPS Object Module that was made apart from OpenSSL counted its own versions: `fips-1.1.1`. */
static bool is_version(const char *text)
{
	struct sslinv_openssl_version version;

	return sslinv_str_starts(text, "fips-") || sslinv_openssl_version_parse(text, &version);
}

int sslinv_check_range(const struct sslinv_checked_sink *sink, const struct sslinv_range *given, unsigned long line)
{
	struct sslinv_range range = *given;
	const char *const bounds[] = { range.from, range.until, range.last };
	int rc = 0;

	if (!sslinv_cve_is(range.cve))
		return sslinv_check_warn(sink, line, "a range left out: %s is not a CVE id",
					 range.cve ? range.cve : "nothing");
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(bounds) && rc == 0; i++) {
		if ((i > 0 && !bounds[i]) || (bounds[i] && is_version(bounds[i])))
			continue;
		rc = sslinv_check_warn(sink, line, "%s: '%.100s' is not a version of OpenSSL; the range is taken as unknown",
				       range.cve, bounds[i] ? bounds[i] : "");
		/* The resolver reads this as a range that may hold any version. */
		range.from = "unknown";
		range.until = range.last = NULL;
		break;
	}
	range.library = range.library ? range.library : "";
	return rc ? rc : sink->raw->range(sink->raw->context, &range);
}

int sslinv_check_life(const struct sslinv_checked_sink *sink, const struct sslinv_life *given, unsigned long line)
{
	struct sslinv_life life = *given;
	char released[SSLINV_DATE_SIZE], end[SSLINV_DATE_SIZE];

	life.product = sslinv_check_printable(life.product);
	life.release = sslinv_check_printable(life.release);
	life.stream = life.stream ? life.stream : "";
	life.name = sslinv_check_printable(life.name);
	if (!life.product || !life.release || (life.stream[0] && !sslinv_check_printable(life.stream)))
		return sslinv_check_warn(sink, line, "a life cycle left out: its product or release cannot be read");
	if ((life.released && !sslinv_date_parse(life.released, released)) ||
	    (life.end && !sslinv_date_parse(life.end, end)) || (life.released && life.end && strcmp(released, end) > 0))
		return sslinv_check_warn(sink, line, "the life cycle of %s %s left out: its dates cannot be right",
					 life.product, life.release);
	life.released = life.released ? released : NULL;
	life.end = life.end ? end : NULL;
	return sink->raw->life(sink->raw->context, &life);
}

#define PROBABILITY_SIZE 16

/* From 0 to 1, with five decimals, so that two of them compare as texts. */
static bool read_probability(const char *text, char probability[PROBABILITY_SIZE])
{
	char *end;
	double value;

	/* No sign, no exponent, nothing that depends on the locale but the point, which is checked by the end. */
	if (!text[0] || strspn(text, "0123456789.") != strlen(text))
		return false;
	value = strtod(text, &end);
	if (*end || value > 1)
		return false;
	snprintf(probability, PROBABILITY_SIZE, "%.5f", value);
	return true;
}

int sslinv_check_exploitation(const struct sslinv_checked_sink *sink, const struct sslinv_exploitation *given,
			      unsigned long line)
{
	struct sslinv_exploitation exploitation = { .cve = given->cve };
	char known_since[SSLINV_DATE_SIZE], probability[PROBABILITY_SIZE];

	if (!sslinv_cve_is(given->cve))
		return sslinv_check_warn(sink, line, "left out: '%.100s' is not a CVE id", given->cve ? given->cve : "");
	if ((given->known_since && !sslinv_date_parse(given->known_since, known_since)) ||
	    (given->probability && !read_probability(given->probability, probability)) ||
	    (!given->known_since && !given->probability))
		return sslinv_check_warn(sink, line, "%s left out: its day or its probability cannot be read", given->cve);
	exploitation.known_since = given->known_since ? known_since : NULL;
	exploitation.probability = given->probability ? probability : NULL;
	return sink->raw->exploitation(sink->raw->context, &exploitation);
}
