// Smooths the map, and only that: the page says and does everything without it.
"use strict";
(() => {
  const carte = document.querySelector(".carte");
  const plan = carte?.querySelector(".plan");
  if (!plan) return;

  // What is under the pointer or the keyboard, in words.
  const detail = carte.appendChild(document.createElement("p"));
  detail.className = "detail";
  detail.hidden = true;
  detail.setAttribute("aria-hidden", "true");
  const say = (event) => {
    const link = event.target.closest?.(".plan a, .plan path");
    const said = link?.getAttribute("aria-label") ?? link?.querySelector("title")?.textContent ?? "";
    detail.hidden = !said;
    detail.textContent = said;
  };
  for (const name of ["pointerover", "focusin"]) carte.addEventListener(name, say);
  const hush = () => { detail.hidden = true; };
  for (const name of ["pointerleave", "focusout"]) carte.addEventListener(name, hush);
  addEventListener("keydown", (event) => event.key === "Escape" && hush());

  // Nearer, farther, and moved by hand; figures and points keep their size on the screen.
  const whole = plan.getAttribute("viewBox").split(" ").map(Number);
  const text = Number(plan.getAttribute("font-size"));
  const circles = [...plan.querySelectorAll("circle")].map((one) => [one, Number(one.getAttribute("r"))]);
  let [x, y, width] = whole;
  const height = () => (width * whole[3]) / whole[2];
  const between = (low, value, high) => Math.max(low, Math.min(value, high));
  const draw = () => {
    x = between(whole[0], x, whole[0] + whole[2] - width);
    y = between(whole[1], y, whole[1] + whole[3] - height());
    plan.setAttribute("viewBox", [x, y, width, height()].join(" "));
    const scale = width / whole[2];
    plan.setAttribute("font-size", text * scale);
    for (const [one, radius] of circles) one.setAttribute("r", radius * scale);
    carte.classList.toggle("near", scale < 1);
  };
  const zoom = (factor) => {
    const next = between(whole[2] / 8, width * factor, whole[2]);
    x += (width - next) / 2;
    y += ((width - next) * whole[3]) / whole[2] / 2;
    width = next;
    draw();
  };
  const moves = document.createElement("div");
  moves.className = "moves";
  for (const [sign, label, act] of [
    ["+", "Agrandir la carte", () => zoom(1 / 1.6)],
    ["−", "Réduire la carte", () => zoom(1.6)],
    ["↺", "Revenir à la carte entière", () => { [x, y, width] = whole; draw(); }],
  ]) {
    const button = moves.appendChild(document.createElement("button"));
    button.type = "button";
    button.dataset.sign = sign;
    button.setAttribute("aria-label", label);
    button.addEventListener("click", act);
  }
  document.querySelector(".zoom")?.append(moves);

  // A drag moves; a click still follows its link.
  let held = null;
  let moved = false;
  plan.addEventListener("pointerdown", (event) => {
    moved = false;
    if (width < whole[2] && event.button === 0) held = [event.clientX, event.clientY, x, y];
  });
  addEventListener("pointermove", (event) => {
    if (!held) return;
    const unit = width / plan.clientWidth;
    const [dx, dy] = [event.clientX - held[0], event.clientY - held[1]];
    moved ||= Math.hypot(dx, dy) > 5;
    [x, y] = [held[2] - dx * unit, held[3] - dy * unit];
    if (moved) draw();
  });
  for (const name of ["pointerup", "pointercancel"]) addEventListener(name, () => { held = null; });
  plan.addEventListener("click", (event) => moved && event.preventDefault(), true);
  plan.addEventListener("dragstart", (event) => event.preventDefault());
  // The keyboard brings what it reaches into view. Listening on the drawing itself would make it a stop of its own.
  carte.addEventListener("focusin", (event) => {
    if (width === whole[2] || !plan.contains(event.target)) return;
    const box = event.target.getBBox();
    [x, y] = [box.x + box.width / 2 - width / 2, box.y + box.height / 2 - height() / 2];
    draw();
  });
})();
