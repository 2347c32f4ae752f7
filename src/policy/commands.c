/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A table of commands, and what each makes of its value. */
#include "policy/commands.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/cleanup.h"
#include "base/str.h"

static const char *const protocol_names[SSLINV_PROTOCOL_COUNT] = {
	[SSLINV_PROTOCOL_NONE] = "None",      [SSLINV_PROTOCOL_SSL3] = "SSLv3",     [SSLINV_PROTOCOL_TLS1] = "TLSv1",
	[SSLINV_PROTOCOL_TLS1_1] = "TLSv1.1", [SSLINV_PROTOCOL_TLS1_2] = "TLSv1.2", [SSLINV_PROTOCOL_TLS1_3] = "TLSv1.3",
};

const char *sslinv_protocol_name(enum sslinv_protocol protocol)
{
	return protocol_names[protocol];
}

/* A bound, spelled as OpenSSL spells it. One of DTLS is valid, but bounds no TLS: *is_tls is false. */
static bool parse_bound(const char *value, enum sslinv_protocol *bound, bool *is_tls)
{
	*is_tls = strcmp(value, "DTLSv1") != 0 && strcmp(value, "DTLSv1.2") != 0;
	if (!*is_tls)
		return true;
	for (int i = 0; i < SSLINV_PROTOCOL_COUNT; i++)
		if (strcmp(protocol_names[i], value) == 0) {
			*bound = (enum sslinv_protocol)i;
			return true;
		}
	return false;
}

/* Does the command succeed? */
typedef bool run_command(struct sslinv_system_default *settings, const char *value);

static bool run_min(struct sslinv_system_default *settings, const char *value)
{
	bool is_tls, is_valid = parse_bound(value, &settings->min, &is_tls);

	if (is_tls)
		settings->min_protocol = value;
	return is_valid;
}

static bool run_max(struct sslinv_system_default *settings, const char *value)
{
	bool is_tls, is_valid = parse_bound(value, &settings->max, &is_tls);

	if (is_tls)
		settings->max_protocol = value;
	return is_valid;
}

struct sslinv_known_count sslinv_security_level_of(const char *ciphers)
{
	static const char word[] = "@SECLEVEL=";
	struct sslinv_known_count level = { 0 };

	for (const char *at = ciphers; at && (at = strstr(at, word));) {
		at += sizeof(word) - 1;
		if (at[0] >= '0' && at[0] <= '5' && !isalnum((unsigned char)at[1]))
			level = (struct sslinv_known_count){ true, (uint64_t)(at[0] - '0') };
	}
	return level;
}

/* Which ciphers a name stands for is not asked: a list without any valid one leaves TLS 1.3 alone. */
static bool run_ciphers(struct sslinv_system_default *settings, const char *value)
{
	struct sslinv_known_count level = sslinv_security_level_of(value);

	settings->cipher_string = value;
	if (level.is_known)
		settings->security_level = level;
	return true;
}

static bool run_ciphersuites(struct sslinv_system_default *settings, const char *value)
{
	settings->ciphersuites = value;
	return true;
}

static bool run_groups(struct sslinv_system_default *settings, const char *value)
{
	settings->groups = value;
	return true;
}

/* Takes one element of a list, without the spaces around it; false ends the list. */
typedef bool take_element(struct sslinv_system_default *settings, const char *element, size_t length);

static bool each_element(struct sslinv_system_default *settings, const char *list, take_element *take)
{
	for (;;) {
		size_t whole = strcspn(list, ","), length = whole;
		const char *element = list;

		while (length > 0 && isspace((unsigned char)*element)) {
			element++;
			length--;
		}
		while (length > 0 && isspace((unsigned char)element[length - 1]))
			length--;
		if (length == 0 || !take(settings, element, length))
			return false;
		if (!list[whole])
			return true;
		list += whole + 1;
	}
}

static bool is_word(const char *element, size_t length, const char *word)
{
	return strlen(word) == length && strncasecmp(element, word, length) == 0;
}

#define ALL_PROTOCOLS (~0U)

static bool take_protocol(struct sslinv_system_default *settings, const char *element, size_t length)
{
	static const char *const others[] = { "SSLv2", "DTLSv1", "DTLSv1.2" };
	bool is_off = *element == '-';
	unsigned bits = 0;

	if (is_off || *element == '+') {
		element++;
		length--;
	}
	if (is_word(element, length, "ALL"))
		bits = ALL_PROTOCOLS;
	for (unsigned i = SSLINV_PROTOCOL_SSL3; i < SSLINV_PROTOCOL_COUNT; i++)
		if (is_word(element, length, protocol_names[i]))
			bits = 1U << i;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(others) && !bits; i++)
		if (is_word(element, length, others[i]))
			return true;
	settings->disabled = is_off ? settings->disabled | bits : settings->disabled & ~bits;
	return bits != 0;
}

static bool run_protocol(struct sslinv_system_default *settings, const char *value)
{
	return each_element(settings, value, take_protocol);
}

/* The first are those of 1.1.1. */
static const char *const option_names[] = {
	"SessionTicket",
	"EmptyFragments",
	"Bugs",
	"Compression",
	"ServerPreference",
	"NoResumptionOnRenegotiation",
	"DHSingle",
	"ECDHSingle",
	"UnsafeLegacyRenegotiation",
	"EncryptThenMac",
	"NoRenegotiation",
	"AllowNoDHEKEX",
	"PrioritizeChaCha",
	"MiddleboxCompat",
	"AntiReplay",
	"UnsafeLegacyServerConnect",
	"ClientRenegotiation",
	"PreferNoDHEKEX",
	"ExtendedMasterSecret",
	"CANames",
	"KTLS",
	"StrictCertCheck",
	"TxCertificateCompression",
	"RxCertificateCompression",
	"KTLSTxZerocopySendfile",
	"IgnoreUnexpectedEOF",
	"LegacyECPointFormats",
};

static bool take_option(struct sslinv_system_default *settings, const char *element, size_t length)
{
	(void)settings;
	if (*element == '-' || *element == '+') {
		element++;
		length--;
	}
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(option_names); i++)
		if (is_word(element, length, option_names[i]))
			return true;
	return false;
}

static bool run_options(struct sslinv_system_default *settings, const char *value)
{
	return each_element(settings, value, take_option);
}

/* Has no part in the policy, and is taken to be right. */
static bool run_other(struct sslinv_system_default *settings, const char *value)
{
	(void)settings;
	(void)value;
	return true;
}

static const struct {
	const char *name;
	run_command *run;
} commands[] = {
	{ "MinProtocol", run_min },
	{ "MaxProtocol", run_max },
	{ "CipherString", run_ciphers },
	{ "Ciphersuites", run_ciphersuites },
	{ "Groups", run_groups },
	{ "Curves", run_groups },
	{ "Protocol", run_protocol },
	{ "Options", run_options },
	{ "SignatureAlgorithms", run_other },
	{ "ClientSignatureAlgorithms", run_other },
	{ "ECDHParameters", run_other },
	{ "VerifyMode", run_other },
	{ "ChainCAPath", run_other },
	{ "ChainCAFile", run_other },
	{ "VerifyCAPath", run_other },
	{ "VerifyCAFile", run_other },
	{ "RecordPadding", run_other },
	{ "NumTickets", run_other },
};

/* Whatever is before the first point of the name is a label. */
static const char *command_name(const char *name)
{
	const char *point = strchr(name, '.');

	return point ? point + 1 : name;
}

static bool run(struct sslinv_system_default *settings, const char *name, const char *value)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(commands); i++)
		if (strcasecmp(commands[i].name, command_name(name)) == 0)
			return commands[i].run(settings, value);
	return false;
}

/* A formatted reason, kept where there is none so far. */
static int keep_reason(struct sslinv_arena *arena, const char **reason, const struct sslinv_configuration_value *command,
		       const char *what)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *text = sslinv_str_format("%.100s = %.100s %s", command->name, command->value,
								       what);

	if (text && !*reason)
		*reason = sslinv_arena_strdup(arena, text);
	return *reason ? 0 : SSLINV_E_MEMORY;
}

int sslinv_commands_run(const struct sslinv_configuration_section *section, const struct sslinv_openssl_version *version,
			bool is_strict, struct sslinv_arena *arena, struct sslinv_system_default *settings)
{
	bool stops = version->number[0] < 3;

	for (size_t i = 0; i < section->count; i++) {
		const struct sslinv_configuration_value *command = section->items[i];

		if (command->is_replaced)
			continue;
		if (command->is_open)
			return keep_reason(arena, &settings->doubt, command, "depends on the environment of a program");
		if (run(settings, command->name, command->value))
			continue;
		if (keep_reason(arena, is_strict ? &settings->refusal : &settings->note, command,
				is_strict ? "is not valid, and config_diagnostics lets no program go on"
				: stops   ? "is not valid, and OpenSSL 1.1.1 takes nothing of what follows"
					  : "is not valid, and is passed over") < 0)
			return SSLINV_E_MEMORY;
		if (stops)
			break;
	}
	return 0;
}
