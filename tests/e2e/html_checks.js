// SPDX-License-Identifier: GPL-2.0-or-later
// What html.sh asks of the page of a fleet of 400 hosts, in the browser: lines `ok WHAT`, or `not ok WHAT: GOT`.
const lines = [];
const check = (what, got, want = true) => {
	const is = JSON.stringify(got) === JSON.stringify(want);
	lines.push(is ? `ok ${what}` : `not ok ${what}: ${JSON.stringify(got)}, not ${JSON.stringify(want)}`);
};
const table = document.getElementById('hosts-table');
const tools = table.closest('section').querySelector('.tools');
const [input, verdict] = tools.querySelectorAll('input, select');
const [back, next] = tools.querySelectorAll('button');
const state = () => tools.querySelector('.state').textContent;
const column = (number) => [...table.tBodies[0].rows].map((row) => row.cells[number]?.textContent);
const find = (text) => {
	input.value = text;
	input.dispatchEvent(new Event('input'));
};
const choose = (text) => {
	verdict.value = text;
	verdict.dispatchEvent(new Event('change'));
};
const sort = (number) => {
	const head = table.tHead.rows[0].cells[number];
	head.querySelector('button').click();
	return head.ariaSort;
};
const is_sorted = (values, sign) => values.every((value, at) => at === 0 || sign * (value - values[at - 1]) >= 0);

// ---- pages ----
check('a long table has its first page', [table.tBodies[0].rows.length, state()], [25, '1\u201325 of 400']);
check('there is no page before it', [back.disabled, next.disabled], [true, false]);
next.click();
check('and one behind it', state(), '26\u201350 of 400');
for (let page = 2; page < 16; page++)
	next.click();
check('up to the last', [state(), next.disabled], ['376\u2013400 of 400', true]);
back.click();
check('and back', state(), '351\u2013375 of 400');

// ---- the filter ----
find('web24.');
check('a name is found', column(0), ['web24.example.org']);
find('WEB24. example');
check('by all its words, large or small', column(0).length, 1);
find('web24. nowhere');
check('but not by some of them', [column(0), state()], [['No hosts match.'], '0 found among 400']);
find('');
check('nothing in the filter finds all', state(), '1\u201325 of 400');
choose('replace');
check('a verdict is chosen', [...new Set(column(1))], ['replace']);
find('app');
check('beside a word', [column(1).every((text) => text === 'replace'), column(0).every((text) => text.startsWith('app'))], [true, true]);
find('');
choose('*');

// ---- a CVE leads to its hosts, and the address tells it ----
const cves = document.getElementById('cves-table');
const open = cves.tBodies[0].rows[0].cells[2];
const count = open.textContent;
open.querySelector('a').click();
await new Promise((done) => setTimeout(done, 50));
check('the number of hosts with a CVE leads to them', state(), `1\u201325 of ${count} found among 400`);
check('the filter holds the CVE', input.value, cves.tBodies[0].rows[0].cells[0].textContent);
check('and the address', decodeURIComponent(location.hash).startsWith(`#hosts?q=${input.value}`), true);
find('cve-1');
check('half a CVE is none', state(), '0 found among 400');
find('');

// ---- order ----
check('a click on a number sorts from the highest', [sort(2), is_sorted(column(2).map(Number), -1)], ['descending', true]);
check('and once more from the lowest', [sort(2), is_sorted(column(2).map(Number), 1)], ['ascending', true]);
sort(3);
check('only one column is sorted by', table.querySelectorAll('[aria-sort]').length, 1);
const ranks = { critical: 4, high: 3, medium: 2, low: 1, unrated: 0, '': -1 };
sort(3);
check('severities sort by rank', is_sorted(column(3).map((text) => ranks[text]), -1), true);
choose('upgrade');
sort(0);
check('names sort as a person does it', is_sorted(column(0).map((name) => Number(name.match(/^app(\d+)/)[1])), 1), true);
choose('*');

// ---- what came from hosts is text ----
const names = [];
for (find('hacked'); ; next.click()) {
	names.push(...column(0));
	if (next.disabled)
		break;
}
check('markup in a name is text', names.sort(), ['"></td></table></noscript></script><b id=hacked>\'&amp;&lt;',
	"$'\\xff<\\xc3'", '<script>hacked=1</script><img src=x onerror=hacked=1>']);
find('elpmaxe');
check('what turns the writing is shown', column(0), ["$'gro\\u202e.elpmaxe\\n\\t\\x1b--> ]]>'"]);
find('</code>');
check('a command is shown as it is', column(6), ['echo "</code>" && `</noscript>`']);
find('');
check('nothing of it became an element', document.querySelectorAll('#hacked, #hacked2, #hacked3, img, iframe, object, embed, [src], [onerror]').length, 0);
check('and nothing ran', typeof globalThis.hacked, 'undefined');

// ---- for whoever does not see, or has no mouse ----
const skip = document.querySelector('.skip');
skip.focus();
const place = skip.getBoundingClientRect();
check('the link over the head is seen with the focus', [place.left >= 0, place.right <= innerWidth], [true, true]);
check('every table has a caption and headings', [...document.querySelectorAll('table')].every((one) => one.caption.textContent.trim() &&
	[...one.tHead.rows[0].cells].every((cell) => cell.scope === 'col' && cell.textContent.trim())), true);
check('every row of it a name', [...document.querySelectorAll('tbody tr')].every((row) => row.cells[0].scope === 'row' || row.cells[0].matches('.none')), true);
check('every control a label', [...document.querySelectorAll('input, select')].every((one) => one.labels.length === 1 && one.labels[0].textContent.trim()), true);
const ids = [...document.querySelectorAll('[id]')].map((one) => one.id);
check('no id is there twice', new Set(ids).size, ids.length);
check('every link leads somewhere', [...document.querySelectorAll('a')].filter((link) => !link.hash.includes('?') && !document.getElementById(link.hash.slice(1))).length, 0);
check('the page is no wider than the window', document.documentElement.scrollWidth <= innerWidth, true);
return lines;
