/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Of the text: what there is to do, a line for each thing. */
#include <inttypes.h>
#include <string.h>

#include "base/map.h"
#include "report/text.h"

/* So many lines of a section are shown; `--all` has them all. */
#define MAX_LINES 10
/* And of what nobody could judge. */
#define MAX_REASONS 5
#define MAX_SUBJECTS 6
#define SUBJECT_WIDTH 60

/* The widths of the columns of a table; with the gaps between them a line. */
#define NAME_WIDTH 30
#define VERSION_WIDTH 9
#define COUNT_WIDTH 4
#define REST_WIDTH (SSLINV_LAYOUT_WIDTH - 2 - NAME_WIDTH - 1 - VERSION_WIDTH - 1 - COUNT_WIDTH - 2)

typedef bool is_meant(const struct sslinv_host_action *action);

static bool is_copy(const struct sslinv_host_action *action)
{
	return action->files > 0 && (action->action == SSLINV_ACTION_REPLACE || action->action == SSLINV_ACTION_MOVE);
}

static bool is_upgrade(const struct sslinv_host_action *action)
{
	return action->action == SSLINV_ACTION_UPGRADE;
}

static bool is_restart(const struct sslinv_host_action *action)
{
	return action->action == SSLINV_ACTION_RESTART;
}

static bool is_without_fix(const struct sslinv_host_action *action)
{
	return action->action == SSLINV_ACTION_ASK && action->verdict == SSLINV_VERDICT_NO_FIX;
}

static bool is_unknown(const struct sslinv_host_action *action)
{
	return action->action == SSLINV_ACTION_ASK && action->verdict == SSLINV_VERDICT_UNKNOWN;
}

static bool is_other(const struct sslinv_host_action *action)
{
	return action->action == SSLINV_ACTION_IMPORT || (action->action == SSLINV_ACTION_MOVE && action->files == 0);
}

static size_t count_meant(const struct sslinv_host_result *result, is_meant *meant)
{
	size_t count = 0;

	for (size_t i = 0; i < result->actions.count; i++)
		count += meant(&result->actions.items[i]);
	return count;
}

/* `google-cloud-cli (3 files)` */
static void tell_name(FILE *file, const struct sslinv_layout_style *style, const struct sslinv_host_action *action)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str files = { 0 };
	size_t room = style->all ? 0 : NAME_WIDTH, width;

	if (action->files > 1 && sslinv_str_printf(&files, " (%" PRIu64 " files)", action->files) < 0)
		sslinv_str_reset(&files);
	fputs("  ", file);
	width = sslinv_layout_text(file, action->subject, room ? room - files.length : 0);
	width += (size_t)fprintf(file, "%s", sslinv_str_text(&files));
	fprintf(file, "%*s ", width < NAME_WIDTH ? (int)(NAME_WIDTH - width) : 0, "");
}

/* `  nodejs    3.0.19   27  its maker for 3.0.23` */
static void tell_line(FILE *file, const struct sslinv_layout_style *style, const struct sslinv_host_action *action,
		      const char *rest)
{
	char count[32];

	snprintf(count, sizeof(count), "%" PRIu64, action->findings);
	tell_name(file, style, action);
	sslinv_layout_cell(file, action->from_version ? action->from_version : "?", style->all ? 0 : VERSION_WIDTH, false);
	if (style->all && action->from_version && strlen(action->from_version) < VERSION_WIDTH)
		fprintf(file, "%*s", (int)(VERSION_WIDTH - strlen(action->from_version)), "");
	fprintf(file, " %*s  ", COUNT_WIDTH, count);
	sslinv_layout_text(file, rest, style->all ? 0 : REST_WIDTH);
	fputc('\n', file);
}

static void tell_heads(FILE *file, const struct sslinv_layout_style *style, const char *title, const char *version,
		       const char *rest)
{
	fputc('\n', file);
	sslinv_layout_word(file, style, SSLINV_COLOR_TITLE, title);
	fprintf(file, "%*s %-*s %*s  %s\n", (int)(NAME_WIDTH + 2 - strlen(title)), "", VERSION_WIDTH, version, COUNT_WIDTH,
		"CVEs", rest);
}

static void tell_more(FILE *file, size_t count, size_t shown)
{
	if (count > shown)
		fprintf(file, "  and %zu more, with --all\n", count - shown);
}

/* The levels of copies, by what their actions are about. */
struct levels {
	struct sslinv_map map;
	struct sslinv_arena arena;
};

static void free_levels(struct levels *levels)
{
	sslinv_map_free(&levels->map);
	sslinv_arena_free(&levels->arena);
}

/* A subject with its version. No stored text has a newline. */
static int add_key(struct sslinv_str *key, const char *subject, const char *version)
{
	return sslinv_str_printf(key, "%s\n%s", subject ? subject : "", version ? version : "");
}

/* Those whose branch was over when the host was scanned. */
static int find_ended(const struct sslinv_report_data *data, struct levels *levels)
{
	char day[SSLINV_TIME_SIZE];
	int rc = 0;

	sslinv_str_time(day, data->facts->finished);
	for (size_t i = 0; i < data->result->levels.count && rc == 0; i++) {
		struct sslinv_host_level *level = &data->result->levels.items[i];
		SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str key = { 0 };
		const char *kept;

		if (!level->path || !level->branch_eol || strncmp(level->branch_eol, day, strlen("2026-11-24")) >= 0)
			continue;
		rc = add_key(&key, level->package ? level->package : level->path, level->version);
		if (rc < 0 || sslinv_map_find_text(&levels->map, sslinv_str_text(&key)))
			continue;
		kept = sslinv_arena_strdup(&levels->arena, sslinv_str_text(&key));
		rc = kept ? sslinv_map_add_text(&levels->map, kept, level) : SSLINV_E_MEMORY;
	}
	return rc;
}

/* What is done about a copy: whom to ask, and for what. */
static void tell_copy(FILE *file, const struct sslinv_report_data *data, const struct levels *levels,
		      const struct sslinv_host_action *action)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str key = { 0 };
	const struct sslinv_host_level *ended = NULL;
	const char *whom = action->subject[0] == '/' || action->subject[0] == '$' ? "its owner" : "its maker";
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str rest = { 0 };
	int rc = add_key(&key, action->subject, action->from_version);

	if (rc == 0)
		ended = sslinv_map_find_text(&levels->map, sslinv_str_text(&key));
	if (ended)
		rc = sslinv_str_printf(&rest, "%s; %s ended %s", whom, ended->branch, ended->branch_eol);
	else
		rc = sslinv_str_printf(&rest, "%s%s%s", whom, action->to_version ? " for " : "",
				       action->to_version ? action->to_version : "");
	if (rc == 0)
		tell_line(file, &data->style, action, sslinv_str_text(&rest));
}

static void tell_copies(FILE *file, const struct sslinv_report_item *item)
{
	const struct sslinv_host_result *result = item->data->result;
	const struct sslinv_layout_style *style = sslinv_text_style(item);
	SSLINV_CLEANUP(free_levels) struct levels levels = { 0 };
	size_t count = count_meant(result, is_copy), shown = 0;

	if (count == 0 || find_ended(item->data, &levels) < 0)
		return;
	tell_heads(file, style, "Private copies, worst first", "OpenSSL", "ask");
	for (size_t i = 0; i < result->actions.count && (style->all || shown < MAX_LINES); i++) {
		if (!is_copy(&result->actions.items[i]))
			continue;
		tell_copy(file, item->data, &levels, &result->actions.items[i]);
		shown++;
	}
	tell_more(file, count, shown);
}

/* `3 CVEs, worst CVE-2026-1 (high), 1 known to be exploited` */
static int add_count(struct sslinv_str *out, const struct sslinv_host_action *action)
{
	int rc = sslinv_str_printf(out, "%" PRIu64 " %s", action->findings, action->findings == 1 ? "CVE" : "CVEs");

	if (rc == 0)
		rc = sslinv_text_add_worst(out, action);
	if (rc == 0 && action->known_exploited.is_known && action->known_exploited.number > 0)
		rc = sslinv_str_printf(out, ", %" PRIu64 " known to be exploited", action->known_exploited.number);
	return rc;
}

/* `SUBJECT: 2 CVEs, worst CVE-2026-1 (low): reason` */
static int add_without_fix(struct sslinv_str *out, const struct sslinv_host_action *action)
{
	int rc = sslinv_str_printf(out, "%s%s%s: ", action->subject, action->from_version ? " " : "",
				   action->from_version ? action->from_version : "");

	if (rc == 0)
		rc = add_count(out, action);
	if (rc == 0)
		rc = sslinv_str_printf(out, ": %s", action->reason ? action->reason : "");
	return rc < 0 || !action->url ? rc : sslinv_str_printf(out, "; see %s", action->url);
}

/* `SUBJECT: reason` */
static int add_reason(struct sslinv_str *out, const struct sslinv_host_action *action)
{
	if (action->action == SSLINV_ACTION_RESTART)
		return sslinv_str_printf(out, "%s: %s", action->subject, action->reason ? action->reason : "");
	return sslinv_text_add_reason(out, action, "\n");
}

/* `libssl3 3.0.13-1 -> 3.0.20-1: 3 CVEs, worst CVE-2026-1 (high); installed programs use it` */
static int add_upgrade(struct sslinv_str *out, const struct sslinv_host_action *action)
{
	int rc = sslinv_str_printf(out, "%s %s -> %s: ", action->subject, action->from_version ? action->from_version : "?",
				   action->to_version ? action->to_version : "?");

	if (rc == 0)
		rc = add_count(out, action);
	if (rc == 0 && action->reason)
		rc = sslinv_str_printf(out, "; %s", action->reason);
	return rc < 0 || !action->url ? rc : sslinv_str_printf(out, "; see %s", action->url);
}

static void tell_sentence(FILE *file, const struct sslinv_host_action *action,
			  int (*add)(struct sslinv_str *out, const struct sslinv_host_action *action))
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str text = { 0 };

	if (add(&text, action) < 0)
		return;
	fputs("  ", file);
	sslinv_layout_sentence(file, 2, 4, sslinv_str_text(&text));
}

static void tell_sentences(FILE *file, const struct sslinv_report_item *item, is_meant *meant, const char *title,
			   int (*add)(struct sslinv_str *out, const struct sslinv_host_action *action))
{
	const struct sslinv_host_result *result = item->data->result;
	const struct sslinv_layout_style *style = sslinv_text_style(item);
	size_t count = count_meant(result, meant), shown = 0;

	if (count == 0)
		return;
	sslinv_layout_title(file, style, title);
	for (size_t i = 0; i < result->actions.count && (style->all || shown < MAX_LINES); i++) {
		if (!meant(&result->actions.items[i]))
			continue;
		tell_sentence(file, &result->actions.items[i], add);
		shown++;
	}
	tell_more(file, count, shown);
}

static void tell_command(FILE *file, const struct sslinv_str *command)
{
	if (command->length == 0)
		return;
	fputs("  ", file);
	sslinv_layout_bytes(file, command->data, command->length);
	fputc('\n', file);
}

static void tell_others(FILE *file, const struct sslinv_report_item *item)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str command = { 0 };

	tell_sentences(file, item, is_other, "Support and guidance", add_reason);
	if (sslinv_text_add_update(&command, item->data->result) == 0)
		tell_command(file, &command);
}

/* The command for all services, then each thing that is restarted. */
static void tell_restarts(FILE *file, const struct sslinv_report_item *item)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str command = { 0 };
	size_t count;

	tell_sentences(file, item, is_restart, "Restart", add_reason);
	if (sslinv_text_add_restart(&command, item->data->result, SSLINV_VERDICT_COUNT, &count) == 0)
		tell_command(file, &command);
}

/* Why nobody knows, without the version that it is about. */
static const char *reason_of(const struct sslinv_host_action *action)
{
	const char *reason = action->reason ? action->reason : "", *colon = strstr(reason, ": ");

	return sslinv_str_starts(reason, "OpenSSL ") && colon && strlen(colon) > 2 ? colon + 2 : reason;
}

/* Is its reason that of one before? */
static bool is_told(const struct sslinv_host_result *result, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (is_unknown(&result->actions.items[i]) &&
		    strcmp(reason_of(&result->actions.items[i]), reason_of(&result->actions.items[index])) == 0)
			return true;
	return false;
}

/* All that is not known for one reason: `the file does not say which version it is: /a, /b and 12 more`. */
static void tell_unknown(FILE *file, const struct sslinv_report_item *item, size_t first)
{
	const struct sslinv_host_result *result = item->data->result;
	const char *reason = reason_of(&result->actions.items[first]);
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str text = { 0 };
	size_t count = 0;
	int rc = sslinv_str_add(&text, reason);

	for (size_t i = first; i < result->actions.count && rc == 0; i++) {
		const struct sslinv_host_action *action = &result->actions.items[i];

		if (!is_unknown(action) || strcmp(reason_of(action), reason) != 0 ||
		    (count++ >= MAX_SUBJECTS && !sslinv_text_style(item)->all))
			continue;
		if (action->files == 0 && !action->from_version)
			continue;
		rc = sslinv_str_add(&text, count == 1 ? ": " : ", ");
		if (rc == 0)
			rc = sslinv_layout_add(&text, action->subject, sslinv_text_style(item)->all ? 0 : SUBJECT_WIDTH);
	}
	if (rc == 0 && count > MAX_SUBJECTS && !sslinv_text_style(item)->all)
		rc = sslinv_str_printf(&text, " and %zu more", count - MAX_SUBJECTS);
	if (rc < 0)
		return;
	fputs("  ", file);
	sslinv_layout_sentence(file, 2, 4, sslinv_str_text(&text));
}

static void tell_unknowns(FILE *file, const struct sslinv_report_item *item)
{
	const struct sslinv_host_result *result = item->data->result;
	const struct sslinv_layout_style *style = sslinv_text_style(item);
	size_t shown = 0, more = 0;

	for (size_t i = 0; i < result->actions.count; i++) {
		if (!is_unknown(&result->actions.items[i]) || is_told(result, i))
			continue;
		if (shown == MAX_REASONS && !style->all) {
			more++;
			continue;
		}
		if (shown++ == 0)
			sslinv_layout_title(file, style, "Not judged");
		tell_unknown(file, item, i);
	}
	tell_more(file, shown + more, shown);
}

void sslinv_text_actions(FILE *file, const struct sslinv_report_item *item)
{
	tell_sentences(file, item, is_upgrade, "Upgrade", add_upgrade);
	tell_restarts(file, item);
	tell_copies(file, item);
	tell_sentences(file, item, is_without_fix, "No fix", add_without_fix);
	tell_unknowns(file, item);
	tell_others(file, item);
}
