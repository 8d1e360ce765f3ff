// What the engine runs inside a page, in a world of its own that the page's scripts cannot see or change.
// It reads and remembers elements; it never types, clicks or submits: trusted input comes from outside.
// This part looks: what is visible, what is written where. The parts are one script; see page.rs.
// Some employers put a page of law into one label; who answers has to read all of it.
const LIMITS = { elements: 200000, fields: 400, options: 3000, text: 20000, help: 2000, label: 4000 };
const EDITABLE = '[contenteditable=""],[contenteditable=true],[contenteditable=plaintext-only]';
const CONTROLS = `input:not([type=hidden]),select,textarea,[role=combobox],[role=radio],[role=checkbox],[role=switch],${EDITABLE},[aria-haspopup=listbox]`;
const REQUIRED = /[*\u2731\uFF0A\u2217]|\((required|mandatory|pflichtfeld|erforderlich|obligatorio|requerido|obligatoire|requis)\)|\b(required|pflichtfeld|obligatoire)$/i;
const PLACEHOLDER = /^(-{1,3}$|--|select|choose|please (select|choose)|pick |auswählen|bitte (aus)?wählen|wählen sie|seleccion|elige|elija|sélectionne|choisi|veuillez|type here|start typing|search|suche)/i;
const FILE_BUTTON = /^(attach|upload|choose|select|browse|drop|add|datei|hochladen|adjuntar|subir|seleccionar|elegir|joindre|importer|charger|ajouter|choisir)\b|^télécharger|(anhängen|hochladen|auswählen|hinzufügen|ablegen)\W*$/i;
const DOCUMENT = /resume|résumé|\bcv\b|curr[ií]culum|lebenslauf|cover|anschreiben|carta|lettre|motivation|portfolio|transcript|certificate|zeugnis|photo/i;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}/i;
const BAIT = /honey|beecatcher|\bhp[_-]|bot.?trap|leave (this )?(field )?(blank|empty)|do not (fill|complete)|nicht ausfüllen/i;
const YES_NO = /^(yes|no|ja|nein|s[ií]|oui|non)\b.{0,40}$/i;

const elements = new Map();
const ids = new WeakMap();
// Hidden inputs that only mirror what drawn buttons say.
const twins = new WeakSet();
// An editor or a drawn list, and the hidden native field behind it that has the label, the name and the options.
const mirrors = new WeakMap();
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

// Whether one element stands before another in the page, shadow trees included.
function isBefore(one, other) {
  const path = (el) => { const found = [el]; for (let root = el.getRootNode(); root instanceof ShadowRoot; root = root.host.getRootNode()) found.unshift(root.host); return found; };
  const [left, right] = [path(one), path(other)];
  let at = 0;
  while (at < left.length - 1 && at < right.length - 1 && left[at] === right[at]) at += 1;
  if (left[at] === right[at]) return left.length < right.length;
  return Boolean(left[at].compareDocumentPosition(right[at]) & Node.DOCUMENT_POSITION_FOLLOWING);
}
// Why a person cannot see an element; empty when they can.
function hiddenBy(el) {
  if (!el.isConnected) return 'detached';
  if (!el.checkVisibility({ visibilityProperty: true })) return 'display';
  const own = el.getBoundingClientRect();
  let edge = own;
  let opacity = 1;
  let reason = '';
  // What is fixed to the window, or placed by something further out, is not cut off by what it stands in.
  let afloat = '';
  climb(el, (at) => {
    const style = getComputedStyle(at);
    opacity *= Number(style.opacity) * faded(style.filter);
    if (at.getAttribute('aria-hidden') === 'true') reason = reason || 'aria-hidden';
    if (at.inert) reason = reason || 'inert';
    if (/inset\((50%|100%)|circle\(0|polygon\((0(px|%)? 0(px|%)?(, )?){3,}\)/.test(style.clipPath) || /rect\(0(px)?,? 0(px)?,? 0/.test(style.clip)) reason = reason || 'clipped';
    if (afloat === 'absolute' && style.position !== 'static') afloat = '';
    if (at !== el && style.overflow !== 'visible' && !at.matches('html,body')) {
      const box = at.getBoundingClientRect();
      const scrolls = /auto|scroll/.test(style.overflow);
      if (box.width < 2 || box.height < 2 || (!afloat && !scrolls && apart(edge, box, at))) reason = reason || 'clipped';
      if (scrolls) edge = box;
    }
    if (style.position === 'fixed' || (style.position === 'absolute' && !afloat)) afloat = style.position;
    return false;
  }, 200);
  if (opacity < 0.05) return 'opacity';
  if (reason) return reason;
  if (own.width < 2 || own.height < 2) return 'size';
  const width = Math.max(document.documentElement.scrollWidth, innerWidth);
  if (own.right + scrollX <= 0 || own.bottom + scrollY <= 0 || own.left + scrollX >= width) return 'off-screen';
  return '';
}
const faded = (filter) => { const found = /opacity\(([\d.]+)(%?)\)/.exec(filter); return found ? Number(found[1]) / (found[2] ? 100 : 1) : 1; };
// Beyond the edge of a box that nobody can scroll to it: to the left or above, or the box does not hold that much.
const apart = (one, box, at) => one.right <= box.left - at.scrollLeft + 1 || one.bottom <= box.top - at.scrollTop + 1
  || one.left >= box.left - at.scrollLeft + Math.max(at.scrollWidth, box.width) || one.top >= box.top - at.scrollTop + Math.max(at.scrollHeight, box.height);
// Whether something else lies over the middle of an element. Moves the page there and back; asked only of what is
// laid out in a way that makes it possible.
function coveredBy(el) {
  const placed = climb(el, (at) => ['absolute', 'fixed'].includes(getComputedStyle(at).position) || Number(getComputedStyle(at).zIndex) < 0, 5);
  if (!placed) return null;
  const [left, top] = [scrollX, scrollY];
  el.scrollIntoView({ block: 'center', behavior: 'instant' });
  const box = el.getBoundingClientRect();
  const found = el.getRootNode().elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  scrollTo({ left, top, behavior: 'instant' });
  const ours = !found || el.contains(found) || found.contains(el) || [...(el.labels || [])].some((label) => label.contains(found));
  // A banner that floats over the page is scrolled or clicked away, and covers one place as well as another.
  const floats = found && climb(found, (at) => ['fixed', 'sticky'].includes(getComputedStyle(at).position));
  return ours || floats ? null : found;
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
