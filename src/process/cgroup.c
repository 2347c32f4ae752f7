/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which unit and which container a process belongs to. A path of control groups is read from its beginning, as systemd reads
 * it: whoever has a group of his own may make others below it, with any name.
 */
#include "process/cgroup.h"

#include <stdbool.h>
#include <string.h>

#include "base/attributes.h"
#include "base/error.h"

/* So many hexadecimal digits name a container of the OCI's runtimes; twelve of them are what their commands show. */
#define ID_LENGTH 64
#define ID_SHOWN 12

/* One component of a path. */
struct part {
	const char *text;
	size_t length;
};

enum name_kind {
	NAME_ID,   /* 64 hexadecimal digits */
	NAME_TEXT, /* any name */
};

/* How managers of containers name the group of one: `beginning NAME end`, or the component behind `parent`. */
static const struct {
	const char *kind;
	const char *within; /* stands somewhere in the path; NULL: whatever stands there */
	const char *parent; /* the component before it; NULL: any */
	const char *beginning, *end;
	enum name_kind name;
} containers[] = {
	{ "docker", NULL, NULL, "docker-", ".scope", NAME_ID },
	{ "docker", NULL, "docker", "", "", NAME_ID },
	{ "podman", NULL, NULL, "libpod-", ".scope", NAME_ID },
	{ "podman", NULL, NULL, "libpod-", "", NAME_ID },
	{ "kubernetes", NULL, NULL, "cri-containerd-", ".scope", NAME_ID },
	{ "kubernetes", NULL, NULL, "crio-", ".scope", NAME_ID },
	{ "kubernetes", NULL, NULL, "crio-", "", NAME_ID },
	{ "kubernetes", "kubepods", NULL, "", "", NAME_ID },
	{ "containerd", NULL, NULL, "nerdctl-", ".scope", NAME_ID },
	{ "lxc", NULL, NULL, "lxc.payload.", "", NAME_TEXT },
	{ "lxc", NULL, "lxc.payload", "", "", NAME_TEXT },
	{ "lxc", NULL, "lxc", "", "", NAME_TEXT },
	{ "nspawn", NULL, NULL, "systemd-nspawn@", ".service", NAME_TEXT },
	{ "nspawn", NULL, "machine.slice", "machine-", ".scope", NAME_TEXT },
	{ "container", NULL, NULL, "", "", NAME_ID },
};

/* What begins so are virtual machines: their processes run on the host. */
static const char *const machines[] = { "machine-qemu", "machine-libvirt" };

/* What stands behind the last dot of a unit that processes can belong to. */
static const char *const unit_types[] = { ".service", ".scope", ".socket", ".mount", ".swap" };

static bool starts(const struct part *part, const char *text)
{
	size_t length = strlen(text);

	return part->length >= length && memcmp(part->text, text, length) == 0;
}

static bool ends(const struct part *part, const char *text)
{
	size_t length = strlen(text);

	return part->length >= length && memcmp(part->text + part->length - length, text, length) == 0;
}

static bool is(const struct part *part, const char *text)
{
	return part->length == strlen(text) && starts(part, text);
}

/* The next component of a path, which `*at` is behind then; false at its end. */
static bool next_part(const char **at, struct part *part)
{
	part->text = *at + strspn(*at, "/");
	part->length = strcspn(part->text, "/");
	*at = part->text + part->length;
	return part->length > 0;
}

/* systemd puts `_` before a name that the kernel could take for one of its own files. */
static void unescape(struct part *part)
{
	if (part->length > 1 && part->text[0] == '_') {
		part->text++;
		part->length--;
	}
}

/* The characters of systemd.unit(5). */
static bool is_unit(const struct part *part)
{
	static const char valid[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:-_.\\@";

	if (part->length > 255 || strspn(part->text, valid) < part->length || part->text[0] == '-')
		return false;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(unit_types); i++)
		if (ends(part, unit_types[i]) && part->length > strlen(unit_types[i]))
			return true;
	return false;
}

/* The unit that a path begins with, behind its slices; *at is behind it then. */
static bool take_unit(const char **at, struct part *unit)
{
	while (next_part(at, unit)) {
		unescape(unit);
		if (!ends(unit, ".slice"))
			return is_unit(unit);
	}
	return false;
}

/* `user@1000.service` runs units of its own. */
static int find_unit(const char *path, struct sslinv_str *out)
{
	struct part unit, own;

	if (!take_unit(&path, &unit))
		return 0;
	if (sslinv_str_add_bytes(out, unit.text, unit.length) < 0)
		return SSLINV_E_MEMORY;
	if (!starts(&unit, "user@") || !take_unit(&path, &own) || is(&own, "init.scope"))
		return 0;
	return sslinv_str_add(out, "/") < 0 ? SSLINV_E_MEMORY : sslinv_str_add_bytes(out, own.text, own.length);
}

static bool is_machine(const struct part *part)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(machines); i++)
		if (starts(part, machines[i]))
			return true;
	return false;
}

/* The name in the component where it is a container's by row `row` of the table. */
static bool fits(size_t row, const char *path, const struct part *parent, const struct part *part, struct part *name)
{
	size_t before = strlen(containers[row].beginning), behind = strlen(containers[row].end);

	if ((containers[row].within && !strstr(path, containers[row].within)) ||
	    (containers[row].parent && !is(parent, containers[row].parent)) || !starts(part, containers[row].beginning) ||
	    !ends(part, containers[row].end) || part->length <= before + behind)
		return false;
	name->text = part->text + before;
	name->length = part->length - before - behind;
	if (containers[row].name == NAME_TEXT)
		return !is_machine(part);
	return name->length == ID_LENGTH && strspn(name->text, "0123456789abcdef") >= ID_LENGTH;
}

/* The container that a path leads through; *at is behind it then, or where it was. */
static int find_container(const char **at, struct sslinv_str *out)
{
	struct part parent = { "", 0 }, part, name;

	for (const char *path = *at; next_part(&path, &part); parent = part)
		for (size_t row = 0; row < SSLINV_ARRAY_SIZE(containers); row++) {
			if (!fits(row, *at, &parent, &part, &name))
				continue;
			*at = path;
			if (containers[row].name == NAME_ID)
				name.length = ID_SHOWN;
			return sslinv_str_printf(out, "%s %.*s", containers[row].kind, (int)name.length, name.text);
		}
	return 0;
}

/* Below the group of a container some managers have one for the container's processes and one for their own. */
static const char *behind_payload(const char *path)
{
	static const char *const names[] = { "payload", "container" };
	const char *at = path;
	struct part part;

	if (next_part(&at, &part))
		for (size_t i = 0; i < SSLINV_ARRAY_SIZE(names); i++)
			if (is(&part, names[i]))
				return at;
	return path;
}

/* What is preferred of the lines `NUMBER:CONTROLLERS:PATH`: that of systemd, then that of version 2, then any. */
static int rank_of(const char *line, const char *path)
{
	if (path[0] == '\0' || path[0] == '\n' || strncmp(path, "/\n", 2) == 0 || strcmp(path, "/") == 0)
		return 0;
	return strstr(line, ":name=systemd:") == strchr(line, ':') ? 3 : strncmp(line, "0::", 3) == 0 ? 2 : 1;
}

int sslinv_cgroup_parse(const char *text, struct sslinv_str *unit, struct sslinv_str *container)
{
	struct sslinv_str path = { 0 };
	int best = 0, rc = 0;

	for (const char *line = text; *line && rc == 0; line += strcspn(line, "\n"), line += *line == '\n') {
		const char *first = strchr(line, ':'), *second = first ? strchr(first + 1, ':') : NULL;
		int rank = second ? rank_of(line, second + 1) : 0;

		if (rank <= best)
			continue;
		best = rank;
		sslinv_str_reset(&path);
		rc = sslinv_str_add_bytes(&path, second + 1, strcspn(second + 1, "\n"));
	}
	if (rc == 0 && best > 0) {
		const char *at = sslinv_str_text(&path);

		rc = find_container(&at, container);
		if (rc == 0)
			rc = find_unit(container->length ? behind_payload(at) : at, unit);
	}
	sslinv_str_free(&path);
	return rc;
}
