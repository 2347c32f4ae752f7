/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Addresses: split, and compared for redirects. */
#include "fetch/address.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/str.h"

#define HTTPS "https://"
#define HTTP "http://"

static bool copy(char *target, size_t size, const char *text, size_t length)
{
	if (length == 0 || length >= size)
		return false;
	for (size_t i = 0; i < length; i++)
		target[i] = (char)tolower((unsigned char)text[i]);
	target[length] = '\0';
	return true;
}

bool sslinv_address_parse(const char *text, struct sslinv_address *address)
{
	size_t length, host;
	const char *port;

	memset(address, 0, sizeof(*address));
	address->is_secure = sslinv_str_starts(text, HTTPS);
	if (!address->is_secure && !sslinv_str_starts(text, HTTP))
		return false;
	text += address->is_secure ? strlen(HTTPS) : strlen(HTTP);
	length = strcspn(text, "/?#");
	if (length == 0 || strcspn(text, "@\\%") < length)
		return false;
	for (size_t i = 0; i < length; i++)
		if (!isgraph((unsigned char)text[i]))
			return false;
	host = *text == '[' ? strcspn(text, "]") + 1 : strcspn(text, ":/?#");
	if (host > length || !copy(address->host, sizeof(address->host), text, host))
		return false;
	port = text + host;
	if (host == length)
		return copy(address->port, sizeof(address->port), address->is_secure ? "443" : "80",
			    address->is_secure ? 3 : 2);
	return *port == ':' && strspn(port + 1, "0123456789") == length - host - 1 &&
	       copy(address->port, sizeof(address->port), port + 1, length - host - 1);
}

bool sslinv_address_is_local(const char *text)
{
	return text[0] == '/' || sslinv_str_starts(text, "file:///");
}

static bool is_named(const struct sslinv_address *to, const char *hosts)
{
	char with_port[sizeof(to->host) + sizeof(to->port) + 1];

	snprintf(with_port, sizeof(with_port), "%s:%s", to->host, to->port);
	while (hosts && *(hosts += strspn(hosts, " "))) {
		size_t length = strcspn(hosts, " ");

		if ((strlen(to->host) == length && strncasecmp(hosts, to->host, length) == 0) ||
		    (strlen(with_port) == length && strncasecmp(hosts, with_port, length) == 0))
			return true;
		hosts += length;
	}
	return false;
}

bool sslinv_address_may_redirect(const struct sslinv_address *from, const struct sslinv_address *to, const char *hosts)
{
	if (from->is_secure && !to->is_secure)
		return false;
	if (strcmp(from->host, to->host) == 0 && (strcmp(from->port, to->port) == 0 || (!from->is_secure && to->is_secure)))
		return true;
	return is_named(to, hosts);
}
