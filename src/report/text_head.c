/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Of the text: the five lines that answer: verdict and why, what to do now, what comes after it, what else, what to trust.
 */
#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "base/str.h"
#include "base/width.h"
#include "report/text.h"

/* The names of hosts and packages have so much room in the first line. */
#define HOST_WIDTH 32
#define LABEL_WIDTH 11
#define MIN_SUBJECT_WIDTH 12

static enum sslinv_layout_color color_of(enum sslinv_verdict verdict)
{
	if (verdict == SSLINV_VERDICT_OK)
		return SSLINV_COLOR_GOOD;
	return verdict <= SSLINV_VERDICT_REPLACE ? SSLINV_COLOR_BAD : SSLINV_COLOR_WARNING;
}

const struct sslinv_host_action *sslinv_text_first_action(const struct sslinv_host_result *result)
{
	for (size_t i = 0; i < result->actions.count; i++)
		if (result->actions.items[i].verdict == result->verdict)
			return &result->actions.items[i];
	return NULL;
}

/* How many there are of a kind and a verdict; of any verdict for SSLINV_VERDICT_COUNT. */
static size_t count_actions(const struct sslinv_host_result *result, enum sslinv_action_kind kind,
			    enum sslinv_verdict verdict)
{
	size_t count = 0;

	for (size_t i = 0; i < result->actions.count; i++)
		count += result->actions.items[i].action == kind &&
			 (verdict == SSLINV_VERDICT_COUNT || result->actions.items[i].verdict == verdict);
	return count;
}

/* The first clause of a reason: what is wrong, or what is done about it. */
static size_t clause_length(const char *reason, const char *end)
{
	const char *at = strstr(reason, end);

	return at ? (size_t)(at - reason) : strlen(reason);
}

int sslinv_text_add_worst(struct sslinv_str *out, const struct sslinv_host_action *action)
{
	const char *severity = action->worst_severity;

	if (!action->worst_cve)
		return 0;
	return sslinv_str_printf(out, ", %s%s%s%s%s", action->findings > 1 && severity ? "worst " : "", action->worst_cve,
				 severity ? " (" : "", severity ? severity : "", severity ? ")" : "");
}

/* `34 open CVEs in nodejs (2 files), worst CVE-2026-1 (high)`; without the subject where it has no room at all. */
static int add_cves(struct sslinv_str *out, const struct sslinv_host_action *action, size_t subject_width)
{
	bool is_open = action->verdict != SSLINV_VERDICT_UNKNOWN;
	int rc = sslinv_str_printf(out, "%" PRIu64 " %s%s", action->findings, is_open ? "open " : "",
				   action->findings == 1 ? "CVE" : "CVEs");

	if (rc == 0 && subject_width > 0)
		rc = sslinv_str_add(out, " in ");
	if (rc == 0 && subject_width > 0)
		rc = sslinv_layout_add(out, action->subject, subject_width);
	if (rc == 0 && subject_width > 0 && action->files > 1)
		rc = sslinv_str_printf(out, " (%" PRIu64 " files)", action->files);
	return rc < 0 ? rc : sslinv_text_add_worst(out, action);
}

/* The same in so many columns, if it can be: the subject gives way. */
static int add_fitting_cves(struct sslinv_str *out, const struct sslinv_host_action *action, size_t columns)
{
	size_t width = sslinv_width(action->subject), used;
	int rc = add_cves(out, action, width);

	used = sslinv_width(sslinv_str_text(out));
	if (rc < 0 || columns == 0 || used <= columns)
		return rc;
	sslinv_str_reset(out);
	used -= width;
	return add_cves(out, action, used + MIN_SUBJECT_WIDTH <= columns ? columns - used : 0);
}

/* `nginx.service and 2 others still run old code, worst CVE-2026-1 (high)` */
static int add_restarts(struct sslinv_str *out, const struct sslinv_host_result *result, size_t columns)
{
	size_t count = count_actions(result, SSLINV_ACTION_RESTART, SSLINV_VERDICT_RESTART);
	const struct sslinv_host_action *first = sslinv_text_first_action(result);
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str worst = { 0 };
	int rc;

	if (!first)
		return 0;
	rc = sslinv_str_add(out, first->subject);
	if (rc == 0 && count > 1)
		rc = sslinv_str_printf(out, " and %zu %s", count - 1, count == 2 ? "other" : "others");
	if (rc == 0)
		rc = sslinv_str_printf(out, " still %s old code", count > 1 ? "run" : "runs");
	if (rc == 0)
		rc = sslinv_text_add_worst(&worst, first);
	if (rc < 0 || (columns > 0 && sslinv_width(sslinv_str_text(out)) + worst.length > columns))
		return rc;
	return sslinv_str_add(out, sslinv_str_text(&worst));
}

/* What an action is about, where its reason does not tell: a package or a copy. */
static bool is_about_thing(const struct sslinv_host_action *action)
{
	bool names_itself = action->action == SSLINV_ACTION_IMPORT || action->action == SSLINV_ACTION_MOVE;

	return action->files > 0 || (action->from_version && !names_itself);
}

int sslinv_text_add_reason(struct sslinv_str *out, const struct sslinv_host_action *action, const char *end)
{
	const char *reason = action->reason ? action->reason : "";

	return sslinv_str_printf(out, "%s%s%.*s", is_about_thing(action) ? action->subject : "",
				 is_about_thing(action) && *reason ? ": " : "", (int)clause_length(reason, end), reason);
}

int sslinv_text_add_why(struct sslinv_str *out, const struct sslinv_report_data *data, size_t columns)
{
	const struct sslinv_host_action *first = sslinv_text_first_action(data->result);

	if (data->result->verdict == SSLINV_VERDICT_OK)
		return sslinv_str_add(out, "no known CVE is open");
	if (data->result->verdict == SSLINV_VERDICT_RESTART)
		return add_restarts(out, data->result, columns);
	if (first && first->findings > 0)
		return add_fitting_cves(out, first, columns);
	if (first && first->action == SSLINV_ACTION_IMPORT)
		return sslinv_str_printf(out, "no fresh guidance of %s", first->subject);
	return first ? sslinv_text_add_reason(out, first, ": ") : 0;
}

/* Returns the cells. */
static size_t print_verdict(FILE *file, const struct sslinv_layout_style *style, enum sslinv_verdict verdict,
			    bool is_capital)
{
	char word[32];
	size_t length = 0;

	for (const char *at = sslinv_verdict_name(verdict); *at && length + 1 < sizeof(word); at++)
		word[length++] = is_capital ? (char)toupper((unsigned char)*at) : *at;
	word[length] = '\0';
	sslinv_layout_word(file, style, color_of(verdict), word);
	return length;
}

void sslinv_text_change(FILE *file, const struct sslinv_report_item *item, size_t at, bool is_head)
{
	const struct sslinv_report_data *data = item->data;
	const struct sslinv_layout_style *style = sslinv_text_style(item);
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str why = { 0 };
	enum sslinv_verdict verdict = data->result->verdict;
	size_t columns;

	if (data->before && *data->before != verdict) {
		at += print_verdict(file, style, *data->before, is_head) + 4;
		fputs(" -> ", file);
	}
	at += print_verdict(file, style, verdict, is_head) + 3;
	columns = style->all || at + MIN_SUBJECT_WIDTH > SSLINV_LAYOUT_WIDTH ? 0 : SSLINV_LAYOUT_WIDTH - at;
	if ((is_head || verdict != SSLINV_VERDICT_OK) && sslinv_text_add_why(&why, data, columns) == 0 && why.length > 0) {
		fputs(" - ", file);
		sslinv_layout_text(file, sslinv_str_text(&why), columns);
	}
	fputc('\n', file);
}

/* The name of the system: `debian 12`. */
static int add_system(struct sslinv_str *out, const struct sslinv_host_facts *host)
{
	if (!host->os_id)
		return sslinv_str_add(out, host->os_name ? host->os_name : "unknown system");
	return sslinv_str_printf(out, "%s%s%s", host->os_id, host->os_version ? " " : "",
				 host->os_version ? host->os_version : "");
}

/* `web7 (debian 12): UPGRADE - 21 open CVEs in libssl3, worst CVE-2026-45447 (high)` */
static void tell_verdict(FILE *file, const struct sslinv_report_item *item)
{
	const struct sslinv_report_data *data = item->data;
	const struct sslinv_layout_style *style = sslinv_text_style(item);
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str system = { 0 };
	size_t at, whole = style->all ? 0 : HOST_WIDTH;

	at = sslinv_layout_text(file, data->facts->host.host, whole);
	fputs(" (", file);
	if (add_system(&system, &data->facts->host) == 0)
		at += sslinv_layout_text(file, sslinv_str_text(&system), whole);
	fputs("): ", file);
	sslinv_text_change(file, item, at + 5, true);
}

static void tell_label(FILE *file, const char *label)
{
	fprintf(file, "  %-*s", LABEL_WIDTH - 2, label);
}

static void tell_sentence(FILE *file, const char *label, const char *text)
{
	tell_label(file, label);
	sslinv_layout_sentence(file, LABEL_WIDTH, LABEL_WIDTH, text);
}

/* A command is one line, however long it is. */
static void tell_command(FILE *file, const char *label, const char *command, size_t length)
{
	tell_label(file, label);
	sslinv_layout_bytes(file, command, length);
	fputc('\n', file);
}

/* What an upgrade is: the first line of the verdict's own action, which upgrades all at once, and where it is from. */
static void tell_upgrade(FILE *file, const char *action)
{
	static const char origin[] = "(command from ";
	size_t length = strcspn(action, "\n");

	tell_command(file, "Do now:", action, length);
	if (action[length] && strncmp(action + length + 1, origin, strlen(origin)) == 0)
		tell_command(file, "", action + length + 1, strcspn(action + length + 1, "\n"));
}

/* The words after `prefix` of the commands of actions of that kind and verdict, in one command; how many there are. */
static int add_command(struct sslinv_str *out, const struct sslinv_host_result *result, enum sslinv_action_kind kind,
		       enum sslinv_verdict verdict, const char *prefix, size_t *count)
{
	int rc = 0;

	*count = 0;
	for (size_t i = 0; i < result->actions.count && rc == 0; i++) {
		const struct sslinv_host_action *action = &result->actions.items[i];

		if (action->action != kind || !action->command || !sslinv_str_starts(action->command, prefix) ||
		    (verdict != SSLINV_VERDICT_COUNT && action->verdict != verdict))
			continue;
		if ((*count)++ == 0)
			rc = sslinv_str_add(out, action->command);
		else
			rc = sslinv_str_printf(out, " %s", action->command + strlen(prefix));
	}
	return rc;
}

int sslinv_text_add_update(struct sslinv_str *out, const struct sslinv_host_result *result)
{
	size_t count;

	return add_command(out, result, SSLINV_ACTION_IMPORT, SSLINV_VERDICT_COUNT, "sslinv feed update ", &count);
}

int sslinv_text_add_restart(struct sslinv_str *out, const struct sslinv_host_result *result, enum sslinv_verdict verdict,
			    size_t *count)
{
	return add_command(out, result, SSLINV_ACTION_RESTART, verdict, "systemctl restart ", count);
}

/* The command for all that is done first where no upgrade is: nothing where no command does it. */
static int add_first_command(struct sslinv_str *out, const struct sslinv_host_result *result,
			     const struct sslinv_host_action *first)
{
	size_t count;

	if (first->action == SSLINV_ACTION_IMPORT)
		return sslinv_text_add_update(out, result);
	if (first->action == SSLINV_ACTION_RESTART)
		return sslinv_text_add_restart(out, result, SSLINV_VERDICT_RESTART, &count);
	return first->command ? sslinv_str_add(out, first->command) : 0;
}

static void tell_other(FILE *file, const struct sslinv_host_result *result)
{
	const struct sslinv_host_action *first = sslinv_text_first_action(result);
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str text = { 0 };
	int rc;

	if (!first) {
		if (result->verdict != SSLINV_VERDICT_OK)
			tell_sentence(file, "Do now:", result->action);
		return;
	}
	rc = add_first_command(&text, result, first);
	if (rc == 0 && text.length > 0) {
		tell_command(file, "Do now:", sslinv_str_text(&text), text.length);
		return;
	}
	if (rc == 0 && sslinv_text_add_reason(&text, first, "; ") == 0)
		tell_sentence(file, "Do now:", sslinv_str_text(&text));
}

/* What follows the upgrade. */
static void tell_then(FILE *file, const struct sslinv_host_result *result)
{
	size_t all = count_actions(result, SSLINV_ACTION_RESTART, SSLINV_VERDICT_COUNT), count;
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str text = { 0 };
	int rc;

	if (result->verdict != SSLINV_VERDICT_UPGRADE || all == 0)
		return;
	rc = sslinv_text_add_restart(&text, result, SSLINV_VERDICT_COUNT, &count);
	if (rc < 0)
		return;
	if (count == all && LABEL_WIDTH + sslinv_width(sslinv_str_text(&text)) <= SSLINV_LAYOUT_WIDTH) {
		tell_command(file, "Then:", sslinv_str_text(&text), text.length);
		return;
	}
	sslinv_str_reset(&text);
	if (sslinv_str_printf(&text, "restart %zu %s, see below", all, all == 1 ? "thing" : "units, programs or sessions") ==
	    0)
		tell_sentence(file, "Then:", sslinv_str_text(&text));
}

/* What there may be to do beside what the first lines tell. */
static bool is_copy(const struct sslinv_host_action *action)
{
	return action->action == SSLINV_ACTION_REPLACE;
}

static bool is_due(const struct sslinv_host_action *action)
{
	return action->action == SSLINV_ACTION_RESTART && action->verdict == SSLINV_VERDICT_RESTART;
}

static bool is_without_fix(const struct sslinv_host_action *action)
{
	return action->action == SSLINV_ACTION_ASK && action->verdict == SSLINV_VERDICT_NO_FIX;
}

static bool is_old_copy(const struct sslinv_host_action *action)
{
	return action->action == SSLINV_ACTION_MOVE && action->files > 0;
}

static bool is_not_judged(const struct sslinv_host_action *action)
{
	return action->action == SSLINV_ACTION_ASK && action->verdict == SSLINV_VERDICT_UNKNOWN && is_about_thing(action);
}

/* `debian 10 ended on 2024-06-30` */
static int add_releases(struct sslinv_str *out, const struct sslinv_host_result *result)
{
	const struct sslinv_host_action *first = sslinv_text_first_action(result);
	int rc = 0;

	for (size_t i = 0; i < result->actions.count && rc == 0; i++) {
		const struct sslinv_host_action *action = &result->actions.items[i];

		/* Of a clean host the first thing to do may be this, which the first line does not tell. */
		if ((action != first || result->verdict == SSLINV_VERDICT_OK) && action->action == SSLINV_ACTION_MOVE &&
		    action->files == 0 && action->reason)
			rc = sslinv_str_printf(out, "%s%.*s", out->length ? ", " : "", (int)strcspn(action->reason, ":;"),
					       action->reason);
	}
	return rc;
}

static size_t count_others(const struct sslinv_host_result *result, bool (*meant)(const struct sslinv_host_action *))
{
	const struct sslinv_host_action *first = sslinv_text_first_action(result);
	size_t count = 0;

	/* What the first line is about is not told again. */
	for (size_t i = 0; i < result->actions.count; i++)
		count += meant(&result->actions.items[i]) && &result->actions.items[i] != first;
	return count;
}

/* What else there is to do, counted. */
static void tell_also(FILE *file, const struct sslinv_host_result *result)
{
	static const struct {
		bool (*is_meant)(const struct sslinv_host_action *action);
		const char *one, *several;
	} kinds[] = {
		{ is_due, "other restart", "other restarts" },
		{ is_copy, "private copy with open CVEs", "private copies with open CVEs" },
		{ is_without_fix, "without a fix", "without a fix" },
		{ is_old_copy, "copy of a branch that ended", "copies of branches that ended" },
		{ is_not_judged, "not judged", "not judged" },
	};
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str text = { 0 };
	int rc = 0;

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(kinds) && rc == 0; i++) {
		size_t count = count_others(result, kinds[i].is_meant);

		/* Those after an upgrade have a line of their own, and the command restarts all services. */
		if (count > 0 && !(kinds[i].is_meant == is_due && result->verdict <= SSLINV_VERDICT_RESTART))
			rc = sslinv_str_printf(&text, "%s%zu %s", text.length ? ", " : "", count,
					       count == 1 ? kinds[i].one : kinds[i].several);
	}
	if (rc == 0)
		rc = add_releases(&text, result);
	if (rc == 0 && text.length > 0)
		tell_sentence(file, "Also:", sslinv_str_text(&text));
}

/* The sources whose guidance is old or missing. */
static int add_old(struct sslinv_str *out, const struct sslinv_host_result *result)
{
	bool is_first = true;
	int rc = 0;

	for (size_t i = 0; i < result->actions.count && rc == 0; i++) {
		if (result->actions.items[i].action != SSLINV_ACTION_IMPORT)
			continue;
		rc = sslinv_str_printf(out, "%s%s", is_first ? "; renew " : ", ", result->actions.items[i].subject);
		is_first = false;
	}
	return rc;
}

static size_t count_failures(const struct sslinv_facts *facts)
{
	size_t count = 0;

	for (size_t i = 0; i < facts->problems.count; i++)
		count += facts->problems.items[i].is_failure;
	return count;
}

/* How far to trust it: the scan, and the guidance. */
static void tell_trust(FILE *file, const struct sslinv_report_item *item)
{
	const struct sslinv_facts *facts = item->data->facts;
	const struct sslinv_host_result *result = item->data->result;
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str text = { 0 };
	size_t failures = count_failures(facts);
	char day[SSLINV_TIME_SIZE];
	int rc;

	sslinv_str_time(day, facts->finished);
	if (facts->finished == 0)
		rc = sslinv_str_add(&text, "never scanned; ");
	else if (failures)
		rc = sslinv_str_printf(&text, "INCOMPLETE scan of %.10s, %zu %s; ", day, failures,
				       failures == 1 ? "thing could not be read" : "things could not be read");
	else
		rc = sslinv_str_printf(&text, "complete scan%s of %.10s, %lld s; ",
				       facts->mode == SSLINV_MODE_FULL ? "" : " (packages only)", day,
				       (long long)(facts->finished - facts->started));
	if (rc == 0)
		rc = result->guidance_date ? sslinv_str_printf(&text, "guidance of %s", result->guidance_date)
					   : sslinv_str_add(&text, "no guidance with a date");
	if (rc == 0)
		rc = add_old(&text, result);
	if (rc == 0)
		tell_sentence(file, "Trust:", sslinv_str_text(&text));
}

void sslinv_text_head(FILE *file, const struct sslinv_report_item *item)
{
	const struct sslinv_host_result *result = item->data->result;

	tell_verdict(file, item);
	if (result->verdict == SSLINV_VERDICT_UPGRADE)
		tell_upgrade(file, result->action);
	else
		tell_other(file, result);
	tell_then(file, result);
	tell_also(file, result);
	tell_trust(file, item);
}
