// The Ashby-like form: buttons for yes and no, a town that counts only when an option is clicked, sent by fetch.
(() => {
  "use strict";
  const container = document.querySelector(".ashby-application-form-container");
  if (!container) return;
  const entries = [...container.querySelectorAll(".ashby-application-form-field-entry")];

  for (const group of container.querySelectorAll(".ashby-application-form-input-yesno")) {
    const hidden = group.querySelector("input[type=hidden]");
    const buttons = [...group.querySelectorAll("button")];
    for (const button of buttons)
      button.addEventListener("click", () => {
        for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
        hidden.value = button.textContent;
        complain(group.closest(".ashby-application-form-field-entry"), "");
      });
  }

  for (const box of container.querySelectorAll(".ashby-application-form-input-location")) {
    const [input, hidden] = box.querySelectorAll("input");
    const list = box.querySelector(".options");
    const close = () => {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
    };
    input.addEventListener("input", async () => {
      hidden.value = "";
      const query = input.value;
      const found = query.trim() ? await (await fetch(`/places?q=${encodeURIComponent(query)}`)).json() : [];
      if (query !== input.value) return;
      list.replaceChildren(
        ...found.map((town) => {
          const option = document.createElement("div");
          option.setAttribute("role", "option");
          option.textContent = town;
          option.addEventListener("mousedown", (event) => event.preventDefault());
          option.addEventListener("click", () => {
            input.value = town;
            hidden.value = town;
            complain(box.closest(".ashby-application-form-field-entry"), "");
            close();
          });
          return option;
        }),
      );
      list.hidden = found.length === 0;
      input.setAttribute("aria-expanded", String(found.length > 0));
    });
    // Text nobody chose is no answer and does not stay.
    input.addEventListener("blur", () => {
      if (!hidden.value) input.value = "";
      close();
    });
  }

  for (const box of container.querySelectorAll(".ashby-application-form-input-file")) {
    const input = box.querySelector("input[type=file]");
    const show = () => {
      const file = input.files[0];
      box.querySelector(".file-name").textContent = file ? file.name : "";
      box.querySelector(".upload").textContent = file ? "Replace" : "Upload File";
      box.querySelector(".hint").hidden = Boolean(file);
      complain(box.closest(".ashby-application-form-field-entry"), "");
    };
    box.querySelector(".upload").addEventListener("click", () => input.click());
    input.addEventListener("change", show);
    box.addEventListener("dragover", (event) => event.preventDefault());
    box.addEventListener("drop", (event) => {
      event.preventDefault();
      if (event.dataTransfer.files.length) {
        input.files = event.dataTransfer.files;
        show();
      }
    });
  }

  function complain(entry, text) {
    const slot = entry?.querySelector(".error");
    if (!slot) return;
    slot.textContent = text;
    slot.hidden = !text;
  }

  // A complaint goes as soon as the field is touched again.
  container.addEventListener("input", (event) => complain(event.target.closest(".ashby-application-form-field-entry"), ""));

  function collect() {
    const data = new FormData();
    for (const input of container.querySelectorAll("input[name], textarea[name]")) {
      if ((input.type === "radio" || input.type === "checkbox") && !input.checked) continue;
      if (input.type === "file") {
        if (input.files[0]) data.append(input.name, input.files[0]);
      } else data.append(input.name, input.value);
    }
    return data;
  }

  const blocked = container.querySelector(".ashby-application-form-blocked-application-container");
  const button = container.querySelector(".ashby-application-form-submit-button");
  function block(text) {
    blocked.textContent = text;
    blocked.hidden = !text;
  }

  async function send() {
    const data = collect();
    let wrong = 0;
    for (const entry of entries) {
      const value = data.get(entry.dataset.fieldPath);
      const empty = !value || (typeof value === "string" && !value.trim());
      const missing = entry.dataset.required === "true" && empty;
      complain(entry, missing ? "This field is required" : "");
      if (missing) wrong += 1;
    }
    block(wrong ? "Your form needs corrections" : "");
    if (wrong) return;
    const answer = await fetch(container.dataset.action, { method: "POST", body: data });
    const body = answer.headers.get("content-type")?.includes("json") ? await answer.json() : {};
    if (answer.ok && body.heading) {
      const success = document.createElement("div");
      success.className = "ashby-application-form-success-container";
      const heading = document.createElement("h2");
      heading.textContent = body.heading;
      const text = document.createElement("p");
      text.textContent = body.message;
      success.append(heading, text);
      container.replaceChildren(success);
      success.scrollIntoView({ block: "center" });
      return;
    }
    for (const entry of entries) complain(entry, body.errors?.[entry.dataset.fieldPath] ?? "");
    block(Object.keys(body.errors ?? {}).length ? "Your form needs corrections" : (body.error ?? "There was an error. Please try again."));
  }

  button.addEventListener("click", async () => {
    if (button.disabled) return;
    button.disabled = true;
    try {
      await send();
    } catch {
      block("There was an error. Please try again.");
    }
    button.disabled = false;
  });
})();
