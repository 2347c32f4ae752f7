/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the words in fact tables mean, and which rows must not become statements. */
#ifndef SSLINV_FORMATS_TSV_RULES_H
#define SSLINV_FORMATS_TSV_RULES_H

#include <stdbool.h>

#include "distro/distro.h"
#include "guidance/model.h"

/* One row, by the names of its columns; "" where the table has no such column, or says "-". */
struct sslinv_tsv_row {
	const char *distro;
	const char *release;
	const char *stream;
	const char *package;
	const char *cve;
	const char *status; /* "fixed" where the table has no such column */
	const char *fixed_version;
	const char *advisory;
	const char *date;
	const char *severity;
	const char *source;
	const char *doubt; /* why it is to be obeyed, but reported as doubtful */
};

/* Why a row is left out; the reasons are counted, and each is one warning. */
enum sslinv_tsv_drop {
	SSLINV_TSV_KEEP = 0,
	SSLINV_TSV_CHANGELOG, /* a changelog is no threshold */
	SSLINV_TSV_DOUBTFUL,  /* the table itself calls it doubtful */
	SSLINV_TSV_NO_CVE,
	SSLINV_TSV_PLACE,  /* the release is not understood */
	SSLINV_TSV_STATUS, /* the status word is not understood: kept, as unknown */
	SSLINV_TSV_DROP_COUNT,
};

/* The reason in words, for the warning. */
const char *sslinv_tsv_drop_reason(enum sslinv_tsv_drop drop);

enum sslinv_tsv_drop sslinv_tsv_judge(const struct sslinv_tsv_row *row);

/* Is it a row about OpenSSL itself, and not about anybody's package? */
bool sslinv_tsv_is_upstream(const struct sslinv_tsv_row *row);

/* The status a word stands for, and whether the word is worth keeping as a note. False: not understood. */
bool sslinv_tsv_status(const char *word, enum sslinv_status *status, bool *is_note);

/*
 * The releases a row binds: one, or two where it says `SLE 15-SP2/SP3`. Returns how many, 0 if the release is not
 * understood.
 */
#define SSLINV_TSV_MAX_PLACES 4
unsigned sslinv_tsv_places(const struct sslinv_tsv_row *row, struct sslinv_distro places[SSLINV_TSV_MAX_PLACES]);

/* Is the package's name in this distribution's rows that of the source package? */
bool sslinv_tsv_is_source(const char *distro, const char *package);

#endif
