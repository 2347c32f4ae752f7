/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a child that fetches may read. */
#include "fetch/reach.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "fetch/address.h"

/* Directories with private keys beside the public ones, as /etc/ssl and /etc/pki/tls, are not among them. */
static const char *const network[] = {
	/* libcurl, what it needs, and the modules by which names are looked up. */
	"/lib",
	"/lib32",
	"/lib64",
	"/usr/lib",
	"/usr/lib32",
	"/usr/lib64",
	"/usr/local/lib",
	"/usr/local/lib64",
	"/usr/share",
	"/usr/local/share",
	"/nix/store",
	"/gnu/store",
	"/etc/ld.so.cache",
	/* The authorities, and what a site wants of TLS. */
	"/etc/ssl/certs",
	"/etc/ssl/cert.pem",
	"/etc/ssl/ca-bundle.pem",
	"/etc/ssl/openssl.cnf",
	"/etc/pki/tls/certs",
	"/etc/pki/tls/cert.pem",
	"/etc/pki/tls/openssl.cnf",
	"/etc/pki/tls/openssl.d",
	"/etc/pki/ca-trust",
	"/etc/pki/trust",
	"/etc/ca-certificates",
	"/var/lib/ca-certificates",
	"/etc/crypto-policies",
	"/etc/gnutls",
	"/etc/pkcs11",
	"/proc/sys/crypto",
	"/dev/urandom",
	/* What names are looked up by. */
	"/etc/resolv.conf",
	"/etc/hosts",
	"/etc/host.conf",
	"/etc/nsswitch.conf",
	"/etc/gai.conf",
	"/etc/services",
	"/etc/protocols",
	"/etc/mdns.allow",
	"/run/systemd/resolve",
	"/run/resolvconf",
	"/run/NetworkManager/resolv.conf",
	"/run/NetworkManager/no-stub-resolv.conf",
	"/etc/localtime",
};
_Static_assert(SSLINV_ARRAY_SIZE(network) < SSLINV_FETCH_READABLE, "one more is the reach's own");

bool sslinv_fetch_reach_fits(const struct sslinv_fetch_reach *reach, const struct sslinv_fetch_request *request)
{
	if (sslinv_address_is_local(request->address))
		return reach->is_local;
	return !reach->is_local && sslinv_str_compare(reach->ca, request->ca) == 0;
}

int sslinv_fetch_reach_set(struct sslinv_fetch_reach *reach, const struct sslinv_fetch_request *request)
{
	free(reach->ca);
	reach->is_local = sslinv_address_is_local(request->address);
	reach->ca = request->ca && !reach->is_local ? strdup(request->ca) : NULL;
	return request->ca && !reach->is_local && !reach->ca ? SSLINV_E_MEMORY : 0;
}

const char *const *sslinv_fetch_reach_readable(const struct sslinv_fetch_reach *reach,
					       const char *paths[SSLINV_FETCH_READABLE], size_t *count)
{
	*count = 0;
	if (reach->is_local)
		return NULL;
	memcpy(paths, network, sizeof(network));
	*count = SSLINV_ARRAY_SIZE(network);
	if (reach->ca)
		paths[(*count)++] = reach->ca;
	return paths;
}
