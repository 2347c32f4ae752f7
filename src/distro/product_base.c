/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A table of products; their packages are those of the release below, as their fixed versions show. */
#include "distro/product_base.h"

#include <string.h>
#include <strings.h>

#include "base/attributes.h"
#include "base/str.h"

static const struct sslinv_product_base bases[] = {
	{ "Enterprise Storage 4", "sles", "12.2", "storage" },
	{ "Enterprise Storage 5", "sles", "12.3", "storage" },
	{ "Enterprise Storage 6", "sles", "15.1", "storage" },
	{ "Enterprise Storage 7", "sles", "15.2", "storage" },
	{ "Enterprise Storage 7.1", "sles", "15.3", "storage" },
	{ "HPE Helion OpenStack 8", "sles", "12.3", "openstack" },
	{ "Linux Enterprise Point of Sale 11 SP3", "sles", "11.3", "pos" },
	{ "Manager 2.1", "sles", "11.3", "manager" },
	{ "Manager Proxy 2.1", "sles", "11.3", "manager" },
	{ "Manager Proxy 4.0", "sles", "15.1", "manager" },
	{ "Manager Proxy 4.1", "sles", "15.2", "manager" },
	{ "Manager Proxy 4.2", "sles", "15.3", "manager" },
	{ "Manager Proxy 4.3", "sles", "15.4", "manager" },
	{ "Manager Retail Branch Server 4.0", "sles", "15.1", "manager" },
	{ "Manager Retail Branch Server 4.1", "sles", "15.2", "manager" },
	{ "Manager Retail Branch Server 4.2", "sles", "15.3", "manager" },
	{ "Manager Retail Branch Server 4.3", "sles", "15.4", "manager" },
	{ "Manager Server 4.0", "sles", "15.1", "manager" },
	{ "Manager Server 4.1", "sles", "15.2", "manager" },
	{ "Manager Server 4.2", "sles", "15.3", "manager" },
	{ "Manager Server 4.3", "sles", "15.4", "manager" },
	{ "OpenStack Cloud 5", "sles", "11.3", "openstack" },
	{ "OpenStack Cloud 6", "sles", "12.1", "openstack" },
	{ "OpenStack Cloud 7", "sles", "12.2", "openstack" },
	{ "OpenStack Cloud 8", "sles", "12.3", "openstack" },
	{ "OpenStack Cloud 9", "sles", "12.4", "openstack" },
	{ "OpenStack Cloud Crowbar 8", "sles", "12.3", "openstack" },
	{ "OpenStack Cloud Crowbar 9", "sles", "12.4", "openstack" },
	/* A module of 12 goes with all of its service packs; those of 15 have their own. */
	{ "Linux Enterprise Module for Legacy 12", "sles", "12", "legacy" },
	{ "Linux Enterprise Module for Legacy Software 12", "sles", "12", "legacy" },
	{ "SLE-Module-Legacy-12", "sles", "12", "legacy" },
};

const struct sslinv_product_base *sslinv_product_base_of(const char *name)
{
	static const char vendor[] = "SUSE ";

	if (sslinv_str_starts(name, vendor))
		name += strlen(vendor);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(bases); i++)
		if (strcasecmp(bases[i].name, name) == 0)
			return &bases[i];
	return NULL;
}
