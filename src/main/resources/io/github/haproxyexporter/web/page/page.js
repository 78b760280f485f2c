'use strict';
// Keeps the page fresh: fetches it again and changes in place what differs. All texts come from the server's template, which escapes
// them, or are set as text here.

const INTERVAL = 5000;
const detail = document.getElementById('detail');
const lost = document.getElementById('lost');
let freshAt = new Date();
let events = null;

function element(name, text, className) {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

const clock = time => {
  const text = new Date(time).toISOString();
  return (Date.now() - new Date(time) < 86400000 ? '' : text.slice(0, 10) + ' ') + text.slice(11, 19);
};

/** Adds what only works with scripts, to the page and to each newer one that it is compared with. */
function decorate(page) {
  page.getElementById('filter').hidden = false;
  for (const code of page.querySelectorAll('code.copy')) {
    code.after(element('button', 'Copy', 'copy'));
  }
  for (const cells of page.querySelectorAll('.cells')) {
    // One stop of the tab key for a backend; the arrow keys go on from there.
    for (let cell = cells.children[1]; cell; cell = cell.nextElementSibling) cell.tabIndex = -1;
  }
}

/** Makes one tree like another and leaves what is equal alone: focus, selection and scroll positions stay. */
function morph(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  if (old.nodeType !== fresh.nodeType || old.nodeName !== fresh.nodeName || old.id !== fresh.id) {
    old.replaceWith(document.importNode(fresh, true));
    return;
  }
  if (old.nodeType === Node.TEXT_NODE) {
    old.data = fresh.data;
    return;
  }
  if (old.id === 'filter' || old.id === 'events') return;
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  const before = [...old.childNodes];
  const after = [...fresh.childNodes];
  after.forEach((node, i) => (before[i] ? morph(before[i], node) : old.append(document.importNode(node, true))));
  before.slice(after.length).forEach(node => node.remove());
}

async function refresh() {
  try {
    const answer = await fetch('./', { headers: { Accept: 'text/html' }, signal: AbortSignal.timeout(15000) });
    if (!answer.ok) throw new Error(`it answers ${answer.status}`);
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    decorate(fresh);
    morph(document.querySelector('main'), fresh.querySelector('main'));
    morph(document.getElementById('clock'), fresh.getElementById('clock'));
    document.title = fresh.title;
    freshAt = new Date();
    lost.hidden = true;
    document.body.classList.remove('lost');
    filter();
    await timeline();
    await showDetail();
  } catch (error) {
    lost.textContent = `The exporter does not answer (${error.message}). What is shown was read at ${clock(freshAt)} UTC.`;
    lost.hidden = false;
    document.body.classList.add('lost');
  }
}

/** Shows the backends with a server of that name, address or state, and dims their other servers. */
function filter() {
  const form = document.getElementById('filter');
  const text = form.elements.text.value.trim().toLowerCase();
  const state = form.elements.state.value;
  let found = 0;
  for (const backend of document.querySelectorAll('.backend')) {
    const named = backend.id.toLowerCase().includes(text);
    let any = named && !state;
    for (const cell of backend.querySelectorAll('.c')) {
      const fits = (named || cell.title.toLowerCase().includes(text)) && (!state || cell.classList.contains(state));
      cell.classList.toggle('dim', !fits);
      any = any || fits;
      found += fits;
    }
    backend.hidden = !any;
  }
  form.querySelector('output').textContent = text || state ? `${found} servers` : '';
}

/** Opens what the address names, /#edge1/shop/web2, with all that is known of it. */
async function showDetail() {
  const wanted = location.hash;
  if (wanted.length < 2) {
    detail.close();
    return;
  }
  const status = await (await fetch('api/v1/status')).json();
  // Closed meanwhile, or on to another one.
  if (location.hash !== wanted) return;
  for (const target of status.targets) {
    for (const backend of target.backends) {
      for (const server of backend.servers) {
        // As the browser escapes the same text in a link.
        if (new URL(`#${target.haproxy}/${backend.backend}/${server.server}`, location).hash === wanted) {
          fill(target, backend, server);
          if (!detail.open) detail.showModal();
          return;
        }
      }
    }
  }
}

function fill(target, backend, server) {
  const title = element('h2', `${backend.backend}/${server.server}`);
  title.id = 'detail-title';
  const close = element('button', 'Close');
  close.addEventListener('click', () => detail.close());
  title.append(close);
  const facts = element('dl', '');
  const rows = {
    State: server.status,
    Since: server.since && `${clock(server.since)} UTC`,
    Reason: server.reason,
    Cause: server.cause.replaceAll('_', ' '),
    Address: server.address,
    HAProxy: `${target.haproxy} (${target.address})`,
    'Last check': server.check_status && `${server.check_status}${server.check_ms === null ? '' : ` in ${server.check_ms} ms`}`,
    'Times down': server.times_down,
    Weight: `${server.weight}${server.backup ? ', backup' : ''}`,
    'Sessions, queue': `${server.sessions}, ${server.queue}`,
    'Error share': server.error_share === null ? '' : `${(100 * server.error_share).toFixed(1)} %`,
    'Active servers left': backend.servers_left,
  };
  for (const [name, value] of Object.entries(rows)) {
    if (value !== null && value !== '') facts.append(element('dt', name), element('dd', value));
  }
  const mine = (events ? events.events : []).filter(event =>
    event.backend === backend.backend && event.server === server.server && (!event.haproxy || event.haproxy === target.haproxy));
  detail.replaceChildren(title, facts, ...(mine.length ? [element('h3', 'What changed'), eventTable(mine, false)] : []));
}

function eventTable(list, named) {
  const table = document.createElement('table');
  for (const event of list) {
    const row = table.insertRow();
    const name = [event.haproxy, event.backend, event.server].filter(Boolean).join('/');
    for (const text of [clock(event.time), ...(named ? [name] : []), `${event.from} → ${event.to}`, event.reason, event.source]) {
      row.insertCell().textContent = text;
    }
  }
  const scroll = element('div', '', 'scroll');
  scroll.tabIndex = 0;
  scroll.append(table);
  return scroll;
}

/** A strip for each server that changed, over all that was watched, and the list of changes. */
async function timeline() {
  if (events === false) return;
  const answer = await fetch('api/v1/events?limit=200');
  if (!answer.ok) {
    events = false;
    return;
  }
  events = await answer.json();
  const start = new Date(events.watching_since);
  const whole = Math.max(1, Date.now() - start);
  const byServer = new Map();
  for (const event of [...events.events].reverse()) {
    const name = [event.haproxy, event.backend, event.server].filter(Boolean).join('/');
    byServer.set(name, [...(byServer.get(name) || []), event]);
  }
  const strips = element('div', '', 'strips');
  for (const [name, changes] of [...byServer].slice(0, 50)) {
    const strip = element('div', '', 'strip');
    strip.role = 'img';
    strip.ariaLabel = `${name}: ${changes.length} changes`;
    [{ to: changes[0].from, time: start }, ...changes].forEach((change, i) => {
      const end = i < changes.length ? new Date(changes[i].time) : new Date();
      const part = element('span', '', String(change.to).split(' ')[0].toLowerCase());
      part.style.left = `${(100 * (new Date(change.time) - start)) / whole}%`;
      part.style.width = `${(100 * (end - new Date(change.time))) / whole}%`;
      strip.append(part);
    });
    strips.append(element('span', name), strip);
  }
  const section = document.getElementById('events');
  const title = element('h2', 'What changed');
  title.id = 'events-title';
  section.hidden = false;
  section.replaceChildren(title, element('p', `Watching since ${clock(start)} UTC.${byServer.size ? '' : ' Nothing has changed.'}`),
    strips, ...(byServer.size ? [eventTable(events.events.slice(0, 50), true)] : []));
}

document.addEventListener('click', event => {
  if (event.target.matches('button.copy')) {
    // Without TLS there is no navigator.clipboard.
    getSelection().selectAllChildren(event.target.previousElementSibling);
    event.target.textContent = document.execCommand('copy') ? 'Copied' : 'Selected';
  }
});
document.addEventListener('keydown', event => {
  const step = { ArrowRight: 'nextElementSibling', ArrowLeft: 'previousElementSibling' }[event.key];
  if (step && event.target.matches('.cells > .c')) event.target[step]?.focus();
});
document.getElementById('filter').addEventListener('input', filter);
document.getElementById('filter').addEventListener('submit', event => event.preventDefault());
detail.addEventListener('close', () => history.replaceState(null, '', location.pathname));
addEventListener('hashchange', showDetail);
document.addEventListener('visibilitychange', () => document.hidden || refresh());
decorate(document);
showDetail();
timeline();
setInterval(() => document.hidden || refresh(), INTERVAL);
