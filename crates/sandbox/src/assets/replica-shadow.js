// SmartRecruiters-like elements: the field itself is in a shadow tree; the form hears of it through the element.
(() => {
  "use strict";
  class Field extends HTMLElement {
    static formAssociated = true;
    constructor() {
      super();
      this.internals = this.attachInternals();
      this.root = this.attachShadow({ mode: "open" });
    }
    get name() {
      return this.getAttribute("name");
    }
    connectedCallback() {
      if (this.input) return;
      const id = `${this.id}-inner`;
      const style = document.createElement("style");
      style.textContent =
        ":host{display:block;margin:0 0 20px}label{display:block;font-weight:600;margin-bottom:6px}input,textarea{width:100%;padding:9px 12px;border:1px solid #b8c0cc;font:inherit;box-sizing:border-box}.error{color:#b3261e;font-size:14px}.mark{color:#b3261e}.zone{border:1px dashed #b8c0cc;padding:14px}.zone input{position:absolute;width:1px;height:1px;opacity:0}";
      const label = document.createElement("label");
      label.htmlFor = id;
      label.textContent = this.getAttribute("label");
      if (this.hasAttribute("is-required")) {
        const mark = document.createElement("span");
        mark.className = "mark";
        mark.textContent = "*";
        label.append(mark);
      }
      this.input = this.draw(id);
      this.error = document.createElement("p");
      this.error.className = "error";
      this.error.setAttribute("role", "alert");
      this.error.hidden = true;
      this.root.append(style, label, this.box ?? this.input, this.error);
      this.input.addEventListener("input", () => {
        this.internals.setFormValue(this.input.value);
        this.complain("");
      });
    }
    draw(id) {
      const input = document.createElement("input");
      input.id = id;
      input.type = this.getAttribute("kind") || "text";
      if (this.getAttribute("hint")) input.placeholder = this.getAttribute("hint");
      return input;
    }
    complain(text) {
      this.error.textContent = text;
      this.error.hidden = !text;
    }
  }
  class Area extends Field {
    draw(id) {
      const area = document.createElement("textarea");
      area.id = id;
      area.rows = 5;
      return area;
    }
  }
  class Zone extends Field {
    draw(id) {
      const input = document.createElement("input");
      input.id = id;
      input.type = "file";
      input.accept = ".pdf,.doc,.docx";
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = this.getAttribute("button");
      button.addEventListener("click", () => input.click());
      const name = document.createElement("span");
      name.className = "file-name";
      this.box = document.createElement("div");
      this.box.className = "zone";
      this.box.append(button, input, name);
      input.addEventListener("change", () => {
        const file = input.files[0];
        name.textContent = file ? file.name : "";
        this.internals.setFormValue(file ?? null);
        this.complain("");
      });
      // A file has no text to hear of.
      input.addEventListener("input", (event) => event.stopImmediatePropagation());
      return input;
    }
  }
  customElements.define("spl-input", Field);
  customElements.define("spl-textarea", Area);
  customElements.define("spl-dropzone", Zone);
})();
