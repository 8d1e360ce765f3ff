// Which controls make one question, how it is answered, and which form of the page is the application.

const COMBOS = '[role=combobox],[id^="react-select-"][id$="-input"]';
const isCombo = (el) => el.matches('[role=combobox],[aria-haspopup=listbox],[id^="react-select-"][id$="-input"]');
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
  // Some options are named by their question and their own words; the question is not repeated.
  const holder = climb(el, (at) => at.matches(GROUPS), 8);
  const asked = holder ? [...refs(holder, holder.getAttribute('aria-labelledby')), holder.querySelector('legend')] : [];
  const own = refs(el, el.getAttribute('aria-labelledby')).filter((found) => !asked.includes(found)).map((found) => spoken(found, true)).join(' ');
  if (!el.matches('input')) return clean(own) || clean(el.getAttribute('aria-label')) || spoken(el, false) || clean(el.textContent);
  const direct = [...(el.labels || [])].map((label) => textOf(label)).filter(Boolean).join(' ');
  return clean(own) || clean(el.getAttribute('aria-label')) || direct || clean(el.getAttribute('value') === 'on' ? '' : el.getAttribute('value')) || textOf(up(el));
}
const CHOSEN = '[class*="singleValue" i],[class*="single-value" i],[class*="multiValueLabel" i],[class*="multi-value__label" i],[class*="MultiValueGeneric" i],[class*="selection__choice" i]:not(button),.ts-control > .item,[class*="chip" i]:not(button)';
const outermost = (found) => found.filter((part) => !found.some((other) => other !== part && other.contains(part)));
// What a drawn list shows as chosen, part by part.
function chosenParts(el) {
  const box = el.matches('input') && control(el) === el ? up(el) || el : control(el);
  return outermost([...box.querySelectorAll(CHOSEN)]);
}
const partLabel = (part) => clean(part.getAttribute('title')) || textOf(part, 'button,[role=button],[class*="remove" i],svg') || clean(part.textContent);
function selectedTexts(el) {
  const picked = chosenParts(el);
  if (picked.length) return [...new Set(picked.map(partLabel))];
  if (el.matches('input')) return el.value ? [el.value] : [];
  const text = textOf(el, 'svg,script,style,[class*="placeholder" i]');
  return text && !PLACEHOLDER.test(text) ? [text] : [];
}
// An option that is an answer, not the words that stand there before one is chosen.
function isAnswer(option) {
  const label = clean(option.label);
  if (!label) return false;
  const first = option.index === 0;
  if (option.value === '') return !first && !PLACEHOLDER.test(label);
  const says = !option.hasAttribute('value') || /^(0|-1|null|none|undefined|default|(select|choose|please).*)$/i.test(option.value);
  return !(first && says && PLACEHOLDER.test(label) && !/ not /i.test(label));
}
function pressed(el) {
  const said = ['aria-checked', 'aria-pressed', 'aria-selected'].map((name) => el.getAttribute(name)).find((state) => state !== null);
  if (said !== undefined) return said === 'true';
  return el.dataset.state === 'on' || el.dataset.state === 'checked' || /(^|[\s_-])(active|selected|checked)([\s_-]|$)/i.test(el.className || '');
}

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
      return [...el.selectedOptions].filter(isAnswer).map((option) => clean(option.label));
    case 'date':
      return dateValue(field);
    case 'tel':
      return telValue(field);
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
  if (shown && clean(shown.textContent)) return [clean(shown.textContent)];
  const named = all(box, '*').find((at) => !at.children.length && /^[^/\\]{1,120}\.(pdf|docx?|odt|rtf|txt)$/i.test(clean(at.textContent)) && visible(at));
  return named ? [clean(named.textContent)] : [];
}

function kindOf(el) {
  if (isCombo(el)) return el.getAttribute('aria-haspopup') === 'listbox' || el.matches(COMBOS) ? 'combobox' : null;
  if (el.matches('select')) return el.multiple ? 'multi_select' : 'select';
  if (el.matches('textarea')) return 'textarea';
  if (el.matches(EDITABLE)) return climb(up(el), (at) => at.matches(EDITABLE)) ? null : 'textarea';
  if (el.matches('[role=radio]')) return 'radio';
  if (el.matches('[role=checkbox],[role=switch]')) return 'checkbox';
  const type = (el.getAttribute('type') || 'text').toLowerCase();
  if (['submit', 'button', 'image', 'reset', 'hidden'].includes(type)) return null;
  if (type === 'text' && el.hasAttribute('list')) return 'typeahead';
  if (isDateText(el)) return 'date';
  const known = ['text', 'email', 'tel', 'url', 'number', 'date', 'file', 'radio', 'checkbox', 'password'];
  if (known.includes(type)) return type;
  if (type === 'search') return 'text';
  return ['month', 'week', 'time', 'datetime-local', 'range', 'color'].includes(type) ? 'other' : 'text';
}

// A captcha is a person's: what stands in it is no question, and its frame is no form.
const inCaptchaFrame = () => window.parent !== window && /captcha|turnstile|challenges\.cloudflare|arkoselabs/i.test(location.href);
const inCaptcha = (el) => /captcha|turnstile/i.test(`${el.name || ''} ${el.id || ''}`) || climb(el, (at) => at.matches('.h-captcha,.g-recaptcha,.cf-turnstile'), 6) !== null;
function groups(root) {
  const fields = [];
  if (inCaptchaFrame()) return fields;
  const taken = new Set();
  pairMirrors(root, taken);
  if (root === document && document.designMode === 'on') fields.push({ members: [document.body], kind: 'textarea' });
  fields.push(...buttonPairs(root, taken), ...listBoxes(root, taken), ...dropFields(root, taken));
  const controls = all(root, CONTROLS);
  for (const el of controls) {
    if (taken.has(el) || isInner(el) || inCaptcha(el) || fields.length >= LIMITS.fields) continue;
    const kind = kindOf(el);
    if (!kind) continue;
    const field = together(el, kind, controls);
    field.members.forEach((member) => taken.add(member));
    // The list of countries stands before the number it belongs to and was taken for a question of its own.
    const stray = fields.findIndex((other) => other.members.length === 1 && field.members.includes(other.members[0]));
    if (stray >= 0) fields.splice(stray, 1);
    fields.push(field);
  }
  return fields;
}
// All controls that answer one question with `el`.
function together(el, kind, controls) {
  const parts = ['radio', 'checkbox', 'file', 'textarea'].includes(kind) ? null : dateParts(el);
  if (parts) return { members: parts, kind: 'date' };
  if (kind === 'tel') {
    const country = countryOf(el);
    return { members: country ? [el, country] : [el], kind };
  }
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
  return { members, kind: kind === 'radio' ? 'radio_group' : kind === 'checkbox' && members.length > 1 ? 'checkbox_group' : kind };
}
// Hidden native fields behind something drawn: the list behind a drawn list, the text behind an editor.
function pairMirrors(root, taken) {
  for (const el of all(root, 'select,textarea,input[type=text],input:not([type])')) {
    if (isCombo(el) || visible(el) || el.getAttribute('list')) continue;
    const wanted = el.matches('select') ? '[role=combobox],[aria-haspopup=listbox]' : el.matches('textarea') ? `${EDITABLE},iframe` : EDITABLE;
    const around = climb(up(el), (at) => at.matches('form,body') || all(at, wanted).some((other) => visible(isCombo(other) ? control(other) : other)), 4);
    // Where there is no box around both, the editor stands right before or behind.
    const beside = [el.previousElementSibling, el.nextElementSibling].find((at) => at && (at.matches(wanted) || all(at, wanted).length === 1));
    const box = around && !around.matches('form,body') ? around : beside && beside.matches(wanted) ? { querySelectorAll: () => [beside] } : beside;
    if (!box) continue;
    const drawn = all(box, wanted).filter((other) => visible(isCombo(other) ? control(other) : other));
    const others = all(box, 'input:not([type=hidden]),select,textarea').filter((other) => other !== el && !drawn.includes(other) && !drawn.some((at) => sameControl(at, other) || control(at).contains(other)) && visible(other));
    if (drawn.length !== 1 || others.length || mirrors.get(drawn[0]) === el) { if (mirrors.get(drawn[0]) === el) { taken.add(el); } continue; }
    mirrors.set(drawn[0], el);
    twins.add(el);
    taken.add(el);
  }
}
const standing = new WeakSet();
// Lists that lie open in the page, as questions with one or several answers.
function listBoxes(root, taken) {
  return all(root, '[role=listbox]').filter((list) => {
    const popup = all(document, COMBOS + ',[aria-haspopup=listbox]').some((at) => `${at.getAttribute('aria-controls')} ${at.getAttribute('aria-owns')}`.split(' ').includes(list.id) && list.id)
      || climb(up(list), (at) => !at.matches('form,body,main') && at.querySelector(`${COMBOS},[aria-haspopup=listbox]`), 2);
    return !popup && !list.matches('select') && visible(list);
  }).map((list) => {
    const members = all(list, '[role=option]').slice(0, LIMITS.options);
    standing.add(list);
    all(list, CONTROLS).forEach((at) => { taken.add(at); twins.add(at); });
    return { members, kind: list.getAttribute('aria-multiselectable') === 'true' ? 'checkbox_group' : 'radio_group' };
  }).filter((field) => field.members.length > 1);
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

const GROUPED = ['radio_group', 'checkbox_group', 'checkbox', 'yes_no_buttons'];
function isHoneypot(field, hidden, label) {
  const el = field.members[0];
  if (BAIT.test(`${el.getAttribute('name') || ''} ${el.id || ''} ${el.getAttribute('data-automation-id') || ''} ${label}`)) return true;
  const textual = !['file', 'combobox', ...GROUPED].includes(field.kind);
  if (textual && hidden) return true;
  return Boolean(hidden && (el.tabIndex < 0 || hidden === 'off-screen' || hidden === 'aria-hidden' || hidden === 'covered'));
}
// Text that no key leads to and that asks the browser not to help: put there for those who do not look.
const unreachable = (el) => el.getAttribute('tabindex') === '-1' && /^(off|nope|new-password|false)$/.test(el.getAttribute('autocomplete') || '') && !el.readOnly && !el.required;
// List libraries put their own box beside the native list and hear when that changes.
const STAND_INS = '.select2-container,.chosen-container,.selectize-control,.ts-wrapper,.nice-select,.selectric-wrapper,.bootstrap-select,.choices';
const hasStandIn = (el) => [el.previousElementSibling, el.nextElementSibling, up(el)].some((at) => at && at.matches(STAND_INS) && visible(at));
// A control that is drawn by something else (a styled label, a button) counts as visible when that is.
function hiddenField(field) {
  const el = field.members[0];
  const direct = hiddenBy(isCombo(el) ? control(el) : el);
  const drawn = [...(el.labels || [])].some(visible);
  if (direct && GROUPED.includes(field.kind)) {
    const box = el.getBoundingClientRect();
    const painted = direct === 'opacity' && el.matches('input') && box.width > 8 && box.height > 8 && visible(up(el));
    return drawn || painted ? '' : direct;
  }
  if (direct && el.matches('select') && hasStandIn(el)) return '';
  if (direct) return field.kind === 'file' && (drawn || visible(wrapper(field.members))) ? '' : direct;
  if (['file', 'combobox', ...GROUPED].includes(field.kind)) return '';
  if (el.matches('input,textarea') && unreachable(el)) return 'unreachable';
  return coveredBy(el) ? 'covered' : '';
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
function optionsOf(field) {
  const el = field.members[0];
  if (field.kind === 'select' || field.kind === 'multi_select') {
    return [...el.options].filter((option) => !option.disabled && isAnswer(option)).slice(0, LIMITS.options).map((option) => clean(option.label));
  }
  if (field.kind === 'radio_group' || field.kind === 'checkbox_group') return field.members.map(optionLabel);
  if (field.kind === 'yes_no_buttons') return field.members.map((at) => clean(at.textContent));
  const mirror = field.kind === 'combobox' && mirrors.get(el);
  if (mirror && mirror.matches('select')) return [...mirror.options].filter((option) => !option.disabled && isAnswer(option)).slice(0, LIMITS.options).map((option) => clean(option.label));
  if (el.list) return [...el.list.options].slice(0, LIMITS.options).map((option) => clean(option.value));
  return [];
}

function describe(field, headings) {
  const el = field.members[0];
  const group = ['radio_group', 'checkbox_group', 'yes_no_buttons'].includes(field.kind) || (field.kind === 'date' && field.members.length > 1);
  const box = wrapper(field.members);
  const mirror = mirrors.get(el);
  const raw = group ? groupLabel(field.members) : fieldLabel(el, field.members);
  const hidden = hiddenField(field);
  const title = titleIn(box, field.members);
  const label = unmarked(raw);
  const error = errorOf(field, box);
  const id = idOf(el);
  const name = el.getAttribute('name') || (mirror && mirror.name) || '';
  field.id = id;
  field.key = `${field.kind}|${name || el.id || ''}|${label}`;
  return {
    id, label, kind: field.kind,
    name: name || (climb(el, (at) => at.hasAttribute('data-field-path'), 4)?.getAttribute('data-field-path')) || el.id || (mirror && mirror.id) || '',
    required: isRequired(field, box, group) || REQUIRED.test(raw) || (title === raw ? false : REQUIRED.test(title)),
    options: optionsOf(field).map((text) => text.slice(0, LIMITS.label)), value: valueOf(field).map((text) => text.slice(0, LIMITS.text)),
    visible: hidden === '', hidden_by: hidden, honeypot: isHoneypot(field, hidden, raw),
    help: helpOf(el, field.members, box, label, error).slice(0, LIMITS.help), error: error.slice(0, LIMITS.label),
    section: sectionOf(field, headings),
    max_length: el.maxLength > 0 ? el.maxLength : null,
    autocomplete: el.getAttribute('autocomplete') || '',
    placeholder: clean(el.getAttribute('placeholder') || el.getAttribute('data-placeholder')).slice(0, LIMITS.label),
    accept: el.getAttribute('accept') || '',
    multiple: Boolean(el.multiple) || Boolean(mirror && mirror.multiple) || (isCombo(el) && /multi/i.test(`${control(el).className} ${control(el).parentElement?.className || ''}`)),
    disabled: Boolean(el.disabled) || el.getAttribute('aria-disabled') === 'true' || Boolean(el.matches('input,textarea') && el.readOnly && field.kind !== 'date' && !isCombo(el)),
  };
}
// A label without the mark of a required field.
const unmarked = (text) => clean(text.slice(0, 4 * LIMITS.label).replace(/[*\u2731\uFF0A\u2217]/g, ' ').replace(/\((required|mandatory|pflichtfeld|erforderlich|obligatorio|requerido|obligatoire|requis)\)/ig, ' ')).slice(0, LIMITS.label);
function isRequired(field, box, group) {
  const el = field.members[0];
  const mirror = mirrors.get(el);
  return [...field.members, mirror].some((at) => at && (at.required || at.getAttribute('aria-required') === 'true'))
    || Boolean(climb(el, (at) => at.matches(GROUPS) && at.getAttribute('aria-required') === 'true', 8))
    || (group ? [] : namers(el)).some((at) => marked(at) || REQUIRED.test(clean(at.textContent)))
    || marked(titleElement(box, field.members)) || Boolean(climb(el, (at) => at.getAttribute('data-required') === 'true', 4))
    || (isCombo(el) && Boolean(control(el).parentElement && control(el).parentElement.querySelector('input[required]')));
}

const SUBMIT = /submit|apply|send|bewerb|absend|einreich|enviar|solicit|postul|envoyer|soumettre|candidat/i;
const NEXT = /^(next|continue|weiter|siguiente|continuar|save (and|&) (continue|next)|speichern und (weiter|fortfahren)|guardar y continuar|enregistrer et continuer|suivant|continuer|étape suivante)/i;
const caption = (el) => clean(el.value && el.matches('input') ? el.value : el.textContent) || clean(el.getAttribute('aria-label'));
function submitOf(root, fields) {
  let best = null;
  let bestScore = 0;
  for (const el of all(root, 'button,input[type=submit],[role=button]')) {
    if (fields.some((field) => field.members.includes(el)) || isCombo(el) || !visible(el)) continue;
    const text = caption(el);
    const isSubmit = el.matches('[type=submit]') || (el.matches('button:not([type])') && Boolean(el.form));
    let score = isSubmit ? 2 : 0;
    if (/(submit|send).{0,12}application|bewerbung (ab|ein)|enviar (la |mi )?(solicitud|candidatura)|envoyer (ma |la )?candidature/i.test(text)) score += 4;
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
  const step = stepOf();
  for (const [owner, fields] of owners) {
    const order = fields.sort((a, b) => (isBefore(a.members[0], b.members[0]) ? -1 : 1));
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
      title: sectionTitle(owner, headings), step,
      frames: all(owner, 'iframe').map((at) => ({ id: idOf(at), at: order.filter((field) => isBefore(field.members[0], at)).length })),
    });
  }
  // The last of several steps often only shows once more what is sent: a button, and nothing to fill.
  if (!forms.length && step) {
    const submit = submitOf(document, []);
    if (submit && SUBMIT.test(caption(submit))) {
      forms.push({ fields: [], score: -6, submit: idOf(submit), submit_label: caption(submit), is_next: false, password: false, title: sectionTitle(document, headings), step, frames: [], review: true });
    }
  }
  return forms;
}
// Which of how many steps the page shows, as it says itself.
const STEP = /\b(?:step|schritt|paso|étape|etape|page|seite|página)\s+(\d{1,2})\s*(?:of|von|de|sur|\/)\s*(\d{1,2})\b/i;
function stepOf() {
  const bar = all(document, '[aria-current=step],[data-automation-id=progressBarActiveStep]').find(visible);
  const said = all(document, 'h1,h2,h3,p,span,div,li,[role=progressbar],[aria-label]').filter((at) => at.childElementCount < 4)
    .map((at) => STEP.exec(`${at.getAttribute('aria-valuetext') || ''} ${at.getAttribute('aria-label') || ''} ${clean(at.textContent).slice(0, 200)}`)).find(Boolean);
  if (!bar && !said) return null;
  let [number, total] = said ? [Number(said[1]), Number(said[2])] : [0, 0];
  const item = bar && climb(bar, (at) => at.matches('li,[role=listitem]') || (at.parentElement && at.parentElement.childElementCount > 1), 4);
  if (!said && item) {
    const items = [...item.parentElement.children].filter((at) => at.tagName === item.tagName);
    [number, total] = [items.indexOf(item) + 1, items.length];
  }
  return number > 0 && number <= total ? { number, total, label: bar ? clean(bar.textContent).slice(0, LIMITS.label) : '' } : null;
}
function sectionTitle(owner, headings) {
  const main = headings.find((heading) => heading.matches('h1'));
  const inside = owner !== document && headings.find((heading) => owner.contains(heading));
  return clean((main || inside || headings[0] || {}).textContent || document.title).slice(0, LIMITS.label);
}
