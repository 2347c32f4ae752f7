/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pictures with a time axis. */
#include "report/html/html_time.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "report/html/html_table.h"
#include "report/html/html_text.h"

#define DAY 86400

/* Years that no branch of OpenSSL reaches are mistakes, and would leave no room for the others. */
static int year_of(int64_t seconds)
{
	char time[SSLINV_TIME_SIZE];
	int year;

	sslinv_str_time(time, seconds);
	year = atoi(time);
	return year < 1998 ? 1998 : year > 2100 ? 2100 : year;
}

static int64_t year_begin(int year)
{
	char date[32];
	int64_t seconds = 0;

	snprintf(date, sizeof(date), "%04d-01-01", year);
	(void)!sslinv_date_seconds(date, &seconds);
	return seconds;
}

void sslinv_html_ends(const char *date, const char **earliest, const char **latest)
{
	if (!date || !*date)
		return;
	if (!*earliest || strcmp(date, *earliest) < 0)
		*earliest = date;
	if (!*latest || strcmp(date, *latest) > 0)
		*latest = date;
}

void sslinv_html_axis_set(struct sslinv_html_axis *axis, int64_t now, const char *earliest, const char *latest)
{
	int64_t first = now, last = now, seconds;

	if (sslinv_date_seconds(earliest, &seconds) && seconds < first)
		first = seconds;
	if (sslinv_date_seconds(latest, &seconds) && seconds > last)
		last = seconds;
	*axis = (struct sslinv_html_axis){ .now = now, .first_year = year_of(first) - 1, .last_year = year_of(last) + 2 };
	axis->begin = year_begin(axis->first_year);
	axis->end = year_begin(axis->last_year);
}

/* The place of a time, from 0 to the length of the axis. */
static uint64_t place(const struct sslinv_html_axis *axis, int64_t seconds)
{
	return (uint64_t)(seconds < axis->begin ? 0 : seconds > axis->end ? axis->end - axis->begin : seconds - axis->begin);
}

static void put_place(FILE *file, const char *attribute, const struct sslinv_html_axis *axis, int64_t seconds)
{
	sslinv_html_percent(file, attribute, place(axis, seconds), (uint64_t)(axis->end - axis->begin));
}

void sslinv_html_life(FILE *file, const struct sslinv_html_axis *axis, const char *end)
{
	int64_t seconds;

	fputs("<td class=\"bar\"><svg height=\"22\" aria-hidden=\"true\"><rect class=\"rail\" y=\"10\" width=\"100%\" "
	      "height=\"2\"/>",
	      file);
	if (sslinv_date_seconds(end, &seconds)) {
		const char *colour = seconds + DAY <= axis->now ? "ended" : "supported";

		fprintf(file, "<rect class=\"%s\" y=\"9\" height=\"4\"", colour);
		put_place(file, "width", axis, seconds);
		fprintf(file, "/><circle class=\"%s\" cy=\"11\" r=\"5\"", colour);
		put_place(file, "cx", axis, seconds);
		fputs("/>", file);
	}
	fputs("<line class=\"today\" y1=\"0\" y2=\"22\"", file);
	put_place(file, "x1", axis, axis->now);
	put_place(file, "x2", axis, axis->now);
	fputs("/></svg></td>", file);
}

void sslinv_html_years(FILE *file, const struct sslinv_html_axis *axis)
{
	int step = (axis->last_year - axis->first_year + 5) / 6;

	fputs("<td class=\"bar\"><svg height=\"18\" aria-hidden=\"true\">", file);
	for (int year = axis->first_year; year < axis->last_year; year += step) {
		fputs("<text y=\"13\"", file);
		put_place(file, "x", axis, year_begin(year));
		fprintf(file, ">%d</text>", year);
	}
	fputs("</svg></td>", file);
}

/* The place in `change` of a day. */
static size_t index_of(const struct sslinv_html_history *history, int64_t day)
{
	int64_t index = SSLINV_HTML_DAYS - (history->today - day);

	return index < 0 ? 0 : index > SSLINV_HTML_DAYS ? SSLINV_HTML_DAYS : (size_t)index;
}

int sslinv_html_history_take(void *context, const struct sslinv_open_span *span)
{
	struct sslinv_html_history *history = context;
	enum sslinv_severity_class severity = sslinv_severity_class(span->severity);
	int64_t first = span->first_seen / DAY;

	if (first < history->first)
		history->first = first;
	history->change[index_of(history, first)][severity]++;
	if (span->is_gone && span->gone_at / DAY <= history->today)
		history->change[index_of(history, span->gone_at / DAY)][severity]--;
	return 0;
}

/* A day and what was open at its end. */
struct sample {
	int64_t day;
	uint64_t open[SSLINV_SEVERITY_CLASS_COUNT], total;
};

#define SAMPLES_MAX 60

static size_t take_samples(const struct sslinv_html_history *history, struct sample samples[SAMPLES_MAX], uint64_t *highest)
{
	int64_t open[SSLINV_SEVERITY_CLASS_COUNT] = { 0 };
	size_t first = index_of(history, history->first), days = SSLINV_HTML_DAYS + 1 - first,
	       step = (days + SAMPLES_MAX - 1) / SAMPLES_MAX;
	size_t count = 0;

	*highest = 0;
	for (size_t i = 0; i <= SSLINV_HTML_DAYS; i++) {
		for (size_t k = 0; k < SSLINV_SEVERITY_CLASS_COUNT; k++)
			open[k] += history->change[i][k];
		/* Counted from today, which is always one of them. */
		if (i < first || (SSLINV_HTML_DAYS - i) % step != 0)
			continue;
		samples[count] = (struct sample){ .day = history->today - (int64_t)(SSLINV_HTML_DAYS - i) };
		for (size_t k = 0; k < SSLINV_SEVERITY_CLASS_COUNT; k++) {
			samples[count].open[k] = open[k] > 0 ? (uint64_t)open[k] : 0;
			samples[count].total += samples[count].open[k];
		}
		if (samples[count].total > *highest)
			*highest = samples[count].total;
		count++;
	}
	return count;
}

static void put_day(FILE *file, int64_t day)
{
	char time[SSLINV_TIME_SIZE];

	sslinv_str_time(time, day * DAY);
	fprintf(file, "%.10s", time);
}

#define CHART_TOP 20
#define CHART_HEIGHT 200

/* A round number that is not below; the four lines of the grid are whole numbers. */
static uint64_t round_up(uint64_t number)
{
	static const uint64_t steps[] = { 4, 8, 12, 16, 20, 28 };

	for (uint64_t unit = 1;; unit *= 10)
		for (size_t i = 0; i < SSLINV_ARRAY_SIZE(steps); i++)
			if (unit * steps[i] >= number || unit > UINT64_MAX / 1000)
				return unit * steps[i];
}

static void put_grid(FILE *file, uint64_t highest)
{
	for (unsigned i = 0; i <= 4; i++) {
		unsigned y = CHART_TOP + i * CHART_HEIGHT / 4;

		fprintf(file, "<line class=\"grid\" x1=\"0\" x2=\"100%%\" y1=\"%u\" y2=\"%u\"/><text y=\"%u\">", y, y,
			y - 4);
		sslinv_html_number(file, highest / 4 * (4 - i));
		fputs("</text>", file);
	}
}

/* The worst stands at the bottom, where heights can be compared. */
static void put_column(FILE *file, const struct sample *sample, size_t place_of, size_t count, uint64_t highest)
{
	double bottom = CHART_TOP + CHART_HEIGHT, left = 7.0 + 93.0 * (double)place_of / (double)count,
	       width = 93.0 / (double)count;

	for (size_t k = SSLINV_SEVERITY_CLASS_COUNT; k-- > 0;) {
		double height = (double)CHART_HEIGHT * (double)sample->open[k] / (double)highest;

		if (sample->open[k] == 0)
			continue;
		bottom -= height;
		fprintf(file, "<rect class=\"%s\" x=\"%.2f%%\" width=\"%.2f%%\" y=\"%.1f\" height=\"%.1f\"/>",
			sslinv_severity_class_name((enum sslinv_severity_class)k), left, width * 0.86, bottom, height);
	}
}

static void put_picture(FILE *file, const struct sample *samples, size_t count, uint64_t highest)
{
	uint64_t top = round_up(highest);

	fprintf(file, "<figure>\n<svg height=\"%d\" role=\"img\" aria-labelledby=\"history-title\">\n",
		CHART_TOP + CHART_HEIGHT + 24);
	put_grid(file, top);
	for (size_t i = 0; i < count; i++)
		put_column(file, &samples[i], i, count, top);
	fprintf(file, "<text x=\"7%%\" y=\"%d\">", CHART_TOP + CHART_HEIGHT + 18);
	put_day(file, samples[0].day);
	fprintf(file, "</text><text x=\"100%%\" y=\"%d\" text-anchor=\"end\">", CHART_TOP + CHART_HEIGHT + 18);
	put_day(file, samples[count - 1].day);
	fputs("</text>\n</svg>\n<figcaption>", file);
	for (size_t k = SSLINV_SEVERITY_CLASS_COUNT; k-- > 0;)
		fprintf(file, "<span class=\"mark %s\">%s</span> ",
			sslinv_severity_class_name((enum sslinv_severity_class)k),
			sslinv_severity_class_name((enum sslinv_severity_class)k));
	fputs("</figcaption>\n</figure>\n", file);
}

static const struct sslinv_html_kind history_kind = {
	.id = "history",
	.noun = "days",
	.caption = "Open findings at the end of the day, by severity",
	.columns = { { "Day", 0 },
		     { "Open", SSLINV_HTML_NUMBER },
		     { "Critical", SSLINV_HTML_NUMBER },
		     { "High", SSLINV_HTML_NUMBER },
		     { "Medium", SSLINV_HTML_NUMBER },
		     { "Low", SSLINV_HTML_NUMBER },
		     { "Unrated", SSLINV_HTML_NUMBER } },
};

static void put_numbers(FILE *file, const struct sample *samples, size_t count)
{
	struct sslinv_html_table table = { .kind = &history_kind, .file = file };

	fputs("<details>\n<summary>The numbers</summary>\n", file);
	sslinv_html_table_head(file, &history_kind, count);
	for (size_t i = count; i-- > 0;) {
		char time[SSLINV_TIME_SIZE];

		sslinv_str_time(time, samples[i].day * DAY);
		time[10] = '\0';
		sslinv_html_table_row(&table, time, "");
		sslinv_html_cell_number(&table, samples[i].total);
		for (size_t k = SSLINV_SEVERITY_CLASS_COUNT; k-- > 0;)
			sslinv_html_cell_number(&table, samples[i].open[k]);
		fputs("</tr>\n", file);
	}
	sslinv_html_table_end(&table);
	fputs("</details>\n", file);
}

void sslinv_html_history_section(FILE *file, const struct sslinv_html_history *history, const char *about)
{
	struct sample samples[SAMPLES_MAX];
	uint64_t highest;
	size_t count = take_samples(history, samples, &highest);

	fprintf(file,
		"<section id=\"history\" aria-labelledby=\"history-title\">\n"
		"<h2 id=\"history-title\">Open findings over time</h2>\n<p>%s</p>\n",
		about);
	put_picture(file, samples, count, highest);
	put_numbers(file, samples, count);
	fputs("</section>\n", file);
}
