/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads EPSS, the probabilities by FIRST that a CVE is exploited in the next 30 days (https://www.first.org/epss/): a
 * comment with the day of the scores, a header, and a row `CVE,probability,percentile` for each CVE.
 */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "formats/lines.h"
#include "formats/readers.h"
#include "version/cve.h"

#define HEADER "cve,epss,percentile"

struct reading {
	const struct sslinv_checked_sink *sink;
	struct sslinv_lines lines;
	struct sslinv_error *error;
};

/* `#model_version:v2025.03.14,score_date:2026-11-28T00:00:00Z`, which files of the first years do not have. */
static bool recognise(const char *head, size_t length)
{
	static const char *const starts[] = { "#model_version:", HEADER };

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(starts); i++)
		if (length >= strlen(starts[i]) && memcmp(head, starts[i], strlen(starts[i])) == 0)
			return true;
	return false;
}

/* The day of the scores in a comment; `date` stays "" where it does not say. */
static void read_comment(const char *comment, char date[SSLINV_DATE_SIZE])
{
	static const char word[] = "score_date:";
	const char *at = strstr(comment, word);
	char day[SSLINV_DATE_SIZE] = "";

	if (at)
		snprintf(day, sizeof(day), "%.10s", at + strlen(word));
	if (!sslinv_date_parse(day, date))
		date[0] = '\0';
}

static int tell_feed(struct reading *reading, const char *date)
{
	const struct sslinv_feed feed = {
		.name = sslinv_input_name(reading->lines.input),
		.vendor = "FIRST",
		.format = "epss",
		.published = date[0] ? date : NULL,
		.identity = "epss/FIRST",
	};

	return sslinv_check_feed(reading->sink, &feed, 1);
}

/* Comments, then the header. */
static int read_head(struct reading *reading)
{
	char date[SSLINV_DATE_SIZE] = "";
	int rc;

	while ((rc = sslinv_lines_next(&reading->lines, reading->error)) > 0) {
		const char *line = sslinv_str_text(&reading->lines.line);

		if (strcmp(line, HEADER) == 0)
			return tell_feed(reading, date);
		if (line[0] != '#')
			break;
		read_comment(line, date);
	}
	return rc < 0 ? rc
		      : sslinv_lines_fail(&reading->lines, SSLINV_E_FORMAT, "the header is not `" HEADER "`",
					  reading->error);
}

static int read_row(struct reading *reading)
{
	char *at = reading->lines.line.data, *cve = strsep(&at, ","), *probability = strsep(&at, ",");
	const struct sslinv_exploitation exploitation = { .cve = cve, .probability = probability };

	if (!probability || !at || strchr(at, ','))
		return sslinv_lines_fail(&reading->lines, SSLINV_E_FORMAT, "the row has not three fields", reading->error);
	return sslinv_check_exploitation(reading->sink, &exploitation, reading->lines.number);
}

static int read_document(struct sslinv_input *input, const struct sslinv_checked_sink *sink, struct sslinv_error *error)
{
	struct reading reading = { .sink = sink, .error = error };
	int rc = sslinv_lines_begin(&reading.lines, input, error);

	if (rc == 0)
		rc = read_head(&reading);
	while (rc == 0 && (rc = sslinv_lines_next(&reading.lines, error)) > 0)
		rc = reading.lines.line.length > 0 ? read_row(&reading) : 0;
	sslinv_lines_free(&reading.lines);
	return rc;
}

const struct sslinv_reader sslinv_reader_epss = {
	.format = "epss",
	.title = "EPSS of FIRST: how probable it is that a CVE is exploited",
	.is_endless = true,
	.recognise = recognise,
	.read = read_document,
};
