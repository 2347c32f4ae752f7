/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Feeds as streams: compressions, archives, limits, hostile XML, and what is refused by name. */
#include "feed_stream.h"

#include <archive.h>
#include <archive_entry.h>

#include "base/attributes.h"
#include "parse/xml.h"

static char *directory;

static char *path_of(const char *name)
{
	char *path = sslinv_str_format("%s/%s", directory, name);

	assert_non_null(path);
	return path;
}

static int make_directory(void **state)
{
	(void)state;
	directory = stream_directory();
	return 0;
}

static int remove_directory(void **state)
{
	(void)state;
	rmdir(directory);
	free(directory);
	return 0;
}

struct member {
	const char *name;
	const char *text;
	size_t repeat; /* how often the text stands in the member */
};

/* Writes an archive, or with a NULL format a compressed file, of these members. */
static char *make_archive(const char *name, const char *format, const char *filter, const struct member *members,
			  size_t count)
{
	char *path = path_of(name);
	struct archive *archive = archive_write_new();

	assert_non_null(archive);
	if (format)
		assert_int_equal(archive_write_set_format_by_name(archive, format), ARCHIVE_OK);
	else
		assert_int_equal(archive_write_set_format_raw(archive), ARCHIVE_OK);
	if (filter)
		assert_true(archive_write_add_filter_by_name(archive, filter) >= ARCHIVE_WARN);
	assert_int_equal(archive_write_open_filename(archive, path), ARCHIVE_OK);
	for (size_t i = 0; i < count; i++) {
		size_t length = strlen(members[i].text);
		size_t repeat = members[i].repeat ? members[i].repeat : 1;
		struct archive_entry *entry = archive_entry_new();

		assert_non_null(entry);
		archive_entry_set_pathname(entry, members[i].name);
		archive_entry_set_size(entry, (la_int64_t)(length * repeat));
		archive_entry_set_filetype(entry, AE_IFREG);
		archive_entry_set_perm(entry, 0644);
		assert_int_equal(archive_write_header(archive, entry), ARCHIVE_OK);
		while (repeat--)
			assert_int_equal(archive_write_data(archive, members[i].text, length), length);
		archive_entry_free(entry);
	}
	assert_int_equal(archive_write_close(archive), ARCHIVE_OK);
	archive_write_free(archive);
	return path;
}

static const char document[] = "<?xml version=\"1.0\"?><updates><update><id>X-1</id></update></updates>";

static char *read_whole(struct sslinv_input *input, struct sslinv_error *error, ssize_t *code)
{
	static char text[4096];
	size_t length = 0;

	while ((*code = sslinv_input_read(input, text + length, 7, error)) > 0) {
		length += (size_t)*code;
		assert_true(length + 8 < sizeof(text));
	}
	text[length] = '\0';
	return text;
}

static void test_every_compression(void **state)
{
	static const char *const filters[] = { NULL, "gzip", "bzip2", "xz", "zstd" };
	const struct member member = { "document", document, 1 };

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(filters); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *path = make_archive("plain", NULL, filters[i], &member, 1);
		struct sslinv_error error = SSLINV_ERROR_INIT;
		struct sslinv_input *input = NULL;
		const char *head;
		ssize_t code;

		assert_int_equal(sslinv_input_open(path, &input, &error), 0);
		assert_int_equal(sslinv_input_next(input, &error), 1);
		assert_false(sslinv_input_is_archive(input));
		assert_string_equal(sslinv_input_name(input), path);
		/* A peek takes nothing away, and a second one shows the same. */
		assert_int_equal(sslinv_input_peek(input, &head, &error), strlen(document));
		assert_memory_equal(head, document, strlen(document));
		assert_int_equal(sslinv_input_peek(input, &head, &error), strlen(document));
		assert_string_equal(read_whole(input, &error, &code), document);
		assert_int_equal(code, 0);
		assert_int_equal(sslinv_input_next(input, &error), 0);
		sslinv_input_free(input);
		unlink(path);
	}
}

static void test_archives_with_any_names(void **state)
{
	static const char *const formats[] = { "pax", "gnutar", "zip" };
	const struct member members[] = {
		{ "/etc/passwd", "one", 1 },
		{ "../../../../tmp/escape", "two", 1 },
		{ "a\nb", "three", 1 },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(formats); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *path = make_archive("archive", formats[i], NULL, members,
									  SSLINV_ARRAY_SIZE(members));
		struct sslinv_error error = SSLINV_ERROR_INIT;
		struct sslinv_input *input = NULL;
		ssize_t code;

		assert_int_equal(sslinv_input_open(path, &input, &error), 0);
		assert_int_equal(sslinv_input_next(input, &error), 1);
		assert_true(sslinv_input_is_archive(input));
		assert_non_null(strstr(sslinv_input_name(input), ": /etc/passwd"));
		assert_string_equal(read_whole(input, &error, &code), "one");
		/* The second is left unread. */
		assert_int_equal(sslinv_input_next(input, &error), 1);
		assert_int_equal(sslinv_input_next(input, &error), 1);
		/* The newline cannot forge a line of output. */
		assert_null(strchr(sslinv_input_name(input), '\n'));
		assert_non_null(strstr(sslinv_input_name(input), ": $'a\\nb'"));
		assert_string_equal(read_whole(input, &error, &code), "three");
		assert_int_equal(sslinv_input_next(input, &error), 0);
		sslinv_input_free(input);
		unlink(path);
	}
}

static void test_bombs_end_at_the_limit(void **state)
{
	static const char zeros[1024] = "0000000000000000";
	const struct member members[] = { { "bomb", zeros, 1000000 }, { "next", "text", 1 } };
	static const struct {
		const char *format;
		const char *filter;
		bool skip; /* leave the bomb unread and go on to the next member */
	} bombs[] = { { NULL, "gzip", false }, { "pax", "gzip", true }, { "zip", NULL, false }, { "zip", NULL, true } };

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(bombs); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *path = make_archive("bomb", bombs[i].format, bombs[i].filter, members,
									  bombs[i].format ? 2 : 1);
		struct sslinv_error error = SSLINV_ERROR_INIT;
		struct sslinv_input *input = NULL;
		char buffer[4096];
		ssize_t code;

		assert_int_equal(sslinv_input_open(path, &input, &error), 0);
		sslinv_input_set_limits(input, 1000000, 10);
		assert_int_equal(sslinv_input_next(input, &error), 1);
		if (bombs[i].skip)
			code = sslinv_input_next(input, &error);
		else
			while ((code = sslinv_input_read(input, buffer, sizeof(buffer), &error)) > 0)
				continue;
		assert_int_equal(code, SSLINV_E_LIMIT);
		assert_non_null(strstr(error.message, "expands to more than 1000000 bytes"));
		sslinv_input_free(input);
		unlink(path);
	}
}

static void test_too_many_members(void **state)
{
	struct member members[20];
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = NULL;
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_input *input = NULL;
	int rc;

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(members); i++)
		members[i] = (struct member){ "same-name", "x", 1 };
	path = make_archive("many", "pax", NULL, members, SSLINV_ARRAY_SIZE(members));
	assert_int_equal(sslinv_input_open(path, &input, &error), 0);
	sslinv_input_set_limits(input, 1000, 19);
	while ((rc = sslinv_input_next(input, &error)) > 0)
		continue;
	assert_int_equal(rc, SSLINV_E_LIMIT);
	sslinv_input_free(input);
	unlink(path);
}

static void test_cut_off_everywhere(void **state)
{
	static const char *const filters[] = { "gzip", "bzip2", "xz", "zstd" };
	char text[20000];
	struct member member = { "document", text, 1 };

	(void)state;
	/* Not to be compressed away. */
	for (size_t i = 0; i < sizeof(text) - 1; i++)
		text[i] = (char)('a' + (i * i + i / 7) % 26);
	text[sizeof(text) - 1] = '\0';
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(filters); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *path = make_archive("cut", NULL, filters[i], &member, 1);
		struct stat status;

		assert_int_equal(stat(path, &status), 0);
		for (off_t cut = status.st_size - 1; cut > 40; cut -= status.st_size / 5) {
			struct sslinv_error error = SSLINV_ERROR_INIT;
			struct sslinv_input *input = NULL;
			char buffer[512];
			ssize_t code;

			assert_int_equal(truncate(path, cut), 0);
			code = sslinv_input_open(path, &input, &error);
			if (code == 0)
				code = sslinv_input_next(input, &error);
			while (code > 0 && (code = sslinv_input_read(input, buffer, sizeof(buffer), &error)) > 0)
				continue;
			assert_int_equal(code, SSLINV_E_FORMAT);
			assert_non_null(strstr(error.message, "cut off or damaged"));
			sslinv_input_free(input);
		}
		unlink(path);
	}
}

static void append_file(const char *path, const char *from)
{
	char bytes[4096];
	FILE *to = fopen(path, "ab"), *source = fopen(from, "rb");
	size_t length;

	assert_non_null(to);
	assert_non_null(source);
	while ((length = fread(bytes, 1, sizeof(bytes), source)) > 0)
		assert_int_equal(fwrite(bytes, 1, length, to), length);
	fclose(source);
	assert_int_equal(fclose(to), 0);
}

/* Changes every bit of the byte that lies this far before the end. */
static void damage(const char *path, long before_end)
{
	FILE *stream = fopen(path, "r+b");
	int byte;

	assert_non_null(stream);
	assert_int_equal(fseek(stream, -before_end, SEEK_END), 0);
	byte = fgetc(stream);
	assert_int_equal(fseek(stream, -before_end, SEEK_END), 0);
	assert_int_equal(fputc(byte ^ 0xff, stream), byte ^ 0xff);
	assert_int_equal(fclose(stream), 0);
}

/* Reads all documents; returns how many bytes they have, or a negative code. */
static ssize_t read_all(const char *path, struct sslinv_error *error)
{
	struct sslinv_input *input = NULL;
	ssize_t code = sslinv_input_open(path, &input, error), total = 0;
	char buffer[512];

	while (code == 0 && (code = sslinv_input_next(input, error)) > 0) {
		while ((code = sslinv_input_read(input, buffer, sizeof(buffer), error)) > 0)
			total += code;
	}
	sslinv_input_free(input);
	return code < 0 ? code : total;
}

/* For libarchive a tar may end behind any member. */
static void test_cut_off_tar(void **state)
{
	static const char *const formats[] = { "ustar", "gnutar" };
	char text[512];
	const struct member members[] = { { "one", text, 1 }, { "two", text, 1 }, { "three", text, 1 } };

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(formats); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *path = make_archive("tar", formats[i], NULL, members, 3);

		/* All three with a block for each name, and the first half of the end. */
		for (off_t blocks = 7; blocks > 0; blocks--) {
			struct sslinv_error error = SSLINV_ERROR_INIT;
			ssize_t code;

			assert_int_equal(truncate(path, blocks * 512), 0);
			code = read_all(path, &error);
			if (blocks == 7)
				assert_int_equal(code, 3 * (ssize_t)strlen(text));
			else
				assert_int_equal(code, SSLINV_E_FORMAT);
			if (blocks < 7)
				assert_non_null(strstr(error.message, "cut off"));
		}
		unlink(path);
	}
}

/* The same through a pipe, as standard input. */
static ssize_t read_all_piped(const char *path, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *command = sslinv_str_format("cat '%s'", path);
	FILE *stream = popen(command, "r");
	int kept = dup(STDIN_FILENO);
	ssize_t total;

	assert_non_null(stream);
	assert_int_equal(dup2(fileno(stream), STDIN_FILENO), STDIN_FILENO);
	total = read_all("-", error);
	assert_int_equal(dup2(kept, STDIN_FILENO), STDIN_FILENO);
	close(kept);
	pclose(stream);
	return total;
}

static const char zeros[512];

static void append_zeros(const char *path)
{
	FILE *stream = fopen(path, "ab");

	assert_non_null(stream);
	assert_int_equal(fwrite(zeros, 1, sizeof(zeros), stream), sizeof(zeros));
	assert_int_equal(fclose(stream), 0);
}

/* A member ends with the checksum of its contents, four bytes, and their length, four more. */
static void test_the_end_of_gzip_is_checked(void **state)
{
	static const struct {
		const char *format;
		int members;
		bool is_padded;
		long before_end; /* of the byte that is damaged; 0: none */
		off_t cut;
		const char *reason; /* NULL: whole */
	} rows[] = {
		{ NULL, 1, false, 0, 0, NULL },         { NULL, 2, false, 0, 0, NULL },
		{ NULL, 2, true, 0, 0, NULL },          { "pax", 1, false, 0, 0, NULL },
		{ NULL, 1, false, 8, 0, "checksum" },   { NULL, 1, false, 4, 0, "length" },
		{ NULL, 1, false, 1, 0, "length" },     { NULL, 2, false, 5, 0, "checksum" },
		{ NULL, 1, false, 0, 1, "too early" },  { NULL, 1, false, 0, 8, "too early" },
		{ NULL, 2, false, 0, 9, "too early" },  { NULL, 1, true, 1, 0, "not gzip" },
		{ "pax", 1, false, 8, 0, "checksum" },  { "pax", 1, false, 4, 0, "length" },
		{ "pax", 1, false, 0, 1, "too early" },
	};
	const struct member member = { "document", document, 1000 };

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(rows); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *path = make_archive("gz", rows[i].format, "gzip", &member, 1);
		SSLINV_CLEANUP(sslinv_free_ptr) char *second = make_archive("second", NULL, "gzip", &member, 1);
		ssize_t whole = (ssize_t)strlen(document) * 1000 * rows[i].members;
		struct stat status;

		if (rows[i].members == 2)
			append_file(path, second);
		if (rows[i].is_padded)
			append_zeros(path);
		if (rows[i].before_end)
			damage(path, rows[i].before_end);
		assert_int_equal(stat(path, &status), 0);
		assert_int_equal(truncate(path, status.st_size - rows[i].cut), 0);
		for (int piped = 0; piped < 2; piped++) {
			struct sslinv_error error = SSLINV_ERROR_INIT;
			ssize_t code = piped ? read_all_piped(path, &error) : read_all(path, &error);

			assert_int_equal(code, rows[i].reason ? SSLINV_E_FORMAT : whole);
			if (rows[i].reason) {
				assert_non_null(strstr(error.message, rows[i].reason));
				assert_non_null(strstr(error.message, piped ? "standard input" : path));
				assert_non_null(strstr(error.message, "get it again"));
			}
		}
		unlink(path);
		unlink(second);
	}
}

/* The second member's first byte is damaged: what follows the first is not passed over as if it were nothing. */
static void test_what_follows_gzip_is_not_passed_over(void **state)
{
	const struct member member = { "document", document, 1 };
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = make_archive("gz", NULL, "gzip", &member, 1);
	SSLINV_CLEANUP(sslinv_free_ptr) char *second = make_archive("second", NULL, "gzip", &member, 1);
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct stat status;

	(void)state;
	assert_int_equal(stat(second, &status), 0);
	append_file(path, second);
	damage(path, (long)status.st_size);
	assert_int_equal(read_all(path, &error), SSLINV_E_FORMAT);
	assert_non_null(strstr(error.message, "not gzip"));
	unlink(path);
	unlink(second);
}

static void test_what_cannot_be_opened(void **state)
{
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_input *input = NULL;

	(void)state;
	assert_int_equal(sslinv_input_open("/nonexistent/feed", &input, &error), SSLINV_E_SYSTEM);
	assert_null(input);
	assert_non_null(strstr(error.message, "/nonexistent/feed"));
	assert_int_equal(sslinv_input_open(directory, &input, &error), SSLINV_E_FORMAT);
	assert_non_null(strstr(error.message, "is a directory"));
	assert_null(input);
}

/* ---- recognition -------------------------------------------------------------------------------------------------------
 */

static int read_file(const char *path, struct recorder *recorder, size_t *documents)
{
	const struct sslinv_guidance_sink sink = {
		recorder,       record_feed,   record_statement,    record_vulnerability,
		record_range,   record_life,   record_exploitation, record_warning,
		record_dropped, record_branch, record_instruction,  record_page,
	};

	recorder_free(recorder);
	return sslinv_guidance_read(path, &sink, documents, &recorder->error);
}

static void test_unknown_schemas_are_refused_by_name(void **state)
{
	static const struct {
		const char *text;
		const char *name;
	} cases[] = {
		{ "<?xml version=\"1.0\"?><!-- <updates> --><repomd xmlns=\"http://linux.duke.edu/metadata/repo\"/>",
		  "<repomd> in the namespace http://linux.duke.edu/metadata/repo" },
		{ "<html><body><updates/></body></html>", "<html>" },
		{ "<x:updates-not xmlns:x=\"urn:other\"/>", "<updates-not> in the namespace urn:other" },
		{ "{\"surprise\": true}", "a JSON document" },
		{ "hello world\n", "neither XML nor JSON" },
		{ "", "" },
	};
	struct recorder recorder = { .statements = 0 };

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *path = path_of("unknown");
		FILE *file = fopen(path, "w");
		size_t documents = 1;

		assert_non_null(file);
		fputs(cases[i].text, file);
		fclose(file);
		assert_int_equal(read_file(path, &recorder, &documents), SSLINV_E_UNSUPPORTED);
		assert_int_equal(documents, 0);
		assert_non_null(strstr(recorder.error.message, path));
		assert_non_null(strstr(recorder.error.message, cases[i].name));
		assert_int_equal(recorder.feeds, 0);
		unlink(path);
	}
	recorder_free(&recorder);
}

static void test_an_archive_keeps_what_is_known(void **state)
{
	const struct member members[] = { { "README", "hello", 1 }, { "updateinfo.xml", document, 1 } };
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = make_archive("mixed", "zip", NULL, members, 2);
	struct recorder recorder = { .statements = 0 };
	size_t documents;

	(void)state;
	assert_int_equal(read_file(path, &recorder, &documents), 0);
	assert_int_equal(documents, 1);
	assert_int_equal(recorder.feeds, 1);
	assert_int_equal(recorder.warnings, 1);
	assert_true(has_text(&recorder, "README: not guidance"));
	unlink(path);
	recorder_free(&recorder);
}

static void test_formats_are_told_by_their_beginning(void **state)
{
	static const struct {
		const char *text;
		const char *format;
	} cases[] = {
		{ "\xef\xbb\xbf<?xml version=\"1.0\"?>\n<oval_definitions xmlns=\"x\">", "oval" },
		{ "<oval-def:oval_definitions xmlns:oval-def='x'>", "oval" },
		{ "<?xml version='1.0'?><!DOCTYPE updates><updates>", "updateinfo" },
		{ "<!-- All issues -->\n<security updated='20220503'>\n<issue public='20220503'>", "openssl-xml" },
		{ "<guidance xmlns='urn:sslinv:guidance:1'>", "native" },
		{ "<g:guidance xmlns:h='urn:no' xmlns:g='urn:sslinv:guidance:2'>", "native" },
		{ "distro\trelease\tstream\tpackage\n", "tsv" },
		{ "<guidance xmlns='urn:other'>", NULL },
		{ "<updates", NULL },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		const char *found = NULL;

		for (size_t j = 0; sslinv_readers[j]->format && !found; j++) {
			if (sslinv_readers[j]->recognise(cases[i].text, strlen(cases[i].text)))
				found = sslinv_readers[j]->format;
		}
		if (cases[i].format)
			assert_string_equal(found ? found : "nothing", cases[i].format);
		else
			assert_null(found);
	}
}

/* ---- hostile XML -------------------------------------------------------------------------------------------------------
 */

static void test_entities_are_refused(void **state)
{
	static const char *const documents[] = {
		/* a billion laughs */
		"<?xml version='1.0'?><!DOCTYPE updates [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>"
		"<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;'>"
		"<!ENTITY e '&d;&d;&d;&d;&d;&d;&d;&d;'><!ENTITY f '&e;&e;&e;&e;&e;&e;&e;&e;'>"
		"<!ENTITY g '&f;&f;&f;&f;&f;&f;&f;&f;'><!ENTITY h '&g;&g;&g;&g;&g;&g;&g;&g;'>"
		"<!ENTITY i '&h;&h;&h;&h;&h;&h;&h;&h;'>]><updates><update><id>&i;</id></update></updates>",
		/* in an attribute, where they are expanded by the parser itself */
		"<?xml version='1.0'?><!DOCTYPE updates [<!ENTITY a 'CVE-2024-0727'>]>"
		"<updates><update from='&a;'><id>X</id></update></updates>",
		"<?xml version='1.0'?><!DOCTYPE updates [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
		"<updates><update><id>&x;</id></update></updates>",
		"<?xml version='1.0'?><!DOCTYPE updates [<!ENTITY % x SYSTEM 'http://127.0.0.1:9/x.dtd'> %x;]><updates/>",
		"<updates><update><id>&undeclared;</id></update></updates>",
	};
	struct recorder recorder = { .statements = 0 };

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(documents); i++) {
		assert_int_equal(read_bytes(&sslinv_reader_updateinfo, documents[i], strlen(documents[i]), &recorder),
				 SSLINV_E_FORMAT);
		assert_null(strstr(recorder.error.message, "root:"));
		/* File and line. */
		assert_non_null(strstr(recorder.error.message, ":1: "));
	}
	recorder_free(&recorder);
}

static void test_a_harmless_document_type_is_passed_over(void **state)
{
	static const char text[] = "<?xml version='1.0'?><!DOCTYPE updates SYSTEM 'http://127.0.0.1:9/x.dtd'><updates/>";
	struct recorder recorder = { .statements = 0 };

	(void)state;
	assert_int_equal(read_bytes(&sslinv_reader_updateinfo, text, strlen(text), &recorder), 0);
	assert_int_equal(recorder.feeds, 1);
	recorder_free(&recorder);
}

static void write_huge_text(FILE *stream)
{
	static char block[65536];

	memset(block, 'a', sizeof(block));
	fputs("<updates><update><description>", stream);
	for (size_t i = 0; i < ((size_t)1 << 30) / sizeof(block); i++)
		fwrite(block, sizeof(block), 1, stream);
	fputs("</description></update></updates>", stream);
}

static void write_huge_attribute(FILE *stream)
{
	static char block[65536];

	memset(block, 'a', sizeof(block));
	fputs("<updates><update from='", stream);
	for (size_t i = 0; i < ((size_t)1 << 30) / sizeof(block); i++)
		fwrite(block, sizeof(block), 1, stream);
	fputs("'/></updates>", stream);
}

static void test_a_gigabyte_in_one_node(void **state)
{
	static const stream_writer writers[] = { write_huge_text, write_huge_attribute };
	struct recorder recorder = { .statements = 0 };

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(writers); i++) {
		long before = peak_memory();
		int rc = read_stream(&sslinv_reader_updateinfo, writers[i], &recorder);

		assert_true(rc == SSLINV_E_FORMAT || rc == SSLINV_E_LIMIT);
		/* Twice that of the parser's own limit for a growing text, and the sanitizer's share. */
		assert_in_range(peak_memory() - before, 0, 200);
	}
	recorder_free(&recorder);
}

static void write_deep(FILE *stream)
{
	fputs("<updates>", stream);
	for (int i = 0; i < 1000000; i++)
		fputs("<update>", stream);
}

static void write_many_names(FILE *stream)
{
	fputs("<updates>", stream);
	for (int i = 0; i < 3000000; i++)
		fprintf(stream, "<n%d a%d='1'/>", i, i);
	fputs("</updates>", stream);
}

static void test_depth_and_names_are_bounded(void **state)
{
	struct recorder recorder = { .statements = 0 };
	long before;

	(void)state;
	assert_int_equal(read_stream(&sslinv_reader_updateinfo, write_deep, &recorder), SSLINV_E_FORMAT);
	before = peak_memory();
	/* The parser's dictionary of names has a limit of its own. */
	assert_int_equal(read_stream(&sslinv_reader_updateinfo, write_many_names, &recorder), SSLINV_E_FORMAT);
	assert_in_range(peak_memory() - before, 0, 200);
	recorder_free(&recorder);
}

static void test_cut_off_xml_names_the_line(void **state)
{
	static const char text[] = "<updates>\n<update>\n<id>ALSA-1</id>\n";
	struct recorder recorder = { .statements = 0 };

	(void)state;
	for (size_t length = strlen("<updates>"); length <= strlen(text); length++)
		assert_int_equal(read_bytes(&sslinv_reader_updateinfo, text, length, &recorder), SSLINV_E_FORMAT);
	assert_non_null(strstr(recorder.error.message, ":3: not readable as XML: it is cut off"));
	recorder_free(&recorder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_compression),
		cmocka_unit_test(test_archives_with_any_names),
		cmocka_unit_test(test_bombs_end_at_the_limit),
		cmocka_unit_test(test_too_many_members),
		cmocka_unit_test(test_cut_off_everywhere),
		cmocka_unit_test(test_cut_off_tar),
		cmocka_unit_test(test_the_end_of_gzip_is_checked),
		cmocka_unit_test(test_what_follows_gzip_is_not_passed_over),
		cmocka_unit_test(test_what_cannot_be_opened),
		cmocka_unit_test(test_unknown_schemas_are_refused_by_name),
		cmocka_unit_test(test_an_archive_keeps_what_is_known),
		cmocka_unit_test(test_formats_are_told_by_their_beginning),
		cmocka_unit_test(test_entities_are_refused),
		cmocka_unit_test(test_a_harmless_document_type_is_passed_over),
		cmocka_unit_test(test_a_gigabyte_in_one_node),
		cmocka_unit_test(test_depth_and_names_are_bounded),
		cmocka_unit_test(test_cut_off_xml_names_the_line),
	};

	return cmocka_run_group_tests(tests, make_directory, remove_directory);
}
