/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A private copy of what the root's repositories offer, for libapt-pkg to read. */
#include "apt_lists.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "dpkg_stanza.h"

#define LISTS "var/lib/apt/lists"
#define CONFIGURATION_MAX (1u << 20)
#define RELEASE_MAX (16u << 20)
#define PACKAGES_MAX (2048ull << 20) /* of all lists together, decompressed */
#define KEPT_MAX (64u << 20)         /* of one list */
#define STANZA_MAX (4u << 20)
#define FILES_MAX 4096u

struct copy {
	const struct sslinv_backend_host *host;
	const struct sslinv_backend_sink *sink;
	const struct sslinv_dpkg_status *status;
	const char *directory;
	unsigned long long packages_left;
	size_t copied_sources, copied_lists;
};

/* Bytes that grow. */
struct bytes {
	char *data;
	size_t length, capacity;
};

static void free_bytes(struct bytes *bytes)
{
	free(bytes->data);
}

static int add_bytes(struct bytes *bytes, const char *data, size_t length)
{
	if (bytes->capacity - bytes->length < length) {
		size_t room = bytes->capacity + bytes->capacity / 2 + length + 4096;
		char *grown = realloc(bytes->data, room);

		if (!grown)
			return -ENOMEM;
		bytes->data = grown;
		bytes->capacity = room;
	}
	if (length)
		memcpy(bytes->data + bytes->length, data, length);
	bytes->length += length;
	return 0;
}

/* Writes a new file below the private directory. Returns 0 or a negative errno, -EEXIST where it is there. */
static int write_copy(const struct copy *copy, const char *path, const char *data, size_t length)
{
	SSLINV_DPKG_CLEANUP(sslinv_dpkg_free_ptr) char *full = NULL;
	SSLINV_DPKG_CLEANUP(sslinv_dpkg_close_file) FILE *file = NULL;

	if (asprintf(&full, "%s/%s", copy->directory, path) < 0) {
		full = NULL;
		return -ENOMEM;
	}
	file = fopen(full, "wxe");
	if (!file)
		return -errno;
	if (length && fwrite(data, 1, length, file) != length)
		return errno ? -errno : -EIO;
	return fflush(file) == 0 ? 0 : -errno;
}

static int cannot_write(const struct copy *copy, const char *path, int code)
{
	int rc = sslinv_backend_problem(copy->sink, path, "cannot be copied to the private directory: %s; make room in it",
					strerror(-code));

	return rc < 0 ? rc : code;
}

/* Says that a file was left out; 0, or what the sink returned. */
static int left_out(const struct copy *copy, const char *path, const char *reason)
{
	return sslinv_backend_problem(copy->sink, path,
				      "cannot be read: %s; what the host's repositories offer is not fully known", reason);
}

/* Options that name keys, or trust without them: nothing is checked here, and apt fails where they contradict each other. */
static const char *const dropped_options[] = { "signed-by", "trusted" };

/* Is the word that ends at `end`, `:` or `=`, one of the dropped options? */
static bool is_dropped(const char *word, const char *end)
{
	for (size_t i = 0; i < SSLINV_DPKG_COUNT(dropped_options); i++)
		if ((size_t)(end - word) == strlen(dropped_options[i]) &&
		    !strncasecmp(word, dropped_options[i], (size_t)(end - word)))
			return true;
	return false;
}

/* The fields of a *.sources file, without the dropped ones and what continues them. */
static int filter_deb822(const char *text, size_t length, struct bytes *out)
{
	const char *end = text + length;
	bool dropping = false;
	int rc = 0;

	for (const char *line = text, *next; !rc && line < end; line = next) {
		const char *newline = memchr(line, '\n', (size_t)(end - line));
		const char *colon = memchr(line, ':', (size_t)((newline ? newline : end) - line));

		next = newline ? newline + 1 : end;
		if (*line != ' ' && *line != '\t' && *line != '#')
			dropping = colon && is_dropped(line, colon);
		if (!dropping)
			rc = add_bytes(out, line, (size_t)(next - line));
	}
	return rc;
}

/* The lines of a *.list file, without the dropped ones of the options in brackets. */
static int filter_one_line(const char *text, size_t length, struct bytes *out)
{
	const char *end = text + length, *at = text;
	bool options = false;
	int rc = 0;

	while (!rc && at < end) {
		size_t word = 0;

		if (*at == '\n' || *at == ']')
			options = false;
		else if (*at == '[')
			options = true;
		while (options && at + word < end && !strchr("[] \t\n=", at[word]))
			word++;
		if (word && at + word < end && at[word] == '=' && is_dropped(at, at + word)) {
			while (at < end && !strchr("] \t\n", *at))
				at++;
			continue;
		}
		rc = add_bytes(out, at, word ? word : 1);
		at += word ? word : 1;
	}
	return rc;
}

static int keep_all(const char *text, size_t length, struct bytes *out)
{
	return add_bytes(out, text, length);
}

typedef int (*filter_function)(const char *text, size_t length, struct bytes *out);

static int copy_configuration(struct copy *copy, const char *path, filter_function filter, size_t *copied)
{
	SSLINV_DPKG_CLEANUP(sslinv_dpkg_close_fd) int fd = sslinv_dpkg_open_regular(copy->host, path);
	SSLINV_DPKG_CLEANUP(sslinv_dpkg_free_ptr) char *text = NULL;
	SSLINV_DPKG_CLEANUP(free_bytes) struct bytes out = { 0 };
	size_t capacity = 0, length = 0;
	int rc;

	if (fd == -ENOENT)
		return 0;
	rc = fd < 0 ? fd : sslinv_dpkg_read(fd, CONFIGURATION_MAX, &text, &capacity, &length);
	if (rc < 0)
		return left_out(copy, path, sslinv_dpkg_reason(rc));
	if (filter(text, length, &out) < 0)
		return sslinv_dpkg_out_of_memory(copy->sink);
	rc = write_copy(copy, path, out.data, out.length);
	if (rc < 0)
		return cannot_write(copy, path, rc);
	*copied += 1;
	return 0;
}

static bool is_visible(const char *name)
{
	return name[0] != '.';
}

/* What is copied of the configuration; a directory's files are those whose name ends so. */
static const struct {
	const char *path;
	const char *end; /* NULL: the path is one file */
	filter_function filter;
	bool sources;
} configuration[] = {
	{ "etc/apt/sources.list", NULL, filter_one_line, true },
	{ "etc/apt/sources.list.d", ".list", filter_one_line, true },
	{ "etc/apt/sources.list.d", ".sources", filter_deb822, true },
	{ "etc/apt/preferences", NULL, keep_all, false },
	{ "etc/apt/preferences.d", "", keep_all, false },
};

/* The names in a directory of the root; none where it does not exist. *fd is the directory, closed by the caller. */
static int list_directory(struct copy *copy, const char *path, struct sslinv_dpkg_names *names)
{
	SSLINV_DPKG_CLEANUP(sslinv_dpkg_close_fd) int fd = sslinv_dpkg_open_directory(copy->host, path);
	int rc;

	if (fd == -ENOENT)
		return 0;
	rc = fd < 0 ? fd : sslinv_dpkg_list(fd, is_visible, names);
	if (!rc && names->count > FILES_MAX)
		rc = -E2BIG;
	if (rc < 0) {
		sslinv_dpkg_names_free(names);
		return left_out(copy, path, sslinv_dpkg_reason(rc));
	}
	return 0;
}

static int copy_configurations(struct copy *copy)
{
	size_t preferences = 0;
	int rc = 0;

	for (size_t i = 0; !rc && i < SSLINV_DPKG_COUNT(configuration); i++) {
		SSLINV_DPKG_CLEANUP(sslinv_dpkg_names_free) struct sslinv_dpkg_names names = { 0 };
		size_t *copied = configuration[i].sources ? &copy->copied_sources : &preferences;

		if (!configuration[i].end) {
			rc = copy_configuration(copy, configuration[i].path, configuration[i].filter, copied);
			continue;
		}
		rc = list_directory(copy, configuration[i].path, &names);
		for (size_t j = 0; !rc && j < names.count; j++) {
			char path[512];

			if (!sslinv_dpkg_ends_with(names.names[j], configuration[i].end))
				continue;
			snprintf(path, sizeof(path), "%s/%s", configuration[i].path, names.names[j]);
			rc = copy_configuration(copy, path, configuration[i].filter, copied);
		}
	}
	return rc;
}

/*
 * The text inside a clearsigned InRelease, in place; a text that is not signed stays. libapt-pkg would unpack it to a
 * file.
 */
static void strip_signature(struct bytes *release)
{
	static const char head[] = "-----BEGIN PGP SIGNED MESSAGE-----", tail[] = "-----BEGIN PGP SIGNATURE-----";
	char *end = release->data + release->length, *line = release->data, *out = release->data;
	bool inside = false;

	if (release->length < sizeof(head) - 1 || memcmp(line, head, sizeof(head) - 1) != 0)
		return;
	while (line < end) {
		char *newline = memchr(line, '\n', (size_t)(end - line)), *next = newline ? newline + 1 : end;
		size_t length = (size_t)(next - line);

		if (length >= sizeof(tail) - 1 && !memcmp(line, tail, sizeof(tail) - 1))
			break;
		if (inside) {
			size_t dash = length > 2 && line[0] == '-' && line[1] == ' ' ? 2 : 0;

			memmove(out, line + dash, length - dash);
			out += length - dash;
		}
		/* The headers of the message end with an empty line. */
		inside = inside || *line == '\n' || *line == '\r';
		line = next;
	}
	release->length = (size_t)(out - release->data);
}

/* Keeps a stanza if it is of an installed package. */
static int keep_stanza(const struct copy *copy, const char *text, size_t length, struct bytes *kept)
{
	struct sslinv_dpkg_stanza_reader reader = { .at = text, .left = length };
	struct sslinv_dpkg_slice name;
	struct sslinv_dpkg_stanza stanza;
	char word[SSLINV_DPKG_WORD_MAX + 1];
	static const char first[] = "Package: ";

	/* Nearly all begin with the name, and nearly all are of no interest: one in a hundred is worth its parsing. */
	if (length > sizeof(first) && !memcmp(text, first, sizeof(first) - 1)) {
		const char *newline = memchr(text, '\n', length);

		name.text = text + sizeof(first) - 1;
		name.length = (size_t)((newline ? newline : text + length) - name.text);
	} else {
		if (!sslinv_dpkg_stanza_next(&reader, &stanza))
			return 0;
		name = stanza.fields[SSLINV_DPKG_FIELD_PACKAGE];
	}
	if (!name.text || name.length > SSLINV_DPKG_WORD_MAX)
		return 0;
	memcpy(word, name.text, name.length);
	word[name.length] = '\0';
	if (!sslinv_dpkg_status_find(copy->status, word, NULL))
		return 0;
	if (kept->length + length > KEPT_MAX)
		return -EFBIG;
	return add_bytes(kept, text, length);
}

/* Reads a whole list, and keeps of it what is of interest. `message` says why it is not whole where -EBADMSG is returned. */
static int read_packages(struct copy *copy, int fd, struct bytes *kept, char *message, size_t size)
{
	SSLINV_DPKG_CLEANUP(sslinv_dpkg_stream_close) struct sslinv_dpkg_stream stream = { 0 };
	SSLINV_DPKG_CLEANUP(free_bytes) struct bytes window = { 0 };
	SSLINV_DPKG_CLEANUP(sslinv_dpkg_free_ptr) char *chunk = malloc(1u << 18);
	ssize_t got;
	int rc = 0;

	if (!chunk)
		return -ENOMEM;
	if (sslinv_dpkg_stream_open(&stream, fd, message, size) < 0)
		return -EBADMSG;
	while (!rc && (got = sslinv_dpkg_stream_read(&stream, chunk, 1u << 18, message, size)) != 0) {
		char *at, *blank;

		if (got < 0)
			return -EBADMSG;
		if ((unsigned long long)got > copy->packages_left || window.length > STANZA_MAX)
			return -EFBIG;
		copy->packages_left -= (unsigned long long)got;
		rc = add_bytes(&window, chunk, (size_t)got);
		at = window.data;
		while (!rc && (blank = memmem(at, window.length - (size_t)(at - window.data), "\n\n", 2))) {
			rc = keep_stanza(copy, at, (size_t)(blank + 2 - at), kept);
			at = blank + 2;
		}
		if (!rc) {
			window.length -= (size_t)(at - window.data);
			memmove(window.data, at, window.length);
		}
	}
	if (rc || !window.length)
		return rc;
	if (window.data[window.length - 1] != '\n') {
		snprintf(message, size, "it is cut off");
		return -EBADMSG;
	}
	rc = keep_stanza(copy, window.data, window.length, kept);
	return rc ? rc : add_bytes(kept, "\n", 1);
}

static int read_release(int fd, struct bytes *kept, char *message, size_t size)
{
	SSLINV_DPKG_CLEANUP(sslinv_dpkg_stream_close) struct sslinv_dpkg_stream stream = { 0 };
	char chunk[16384];
	ssize_t got = sslinv_dpkg_stream_open(&stream, fd, message, size);
	int rc = 0;

	while (!rc && got >= 0 && (got = sslinv_dpkg_stream_read(&stream, chunk, sizeof(chunk), message, size)) > 0)
		rc = kept->length > RELEASE_MAX ? -EFBIG : add_bytes(kept, chunk, (size_t)got);
	if (!rc && kept->length)
		strip_signature(kept);
	return got < 0 ? -EBADMSG : rc;
}

/* How apt names its lists, and how it may have compressed them; what is not compressed goes before. */
static const struct {
	const char *end;
	bool packages;
} list_kinds[] = { { "_Packages", true }, { "_InRelease", false }, { "_Release", false } };

static const char *const compressions[] = { "", ".lz4", ".xz", ".gz", ".bz2", ".zst" };

static int copy_list(struct copy *copy, const char *name, const char *compression, bool packages)
{
	SSLINV_DPKG_CLEANUP(sslinv_dpkg_close_fd) int fd = -1;
	SSLINV_DPKG_CLEANUP(free_bytes) struct bytes kept = { 0 };
	char path[512], target[512], message[256] = "";
	int rc;

	snprintf(path, sizeof(path), LISTS "/%s", name);
	snprintf(target, sizeof(target), LISTS "/%.*s", (int)(strlen(name) - strlen(compression)), name);
	fd = sslinv_dpkg_open_regular(copy->host, path);
	if (fd < 0)
		return left_out(copy, path, sslinv_dpkg_reason(fd));
	rc = packages ? read_packages(copy, fd, &kept, message, sizeof(message))
		      : read_release(fd, &kept, message, sizeof(message));
	if (rc == -ENOMEM)
		return sslinv_dpkg_out_of_memory(copy->sink);
	if (rc < 0)
		return left_out(copy, path, rc == -EBADMSG ? message : sslinv_dpkg_reason(rc));
	rc = write_copy(copy, target, kept.data, kept.length);
	if (rc == -EEXIST)
		return 0;
	if (rc < 0)
		return cannot_write(copy, path, rc);
	copy->copied_lists += packages;
	return 0;
}

static int copy_lists(struct copy *copy)
{
	SSLINV_DPKG_CLEANUP(sslinv_dpkg_names_free) struct sslinv_dpkg_names names = { 0 };
	int rc = list_directory(copy, LISTS, &names);

	for (size_t c = 0; c < SSLINV_DPKG_COUNT(compressions); c++)
		for (size_t kind = 0; kind < SSLINV_DPKG_COUNT(list_kinds); kind++)
			for (size_t i = 0; !rc && i < names.count; i++) {
				char end[32];

				snprintf(end, sizeof(end), "%s%s", list_kinds[kind].end, compressions[c]);
				if (sslinv_dpkg_ends_with(names.names[i], end))
					rc = copy_list(copy, names.names[i], compressions[c], list_kinds[kind].packages);
			}
	return rc;
}

static int make_directories(const struct copy *copy)
{
	static const char *const paths[] = {
		"",     "/etc",     "/etc/apt",     "/etc/apt/sources.list.d", "/etc/apt/preferences.d",
		"/var", "/var/lib", "/var/lib/apt", "/var/lib/apt/lists"
	};

	for (size_t i = 0; i < SSLINV_DPKG_COUNT(paths); i++) {
		SSLINV_DPKG_CLEANUP(sslinv_dpkg_free_ptr) char *full = NULL;

		if (asprintf(&full, "%s%s", copy->directory, paths[i]) < 0) {
			full = NULL;
			return sslinv_dpkg_out_of_memory(copy->sink);
		}
		if (mkdir(full, 0700) < 0)
			return cannot_write(copy, NULL, -errno);
	}
	return 0;
}

int sslinv_apt_lists_copy(const struct sslinv_backend_host *host, const struct sslinv_backend_sink *sink,
			  const struct sslinv_dpkg_status *status, const char *directory, bool *offers)
{
	struct copy copy = {
		.host = host,
		.sink = sink,
		.status = status,
		.directory = directory,
		.packages_left = PACKAGES_MAX,
	};
	int rc = make_directories(&copy);

	*offers = false;
	if (!rc)
		rc = copy_configurations(&copy);
	/* Reading the lists costs something: not without a source that names them. */
	if (!rc && copy.copied_sources)
		rc = copy_lists(&copy);
	*offers = copy.copied_sources && copy.copied_lists;
	return rc;
}
