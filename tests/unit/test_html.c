/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page of `sslinv report --format html`: texts, tallies, time, and the page as a whole where memory runs out. */
#include "store_helper.h"

#include "memory.h"
#include "report/fleet.h"
#include "report/format.h"
#include "report/html/html_tally.h"
#include "report/html/html_text.h"
#include "report/html/html_time.h"
#include "store/open_spans.h"

/* What a function writes; the caller frees. */
struct writing {
	FILE *file;
	char *bytes;
	size_t size;
};

static FILE *begin_writing(struct writing *writing)
{
	*writing = (struct writing){ .file = NULL };
	writing->file = open_memstream(&writing->bytes, &writing->size);
	assert_non_null(writing->file);
	return writing->file;
}

static char *written(struct writing *writing)
{
	assert_int_equal(fclose(writing->file), 0);
	return writing->bytes;
}

static void text_of_anything_is_text(void **state)
{
	static const struct {
		const char *text, *html;
	} rows[] = {
		{ NULL, "" },
		{ "", "" },
		{ "web1", "web1" },
		{ "<b>&\"'</b>", "&lt;b&gt;&amp;&quot;&#39;&lt;/b&gt;" },
		{ "a\nb", "a\nb" },
		{ "a\tb\r\x01\x7f", "a\\x09b\\x0d\\x01\\x7f" },
		{ "Z\xc3\xbcrich \xe2\x82\xac \xf0\x9f\x94\x92", "Z\xc3\xbcrich \xe2\x82\xac \xf0\x9f\x94\x92" },
		/* Not UTF-8: alone, cut off at the end, too long a form, a surrogate, above the last character. */
		{ "\xff<", "\\xff&lt;" },
		{ "a\xe2\x82", "a\\xe2\\x82" },
		{ "\xc0\xbc", "\\xc0\\xbc" },
		{ "\xed\xa0\x80", "\\xed\\xa0\\x80" },
		{ "\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80" },
		/* Control characters of two bytes, and what does not show. */
		{ "\xc2\x9b", "\\xc2\\x9b" },
		{ "gro\xe2\x80\xae.elpmaxe", "gro\\u202e.elpmaxe" },
		{ "a\xe2\x80\xa8"
		  "b\xef\xbb\xbf",
		  "a\\u2028b\\ufeff" },
		/* A lead byte before markup swallows nothing of it. */
		{ "\xe2<script>", "\\xe2&lt;script&gt;" },
		{ "\xf0\"", "\\xf0&quot;" },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(rows); i++) {
		struct writing writing;

		sslinv_html_text(begin_writing(&writing), rows[i].text);
		assert_string_equal(written(&writing), rows[i].html);
		free(writing.bytes);
	}
}

static void no_byte_is_markup_or_control(void **state)
{
	(void)state;
	for (int first = 1; first < 256; first++)
		for (int second = 1; second < 256; second++) {
			const char text[] = { (char)first, (char)second, '\0' };
			struct writing writing;

			sslinv_html_text(begin_writing(&writing), text);
			written(&writing);
			assert_null(strpbrk(writing.bytes, "<>\"'"));
			assert_true(sslinv_str_is_lines(writing.bytes, writing.size));
			free(writing.bytes);
		}
}

static void numbers_have_commas(void **state)
{
	static const struct {
		uint64_t number;
		const char *text;
	} rows[] = {
		{ 0, "0" },
		{ 999, "999" },
		{ 1000, "1,000" },
		{ 1002003, "1,002,003" },
		{ UINT64_MAX, "18,446,744,073,709,551,615" },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(rows); i++) {
		struct writing writing;

		sslinv_html_number(begin_writing(&writing), rows[i].number);
		assert_string_equal(written(&writing), rows[i].text);
		free(writing.bytes);
	}
}

static void json_has_no_markup(void **state)
{
	struct writing writing;

	(void)state;
	sslinv_html_json(begin_writing(&writing), "CVE-2024-1</script>\"\\\xff");
	assert_string_equal(written(&writing), "CVE-2024-1\\u003c\\u002fscript\\u003e\\u0022\\u005c\\u00ff");
	free(writing.bytes);
}

static struct sslinv_html_entry *find(struct sslinv_html_tally *tally, const char *one, const char *two, uint64_t host)
{
	const char *const words[SSLINV_HTML_WORDS] = { one, two };
	struct sslinv_html_entry *entry;

	assert_int_equal(sslinv_html_tally_find(tally, words, host, &entry), 0);
	return entry;
}

static void a_tally_finds_its_entries(void **state)
{
	struct sslinv_html_tally tally = { 0 };
	struct sslinv_html_entry *entry = find(&tally, "a", "bc", 1);

	(void)state;
	assert_ptr_equal(find(&tally, "a", "bc", 1), entry);
	assert_ptr_not_equal(find(&tally, "ab", "c", 1), entry);
	assert_ptr_equal(find(&tally, "", NULL, 1), find(&tally, NULL, "", 1));
	assert_int_equal(tally.entries.count, 3);
	assert_string_equal(entry->words[1], "bc");
	/* What is about one host begins again with the next. */
	entry->state = 7;
	entry->of_host = 8;
	entry->hosts = 9;
	assert_int_equal(find(&tally, "a", "bc", 1)->state, 7);
	assert_int_equal(find(&tally, "a", "bc", 2)->state, 0);
	assert_int_equal(entry->of_host, 0);
	assert_int_equal(entry->hosts, 9);
	sslinv_html_tally_free(&tally);
}

static void a_tally_is_bounded(void **state)
{
	struct sslinv_html_tally tally = { 0 };
	char *huge = malloc(SSLINV_HTML_TALLY_BYTES_MAX);

	(void)state;
	assert_non_null(huge);
	memset(huge, 'x', SSLINV_HTML_TALLY_BYTES_MAX - 1);
	huge[SSLINV_HTML_TALLY_BYTES_MAX - 1] = '\0';
	assert_null(find(&tally, huge, NULL, 1));
	assert_int_equal(tally.left_out, 1);
	for (int i = 0; i < SSLINV_HTML_TALLY_MAX; i++) {
		char name[16];

		snprintf(name, sizeof(name), "%d", i);
		assert_non_null(find(&tally, name, NULL, 1));
	}
	assert_null(find(&tally, "one more", NULL, 1));
	assert_non_null(find(&tally, "17", NULL, 1));
	assert_int_equal(tally.left_out, 2);
	free(huge);
	sslinv_html_tally_free(&tally);
}

/* 2026-11-28 */
#define TODAY INT64_C(20785)

static void lives_end_where_their_date_says(void **state)
{
	static const struct {
		const char *end, *html;
	} rows[] = {
		{ "2026-11-27", "<rect class=\"ended\"" },
		{ "2026-11-28", "<rect class=\"supported\"" }, /* the last day of support */
		{ "2030-04-08", "<rect class=\"supported\"" },
		{ "1990-01-01", "cx=\"0.00%\"" },
		{ "9999-12-31", "cx=\"100.00%\"" },
		{ "", "height=\"2\"/><line" },
		{ "\"><script>", "height=\"2\"/><line" },
	};
	struct sslinv_html_axis axis;

	(void)state;
	sslinv_html_axis_set(&axis, TODAY * DAY + 3600, "1970-01-01", "9999-12-31");
	assert_int_equal(axis.first_year, 1997);
	assert_int_equal(axis.last_year, 2102);
	sslinv_html_axis_set(&axis, TODAY * DAY + 3600, NULL, "");
	assert_int_equal(axis.first_year, 2025);
	assert_int_equal(axis.last_year, 2028);
	sslinv_html_axis_set(&axis, TODAY * DAY + 3600, "2023-09-11", "2030-04-08");
	assert_int_equal(axis.first_year, 2022);
	assert_int_equal(axis.last_year, 2032);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(rows); i++) {
		struct writing writing;

		sslinv_html_life(begin_writing(&writing), &axis, rows[i].end);
		if (!strstr(written(&writing), rows[i].html))
			fail_msg("%s: %s is not in %s", rows[i].end, rows[i].html, writing.bytes);
		assert_null(strstr(writing.bytes, "<script"));
		free(writing.bytes);
	}
}

static char *history_of(const struct sslinv_open_span *spans, size_t count)
{
	static struct sslinv_html_history history;
	struct writing writing;

	memset(&history, 0, sizeof(history));
	history.today = history.first = TODAY;
	for (size_t i = 0; i < count; i++)
		assert_int_equal(sslinv_html_history_take(&history, &spans[i]), 0);
	sslinv_html_history_section(begin_writing(&writing), &history, "about");
	return written(&writing);
}

#define ROW(day, total, critical, high, medium, low, unrated)                                                               \
	"<th scope=\"row\">" day "</th><td class=\"n\">" total "</td><td class=\"n\">" critical                             \
	"</td><td class=\"n\">" high "</td><td class=\"n\">" medium "</td><td class=\"n\">" low                             \
	"</td><td class=\"n\">" unrated "</td></tr>\n"

static void what_was_open_is_counted_at_the_end_of_the_day(void **state)
{
	static const struct sslinv_open_span spans[] = {
		{ (TODAY - 3) * DAY + 50, 0, false, "high" },
		{ (TODAY - 2) * DAY, (TODAY - 1) * DAY + 7, true, "critical" },
		{ (TODAY - 2) * DAY, (TODAY - 2) * DAY + 7, true, "low" }, /* gone on the same day */
		{ (TODAY - 1) * DAY, 0, false, "a word of its own" },
		{ (TODAY - 1) * DAY, (TODAY + 5) * DAY, true, "moderate" }, /* a clock that was wrong */
	};
	char *html = history_of(spans, SSLINV_ARRAY_SIZE(spans));

	(void)state;
	if (!strstr(html, ROW("2026-11-28", "3", "0", "1", "1", "0", "1") "<tr>" ROW(
				  "2026-11-27", "3", "0", "1", "1", "0",
				  "1") "<tr>" ROW("2026-11-26", "2", "1", "1", "0", "0",
						  "0") "<tr>" ROW("2026-11-25", "1", "0", "1", "0", "0", "0") "</tbody>"))
		fail_msg("%s", html);
	free(html);
}

static void a_long_past_is_sampled(void **state)
{
	static const struct sslinv_open_span spans[] = {
		{ 0, 0, false, "low" }, /* long before the first day that is kept */
		{ (TODAY - 200) * DAY, 0, false, "high" },
		{ INT64_C(1) << 40, 0, false, "high" }, /* far in the future */
	};
	char *html = history_of(spans, SSLINV_ARRAY_SIZE(spans));
	size_t rows = 0;

	(void)state;
	for (const char *at = html; (at = strstr(at, "<th scope=\"row\">")); at++)
		rows++;
	assert_in_range(rows, 30, 60);
	assert_non_null(strstr(html, ROW("2026-11-28", "3", "0", "2", "0", "1", "0")));
	free(html);
}

/* ---- the store
 * ------------------------------------------------------------------------------------------------------------ */

static int note_span(void *context, const struct sslinv_open_span *span)
{
	char first[SSLINV_TIME_SIZE], gone[SSLINV_TIME_SIZE] = "";

	sslinv_str_time(first, span->first_seen);
	if (span->is_gone)
		sslinv_str_time(gone, span->gone_at);
	return sslinv_str_printf(context, "%.10s %.10s %s\n", first, gone, span->severity ? span->severity : "-");
}

#define ADD(cve, status, severity, first, gone)                                                                             \
	"INSERT INTO finding (host_id, package, cve, severity, status, stream, rule, first_seen, gone_at) VALUES (1, "      \
	"'libssl3', " cve ", " severity ", '" status "', '', 'vendor-fix', '" first "T01:00:00Z', " gone ");"

/* The inventory of one or two hosts with something to tell. */
static void make_inventory(const char *path, const char *sql)
{
	struct sslinv_facts facts;

	host_facts(&facts, "web1", START_TIME, "3.0.18");
	save(path, &facts);
	host_facts(&facts, "web2", START_TIME, "3.0.19");
	save(path, &facts);
	change_file(path, sql);
}

static void spans_of_one_cve_are_joined(void **state)
{
	const char *path = in(*state, "spans.db");
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str text = { 0 };
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_store *store;

	make_inventory(path,
		       /* Two packages: one from the 1st to the 5th, the other from the 3rd on; then judged otherwise. */
		       ADD("'CVE-2026-1'", "affected", "'low'", "2026-01-01", "'2026-01-05T01:00:00Z'")
			       ADD("'CVE-2026-1'", "affected", "'low'", "2026-01-03", "'2026-01-09T01:00:00Z'")
				       ADD("'CVE-2026-1'", "will_not_fix", "'high'", "2026-01-09", "NULL")
		       /* Gone and back again; one inside the other. */
		       ADD("'CVE-2026-2'", "affected", "'low'", "2026-01-01", "'2026-01-05T01:00:00Z'")
			       ADD("'CVE-2026-2'", "affected", "'low'", "2026-01-06", "'2026-01-20T01:00:00Z'")
				       ADD("'CVE-2026-2'", "affected", "NULL", "2026-01-07", "'2026-01-08T01:00:00Z'")
		       /* Not open; and two of which no CVE is named. */
		       ADD("'CVE-2026-3'", "fixed", "'low'", "2026-01-01", "NULL")
			       ADD("'CVE-2026-4'", "unknown", "'low'", "2026-01-01", "NULL")
				       ADD("NULL", "affected", "NULL", "2026-02-01", "NULL")
					       ADD("NULL", "affected", "NULL", "2026-02-02", "NULL"));
	store = open_store(path, SSLINV_SQL_READ);
	assert_int_equal(sslinv_store_open_spans(store, 1, note_span, &text, &error), 0);
	assert_string_equal(sslinv_str_text(&text), "2026-02-01  -\n"
						    "2026-01-01  high\n"
						    "2026-01-01 2026-01-05 low\n"
						    "2026-01-06 2026-01-20 -\n");
	assert_int_equal(sslinv_store_open_spans(store, 2, note_span, &text, &error), 0);
	assert_int_equal(sslinv_store_open_spans(store, 99, note_span, &text, &error), 0);
	sslinv_store_close(store);
}

static const char inventory_sql[] = ADD("'CVE-2026-1'", "affected", "'high'", "2026-01-01",
					"NULL") ADD("'CVE-2026-2'", "unknown", "NULL", "2026-01-01", "NULL")
	ADD("'CVE-2026-3'", "fixed", "'low'", "2026-01-01",
	    "NULL") "INSERT INTO level (host_id, package, version, upstream_version, branch, branch_eol, tls12, tls13, "
		    "first_seen)"
		    " VALUES (1, 'libssl3', '3.0.18-1', '3.0.18', '3.0', '2026-09-07', 1, 1, '2026-01-01T01:00:00Z');"
		    "INSERT INTO verdict (host_id, verdict, action, affected, unknown, guidance_date, first_seen)"
		    " VALUES (1, 'upgrade', 'do it', 1, 1, '2026-01-01', '2026-01-01T01:00:00Z');"
		    "INSERT INTO action (host_id, rank, action, subject, command, findings, worst_severity, verdict, files, "
		    "first_seen)"
		    " VALUES (1, 1, 'upgrade', 'libssl3', 'apt-get upgrade', 1, 'high', 'upgrade', 0, "
		    "'2026-01-01T01:00:00Z');";

/* The page, or NULL with the error. */
static char *page_of(struct sslinv_store *store, const char *pattern, struct sslinv_error *error)
{
	const struct sslinv_report_request request = { .pattern = pattern, .now = TODAY * DAY };
	const struct sslinv_report_format *format = sslinv_report_fleet_format("html");
	struct sslinv_report_totals totals;
	struct writing writing;
	FILE *file = begin_writing(&writing);

	if (sslinv_report_fleet(format, file, store, &request, &totals, error) == 0)
		return written(&writing);
	free(written(&writing));
	return NULL;
}

static void a_page_without_memory_is_none(void **state)
{
	const char *path = in(*state, "memory.db");
	static const char *const patterns[] = { NULL, "web1" };

	make_inventory(path, inventory_sql);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(patterns); i++) {
		struct sslinv_store *store = open_store(path, SSLINV_SQL_READ);
		struct sslinv_error error = SSLINV_ERROR_INIT;
		char *whole = page_of(store, patterns[i], &error);
		size_t failures = 0;

		assert_non_null(whole);
		assert_non_null(strstr(whole, patterns[i] ? "<h1>web1 needs an upgrade</h1>"
							  : "<h1>1 of 2 hosts needs an upgrade</h1>"));
		for (bool has_failed = true; has_failed; failures++) {
			char *page;

			sslinv_error_clear(&error);
			memory_fails_after(failures);
			page = page_of(store, patterns[i], &error);
			has_failed = memory_has_failed();
			if (page)
				assert_string_equal(page, whole);
			else
				assert_int_not_equal(error.code, SSLINV_OK);
			free(page);
		}
		assert_in_range(failures, 20, 20000);
		free(whole);
		sslinv_store_close(store);
	}
}

/* A file that is full: the walk ends, and its owner finds the error. */
static void a_full_disk_ends_it(void **state)
{
	const char *path = in(*state, "full.db");
	const struct sslinv_report_request request = { .now = TODAY * DAY };
	FILE *full = fopen("/dev/full", "w");
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_report_totals totals;
	struct sslinv_store *store;

	if (!full)
		skip();
	make_inventory(path, inventory_sql);
	store = open_store(path, SSLINV_SQL_READ);
	assert_int_equal(sslinv_report_fleet(sslinv_report_fleet_format("html"), full, store, &request, &totals, &error), 0);
	assert_true(fflush(full) != 0 || ferror(full));
	fclose(full);
	sslinv_store_close(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_of_anything_is_text),
		cmocka_unit_test(no_byte_is_markup_or_control),
		cmocka_unit_test(numbers_have_commas),
		cmocka_unit_test(json_has_no_markup),
		cmocka_unit_test(a_tally_finds_its_entries),
		cmocka_unit_test(a_tally_is_bounded),
		cmocka_unit_test(lives_end_where_their_date_says),
		cmocka_unit_test(what_was_open_is_counted_at_the_end_of_the_day),
		cmocka_unit_test(a_long_past_is_sampled),
		cmocka_unit_test_setup_teardown(spans_of_one_cve_are_joined, make_place, remove_place),
		cmocka_unit_test_setup_teardown(a_page_without_memory_is_none, make_place, remove_place),
		cmocka_unit_test_setup_teardown(a_full_disk_ends_it, make_place, remove_place),
	};

	return cmocka_run_group_tests_name("html", tests, NULL, NULL);
}
