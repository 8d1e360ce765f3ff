// What the replicas' pages do: buttons that answer, lists the page draws itself, uploads, sending. Everything is heard at the
// document, so that a form may be drawn anew at any time.
(() => {
  "use strict";
  const closest = (event, selector) => event.target.closest?.(selector);
  const word = { en: "This field is required.", de: "Dieses Feld ist erforderlich.", es: "Este campo es obligatorio.", fr: "Ce champ est obligatoire." };
  let open = null;

  function complain(name, text) {
    const slot = document.querySelector(`[data-error-for="${CSS.escape(name)}"]`);
    if (!slot) return false;
    slot.textContent = text;
    slot.hidden = !text;
    return true;
  }
  const touched = (box) => {
    const name = box?.querySelector("[name]")?.name;
    if (name) complain(name, "");
  };

  // Some pages draw everything anew after an answer; every element is then another one.
  function redraw(form) {
    if (!form?.hasAttribute("data-redraws")) return;
    const focused = document.activeElement?.id;
    for (const el of form.elements) {
      if (el.matches("textarea")) el.textContent = el.value;
      else if (el.matches("select")) for (const option of el.options) option.toggleAttribute("selected", option.selected);
      else if (el.type === "checkbox" || el.type === "radio") el.toggleAttribute("checked", el.checked);
      else if (el.type !== "file") el.setAttribute("value", el.value);
    }
    const sections = [...form.querySelectorAll(":scope > section")];
    for (const section of sections) section.innerHTML = String(section.innerHTML);
    if (focused) document.getElementById(focused)?.focus();
  }

  function close() {
    if (!open) return;
    open.list.hidden = true;
    if (open.portal) open.list.remove();
    open.control.setAttribute("aria-expanded", "false");
    if (open.kind === "filter") {
      const chosen = open.box.querySelector("input[type=hidden]").value;
      open.control.value = chosen;
    }
    open = null;
  }

  function items(list, options, pick) {
    list.replaceChildren(
      ...options.map((text) => {
        const item = document.createElement("li");
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.className = "drawn-option";
        item.textContent = text;
        item.addEventListener("mousedown", (event) => event.preventDefault());
        item.addEventListener("click", (event) => {
          // Made by a script, a click chooses nothing.
          if (event.isTrusted) pick(text);
        });
        return item;
      }),
    );
  }

  function show(box, kind) {
    close();
    const options = JSON.parse(box.dataset.options || "[]");
    const control = box.querySelector("button, [role=combobox]");
    const hidden = box.querySelector("input[type=hidden]");
    const portal = kind === "button";
    let list = box.querySelector("ul");
    if (portal) {
      list = document.createElement("ul");
      list.id = `${control.id}-listbox`;
      list.setAttribute("role", "listbox");
      list.className = "drawn-list portal";
      const place = control.getBoundingClientRect();
      list.style.left = `${place.left + scrollX}px`;
      list.style.top = `${place.bottom + scrollY}px`;
      list.style.width = `${place.width}px`;
      document.body.append(list);
      control.setAttribute("aria-controls", list.id);
    }
    const pick = (text) => {
      hidden.value = text;
      if (portal) control.textContent = text;
      else control.value = text;
      close();
      touched(box);
      redraw(box.closest("form"));
    };
    items(list, options, pick);
    list.hidden = false;
    control.setAttribute("aria-expanded", "true");
    open = { box, kind, list, control, portal, pick, options };
  }

  // The list of a link over a native list hangs at the end of the page.
  function showSelect2(box) {
    close();
    const select = box.nextElementSibling;
    const drop = document.createElement("div");
    drop.id = "select2-drop";
    drop.className = "select2-drop";
    const place = box.getBoundingClientRect();
    drop.style.left = `${place.left + scrollX}px`;
    drop.style.top = `${place.bottom + scrollY}px`;
    drop.style.width = `${place.width}px`;
    const search = document.createElement("div");
    search.className = "select2-search";
    const input = document.createElement("input");
    input.className = "select2-input";
    input.autocomplete = "off";
    search.append(input);
    const list = document.createElement("ul");
    list.className = "select2-results";
    list.setAttribute("role", "listbox");
    const options = [...select.options].filter((o) => o.value).map((o) => o.textContent);
    const pick = (text) => {
      select.value = [...select.options].find((o) => o.textContent === text).value;
      select.dispatchEvent(new Event("change", { bubbles: true }));
      close();
    };
    items(list, options, pick);
    input.addEventListener("input", () => items(list, options.filter((o) => o.toLowerCase().includes(input.value.toLowerCase())), pick));
    drop.append(search, list);
    document.body.append(drop);
    open = { box, kind: "select2", list: drop, control: box, portal: true, pick, options };
    input.focus();
  }

  document.addEventListener("mousedown", (event) => {
    if (open && !open.list.contains(event.target) && !open.box.contains(event.target)) close();
    const choice = closest(event, ".select2-choice");
    if (choice) {
      event.preventDefault();
      showSelect2(choice.closest("[data-drawn]"));
    }
  });
  document.addEventListener("click", (event) => {
    const button = closest(event, "[data-buttons] button");
    if (button) {
      const group = button.closest("[data-buttons]");
      for (const other of group.querySelectorAll("button")) other.setAttribute("aria-pressed", String(other === button));
      group.querySelector("input").value = button.textContent;
      touched(group);
      redraw(group.closest("form"));
      return;
    }
    const drawn = closest(event, "[data-drawn]");
    if (drawn && drawn.dataset.drawn !== "select2" && closest(event, "button, [role=combobox]")) {
      if (open?.box === drawn) close();
      else show(drawn, drawn.dataset.drawn);
    }
    const attach = closest(event, "[data-upload] .upload");
    if (attach) attach.closest("[data-upload]").querySelector("input[type=file]").click();
    const remove = closest(event, "[data-automation-id=delete-file]");
    if (remove) {
      const box = remove.closest("[data-upload]");
      box.querySelector("input[type=file]").value = "";
      shown(box, "");
    }
  });
  document.addEventListener("keydown", (event) => {
    if (!open || open.kind === "select2") return;
    const all = [...open.list.querySelectorAll("[role=option]")];
    const at = all.findIndex((o) => o.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const next = all[(at + (event.key === "ArrowDown" ? 1 : all.length - 1) + all.length) % all.length];
      for (const o of all) o.setAttribute("aria-selected", String(o === next));
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (at >= 0) open.pick(all[at].textContent);
    } else if (event.key === "Escape") close();
  });
  document.addEventListener("input", (event) => {
    const box = closest(event, '[data-drawn="filter"]');
    if (box) {
      if (open?.box !== box) show(box, "filter");
      box.querySelector("input[type=hidden]").value = "";
      const text = event.target.value.toLowerCase();
      items(open.list, open.options.filter((o) => o.toLowerCase().includes(text)), open.pick);
      return;
    }
    if (event.target.name) complain(event.target.name, "");
  });
  document.addEventListener("focusout", (event) => {
    if (open?.kind === "filter" && event.target === open.control) close();
  });

  function shown(box, name) {
    const slot = box.querySelector(".file-name");
    slot.textContent = name;
    slot.hidden = !name;
    const done = box.querySelector('[data-automation-id="file-upload-successful"]');
    if (done) done.hidden = !name;
    touched(box);
  }
  document.addEventListener("change", async (event) => {
    if (event.target.matches("select.select2-offscreen")) {
      const chosen = event.target.previousElementSibling.querySelector(".select2-chosen");
      chosen.textContent = event.target.selectedOptions[0]?.textContent ?? "";
      complain(event.target.name, "");
      return;
    }
    const box = closest(event, "[data-upload]");
    if (box && event.target.type === "file") {
      const file = event.target.files[0];
      const form = box.closest("form");
      if (file && form?.dataset.uploadTo) {
        // The file goes at once; the form later sends only what it was given for it.
        const data = new FormData();
        data.append("file", file);
        const answer = await (await fetch(form.dataset.uploadTo, { method: "POST", body: data })).json();
        const hidden = document.createElement("input");
        hidden.type = "hidden";
        hidden.name = event.target.name;
        hidden.value = answer.token;
        box.querySelector("input[type=hidden]")?.remove();
        event.target.value = "";
        box.append(hidden);
        shown(box, answer.name);
        redraw(form);
      } else shown(box, file ? file.name : "");
      return;
    }
    const form = event.target.closest("form");
    if (event.target.matches("select, input[type=radio], input[type=checkbox]")) redraw(form);
  });

  function showErrors(form, errors, error) {
    for (const slot of form.querySelectorAll("[data-error-for]")) complain(slot.dataset.errorFor, "");
    const names = Object.keys(errors ?? {});
    for (const name of names) {
      if (complain(name, errors[name])) continue;
      form.querySelector(`[name="${CSS.escape(name)}"]`)?.complain?.(errors[name]);
    }
    const problem = form.parentElement.querySelector(".form-problem");
    if (problem) {
      problem.textContent = names.length ? (word[document.documentElement.lang] ? document.documentElement.dataset.problem ?? "Please correct the errors below." : "") : (error ?? "");
      problem.hidden = !problem.textContent;
    }
  }

  async function send(form, data) {
    const answer = await fetch(form.action, { method: "POST", body: data, headers: { accept: "application/json" } });
    const body = answer.headers.get("content-type")?.includes("json") ? await answer.json() : {};
    if (!answer.ok) {
      showErrors(form, body.errors, body.error ?? "There was an error. Please try again.");
      return false;
    }
    if (form.dataset.done === "replace") {
      const done = document.createElement("div");
      done.className = "message confirmation";
      const heading = document.createElement("h1");
      heading.textContent = body.heading;
      const text = document.createElement("p");
      text.textContent = body.message;
      done.append(heading, text);
      document.querySelector("main").replaceChildren(done);
    } else location.assign(body.redirect);
    return true;
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.dataset.send !== "fetch" || form.hasAttribute("data-steps")) return;
    event.preventDefault();
    const button = form.querySelector("button[type=submit]");
    if (button.disabled) return;
    button.disabled = true;
    try {
      await send(form, new FormData(form));
    } catch {
      showErrors(form, {}, "There was an error. Please try again.");
    }
    button.disabled = false;
  });

  globalThis.replica = { send, showErrors };
})();
