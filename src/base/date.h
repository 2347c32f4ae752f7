/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dates as ISO 8601 writes them: the days of feeds and life cycles, and times with a zone. */
#ifndef SSLINV_BASE_DATE_H
#define SSLINV_BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#define SSLINV_DATE_SIZE 11

/*
 * The day of `2024-10-31`, `2024-10-31T12:00:00Z`, `2024-10-31 12:00:00` or `20241031`, as `2024-10-31`. False for NULL, for
 * another form, and for a day that no calendar has.
 */
bool sslinv_date_parse(const char *text, char date[SSLINV_DATE_SIZE]);

/*
 * Seconds since the epoch of a date or a time; without a zone it is UTC, and a date is its first second. False for NULL and
 * for what sslinv_date_parse() refuses.
 */
bool sslinv_date_seconds(const char *text, int64_t *seconds);

/* The order of two days; what follows the day does not count. */
int sslinv_date_compare(const char *a, const char *b);

/* The later of two days, `a` where they are the same; NULL is before all. */
const char *sslinv_date_later(const char *a, const char *b);

/* How many days before `now` (seconds since the epoch) the day was; negative for one to come. False for what is not a date.
 */
bool sslinv_date_age(const char *date, int64_t now, int64_t *days);

/* Is the day more than one from today? One for the zones that are ahead. */
bool sslinv_date_is_future(const char *date);

#endif
