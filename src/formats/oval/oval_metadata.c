/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The metadata of OVAL definitions: what flaws, releases and advisories a definition is about. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "guidance/check.h"
#include "formats/oval/oval.h"

int sslinv_oval_too_much(struct sslinv_xml *xml, struct sslinv_error *error)
{
	return sslinv_xml_fail(xml, SSLINV_E_LIMIT, error, "one definition holds more than can be kept; refused");
}

int sslinv_oval_add_text(struct sslinv_oval *oval, struct sslinv_xml *xml, const char *text, sslinv_oval_text *where,
			 struct sslinv_error *error)
{
	size_t length = text ? strlen(text) : 0;

	*where = 0;
	if (oval->text.length == 0 && sslinv_str_add_bytes(&oval->text, "", 1) < 0)
		return sslinv_error_memory(error);
	if (length == 0)
		return 0;
	if (oval->text.length + length > SSLINV_OVAL_MAX_TEXT)
		return sslinv_oval_too_much(xml, error);
	*where = (sslinv_oval_text)oval->text.length;
	return sslinv_str_add_bytes(&oval->text, text, length + 1) < 0 ? sslinv_error_memory(error) : 0;
}

static int add_distro(struct sslinv_oval_distros *list, const struct sslinv_distro *distro, size_t max,
		      struct sslinv_error *error)
{
	struct sslinv_distro *slot;

	for (size_t i = 0; i < list->count; i++) {
		if (memcmp(&list->items[i], distro, sizeof(*distro)) == 0)
			return 0;
	}
	if (list->count >= max)
		return 0;
	slot = sslinv_array_add(list);
	if (!slot)
		return sslinv_error_memory(error);
	*slot = *distro;
	return 0;
}

/* Bounds the lists of distributions: a definition for more of them than exist is no definition. */
#define MAX_DISTROS 256

/* The current element's text, and the distribution that it names by way of `parse`, if it names one, into the lists. */
static int read_platform(struct sslinv_oval *oval, struct sslinv_xml *xml, struct sslinv_oval_place *places,
			 bool (*parse)(const char *text, struct sslinv_distro *result), struct sslinv_oval_distros *list,
			 struct sslinv_error *error)
{
	int rc = sslinv_xml_content(xml, &oval->scratch, SSLINV_OVAL_MAX_WORD, error);
	const char *text = sslinv_str_text(&oval->scratch);
	struct sslinv_oval_place *place = &places[sslinv_oval_hash(SSLINV_OVAL_HASH_START, text) % SSLINV_OVAL_PLACES];
	struct sslinv_oval_place other;

	if (rc < 0)
		return rc;
	if (strlen(text) >= sizeof(place->text))
		place = memset(&other, 0, sizeof(other));
	if (strcmp(place->text, text) != 0 || !text[0]) {
		memset(place, 0, sizeof(*place));
		place->is_known = parse(text, &place->distro);
		snprintf(place->text, sizeof(place->text), "%s", text);
	}
	if (place->is_known)
		rc = add_distro(list, &place->distro, MAX_DISTROS, error);
	if (place->is_known && rc == 0)
		rc = add_distro(&oval->covered, &place->distro, MAX_DISTROS, error);
	return rc;
}

/* The CVE entry with this id, added if it is new. The place is by number, for the array moves. */
static int add_cve(struct sslinv_oval *oval, struct sslinv_xml *xml, const char *id, const char *test, size_t *place,
		   struct sslinv_error *error)
{
	struct sslinv_oval_cves *cves = &oval->draft.cves;
	struct sslinv_oval_cve *cve;

	for (*place = 0; *place < cves->count; ++*place) {
		const struct sslinv_oval_cve *known = &cves->items[*place];

		if (strcmp(oval->text.data + known->id, id) == 0 &&
		    (!test || !test[0] || strcmp(oval->text.data + known->test, test) == 0))
			return 0;
	}
	/* More than exist in a year: the list is searched for each, so its length is bounded. */
	if (cves->count >= 20000)
		return sslinv_oval_too_much(xml, error);
	cve = sslinv_array_add(cves);
	if (!cve)
		return sslinv_error_memory(error);
	return sslinv_oval_add_text(oval, xml, id, &cve->id, error);
}

static int read_reference(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	struct sslinv_oval *oval = context;
	static const char *const advisories[] = { "RHSA-",    "RHBA-",        "RHEA-",    "ELSA-", "ELBA-",
						  "ALSA-",    "ALBA-",        "DSA-",     "DLA-",  "USN-",
						  "SUSE-SU-", "openSUSE-SU-", "SUSE-RU-", "RLSA-", "ALAS" };
	const char *id = sslinv_xml_attribute(xml, "ref_id");
	const char *at = id;
	char cve[SSLINV_CVE_SIZE];
	size_t place;
	int rc;

	if (!id)
		return 0;
	if (sslinv_cve_find(&at, cve)) {
		rc = add_cve(oval, xml, cve, NULL, &place, error);
		if (rc == 0 && !oval->draft.cves.items[place].url)
			rc = sslinv_oval_add_text(oval, xml, sslinv_xml_attribute(xml, "ref_url"),
						  &oval->draft.cves.items[place].url, error);
		return rc;
	}
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(advisories) && !oval->draft.advisory; i++) {
		if (!sslinv_str_starts(id, advisories[i]))
			continue;
		rc = sslinv_oval_add_text(oval, xml, id, &oval->draft.advisory, error);
		return rc < 0 ? rc
			      : sslinv_oval_add_text(oval, xml, sslinv_xml_attribute(xml, "ref_url"), &oval->draft.url,
						     error);
	}
	return 0;
}

/* Ubuntu's `usns="6561-1,6560-2"`. */
static int add_notices(struct sslinv_oval *oval, struct sslinv_xml *xml, const char *list, sslinv_oval_text *where,
		       struct sslinv_error *error)
{
	char notices[256] = "";
	size_t used = 0;

	while (*list) {
		size_t length = strcspn(list, ", ");

		if (length > 0) {
			int added = snprintf(notices + used, sizeof(notices) - used, "%sUSN-%.*s", used ? "," : "",
					     (int)length, list);

			if (added < 0 || (size_t)added >= sizeof(notices) - used) {
				notices[used] = '\0';
				break;
			}
			used += (size_t)added;
		}
		list += length + (list[length] != '\0');
	}
	return sslinv_oval_add_text(oval, xml, notices, where, error);
}

static int read_cve(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	struct sslinv_oval *oval = context;
	const char *severity = sslinv_xml_attribute(xml, "impact");
	const char *notices;
	const char *test;
	sslinv_oval_text severity_at;
	sslinv_oval_text notices_at;
	sslinv_oval_text test_at;
	char cve[SSLINV_CVE_SIZE];
	const char *at;
	size_t place;
	int rc;

	/* The attributes are gone when the text is read. */
	rc = sslinv_oval_add_text(oval, xml, severity ? severity : sslinv_xml_attribute(xml, "priority"), &severity_at,
				  error);
	notices = sslinv_xml_attribute(xml, "usns");
	if (rc == 0)
		rc = add_notices(oval, xml, notices ? notices : "", &notices_at, error);
	test = sslinv_xml_attribute(xml, "test_ref");
	if (rc == 0)
		rc = sslinv_oval_add_text(oval, xml, test, &test_at, error);
	if (rc == 0)
		rc = sslinv_xml_content(xml, &oval->scratch, SSLINV_OVAL_MAX_WORD, error);
	at = sslinv_str_text(&oval->scratch);
	if (rc < 0 || !sslinv_cve_find(&at, cve))
		return rc;
	rc = add_cve(oval, xml, cve, oval->text.data + test_at, &place, error);
	if (rc < 0)
		return rc;
	if (severity_at)
		oval->draft.cves.items[place].severity = severity_at;
	if (notices_at)
		oval->draft.cves.items[place].advisories = notices_at;
	if (test_at)
		oval->draft.cves.items[place].test = test_at;
	return 0;
}

static int read_resolution(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	struct sslinv_oval *oval = context;
	int depth = sslinv_xml_depth(xml);
	sslinv_oval_text state;
	int rc = sslinv_oval_add_text(oval, xml, sslinv_xml_attribute(xml, "state"), &state, error);

	if (rc < 0)
		return rc;
	while ((rc = sslinv_xml_child(xml, depth, error)) > 0) {
		struct sslinv_oval_resolution *resolution;

		rc = sslinv_xml_content(xml, &oval->scratch, SSLINV_OVAL_MAX_WORD, error);
		if (rc < 0)
			return rc;
		resolution = sslinv_array_add(&oval->draft.resolutions);
		if (!resolution)
			return sslinv_error_memory(error);
		resolution->state = state;
		rc = sslinv_oval_add_text(oval, xml, sslinv_str_text(&oval->scratch), &resolution->component, error);
		if (rc < 0)
			return rc;
	}
	return rc;
}

static int set_text(struct sslinv_oval *oval, struct sslinv_xml *xml, const char *text, sslinv_oval_text *where,
		    struct sslinv_error *error)
{
	return *where || !text ? 0 : sslinv_oval_add_text(oval, xml, text, where, error);
}

/* strcasestr(text, "openssl"), of which a large feed wants one for each definition: the first two letters decide here. */
static bool mentions_openssl(const char *text)
{
	for (; *text; text++) {
		if ((text[0] == 'o' || text[0] == 'O') && (text[1] == 'p' || text[1] == 'P') &&
		    strncasecmp(text, "openssl", strlen("openssl")) == 0)
			return true;
	}
	return false;
}

static int read_prose(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	struct sslinv_oval *oval = context;
	int rc = sslinv_xml_content(xml, &oval->scratch, SSLINV_OVAL_MAX_PROSE, error);

	if (rc == 0 && oval->reason < SSLINV_OVAL_CONCERNS && mentions_openssl(sslinv_str_text(&oval->scratch)))
		oval->reason = SSLINV_OVAL_CONCERNS;
	return rc;
}

static int read_word(struct sslinv_oval *oval, struct sslinv_xml *xml, sslinv_oval_text *where, struct sslinv_error *error)
{
	int rc = sslinv_xml_content(xml, &oval->scratch, SSLINV_OVAL_MAX_WORD, error);

	return rc < 0 ? rc : set_text(oval, xml, sslinv_str_text(&oval->scratch), where, error);
}

static int read_title(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	struct sslinv_oval *oval = context;
	int rc = read_prose(oval, xml, error);
	const char *at = sslinv_str_text(&oval->scratch);
	char cve[SSLINV_CVE_SIZE];
	size_t place;

	if (rc < 0)
		return rc;
	/* Debian's titles: `DSA-5179-1 php7.4`. */
	if (sslinv_str_starts(at, "DSA-") || sslinv_str_starts(at, "DLA-")) {
		oval->scratch.data[strcspn(at, " ")] = '\0';
		return set_text(oval, xml, at, &oval->draft.advisory, error);
	}
	return sslinv_str_starts(at, "CVE-") && sslinv_cve_find(&at, cve) ? add_cve(oval, xml, cve, NULL, &place, error) : 0;
}

static int read_platform_name(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	struct sslinv_oval *oval = context;

	return read_platform(oval, xml, oval->platforms, sslinv_distro_from_platform, &oval->draft.platforms, error);
}

static int read_cpe(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	struct sslinv_oval *oval = context;

	return read_platform(oval, xml, oval->cpes, sslinv_distro_from_cpe, &oval->draft.cpes, error);
}

static int read_severity(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	struct sslinv_oval *oval = context;

	return read_word(oval, xml, &oval->draft.severity, error);
}

static int read_date_attribute(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	struct sslinv_oval *oval = context;

	return set_text(oval, xml, sslinv_xml_attribute(xml, "date"), &oval->draft.issued, error);
}

static int read_date(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	struct sslinv_oval *oval = context;

	return read_word(oval, xml, &oval->draft.issued, error);
}

static int read_dsa(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	struct sslinv_oval *oval = context;

	return read_word(oval, xml, &oval->draft.advisory, error);
}

/* Metadata of all vendors in one walk: what an element means does not depend on where in the metadata it stands. */
int sslinv_oval_read_metadata(struct sslinv_oval *oval, struct sslinv_xml *xml, struct sslinv_error *error)
{
	static const struct sslinv_xml_rule rules[] = {
		{ "title", read_title },
		{ "description", read_prose },
		{ "platform", read_platform_name },
		{ "cpe", read_cpe },
		{ "reference", read_reference },
		{ "cve", read_cve },
		{ "resolution", read_resolution },
		{ "severity", read_severity },
		{ "issued", read_date_attribute },
		{ "updated", read_date_attribute },
		{ "advisory_date", read_date },
		{ "date", read_date },
		{ "public_date", read_date },
		{ "dsa", read_dsa },
		{ 0 },
	};
	int depth = sslinv_xml_depth(xml);
	int event;
	int rc = 0;

	while (rc >= 0 && (event = sslinv_xml_next(xml, error)) > 0) {
		const struct sslinv_xml_rule *rule;

		if (event == SSLINV_XML_ELEMENT_END && sslinv_xml_depth(xml) <= depth)
			return 0;
		rule = event == SSLINV_XML_ELEMENT ? sslinv_xml_find_rule(xml, rules) : NULL;
		if (rule)
			rc = rule->read(oval, xml, error);
	}
	return rc < 0 ? rc : event < 0 ? event : sslinv_xml_fail(xml, SSLINV_E_FORMAT, error, "it ends too early");
}
