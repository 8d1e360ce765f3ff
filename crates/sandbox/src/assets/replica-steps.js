// Forms in steps that a script draws: only the present step is on the page; the others are kept aside with their answers.
(() => {
  "use strict";
  const form = document.querySelector("form[data-steps]");
  if (!form) return;
  const body = form.querySelector(".step-body");
  const steps = [...form.querySelectorAll("template[data-step]")].map((template) => {
    const step = document.createElement("div");
    step.className = "step";
    step.append(template.content.cloneNode(true));
    template.remove();
    return step;
  });
  const next = form.querySelector("[data-next]");
  const submit = form.querySelector("[data-submit]");
  const nextText = next.textContent;
  let at = 0;

  function show(number) {
    at = number;
    body.replaceChildren(steps[at]);
    const last = at === steps.length - 1;
    if (submit) {
      next.hidden = last;
      submit.hidden = !last;
    } else next.textContent = last ? next.dataset.last : nextText;
    for (const item of document.querySelectorAll("[data-bar]")) {
      const here = Number(item.dataset.bar) === at;
      if (here) item.setAttribute("data-automation-id", "progressBarActiveStep");
      else item.removeAttribute("data-automation-id");
    }
    // The last step shows once more what will be sent.
    if (last && body.querySelectorAll("input, select, textarea, button").length === 0 && steps.length > 1) review();
    scrollTo(0, 0);
  }
  function review() {
    body.querySelector("dl")?.remove();
    const list = document.createElement("dl");
    for (const [name, value] of everything()) {
      if (typeof value !== "string" || !value) continue;
      const term = document.createElement("dt");
      term.textContent = name;
      const text = document.createElement("dd");
      text.textContent = value;
      list.append(term, text);
    }
    body.append(list);
  }

  // What was typed by a person; a value put in by a script is unknown to the page.
  const typed = new Map();
  if (form.hasAttribute("data-typed")) {
    form.addEventListener("input", (event) => {
      const el = event.target;
      if (el.matches("input[type=text], input[type=email], input[type=tel], input[type=url], input[type=number], textarea") && event.isTrusted) typed.set(el, el.value);
    });
    form.addEventListener("focusout", (event) => {
      const el = event.target;
      if (el.matches("input[type=text], input[type=email], input[type=tel], input[type=url], input[type=number], textarea") && el.value !== (typed.get(el) ?? "")) el.value = typed.get(el) ?? "";
    });
  }

  const dataOf = (step) => {
    const aside = step.isConnected ? null : document.createElement("div");
    if (aside) {
      aside.hidden = true;
      form.append(aside);
      aside.append(step);
    }
    const data = new FormData(form);
    if (aside) aside.remove();
    return data;
  };
  function everything() {
    const data = new FormData();
    const seen = new Set();
    for (const step of steps) {
      for (const [name, value] of dataOf(step)) {
        const key = `${name}\u0000${typeof value === "string" ? value : value.name}`;
        if (seen.has(key)) continue;
        seen.add(key);
        data.append(name, value);
      }
    }
    return data;
  }

  async function onward() {
    const answer = await fetch(`${form.dataset.check}?step=${at}`, { method: "POST", body: new FormData(form) });
    const { errors } = await answer.json();
    replica.showErrors(form, errors, "");
    if (Object.keys(errors).length === 0) show(at + 1);
  }
  async function act() {
    const button = at === steps.length - 1 && submit ? submit : next;
    if (button.disabled) return;
    button.disabled = true;
    try {
      if (at < steps.length - 1) await onward();
      else await replica.send(form, everything());
    } catch {
      replica.showErrors(form, {}, "There was an error. Please try again.");
    }
    button.disabled = false;
  }
  next.addEventListener("click", act);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (submit) act();
  });
  show(0);
})();
