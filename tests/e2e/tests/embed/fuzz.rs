//! Messages from anybody: none counts that is not from the right side, from the right window, in the right shape.
//!
//! Events are made in the page itself, since only so origin and source can be anything. What is right is said here once
//! more, without the code under test.

use e2e::{Engine, Outcome, Resident};
use serde_json::json;

use crate::{FRAME, Result, Scene, small};

/// The element, in the page or in a dialog: what it is told by events.
const ELEMENT: &str = r"
    const element = document.querySelector('loket-embed');
    const frame = element.shadowRoot.querySelector('iframe');
    const dialog = element.shadowRoot.querySelector('dialog');
    element.shadowRoot.querySelector('[part]')?.click();
    frame.focus();
    const home = new URL(frame.src).origin;
    const stranger = document.body.appendChild(document.createElement('iframe'));
    const heard = [];
    for (const name of ['step', 'booked']) element.addEventListener(`loket:${name}`, (event) => heard.push(event.detail));
    addEventListener('error', (event) => heard.push(event.message));
    const isRight = (data) => {
      if (typeof data !== 'object' || data === null || data.loket !== 1) return false;
      const names = Object.keys(data).filter((name) => name !== 'loket');
      if (names.length !== 1 || !Object.hasOwn(data, 'loket')) return false;
      const value = data[names[0]];
      if (names[0] === 'height') return Number.isInteger(value) && value >= 0 && value < 100000;
      if (names[0] === 'at') return Number.isInteger(value) && value >= 0 && value < 100000;
      if (names[0] === 'key') return value === 'Escape';
      if (names[0] === 'step') return typeof value === 'string' && /^[a-z-]{1,20}$/.test(value);
      return names[0] === 'booked' && typeof value === 'string' && /^[0-9A-Z]{8}$/.test(value);
    };
    const send = (data, origin = home, source = frame.contentWindow) => dispatchEvent(new MessageEvent('message', { data, origin, source }));
    const look = () => [frame.style.height, frame.style.scrollMarginTop, scrollY, dialog?.open].join();
    const before = look();
    const wrong = [];
    for (let done = 0; done < count; done += 1) {
      const data = next() < 0.3 ? any() : near(['height', 'at', 'step', 'booked', 'key']);
      let origin = pick([home, home, home, location.origin, '', 'null', 'https://evil.example', `${home}.evil.example`, `${home}/`, home.toUpperCase(), `${home}0`]);
      let source = pick([frame.contentWindow, frame.contentWindow, frame.contentWindow, window, stranger.contentWindow, null, new MessageChannel().port1]);
      if (isRight(data) && origin === home && source === frame.contentWindow) {
        if (next() < 0.5) origin = location.origin; else source = window;
      }
      send(data, origin, source);
      if (heard.length || look() !== before) {
        wrong.push([done, String(origin), Object.prototype.toString.call(source), String(JSON.stringify(data)), heard.map(String)]);
        break;
      }
    }
    stranger.remove();
    // A place beyond the frame's end moves nothing, nor does one while the page around has the focus.
    const end = Math.floor(frame.getBoundingClientRect().height);
    send({ loket: 1, at: 99999 });
    if (!dialog) frame.blur();
    if (!dialog) send({ loket: 1, at: end });
    if (look() !== before) wrong.push('a place is followed that is none');
    frame.focus();
    send({ loket: 1, at: end });
    const isFollowed = scrollY > 0;
    send({ loket: 1, step: 'plan' });
    send({ loket: 1, key: 'Escape' });
    const right = JSON.stringify(heard) === JSON.stringify([{ step: 'plan' }]) && (dialog ? !dialog.open && !isFollowed : isFollowed);
    return { wrong, right };
    ";

/// In `cargo xtask test`, and in `cargo xtask prove`.
const MESSAGES: (u64, u64) = (4_000, 100_000);

/// Numbers that look like chance and come again with their seed; messages made of them.
const CHANCE: &str = r"
    let state = seed;
    const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
    const pick = (list) => list[Math.floor(next() * list.length)];
    const text = () => Array.from({ length: Math.floor(next() * 24) }, () => String.fromCharCode(32 + next() * 600)).join('');
    const plain = () => pick([undefined, null, true, false, 0, -0, 1, -1, 1.5, 2, 640, 99999, 1e9, NaN, Infinity, '', '1', '640',
      'plan', 'ticket', 'AB12CD34', text(), text(), text().slice(0, 8), [], [1], {}, Symbol('x'), 10n, new Map(), new Date(0), () => 1]);
    const any = (depth = 0) => next() < 0.8 || depth > 2 ? plain() : next() < 0.5 ? [any(depth + 1)] : { [text()]: any(depth + 1) };
    const near = (names) => {
      const data = {};
      if (next() < 0.9) data.loket = next() < 0.9 ? 1 : any();
      for (const name of names) if (next() < 0.5) data[name] = any();
      if (next() < 0.2) data[text()] = any();
      return next() < 0.1 ? Object.assign(Object.create({ loket: 1 }), data) : data;
    };
";

fn count() -> u64 {
    if std::env::var_os("LOKET_PROVE").is_some() { MESSAGES.1 } else { MESSAGES.0 }
}

async fn tries(resident: &Resident, script: &str) -> Result<String> {
    let seed: u32 = match std::env::var("LOKET_SEED") {
        Ok(seed) => seed.parse()?,
        Err(_) => 20_261_124,
    };
    let script = format!("const [seed, count] = arguments; {CHANCE} {script}");
    let found = resident.evaluates(&script, vec![json!(seed), json!(count())]).await?;
    let (right, wrong) = (&found["right"], &found["wrong"]);
    assert_eq!(*wrong, json!([]), "accepted, or failed over");
    assert_eq!(*right, true, "the right one counts, so that the others could have");
    Ok(format!("{} wrong messages with the seed {seed}, and a right one", count()))
}

#[tokio::test]
async fn the_element_takes_no_message_but_its_frames_own() -> Outcome {
    let scene = Scene::opens(small(Engine::Chromium)).await?;
    scene.enters("service=\"polresta-skck-baru\"").await?;
    scene.resident.leaves_frames().await?;
    let heard = tries(&scene.resident, ELEMENT).await?;
    // In a dialog, which a message closes.
    scene.shows("service=\"polresta-skck-baru\" button=\"Pesan SKCK\"").await?;
    println!("{heard}; in a dialog {}", tries(&scene.resident, ELEMENT).await?);
    Ok(())
}

#[tokio::test]
async fn the_frame_answers_no_hello_but_that_of_the_page_around_it() -> Outcome {
    let scene = Scene::opens(small(Engine::Chromium)).await?;
    // Loket's own page about embedding has a frame of its own origin, whose messages can be watched from inside.
    scene.resident.goes_to("/tertanam").await?;
    scene.resident.enters_frame(FRAME).await?;
    scene.resident.waits_for_the_app().await?;
    let script = r"
        const told = [];
        const tell = parent.postMessage;
        parent.postMessage = (message, origin) => told.push([message, origin]);
        addEventListener('error', (event) => told.push(event.message));
        const allowed = [location.origin, ...document.querySelector('script[data-origins]').dataset.origins.split(' ')];
        const isRight = (data) => typeof data === 'object' && data !== null && data.loket === 1 && Object.keys(data).join() === 'loket';
        const wrong = [];
        for (let done = 0; done < count; done += 1) {
          const data = next() < 0.3 ? any() : near(['height', 'hello']);
          let origin = pick([...allowed, ...allowed, '', 'null', 'https://evil.example', `${allowed[1]}.evil.example`, `${allowed[0]}/`, allowed.join(' ')]);
          let source = pick([parent, parent, parent, window, null, new MessageChannel().port1]);
          if (isRight(data) && allowed.includes(origin) && source === parent) {
            if (next() < 0.5) origin = 'https://evil.example'; else source = window;
          }
          dispatchEvent(new MessageEvent('message', { data, origin, source }));
          if (told.length) {
            wrong.push([done, String(origin), Object.prototype.toString.call(source), String(JSON.stringify(data)), JSON.stringify(told)]);
            break;
          }
        }
        dispatchEvent(new MessageEvent('message', { data: { loket: 1 }, origin: allowed[1], source: parent }));
        parent.postMessage = tell;
        return { wrong, right: told.length > 0 && told.every(([message, origin]) => message.loket === 1 && origin === allowed[1]) };
    ";
    println!("{}", tries(&scene.resident, script).await?);
    Ok(())
}
