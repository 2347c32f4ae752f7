/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The distance of Damerau and Levenshtein, restricted: no part is changed twice. */
#include "base/nearest.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

/* Longer words are not compared. */
#define MAX_WORD 63

static bool is_same(char a, char b)
{
	return tolower((unsigned char)a) == tolower((unsigned char)b);
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

static size_t distance_of(const char *a, size_t a_length, const char *b, size_t b_length)
{
	/* The last three rows of the matrix, the newest last. */
	size_t rows[3][MAX_WORD + 1];
	size_t *before = rows[0], *above = rows[1], *row = rows[2];

	for (size_t j = 0; j <= b_length; j++)
		row[j] = j;
	for (size_t i = 1; i <= a_length; i++) {
		size_t *oldest = before;

		before = above;
		above = row;
		row = oldest;
		row[0] = i;
		for (size_t j = 1; j <= b_length; j++) {
			row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + !is_same(a[i - 1], b[j - 1]));
			if (i > 1 && j > 1 && is_same(a[i - 1], b[j - 2]) && is_same(a[i - 2], b[j - 1]))
				row[j] = least(row[j], before[j - 2] + 1);
		}
	}
	return row[b_length];
}

void sslinv_nearest_try(struct sslinv_nearest *search, const char *candidate)
{
	size_t length = strlen(search->word), candidate_length = strlen(candidate), distance;

	if (length > MAX_WORD || candidate_length > MAX_WORD)
		return;
	distance = distance_of(search->word, length, candidate, candidate_length);
	/* Of a word of which half is wrong anything could be meant. */
	if (2 * distance > length || (search->nearest && distance >= search->distance))
		return;
	search->nearest = candidate;
	search->distance = distance;
}
