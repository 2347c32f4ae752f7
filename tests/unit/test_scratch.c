/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Output that waits: short in memory, long in a file, and lost with an error alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/scratch.h"

/* Lines of numbers, up to `lines`, through a scratch; what comes out is compared. Returns the code of pouring. */
static int pass(int lines)
{
	struct sslinv_scratch scratch = { 0 };
	struct sslinv_error error = SSLINV_ERROR_INIT;
	char *wanted = NULL, *got = NULL;
	size_t wanted_size = 0, got_size = 0;
	FILE *direct = open_memstream(&wanted, &wanted_size), *poured = open_memstream(&got, &got_size);
	int rc;

	assert_non_null(direct);
	assert_non_null(poured);
	assert_int_equal(sslinv_scratch_open(&scratch, &error), 0);
	assert_true(sslinv_scratch_is_empty(&scratch));
	for (int i = 0; i < lines; i++) {
		fprintf(direct, "%d\n", i);
		fprintf(scratch.file, "%d\n", i);
	}
	rc = sslinv_scratch_pour(&scratch, poured, &error);
	assert_int_equal(error.code, rc);
	assert_int_equal(fclose(direct), 0);
	assert_int_equal(fclose(poured), 0);
	if (rc == 0) {
		assert_int_equal(got_size, wanted_size);
		assert_memory_equal(got, wanted, wanted_size);
	} else {
		assert_non_null(strstr(error.message, "TMPDIR"));
	}
	free(wanted);
	free(got);
	sslinv_scratch_free(&scratch);
	return rc;
}

enum { SHORT = 1000, LONG = 500000 };

static void all_comes_out_again(void **state)
{
	(void)state;
	unsetenv("TMPDIR");
	assert_int_equal(pass(0), 0);
	assert_int_equal(pass(SHORT), 0);
	assert_int_equal(pass(LONG), 0);
}

static void what_cannot_be_kept_is_an_error(void **state)
{
	(void)state;
	setenv("TMPDIR", "/nowhere/at/all", 1);
	assert_int_equal(pass(SHORT), 0);
	assert_int_equal(pass(LONG), SSLINV_E_SYSTEM);
	unsetenv("TMPDIR");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_comes_out_again),
		cmocka_unit_test(what_cannot_be_kept_is_an_error),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
