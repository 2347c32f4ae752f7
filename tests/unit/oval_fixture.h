/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For the tests of the OVAL reader: the pieces that documents are made of. */
#ifndef SSLINV_TESTS_OVAL_FIXTURE_H
#define SSLINV_TESTS_OVAL_FIXTURE_H

#include "feed_stream.h"

#define HEAD(product)                                                                                                       \
	"<oval_definitions xmlns='http://oval.mitre.org/XMLSchema/oval-definitions-5'><generator><product_name>" product    \
	"</product_name><timestamp>2024-10-10T00:44:14</timestamp></generator>"
#define TAIL "</oval_definitions>"
#define TEST(id, object, states)                                                                                            \
	"<rpminfo_test id='" id "' check='at least one'><object object_ref='" object "'/>" states "</rpminfo_test>"
#define STATE(id) "<state state_ref='" id "'/>"
#define PACKAGE(id, name) "<rpminfo_object id='" id "'><name>" name "</name></rpminfo_object>"
#define BELOW(id, version)                                                                                                  \
	"<rpminfo_state id='" id "'><evr datatype='evr_string' operation='less than'>" version "</evr></rpminfo_state>"
#define KEY(id)                                                                                                             \
	"<rpminfo_state id='" id "'><signature_keyid operation='equals'>199e2f91fd431d51</signature_keyid></rpminfo_state>"

/* What the last document said; clean() empties it. */
extern struct recorder recorder;

int read_text(const char *text);

void read_well(const char *text);

int clean(void **state);

#endif
