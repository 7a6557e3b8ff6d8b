// Arrow keys go from cell to cell; Tab enters the table once and leaves it again.
const buttons = () => [...element.querySelectorAll("td button, th button")];
const enter = (button) => {
  buttons().forEach((other) => (other.tabIndex = -1));
  button.tabIndex = 0;
};
element.addEventListener("focusin", (event) => event.target.matches("button") && enter(event.target));
element.addEventListener("keydown", (event) => {
  const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
  const from = event.target.closest("td, th");
  if (!step || !from) return;
  event.preventDefault();
  const rows = [...element.querySelectorAll("tbody tr")];
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
