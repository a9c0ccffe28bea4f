// What makes forms better of which the text stands beside them; each of them works without.
// The text beside a form follows what is typed. What is wrong is said at its field, but not while somebody types in it.
for (const form of document.querySelectorAll("form[data-tekst]")) {
  const sheet = document.getElementById(form.dataset.tekst), told = form.querySelector("[data-gevolgd]");
  let waits, asked;
  form.addEventListener("input", ({ target }) => {
    const said = target.closest(".veld")?.querySelector(":scope > .fout");
    if (said) said.dataset.gezegd = ""; // it is judged anew
    clearTimeout(waits);
    waits = setTimeout(follow, 300);
  });
  form.addEventListener("change", () => { clearTimeout(waits); waits = setTimeout(follow, 50); });
  async function follow() {
    asked?.abort();
    asked = new AbortController();
    const typed = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
    typed.set("stap", "tekst");
    try {
      const answer = await fetch(form.action, { method: "POST", body: typed, signal: asked.signal });
      if (!answer.ok || answer.redirected) throw new Error();
      show(await answer.text());
    } catch (error) {
      if (error.name !== "AbortError") told.textContent = "De tekst is niet bijgewerkt. Wat u invult, blijft staan.";
    }
  }
  function show(html) {
    const parts = () => [...sheet.querySelectorAll(".lid, .handtekeningen, .kenmerken, .stuk-titel, .vergelijk")];
    const before = new Set(parts().map((part) => part.textContent));
    sheet.innerHTML = html;
    const changed = parts().filter((part) => !before.has(part.textContent));
    sayFaults();
    if (!changed.length) return;
    const at = changed[0].querySelector(".lid-nummer, h3")?.textContent.replace("Artikel ", "");
    told.nextElementSibling.hash = changed[0].id || "zo-luidt-het";
    told.textContent = at ? `De tekst is aangepast in artikel ${at}.` : "De tekst is aangepast.";
    document.activeElement.closest(".veld")?.scrollIntoView({ block: "nearest" }); // not behind what is told
    sheet.scrollTop += changed[0].getBoundingClientRect().top - sheet.getBoundingClientRect().top - sheet.clientHeight / 4;
  }
  function sayFaults() {
    for (const old of form.querySelectorAll("[data-gezegd]")) {
      mark(old.parentElement, old.id, false);
      old.remove();
    }
    for (const link of sheet.querySelectorAll("[data-fouten] a")) {
      const at = document.getElementById(link.hash.slice(1)), field = at?.closest(".veld");
      if (!field || field.contains(document.activeElement) || document.getElementById(at.id + "-fout")) continue;
      const said = Object.assign(document.createElement("p"), { id: at.id + "-fout", className: "fout", textContent: link.textContent });
      said.dataset.gezegd = "";
      (at === field ? field.querySelector("legend") : field.querySelector("label")).after(said);
      mark(field, said.id, true);
    }
  }
  function mark(field, id, wrong) {
    const at = field.matches("fieldset") ? field : field.querySelector("input, select, textarea");
    const by = (at.getAttribute("aria-describedby") ?? "").split(" ").filter((each) => each && each !== id);
    if (wrong) by.push(id);
    if (by.length) at.setAttribute("aria-describedby", by.join(" "));
    else at.removeAttribute("aria-describedby");
    field.classList.toggle("veld--fout", wrong);
    if (wrong && at !== field) at.setAttribute("aria-invalid", "true");
    else at.removeAttribute("aria-invalid");
  }
}
// Many organisations are found by a part of their name.
for (const search of document.querySelectorAll("[data-zoek]")) {
  search.hidden = false;
  search.addEventListener("input", (event) => {
    event.stopPropagation();
    const sought = event.target.value.trim().toLowerCase();
    for (const row of search.nextElementSibling.children) {
      row.hidden = !row.textContent.toLowerCase().includes(sought) && !row.querySelector(":checked");
    }
  });
  search.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
}
