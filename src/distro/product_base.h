/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Products that count their own releases, and the distribution that each is made from. */
#ifndef SSLINV_DISTRO_PRODUCT_BASE_H
#define SSLINV_DISTRO_PRODUCT_BASE_H

/* The place of a product's packages, in the words of distro.h. */
struct sslinv_product_base {
	const char *name; /* the product's whole name, without the vendor's */
	const char *distro;
	const char *release;
	const char *stream;
};

/* By the whole name, with or without the vendor's: `SUSE Manager Server 4.3`. NULL for any other text. */
const struct sslinv_product_base *sslinv_product_base_of(const char *name);

#endif
