/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Asks the package databases: a root may hold libraries of machines that it does not run on. */
#include "host/arch.h"

#include <string.h>

#include "base/attributes.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "distro/machine.h"

/* The first line is the native architecture (dpkg(1), --print-architecture and --add-architecture). */
#define DPKG_ARCHITECTURES "/var/lib/dpkg/arch"
#define DPKG_ARCHITECTURES_MAX 4096

/* As many different ones no host has. */
#define MAX_MACHINES 16

static const char *const managers[] = { "dpkg", "rpm", "apk-tools" };

/* The architecture that dpkg calls native, in `word`; NULL where it does not say. */
static const char *native_of_dpkg(const struct sslinv_root *root, char *word, size_t size)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *text = NULL;
	size_t length = 0;

	if (sslinv_root_read(root, DPKG_ARCHITECTURES, DPKG_ARCHITECTURES_MAX, &text, &length) < 0)
		return NULL;
	length = strcspn(text, "\n");
	if (length == 0 || length >= size || !sslinv_str_is_printable(text, length))
		return NULL;
	memcpy(word, text, length);
	word[length] = '\0';
	return sslinv_machine_of(word);
}

static const char *machine_of_manager(const struct sslinv_facts *facts)
{
	for (size_t m = 0; m < SSLINV_ARRAY_SIZE(managers); m++)
		for (size_t i = 0; i < facts->packages.count; i++)
			if (strcmp(facts->packages.items[i].name, managers[m]) == 0)
				return sslinv_machine_of(facts->packages.items[i].arch);
	return NULL;
}

static const char *machine_of_most(const struct sslinv_facts *facts)
{
	struct {
		const char *machine;
		size_t count;
	} machines[MAX_MACHINES] = { { NULL, 0 } };
	size_t known = 0, most = 0;

	for (size_t i = 0; i < facts->packages.count; i++) {
		const char *machine = sslinv_machine_of(facts->packages.items[i].arch);
		size_t at = 0;

		while (machine && at < known && strcmp(machines[at].machine, machine) != 0)
			at++;
		if (!machine || at == MAX_MACHINES)
			continue;
		machines[at].machine = machine;
		known += at == known;
		machines[at].count++;
		if (machines[at].count > machines[most].count)
			most = at;
	}
	return machines[most].machine;
}

int sslinv_host_find_arch(const struct sslinv_root *root, struct sslinv_facts *facts, struct sslinv_error *error)
{
	char word[64];
	const char *machine;

	if (facts->host.arch)
		return 0;
	machine = native_of_dpkg(root, word, sizeof(word));
	if (!machine)
		machine = machine_of_manager(facts);
	if (!machine)
		machine = machine_of_most(facts);
	if (!machine)
		return 0;
	facts->host.arch = sslinv_facts_text(facts, machine);
	return facts->host.arch ? 0 : sslinv_error_memory(error);
}
