// SPDX-License-Identifier: GPL-2.0-or-later
// How long a page of many hosts takes: `open MILLISECONDS`, then `filter MILLISECONDS` and `sort MILLISECONDS`, from the event until
// the next frame is there; and how many `elements` it has.
const entry = performance.getEntriesByType('navigation')[0];
const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
const table = document.getElementById('hosts-table');
const tools = table.closest('section').querySelector('.tools');
const input = tools.querySelector('input');
const time = async (act) => {
	const begin = performance.now();
	act();
	document.body.getBoundingClientRect();
	await frame();
	return Math.round(performance.now() - begin);
};
const filter = await time(() => {
	input.value = 'web debian';
	input.dispatchEvent(new Event('input'));
});
const found = tools.querySelector('.state').textContent;
input.value = '';
input.dispatchEvent(new Event('input'));
const sort = await time(() => table.tHead.rows[0].cells[5].querySelector('button').click());
return [`elements ${document.querySelectorAll('*').length}`, `open ${Math.round(entry.loadEventEnd)}`, `filter ${filter}`, `sort ${sort}`, `found ${found}`];
