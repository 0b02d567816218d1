// A slider beside each number that has two ends. The number is what is sent; without this file nothing is lost.
for (const number of document.querySelectorAll("input[data-slider]")) {
  const slider = document.createElement("input");
  slider.type = "range";
  slider.className = "slider";
  for (const end of ["min", "max"]) slider[end] = number[end];
  slider.step = number.step === "any" ? (number.max - number.min) / 200 || "any" : number.step;
  slider.value = number.value;
  const label = document.querySelector(`label[for="${number.id}"]`);
  slider.setAttribute("aria-label", label ? label.textContent.trim() : number.name);
  slider.addEventListener("input", () => { number.value = slider.value; });
  number.addEventListener("input", () => { slider.value = number.value; });
  number.after(slider);
}
