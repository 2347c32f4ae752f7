/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libapt-pkg's order of versions for the C tests. */
#ifndef SSLINV_TESTS_APT_ORACLE_H
#define SSLINV_TESTS_APT_ORACLE_H

#ifdef __cplusplus
extern "C" {
#endif

/* Below, equal to or above zero. Not for texts that are empty or begin with a dash: libapt-pkg reads the byte before them.
 */
int apt_oracle_compare(const char *a, const char *b);

#ifdef __cplusplus
}
#endif

#endif
