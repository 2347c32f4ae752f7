/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one reader of dates. */
#include "base/date.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define DAY_SECONDS ((int64_t)24 * 60 * 60)

struct day {
	unsigned year, month, day;
};

static bool is_digits(const char *text, size_t count)
{
	return strspn(text, "0123456789") >= count;
}

static bool is_in_calendar(const struct day *day)
{
	static const unsigned char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool is_leap = day->year % 4 == 0 && (day->year % 100 != 0 || day->year % 400 == 0);

	return day->year >= 1970 && day->month >= 1 && day->month <= 12 && day->day >= 1 &&
	       day->day <= days[day->month - 1] + (unsigned)(is_leap && day->month == 2);
}

/* A number of so many digits, which were looked at. */
static unsigned number_of(const char *digits, size_t count)
{
	unsigned number = 0;

	for (size_t i = 0; i < count; i++)
		number = number * 10 + (unsigned)(digits[i] - '0');
	return number;
}

/* What follows the day, or NULL where there is none. A host asks for the date of every feed: no scanf(3) here. */
static const char *read_day(const char *text, struct day *day)
{
	size_t digits = text ? strspn(text, "0123456789") : 0, length;
	bool is_dashed = digits == 4 && text[4] == '-' && is_digits(text + 5, 2) && text[7] == '-' && is_digits(text + 8, 2);

	if (!is_dashed && digits != 8)
		return NULL;
	*day = (struct day){ number_of(text, 4), number_of(text + (is_dashed ? 5 : 4), 2),
			     number_of(text + (is_dashed ? 8 : 6), 2) };
	length = is_dashed ? strlen("2024-10-31") : strlen("20241031");
	return is_in_calendar(day) && strchr("Tt ", text[length]) ? text + length : NULL;
}

bool sslinv_date_parse(const char *text, char date[SSLINV_DATE_SIZE])
{
	struct day day;

	if (!read_day(text, &day))
		return false;
	if (text[4] == '-')
		memcpy(date, text, SSLINV_DATE_SIZE - 1);
	else
		memcpy(date,
		       (const char[]){ text[0], text[1], text[2], text[3], '-', text[4], text[5], '-', text[6], text[7] },
		       SSLINV_DATE_SIZE - 1);
	date[SSLINV_DATE_SIZE - 1] = '\0';
	return true;
}

/* `+02:00`, `-0500`; anything else is UTC. */
static int64_t zone_seconds(const char *text)
{
	unsigned hours, minutes;

	if ((*text != '+' && *text != '-') ||
	    (sscanf(text + 1, "%2u:%2u", &hours, &minutes) != 2 && sscanf(text + 1, "%2u%2u", &hours, &minutes) != 2))
		return 0;
	return (*text == '-' ? -1 : 1) * ((int64_t)hours * 60 + minutes) * 60;
}

bool sslinv_date_seconds(const char *text, int64_t *seconds)
{
	struct day day;
	const char *rest = read_day(text, &day);
	struct tm parts = { 0 };
	int length = 0;

	if (!rest)
		return false;
	if (*rest && sscanf(rest + 1, "%2d:%2d:%2d%n", &parts.tm_hour, &parts.tm_min, &parts.tm_sec, &length) == 3) {
		rest += 1 + length;
		if (*rest == '.')
			rest += 1 + strspn(rest + 1, "0123456789");
	} else {
		parts = (struct tm){ 0 };
		rest = "";
	}
	parts.tm_year = (int)day.year - 1900;
	parts.tm_mon = (int)day.month - 1;
	parts.tm_mday = (int)day.day;
	*seconds = (int64_t)timegm(&parts) - zone_seconds(rest);
	return true;
}

int sslinv_date_compare(const char *a, const char *b)
{
	return strncmp(a, b, SSLINV_DATE_SIZE - 1);
}

const char *sslinv_date_later(const char *a, const char *b)
{
	return !a || (b && sslinv_date_compare(b, a) > 0) ? b : a;
}

bool sslinv_date_age(const char *date, int64_t now, int64_t *days)
{
	char day[SSLINV_DATE_SIZE];
	int64_t start;

	if (!sslinv_date_parse(date, day) || !sslinv_date_seconds(day, &start))
		return false;
	/* Rounded down, so that the day before is -1 from its first second. */
	*days = (now - (now % DAY_SECONDS + DAY_SECONDS) % DAY_SECONDS - start) / DAY_SECONDS;
	return true;
}

bool sslinv_date_is_future(const char *date)
{
	int64_t days;

	return sslinv_date_age(date, (int64_t)time(NULL), &days) && days < -1;
}
