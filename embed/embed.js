// <loket-embed>: Loket inside a page of another site. Attributes: service, tenant or life-event (an id; none opens
// everything), lang (id, en), theme (light, dark), button (what a button says that opens Loket in a dialog; without it,
// Loket stands in the page). Events: loket:step with detail.step, loket:booked with detail.code.
//
// Versions of this file stand in pages that are not ours, with the hash of their content: see versions.txt.
{
  const home = new URL(document.currentScript.src).origin;
  // Kept from the start, so that nothing below moves while Loket comes: a screen's height.
  const room = '40rem,100vh';

  const styled = (name, style, more) => {
    const element = document.createElement(name);
    element.style.cssText = style;
    return Object.assign(element, more);
  };

  class LoketEmbed extends HTMLElement {
    #frame;
    #dialog;
    #step;

    connectedCallback() {
      if (!this.#frame) this.#build();
      addEventListener('message', this);
    }

    disconnectedCallback() {
      removeEventListener('message', this);
    }

    #build() {
      const get = (name) => this.getAttribute(name);
      const english = get('lang') === 'en';
      const url = new URL(`/tertanam/${english ? 'en/' : ''}`, home);
      const path = (kind, name) => get(name) && `${kind}/${encodeURIComponent(get(name))}`;
      url.pathname += path('layanan', 'service') || path('instansi', 'tenant') || (get('life-event') ? 'layanan' : 'awal');
      for (const [name, attribute] of [['peristiwa', 'life-event'], ['tema', 'theme']]) {
        if (get(attribute)) url.searchParams.set(name, get(attribute));
      }

      const frame = this.#frame = styled('iframe', `display:block;width:100%;border:0;height:max(${room})`, {
        title: 'Loket',
        allow: 'clipboard-write; web-share',
      });
      // What the page wrote into the element is for browsers without this script.
      const root = this.attachShadow({ mode: 'open' });
      const label = self.HTMLDialogElement && get('button');
      this.style.display = label ? 'inline-block' : 'block';
      if (!label) {
        frame.src = url;
        root.append(frame);
        return;
      }
      const dialog = this.#dialog = styled('dialog', 'box-sizing:border-box;width:min(100%,48rem);max-width:none;height:100%;max-height:none;padding:0;border:0');
      const look = 'min-height:3rem;padding:.5rem 1.5rem;border:0;background:#0b4733;color:#fffdf6;font:650 1.125rem system-ui;cursor:pointer';
      const open = styled('button', `${look};border-radius:.625rem`, {
        textContent: label,
        onclick: () => {
          if (!frame.src) frame.src = url;
          dialog.showModal();
        },
      });
      open.setAttribute('part', 'button');
      const close = styled('button', `${look};width:100%`, {
        textContent: english ? '✕ Close' : '✕ Tutup',
        onclick: () => dialog.close(),
      });
      frame.style.height = 'calc(100% - 3rem)';
      dialog.setAttribute('aria-label', label);
      dialog.append(close, frame);
      root.append(open, dialog);
    }

    // A message counts only from Loket, from this frame, and in one of six shapes.
    handleEvent({ data, origin, source }) {
      if (origin !== home || source !== this.#frame.contentWindow || !data || data.loket !== 1) return;
      const { height, at, step, booked, key } = data;
      if (Object.keys(data).join() === 'loket') source.postMessage({ loket: 1 }, home);
      const is = (name, text, shape) => typeof text === 'string' && shape.test(text) && Object.keys(data).join() === `loket,${name}`;
      const tell = (name, detail) => this.dispatchEvent(new CustomEvent(`loket:${name}`, { bubbles: true, detail }));
      const isLength = (name, number) => Number.isInteger(number) && is(name, `${number}`, /^\d{1,5}$/);
      const { style } = this.#frame;
      if (isLength('height', height)) {
        if (!this.#dialog) style.height = `max(${height}px,${room})`;
      } else if (isLength('at', at)) {
        // What has the focus in there comes onto the screen: not every browser scrolls one site's page for another's.
        const { top, height } = this.#frame.getBoundingClientRect();
        const isSeen = top + at >= 0 && top + at <= innerHeight;
        if (this.#dialog || isSeen || at > height || !this.shadowRoot.activeElement) return;
        style.scrollMarginTop = `calc(50vh - ${at}px)`;
        this.#frame.scrollIntoView();
      } else if (is('step', step, /^[a-z-]{1,20}$/)) {
        // A new step begins at its top, though the page around was scrolled down.
        if (this.#step && this.getBoundingClientRect().top < 0) this.scrollIntoView();
        this.#step = step;
        tell('step', { step });
      } else if (is('booked', booked, /^[0-9A-Z]{8}$/)) {
        tell('booked', { code: booked });
      } else if (is('key', key, /^Escape$/)) {
        this.#dialog?.close();
      }
    }
  }

  if (!customElements.get('loket-embed')) customElements.define('loket-embed', LoketEmbed);
}
