// In a row of points (`data-points`) the keys 0-4 choose that point and "i" or "n" "not relevant";
// the arrows move between the points as in any group of radio buttons.
(() => {
    "use strict";

    const NOT_RELEVANT = new Set(["i", "n"]);

    document.addEventListener("keydown", (event) => {
        const row = event.target.closest("[data-points]");
        if (!row || event.target.type !== "radio" || event.ctrlKey || event.altKey || event.metaKey) {
            return;
        }
        const value = NOT_RELEVANT.has(event.key.toLowerCase()) ? "nr" : event.key;
        const choice = [...row.querySelectorAll('input[type="radio"]')].find((input) => input.value === value);
        if (!choice) {
            return;
        }
        event.preventDefault();
        choice.checked = true;
        choice.focus();
        choice.dispatchEvent(new Event("change", { bubbles: true }));
    });
})();
