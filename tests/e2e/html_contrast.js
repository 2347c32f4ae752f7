// SPDX-License-Identifier: GPL-2.0-or-later
// The contrast of all texts and of all that pictures show (WCAG 2.2, 1.4.3 and 1.4.11): a line for each kind that is too weak, then
// `measured N`.
const parse = (text) => {
	const [red, green, blue, alpha = 1] = text.match(/[\d.]+/g).map(Number);
	return { red, green, blue, alpha };
};
const luminance = ({ red, green, blue }) => [red, green, blue].map((part) => part / 255)
	.map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
	.reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
const contrast = (a, b) => {
	const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
	return (light + 0.05) / (dark + 0.05);
};
const behind = (element) => {
	for (let at = element; at; at = at.parentElement) {
		const colour = parse(getComputedStyle(at).backgroundColor);
		if (colour.alpha === 1)
			return colour;
	}
	return { red: 255, green: 255, blue: 255 };
};
/* With this fragment, so that the test can be seen to fail. */
if (location.hash === '#weak')
	for (const name of ['--soft', '--upgrade'])
		document.documentElement.style.setProperty(name, '#bbb');
const weak = new Set();
let measured = 0;
const measure = (element, colour, needed, what) => {
	measured++;
	const got = contrast(parse(colour), behind(element));
	if (got < needed)
		weak.add(`weak ${what} ${element.tagName} ${element.getAttribute('class') || ''} ${got.toFixed(2)}`);
};
document.querySelectorAll('details').forEach((one) => { one.open = true; });
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
	const element = walker.currentNode.parentElement;
	const style = getComputedStyle(element);
	if (!walker.currentNode.textContent.trim() || !element.getClientRects().length || element.matches('script, noscript, :disabled'))
		continue;
	const size = parseFloat(style.fontSize);
	const isLarge = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
	measure(element, element.namespaceURI.endsWith('svg') ? style.fill : style.color, isLarge ? 3 : 4.5, 'text');
}
for (const shape of document.querySelectorAll('svg rect:not(.rail), svg circle'))
	measure(shape.closest('td, figure'), getComputedStyle(shape).fill, 3, `shape ${shape.getAttribute('class')}`);
for (const mark of document.querySelectorAll('.mark'))
	measure(mark, getComputedStyle(mark, '::before').color, 3, 'mark');
for (const control of document.querySelectorAll('input, select, button:not(:disabled)'))
	if (getComputedStyle(control).borderTopWidth !== '0px')
		measure(control, getComputedStyle(control).borderTopColor, 3, 'border');
return [...weak, `measured ${measured}`];
