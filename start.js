// Starts the app. The only script of our own: everything else is wasm and its glue. It stands in the page itself, as the style does.

// Leptos builds its templates with innerHTML, which the Content-Security-Policy guards by Trusted Types.
// This policy lets markup through and refuses whatever could run, but for our own worker.
if (window.trustedTypes) {
  trustedTypes.createPolicy('default', {
    createHTML: (html) => (/<script|\son\w+\s*=|javascript:/i.test(html) ? null : html),
    createScriptURL: (url) => (url === '/worker.js' ? url : null),
  });
}

// Links to a part of this page move the focus there and leave the address alone: its fragment holds answers, a search or a
// ticket's secret, which nothing else keeps.
document.addEventListener('click', (event) => {
  const part = event.target.closest('a[href^="#"]');
  if (!part || event.defaultPrevented) return;
  event.preventDefault();
  document.getElementById(part.getAttribute('href').slice(1))?.focus();
});

// The browser's own invitation to install waits until the app has one, after the first ticket (src/browser/home_screen.rs).
addEventListener('beforeinstallprompt', (event) => {
  event.preventDefault();
  window.invitation = event;
});

// Until there is something on the phone that searches, the server is asked, one question at a time. Where to ask stands in the
// page; the first piece removes it once it answers by itself (src/first.rs). In a mall too large for that the app takes over.
const [field, index, results, status, list] =
  ['cari', 'page-index', 'temuan', 'hasil', 'daftar'].map((id) => document.getElementById(id));
const pause = (milliseconds) => new Promise((go) => setTimeout(go, milliseconds));
const askedAt = () => field.isConnected && index.dataset.found;
const show = (line, rows, typed) => {
  status.innerHTML = line;
  list.innerHTML = rows;
  field.dataset.answered = typed;
};
const find = async (typed) => {
  if (!typed) return ['', '', ''];
  const answer = await fetch(`${askedAt()}?${new URLSearchParams({ q: typed, luas: 'sedikit' })}`);
  // A mark, a line, the rows (src/results.rs).
  return answer.ok ? /^temuan\n(.*)\n([^]*)$/.exec(await answer.text()) : null;
};
const answerAll = async () => {
  for (let isTold = false, typed; askedAt() && (typed = field.value.trim()) !== field.dataset.answered; ) {
    const found = await Promise.race([find(typed), pause(20000)]).catch(() => null);
    if (!askedAt()) break;
    if (found) {
      show(found[1], found[2], typed);
      isTold = false;
      continue;
    }
    field.dataset.answered = '';
    // Where nothing else will answer, that is said, once. Asked again at the next key, or after five seconds.
    if (index.dataset.unreached && !isTold && field.value.trim()) {
      show('', index.dataset.unreached, '');
      isTold = true;
    }
    await Promise.race([pause(5000), new Promise((go) => field.addEventListener('input', go, { once: true }))]);
  }
};
let answering = null;
// In sight before it is filled: a live region says what changes in it.
const hear = () => {
  if (!askedAt()) return;
  results.hidden = !field.value.trim();
  if (results.hidden) show('', '', '');
  answering = answering ?? answerAll().catch(() => {}).finally(() => { answering = null; });
};
// What was typed stands in the fragment of whoever goes on and comes back (typed_fragment in src/routes.rs).
const keep = () => {
  if (askedAt() && field.value.trim()) history.replaceState(null, '', `#${new URLSearchParams({ cari: field.value })}`);
};
if (field && index && results && status && list) {
  if (!field.value) field.value = new URLSearchParams(location.hash.slice(1)).get('cari') ?? '';
  show('', '', '');
  field.addEventListener('input', hear);
  for (const event of ['click', 'submit']) document.addEventListener(event, keep);
  hear();
}

// The words first: what the program is made of waits in a template, since to fetch it earlier delays the first paint
// (docs/PERFORMANCE.md). Not for ever: a frame that is out of sight is not painted.
const painted = () => new Promise((go) => (document.hidden ? go() : requestAnimationFrame(() => setTimeout(go))));
const words = painted().then(() => { document.documentElement.dataset.painted = ''; });
const start = async () => {
  await Promise.race([words, pause(2000)]);
  document.head.append(document.getElementById('program').content);
  const script = document.querySelector('link[rel=modulepreload]').href;
  const wasm = document.querySelector('link[rel=preload][as=fetch]').href;
  // Compiled meanwhile, which another thread does. What an old browser or a careless host can't do, the glue does in its ways.
  const compiled = WebAssembly.compileStreaming?.(fetch(wasm)).catch(() => fetch(wasm)) ?? fetch(wasm);
  await words;
  // Then what somebody typed meanwhile, if that does not take long: what the app does to start would hold it up.
  if (answering) await Promise.race([answering.then(painted), pause(1000)]);
  const { default: init } = await import(script);
  await init({ module_or_path: compiled });
};
const anew = () => {
  keep();
  location.reload();
};
if (document.querySelector('[data-anew]')) {
  // The worker began with the words of an earlier release (worker.js). What is typed until that page is gone goes along.
  field.addEventListener('input', anew);
  anew();
} else if (self.WebAssembly) {
  start();
} else {
  // What the server wrote for browsers without scripts is as true here.
  for (const hidden of document.querySelectorAll('noscript')) hidden.outerHTML = hidden.textContent;
}
