// The page before Workday-like steps: an account is created or signed in to. A cover lies over each button; only the cover
// listens, as on the real pages.
(() => {
  "use strict";
  const CODE_DRAWN_AFTER_MS = 600;
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
    if (told.code) return askForCode(body.email);
    open();
  }

  function open() {
    for (const gate of gates) gate.remove();
    flow.querySelector("[data-code]")?.remove();
    flow.querySelector("[data-flow]").hidden = false;
  }

  // A new account is confirmed with a code that was mailed.
  // The gate goes first, and the field for the code is drawn a moment later.
  async function askForCode(email) {
    for (const gate of gates) gate.hidden = true;
    await new Promise((done) => setTimeout(done, CODE_DRAWN_AFTER_MS));
    const box = document.createElement("div");
    box.dataset.code = "";
    box.innerHTML =
      '<h2>Verify your account</h2><form novalidate><div class="css-row"><label for="account-code">Verification Code<span class="required">*</span></label>' +
      '<input id="account-code" type="text" data-automation-id="verificationCode" autocomplete="off"></div>' +
      '<p class="field-error" data-automation-id="errorMessage" role="alert" hidden></p>' +
      '<div class="covered"><div data-automation-id="click_filter" role="button" tabindex="0" aria-label="Verify" class="cover"></div>' +
      '<button type="submit" data-automation-id="verifyCodeButton" tabindex="-2" aria-hidden="true">Verify</button></div></form>';
    flow.prepend(box);
    const form = box.querySelector("form");
    form.addEventListener("submit", (event) => event.preventDefault());
    box.querySelector('[data-automation-id="click_filter"]').addEventListener("click", async (event) => {
      event.stopPropagation();
      if (!event.isTrusted) return;
      const body = { email, code: value(form, "verificationCode") };
      const answer = await fetch(`${flow.dataset.account}/code`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
      if (answer.ok) return open();
      const slot = form.querySelector('[data-automation-id="errorMessage"]');
      slot.textContent = (await answer.json()).error;
      slot.hidden = false;
    });
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
