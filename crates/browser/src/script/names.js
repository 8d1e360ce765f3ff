// What a field is called and what explains it, by the rules of accessible names: aria-labelledby, aria-label, the
// label, the legend, then what the page writes in front of it, then the title and the placeholder.
const HINTS = '[class*="help" i],[class*="hint" i],[class*="description" i],small';

function refs(el, list) {
  const root = el.getRootNode();
  return (list || '').split(/\s+/).map((id) => id && root.getElementById && root.getElementById(id)).filter(Boolean);
}
// What a screen reader says for an element that names another one; a hidden one may name, its hidden parts too.
function spoken(el, evenHidden, depth = 0) {
  const said = clean(el.getAttribute('aria-label'));
  if (said) return said;
  if (el.matches('img,area')) return clean(el.getAttribute('alt'));
  if (el.matches('select')) return clean([...el.selectedOptions].map((option) => option.label).join(' '));
  if (el.matches('input,textarea')) return /^(checkbox|radio|file|password|hidden)$/.test(el.type) ? '' : clean(el.value);
  if (el.matches('script,style,template') || depth > 20) return '';
  let text = '';
  for (const part of (el.shadowRoot || el).childNodes) {
    if (part.nodeType === Node.TEXT_NODE) text += part.data;
    else if (part.nodeType === Node.ELEMENT_NODE && (evenHidden || (part.getAttribute('aria-hidden') !== 'true' && part.checkVisibility()))) {
      const inline = /^inline/.test(getComputedStyle(part).display);
      text += inline ? spoken(part, evenHidden, depth + 1) : ` ${spoken(part, evenHidden, depth + 1)} `;
    }
  }
  return clean(text);
}
function byIds(el, list) {
  return clean(refs(el, list).map((found) => spoken(found, !found.checkVisibility())).join(' '));
}
// A label without what explains it and without what is only drawn for the eye.
function labelText(label) {
  const whole = textOf(label);
  const parts = [...label.querySelectorAll(`[aria-hidden=true],${HINTS}`)].map((part) => textOf(part)).filter(Boolean);
  const short = parts.reduce((text, part) => clean(text.replace(part, ' ')), whole);
  return /\p{L}/u.test(short) ? short : whole;
}
// The elements that name a field. One inside the field's own box only shows what is chosen.
function namers(el) {
  const own = isCombo(el) ? control(el) : el;
  return [...refs(el, el.getAttribute('aria-labelledby')).filter((found) => found !== el && !own.contains(found)), ...(el.labels || [])];
}
const ownLabel = (el) => {
  const own = isCombo(el) ? control(el) : el;
  const named = refs(el, el.getAttribute('aria-labelledby')).filter((found) => found === el || !own.contains(found));
  const labelled = clean(named.map((found) => spoken(found, !found.checkVisibility())).join(' '));
  const direct = [...(el.labels || [])].map(labelText).filter(Boolean).join(' ');
  return labelled || clean(el.getAttribute('aria-label')) || direct;
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
  return all(box, 'label,[class*="label" i],[class*="title" i],[class*="question" i],h2,h3,h4,h5,h6,dt,td,th,p,span,div').find((el) => {
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
const GROUPS = 'fieldset,[role=radiogroup],[role=group],[role=listbox]';
function holderOf(members) {
  const holder = climb(members[0], (at) => at.matches(GROUPS), 8);
  const alone = holder && members.every((el) => holder.contains(el))
    && all(holder, CONTROLS).every((el) => members.includes(el) || isInner(el) || twins.has(el));
  return alone ? holder : null;
}
function groupLabel(members) {
  const holder = holderOf(members);
  const named = holder && (ownLabel(holder) || textOf(holder.querySelector('legend')));
  if (named) return named;
  const box = wrapper(members);
  return titleIn(box, members);
}
function fieldLabel(el, members) {
  const mirror = mirrors.get(el);
  const direct = ownLabel(el) || (mirror ? ownLabel(mirror) : '');
  // "Attach" says what the button does, not which file is meant.
  const names = direct && !UUID.test(direct) && !(isFile(el) && FILE_BUTTON.test(direct));
  if (names) return direct;
  const box = wrapper(members);
  const title = isFile(el) ? groupLabel(members) : titleIn(box, members);
  // "Upload your resume" says it where a heading over more than this field does not, or beside a button of its own.
  const isCaption = !all(box, 'button,[role=button]').some(visible) && !(titleElement(box, members) || el).matches('h1,h2,h3');
  if (isFile(el) && DOCUMENT.test(direct) && !DOCUMENT.test(title) && !isCaption) return direct;
  if (title) return title;
  const hint = clean(el.getAttribute('title') || el.getAttribute('placeholder') || el.getAttribute('aria-placeholder') || el.getAttribute('data-placeholder'));
  if (direct && !hint) return direct;
  return UUID.test(hint) || PLACEHOLDER.test(hint) ? '' : hint;
}
// What explains a question: what the page ties to it, else a note in its box that is no title and no complaint.
function helpOf(el, members, box, label, error) {
  const tied = byIds(el, el.getAttribute('aria-describedby')) || clean(el.getAttribute('aria-description'));
  if (tied) return tied === error ? '' : tied;
  const title = clean(el.getAttribute('title'));
  const note = all(box, HINTS).find((at) => !members.some((member) => at.contains(member) || member.contains(at)) && !at.querySelector('input,select,textarea')
    && visible(at) && textOf(at) && textOf(at) !== label && textOf(at) !== error);
  const found = note ? textOf(note) : title;
  return found === label ? '' : found;
}
// The innermost group or heading that a field stands under, its own question left out.
function sectionOf(field, headings) {
  const el = field.members[0];
  const own = holderOf(field.members);
  const group = climb(up(el), (at) => at.matches('fieldset,[role=group],[role=region],section[aria-label],section[aria-labelledby]') && at !== own
    && Boolean(ownLabel(at) || (at.matches('fieldset') && textOf(at.querySelector('legend')))));
  let heading = null;
  for (const at of headings) {
    if (isBefore(at, el)) heading = at; else break;
  }
  const inner = group && !(heading && group.contains(heading));
  const text = inner ? ownLabel(group) || textOf(group.querySelector('legend')) : clean((heading || {}).textContent);
  return clean(text).slice(0, LIMITS.label);
}
