/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tables of columns: each has its column in the inventory, in the same order, and what goes in comes out. */
#include "store_helper.h"

#include "facts/columns.h"

static const struct sslinv_record *record_of(size_t kind)
{
	return sslinv_record((enum sslinv_record_kind)kind);
}

/* A column that nobody migrated to, or one that nobody fills, is found here and not by a user. */
static void every_stored_column_is_in_the_schema(void **state)
{
	const char *path = in(*state, "inventory.db");

	sslinv_store_close(open_store(path, SSLINV_SQL_WRITE));
	for (size_t kind = 0; kind < SSLINV_RECORD_COUNT; kind++) {
		const struct sslinv_record *record = record_of(kind);
		SSLINV_CLEANUP(sslinv_free_ptr) char *sql = sslinv_str_format(
			"SELECT name FROM pragma_table_info('%s') WHERE name NOT IN ('fact_id', 'host_id', 'scan_id',"
			" 'gone_at') AND NOT (name = 'first_seen') ORDER BY cid",
			record->table);
		SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str names = { 0 };
		char *stored = file_rows(path, sql);

		for (size_t i = 0; i < record->column_count; i++)
			if (!(record->columns[i].flags & SSLINV_COLUMN_HAS_NO_PLACE))
				assert_int_equal(sslinv_str_printf(&names, "%s\n",
								   record->columns[i].table_name
									   ? record->columns[i].table_name
									   : record->columns[i].name),
						 0);
		assert_string_equal(sslinv_str_text(&names), stored);
		free(stored);
	}
}

/* What a column of that kind may hold. */
static void put_something(const struct sslinv_column *column, struct sslinv_arena *arena, void *item)
{
	const char *text = column->kind == SSLINV_COLUMN_WORD   ? column->word(column->word_count - 1)
			   : column->kind == SSLINV_COLUMN_TIME ? "2026-11-24T06:55:26Z"
			   : column->kind == SSLINV_COLUMN_ROLE ? "both"
								: column->name;

	assert_int_equal(sslinv_column_put(column, arena, item, text, 1), 0);
}

static void assert_something(const struct sslinv_column *column, const struct sslinv_facts *facts, const void *item)
{
	struct sslinv_cell cell;

	sslinv_column_get(column, facts, item, &cell);
	if (sslinv_column_is_number(column)) {
		assert_true(cell.is_number);
		assert_int_equal(cell.number, 1);
		return;
	}
	assert_false(cell.is_number);
	assert_string_equal(cell.text, column->kind == SSLINV_COLUMN_WORD   ? column->word(column->word_count - 1)
				       : column->kind == SSLINV_COLUMN_TIME ? "2026-11-24T06:55:26Z"
				       : column->kind == SSLINV_COLUMN_ROLE ? "both"
									    : column->name);
}

static bool is_plain(const struct sslinv_column *column)
{
	return column->kind != SSLINV_COLUMN_COMPUTED && column->kind != SSLINV_COLUMN_PACKAGE &&
	       column->kind != SSLINV_COLUMN_PACKAGE_NAME && column->kind != SSLINV_COLUMN_PACKAGE_ARCH &&
	       column->kind != SSLINV_COLUMN_PACKAGE_VERSION;
}

/* All columns of a record are put before the first is read: none lies where another does. */
static void every_column_gives_back_its_value(void **state)
{
	(void)state;
	for (size_t kind = 0; kind < SSLINV_RECORD_COUNT; kind++) {
		const struct sslinv_record *record = record_of(kind);
		SSLINV_CLEANUP(sslinv_facts_free) struct sslinv_facts facts = { 0 };
		SSLINV_CLEANUP(sslinv_host_result_free) struct sslinv_host_result result = { 0 };
		void *item = record->is_single ? (record->is_result ? (char *)&result : (char *)&facts) + record->offset
					       : sslinv_record_add(record, &facts, &result);

		assert_non_null(item);
		for (size_t i = 0; i < record->column_count; i++)
			if (is_plain(&record->columns[i]))
				put_something(&record->columns[i], &facts.arena, item);
		assert_int_equal(sslinv_record_count(record, &facts, &result), 1);
		assert_ptr_equal(sslinv_record_item(record, &facts, &result, 0), item);
		for (size_t i = 0; i < record->column_count; i++)
			if (is_plain(&record->columns[i]))
				assert_something(&record->columns[i], &facts, item);
	}
}

static void packages_are_told_by_name_and_label(void **state)
{
	static const struct {
		enum sslinv_record_kind kind;
		size_t column;
		uint32_t package;
		const char *text;
	} cases[] = {
		{ SSLINV_RECORD_LIBRARY, 1, 0, "libssl3:amd64" }, { SSLINV_RECORD_LIBRARY, 1, 1, "libssl3:i386" },
		{ SSLINV_RECORD_LIBRARY, 1, 2, "curl" },          { SSLINV_RECORD_LIBRARY, 1, SSLINV_NO_PACKAGE, NULL },
		{ SSLINV_RECORD_CANDIDATE, 0, 1, "libssl3" },     { SSLINV_RECORD_CANDIDATE, 1, 1, "i386" },
		{ SSLINV_RECORD_LINKAGE, 4, 1, "libssl3:i386" },
	};
	SSLINV_CLEANUP(sslinv_facts_free) struct sslinv_facts facts = { 0 };

	(void)state;
	begin_facts(&facts, "web1", START_TIME);
	add_package_fact(&facts, "libssl3", "1", true, false);
	add_package_fact(&facts, "libssl3", "1", true, false);
	add_package_fact(&facts, "curl", "1", false, true);
	facts.packages.items[1].arch = "i386";
	assert_int_equal(sslinv_facts_label_packages(&facts), 0);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		const struct sslinv_record *record = record_of(cases[i].kind);
		const struct sslinv_column *column = &record->columns[cases[i].column];
		char item[256] = { 0 };
		struct sslinv_cell cell;

		assert_true(record->size <= sizeof(item));
		memcpy(item + column->offset, &cases[i].package, sizeof(cases[i].package));
		sslinv_column_get(column, &facts, item, &cell);
		assert_int_equal(sslinv_str_compare(cell.text, cases[i].text), 0);
	}
}

/* A package that neither is an OpenSSL nor uses one is counted, and not told. */
static void packages_without_openssl_are_left_out(void **state)
{
	const struct sslinv_record *record = sslinv_record(SSLINV_RECORD_PACKAGE);
	SSLINV_CLEANUP(sslinv_facts_free) struct sslinv_facts facts = { 0 };

	(void)state;
	begin_facts(&facts, "web1", START_TIME);
	for (int i = 0; i < 4; i++)
		add_package_fact(&facts, "a", "1", i & 1, i & 2);
	assert_int_equal(sslinv_record_count(record, &facts, NULL), 4);
	for (size_t i = 0; i < 4; i++)
		assert_true((sslinv_record_item(record, &facts, NULL, i) != NULL) == (i > 0));
	assert_int_equal(sslinv_record_count(sslinv_record(SSLINV_RECORD_VERDICT), &facts, NULL), 0);
	assert_int_equal(sslinv_record_count(sslinv_record(SSLINV_RECORD_FINDING), &facts, NULL), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_stored_column_is_in_the_schema, make_place, remove_place),
		cmocka_unit_test(every_column_gives_back_its_value),
		cmocka_unit_test(packages_are_told_by_name_and_label),
		cmocka_unit_test(packages_without_openssl_are_left_out),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
