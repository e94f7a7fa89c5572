// Inside a frame of another site's page: tells that page how tall this one is, how far down the focus is, at which step its
// visitor is, what is booked (the code alone), and an Escape that closes nothing here. It tells nobody who has not said
// hello from an origin that may embed Loket. See embed.js.
{
  const origins = [location.origin, ...document.currentScript.dataset.origins.split(' ')];
  let host;

  // On a host of plain files nobody reads the address before this does.
  const theme = new URLSearchParams(location.search).get('tema');
  if (theme) document.documentElement.dataset.theme = theme;

  const tell = (what) => {
    if (host) parent.postMessage({ loket: 1, ...what }, host);
  };
  const tellHeight = () => {
    tell({ height: Math.ceil(document.documentElement.getBoundingClientRect().height) });
  };
  const tellStep = () => {
    const marked = document.querySelector('[data-step]');
    if (marked) tell({ step: marked.dataset.step });
  };
  // A finger or a mouse is on the screen already, and what it is put on must not go from below it.
  let isPressed = false;
  const tellPlace = () => {
    const active = document.activeElement;
    if (active === document.body) return;
    // A dialog counts as a whole; of what is taller than a screen, where it begins.
    const { top, height } = (active.closest('dialog') || active).getBoundingClientRect();
    tellHeight();
    tell({ at: Math.max(0, Math.round(top + scrollY + Math.min(height / 2, 160))) });
  };
  const isHello = (data) => !!data && data.loket === 1 && Object.keys(data).join() === 'loket';

  // Tells whoever is around that somebody listens here, and nothing else: who may know more answers.
  if (parent !== self) parent.postMessage({ loket: 1 }, '*');

  addEventListener('message', ({ data, origin, source }) => {
    if (parent === self || source !== parent || !origins.includes(origin) || !isHello(data)) return;
    host = origin;
    tellHeight();
    tellStep();
  });

  const release = () => {
    isPressed = false;
  };
  addEventListener('mousedown', () => {
    isPressed = true;
    // It may go up outside.
    setTimeout(release);
  }, true);
  addEventListener('mouseup', release, true);
  // After the step that moved it, and once what is shown with it has its height.
  addEventListener('focusin', () => {
    if (!isPressed) setTimeout(tellPlace);
  });
  addEventListener('keydown', ({ key, target, defaultPrevented }) => {
    const isUsed = defaultPrevented || document.querySelector('dialog[open]');
    // A search is emptied by it.
    if (key === 'Escape' && !isUsed && !(target.type === 'search' && target.value)) tell({ key });
  });

  new ResizeObserver(tellHeight).observe(document.documentElement);
  // The app marks its element: `mark` in src/browser/document.rs.
  new MutationObserver((changes) => {
    for (const { attributeName, target } of changes) {
      if (attributeName === 'data-step') tellStep();
      else tell({ booked: target.dataset.booked });
    }
  }).observe(document.documentElement, { subtree: true, attributes: true, attributeFilter: ['data-step', 'data-booked'] });
}
