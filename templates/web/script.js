// What makes the pages better with a script; each of them works without.
"use strict";
// A form is sent once, however often the button is pressed.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.verstuurd) event.preventDefault();
  event.target.dataset.verstuurd = "ja";
});
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.verstuurd;
});
// On a phone the pages of a convenant stand in one row that moves: the page that is open stands in sight.
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
// A choice in a filter counts at once. The button stays for who works with the keyboard.
for (const field of document.querySelectorAll("form.filter select[data-direct]")) {
  field.addEventListener("change", () => field.form.requestSubmit());
}
// A file that is too large is said before it is sent.
document.addEventListener("change", ({ target }) => {
  if (!target.dataset.meest) return;
  const large = target.files[0]?.size > Number(target.dataset.meest);
  target.setCustomValidity(large ? "Dit bestand is groter dan 20 MB. Scan het in zwart-wit of met een lagere resolutie." : "");
  target.reportValidity();
});
// What a form tells beforehand follows what is filled in.
for (const told of document.querySelectorAll("[data-uitleg]")) {
  const form = told.closest("form");
  form.addEventListener("change", async (event) => {
    if (event.target.type === "file") return;
    const typed = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
    typed.set("stap", "uitleg");
    const answer = await fetch(form.action, { method: "POST", body: typed }).catch(() => null);
    if (answer?.ok && answer.headers.get("Content-Type").startsWith("text/plain")) told.textContent = await answer.text();
  });
}
