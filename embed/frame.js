// Inside a frame of another site's page: tells that page how tall this one is, where its visitor is and what is booked
// (the code alone). It tells nobody who has not said hello from an origin that may embed Loket. See embed.js.
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
  const isHello = (data) => !!data && data.loket === 1 && Object.keys(data).join() === 'loket';

  // Tells whoever is around that somebody listens here, and nothing else: who may know more answers.
  if (parent !== self) parent.postMessage({ loket: 1 }, '*');

  addEventListener('message', ({ data, origin, source }) => {
    if (parent === self || source !== parent || !origins.includes(origin) || !isHello(data)) return;
    host = origin;
    tellHeight();
    tellStep();
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
