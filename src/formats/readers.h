/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The readers that the table in read.c names, each defined in its own file. */
#ifndef SSLINV_FORMATS_READERS_H
#define SSLINV_FORMATS_READERS_H

#include "formats/reader.h"

extern const struct sslinv_reader sslinv_reader_native;
extern const struct sslinv_reader sslinv_reader_oval;
extern const struct sslinv_reader sslinv_reader_updateinfo;
extern const struct sslinv_reader sslinv_reader_openssl_xml;
extern const struct sslinv_reader sslinv_reader_tsv;
extern const struct sslinv_reader sslinv_reader_csaf;
extern const struct sslinv_reader sslinv_reader_osv;
extern const struct sslinv_reader sslinv_reader_openvex;
extern const struct sslinv_reader sslinv_reader_debian;
extern const struct sslinv_reader sslinv_reader_openssl_cve;
extern const struct sslinv_reader sslinv_reader_endoflife;
extern const struct sslinv_reader sslinv_reader_errata;
extern const struct sslinv_reader sslinv_reader_secdb;
extern const struct sslinv_reader sslinv_reader_arch;
extern const struct sslinv_reader sslinv_reader_kev;
extern const struct sslinv_reader sslinv_reader_epss;

#endif
