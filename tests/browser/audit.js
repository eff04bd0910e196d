// Looks at an open page as a strict reader would. Evaluated by test_every_page.py; returns what it finds.
() => {
  const CONTROLS = "button, a[href], input:not([type=hidden]), select, textarea, [role=img], [role=progressbar]";
  // Grounds that are gradients of plain tokens; their contrast is a matter of tests/components/test_theme.py.
  const PAINTED = ".qb-button.is-primary, .qb-streak-dot, .qb-toast-mark";
  const UNSEEN = ".qb-hidden, script, style, .material-icons, .q-icon, .qb-chart";
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

  const named = (element) => {
    const labels = [...(element.labels || [])].map((label) => label.innerText).join("");
    const by = document.getElementById(element.getAttribute("aria-labelledby"))?.innerText || "";
    return element.getAttribute("aria-label") || by || labels || element.textContent.trim() || element.title;
  };

  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const over = (top, ground) => top.slice(0, 3).map((value, at) => (value * top[3] + ground[at] * (255 - top[3])) / 255);
  const hex = (colour) => "#" + colour.slice(0, 3).map((value) => Math.round(value).toString(16).padStart(2, "0")).join("");
  const ground = (element) => {
    let below = rgba(getComputedStyle(document.documentElement).backgroundColor);
    const path = [];
    for (let at = element; at; at = at.parentElement) path.unshift(at);
    for (const at of path) {
      if (at.matches(PAINTED)) return null;
      below = over(rgba(getComputedStyle(at).backgroundColor), below);
    }
    return below;
  };

  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.textContent.trim();
    if (!text || element.closest(UNSEEN) || !element.checkVisibility({ opacityProperty: true })) continue;
    const below = ground(element);
    if (below) texts.push({ text: text.slice(0, 40), ink: hex(over(rgba(getComputedStyle(element).color), below)), ground: hex(below) });
  }

  const controls = [...document.querySelectorAll(CONTROLS)].filter((element) => element.checkVisibility());
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  return {
    texts,
    width: document.documentElement.scrollWidth,
    language: document.documentElement.lang,
    nameless: controls.filter((element) => !named(element)).map((element) => element.outerHTML.slice(0, 160)),
    doubled: ids.filter((id, at) => ids.indexOf(id) !== at),
  };
};
