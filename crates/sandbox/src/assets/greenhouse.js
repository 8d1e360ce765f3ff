// The Greenhouse-like form: comboboxes whose value is only ever a chosen option, uploads that show the file's name,
// checks before sending, and the sending itself.
(() => {
  "use strict";
  const form = document.getElementById("application-form");
  if (!form) return;
  const required = { en: "This field is required.", de: "Dieses Feld ist erforderlich.", es: "Este campo es obligatorio.", fr: "Ce champ est obligatoire." }[document.documentElement.lang];
  const byId = (id) => document.getElementById(id);

  function complain(name, text) {
    const slot = byId(`${name}-error`);
    if (slot) {
      slot.textContent = text;
      slot.hidden = !text;
    }
    const control = byId(name);
    if (!control) return;
    const box = control.closest(".select__control") ?? control.closest(".file-upload");
    if (text) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
    if (box?.matches(".select__control")) box.classList.toggle("is-invalid", Boolean(text));
    else if (box) box.toggleAttribute("data-invalid", Boolean(text));
  }

  class Combobox {
    constructor(container) {
      this.name = container.dataset.name;
      this.required = container.dataset.required === "true";
      this.source = container.dataset.source;
      this.options = JSON.parse(container.dataset.options || "[]");
      this.container = container;
      this.shell = container.querySelector(".select-shell");
      this.control = container.querySelector(".select__control");
      this.area = container.querySelector(".select__value-container");
      this.input = container.querySelector(".select__input");
      this.placeholder = container.querySelector(".select__placeholder");
      this.menu = null;
      this.focused = 0;
      this.hidden = document.createElement("input");
      this.hidden.type = "hidden";
      this.hidden.name = this.name;
      container.append(this.hidden);
      this.control.addEventListener("mousedown", (event) => this.press(event));
      this.input.addEventListener("input", () => this.typed());
      this.input.addEventListener("keydown", (event) => this.key(event));
      this.input.addEventListener("focus", () => this.control.classList.add("select__control--is-focused"));
      this.input.addEventListener("blur", () => this.left());
      const before = container.dataset.value;
      if (before) this.choose(this.options.find((o) => o.value === before || o.label === before) ?? { value: before, label: before });
    }

    press(event) {
      if (event.button !== 0) return;
      if (event.target !== this.input) event.preventDefault();
      this.input.focus();
      if (this.menu && event.target !== this.input) this.close();
      else this.open();
    }

    async typed() {
      this.placeholder.hidden = this.input.value !== "";
      const value = this.area.querySelector(".select__single-value");
      if (value) value.hidden = this.input.value !== "";
      this.focused = 0;
      if (this.source) {
        const query = this.input.value;
        if (query.trim() === "") this.options = [];
        else {
          const found = await (await fetch(`${this.source}?q=${encodeURIComponent(query)}`)).json();
          if (query !== this.input.value) return;
          this.options = found.map((label) => ({ value: label, label }));
        }
      }
      this.open();
    }

    matching() {
      const query = this.input.value.trim().toLowerCase();
      return this.source || !query ? this.options : this.options.filter((o) => o.label.toLowerCase().includes(query));
    }

    open() {
      this.menu?.remove();
      const menu = document.createElement("div");
      menu.className = "select__menu";
      menu.id = `react-select-${this.name}-listbox`;
      menu.setAttribute("role", "listbox");
      const list = document.createElement("div");
      list.className = "select__menu-list";
      menu.append(list);
      const options = this.matching();
      if (options.length === 0) {
        const notice = document.createElement("div");
        notice.className = "select__menu-notice select__menu-notice--no-options";
        notice.textContent = "No options";
        list.append(notice);
      }
      options.forEach((option, index) => list.append(this.draw(option, index)));
      // A press on the menu must not take the focus from the input.
      menu.addEventListener("mousedown", (event) => event.preventDefault());
      this.menu = menu;
      this.shell.append(menu);
      this.input.setAttribute("aria-expanded", "true");
      this.input.setAttribute("aria-controls", menu.id);
      this.mark(this.focused);
    }

    draw(option, index) {
      const element = document.createElement("div");
      element.className = "select__option";
      element.id = `react-select-${this.name}-option-${index}`;
      element.setAttribute("role", "option");
      element.setAttribute("aria-selected", String(option.value === this.hidden.value));
      element.classList.toggle("select__option--is-selected", option.value === this.hidden.value);
      element.textContent = option.label;
      element.addEventListener("mousemove", () => this.mark(index));
      element.addEventListener("click", () => {
        this.choose(option);
        this.close();
      });
      return element;
    }

    mark(index) {
      const options = [...(this.menu?.querySelectorAll(".select__option") ?? [])];
      if (options.length === 0) return;
      this.focused = (index + options.length) % options.length;
      options.forEach((o, i) => o.classList.toggle("select__option--is-focused", i === this.focused));
      this.input.setAttribute("aria-activedescendant", options[this.focused].id);
      options[this.focused].scrollIntoView({ block: "nearest" });
    }

    key(event) {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (this.menu) this.mark(this.focused + (event.key === "ArrowDown" ? 1 : -1));
        else this.open();
      } else if (event.key === "Enter" && this.menu) {
        event.preventDefault();
        this.menu.querySelectorAll(".select__option")[this.focused]?.click();
      } else if (event.key === "Escape") this.close();
      else if (event.key === "Backspace" && this.input.value === "") this.clear();
    }

    choose(option) {
      this.clear();
      const value = document.createElement("div");
      value.className = "select__single-value";
      value.textContent = option.label;
      this.area.prepend(value);
      this.placeholder.hidden = true;
      this.input.value = "";
      this.hidden.value = option.value;
      complain(this.name, "");
      form.dispatchEvent(new CustomEvent("chosen", { detail: { name: this.name, label: option.label } }));
    }

    clear() {
      this.area.querySelector(".select__single-value")?.remove();
      this.hidden.value = "";
      this.placeholder.hidden = this.input.value !== "";
    }

    close() {
      this.menu?.remove();
      this.menu = null;
      this.input.setAttribute("aria-expanded", "false");
      this.input.removeAttribute("aria-activedescendant");
    }

    left() {
      this.control.classList.remove("select__control--is-focused");
      this.input.value = "";
      const value = this.area.querySelector(".select__single-value");
      if (value) value.hidden = false;
      this.placeholder.hidden = Boolean(value);
      this.close();
    }
  }

  const boxes = [...document.querySelectorAll(".select__container")].map((container) => new Combobox(container));

  // Race is asked only of those who answered "No" to the question before it.
  form.addEventListener("chosen", (event) => {
    if (event.detail.name !== "hispanic_ethnicity") return;
    const race = form.querySelector('[data-question="race"]');
    if (!race) return;
    race.hidden = event.detail.label !== "No";
    if (race.hidden) boxes.find((box) => box.name === "race")?.clear();
  });

  for (const group of form.querySelectorAll(".file-upload")) {
    const input = group.querySelector("input[type=file]");
    const wrapper = group.querySelector(".file-upload__wrapper");
    const container = group.querySelector(".button-container");
    const types = group.querySelector(".accepted-filetypes");
    group.querySelector(".file-upload__attach").addEventListener("click", () => input.click());
    input.addEventListener("change", () => {
      const file = input.files[0];
      wrapper.querySelector(".file-upload__filename")?.remove();
      container.hidden = Boolean(file);
      types.hidden = Boolean(file);
      complain(input.id, "");
      if (!file) return;
      const shown = document.createElement("div");
      shown.className = "file-upload__filename";
      const name = document.createElement("p");
      name.textContent = file.name;
      const remove = document.createElement("button");
      remove.type = "button";
      remove.className = "icon-button";
      remove.setAttribute("aria-label", "Remove file");
      remove.textContent = "\u2715";
      remove.addEventListener("click", () => {
        input.value = "";
        input.dispatchEvent(new Event("change"));
      });
      shown.append(name, remove);
      wrapper.append(shown);
    });
  }

  // A complaint goes as soon as the field is touched again.
  form.addEventListener("input", (event) => {
    const name = event.target.closest("fieldset")?.id ?? event.target.id;
    if (name && !event.target.matches(".select__input")) complain(name, "");
  });

  function missing() {
    const names = [];
    for (const input of form.querySelectorAll("input[aria-required=true], textarea[aria-required=true]")) {
      if (input.matches(".select__input")) continue;
      const empty = input.type === "checkbox" ? !input.checked : input.type === "file" ? input.files.length === 0 : input.value.trim() === "";
      if (empty) names.push(input.id);
    }
    for (const box of boxes) if (box.required && !box.hidden.value) names.push(box.name);
    for (const set of form.querySelectorAll("fieldset[data-required=true]")) if (!set.querySelector("input:checked")) names.push(set.id);
    return names;
  }

  function show(errors) {
    for (const slot of form.querySelectorAll(".helper-text--error")) complain(slot.id.replace(/-error$/, ""), "");
    for (const [name, text] of Object.entries(errors)) complain(name, text);
    const first = Object.keys(errors)[0];
    if (first) (byId(first) ?? form).scrollIntoView({ block: "center" });
  }

  // A code was mailed: a box for each of its signs, above the same button. The typing moves on by itself.
  function askForCode(signs) {
    document.getElementById("email-verification")?.remove();
    const words = { en: ["Security code", "Enter the code we sent to your email address"], de: ["Sicherheitscode", "Geben Sie den Code ein, den wir Ihnen gemailt haben"], es: ["C\u00f3digo de seguridad", "Introduce el c\u00f3digo que te hemos enviado"], fr: ["Code de s\u00e9curit\u00e9", "Saisissez le code re\u00e7u par e-mail"] }[document.documentElement.lang];
    const set = document.createElement("fieldset");
    set.id = "email-verification";
    set.className = "email-verification";
    const legend = document.createElement("legend");
    legend.textContent = `${words[0]}*`;
    const help = document.createElement("p");
    help.textContent = words[1];
    set.append(legend, help);
    const whole = document.createElement("input");
    whole.type = "hidden";
    whole.name = "security_code";
    const boxes = Array.from({ length: signs }, (_, at) => {
      const box = document.createElement("input");
      box.type = "text";
      box.id = `security-input-${at}`;
      box.maxLength = 1;
      box.autocomplete = "off";
      box.setAttribute("aria-label", `${words[0]} ${at + 1}`);
      return box;
    });
    boxes.forEach((box, at) =>
      box.addEventListener("input", () => {
        whole.value = boxes.map((one) => one.value).join("");
        if (box.value) boxes[at + 1]?.focus();
      }),
    );
    set.append(...boxes, whole);
    form.querySelector(".application--submit").before(set);
    boxes[0].scrollIntoView({ block: "center" });
    boxes[0].focus();
  }

  const problem = form.querySelector(".form-problem");
  const button = form.querySelector("button[type=submit]");
  const label = button.textContent;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.disabled) return;
    problem.hidden = true;
    const names = missing();
    show(Object.fromEntries(names.map((name) => [name, required])));
    if (names.length > 0) return;
    button.disabled = true;
    button.textContent = "\u2026";
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { accept: "application/json" } });
      const body = answer.headers.get("content-type")?.includes("json") ? await answer.json() : {};
      if (answer.ok && body.redirect) {
        location.assign(body.redirect);
        return;
      }
      if (answer.status === 428 && body.code_signs) askForCode(body.code_signs);
      else show(body.errors ?? {});
      if (Object.keys(body.errors ?? {}).length === 0) {
        problem.textContent = body.error ?? "There was an error. Please try again.";
        problem.hidden = false;
      }
    } catch {
      problem.textContent = "There was an error. Please try again.";
      problem.hidden = false;
    }
    button.disabled = false;
    button.textContent = label;
  });
})();
