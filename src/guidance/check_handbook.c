/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The checks of what is shown to administrators as it stands: commands, addresses, and what a branch of OpenSSL can do. */
#include <string.h>

#include "base/str.h"
#include "guidance/check.h"
#include "guidance/sink.h"
#include "guidance/template.h"

/* A distribution, a release, the beginning of an id: of few characters, and not long. */
static bool is_word(const char *text)
{
	static const char bytes[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";

	return text && strlen(text) < 32 && text[strspn(text, bytes)] == '\0';
}

static bool is_tls(const char *text)
{
	return text && sslinv_str_starts(text, "1.") && text[2] >= '0' && text[2] <= '9' && text[3] == '\0';
}

int sslinv_check_branch(const struct sslinv_checked_sink *sink, const struct sslinv_branch *branch, unsigned long line)
{
	if (!is_word(branch->library) || !is_word(branch->version) || !sslinv_check_version(branch->version) ||
	    !is_tls(branch->tls))
		return sslinv_check_warn(sink, line,
					 "branch '%.100s' left out: its version, or the TLS that it has, cannot be read",
					 branch->version ? branch->version : "");
	return sink->raw->branch(sink->raw->context, branch);
}

int sslinv_check_instruction(const struct sslinv_checked_sink *sink, const struct sslinv_instruction *given,
			     unsigned long line)
{
	struct sslinv_instruction instruction = *given;

	instruction.distro = given->distro ? given->distro : "";
	instruction.release = given->release ? given->release : "";
	instruction.format = given->format ? given->format : "";
	if (!is_word(instruction.distro) || !is_word(instruction.release) || !is_word(instruction.format) ||
	    (!instruction.distro[0] && !instruction.format[0]) || (instruction.release[0] && !instruction.distro[0]) ||
	    (instruction.advisory && !is_word(instruction.advisory)))
		return sslinv_check_warn(sink, line,
					 "a command for '%.100s' left out: for which packages it is cannot be read",
					 instruction.distro);
	if (!sslinv_template_is_command(instruction.command))
		return sslinv_check_warn(
			sink, line,
			"the command for '%.100s' left out: it is too long, has no {packages}, or has in it what "
			"means more than text to a shell",
			instruction.distro[0] ? instruction.distro : instruction.format);
	return sink->raw->instruction(sink->raw->context, &instruction);
}

int sslinv_check_page(const struct sslinv_checked_sink *sink, const struct sslinv_page *page, unsigned long line)
{
	if (!is_word(page->product) || !page->product[0] || !is_word(page->about) || !page->about[0] ||
	    !sslinv_template_is_address(page->address))
		return sslinv_check_warn(sink, line,
					 "a page of '%.100s' left out: its address is too long, not https, or has no {id}",
					 page->product ? page->product : "");
	return sink->raw->page(sink->raw->context, page);
}
