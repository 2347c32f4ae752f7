/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a subject belongs, and which of the vendor's statements are about it. */
#include "resolve/question.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/str.h"
#include "version/cve.h"
#include "distro/inherits.h"
#include "distro/machine.h"
#include "distro/source_name.h"
#include "resolve/coverage.h"
#include "version/version_part.h"

const char *sslinv_say(struct sslinv_question *question, const char *format, ...)
{
	char text[1024];
	va_list arguments;
	const char *copy;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	copy = sslinv_arena_strdup(question->arena, text);
	if (copy)
		return copy;
	question->is_out_of_memory = true;
	return "";
}

/* The part after `epoch:`; NULL without an epoch. */
static const char *after_epoch(const char *version)
{
	size_t digits = 0;

	while (sslinv_byte_is_digit(version[digits]))
		digits++;
	return digits > 0 && version[digits] == ':' ? version + digits + 1 : NULL;
}

int sslinv_question_compare(const struct sslinv_question *question, bool by_source, const char *other)
{
	const char *version = by_source ? question->source_version : question->subject->version;
	const char *bare, *bare_other;

	if (!question->is_rpm)
		return question->vercmp(version, other);
	/* Who leaves the epoch out did not say that it is 0: people and some feeds write `1.0.2k-26.el7_9`. */
	bare = after_epoch(version);
	bare_other = after_epoch(other);
	if (question->subject->is_installed && !bare)
		return question->vercmp(version, other);
	if (!bare != !bare_other)
		return question->vercmp(bare ? bare : version, bare_other ? bare_other : other);
	return question->vercmp(version, other);
}

bool sslinv_question_in_changelog(const struct sslinv_question *question)
{
	for (size_t i = 0; i < question->subject->changelog_count; i++) {
		if (strcmp(question->subject->changelog_cves[i], question->cve) == 0)
			return true;
	}
	return false;
}

const char *sslinv_question_place(struct sslinv_question *question, const char *distro, const char *stream)
{
	return sslinv_say(question, "%s%s%s%s%s", distro, question->place.release[0] ? " " : "", question->place.release,
			  stream[0] ? ", stream " : "", stream);
}

/* Without the subject's architecture a statement about one counts: what it says is usually said of all. */
static bool fits_arch(const struct sslinv_subject *subject, const struct sslinv_statement *statement)
{
	const char *said = sslinv_machine_of(statement->arch), *machine = sslinv_machine_of(subject->arch);

	return !statement->arch || !machine || (said && strcmp(said, machine) == 0);
}

/* A table that covers several releases gave this one another's version: `.el5` where the release is 4. */
static bool is_of_other_release(const struct sslinv_question *question, const struct sslinv_line *line)
{
	return line->has_tag && line->major != strtoul(question->place.release, NULL, 10);
}

static int bind_statement(struct sslinv_question *question, const struct sslinv_set_statement *item, const char *inherited)
{
	const struct sslinv_statement *statement = &item->statement;
	bool is_own = strcmp(statement->distro, question->place.distro) == 0;
	bool is_inherited = !is_own && inherited && strcmp(statement->distro, inherited) == 0 && !statement->stream[0];
	bool is_exact = statement->kind == SSLINV_PACKAGE_BINARY &&
			strcmp(statement->package, question->subject->package) == 0;
	bool is_source = strcmp(statement->package, question->source) == 0;
	struct sslinv_line line = { .stream = "" };
	struct sslinv_bound *bound;

	if ((!is_own && !is_inherited) || (!is_exact && !is_source) ||
	    !sslinv_coverage_fits(&question->place, question->subject->release, statement->release, statement->stream) ||
	    !fits_arch(question->subject, statement))
		return 0;
	if (statement->fixed_version) {
		line = sslinv_line_of(statement->distro, statement->fixed_version);
		if (is_of_other_release(question, &line))
			return 0;
	}
	bound = sslinv_array_add(&question->bound);
	if (!bound)
		return SSLINV_E_MEMORY;
	*bound = (struct sslinv_bound){
		.statement = statement,
		.feed = item->feed,
		.by_source = !is_exact,
		.is_alias = !is_exact && statement->kind == SSLINV_PACKAGE_BINARY,
		.is_inherited = is_inherited,
		.line = line,
	};
	return 0;
}

/* Is the subject outside of what the statement affects: older than the flaw, or newer than its last version? */
static const char *outside(struct sslinv_question *question, const struct sslinv_bound *bound)
{
	const struct sslinv_statement *statement = bound->statement;

	if (statement->introduced && sslinv_question_compare(question, bound->by_source, statement->introduced) < 0)
		return sslinv_say(question, "the flaw came with %s", statement->introduced);
	if (statement->last_affected && sslinv_question_compare(question, bound->by_source, statement->last_affected) > 0)
		return sslinv_say(question, "the last affected version is %s", statement->last_affected);
	return NULL;
}

/*
 * Statements with bounds are settled once: where the subject is outside of one, it says "not affected"; where it is inside
 * of one without a fix, the fixes of older intervals of the same document clear nothing.
 */
static int settle_bounds(struct sslinv_question *question)
{
	for (size_t i = 0; i < question->bound.count; i++) {
		struct sslinv_bound *bound = &question->bound.items[i];
		const char *reason = outside(question, bound);
		struct sslinv_statement *settled;

		if (reason) {
			settled = sslinv_arena_alloc(question->arena, sizeof(*settled));
			if (!settled)
				return SSLINV_E_MEMORY;
			*settled = *bound->statement;
			settled->status = SSLINV_STATUS_NOT_AFFECTED;
			settled->fixed_version = NULL;
			settled->note = reason;
			bound->statement = settled;
		}
	}
	for (size_t i = 0; i < question->bound.count; i++) {
		const struct sslinv_bound *inside = &question->bound.items[i];

		if (inside->statement->status != SSLINV_STATUS_AFFECTED ||
		    (!inside->statement->introduced && !inside->statement->last_affected))
			continue;
		for (size_t j = 0; j < question->bound.count; j++) {
			struct sslinv_bound *other = &question->bound.items[j];

			if (other->feed == inside->feed && other->by_source == inside->by_source &&
			    strcmp(other->statement->cve, inside->statement->cve) == 0 &&
			    strcmp(other->statement->stream, inside->statement->stream) == 0)
				other->statement = inside->statement;
		}
	}
	return 0;
}

static int bind_name(struct sslinv_question *question, const char *name, const char *inherited)
{
	size_t first, end;
	int rc = 0;

	sslinv_guidance_set_statements(question->set, name, NULL, &first, &end);
	for (size_t i = first; rc == 0 && i < end; i++)
		rc = bind_statement(question, &question->set->statements.items[i], inherited);
	return rc;
}

/* By CVE, so that those about one are neighbours; the set's own order within. */
static int compare_bound(const void *left, const void *right)
{
	const struct sslinv_bound *a = left, *b = right;
	int order = sslinv_cve_compare(a->statement->cve, b->statement->cve);

	return order ? order : (a->statement > b->statement) - (a->statement < b->statement);
}

/* The version of the source package: dpkg's `+b1` marks a binary that was built again from the same source. */
static const char *source_version(struct sslinv_question *question)
{
	const struct sslinv_subject *subject = question->subject;
	const char *mark;

	/* An rpm's source package is named without its epoch; the binary's version has it, and is the same. */
	if (question->is_rpm)
		return subject->version;
	if (subject->source_version)
		return subject->source_version;
	mark = strrchr(subject->version, '+');
	if (!mark || mark[1] != 'b' || !mark[2] || mark[2 + strspn(mark + 2, "0123456789")] != '\0')
		return subject->version;
	return sslinv_say(question, "%.*s", (int)(mark - subject->version), subject->version);
}

int sslinv_question_bind(struct sslinv_question *question)
{
	const struct sslinv_subject *subject = question->subject;
	const char *inherited = NULL, *point, *format;
	int rc;

	question->line.stream = "";
	if (subject->distro)
		sslinv_distro_from_words(subject->distro, subject->release ? subject->release : "", subject->stream,
					 &question->place);
	if (subject->release && question->place.release[0] && (point = strchr(subject->release, '.')) &&
	    sslinv_byte_is_digit(point[1])) {
		question->has_minor = true;
		question->minor = (unsigned)strtoul(point + 1, NULL, 10);
	}
	format = subject->format ? subject->format : sslinv_distro_package_format(question->place.distro);
	question->is_rpm = strcmp(format, "rpm") == 0;
	question->vercmp = sslinv_vercmp_for(format);
	if (!question->vercmp)
		question->vercmp = sslinv_vercmp_deb;
	if (!subject->package || !subject->version || !subject->distro || subject->is_copy)
		return 0;
	question->source_version = source_version(question);
	if (subject->source_name)
		snprintf(question->source, sizeof(question->source), "%s", subject->source_name);
	else
		sslinv_source_name(question->place.distro, question->place.release, subject->package, question->source,
				   sizeof(question->source));
	question->line = sslinv_line_of(question->place.distro, subject->version);
	/* CentOS Stream 8 is no rebuild, though CentOS Linux 8 was. */
	if (strcmp(question->place.stream, "stream") != 0)
		inherited = sslinv_distro_inherits(question->place.distro, question->place.release);
	rc = bind_name(question, subject->package, inherited);
	if (rc == 0 && strcmp(subject->package, question->source) != 0)
		rc = bind_name(question, question->source, inherited);
	/* Before they are settled: what is settled lies elsewhere in memory, and has no order any more. */
	if (rc == 0 && question->bound.count > 1)
		qsort(question->bound.items, question->bound.count, sizeof(*question->bound.items), compare_bound);
	if (rc == 0)
		rc = settle_bounds(question);
	return question->is_out_of_memory ? SSLINV_E_MEMORY : rc;
}
