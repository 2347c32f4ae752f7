/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of an address that decide where a redirect may lead. */
#ifndef SSLINV_FETCH_ADDRESS_H
#define SSLINV_FETCH_ADDRESS_H

#include <stdbool.h>

struct sslinv_address {
	bool is_secure; /* https */
	char host[256]; /* in small letters; an IPv6 address in its brackets */
	char port[8];
};

/*
 * Splits `http://HOST[:PORT]/...` or `https://...`. False for every other scheme, for an address with a user's name, and for
 * what libraries are known to read in different ways.
 */
bool sslinv_address_parse(const char *text, struct sslinv_address *address);

/* Is this a place on this machine: `file:///...` or an absolute path? */
bool sslinv_address_is_local(const char *text);

/*
 * May one lead to the other? From https to https alone. To the same host and port, or from http to https on the same host;
 * to another one only where `hosts` names it, as `HOST` or `HOST:PORT`. `hosts` are words; NULL: none.
 */
bool sslinv_address_may_redirect(const struct sslinv_address *from, const struct sslinv_address *to, const char *hosts);

#endif
