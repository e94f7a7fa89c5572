// Loket's worker: the app opens without a network, and never mixes releases (ARCHITECTURE.md).
//
// It keeps the files of its release, whose names hold the hash of their content, and as pages the shell, the catalogue and
// the start page, as the server last wrote them. Windows, holds and visits it never answers for.

// `cargo xtask finish` puts in the release and its files: path and the beginning of their SHA-256.
const RELEASE = '', FILES = {};
// `loket-server export` puts in the origin of the server where these files are on a host of their own.
const BACKEND = '';

const KEPT = `loket-files-${RELEASE}`;
const PAGES = `loket-pages-${RELEASE}`;
// How long a page may wait for the network where there is a copy, in milliseconds.
const PATIENCE = 4000;
// Releases before this one whose files stay, for their pages that are still open.
const BEFORE = 2;

const languageOf = (path) => (/^\/en(\/|$)/.test(path) ? 'en' : 'id');
const shellOf = (language) => (language === 'en' ? '/en/kerangka' : '/kerangka');
const startOf = (language) => (language === 'en' ? '/en' : '/');
const catalogueOf = (language) => ['catalogue/index', 'services'].map((list) => `${BACKEND}/api/v1/${list}?lang=${language}`);
const dateOf = (language) => `/renewed?lang=${language}`;
// Where a page's data begin, after its words (crates/server/src/site/page.rs).
const DATA = '<script type="application/json" id="page-data"';
// Where the start page says whether the mall is open now (src/pages/start.rs): what stands before it is the same for a whole release.
const NOW = '<p class="hero__now"';

addEventListener('install', (event) => event.waitUntil(install()));
addEventListener('activate', (event) => event.waitUntil(activate()));
// A page says that the app has started, that the line is back, or that somebody looks at it again. It writes to the newest
// worker; one that still waits asks once more to take over (src/browser/worker.rs says why). A page that was being opened while
// this one took over belongs to none: it is claimed now.
addEventListener('message', (event) => event.waitUntil(
  registration.waiting ? skipWaiting() : claimAll().then(() => renewAll(languageOf(new URL(event.source.url).pathname))),
));
addEventListener('push', (event) => event.waitUntil(remind(event.data.json())));
addEventListener('notificationclick', (event) => event.waitUntil(answered(event)));
addEventListener('fetch', (event) => {
  const answer = answerOf(event, new URL(event.request.url));
  if (answer) event.respondWith(answer);
});

// What this worker answers itself; the rest is the browser's.
function answerOf(event, url) {
  const { request } = event;
  const isList = /^\/api\/v1\/(catalogue\/index|services\/[^/]+)$/.test(url.pathname);
  if (isList && request.method === 'GET' && url.origin === (BACKEND || location.origin)) return catalogue(request, url);
  // A guest on another site's page brings its own shell.
  if (url.origin !== location.origin || /^(\/en)?\/tertanam(\/|$)/.test(url.pathname)) return;
  if (request.method === 'POST' && /^(\/en)?\/bagikan$/.test(url.pathname)) return shared(request, url);
  if (request.method !== 'GET' || url.pathname.startsWith('/api/')) return;
  if (request.mode === 'navigate') return page(event, url);
  if (/-[0-9a-f]{8,}[./_]/.test(url.pathname)) return file(request);
}

async function install() {
  try {
    await fill();
    for (const language of ['id', 'en']) {
      // The catalogue in the languages that are in use: where the worker before had it.
      if (await caches.match(dateOf(language))) await renewPages(language);
      else await renew(shellOf(language));
    }
  } catch (error) {
    // A device that keeps nothing says so; a line that broke is tried again with the next page.
    if (error instanceof DOMException) await tell({ refused: error.name });
    throw error;
  }
  await skipWaiting();
}

// Fetches the files that are not here. One that an earlier release has under the same name has the same content.
async function fill() {
  const kept = await caches.open(KEPT);
  for (const [path, hash] of Object.entries(FILES)) {
    if (await kept.match(path)) continue;
    await kept.put(path, (await caches.match(path)) ?? (await checked(path, hash)));
  }
}

// A file as the build made it: not of a proxy's imagination, nor half of one.
async function checked(path, hash) {
  const answer = await fetch(path);
  const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', await answer.clone().arrayBuffer()));
  if (btoa(String.fromCharCode(...sum.slice(0, 9))) !== hash) throw new Error(`${path}: other content`);
  return answer;
}

async function activate() {
  const names = await caches.keys();
  const files = names.filter((name) => name.startsWith('loket-files-') && name !== KEPT);
  const pages = names.filter((name) => name.startsWith('loket-pages-') && name !== PAGES);
  for (const name of [...files.slice(0, -BEFORE), ...pages]) await caches.delete(name);
  await registration.navigationPreload?.enable();
  await claimAll();
  await tell({ release: RELEASE });
}

const claimAll = () => clients.claim().catch(() => {});

async function tell(news) {
  for (const client of await clients.matchAll({ type: 'window', includeUncontrolled: true })) client.postMessage(news);
}

const renewing = {};

// Asks the server what has changed; one time at once for a language.
function renewAll(language) {
  renewing[language] ??= fill()
    .then(() => renewPages(language))
    .then((date) => tell({ renewed: date }))
    .then(() => keepStart(language))
    .catch(() => {})
    .finally(() => delete renewing[language]);
  return renewing[language];
}

async function renewPages(language) {
  const [index, services] = catalogueOf(language);
  await renew(index);
  // Of a catalogue that is too large for its index, a device keeps the index alone.
  const pages = await caches.open(PAGES);
  const { length } = (await (await pages.match(index)).json()).services;
  await (length ? renew(services) : pages.delete(services));
  const date = await renew(shellOf(language));
  await pages.put(dateOf(language), new Response(date));
  return date;
}

// The start page, where the browser has it: to ask for it would cost whoever never opens it.
async function keepStart(language) {
  const had = await fetch(startOf(language), { cache: 'only-if-cached', mode: 'same-origin' }).catch(() => {});
  const page = had?.ok && !had.redirected ? await had.text() : '';
  if (!isOurs(page) || !page.includes(NOW)) return;
  await (await caches.open(PAGES)).put(startOf(language), new Response(page, { headers: headersOf(had) }));
}

// A whole page; one of another release names files that are not these.
const isOurs = (page) => [`data-release="${RELEASE}"`, DATA, '</html>'].every((part) => page.includes(part));

function headersOf(answer) {
  const headers = new Headers(answer.headers);
  for (const name of ['content-encoding', 'content-length']) headers.delete(name);
  return headers;
}

// Renews one page where its tag is another; answers when that was, by the server's clock.
async function renew(path) {
  const pages = await caches.open(PAGES);
  const own = await pages.match(path);
  const before = own ?? (await caches.match(path));
  const known = before ? { 'If-None-Match': before.headers.get('etag') } : {};
  const answer = await fetch(path, { cache: 'no-store', headers: known });
  const date = new Date(answer.headers.get('date') ?? Date.now()).toISOString();
  if (before && answer.status === 304) {
    if (!own) await pages.put(path, before);
    return date;
  }
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  const body = await answer.text();
  if (path.endsWith('/kerangka') && !isOurs(body)) throw new Error(`${path}: another release`);
  await pages.put(path, new Response(body, { headers: headersOf(answer) }));
  return date;
}

// From the network, else the shell, in which the app renders any page. The start page's first words stand there before either.
async function page(event, url) {
  const language = languageOf(url.pathname);
  const network = Promise.resolve(event.preloadResponse).then((early) => early ?? fetch(event.request));
  network.catch(() => {});
  const copy = await shell(language);
  const whole = copy ? inTime(network, copy, language) : network.catch(nothing);
  const kept = copy && self.TransformStream && url.pathname === startOf(language) && (await keptStart(language));
  return kept ? begunWith(kept, whole, event, language) : whole;
}

// What the network answers; the shell where that is trouble, or takes too long.
async function inTime(network, copy, language) {
  try {
    const answer = await Promise.race([network, tooLong()]);
    if (answer.status < 500) return answer;
  } catch {
    // No network, or none worth waiting for.
  }
  return dated(copy, language);
}

async function keptStart(language) {
  try {
    const copy = await (await caches.open(PAGES)).match(startOf(language));
    return copy && { text: await copy.text(), headers: copy.headers };
  } catch {
    return;
  }
}

// The start page's first words as they were, at once, and all that follows of the page as it is now. Where that is of another release,
// under another policy, or no page of ours, the page loads anew (start.js), from the network alone.
async function begunWith({ text, headers }, whole, event, language) {
  const from = text.indexOf(NOW);
  // The rest of its words, without what was true then.
  const words = text.slice(text.indexOf('</p>', from) + '</p>'.length, text.indexOf(DATA));
  const policy = 'content-security-policy';
  const rest = async () => {
    let answer = await whole;
    let page = answer.ok ? await Promise.race([answer.text(), tooLong()]).catch(() => {}) : '';
    if (page === undefined) {
      // The line broke in the midst of it.
      answer = await dated(await shell(language), language);
      page = await answer.text();
    }
    if (isOurs(page) && answer.headers.get(policy) === headers.get(policy)) {
      return page.includes(NOW) ? page.slice(page.indexOf(NOW)) : words + page.slice(page.indexOf(DATA));
    }
    await (await caches.open(PAGES)).delete(startOf(language));
    return words + text.slice(text.indexOf(DATA)).replace(DATA, `${DATA} data-anew`);
  };
  const { readable, writable } = new TransformStream();
  const write = async () => {
    const writer = writable.getWriter();
    const encoder = new TextEncoder();
    await writer.write(encoder.encode(text.slice(0, from)));
    // Where even the caches fail, with what it had.
    await writer.write(encoder.encode(await rest().catch(() => words + text.slice(text.indexOf(DATA)))));
    await writer.close();
  };
  // No newer worker takes over before the page is whole: Firefox would end it there.
  event.waitUntil(write());
  return new Response(readable, { headers });
}

const tooLong = () => new Promise((_, reject) => setTimeout(reject, PATIENCE));

// The shell, where its files are here too. A device that refuses storage has none.
async function shell(language) {
  try {
    const there = await (await caches.open(KEPT)).keys();
    if (there.length < Object.keys(FILES).length) return;
    return await (await caches.open(PAGES)).match(shellOf(language));
  } catch {
    return;
  }
}

// The shell says that it is a copy, and how old.
async function dated(copy, language) {
  const renewed = await (await caches.open(PAGES)).match(dateOf(language));
  const date = renewed ? await renewed.text() : new Date(copy.headers.get('date') ?? 0).toISOString();
  return new Response((await copy.text()).replace(DATA, `${DATA} data-copied="${date}"`), { headers: copy.headers });
}

// Nothing to show, since the device keeps nothing: said in words, not by the browser's own page.
function nothing() {
  const words = (language, title, text, link) =>
    `<section lang="${language}"><h1>${title}</h1><p>${text}</p><p><a href="">${link}</a></p></section>`;
  const style = `:root{color-scheme:light dark}body{margin:0;background:#fbf6e9;color:#17251d;font:1.125rem/1.5 system-ui}
header{padding:1rem 1.25rem;background:#0b4733;color:#fff8e4;border-bottom:4px solid #d9ae4e;font:700 1.3125rem ui-serif,Georgia,serif}
section{max-width:32rem;padding:1rem 1.25rem}h1{font:700 1.8125rem/1.2 ui-serif,Georgia,serif}
a{display:inline-block;padding:.75rem 1.5rem;border-radius:.625rem;background:#0b4733;color:#fffdf6;font-weight:650;text-decoration:none}
@media (prefers-color-scheme:dark){body{background:#0e1612;color:#f3ebd6}a{background:#e6c068;color:#17251d}}`;
  const html = `<!doctype html><html lang="id"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Loket</title><style>${style}</style><header>Loket</header><main>${words('id', 'Tidak ada jaringan', 'Halaman ini perlu jaringan. Kode tiket Anda tetap berlaku.', 'Coba lagi')}
${words('en', 'No network', 'This page needs the network. Your ticket code stays valid.', 'Try again')}</main>`;
  const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'" };
  return new Response(html, { status: 503, headers });
}

async function file(request) {
  const kept = await caches.match(request, { ignoreVary: true }).catch(() => {});
  return kept ?? fetch(request);
}

// From its copy at once; what the copy lacks, from the network.
async function catalogue(request, url) {
  try {
    const [index, services] = catalogueOf(url.searchParams.get('lang') ?? 'id');
    const id = url.pathname.split('/services/')[1];
    const copy = await (await caches.open(PAGES)).match(id ? services : index);
    if (copy && !id) return copy;
    const service = copy && (await copy.json()).services.find((service) => service.id === id);
    if (service) return new Response(JSON.stringify(service), { headers: { 'content-type': 'application/json' } });
  } catch {
    // No copy.
  }
  return fetch(request);
}

// A reminder, in the server's words (reminders.rs).
function remind({ title, text, language, code, answers }) {
  const [yes, no] = answers ?? [];
  return registration.showNotification(title, {
    body: text,
    lang: language,
    icon: '/icon-192.png',
    tag: code,
    // The one of the day before may still lie there: this one is heard all the same.
    renotify: true,
    data: `${language === 'en' ? '/en' : ''}/tiket/${code}`,
    actions: answers ? [{ action: 'yes', title: yes }, { action: 'no', title: no }] : [],
  });
}

// Whoever still comes has said so; whoever does not is asked once more on the ticket, where it is cancelled.
function answered({ notification, action }) {
  notification.close();
  if (action !== 'yes') return clients.openWindow(notification.data + (action === 'no' ? '#batal' : ''));
}

// What another app shares: a link of ours is opened, words are searched for. A link may hold a ticket's secret: it goes to
// the browser's address bar only, never into a query.
async function shared(request, url) {
  const form = await request.formData();
  const words = ['title', 'text', 'url'].map((name) => form.get(name) ?? '').join(' ');
  const link = /https?:\/\/\S+/g;
  const own = (words.match(link) ?? []).find((each) => each.startsWith(`${location.origin}/`));
  const query = words.replace(link, ' ').replace(/\s+/g, ' ').trim().slice(0, 80);
  const list = `${languageOf(url.pathname) === 'en' ? '/en' : ''}/layanan`;
  return Response.redirect(own ?? (query ? `${list}?q=${encodeURIComponent(query)}` : list), 303);
}
