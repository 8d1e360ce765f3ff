// Editors and switches that a page draws itself; what the form sends stands in a hidden field beside them.
(() => {
  "use strict";
  document.addEventListener("input", (event) => {
    const editor = event.target.closest?.("[data-rich]");
    if (editor) editor.parentElement.querySelector("textarea").value = editor.innerText.trim();
  });
  document.addEventListener("click", (event) => {
    const toggle = event.target.closest?.("[data-switch]");
    if (!toggle) return;
    const on = toggle.getAttribute("aria-checked") !== "true";
    toggle.setAttribute("aria-checked", String(on));
    toggle.nextElementSibling.value = on ? "1" : "";
  });
})();
