/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "version_generator.h"

#define VERSION_PICK(generator, list) (list)[version_random(generator, sizeof(list) / sizeof((list)[0]))]

static const char *const version_seeds[] = {
	"1:1.0.2k-26.el7_9",
	"3.0.19-1~deb12u2",
	"3.0.19-1~deb12u2+b1",
	"1.0.1f-1ubuntu2.27+esm6",
	"2:1.0.2k-16.ksplice1.el7_6.1",
	"1.1.1n-0+deb11u5",
	"1.0.1e-23",
	"0.9.8e-40.el5_11",
	"3.5.4-1ubuntu1",
	"3.0.0~~alpha1-1",
	"3.2.1~rc1",
	"1.1.1k-29.azl3",
	"1.0.2zg",
	"3.0.7+really3.0.5",
	"1.1.1~~pre9",
	"1.1.1-pre9",
	"1.0.2-beta1",
	"3.0.0.beta2",
	"3.0.0-0.beta2.1.fc36",
	"1.1.1_pre2",
	"1.1.1w-r1",
	"3.1.4-r5",
	"1:3.0.7-25.el9_3",
	"1:3.5.1-4.el10_1.alma.1",
	"1.0.2g-1ubuntu4.fips.4.20.6",
	"3.0.2-0ubuntu1.15+Fips1",
	"0.9.8o-4squeeze23",
	"0.9.6c-2.woody.8",
	"1.0.2p-3.64.1",
	"1.1.1l-150400.7.78.1",
	"10:3.2.2-6.0.1.el9_5.1_fips",
	"1:1.0.1e-51.ael7b_2.5",
	"1:1.0.2k-24.amzn2.0.7",
	"3.0.13-0ubuntu3.1~22.04.1",
	"1.0^git1-1",
	"1.0~rc1^20260101",
	"0.9.8zh",
	"1.1.1zb",
	"3.0.0-alpha18-dev",
	"1.0",
	"1",
	"a",
	"1a2b3c",
	"1.0.2_p3~0a1f-r2",
	"00:01.002",
	"3.6.0_alpha1_pre2-r0",
	"1-",
	"1:",
	"1:2-",
	"1..0",
	"0",
};

/* Pieces at which orders turn. */
static const char *const version_pieces[] = {
	"~",
	"^",
	"+",
	"-",
	".",
	"_",
	":",
	"0:",
	"1:",
	"00",
	"0",
	"1",
	"9",
	"10",
	"a",
	"Z",
	"zz",
	"~~",
	"~^",
	"^~",
	"-0",
	"-r1",
	"_rc1",
	"_p",
	"_pre",
	"rc",
	"beta2",
	"alpha",
	"+b",
	"--",
	"..",
	"1.0",
	" ",
	"\t",
	"#",
	"@",
	"/",
	"\xc3\xa9",
	"\xff",
	"\x80",
	"-dev",
	"-pre9",
	"~1",
	"^1",
	"99999999999999999999",
	"000000000000000000000000001",
	"4294967296",
	"18446744073709551616",
};

uint32_t version_random(struct version_generator *generator, uint32_t below)
{
	generator->state ^= generator->state << 13;
	generator->state ^= generator->state >> 7;
	generator->state ^= generator->state << 17;
	return (uint32_t)((generator->state >> 20) % below);
}

/* Puts `length` bytes of `text` in the place of `removed` bytes at `place`; does nothing when it would grow too long. */
static void version_replace(char *version, size_t place, size_t removed, const char *text, size_t length)
{
	size_t old = strlen(version);

	if (old - removed + length >= VERSION_SIZE)
		return;
	memmove(version + place + length, version + place + removed, old - place - removed + 1);
	memcpy(version + place, text, length);
}

void version_mutate(struct version_generator *generator, char *version)
{
	size_t length = strlen(version);
	size_t place = version_random(generator, (uint32_t)length + 1);
	size_t removed = place < length;
	const char *piece = VERSION_PICK(generator, version_pieces);
	char byte;

	switch (version_random(generator, 8)) {
	case 0: /* one byte into its neighbour */
		if (removed) {
			byte = (char)(version[place] + (version_random(generator, 2) ? 1 : -1));
			version_replace(version, place, 1, &byte, byte != '\0');
		}
		break;
	case 1:
		version_replace(version, place, removed, "", 0);
		break;
	case 2:
		version_replace(version, place, removed, piece, strlen(piece));
		break;
	case 3: /* an epoch, or a prefix */
		version_replace(version, 0, 0, piece, strlen(piece));
		break;
	case 4:
		version_replace(version, length, 0, piece, strlen(piece));
		break;
	case 5: /* the end cut off */
		version_replace(version, place, length - place, "", 0);
		break;
	case 6: /* leading zeros, where a number begins */
		while (place < length && !(version[place] >= '0' && version[place] <= '9'))
			place++;
		version_replace(version, place, 0, "000", 1 + version_random(generator, 3));
		break;
	default:
		version_replace(version, place, 0, piece, strlen(piece));
		break;
	}
}

static void version_generate(struct version_generator *generator, char version[VERSION_SIZE])
{
	strcpy(version, VERSION_PICK(generator, version_seeds));
	for (uint32_t i = version_random(generator, 4); i; i--)
		version_mutate(generator, version);
}

void version_generate_pair(struct version_generator *generator, char a[VERSION_SIZE], char b[VERSION_SIZE])
{
	version_generate(generator, a);
	if (!version_random(generator, 5)) {
		version_generate(generator, b);
		return;
	}
	strcpy(b, a);
	for (uint32_t i = version_random(generator, 4); i; i--)
		version_mutate(generator, b);
}
