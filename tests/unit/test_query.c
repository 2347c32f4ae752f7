/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Queries: what they may do, the functions they have, the named ones, and the forms in which rows are written. */
#include "store_helper.h"

#include "report/rows.h"

#include <fcntl.h>
#include <math.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <yajl/yajl_tree.h>

#include "store/named_query.h"

/* Runs a query; the code, and what was written in *text, which the caller frees. */
static int run(struct sslinv_store *store, const char *format, const char *sql,
	       const struct sslinv_query_parameter *parameters, size_t count, char **text, struct sslinv_error *error)
{
	struct sslinv_rows *rows;
	size_t size;
	FILE *file = open_memstream(text, &size);
	int rc;

	assert_non_null(file);
	assert_int_equal(sslinv_rows_new(format, file, &rows, error), 0);
	sslinv_error_clear(error);
	rc = sslinv_store_query(store, sql, parameters, count, rows, error);
	sslinv_rows_free(rows);
	fclose(file);
	return rc;
}

static void assert_written(struct sslinv_store *store, const char *format, const char *sql, const char *expected)
{
	struct sslinv_error error = SSLINV_ERROR_INIT;
	char *text;

	if (run(store, format, sql, NULL, 0, &text, &error) < 0)
		fail_msg("%s: %s", sql, error.message);
	assert_string_equal(text, expected);
	free(text);
}

static void assert_wrong(struct sslinv_store *store, const char *sql, const struct sslinv_query_parameter *parameters,
			 size_t count, const char *words)
{
	struct sslinv_error error = SSLINV_ERROR_INIT;
	char *text;
	int rc = run(store, "csv", sql, parameters, count, &text, &error);

	if (rc != SSLINV_E_USAGE || !strstr(error.message, words))
		fail_msg("%s: code %d, \"%s\" lacks \"%s\"", sql, rc, error.message, words);
	assert_string_equal(text, "");
	free(text);
}

/* One host in a file, open for reading. */
static struct sslinv_store *one_host(void **state)
{
	const char *path = in(*state, "inventory.db");
	struct sslinv_facts facts;

	host_facts(&facts, "web1", START_TIME, "3.0.19-1");
	add_linkage(&facts, "/opt/lost", SSLINV_NO_PACKAGE, NULL, SSLINV_NO_PACKAGE);
	assert_int_equal(sslinv_facts_add_problem(&facts, "walk", "/srv", true, "cannot be read: Permission denied"), 0);
	save(path, &facts);
	return open_store(path, SSLINV_SQL_READ);
}

static void queries_only_read(void **state)
{
	static const struct {
		const char *sql, *words;
	} wrong[] = {
		{ "DELETE FROM host", "only reads" },
		{ "INSERT INTO host (name, first_seen) VALUES ('x', '2026-01-01T00:00:00Z')", "only reads" },
		{ "UPDATE host SET name = 'x'", "only reads" },
		{ "DROP VIEW hosts", "only reads" },
		{ "CREATE TABLE t (a)", "only reads" },
		{ "CREATE TEMP TABLE t (a)", "only reads" },
		{ "ATTACH '/tmp/x.db' AS x", "only reads" },
		{ "DETACH main", "only reads" },
		{ "VACUUM INTO '/tmp/x.db'", "only reads" },
		{ "REINDEX", "only reads" },
		{ "ANALYZE", "only reads" },
		{ "BEGIN", "only reads" },
		{ "SAVEPOINT a", "only reads" },
		{ "PRAGMA query_only = OFF", "only reads" },
		{ "PRAGMA query_only", "only reads" },
		{ "PRAGMA journal_mode = DELETE", "only reads" },
		{ "PRAGMA user_version = 7", "only reads" },
		{ "PRAGMA writable_schema = 1", "only reads" },
		{ "PRAGMA temp_store_directory = '/tmp'", "only reads" },
		{ "UPDATE sqlite_master SET sql = 'x'", "may not be modified" },
		{ "SELECT load_extension('/tmp/x.so')", "load_extension" },
		{ "WITH x AS (SELECT 1) DELETE FROM host", "only reads" },
		{ "SELECT 1; DELETE FROM host", "more than one" },
		{ "SELECT 1; SELECT 2", "more than one" },
		{ "SELECT 1; nonsense", "more than one" },
		{ "", "empty" },
		{ " ; -- nothing\n", "empty" },
		{ "SELECT nonsense FROM hosts", "no such column: nonsense" },
		{ "SELEC 1", "syntax error" },
		{ "SELECT vercmp('odd', '1', '2')", "formats" },
	};
	struct sslinv_store *store = one_host(state);
	char *before = dump(in(*state, "inventory.db")), *after;

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(wrong); i++)
		assert_wrong(store, wrong[i].sql, NULL, 0, wrong[i].words);
	assert_written(store, "csv", "SELECT host FROM hosts; -- and a comment\n ; /* or two */", "host\r\nweb1\r\n");
	assert_written(store, "csv", "VALUES (1), (2)", "column1\r\n1\r\n2\r\n");
	assert_written(store, "csv",
		       "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT i FROM n",
		       "i\r\n1\r\n2\r\n3\r\n");
	assert_written(store, "csv", "PRAGMA application_id", "application_id\r\n1397967977\r\n");
	assert_written(store, "csv", "SELECT name FROM pragma_table_info('scan_errors') LIMIT 2",
		       "name\r\nscan_id\r\nhost\r\n");
	assert_written(store, "csv", "SELECT count(*) AS n FROM sqlite_master WHERE name = 'hosts'", "n\r\n1\r\n");
	sslinv_store_close(store);
	/* Neither can a connection that could write, and it can write again afterwards. */
	store = open_store(in(*state, "inventory.db"), SSLINV_SQL_WRITE);
	assert_wrong(store, "DELETE FROM host", NULL, 0, "only reads");
	assert_int_equal(sslinv_sql_run(store->base.db, "", "UPDATE host SET arch = 'x86_64'", NULL), 0);
	sslinv_store_close(store);
	after = dump(in(*state, "inventory.db"));
	assert_string_equal(after, before);
	free(before);
	free(after);
}

static void parameters_are_all_given(void **state)
{
	static const struct sslinv_query_parameter good[] = { { "name", "curl" }, { "host", "web*" } };
	static const struct sslinv_query_parameter twice[] = { { "name", "curl" }, { "name", "x" } };
	static const char sql[] = "SELECT name FROM packages WHERE name = :name AND host GLOB @host AND name = $name";
	struct sslinv_store *store = one_host(state);
	struct sslinv_error error = SSLINV_ERROR_INIT;
	char *text;

	assert_int_equal(run(store, "csv", "SELECT name FROM packages WHERE name = :name AND host GLOB :host", good, 2,
			     &text, &error),
			 0);
	assert_string_equal(text, "name\r\ncurl\r\n");
	free(text);
	assert_int_equal(run(store, "csv", sql, good, 2, &text, &error), 0);
	free(text);
	assert_wrong(store, sql, good, 1, "@host has no value");
	assert_wrong(store, "SELECT :name", good, 2, "no parameter :host");
	assert_wrong(store, "SELECT :name", twice, 2, "given twice");
	assert_wrong(store, "SELECT ?", NULL, 0, "has a name");
	assert_wrong(store, "SELECT ?1", NULL, 0, "has a name");
	sslinv_store_close(store);
}

static void versions_compare(void **state)
{
	struct sslinv_store *store = one_host(state);

	assert_written(
		store, "csv",
		"SELECT vercmp('rpm', '1:1.0.2k-9', '1:1.0.2k-26.el7_9') AS a, vercmp('deb', '3.0.19-1~deb12u2', "
		"'3.0.19-1') AS b,"
		" vercmp('openssl', '1.0.2zg', '1.0.2k') AS c, vercmp('deb', NULL, '1') AS d, vercmp('rpm', '1', '1') AS e",
		"a,b,c,d,e\r\n-1,-1,1,,0\r\n");
	assert_written(store, "csv", "SELECT column1 AS v FROM (VALUES ('10'), ('9'), ('9~a')) ORDER BY v COLLATE debver",
		       "v\r\n9~a\r\n9\r\n10\r\n");
	assert_written(store, "csv",
		       "SELECT column1 AS v FROM (VALUES ('1.10-1'), ('1.9-1'), ('1:0-1')) ORDER BY v COLLATE rpmver",
		       "v\r\n1.9-1\r\n1.10-1\r\n1:0-1\r\n");
	/* Longer than any buffer. */
	assert_written(store, "csv",
		       "SELECT count(*) AS n FROM (SELECT printf('%.*c', 5000, '1') AS v) WHERE v || '1' > v COLLATE rpmver",
		       "n\r\n1\r\n");
	sslinv_store_close(store);
}

static void csv_quotes_as_the_rfc_has_it(void **state)
{
	struct sslinv_store *store = one_host(state);

	assert_written(store, "csv",
		       "SELECT 'a,b' AS \"x\"\"y\", 'say \"hi\"' AS b, 'two' || char(13, 10) || 'lines' AS c, '' AS d, NULL "
		       "AS e, '\"' AS f,"
		       " ' ' AS g, 1 AS h, 1.5 AS i, 2.0 AS j, -9223372036854775807 - 1 AS k, x'00ff' AS l, 'ä' AS m",
		       "\"x\"\"y\",b,c,d,e,f,g,h,i,j,k,l,m\r\n"
		       "\"a,b\",\"say \"\"hi\"\"\",\"two\r\nlines\",\"\",,\"\"\"\", "
		       ",1,1.5,2.0,-9223372036854775808,$'\\x00\\xff',ä\r\n");
	assert_written(store, "csv", "SELECT 1 AS a WHERE 0", "a\r\n");
	sslinv_store_close(store);
}

static void json_is_json(void **state)
{
	struct sslinv_store *store = one_host(state);
	struct sslinv_error error = SSLINV_ERROR_INIT;
	const char *path[] = { "z", NULL };
	char problem[200], *text;
	yajl_val tree, first;

	assert_int_equal(
		run(store, "json",
		    "SELECT 'q\"\\' || char(10, 1) || 'ä' AS z, NULL AS \"a\"\"\n\", 5 AS m, 0.1 AS r, 1e300 * 10 AS big, "
		    "9e999 AS inf,"
		    " CAST(x'61ff' AS TEXT) AS bad, 'a' || char(0) || 'b' AS nul UNION ALL SELECT 1, 2, 3, 4, 5, 6, 7, 8",
		    NULL, 0, &text, &error),
		0);
	tree = yajl_tree_parse(text, problem, sizeof(problem));
	if (!tree)
		fail_msg("%s: %s", text, problem);
	assert_true(YAJL_IS_ARRAY(tree));
	assert_int_equal(YAJL_GET_ARRAY(tree)->len, 2);
	first = YAJL_GET_ARRAY(tree)->values[0];
	assert_int_equal(YAJL_GET_OBJECT(first)->len, 8);
	/* The columns' order is kept. */
	assert_string_equal(YAJL_GET_OBJECT(first)->keys[0], "z");
	assert_string_equal(YAJL_GET_OBJECT(first)->keys[1], "a\"\n");
	assert_string_equal(YAJL_GET_STRING(yajl_tree_get(first, path, yajl_t_string)), "q\"\\\n\001ä");
	assert_true(YAJL_IS_NULL(YAJL_GET_OBJECT(first)->values[1]));
	assert_int_equal(YAJL_GET_INTEGER(YAJL_GET_OBJECT(first)->values[2]), 5);
	assert_true(fabs(YAJL_GET_DOUBLE(YAJL_GET_OBJECT(first)->values[3]) - 0.1) < 1e-17);
	assert_string_equal(YAJL_GET_STRING(YAJL_GET_OBJECT(first)->values[5]), "inf");
	assert_string_equal(YAJL_GET_STRING(YAJL_GET_OBJECT(first)->values[6]), "$'a\\xff'");
	assert_string_equal(YAJL_GET_STRING(YAJL_GET_OBJECT(first)->values[7]), "$'a\\x00b'");
	yajl_tree_free(tree);
	free(text);
	assert_written(store, "json", "SELECT 1 AS a, 'x' AS b UNION ALL SELECT 2, 'y'",
		       "[\n{\"a\":1,\"b\":\"x\"},\n{\"a\":2,\"b\":\"y\"}\n]\n");
	assert_written(store, "json", "SELECT 1 AS a WHERE 0", "[]\n");
	sslinv_error_clear(&error);
	assert_int_equal(run(store, "json", "SELECT 1 AS a, 2 AS a", NULL, 0, &text, &error), SSLINV_E_USAGE);
	assert_non_null(strstr(error.message, "AS"));
	free(text);
	sslinv_store_close(store);
}

static void table_is_aligned(void **state)
{
	struct sslinv_store *store = one_host(state);
	struct sslinv_error error = SSLINV_ERROR_INIT;
	char *text;

	assert_written(store, "table",
		       "SELECT 'ä' AS name, 7 AS n, 'x' || char(27) || '[2J' AS last UNION ALL SELECT NULL, 1000, 'y'",
		       "name     n  last\n"
		       "----  ----  -----------\n"
		       "ä        7  $'x\\x1b[2J'\n"
		       "-     1000  y\n");
	assert_written(store, "table", "SELECT host, arch FROM hosts WHERE 0", "host  arch\n----  ----\n");
	/* Rows beyond the first ones are written too, and do not widen the columns. */
	assert_int_equal(
		run(store, "table",
		    "WITH n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) SELECT i, 'x' AS x FROM n", NULL,
		    0, &text, &error),
		0);
	assert_non_null(strstr(text, "\n   1  x\n"));
	assert_non_null(strstr(text, "\n2000  x\n2001  x\n"));
	assert_non_null(strstr(text, "\n9999  x\n10000  x\n"));
	free(text);
	sslinv_store_close(store);
}

static void write_errors_are_told(void **state)
{
	static const char *const formats[] = { "table", "csv", "json" };
	struct sslinv_store *store = one_host(state);
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_rows *rows;

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(formats); i++) {
		FILE *full = fopen("/dev/full", "w");

		assert_non_null(full);
		assert_int_equal(sslinv_rows_new(formats[i], full, &rows, &error), 0);
		assert_int_equal(sslinv_store_query(store, "SELECT * FROM packages", NULL, 0, rows, &error),
				 SSLINV_E_SYSTEM);
		assert_non_null(strstr(error.message, "No space left"));
		sslinv_rows_free(rows);
		fclose(full);
	}
	assert_int_equal(sslinv_rows_new("xml", stdout, &rows, &error), SSLINV_E_USAGE);
	assert_non_null(strstr(error.message, "table, csv or json"));
	assert_null(rows);
	sslinv_rows_free(rows);
	sslinv_store_close(store);
}

/* A terminal of so many columns; what is written to *file can be read from the descriptor. */
static int open_terminal(unsigned short columns, FILE **file)
{
	const struct winsize size = { .ws_row = 24, .ws_col = columns };
	int master = posix_openpt(O_RDWR | O_NOCTTY), slave;
	struct termios settings;

	assert_true(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0);
	slave = open(ptsname(master), O_RDWR | O_NOCTTY);
	assert_true(slave >= 0 && ioctl(slave, TIOCSWINSZ, &size) == 0 && tcgetattr(slave, &settings) == 0);
	settings.c_oflag &= ~(tcflag_t)OPOST;
	assert_int_equal(tcsetattr(slave, TCSANOW, &settings), 0);
	*file = fdopen(slave, "w");
	assert_non_null(*file);
	return master;
}

static void rows_fit_the_terminal(void **state)
{
	static const struct {
		unsigned short columns;
		const char *sql, *expected;
	} cases[] = {
		{ 80, "SELECT 1 AS a, 'x' AS b", "a  b\n-  -\n1  x\n" },
		{ 4, "SELECT 1 AS a, 'x' AS b", "a  b\n-  -\n1  x\n" },
		{ 3, "SELECT 1 AS a, 'x' AS b", "a  1\nb  x\n\n" },
		/* A terminal that does not tell. */
		{ 0, "SELECT 1 AS a, 'x' AS b", "a  b\n-  -\n1  x\n" },
		{ 30, "SELECT 1 AS a, NULL AS long, 'one two three four five six seven' AS c UNION ALL SELECT 2, 3, ''",
		  "a     1\nlong  -\nc     one two three four five\n      six seven\n\na     2\nlong  3\nc     \n\n" },
		/* What has no blank is parted where the line ends, and a character never is. */
		{ 24, "SELECT 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' AS b", "b  aaaaaaaaaaaaaaaaaaaaa\n   aaaaaaaaa\n\n" },
		{ 24, "SELECT 'äääääääääääääääääääääääääää' AS b", "b  äääääääääääääääääääää\n   ääääää\n\n" },
		{ 10, "SELECT 1 AS a, 2 AS b, 3 AS cc, 4 AS d WHERE 0", "a  b  cc  d\n-  -  --  -\n" },
	};
	struct sslinv_store *store = one_host(state);
	struct sslinv_error error = SSLINV_ERROR_INIT;

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		struct sslinv_rows *rows;
		char text[4096];
		size_t length = 0;
		FILE *file;
		int master = open_terminal(cases[i].columns, &file);

		assert_int_equal(sslinv_rows_terminal(file), cases[i].columns);
		assert_int_equal(sslinv_rows_new("table", file, &rows, &error), 0);
		assert_int_equal(sslinv_store_query(store, cases[i].sql, NULL, 0, rows, &error), 0);
		sslinv_rows_free(rows);
		assert_int_equal(fputc('.', file), '.');
		assert_int_equal(fflush(file), 0);
		while (length == 0 || text[length - 1] != '.') {
			const ssize_t count = read(master, text + length, sizeof(text) - length);

			assert_true(count > 0);
			length += (size_t)count;
		}
		text[length - 1] = '\0';
		assert_string_equal(text, cases[i].expected);
		fclose(file);
		close(master);
	}
	sslinv_store_close(store);
}

/* Every query of the program runs with its defaults and its example's values, and finds what is there. */
static void named_queries_work(void **state)
{
	static const struct {
		const char *name, *expected; /* a line of the output */
	} found[] = {
		{ "as-of", "web1,curl,7.88.1-10,amd64,deb,consumer,2026-11-24T06:55:26Z," },
		{ "incomplete", "web1,2026-11-24T06:55:26Z,walk,/srv,cannot be read: Permission denied" },
		{ "new-since", "2026-11-24T06:55:26Z,web1,package,libssl3,,3.0.19-1" },
		{ "openssl-users",
		  "web1,curl,package,OpenSSL,3.0.19,libssl3,/usr/lib/x86_64-linux-gnu/libssl.so.3,certain" },
		{ "unowned", "web1,library,/opt/app/libssl.so.3,libssl.so.3,OpenSSL,needed,2026-11-24T06:55:26Z" },
		{ "unresolved", "web1,,/opt/lost,libssl.so.3,needed,2026-11-24T06:55:26Z" },
		{ "who-links",
		  "web1,curl,/usr/bin/curl,libssl.so.3,/usr/lib/x86_64-linux-gnu/libssl.so.3,libssl3,needed,certain" },
	};
	SSLINV_CLEANUP(sslinv_free_ptr) char *directory = sslinv_str_format("%s/data/queries", source_directory());
	SSLINV_CLEANUP(sslinv_named_queries_free) struct sslinv_named_queries queries = { 0 };
	struct sslinv_store *store = one_host(state);
	struct sslinv_error error = SSLINV_ERROR_INIT;
	size_t seen = 0;

	if (sslinv_named_queries_load(directory, &queries, &error) < 0)
		fail_msg("%s", error.message);
	for (size_t i = 0; i < queries.count; i++) {
		const struct sslinv_named_query *query = &queries.items[i];
		static const struct sslinv_query_parameter samples[] = { { "date", "2026-11-24" },
									 { "cve", "CVE-2026-0001" } };
		struct sslinv_query_parameter given[SSLINV_ARRAY_SIZE(samples)], bound[10];
		size_t count = 0, needed = 0;
		char *text;

		assert_true(i == 0 || strcmp(queries.items[i - 1].name, query->name) < 0);
		assert_true(query->title && query->example);
		assert_non_null(strstr(query->example, query->name));
		assert_true(query->parameters.count <= SSLINV_ARRAY_SIZE(bound));
		for (size_t k = 0; k < query->parameters.count; k++) {
			if (query->parameters.items[k].default_value)
				continue;
			needed++;
			for (size_t n = 0; n < SSLINV_ARRAY_SIZE(samples); n++)
				if (strcmp(samples[n].name, query->parameters.items[k].name) == 0)
					given[count++] = samples[n];
		}
		assert_int_equal(count, needed);
		if (sslinv_named_query_bind(query, given, count, bound, &error) < 0 ||
		    run(store, "csv", query->sql, bound, query->parameters.count, &text, &error) < 0)
			fail_msg("%s: %s", query->name, error.message);
		for (size_t k = 0; k < SSLINV_ARRAY_SIZE(found); k++) {
			if (strcmp(found[k].name, query->name) != 0)
				continue;
			if (!strstr(text, found[k].expected))
				fail_msg("%s: \"%s\" is not in\n%s", query->name, found[k].expected, text);
			seen++;
		}
		free(text);
	}
	assert_int_equal(seen, SSLINV_ARRAY_SIZE(found));
	sslinv_store_close(store);
}

/* What a day is: as it was at its end. */
static void as_of_shows_a_day(void **state)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *directory = sslinv_str_format("%s/data/queries", source_directory());
	SSLINV_CLEANUP(sslinv_named_query_free) struct sslinv_named_query query = { 0 };
	static const struct {
		const char *date, *expected;
	} days[] = {
		{ "2026-11-23", NULL },       { "2026-11-24", ",1,amd64" },           { "2026-11-24T06:55:25Z", NULL },
		{ "2026-11-25", ",2,amd64" }, { "2026-11-25T06:55:25Z", ",1,amd64" }, { "2030-01-01", ",2,amd64" },
	};
	const char *path = in(*state, "inventory.db");
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_store *store;
	struct sslinv_facts facts;

	host_facts(&facts, "web1", START_TIME, "1");
	save(path, &facts);
	host_facts(&facts, "web1", START_TIME + DAY, "2");
	save(path, &facts);
	store = open_store(path, SSLINV_SQL_READ);
	assert_int_equal(sslinv_named_query_load(directory, "as-of", &query, &error), 0);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(days); i++) {
		const struct sslinv_query_parameter given = { "date", days[i].date };
		struct sslinv_query_parameter bound[10];
		char *text;

		assert_int_equal(sslinv_named_query_bind(&query, &given, 1, bound, &error), 0);
		assert_int_equal(run(store, "csv", query.sql, bound, query.parameters.count, &text, &error), 0);
		if (days[i].expected) {
			const char *line = strstr(text, "libssl3");

			/* One of the two versions, and not both. */
			assert_non_null(line);
			assert_int_equal(strncmp(line + strlen("libssl3"), days[i].expected, strlen(days[i].expected)), 0);
			assert_null(strstr(line + 1, "libssl3"));
		} else {
			assert_null(strstr(text, "web1"));
		}
		free(text);
	}
	sslinv_store_close(store);
}

static void headers_are_parsed(void **state)
{
	static const char good[] =
		"-- title: A title: with a colon\n-- a comment\n-- parameter: one: what [it] is\n"
		"-- parameter: two_2: with default [default: a b]\n-- parameter: three: none [default: ]\n"
		"-- example: sslinv query --named good one=1\nSELECT :one, :two_2, :three;\n-- parameter: no: is no "
		"header\n";
	static const struct {
		const char *text, *words;
	} wrong[] = {
		{ "SELECT 1", ":1: the query has no" },
		{ "-- title: x\n-- parameter: : y\nSELECT 1", ":2: a parameter" },
		{ "-- title: x\n-- parameter: A: y\nSELECT 1", ":2: a parameter" },
		{ "-- title: x\n-- parameter: ]\nSELECT 1", ":2: a parameter" },
		{ "-- title: x\n-- parameter: a: y\n-- parameter: a: z\nSELECT 1", ":3: the parameter" },
		{ "-- title: x\n-- parameter: a: y [type: date]\nSELECT 1", ":2: the types" },
		{ "-- title: x\n-- parameter: a: y [type: ]\nSELECT 1", ":2: the types" },
	};
	static const char *const names[] = { "../good", "good.sql", "", "Good", "a/b", "g\nood", ".", "good " };
	const char *directory = in(*state, "."), *path = in(*state, "good.sql");
	SSLINV_CLEANUP(sslinv_named_query_free) struct sslinv_named_query query = { 0 };
	SSLINV_CLEANUP(sslinv_named_queries_free) struct sslinv_named_queries queries = { 0 };
	const struct sslinv_query_parameter given[] = { { "one", "1" }, { "two_2", "2" } }, unknown = { "four", "4" };
	const struct sslinv_query_parameter twice[] = { { "one", "1" }, { "one", "2" } };
	struct sslinv_query_parameter bound[3];
	struct sslinv_error error = SSLINV_ERROR_INIT;
	char *big = calloc(1, 100000);

	write_file(path, good, sizeof(good) - 1);
	write_file(in(*state, "Other.sql"), "x", 1);
	write_file(in(*state, "readme.txt"), "x", 1);
	assert_int_equal(sslinv_named_queries_load(directory, &queries, &error), 0);
	assert_int_equal(queries.count, 1);
	assert_int_equal(sslinv_named_query_load(directory, "good", &query, &error), 0);
	assert_string_equal(query.title, "A title: with a colon");
	assert_string_equal(query.example, "sslinv query --named good one=1");
	assert_int_equal(query.parameters.count, 3);
	assert_string_equal(query.parameters.items[0].text, "what [it] is");
	assert_null(query.parameters.items[0].default_value);
	assert_string_equal(query.parameters.items[1].name, "two_2");
	assert_string_equal(query.parameters.items[1].text, "with default");
	assert_string_equal(query.parameters.items[1].default_value, "a b");
	assert_string_equal(query.parameters.items[2].default_value, "");

	assert_int_equal(sslinv_named_query_bind(&query, given, 2, bound, &error), 0);
	assert_string_equal(bound[0].value, "1");
	assert_string_equal(bound[1].value, "2");
	assert_string_equal(bound[2].value, "");
	assert_int_equal(sslinv_named_query_bind(&query, NULL, 0, bound, &error), SSLINV_E_USAGE);
	assert_non_null(strstr(error.message, "one=VALUE"));
	assert_non_null(strstr(error.message, "what [it] is"));
	assert_int_equal(sslinv_named_query_bind(&query, &unknown, 1, bound, &error), SSLINV_E_USAGE);
	assert_int_equal(sslinv_named_query_bind(&query, twice, 2, bound, &error), SSLINV_E_USAGE);
	sslinv_named_query_free(&query);

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(names); i++)
		assert_int_equal(sslinv_named_query_load(directory, names[i], &query, &error), SSLINV_E_USAGE);
	assert_int_equal(sslinv_named_query_load(directory, "missing", &query, &error), SSLINV_E_NOT_FOUND);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(wrong); i++) {
		write_file(path, wrong[i].text, strlen(wrong[i].text));
		assert_int_equal(sslinv_named_query_load(directory, "good", &query, &error), SSLINV_E_FORMAT);
		assert_non_null(strstr(error.message, wrong[i].words));
		assert_non_null(strstr(error.message, "good.sql"));
	}
	write_file(path, "a\0b", 3);
	assert_int_equal(sslinv_named_query_load(directory, "good", &query, &error), SSLINV_E_FORMAT);
	memset(big, ' ', 100000);
	write_file(path, big, 100000);
	assert_int_equal(sslinv_named_query_load(directory, "good", &query, &error), SSLINV_E_LIMIT);
	unlink(path);
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_int_equal(sslinv_named_query_load(directory, "good", &query, &error), SSLINV_E_FORMAT);
	free(big);
}

/* What is not of its type is refused; it would give an answer that looks like one. */
static void values_are_of_their_types(void **state)
{
	static const char text[] = "-- title: x\n-- parameter: c: a CVE [type: cve] [default: any]\n"
				   "-- parameter: d: a day [it is] [type: day] [default: today]\n"
				   "-- parameter: t: a time [type: time] [default: 2026-01-01]\nSELECT :c, :d, :t\n";
	static const struct {
		const char *name, *value;
		bool is_good;
	} cases[] = {
		{ "c", "CVE-2024-0727", true },
		{ "c", "cve-2024-0727", true },
		{ "c", "any", true },
		{ "c", "CVE-2024-072", false },
		{ "c", "CVE-2024-0727 ", false },
		{ "c", "2024-0727", false },
		{ "c", "DSA-5417", false },
		{ "c", "CVE-2024-*", false },
		{ "c", "", false },
		{ "d", "2026-11-24", true },
		{ "d", "2024-02-29", true },
		{ "d", "today", true },
		{ "d", "yesterday", false },
		{ "d", "2026-02-29", false },
		{ "d", "2026-13-45", false },
		{ "d", "20261124", false },
		{ "d", "2026-11-24T06:55:26Z", false },
		{ "d", "28.11.2026", false },
		{ "d", " 2026-11-24", false },
		{ "t", "2026-11-24", true },
		{ "t", "2026-11-24T06:55:26Z", true },
		{ "t", "2026-11-24T06:55Z", false },
		{ "t", "2026-11-24T06:55:26", false },
		{ "t", "2026-11-24T06:55:26+01:00", false },
		{ "t", "2026-11-24 06:55:26", false },
		{ "t", "2026-11-24T26:55:26Z", false },
		{ "t", "2026-02-30", false },
		{ "t", "now", false },
		{ "t", "", false },
	};
	SSLINV_CLEANUP(sslinv_named_query_free) struct sslinv_named_query query = { 0 };
	struct sslinv_query_parameter bound[3];

	write_file(in(*state, "typed.sql"), text, strlen(text));
	assert_int_equal(sslinv_named_query_load(in(*state, "."), "typed", &query, NULL), 0);
	assert_string_equal(query.parameters.items[0].text, "a CVE");
	assert_string_equal(query.parameters.items[1].text, "a day [it is]");
	assert_string_equal(query.parameters.items[1].default_value, "today");
	assert_int_equal(sslinv_named_query_bind(&query, NULL, 0, bound, NULL), 0);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		const struct sslinv_query_parameter given = { cases[i].name, cases[i].value };
		struct sslinv_error error = SSLINV_ERROR_INIT;

		print_message("# %s=%s\n", given.name, given.value);
		assert_int_equal(sslinv_named_query_bind(&query, &given, 1, bound, &error),
				 cases[i].is_good ? 0 : SSLINV_E_USAGE);
		if (!cases[i].is_good)
			assert_non_null(strstr(error.message, " is not "));
	}
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_place, remove_place)
	const struct CMUnitTest tests[] = {
		TEST(queries_only_read),     TEST(parameters_are_all_given),
		TEST(versions_compare),      TEST(csv_quotes_as_the_rfc_has_it),
		TEST(json_is_json),          TEST(table_is_aligned),
		TEST(rows_fit_the_terminal), TEST(write_errors_are_told),
		TEST(named_queries_work),    TEST(values_are_of_their_types),
		TEST(as_of_shows_a_day),     TEST(headers_are_parsed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
