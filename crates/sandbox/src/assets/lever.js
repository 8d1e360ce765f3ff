// The Lever-like form needs little: it shows the name of the attached file. The form itself is sent by the browser.
(() => {
  "use strict";
  const input = document.getElementById("resume-upload-input");
  if (!input) return;
  const box = input.closest(".resume-upload");
  input.addEventListener("change", () => {
    const file = input.files[0];
    box.querySelector(".filename").textContent = file ? file.name : "";
    box.querySelector(".resume-upload-success").hidden = !file;
  });
  // A group of required boxes has no such attribute in HTML.
  document.getElementById("application-form").addEventListener("submit", (event) => {
    for (const group of document.querySelectorAll('[data-qa="multiple-choice"][data-required="true"]')) {
      const boxes = [...group.querySelectorAll("input[type=checkbox]")];
      if (boxes.length === 0) continue;
      const missing = !boxes.some((b) => b.checked);
      boxes[0].setCustomValidity(missing ? "Please choose at least one option." : "");
      if (missing) {
        boxes[0].reportValidity();
        event.preventDefault();
      }
      for (const b of boxes) b.addEventListener("change", () => boxes[0].setCustomValidity(""), { once: true });
    }
  });
})();
