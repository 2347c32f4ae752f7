// SPDX-License-Identifier: GPL-2.0-or-later
// The contrast of all texts and of all that pictures show (WCAG 2.2, 1.4.3 and 1.4.11), and of colours with each other: a line for
// each kind that is too weak, then `measured N`.
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

// The colours of one kind stay apart for whoever sees them all, or is blind to red, green or blue (simulated as Machado, Oliveira and
// Fernandes do, 2009): their distance in CIELAB.
const blindness = [
	[1, 0, 0, 0, 1, 0, 0, 0, 1],
	[0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
	[0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
	[1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
];
const linear = ({ red, green, blue }) => [red, green, blue].map((part) => part / 255)
	.map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
const lab = (light) => {
	const [red, green, blue] = light.map((part) => Math.min(1, Math.max(0, part)));
	const [x, y, z] = [
		(0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047,
		0.2126 * red + 0.7152 * green + 0.0722 * blue,
		(0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883,
	].map((part) => part > 0.008856 ? Math.cbrt(part) : 7.787 * part + 16 / 116);
	return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
};
const seen = (matrix, light) => lab([0, 3, 6].map((row) => matrix[row] * light[0] + matrix[row + 1] * light[1] + matrix[row + 2] * light[2]));
const colour_of = (name) => {
	const probe = document.body.appendChild(document.createElement('i'));
	probe.style.color = `var(--${name})`;
	const colour = linear(parse(getComputedStyle(probe).color));
	probe.remove();
	return colour;
};
for (const names of [['upgrade', 'restart', 'replace', 'no_fix', 'unsupported', 'unknown', 'ok'], ['critical', 'high', 'medium', 'low', 'unrated'],
	['ended', 'supported']])
	names.forEach((one, at) => names.slice(at + 1).forEach((other) => blindness.forEach((matrix) => {
		const [a, b] = [seen(matrix, colour_of(one)), seen(matrix, colour_of(other))];
		if (Math.hypot(...a.map((part, k) => part - b[k])) < 15)
			weak.add(`weak difference of ${one} and ${other}`);
	})));
return [...weak, `measured ${measured}`];
