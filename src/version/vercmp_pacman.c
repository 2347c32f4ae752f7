/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The order of pacman's versions, `[epoch:]version[-pkgrel]` (vercmp(8)). */
#include "version/vercmp.h"

#include "version/evr.h"

static bool is_separator(char byte)
{
	return !sslinv_byte_is_digit(byte) && !sslinv_byte_is_letter(byte);
}

/* What a version has at one place, in the order of these: `1.0a` comes before `1.0`, and that before `1.0.a`. */
enum kind {
	KIND_JOINED_LETTERS, /* without a separator before them */
	KIND_END,
	KIND_NUMBER_OR_APART,
};

struct run {
	enum kind kind;
	size_t separators; /* so many bytes before it */
	bool is_number;
	struct sslinv_part text;
};

static struct run take_run(struct sslinv_part *rest)
{
	struct run run = { .separators = sslinv_part_length(sslinv_part_take(rest, is_separator)) };

	if (rest->at == rest->end) {
		run.kind = KIND_END;
		return run;
	}
	run.is_number = sslinv_byte_is_digit(*rest->at);
	run.kind = run.is_number || run.separators > 0 ? KIND_NUMBER_OR_APART : KIND_JOINED_LETTERS;
	run.text = sslinv_part_take(rest, run.is_number ? sslinv_byte_is_digit : sslinv_byte_is_letter);
	return run;
}

static int compare_runs(const struct run *a, const struct run *b)
{
	if (a->kind != b->kind)
		return a->kind > b->kind ? 1 : -1;
	if (a->separators != b->separators)
		return a->separators > b->separators ? 1 : -1;
	if (a->is_number != b->is_number)
		return a->is_number ? 1 : -1;
	return a->is_number ? sslinv_part_compare_numbers(a->text, b->text) : sslinv_part_compare_bytes(a->text, b->text);
}

static int compare_parts(struct sslinv_part a, struct sslinv_part b)
{
	for (;;) {
		struct run one = take_run(&a), two = take_run(&b);
		int order;

		if (one.kind == KIND_END && two.kind == KIND_END)
			return 0;
		order = compare_runs(&one, &two);
		if (order)
			return order;
	}
}

int sslinv_vercmp_pacman(const char *a, const char *b)
{
	return sslinv_evr_compare(a, b, compare_parts);
}
