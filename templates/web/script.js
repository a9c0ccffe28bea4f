// What makes the pages better with a script; each of them works without.
"use strict";
// A choice in a filter counts at once. The button stays for who works with the keyboard.
for (const field of document.querySelectorAll("form.filter select[data-direct]")) {
  field.addEventListener("change", () => field.form.requestSubmit());
}
