/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What dpkg's database says is installed, read stanza by stanza and checked for damage. */
#include "dpkg_status.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "dpkg_stanza.h"

#define STATUS_MAX (64u << 20)
#define SMALL_MAX (1u << 20)
#define ENTRIES_MAX 200000u

/* Ranks: status.d, then the status file, then the journal in the order of its file names. */
enum { RANK_DISTROLESS = 0, RANK_STATUS = 1, RANK_JOURNAL = 2 };

static const char *const state_names[] = {
	[SSLINV_DPKG_NOT_INSTALLED] = "not-installed",       [SSLINV_DPKG_CONFIG_FILES] = "config-files",
	[SSLINV_DPKG_HALF_INSTALLED] = "half-installed",     [SSLINV_DPKG_UNPACKED] = "unpacked",
	[SSLINV_DPKG_HALF_CONFIGURED] = "half-configured",   [SSLINV_DPKG_TRIGGERS_AWAITED] = "triggers-awaited",
	[SSLINV_DPKG_TRIGGERS_PENDING] = "triggers-pending", [SSLINV_DPKG_INSTALLED] = "installed",
};

/* One file while it is read, and what is to be said of it at its end. */
struct source {
	const char *path; /* as seen from inside the root */
	const char *file; /* inside status.d, or NULL */
	unsigned rank;
	size_t stanzas, malformed, malformed_line, unversioned;
	bool cut_off;
	char unversioned_name[SSLINV_DPKG_WORD_MAX + 1];
};

/* The third word of `install ok installed`; false where it is not one of dpkg's. */
static bool read_state(struct sslinv_dpkg_slice status, enum sslinv_dpkg_state *state)
{
	const char *word = status.text, *end = status.text + status.length;

	for (int skip = 0; skip < 2; skip++) {
		while (word < end && *word != ' ')
			word++;
		while (word < end && *word == ' ')
			word++;
	}
	for (size_t i = 0; i < SSLINV_DPKG_COUNT(state_names); i++) {
		size_t length = strlen(state_names[i]);

		if ((size_t)(end - word) == length && !memcmp(word, state_names[i], length)) {
			*state = (enum sslinv_dpkg_state)i;
			return true;
		}
	}
	return false;
}

/* Was the file cut off inside this stanza, and must the stanza be left out for it? */
static bool is_cut(struct source *source, const struct sslinv_dpkg_stanza *stanza)
{
	bool described = stanza->fields[SSLINV_DPKG_FIELD_DESCRIPTION].text != NULL;

	if (source->rank == RANK_DISTROLESS) {
		/* Copies of control files, made by many tools: some leave out the last newline. */
		source->cut_off |= stanza->cut && stanza->last_field != SSLINV_DPKG_FIELDS &&
				   stanza->last_field != SSLINV_DPKG_FIELD_DESCRIPTION;
		return source->cut_off;
	}
	source->cut_off |= stanza->cut || (!stanza->blank_line && !described);
	return stanza->cut && !described;
}

static int add_entry(struct sslinv_dpkg_status *status, struct source *source, const struct sslinv_dpkg_stanza *stanza)
{
	struct sslinv_dpkg_slice name = stanza->fields[SSLINV_DPKG_FIELD_PACKAGE],
				 arch = stanza->fields[SSLINV_DPKG_FIELD_ARCHITECTURE];
	struct sslinv_dpkg_slice version = stanza->fields[SSLINV_DPKG_FIELD_VERSION];
	struct sslinv_dpkg_entry *entry;
	enum sslinv_dpkg_state state = SSLINV_DPKG_INSTALLED;
	bool has_status = stanza->fields[SSLINV_DPKG_FIELD_STATUS].text != NULL, on_disk;

	if (is_cut(source, stanza))
		return 0;
	if (stanza->malformed || !sslinv_dpkg_is_word(name, "+-._") || (!has_status && source->rank != RANK_DISTROLESS) ||
	    (has_status && !read_state(stanza->fields[SSLINV_DPKG_FIELD_STATUS], &state)) ||
	    (version.length && !sslinv_dpkg_is_word(version, "+-.:~_")) ||
	    (arch.length && !sslinv_dpkg_is_word(arch, "-"))) {
		if (!source->malformed++)
			source->malformed_line = stanza->first_line;
		return 0;
	}
	on_disk = state >= SSLINV_DPKG_HALF_INSTALLED;
	if (on_disk && !version.length) {
		if (!source->unversioned++)
			snprintf(source->unversioned_name, sizeof(source->unversioned_name), "%.*s", (int)name.length,
				 name.text);
	}
	if (status->count == status->capacity) {
		size_t room = status->capacity ? status->capacity * 2 : 512;
		struct sslinv_dpkg_entry *grown;

		if (status->count >= ENTRIES_MAX)
			return -E2BIG;
		grown = realloc(status->entries, room * sizeof(*grown));
		if (!grown)
			return -ENOMEM;
		status->entries = grown;
		status->capacity = room;
	}
	entry = &status->entries[status->count];
	*entry = (struct sslinv_dpkg_entry){
		.name = strndup(name.text, name.length),
		.arch = arch.length ? strndup(arch.text, arch.length) : strdup(""),
		.state = state,
		.installed = on_disk && version.length,
		.has_status = has_status,
		.rank = source->rank,
		.file = source->file,
		.text = stanza->whole.text,
		.length = stanza->whole.length,
	};
	status->count++;
	return entry->name && entry->arch ? 0 : -ENOMEM;
}

/* Says what was wrong with a file that has been read. */
static int tell(const struct source *source, const struct sslinv_backend_sink *sink)
{
	int rc = 0;

	if (source->cut_off)
		rc = sslinv_backend_problem(sink, source->path,
					    "is cut off at its end: packages may be missing; restore it from a backup "
					    "(dpkg keeps some in var/backups) or from status-old");
	if (!rc && source->malformed)
		rc = sslinv_backend_problem(
			sink, source->path,
			"%zu of %zu stanzas are damaged and left out, the first at line %zu; restore it from a "
			"backup (dpkg keeps some in var/backups) or from status-old",
			source->malformed, source->stanzas, source->malformed_line);
	if (!rc && source->unversioned)
		rc = sslinv_backend_problem(
			sink, source->path,
			"%zu packages are partly unpacked and have no version (the first: %s), they are left "
			"out; install them again or remove them",
			source->unversioned, source->unversioned_name);
	return rc;
}

/* Reads one file with stanzas. The text stays with the status. */
static int read_source(struct sslinv_dpkg_status *status, struct source *source, int fd,
		       const struct sslinv_backend_sink *sink)
{
	SSLINV_DPKG_CLEANUP(sslinv_dpkg_free_ptr) char *text = NULL;
	struct sslinv_dpkg_stanza_reader reader = { 0 };
	struct sslinv_dpkg_stanza stanza;
	char **texts;
	size_t capacity = 0;
	int rc;

	rc = sslinv_dpkg_read(fd, source->rank == RANK_STATUS ? STATUS_MAX : SMALL_MAX, &text, &capacity, &reader.left);
	if (rc < 0)
		return sslinv_dpkg_unreadable(sink, source->path, rc);
	texts = realloc(status->texts, (status->text_count + 1) * sizeof(*texts));
	if (!texts)
		return sslinv_dpkg_out_of_memory(sink);
	status->texts = texts;
	texts[status->text_count++] = text;
	reader.at = text;
	text = NULL;
	while (sslinv_dpkg_stanza_next(&reader, &stanza)) {
		source->stanzas++;
		rc = add_entry(status, source, &stanza);
		if (rc < 0)
			return sslinv_dpkg_unreadable(sink, source->path, rc);
	}
	rc = tell(source, sink);
	if (rc < 0)
		return rc;
	if (source->rank == RANK_STATUS && source->stanzas && source->malformed == source->stanzas) {
		rc = sslinv_backend_problem(sink, source->path, "not a status file of dpkg");
		return rc < 0 ? rc : -EBADMSG;
	}
	return 0;
}

/* dpkg gives the files of its journal numbers for names. */
static bool is_journal(const char *name)
{
	return name[strspn(name, "0123456789")] == '\0';
}

static bool is_control(const char *name)
{
	return name[0] != '.' && !sslinv_dpkg_ends_with(name, ".md5sums");
}

/* Reads the files of a directory, where there is one. A file that cannot be read is told, and the next one is tried. */
static int read_sources(struct sslinv_dpkg_status *status, const struct sslinv_backend_sink *sink, const char *directory,
			const struct sslinv_dpkg_names *names, int directory_fd, unsigned rank)
{
	for (size_t i = 0; i < names->count; i++) {
		SSLINV_DPKG_CLEANUP(sslinv_dpkg_close_fd) int fd = -1;
		char path[512];
		struct source source = { .path = path, .rank = rank };
		int rc;

		if (rank == RANK_DISTROLESS)
			source.file = names->names[i];
		else
			source.rank += (unsigned)i;
		snprintf(path, sizeof(path), "%s/%s", directory, names->names[i]);
		fd = sslinv_dpkg_open_regular_at(directory_fd, names->names[i]);
		if (fd < 0) {
			rc = sslinv_backend_problem(sink, path, "cannot be read: %s", sslinv_dpkg_reason(fd));
			if (rc < 0)
				return rc;
			continue;
		}
		rc = read_source(status, &source, fd, sink);
		if (rc < 0)
			return rc;
	}
	return 0;
}

static int read_directory(struct sslinv_dpkg_status *status, const struct sslinv_backend_host *host,
			  const struct sslinv_backend_sink *sink, const char *path, bool (*wanted)(const char *name),
			  unsigned rank, struct sslinv_dpkg_names *names)
{
	SSLINV_DPKG_CLEANUP(sslinv_dpkg_close_fd) int fd = sslinv_dpkg_open_directory(host, path);
	int rc;

	if (fd == -ENOENT)
		return 0;
	rc = fd < 0 ? fd : sslinv_dpkg_list(fd, wanted, names);
	if (rc < 0)
		return sslinv_dpkg_unreadable(sink, path, rc);
	return read_sources(status, sink, path, names, fd, rank);
}

static int compare_keys(const struct sslinv_dpkg_entry *left, const struct sslinv_dpkg_entry *right)
{
	int order = strcmp(left->name, right->name);

	return order ? order : strcmp(left->arch, right->arch);
}

static int compare_entries(const void *left, const void *right)
{
	const struct sslinv_dpkg_entry *a = left, *b = right;
	int order = compare_keys(a, b);

	if (!order)
		order = a->rank < b->rank ? -1 : a->rank > b->rank;
	/* Stanzas of one file lie in one buffer. */
	return order ? order : a->text < b->text ? -1 : a->text > b->text;
}

static void free_entry(struct sslinv_dpkg_entry *entry)
{
	free(entry->name);
	free(entry->arch);
}

/* The length of a stanza without the empty lines at its end. */
static size_t text_length(const struct sslinv_dpkg_entry *entry)
{
	size_t length = entry->length;

	while (length > 0 && entry->text[length - 1] == '\n')
		length--;
	return length;
}

static bool has_list(const struct sslinv_backend_host *host, const struct sslinv_dpkg_entry *entry)
{
	char path[512];

	snprintf(path, sizeof(path), SSLINV_DPKG_STATUS_D "/%s.md5sums", entry->file);
	return sslinv_dpkg_exists(host, path);
}

/* Two files of status.d with one stanza, as builders of images make them: the one with a list of files is kept in `kept`. */
static bool is_same_stanza(const struct sslinv_backend_host *host, struct sslinv_dpkg_entry *kept,
			   struct sslinv_dpkg_entry *entry)
{
	struct sslinv_dpkg_entry other;

	if (!kept->file || !entry->file || text_length(kept) != text_length(entry) ||
	    memcmp(kept->text, entry->text, text_length(kept)) != 0)
		return false;
	if (!has_list(host, kept)) {
		other = *kept;
		*kept = *entry;
		*entry = other;
	}
	return true;
}

/* Sorts, and keeps of the stanzas that speak of one package the one that holds. */
static int settle(struct sslinv_dpkg_status *status, const struct sslinv_backend_host *host,
		  const struct sslinv_backend_sink *sink)
{
	size_t kept = 0, twice = 0;
	const char *first = NULL;

	if (status->count)
		qsort(status->entries, status->count, sizeof(*status->entries), compare_entries);
	for (size_t i = 0; i < status->count; i++) {
		struct sslinv_dpkg_entry *entry = &status->entries[i];

		if (kept && !compare_keys(&status->entries[kept - 1], entry)) {
			if (is_same_stanza(host, &status->entries[kept - 1], entry)) {
				free_entry(entry);
				continue;
			}
			if (status->entries[kept - 1].rank == entry->rank && !twice++)
				first = entry->text;
			free_entry(&status->entries[--kept]);
		}
		status->entries[kept++] = *entry;
	}
	status->count = kept;
	for (size_t i = 0; i < kept; i++) {
		status->installed += status->entries[i].installed;
		status->from_status += status->entries[i].installed && !status->entries[i].file;
	}
	if (!twice)
		return 0;
	return sslinv_backend_problem(
		sink, SSLINV_DPKG_STATUS,
		"%zu packages are in it twice (the first stanza begins \"%.*s\"): it is damaged; restore "
		"it from a backup (dpkg keeps some in var/backups)",
		twice, (int)strcspn(first, "\n"), first);
}

static int add_architecture(struct sslinv_dpkg_status *status, const char *word, size_t length)
{
	/* `all` is no machine. */
	if (!sslinv_dpkg_is_word((struct sslinv_dpkg_slice){ word, length }, "-") ||
	    (length == 3 && !memcmp(word, "all", 3)))
		return 0;
	for (size_t i = 0; i < status->architecture_count; i++)
		if (!strncmp(status->architectures[i], word, length) && !status->architectures[i][length])
			return 0;
	if (status->architecture_count == SSLINV_DPKG_ARCHITECTURES_MAX)
		return -E2BIG;
	status->architectures[status->architecture_count] = strndup(word, length);
	if (!status->architectures[status->architecture_count])
		return -ENOMEM;
	status->architecture_count++;
	return 0;
}

/* The architectures in one of dpkg's files, one a line. */
static int add_architecture_file(struct sslinv_dpkg_status *status, const struct sslinv_backend_host *host, const char *path,
				 const struct sslinv_backend_sink *sink)
{
	SSLINV_DPKG_CLEANUP(sslinv_dpkg_close_fd) int fd = sslinv_dpkg_open_regular(host, path);
	SSLINV_DPKG_CLEANUP(sslinv_dpkg_free_ptr) char *text = NULL;
	size_t capacity = 0, length;
	int rc;

	if (fd == -ENOENT)
		return 0;
	rc = fd < 0 ? fd : sslinv_dpkg_read(fd, SMALL_MAX, &text, &capacity, &length);
	if (rc < 0)
		return sslinv_dpkg_unreadable(sink, path, rc);
	for (char *line = text; *line; line += strcspn(line, "\n"), line += *line == '\n') {
		rc = add_architecture(status, line, strcspn(line, "\n"));
		if (rc < 0)
			return sslinv_dpkg_unreadable(sink, path, rc);
	}
	return 0;
}

/* libapt-pkg sees no package of an architecture that it was not told, and it asks dpkg itself when it is told none. */
static int find_architectures(struct sslinv_dpkg_status *status, const struct sslinv_backend_host *host,
			      const struct sslinv_backend_sink *sink)
{
	static const char *const files[] = { "var/lib/dpkg/arch-native", "var/lib/dpkg/arch" };
	static const char *const native[] = { "dpkg", "libc6" };
	int rc;

	for (size_t i = 0; i < SSLINV_DPKG_COUNT(files); i++) {
		rc = add_architecture_file(status, host, files[i], sink);
		if (rc < 0)
			return rc;
	}
	for (size_t i = 0; i < SSLINV_DPKG_COUNT(native); i++) {
		const struct sslinv_dpkg_entry *entry = sslinv_dpkg_status_find(status, native[i], NULL);

		rc = entry ? add_architecture(status, entry->arch, strlen(entry->arch)) : 0;
		if (rc < 0)
			return sslinv_dpkg_unreadable(sink, SSLINV_DPKG_STATUS, rc);
	}
	for (size_t i = 0; i < status->count; i++) {
		rc = add_architecture(status, status->entries[i].arch, strlen(status->entries[i].arch));
		if (rc < 0)
			return sslinv_dpkg_unreadable(sink, SSLINV_DPKG_STATUS, rc);
	}
	/* Packages for all architectures alone: which machine it is makes no difference, but libapt-pkg wants one. */
	return status->architecture_count ? 0 : add_architecture(status, "amd64", 5);
}

int sslinv_dpkg_status_read(struct sslinv_dpkg_status *status, const struct sslinv_backend_host *host,
			    const struct sslinv_backend_sink *sink)
{
	SSLINV_DPKG_CLEANUP(sslinv_dpkg_close_fd) int directory = sslinv_dpkg_open_directory(host, SSLINV_DPKG_DIRECTORY);
	SSLINV_DPKG_CLEANUP(sslinv_dpkg_close_fd) int fd = sslinv_dpkg_open_regular(host, SSLINV_DPKG_STATUS);
	struct sslinv_dpkg_names journal = { 0 };
	struct source source = { .path = SSLINV_DPKG_STATUS, .rank = RANK_STATUS };
	int rc;

	if (directory < 0)
		return sslinv_dpkg_unreadable(sink, SSLINV_DPKG_DIRECTORY, directory);
	if (fd < 0 && fd != -ENOENT)
		return sslinv_dpkg_unreadable(sink, SSLINV_DPKG_STATUS, fd);
	status->have_status = fd >= 0;
	rc = fd >= 0 ? read_source(status, &source, fd, sink) : 0;
	if (!rc)
		rc = read_directory(status, host, sink, SSLINV_DPKG_STATUS_D, is_control, RANK_DISTROLESS,
				    &status->distroless);
	if (!rc)
		rc = read_directory(status, host, sink, "var/lib/dpkg/updates", is_journal, RANK_JOURNAL, &journal);
	sslinv_dpkg_names_free(&journal);
	if (!rc)
		rc = settle(status, host, sink);
	return rc ? rc : find_architectures(status, host, sink);
}

int sslinv_dpkg_status_write(const struct sslinv_dpkg_status *status, const char *path)
{
	SSLINV_DPKG_CLEANUP(sslinv_dpkg_close_file) FILE *file = fopen(path, "wxe");

	if (!file)
		return -errno;
	for (size_t i = 0; i < status->count; i++) {
		const struct sslinv_dpkg_entry *entry = &status->entries[i];

		if (!entry->installed)
			continue;
		if (!entry->has_status)
			fputs("Status: install ok installed\n", file);
		fwrite(entry->text, 1, entry->length, file);
		fputs(entry->text[entry->length - 1] == '\n' ? "\n" : "\n\n", file);
	}
	if (fflush(file) != 0 || ferror(file))
		return errno ? -errno : -EIO;
	return 0;
}

const struct sslinv_dpkg_entry *sslinv_dpkg_status_find(const struct sslinv_dpkg_status *status, const char *name,
							const char *arch)
{
	size_t low = 0, high = status->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct sslinv_dpkg_entry *entry = &status->entries[middle];
		int order = strcmp(entry->name, name);

		if (!order && arch)
			order = strcmp(entry->arch, arch);
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == status->count || strcmp(status->entries[low].name, name) != 0 ||
	    (arch && strcmp(status->entries[low].arch, arch) != 0))
		return NULL;
	return &status->entries[low];
}

void sslinv_dpkg_status_free(struct sslinv_dpkg_status *status)
{
	for (size_t i = 0; i < status->count; i++)
		free_entry(&status->entries[i]);
	free(status->entries);
	for (size_t i = 0; i < status->text_count; i++)
		free(status->texts[i]);
	free(status->texts);
	for (size_t i = 0; i < status->architecture_count; i++)
		free(status->architectures[i]);
	sslinv_dpkg_names_free(&status->distroless);
	memset(status, 0, sizeof(*status));
}
