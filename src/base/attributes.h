/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The compiler attributes this program uses; gcc 8 and clang have all of them. */
#ifndef SSLINV_BASE_ATTRIBUTES_H
#define SSLINV_BASE_ATTRIBUTES_H

#define SSLINV_PRINTF(text, arguments) __attribute__((format(printf, text, arguments)))
#define SSLINV_MUST_CHECK __attribute__((warn_unused_result))
#define SSLINV_COLD __attribute__((cold))
#define SSLINV_UNUSED __attribute__((unused))

#define SSLINV_ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

#endif
