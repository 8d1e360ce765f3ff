// Questions that are answered by more than one control: dates in parts or from a calendar, telephone numbers with a
// country, places to drop a file on.
const isFile = (el) => el.matches('[type=file]') || dropZones.has(el);
const dropZones = new WeakSet();

// Where a file can be dropped although the page has no file field: it makes one when it is clicked.
const DROP = '[class*="dropzone" i],[class*="drop-zone" i],[class*="drop_zone" i],[data-automation-id="file-upload-drop-zone"]';
const ATTACH = /^(attach|upload|choose|select|browse|add|hochladen|auswählen|adjuntar|subir|seleccionar|joindre|télécharger|ajouter)\b.{0,30}(file|resume|cv|résumé|lebenslauf|datei|unterlagen|archivo|fichier|currículum|anschreiben|cover letter|document)/i;
const ELSEWHERE = /linkedin|indeed|dropbox|google|drive|onedrive|seek/i;
function dropFields(root, taken) {
  return all(root, `${DROP},button,[role=button]`).filter((el) => {
    const zone = el.matches(DROP);
    if (!zone && (!ATTACH.test(caption(el)) || ELSEWHERE.test(caption(el)))) return false;
    if (!visible(el) || (zone && el.querySelector(DROP))) return false;
    if (!zone && climb(up(el), (at) => at.matches(DROP))) return false;
    const near = climb(up(el), (at) => at.matches('form,body') || all(at, 'input:not([type=hidden]),select,textarea').length > 0, 6) || el;
    const alone = zone && near.matches('form,body') && ![el.previousElementSibling, el.nextElementSibling].some((at) => at && at.matches('[type=file]'));
    return !all(el, 'input,select,textarea').length && (alone || !all(near, '[type=file]').length);
  }).slice(0, 10).map((el) => { dropZones.add(el); taken.add(el); return { members: [el], kind: 'file' }; });
}

// Day, month or year: by the page's own token, else by what the control is called or offers.
const PARTS = {
  day: /^(day|dd?|tag|tt|d[ií]a|jour|jj)$/i, month: /^(month|mm?|monat|mes|mois)$/i, year: /^(year|yyyy|yy|jahr|jjjj|a(ñ|n)o|aaaa|ann[ée]e)$/i,
};
function partOf(el) {
  if (!el.matches('select,input:not([type]),input[type=text],input[type=number],input[type=tel],[role=spinbutton]')) return '';
  const token = /-(day|month|year)$/.exec(el.getAttribute('autocomplete') || '');
  if (token) return token[1];
  const words = [ownLabel(el), el.getAttribute('placeholder'), el.getAttribute('name'), el.id, el.getAttribute('data-automation-id')]
    .flatMap((text) => clean((text || '').replace(/([a-z])([A-Z])/g, '$1 $2')).split(/[^\p{L}]+/u));
  const named = Object.keys(PARTS).find((part) => words.some((word) => PARTS[part].test(word)));
  if (named || !el.matches('select')) return named || '';
  const offered = [...el.options].map((option) => clean(option.label)).filter((text) => /\d/.test(text));
  if (offered.length === 31) return 'day';
  return offered.length > 5 && offered.every((text) => /^(19|20)\d\d$/.test(text)) ? 'year' : '';
}
// The three controls of one date, day, month and year in the order of the page.
function dateParts(el) {
  if (!partOf(el)) return null;
  for (let at = up(el), steps = 0; at && steps < 5 && !at.matches('form,body'); at = up(at), steps += 1) {
    const inside = all(at, CONTROLS).filter((other) => !isInner(other));
    if (inside.length > 3) return null;
    if (inside.length === 3) return new Set(inside.map(partOf)).size === 3 && inside.every(partOf) ? inside : null;
  }
  return null;
}
const MONTHS = ['en', 'de', 'es', 'fr'].map((language) => [...Array(12)].map((_, at) => new Date(2001, at, 15).toLocaleString(language, { month: 'long' }).toLowerCase()));
function monthOf(text) {
  const word = clean(text).toLowerCase();
  if (/^\d{1,2}\.?$/.test(word)) return Number.parseInt(word, 10);
  for (const names of MONTHS) {
    const at = names.findIndex((name) => name === word || (word.length >= 3 && name.startsWith(word.replace(/\.$/, ''))));
    if (at >= 0) return at + 1;
  }
  return /^märz/.test(word) ? 3 : 0;
}
const iso = (year, month, day) => (year > 1000 && month >= 1 && month <= 12 && day >= 1 && day <= 31
  ? `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}` : '');

// The order and the marks between day, month and year, as the page writes them down: "TT.MM.JJJJ".
function dateFormat(el) {
  const sources = [el.getAttribute('placeholder'), el.getAttribute('data-date-format'), el.getAttribute('data-format'), byIds(el, el.getAttribute('aria-describedby')), ownLabel(el)];
  for (const source of sources) {
    const found = /(?:^|[^\p{L}])([dtjmya]{1,4})([./\s-]{1,2})([dtjmya]{1,4})([./\s-]{1,2})([dtjmya]{1,4})(?:$|[^\p{L}])/iu.exec(source || '');
    if (!found) continue;
    const words = [found[1], found[3], found[5]].map((word) => word.toLowerCase());
    const german = words.some((word) => word.startsWith('t'));
    const parts = words.map((word) => ({ m: 'month', y: 'year', a: 'year', d: 'day', t: 'day', j: german || word.length > 2 ? 'year' : 'day' }[word[0]]));
    if (new Set(parts).size === 3) return { parts, marks: [found[2], found[4]], short: words.some((word, at) => parts[at] === 'year' && word.length === 2) };
  }
  return null;
}
const PICKER = /date-?picker|datepicker|calendar|flatpickr|pikaday|kalender/i;
// A text field that takes a date: it says in which form, or it opens a calendar.
function isDateText(el) {
  if (!el.matches('input:not([type]),input[type=text],input[type=tel]') || isCombo(el)) return false;
  if (dateFormat(el)) return true;
  const opens = /^(dialog|grid)$/.test(el.getAttribute('aria-haspopup') || '');
  const dressed = PICKER.test(`${el.className} ${(up(el) || el).className}`);
  return (el.readOnly && (opens || dressed)) || (opens && dressed);
}
function readDate(el) {
  const text = clean(el.value);
  if (!text || /^\d{4}-\d\d-\d\d$/.test(text)) return text;
  const format = dateFormat(el);
  const numbers = text.match(/\d+/g) || [];
  if (format && numbers.length === 3) {
    const at = (part) => Number(numbers[format.parts.indexOf(part)]);
    return iso(at('year') < 100 ? 2000 + at('year') : at('year'), at('month'), at('day')) || text;
  }
  const word = (text.match(/\p{L}{3,}\.?/gu) || []).map(monthOf).find((month) => month > 0);
  const year = numbers.find((number) => number.length === 4);
  const rest = numbers.filter((number) => number !== year);
  if (word && year && rest.length === 1) return iso(Number(year), word, Number(rest[0])) || text;
  if (year && rest.length === 2) {
    // Where nothing is said, the page's language says which number is the month.
    const american = /^en(-us)?$/i.test(document.documentElement.lang || 'en');
    const [day, month] = american && Number(rest[0]) <= 12 ? [rest[1], rest[0]] : rest;
    return numbers[0] === year ? iso(Number(year), Number(rest[0]), Number(rest[1])) : iso(Number(year), Number(month), Number(day)) || text;
  }
  return text;
}
function dateValue(field) {
  const el = field.members[0];
  if (field.members.length === 1) {
    const held = el.matches('[type=date]') ? el.value : readDate(el);
    return held ? [held] : [];
  }
  const held = {};
  for (const part of field.members) {
    const text = part.matches('select') ? clean((part.selectedOptions[0] || {}).label) : clean(part.value ?? part.textContent);
    held[partOf(part)] = partOf(part) === 'month' ? monthOf(text) || (part.matches('select') ? part.selectedIndex * (/\d|\p{L}/u.test(text) && part.value !== '' ? 1 : 0) : 0) : Number.parseInt(text, 10) || 0;
  }
  const whole = iso(held.year, held.month, held.day);
  const some = Object.values(held).some((number) => number > 0);
  return whole ? [whole] : some ? [`${held.year || '?'}-${held.month || '?'}-${held.day || '?'}`] : [];
}
// How a date gets in: assigned, typed in the page's own form, part by part, or picked from a calendar.
function datePlan(id, date) {
  const field = fieldOf(id);
  const found = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date);
  if (!field) return { how: 'gone' };
  const el = field.members[0];
  if (!found) return el.matches('[type=date]') || field.members.length > 1 ? { how: 'assign' } : { how: 'type', text: date };
  const of = { year: found[1], month: found[2], day: found[3] };
  if (field.members.length > 1) {
    return { how: 'parts', parts: field.members.map((part) => ({ id: idOf(part), text: of[partOf(part)], select: part.matches('select') })) };
  }
  if (el.matches('[type=date]')) return { how: 'assign' };
  const format = dateFormat(el);
  if (el.readOnly) return { how: 'calendar' };
  const { parts, marks, short } = format || { parts: ['year', 'month', 'day'], marks: ['-', '-'], short: false };
  const words = parts.map((part) => (part === 'year' && short ? of.year.slice(2) : of[part]));
  return { how: 'type', text: `${words[0]}${marks[0]}${words[1]}${marks[1]}${words[2]}` };
}
// The calendar that hangs open: which month it shows, what leads on and back, and its days.
function calendar(id) {
  const el = element(id);
  const tables = all(document, '[role=grid],table,[class*="days" i],[class*="calendar" i],[class*="datepicker" i]').filter((at) => !at.contains(el) && visible(at));
  for (const table of tables) {
    const days = all(table, '[role=gridcell],td,button,[class*="day" i]').filter((at) => /^\d{1,2}$/.test(clean(at.textContent)) && !all(at, '[role=gridcell],td,button,[class*="day" i]').length);
    if (days.length < 28) continue;
    const box = climb(table, (at) => (clean(at.textContent).match(/\p{L}{3,}\.?/gu) || []).some((word) => word.length > 2 && monthOf(word) > 0) && /\b(19|20)\d\d\b/.test(shownTexts(at).join(' ')), 6);
    if (!box) continue;
    const texts = shownTexts(box);
    const year = Number((/\b((?:19|20)\d\d)\b/.exec(texts.join(' ')) || [])[1] || 0);
    const month = texts.flatMap((text) => text.match(/\p{L}{3,}\.?/gu) || []).map(monthOf).find((at) => at > 0) || 0;
    const outside = (at) => climb(at, (part) => part === table || /outside|other-?month|prevmonth|nextmonth|old\b|new\b|muted/i.test(part.className || ''), 4) !== table
      && climb(at, (part) => /outside|other-?month|prevmonth|nextmonth|\bold\b|\bnew\b|muted/i.test(part.className || ''), 3) !== null;
    const off = (at) => at.disabled || at.getAttribute('aria-disabled') === 'true' || /disabled/i.test(at.className || '');
    const named = (words) => all(box, 'button,a,[role=button],[class*="prev" i],[class*="next" i],span').find((at) => visible(at) && !off(at) && words.test(`${at.getAttribute('aria-label') || ''} ${at.title || ''} ${at.className || ''} ${clean(at.textContent)}`) && !/year|jahr|año|année/i.test(at.getAttribute('aria-label') || ''));
    return {
      open: true, year, month,
      before: idOf(named(/prev|zurück|vorig|anterior|précédent|[‹«<]$/i) || null), after: idOf(named(/next|nächst|weiter|siguiente|suivant|[›»>]$/i) || null),
      days: days.filter((at) => !outside(at) && !off(at)).map((at) => ({ id: idOf(at), day: Number(clean(at.textContent)) })),
    };
  }
  return { open: false, year: 0, month: 0, before: null, after: null, days: [] };
}
// What a box writes itself, the chosen options of its lists included, part by part.
function shownTexts(box) {
  return all(box, '*').filter((at) => !/^\d{1,2}$/.test(clean(at.textContent))).map((at) => (at.matches('select') ? clean((at.selectedOptions[0] || {}).label)
    : at.matches('input') ? at.value : at.matches('option,script,style') ? '' : [...at.childNodes].filter((part) => part.nodeType === Node.TEXT_NODE).map((part) => part.data).join(' '))).map(clean).filter(Boolean);
}

// A telephone number is one question, the list of countries beside it a part of it.
const DIAL = /\+\s?(\d{1,4})\b/;
const COUNTRY = /country|land\b|landes|pa[ií]s|pays|dial|prefix|pr[ée]fi|vorwahl|indicati|\bcode\b/i;
function countryOf(tel) {
  const box = climb(up(tel), (at) => all(at, CONTROLS).filter((other) => other !== tel && !isInner(other)).length > 0, 5);
  if (!box || box.matches('form,body')) return null;
  const others = all(box, CONTROLS).filter((other) => other !== tel && !isInner(other));
  const lists = others.filter((other) => other.matches('select') || isCombo(other));
  // A list with a box to search in it belongs together.
  const main = lists[0];
  if (!main || others.some((other) => other !== main && !(listHolds(main, other)))) return null;
  if (main.matches('select')) {
    const real = [...main.options].filter((option) => option.value !== '');
    return real.length > 1 && real.filter((option) => DIAL.test(option.label) || DIAL.test(option.value)).length >= real.length / 2 ? main : null;
  }
  const words = `${main.className} ${main.id} ${main.getAttribute('name') || ''} ${main.getAttribute('aria-label') || ''} ${(up(main) || main).className}`;
  return DIAL.test(clean(main.textContent)) || COUNTRY.test(words) ? main : null;
}
const listHolds = (main, other) => climb(other, (at) => at.matches('[role=listbox],[role=dialog],[class*="dropdown" i],[class*="menu" i]') && !at.contains(main), 6) !== null;
function dialOf(country) {
  const option = country.matches('select') && country.selectedOptions[0];
  const texts = option ? [option.label, option.value] : [country.textContent, country.getAttribute('aria-label'), country.title, country.value];
  return texts.map((text) => (DIAL.exec(text || '') || [])[1]).find(Boolean) || '';
}
function telValue(field) {
  const [tel, country] = field.members;
  const text = clean(tel.value);
  if (!text || text.startsWith('+') || !country) return text ? [text] : [];
  const dial = dialOf(country);
  // Abroad the zero in front of a national number is left out, except in Italy.
  return dial ? [`+${dial} ${dial === '39' ? text : text.replace(/^\(?0/, '')}`] : [text];
}
// The country whose code a number begins with: the longest code, and of countries that share one the biggest.
const BIGGEST = { 1: /united states|vereinigte staaten|estados unidos|états-unis|\bus[a]?\b/i, 7: /russia|russland|rusia|russie/i, 39: /ital/i, 44: /united kingdom|königreich|reino unido|royaume|\b(gb|uk)\b/i, 47: /norw|noruega|norvège/i, 358: /finland|finnland|finlandia|finlande/i, 61: /australi/i, 212: /maro[ck]|marruecos/i };
function dialled(text, offered) {
  const digits = text.replace(/\D/g, '');
  const coded = offered.map((label, at) => ({ at, label, code: (DIAL.exec(label) || [])[1] })).filter((one) => one.code && digits.startsWith(one.code));
  const longest = Math.max(0, ...coded.map((one) => one.code.length));
  const fit = coded.filter((one) => one.code.length === longest);
  const best = fit.find((one) => BIGGEST[one.code] && BIGGEST[one.code].test(one.label)) || fit[0];
  return best ? { at: best.at, code: best.code } : null;
}
function withoutCode(text, code) {
  let left = code.length;
  let at = 0;
  for (; at < text.length && left > 0; at += 1) if (/\d/.test(text[at])) left -= 1;
  return clean(text.slice(at).replace(/^[\s)\-./]+/, ''));
}
function phonePlan(id, text) {
  const field = fieldOf(id);
  const country = field && field.members[1];
  if (!country || !text.trim().startsWith('+')) return { how: 'type', text };
  if (!country.matches('select')) return { how: 'list', country: idOf(country), text };
  const options = [...country.options];
  const found = dialled(text, options.map((option) => (DIAL.test(option.label) ? option.label : `${option.label} ${option.value}`)));
  if (!found) return { how: 'type', text };
  return { how: 'select', country: idOf(country), label: clean(options[found.at].label), text: withoutCode(text, found.code) };
}
