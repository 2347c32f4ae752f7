/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sorts, filters and turns the pages of the tables `table.rows`. The page is complete without: the first rows of a long table are
 * plain HTML, the rest is in a <noscript> behind it, which a browser that runs scripts leaves as text. Here a row stays text until
 * it is shown, and only the rows of one page are ever in the document.
 */
(() => {
	'use strict';
	const PAGE = 25, PRINTED = 1000, ALL = '*';
	const order = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
	const number = new Intl.NumberFormat('en');
	const tables = new Map();

	const make = (name, properties, ...children) => {
		const element = Object.assign(document.createElement(name), properties);
		element.append(...children);
		return element;
	};
	/* What html_text.c writes for the characters of markup. */
	const entities = { 'lt': '<', 'gt': '>', 'amp': '&', 'quot': '"', '#39': "'" };
	const decode = (html) => html.includes('&') ? html.replace(/&(lt|gt|amp|quot|#39);/g, (whole, name) => entities[name]) : html;

	/* Each has the texts of its cells, what they sort by where that is another, the number of its set of CVEs, and its element or HTML. */
	const rowOf = (element) => {
		const cells = [...element.cells];
		return { element, cells: cells.map((cell) => cell.textContent), keys: cells.map((cell) => cell.dataset.k), set: element.dataset.c };
	};
	const rowsOf = (html) => html.slice(html.indexOf('<tbody>') + 7, html.lastIndexOf('</tbody>')).split('</tr>\n').slice(0, -1).map((row) => {
		const cells = [], keys = [];
		for (const cell of row.split(/<\/t[hd]>/).slice(0, -1)) {
			const at = cell.search(/<t[hd]/);
			const end = cell.indexOf('>', at);
			keys.push(cell.slice(at, end).match(/data-k="(-?\d+)"/)?.[1]);
			cells.push(decode(cell.slice(end + 1).replace(/<\/?code>/g, '')));
		}
		return { html: row, cells, keys, set: row.match(/^\s*<tr data-c="(\d+)"/)?.[1] };
	});
	/* The elements of the rows, made for those that have none. */
	const elementsOf = (rows) => {
		const part = document.createElement('template');
		const missing = rows.filter((row) => !row.element);
		part.innerHTML = `<table><tbody>${missing.map((row) => `${row.html}</tr>`).join('')}</tbody></table>`;
		[...part.content.querySelectorAll('tr')].forEach((element, at) => { missing[at].element = element; });
		return rows.map((row) => row.element);
	};
	const labelled = (text, control) => make('label', {}, text, control);
	/* Of each set of CVEs that are open on a host, the ids in small letters; none where the page does not have them all. */
	let read = null;
	const sets = () => {
		const data = document.getElementById('cve-sets');
		if (!read && data) {
			const { cves, sets: numbers } = JSON.parse(data.textContent);
			const ids = cves.map((cve) => cve.toLowerCase());
			read = numbers.map((set) => new Set(set.map((index) => ids[index])));
		}
		return read || [];
	};

	class Rows {
		constructor(table) {
			this.table = table;
			this.body = table.tBodies[0];
			this.heads = [...table.tHead.rows[0].cells];
			this.rows = [...this.body.rows].map(rowOf);
			this.total = Number(table.dataset.total) || this.rows.length;
			this.more = document.querySelector(`noscript[data-for="${table.id}"]`);
			this.query = '';
			this.choices = new Map();
			this.page = 0;
			this.column = this.heads.findIndex((head) => head.ariaSort);
			this.down = this.column >= 0 && this.heads[this.column].ariaSort === 'descending';
			this.heads.forEach((head, column) => this.addSort(head, column));
			if (this.total > PAGE)
				this.addTools();
			this.view = this.rows;
		}

		/* The rows that were left unread; once, and only when they are asked for or nothing else is to do. */
		load() {
			if (!this.more)
				return;
			this.rows = this.rows.concat(rowsOf(this.more.textContent));
			this.more.remove();
			this.more = null;
			this.heads.forEach((head, column) => this.fillChoice(head, column));
		}

		addSort(head, column) {
			const button = make('button', { type: 'button' });
			button.append(...head.childNodes);
			head.append(button);
			button.addEventListener('click', () => {
				this.down = this.column === column ? !this.down : head.classList.contains('n');
				this.column = column;
				this.update();
			});
		}

		addTools() {
			const noun = this.table.dataset.noun;
			this.input = make('input', { type: 'search', autocomplete: 'off', spellcheck: false });
			this.input.addEventListener('input', () => {
				this.query = this.input.value;
				this.update();
			});
			this.back = make('button', { type: 'button', textContent: 'Previous' });
			this.next = make('button', { type: 'button', textContent: 'Next' });
			this.back.addEventListener('click', () => this.turn(-1));
			this.next.addEventListener('click', () => this.turn(1));
			this.state = make('p', { className: 'state' });
			this.state.setAttribute('role', 'status');
			const tools = make('div', { className: 'tools' }, labelled(`Filter ${noun}`, this.input));
			tools.setAttribute('role', 'group');
			tools.setAttribute('aria-label', `Filter and pages of ${noun}`);
			this.heads.forEach((head, column) => {
				if (!('filter' in head.dataset))
					return;
				const select = make('select', {});
				select.addEventListener('change', () => {
					this.choose(column, select.value);
					this.update();
				});
				head.choice = select;
				this.fillChoice(head, column);
				tools.append(labelled(head.textContent, select));
			});
			tools.append(make('span', { className: 'turn' }, this.back, ' ', this.next), this.state);
			this.table.closest('.scroll').before(tools);
		}

		choose(column, option) {
			if (option === ALL)
				this.choices.delete(column);
			else
				this.choices.set(column, option);
		}

		/* The words of a column, with how many rows have them once all rows are known. */
		fillChoice(head, column) {
			if (!head.choice)
				return;
			const counts = new Map();
			for (const { cells, keys } of this.rows) {
				const text = cells[column];
				const entry = counts.get(text) || { key: Number(keys[column]) || 0, count: 0 };
				entry.count++;
				counts.set(text, entry);
			}
			const chosen = head.choice.value || ALL;
			const sorted = [...counts].sort((a, b) => b[1].key - a[1].key || order.compare(a[0], b[0]));
			head.choice.replaceChildren(make('option', { value: ALL, textContent: 'all' }), ...sorted.map(([text, { count }]) =>
				make('option', { value: text, textContent: `${text || 'none'}${this.more ? '' : ` (${number.format(count)})`}` })));
			head.choice.value = chosen;
		}

		/* Every word has to be in the row; a CVE may also be among those that are open on its host. */
		matcher() {
			const words = this.query.toLowerCase().split(/\s+/).filter(Boolean);
			const chosen = [...this.choices];
			const hits = words.map((word) => new Set(!word.startsWith('cve-') ? [] :
				sets().flatMap((set, index) => set.has(word) ? [String(index)] : [])));
			return (row) => {
				if (!chosen.every(([column, value]) => row.cells[column] === value))
					return false;
				row.text = row.text || row.cells.join('\n').toLowerCase();
				return words.every((word, index) => row.text.includes(word) || hits[index].has(row.set));
			};
		}

		compare() {
			const { column, down } = this;
			const isNumber = this.heads[column].classList.contains('n');
			const key = (row) => {
				if (row.keys[column] !== undefined)
					return Number(row.keys[column]);
				return isNumber ? Number(row.cells[column].replace(/,/g, '') || -1) : row.cells[column];
			};
			const keys = new Map(this.view.map((row) => [row, key(row)]));
			const compare = (a, b) => typeof a === 'number' && typeof b === 'number' ? a - b : order.compare(a, b);
			return down ? (a, b) => compare(keys.get(b), keys.get(a)) : (a, b) => compare(keys.get(a), keys.get(b));
		}

		/* The rows that are wanted, in the order that is wanted. */
		select() {
			this.load();
			const isNarrowed = this.query.trim() !== '' || this.choices.size > 0;
			this.view = isNarrowed ? this.rows.filter(this.matcher()) : [...this.rows];
			if (this.column >= 0)
				this.view.sort(this.compare());
		}

		update() {
			this.select();
			this.page = 0;
			this.paint();
			this.remember();
		}

		turn(by) {
			if (this.more)
				this.select();
			this.page += by;
			this.paint();
		}

		/* `count`: how many rows the document gets at once. */
		paint(count = PAGE) {
			const total = this.more ? this.total : this.view.length;
			const first = Math.min(this.page * count, Math.max(total - 1, 0));
			const shown = elementsOf(this.view.slice(first, first + count));
			this.body.replaceChildren(...shown);
			this.heads.forEach((head, column) => {
				if (column === this.column)
					head.ariaSort = this.down ? 'descending' : 'ascending';
				else
					head.removeAttribute('aria-sort');
			});
			if (!shown.length)
				this.body.append(make('tr', {}, make('td', { colSpan: this.heads.length, className: 'none',
					textContent: `No ${this.table.dataset.noun} match.` })));
			this.link(shown);
			if (!this.state)
				return;
			this.back.disabled = first === 0;
			this.next.disabled = first + count >= total;
			const range = shown.length ? `${number.format(first + 1)}\u2013${number.format(first + shown.length)} of ` : '';
			const of = total < this.total ? `${number.format(total)} found among ${number.format(this.total)}` : number.format(total);
			this.state.textContent = `${range}${of}`;
		}

		/* A number of hosts leads to the hosts. */
		link(shown) {
			const to = tables.get('hosts-table');
			const column = this.heads.findIndex((head) => 'hosts' in head.dataset);
			if (!to || column < 0 || !document.getElementById('cve-sets'))
				return;
			for (const row of shown) {
				const cell = row.cells[column];
				if (!cell || cell.querySelector('a') || cell.textContent === '0')
					continue;
				const name = row.cells[0].textContent;
				const link = make('a', { href: `#hosts?q=${encodeURIComponent(name)}`, title: `Hosts with ${name}` });
				link.append(...cell.childNodes);
				cell.append(link);
			}
		}

		/* The state is in the address, so that it can be sent to somebody. */
		remember() {
			const values = new URLSearchParams();
			if (this.query)
				values.set('q', this.query);
			for (const [column, option] of this.choices)
				values.set(`f${column}`, option);
			if (this.column >= 0)
				values.set('s', `${this.down ? '-' : ''}${this.column}`);
			try {
				history.replaceState(null, '', `#${this.table.id.replace(/-table$/, '')}?${values}`);
			} catch { /* a viewer that has no address */ }
		}

		restore(values) {
			this.query = values.get('q') || '';
			if (this.input)
				this.input.value = this.query;
			this.load();
			this.heads.forEach((head, column) => {
				if (!head.choice)
					return;
				const option = values.get(`f${column}`);
				head.choice.value = option === null ? ALL : option;
				this.choose(column, head.choice.value || ALL);
			});
			const sort = values.get('s');
			if (sort && this.heads[Math.abs(Number(sort))]) {
				this.column = Math.abs(Number(sort));
				this.down = sort.startsWith('-');
			}
			this.update();
		}
	}

	const follow = () => {
		const [id, values] = location.hash.slice(1).split('?');
		const rows = tables.get(`${id}-table`);
		if (values === undefined || !rows)
			return;
		rows.restore(new URLSearchParams(values));
		document.getElementById(id).scrollIntoView();
	};

	for (const table of document.querySelectorAll('table.rows'))
		tables.set(table.id, new Rows(table));
	tables.forEach((rows) => rows.paint());
	follow();
	addEventListener('hashchange', follow);
	addEventListener('beforeprint', () => {
		document.querySelectorAll('details').forEach((details) => { details.open = true; });
		tables.forEach((rows) => { rows.select(); rows.page = 0; rows.paint(PRINTED); });
	});
	addEventListener('afterprint', () => tables.forEach((rows) => rows.paint()));
	/* So that the first word that is typed finds them ready. */
	(globalThis.requestIdleCallback || setTimeout)(() => tables.forEach((rows) => rows.more && rows.select()));
})();
