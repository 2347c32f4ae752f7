/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words of differences. */
#include "report/diff_format.h"

#include <string.h>

#include "base/str.h"

static const char *const presence_names[SSLINV_DIFF_PRESENCE_COUNT] = {
	[SSLINV_DIFF_BOTH] = "both",
	[SSLINV_DIFF_NEW] = "new",
	[SSLINV_DIFF_GONE] = "gone",
	[SSLINV_DIFF_NO_MOMENT] = "not compared",
};

static const char *const course_names[SSLINV_DIFF_COURSE_COUNT] = {
	[SSLINV_DIFF_SAME] = "same",
	[SSLINV_DIFF_BETTER] = "better",
	[SSLINV_DIFF_WORSE] = "worse",
};

static const char *const kind_names[SSLINV_MOMENT_KIND_COUNT] = {
	[SSLINV_MOMENT_VERDICT] = "verdict", [SSLINV_MOMENT_FINDING] = "finding", [SSLINV_MOMENT_PACKAGE] = "package",
	[SSLINV_MOMENT_LIBRARY] = "library", [SSLINV_MOMENT_LINKAGE] = "linkage",
};

const char *sslinv_diff_presence_name(enum sslinv_diff_presence presence)
{
	return presence_names[presence];
}

const char *sslinv_diff_course_name(enum sslinv_diff_course course)
{
	return course_names[course];
}

const char *sslinv_diff_kind_name(enum sslinv_moment_kind kind)
{
	return kind_names[kind];
}

const char *sslinv_diff_shown(const char *text, char **quoted)
{
	*quoted = NULL;
	if (!text || sslinv_str_is_printable(text, strlen(text)))
		return text;
	*quoted = sslinv_str_quoted(text);
	return *quoted ? *quoted : "(out of memory)";
}
