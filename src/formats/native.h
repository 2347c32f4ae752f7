/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sslinv's own guidance XML, as data/guidance.rng describes it: what the reader and the writer both need to know of it.
 *
 *   <guidance xmlns="urn:sslinv:guidance:1" generated="...">
 *     <feed name vendor format published identity>
 *       <life product release stream name released end/>
 *       <vulnerability cve severity published title url><range library from until last/></vulnerability>
 *       <distribution id><release version stream><package name kind><statement cve status fixed-version arch advisory
 * severity issued url note doubtful/></package></release></distribution>
 *     </feed>
 *   </guidance>
 */
#ifndef SSLINV_FORMATS_NATIVE_H
#define SSLINV_FORMATS_NATIVE_H

#define SSLINV_NATIVE_NAMESPACE "urn:sslinv:guidance:1"
/* What all versions' namespaces begin with. */
#define SSLINV_NATIVE_FAMILY "urn:sslinv:guidance:"

#endif
