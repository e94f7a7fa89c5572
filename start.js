// Starts the app. The only script of our own: everything else is wasm and its glue.

// Leptos builds its templates with innerHTML, which the Content-Security-Policy guards by Trusted Types.
// This policy lets markup through and refuses whatever could run, but for our own worker.
if (window.trustedTypes) {
  trustedTypes.createPolicy('default', {
    createHTML: (html) => (/<script|\son\w+\s*=|javascript:/i.test(html) ? null : html),
    createScriptURL: (url) => (url === '/worker.js' ? url : null),
  });
}

// The browser's own invitation to install waits until the app has one, after the first ticket (src/browser/home_screen.rs).
addEventListener('beforeinstallprompt', (event) => {
  event.preventDefault();
  window.invitation = event;
});

const script = document.querySelector('link[rel=modulepreload]').href;
const wasm = document.querySelector('link[rel=preload][as=fetch]').href;
// The words first: what the app does to start would keep the first of them from being painted.
const painted = new Promise((go) => (document.hidden ? go() : requestAnimationFrame(() => setTimeout(go))));
if (self.WebAssembly) {
  // Compiled meanwhile, which another thread does. What an old browser or a careless host can't do, the glue does in its ways.
  const compiled = WebAssembly.compileStreaming?.(fetch(wasm)).catch(() => fetch(wasm)) ?? fetch(wasm);
  painted.then(() => import(script)).then(({ default: init }) => init({ module_or_path: compiled }));
} else {
  // What the server wrote for browsers without scripts is as true here.
  for (const words of document.querySelectorAll('noscript')) words.outerHTML = words.textContent;
}
