// Which controls make one question, how it is answered, and which form of the page is the application.

const COMBOS = '[role=combobox],[id^="react-select-"][id$="-input"]';
const isCombo = (el) => el.matches('[role=combobox],button[aria-haspopup=listbox],[id^="react-select-"][id$="-input"]');
// The box of a combobox that a person clicks.
const control = (el) => el.matches('input') ? climb(el, (at) => at !== el && /(^|[\s_-])control(\s|$)/i.test(at.className || ''), 6) || el : el;
// A part of a combobox that is no field of its own, such as the hidden input behind it.
function isInner(el) {
  if (isCombo(el) || !el.matches('input:not([type=file]):not([type=checkbox]):not([type=radio])')) return false;
  if (el.getAttribute('aria-hidden') !== 'true' && el.tabIndex >= 0) return false;
  const box = climb(up(el), (at) => at.querySelector(COMBOS), 3);
  return Boolean(box && box.querySelectorAll(COMBOS).length === 1 && !visible(el)
    && [...box.querySelectorAll('input,select,textarea')].every((at) => at === el || isCombo(at) || !visible(at)));
}
const sameControl = (one, other) => isCombo(one) && isCombo(other) && control(one) === control(other);

function optionLabel(el) {
  if (!el.matches('input')) return clean(el.getAttribute('aria-label')) || byIds(el, el.getAttribute('aria-labelledby')) || clean(el.textContent);
  return ownLabel(el) || clean(el.getAttribute('value')) || textOf(up(el));
}
function selectedTexts(el) {
  const box = control(el);
  const picked = [...box.querySelectorAll('[class*="singleValue" i],[class*="single-value" i],[class*="multiValueLabel" i],[class*="multi-value__label" i],[class*="MultiValueGeneric" i]')];
  if (picked.length) return [...new Set(picked.map((part) => clean(part.textContent)))];
  if (el.matches('input')) return el.value ? [el.value] : [];
  const text = textOf(el, 'svg,script,style,[class*="placeholder" i]');
  return text && !PLACEHOLDER.test(text) ? [text] : [];
}
const pressed = (el) => el.getAttribute('aria-pressed') === 'true' || el.getAttribute('aria-checked') === 'true' || el.getAttribute('aria-selected') === 'true'
  || el.dataset.state === 'on' || el.dataset.state === 'checked' || /(^|[\s_-])(active|selected|checked)([\s_-]|$)/i.test(el.className || '');

function valueOf(field) {
  const el = field.members[0];
  switch (field.kind) {
    case 'radio_group': case 'checkbox_group':
      return field.members.filter((at) => at.matches('input') ? at.checked : pressed(at)).map(optionLabel);
    case 'checkbox':
      return (el.matches('input') ? el.checked : pressed(el)) ? ['on'] : [];
    case 'yes_no_buttons':
      return field.members.filter(pressed).map((at) => clean(at.textContent));
    case 'select': case 'multi_select':
      return [...el.selectedOptions].filter((option) => option.value !== '' ).map((option) => clean(option.label));
    case 'combobox': case 'typeahead':
      return selectedTexts(el);
    case 'file': {
      const names = [...(el.files || [])].map((file) => file.name);
      return names.length ? names : shownFile(field);
    }
    default:
      return el.isContentEditable ? [el.innerText.trim()].filter(Boolean) : (el.value ? [el.value] : []);
  }
}
// Some pages take the file away from its input at once and only show its name.
function shownFile(field) {
  const box = wrapper(field.members);
  const shown = box.querySelector('[class*="filename" i],[class*="file-name" i],[data-automation-id="file-upload-item-name"]');
  return shown && clean(shown.textContent) ? [clean(shown.textContent)] : [];
}

function kindOf(el) {
  if (isCombo(el)) return 'combobox';
  if (el.matches('select')) return el.multiple ? 'multi_select' : 'select';
  if (el.matches('textarea')) return 'textarea';
  if (el.isContentEditable) return 'textarea';
  if (el.matches('[role=radio]')) return 'radio';
  if (el.matches('[role=checkbox],[role=switch]')) return 'checkbox';
  const type = (el.getAttribute('type') || 'text').toLowerCase();
  if (['submit', 'button', 'image', 'reset', 'hidden'].includes(type)) return null;
  if (type === 'text' && el.hasAttribute('list')) return 'typeahead';
  const known = ['text', 'email', 'tel', 'url', 'number', 'date', 'file', 'radio', 'checkbox', 'password'];
  if (known.includes(type)) return type;
  if (type === 'search') return 'text';
  return ['month', 'week', 'time', 'datetime-local', 'range', 'color'].includes(type) ? 'other' : 'text';
}

function groups(root) {
  const fields = [];
  const taken = new Set();
  fields.push(...buttonPairs(root, taken));
  const controls = all(root, CONTROLS);
  for (const el of controls) {
    if (taken.has(el) || isInner(el) || fields.length >= LIMITS.fields) continue;
    const kind = kindOf(el);
    if (!kind) continue;
    let members = [el];
    if (kind === 'radio') {
      const holder = climb(el, (at) => at.matches('[role=radiogroup],fieldset'), 8);
      members = controls.filter((other) => kindOf(other) === 'radio' && (el.matches('input') && el.name
        ? other.name === el.name && other.form === el.form : holder && holder.contains(other)));
      if (!members.includes(el)) members = [el];
    } else if (kind === 'checkbox') {
      const holder = climb(el, (at) => at.matches('fieldset,[role=group]'), 8);
      const peers = controls.filter((other) => kindOf(other) === 'checkbox' && ((el.name && other.name === el.name && other.form === el.form)
        || (holder && holder.contains(other) && all(holder, CONTROLS).every((at) => kindOf(at) === 'checkbox'))));
      if (peers.length > 1) members = peers;
    }
    members.forEach((member) => taken.add(member));
    fields.push({ members, kind: kind === 'radio' ? 'radio_group' : kind === 'checkbox' && members.length > 1 ? 'checkbox_group' : kind });
  }
  return fields;
}
// Yes/no questions answered by two buttons side by side; a hidden checkbox beside them is part of the pair.
function buttonPairs(root, taken) {
  const pairs = [];
  const used = new Set();
  for (const el of all(root, 'button,[role=button]')) {
    if (used.has(el) || el.matches('[role=radio],[role=checkbox],[role=switch]') || !YES_NO.test(clean(el.textContent)) || (el.getAttribute('type') === 'submit')) continue;
    const holder = up(el);
    const members = holder ? [...holder.querySelectorAll('button,[role=button]')].filter((at) => clean(at.textContent).length < 60) : [];
    if (members.length < 2 || members.length > 6) continue;
    members.forEach((member) => used.add(member));
    const twin = [...all(holder, 'input[type=checkbox],input[type=radio]')].filter((at) => !visible(at));
    twin.forEach((at) => { taken.add(at); twins.add(at); });
    pairs.push({ members, kind: 'yes_no_buttons' });
  }
  return pairs;
}

function isHoneypot(field, hidden, label) {
  const el = field.members[0];
  if (BAIT.test(`${el.name || ''} ${el.id || ''} ${el.getAttribute('data-automation-id') || ''} ${label}`)) return true;
  const textual = !['file', 'radio_group', 'checkbox_group', 'checkbox', 'combobox', 'yes_no_buttons'].includes(field.kind);
  if (textual && hidden) return true;
  return Boolean(hidden && (el.tabIndex < 0 || hidden === 'off-screen' || hidden === 'aria-hidden'));
}
// A control that is drawn by something else (a styled label, a button) counts as visible when that is.
function hiddenField(field) {
  const el = field.members[0];
  const direct = hiddenBy(isCombo(el) ? control(el) : el);
  if (!direct) return '';
  const drawn = [...(el.labels || [])].some(visible);
  if (['radio_group', 'checkbox_group', 'checkbox'].includes(field.kind) && drawn) return '';
  if (field.kind === 'file') return drawn || visible(wrapper(field.members)) ? '' : direct;
  return direct;
}
function errorOf(field, box) {
  const el = field.members[0];
  const named = byIds(el, el.getAttribute('aria-errormessage'));
  if (named) return named;
  const shown = all(box, '[role=alert],[class*="error" i],[class*="invalid-feedback" i],[id$="-error"]')
    .find((at) => !at.querySelector('input,select,textarea') && !field.members.some((m) => at.contains(m)) && visible(at) && clean(at.textContent));
  if (shown) return clean(shown.textContent).slice(0, LIMITS.label);
  if (el.getAttribute('aria-invalid') === 'true') return byIds(el, el.getAttribute('aria-describedby')) || 'invalid';
  return '';
}
function sectionOf(el, headings) {
  let section = '';
  for (const heading of headings) {
    if (heading.compareDocumentPosition(el) & Node.DOCUMENT_POSITION_FOLLOWING) section = clean(heading.textContent); else break;
  }
  return section.slice(0, LIMITS.label);
}
function optionsOf(field) {
  const el = field.members[0];
  if (field.kind === 'select' || field.kind === 'multi_select') {
    return [...el.options].filter((option) => !option.disabled && option.value !== '').slice(0, LIMITS.options).map((option) => clean(option.label));
  }
  if (field.kind === 'radio_group' || field.kind === 'checkbox_group') return field.members.map(optionLabel);
  if (field.kind === 'yes_no_buttons') return field.members.map((at) => clean(at.textContent));
  if (el.list) return [...el.list.options].map((option) => clean(option.value));
  return [];
}

function describe(field, headings) {
  const el = field.members[0];
  const group = ['radio_group', 'checkbox_group', 'yes_no_buttons'].includes(field.kind);
  const box = wrapper(field.members);
  const raw = group ? groupLabel(field.members) : fieldLabel(el, field.members);
  const hidden = hiddenField(field);
  const nativeRequired = field.members.some((at) => at.required || at.getAttribute('aria-required') === 'true')
    || Boolean(climb(el, (at) => at.matches('[role=radiogroup],[role=group],fieldset') && at.getAttribute('aria-required') === 'true', 8))
    || [...(group ? [] : el.labels || []), titleElement(box, field.members)].some(marked) || Boolean(climb(el, (at) => at.getAttribute('data-required') === 'true', 4))
    || (isCombo(el) && Boolean(control(el).parentElement && control(el).parentElement.querySelector('input[required]')));
  const title = titleIn(box, field.members);
  const label = clean(raw.replace(/[*\u2731\uFF0A\u2217]/g, ' ').replace(/\(required\)/ig, ' '));
  const described = byIds(el, el.getAttribute('aria-describedby'));
  const error = errorOf(field, box);
  const id = idOf(el);
  field.id = id;
  field.key = `${field.kind}|${el.name || el.id || ''}|${label}`;
  return {
    id, label, kind: field.kind,
    name: el.name || (climb(el, (at) => at.hasAttribute('data-field-path'), 4)?.getAttribute('data-field-path')) || el.id || '',
    required: nativeRequired || REQUIRED.test(raw) || (title === raw ? false : REQUIRED.test(title)),
    options: optionsOf(field), value: valueOf(field),
    visible: hidden === '', honeypot: isHoneypot(field, hidden, raw),
    help: described && described !== error ? described : '', error,
    section: sectionOf(el, headings),
    max_length: el.maxLength > 0 ? el.maxLength : null,
    autocomplete: el.getAttribute('autocomplete') || '',
    accept: el.getAttribute('accept') || '',
    multiple: Boolean(el.multiple) || /multi/i.test(control(el).parentElement?.className || ''),
    disabled: Boolean(el.disabled),
  };
}

const SUBMIT = /submit|apply|send|bewerb|absend|einreich|enviar|solicit|postul/i;
const NEXT = /^(next|continue|weiter|siguiente|continuar|save and continue)/i;
const caption = (el) => clean(el.value && el.matches('input') ? el.value : el.textContent) || clean(el.getAttribute('aria-label'));
function submitOf(root, fields) {
  let best = null;
  let bestScore = 0;
  for (const el of all(root, 'button,input[type=submit],[role=button]')) {
    if (fields.some((field) => field.members.includes(el)) || isCombo(el) || !visible(el)) continue;
    const text = caption(el);
    const isSubmit = el.matches('[type=submit]') || (el.matches('button:not([type])') && Boolean(el.form));
    let score = isSubmit ? 2 : 0;
    if (/(submit|send).{0,12}application|bewerbung (ab|ein)|enviar (la )?(solicitud|candidatura)/i.test(text)) score += 4;
    else if (SUBMIT.test(text)) score += isSubmit ? 2 : 3;
    else if (NEXT.test(text)) score += 1;
    else if (!isSubmit) score = 0;
    if (/linkedin|google|indeed|upload|attach|remove|cancel|search|subscribe|autofill/i.test(text)) score -= 4;
    if (score > 0 && score >= bestScore) { best = el; bestScore = score; }
  }
  return best;
}

// Every candidate form of this frame with how much it looks like an application.
function scan() {
  const headings = all(document, 'h1,h2,h3,h4,[role=heading]').filter(visible);
  const everything = groups(document);
  const owners = new Map();
  for (const field of everything) {
    const owner = field.members[0].form || climb(field.members[0], (at) => at.matches('form,[role=form]')) || document;
    if (!owners.has(owner)) owners.set(owner, []);
    owners.get(owner).push(field);
  }
  lastScan = everything;
  const forms = [];
  for (const [owner, fields] of owners) {
    const order = fields.sort((a, b) => a.members[0].compareDocumentPosition(b.members[0]) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1);
    const described = order.map((field) => describe(field, headings));
    const submit = submitOf(owner, order);
    const open = described.filter((field) => field.visible && !field.honeypot);
    let score = Math.min(open.length, 20);
    if (described.some((field) => field.kind === 'file')) score += 5;
    if (open.some((field) => field.kind === 'email' || /e-?mail/i.test(field.label))) score += 3;
    if (submit && SUBMIT.test(caption(submit))) score += 3;
    if (open.some((field) => field.kind === 'password')) score -= 4;
    if (open.length <= 1) score -= 6;
    forms.push({
      fields: described, score, submit: idOf(submit), submit_label: submit ? caption(submit) : '',
      is_next: Boolean(submit && NEXT.test(caption(submit))),
      password: open.some((field) => field.kind === 'password'),
      title: sectionTitle(owner, headings),
    });
  }
  return forms;
}
function sectionTitle(owner, headings) {
  const main = headings.find((heading) => heading.matches('h1'));
  const inside = owner !== document && headings.find((heading) => owner.contains(heading));
  return clean((main || inside || headings[0] || {}).textContent || document.title).slice(0, LIMITS.label);
}
