// The page before Workday-like steps: an account is created or signed in to. A cover lies over each button; only the cover
// listens, as on the real pages.
(() => {
  "use strict";
  const flow = document.querySelector("[data-workday]");
  if (!flow) return;
  const gates = [...flow.querySelectorAll("[data-gate]")];
  const turn = (name) => {
    for (const gate of gates) gate.hidden = gate.dataset.gate !== name;
  };
  const value = (form, id) => form.querySelector(`[data-automation-id="${id}"]`)?.value ?? "";

  async function go(form) {
    const create = form.dataset.accountForm === "create";
    const body = {
      create,
      email: value(form, "email"),
      password: value(form, "password"),
      verify: value(form, "verifyPassword"),
      beecatcher: value(form, "beecatcher"),
      agreed: form.querySelector('[data-automation-id="createAccountCheckbox"]')?.checked ?? false,
    };
    const answer = await fetch(flow.dataset.account, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
    const told = await answer.json();
    const slot = form.querySelector('[data-automation-id="errorMessage"]');
    slot.textContent = told.error ?? "";
    slot.hidden = answer.ok;
    if (!answer.ok) return;
    for (const gate of gates) gate.remove();
    flow.querySelector("[data-flow]").hidden = false;
  }

  flow.addEventListener("click", (event) => {
    const cover = event.target.closest('[data-automation-id="click_filter"]');
    if (cover && event.isTrusted) go(cover.closest("form"));
    const link = event.target.closest("[data-turn]");
    if (link) turn(link.dataset.turn);
  });
  flow.addEventListener("submit", (event) => {
    if (event.target.dataset.accountForm) event.preventDefault();
  });
})();
