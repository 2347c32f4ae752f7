/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fills in the upgrade command and the page that guidance has for a distribution. */
#include "resolve/action.h"

#include <stdbool.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "distro/distro.h"
#include "guidance/template.h"

static void find_place(const char *os_id, const char *os_version, struct sslinv_distro *place)
{
	memset(place, 0, sizeof(*place));
	if (os_id)
		sslinv_distro_from_words(os_id, os_version ? os_version : "", NULL, place);
}

/* How closely an instruction fits: 0 not at all. What is for a release goes before what is for all, and so on. */
static unsigned fit_of(const struct sslinv_instruction *instruction, const struct sslinv_distro *place, const char *format)
{
	const char *const wanted[] = { instruction->distro, instruction->release, instruction->format };
	const char *const have[] = { place->distro, place->release, format ? format : "" };
	unsigned fit = 1;

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(wanted); i++) {
		if (wanted[i][0] && strcmp(wanted[i], have[i]) != 0)
			return 0;
		fit = fit << 1 | (wanted[i][0] != '\0');
	}
	return fit;
}

static const struct sslinv_set_instruction *find_instruction(const struct sslinv_guidance_set *set,
							     const struct sslinv_distro *place, const char *format)
{
	const struct sslinv_set_instruction *best = NULL;
	unsigned best_fit = 0;

	for (size_t i = 0; i < set->instructions.count; i++) {
		unsigned fit = fit_of(&set->instructions.items[i].instruction, place, format);

		if (fit > best_fit) {
			best = &set->instructions.items[i];
			best_fit = fit;
		}
	}
	return best;
}

/* Nothing in these means anything to a shell. */
static const char harmless[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,_+-:~^=%@/";

int sslinv_action_word(struct sslinv_str *out, const char *word)
{
	int rc;

	if (word[0] && word[strspn(word, harmless)] == '\0')
		return sslinv_str_add(out, word);
	rc = sslinv_str_add(out, "'");
	for (; rc == 0 && *word; word++)
		rc = *word == '\'' ? sslinv_str_add(out, "'\\''") : sslinv_str_add_bytes(out, word, 1);
	return rc ? rc : sslinv_str_add(out, "'");
}

/* A package that a command would read as an option, or whose name cannot be shown, must not get into one. */
static bool can_be_named(const struct sslinv_upgrade *upgrade)
{
	const char *package = upgrade->package, *candidate = upgrade->candidate;

	return package && package[0] && package[0] != '-' && sslinv_str_is_printable(package, strlen(package)) &&
	       (!upgrade->arch || sslinv_str_is_printable(upgrade->arch, strlen(upgrade->arch))) &&
	       (!candidate || sslinv_str_is_printable(candidate, strlen(candidate)));
}

static bool can_all_be_named(const struct sslinv_upgrade *upgrades, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!can_be_named(&upgrades[i]))
			return false;
	}
	return true;
}

/* An advisory's id that can stand in a list on a command line. */
static bool is_id(const char *advisory, const char *beginning)
{
	return advisory && sslinv_str_starts(advisory, beginning) && advisory[strspn(advisory, harmless)] == '\0' &&
	       !strchr(advisory, ',');
}

/*
 * Each advisory once; nothing where one package has none, as a filter by advisory holds back every package whose fix comes
 * by another.
 */
static int add_advisories(struct sslinv_str *out, const char *beginning, const struct sslinv_upgrade *upgrades, size_t count)
{
	int rc = 0;

	for (size_t i = 0; i < count; i++) {
		if (!beginning || !is_id(upgrades[i].advisory, beginning))
			return 0;
	}
	for (size_t i = 0; rc == 0 && i < count; i++) {
		size_t before = 0;

		while (before < i && strcmp(upgrades[before].advisory, upgrades[i].advisory) != 0)
			before++;
		if (before == i)
			rc = sslinv_str_printf(out, "%s%s", i > 0 ? "," : "", upgrades[i].advisory);
	}
	return rc;
}

static bool is_same(const struct sslinv_upgrade *a, const struct sslinv_upgrade *b)
{
	return sslinv_str_compare(a->package, b->package) == 0 && sslinv_str_compare(a->arch, b->arch) == 0;
}

/* Is the same package named before? */
static bool is_named(const struct sslinv_upgrade *upgrades, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (is_same(&upgrades[i], &upgrades[index]))
			return true;
	return false;
}

static int add_package(struct sslinv_str *word, const struct sslinv_upgrade *upgrade)
{
	return sslinv_str_printf(word, "%s%s%s", upgrade->package ? upgrade->package : "?", upgrade->arch ? ":" : "",
				 upgrade->arch ? upgrade->arch : "");
}

static int add_packages(struct sslinv_str *out, bool is_pinned, const struct sslinv_upgrade *upgrades, size_t count)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str word = { 0 };
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < count; i++) {
		if (is_named(upgrades, i))
			continue;
		sslinv_str_reset(&word);
		rc = add_package(&word, &upgrades[i]);
		if (rc == 0 && is_pinned && upgrades[i].candidate)
			rc = sslinv_str_printf(&word, "=%s", upgrades[i].candidate);
		if (rc == 0 && i > 0)
			rc = sslinv_str_add(out, " ");
		if (rc == 0)
			rc = sslinv_action_word(out, sslinv_str_text(&word));
	}
	return rc;
}

/* Where no command is known, or none can be written. */
static int describe(struct sslinv_str *out, const struct sslinv_upgrade *upgrades, size_t count)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str word = { 0 };
	int rc = sslinv_str_add(out, "upgrade with the distribution's package manager:");

	for (size_t i = 0; rc == 0 && i < count; i++) {
		if (is_named(upgrades, i))
			continue;
		sslinv_str_reset(&word);
		rc = add_package(&word, &upgrades[i]);
		if (rc == 0)
			rc = sslinv_str_add(out, " ");
		if (rc == 0)
			rc = sslinv_str_add_quoted(out, sslinv_str_text(&word), word.length);
	}
	return rc;
}

int sslinv_action_line(struct sslinv_str *out, const struct sslinv_guidance_set *set, const char *os_id,
		       const char *os_version, const char *format, const struct sslinv_upgrade *upgrades, size_t count,
		       const char **imported)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str names = { 0 };
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str pinned = { 0 };
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str advisories = { 0 };
	const struct sslinv_set_instruction *found;
	struct sslinv_distro place;
	int rc;

	*imported = NULL;
	find_place(os_id, os_version, &place);
	found = find_instruction(set, &place, format);
	if (!found || !can_all_be_named(upgrades, count))
		return 0;
	rc = add_packages(&names, false, upgrades, count);
	if (rc == 0)
		rc = add_packages(&pinned, true, upgrades, count);
	if (rc == 0)
		rc = add_advisories(&advisories, found->instruction.advisory, upgrades, count);
	if (rc == 0) {
		const struct sslinv_template_value values[] = {
			{ "packages", sslinv_str_text(&names) },
			{ "packages=versions", sslinv_str_text(&pinned) },
			{ "advisories", advisories.length ? sslinv_str_text(&advisories) : NULL },
		};

		rc = sslinv_template_fill(out, found->instruction.command, values, SSLINV_ARRAY_SIZE(values));
	}
	if (found->feed < set->feeds.count && set->feeds.items[found->feed].is_imported)
		*imported = set->feeds.items[found->feed].feed.name;
	return rc;
}

int sslinv_action_command(struct sslinv_str *out, const struct sslinv_guidance_set *set, const char *os_id,
			  const char *os_version, const char *format, const struct sslinv_upgrade *upgrades, size_t count)
{
	size_t before = out->length;
	const char *imported;
	int rc = sslinv_action_line(out, set, os_id, os_version, format, upgrades, count, &imported);

	if (rc < 0)
		return rc;
	if (out->length == before)
		return describe(out, upgrades, count);
	/* What did not come with the program is looked at before it is typed. */
	return imported ? sslinv_str_printf(out, "\n(command from the imported feed %s)", imported) : 0;
}

static int fill_page(struct sslinv_str *out, const struct sslinv_page *page, const char *id, const char *release)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str dashed = { 0 };
	int rc = sslinv_str_add(&dashed, id);

	if (rc < 0)
		return rc;
	for (size_t i = 0; i < dashed.length; i++) {
		if (dashed.data[i] == ':')
			dashed.data[i] = '-';
	}
	return sslinv_template_fill(out, page->address,
				    (const struct sslinv_template_value[]){
					    { "id", id },
					    { "dashed-id", sslinv_str_text(&dashed) },
					    { "release", release },
				    },
				    3);
}

int sslinv_action_page(struct sslinv_str *out, const struct sslinv_guidance_set *set, const char *os_id,
		       const char *os_version, const char *cve, const char *advisory)
{
	const char *const ids[] = { advisory, cve };
	struct sslinv_distro place;

	find_place(os_id, os_version, &place);
	for (size_t which = 0; which < SSLINV_ARRAY_SIZE(ids); which++) {
		const char *id = ids[which];

		/* Several advisories in one word are no address. */
		if (!id || id[strspn(id, harmless)] || strpbrk(id, ",/"))
			continue;
		for (size_t i = 0; i < set->pages.count; i++) {
			const struct sslinv_page *page = &set->pages.items[i];

			if (sslinv_str_starts(id, page->about) &&
			    strcmp(page->product, os_id ? place.distro : "openssl") == 0)
				return fill_page(out, page, id, place.release);
		}
	}
	return 0;
}
