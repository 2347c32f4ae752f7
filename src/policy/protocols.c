/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Three floors, the highest of which counts: the version's, that of the security level, and the settings'. */
#include "policy/protocols.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "policy/commands.h"

/* A version as one number: 1.1.1 is 0x010101. */
static unsigned number_of(const struct sslinv_openssl_version *version)
{
	return (version->number[0] << 16) + (version->number[1] << 8) + version->number[2];
}

static bool is_since(const struct sslinv_openssl_version *version, unsigned number)
{
	return version->number[0] > 3 || number_of(version) >= number;
}

bool sslinv_protocols_have_settings(const struct sslinv_openssl_version *version)
{
	return is_since(version, 0x010101);
}

/* A bound, and what sets it. */
struct bound {
	enum sslinv_protocol protocol;
	const char *by;
};

/* The level that holds where a program sets none, and by what; not known where the build does not tell its options. */
static struct sslinv_known_count find_level(const struct sslinv_protocols_input *input, const char **by)
{
	const struct sslinv_openssl_version *version = input->version;
	struct sslinv_known_count level;

	if (!is_since(version, 0x010100))
		return (struct sslinv_known_count){ 0 };
	*by = "of CipherString";
	if (input->settings->security_level.is_known)
		return input->settings->security_level;
	*by = "of crypto-policies";
	level = sslinv_security_level_of(input->system_ciphers);
	if (level.is_known)
		return level;
	*by = "of the build";
	if (input->marks->security_level.is_known)
		return input->marks->security_level;
	*by = "by default";
	if (!input->marks->has_compiler)
		return (struct sslinv_known_count){ 0 };
	return (struct sslinv_known_count){ true, is_since(version, 0x030200) ? 2 : 1 };
}

/* What a level leaves. In 3.0 and 3.1 the protocols before TLS 1.2 fail for want of a signature instead. */
static enum sslinv_protocol floor_of_level(const struct sslinv_protocols_input *input, uint64_t level)
{
	static const enum sslinv_protocol before_3[] = { SSLINV_PROTOCOL_TLS1,   SSLINV_PROTOCOL_TLS1,
							 SSLINV_PROTOCOL_TLS1,   SSLINV_PROTOCOL_TLS1_1,
							 SSLINV_PROTOCOL_TLS1_2, SSLINV_PROTOCOL_TLS1_2 };

	if (is_since(input->version, 0x030000))
		return level >= 1 ? SSLINV_PROTOCOL_TLS1_2 : SSLINV_PROTOCOL_TLS1;
	if (input->is_ubuntu && level >= 2)
		return SSLINV_PROTOCOL_TLS1_2;
	return before_3[level];
}

static enum sslinv_protocol newest_of(const struct sslinv_openssl_version *version)
{
	return is_since(version, 0x010101)   ? SSLINV_PROTOCOL_TLS1_3
	       : is_since(version, 0x010001) ? SSLINV_PROTOCOL_TLS1_2
					     : SSLINV_PROTOCOL_TLS1;
}

static bool is_disabled(const struct sslinv_protocols_input *input, enum sslinv_protocol protocol)
{
	return input->settings->disabled & (1U << protocol);
}

static struct bound find_lowest(const struct sslinv_protocols_input *input, struct sslinv_known_count level,
				const char *by_level)
{
	struct bound lowest = { SSLINV_PROTOCOL_TLS1, "the version" };
	enum sslinv_protocol floor = level.is_known ? floor_of_level(input, level.number) : SSLINV_PROTOCOL_NONE;

	if (floor > lowest.protocol)
		lowest = (struct bound){ floor, by_level };
	if (input->settings->min > lowest.protocol)
		lowest = (struct bound){ input->settings->min, "MinProtocol" };
	while (lowest.protocol < SSLINV_PROTOCOL_COUNT && is_disabled(input, lowest.protocol))
		lowest = (struct bound){ lowest.protocol + 1, "Protocol" };
	return lowest;
}

static struct bound find_highest(const struct sslinv_protocols_input *input)
{
	struct bound highest = { newest_of(input->version), "the version" };

	if (input->settings->max != SSLINV_PROTOCOL_NONE && input->settings->max < highest.protocol)
		highest = (struct bound){ input->settings->max, "MaxProtocol" };
	while (highest.protocol > SSLINV_PROTOCOL_NONE && is_disabled(input, highest.protocol))
		highest = (struct bound){ highest.protocol - 1, "Protocol" };
	return highest;
}

/* Why nothing can be said; NULL where something can. */
static const char *find_doubt(const struct sslinv_protocols_input *input, struct sslinv_known_count level)
{
	const struct sslinv_system_default *settings = input->settings;

	if (settings->doubt)
		return settings->doubt;
	if (settings->refusal)
		return settings->refusal;
	if (settings->ciphersuites && !*settings->ciphersuites)
		return "Ciphersuites is empty, and programs fail that would speak TLS 1.3";
	if (is_since(input->version, 0x010100) && !level.is_known && settings->min < SSLINV_PROTOCOL_TLS1_2)
		return "the library does not tell its security level";
	if (is_since(input->version, 0x040000) && level.is_known && level.number == 0 &&
	    settings->min < SSLINV_PROTOCOL_TLS1_2)
		return "OpenSSL 4 may have been built without the protocols before TLS 1.2";
	return NULL;
}

int sslinv_protocols_find(const struct sslinv_protocols_input *input, struct sslinv_facts *facts,
			  struct sslinv_policy *policy)
{
	const char *by = "", *doubt, *note = input->settings->note;
	struct sslinv_known_count level = find_level(input, &by);
	struct bound lowest, highest;
	char by_level[64];

	snprintf(by_level, sizeof(by_level), "security level %u %s", (unsigned)level.number, by);
	doubt = find_doubt(input, level);
	if (doubt) {
		policy->evidence = sslinv_facts_printf(facts, "not known: %s", doubt);
		return policy->evidence ? 0 : SSLINV_E_MEMORY;
	}
	policy->security_level = level;
	lowest = find_lowest(input, level, by_level);
	highest = find_highest(input);
	if (lowest.protocol > highest.protocol) {
		policy->evidence = sslinv_facts_printf(
			facts, "no protocol is left: the lowest is set by %s, the highest by %s", lowest.by, highest.by);
		return policy->evidence ? 0 : SSLINV_E_MEMORY;
	}
	policy->lowest_protocol = sslinv_protocol_name(lowest.protocol);
	policy->highest_protocol = sslinv_protocol_name(highest.protocol);
	policy->evidence = sslinv_facts_printf(facts, "lowest by %s, highest by %s%s%s", lowest.by, highest.by,
					       note ? "; " : "", note ? note : "");
	return policy->evidence ? 0 : SSLINV_E_MEMORY;
}
