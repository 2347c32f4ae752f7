/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The key id of an OpenPGP signature. librpm reads it as well, but has named the function that tells it only since 4.18; the
 * packet is small, and read here within its bounds for every librpm.
 */
#include "rpm_signature.h"

#include <stdio.h>

enum {
	PACKET_SIGNATURE = 2,
	SUBPACKET_ISSUER = 16,
	SUBPACKET_FINGERPRINT = 33,
	KEY_ID = 8,
};

/* Bytes that are left. */
struct span {
	const uint8_t *at;
	size_t left;
};

/* Takes a number of `count` bytes, the highest first. */
static bool take(struct span *span, size_t count, size_t *number)
{
	if (span->left < count)
		return false;
	*number = 0;
	for (size_t i = 0; i < count; i++)
		*number = *number << 8 | span->at[i];
	span->at += count;
	span->left -= count;
	return true;
}

/* Takes `count` bytes as a span of their own. */
static bool take_span(struct span *span, size_t count, struct span *part)
{
	if (span->left < count)
		return false;
	*part = (struct span){ span->at, count };
	span->at += count;
	span->left -= count;
	return true;
}

/* The length of a packet of the new form, or of a subpacket, which has no partial ones. */
static bool take_length(struct span *span, bool is_subpacket, size_t *length)
{
	size_t first, second;

	if (!take(span, 1, &first))
		return false;
	if (first < 192) {
		*length = first;
		return true;
	}
	if (first == 255)
		return take(span, 4, length);
	if ((!is_subpacket && first >= 224) || !take(span, 1, &second))
		return false;
	*length = ((first - 192) << 8) + second + 192;
	return true;
}

static bool take_packet(struct span *span, struct span *packet)
{
	size_t tag, length;

	if (!take(span, 1, &tag) || !(tag & 0x80))
		return false;
	if (tag & 0x40)
		return (tag & 0x3f) == PACKET_SIGNATURE && take_length(span, false, &length) &&
		       take_span(span, length, packet);
	if (((tag >> 2) & 0xf) != PACKET_SIGNATURE || (tag & 3) == 3)
		return false;
	return take(span, (size_t)1 << (tag & 3), &length) && take_span(span, length, packet);
}

static void write_id(const uint8_t *bytes, char id[SSLINV_RPM_KEY_ID_SIZE])
{
	for (size_t i = 0; i < KEY_ID; i++)
		snprintf(id + 2 * i, 3, "%02x", bytes[i]);
}

/* The key of one subpacket: its id, or its fingerprint, whose end (or beginning, since version 6) is the id. */
static bool read_subpacket(struct span part, char id[SSLINV_RPM_KEY_ID_SIZE])
{
	size_t type, version;

	if (!take(&part, 1, &type))
		return false;
	type &= 0x7f;
	if (type == SUBPACKET_ISSUER && part.left == KEY_ID) {
		write_id(part.at, id);
		return true;
	}
	if (type != SUBPACKET_FINGERPRINT || !take(&part, 1, &version) || part.left < 20)
		return false;
	write_id(version == 4 ? part.at + part.left - KEY_ID : part.at, id);
	return true;
}

/* Both areas of subpackets, the signed one first. */
static bool read_areas(struct span packet, size_t length_size, char id[SSLINV_RPM_KEY_ID_SIZE])
{
	for (int i = 0; i < 2; i++) {
		struct span area, part;
		size_t length;

		if (!take(&packet, length_size, &length) || !take_span(&packet, length, &area))
			return false;
		while (area.left > 0) {
			if (!take_length(&area, true, &length) || !take_span(&area, length, &part))
				return false;
			if (read_subpacket(part, id))
				return true;
		}
	}
	return false;
}

bool sslinv_rpm_signature_key(const uint8_t *bytes, size_t length, char id[SSLINV_RPM_KEY_ID_SIZE])
{
	struct span span = { bytes, length }, packet;
	size_t version, skipped;

	id[0] = '\0';
	if (!bytes || !take_packet(&span, &packet) || !take(&packet, 1, &version))
		return false;
	if (version == 3) {
		/* The length of what is hashed, the type and the time. */
		if (!take(&packet, 1, &skipped) || skipped != 5 || packet.left < 5 + KEY_ID)
			return false;
		write_id(packet.at + 5, id);
		return true;
	}
	if ((version != 4 && version != 6) || !take(&packet, 3, &skipped))
		return false;
	return read_areas(packet, version == 4 ? 2 : 4, id);
}
