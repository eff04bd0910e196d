// Runs before anything is painted: no flash of the other theme.
const chosen = localStorage.getItem("questboard-theme");
const preferred = matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
document.documentElement.dataset.theme = chosen === "dark" || chosen === "light" ? chosen : preferred;
