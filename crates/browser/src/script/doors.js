// What the engine may ask: one function per question, called by name with plain values.

// The element behind an id. A page that redraws itself replaces its elements; the field is then found again.
function element(id) {
  const known = elements.get(id);
  if (!known) return null;
  if (known.isConnected) return known;
  const old = lastScan.find((field) => field.id === id);
  if (!old) return null;
  const headings = [];
  const again = groups(document).find((field) => { describe(field, headings); return field.key === old.key; });
  if (!again) return null;
  elements.set(id, again.members[0]);
  ids.set(again.members[0], id);
  old.members = again.members;
  return again.members[0];
}
function fieldOf(id) {
  element(id);
  return lastScan.find((field) => field.id === id) || null;
}

// The list that an open combobox shows.
function listOf(el) {
  const named = refs(el, `${el.getAttribute('aria-controls') || ''} ${el.getAttribute('aria-owns') || ''}`).find((found) => !control(el).contains(found) && visible(found));
  if (named) return named;
  const box = control(el).parentElement;
  const near = box && [...box.querySelectorAll('[role=listbox],[class*="menu" i],[class*="suggestions" i],[class*="dropdown" i] ul')].find((at) => !at.contains(el) && !standing.has(at) && visible(at));
  if (near) return near;
  const anywhere = all(document, '[role=listbox]').filter((at) => visible(at) && !at.contains(el) && !standing.has(at));
  return anywhere[anywhere.length - 1] || null;
}
// One frame drawn later; a page that is not drawn is not waited for.
const FRAME_MS = 100;
const frameDrawn = () => new Promise((done) => {
  const late = setTimeout(done, FRAME_MS);
  requestAnimationFrame(() => { clearTimeout(late); done(); });
});
const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });
// Between two looks at a list that may still be drawing itself.
const LIST_LOOK_MS = 40;
// When the document last took in or lost something.
let changedAt = performance.now();
new MutationObserver(() => { changedAt = performance.now(); }).observe(document, { childList: true, subtree: true, characterData: true });

// Scrolls an element into view and tells where its middle is.
function bring(el) {
  el.scrollIntoViewIfNeeded(true);
  const box = [...el.getClientRects()].find((at) => at.width > 0 && at.height > 0) || el.getClientRects()[0];
  return box ? { x: box.left + box.width / 2, y: box.top + box.height / 2 } : null;
}
// Whether something is folding or gliding that may move an element; a change of colour moves nothing.
const STILL = /color|opacity|shadow|outline|fill|stroke|filter|visibility|decoration|background|cursor/;
const glides = (el) => document.getAnimations().some((at) => at instanceof CSSTransition && at.playState === 'running'
  && !STILL.test(at.transitionProperty) && !(at.effect.target && el.contains(at.effect.target)));
function hit(id) {
  const el = element(id);
  if (!el) return { there: false };
  const box = el.getBoundingClientRect();
  const root = el.getRootNode();
  const top = root.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  const inside = top && (el.contains(top) || top.contains(el) || (el.shadowRoot && el.shadowRoot.contains(top)) || [...(el.labels || [])].some((label) => label.contains(top)));
  return { there: true, ok: Boolean(inside), by: top && !inside ? `${top.tagName.toLowerCase()} ${textOf(top).slice(0, 60)}` : '' };
}
function focus(id) {
  const el = element(id);
  if (!el) return false;
  el.focus();
  if (el.select) el.select(); else if (el.isContentEditable) getSelection().selectAllChildren(el);
  return climb(document.activeElement, (at) => at === el) !== null || el.getRootNode().activeElement === el;
}
function openOptions(id) {
  const el = element(id);
  const list = el && listOf(el);
  if (!list) return { open: false, options: [] };
  let found = all(list, '[role=option]');
  if (!found.length) found = all(list, '[class*="option" i],li').filter((at) => !at.querySelector('[class*="option" i],li') && !at.matches('[class*="notice" i],[class*="no-options" i],[class*="loading" i]'));
  return {
    open: true,
    options: found.filter((at) => at.getAttribute('aria-disabled') !== 'true').slice(0, LIMITS.options).map((at) => ({ id: idOf(at), label: clean(at.textContent) })),
  };
}

globalThis.__jobwire = {
  scan,
  element,
  // The element to click for a field, or for one of a group's options.
  target(id, option) {
    const field = fieldOf(id);
    if (!field) return { id: idOf(element(id)) };
    const el = option === null ? field.members[0] : field.members.find((at) => (field.kind === 'yes_no_buttons' ? clean(at.textContent) : optionLabel(at)) === option);
    if (!el) return { id: null };
    const label = [...(el.labels || [])].find(visible);
    const clickable = isCombo(el) ? control(el) : hiddenBy(el) && label ? offLinks(label) || label : el;
    return { id: idOf(clickable) };
  },
  // Gives the keyboard to a box: where no click can answer it, or once one did not.
  takes_key(id, option, clicked) {
    const field = fieldOf(id);
    const el = field && (option === null ? field.members[0] : field.members.find((at) => optionLabel(at) === option));
    if (!el || !el.matches('input')) return false;
    const label = [...(el.labels || [])].find(visible);
    if (!clicked && !(hiddenBy(el) && label && !offLinks(label))) return false;
    el.focus();
    return el.getRootNode().activeElement === el;
  },
  checked(id, option) {
    const field = fieldOf(id);
    const el = field && (option === null ? field.members[0] : field.members.find((at) => optionLabel(at) === option));
    return Boolean(el && (el.matches('input') ? el.checked : pressed(el)));
  },
  label_of(id) { const el = element(id); const label = el && [...(el.labels || [])].find(visible); return label ? idOf(label) : null; },
  value(id) { const field = fieldOf(id); return field ? valueOf(field) : null; },
  values() {
    return lastScan.map((field) => { element(field.id); return { id: field.id, value: valueOf(field) }; });
  },
  // Whether a click in the middle of an element arrives there.
  hit,
  // Brings an element into view, waits until it stands still, at most so many milliseconds, and tells where a click on
  // it arrives. Only for the page's own document: the place is one of its window.
  async aim(id, wait) {
    const el = element(id);
    let at = el && bring(el);
    for (const until = performance.now() + wait; at && performance.now() < until;) {
      await frameDrawn();
      const now = bring(el);
      const still = now && now.x === at.x && now.y === at.y;
      at = now;
      if (still && !glides(el)) break;
    }
    return at ? { ...hit(id), ...at } : { there: false };
  },
  // Gives the keyboard to a field that nothing lies over, as a person does who goes from field to field with the Tab key,
  // with what it holds selected. False when it has to be clicked.
  grasp(id) {
    const el = element(id);
    if (!el || !el.matches('input,textarea') || el.readOnly) return false;
    el.scrollIntoViewIfNeeded(true);
    return hit(id).ok && focus(id);
  },
  way_out: wayOut,
  is_shown(id) { const el = elements.get(id); return Boolean(el && el.isConnected && visible(el)); },
  // Away from bars that stick to the window's edges.
  center(id) {
    const el = element(id);
    if (el) el.scrollIntoView({ block: 'center', behavior: 'instant' });
    return Boolean(el);
  },
  // Two frames drawn later; a page that is not drawn is not waited for.
  next_frames() {
    return new Promise((done) => {
      const late = setTimeout(() => done(false), 100);
      requestAnimationFrame(() => requestAnimationFrame(() => { clearTimeout(late); done(true); }));
    });
  },
  focus,
  // Dates, months, colours and ranges have no keystrokes that mean the same in every language.
  assign(id, value) {
    const el = element(id);
    if (!el) return false;
    const setter = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(el), 'value').set;
    setter.call(el, value);
    el.dispatchEvent(new Event('input', { bubbles: true }));
    el.dispatchEvent(new Event('change', { bubbles: true }));
    return el.value === value;
  },
  // A native list is drawn outside the page, where no trusted click reaches.
  choose(id, labels) {
    const el = element(id);
    if (!el) return false;
    el.focus();
    for (const option of el.options) option.selected = labels.includes(clean(option.label)) && !option.disabled;
    el.dispatchEvent(new Event('input', { bubbles: true }));
    el.dispatchEvent(new Event('change', { bubbles: true }));
    return true;
  },
  options: openOptions,
  // The options once the list shows the same ones twice, or as they are after so many milliseconds: the same elements,
  // not merely as many, because suggestions for fewer letters are drawn anew.
  async settled_options(id, wait) {
    const until = performance.now() + wait;
    for (let before = ''; ;) {
      const list = openOptions(id);
      const shown = list.options.map((option) => option.id).join();
      if ((shown && shown === before) || performance.now() >= until) return { ...list, settled: shown !== '' && shown === before };
      before = shown;
      await pause(LIST_LOOK_MS);
    }
  },
  // How long, in milliseconds, nothing came into the document or left it.
  unchanged_for() { return Math.floor(performance.now() - changedAt); },
  // What a drawn list shows as chosen, with what takes it away again.
  chips(id) {
    const el = element(id);
    return !el ? [] : chosenParts(el).map((part) => {
      const off = [...part.querySelectorAll('button,[role=button],[class*="remove" i],[class*="delete" i],svg')].find(visible)
        || climb(up(part), (at) => at.querySelector('[class*="remove" i]') || at.matches('[class*="control" i]'), 2)?.querySelector('[class*="remove" i]');
      return { label: partLabel(part), off: off ? idOf(off) : null };
    });
  },
  date_plan: datePlan,
  calendar,
  phone_plan: phonePlan,
  dialled,
  without_code: withoutCode,
  dial(id) { const el = element(id); return el ? dialOf(el) : ''; },
  // One part of a date: the option that means the number.
  choose_part(id, text) {
    const el = element(id);
    if (!el) return false;
    const wanted = Number(text);
    const means = (option) => { const label = clean(option.label); return /^\d+$/.test(label) ? Number(label) : monthOf(label) || Number.parseInt(label, 10); };
    const option = [...el.options].find((at) => !at.disabled && isAnswer(at) && means(at) === wanted);
    if (!option) return false;
    el.focus();
    el.value = option.value;
    el.dispatchEvent(new Event('input', { bubbles: true }));
    el.dispatchEvent(new Event('change', { bubbles: true }));
    return true;
  },
  // Whether the field takes its file from a window that only opens when it is clicked.
  is_drop_zone(id) { const el = element(id); return Boolean(el && dropZones.has(el)); },
  // The size of the file the page holds under a name; unknown where the page took it away at once.
  file_size(id, name) {
    const field = fieldOf(id);
    const file = field && [...(field.members[0].files || [])].find((at) => at.name === name);
    return file ? file.size : null;
  },
  // The frames inside this document: whether a person can see them, and what their box asks.
  inner_frames() {
    return all(document, 'iframe,frame').slice(0, 64).map((el) => {
      const mirror = mirrors.get(el);
      const hidden = hiddenBy(el);
      const asked = ownLabel(el) || (mirror ? ownLabel(mirror) : '') || titleIn(wrapper([el]), [el]);
      return { id: idOf(el), hidden, label: unmarked(asked || clean(el.getAttribute('title'))), name: (mirror && mirror.name) || '', required: Boolean(mirror && (mirror.required || mirror.getAttribute('aria-required') === 'true' || [...(mirror.labels || [])].some((at) => marked(at) || REQUIRED.test(clean(at.textContent))))) };
    });
  },
  blur(id) { const el = element(id); const at = document.activeElement; if (at) at.blur(); if (el) el.blur(); return true; },
  // A file name that the page shows, shortened names included.
  shows_file(id, name) {
    const field = fieldOf(id);
    if (!field) return false;
    if ([...(field.members[0].files || [])].some((file) => file.name === name)) return true;
    const box = wrapper(field.members);
    return clean(box.textContent).includes(name) || clean(document.body.innerText).includes(name);
  },
  has_file_text(id, name) {
    const field = fieldOf(id);
    return Boolean(field && clean(wrapper(field.members).textContent).includes(name));
  },
  text() { return (document.body ? document.body.innerText : '').slice(0, LIMITS.text * 10); },
  html() { return document.documentElement.outerHTML.slice(0, 4000000); },
  ready() { return document.readyState; },
  title() { return document.title; },
  exists(selector) { return all(document).some((el) => el.matches(selector) && visible(el)); },
  find(selector) { const el = all(document).find((at) => at.matches(selector) && visible(at)); return el ? idOf(el) : null; },
  find_text(selector, pattern) {
    const wanted = new RegExp(pattern, 'i');
    const el = all(document, selector).find((at) => wanted.test(caption(at)) && visible(at));
    return el ? idOf(el) : null;
  },
  banners() {
    const found = all(document, '[role=alert],[aria-live=assertive],[class*="error-banner" i],[class*="errorBanner" i],[class*="alert-danger" i],[class*="form-error" i],[class*="error-message" i],[class*="error-summary" i]')
      .filter((at) => visible(at)).map((at) => clean(at.textContent).slice(0, LIMITS.label)).filter(Boolean);
    return [...new Set(found)].slice(0, 20);
  },
  barriers() {
    if (inCaptchaFrame()) return { captcha: false, captcha_tells: false, password: false };
    const named = (el) => `${el.name || ''} ${el.id || ''}`;
    const answers = all(document, 'textarea,input').filter((el) => /captcha|turnstile/i.test(named(el)) && (/respon|token/i.test(named(el)) || visible(el)));
    const captcha = !answers.some((el) => el.value) && all(document, 'iframe[src*="captcha" i],iframe[src*="turnstile" i],.h-captcha,.g-recaptcha,.cf-turnstile,[id*="captcha" i] img,[class*="captcha" i]')
      // A button that checks by itself and a notice about the check ask nothing of a person.
      .some((el) => { const box = el.getBoundingClientRect(); return visible(el) && !el.matches('button,input,[data-size=invisible]') && (el.matches('iframe,img,.h-captcha,.g-recaptcha,.cf-turnstile') || all(el, 'iframe,img,canvas,input:not([type=hidden])').length > 0) && box.width > 60 && box.height > 40 && !climb(el, (at) => /badge/i.test(at.className || '')); });
    return { captcha, captcha_tells: answers.length > 0, password: all(document, 'input[type=password]').some(visible) };
  },
};
