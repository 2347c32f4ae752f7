/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "oval_fixture.h"

struct recorder recorder;

int read_text(const char *text)
{
	return read_bytes(&sslinv_reader_oval, text, strlen(text), &recorder);
}

void read_well(const char *text)
{
	if (read_text(text) != 0)
		fail_msg("%s", recorder.error.message);
}

int clean(void **state)
{
	(void)state;
	recorder_free(&recorder);
	return 0;
}
