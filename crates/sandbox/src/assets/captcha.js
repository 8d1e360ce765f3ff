// The page's side of the security check: takes the token from the frame, and where the check comes only with the sending,
// holds the sending up until it is there.
(() => {
  "use strict";
  for (const widget of document.querySelectorAll(".h-captcha")) {
    const answer = widget.querySelector("textarea");
    const form = widget.closest("form");
    let wanted = false;
    addEventListener("message", (event) => {
      if (event.source !== widget.querySelector("iframe").contentWindow || !event.data?.captcha) return;
      answer.value = event.data.captcha;
      if (widget.dataset.then === "reload") {
        document.cookie = "captcha_passed=1; path=/";
        location.reload();
      }
      if (wanted) {
        widget.hidden = true;
        form.requestSubmit();
      }
    });
    if (!("onSubmit" in widget.dataset)) continue;
    addEventListener(
      "submit",
      (event) => {
        if (event.target !== form || answer.value) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        wanted = true;
        widget.hidden = false;
        widget.scrollIntoView({ block: "center" });
      },
      true,
    );
  }
})();
