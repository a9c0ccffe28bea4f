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
