/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a transfer may take. */
#ifndef SSLINV_FETCH_LIMITS_H
#define SSLINV_FETCH_LIMITS_H

struct sslinv_fetch_limits {
	unsigned seconds;  /* of one file, with all pauses */
	unsigned stall;    /* seconds with next to nothing */
	unsigned attempts; /* in a row that bring nothing */
	unsigned pause;    /* milliseconds before the second one; it doubles */
	unsigned wait;     /* seconds that a server may ask for */
};

#endif
