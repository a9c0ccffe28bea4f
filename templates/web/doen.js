// What makes the forms better with which something is recorded; each of them works without.
// A file that is too large is said before it is sent.
document.addEventListener("change", ({ target }) => {
  if (!target.dataset.meest) return;
  const large = target.files[0]?.size > Number(target.dataset.meest);
  target.setCustomValidity(large ? "Dit bestand is groter dan 20 MB. Scan het in zwart-wit of met een lagere resolutie." : "");
  target.reportValidity();
});
// A signature can be drawn. It travels as points in whole numbers; the program draws it anew.
for (const box of document.querySelectorAll("[data-tekenvak]")) {
  const canvas = box.querySelector("canvas"), pen = canvas.getContext("2d"), field = box.parentElement.querySelector("input[type=hidden]");
  const [, ...kept] = field.value.split(";");
  let strokes = kept.map((stroke) => stroke.split(" ").map((point) => point.split(",").map(Number)));
  const draw = () => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.lineWidth = 4;
    pen.lineCap = pen.lineJoin = "round";
    for (const stroke of strokes) {
      pen.beginPath();
      stroke.forEach(([x, y], i) => pen[i ? "lineTo" : "moveTo"](x, y));
      if (stroke.length === 1) pen.lineTo(stroke[0][0] + 1, stroke[0][1]);
      pen.stroke();
    }
    field.value = strokes.length ? `${canvas.width}x${canvas.height};` + strokes.map((stroke) => stroke.map((point) => point.join()).join(" ")).join(";") : "";
  };
  const place = (event) => {
    const sheet = canvas.getBoundingClientRect();
    const on = (at, from, size, most) => Math.min(most, Math.max(0, Math.round(((at - from) / size) * most)));
    return [on(event.clientX, sheet.left, sheet.width, canvas.width), on(event.clientY, sheet.top, sheet.height, canvas.height)];
  };
  const full = () => strokes.flat().length > 3500;
  canvas.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary || full()) return;
    canvas.setPointerCapture(event.pointerId);
    strokes.push([place(event)]);
    draw();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!strokes.length || !canvas.hasPointerCapture(event.pointerId) || full()) return;
    strokes.at(-1).push(place(event));
    draw();
  });
  box.querySelector("[data-wis]").addEventListener("click", () => {
    strokes = [];
    draw();
  });
  box.hidden = false;
  box.parentElement.querySelector("[data-zonder-tekenvak]").textContent = "Teken met uw vinger, een pen of de muis. Tekent u niet, dan geldt uw naam als uw handtekening.";
  draw();
}
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
