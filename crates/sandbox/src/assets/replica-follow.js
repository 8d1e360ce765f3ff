// Questions that are only asked of those who gave a certain answer to another one.
(() => {
  "use strict";
  const rows = ".field, .styles--group, .sc-field, .form-field, .form-group, .fab-FormColumn";
  const follows = JSON.parse(document.currentScript.dataset.follows);
  const look = () => {
    const form = document.querySelector("main form");
    if (!form) return;
    const data = new FormData(form);
    for (const [name, [asked, answer]] of Object.entries(follows)) {
      const field = form.querySelector(`[name="${CSS.escape(name)}"]`);
      const row = field?.closest(rows);
      if (row) row.hidden = data.get(asked) !== answer;
    }
  };
  setInterval(look, 60);
  look();
})();
