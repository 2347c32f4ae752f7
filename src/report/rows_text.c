/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the formats of rows share: the text of a cell, and the way out. */
#include "report/rows_internal.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

int sslinv_rows_write(struct sslinv_rows *rows, const char *bytes, size_t length, struct sslinv_error *error)
{
	if (length > 0 && fwrite(bytes, 1, length, rows->file) != length)
		return sslinv_error_errno(error, "the rows cannot be written");
	return 0;
}

static void real_text(double real, char buffer[SSLINV_NUMBER_SIZE])
{
	/* Fifteen digits always survive; seventeen always suffice. */
	snprintf(buffer, SSLINV_NUMBER_SIZE - 2, "%.15g", real);
	if (isfinite(real) && (strtod(buffer, NULL) < real || strtod(buffer, NULL) > real))
		snprintf(buffer, SSLINV_NUMBER_SIZE - 2, "%.17g", real);
	/* A locale may have another decimal point. */
	for (char *at = buffer; *at && isfinite(real); at++)
		if (!strchr("0123456789+-e", *at))
			*at = '.';
	if (isfinite(real) && !strpbrk(buffer, ".e"))
		memcpy(buffer + strlen(buffer), ".0", sizeof(".0"));
}

const char *sslinv_value_text(const struct sslinv_value *value, char buffer[SSLINV_NUMBER_SIZE], size_t *length)
{
	const char *text = buffer;

	switch (value->type) {
	case SSLINV_VALUE_INTEGER:
		snprintf(buffer, SSLINV_NUMBER_SIZE, "%" PRId64, value->integer);
		break;
	case SSLINV_VALUE_REAL:
		real_text(value->real, buffer);
		break;
	case SSLINV_VALUE_TEXT:
		*length = value->length;
		return value->text;
	case SSLINV_VALUE_NULL:
	default:
		*length = 0;
		return NULL;
	}
	*length = strlen(buffer);
	return text;
}

size_t sslinv_rows_terminal(FILE *file)
{
	struct winsize size = { 0 };
	const int fd = fileno(file);

	return fd >= 0 && isatty(fd) && ioctl(fd, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}
