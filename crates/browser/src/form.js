// What the engine runs inside a page, in a world of its own that the page's scripts cannot see or change.
// It reads and remembers elements; it never types, clicks or submits: trusted input comes from outside.
if (!globalThis.__jobwire) {
  const LIMITS = { elements: 200000, fields: 400, options: 3000, text: 20000, label: 400 };
  const CONTROLS = 'input:not([type=hidden]),select,textarea,[role=combobox],[role=radio],[role=checkbox],[role=switch],[contenteditable=true],button[aria-haspopup=listbox]';
  const REQUIRED = /[*\u2731\uFF0A\u2217]|\((required|pflichtfeld|obligatorio)\)|\brequired$/i;
  const PLACEHOLDER = /^(select|choose|please select|auswählen|bitte wählen|seleccion|type|start typing|enter|search|--)/i;
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

  function textOf(el, skip = 'input,select,textarea,button,[role=listbox],[role=option],[role=alert],svg,script,style,[class*="error" i],[class*="menu" i]') {
    if (!el) return '';
    const copy = el.cloneNode(true);
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
  function titleIn(box, members) {
    const legend = box.querySelector('legend');
    if (legend) return textOf(legend);
    for (const el of all(box, 'label,[class*="label" i],[class*="title" i],[class*="question" i],h2,h3,h4,h5,h6,dt,p,span,div')) {
      if (members.some((member) => el.contains(member) || member.contains(el))) continue;
      const follows = el.compareDocumentPosition(members[0]) & Node.DOCUMENT_POSITION_FOLLOWING;
      const text = textOf(el);
      if (follows && text && text.length > 1) return text;
    }
    return '';
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
    if (direct && !UUID.test(direct)) return direct;
    const title = titleIn(wrapper(members), members);
    if (title) return title;
    const hint = clean(el.getAttribute('placeholder') || el.getAttribute('title'));
    return UUID.test(hint) || PLACEHOLDER.test(hint) ? '' : hint;
  }

  const isCombo = (el) => el.matches('[role=combobox],button[aria-haspopup=listbox],[id^="react-select-"][id$="-input"]');
  // The box of a combobox that a person clicks.
  const control = (el) => el.matches('input') ? climb(el, (at) => at !== el && /(^|[\s_-])control(\s|$)/i.test(at.className || ''), 6) || el : el;
  // A part of a combobox that is no field of its own, such as the hidden input behind it.
  function isInner(el) {
    if (isCombo(el)) return false;
    const box = climb(el, (at) => /(^|[\s_-])container(\s|$)/i.test(at.className || '') && at.querySelector('[role=combobox],[id^="react-select-"][id$="-input"]'), 6);
    return Boolean(box && el.matches('input') && box.querySelectorAll('[role=combobox],[id^="react-select-"][id$="-input"]').length === 1 && !visible(el));
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
      name: el.name || el.getAttribute('data-field-path') || el.id || '',
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
    const root = el.getRootNode();
    const named = (el.getAttribute('aria-controls') || el.getAttribute('aria-owns') || '').split(/\s+/).map((id) => id && root.getElementById(id)).find(Boolean);
    if (named && visible(named)) return named;
    const box = control(el).parentElement;
    const near = box && [...box.querySelectorAll('[role=listbox],[class*="menu" i],[class*="suggestions" i],[class*="dropdown" i] ul')].find((at) => !at.contains(el) && visible(at));
    if (near) return near;
    const anywhere = all(document, '[role=listbox]').filter((at) => visible(at) && !at.contains(el));
    return anywhere[anywhere.length - 1] || null;
  }
  function openOptions(id) {
    const el = element(id);
    const list = el && listOf(el);
    if (!list) return { open: false, options: [] };
    let found = all(list, '[role=option]');
    if (!found.length) found = all(list, '[class*="option" i],li').filter((at) => !at.querySelector('[class*="option" i],li'));
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
      const clickable = isCombo(el) ? control(el) : hiddenBy(el) && label ? label : el;
      return { id: idOf(clickable) };
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
    hit(id) {
      const el = element(id);
      if (!el) return { there: false };
      const box = el.getBoundingClientRect();
      const root = el.getRootNode();
      const top = root.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
      const inside = top && (el.contains(top) || top.contains(el) || (el.shadowRoot && el.shadowRoot.contains(top)) || [...(el.labels || [])].some((label) => label.contains(top)));
      return { there: true, ok: Boolean(inside), by: top && !inside ? `${top.tagName.toLowerCase()} ${textOf(top).slice(0, 60)}` : '' };
    },
    focus(id) {
      const el = element(id);
      if (!el) return false;
      el.focus();
      if (el.select) el.select(); else if (el.isContentEditable) getSelection().selectAllChildren(el);
      return climb(document.activeElement, (at) => at === el) !== null || el.getRootNode().activeElement === el;
    },
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
      const captcha = all(document, 'iframe[src*="captcha" i],iframe[src*="turnstile" i],.h-captcha,.g-recaptcha,.cf-turnstile,[id*="captcha" i] img,[class*="captcha" i]')
        .some((el) => { const box = el.getBoundingClientRect(); return visible(el) && box.width > 60 && box.height > 40 && !climb(el, (at) => /badge/i.test(at.className || '')); });
      return { captcha, password: all(document, 'input[type=password]').some(visible) };
    },
  };
}
