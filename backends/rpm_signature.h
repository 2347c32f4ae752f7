/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which key signed a header: the key id out of an OpenPGP signature. Nothing is verified. */
#ifndef SSLINV_BACKENDS_RPM_SIGNATURE_H
#define SSLINV_BACKENDS_RPM_SIGNATURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma GCC visibility push(hidden)

#define SSLINV_RPM_KEY_ID_SIZE 17

/*
 * The id of the key in 16 hexadecimal digits, in small letters, out of an OpenPGP signature packet (RFC 4880, RFC 9580).
 * False where the bytes are no such packet, or name no key.
 */
bool sslinv_rpm_signature_key(const uint8_t *bytes, size_t length, char id[SSLINV_RPM_KEY_ID_SIZE]);

#pragma GCC visibility pop

#endif
