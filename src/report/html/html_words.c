/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the page calls things. */
#include "report/html/html_words.h"

const struct sslinv_html_verdict sslinv_html_verdicts[SSLINV_VERDICT_COUNT] = {
	[SSLINV_VERDICT_UPGRADE] = { "Upgrade", "needs an upgrade", "need an upgrade",
				     "A vulnerability is open, and the vendor has a fix that the host can get." },
	[SSLINV_VERDICT_RESTART] = { "Restart", "needs a restart", "need a restart",
				     "A fix is on disk, but running processes still use the older file." },
	[SSLINV_VERDICT_REPLACE] = { "Replace", "has a copy to replace", "have a copy to replace",
				     "A copy that no package manager updates is affected." },
	[SSLINV_VERDICT_NO_FIX] = { "No fix", "is affected and has no fix to install",
				    "are affected and have no fix to install",
				    "A vulnerability is open, and the host cannot get a fix." },
	[SSLINV_VERDICT_UNSUPPORTED] = { "Unsupported", "runs what nobody supports any more",
					 "run what nobody supports any more",
					 "The release, or its OpenSSL, is past its end of life." },
	[SSLINV_VERDICT_UNKNOWN] = { "Unknown", "could not be judged", "could not be judged",
				     "Nobody can say: guidance is missing or old, or something could not be read." },
	[SSLINV_VERDICT_OK] = { "Ok", "is fine", "are fine",
				"All that was found is fixed or not affected, by fresh guidance." },
};
