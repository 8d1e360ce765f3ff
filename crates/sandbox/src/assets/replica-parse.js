// Some systems read the resume as soon as they have it and write what they believe to have read into the form, over
// whatever stands there. These read badly.
(() => {
  "use strict";
  const { resume, parsed, after } = document.currentScript.dataset;
  document.addEventListener("change", async (event) => {
    if (event.target.type !== "file" || event.target.name !== resume || !event.target.files.length) return;
    await new Promise((done) => setTimeout(done, Number(after)));
    const read = await (await fetch(parsed)).json();
    for (const [name, value] of Object.entries(read)) {
      const field = document.querySelector(`input[name="${CSS.escape(name)}"]`);
      if (!field) continue;
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
})();
