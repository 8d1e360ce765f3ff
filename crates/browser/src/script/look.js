// What the engine runs inside a page, in a world of its own that the page's scripts cannot see or change.
// It reads and remembers elements; it never types, clicks or submits: trusted input comes from outside.
// This part looks: what is visible, what is written where. The parts are one script; see page.rs.
const LIMITS = { elements: 200000, fields: 400, options: 3000, text: 20000, label: 400 };
const CONTROLS = 'input:not([type=hidden]),select,textarea,[role=combobox],[role=radio],[role=checkbox],[role=switch],[contenteditable=true],button[aria-haspopup=listbox]';
const REQUIRED = /[*\u2731\uFF0A\u2217]|\((required|pflichtfeld|obligatorio)\)|\brequired$/i;
const PLACEHOLDER = /^(select|choose|please select|auswählen|bitte wählen|seleccion|type here|start typing|search|--)/i;
const FILE_BUTTON = /^(attach|upload|choose|select|browse|drop|add|datei|hochladen|adjuntar|subir)\b/i;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}/i;
const BAIT = /honey|beecatcher|\bhp[_-]|bot.?trap|leave (this )?(field )?(blank|empty)|do not (fill|complete)|nicht ausfüllen/i;
const YES_NO = /^(yes|no|ja|nein|s[ií]|oui|non)\b.{0,40}$/i;

const elements = new Map();
const ids = new WeakMap();
// Hidden inputs that only mirror what drawn buttons say.
const twins = new WeakSet();
let next = 1;
let lastScan = [];

const clean = (text) => (text || '').replace(/[\s\u00a0\u200b]+/g, ' ').trim();
const lower = (text) => clean(text).toLowerCase();
const idOf = (el) => {
  if (!el) return null;
  if (!ids.has(el)) { ids.set(el, next); elements.set(next, el); next += 1; }
  return ids.get(el);
};

function all(root, selector, found = []) {
  for (const el of root.querySelectorAll('*')) {
    if (found.length >= LIMITS.elements) break;
    if (!selector || el.matches(selector)) found.push(el);
    if (el.shadowRoot) all(el.shadowRoot, selector, found);
  }
  return found;
}
const up = (el) => el.parentElement || (el.getRootNode() instanceof ShadowRoot ? el.getRootNode().host : null);
function climb(el, test, limit = 30) {
  for (let at = el, steps = 0; at && steps < limit; at = up(at), steps += 1) if (test(at)) return at;
  return null;
}

// Why a person cannot see an element; empty when they can.
function hiddenBy(el) {
  if (!el.isConnected) return 'detached';
  if (!el.checkVisibility({ visibilityProperty: true })) return 'display';
  let opacity = 1;
  let reason = '';
  climb(el, (at) => {
    const style = getComputedStyle(at);
    opacity *= Number(style.opacity);
    if (at.getAttribute('aria-hidden') === 'true') reason = reason || 'aria-hidden';
    if (/inset\((50%|100%)|circle\(0/.test(style.clipPath) || /rect\(0(px)?,? 0(px)?,? 0/.test(style.clip)) reason = reason || 'clipped';
    if (at !== el && style.overflow !== 'visible') {
      const box = at.getBoundingClientRect();
      if (box.width < 2 || box.height < 2) reason = reason || 'clipped';
    }
    return false;
  });
  if (opacity < 0.05) return 'opacity';
  if (reason) return reason;
  const box = el.getBoundingClientRect();
  if (box.width < 2 || box.height < 2) return 'size';
  const width = Math.max(document.documentElement.scrollWidth, innerWidth);
  if (box.right + scrollX <= 0 || box.bottom + scrollY <= 0 || box.left + scrollX >= width) return 'off-screen';
  return '';
}
const visible = (el) => hiddenBy(el) === '';

// What is written in an element, without controls and without what is not shown.
function textOf(el, skip = 'input,select,textarea,button,[role=listbox],[role=option],[role=alert],svg,script,style,[class*="error" i],[class*="menu" i]') {
  if (!el) return '';
  const copy = el.cloneNode(true);
  if (el.checkVisibility()) {
    const parts = [...copy.querySelectorAll('*')];
    [...el.querySelectorAll('*')].forEach((part, at) => { if (!part.checkVisibility()) parts[at].remove(); });
  }
  for (const part of copy.querySelectorAll(skip)) part.remove();
  return clean(copy.textContent).slice(0, LIMITS.label);
}
function byIds(el, list) {
  const root = el.getRootNode();
  return clean((list || '').split(/\s+/).map((id) => id && root.getElementById && root.getElementById(id)).filter(Boolean)
    .map((found) => clean(found.textContent)).join(' '));
}
const ownLabel = (el) => {
  const labelled = byIds(el, el.getAttribute('aria-labelledby'));
  const direct = [...(el.labels || [])].map((label) => textOf(label)).filter(Boolean).join(' ');
  return clean(el.getAttribute('aria-label')) || labelled || direct;
};

// The largest ancestor that holds no control of another field.
function wrapper(members) {
  let best = members[0];
  for (let at = up(members[0]), steps = 0; at && steps < 10; at = up(at), steps += 1) {
    if (at.matches('form,body,html,main,[role=form]')) break;
    const inside = all(at, CONTROLS).filter((el) => !isInner(el) && !twins.has(el));
    if (inside.some((el) => !members.includes(el) && !sameControl(members[0], el))) break;
    best = at;
  }
  return best;
}
// The element in a field's box that says what is asked: the first text before the control.
function titleElement(box, members) {
  const legend = box.querySelector('legend');
  if (legend) return legend;
  return all(box, 'label,[class*="label" i],[class*="title" i],[class*="question" i],h2,h3,h4,h5,h6,dt,p,span,div').find((el) => {
    if (members.some((member) => el.contains(member) || member.contains(el))) return false;
    const follows = el.compareDocumentPosition(members[0]) & Node.DOCUMENT_POSITION_FOLLOWING;
    return follows && textOf(el).length > 1;
  });
}
const titleIn = (box, members) => textOf(titleElement(box, members));
// A mark that a stylesheet draws, or a class that says so.
function marked(el) {
  if (!el) return false;
  const drawn = ['::after', '::before'].some((part) => /[*\u2731\uFF0A]/.test(getComputedStyle(el, part).content));
  return drawn || /(^|[\s_-])(is[_-])?required([\s_-]|$)/i.test(el.getAttribute('class') || '');
}
function groupLabel(members) {
  const holder = climb(members[0], (at) => at.matches('fieldset,[role=radiogroup],[role=group]'), 8);
  if (holder && members.every((el) => holder.contains(el)) && all(holder, CONTROLS).every((el) => members.includes(el) || isInner(el))) {
    const named = ownLabel(holder) || textOf(holder.querySelector('legend'));
    if (named) return named;
  }
  const box = wrapper(members);
  return titleIn(box, members);
}
function fieldLabel(el, members) {
  const direct = ownLabel(el);
  // "Attach" says what the button does, not which file is meant.
  const names = direct && !UUID.test(direct) && !(el.matches('[type=file]') && FILE_BUTTON.test(direct));
  if (names) return direct;
  const title = el.matches('[type=file]') ? groupLabel(members) : titleIn(wrapper(members), members);
  if (title) return title;
  const hint = clean(el.getAttribute('placeholder') || el.getAttribute('title'));
  if (direct && !hint) return direct;
  return UUID.test(hint) || PLACEHOLDER.test(hint) ? '' : hint;
}
