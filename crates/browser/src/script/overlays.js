// What floats over the page: banners about cookies, windows that advertise, bars that stick. Which button makes them go.
const COOKIES = /cookie|tracking|gdpr|dsgvo|rgpd|datenschutz|privacy|privacidad|confidentialité|vie privée|einwilligung|consent/i;
const REFUSE = /^(reject|decline|refuse|deny|disagree|no,? thanks|not now|maybe later|continue without|(use |accept |allow )?(only )?(strictly )?(necessary|essential|required)\b|ablehnen|alle ablehnen|nur (notwendige|erforderliche|essen[tz]ielle)|nein,? danke|später|ohne (einwilligung|zustimmung)|rechazar|solo (las )?necesarias|no,? gracias|ahora no|denegar|tout refuser|refuser|continuer sans|uniquement (les )?nécessaires|non,? merci|plus tard)/i;
const CLOSE = /^(close|dismiss|hide|schließen|cerrar|fermer|[×✕✖xX])( .{0,30})?$/i;
const ACCEPT = /^(ok(ay)?|got it|understood|i understand|(i )?(accept|agree|allow)( all)?( cookies)?|continue|verstanden|alles klar|(alle )?(akzeptieren|zulassen|annehmen)|(alle )?cookies (akzeptieren|zulassen)|zustimmen|einverstanden|(aceptar|permitir)( todo| todas)?( las cookies)?|entendido|de acuerdo|tout accepter|(j'|j’)?accepte[rz]?( tout)?( les cookies)?|compris|d'accord)$/i;

const floatingBox = (el) => climb(el, (at) => at.matches('dialog[open]') || ['fixed', 'sticky'].includes(getComputedStyle(at).position)
  || (getComputedStyle(at).position === 'absolute' && Number(getComputedStyle(at).zIndex) > 0));
const says = (at) => clean(at.getAttribute('aria-label')) || caption(at) || clean(at.title);
// The button that makes a box go: one that refuses before one that closes. Agreeing is for boxes about cookies that
// offer nothing else. A box that asks for more than an address is a form, and is left alone.
function exitOf(box) {
  const asks = all(box, 'input:not([type=hidden]):not([type=checkbox]):not([type=radio]):not([type=submit]):not([type=button]),select,textarea');
  if (asks.length > 1) return null;
  const buttons = all(box, 'button,a,[role=button],input[type=button],input[type=submit]').filter(visible);
  const named = (words) => buttons.find((at) => words.test(caption(at)) || words.test(says(at)));
  return named(REFUSE) || named(CLOSE) || (COOKIES.test(clean(box.innerText || box.textContent)) && named(ACCEPT)) || null;
}
// Where a click on a label answers: not on a link inside it, which leads away. Null where all of it may be one.
function offLinks(label) {
  if (!label.querySelector('a[href],button')) return label;
  return [...label.querySelectorAll('*')].find((at) => visible(at) && !at.closest('a[href],button') && !at.querySelector('a[href],button')) || null;
}
// What lies over a place of the page and is not the element meant.
function overAt(x, y, el) {
  let top = document.elementFromPoint(x, y);
  while (top && top.shadowRoot && top.shadowRoot.elementFromPoint(x, y) && top.shadowRoot.elementFromPoint(x, y) !== top) top = top.shadowRoot.elementFromPoint(x, y);
  if (!top || (el && (holds(el, top) || holds(top, el)))) return null;
  return top;
}
const holds = (one, other) => climb(other, (at) => at === one, 200) !== null;
// The button that takes away what lies over an element, or over a place where a frame is.
function wayOut(id, x, y) {
  const el = id === null ? null : element(id);
  if (id !== null && !el) return null;
  const box = el && el.getBoundingClientRect();
  const top = el ? overAt(box.left + box.width / 2, box.top + box.height / 2, el) : overAt(x, y, null);
  if (!top || (!el && top.matches('iframe,frame'))) return null;
  // A dark pane over everything has its window beside it.
  const over = floatingBox(top);
  const beside = over && up(over);
  const near = beside && !beside.matches('body,html,form') && !all(beside, 'form,iframe').length && !(el && holds(beside, el)) ? [beside] : [];
  const windows = all(document, 'dialog[open],[role=dialog],[role=alertdialog],[aria-modal=true],[id*="cookie" i],[class*="cookie" i],[id*="consent" i],[class*="consent" i]')
    .filter((at) => floatingBox(at) && !(el && holds(floatingBox(at), el)) && visible(at));
  const exit = [...(over ? [over] : []), ...near, ...windows].map(exitOf).find(Boolean);
  return exit ? idOf(exit) : null;
}
