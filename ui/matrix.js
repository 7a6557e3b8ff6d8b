// Arrow keys go from cell to cell; Tab enters the table once and leaves it again.
const buttons = () => [...element.querySelectorAll("td button, th button")];
const enter = (button) => {
  buttons().forEach((other) => (other.tabIndex = -1));
  button.tabIndex = 0;
};
// Filters apply while they are changed: all rows are there.
element.addEventListener("input", (event) => {
  const filters = event.target.closest(".filters");
  if (!filters) return;
  const checked = [...filters.querySelectorAll("input:checked")];
  const kind = checked.find((input) => input.name === "kind").value;
  const only = checked.filter((input) => input.name === "only" && kind === "tool").map((input) => input.value);
  const name = filters.querySelector("[name=name]").value.trim().toLowerCase();
  const wanted = (row) =>
    row.cells[0].textContent.toLowerCase().includes(name) &&
    only.every((mark) => row.dataset.marks.split(" ").includes(mark));
  for (const section of element.querySelectorAll("section")) {
    section.hidden = section.dataset.kind !== kind;
    if (section.hidden) continue;
    const rows = [...section.querySelectorAll("tbody tr")];
    rows.forEach((row) => (row.hidden = !wanted(row)));
    const left = rows.filter((row) => !row.hidden);
    section.querySelector("[role=status]").textContent =
      `${left.length} of ${rows.length} ${kind}s${left.length ? "" : ": leave out a filter"}`;
    section.querySelector("form").hidden = !left.length;
    if (left.length) enter(left[0].querySelector("button"));
  }
});
element.addEventListener("focusin", (event) => event.target.matches("button") && enter(event.target));
element.addEventListener("keydown", (event) => {
  const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
  const from = event.target.closest("td, th");
  if (!step || !from) return;
  event.preventDefault();
  const rows = [...from.closest("tbody").rows].filter((row) => !row.hidden);
  let row = rows.indexOf(from.parentElement);
  let column = from.cellIndex;
  // Cells without a tick are passed over.
  for (;;) {
    row += step[0];
    column += step[1];
    const cell = rows[row]?.cells[column];
    if (!cell) return;
    const button = cell.querySelector("button");
    if (button) return button.focus();
  }
});
element.addEventListener("click", (event) => {
  const chosen = event.target.closest("button");
  if (chosen) buttons().forEach((button) => button.setAttribute("aria-pressed", button === chosen));
});
