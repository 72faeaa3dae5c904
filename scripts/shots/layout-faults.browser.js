// Runs in the page (find-layout-faults.ts) and gives its findings, in words.
(() => {
  const faults = [];
  const width = document.documentElement.clientWidth;
  const tooWide = document.documentElement.scrollWidth - width;
  if (tooWide > 1) faults.push(`the page is ${tooWide} px wider than the window`);
  const nameOf = (element) => {
    const text = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 60);
    return `${element.tagName.toLowerCase()} "${text}"`;
  };
  const isSeen = (element) => {
    const box = element.getBoundingClientRect();
    return (
      box.width > 1 &&
      box.height > 1 &&
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    );
  };
  /** Something around it scrolls sideways, so that it can be reached. */
  const scrollsSideways = (element) => {
    for (let parent = element.parentElement; parent; parent = parent.parentElement)
      if (['auto', 'scroll'].includes(getComputedStyle(parent).overflowX)) return true;
    return false;
  };
  const main = document.querySelector('[role=dialog]') ?? document.body;
  for (const element of main.querySelectorAll('*')) {
    if (!isSeen(element)) continue;
    const hasText = [...element.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== '',
    );
    if (!hasText) continue;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    if (style.clip !== 'auto' || style.clipPath !== 'none' || box.right < 0) continue;
    if (box.right > width + 1 && !scrollsSideways(element))
      faults.push(`${nameOf(element)} stands ${Math.round(box.right - width)} px outside the window`);
    const isClipped = style.overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1;
    const isLow = style.overflowY === 'hidden' && element.scrollHeight > element.clientHeight + 2;
    const isClamped = style.webkitLineClamp !== 'none' && style.webkitLineClamp !== '';
    const canBeRead =
      element.closest('[title]') !== null ||
      element.closest('a[href]') !== null ||
      ['auto', 'scroll'].includes(style.overflowX);
    if ((isClipped || (isLow && !isClamped)) && !canBeRead)
      faults.push(`${nameOf(element)} is cut, and nothing shows the whole of it`);
  }
  const controls = [...main.querySelectorAll('a[href], button, input, select, textarea, [role=button]')];
  for (const control of controls) {
    if (!isSeen(control) || control.closest('[aria-hidden=true]')) continue;
    const box = control.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    if (x < 0 || y < 0 || x >= width || y >= window.innerHeight) continue;
    const top = document.elementFromPoint(x, y);
    if (!top || control.contains(top) || top.contains(control)) continue;
    // A label or a wrapper of the same control answers for it.
    if (top.closest('label')?.contains(control) || getComputedStyle(control).pointerEvents === 'none')
      continue;
    if (control.closest('label') && control.closest('label') === top.closest('label')) continue;
    if (top.parentElement?.contains(control)) continue;
    faults.push(`${nameOf(control)} is covered by ${nameOf(top)}`);
  }
  return [...new Set(faults)];
})();
