/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One value of os-release(5), and of the files that have its form. */
#include "host/os_release_value.h"

#include <string.h>

bool sslinv_os_release_value(const char *text, const char *key, char *value, size_t size)
{
	size_t key_length = strlen(key);
	bool found = false;

	/* The value in front of blanks at the end of the line, where it is not quoted: as systemd reads it. */
	for (const char *line = text; line && *line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
		const char *at = line;
		char quote = '\0';
		size_t used = 0, end = 0;

		if (strncmp(at, key, key_length) != 0 || at[key_length] != '=')
			continue;
		at += key_length + 1;
		if (*at == '"' || *at == '\'')
			quote = *at++;
		for (; *at && *at != '\n' && *at != quote && used + 1 < size; at++) {
			bool is_blank = !quote && strchr(" \t\r", *at);

			if (quote != '\'' && *at == '\\' && at[1] && at[1] != '\n')
				at++;
			value[used++] = *at;
			end = is_blank ? end : used;
		}
		value[end] = '\0';
		found = true;
	}
	return found;
}
