// The later days of a launch keep their distance when its first day is moved; a later day that was
// chosen by hand stays where it is.
(function () {
  "use strict";
  const first = document.getElementById("opens_on");
  const later = new Set(["closes_on", "report_by"].map((id) => document.getElementById(id)));
  let before = first.valueAsNumber;
  for (const day of later) day.addEventListener("input", () => later.delete(day));
  first.addEventListener("change", () => {
    // A year that is being typed is 0002 first, then 0020.
    if (!(first.value > "2000")) return;
    const moved = first.valueAsNumber - before;
    before = first.valueAsNumber;
    for (const day of later) if (moved && day.value) day.valueAsNumber += moved;
  });
})();
