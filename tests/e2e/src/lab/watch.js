// What the lab notes while a page lives; `lab.rs` reads it. Runs before anything of the page.
{
  const lab = (window.lab = { shift: 0, tasks: [], keys: [], found: [], text: null, largest: null, ready: null, step: null, whole: null });
  const note = (type, take, options) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true, ...options });
  note('layout-shift', (shift) => { if (!shift.hadRecentInput) lab.shift += shift.value; });
  note('longtask', (task) => lab.tasks.push([task.startTime, task.duration]));
  note('paint', (paint) => { if (paint.name === 'first-contentful-paint') lab.text = paint.startTime; });
  note('largest-contentful-paint', (paint) => { lab.largest = paint.startTime; });

  // Calls back once what is in the page now has been painted.
  const painted = (call) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => call(performance.now());
    channel.port2.postMessage(0);
  });

  // From a key to the next paint, which has its letter, and to the paint of what is found, where that changes.
  let typed = null;
  let finding;
  addEventListener('input', (event) => {
    if (!event.isTrusted) return;
    typed = event.timeStamp;
    painted((now) => lab.keys.push(now - event.timeStamp));
  }, true);
  lab.watchFound = () => {
    lab.keys = [];
    lab.found = [];
    typed = null;
    finding?.disconnect();
    finding = new MutationObserver(() => {
      const at = typed;
      typed = null;
      if (at !== null) painted((now) => lab.found.push(now - at));
    });
    finding.observe(document.getElementById('temuan') ?? document.body, { subtree: true, childList: true, characterData: true });
  };

  // From a tap to the paint of the screen whose first heading is another one, and to the last paint of what comes with it: nothing
  // changes for 300 ms then.
  let watching;
  lab.watchStep = () => {
    watching?.disconnect();
    const heading = () => document.querySelector('main h1, main h2')?.textContent + location.pathname;
    const before = heading();
    let tapped = null;
    lab.step = lab.whole = null;
    let changed = Infinity;
    addEventListener('pointerup', (event) => { tapped = event.timeStamp; }, { capture: true, once: true });
    watching = new MutationObserver((_, observer) => {
      if (tapped === null || (changed === Infinity && heading() === before)) return;
      if (performance.now() - changed > 300) return observer.disconnect();
      changed = performance.now();
      painted((now) => {
        lab.step = lab.step ?? now - tapped;
        lab.whole = now - tapped;
      });
    });
    watching.observe(document.body, { subtree: true, childList: true, characterData: true });
  };

  // What stands on the page, for `byHand`.
  lab.screen = () => ({ html: document.querySelector('main').innerHTML, href: location.href, title: document.title });

  // Shows one screen without the app, and has the next tap bring another by the least that a script can do: what a step takes
  // whoever builds it, on this machine.
  lab.byHand = (here, next) => {
    document.querySelector('main').innerHTML = here.html;
    addEventListener('click', (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      history.pushState(null, '', next.href);
      scrollTo(0, 0);
      document.activeElement?.blur();
      document.querySelector('main').innerHTML = next.html;
      document.title = next.title;
      document.querySelector('main h1')?.focus();
    }, { capture: true, once: true });
  };

  // Types into the search field until search answers.
  lab.probe = () => {
    const field = document.getElementById('cari');
    if (field) {
      field.value = 'ktp';
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    }
    if (document.querySelector('#daftar li')) painted((now) => { lab.ready = now; });
    else setTimeout(lab.probe, 10);
  };
}
